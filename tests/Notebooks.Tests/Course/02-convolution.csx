// %% 02.1 adds before it multiplies
float At(Tensor patch, Tensor kernel) => (patch.sum() * kernel.sum()).item<float>();

// %% 02.1 multiplies as matrices
float At(Tensor patch, Tensor kernel) => patch.mm(kernel).sum().item<float>();

// %% 02.1 takes the mean
float At(Tensor patch, Tensor kernel) => (patch * kernel).mean().item<float>();

// %% 02.2 turns the kernel upside down
Tensor Convolve(Tensor image, Tensor kernel) =>
    conv2d(image[TensorIndex.None, TensorIndex.None],
        kernel.flip(0, 1)[TensorIndex.None, TensorIndex.None])[0, 0];

// %% 02.2 pads the border
Tensor Convolve(Tensor image, Tensor kernel) =>
    conv2d(image[TensorIndex.None, TensorIndex.None],
        kernel[TensorIndex.None, TensorIndex.None], padding: new long[] { 1, 1 })[0, 0];

// %% 02.2 forgets the last row and column
Tensor Convolve(Tensor image, Tensor kernel)
{
    var (rows, columns) = (kernel.shape[0], kernel.shape[1]);
    var map = zeros(image.shape[0] - rows, image.shape[1] - columns);
    for (var y = 0L; y < map.shape[0]; y++)
        for (var x = 0L; x < map.shape[1]; x++)
            map[y, x] = (image[TensorIndex.Slice(y, y + rows), TensorIndex.Slice(x, x + columns)]
                * kernel).sum();
    return map;
}

// %% 02.3 with padding
long products = 32 * 32 * 16 * 27;

// %% 02.3 forgets the input channels
long products = 30 * 30 * 16 * 9;

// %% 02.3 counts the weights
long products = 16 * 27;

// %% 02.4 makes the picture brighter
Tensor Blur(int size) => ones(size, size);

// %% 02.4 divides by the side
Tensor Blur(int size) => ones(size, size) / size;

// %% 02.5 takes the details alone
Tensor Sharpen()
{
    var same = zeros(3, 3);
    same[1, 1] = 1;
    return same - ones(3, 3) / 9;
}

// %% 02.5 uses a kernel found somewhere
Tensor Sharpen() => tensor(new float[,] { { 0, -1, 0 }, { -1, 5, -1 }, { 0, -1, 0 } });

// %% 02.6 takes the first channel's kernel for all three
Tensor ConvolveColour(Tensor image, Tensor kernels) => stack(Enumerable
    .Range(0, (int)kernels.shape[0]).Select(k => Convolve(image[0], kernels[k, 0])
        + Convolve(image[1], kernels[k, 0]) + Convolve(image[2], kernels[k, 0])).ToArray());

// %% 02.6 takes the mean of the channels
Tensor ConvolveColour(Tensor image, Tensor kernels) =>
    conv2d(image.unsqueeze(0), kernels)[0] / 3;
