using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        // of one tensor, and the same in place

        public Tensor abs() => st_abs(this);
        public Tensor abs_() => After(st_abs_(this));
        public Tensor acos() => st_acos(this);
        public Tensor acos_() => After(st_acos_(this));
        public Tensor acosh() => st_acosh(this);
        public Tensor acosh_() => After(st_acosh_(this));
        public Tensor asin() => st_asin(this);
        public Tensor asin_() => After(st_asin_(this));
        public Tensor asinh() => st_asinh(this);
        public Tensor asinh_() => After(st_asinh_(this));
        public Tensor atan() => st_atan(this);
        public Tensor atan_() => After(st_atan_(this));
        public Tensor atanh() => st_atanh(this);
        public Tensor atanh_() => After(st_atanh_(this));
        public Tensor bitwise_not() => st_bitwise_not(this);
        public Tensor bitwise_not_() => After(st_bitwise_not_(this));
        public Tensor ceil() => st_ceil(this);
        public Tensor ceil_() => After(st_ceil_(this));
        public Tensor cos() => st_cos(this);
        public Tensor cos_() => After(st_cos_(this));
        public Tensor cosh() => st_cosh(this);
        public Tensor cosh_() => After(st_cosh_(this));
        public Tensor deg2rad() => st_deg2rad(this);
        public Tensor deg2rad_() => After(st_deg2rad_(this));
        public Tensor digamma() => st_digamma(this);
        public Tensor digamma_() => After(st_digamma_(this));
        public Tensor erf() => st_erf(this);
        public Tensor erf_() => After(st_erf_(this));
        public Tensor erfc() => st_erfc(this);
        public Tensor erfc_() => After(st_erfc_(this));
        public Tensor erfinv() => st_erfinv(this);
        public Tensor erfinv_() => After(st_erfinv_(this));
        public Tensor exp() => st_exp(this);
        public Tensor exp_() => After(st_exp_(this));
        public Tensor exp2() => st_exp2(this);
        public Tensor exp2_() => After(st_exp2_(this));
        public Tensor expm1() => st_expm1(this);
        public Tensor expm1_() => After(st_expm1_(this));
        public Tensor floor() => st_floor(this);
        public Tensor floor_() => After(st_floor_(this));
        public Tensor frac() => st_frac(this);
        public Tensor frac_() => After(st_frac_(this));
        public Tensor lgamma() => st_lgamma(this);
        public Tensor lgamma_() => After(st_lgamma_(this));
        public Tensor log() => st_log(this);
        public Tensor log_() => After(st_log_(this));
        public Tensor log10() => st_log10(this);
        public Tensor log10_() => After(st_log10_(this));
        public Tensor log1p() => st_log1p(this);
        public Tensor log1p_() => After(st_log1p_(this));
        public Tensor log2() => st_log2(this);
        public Tensor log2_() => After(st_log2_(this));
        public Tensor logical_not() => st_logical_not(this);
        public Tensor logical_not_() => After(st_logical_not_(this));
        public Tensor neg() => st_neg(this);
        public Tensor neg_() => After(st_neg_(this));
        public Tensor rad2deg() => st_rad2deg(this);
        public Tensor rad2deg_() => After(st_rad2deg_(this));
        public Tensor reciprocal() => st_reciprocal(this);
        public Tensor reciprocal_() => After(st_reciprocal_(this));
        public Tensor rsqrt() => st_rsqrt(this);
        public Tensor rsqrt_() => After(st_rsqrt_(this));
        public Tensor sgn() => st_sgn(this);
        public Tensor sgn_() => After(st_sgn_(this));
        public Tensor sign() => st_sign(this);
        public Tensor sign_() => After(st_sign_(this));
        public Tensor sin() => st_sin(this);
        public Tensor sin_() => After(st_sin_(this));
        public Tensor sinc() => st_sinc(this);
        public Tensor sinc_() => After(st_sinc_(this));
        public Tensor sinh() => st_sinh(this);
        public Tensor sinh_() => After(st_sinh_(this));
        public Tensor sqrt() => st_sqrt(this);
        public Tensor sqrt_() => After(st_sqrt_(this));
        public Tensor tan() => st_tan(this);
        public Tensor tan_() => After(st_tan_(this));
        public Tensor tanh() => st_tanh(this);
        public Tensor tanh_() => After(st_tanh_(this));
        public Tensor trunc() => st_trunc(this);
        public Tensor trunc_() => After(st_trunc_(this));
        public Tensor square() => st_square(this);
        public Tensor signbit() => st_signbit(this);
        public Tensor isfinite() => st_isfinite(this);
        public Tensor isinf() => st_isinf(this);
        public Tensor isnan() => st_isnan(this);
        public Tensor isneginf() => st_isneginf(this);
        public Tensor isposinf() => st_isposinf(this);
        public Tensor isreal() => st_isreal(this);

        public Tensor positive() => dtype != ScalarType.Bool ? st_positive(this) : throw new ArgumentException("positive() takes numbers, and this is a tensor of truth values; convert it with to_type() first.");
        public Tensor round(long decimals = 0) => st_round(this, decimals);
        public Tensor round_(long decimals = 0) => After(st_round_(this, decimals));
        public Tensor logit(double? eps = null) => st_logit(this, Number.OrNone(eps));
        public Tensor logit_(double? eps = null) => After(st_logit_(this, Number.OrNone(eps)));
        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) => st_nan_to_num(this, nan, Number.OrNone(posinf), Number.OrNone(neginf));
        public Tensor nan_to_num_(double nan = 0, double? posinf = null, double? neginf = null) => After(st_nan_to_num_(this, nan, Number.OrNone(posinf), Number.OrNone(neginf)));

        public (Tensor Mantissa, Tensor Exponent) frexp()
        {
            st_frexp(this, out var mantissa, out var exponent);
            return (mantissa, exponent);
        }

        // other names

        public Tensor absolute() => abs();
        public Tensor absolute_() => abs_();
        public Tensor arccos() => acos();
        public Tensor arccos_() => acos_();
        public Tensor arccosh() => acosh();
        public Tensor arccosh_() => acosh_();
        public Tensor arcsin() => asin();
        public Tensor arcsin_() => asin_();
        public Tensor arcsinh() => asinh();
        public Tensor arcsinh_() => asinh_();
        public Tensor arctan() => atan();
        public Tensor arctan_() => atan_();
        public Tensor arctanh() => atanh();
        public Tensor arctanh_() => atanh_();
        public Tensor fix() => trunc();
        public Tensor fix_() => trunc_();
        public Tensor negative() => neg();

        // bounds

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => st_clamp(this, Number.OrNone(min), Number.OrNone(max));
        public Tensor clamp(Tensor? min = null, Tensor? max = null) => st_clamp_tensor(this, min, max);
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => After(st_clamp_(this, Number.OrNone(min), Number.OrNone(max)));
        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => After(st_clamp_tensor_(this, min, max));
        public Tensor clamp_min(Scalar min) => st_clamp(this, min, Number.None);
        public Tensor clamp_min_(Scalar min) => After(st_clamp_(this, min, Number.None));
        public Tensor clamp_max(Scalar max) => st_clamp(this, Number.None, max);
        public Tensor clamp_max_(Scalar max) => After(st_clamp_(this, Number.None, max));
        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);
    }
}
