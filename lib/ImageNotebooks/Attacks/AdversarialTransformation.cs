using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// An adversarial transformation network (Baluja and Fischer 2018, "Learning to Attack: Adversarial Transformation Networks"; their P-ATN): a small convolutional network that looks at an image and gives the
/// perturbation at once, trained against one model. Learning is slow, an attack is one pass. Owns its network.
/// </summary>
public sealed class AdversarialTransformation : Attack, IDisposable
{
    private AdversarialTransformation(nn.Module<Tensor, Tensor> network, History history) => (Network, History) = (network, history);

    /// <summary>Trains a network to perturb.</summary>
    /// <param name="model">[N, C, H, W] -> [N, classes]; it is looked at in evaluation and does not learn.</param>
    /// <param name="images">Images to learn from, of three channels; not those on which the attack will be measured.</param>
    /// <param name="epsilon">The largest perturbation of a pixel.</param>
    /// <param name="epochs">Passes over the images.</param>
    /// <param name="target">The class as which all images shall be taken; null where any wrong one will do.</param>
    /// <param name="width">Channels of the network's two hidden convolutions.</param>
    /// <param name="options">Optimizer, precision and progress; the objective is the attack's own.</param>
    /// <returns>The attack. "accuracy" in its history is the part of the images that fooled the model.</returns>
    public static AdversarialTransformation Learn(
        nn.Module<Tensor, Tensor> model, IBatches images, double epsilon, int epochs = 5, int? target = null, int width = 32, TrainingOptions? options = null)
    {
        if (!(epsilon > 0 && epsilon <= 1)) throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "A perturbation of pixels in [0, 1] is above 0 and at most 1.");
        using var evaluation = new EvaluationMode(model);
        using var frozen = new FrozenWeights(model);
        var network = new Perturber(width);
        try
        {
            using var attacked = new Attacked(network, model, epsilon);
            using var trainer = new Trainer(attacked, (options ?? new()) with { Objective = new Fooling(target) });
            return new(network, trainer.Fit(images, null, epochs));
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override string Name => "transformation network";

    /// <inheritdoc/>
    public override PerturbationNorm Norm => PerturbationNorm.LInfinity;

    /// <summary>[N, 3, H, W] in [0, 1] -> perturbation [N, 3, H, W] in (-1, 1), of any size.</summary>
    public nn.Module<Tensor, Tensor> Network { get; }

    /// <summary>How it learned.</summary>
    public History History { get; }

    /// <summary>Frees the network.</summary>
    public void Dispose() => Network.Dispose();

    /// <inheritdoc/>
    protected override Tensor Search(AttackedModel model, Tensor images, double epsilon, Generator random)
    {
        using var scope = NewDisposeScope();
        using var ball = new Ball(Norm, images, epsilon);
        return ball.Project(images + Network.call(images) * epsilon).MoveToOuterDisposeScope();
    }

    /// <summary>Lets no gradient into a model's weights until disposed.</summary>
    private sealed class FrozenWeights : IDisposable
    {
        private readonly Parameter[] learning;

        public FrozenWeights(nn.Module model)
        {
            learning = [.. model.parameters().Where(parameter => parameter.requires_grad)];
            foreach (var parameter in learning) parameter.requires_grad = false;
        }

        public void Dispose()
        {
            foreach (var parameter in learning) parameter.requires_grad = true;
        }
    }

    /// <summary>Three convolutions; the last gives the perturbation.</summary>
    private sealed class Perturber : nn.Module<Tensor, Tensor>
    {
        private readonly Sequential layers;

        public Perturber(int width) : base(nameof(Perturber))
        {
            layers = nn.Sequential(Keras.Conv2D(3, width, 3), nn.ReLU(), Keras.Conv2D(width, width, 3), nn.ReLU(), Keras.Conv2D(width, 3, 3), nn.Tanh());
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => layers.call(x);
    }

    /// <summary>The model behind the network. Only the network is a part of it, so that neither the trainer's mode nor its optimizer reaches the model.</summary>
    private sealed class Attacked : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> network;
        private readonly Func<Tensor, Tensor> model;
        private readonly double epsilon;

        public Attacked(nn.Module<Tensor, Tensor> network, nn.Module<Tensor, Tensor> model, double epsilon) : base(nameof(AdversarialTransformation))
        {
            (this.network, this.model, this.epsilon) = (network, model.call, epsilon);
            register_module(nameof(network), network);
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            return model((x + network.call(x) * epsilon).clamp(0, 1)).MoveToOuterDisposeScope();
        }

        // The network lives on in the attack.
        protected override void Dispose(bool disposing)
        {
        }
    }

    /// <summary>Makes the margin small that the wanted answer lacks, down to a lead of one logit.</summary>
    private sealed record Fooling(int? Target) : Objective
    {
        private const double Lead = 1;

        internal override Tensor Loss(Tensor logits, Tensor labels) => Victim(labels).Margin(logits).clamp_min(-Lead);

        internal override (long Right, long Of) Count(Tensor logits, Tensor labels) => (Victim(labels).IsFooled(logits).sum().item<long>(), labels.shape[0]);

        private AttackedModel Victim(Tensor labels) => new(x => x, null, labels, Target is { } target ? full_like(labels, target) : null);
    }
}
