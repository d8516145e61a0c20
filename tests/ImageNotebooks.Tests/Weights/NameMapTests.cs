using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Weights;

public class NameMapTests
{
    private static readonly string[] Targets = ["features.0.weight", "features.0.bias", "features.1.weight", "features.1.bias"];

    [Fact]
    public void Steps_are_taken_in_the_order_of_the_calls_and_a_map_is_not_changed_by_them()
    {
        var map = NameMap.Identity.WithoutPrefix("model.").Replace(@"^block(\d)_conv(\d)", "features.$1.$2");
        var later = map.Replace("features", "layers").Rename(new Dictionary<string, string> { ["layers.1.1/kernel"] = "k" }).Without("^fc");
        Assert.Equal(["k", "layers.2.1/bias"], Names(later, "model.block1_conv1/kernel", "block2_conv1/bias", "model.fc/bias"));
        Assert.Equal(["features.1.1/kernel"], Names(map, "model.block1_conv1/kernel"));
        Assert.Equal(["x.7"], Names(NameMap.Identity.Replace(@"\d+", match => $"{int.Parse(match.Value, null) + 4}"), "x.3"));
    }

    [Fact]
    public void Layers_are_taken_by_order()
    {
        var map = NameMap.Keras.InOrder();
        Assert.Equal(["features.0.weight", "features.0.bias", "features.1.weight", "features.1.bias", "third.weight"],
            Names(map, "conv_a/kernel", "conv_a/bias", "bn/gamma", "bn/beta", "third/kernel"));
    }

    [Fact]
    public void Keras_kinds_get_torchs_names() =>
        Assert.Equal(["a.weight", "a.weight", "a.running_mean", "a.running_var", "a.other", "in.b.bias"],
            Names(NameMap.Keras, "a/depthwise_kernel", "a/gamma", "a/moving_mean", "a/moving_variance", "a/other", "in/b/bias"));

    [Fact]
    public void Transforms_tell_the_shape_that_they_make()
    {
        using var scope = NewDisposeScope();
        foreach (var (transform, from, to) in new (WeightsTransform, long[], long[])[]
        {
            (WeightsTransform.KerasConvolution, [3, 5, 2, 4], [4, 2, 3, 5]),
            (WeightsTransform.KerasDepthwise, [3, 5, 4, 2], [8, 1, 3, 5]),
            (WeightsTransform.KerasDense, [6, 4], [4, 6]),
            (WeightsTransform.KerasDenseAfterFlatten(2, 3), [12, 4], [4, 12]),
            (WeightsTransform.Permute(2, 0, 1), [3, 5, 2], [2, 3, 5]),
        })
        {
            Assert.Equal(to, transform.ShapeOf(from));
            Assert.Equal(to, transform.Apply(zeros(from)).shape);
            Assert.Null(transform.ShapeOf([1, 2, 3, 4, 5]));
        }
    }

    [Fact]
    public void A_dense_layer_behind_a_flattened_map_gives_the_same_in_both_layouts()
    {
        using var scope = NewDisposeScope();
        var map = arange(12, ScalarType.Float32).reshape(2, 3, 2);
        var kernel = arange(48, ScalarType.Float32).reshape(12, 4);
        var keras = map.flatten().unsqueeze(0).matmul(kernel);
        var torch = map.permute(2, 0, 1).flatten().unsqueeze(0).matmul(WeightsTransform.KerasDenseAfterFlatten(2, 3).Apply(kernel).t());
        Assert.Equal(keras.data<float>().ToArray(), torch.data<float>().ToArray());
    }

    [Fact]
    public void A_depthwise_kernel_with_a_multiplier_keeps_each_inputs_outputs_together()
    {
        using var scope = NewDisposeScope();
        var kernel = arange(8, ScalarType.Float32).reshape(1, 1, 4, 2);
        Assert.Equal([0f, 1, 2, 3, 4, 5, 6, 7], WeightsTransform.KerasDepthwise.Apply(kernel).flatten().data<float>().ToArray());
    }

    [Fact]
    public void Bad_transforms_are_refused()
    {
        Assert.Throws<ArgumentException>(() => WeightsTransform.Permute(0, 2));
        Assert.Throws<ArgumentException>(() => WeightsTransform.KerasDenseAfterFlatten(2, 3).ShapeOf([13, 4]));
    }

    private static IEnumerable<string> Names(NameMap map, params string[] names) =>
        map.Apply(names.Select(name => new MemoryEntry(name, ElementType.UInt8, [0], () => default)), Targets).Select(weight => weight.Name);
}
