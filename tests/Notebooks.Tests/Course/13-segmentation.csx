// %% 13.1 takes what was found of the class
double overlap = 60.0 / 200;

// %% 13.1 takes what was right of the called
double overlap = 60.0 / 100;

// %% 13.1 counts the overlap twice
double overlap = 60.0 / (200 + 100);

// %% 13.1 takes Dice
double overlap = 2 * 60.0 / (200 + 100);

// %% 13.2 puts the truth into the columns
long[,] Counted(int[] truth, int[] predicted, int classes)
{
    var table = new long[classes, classes];
    for (var i = 0; i < truth.Length; i++)
        if (truth[i] != 255) table[predicted[i], truth[i]]++;
    return table;
}

// %% 13.2 counts void as background
long[,] Counted(int[] truth, int[] predicted, int classes)
{
    var table = new long[classes, classes];
    for (var i = 0; i < truth.Length; i++) table[truth[i] == 255 ? 0 : truth[i], predicted[i]]++;
    return table;
}

// %% 13.2 does not think of void
long[,] Counted(int[] truth, int[] predicted, int classes)
{
    var table = new long[classes, classes];
    for (var i = 0; i < truth.Length; i++) table[truth[i], predicted[i]]++;
    return table;
}

// %% 13.3 gives a class that does not occur a zero
double MeanOverlap(long[,] table)
{
    var all = Enumerable.Range(0, table.GetLength(0)).ToArray();
    return all.Average(c => (double)table[c, c] / Math.Max(1,
        all.Sum(p => table[c, p]) + all.Sum(t => table[t, c]) - table[c, c]));
}

// %% 13.3 takes the part that was found
double MeanOverlap(long[,] table)
{
    var all = Enumerable.Range(0, table.GetLength(0)).ToArray();
    return all.Where(c => all.Sum(p => table[c, p]) > 0)
        .Average(c => (double)table[c, c] / all.Sum(p => table[c, p]));
}

// %% 13.3 leaves out what was called and is not
double MeanOverlap(long[,] table)
{
    var all = Enumerable.Range(0, table.GetLength(0)).ToArray();
    return all.Where(c => all.Sum(p => table[c, p]) > 0).Average(c => (double)table[c, c]
        / (all.Sum(p => table[c, p]) + all.Sum(t => table[t, c]) - table[c, c]));
}

// %% 13.4 makes void background
float PixelLoss(Tensor logits, Tensor labels) =>
    cross_entropy(logits, labels.masked_fill(labels.eq(255), 0)).item<float>();

// %% 13.4 divides by all pixels
float PixelLoss(Tensor logits, Tensor labels) => cross_entropy(logits, labels,
    ignore_index: 255, reduction: nn.Reduction.Sum).item<float>() / labels.numel();

// %% 13.4 adds up
float PixelLoss(Tensor logits, Tensor labels) => cross_entropy(logits, labels,
    ignore_index: 255, reduction: nn.Reduction.Sum).item<float>();

// %% 13.5 adds what should stand side by side
Tensor Joined(Tensor coarse, Tensor fine) => interpolate(coarse, [fine.shape[2], fine.shape[3]],
    mode: InterpolationMode.Bilinear, align_corners: false) + fine;

// %% 13.5 repeats numbers instead of going between them
Tensor Joined(Tensor coarse, Tensor fine) =>
    cat([interpolate(coarse, [fine.shape[2], fine.shape[3]]), fine], 1);

// %% 13.5 shrinks the fine map
Tensor Joined(Tensor coarse, Tensor fine) =>
    cat([coarse, interpolate(fine, [coarse.shape[2], coarse.shape[3]],
        mode: InterpolationMode.Bilinear, align_corners: false)], 1);

// %% 13.6 forgets the holes
Tensor Pyramid(Tensor x, Tensor[] kernels, long[] dilations) =>
    cat([.. kernels.Select(kernel => conv2d(x, kernel, padding: [1L, 1L])),
        x.mean([2, 3], keepdim: true).expand(-1, -1, x.shape[2], x.shape[3])], 1);

// %% 13.6 pads each view by one
Tensor Pyramid(Tensor x, Tensor[] kernels, long[] dilations) =>
    cat([.. kernels.Zip(dilations).Select(one => conv2d(x, one.First, padding: [1L, 1L],
        dilation: [one.Second, one.Second])),
        x.mean([2, 3], keepdim: true).expand(-1, -1, x.shape[2], x.shape[3])], 1);

// %% 13.6 leaves out the whole
Tensor Pyramid(Tensor x, Tensor[] kernels, long[] dilations) =>
    cat([.. kernels.Zip(dilations).Select(one => conv2d(x, one.First,
        padding: [one.Second, one.Second], dilation: [one.Second, one.Second]))], 1);
