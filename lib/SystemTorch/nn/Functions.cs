using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public enum Reduction { None = 0, Mean = 1, Sum = 2 }

        public static partial class functional
        {
            // layers with weights

            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => st_linear(input, weights, bias);

            public static Tensor conv2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                st_conv2d(input, weight, bias, Two(strides, 1), Two(padding, 0), Two(dilation, 1), groups);

            public static Tensor conv_transpose2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? output_padding = null, long[]? dilation = null, long groups = 1) =>
                st_conv_transpose2d(input, weight, bias, Two(strides, 1), Two(padding, 0), Two(output_padding, 0), groups, Two(dilation, 1));

            public static Tensor batch_norm(Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null, bool training = false, double momentum = 0.1, double eps = 1e-05) =>
                st_batch_norm(input, weight, bias, running_mean, running_var, training.Int(), momentum, eps);

            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-05) =>
                st_layer_norm(input, normalized_shape, normalized_shape.Length, weight, bias, eps);

            // pooling

            public static Tensor max_pool2d(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                max_pool2d(input, [kernel_size, kernel_size], One(stride), One(padding), One(dilation), ceil_mode);

            public static Tensor max_pool2d(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) =>
                st_max_pool2d(input, Two(kernel_size, 1), Two(strides ?? kernel_size, 1), Two(padding, 0), Two(dilation, 1), ceil_mode.Int());

            public static Tensor avg_pool2d(Tensor input, long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                avg_pool2d(input, [kernel_size, kernel_size], One(stride), [padding, padding], ceil_mode, count_include_pad, divisor_override);

            public static Tensor avg_pool2d(Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                st_avg_pool2d(input, Two(kernel_size, 1), Two(stride ?? kernel_size, 1), Two(padding, 0), ceil_mode.Int(), count_include_pad.Int(), divisor_override ?? 0);

            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) => st_adaptive_avg_pool2d(input, [output_size, output_size]);
            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) => st_adaptive_avg_pool2d(input, Two(output_size, 1));
            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) => st_adaptive_avg_pool2d(input, [output_size.Item1, output_size.Item2]);
            public static Tensor adaptive_max_pool2d(Tensor input, long[] output_size) => st_adaptive_max_pool2d(input, Two(output_size, 1));

            // activations

            // In place, the result is another name of the input: each may be disposed of without the other.
            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_().alias() : x.relu();
            public static Tensor relu6(Tensor x, bool inplace = false) => inplace ? x.After(st_relu6_(x)).alias() : st_relu6(x);
            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) => inplace ? input.After(st_leaky_relu_(input, negative_slope)).alias() : st_leaky_relu(input, negative_slope);
            public static Tensor elu(Tensor x, double alpha, bool inplace = false) => inplace ? x.After(st_elu_(x, alpha)).alias() : st_elu(x, alpha);
            public static Tensor gelu(Tensor x) => st_gelu(x);
            public static Tensor silu(Tensor x, bool inplace = false) => inplace ? x.After(st_silu_(x)).alias() : st_silu(x);
            public static Tensor sigmoid(Tensor x) => st_sigmoid(x);
            public static Tensor tanh(Tensor x) => st_tanh(x);
            public static Tensor hardsigmoid(Tensor input, bool inplace = false) => inplace ? input.After(st_hardsigmoid_(input)).alias() : st_hardsigmoid(input);
            public static Tensor hardswish(Tensor input, bool inplace = false) => inplace ? input.After(st_hardswish_(input)).alias() : st_hardswish(input);
            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => st_softplus(x, beta, threshold);
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => st_softmax(input, dim, dtype.Code());
            public static Tensor log_softmax(Tensor x, long dim) => st_log_softmax(x, dim, -1);
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => inplace ? input.After(st_dropout_(input, p, training.Int())).alias() : st_dropout(input, p, training.Int());
            public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => inplace ? input.After(st_dropout2d_(input, p, training.Int())).alias() : st_dropout2d(input, p, training.Int());

            // losses

            public static Tensor cross_entropy(Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean, double label_smoothing = 0) =>
                st_cross_entropy(input, target, weight, (int)reduction, ignore_index, label_smoothing);

            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) => st_nll_loss(input, target, weight, (int)reduction);

            public static Tensor binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
                st_bce_with_logits(input, target, weight, pos_weights, (int)reduction);

            public static Tensor binary_cross_entropy(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) => st_binary_cross_entropy(input, target, weight, (int)reduction);
            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) => st_mse_loss(input, target, (int)reduction);
            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) => st_l1_loss(input, target, (int)reduction);

            // sampling and padding

            public static Tensor one_hot(Tensor x, long num_classes = -1) => st_one_hot(x, num_classes);

            public static Tensor grid_sample(Tensor input, Tensor grid, GridSampleMode mode = GridSampleMode.Bilinear, GridSamplePaddingMode padding_mode = GridSamplePaddingMode.Zeros, bool? align_corners = null)
            {
                // libtorch numbers these differently from TorchSharp.
                var padding = padding_mode switch { GridSamplePaddingMode.Zeros => 0, GridSamplePaddingMode.Border => 1, _ => 2 };
                return st_grid_sample(input, grid, mode == GridSampleMode.Bilinear ? 0 : 1, padding, (align_corners ?? false).Int());
            }

            public static Tensor affine_grid(Tensor theta, long[]? size = null, bool align_corners = false) =>
                st_affine_grid(theta, size ?? throw new ArgumentNullException(nameof(size), "affine_grid needs the size [N, C, H, W] of the output."), size.Length, align_corners.Int());

            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => mode switch
            {
                PaddingModes.Zeros or PaddingModes.Constant => st_constant_pad(input, pad, pad.Length, value),
                PaddingModes.Reflect when pad.Length == 4 => st_reflection_pad2d(input, pad),
                PaddingModes.Replicate when pad.Length == 4 => st_replication_pad2d(input, pad),
                _ => throw new NotSupportedException($"Padding by {pad.Length} numbers in mode {mode} is not part of this stack."),
            };

            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);

            public static Tensor interpolate(Tensor x, long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest, bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
            {
                if (scale_factor is not null)
                {
                    var s = x.shape;
                    var (height, width) = (s[^2] * scale_factor[0], s[^1] * scale_factor[^1]);
                    if (height != Math.Floor(height) || width != Math.Floor(width))
                        throw new NotSupportedException($"A scale factor that gives {height} x {width} pixels is not part of this stack; give the size instead.");
                    size = [(long)height, (long)width];
                }
                if (size is null) throw new ArgumentException("interpolate needs a size or a scale factor.", nameof(size));
                return mode switch
                {
                    InterpolationMode.Nearest => st_upsample_nearest2d(x, Two(size, 1)),
                    InterpolationMode.Bilinear => st_upsample_bilinear2d(x, Two(size, 1), (align_corners ?? false).Int(), antialias.Int()),
                    _ => throw new NotSupportedException($"Interpolation mode {mode} is not part of this stack."),
                };
            }

            private static long[]? One(long? value) => value is { } v ? [v, v] : null;

            private static long[] Two(long[]? values, long otherwise) => values switch
            {
                null => [otherwise, otherwise],
                [var both] => [both, both],
                [_, _] => values,
                _ => throw new ArgumentException($"Two numbers are needed (height, width), and [{string.Join(", ", values)}] was given."),
            };
        }
    }
}
