// %% 04.1 begins with zero
Tensor Largest(Tensor map, int size) =>
    max_pool2d(map.unsqueeze(0).unsqueeze(0).clamp_min(0), size)[0, 0];

// %% 04.1 lets the squares overlap
Tensor Largest(Tensor map, int size) =>
    max_pool2d(map.unsqueeze(0).unsqueeze(0), size, stride: 1)[0, 0];

// %% 04.1 keeps the left-over
Tensor Largest(Tensor map, int size) =>
    max_pool2d(map.unsqueeze(0).unsqueeze(0), size, ceil_mode: true)[0, 0];

// %% 04.2 says how many it has
long fewer = 512L * 7 * 7 * 4096;

// %% 04.2 says how many are left
long fewer = 512L * 4096;

// %% 04.2 takes one mean for all channels
long fewer = (512L * 7 * 7 - 1) * 4096;

// %% 04.3 lets it come back on the other side
Tensor Shifted(Tensor image, int pixels) => image.roll(pixels, 2);

// %% 04.3 moves it down
Tensor Shifted(Tensor image, int pixels) =>
    pad(image, [0, 0, pixels, -pixels]);

// %% 04.3 moves it the other way
Tensor Shifted(Tensor image, int pixels) => pad(image, [-pixels, pixels]);

// %% 04.4 skips first, then blurs
Tensor BlurAndSkip(Tensor image)
{
    var kernel = tensor(new float[] { 1, 2, 1, 2, 4, 2, 1, 2, 1 }).reshape(1, 1, 3, 3) / 16;
    var skipped = image[TensorIndex.Ellipsis, TensorIndex.Slice(0, null, 2), TensorIndex.Slice(0, null, 2)];
    return conv2d(pad(skipped, [1, 1, 1, 1], PaddingModes.Replicate), kernel);
}

// %% 04.4 takes zeros at the edge
Tensor BlurAndSkip(Tensor image)
{
    var kernel = tensor(new float[] { 1, 2, 1, 2, 4, 2, 1, 2, 1 }).reshape(1, 1, 3, 3) / 16;
    return conv2d(image, kernel, strides: [2L], padding: [1L]);
}

// %% 04.4 takes the mean of four
Tensor BlurAndSkip(Tensor image) => avg_pool2d(image, 2);

// %% 04.5 looks at one pixel only
double LargestChange(Func<Tensor, Tensor> network, Tensor image) =>
    (network(image.roll(1, 3)) - network(image)).abs().max().ToDouble();

// %% 04.5 forgets that outputs also go down
double LargestChange(Func<Tensor, Tensor> network, Tensor image) => Enumerable
    .Range(1, (int)image.shape[3] - 1)
    .Max(right => (network(image.roll(right, 3)) - network(image)).max().ToDouble());

// %% 04.5 compares with the picture before
double LargestChange(Func<Tensor, Tensor> network, Tensor image) => Enumerable
    .Range(1, (int)image.shape[3] - 1)
    .Max(right => (network(image.roll(right, 3)) - network(image.roll(right - 1, 3))).abs().max().ToDouble());

// %% 04.6 moves one picture
Tensor Twins()
{
    var twins = zeros(2, 1, 16, 16);
    foreach (var (twin, top, left) in new[] { (0, 2, 2), (1, 10, 10) })
        twins[twin, 0, TensorIndex.Slice(top, top + 4), TensorIndex.Slice(left, left + 4)] = 1;
    return twins;
}

// %% 04.6 takes a ring for a square
Tensor Twins()
{
    var twins = zeros(2, 1, 16, 16);
    twins[TensorIndex.Colon, 0, TensorIndex.Slice(3, 11), TensorIndex.Slice(3, 11)] = 1;
    twins[1, 0, TensorIndex.Slice(4, 10), TensorIndex.Slice(4, 10)] = 0;
    return twins;
}

// %% 04.6 changes too little
Tensor Twins()
{
    var twins = zeros(2, 1, 16, 16);
    foreach (var (twin, top, left) in new[] { (0, 2, 2), (0, 10, 10), (1, 2, 2), (1, 10, 10), (1, 2, 10) })
        twins[twin, 0, TensorIndex.Slice(top, top + 4), TensorIndex.Slice(left, left + 4)] = 1;
    return twins;
}
