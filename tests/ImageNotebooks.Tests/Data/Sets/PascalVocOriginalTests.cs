using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Data;

/// <summary>Masks in the sizes of their files, a whole submission, and masks that cannot be right; all on drawn scenes.</summary>
public sealed class PascalVocOriginalTests : IDisposable
{
    private readonly DataCache cache = new();
    private readonly TemporaryFolder folder = new();

    /// <summary>Says of each pixel what the masks of a split say, as a perfect network would.</summary>
    private sealed class Oracle(Split split) : nn.Module<Tensor, Tensor>(nameof(Oracle))
    {
        private int next;

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            var maps = Enumerable.Range(next, (int)x.shape[0]).Select(i => tensor(split.Mask(i).Labels, [x.shape[2], x.shape[3]]).to_type(ScalarType.Int64)).ToArray();
            next += maps.Length;
            var labels = stack(maps);
            return nn.functional.one_hot(labels.where(labels.ne(255), zeros_like(labels)), 21).permute(0, 3, 1, 2).to_type(ScalarType.Float32).MoveToOuterDisposeScope();
        }
    }

    [Theory]
    [InlineData(Fit.Pad)]
    [InlineData(Fit.Stretch)]
    public void A_mask_made_smaller_and_enlarged_again_lies_where_it_lay(Fit fit)
    {
        using var data = PascalVoc.Load("sample", Resize.To(224, fit));
        using var some = data.Test.Take([3, 0, 7]);
        for (var i = 0; i < some.Count; i++)
        {
            var original = some.OriginalMask(i);
            Assert.Equal(some.OriginalSize(i), (original.Height, original.Width));
            var back = some.ToOriginalSize(i, some.Mask(i));
            Assert.Equal((original.Height, original.Width), (back.Height, back.Width));
            Assert.InRange(back.Labels.Zip(original.Labels).Count(pair => pair.First == pair.Second) / (double)back.Labels.Length, 0.97, 1);
        }
    }

    [Fact]
    public void Resizing_back_is_undone_pixel_by_pixel()
    {
        // 4 x 2 pixels padded into 4 x 4 stand in the two middle rows; twice as large, each is four.
        Assert.Equal([1, 1, 2, 2, 3, 3, 4, 4, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 5, 5, 6, 6, 7, 7, 8, 8],
            Resize.To(4, Fit.Pad).UndoNearest([9, 9, 9, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 9], 8, 4));
    }

    [Theory]
    [InlineData(MapSize.OriginalBilinear)]
    [InlineData(MapSize.OriginalNearest)]
    public void A_whole_submission_has_every_image_in_its_own_size(MapSize size)
    {
        using var data = PascalVoc.Load("sample", Resize.To(160, Fit.Pad));
        using var some = data.Test.Take([2, 0, 5, 9, 4]);
        using var oracle = new Oracle(some);
        var labels = new bool[5, 20];
        for (var i = 0; i < 5; i++)
            for (var c = 0; c < 20; c++) labels[i, c] = some.Labels[i, c].item<float>() == 1;
        var path = Path.Combine(folder.Path, "submission.csv");
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Evaluate.Submission(path, labels, oracle, some.Batches(2), size);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        var score = Submission.Score(path, Evaluate.SubmissionTruth(some));
        Assert.Equal(10, score.Rows.Count);
        Assert.Equal(1, score.Classification);
        // Void pixels are in no mask, and the network was not asked; outlines are those of a smaller picture.
        Assert.InRange(score.Segmentation, 0.9, 1);
        Assert.Equal($"{some.Files![0]}_classification", score.Rows[0].Id);
    }

    [Fact]
    public void The_competitions_test_images_are_called_by_their_numbers()
    {
        var arrays = SampleData.PascalVocArrays(Path.Combine(folder.Path, "arrays"));
        using var data = PascalVoc.Load(arrays, Resize.To(64, Fit.Pad));
        using var classifier = nn.Sequential(nn.Flatten(), nn.Linear(3 * 64 * 64, 20));
        using var pixels = nn.Conv2d(3, 21, 1);
        var labels = MultiLabelResult.Decide(Evaluate.Probabilities(classifier, data.Test.Batches(8), 20), [0.15], argMaxFallback: true);
        var path = Path.Combine(folder.Path, "submission.csv");
        Evaluate.Submission(path, labels, pixels, data.Test.Batches(8));
        var rows = Submission.Read(path).ToList();
        Assert.Equal(2 * data.Test.Count, rows.Count);
        Assert.All(rows.Chunk(2).Index(), pair =>
        {
            Assert.Equal(data.Test.Files![pair.Index], $"test_{pair.Item[0].ImageId}");
            Assert.Contains(true, pair.Item[0].Labels());
            var (height, width) = data.Test.OriginalSize(pair.Index);
            pair.Item[1].Mask(height, width);
        });
    }

    [Fact]
    public void What_cannot_be_submitted_is_named()
    {
        using var data = PascalVoc.Load("sample", Resize.To(32, Fit.Crop));
        using var pixels = nn.Conv2d(3, 21, 1);
        using var few = nn.Conv2d(3, 20, 1);
        using var some = data.Test.Take([0, 1]);
        using var twice = data.Test.Take([0, 0]);
        using var plain = new Split("plain", zeros([1, 3, 32, 32], ScalarType.Byte), zeros(1, 20));
        var path = Path.Combine(folder.Path, "submission.csv");
        Assert.Contains("were cropped", Fails<InvalidOperationException>(some, pixels, 2), StringComparison.Ordinal);
        Assert.Contains("labels of 3 images, and 'test' has 2", Fails<ArgumentException>(some, pixels, 3), StringComparison.Ordinal);
        Assert.Contains("gives 20 logits a pixel, and 21 are needed", Fails<ArgumentException>(some, few, 2, MapSize.Network), StringComparison.Ordinal);
        Assert.Contains("comes twice", Fails<ArgumentException>(twice, pixels, 2, MapSize.Network), StringComparison.Ordinal);
        Assert.Contains("have no names", Fails<ArgumentException>(plain, pixels, 1), StringComparison.Ordinal);
        Assert.Contains("does not know the files", Assert.Throws<InvalidOperationException>(() => plain.OriginalSize(0)).Message, StringComparison.Ordinal);
        Assert.Contains("at random", Assert.Throws<ArgumentException>(() => Evaluate.LabelMaps(pixels, some.Batches(1).With(Augment.HorizontalFlip()))).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));

        string Fails<T>(Split split, nn.Module<Tensor, Tensor> model, int rows, MapSize size = MapSize.OriginalBilinear) where T : Exception =>
            Assert.Throws<T>(() => Evaluate.Submission(path, new bool[rows, 20], model, split.Batches(2), size)).Message;
    }

    [Fact]
    public void Masks_with_other_labels_or_sizes_are_named_with_their_files()
    {
        var arrays = SampleData.PascalVocArrays(Path.Combine(folder.Path, "arrays"));
        var mask = Path.Combine(arrays, "train", "seg", "train_7.npy");
        var good = NpyFile.Read(mask);
        byte[] bytes = [.. good.Bytes];
        foreach (var wrong in new byte[] { 21, 254 })
        {
            (bytes[0], bytes[good.Shape[1] + 2]) = (255, wrong);
            File.WriteAllBytes(mask, NpyFile.Encode(bytes, good.Shape[0], good.Shape[1]));
            Assert.Contains($"train_7.npy' says {wrong} in row 1, column 2, and classes are 0 to 20 and 255 for void", Fails(), StringComparison.Ordinal);
        }
        File.WriteAllBytes(mask, NpyFile.Encode(good.Bytes, good.Shape[1] * good.Shape[0], 1));
        Assert.Contains($"train_7.npy' is a mask of 1 x {good.Bytes.Length} pixels, and its image is {good.Shape[1]} x {good.Shape[0]}", Fails(), StringComparison.Ordinal);
        using (var data = PascalVoc.Load(arrays, Resize.To(32), OnBadImage.Skip)) Assert.Equal("train_7", Assert.Single(data.Train.Skipped).File);
        File.Delete(mask);
        Assert.Contains("train_7.npy'", Fails(), StringComparison.Ordinal);

        string Fails() => Assert.ThrowsAny<DataFileException>(() => PascalVoc.Load(arrays, Resize.To(32))).Message;
    }

    public void Dispose()
    {
        folder.Dispose();
        cache.Dispose();
    }
}
