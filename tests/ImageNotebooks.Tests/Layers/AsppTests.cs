using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests;

public class AsppTests
{
    [Fact]
    public void A_batch_of_one_image_leaves_averages_that_are_numbers()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var pyramid = new Aspp(4, 8, 1, 2);
        pyramid.call(rand(3, 4, 6, 6));
        var answer = pyramid.call(rand(1, 4, 6, 6));
        Assert.True(answer.isfinite().all().item<bool>());
        Assert.All(pyramid.buffers(), buffer => Assert.True(buffer.to_type(ScalarType.Float32).isfinite().all().item<bool>()));
        Assert.All(pyramid.modules(), module => Assert.True(module.training));
        pyramid.eval();
        Assert.True(pyramid.call(rand(1, 4, 6, 6)).isfinite().all().item<bool>());
        Assert.All(pyramid.modules(), module => Assert.False(module.training));
    }
}
