using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        // drawn in place

        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => After(st_bernoulli_(this, p, generator));
        public Tensor bernoulli_(Tensor p, Generator? generator = null) => After(st_bernoulli_tensor_(this, p, generator));
        public Tensor cauchy_(double median = 0, double sigma = 1, Generator? generator = null) => After(st_cauchy_(this, median, sigma, generator));
        public Tensor exponential_(double lambda = 1, Generator? generator = null) => After(st_exponential_(this, lambda, generator));
        public Tensor geometric_(double p, Generator? generator = null) => After(st_geometric_(this, p, generator));
        public Tensor log_normal_(double mean = 0, double std = 1, Generator? generator = null) => After(st_log_normal_(this, mean, std, generator));
        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) => After(st_normal_(this, mean, std, generator));
        public Tensor random_(double from, double to, Generator? generator = null) => After(st_random_(this, (long)from, (long)to, generator));
        public Tensor uniform_(double from, double to, Generator? generator = null) => After(st_uniform_(this, from, to, generator));

        // drawn by the probabilities, counts or rates that this tensor holds

        public Tensor bernoulli(Generator? generator = null) => st_bernoulli(this, generator);
        public Tensor binomial(Tensor prob, Generator? generator = null) => st_binomial(this, prob, generator);
        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) => st_multinomial(this, num_samples, replacement.Int(), generator);
        public Tensor poisson(Generator? generator = null) => st_poisson(this, generator);
    }
}
