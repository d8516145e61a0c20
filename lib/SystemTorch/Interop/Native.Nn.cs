using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using static TorchSharp.torch;

namespace TorchSharp;

internal static partial class Native
{
    // native/nn_layers.cpp

    [LibraryImport(Lib)] internal static partial Tensor st_linear(Tensor x, Tensor weight, [MarshalUsing(typeof(OptionalTensor))] Tensor? bias);
    [LibraryImport(Lib)] internal static partial Tensor st_bilinear(Tensor x, Tensor y, Tensor weight, [MarshalUsing(typeof(OptionalTensor))] Tensor? bias);
    [LibraryImport(Lib)] internal static partial Tensor st_conv(Tensor x, Tensor weight, [MarshalUsing(typeof(OptionalTensor))] Tensor? bias, long n, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding, ReadOnlySpan<long> dilation, long groups);
    [LibraryImport(Lib)] internal static partial Tensor st_conv_same(Tensor x, Tensor weight, [MarshalUsing(typeof(OptionalTensor))] Tensor? bias, long n, ReadOnlySpan<long> stride, ReadOnlySpan<long> dilation, long groups);
    [LibraryImport(Lib)] internal static partial Tensor st_conv_transpose(Tensor x, Tensor weight, [MarshalUsing(typeof(OptionalTensor))] Tensor? bias, long n, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding, ReadOnlySpan<long> extra, long groups, ReadOnlySpan<long> dilation);
    [LibraryImport(Lib)] internal static partial Tensor st_embedding(Tensor x, Tensor weight, long padding_idx, int scale_grad_by_freq, int sparse);
    [LibraryImport(Lib)] internal static partial Done st_embedding_renorm_(Tensor weight, Tensor x, double max_norm, double norm_type);
    [LibraryImport(Lib)] internal static partial Done st_attention(Tensor query, Tensor key, Tensor value, long embed_dim, long heads, [MarshalUsing(typeof(OptionalTensor))] Tensor? in_weight, [MarshalUsing(typeof(OptionalTensor))] Tensor? q_weight, [MarshalUsing(typeof(OptionalTensor))] Tensor? k_weight, [MarshalUsing(typeof(OptionalTensor))] Tensor? v_weight, [MarshalUsing(typeof(OptionalTensor))] Tensor? in_bias, [MarshalUsing(typeof(OptionalTensor))] Tensor? bias_k, [MarshalUsing(typeof(OptionalTensor))] Tensor? bias_v, int add_zero_attn, double dropout, Tensor out_weight, [MarshalUsing(typeof(OptionalTensor))] Tensor? out_bias, int training, [MarshalUsing(typeof(OptionalTensor))] Tensor? key_padding_mask, int need_weights, [MarshalUsing(typeof(OptionalTensor))] Tensor? mask, out Tensor first, out Tensor second);
    [LibraryImport(Lib)] internal static partial Tensor st_batch_norm(Tensor x, [MarshalUsing(typeof(OptionalTensor))] Tensor? weight, [MarshalUsing(typeof(OptionalTensor))] Tensor? bias, [MarshalUsing(typeof(OptionalTensor))] Tensor? mean, [MarshalUsing(typeof(OptionalTensor))] Tensor? var, int training, double momentum, double eps);
    [LibraryImport(Lib)] internal static partial Tensor st_instance_norm(Tensor x, [MarshalUsing(typeof(OptionalTensor))] Tensor? weight, [MarshalUsing(typeof(OptionalTensor))] Tensor? bias, [MarshalUsing(typeof(OptionalTensor))] Tensor? mean, [MarshalUsing(typeof(OptionalTensor))] Tensor? var, int use_input_stats, double momentum, double eps);
    [LibraryImport(Lib)] internal static partial Tensor st_group_norm(Tensor x, long groups, [MarshalUsing(typeof(OptionalTensor))] Tensor? weight, [MarshalUsing(typeof(OptionalTensor))] Tensor? bias, double eps);
    [LibraryImport(Lib)] internal static partial Tensor st_layer_norm(Tensor x, ReadOnlySpan<long> shape, long n, [MarshalUsing(typeof(OptionalTensor))] Tensor? weight, [MarshalUsing(typeof(OptionalTensor))] Tensor? bias, double eps);
    [LibraryImport(Lib)] internal static partial Tensor st_local_response_norm(Tensor x, long size, double alpha, double beta, double k);
    [LibraryImport(Lib)] internal static partial Tensor st_normalize(Tensor x, double p, long dim, double eps);

    // native/nn_dropout.cpp

    [LibraryImport(Lib)] internal static partial Tensor st_dropout(Tensor x, double p, int training);
    [LibraryImport(Lib)] internal static partial Done st_dropout_(Tensor x, double p, int training);
    [LibraryImport(Lib)] internal static partial Tensor st_feature_dropout(Tensor x, double p, int training);
    [LibraryImport(Lib)] internal static partial Done st_feature_dropout_(Tensor x, double p, int training);
    [LibraryImport(Lib)] internal static partial Tensor st_alpha_dropout(Tensor x, double p, int training);
    [LibraryImport(Lib)] internal static partial Done st_alpha_dropout_(Tensor x, double p, int training);
    [LibraryImport(Lib)] internal static partial Tensor st_feature_alpha_dropout(Tensor x, double p, int training);
    [LibraryImport(Lib)] internal static partial Done st_feature_alpha_dropout_(Tensor x, double p, int training);

    // native/nn_activations.cpp

    [LibraryImport(Lib)] internal static partial Tensor st_relu(Tensor x);
    [LibraryImport(Lib)] internal static partial Done st_relu_(Tensor x);
    [LibraryImport(Lib)] internal static partial Tensor st_relu6(Tensor x);
    [LibraryImport(Lib)] internal static partial Done st_relu6_(Tensor x);
    [LibraryImport(Lib)] internal static partial Tensor st_leaky_relu(Tensor x, Number slope);
    [LibraryImport(Lib)] internal static partial Done st_leaky_relu_(Tensor x, Number slope);
    [LibraryImport(Lib)] internal static partial Tensor st_rrelu(Tensor x, Number lower, Number upper);
    [LibraryImport(Lib)] internal static partial Done st_rrelu_(Tensor x, Number lower, Number upper);
    [LibraryImport(Lib)] internal static partial Tensor st_prelu(Tensor x, Tensor weight);
    [LibraryImport(Lib)] internal static partial Tensor st_elu(Tensor x, Number alpha);
    [LibraryImport(Lib)] internal static partial Done st_elu_(Tensor x, Number alpha);
    [LibraryImport(Lib)] internal static partial Tensor st_celu(Tensor x, Number alpha);
    [LibraryImport(Lib)] internal static partial Done st_celu_(Tensor x, Number alpha);
    [LibraryImport(Lib)] internal static partial Tensor st_selu(Tensor x);
    [LibraryImport(Lib)] internal static partial Done st_selu_(Tensor x);
    [LibraryImport(Lib)] internal static partial Tensor st_gelu(Tensor x, int tanh);
    [LibraryImport(Lib)] internal static partial Done st_gelu_(Tensor x, int tanh);
    [LibraryImport(Lib)] internal static partial Tensor st_glu(Tensor x, long dim);
    [LibraryImport(Lib)] internal static partial Tensor st_silu(Tensor x);
    [LibraryImport(Lib)] internal static partial Done st_silu_(Tensor x);
    [LibraryImport(Lib)] internal static partial Tensor st_mish(Tensor x);
    [LibraryImport(Lib)] internal static partial Done st_mish_(Tensor x);
    [LibraryImport(Lib)] internal static partial Tensor st_sigmoid(Tensor x);
    [LibraryImport(Lib)] internal static partial Done st_sigmoid_(Tensor x);
    [LibraryImport(Lib)] internal static partial Tensor st_log_sigmoid(Tensor x);
    [LibraryImport(Lib)] internal static partial Done st_tanh_(Tensor x);
    [LibraryImport(Lib)] internal static partial Tensor st_hardsigmoid(Tensor x);
    [LibraryImport(Lib)] internal static partial Done st_hardsigmoid_(Tensor x);
    [LibraryImport(Lib)] internal static partial Tensor st_hardswish(Tensor x);
    [LibraryImport(Lib)] internal static partial Done st_hardswish_(Tensor x);
    [LibraryImport(Lib)] internal static partial Tensor st_hardtanh(Tensor x, Number low, Number high);
    [LibraryImport(Lib)] internal static partial Done st_hardtanh_(Tensor x, Number low, Number high);
    [LibraryImport(Lib)] internal static partial Tensor st_hardshrink(Tensor x, Number lambda);
    [LibraryImport(Lib)] internal static partial Tensor st_softshrink(Tensor x, Number lambda);
    [LibraryImport(Lib)] internal static partial Tensor st_threshold(Tensor x, Number threshold, Number value);
    [LibraryImport(Lib)] internal static partial Done st_threshold_(Tensor x, Number threshold, Number value);
    [LibraryImport(Lib)] internal static partial Tensor st_softplus(Tensor x, Number beta, Number threshold);
    [LibraryImport(Lib)] internal static partial Tensor st_softmax(Tensor x, long dim, sbyte dtype);
    [LibraryImport(Lib)] internal static partial Tensor st_log_softmax(Tensor x, long dim, sbyte dtype);

    // native/nn_pooling.cpp

    [LibraryImport(Lib)] internal static partial Tensor st_max_pool(Tensor x, long n, ReadOnlySpan<long> kernel, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding, ReadOnlySpan<long> dilation, int ceil_mode);
    [LibraryImport(Lib)] internal static partial Done st_max_pool_with_indices(Tensor x, long n, ReadOnlySpan<long> kernel, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding, ReadOnlySpan<long> dilation, int ceil_mode, out Tensor first, out Tensor second);
    [LibraryImport(Lib)] internal static partial Tensor st_max_unpool(Tensor x, Tensor indices, long n, ReadOnlySpan<long> kernel, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding, ReadOnlySpan<long> size, long sizes);
    [LibraryImport(Lib)] internal static partial Tensor st_avg_pool1d(Tensor x, ReadOnlySpan<long> kernel, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding, int ceil_mode, int count_include_pad);
    [LibraryImport(Lib)] internal static partial Tensor st_avg_pool2d(Tensor x, ReadOnlySpan<long> kernel, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding, int ceil_mode, int count_include_pad, long divisor);
    [LibraryImport(Lib)] internal static partial Tensor st_avg_pool3d(Tensor x, ReadOnlySpan<long> kernel, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding, int ceil_mode, int count_include_pad, long divisor);
    [LibraryImport(Lib)] internal static partial Tensor st_lp_pool1d(Tensor x, double norm, long kernel, long stride, int ceil_mode);
    [LibraryImport(Lib)] internal static partial Tensor st_lp_pool2d(Tensor x, double norm, ReadOnlySpan<long> kernel, ReadOnlySpan<long> stride, int ceil_mode);
    [LibraryImport(Lib)] internal static partial Tensor st_adaptive_avg_pool(Tensor x, long rank, ReadOnlySpan<long> size, long n);
    [LibraryImport(Lib)] internal static partial Done st_adaptive_max_pool(Tensor x, long rank, ReadOnlySpan<long> size, long n, out Tensor first, out Tensor second);

    // native/nn_losses.cpp

    [LibraryImport(Lib)] internal static partial Tensor st_cross_entropy(Tensor x, Tensor target, [MarshalUsing(typeof(OptionalTensor))] Tensor? weight, int reduction, long ignore_index, double label_smoothing);
    [LibraryImport(Lib)] internal static partial Tensor st_nll_loss(Tensor x, Tensor target, [MarshalUsing(typeof(OptionalTensor))] Tensor? weight, int reduction);
    [LibraryImport(Lib)] internal static partial Tensor st_multi_margin_loss(Tensor x, Tensor target, long p, double margin, [MarshalUsing(typeof(OptionalTensor))] Tensor? weight, int reduction);
    [LibraryImport(Lib)] internal static partial Tensor st_multilabel_margin_loss(Tensor x, Tensor target, int reduction);
    [LibraryImport(Lib)] internal static partial Tensor st_multilabel_soft_margin_loss(Tensor x, Tensor target, [MarshalUsing(typeof(OptionalTensor))] Tensor? weight, int reduction);
    [LibraryImport(Lib)] internal static partial Tensor st_ctc_loss(Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths, long blank, int reduction, int zero_infinity);
    [LibraryImport(Lib)] internal static partial Tensor st_bce_with_logits(Tensor x, Tensor target, [MarshalUsing(typeof(OptionalTensor))] Tensor? weight, [MarshalUsing(typeof(OptionalTensor))] Tensor? pos_weight, int reduction);
    [LibraryImport(Lib)] internal static partial Tensor st_binary_cross_entropy(Tensor x, Tensor target, [MarshalUsing(typeof(OptionalTensor))] Tensor? weight, int reduction);
    [LibraryImport(Lib)] internal static partial Tensor st_kl_div(Tensor x, Tensor target, int reduction, int log_target);
    [LibraryImport(Lib)] internal static partial Tensor st_poisson_nll_loss(Tensor x, Tensor target, int log_input, int full, double eps, int reduction);
    [LibraryImport(Lib)] internal static partial Tensor st_mse_loss(Tensor x, Tensor target, int reduction);
    [LibraryImport(Lib)] internal static partial Tensor st_l1_loss(Tensor x, Tensor target, int reduction);
    [LibraryImport(Lib)] internal static partial Tensor st_smooth_l1_loss(Tensor x, Tensor target, double beta, int reduction);
    [LibraryImport(Lib)] internal static partial Tensor st_huber_loss(Tensor x, Tensor target, double delta, int reduction);
    [LibraryImport(Lib)] internal static partial Tensor st_soft_margin_loss(Tensor x, Tensor target, int reduction);
    [LibraryImport(Lib)] internal static partial Tensor st_hinge_embedding_loss(Tensor x, Tensor target, double margin, int reduction);
    [LibraryImport(Lib)] internal static partial Tensor st_cosine_embedding_loss(Tensor x, Tensor y, Tensor target, double margin, int reduction);
    [LibraryImport(Lib)] internal static partial Tensor st_margin_ranking_loss(Tensor x, Tensor y, Tensor target, double margin, int reduction);
    [LibraryImport(Lib)] internal static partial Tensor st_triplet_margin_loss(Tensor anchor, Tensor positive, Tensor negative, double margin, double p, double eps, int swap, int reduction);
    [LibraryImport(Lib)] internal static partial Tensor st_cosine_similarity(Tensor x, Tensor y, long dim, double eps);
    [LibraryImport(Lib)] internal static partial Tensor st_pairwise_distance(Tensor x, Tensor y, double p, double eps, int keepdim);

    // native/nn_vision.cpp

    [LibraryImport(Lib)] internal static partial Tensor st_pad(Tensor x, ReadOnlySpan<long> pad, long n, int mode, double value);
    [LibraryImport(Lib)] internal static partial Tensor st_interpolate(Tensor x, ReadOnlySpan<long> size, long sizes, ReadOnlySpan<double> scale, long scales, int mode, int align_corners, int recompute, int antialias);
    [LibraryImport(Lib)] internal static partial Tensor st_grid_sample(Tensor x, Tensor grid, int mode, int padding, int align_corners);
    [LibraryImport(Lib)] internal static partial Tensor st_affine_grid(Tensor theta, ReadOnlySpan<long> size, long n, int align_corners);
    [LibraryImport(Lib)] internal static partial Tensor st_col2im(Tensor x, ReadOnlySpan<long> size, ReadOnlySpan<long> kernel, ReadOnlySpan<long> dilation, ReadOnlySpan<long> padding, ReadOnlySpan<long> stride);
    [LibraryImport(Lib)] internal static partial Tensor st_im2col(Tensor x, ReadOnlySpan<long> kernel, ReadOnlySpan<long> dilation, ReadOnlySpan<long> padding, ReadOnlySpan<long> stride);
    [LibraryImport(Lib)] internal static partial Tensor st_pixel_shuffle(Tensor x, long factor);
    [LibraryImport(Lib)] internal static partial Tensor st_pixel_unshuffle(Tensor x, long factor);
    [LibraryImport(Lib)] internal static partial Tensor st_channel_shuffle(Tensor x, long groups);
    [LibraryImport(Lib)] internal static partial Tensor st_one_hot(Tensor x, long classes);

    // native/nn_init.cpp

    [LibraryImport(Lib)] internal static partial Done st_init_gain(int kind, double param, out double gain);
    [LibraryImport(Lib)] internal static partial Done st_init_dirac_(Tensor t);
    [LibraryImport(Lib)] internal static partial Done st_init_eye_(Tensor t);
    [LibraryImport(Lib)] internal static partial Done st_init_orthogonal_(Tensor t, double gain);
    [LibraryImport(Lib)] internal static partial Done st_init_sparse_(Tensor t, double sparsity, double std);
    [LibraryImport(Lib)] internal static partial Done st_init_xavier_uniform_(Tensor t, double gain);
    [LibraryImport(Lib)] internal static partial Done st_init_xavier_normal_(Tensor t, double gain);
    [LibraryImport(Lib)] internal static partial Done st_init_trunc_normal_(Tensor t, double mean, double std, double a, double b, [MarshalUsing(typeof(OptionalGenerator))] Generator? g);
    [LibraryImport(Lib)] internal static partial Done st_init_kaiming_uniform_(Tensor t, double a, int fan_out, int kind);
    [LibraryImport(Lib)] internal static partial Done st_init_kaiming_normal_(Tensor t, double a, int fan_out, int kind);

    // native/nn_utils.cpp

    [LibraryImport(Lib)] internal static partial Done st_clip_grad_norm_(ReadOnlySpan<IntPtr> tensors, long n, double max_norm, double norm_type, out double norm);
    [LibraryImport(Lib)] internal static partial Done st_clip_grad_value_(ReadOnlySpan<IntPtr> tensors, long n, double limit);
    [LibraryImport(Lib)] internal static partial Tensor st_parameters_to_vector(ReadOnlySpan<IntPtr> tensors, long n);
    [LibraryImport(Lib)] internal static partial Done st_vector_to_parameters(Tensor vector, ReadOnlySpan<IntPtr> tensors, long n);
    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)] internal static partial Done st_save(Tensor t, string path);
    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)] internal static partial Tensor st_load(string path);
}
