using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        // pointwise, one tensor

        public Tensor abs() => st_abs(this);
        public Tensor acos() => st_acos(this);
        public Tensor atan() => st_atan(this);
        public Tensor ceil() => st_ceil(this);
        public Tensor cos() => st_cos(this);
        public Tensor erf() => st_erf(this);
        public Tensor exp() => st_exp(this);
        public Tensor floor() => st_floor(this);
        public Tensor frac() => st_frac(this);
        public Tensor isfinite() => st_isfinite(this);
        public Tensor isinf() => st_isinf(this);
        public Tensor isnan() => st_isnan(this);
        public Tensor log() => st_log(this);
        public Tensor log1p() => st_log1p(this);
        public Tensor log2() => st_log2(this);
        public Tensor log10() => st_log10(this);
        public Tensor logical_not() => st_logical_not(this);
        public Tensor neg() => st_neg(this);
        public Tensor reciprocal() => st_reciprocal(this);
        public Tensor rsqrt() => st_rsqrt(this);
        public Tensor sign() => st_sign(this);
        public Tensor sin() => st_sin(this);
        public Tensor sqrt() => st_sqrt(this);
        public Tensor square() => st_square(this);
        public Tensor tan() => st_tan(this);
        public Tensor tanh() => st_tanh(this);
        public Tensor trunc() => st_trunc(this);
        public Tensor bitwise_not() => st_bitwise_not(this);
        public Tensor round(long decimals = 0) => decimals == 0 ? st_round(this) : mul(Math.Pow(10, decimals)).round().div(Math.Pow(10, decimals));
        public Tensor negative() => neg();
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => st_clamp(this, min, max);
        public Tensor clamp(Tensor? min = null, Tensor? max = null) => st_clamp_tensor(this, min, max);
        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);
        public Tensor clamp_min(Scalar min) => clamp(min, (Scalar?)null);
        public Tensor clamp_max(Scalar max) => clamp((Scalar?)null, max);

        // pointwise, two operands

        public Tensor add(Tensor target) => st_add(this, target, Number.One);
        public Tensor add(Tensor target, Scalar alpha) => st_add(this, target, alpha);
        public Tensor add(Scalar scalar) => st_add_scalar(this, scalar, Number.One);
        public Tensor add(Scalar scalar, Scalar alpha) => st_add_scalar(this, scalar, alpha);
        public Tensor sub(Tensor target) => st_sub(this, target, Number.One);
        public Tensor sub(Scalar target) => st_sub_scalar(this, target, Number.One);
        public Tensor mul(Tensor target) => st_mul(this, target);
        public Tensor mul(Scalar target) => st_mul_scalar(this, target);
        public Tensor multiply(Tensor target) => mul(target);
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => st_div(this, target, (int)rounding_mode);
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => st_div_scalar(this, target, (int)rounding_mode);
        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);
        public Tensor floor_divide(Tensor other) => div(other, RoundingMode.floor);
        public Tensor floor_divide(Scalar other) => div(other, RoundingMode.floor);
        public Tensor remainder(Tensor target) => st_remainder(this, target);
        public Tensor remainder(Scalar scalar) => st_remainder_scalar(this, scalar);
        public Tensor pow(Tensor exponent) => st_pow(this, exponent);
        public Tensor pow(Scalar exponent) => st_pow_scalar(this, exponent);
        public Tensor atan2(Tensor other) => st_atan2(this, other);
        public Tensor maximum(Tensor other) => st_maximum(this, other);
        public Tensor minimum(Tensor other) => st_minimum(this, other);
        public Tensor lerp(Tensor end, Tensor weight) => st_lerp(this, end, weight);
        public Tensor bitwise_and(Tensor other) => st_bitwise_and(this, other);
        public Tensor bitwise_or(Tensor other) => st_bitwise_or(this, other);
        public Tensor bitwise_xor(Tensor other) => st_bitwise_xor(this, other);
        public Tensor logical_and(Tensor other) => st_logical_and(this, other);
        public Tensor logical_or(Tensor other) => st_logical_or(this, other);

        // comparison

        public Tensor eq(Tensor target) => st_eq(this, target);
        public Tensor eq(Scalar target) => st_eq_scalar(this, target);
        public Tensor ne(Tensor target) => st_ne(this, target);
        public Tensor ne(Scalar target) => st_ne_scalar(this, target);
        public Tensor lt(Tensor target) => st_lt(this, target);
        public Tensor lt(Scalar target) => st_lt_scalar(this, target);
        public Tensor le(Tensor target) => st_le(this, target);
        public Tensor le(Scalar target) => st_le_scalar(this, target);
        public Tensor gt(Tensor target) => st_gt(this, target);
        public Tensor gt(Scalar target) => st_gt_scalar(this, target);
        public Tensor ge(Tensor target) => st_ge(this, target);
        public Tensor ge(Scalar target) => st_ge_scalar(this, target);
        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) => st_allclose(this, target, rtol, atol, equal_nan.Int());

        // linear algebra

        public Tensor matmul(Tensor target) => st_matmul(this, target);
        public Tensor mm(Tensor target) => st_mm(this, target);
        public Tensor bmm(Tensor batch2) => st_bmm(this, batch2);
        public Tensor dot(Tensor target) => st_dot(this, target);

        // in place

        public Tensor add_(Tensor target) => After(st_add_(this, target, Number.One));
        public Tensor add_(Tensor target, Scalar alpha) => After(st_add_(this, target, alpha));
        public Tensor add_(Scalar scalar) => After(st_add_scalar_(this, scalar, Number.One));
        public Tensor sub_(Tensor target) => After(st_sub_(this, target, Number.One));
        public Tensor sub_(Scalar target) => After(st_sub_scalar_(this, target, Number.One));
        public Tensor mul_(Tensor target) => After(st_mul_(this, target));
        public Tensor mul_(Scalar target) => After(st_mul_scalar_(this, target));
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => After(st_div_(this, target, (int)rounding_mode));
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => After(st_div_scalar_(this, target, (int)rounding_mode));
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => After(st_clamp_(this, min, max));
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => After(st_addcmul_(this, tensor1, tensor2, value));
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => After(st_addcdiv_(this, tensor1, tensor2, value));
        public Tensor lerp_(Tensor end, Tensor weight) => After(st_lerp_(this, end, weight));
        public Tensor fill_(Scalar value) => After(st_fill_(this, value));
        public Tensor zero_() => After(st_zero_(this));
        public Tensor sqrt_() => After(st_sqrt_(this));

        // random, in place

        public Tensor uniform_(double from, double to, Generator? generator = null) => After(st_uniform_(this, from, to, generator));
        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) => After(st_normal_(this, mean, std, generator));
        public Tensor random_(double from, double to, Generator? generator = null) => After(st_random_(this, (long)from, (long)to, generator));
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => After(st_bernoulli_(this, p, generator));
        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) => st_multinomial(this, num_samples, replacement.Int(), generator);

        // activations

        public Tensor relu() => st_relu(this);
        public Tensor relu_() => After(st_relu_(this));
        public Tensor sigmoid() => st_sigmoid(this);
        public Tensor softmax(long dim, ScalarType? dtype = null) => st_softmax(this, dim, dtype.Code());
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => st_log_softmax(this, dim, dtype.Code());
    }
}
