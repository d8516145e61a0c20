using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Data;

public sealed class DivisionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData(14_034, 11_228, 2_806)]
    [InlineData(14_460, 11_568, 2_892)]
    public void The_studies_counts_come_out(int count, int first, int second)
    {
        using var split = Toy([.. Enumerable.Range(0, count).Select(i => i % 6)]);
        var (train, validation) = split.Divide(0.2, seed: 1234);
        Assert.Equal((first, second), (train.Count, validation.Count));
        Assert.Equal(Enumerable.Range(0, count), Rows(train).Concat(Rows(validation)).Order());
        Assert.Equal(Rows(train).Order(), Rows(train));
        Assert.Equal(Rows(validation), Rows(split.Divide(0.2, 1234).Second));
        Assert.NotEqual(Rows(validation), Rows(split.Divide(0.2, 1235).Second));
    }

    [Fact]
    public void Stratified_parts_have_each_class_in_the_same_share()
    {
        int[] labels = [.. Enumerable.Repeat(0, 101), .. Enumerable.Repeat(1, 53), .. Enumerable.Repeat(2, 7)];
        using var split = Toy(labels);
        var (train, test) = split.Divide(0.3, 5, DivideBy.Class);
        Assert.Equal(48, test.Count);
        var counts = test.ClassCounts(3);
        Assert.All(counts.Zip([101 * 0.3, 53 * 0.3, 7 * 0.3]), pair => Assert.InRange(pair.First - pair.Second, -1, 1));
        Assert.Equal([101, 53, 7], counts.Zip(train.ClassCounts(3), (a, b) => a + b));
    }

    [Fact]
    public void A_group_is_never_parted()
    {
        string[] patients = [.. Enumerable.Range(0, 500).Select(i => $"C{i * 7919 % 40}")];
        using var split = Toy(new int[500], patients);
        var (train, test) = split.Divide(0.1, 3, DivideBy.Group);
        Assert.Empty(train.Groups!.Intersect(test.Groups!));
        Assert.Equal(4, test.Groups!.Distinct().Count());
        Assert.Equal(500, train.Count + test.Count);
        using var plain = Toy(new int[5]);
        Assert.Throws<ArgumentException>(() => plain.Divide(0.5, 1, DivideBy.Group));
    }

    [Fact]
    public void Balancing_cuts_to_the_rarest_class_and_weights_make_up_for_it()
    {
        using var split = Toy([0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 2, 2]);
        Assert.Equal([2, 2, 2], split.Undersample(7).ClassCounts(3));
        // scikit-learn's compute_class_weight('balanced').
        Assert.Equal([12 / 18.0, 2, 1], split.BalancedClassWeights(3));
        Assert.Equal([12 / 24.0, 1.5, 0.75, 0], split.BalancedClassWeights(4));
        Assert.Equal(12, split.BalancedSampleWeights(3).Sum(), 12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.5)]
    [InlineData(0.01)]
    public void A_share_that_leaves_a_part_empty_is_refused(double part)
    {
        using var split = Toy([0, 1, 0, 1]);
        Assert.ThrowsAny<ArgumentException>(() => split.Divide(part, 1));
    }

    [Fact]
    public void A_division_is_read_back_from_its_file()
    {
        using var split = Toy([0, 1, 0, 1, 1], files: ["a", "b", "ç d", "e", "f"]);
        var (train, test) = split.Divide(0.4, 9, names: ("train", "held out"));
        var path = Path.Combine(folder.Path, "deep", "split.txt");
        SplitFile.Save(path, split, train, test);
        var parts = SplitFile.Load(path, split);
        Assert.Equal(["train", "held out"], parts.Keys);
        Assert.Equal(train.Files!, parts["train"].Files!);
        Assert.Equal(test.LabelNumbers(), parts["held out"].LabelNumbers());
        Assert.Equal(test.Picture(1).Pixels.ToArray(), parts["held out"].Picture(1).Pixels.ToArray());

        using var unnamed = Toy([0, 1, 0, 1, 1]);
        var (first, second) = unnamed.Divide(0.4, 9);
        SplitFile.Save(path, unnamed, first, second);
        Assert.Equal(Rows(second), Rows(SplitFile.Load(path, unnamed)["validation"]));
    }

    [Fact]
    public void A_split_file_of_another_set_or_a_damaged_one_is_refused()
    {
        using var split = Toy([0, 1, 0, 1, 1], files: ["a", "b", "c", "d", "e"]);
        using var other = Toy([0, 1, 0, 1, 1], files: ["a", "b", "c", "d", "x"]);
        var (train, test) = split.Divide(0.4, 9);
        var path = Path.Combine(folder.Path, "split.txt");
        Assert.Contains("There is no", Refuses(path, split), StringComparison.Ordinal);
        SplitFile.Save(path, split, train, test);
        Assert.Contains("another set", Refuses(path, other), StringComparison.Ordinal);
        var lines = File.ReadAllLines(path);
        File.WriteAllLines(path, lines[..^1]);
        Assert.Contains("damaged in line", Refuses(path, split), StringComparison.Ordinal);
        File.WriteAllLines(path, [.. lines[..^1], "zebra"]);
        Assert.Contains("'zebra'", Refuses(path, split), StringComparison.Ordinal);
        File.WriteAllLines(path, ["something else", .. lines[1..]]);
        Assert.Contains("no split file", Refuses(path, split), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SplitFile.Save(path, split, train, train.Take([0], "again")));
        Assert.Throws<ArgumentException>(() => SplitFile.Save(path, split, train, test.Take([0], train.Name)));
    }

    public void Dispose() => folder.Dispose();

    private static string Refuses(string path, Split split) => Assert.Throws<DataFileException>(() => SplitFile.Load(path, split)).Message;

    private static IEnumerable<int> Rows(Split split) => Enumerable.Range(0, split.Count).Select(i => (int)split.Row(i));

    private static Split Toy(int[] labels, string[]? groups = null, string[]? files = null)
    {
        using var images = (arange(labels.Length) % 251).to_type(ScalarType.Byte).reshape(-1, 1, 1, 1);
        return new("toy", PackedImages.Copy(images), tensor(labels.Select(label => (long)label).ToArray()), files, groups);
    }
}
