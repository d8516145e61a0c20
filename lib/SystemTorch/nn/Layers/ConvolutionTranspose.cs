using TorchSharp.Modules;
using static TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>What transposed convolutions share: the gradient of a convolution, used as a layer that enlarges.</summary>
    public abstract class ConvolutionTranspose : Convolution
    {
        protected ConvolutionTranspose(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding, Padding? padding_type, long[] dilation, bool transposed,
            long[] output_padding, long groups, bool bias, PaddingModes padding_mode, Device? device = null, ScalarType? dtype = null)
            : base(name, in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation, transposed, output_padding, groups, bias, padding_mode, device, dtype) { }

        public override Tensor forward(Tensor input) => forward(input, null);

        /// <summary>A stride reaches several output sizes; the one that is wanted may be given, with or without batch and channels.</summary>
        public abstract Tensor forward(Tensor input, long[]? output_size);

        private protected Tensor Enlarge(Tensor input, long[]? output_size)
        {
            RequireShape(input);
            var extra = output_size is null ? output_padding : Extra(input.shape[^Rank..], output_size);
            return nn.functional.Enlarge(Rank, input, weight, bias, stride, padding, extra, dilation, groups);
        }

        private long[] Extra(long[] size, long[] wanted)
        {
            if (wanted.Length != Rank && wanted.Length != Rank + 2 && wanted.Length != Rank + 1)
                throw new ArgumentException($"{GetName()} takes an output size of {Rank} numbers, and [{string.Join(", ", wanted)}] was given.", nameof(wanted));
            wanted = wanted[^Rank..];
            var extra = new long[Rank];
            for (var i = 0; i < Rank; i++)
            {
                var least = (size[i] - 1) * stride[i] - 2 * padding![i] + dilation[i] * (kernel_size[i] - 1) + 1;
                extra[i] = wanted[i] - least;
                if (extra[i] < 0 || extra[i] >= stride[i])
                    throw new ArgumentException($"An input of size {size[i]} becomes {least} to {least + stride[i] - 1} in this layer, and {wanted[i]} was asked for.", nameof(wanted));
            }
            return extra;
        }
    }

    public sealed class ConvTranspose1d : ConvolutionTranspose
    {
        internal ConvTranspose1d(long inputs, long outputs, long kernel, long stride, long padding, long extra, long dilation, long groups, bool bias, PaddingModes mode, Device? device, ScalarType? dtype)
            : base(nameof(ConvTranspose1d), inputs, outputs, [kernel], [stride], [padding], null, [dilation], true, [extra], groups, bias, mode, device, dtype) { }

        public override Tensor forward(Tensor input, long[]? output_size) => Enlarge(input, output_size);
    }

    public sealed class ConvTranspose2d : ConvolutionTranspose
    {
        internal ConvTranspose2d(long inputs, long outputs, (long, long) kernel, (long, long)? stride, (long, long)? padding, (long, long)? extra, (long, long)? dilation, long groups, bool bias, PaddingModes mode, Device? device, ScalarType? dtype)
            : base(nameof(ConvTranspose2d), inputs, outputs, Dims.Of(kernel), Dims.Of(stride ?? (1, 1)), Dims.Of(padding ?? (0, 0)), null, Dims.Of(dilation ?? (1, 1)), true, Dims.Of(extra ?? (0, 0)), groups, bias, mode, device, dtype) { }

        public override Tensor forward(Tensor input, long[]? output_size) => Enlarge(input, output_size);
    }

    public sealed class ConvTranspose3d : ConvolutionTranspose
    {
        internal ConvTranspose3d(long inputs, long outputs, (long, long, long) kernel, (long, long, long)? stride, (long, long, long)? padding, (long, long, long)? extra, (long, long, long)? dilation, long groups, bool bias, PaddingModes mode, Device? device, ScalarType? dtype)
            : base(nameof(ConvTranspose3d), inputs, outputs, Dims.Of(kernel), Dims.Of(stride ?? (1, 1, 1)), Dims.Of(padding ?? (0, 0, 0)), null, Dims.Of(dilation ?? (1, 1, 1)), true, Dims.Of(extra ?? (0, 0, 0)), groups, bias, mode, device, dtype) { }

        public override Tensor forward(Tensor input, long[]? output_size) => Enlarge(input, output_size);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static ConvTranspose1d ConvTranspose1d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, kernel_size, stride, padding, output_padding, dilation, groups, bias, padding_mode, device, dtype);

            public static ConvTranspose2d ConvTranspose2d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), (padding, padding), (output_padding, output_padding), (dilation, dilation), groups, bias, padding_mode, device, dtype);

            public static ConvTranspose2d ConvTranspose2d(long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? output_padding = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, kernel_size, stride, padding, output_padding, dilation, groups, bias, padding_mode, device, dtype);

            public static ConvTranspose3d ConvTranspose3d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, (kernel_size, kernel_size, kernel_size), (stride, stride, stride), (padding, padding, padding), (output_padding, output_padding, output_padding), (dilation, dilation, dilation), groups, bias, padding_mode, device, dtype);

            public static ConvTranspose3d ConvTranspose3d(long in_channels, long out_channels, (long, long, long) kernel_size, (long, long, long)? stride = null, (long, long, long)? padding = null, (long, long, long)? output_padding = null, (long, long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, kernel_size, stride, padding, output_padding, dilation, groups, bias, padding_mode, device, dtype);

            public static partial class functional
            {
                public static Tensor conv_transpose1d(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? output_padding = null, long? dilation = null, long groups = 1) =>
                    Enlarge(1, input, weight, bias, Dims.All(1, stride), Dims.All(1, padding), Dims.All(1, output_padding), Dims.All(1, dilation), groups);

                public static Tensor conv_transpose2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? output_padding = null, long[]? dilation = null, long groups = 1) =>
                    Enlarge(2, input, weight, bias, strides, padding, output_padding, dilation, groups);

                public static Tensor conv_transpose3d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? output_padding = null, long[]? dilation = null, long groups = 1) =>
                    Enlarge(3, input, weight, bias, strides, padding, output_padding, dilation, groups);

                internal static Tensor Enlarge(int rank, Tensor input, Tensor weight, Tensor? bias, long[]? strides, long[]? padding, long[]? output_padding, long[]? dilation, long groups) =>
                    st_conv_transpose(input, weight, bias, rank, Dims.Spread(rank, strides, 1), Dims.Spread(rank, padding, 0), Dims.Spread(rank, output_padding, 0), groups, Dims.Spread(rank, dilation, 1));
            }
        }
    }
}
