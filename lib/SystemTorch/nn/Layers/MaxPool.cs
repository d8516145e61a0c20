using System.Runtime.InteropServices;
using TorchSharp.Modules;
using static TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    // TorchSharp does not say which of these may be null, and its users are not warned.
#nullable disable annotations
    public sealed class MaxPool1d : ParameterLessModule<Tensor, Tensor>
    {
        public long kernel_size { get; set; }
        public long? stride { get; set; }
        public long? padding { get; set; }
        public long? dilation { get; set; }
        public bool ceil_mode { get; set; }

        internal MaxPool1d(long kernel, long? stride, long? padding, long? dilation, bool ceil) : base(nameof(MaxPool1d)) =>
            (kernel_size, this.stride, this.padding, this.dilation, ceil_mode) = (kernel, stride, padding, dilation, ceil);

        public override Tensor forward(Tensor input) => nn.functional.max_pool1d(input, kernel_size, stride, padding, dilation, ceil_mode);

        public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) => nn.functional.max_pool1d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode);
    }

    public sealed class MaxPool2d : ParameterLessModule<Tensor, Tensor>
    {
        public long[] kernel_size { get; set; }
        public long[] stride { get; set; }
        public long[] padding { get; set; }
        public long[] dilation { get; set; }
        public bool ceil_mode { get; set; }

        internal MaxPool2d(long[] kernel, long[] stride, long[] padding, long[] dilation, bool ceil) : base(nameof(MaxPool2d)) =>
            (kernel_size, this.stride, this.padding, this.dilation, ceil_mode) = (kernel, stride, padding, dilation, ceil);

        public override Tensor forward(Tensor input) => nn.functional.max_pool2d(input, kernel_size, stride, padding, dilation, ceil_mode);

        public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) => nn.functional.max_pool2d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode);
    }

    public sealed class MaxPool3d : ParameterLessModule<Tensor, Tensor>
    {
        public long[] kernel_size { get; set; }
        public long[] stride { get; set; }
        public long[] padding { get; set; }
        public long[] dilation { get; set; }
        public bool ceil_mode { get; set; }

        internal MaxPool3d(long[] kernel, long[] stride, long[] padding, long[] dilation, bool ceil) : base(nameof(MaxPool3d)) =>
            (kernel_size, this.stride, this.padding, this.dilation, ceil_mode) = (kernel, stride, padding, dilation, ceil);

        public override Tensor forward(Tensor input) => nn.functional.max_pool3d(input, kernel_size, stride, padding, dilation, ceil_mode);

        public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) => nn.functional.max_pool3d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode);
    }

    /// <summary>Puts the maxima back where a pooling found them.</summary>
    public sealed class MaxUnpool1d : ParameterLessModule<Tensor, Tensor, long[], Tensor>
    {
        public long kernel_size { get; set; }
        public long? stride { get; set; }
        public long? padding { get; set; }

        internal MaxUnpool1d(long kernel, long? stride, long? padding) : base(nameof(MaxUnpool1d)) => (kernel_size, this.stride, this.padding) = (kernel, stride, padding);

        public override Tensor forward(Tensor tensor, Tensor indices, long[] output_size = null) => nn.functional.max_unpool1d(tensor, indices, kernel_size, stride, padding, output_size);

        public new Tensor call(Tensor tensor, Tensor indices, long[] output_size = null) => base.call(tensor, indices, output_size);
    }

    public sealed class MaxUnpool2d : ParameterLessModule<Tensor, Tensor, long[], Tensor>
    {
        public long[] kernel_size { get; set; }
        public long[] stride { get; set; }
        public long[] padding { get; set; }

        internal MaxUnpool2d(long[] kernel, long[] stride, long[] padding) : base(nameof(MaxUnpool2d)) => (kernel_size, this.stride, this.padding) = (kernel, stride, padding);

        public override Tensor forward(Tensor tensor, Tensor indices, long[] output_size = null) => nn.functional.max_unpool2d(tensor, indices, kernel_size, stride, padding, output_size);

        public new Tensor call(Tensor tensor, Tensor indices, long[] output_size = null) => base.call(tensor, indices, output_size);
    }

    public sealed class MaxUnpool3d : ParameterLessModule<Tensor, Tensor, long[], Tensor>
    {
        public long[] kernel_size { get; set; }
        public long[] stride { get; set; }
        public long[] padding { get; set; }

        internal MaxUnpool3d(long[] kernel, long[] stride, long[] padding) : base(nameof(MaxUnpool3d)) => (kernel_size, this.stride, this.padding) = (kernel, stride, padding);

        public override Tensor forward(Tensor tensor, Tensor indices, long[] output_size = null) => nn.functional.max_unpool3d(tensor, indices, kernel_size, stride, padding, output_size);

        public new Tensor call(Tensor tensor, Tensor indices, long[] output_size = null) => base.call(tensor, indices, output_size);
    }
#nullable restore annotations
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static MaxPool1d MaxPool1d(long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) => new(kernel_size, stride, padding, dilation, ceil_mode);

            public static MaxPool2d MaxPool2d(long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                new([kernel_size, kernel_size], Dims.All(2, stride ?? kernel_size), Dims.All(2, padding ?? 0), Dims.All(2, dilation ?? 1), ceil_mode);

            public static MaxPool2d MaxPool2d((long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, bool ceil_mode = false) =>
                new(Dims.Of(kernel_size), Dims.Of(stride ?? kernel_size), Dims.Of(padding ?? (0, 0)), Dims.Of(dilation ?? (1, 1)), ceil_mode);

            public static MaxPool2d MaxPool2d(long[] kernel_size, long[]? stride = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) => new(kernel_size, stride, padding, dilation, ceil_mode);

            public static MaxPool3d MaxPool3d(long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                new(Dims.All(3, kernel_size)!, Dims.All(3, stride), Dims.All(3, padding), Dims.All(3, dilation), ceil_mode);

            public static MaxPool3d MaxPool3d((long, long, long) kernel_size, (long, long, long)? stride = null, (long, long, long)? padding = null, (long, long, long)? dilation = null, bool ceil_mode = false) =>
                new(Dims.Of(kernel_size), Dims.Of(stride), Dims.Of(padding), Dims.Of(dilation), ceil_mode);

            public static MaxPool3d MaxPool3d(long[] kernel_size, long[]? stride = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) => new(kernel_size, stride, padding, dilation, ceil_mode);

            public static MaxUnpool1d MaxUnpool1d(long kernel_size, long? stride = null, long? padding = null) => new(kernel_size, stride, padding);
            public static MaxUnpool2d MaxUnpool2d(long kernel_size, long? stride = null, long? padding = null) => new([kernel_size, kernel_size], Dims.All(2, stride), Dims.All(2, padding));
            public static MaxUnpool2d MaxUnpool2d((long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null) => new(Dims.Of(kernel_size), Dims.Of(stride), Dims.Of(padding));
            public static MaxUnpool2d MaxUnpool2d(long[] kernel_size, long[]? stride = null, long[]? padding = null) => new(kernel_size, stride, padding);
            public static MaxUnpool3d MaxUnpool3d(long kernel_size, long? stride = null, long? padding = null) => new(Dims.All(3, kernel_size)!, Dims.All(3, stride), Dims.All(3, padding));
            public static MaxUnpool3d MaxUnpool3d((long, long, long) kernel_size, (long, long, long)? stride = null, (long, long, long)? padding = null) => new(Dims.Of(kernel_size), Dims.Of(stride), Dims.Of(padding));
            public static MaxUnpool3d MaxUnpool3d(long[] kernel_size, long[]? stride = null, long[]? padding = null) => new(kernel_size, stride, padding);

            public static partial class functional
            {
                public static Tensor max_pool1d(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                    MaxPool(1, input, [kernel_size], Dims.All(1, stride), Dims.All(1, padding), Dims.All(1, dilation), ceil_mode);

                public static Tensor max_pool2d(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                    MaxPool(2, input, [kernel_size], Dims.All(2, stride), Dims.All(2, padding), Dims.All(2, dilation), ceil_mode);

                public static Tensor max_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, bool ceil_mode = false) =>
                    MaxPool(2, input, Dims.Of(kernel_size), Dims.Of(stride), Dims.Of(padding), Dims.Of(dilation), ceil_mode);

                public static Tensor max_pool2d(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) =>
                    MaxPool(2, input, kernel_size, strides, padding, dilation, ceil_mode);

                public static Tensor max_pool3d(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) =>
                    MaxPool(3, input, kernel_size, strides, padding, dilation, ceil_mode);

                public static (Tensor output, Tensor indices) max_pool1d_with_indices(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                    MaxPoolWithIndices(1, input, [kernel_size], Dims.All(1, stride), Dims.All(1, padding), Dims.All(1, dilation), ceil_mode);

                public static (Tensor output, Tensor indices) max_pool2d_with_indices(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) =>
                    MaxPoolWithIndices(2, input, kernel_size, strides, padding, dilation, ceil_mode);

                public static (Tensor output, Tensor indices) max_pool3d_with_indices(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) =>
                    MaxPoolWithIndices(3, input, kernel_size, strides, padding, dilation, ceil_mode);

                public static Tensor max_unpool1d(Tensor input, Tensor indices, long kernel_size, long? stride = null, long? padding = null, long[]? output_size = null) =>
                    MaxUnpool(1, input, indices, [kernel_size], Dims.All(1, stride), Dims.All(1, padding), output_size);

                public static Tensor max_unpool2d(Tensor input, Tensor indices, long[] kernel_size, long[]? stride = null, long[]? padding = null, long[]? output_size = null) =>
                    MaxUnpool(2, input, indices, kernel_size, stride, padding, output_size);

                public static Tensor max_unpool3d(Tensor input, Tensor indices, long[] kernel_size, long[]? stride = null, long[]? padding = null, long[]? output_size = null) =>
                    MaxUnpool(3, input, indices, kernel_size, stride, padding, output_size);

                private static Tensor MaxPool(int rank, Tensor input, long[] kernel_size, long[]? strides, long[]? padding, long[]? dilation, bool ceil_mode) =>
                    st_max_pool(input, rank, Dims.Spread(rank, kernel_size, 1), Dims.Spread(rank, strides, kernel_size), Dims.Spread(rank, padding, 0), Dims.Spread(rank, dilation, 1), ceil_mode.Int());

                private static (Tensor, Tensor) MaxPoolWithIndices(int rank, Tensor input, long[] kernel_size, long[]? strides, long[]? padding, long[]? dilation, bool ceil_mode)
                {
                    st_max_pool_with_indices(input, rank, Dims.Spread(rank, kernel_size, 1), Dims.Spread(rank, strides, kernel_size), Dims.Spread(rank, padding, 0), Dims.Spread(rank, dilation, 1), ceil_mode.Int(), out var values, out var indices);
                    return (values, indices);
                }

                private static Tensor MaxUnpool(int rank, Tensor input, Tensor indices, long[] kernel_size, long[]? stride, long[]? padding, long[]? output_size)
                {
                    if (input.dim() == rank + 1)
                    {
                        using Tensor batch = input.unsqueeze(0), places = indices.unsqueeze(0), result = MaxUnpool(rank, batch, places, kernel_size, stride, padding, output_size);
                        return result.squeeze(0);
                    }
                    if (input.dim() != rank + 2)
                        throw new ExternalException($"max_unpool{rank}d takes {rank + 2} dimensions, or {rank + 1} without a batch; the input has shape [{string.Join(", ", input.shape)}].");
                    // libtorch reads a size only after two numbers for batch and channels, which it leaves out of account.
                    if (output_size?.Length == rank) output_size = [0, 0, .. output_size];
                    return st_max_unpool(input, indices, rank, Dims.Spread(rank, kernel_size, 1), Dims.Spread(rank, stride, kernel_size), Dims.Spread(rank, padding, 0), output_size, output_size?.Length ?? 0);
                }
            }
        }
    }
}
