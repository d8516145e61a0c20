using TorchSharp.Modules;
using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static ReLU ReLU(bool inplace = false) => new(inplace);
        public static ReLU6 ReLU6(bool inplace = false) => new(inplace);
        public static LeakyReLU LeakyReLU(double negative_slope = 0.01, bool inplace = false) => new(negative_slope, inplace);
        public static RReLU RReLU(double lower = 1.0 / 8, double upper = 1.0 / 3, bool inplace = false) => new(lower, upper, inplace);
        public static PReLU PReLU(long num_parameters, double init = 0.25, Device? device = null, ScalarType? dtype = null) => new(num_parameters, init, device, dtype);
        public static ELU ELU(double alpha = 1, bool inplace = false) => new(alpha, inplace);
        public static CELU CELU(double alpha = 1, bool inplace = false) => new(alpha, inplace);
        public static SELU SELU(bool inplace = false) => new(inplace);
        public static GELU GELU() => new(Modules.GELU.Approximate.none, false);
        public static GELU GELU(bool inplace) => new(Modules.GELU.Approximate.none, inplace);
        public static GELU GELU(GELU.Approximate approximate, bool inplace = false) => new(approximate, inplace);
        public static GLU GLU(long dim = -1) => new(dim);
        public static SiLU SiLU() => new(false);
        public static SiLU SiLU(bool inplace) => new(inplace);
        public static Mish Mish() => new(false);
        public static Mish Mish(bool inplace) => new(inplace);
        public static Sigmoid Sigmoid() => new(false);
        public static Sigmoid Sigmoid(bool inplace) => new(inplace);
        public static LogSigmoid LogSigmoid() => new();
        public static Tanh Tanh() => new(false);
        public static Tanh Tanh(bool inplace = false) => new(inplace);
        public static Hardsigmoid Hardsigmoid(bool inplace = false) => new(inplace);
        public static Hardswish Hardswish(bool inplace = false) => new(inplace);
        public static Hardtanh Hardtanh(double min_val = -1, double max_val = 1, bool inplace = false) => new(min_val, max_val, inplace);
        public static Hardshrink Hardshrink(double lambda = 0.5) => new(lambda);
        public static Softshrink Softshrink(double lambda = 0.5) => new(lambda);
        public static Tanhshrink Tanhshrink() => new(false);
        public static Tanhshrink Tanhshrink(bool inplace = false) => new(inplace);
        public static Softsign Softsign() => new(false);
        public static Softsign Softsign(bool inplace) => new(inplace);
        public static Softplus Softplus(double beta = 1, double threshold = 20) => new(beta, threshold);
        public static Threshold Threshold(double threshold, double value, bool inplace = false) => new(threshold, value, inplace);
        public static Softmax Softmax(long dim) => new(dim);
        public static Softmax2d Softmax2d() => new();
        public static Softmin Softmin(long dim) => new(dim);
        public static LogSoftmax LogSoftmax(long dim) => new(dim);

        // In place, the result is another name of the input: each may be disposed of without the other.
        public static partial class functional
        {
            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.After(st_relu_(x)).alias() : st_relu(x);
            public static Tensor relu6(Tensor x, bool inplace = false) => inplace ? x.After(st_relu6_(x)).alias() : st_relu6(x);
            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) => inplace ? input.After(st_leaky_relu_(input, negative_slope)).alias() : st_leaky_relu(input, negative_slope);

            /// <summary>As in TorchSharp the slope is the middle of the range, in training too.</summary>
            public static Tensor rrelu(Tensor x, double lower = 1.0 / 8, double upper = 1.0 / 3, bool inplace = false) => inplace ? x.After(st_rrelu_(x, lower, upper)).alias() : st_rrelu(x, lower, upper);

            public static Tensor prelu(Tensor input, Tensor weight) => st_prelu(input, weight);
            public static Tensor elu(Tensor x, double alpha, bool inplace = false) => inplace ? x.After(st_elu_(x, alpha)).alias() : st_elu(x, alpha);
            public static Tensor celu(Tensor x, double alpha, bool inplace = false) => inplace ? x.After(st_celu_(x, alpha)).alias() : st_celu(x, alpha);
            public static Tensor selu(Tensor x, bool inplace = false) => inplace ? x.After(st_selu_(x)).alias() : st_selu(x);
            public static Tensor gelu(Tensor x) => gelu(x, Modules.GELU.Approximate.none);
            public static Tensor gelu(Tensor x, bool inplace) => gelu(x, Modules.GELU.Approximate.none, inplace);

            public static Tensor gelu(Tensor x, GELU.Approximate approximate, bool inplace = false)
            {
                var tanh = (approximate == Modules.GELU.Approximate.tanh).Int();
                return inplace ? x.After(st_gelu_(x, tanh)).alias() : st_gelu(x, tanh);
            }

            public static Tensor glu(Tensor input, long dim = -1) => st_glu(input, dim);
            public static Tensor silu(Tensor x, bool inplace = false) => inplace ? x.After(st_silu_(x)).alias() : st_silu(x);
            public static Tensor mish(Tensor x, bool inplace = false) => inplace ? x.After(st_mish_(x)).alias() : st_mish(x);
            public static Tensor sigmoid(Tensor x) => st_sigmoid(x);
            public static Tensor sigmoid(Tensor x, bool inplace) => inplace ? x.After(st_sigmoid_(x)).alias() : st_sigmoid(x);
            public static Tensor logsigmoid(Tensor x) => st_log_sigmoid(x);
            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? x.After(st_tanh_(x)).alias() : st_tanh(x);
            public static Tensor hardsigmoid(Tensor input, bool inplace = false) => inplace ? input.After(st_hardsigmoid_(input)).alias() : st_hardsigmoid(input);
            public static Tensor hardswish(Tensor input, bool inplace = false) => inplace ? input.After(st_hardswish_(input)).alias() : st_hardswish(input);
            public static Tensor hardtanh(Tensor x, double min_val = -1, double max_val = 1, bool inplace = false) => inplace ? x.After(st_hardtanh_(x, min_val, max_val)).alias() : st_hardtanh(x, min_val, max_val);
            public static Tensor hardshrink(Tensor x, double lambda = 0.5) => st_hardshrink(x, lambda);
            public static Tensor softshrink(Tensor x, double lambda = 0.5) => st_softshrink(x, lambda);
            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => st_softplus(x, beta, threshold);
            public static Tensor threshold(Tensor x, double threshold, double value, bool inplace = false) => inplace ? x.After(st_threshold_(x, threshold, value)).alias() : st_threshold(x, threshold, value);

            public static Tensor tanhshrink(Tensor x, bool inplace = false)
            {
                using var tanh = x.tanh();
                return inplace ? x.sub_(tanh).alias() : x.sub(tanh);
            }

            public static Tensor softsign(Tensor x, bool inplace = false)
            {
                using var size = x.abs();
                using var divisor = size + 1;
                return inplace ? x.div_(divisor).alias() : x.div(divisor);
            }

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => st_softmax(input, dim, dtype.Code());
            public static Tensor softmax2d(Tensor x) => softmax(x, -3);
            public static Tensor log_softmax(Tensor x, long dim) => st_log_softmax(x, dim, -1);

            public static Tensor softmin(Tensor x, long dim)
            {
                using var negative = x.neg();
                return softmax(negative, dim);
            }
        }
    }
}
