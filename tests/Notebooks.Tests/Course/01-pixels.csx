// %% 01.1 takes columns for rows
Tensor Rectangle(int top, int left, int height, int width)
{
    var drawing = zeros(32, 32);
    drawing[TensorIndex.Slice(left, left + width), TensorIndex.Slice(top, top + height)] = 1;
    return drawing;
}

// %% 01.1 takes height and width for the end
Tensor Rectangle(int top, int left, int height, int width)
{
    var drawing = zeros(32, 32);
    drawing[TensorIndex.Slice(top, height), TensorIndex.Slice(left, width)] = 1;
    return drawing;
}

// %% 01.1 leaves out the last row and column
Tensor Rectangle(int top, int left, int height, int width)
{
    var drawing = zeros(32, 32);
    drawing[TensorIndex.Slice(top, top + height - 1), TensorIndex.Slice(left, left + width - 1)] = 1;
    return drawing;
}

// %% 01.2 takes the mean
Tensor Luminance(Tensor image) => image.mean([0]);

// %% 01.2 takes blue for red
Tensor Luminance(Tensor image) => 0.114 * image[0] + 0.587 * image[1] + 0.299 * image[2];

// %% 01.2 takes the columns for the channels
Tensor Luminance(Tensor image) => (image * tensor(new[] { 0.299f, 0.587f, 0.114f })).sum(2);

// %% 01.3 lets bytes overflow
Tensor Brighter(Tensor image, int by) => image + by;

// %% 01.3 cuts off what has overflowed already
Tensor Brighter(Tensor image, int by) => (image + by).clamp(0, 255);

// %% 01.3 forgets the dark end
Tensor Brighter(Tensor image, int by) =>
    (image.to_type(ScalarType.Int32) + by).clamp_max(255).to_type(ScalarType.Byte);

// %% 01.4 reshapes instead of permuting
Tensor FromBytes(byte[] pixels, int width, int height) =>
    tensor(pixels).reshape(3, height, width).to_type(ScalarType.Float32) / 255;

// %% 01.4 takes width for height
Tensor FromBytes(byte[] pixels, int width, int height) =>
    tensor(pixels).reshape(width, height, 3).permute(2, 1, 0).to_type(ScalarType.Float32) / 255;

// %% 01.4 leaves 0 to 255
Tensor FromBytes(byte[] pixels, int width, int height) =>
    tensor(pixels).reshape(height, width, 3).permute(2, 0, 1).to_type(ScalarType.Float32);

// %% 01.5 takes all channels together
Tensor Standardised(Tensor images) => (images - images.mean()) / images.std();

// %% 01.5 standardises each picture by itself
Tensor Standardised(Tensor images) => (images - images.mean([2, 3], keepdim: true))
    / images.std([2, 3], keepdim: true);

// %% 01.5 divides by the variance
Tensor Standardised(Tensor images) => (images - images.mean([0, 2, 3], keepdim: true))
    / images.var([0, 2, 3], keepdim: true);

// %% 01.6 reshapes at once
Tensor Mosaic(Tensor images, int columns) =>
    images.reshape(3, -1, columns * images.shape[3]);

// %% 01.6 fills column by column
Tensor Mosaic(Tensor images, int columns) => images
    .reshape(columns, -1, 3, images.shape[2], images.shape[3])
    .permute(2, 1, 3, 0, 4).reshape(3, -1, columns * images.shape[3]);

// %% 01.6 brings the wrong axes together
Tensor Mosaic(Tensor images, int columns) => images
    .reshape(-1, columns, 3, images.shape[2], images.shape[3])
    .permute(2, 0, 1, 3, 4).reshape(3, -1, columns * images.shape[3]);
