using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    /// <summary>A loss of predictions and targets.</summary>
    public abstract class Loss<T1, T2, TResult> : Module<T1, T2, TResult>
    {
        public Reduction reduction { get; }

        protected Loss(Reduction reduction) : base("Loss") => this.reduction = reduction;
    }

    public sealed class CrossEntropyLoss : Loss<Tensor, Tensor, Tensor>
    {
        private readonly long ignoreIndex;

        public Tensor? weight { get; }

        internal CrossEntropyLoss(Tensor? weight, long? ignoreIndex, Reduction reduction) : base(reduction) => (this.weight, this.ignoreIndex) = (weight, ignoreIndex ?? -100);

        public override Tensor forward(Tensor input, Tensor target) => functional.cross_entropy(input, target, weight, ignoreIndex, reduction);
    }

    public sealed class BCEWithLogitsLoss : Loss<Tensor, Tensor, Tensor>
    {
        public Tensor? weight { get; }
        public Tensor? pos_weights { get; }

        internal BCEWithLogitsLoss(Tensor? weight, Reduction reduction, Tensor? posWeights) : base(reduction) => (this.weight, pos_weights) = (weight, posWeights);

        public override Tensor forward(Tensor input, Tensor target) => functional.binary_cross_entropy_with_logits(input, target, weight, reduction, pos_weights);
    }

    public sealed class MSELoss : Loss<Tensor, Tensor, Tensor>
    {
        internal MSELoss(Reduction reduction) : base(reduction) { }

        public override Tensor forward(Tensor input, Tensor target) => functional.mse_loss(input, target, reduction);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static CrossEntropyLoss CrossEntropyLoss(Tensor? weight = null, long? ignore_index = null, Reduction reduction = Reduction.Mean) => new(weight, ignore_index, reduction);
            public static BCEWithLogitsLoss BCEWithLogitsLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) => new(weight, reduction, pos_weights);
            public static MSELoss MSELoss(Reduction reduction = Reduction.Mean) => new(reduction);
        }
    }
}
