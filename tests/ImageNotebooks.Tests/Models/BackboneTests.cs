using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Models;

/// <summary>What every backbone can do: features by name, freezing, folding.</summary>
public class BackboneTests
{
    public static TheoryData<string> Names => [.. Backbones.Names];

    public static TheoryData<string> NamesOfNormalised => [.. Backbones.Names.Where(name => name != "vgg16")];

    [Theory]
    [InlineData("vgg16", 14_714_688)]
    [InlineData("resnet50", 23_587_712)]
    [InlineData("resnet50_v2", 23_564_800)]
    [InlineData("efficientnet_v2_b3", 12_930_622)]
    [InlineData("densenet121", 7_037_504)]
    [InlineData("mobilenet", 3_228_864)]
    [InlineData("mobilenet_v2", 2_257_984)]
    public void Has_as_many_parameters_without_its_classifier_as_Keras_says(string name, long parameters)
    {
        using var model = Backbones.Create(name, includeTop: false, convention: Convention.Keras);
        Assert.Equal(parameters, model.Summary(3, 32, 32).TotalParameters);
    }

    [Theory]
    [InlineData(0.25, 218_544)]
    [InlineData(0.5, 829_536)]
    [InlineData(0.75, 1_832_976)]
    public void MobileNets_width_multiplies_its_channels(double width, long parameters)
    {
        using var model = Backbones.Create("mobilenet", includeTop: false, width: width);
        Assert.Equal(parameters, model.Summary(3, 32, 32).TotalParameters);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Ends_with_a_map_or_with_a_vector(string name)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var images = rand(2, 3, 64, 96);
        using var map = Backbones.Create(name, includeTop: false);
        Assert.Equal([2, map.FeatureChannels, 2, 3], map.call(images).shape);
        map.eval();
        foreach (var (pooling, expected) in new (Pooling, Func<Tensor, Tensor>)[] { (Pooling.Average, x => x.mean([2, 3])), (Pooling.Max, x => x.amax([2, 3])) })
        {
            using var pooled = Backbones.Create(name, includeTop: false, pooling: pooling);
            pooled.load_state_dict(map.state_dict());
            pooled.eval();
            Assert.True(expected(map.call(images)).allclose(pooled.call(images)));
        }
    }

    [Theory]
    [MemberData(nameof(NamesOfNormalised))]
    public void Folding_changes_nothing_but_rounding_and_leaves_no_normalisation_behind_a_convolution(string name)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        // In double, so that a network of random weights has nothing to amplify.
        using var model = BackboneParityTests.Draw(Backbones.Create(name, classes: 10)).to(ScalarType.Float64);
        var state = get_rng_state();
        using var folded = model.Fuse();
        Assert.True(state.eq(get_rng_state()).all().item<bool>(), "Folding has drawn random numbers.");
        Assert.False(folded.training);

        var images = randn([2, 3, 65, 96], ScalarType.Float64);
        var (expected, actual) = (model.call(images), folded.call(images));
        Assert.InRange((expected - actual).abs().max().item<double>(), 0, 1e-10 * expected.abs().max().item<double>());
        int Norms(nn.Module module) => module.modules().Count(layer => layer is BatchNorm2d);
        Assert.Equal(name switch { "densenet121" => 1 + 3 + 58, "resnet50_v2" => 17, _ => 0 }, Norms(folded));
        Assert.NotEqual(Norms(folded), Norms(model));
    }

    [Fact]
    public void A_feature_map_is_what_its_layer_gave_though_the_next_works_in_place()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var model = BackboneParityTests.Draw(Backbones.Create("vgg16", includeTop: false));
        var maps = model.Features(randn(1, 3, 32, 32), "features.0", "features.1");
        Assert.True(maps[0].min().item<float>() < 0);
        Assert.Equal(0, maps[1].min().item<float>());
    }

    [Fact]
    public void What_is_frozen_neither_learns_nor_averages()
    {
        using var scope = NewDisposeScope();
        using var model = Backbones.Create("resnet18", classes: 3);
        model.FreezeUpTo("layer3");
        model.train();
        var before = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        using var optimizer = optim.SGD(model.parameters().Where(p => p.requires_grad), 0.1);
        nn.functional.cross_entropy(model.call(randn(4, 3, 32, 32)), zeros(4, ScalarType.Int64)).backward();
        optimizer.step();

        bool Frozen(string name) => !name.StartsWith("layer3", StringComparison.Ordinal) && !name.StartsWith("layer4", StringComparison.Ordinal) && !name.StartsWith("fc", StringComparison.Ordinal);
        foreach (var (name, value) in model.state_dict())
            Assert.True(Frozen(name) == value.eq(before[name]).all().item<bool>(), name);

        model.Unfreeze();
        Assert.All(model.parameters(), p => Assert.True(p.requires_grad));
        Assert.All(model.modules(), module => Assert.True(module.training));
        model.Freeze();
        Assert.All(model.parameters(), p => Assert.False(p.requires_grad));
        model.Freeze(2);
        Assert.Equal(["conv1.weight", "bn1.weight", "bn1.bias"], model.named_parameters().Where(p => !p.parameter.requires_grad).Select(p => p.name));
    }

    [Fact]
    public void Averages_can_be_kept_while_weights_learn()
    {
        using var scope = NewDisposeScope();
        using var model = Backbones.Create("mobilenet_v2", includeTop: false);
        model.KeepsAverages = true;
        model.train();
        model.call(randn(2, 3, 32, 32));
        Assert.All(model.named_buffers().Where(b => b.name.EndsWith("running_mean", StringComparison.Ordinal)), b => Assert.Equal(0, b.buffer.abs().max().item<float>()));
    }

    [Fact]
    public void Live_tensors_do_not_grow()
    {
        using var model = Backbones.Create("efficientnet_v2_b3", includeTop: false);
        using var images = rand(2, 3, 32, 32);
        void Once()
        {
            using var scope = NewDisposeScope();
            model.train();
            model.call(images).sum().backward();
            model.zero_grad();
            using var folded = model.Fuse();
        }
        Once();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Once();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void What_does_not_suit_is_named()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("there are densenet121, ", Assert.Throws<ArgumentException>(() => Backbones.Create("vgg")).Message);
        Assert.Contains("wider or narrower", Assert.Throws<ArgumentException>(() => Backbones.Create("vgg16", width: 0.5)).Message);
        using var model = Backbones.Create("mobilenet_v2");
        Assert.Contains("these have 31 x 40", Assert.Throws<ArgumentException>(() => model.call(zeros(1, 3, 31, 40))).Message);
        Assert.Contains("[1, 1, 40, 40]", Assert.Throws<ArgumentException>(() => model.call(zeros(1, 1, 40, 40))).Message);
        Assert.Contains("has no 'block_3'", Assert.Throws<ArgumentException>(() => model.Features(zeros(1, 3, 40, 40), "block_3")).Message);
        Assert.Throws<ArgumentException>(() => model.FreezeUpTo("features.99"));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Freeze(1000));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ResNet(20));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MobileNet(width: 0));
        Assert.Throws<ArgumentException>(() => new MobileNet(blockCount: 5));
    }
}
