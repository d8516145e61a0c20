// %% 03.1 leaves the picture in the corner
Tensor Framed(Tensor image, int border) => pad(image, [0, 2 * border, 0, 2 * border]);

// %% 03.1 makes room on one side only
Tensor Framed(Tensor image, int border) => pad(image, [border, 0, border, 0]);

// %% 03.1 repeats the edge
Tensor Framed(Tensor image, int border) =>
    pad(image.unsqueeze(0).unsqueeze(0), [border, border, border, border], PaddingModes.Replicate)[0, 0];

// %% 03.2 forgets the first place
int MapSize(int size, int kernel, int padding, int stride, int dilation) =>
    (size + 2 * padding - dilation * (kernel - 1) - 1) / stride;

// %% 03.2 pads one side only
int MapSize(int size, int kernel, int padding, int stride, int dilation) =>
    (size + padding - dilation * (kernel - 1) - 1) / stride + 1;

// %% 03.2 spreads the kernel by multiplying its size
int MapSize(int size, int kernel, int padding, int stride, int dilation) =>
    (size + 2 * padding - dilation * kernel) / stride + 1;

// %% 03.3 forgets the dilation
int KeepsSize(int kernel, int dilation) => (kernel - 1) / 2;

// %% 03.3 takes what both sides need together
int KeepsSize(int kernel, int dilation) => dilation * (kernel - 1);

// %% 03.3 halves the spread kernel's size wrongly
int KeepsSize(int kernel, int dilation) => dilation * kernel / 2;

// %% 03.4 takes the stride before the kernel
int ReceptiveField((int Kernel, int Stride, int Dilation)[] layers)
{
    var (field, jump) = (1, 1);
    foreach (var (kernel, stride, dilation) in layers)
    {
        jump *= stride;
        field += (kernel - 1) * dilation * jump;
    }
    return field;
}

// %% 03.4 forgets the strides
int ReceptiveField((int Kernel, int Stride, int Dilation)[] layers) =>
    1 + layers.Sum(layer => (layer.Kernel - 1) * layer.Dilation);

// %% 03.4 multiplies the kernels
int ReceptiveField((int Kernel, int Stride, int Dilation)[] layers) =>
    layers.Aggregate(1, (field, layer) => field * layer.Kernel * layer.Dilation);

// %% 03.5 counts the columns that are touched
int FieldOf(Func<Tensor, Tensor> network, int size)
{
    var input = zeros(1, 1, size, size, requires_grad: true);
    var output = network(input);
    output[0, 0, output.shape[2] / 2, output.shape[3] / 2].backward();
    return (int)input.grad[0, 0].abs().amax(0).nonzero().shape[0];
}

// %% 03.5 looks at the corner of the map
int FieldOf(Func<Tensor, Tensor> network, int size)
{
    var input = zeros(1, 1, size, size, requires_grad: true);
    network(input)[0, 0, 0, 0].backward();
    var columns = input.grad[0, 0].abs().amax(0).nonzero();
    return (int)(columns.max() - columns.min()).item<long>() + 1;
}

// %% 03.5 asks the whole map
int FieldOf(Func<Tensor, Tensor> network, int size)
{
    var input = zeros(1, 1, size, size, requires_grad: true);
    network(input).sum().backward();
    var columns = input.grad[0, 0].abs().amax(0).nonzero();
    return (int)(columns.max() - columns.min()).item<long>() + 1;
}

// %% 03.6 leaves holes
(int Kernel, int Stride, int Dilation)[] Design() =>
    [(3, 1, 2), (3, 1, 4), (3, 1, 8), (3, 1, 16), (3, 1, 32)];

// %% 03.6 makes the map smaller
(int Kernel, int Stride, int Dilation)[] Design() =>
    [(3, 2, 1), (3, 2, 1), (3, 2, 1), (3, 2, 1), (3, 2, 1)];

// %% 03.6 takes one very spread kernel
(int Kernel, int Stride, int Dilation)[] Design() => [(3, 1, 1), (3, 1, 31)];
