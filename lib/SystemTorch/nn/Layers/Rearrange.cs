using TorchSharp.Modules;
using static TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    public sealed class Identity : ParameterLessModule<Tensor, Tensor>
    {
        internal Identity() : base(nameof(Identity)) { }

        public override Tensor forward(Tensor tensor) => tensor.alias();
    }

    public sealed class Flatten : ParameterLessModule<Tensor, Tensor>
    {
        public long start_dim { get; set; }
        public long end_dim { get; set; }

        internal Flatten(long start_dim, long end_dim) : base(nameof(Flatten)) => (this.start_dim, this.end_dim) = (start_dim, end_dim);

        public override Tensor forward(Tensor input) => input.flatten(start_dim, end_dim);
    }

    public sealed class Unflatten : ParameterLessModule<Tensor, Tensor>
    {
        public long dim { get; set; }
        public long[] unflattened_size { get; set; }

        internal Unflatten(long dim, long[] unflattened_size) : base(nameof(Unflatten)) => (this.dim, this.unflattened_size) = (dim, unflattened_size);

        public override Tensor forward(Tensor tensor) => tensor.unflatten(dim, unflattened_size);
    }

    /// <summary>Deals the channels of each group out to all groups.</summary>
    public sealed class ChannelShuffle : ParameterLessModule<Tensor, Tensor>
    {
        public long groups { get; set; }

        internal ChannelShuffle(long groups) : base(nameof(ChannelShuffle)) => this.groups = groups;

        public override Tensor forward(Tensor tensor) => st_channel_shuffle(tensor, groups);
    }

    /// <summary>Every window of an image as a column.</summary>
    public sealed class Unfold : ParameterLessModule<Tensor, Tensor>
    {
        public (long, long) kernel_size { get; set; }
        public (long, long) dilation { get; set; }
        public (long, long) padding { get; set; }
        public (long, long) stride { get; set; }

        internal Unfold((long, long) kernel, (long, long) dilation, (long, long) padding, (long, long) stride) : base(nameof(Unfold)) =>
            (kernel_size, this.dilation, this.padding, this.stride) = (kernel, dilation, padding, stride);

        public override Tensor forward(Tensor tensor) => nn.functional.unfold(tensor, kernel_size, dilation, padding, stride);
    }

    /// <summary>Columns put back as windows of an image; where windows overlap, they are added.</summary>
    public sealed class Fold : ParameterLessModule<Tensor, Tensor>
    {
        public (long, long) output_size { get; set; }
        public (long, long) kernel_size { get; set; }
        public (long, long) dilation { get; set; }
        public (long, long) padding { get; set; }
        public (long, long) stride { get; set; }

        internal Fold((long, long) size, (long, long) kernel, (long, long) dilation, (long, long) padding, (long, long) stride) : base(nameof(Fold)) =>
            (output_size, kernel_size, this.dilation, this.padding, this.stride) = (size, kernel, dilation, padding, stride);

        public override Tensor forward(Tensor tensor) => nn.functional.fold(tensor, output_size, kernel_size, dilation, padding, stride);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Identity Identity() => new();
            public static Flatten Flatten(long start_dim = 1, long end_dim = -1) => new(start_dim, end_dim);
            public static Unflatten Unflatten(long dim, long[] unflattened_size) => new(dim, unflattened_size);
            public static ChannelShuffle ChannelShuffle(long groups) => new(groups);

            public static Unfold Unfold(long kernel_size, long dilation = 1, long padding = 0, long stride = 1) => new((kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

            public static Unfold Unfold((long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) =>
                new(kernel_size, dilation ?? (1, 1), padding ?? (0, 0), stride ?? (1, 1));

            public static Fold Fold(long output_size, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                new((output_size, output_size), (kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

            public static Fold Fold((long, long) output_size, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) =>
                new(output_size, kernel_size, dilation ?? (1, 1), padding ?? (0, 0), stride ?? (1, 1));

            public static partial class functional
            {
                public static Tensor unfold(Tensor input, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                    unfold(input, (kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

                public static Tensor unfold(Tensor input, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) =>
                    st_im2col(input, Dims.Of(kernel_size), Dims.Of(dilation ?? (1, 1)), Dims.Of(padding ?? (0, 0)), Dims.Of(stride ?? (1, 1)));

                public static Tensor fold(Tensor input, long output_size, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                    fold(input, (output_size, output_size), (kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

                public static Tensor fold(Tensor input, (long, long) output_size, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) =>
                    st_col2im(input, Dims.Of(output_size), Dims.Of(kernel_size), Dims.Of(dilation ?? (1, 1)), Dims.Of(padding ?? (0, 0)), Dims.Of(stride ?? (1, 1)));

                public static Tensor one_hot(Tensor x, long num_classes = -1)
                {
                    if (x.dtype != ScalarType.Int64) throw new ArgumentException($"one_hot takes class numbers of type Int64, and these are {x.dtype}.", nameof(x));
                    return st_one_hot(x, num_classes);
                }
            }
        }
    }
}
