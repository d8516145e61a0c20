using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Models;

/// <summary>New heads on frozen networks, and their features kept.</summary>
public class TransferNetworkTests
{
    [Fact]
    public void Kept_features_train_a_head_to_the_same_weights_as_images_do()
    {
        var data = Cifar10.Load("sample");
        TransferNetwork Make()
        {
            manual_seed(5);
            return TransferNetwork.WithDense(Backbones.Create("mobilenet", includeTop: false, pooling: Pooling.Average, width: 0.25), 10, normalize: new Normalize([0.5, 0.5, 0.5], [0.5, 0.5, 0.5]));
        }

        var train = data.Train.Take([.. Enumerable.Range(0, 60)]);
        BatchLoader Batches() => train.Batches(16, shuffle: true, seed: 9);
        using var behind = Make();
        using (var trainer = new Trainer(behind, new() { Optimizer = weights => optim.SGD(weights, 0.1) })) trainer.Fit(Batches(), null, 2);

        using var apart = Make();
        apart.eval();
        using var features = Batches().Through(apart.Features);
        Assert.Equal((60, 4, 256L), (features.ImageCount, features.BatchCount, features.FeatureShape.Single()));
        using (var trainer = new Trainer(apart.Head, new() { Optimizer = weights => optim.SGD(weights, 0.1) })) trainer.Fit(features, null, 2);

        foreach (var ((name, expected), (_, actual)) in behind.named_parameters().Zip(apart.named_parameters()))
            Assert.True(expected.allclose(actual, atol: 1e-6), name);
    }

    [Fact]
    public void Only_the_head_learns_at_first_and_then_what_is_let_go()
    {
        using var model = TransferNetwork.WithDense(Backbones.Create("mobilenet_v2", includeTop: false, pooling: Pooling.Max), 3, [5]);
        string[] Trained() => [.. model.named_parameters().Where(p => p.parameter.requires_grad).Select(p => p.name)];
        Assert.All(Trained(), name => Assert.StartsWith("head.", name));
        model.train();
        Assert.All(model.Backbone.modules().Where(module => !module.children().Any()), module => Assert.False(module.training));
        model.Backbone.FreezeUpTo("features.18");
        Assert.Equal(["backbone.features.18.0.weight", "backbone.features.18.1.bias", "backbone.features.18.1.weight"], Trained().Where(name => !name.StartsWith("head", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        using var whole = Backbones.Create("mobilenet");
        Assert.Contains("its own classifier", Assert.Throws<ArgumentException>(() => TransferNetwork.WithDense(whole, 3)).Message);
        using var map = Backbones.Create("mobilenet", includeTop: false);
        Assert.Contains("imageSize", Assert.Throws<ArgumentException>(() => TransferNetwork.WithDense(map, 3)).Message);
        var batches = Cifar10.Load("sample").Test.Batches(8).With(Augment.HorizontalFlip());
        Assert.Contains("without Augment", Assert.Throws<InvalidOperationException>(() => batches.Through(x => x)).Message);
    }
}
