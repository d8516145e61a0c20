using TorchSharp.Modules;
using static TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>What convolutions of every rank, plain and transposed, share.</summary>
    public abstract class Convolution : nn.Module<Tensor, Tensor>
    {
        private Parameter? _weight, _bias;

        public long in_channels { get; }
        public long out_channels { get; }
        public bool transposed { get; }
        public Padding? padding_type { get; private set; }
        public long[]? padding { get; private set; }
        public PaddingModes padding_mode { get; set; }
        public long groups { get; set; }
        public long[] kernel_size { get; set; }
        public long[] stride { get; set; }
        public long[] dilation { get; set; }
        public long[] output_padding { get; set; }
        public Parameter weight { get => _weight!; set => Replace(ref _weight, nameof(weight), value); }
        public Parameter? bias { get => _bias; set => Replace(ref _bias, nameof(bias), value); }

        private protected int Rank => kernel_size.Length;

        protected Convolution(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding, Padding? padding_type, long[] dilation, bool transposed,
            long[] output_padding, long groups, bool bias, PaddingModes padding_mode, Device? device = null, ScalarType? dtype = null) : base(name)
        {
            if (transposed && padding_mode != PaddingModes.Zeros) throw new ArgumentException($"{name} pads with zeros only, and {padding_mode} was asked for.", nameof(padding_mode));
            (this.in_channels, this.out_channels, this.groups, this.transposed, this.padding_mode) = (in_channels, out_channels, groups, transposed, padding_mode);
            (this.kernel_size, this.stride, this.dilation, this.output_padding) = (kernel_size, stride, dilation, output_padding);
            if (padding_type is { } type) SetPadding(type);
            else SetPadding(padding ?? new long[kernel_size.Length]);
            var (first, second) = transposed ? (in_channels, out_channels / groups) : (out_channels, in_channels / groups);
            weight = new Parameter(empty([first, second, .. kernel_size], dtype, device));
            if (bias) this.bias = new Parameter(empty(out_channels, dtype, device));
            reset_parameters();
        }

        /// <summary>Draws the weights anew, as PyTorch draws them at first.</summary>
        public void reset_parameters()
        {
            nn.init.kaiming_uniform_(weight, a: Math.Sqrt(5));
            if (bias is null) return;
            var bound = Fresh.Bound(weight);
            nn.init.uniform_(bias, -bound, bound);
        }

        public void SetPadding(long[] padding) => (this.padding, padding_type) = (padding, null);

        public void SetPadding(Padding padding)
        {
            if (transposed) throw new ArgumentException($"{GetName()} takes its padding in numbers, not as {padding}.", nameof(padding));
            if (padding == Padding.Same && stride.Any(s => s != 1)) throw new ArgumentException($"Padding.Same needs a stride of 1, and the stride is [{string.Join(", ", stride)}].", nameof(padding));
            (this.padding, padding_type) = (null, padding);
        }

        protected bool ValidateShape(Tensor input, long dimensions)
        {
            var shape = input.shape;
            return (shape.Length == dimensions + 2 && shape[1] == in_channels) || (shape.Length == dimensions + 1 && shape[0] == in_channels);
        }

        private protected void RequireShape(Tensor input)
        {
            if (ValidateShape(input, Rank)) return;
            throw new ArgumentException($"{GetName()} takes {Rank + 2} dimensions, or {Rank + 1} without a batch, and {in_channels} channels; the input has shape [{string.Join(", ", input.shape)}].", nameof(input));
        }

        private protected Tensor Convolve(Tensor input)
        {
            RequireShape(input);
            if (padding_mode == PaddingModes.Zeros)
            {
                return padding_type is { } type ? nn.functional.Convolve(Rank, input, weight, bias, stride, type, dilation, groups)
                    : nn.functional.Convolve(Rank, input, weight, bias, stride, padding, dilation, groups);
            }
            using var padded = nn.functional.pad(input, Sides(), padding_mode);
            return nn.functional.Convolve(Rank, padded, weight, bias, stride, (long[]?)null, dilation, groups);
        }

        // Near and far side of each dimension, the last dimension first.
        private long[] Sides()
        {
            var sides = new List<long>();
            for (var i = Rank - 1; i >= 0; i--)
            {
                var total = padding_type == Padding.Same ? dilation[i] * (kernel_size[i] - 1) : 0;
                var near = padding is null ? total / 2 : padding[i];
                sides.AddRange([near, padding is null ? total - near : near]);
            }
            return [.. sides];
        }
    }

    public sealed class Conv1d : Convolution
    {
        internal Conv1d(long inputs, long outputs, long kernel, long stride, long[]? padding, Padding? type, long dilation, long groups, bool bias, PaddingModes mode, Device? device, ScalarType? dtype)
            : base(nameof(Conv1d), inputs, outputs, [kernel], [stride], padding, type, [dilation], false, [0], groups, bias, mode, device, dtype) { }

        public override Tensor forward(Tensor input) => Convolve(input);
    }

    public sealed class Conv2d : Convolution
    {
        internal Conv2d(long inputs, long outputs, (long, long) kernel, (long, long)? stride, long[]? padding, Padding? type, (long, long)? dilation, long groups, bool bias, PaddingModes mode, Device? device, ScalarType? dtype)
            : base(nameof(Conv2d), inputs, outputs, Dims.Of(kernel), Dims.Of(stride ?? (1, 1)), padding, type, Dims.Of(dilation ?? (1, 1)), false, [0, 0], groups, bias, mode, device, dtype) { }

        public override Tensor forward(Tensor input) => Convolve(input);
    }

    public sealed class Conv3d : Convolution
    {
        internal Conv3d(long inputs, long outputs, (long, long, long) kernel, (long, long, long)? stride, long[]? padding, Padding? type, (long, long, long)? dilation, long groups, bool bias, PaddingModes mode, Device? device, ScalarType? dtype)
            : base(nameof(Conv3d), inputs, outputs, Dims.Of(kernel), Dims.Of(stride ?? (1, 1, 1)), padding, type, Dims.Of(dilation ?? (1, 1, 1)), false, [0, 0, 0], groups, bias, mode, device, dtype) { }

        public override Tensor forward(Tensor input) => Convolve(input);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Conv1d Conv1d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, kernel_size, stride, [padding], null, dilation, groups, bias, padding_mode, device, dtype);

            public static Conv1d Conv1d(long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, kernel_size, stride, null, padding, dilation, groups, bias, padding_mode, device, dtype);

            public static Conv2d Conv2d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), [padding, padding], null, (dilation, dilation), groups, bias, padding_mode, device, dtype);

            public static Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, kernel_size, stride, Dims.Of(padding), null, dilation, groups, bias, padding_mode, device, dtype);

            public static Conv2d Conv2d(long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), null, padding, (dilation, dilation), groups, bias, padding_mode, device, dtype);

            public static Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernel_size, Padding padding, (long, long)? stride = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, kernel_size, stride, null, padding, dilation, groups, bias, padding_mode, device, dtype);

            public static Conv3d Conv3d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, (kernel_size, kernel_size, kernel_size), (stride, stride, stride), [padding, padding, padding], null, (dilation, dilation, dilation), groups, bias, padding_mode, device, dtype);

            public static Conv3d Conv3d(long in_channels, long out_channels, (long, long, long) kernel_size, (long, long, long)? stride = null, (long, long, long)? padding = null, (long, long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, kernel_size, stride, Dims.Of(padding), null, dilation, groups, bias, padding_mode, device, dtype);

            public static Conv3d Conv3d(long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, (kernel_size, kernel_size, kernel_size), (stride, stride, stride), null, padding, (dilation, dilation, dilation), groups, bias, padding_mode, device, dtype);

            public static Conv3d Conv3d(long in_channels, long out_channels, (long, long, long) kernel_size, Padding padding, (long, long, long)? stride = null, (long, long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, kernel_size, stride, null, padding, dilation, groups, bias, padding_mode, device, dtype);

            public static partial class functional
            {
                public static Tensor conv1d(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? dilation = null, long groups = 1) =>
                    Convolve(1, input, weight, bias, Dims.All(1, stride), Dims.All(1, padding), Dims.All(1, dilation), groups);

                public static Tensor conv2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                    Convolve(2, input, weight, bias, strides, padding, dilation, groups);

                public static Tensor conv3d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                    Convolve(3, input, weight, bias, strides, padding, dilation, groups);

                public static Tensor conv1d_padding(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, Padding padding = Padding.Valid, long? dilation = null, long groups = 1) =>
                    Convolve(1, input, weight, bias, Dims.All(1, stride), padding, Dims.All(1, dilation), groups);

                public static Tensor conv2d_padding(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, Padding padding = Padding.Valid, long[]? dilation = null, long groups = 1) =>
                    Convolve(2, input, weight, bias, strides, padding, dilation, groups);

                public static Tensor conv3d_padding(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, Padding padding = Padding.Valid, long[]? dilation = null, long groups = 1) =>
                    Convolve(3, input, weight, bias, strides, padding, dilation, groups);

                internal static Tensor Convolve(int rank, Tensor input, Tensor weight, Tensor? bias, long[]? strides, long[]? padding, long[]? dilation, long groups) =>
                    st_conv(input, weight, bias, rank, Dims.Spread(rank, strides, 1), Dims.Spread(rank, padding, 0), Dims.Spread(rank, dilation, 1), groups);

                internal static Tensor Convolve(int rank, Tensor input, Tensor weight, Tensor? bias, long[]? strides, Padding padding, long[]? dilation, long groups) =>
                    padding == Padding.Valid ? Convolve(rank, input, weight, bias, strides, (long[]?)null, dilation, groups)
                        : st_conv_same(input, weight, bias, rank, Dims.Spread(rank, strides, 1), Dims.Spread(rank, dilation, 1), groups);
            }
        }
    }
}
