using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A module without parameters.</summary>
    public abstract class ParameterLessModule<T, TResult> : nn.Module<T, TResult>
    {
        protected ParameterLessModule(string name) : base(name) { }
    }

    public sealed class Linear : nn.Module<Tensor, Tensor>
    {
        public long in_features { get; }
        public long out_features { get; }
        public Parameter weight { get; }
        public Parameter? bias { get; }

        internal Linear(long inputs, long outputs, bool hasBias, ScalarType? dtype) : base(nameof(Linear))
        {
            (in_features, out_features) = (inputs, outputs);
            weight = Defaults.Weight([outputs, inputs], dtype);
            register_parameter("weight", weight);
            if (!hasBias) return;
            bias = Defaults.Bias(outputs, inputs, dtype);
            register_parameter("bias", bias);
        }

        public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, weight, bias);
    }

    public sealed class Conv2d : nn.Module<Tensor, Tensor>
    {
        private readonly bool same;
        private readonly PaddingModes mode;

        public long in_channels { get; }
        public long out_channels { get; }
        public long[] kernel_size { get; }
        public long[] stride { get; }
        public long[] padding { get; }
        public long[] dilation { get; }
        public long groups { get; }
        public Parameter weight { get; }
        public Parameter? bias { get; }

        internal Conv2d(long inChannels, long outChannels, (long, long) kernel, (long, long) stride, (long, long) padding, bool same, (long, long) dilation,
            PaddingModes mode, long groups, bool hasBias, ScalarType? dtype) : base(nameof(Conv2d))
        {
            if (mode is not (PaddingModes.Zeros or PaddingModes.Constant or PaddingModes.Reflect or PaddingModes.Replicate))
                throw new NotSupportedException($"Conv2d with padding mode {mode} is not part of this stack.");
            (in_channels, out_channels, this.groups, this.same, this.mode) = (inChannels, outChannels, groups, same, mode);
            kernel_size = [kernel.Item1, kernel.Item2];
            this.stride = [stride.Item1, stride.Item2];
            this.padding = [padding.Item1, padding.Item2];
            this.dilation = [dilation.Item1, dilation.Item2];
            var fanIn = inChannels / groups * kernel.Item1 * kernel.Item2;
            weight = Defaults.Weight([outChannels, inChannels / groups, kernel.Item1, kernel.Item2], dtype);
            register_parameter("weight", weight);
            if (!hasBias) return;
            bias = Defaults.Bias(outChannels, fanIn, dtype);
            register_parameter("bias", bias);
        }

        public override Tensor forward(Tensor input)
        {
            if (mode is PaddingModes.Reflect or PaddingModes.Replicate)
            {
                var (top, bottom) = Sides(0);
                var (left, right) = Sides(1);
                using var padded = nn.functional.pad(input, [left, right, top, bottom], mode);
                return Native.st_conv2d(padded, weight, bias, stride, [0, 0], dilation, groups);
            }
            return same ? Native.st_conv2d_same(input, weight, bias, stride, dilation, groups) : Native.st_conv2d(input, weight, bias, stride, padding, dilation, groups);
        }

        private (long near, long far) Sides(int axis)
        {
            var total = dilation[axis] * (kernel_size[axis] - 1);
            return same ? (total / 2, total - total / 2) : (padding[axis], padding[axis]);
        }
    }

    /// <summary>What BatchNorm1d and BatchNorm2d share: normalisation by the batch while training, by running averages otherwise.</summary>
    public abstract class BatchNorm : nn.Module<Tensor, Tensor>
    {
        private readonly int[] dims;
        private readonly double? momentum;

        public long num_features { get; }
        public double eps { get; }
        public Parameter? weight { get; }
        public Parameter? bias { get; }
        public Tensor? running_mean { get; }
        public Tensor? running_var { get; }
        public Tensor? num_batches_tracked { get; }

        private protected BatchNorm(string name, int[] dims, long features, double eps, double? momentum, bool affine, bool track, ScalarType? dtype) : base(name)
        {
            (num_features, this.eps, this.momentum, this.dims) = (features, eps, momentum, dims);
            if (affine)
            {
                weight = new Parameter(ones(features, dtype));
                bias = new Parameter(zeros(features, dtype));
                register_parameter("weight", weight);
                register_parameter("bias", bias);
            }
            if (!track) return;
            running_mean = zeros(features, dtype);
            running_var = ones(features, dtype);
            num_batches_tracked = tensor(0L);
            register_buffer("running_mean", running_mean);
            register_buffer("running_var", running_var);
            register_buffer("num_batches_tracked", num_batches_tracked);
        }

        public override Tensor forward(Tensor input)
        {
            if (!dims.Contains((int)input.dim()))
                throw new ArgumentException($"{GetName()} takes {string.Join(" or ", dims)} dimensions, and the input has shape [{string.Join(", ", input.shape)}].", nameof(input));
            if (training && num_batches_tracked is not null) num_batches_tracked.add_(1);
            var factor = momentum ?? (training && num_batches_tracked is not null ? 1.0 / num_batches_tracked.item<long>() : 0.0);
            return nn.functional.batch_norm(input, running_mean, running_var, weight, bias, training || running_mean is null, factor, eps);
        }
    }

    public sealed class BatchNorm1d : BatchNorm
    {
        internal BatchNorm1d(long features, double eps, double? momentum, bool affine, bool track, ScalarType? dtype) : base(nameof(BatchNorm1d), [2, 3], features, eps, momentum, affine, track, dtype) { }
    }

    public sealed class BatchNorm2d : BatchNorm
    {
        internal BatchNorm2d(long features, double eps, double? momentum, bool affine, bool track, ScalarType? dtype) : base(nameof(BatchNorm2d), [4], features, eps, momentum, affine, track, dtype) { }
    }

    /// <summary>PyTorch's initial weights: uniform within 1/sqrt(fan in), drawn from the default generator.</summary>
    internal static class Defaults
    {
        public static Parameter Weight(long[] shape, ScalarType? dtype) => new(nn.init.kaiming_uniform_(empty(shape, dtype), a: Math.Sqrt(5)));

        public static Parameter Bias(long size, long fanIn, ScalarType? dtype)
        {
            var bound = fanIn > 0 ? 1 / Math.Sqrt(fanIn) : 0;
            return new(nn.init.uniform_(empty(size, dtype), -bound, bound));
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null)
            {
                Require(device);
                return new(inputSize, outputSize, hasBias, dtype);
            }

            public static Conv2d Conv2d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                Conv2d(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), (padding, padding), (dilation, dilation), padding_mode, groups, bias, device, dtype);

            public static Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            {
                Require(device);
                return new(in_channels, out_channels, kernel_size, stride ?? (1, 1), padding ?? (0, 0), false, dilation ?? (1, 1), padding_mode, groups, bias, dtype);
            }

            public static Conv2d Conv2d(long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                Conv2d(in_channels, out_channels, (kernel_size, kernel_size), padding, (stride, stride), (dilation, dilation), padding_mode, groups, bias, device, dtype);

            public static Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernel_size, Padding padding, (long, long)? stride = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            {
                Require(device);
                return new(in_channels, out_channels, kernel_size, stride ?? (1, 1), (0, 0), padding == Padding.Same, dilation ?? (1, 1), padding_mode, groups, bias, dtype);
            }

            public static BatchNorm1d BatchNorm1d(long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null)
            {
                Require(device);
                return new(num_features, eps, momentum, affine, track_running_stats, dtype);
            }

            public static BatchNorm2d BatchNorm2d(long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null)
            {
                Require(device);
                return new(num_features, eps, momentum, affine, track_running_stats, dtype);
            }
        }
    }
}
