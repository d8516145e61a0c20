using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Models;

/// <summary>Files of weights by others' names, loaded into backbones.</summary>
public sealed class BackboneWeightsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("MobileNet", "mobilenet", false)]
    [InlineData("MobileNetV2", "mobilenet_v2", false)]
    [InlineData("VGG16", "vgg16", false)]
    [InlineData("ResNet50", "resnet50", false)]
    [InlineData("ResNet50V2Top", "resnet50_v2", true)]
    [InlineData("ResNet50V2Top", "resnet50_v2", false)]
    [InlineData("DenseNet121", "densenet121", false)]
    [InlineData("EfficientNetV2B3", "efficientnet_v2_b3", false)]
    public void Keras_weights_by_Kerass_names_and_in_its_layouts_give_Kerass_numbers(string golden, string name, bool includeTop)
    {
        var entry = KerasGolden.Entry(golden);
        var path = System.IO.Path.Combine(folder.Path, "keras.safetensors");
        WriteAsKeras(path, entry);
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var model = Backbones.Create(name, weights: path, includeTop: includeTop);
        model.eval();
        if (golden.EndsWith("Top", StringComparison.Ordinal) && !includeTop) return;
        var given = entry.GetProperty("cases")[1];
        KerasGolden.AssertClose(given.GetProperty("output"), model.call(KerasGolden.Images(entry, given)), 1e-4, name);
    }

    [Theory]
    [InlineData("mobilenet", 27)]
    [InlineData("mobilenet_v2", 52)]
    public void Weights_come_back_from_a_file_of_our_own_with_their_convention(string name, int convolutions)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var model = BackboneParityTests.Draw(Backbones.Create(name, classes: 5, convention: Convention.Keras)).Fuse();
        model.SaveWeights(System.IO.Path.Combine(folder.Path, "own.safetensors"));
        using var again = Backbones.Create(name, weights: System.IO.Path.Combine(folder.Path, "own.safetensors"), classes: 5);
        again.eval();
        Assert.Equal(convolutions + 1, again.parameters().Count() / 2);
        var images = rand(1, 3, 64, 64);
        Assert.True(model.call(images).eq(again.call(images)).all().item<bool>());
        using var plain = Backbones.Create(name, classes: 5);
        Assert.Contains("with folded normalisation", Assert.Throws<ArgumentException>(() => plain.LoadWeights(System.IO.Path.Combine(folder.Path, "own.safetensors"))).Message);
    }

    [Fact]
    public void A_classifier_is_left_out_where_the_network_has_none_and_missed_where_it_has_one()
    {
        using var whole = Backbones.Create("resnet18", classes: 3);
        whole.SaveWeights(System.IO.Path.Combine(folder.Path, "whole.safetensors"));
        using var part = Backbones.Create("resnet18", weights: System.IO.Path.Combine(folder.Path, "whole.safetensors"), includeTop: false);
        part.SaveWeights(System.IO.Path.Combine(folder.Path, "part.safetensors"));
        var missing = Assert.Throws<WeightsMismatchException>(() => Backbones.Create("resnet18", weights: System.IO.Path.Combine(folder.Path, "part.safetensors"), classes: 3));
        Assert.Contains("'fc.weight' [3, 512] is missing", missing.Message);
        var misshapen = Assert.Throws<WeightsMismatchException>(() => Backbones.Create("resnet18", weights: System.IO.Path.Combine(folder.Path, "whole.safetensors")));
        Assert.Contains("'fc.weight' is [3, 512] in the file and [1000, 512] in the module", misshapen.Message);
        var other = Assert.Throws<WeightsMismatchException>(() => Backbones.Create("resnet34", weights: System.IO.Path.Combine(folder.Path, "whole.safetensors"), classes: 3));
        Assert.Contains("'layer1.2.conv1.weight' [64, 64, 3, 3] is missing in the file", other.Message);
    }

    [Theory]
    [InlineData("vgg16", "pre_logits.fc1.weight", new long[] { 4096, 512, 7, 7 })]
    [InlineData("mobilenet_v2", "blocks.6.0.conv_pwl.weight", new long[] { 320, 960, 1, 1 })]
    [InlineData("mobilenet", "blocks.3.5.conv_pw.weight", new long[] { 512, 512, 1, 1 })]
    [InlineData("efficientnet_v2_b3", "blocks.5.11.se.conv_expand.weight", new long[] { 1392, 58, 1, 1 })]
    public void Timms_names_reach_every_layer(string name, string last, long[] shape)
    {
        using var model = Backbones.Create(name, convention: name == "efficientnet_v2_b3" ? Convention.Keras : Convention.PyTorch);
        var map = WeightNames.Map(model, WeightNaming.Timm);
        var entries = WeightNames.Timm(model).Select(layer => new MemoryEntry($"{layer}.weight", ElementType.Float32, [1], () => new byte[4]));
        var renamed = map.Apply([.. entries, new MemoryEntry(last, ElementType.Float32, shape, () => Array.Empty<byte>())], [.. model.state_dict().Keys]);
        Assert.Equal(model.state_dict().Keys.Where(key => key.EndsWith("weight", StringComparison.Ordinal)).Order(StringComparer.Ordinal), renamed.SkipLast(1).Select(weight => weight.Name).Order(StringComparer.Ordinal));
        Assert.Contains(renamed.SkipLast(1), weight => weight.Entry.Name == last && weight.Name == renamed[^1].Name);
        var target = model.state_dict()[renamed[^1].Name].shape;
        Assert.Equal(target, renamed[^1].Transform?.ShapeOf(shape) ?? shape);
    }

    public void Dispose() => folder.Dispose();

    // In safetensors, because we do not write HDF5; names and layouts are those of the HDF5 files.
    private static void WriteAsKeras(string path, System.Text.Json.JsonElement golden)
    {
        using var scope = NewDisposeScope();
        var (entries, k) = (new List<WeightsEntry>(), 0);
        foreach (var layer in golden.GetProperty("layers").EnumerateArray())
        {
            foreach (var array in layer.EnumerateObject().Where(array => array.Name != "layer"))
            {
                long[] shape = [.. array.Value.Numbers().Select(n => (long)n)];
                var depthwise = shape.Length == 4 && shape[1] == 1;
                var numbers = KerasGolden.Numbers(array.Name, shape, ++k, golden.GetProperty("gain").GetDouble());
                var keras = (shape.Length switch { 4 when depthwise => numbers.permute(2, 3, 0, 1), 4 => numbers.permute(2, 3, 1, 0), 2 => numbers.t(), _ => numbers }).contiguous();
                var bytes = keras.bytes.ToArray();
                entries.Add(new MemoryEntry($"{layer.GetProperty("layer").GetString()}/{(depthwise ? "depthwise_" : "")}{array.Name}", ElementType.Float32, keras.shape, () => bytes));
            }
        }
        Safetensors.Write(path, entries);
    }
}
