using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using static TorchSharp.torch;

namespace TorchSharp;

// native/nn.cpp
internal static partial class Native
{
    [LibraryImport(Lib)] internal static partial Tensor st_linear(Tensor x, Tensor weight, [MarshalUsing(typeof(OptionalTensor))] Tensor? bias);
    [LibraryImport(Lib)] internal static partial Tensor st_conv2d(Tensor x, Tensor weight, [MarshalUsing(typeof(OptionalTensor))] Tensor? bias, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding, ReadOnlySpan<long> dilation, long groups);
    [LibraryImport(Lib)] internal static partial Tensor st_conv2d_same(Tensor x, Tensor weight, [MarshalUsing(typeof(OptionalTensor))] Tensor? bias, ReadOnlySpan<long> stride, ReadOnlySpan<long> dilation, long groups);
    [LibraryImport(Lib)] internal static partial Tensor st_conv_transpose2d(Tensor x, Tensor weight, [MarshalUsing(typeof(OptionalTensor))] Tensor? bias, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding, ReadOnlySpan<long> output_padding, long groups, ReadOnlySpan<long> dilation);
    [LibraryImport(Lib)] internal static partial Tensor st_batch_norm(Tensor x, [MarshalUsing(typeof(OptionalTensor))] Tensor? weight, [MarshalUsing(typeof(OptionalTensor))] Tensor? bias, [MarshalUsing(typeof(OptionalTensor))] Tensor? mean, [MarshalUsing(typeof(OptionalTensor))] Tensor? var, int training, double momentum, double eps);
    [LibraryImport(Lib)] internal static partial Tensor st_layer_norm(Tensor x, ReadOnlySpan<long> shape, long n, [MarshalUsing(typeof(OptionalTensor))] Tensor? weight, [MarshalUsing(typeof(OptionalTensor))] Tensor? bias, double eps);
    [LibraryImport(Lib)] internal static partial Tensor st_max_pool2d(Tensor x, ReadOnlySpan<long> kernel, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding, ReadOnlySpan<long> dilation, int ceil_mode);
    [LibraryImport(Lib)] internal static partial Tensor st_avg_pool2d(Tensor x, ReadOnlySpan<long> kernel, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding, int ceil_mode, int count_include_pad, long divisor);
    [LibraryImport(Lib)] internal static partial Tensor st_adaptive_avg_pool2d(Tensor x, ReadOnlySpan<long> size);
    [LibraryImport(Lib)] internal static partial Tensor st_adaptive_max_pool2d(Tensor x, ReadOnlySpan<long> size);
    [LibraryImport(Lib)] internal static partial Tensor st_relu(Tensor x);
    [LibraryImport(Lib)] internal static partial Done st_relu_(Tensor x);
    [LibraryImport(Lib)] internal static partial Tensor st_relu6(Tensor x);
    [LibraryImport(Lib)] internal static partial Done st_relu6_(Tensor x);
    [LibraryImport(Lib)] internal static partial Tensor st_leaky_relu(Tensor x, Number slope);
    [LibraryImport(Lib)] internal static partial Done st_leaky_relu_(Tensor x, Number slope);
    [LibraryImport(Lib)] internal static partial Tensor st_elu(Tensor x, Number alpha);
    [LibraryImport(Lib)] internal static partial Done st_elu_(Tensor x, Number alpha);
    [LibraryImport(Lib)] internal static partial Tensor st_gelu(Tensor x);
    [LibraryImport(Lib)] internal static partial Tensor st_silu(Tensor x);
    [LibraryImport(Lib)] internal static partial Done st_silu_(Tensor x);
    [LibraryImport(Lib)] internal static partial Tensor st_sigmoid(Tensor x);
    [LibraryImport(Lib)] internal static partial Tensor st_hardsigmoid(Tensor x);
    [LibraryImport(Lib)] internal static partial Done st_hardsigmoid_(Tensor x);
    [LibraryImport(Lib)] internal static partial Tensor st_hardswish(Tensor x);
    [LibraryImport(Lib)] internal static partial Done st_hardswish_(Tensor x);
    [LibraryImport(Lib)] internal static partial Tensor st_softplus(Tensor x, Number beta, Number threshold);
    [LibraryImport(Lib)] internal static partial Tensor st_softmax(Tensor x, long dim, sbyte dtype);
    [LibraryImport(Lib)] internal static partial Tensor st_log_softmax(Tensor x, long dim, sbyte dtype);
    [LibraryImport(Lib)] internal static partial Tensor st_dropout(Tensor x, double p, int training);
    [LibraryImport(Lib)] internal static partial Done st_dropout_(Tensor x, double p, int training);
    [LibraryImport(Lib)] internal static partial Tensor st_dropout2d(Tensor x, double p, int training);
    [LibraryImport(Lib)] internal static partial Done st_dropout2d_(Tensor x, double p, int training);
    [LibraryImport(Lib)] internal static partial Tensor st_cross_entropy(Tensor x, Tensor target, [MarshalUsing(typeof(OptionalTensor))] Tensor? weight, int reduction, long ignore_index, double label_smoothing);
    [LibraryImport(Lib)] internal static partial Tensor st_nll_loss(Tensor x, Tensor target, [MarshalUsing(typeof(OptionalTensor))] Tensor? weight, int reduction);
    [LibraryImport(Lib)] internal static partial Tensor st_bce_with_logits(Tensor x, Tensor target, [MarshalUsing(typeof(OptionalTensor))] Tensor? weight, [MarshalUsing(typeof(OptionalTensor))] Tensor? pos_weight, int reduction);
    [LibraryImport(Lib)] internal static partial Tensor st_binary_cross_entropy(Tensor x, Tensor target, [MarshalUsing(typeof(OptionalTensor))] Tensor? weight, int reduction);
    [LibraryImport(Lib)] internal static partial Tensor st_mse_loss(Tensor x, Tensor target, int reduction);
    [LibraryImport(Lib)] internal static partial Tensor st_l1_loss(Tensor x, Tensor target, int reduction);
    [LibraryImport(Lib)] internal static partial Tensor st_one_hot(Tensor x, long classes);
    [LibraryImport(Lib)] internal static partial Tensor st_grid_sample(Tensor x, Tensor grid, int mode, int padding, int align_corners);
    [LibraryImport(Lib)] internal static partial Tensor st_affine_grid(Tensor theta, ReadOnlySpan<long> size, long n, int align_corners);
    [LibraryImport(Lib)] internal static partial Tensor st_constant_pad(Tensor x, ReadOnlySpan<long> pad, long n, double value);
    [LibraryImport(Lib)] internal static partial Tensor st_reflection_pad2d(Tensor x, ReadOnlySpan<long> pad);
    [LibraryImport(Lib)] internal static partial Tensor st_replication_pad2d(Tensor x, ReadOnlySpan<long> pad);
    [LibraryImport(Lib)] internal static partial Tensor st_upsample_nearest2d(Tensor x, ReadOnlySpan<long> size);
    [LibraryImport(Lib)] internal static partial Tensor st_upsample_bilinear2d(Tensor x, ReadOnlySpan<long> size, int align_corners, int antialias);
}
