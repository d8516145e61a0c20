using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    public sealed class ReLU : ParameterLessModule<Tensor, Tensor>
    {
        public bool inplace { get; }

        internal ReLU(bool inplace) : base(nameof(ReLU)) => this.inplace = inplace;

        public override Tensor forward(Tensor x) => functional.relu(x, inplace);
    }

    public sealed class ReLU6 : ParameterLessModule<Tensor, Tensor>
    {
        public bool inplace { get; }

        internal ReLU6(bool inplace) : base(nameof(ReLU6)) => this.inplace = inplace;

        public override Tensor forward(Tensor x) => functional.relu6(x, inplace);
    }

    public sealed class LeakyReLU : ParameterLessModule<Tensor, Tensor>
    {
        public double negative_slope { get; }
        public bool inplace { get; }

        internal LeakyReLU(double negative_slope, bool inplace) : base(nameof(LeakyReLU)) => (this.negative_slope, this.inplace) = (negative_slope, inplace);

        public override Tensor forward(Tensor x) => functional.leaky_relu(x, negative_slope, inplace);
    }

    public sealed class ELU : ParameterLessModule<Tensor, Tensor>
    {
        public double alpha { get; }
        public bool inplace { get; }

        internal ELU(double alpha, bool inplace) : base(nameof(ELU)) => (this.alpha, this.inplace) = (alpha, inplace);

        public override Tensor forward(Tensor x) => functional.elu(x, alpha, inplace);
    }

    public sealed class SiLU : ParameterLessModule<Tensor, Tensor>
    {
        public bool inplace { get; }

        internal SiLU(bool inplace) : base(nameof(SiLU)) => this.inplace = inplace;

        public override Tensor forward(Tensor x) => functional.silu(x, inplace);
    }

    public sealed class Hardsigmoid : ParameterLessModule<Tensor, Tensor>
    {
        public bool inplace { get; }

        internal Hardsigmoid(bool inplace) : base(nameof(Hardsigmoid)) => this.inplace = inplace;

        public override Tensor forward(Tensor x) => functional.hardsigmoid(x, inplace);
    }

    public sealed class Hardswish : ParameterLessModule<Tensor, Tensor>
    {
        public bool inplace { get; }

        internal Hardswish(bool inplace) : base(nameof(Hardswish)) => this.inplace = inplace;

        public override Tensor forward(Tensor x) => functional.hardswish(x, inplace);
    }

    public sealed class GELU : ParameterLessModule<Tensor, Tensor>
    {
        internal GELU() : base(nameof(GELU)) { }

        public override Tensor forward(Tensor x) => functional.gelu(x);
    }

    public sealed class Sigmoid : ParameterLessModule<Tensor, Tensor>
    {
        internal Sigmoid() : base(nameof(Sigmoid)) { }

        public override Tensor forward(Tensor x) => functional.sigmoid(x);
    }

    public sealed class Tanh : ParameterLessModule<Tensor, Tensor>
    {
        internal Tanh() : base(nameof(Tanh)) { }

        public override Tensor forward(Tensor x) => functional.tanh(x);
    }

    public sealed class Softplus : ParameterLessModule<Tensor, Tensor>
    {
        public double beta { get; }
        public double threshold { get; }

        internal Softplus(double beta, double threshold) : base(nameof(Softplus)) => (this.beta, this.threshold) = (beta, threshold);

        public override Tensor forward(Tensor x) => functional.softplus(x, beta, threshold);
    }

    public sealed class Softmax : ParameterLessModule<Tensor, Tensor>
    {
        public long dim { get; }

        internal Softmax(long dim) : base(nameof(Softmax)) => this.dim = dim;

        public override Tensor forward(Tensor x) => functional.softmax(x, dim);
    }

    public sealed class LogSoftmax : ParameterLessModule<Tensor, Tensor>
    {
        public long dim { get; }

        internal LogSoftmax(long dim) : base(nameof(LogSoftmax)) => this.dim = dim;

        public override Tensor forward(Tensor x) => functional.log_softmax(x, dim);
    }

    public sealed class Dropout : ParameterLessModule<Tensor, Tensor>
    {
        public double p { get; }
        public bool inplace { get; }

        internal Dropout(double p, bool inplace) : base(nameof(Dropout)) => (this.p, this.inplace) = (p, inplace);

        public override Tensor forward(Tensor x) => functional.dropout(x, p, training, inplace);
    }

    public sealed class Dropout2d : ParameterLessModule<Tensor, Tensor>
    {
        public double p { get; }
        public bool inplace { get; }

        internal Dropout2d(double p, bool inplace) : base(nameof(Dropout2d)) => (this.p, this.inplace) = (p, inplace);

        public override Tensor forward(Tensor x) => functional.dropout2d(x, p, training, inplace);
    }

    public sealed class Flatten : ParameterLessModule<Tensor, Tensor>
    {
        public long start_dim { get; }
        public long end_dim { get; }

        internal Flatten(long start_dim, long end_dim) : base(nameof(Flatten)) => (this.start_dim, this.end_dim) = (start_dim, end_dim);

        public override Tensor forward(Tensor x) => x.flatten(start_dim, end_dim);
    }

    public sealed class Unflatten : ParameterLessModule<Tensor, Tensor>
    {
        public long dim { get; }
        public long[] unflattened_size { get; }

        internal Unflatten(long dim, long[] unflattened_size) : base(nameof(Unflatten)) => (this.dim, this.unflattened_size) = (dim, unflattened_size);

        public override Tensor forward(Tensor x) => x.unflatten(dim, unflattened_size);
    }

    public sealed class Identity : ParameterLessModule<Tensor, Tensor>
    {
        internal Identity() : base(nameof(Identity)) { }

        public override Tensor forward(Tensor x) => x.alias();
    }

    public sealed class AdaptiveAvgPool2d : ParameterLessModule<Tensor, Tensor>
    {
        public long[] output_size { get; }

        internal AdaptiveAvgPool2d(long[] output_size) : base(nameof(AdaptiveAvgPool2d)) => this.output_size = output_size;

        public override Tensor forward(Tensor x) => functional.adaptive_avg_pool2d(x, output_size);
    }

    public sealed class AdaptiveMaxPool2d : ParameterLessModule<Tensor, Tensor>
    {
        public long[] output_size { get; }

        internal AdaptiveMaxPool2d(long[] output_size) : base(nameof(AdaptiveMaxPool2d)) => this.output_size = output_size;

        public override Tensor forward(Tensor x) => functional.adaptive_max_pool2d(x, output_size);
    }

    public sealed class ZeroPad2d : ParameterLessModule<Tensor, Tensor>
    {
        public (long, long, long, long) padding { get; }

        internal ZeroPad2d((long, long, long, long) padding) : base(nameof(ZeroPad2d)) => this.padding = padding;

        public override Tensor forward(Tensor x) => functional.pad(x, padding);
    }

    public sealed class MaxPool2d : ParameterLessModule<Tensor, Tensor>
    {
        public long[] kernel_size { get; }
        public long[] stride { get; }
        public long[]? padding { get; }
        public long[]? dilation { get; }
        public bool ceil_mode { get; }

        internal MaxPool2d(long[] kernel, long[]? stride, long[]? padding, long[]? dilation, bool ceil_mode) : base(nameof(MaxPool2d)) =>
            (kernel_size, this.stride, this.padding, this.dilation, this.ceil_mode) = (kernel, stride ?? kernel, padding, dilation, ceil_mode);

        public override Tensor forward(Tensor x) => functional.max_pool2d(x, kernel_size, stride, padding, dilation, ceil_mode);
    }

    public sealed class AvgPool2d : ParameterLessModule<Tensor, Tensor>
    {
        public long[] kernel_size { get; }
        public long[] stride { get; }
        public long[]? padding { get; }
        public bool ceil_mode { get; }
        public bool count_include_pad { get; }

        internal AvgPool2d(long[] kernel, long[]? stride, long[]? padding, bool ceil_mode, bool count_include_pad) : base(nameof(AvgPool2d)) =>
            (kernel_size, this.stride, this.padding, this.ceil_mode, this.count_include_pad) = (kernel, stride ?? kernel, padding, ceil_mode, count_include_pad);

        public override Tensor forward(Tensor x) => functional.avg_pool2d(x, kernel_size, stride, padding, ceil_mode, count_include_pad);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static ReLU ReLU(bool inplace = false) => new(inplace);
            public static ReLU6 ReLU6(bool inplace = false) => new(inplace);
            public static LeakyReLU LeakyReLU(double negative_slope = 0.01, bool inplace = false) => new(negative_slope, inplace);
            public static ELU ELU(double alpha = 1.0, bool inplace = false) => new(alpha, inplace);
            public static SiLU SiLU(bool inplace = false) => new(inplace);
            public static Hardsigmoid Hardsigmoid(bool inplace = false) => new(inplace);
            public static Hardswish Hardswish(bool inplace = false) => new(inplace);
            public static GELU GELU() => new();
            public static Sigmoid Sigmoid() => new();
            public static Tanh Tanh() => new();
            public static Softplus Softplus(double beta = 1, double threshold = 20) => new(beta, threshold);
            public static Softmax Softmax(long dim) => new(dim);
            public static LogSoftmax LogSoftmax(long dim) => new(dim);
            public static Dropout Dropout(double p = 0.5, bool inplace = false) => new(p, inplace);
            public static Dropout2d Dropout2d(double p = 0.5, bool inplace = false) => new(p, inplace);
            public static Flatten Flatten(long start_dim = 1, long end_dim = -1) => new(start_dim, end_dim);
            public static Unflatten Unflatten(long dim, long[] unflattened_size) => new(dim, unflattened_size);
            public static Identity Identity() => new();
            public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long[] output_size) => new(output_size);
            public static AdaptiveMaxPool2d AdaptiveMaxPool2d(long[] output_size) => new(output_size);
            public static ZeroPad2d ZeroPad2d((long, long, long, long) padding) => new(padding);
            public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long output_size) => new([output_size, output_size]);
            public static AdaptiveAvgPool2d AdaptiveAvgPool2d((long, long) output_size) => new([output_size.Item1, output_size.Item2]);
            public static ZeroPad2d ZeroPad2d(long padding) => new((padding, padding, padding, padding));
            public static MaxPool2d MaxPool2d(long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) => new([kernel_size, kernel_size], Both(stride), Both(padding), Both(dilation), ceil_mode);
            public static MaxPool2d MaxPool2d((long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, bool ceil_mode = false) => new([kernel_size.Item1, kernel_size.Item2], Both(stride), Both(padding), Both(dilation), ceil_mode);
            public static AvgPool2d AvgPool2d(long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true) => new([kernel_size, kernel_size], Both(stride), Both(padding), ceil_mode, count_include_pad);

            private static long[]? Both(long? value) => value is { } v ? [v, v] : null;
            private static long[]? Both((long, long)? value) => value is var (a, b) ? [a, b] : null;
        }
    }
}
