using TorchSharp.Modules;
using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor relu() => st_relu(this);
        public Tensor relu_() => After(st_relu_(this));
        public Tensor relu6() => st_relu6(this);
        public Tensor relu6_() => After(st_relu6_(this));
        public Tensor leaky_relu(Scalar negative_slope) => st_leaky_relu(this, negative_slope);
        public Tensor leaky_relu_(Scalar negative_slope) => After(st_leaky_relu_(this, negative_slope));
        public Tensor rrelu(double lower = 1.0 / 8, double upper = 1.0 / 3) => st_rrelu(this, lower, upper);
        public Tensor rrelu_(double lower = 1.0 / 8, double upper = 1.0 / 3) => After(st_rrelu_(this, lower, upper));
        public Tensor prelu(Tensor target) => st_prelu(this, target);
        public Tensor threshold(Scalar threshold, Scalar value) => st_threshold(this, threshold, value);
        public Tensor threshold_(Scalar threshold, Scalar value) => After(st_threshold_(this, threshold, value));

        public Tensor elu(double alpha = 1) => st_elu(this, alpha);
        public Tensor elu_(double alpha = 1) => After(st_elu_(this, alpha));
        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) => st_elu_scaled(this, alpha, scale, input_scale);
        public Tensor elu_(Scalar alpha, Scalar scale, Scalar input_scale) => After(st_elu_scaled_(this, alpha, scale, input_scale));
        public Tensor celu() => celu(1);
        public Tensor celu_() => celu_(1);
        public Tensor celu(Scalar alpha) => st_celu(this, alpha);
        public Tensor celu_(Scalar alpha) => After(st_celu_(this, alpha));
        public Tensor selu() => st_selu(this);
        public Tensor selu_() => After(st_selu_(this));
        public Tensor gelu() => gelu(GELU.Approximate.none);
        public Tensor gelu_() => gelu_(GELU.Approximate.none);
        public Tensor gelu(GELU.Approximate approximate) => st_gelu(this, (int)approximate);
        public Tensor gelu_(GELU.Approximate approximate) => After(st_gelu_(this, (int)approximate)).alias();
        public Tensor silu() => st_silu(this);
        public Tensor silu_() => After(st_silu_(this));
        public Tensor glu(long dim = -1) => st_glu(this, dim);
        public Tensor softplus(double beta = 1, double threshold = 20) => st_softplus(this, beta, threshold);

        public Tensor sigmoid() => st_sigmoid(this);
        public Tensor sigmoid_() => After(st_sigmoid_(this));
        public Tensor log_sigmoid() => st_log_sigmoid(this);
        public Tensor hardsigmoid() => st_hardsigmoid(this);
        public Tensor hardsigmoid_() => After(st_hardsigmoid_(this));
        public Tensor hardswish() => st_hardswish(this);
        public Tensor hardswish_() => After(st_hardswish_(this));
        public Tensor hardtanh(Scalar min, Scalar max) => st_hardtanh(this, min, max);
        public Tensor hardtanh_(Scalar min, Scalar max) => After(st_hardtanh_(this, min, max));
        public Tensor softmax(long dim, ScalarType? dtype = null) => st_softmax(this, dim, dtype.Code());
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => st_log_softmax(this, dim, dtype.Code());
        public Tensor channel_shuffle(long groups) => st_channel_shuffle(this, groups);
    }

    public static Tensor sigmoid(Tensor input) => input.sigmoid();
    public static Tensor sigmoid_(Tensor input) => input.sigmoid_();
    public static Tensor softmax(Tensor input, int dim, ScalarType? dtype = null) => input.softmax(dim, dtype);
}
