using TorchSharp.Modules;
using static TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    // TorchSharp does not say which of these may be null, and its users are not warned.
#nullable disable annotations
    public sealed class AvgPool1d : ParameterLessModule<Tensor, Tensor>
    {
        public long kernel_size { get; set; }
        public long? stride { get; set; }
        public long? padding { get; set; }
        public bool ceil_mode { get; set; }
        public bool count_include_pad { get; set; }

        internal AvgPool1d(long kernel, long? stride, long? padding, bool ceil, bool countPad) : base(nameof(AvgPool1d)) =>
            (kernel_size, this.stride, this.padding, ceil_mode, count_include_pad) = (kernel, stride, padding, ceil, countPad);

        public override Tensor forward(Tensor input) => nn.functional.avg_pool1d(input, kernel_size, stride, padding, ceil_mode, count_include_pad);
    }

    public sealed class AvgPool2d : ParameterLessModule<Tensor, Tensor>
    {
        public long[] kernel_size { get; set; }
        public long[] stride { get; set; }
        public long[] padding { get; set; }
        public bool ceil_mode { get; set; }
        public bool count_include_pad { get; set; }
        public long? divisor_override { get; set; }

        internal AvgPool2d(long[] kernel, long[] stride, long[] padding, bool ceil, bool countPad, long? divisor) : base(nameof(AvgPool2d)) =>
            (kernel_size, this.stride, this.padding, ceil_mode, count_include_pad, divisor_override) = (kernel, stride, padding, ceil, countPad, divisor);

        public override Tensor forward(Tensor input) => nn.functional.avg_pool2d(input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);
    }

    public sealed class AvgPool3d : ParameterLessModule<Tensor, Tensor>
    {
        public long[] kernel_size { get; set; }
        public long[] stride { get; set; }
        public long[] padding { get; set; }
        public bool ceil_mode { get; set; }
        public bool count_include_pad { get; set; }
        public long? divisor_override { get; set; }

        internal AvgPool3d(long[] kernel, long[] stride, long[] padding, bool ceil, bool countPad, long? divisor) : base(nameof(AvgPool3d)) =>
            (kernel_size, this.stride, this.padding, ceil_mode, count_include_pad, divisor_override) = (kernel, stride, padding, ceil, countPad, divisor);

        public override Tensor forward(Tensor input) => nn.functional.avg_pool3d(input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);
    }

    /// <summary>The root of the sum of powers: norm_type 1 sums, and the larger it is the more it is like the maximum.</summary>
    public sealed class LPPool1d : ParameterLessModule<Tensor, Tensor>
    {
        public double norm_type { get; set; }
        public long kernel_size { get; set; }
        public long? stride { get; set; }
        public bool ceil_mode { get; set; }

        internal LPPool1d(double norm, long kernel, long? stride, bool ceil) : base(nameof(LPPool1d)) => (norm_type, kernel_size, this.stride, ceil_mode) = (norm, kernel, stride, ceil);

        public override Tensor forward(Tensor input) => nn.functional.lp_pool1d(input, norm_type, kernel_size, stride, ceil_mode);
    }

    public sealed class LPPool2d : ParameterLessModule<Tensor, Tensor>
    {
        public double norm_type { get; set; }
        public long[] kernel_size { get; set; }
        public long[] stride { get; set; }
        public bool ceil_mode { get; set; }

        internal LPPool2d(double norm, long[] kernel, long[] stride, bool ceil) : base(nameof(LPPool2d)) => (norm_type, kernel_size, this.stride, ceil_mode) = (norm, kernel, stride, ceil);

        public override Tensor forward(Tensor input) => nn.functional.lp_pool2d(input, norm_type, kernel_size, stride, ceil_mode);
    }
#nullable restore annotations
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static AvgPool1d AvgPool1d(long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false, bool count_include_pad = true) => new(kernel_size, stride, padding, ceil_mode, count_include_pad);

            public static AvgPool2d AvgPool2d(long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                new([kernel_size, kernel_size], Dims.All(2, stride), Dims.All(2, padding), ceil_mode, count_include_pad, divisor_override);

            public static AvgPool2d AvgPool2d((long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                new(Dims.Of(kernel_size), Dims.Of(stride), Dims.Of(padding), ceil_mode, count_include_pad, divisor_override);

            public static AvgPool2d AvgPool2d(long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                new(kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);

            public static AvgPool3d AvgPool3d(long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                new(Dims.All(3, kernel_size)!, Dims.All(3, stride), Dims.All(3, padding), ceil_mode, count_include_pad, divisor_override);

            public static AvgPool3d AvgPool3d((long, long, long) kernel_size, (long, long, long)? stride = null, (long, long, long)? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                new(Dims.Of(kernel_size), Dims.Of(stride), Dims.Of(padding), ceil_mode, count_include_pad, divisor_override);

            public static AvgPool3d AvgPool3d(long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                new(kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);

            public static LPPool1d LPPool1d(double norm_type, long kernel_size, long? stride = null, bool ceil_mode = false) => new(norm_type, kernel_size, stride, ceil_mode);
            public static LPPool2d LPPool2d(double norm_type, long kernel_size, long? stride = null, bool ceil_mode = false) => new(norm_type, [kernel_size, kernel_size], Dims.All(2, stride), ceil_mode);
            public static LPPool2d LPPool2d(double norm_type, long[] kernel_size, long[]? stride = null, bool ceil_mode = false) => new(norm_type, kernel_size, stride, ceil_mode);

            public static partial class functional
            {
                public static Tensor avg_pool1d(Tensor input, long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true) =>
                    st_avg_pool1d(input, [kernel_size], [stride ?? kernel_size], [padding ?? 0], ceil_mode.Int(), count_include_pad.Int());

                public static Tensor avg_pool2d(Tensor input, long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                    avg_pool2d(input, [kernel_size], Dims.All(2, stride), [padding], ceil_mode, count_include_pad, divisor_override);

                public static Tensor avg_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                    avg_pool2d(input, Dims.Of(kernel_size), Dims.Of(stride), Dims.Of(padding), ceil_mode, count_include_pad, divisor_override);

                public static Tensor avg_pool2d(Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                    st_avg_pool2d(input, Dims.Spread(2, kernel_size, 1), Dims.Spread(2, stride, kernel_size), Dims.Spread(2, padding, 0), ceil_mode.Int(), count_include_pad.Int(), divisor_override ?? 0);

                public static Tensor avg_pool3d(Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                    st_avg_pool3d(input, Dims.Spread(3, kernel_size, 1), Dims.Spread(3, stride, kernel_size), Dims.Spread(3, padding, 0), ceil_mode.Int(), count_include_pad.Int(), divisor_override ?? 0);

                public static Tensor lp_pool1d(Tensor input, double norm_type, long kernel_size, long? stride = null, bool ceil_mode = false) => st_lp_pool1d(input, norm_type, kernel_size, stride ?? kernel_size, ceil_mode.Int());

                public static Tensor lp_pool2d(Tensor input, double norm_type, long kernel_size, long? stride = null, bool ceil_mode = false) => lp_pool2d(input, norm_type, [kernel_size], Dims.All(2, stride), ceil_mode);

                public static Tensor lp_pool2d(Tensor input, double norm_type, long[] kernel_size, long[]? stride = null, bool ceil_mode = false) =>
                    st_lp_pool2d(input, norm_type, Dims.Spread(2, kernel_size, 1), Dims.Spread(2, stride, kernel_size), ceil_mode.Int());
            }
        }
    }
}
