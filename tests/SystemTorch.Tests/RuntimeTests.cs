using ImageNotebooks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SystemTorch.Tests;

/// <summary>What TorchSharp has no name for: autocast and memory formats.</summary>
public class RuntimeTests
{
    [Fact]
    public void Autocast_and_channels_last_change_the_result_only_a_little()
    {
        using var model = new CifarBatchNormCnn();
        model.eval();
        using var still = no_grad();
        using var x = randn(4, 3, 32, 32);
        using var exact = model.call(x);
        MemoryFormat.ChannelsLast(model);
        Assert.True(MemoryFormat.IsChannelsLast(model.get_parameter("conv1.weight")!));
        using (new Autocast())
        {
            using var rough = model.call(MemoryFormat.ChannelsLast(x));
            Assert.Equal(ScalarType.BFloat16, rough.dtype);
            Assert.True(exact.allclose(rough.to_type(ScalarType.Float32), rtol: 0.05, atol: 0.05));
        }
        Assert.Equal(ScalarType.Float32, model.call(x).dtype);
    }

    [Fact]
    public void Autocast_within_autocast_gives_back_what_was()
    {
        using var layer = nn.Linear(3, 2);
        using var x = randn(4, 3);
        ScalarType Type()
        {
            using var y = layer.call(x);
            return y.dtype;
        }
        using (new Autocast())
        {
            new Autocast().Dispose();
            Assert.Equal(ScalarType.BFloat16, Type());
            Record.Exception(() => new Autocast(ScalarType.Float32).Dispose());  // which libtorch 1 refuses
            Assert.Equal(ScalarType.BFloat16, Type());
        }
        Assert.Equal(ScalarType.Float32, Type());
        Record.Exception(() => new Autocast(ScalarType.Float32).Dispose());
        Assert.Equal(ScalarType.Float32, Type());
    }

    [Fact]
    public void A_gradient_in_another_memory_order_counts_the_same()
    {
        Tensor Step(bool channelsLast)
        {
            var w = new Parameter(arange(108, dtype: ScalarType.Float32).sin().reshape(4, 3, 3, 3));
            using var optimizer = optim.Adam([w], lr: 0.1);
            for (var i = 0; i < 2; i++)
            {
                optimizer.zero_grad();
                ((w * (arange(108, dtype: ScalarType.Float32) * (0.3 + i)).cos().reshape(4, 3, 3, 3)).sum()).backward();
                if (channelsLast) w.grad = MemoryFormat.ChannelsLast(w.grad!);
                optimizer.step();
            }
            return w;
        }
        Assert.True(Step(false).Equals(Step(true)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Relu6_learns_in_bfloat16(bool inplace)
    {
        var x = (arange(-3, 10, dtype: ScalarType.Float32) + 0.5).to_type(ScalarType.BFloat16).requires_grad_();
        nn.functional.relu6(x * 1, inplace).sum().backward();
        Assert.True(x.grad!.Equals(((x > 0) & (x < 6)).to_type(ScalarType.BFloat16)));
    }

    [Fact]
    public void What_varies_from_run_to_run_is_refused_until_the_request_ends()
    {
        using var index = zeros(1, 1, 1, 1, dtype: ScalarType.Int64);
        Tensor Varying() => nn.functional.max_unpool2d(ones(1, 1, 1, 1), index, [2, 2]);
        Varying().Dispose();
        using (Stack.Deterministic())
        {
            Assert.Contains("deterministic", Assert.Throws<System.Runtime.InteropServices.ExternalException>(Varying).Message, StringComparison.Ordinal);
        }
        Varying().Dispose();
    }
}
