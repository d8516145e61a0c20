namespace ImageNotebooks.Tests;

public sealed class SampleDataIntelTests : IDisposable
{
    private static readonly string[] Classes = ["buildings", "forest", "glacier", "mountain", "sea", "street"];
    private readonly TemporaryFolder root = new();

    public void Dispose() => root.Dispose();

    [Fact]
    public void The_files_lie_as_in_the_published_archive()
    {
        var folder = SampleData.IntelScenes(At("intel"), trainPerClass: 3, testPerClass: 2, predict: 5);

        Assert.Equal(Path.GetFullPath(At("intel")), folder);
        foreach (var (part, count) in new[] { ("seg_train", 3), ("seg_test", 2) })
        {
            Assert.Equal(Classes, Directory.GetDirectories(Path.Combine(folder, part, part)).Select(Path.GetFileName).Order());
            Assert.All(Classes, name => Assert.Equal(count, Directory.GetFiles(Path.Combine(folder, part, part, name), "*.jpg").Length));
        }
        Assert.Equal(["0.jpg", "1.jpg", "2.jpg", "3.jpg", "4.jpg"], SampleFiles.Names(Path.Combine(folder, "seg_pred", "seg_pred")));
        Assert.Equal(3 * 6 + 2 * 6 + 5 + 1, SampleFiles.Names(folder).Length);
    }

    [Fact]
    public void Pictures_are_colour_JPEG_most_of_them_150_pixels_wide_and_high()
    {
        var sizes = Pictures(SampleData.IntelScenes(At("intel"), trainPerClass: 20, testPerClass: 1, predict: 1)).Select(SampleFiles.Inspect).ToArray();

        Assert.All(sizes, size => Assert.Equal(("jpeg", 3), (size.Format, size.Kind)));
        Assert.All(sizes, size => Assert.True(size is { Width: 150, Height: <= 150 } or { Width: <= 150, Height: 150 }, $"{size.Width} x {size.Height}"));
        Assert.InRange(sizes.Count(size => size is not { Width: 150, Height: 150 }), 1, sizes.Length / 10);
    }

    [Fact]
    public void Two_training_pictures_are_test_pictures_and_no_others()
    {
        var folder = SampleData.IntelScenes(At("intel"), trainPerClass: 4, testPerClass: 3, predict: 6);

        var twins = Pictures(folder).GroupBy(SampleFiles.HashOfFile).Where(group => group.Count() > 1).ToArray();
        Assert.Equal(2, twins.Length);
        Assert.All(twins, group => Assert.Equal(["seg_test", "seg_train"],
            group.Select(file => Path.GetRelativePath(folder, file)[..9].TrimEnd('/', '\\')).Order()));
        Assert.Equal(["buildings", "forest"], twins.SelectMany(group => group).Select(file => Path.GetFileName(Path.GetDirectoryName(file))).Distinct().Order());
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_on_every_machine() =>
        Assert.Equal("985cc3ec6db19172c9be60cd3c7767612a1ed2c1017526f5db74c486249f4001", SampleFiles.Hash(SampleData.IntelScenes(At("intel"), trainPerClass: 2, testPerClass: 1, predict: 2, seed: 3)));

    [Fact]
    public void Another_seed_gives_other_pictures()
    {
        var one = Pictures(SampleData.IntelScenes(At("one"), 1, 1, 1, seed: 1)).Select(SampleFiles.HashOfFile);
        var other = Pictures(SampleData.IntelScenes(At("other"), 1, 1, 1, seed: 2)).Select(SampleFiles.HashOfFile);

        Assert.Empty(one.Intersect(other));
    }

    [Theory]
    [InlineData(0, 1, 1, "trainPerClass")]
    [InlineData(1, 10_001, 1, "testPerClass")]
    [InlineData(1, 1, -1, "predict")]
    public void A_count_out_of_range_is_refused_before_anything_is_written(int train, int test, int predict, string name)
    {
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => SampleData.IntelScenes(At("intel"), train, test, predict)).ParamName);
        Assert.Empty(Directory.GetFileSystemEntries(root.Path));
    }

    private string At(string name) => Path.Combine(root.Path, name);

    private static IEnumerable<string> Pictures(string folder) => Directory.GetFiles(folder, "*.jpg", SearchOption.AllDirectories);
}
