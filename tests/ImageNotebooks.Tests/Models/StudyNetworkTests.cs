using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Models;

/// <summary>What every study's network has to show: the published number of parameters, and the numbers of the same network in PyTorch.</summary>
public class StudyNetworkTests
{
    private static readonly Dictionary<string, Func<int, nn.Module<Tensor, Tensor>>> Networks = new()
    {
        ["AnimalsCnn"] = classes => new AnimalsCnn(classes),
        ["AnimalsCnn4"] = classes => new AnimalsCnn(classes, convolutions: 4),
        ["CifarBatchNormCnn"] = classes => new CifarBatchNormCnn(classes),
        ["IntelCnn"] = classes => new IntelCnn(classes),
        ["MalariaCnn"] = classes => new MalariaCnn(classes),
        ["MalariaSqueezeExciteCnn"] = classes => new MalariaSqueezeExciteCnn(classes),
        ["MalariaSwishCnn"] = classes => new MalariaSwishCnn(classes),
        ["VocAlexNet"] = classes => new VocAlexNet(classes),
        ["MobileNetV2"] = classes => new MobileNetV2(new() { Classes = classes }),
        ["DeepLabV3Plus"] = classes => new DeepLabV3Plus(classes),
    };

    public static TheoryData<string> Names => [.. Networks.Keys];

    [Theory]
    [InlineData("AnimalsCnn", 10, 100, 4_354_378, 0)]
    [InlineData("AnimalsCnn4", 10, 100, 914_122, 0)]
    [InlineData("MalariaSwishCnn", 2, 64, 110_018, 0)]
    [InlineData("CifarBatchNormCnn", 10, 32, 2_397_226, 896)]
    [InlineData("IntelCnn", 6, 150, 1_306_918, 0)]
    [InlineData("MalariaCnn", 2, 64, 646_338, 0)]
    [InlineData("MalariaSqueezeExciteCnn", 2, 64, 271_378, 704)]
    [InlineData("VocAlexNet", 20, 150, 777_695, 640)]
    [InlineData("MobileNetV2", 20, 224, 2_257_984 + (1280 * 20) + 20, 34_112)]
    public void Has_the_published_number_of_parameters(string name, int classes, int size, long total, long notTrained)
    {
        using var model = Networks[name](classes);
        var summary = model.Summary(3, size, size);
        Assert.Equal((total, notTrained), (summary.TotalParameters, summary.NonTrainableParameters));
        Assert.Equal([-1, classes], summary.Layers[^1].OutputShape);
    }

    [Theory]
    [InlineData("vgg16", 64, Pooling.Average, new[] { 128 }, 2, 14_780_610, 65_922)]
    [InlineData("vgg16", 224, Pooling.None, new[] { 512 }, 20, 27_570_516, 12_855_828)]
    [InlineData("resnet50_v2", 224, Pooling.None, new[] { 512, 512 }, 20, 75_218_452, 51_653_652)]
    [InlineData("mobilenet_v2", 224, Pooling.Average, new int[0], 20, 2_283_604, 25_620)]
    public void A_new_head_on_a_frozen_backbone_has_the_published_number_of_parameters(string backbone, int size, Pooling pooling, int[] units, int classes, long total, long trainable)
    {
        using var model = TransferNetwork.WithDense(Backbones.Create(backbone, includeTop: false, pooling: pooling, convention: Convention.Keras), classes, units, size);
        var summary = model.Summary(3, size, size);
        Assert.Equal((total, trainable), (summary.TotalParameters, summary.TrainableParameters));
    }

    [Fact]
    public void MobileNet_has_Kerass_number_of_parameters()
    {
        using var model = new MobileNet(new() { IncludeTop = false });
        Assert.Equal(3_228_864, model.Summary(3, 64, 64).TotalParameters);
        Assert.Equal([1, 1024, 2, 2], model.call(zeros(1, 3, 64, 64)).shape);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_training_step_ends_where_PyTorchs_ends(string name)
    {
        var golden = Golden.Read("network_steps.json").GetProperty(name);
        using var model = Golden.Fill(Networks[name](golden.GetProperty("classes").GetInt32()));
        model.to(ScalarType.Float64);
        using var images = Golden.Wave([.. golden.GetProperty("shape").Numbers().Select(n => (long)n)], 0.011, 0.5, 0.5).to(ScalarType.Float64);

        model.eval();
        var evaluated = model.call(images);
        Golden.AssertClose(golden.GetProperty("eval_logits").Numbers(), Golden.Probe(evaluated), 1e-7, "logits in evaluation");

        model.train();
        foreach (var dropout in model.modules().OfType<Dropout>()) dropout.eval();
        using var optimizer = Optimizers.Adam()(model.parameters());
        var logits = model.call(images);
        var labels = arange(evaluated[.., 0].numel()).reshape(evaluated[.., 0].shape) % golden.GetProperty("classes").GetInt32();
        var loss = nn.functional.cross_entropy(logits, labels);
        loss.backward();
        Golden.AssertClose(golden.GetProperty("train_logits").Numbers(), Golden.Probe(logits), 1e-7, "logits in training");
        Golden.AssertClose([golden.GetProperty("loss").GetDouble()], [loss.item<double>()], 1e-7, "loss");
        foreach (var (parameter, p) in model.named_parameters())
            Golden.AssertClose(golden.GetProperty("gradients").GetProperty(parameter).Numbers(), Golden.Probe(p.grad!), 1e-6, $"gradient of {parameter}");

        optimizer.step();
        foreach (var expected in golden.GetProperty("after_step").EnumerateObject())
            Golden.AssertClose(expected.Value.Numbers(), Golden.Probe(model.state_dict()[expected.Name]), 1e-5, $"{expected.Name} after a step");
    }

    [Theory]
    [InlineData("AnimalsCnn", 98, 101)]
    [InlineData("AnimalsCnn4", 94, 109)]
    [InlineData("CifarBatchNormCnn", 32, 39)]
    [InlineData("IntelCnn", 129, 256)]
    [InlineData("MalariaCnn", 64, 65)]
    [InlineData("MalariaSqueezeExciteCnn", 8, 9)]
    [InlineData("MalariaSwishCnn", 8, 9)]
    [InlineData("VocAlexNet", 144, 179)]
    public void Takes_the_sizes_that_it_says_and_names_the_others(string name, int least, int most)
    {
        using var scope = NewDisposeScope();
        using var model = Networks[name](3);
        model.eval();
        Assert.Equal([1, 3], model.call(zeros(1, 3, least, most)).shape);
        Assert.Contains($"these have {least - 1} x {least}", Assert.Throws<ArgumentException>(() => model.call(zeros(1, 3, least - 1, least))).Message);
        if (!name.StartsWith("MalariaS", StringComparison.Ordinal))
            Assert.Contains($"of {least} to {most} pixels", Assert.Throws<ArgumentException>(() => model.call(zeros(1, 3, least, most + 1))).Message);
        Assert.Contains("[N, 3, H, W]", Assert.Throws<ArgumentException>(() => model.call(zeros(1, 1, least, least))).Message);
    }
}
