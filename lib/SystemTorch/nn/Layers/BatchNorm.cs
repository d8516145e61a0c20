using TorchSharp.Modules;
using static TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>What normalisation by batch and by instance share: weights and running averages, one number a channel.</summary>
    public abstract class NormBase : nn.Module<Tensor, Tensor>
    {
        private Parameter? _weight, _bias;
        private Tensor? _running_mean, _running_var, _num_batches_tracked;

        public long num_features { get; }
        public double eps { get; set; }
        public double? momentum { get; set; }
        public bool affine { get; }
        public bool track_running_stats { get; }
        public Parameter weight { get => _weight!; set => Replace(ref _weight, nameof(weight), value); }
        public Parameter? bias { get => _bias; set => Replace(ref _bias, nameof(bias), value); }
        public Tensor? running_mean { get => _running_mean; set => Replace(ref _running_mean, nameof(running_mean), value); }
        public Tensor? running_var { get => _running_var; set => Replace(ref _running_var, nameof(running_var), value); }
        public Tensor? num_batches_tracked { get => _num_batches_tracked; set => Replace(ref _num_batches_tracked, nameof(num_batches_tracked), value); }

        public NormBase(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name) : base(name)
        {
            (this.num_features, this.eps, this.momentum, this.affine, this.track_running_stats) = (num_features, eps, momentum, affine, track_running_stats);
            if (affine)
            {
                weight = Fresh.Full([num_features], 1, dtype, device);
                bias = Fresh.Full([num_features], 0, dtype, device);
            }
            if (!track_running_stats) return;
            running_mean = zeros(num_features, dtype, device);
            running_var = ones(num_features, dtype, device);
            num_batches_tracked = tensor(0L, dtype, device);
        }

        public void reset_running_stats()
        {
            if (!track_running_stats) return;
            nn.init.zeros_(running_mean!);
            nn.init.ones_(running_var!);
            nn.init.zeros_(num_batches_tracked!);
        }

        public void reset_parameters()
        {
            reset_running_stats();
            if (!affine) return;
            nn.init.ones_(weight);
            nn.init.zeros_(bias!);
        }

        protected abstract void ValidateInputDimensions(Tensor input);

        private protected void Require(Tensor input, params ReadOnlySpan<int> dims)
        {
            if (dims.Contains((int)input.dim())) return;
            throw new ArgumentException($"{GetName()} takes {string.Join(" or ", dims.ToArray())} dimensions, and the input has shape [{string.Join(", ", input.shape)}].", nameof(input));
        }
    }

    public abstract class BatchNorm : NormBase
    {
        public BatchNorm(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name) { }

        public override Tensor forward(Tensor input)
        {
            ValidateInputDimensions(input);
            var counted = training && track_running_stats && num_batches_tracked is not null;
            if (counted) num_batches_tracked!.add_(1);
            // Without a momentum the running averages are those of all batches so far.
            var factor = momentum ?? (counted ? 1.0 / (double)num_batches_tracked! : 0.0);
            var (mean, var) = training && !track_running_stats ? (null, null) : (running_mean, running_var);
            return nn.functional.batch_norm(input, mean, var, weight, bias, training || (running_mean is null && running_var is null), factor, eps);
        }
    }

    public sealed class BatchNorm1d : BatchNorm
    {
        internal BatchNorm1d(long features, double eps, double momentum, bool affine, bool track, Device? device, ScalarType? dtype) : base(features, eps, momentum, affine, track, device, dtype, nameof(BatchNorm1d)) { }

        protected override void ValidateInputDimensions(Tensor input) => Require(input, 2, 3);
    }

    public sealed class BatchNorm2d : BatchNorm
    {
        internal BatchNorm2d(long features, double eps, double momentum, bool affine, bool track, Device? device, ScalarType? dtype) : base(features, eps, momentum, affine, track, device, dtype, nameof(BatchNorm2d)) { }

        protected override void ValidateInputDimensions(Tensor input) => Require(input, 4);
    }

    public sealed class BatchNorm3d : BatchNorm
    {
        internal BatchNorm3d(long features, double eps, double momentum, bool affine, bool track, Device? device, ScalarType? dtype) : base(features, eps, momentum, affine, track, device, dtype, nameof(BatchNorm3d)) { }

        protected override void ValidateInputDimensions(Tensor input) => Require(input, 5);
    }

    public abstract class InstanceNorm : NormBase
    {
        public InstanceNorm(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
            : base(num_features, eps, momentum ?? 0.1, affine, track_running_stats, device, dtype, name) { }

        /// <summary>The dimensions from the channels on: an input of so many has no batch.</summary>
        protected abstract long GetNumberOfBatchDimensions();

        public override Tensor forward(Tensor input)
        {
            ValidateInputDimensions(input);
            var channels = (int)(input.dim() - GetNumberOfBatchDimensions());
            if (input.shape[channels] != num_features)
                throw new ArgumentException($"{GetName()} takes {num_features} channels, and the input has shape [{string.Join(", ", input.shape)}].", nameof(input));
            if (channels > 0) return Normalize(input);
            using var batch = input.unsqueeze(0);
            using var result = Normalize(batch);
            return result.squeeze(0);
        }

        private Tensor Normalize(Tensor input) => nn.functional.instance_norm(input, running_mean, running_var, weight, bias, training || !track_running_stats, momentum ?? 0.1, eps);
    }

    public sealed class InstanceNorm1d : InstanceNorm
    {
        internal InstanceNorm1d(long features, double eps, double momentum, bool affine, bool track, Device? device, ScalarType? dtype) : base(features, eps, momentum, affine, track, device, dtype, nameof(InstanceNorm1d)) { }

        protected override long GetNumberOfBatchDimensions() => 2;

        protected override void ValidateInputDimensions(Tensor input) => Require(input, 2, 3);
    }

    public sealed class InstanceNorm2d : InstanceNorm
    {
        internal InstanceNorm2d(long features, double eps, double momentum, bool affine, bool track, Device? device, ScalarType? dtype) : base(features, eps, momentum, affine, track, device, dtype, nameof(InstanceNorm2d)) { }

        protected override long GetNumberOfBatchDimensions() => 3;

        protected override void ValidateInputDimensions(Tensor input) => Require(input, 3, 4);
    }

    public sealed class InstanceNorm3d : InstanceNorm
    {
        internal InstanceNorm3d(long features, double eps, double momentum, bool affine, bool track, Device? device, ScalarType? dtype) : base(features, eps, momentum, affine, track, device, dtype, nameof(InstanceNorm3d)) { }

        protected override long GetNumberOfBatchDimensions() => 4;

        protected override void ValidateInputDimensions(Tensor input) => Require(input, 4, 5);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static BatchNorm1d BatchNorm1d(long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            public static BatchNorm2d BatchNorm2d(long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            public static BatchNorm3d BatchNorm3d(long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            public static InstanceNorm1d InstanceNorm1d(long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = false, bool track_running_stats = false, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            public static InstanceNorm2d InstanceNorm2d(long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = false, bool track_running_stats = false, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            public static InstanceNorm3d InstanceNorm3d(long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = false, bool track_running_stats = false, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            public static partial class functional
            {
                public static Tensor batch_norm(Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null, bool training = false, double momentum = 0.1, double eps = 1e-05) =>
                    st_batch_norm(input, weight, bias, running_mean, running_var, training.Int(), momentum, eps);

                public static Tensor instance_norm(Tensor input, Tensor? running_mean = null, Tensor? running_var = null, Tensor? weight = null, Tensor? bias = null, bool use_input_stats = true, double momentum = 0.1, double eps = 1e-05) =>
                    st_instance_norm(input, weight, bias, running_mean, running_var, use_input_stats.Int(), momentum, eps);
            }
        }
    }
}
