// Losses and distances; reduction: 0 none, 1 mean, 2 sum.
#include "nn.h"

using namespace boundary;
using namespace nn;

// of classes

TENSOR(cross_entropy, (T x, T target, T weight, int reduction, int64_t ignore_index, double label_smoothing),
       F::cross_entropy(*x, *target, reduced(F::CrossEntropyFuncOptions().weight(maybe(weight)).ignore_index(ignore_index).label_smoothing(label_smoothing), reduction)))
TENSOR(nll_loss, (T x, T target, T weight, int reduction), F::nll_loss(*x, *target, reduced(F::NLLLossFuncOptions().weight(maybe(weight)), reduction)))
TENSOR(multi_margin_loss, (T x, T target, int64_t p, double margin, T weight, int reduction),
       F::multi_margin_loss(*x, *target, reduced(F::MultiMarginLossFuncOptions().p(p).margin(margin).weight(maybe(weight)), reduction)))
TENSOR(multilabel_margin_loss, (T x, T target, int reduction), F::multilabel_margin_loss(*x, *target, reduced(F::MultilabelMarginLossFuncOptions(), reduction)))
TENSOR(multilabel_soft_margin_loss, (T x, T target, T weight, int reduction),
       F::multilabel_soft_margin_loss(*x, *target, reduced(F::MultilabelSoftMarginLossFuncOptions().weight(maybe(weight)), reduction)))
TENSOR(ctc_loss, (T log_probs, T targets, T input_lengths, T target_lengths, int64_t blank, int reduction, int zero_infinity),
       at::ctc_loss(*log_probs, *targets, *input_lengths, *target_lengths, blank, reduction, zero_infinity != 0))

// of probabilities

TENSOR(bce_with_logits, (T x, T target, T weight, T pos_weight, int reduction),
       F::binary_cross_entropy_with_logits(*x, *target, reduced(F::BinaryCrossEntropyWithLogitsFuncOptions().weight(maybe(weight)).pos_weight(maybe(pos_weight)), reduction)))
TENSOR(binary_cross_entropy, (T x, T target, T weight, int reduction),
       F::binary_cross_entropy(*x, *target, reduced(F::BinaryCrossEntropyFuncOptions().weight(maybe(weight)), reduction)))
TENSOR(kl_div, (T x, T target, int reduction, int log_target), at::kl_div(*x, *target, reduction, log_target != 0))
TENSOR(poisson_nll_loss, (T x, T target, int log_input, int full, double eps, int reduction),
       F::poisson_nll_loss(*x, *target, reduced(F::PoissonNLLLossFuncOptions().log_input(log_input != 0).full(full != 0).eps(eps), reduction)))

// of values

TENSOR(mse_loss, (T x, T target, int reduction), F::mse_loss(*x, *target, reduced(F::MSELossFuncOptions(), reduction)))
TENSOR(l1_loss, (T x, T target, int reduction), F::l1_loss(*x, *target, reduced(F::L1LossFuncOptions(), reduction)))
TENSOR(smooth_l1_loss, (T x, T target, double beta, int reduction), F::smooth_l1_loss(*x, *target, reduced(F::SmoothL1LossFuncOptions(), reduction), beta))
TENSOR(huber_loss, (T x, T target, double delta, int reduction), F::huber_loss(*x, *target, reduced(F::HuberLossFuncOptions().delta(delta), reduction)))

// of pairs and triplets

TENSOR(soft_margin_loss, (T x, T target, int reduction), F::soft_margin_loss(*x, *target, reduced(F::SoftMarginLossFuncOptions(), reduction)))
TENSOR(hinge_embedding_loss, (T x, T target, double margin, int reduction),
       F::hinge_embedding_loss(*x, *target, reduced(F::HingeEmbeddingLossFuncOptions().margin(margin), reduction)))
TENSOR(cosine_embedding_loss, (T x, T y, T target, double margin, int reduction),
       F::cosine_embedding_loss(*x, *y, *target, reduced(F::CosineEmbeddingLossFuncOptions().margin(margin), reduction)))
TENSOR(margin_ranking_loss, (T x, T y, T target, double margin, int reduction),
       F::margin_ranking_loss(*x, *y, *target, reduced(F::MarginRankingLossFuncOptions().margin(margin), reduction)))
TENSOR(triplet_margin_loss, (T anchor, T positive, T negative, double margin, double p, double eps, int swap, int reduction),
       at::triplet_margin_loss(*anchor, *positive, *negative, margin, p, eps, swap != 0, reduction))
TENSOR(cosine_similarity, (T x, T y, int64_t dim, double eps), at::cosine_similarity(*x, *y, dim, eps))
TENSOR(pairwise_distance, (T x, T y, double p, double eps, int keepdim), at::pairwise_distance(*x, *y, p, eps, keepdim != 0))
