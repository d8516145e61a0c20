using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    public sealed class ReLU : ParameterLessModule<Tensor, Tensor>
    {
        public bool inplace { get; set; }

        internal ReLU(bool inplace) : base(nameof(ReLU)) => this.inplace = inplace;

        public override Tensor forward(Tensor tensor) => functional.relu(tensor, inplace);
    }

    public sealed class ReLU6 : ParameterLessModule<Tensor, Tensor>
    {
        public bool inplace { get; set; }

        internal ReLU6(bool inplace) : base(nameof(ReLU6)) => this.inplace = inplace;

        public override Tensor forward(Tensor tensor) => functional.relu6(tensor, inplace);
    }

    public sealed class LeakyReLU : ParameterLessModule<Tensor, Tensor>
    {
        public double negative_slope { get; set; }
        public bool inplace { get; set; }

        internal LeakyReLU(double negative_slope, bool inplace) : base(nameof(LeakyReLU)) => (this.negative_slope, this.inplace) = (negative_slope, inplace);

        public override Tensor forward(Tensor tensor) => functional.leaky_relu(tensor, negative_slope, inplace);
    }

    public sealed class RReLU : ParameterLessModule<Tensor, Tensor>
    {
        public double lower { get; set; }
        public double upper { get; set; }
        public bool inplace { get; set; }

        internal RReLU(double lower, double upper, bool inplace) : base(nameof(RReLU)) => (this.lower, this.upper, this.inplace) = (lower, upper, inplace);

        public override Tensor forward(Tensor tensor) => functional.rrelu(tensor, lower, upper, inplace);
    }

    public sealed class ELU : ParameterLessModule<Tensor, Tensor>
    {
        public double alpha { get; set; }
        public bool inplace { get; set; }

        internal ELU(double alpha, bool inplace) : base(nameof(ELU)) => (this.alpha, this.inplace) = (alpha, inplace);

        public override Tensor forward(Tensor tensor) => functional.elu(tensor, alpha, inplace);
    }

    public sealed class CELU : ParameterLessModule<Tensor, Tensor>
    {
        public double alpha { get; set; }
        public bool inplace { get; set; }

        internal CELU(double alpha, bool inplace) : base(nameof(CELU)) => (this.alpha, this.inplace) = (alpha, inplace);

        public override Tensor forward(Tensor tensor) => functional.celu(tensor, alpha, inplace);
    }

    public sealed class SELU : ParameterLessModule<Tensor, Tensor>
    {
        public bool inplace { get; set; }

        internal SELU(bool inplace) : base(nameof(SELU)) => this.inplace = inplace;

        public override Tensor forward(Tensor tensor) => functional.selu(tensor, inplace);
    }

    public sealed class SiLU : ParameterLessModule<Tensor, Tensor>
    {
        public bool inplace { get; set; }

        internal SiLU(bool inplace) : base(nameof(SiLU)) => this.inplace = inplace;

        public override Tensor forward(Tensor tensor) => functional.silu(tensor, inplace);
    }

    public sealed class Mish : ParameterLessModule<Tensor, Tensor>
    {
        public bool inplace { get; set; }

        internal Mish(bool inplace) : base(nameof(Mish)) => this.inplace = inplace;

        public override Tensor forward(Tensor tensor) => functional.mish(tensor, inplace);
    }

    public sealed class Sigmoid : ParameterLessModule<Tensor, Tensor>
    {
        public bool inplace { get; set; }

        internal Sigmoid(bool inplace) : base(nameof(Sigmoid)) => this.inplace = inplace;

        public override Tensor forward(Tensor tensor) => functional.sigmoid(tensor, inplace);
    }

    public sealed class Tanh : ParameterLessModule<Tensor, Tensor>
    {
        public bool inplace { get; set; }

        internal Tanh(bool inplace) : base(nameof(Tanh)) => this.inplace = inplace;

        public override Tensor forward(Tensor tensor) => functional.tanh(tensor, inplace);
    }

    public sealed class Hardsigmoid : ParameterLessModule<Tensor, Tensor>
    {
        public bool inplace { get; set; }

        internal Hardsigmoid(bool inplace) : base(nameof(Hardsigmoid)) => this.inplace = inplace;

        public override Tensor forward(Tensor tensor) => functional.hardsigmoid(tensor, inplace);
    }

    public sealed class Hardswish : ParameterLessModule<Tensor, Tensor>
    {
        public bool inplace { get; set; }

        internal Hardswish(bool inplace) : base(nameof(Hardswish)) => this.inplace = inplace;

        public override Tensor forward(Tensor tensor) => functional.hardswish(tensor, inplace);
    }

    public sealed class Hardtanh : ParameterLessModule<Tensor, Tensor>
    {
        public double min_val { get; set; }
        public double max_val { get; set; }
        public bool inplace { get; set; }

        internal Hardtanh(double min_val, double max_val, bool inplace) : base(nameof(Hardtanh)) => (this.min_val, this.max_val, this.inplace) = (min_val, max_val, inplace);

        public override Tensor forward(Tensor tensor) => functional.hardtanh(tensor, min_val, max_val, inplace);
    }

    public sealed class Softsign : ParameterLessModule<Tensor, Tensor>
    {
        public bool inplace { get; set; }

        internal Softsign(bool inplace) : base(nameof(Softsign)) => this.inplace = inplace;

        public override Tensor forward(Tensor tensor) => functional.softsign(tensor, inplace);
    }

    public sealed class Tanhshrink : ParameterLessModule<Tensor, Tensor>
    {
        public bool inplace { get; set; }

        internal Tanhshrink(bool inplace) : base(nameof(Tanhshrink)) => this.inplace = inplace;

        public override Tensor forward(Tensor tensor) => functional.tanhshrink(tensor, inplace);
    }

    public sealed class Threshold : ParameterLessModule<Tensor, Tensor>
    {
        public double threshold { get; set; }
        public double value { get; set; }
        public bool inplace { get; set; }

        internal Threshold(double threshold, double value, bool inplace) : base(nameof(Threshold)) => (this.threshold, this.value, this.inplace) = (threshold, value, inplace);

        public override Tensor forward(Tensor tensor) => functional.threshold(tensor, threshold, value, inplace);
    }

    public sealed class GELU : ParameterLessModule<Tensor, Tensor>
    {
        public enum Approximate { none, tanh }

        public Approximate approximate { get; set; }
        public bool inplace { get; set; }

        internal GELU(Approximate approximate, bool inplace) : base(nameof(GELU)) => (this.approximate, this.inplace) = (approximate, inplace);

        public override Tensor forward(Tensor tensor) => functional.gelu(tensor, approximate, inplace);
    }

    /// <summary>The one activation that learns: the slope below zero.</summary>
    public sealed class PReLU : Module<Tensor, Tensor>
    {
        private Parameter? _weight;

        public long num_parameters { get; }
        public double init { get; }
        public Parameter weight { get => _weight!; set => Replace(ref _weight, nameof(weight), value); }

        internal PReLU(long num_parameters, double init, Device? device, ScalarType? dtype) : base(nameof(PReLU))
        {
            (this.num_parameters, this.init) = (num_parameters, init);
            weight = Fresh.Full([num_parameters], init, dtype, device);
        }

        public override Tensor forward(Tensor tensor) => functional.prelu(tensor, weight);
    }

    public sealed class GLU : ParameterLessModule<Tensor, Tensor>
    {
        public long dim { get; set; }

        internal GLU(long dim) : base(nameof(GLU)) => this.dim = dim;

        public override Tensor forward(Tensor tensor) => functional.glu(tensor, dim);
    }

    public sealed class LogSigmoid : ParameterLessModule<Tensor, Tensor>
    {
        internal LogSigmoid() : base(nameof(LogSigmoid)) { }

        public override Tensor forward(Tensor tensor) => functional.logsigmoid(tensor);
    }

    public sealed class Hardshrink : ParameterLessModule<Tensor, Tensor>
    {
        public double lambda { get; set; }

        internal Hardshrink(double lambda) : base(nameof(Hardshrink)) => this.lambda = lambda;

        public override Tensor forward(Tensor tensor) => functional.hardshrink(tensor, lambda);
    }

    public sealed class Softshrink : ParameterLessModule<Tensor, Tensor>
    {
        public double lambda { get; set; }

        internal Softshrink(double lambda) : base(nameof(Softshrink)) => this.lambda = lambda;

        public override Tensor forward(Tensor tensor) => functional.softshrink(tensor, lambda);
    }

    public sealed class Softplus : ParameterLessModule<Tensor, Tensor>
    {
        public double beta { get; set; }
        public double threshold { get; set; }

        internal Softplus(double beta, double threshold) : base(nameof(Softplus)) => (this.beta, this.threshold) = (beta, threshold);

        public override Tensor forward(Tensor tensor) => functional.softplus(tensor, beta, threshold);
    }

    public sealed class Softmax : ParameterLessModule<Tensor, Tensor>
    {
        public long dim { get; set; }

        internal Softmax(long dim) : base(nameof(Softmax)) => this.dim = dim;

        public override Tensor forward(Tensor tensor) => functional.softmax(tensor, dim);
    }

    public sealed class Softmax2d : ParameterLessModule<Tensor, Tensor>
    {
        internal Softmax2d() : base(nameof(Softmax2d)) { }

        public override Tensor forward(Tensor tensor) => functional.softmax2d(tensor);
    }

    public sealed class Softmin : ParameterLessModule<Tensor, Tensor>
    {
        public long dim { get; set; }

        internal Softmin(long dim) : base(nameof(Softmin)) => this.dim = dim;

        public override Tensor forward(Tensor tensor) => functional.softmin(tensor, dim);
    }

    public sealed class LogSoftmax : ParameterLessModule<Tensor, Tensor>
    {
        public long dim { get; set; }

        internal LogSoftmax(long dim) : base(nameof(LogSoftmax)) => this.dim = dim;

        public override Tensor forward(Tensor tensor) => functional.log_softmax(tensor, dim);
    }
}
