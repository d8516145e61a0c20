// %% 11.1 stretches from the smallest to the largest, and 0 is no longer grey
Tensor AsPictures(Tensor kernels)
{
    var (low, high) = (kernels.amin([1, 2, 3], keepdim: true), kernels.amax([1, 2, 3], keepdim: true));
    return (kernels - low) / (high - low).clamp_min(1e-12);
}

// %% 11.1 has one scale for all kernels
Tensor AsPictures(Tensor kernels) => 0.5 + kernels / kernels.abs().max().clamp_min(1e-12) / 2;

// %% 11.1 divides by zero
Tensor AsPictures(Tensor kernels) =>
    0.5 + kernels / kernels.abs().amax([1, 2, 3], keepdim: true) / 2;

// %% 11.2 takes the mean of a map
Tensor Favourites(Tensor maps) => maps.mean([2, 3]).argmax(0);

// %% 11.2 gives each picture's strongest channel
Tensor Favourites(Tensor maps) => maps.amax([2, 3]).argmax(1);

// %% 11.3 paints over the picture that was given
Tensor Covered(Tensor image, int top, int left, int size)
{
    image[TensorIndex.Colon, TensorIndex.Slice(top, top + size),
        TensorIndex.Slice(left, left + size)] = 0.5f;
    return image;
}

// %% 11.3 takes rows for columns
Tensor Covered(Tensor image, int top, int left, int size)
{
    var covered = image.clone();
    covered[TensorIndex.Colon, TensorIndex.Slice(left, left + size),
        TensorIndex.Slice(top, top + size)] = 0.5f;
    return covered;
}

// %% 11.4 says how sure it is with the square, not how much less
Tensor Falls(Func<Tensor, double> sure, Tensor image, int size)
{
    var falls = zeros(image.shape[1] / size, image.shape[2] / size);
    for (var y = 0; y < falls.shape[0]; y++)
        for (var x = 0; x < falls.shape[1]; x++)
            falls[y, x] = sure(Covered(image, y * size, x * size, size));
    return falls;
}

// %% 11.4 moves the square by one pixel only
Tensor Falls(Func<Tensor, double> sure, Tensor image, int size)
{
    var falls = zeros(image.shape[1] / size, image.shape[2] / size);
    for (var y = 0; y < falls.shape[0]; y++)
        for (var x = 0; x < falls.shape[1]; x++)
            falls[y, x] = sure(image) - sure(Covered(image, y, x, size));
    return falls;
}

// %% 11.5 keeps what speaks against the class
Tensor Heat(Tensor maps, Tensor slope) =>
    (slope.mean([1, 2], keepdim: true) * maps).sum([0]);

// %% 11.5 multiplies place by place
Tensor Heat(Tensor maps, Tensor slope) => relu((slope * maps).sum([0]));

// %% 11.5 takes the size of the slope only
Tensor Heat(Tensor maps, Tensor slope) =>
    relu((slope.abs().mean([1, 2], keepdim: true) * maps).sum([0]));

// %% 11.6 counts pixels instead of heat
double Share(Tensor heat, Tensor thing) =>
    (double)(heat.gt(0) & thing).sum().ToInt64() / Math.Max(1, heat.gt(0).sum().ToInt64());

// %% 11.6 lets negative heat take away
double Share(Tensor heat, Tensor thing) =>
    (heat * thing).sum().ToDouble() / heat.sum().ToDouble();

// %% 11.6 divides by the thing's size
double Share(Tensor heat, Tensor thing) =>
    (heat.clamp_min(0) * thing).sum().ToDouble() / thing.sum().ToDouble();
