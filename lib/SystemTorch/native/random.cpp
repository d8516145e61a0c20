// Random numbers drawn into a tensor, or by the probabilities that a tensor holds.
#include "arguments.h"

using namespace boundary;
using arguments::random;

INPLACE(bernoulli_, (T a, double p, void* g), a->bernoulli_(p, random(g)))
INPLACE(bernoulli_tensor_, (T a, T p, void* g), a->bernoulli_(*p, random(g)))
INPLACE(cauchy_, (T a, double median, double sigma, void* g), a->cauchy_(median, sigma, random(g)))
INPLACE(exponential_, (T a, double lambda, void* g), a->exponential_(lambda, random(g)))
INPLACE(geometric_, (T a, double p, void* g), a->geometric_(p, random(g)))
INPLACE(log_normal_, (T a, double mean, double std, void* g), a->log_normal_(mean, std, random(g)))
INPLACE(normal_, (T a, double mean, double std, void* g), a->normal_(mean, std, random(g)))
INPLACE(random_, (T a, int64_t low, int64_t high, void* g), a->random_(low, high, random(g)))
INPLACE(uniform_, (T a, double low, double high, void* g), a->uniform_(low, high, random(g)))
TENSOR(bernoulli, (T a, void* g), a->bernoulli(random(g)))
TENSOR(binomial, (T count, T p, void* g), at::binomial(*count, *p, random(g)))
TENSOR(multinomial, (T a, int64_t n, int replacement, void* g), a->multinomial(n, replacement != 0, random(g)))
TENSOR(poisson, (T a, void* g), at::poisson(*a, random(g)))
