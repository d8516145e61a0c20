using TorchSharp;
using static TorchSharp.torch;

namespace StackContract;

public class RandomTests
{
    private readonly Golden golden = Golden.Read("torch_basics.json");

    [Fact]
    public void The_same_seed_gives_the_same_numbers_as_PyTorch()
    {
        manual_seed(42);
        Golden.AssertClose(golden["rand"], rand(5));
        Golden.AssertClose(golden["randn"], randn(20));
        Golden.AssertClose(golden["randint"], randint(0, 1000, [6]));
        Golden.AssertClose(golden["randperm"], randperm(12));
    }

    [Fact]
    public void A_generator_of_its_own_gives_the_same_numbers_as_PyTorch()
    {
        using var generator = new Generator().manual_seed(7);
        Golden.AssertClose(golden["generator"], rand(4, generator: generator));
    }

    [Fact]
    public void Layers_start_with_the_weights_that_PyTorch_gives_them()
    {
        manual_seed(3);
        using var conv = nn.Conv2d(2, 3, 3);
        using var linear = nn.Linear(4, 2);
        foreach (var (name, layer) in new (string, nn.Module)[] { ("conv_init", conv), ("linear_init", linear) })
            foreach (var (key, value) in layer.state_dict()) Golden.AssertClose(golden[name, key], value);
    }

    [Fact]
    public void A_saved_state_continues_where_it_was_taken()
    {
        using var generator = new Generator(11);
        using var state = generator.get_state();
        using var first = rand(8, generator: generator);
        generator.set_state(state);
        using var again = rand(8, generator: generator);
        Assert.True(first.Equals(again));
    }

    [Fact]
    public void The_common_generator_has_a_seed_and_a_state()
    {
        Assert.Equal(9, manual_seed(9).initial_seed());
        Assert.Equal((9, 9, 9), (initial_seed(), random.initial_seed(), Generator.Default.initial_seed()));
        using var state = get_rng_state();
        Assert.Equal(ScalarType.Byte, state.dtype);
        using var first = rand(3);
        set_rng_state(state);
        Assert.True(rand(3).Equals(first));
        random.set_rng_state(state);
        Assert.True(rand(3, generator: Generator.Default).Equals(first));
        Assert.Equal(seed(), initial_seed());
        Assert.Equal((5, "cpu"), (new Generator(5).initial_seed(), new Generator(5).device.ToString()));
        Assert.Equal(-3, new Generator().manual_seed(-3).initial_seed());
    }
}
