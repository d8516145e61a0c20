using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Attacks;

/// <summary>Networks of which one knows what an attack must find.</summary>
internal static class AttackNetworks
{
    /// <summary>Logits of two classes of images of 1 x 2 x 2: 0 and w x + b.</summary>
    public sealed class Line : nn.Module<Tensor, Tensor>
    {
        private readonly Linear dense = nn.Linear(4, 2);

        public Line(float[] w, float b) : base(nameof(Line))
        {
            using var still = no_grad();
            dense.weight.copy_(tensor(new[] { 0, 0, 0, 0, w[0], w[1], w[2], w[3] }, [2, 4]));
            dense.bias!.copy_(tensor(new[] { 0, b }));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            return dense.call(x.flatten(1)).MoveToOuterDisposeScope();
        }
    }

    /// <summary>A small network with everything that has a mode: batch normalisation and dropout.</summary>
    public sealed class Convolutions : nn.Module<Tensor, Tensor>
    {
        private readonly Sequential layers;

        public Convolutions(int classes = 4) : base(nameof(Convolutions))
        {
            layers = nn.Sequential(Keras.Conv2D(3, 8, 3), nn.BatchNorm2d(8), nn.ReLU(), Keras.Conv2D(8, 8, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.Dropout(0.5), Keras.Dense(32, classes));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => layers.call(x);
    }

    /// <summary>What a function makes of images.</summary>
    public sealed class Function(Func<Tensor, Tensor> function) : nn.Module<Tensor, Tensor>(nameof(Function))
    {
        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            return function(x).MoveToOuterDisposeScope();
        }
    }

    // It is the same for every test, and learning takes longer than most attacks.
    private static readonly Lazy<nn.Module<Tensor, Tensor>> KnowsRedFromBlue = new(() =>
    {
        using var data = Training.TrainerTests.RedOrBlue(60);
        manual_seed(1);
        var model = new Training.TrainerTests.Tiny();
        using var trainer = new Trainer(model, new() { Optimizer = Optimizers.Adam(1e-2), Progress = new SilentProgress() });
        trainer.Fit(data.Batches(20, shuffle: true), null, epochs: 12);
        return model;
    });

    /// <summary>A network that has learned red from blue, with images of which it gets nearly all right. Both are the caller's: a copy of one that learned once.</summary>
    public static (nn.Module<Tensor, Tensor> Model, Split Images) RedOrBlue()
    {
        var model = new Training.TrainerTests.Tiny();
        model.load_state_dict(KnowsRedFromBlue.Value.state_dict());
        // Those of its last step too: an attack that leaves no gradients behind has to leave these as they are.
        foreach (var (own, learned) in model.parameters().Zip(KnowsRedFromBlue.Value.parameters())) own.grad = learned.grad!.clone();
        return (model, Training.TrainerTests.RedOrBlue(60));
    }
}
