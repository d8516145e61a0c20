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
}
