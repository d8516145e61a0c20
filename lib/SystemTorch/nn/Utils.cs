using TorchSharp.Modules;
using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>Scales all gradients together so that their norm is at most max_norm, and gives the norm that it was.</summary>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                var all = tensors.ToArray();
                st_clip_grad_norm_(Handles(all), all.Length, max_norm, norm_type, out var norm);
                GC.KeepAlive(all);
                return norm;
            }

            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                var all = tensors.ToArray();
                st_clip_grad_value_(Handles(all), all.Length, clip_value);
                GC.KeepAlive(all);
            }

            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                var all = tensors.ToArray();
                var vector = st_parameters_to_vector(Handles(all), all.Length);
                GC.KeepAlive(all);
                return vector;
            }

            /// <summary>Lets each parameter see its part of the vector, whose memory they share from then on.</summary>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                var all = tensors.ToArray();
                st_vector_to_parameters(vec, Handles(all), all.Length);
                GC.KeepAlive(all);
            }

            /// <summary>The weight and bias of a convolution that does what it and the normalisation after it do.</summary>
            public static (Parameter weight, Parameter bias) fuse_conv_bn_weights(Tensor conv_w, Tensor? conv_b, Tensor bn_rm, Tensor bn_rv, double bn_eps, Tensor? bn_w, Tensor? bn_b, bool transpose = false)
            {
                var shape = conv_w.shape.Select(_ => 1L).ToArray();
                shape[transpose ? 1 : 0] = -1;
                return Fuse(conv_w, conv_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b, shape);
            }

            public static (Parameter weight, Parameter bias) fuse_linear_bn_weights(Tensor linear_w, Tensor? linear_b, Tensor bn_rm, Tensor bn_rv, double bn_eps, Tensor bn_w, Tensor bn_b) =>
                Fuse(linear_w, linear_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b, [-1, 1]);

            public static Linear fuse_linear_bn_eval(Linear linear, BatchNorm bn)
            {
                if (linear.training || bn.training) throw new InvalidOperationException("Layers can be fused in evaluation mode only: call eval() on both first.");
                var (weight, bias) = fuse_linear_bn_weights(linear.weight, linear.bias, bn.running_mean!, bn.running_var!, bn.eps, bn.weight, bn.bias!);
                return Linear(weight, bias);
            }

            private static (Parameter weight, Parameter bias) Fuse(Tensor w, Tensor? b, Tensor mean, Tensor variance, double eps, Tensor? scale, Tensor? shift, long[] shape)
            {
                using var scope = NewDisposeScope();
                using var still = no_grad();
                var factor = (scale ?? ones_like(mean)) * (variance + eps).rsqrt();
                var weight = (w * factor.reshape(shape)).to_type(w.dtype);
                var bias = (((b ?? zeros_like(mean)) - mean) * factor + (shift ?? zeros_like(mean))).to_type((b ?? w).dtype);
                return scope.MoveToOuter(new Parameter(weight, w.requires_grad), new Parameter(bias, b?.requires_grad ?? false));
            }
        }
    }
}
