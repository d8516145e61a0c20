using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Weights;

public sealed class ModuleWeightsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("layers_zip")]
    [InlineData("layers_legacy")]
    public void A_PyTorch_module_gets_every_number(string name)
    {
        using var network = Layers();
        using var file = WeightFixtures.Open(folder, name);
        var report = network.LoadWeights(file);
        Assert.True(report.IsComplete);
        Assert.Equal(network.state_dict().Keys, report.Loaded.Select(result => result.Name));
        foreach (var (key, tensor) in network.state_dict())
            Assert.Equal(WeightFixtures.Tensors("layers")[key].Values, Numbers(tensor));
    }

    [Fact]
    public void Numbers_are_converted_to_the_parameters_type()
    {
        foreach (var (from, to) in from a in new[] { ScalarType.Float16, ScalarType.BFloat16, ScalarType.Float32, ScalarType.Float64 } from b in new[] { ScalarType.BFloat16, ScalarType.Float32, ScalarType.Float64 } select (a, b))
        {
            using var source = nn.Linear(3, 2, dtype: from);
            using var target = nn.Linear(3, 2, dtype: to);
            source.SaveWeights(PathOf("linear"));
            Assert.True(target.LoadWeights(PathOf("linear")).IsComplete);
            Assert.Equal(to, target.weight.dtype);
            using var expected = source.weight.detach().to_type(to);
            Assert.Equal(Numbers(expected), Numbers(target.weight));
        }
    }

    [Fact]
    public void A_parameter_that_is_not_contiguous_is_filled_too()
    {
        using var scope = NewDisposeScope();
        using var source = nn.Linear(3, 2);
        using var target = nn.Linear(3, 2);
        source.SaveWeights(PathOf("linear"));
        var transposed = new Parameter(zeros(3, 2).t(), requires_grad: false);
        target.weight = transposed;
        Assert.False(target.weight.is_contiguous());
        target.LoadWeights(PathOf("linear"));
        Assert.Equal(Numbers(source.weight), Numbers(target.weight));
    }

    [Fact]
    public void What_was_saved_is_loaded_with_its_metadata_and_TorchSharps_own_file_likewise()
    {
        using var source = Layers();
        source.SaveWeights(PathOf("layers.safetensors"), new Dictionary<string, string> { ["epoch"] = "3" });
        source.save(PathOf("layers.dat"));
        using (var file = WeightsFile.Open(PathOf("layers.safetensors")))
            Assert.Equal(new Dictionary<string, string> { ["format"] = "pt", ["epoch"] = "3" }, file.Metadata);
        using (var file = WeightsFile.Open(PathOf("layers.dat")))
        {
            Assert.Equal(WeightsFormat.TorchSharp, file.Format);
            Assert.Equal(source.state_dict().Keys, file.Entries.Select(entry => entry.Name));
        }
        foreach (var name in new[] { "layers.safetensors", "layers.dat" })
        {
            using var target = Layers();
            Assert.True(target.LoadWeights(PathOf(name)).IsComplete);
            Assert.All(source.state_dict(), pair => Assert.Equal(Numbers(pair.Value), Numbers(target.state_dict()[pair.Key])));
        }
    }

    [Fact]
    public void A_module_that_does_not_fit_is_left_as_it_was_and_the_sentence_says_why()
    {
        using var network = nn.Sequential(("conv", nn.Conv2d(3, 4, 3)), ("bn", nn.BatchNorm2d(4)), ("fc", nn.Linear(4, 5)), ("extra", nn.Linear(2, 2)));
        var before = network.state_dict().ToDictionary(pair => pair.Key, pair => Numbers(pair.Value));
        using var file = WeightFixtures.Open(folder, "layers_zip");
        var map = NameMap.Identity.Rename(new Dictionary<string, string> { ["conv.bias"] = "conv.offset" });
        var refused = Assert.Throws<WeightsMismatchException>(() => network.LoadWeights(file, map));
        foreach (var words in new[]
        {
            "does not fit Sequential: 'fc.weight' is [2, 4] in the file and [5, 4] in the module", "'conv.bias' [4] is missing in the file", "'extra.weight' [2, 2] is missing",
            "'conv.offset' [4] of the file (there 'conv.bias') is not in the module", "Nothing was changed", "strict: false",
        })
            Assert.True(refused.Message.Contains(words, StringComparison.Ordinal), $"'{words}' is not in: {refused.Message}");
        Assert.All(network.state_dict(), pair => Assert.Equal(before[pair.Key], Numbers(pair.Value)));

        var report = network.LoadWeights(file, map, strict: false);
        Assert.Equal(["fc.weight", "fc.bias"], report.Misshapen.Select(result => result.Name));
        Assert.Equal(["conv.bias", "extra.weight", "extra.bias"], report.Missing.Select(result => result.Name));
        Assert.Equal("conv.offset", Assert.Single(report.Unexpected).Name);
        Assert.Equal(WeightFixtures.Tensors("layers")["conv.weight"].Values, Numbers(network.state_dict()["conv.weight"]));
        Assert.Equal(before["fc.weight"], Numbers(network.state_dict()["fc.weight"]));
    }

    [Fact]
    public void A_missing_count_of_batches_is_no_error()
    {
        using var network = Layers();
        using var file = WeightFixtures.Open(folder, "layers_zip");
        Assert.True(network.LoadWeights(file, NameMap.Identity.Without("num_batches_tracked$")).IsComplete);
    }

    [Fact]
    public void A_map_that_gives_two_tensors_one_name_is_refused()
    {
        using var network = Layers();
        using var file = WeightFixtures.Open(folder, "layers_zip");
        Assert.Contains("'conv.weight' and 'conv.bias'", Assert.Throws<WeightsFileException>(() => network.LoadWeights(file, NameMap.Identity.Replace("bias$", "weight"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keras_weights_give_what_Keras_computes()
    {
        using var scope = NewDisposeScope();
        using var network = KerasLayers("features");
        using var file = WeightFixtures.Open(folder, "keras");
        Assert.True(network.LoadWeights(file, NameMap.Keras.InOrder()).IsComplete);
        var expected = WeightFixtures.Tensors("keras");
        var state = network.state_dict();

        // Kernels are h x w x in x out in Keras.
        var kernel = tensor(expected["block1_conv1/kernel"].Values, [3, 3, 2, 4]);
        foreach (var (h, w, i, o) in new[] { (0, 0, 0, 0), (2, 1, 1, 3), (1, 2, 0, 2) })
            Assert.Equal(kernel[h, w, i, o].item<double>(), state["features0.weight"][o, i, h, w].item<float>());
        var depthwise = tensor(expected["conv_dw_1/depthwise_kernel"].Values, [3, 3, 4, 1]);
        Assert.Equal(depthwise[2, 1, 3, 0].item<double>(), state["features1.weight"][3, 0, 2, 1].item<float>());
        var dense = tensor(expected["predictions/kernel"].Values, [4, 3]);
        Assert.Equal(dense[3, 1].item<double>(), state["features3.weight"][1, 3].item<float>());
        Assert.Equal(expected["conv_dw_1_bn/moving_variance"].Values, Numbers(state["features2.running_var"]));
        Assert.Equal(expected["conv_dw_1_bn/beta"].Values, Numbers(state["features2.bias"]));
    }

    [Fact]
    public void Half_precision_Keras_weights_become_floats_in_torchs_layout()
    {
        using var half = KerasLayers("x");
        using var full = KerasLayers("x");
        using var file = WeightFixtures.Open(folder, "keras_half");
        using var same = WeightFixtures.Open(folder, "keras");
        half.LoadWeights(file, NameMap.Keras.InOrder());
        full.LoadWeights(same, NameMap.Keras.InOrder());
        Assert.All(half.state_dict(), pair => Assert.Equal(Numbers(full.state_dict()[pair.Key]), Numbers(pair.Value)));
    }

    [Fact]
    public void Loading_leaves_no_tensors_behind()
    {
        using var network = KerasLayers("x");
        using var file = WeightFixtures.Open(folder, "keras_half");
        network.LoadWeights(file, NameMap.Keras.InOrder());
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        network.LoadWeights(file, NameMap.Keras.InOrder());
        network.SaveWeights(PathOf("x"));
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void The_report_is_a_table_in_a_notebook()
    {
        using var network = nn.Sequential(("conv", nn.Conv2d(3, 4, 3)), ("fc", nn.Linear(9, 2)));
        using var file = WeightFixtures.Open(folder, "layers_zip");
        var report = network.LoadWeights(file, strict: false);
        var html = NotebookHost.Show(report, "text/html")!;
        Assert.Contains("3 loaded, 0 missing, 5 unexpected, 1 misshapen", html, StringComparison.Ordinal);
        Assert.Contains("<td>misshapen</td><td>[2, 9]</td><td>[2, 4]</td>", html, StringComparison.Ordinal);
        Assert.Equal(report.ToString(), NotebookHost.Show(report, "text/plain"));
        Assert.All(report.Columns, column => Assert.Equal(report.Results.Count, column.Values.Length));
    }

    [RealDataTheory("weights")]
    [InlineData("mobilenet_1.0_224_notop_folded.safetensors", 3_206_976)]
    [InlineData("mobilenet_v2_1.0_224_folded.safetensors", 3_540_265)]
    public void The_real_files_are_read(string name, int parameters)
    {
        using var file = WeightsFile.Open(Path.Combine(RealData.Path("weights"), name));
        Assert.True(file.Entries.Sum(entry => entry.ByteCount / entry.Type.Size()) is var count && Math.Abs(count - parameters) < 0.02 * parameters, $"{count}");
        Assert.All(file.Entries, entry => Assert.All(entry.Values(), value => Assert.True(double.IsFinite(value))));
    }

    private string PathOf(string name) => Path.Combine(folder.Path, name);

    private static Sequential Layers() => nn.Sequential(("conv", nn.Conv2d(3, 4, 3)), ("bn", nn.BatchNorm2d(4)), ("fc", nn.Linear(4, 2)));

    private static Sequential KerasLayers(string name) => nn.Sequential(
        (name + "0", nn.Conv2d(2, 4, 3)), (name + "1", nn.Conv2d(4, 4, 3, groups: 4, bias: false)), (name + "2", nn.BatchNorm2d(4)), (name + "3", nn.Linear(4, 3)));

    private static double[] Numbers(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to_type(ScalarType.Float64).contiguous().data<double>().ToArray();
    }
}
