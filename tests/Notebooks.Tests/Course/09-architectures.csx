// %% 09.1 forgets the groups
long KernelWeights(int inputs, int outputs, int size, int groups) =>
    (long)inputs * outputs * size * size;

// %% 09.1 divides both sides by the groups
long KernelWeights(int inputs, int outputs, int size, int groups) =>
    (long)(inputs / groups) * (outputs / groups) * size * size;

// %% 09.1 takes the kernel's side for its area
long KernelWeights(int inputs, int outputs, int size, int groups) =>
    (long)inputs / groups * outputs * size;

// %% 09.2 computes at every pixel of the input
long MultiplyAdds(int inputs, int outputs, int size, int groups, int stride, int height,
    int width) => KernelWeights(inputs, outputs, size, groups) * height * width;

// %% 09.2 divides the area by the stride once
long MultiplyAdds(int inputs, int outputs, int size, int groups, int stride, int height,
    int width) => KernelWeights(inputs, outputs, size, groups) * height * width / stride;

// %% 09.2 rounds down
long MultiplyAdds(int inputs, int outputs, int size, int groups, int stride, int height, int width)
    => KernelWeights(inputs, outputs, size, groups) * (height / stride) * (width / stride);

// %% 09.3 forgets the depthwise part
double times = 9;

// %% 09.3 forgets the pointwise part
double times = 128;

// %% 09.3 gives every channel of the output a kernel of its own
double times = 9.0 * 64 * 128 / (9 * 128 + 64 * 128);

// %% 09.4 adds after the last ReLU
Tensor ResidualBlock(Tensor x, Tensor first, Tensor second) =>
    x + relu(conv2d(relu(conv2d(x, first, padding: [1, 1])), second, padding: [1, 1]));

// %% 09.4 forgets the ReLU in the middle
Tensor ResidualBlock(Tensor x, Tensor first, Tensor second) =>
    relu(x + conv2d(conv2d(x, first, padding: [1, 1]), second, padding: [1, 1]));

// %% 09.4 leads the shortcut round the second convolution only
Tensor ResidualBlock(Tensor x, Tensor first, Tensor second)
{
    var hidden = relu(conv2d(x, first, padding: [1, 1]));
    return relu(hidden + conv2d(hidden, second, padding: [1, 1]));
}

// %% 09.4 does not pad
Tensor ResidualBlock(Tensor x, Tensor first, Tensor second) =>
    relu(x + conv2d(relu(conv2d(x, first)), second));

// %% 09.5 shares one between all channels
Tensor Excited(Tensor x, Tensor squeeze, Tensor excite) =>
    x * softmax(relu(x.mean([2, 3]).mm(squeeze.T)).mm(excite.T), 1).unsqueeze(-1).unsqueeze(-1);

// %% 09.5 adds in place of multiplying
Tensor Excited(Tensor x, Tensor squeeze, Tensor excite) =>
    x + relu(x.mean([2, 3]).mm(squeeze.T)).mm(excite.T).sigmoid().unsqueeze(-1).unsqueeze(-1);

// %% 09.5 takes the mean over the whole batch
Tensor Excited(Tensor x, Tensor squeeze, Tensor excite) => x * relu(x.mean([0, 2, 3])
    .unsqueeze(0).mm(squeeze.T)).mm(excite.T).sigmoid().unsqueeze(-1).unsqueeze(-1);

// %% 09.5 forgets the bend in the middle
Tensor Excited(Tensor x, Tensor squeeze, Tensor excite) =>
    x * x.mean([2, 3]).mm(squeeze.T).mm(excite.T).sigmoid().unsqueeze(-1).unsqueeze(-1);

// %% 09.6 gives the standard deviation
(double Mean, double Error) Difference(double[] a, double[] b)
{
    var differences = a.Zip(b, (one, other) => one - other).ToArray();
    var mean = differences.Average();
    return (mean, Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / (a.Length - 1)));
}

// %% 09.6 divides by n both times
(double Mean, double Error) Difference(double[] a, double[] b)
{
    var differences = a.Zip(b, (one, other) => one - other).ToArray();
    var mean = differences.Average();
    return (mean, Math.Sqrt(differences.Average(d => (d - mean) * (d - mean)) / a.Length));
}

// %% 09.6 forgets that they are pairs
(double Mean, double Error) Difference(double[] a, double[] b)
{
    double Spread(double[] of) => of.Sum(x => Math.Pow(x - of.Average(), 2)) / (of.Length - 1);
    return (a.Average() - b.Average(), Math.Sqrt((Spread(a) + Spread(b)) / a.Length));
}
