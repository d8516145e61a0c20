// Layers with weights, and normalisations.
#include "nn.h"

using namespace boundary;
using namespace nn;

// linear and convolution

TENSOR(linear, (T x, T weight, T bias), at::linear(*x, *weight, optional(bias)))
TENSOR(bilinear, (T x, T y, T weight, T bias), at::bilinear(*x, *y, *weight, optional(bias)))
TENSOR(conv, (T x, T weight, T bias, int64_t n, Ints stride, Ints padding, Ints dilation, int64_t groups),
       by_rank(n, [&] { return at::conv1d(*x, *weight, optional(bias), ints(stride, n), ints(padding, n), ints(dilation, n), groups); },
               [&] { return at::conv2d(*x, *weight, optional(bias), ints(stride, n), ints(padding, n), ints(dilation, n), groups); },
               [&] { return at::conv3d(*x, *weight, optional(bias), ints(stride, n), ints(padding, n), ints(dilation, n), groups); }))
TENSOR(conv_same, (T x, T weight, T bias, int64_t n, Ints stride, Ints dilation, int64_t groups),
       by_rank(n, [&] { return at::conv1d(*x, *weight, optional(bias), ints(stride, n), "same", ints(dilation, n), groups); },
               [&] { return at::conv2d(*x, *weight, optional(bias), ints(stride, n), "same", ints(dilation, n), groups); },
               [&] { return at::conv3d(*x, *weight, optional(bias), ints(stride, n), "same", ints(dilation, n), groups); }))
TENSOR(conv_transpose, (T x, T weight, T bias, int64_t n, Ints stride, Ints padding, Ints extra, int64_t groups, Ints dilation),
       by_rank(n, [&] { return at::conv_transpose1d(*x, *weight, optional(bias), ints(stride, n), ints(padding, n), ints(extra, n), groups, ints(dilation, n)); },
               [&] { return at::conv_transpose2d(*x, *weight, optional(bias), ints(stride, n), ints(padding, n), ints(extra, n), groups, ints(dilation, n)); },
               [&] { return at::conv_transpose3d(*x, *weight, optional(bias), ints(stride, n), ints(padding, n), ints(extra, n), groups, ints(dilation, n)); }))

// embedding and attention

TENSOR(embedding, (T x, T weight, int64_t padding_idx, int scale_grad_by_freq, int sparse), at::embedding(*weight, *x, padding_idx, scale_grad_by_freq != 0, sparse != 0))
INPLACE(embedding_renorm_, (T weight, T x, double max_norm, double norm_type), at::embedding_renorm_(*weight, x->contiguous(), max_norm, norm_type))
PAIR(attention, (T query, T key, T value, int64_t embed_dim, int64_t heads, T in_weight, T q_weight, T k_weight, T v_weight, T in_bias, T bias_k, T bias_v,
                 int add_zero_attn, double dropout, T out_weight, T out_bias, int training, T key_padding_mask, int need_weights, T mask, T* first, T* second),
     F::multi_head_attention_forward(*query, *key, *value,
         F::MultiheadAttentionForwardFuncOptions(embed_dim, heads, maybe(in_weight), maybe(in_bias), maybe(bias_k), maybe(bias_v), add_zero_attn != 0, dropout, *out_weight, maybe(out_bias))
             .training(training != 0).key_padding_mask(maybe(key_padding_mask)).need_weights(need_weights != 0).attn_mask(maybe(mask))
             .use_separate_proj_weight(q_weight != nullptr).q_proj_weight(maybe(q_weight)).k_proj_weight(maybe(k_weight)).v_proj_weight(maybe(v_weight))))

// normalisation

TENSOR(batch_norm, (T x, T weight, T bias, T mean, T var, int training, double momentum, double eps),
       // Not at::batch_norm, with which TorchSharp makes NaN of a training batch with one value a channel instead of refusing it.
       F::batch_norm(*x, optional(mean).value_or(Tensor()), optional(var).value_or(Tensor()),
                     F::BatchNormFuncOptions().weight(optional(weight).value_or(Tensor())).bias(optional(bias).value_or(Tensor()))
                         .training(training != 0).momentum(momentum).eps(eps)))
TENSOR(instance_norm, (T x, T weight, T bias, T mean, T var, int use_input_stats, double momentum, double eps),
       at::instance_norm(*x, optional(weight), optional(bias), optional(mean), optional(var), use_input_stats != 0, momentum, eps, /*cudnn_enabled=*/true))
TENSOR(group_norm, (T x, int64_t groups, T weight, T bias, double eps), at::group_norm(*x, groups, optional(weight), optional(bias), eps))
TENSOR(layer_norm, (T x, Ints shape, int64_t n, T weight, T bias, double eps), at::layer_norm(*x, ints(shape, n), optional(weight), optional(bias), eps))
TENSOR(local_response_norm, (T x, int64_t size, double alpha, double beta, double k),
       F::local_response_norm(*x, F::LocalResponseNormFuncOptions(size).alpha(alpha).beta(beta).k(k)))
TENSOR(normalize, (T x, double p, int64_t dim, double eps), F::normalize(*x, F::NormalizeFuncOptions().p(p).dim(dim).eps(eps)))
