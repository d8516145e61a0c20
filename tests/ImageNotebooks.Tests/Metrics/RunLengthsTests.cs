using FsCheck;
using FsCheck.Fluent;

namespace ImageNotebooks.Tests.Metrics;

public class RunLengthsTests
{
    private const int Cases = 300;

    /// <summary>Rows of runs as long as real ones, and of single places.</summary>
    private static readonly Gen<bool[]> Rows =
        from lengths in Gen.NonEmptyListOf(Gen.Frequency((3, Gen.Choose(1, 3)), (1, Gen.Choose(1, 60))))
        from first in Gen.Elements(true, false)
        select lengths.SelectMany((length, i) => Enumerable.Repeat(i % 2 == 0 == first, length)).ToArray();

    private static readonly Gen<LabelMap> Maps =
        from height in Gen.Choose(1, 7)
        from width in Gen.Choose(1, 9)
        from highest in Gen.Choose(0, 5)
        from labels in Gen.ArrayOf(Gen.Choose(0, highest), height * width)
        select new LabelMap([.. labels.Select(label => (byte)label)], height, width);

    [Theory]
    [InlineData("5 1 9 1 11 1", new[] { 5, 9, 11 })]
    [InlineData("5 2", new[] { 5, 6 })]
    [InlineData("1 1 20 1", new[] { 1, 20 })]
    [InlineData("", new int[0])]
    public void Starts_count_from_one_and_neighbours_are_one_run(string text, int[] labels)
    {
        bool[] row = [.. Enumerable.Range(1, 20).Select(labels.Contains)];
        Assert.Equal(text, RunLengths.Encode(row));
        Assert.Equal(row, RunLengths.Decode(text, 20));
    }

    [Fact]
    public void Masks_stand_one_after_the_other_row_by_row()
    {
        // Of 2 x 3 pixels; label 1 begins at place 1, label 2 at 7, label 3 at 13.
        Assert.Equal("2 2 10 1 12 1 17 1", Encoded([0, 1, 1, 2, 3, 2], 2, 3, 3));
        // Label 1 ends with the last pixel of its mask and label 2 begins with the first of its: one run of the row.
        Assert.Equal("3 3", Encoded([2, 0, 1, 1], 2, 2, 20));
        // Void pixels and the background are in no mask.
        Assert.Equal("", Encoded([0, 255, 255, 0], 2, 2, 20));
        Assert.Equal([2, 0, 1, 1], RunLengths.Decode("3 3", 2, 2, 20).Labels);

        static string Encoded(byte[] labels, int height, int width, int classes) => RunLengths.Encode(new LabelMap(labels, height, width), classes);
    }

    [Fact]
    public void Decoding_a_row_is_the_inverse_of_encoding_it()
    {
        foreach (var row in Rows.Sample(Cases, new Rnd(1, 7), 30)) Assert.Equal(row, RunLengths.Decode(RunLengths.Encode(row), row.Length));
    }

    [Fact]
    public void Decoding_masks_is_the_inverse_of_encoding_them()
    {
        foreach (var map in Maps.Sample(Cases, new Rnd(2, 7), 30))
        {
            var text = RunLengths.Encode(map, 5);
            Assert.Equal(map.Labels, RunLengths.Decode(text, map.Height, map.Width, 5).Labels);
            // The masks in one row, written out.
            bool[] stacked = [.. Enumerable.Range(1, 5).SelectMany(label => map.Labels.Select(l => l == label))];
            Assert.Equal(RunLengths.Encode(stacked), text);
        }
    }

    [Fact]
    public void What_two_rows_share_is_counted_from_their_runs()
    {
        foreach (var (first, second) in Rows.Sample(Cases, new Rnd(3, 7), 30).Zip(Rows.Sample(Cases, new Rnd(4, 5), 30)))
            Assert.Equal(first.Zip(second).LongCount(pair => pair.First && pair.Second), RunLengths.Shared(RunLengths.RunsOf(first), RunLengths.RunsOf(second)));
    }

    [Theory]
    [InlineData("5 1 9", "3 numbers")]
    [InlineData("5 x", "'x' is no number")]
    [InlineData("5 -1", "'-1' is no number")]
    [InlineData("0 3", "starts count from 1")]
    [InlineData("3 0", "one place at least")]
    [InlineData("19 3", "beyond the 20 places")]
    [InlineData("21 1", "beyond the 20 places")]
    [InlineData("2 9223372036854775807", "beyond the 20 places")]
    [InlineData("5 3 7 1", "overlaps the one before it, '5 3'")]
    [InlineData("9 1 5 1", "out of order")]
    public void Runs_that_no_row_has_are_named(string text, string complaint) =>
        Assert.Contains(complaint, Assert.Throws<ArgumentException>(() => RunLengths.Decode(text, 20)).Message, StringComparison.Ordinal);

    [Fact]
    public void Labels_without_a_mask_and_pixels_of_two_masks_are_named()
    {
        Assert.Contains("Pixel (1, 1) has the label 21", Assert.Throws<ArgumentException>(() => RunLengths.Encode(new LabelMap([0, 1, 2, 21], 2, 2), 20)).Message, StringComparison.Ordinal);
        Assert.Contains("Pixel (1, 0) is in the masks of the labels 1 and 2", Assert.Throws<ArgumentException>(() => RunLengths.Decode("2 1 6 1", 2, 2, 20)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new LabelMap([1, 2, 3], 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => RunLengths.Decode("", 2, 2, 255));
    }
}
