// %% 07.1 evens every picture by itself
Tensor Standardize(Tensor x) => (x - x.mean([2, 3], keepdim: true))
    / (x.var([2, 3], unbiased: false, keepdim: true) + 1e-5).sqrt();

// %% 07.1 has one mean for each place
Tensor Standardize(Tensor x) => (x - x.mean([0], keepdim: true))
    / (x.var([0], unbiased: false, keepdim: true) + 1e-5).sqrt();

// %% 07.1 forgets epsilon
Tensor Standardize(Tensor x) => (x - x.mean([0, 2, 3], keepdim: true))
    / x.var([0, 2, 3], unbiased: false, keepdim: true).sqrt();

// %% 07.2 takes Keras's momentum for PyTorch's
double RunningAverage(double[] batchMeans, double start, double momentum) =>
    batchMeans.Aggregate(start, (average, mean) => momentum * average + (1 - momentum) * mean);

// %% 07.2 takes the plain mean
double RunningAverage(double[] batchMeans, double start, double momentum) => batchMeans.Average();

// %% 07.2 begins at zero
double RunningAverage(double[] batchMeans, double start, double momentum) =>
    batchMeans.Aggregate(0.0, (average, mean) => (1 - momentum) * average + momentum * mean);

// %% 07.3 takes PyTorch's momentum of 0.1
int steps = 44;

// %% 07.3 reads it off the curve for a tenth
int steps = 230;

// %% 07.3 stops one step too early
int steps = 458;

// %% 07.4 does not make up for what is dropped
Tensor Drop(Tensor x, Tensor chance, double p, bool training) => training ? x * chance.ge(p) : x;

// %% 07.4 divides by p
Tensor Drop(Tensor x, Tensor chance, double p, bool training) =>
    training ? x * chance.ge(p) / p : x;

// %% 07.4 drops afterwards too
Tensor Drop(Tensor x, Tensor chance, double p, bool training) => x * chance.ge(p) / (1 - p);

// %% 07.5 takes no_grad() for eval()
Tensor Ask(nn.Module<Tensor, Tensor> network, Tensor pictures)
{
    using var nothing = no_grad();
    return network.forward(pictures);
}

// %% 07.5 leaves the switch at eval
Tensor Ask(nn.Module<Tensor, Tensor> network, Tensor pictures)
{
    network.eval();
    using var nothing = no_grad();
    return network.forward(pictures);
}

// %% 07.5 always switches to training afterwards
Tensor Ask(nn.Module<Tensor, Tensor> network, Tensor pictures)
{
    network.eval();
    using var nothing = no_grad();
    var said = network.forward(pictures);
    network.train();
    return said;
}

// %% 07.6 divides by the variance
(Tensor Kernels, Tensor Bias) Folded(Tensor kernels, Tensor mean, Tensor variance,
    Tensor gamma, Tensor beta)
{
    var scale = gamma / (variance + 1e-5);
    return (kernels * scale.reshape(-1, 1, 1, 1), beta - mean * scale);
}

// %% 07.6 does not scale the mean
(Tensor Kernels, Tensor Bias) Folded(Tensor kernels, Tensor mean, Tensor variance,
    Tensor gamma, Tensor beta)
{
    var scale = gamma / (variance + 1e-5).sqrt();
    return (kernels * scale.reshape(-1, 1, 1, 1), beta - mean);
}

// %% 07.6 scales the width of the kernels instead of the output channels
(Tensor Kernels, Tensor Bias) Folded(Tensor kernels, Tensor mean, Tensor variance,
    Tensor gamma, Tensor beta)
{
    var scale = gamma / (variance + 1e-5).sqrt();
    return (kernels * scale, beta - mean * scale);
}
