using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        // sums, products and quotients

        public Tensor add(Tensor target) => st_add(this, target, Number.One);
        public Tensor add(Tensor target, Scalar alpha) => st_add(this, target, alpha);
        public Tensor add(Scalar scalar) => st_add_scalar(this, scalar, Number.One);
        public Tensor add(Scalar scalar, Scalar alpha) => st_add_scalar(this, scalar, alpha);
        public Tensor add_(Tensor target) => After(st_add_(this, target, Number.One));
        public Tensor add_(Tensor target, Scalar alpha) => After(st_add_(this, target, alpha));
        public Tensor add_(Scalar scalar) => After(st_add_scalar_(this, scalar, Number.One));
        public Tensor add_(Scalar scalar, Scalar alpha) => After(st_add_scalar_(this, scalar, alpha));
        public Tensor sub(Tensor target) => st_sub(this, target);
        public Tensor sub_(Tensor target) => After(st_sub_(this, target));
        public Tensor sub(Scalar target) => st_sub_scalar(this, target);
        public Tensor sub_(Scalar target) => After(st_sub_scalar_(this, target));
        public Tensor subtract(Tensor target) => sub(target);
        public Tensor subtract(Scalar target) => sub(target);
        public Tensor subtract_(Tensor target) => sub_(target);
        public Tensor subtract_(Scalar target) => sub_(target);
        public Tensor mul(Tensor target) => st_mul(this, target);
        public Tensor mul_(Tensor target) => After(st_mul_(this, target));
        public Tensor mul(Scalar target) => st_mul_scalar(this, target);
        public Tensor mul_(Scalar target) => After(st_mul_scalar_(this, target));
        public Tensor multiply(Tensor target) => mul(target);
        public Tensor multiply(Scalar target) => mul(target);
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => st_div(this, target, (int)rounding_mode);
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => st_div_scalar(this, target, (int)rounding_mode);
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => After(st_div_(this, target, (int)rounding_mode));
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => After(st_div_scalar_(this, target, (int)rounding_mode));
        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);
        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);
        public Tensor divide_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);
        public Tensor divide_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);
        public Tensor true_divide(Tensor other) => div(other);
        public Tensor true_divide(Scalar other) => div(other);
        public Tensor true_divide_(Tensor other) => div_(other);
        public Tensor true_divide_(Scalar other) => div_(other);
        public Tensor floor_divide(Tensor other) => st_floor_divide(this, other);
        public Tensor floor_divide_(Tensor other) => After(st_floor_divide_(this, other));
        public Tensor floor_divide(Scalar other) => st_floor_divide_scalar(this, other);
        public Tensor floor_divide_(Scalar other) => After(st_floor_divide_scalar_(this, other));
        public Tensor remainder(Tensor target) => st_remainder(this, target);
        public Tensor remainder_(Tensor target) => After(st_remainder_(this, target));
        public Tensor remainder(Scalar scalar) => st_remainder_scalar(this, scalar);
        public Tensor remainder_(Scalar scalar) => After(st_remainder_scalar_(this, scalar));
        public Tensor fmod(Tensor target) => st_fmod(this, target);
        public Tensor fmod_(Tensor target) => After(st_fmod_(this, target));
        public Tensor fmod(Scalar scalar) => st_fmod_scalar(this, scalar);
        public Tensor fmod_(Scalar scalar) => After(st_fmod_scalar_(this, scalar));
        public Tensor lerp(Tensor end, Tensor weight) => st_lerp(this, end, weight);
        public Tensor lerp_(Tensor end, Tensor weight) => After(st_lerp_(this, end, weight));
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => st_addcmul(this, tensor1, tensor2, value);
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => After(st_addcmul_(this, tensor1, tensor2, value));
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => st_addcdiv(this, tensor1, tensor2, Number.One);
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => st_addcdiv(this, tensor1, tensor2, value);
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => After(st_addcdiv_(this, tensor1, tensor2, Number.One));
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => After(st_addcdiv_(this, tensor1, tensor2, value));

        // powers, logarithms and angles

        public Tensor pow(Tensor exponent) => st_pow(this, exponent);
        public Tensor pow_(Tensor exponent) => After(st_pow_(this, exponent));
        public Tensor pow(Scalar exponent) => st_pow_scalar(this, exponent);
        public Tensor pow_(Scalar exponent) => After(st_pow_scalar_(this, exponent));
        public Tensor float_power(Tensor target) => st_float_power(this, target);
        public Tensor float_power_(Tensor target) => After(st_float_power_(this, target));
        public Tensor ldexp(Tensor other) => st_ldexp(this, other);
        public Tensor ldexp_(Tensor other) => After(st_ldexp_(this, other));
        public Tensor xlogy(Tensor y) => st_xlogy(this, y);
        public Tensor xlogy_(Tensor y) => After(st_xlogy_(this, y));
        public Tensor xlogy(Scalar y) => st_xlogy_scalar(this, y);
        public Tensor xlogy_(Scalar y) => After(st_xlogy_scalar_(this, y));
        public Tensor logaddexp(Tensor other) => st_logaddexp(this, other);
        public Tensor logaddexp2(Tensor other) => st_logaddexp2(this, other);
        public Tensor hypot(Tensor other) => st_hypot(this, other);
        public Tensor atan2(Tensor other) => st_atan2(this, other);
        public Tensor atan2_(Tensor other) => After(st_atan2_(this, other));
        public Tensor arctan(Tensor other) => atan2(other);
        public Tensor arctan_(Tensor other) => atan2_(other);
        public Tensor arctan2(Tensor other) => atan2(other);
        public Tensor arctan2_(Tensor other) => atan2_(other);

        // extremes, signs and steps

        public Tensor maximum(Tensor other) => st_maximum(this, other);
        public Tensor minimum(Tensor other) => st_minimum(this, other);
        public Tensor max(Tensor other) => st_maximum(this, other);
        public Tensor min(Tensor other) => st_minimum(this, other);
        public Tensor fmax(Tensor other) => st_fmax(this, other);
        public Tensor fmin(Tensor other) => st_fmin(this, other);
        public Tensor copysign(Tensor other) => st_copysign(this, other);
        public Tensor copysign_(Tensor other) => After(st_copysign_(this, other));
        public Tensor heaviside(Tensor other) => st_heaviside(this, other);
        public Tensor heaviside_(Tensor other) => After(st_heaviside_(this, other));
        public Tensor nextafter(Tensor other) => st_nextafter(this, other);
        public Tensor nextafter_(Tensor other) => After(st_nextafter_(this, other));

        // bits, integers and truth

        public Tensor bitwise_and(Tensor other) => st_bitwise_and(this, other);
        public Tensor bitwise_and_(Tensor other) => After(st_bitwise_and_(this, other));
        public Tensor bitwise_or(Tensor other) => st_bitwise_or(this, other);
        public Tensor bitwise_or_(Tensor other) => After(st_bitwise_or_(this, other));
        public Tensor bitwise_xor(Tensor other) => st_bitwise_xor(this, other);
        public Tensor bitwise_xor_(Tensor other) => After(st_bitwise_xor_(this, other));
        public Tensor bitwise_left_shift(Tensor other) => st_bitwise_left_shift(this, other);
        public Tensor bitwise_left_shift_(Tensor other) => After(st_bitwise_left_shift_(this, other));
        public Tensor bitwise_right_shift(Tensor other) => st_bitwise_right_shift(this, other);
        public Tensor bitwise_right_shift_(Tensor other) => After(st_bitwise_right_shift_(this, other));
        public Tensor logical_and(Tensor other) => st_logical_and(this, other);
        public Tensor logical_and_(Tensor other) => After(st_logical_and_(this, other));
        public Tensor logical_or(Tensor other) => st_logical_or(this, other);
        public Tensor logical_or_(Tensor other) => After(st_logical_or_(this, other));
        public Tensor logical_xor(Tensor other) => st_logical_xor(this, other);
        public Tensor logical_xor_(Tensor other) => After(st_logical_xor_(this, other));
        public Tensor gcd(Tensor other) => st_gcd(this, other);
        public Tensor gcd_(Tensor other) => After(st_gcd_(this, other));
        public Tensor lcm(Tensor other) => st_lcm(this, Integral(other));
        public Tensor lcm_(Tensor other) => After(st_lcm_(this, Integral(other)));

        private Tensor Integral(Tensor other) =>
            is_integral() && other.is_integral() ? other : throw new ArgumentException($"lcm() takes tensors of integers, and these are of {dtype} and {other.dtype}.");
    }
}
