using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Data;

public sealed class ImageFilesTests : IDisposable
{
    private readonly DataCache cache = new();
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Class_folders_give_labels_in_the_order_of_the_classes_and_files_in_the_order_of_their_names()
    {
        Draw("b/2.png", 20);
        Draw("b/10.png", 10);
        Draw("a/x.png", 30);
        File.WriteAllText(At("a/.DS_Store"), "");
        File.WriteAllText(At("a/Thumbs.db"), "");
        var files = Files();
        Assert.Equal(["b/10.png", "b/2.png", "a/x.png"], files.Entries.Select(entry => entry.Path));
        Assert.Equal([0, 0, 1], files.Entries.Select(entry => entry.Label));
        Assert.Equal([2, 1], files.ClassCounts);

        using var split = files.Load(new(2, 3));
        Assert.Equal("train", split.Name);
        Assert.Equal([3, 2, 3], split.ImageShape);
        Assert.Equal([0, 0, 1], split.LabelNumbers());
        Assert.Equal([10, 20, 30], Enumerable.Range(0, 3).Select(i => (int)split.Picture(i).Pixels[0]));
        Assert.Equal(["b/10.png", "b/2.png", "a/x.png"], split.Files!);
    }

    [Fact]
    public void What_was_decoded_is_opened_the_next_time_and_not_when_a_file_or_the_size_has_changed()
    {
        Draw("b/1.png", 1);
        Draw("a/1.png", 2);
        Files().Load(new(4, 4)).Dispose();
        var pack = Assert.Single(cache.Packs);
        Assert.StartsWith("toy-train-", Path.GetFileName(pack), StringComparison.Ordinal);
        Files().Load(new(4, 4)).Dispose();
        Assert.Single(cache.Packs);

        Files().Load(new(4, 5)).Dispose();
        Files().Load(new(4, 4), channels: 1).Dispose();
        Assert.Equal(3, cache.Packs.Length);

        Draw("a/1.png", 99);
        File.SetLastWriteTimeUtc(At("a/1.png"), DateTime.UtcNow.AddSeconds(-5));
        using (var changed = Files().Load(new(4, 4))) Assert.Equal(99, changed.Picture(1).Pixels[0]);

        // The same files elsewhere are the same set.
        using var copy = new TemporaryFolder();
        foreach (var name in new[] { "a", "b" })
        {
            Directory.CreateDirectory(Path.Combine(copy.Path, name));
            File.Copy(At($"{name}/1.png"), Path.Combine(copy.Path, name, "1.png"));
        }
        Files(copy.Path).Load(new(4, 4)).Dispose();
        Assert.Equal(4, cache.Packs.Length);
    }

    [Fact]
    public void A_cut_pack_is_made_anew()
    {
        Draw("b/1.png", 7);
        Draw("a/1.png", 8);
        Files().Load(new(4, 4)).Dispose();
        var pack = cache.Packs.Single();
        var whole = File.ReadAllBytes(pack);
        File.WriteAllBytes(pack, whole[..^5]);
        using var again = Files().Load(new(4, 4));
        Assert.Equal(8, again.Picture(1).Pixels[0]);
        Assert.Equal(whole, File.ReadAllBytes(pack));
    }

    [Fact]
    public void Several_may_make_the_same_pack_at_once()
    {
        for (var i = 0; i < 40; i++) Draw(i % 2 == 0 ? $"a/{i}.png" : $"b/{i}.png", i);
        var splits = new Split[6];
        Parallel.For(0, splits.Length, i => splits[i] = Files().Load(new(8, 8)));
        Assert.Single(cache.Packs);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(cache.Packs[0])!, "*.tmp"));
        Assert.All(splits, split => Assert.Equal(splits[0].Picture(39).Pixels.ToArray(), split.Picture(39).Pixels.ToArray()));
        foreach (var split in splits) split.Dispose();
    }

    [Fact]
    public void A_bad_file_ends_loading_with_its_name_or_is_left_out_and_listed()
    {
        Draw("b/1.png", 1);
        Draw("b/3.png", 3);
        Draw("a/4.png", 4);
        File.WriteAllBytes(At("b/0.png"), []);
        File.WriteAllText(At("b/2.png"), "no image");
        var refusal = Assert.Throws<ImageFileException>(() => Files().Load(new(4, 4)));
        Assert.Equal(At("b/0.png"), refusal.Path);
        Assert.Contains("OnBadImage.Skip", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(cache.Packs);

        for (var round = 0; round < 2; round++)
        {
            using var split = Files().Load(new(4, 4), onBadImage: OnBadImage.Skip);
            Assert.Equal(["b/0.png", "b/2.png"], split.Skipped.Select(skip => skip.File));
            Assert.Contains("is empty", split.Skipped[0].Reason, StringComparison.Ordinal);
            Assert.Equal(["b/1.png", "b/3.png", "a/4.png"], split.Files!);
            Assert.Equal([1, 3, 4], Enumerable.Range(0, 3).Select(i => (int)split.Picture(i).Pixels[0]));
            Assert.Equal([0, 0, 1], split.LabelNumbers());
        }
        Assert.Throws<ImageFileException>(() => Files().Load(new(4, 4)));
    }

    [Fact]
    public void Empty_and_missing_folders_are_named()
    {
        Draw("b/1.png", 1);
        Assert.Contains(At("a"), Assert.Throws<DataFileException>(Files).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(At("a"));
        Assert.Contains("holds no images", Assert.Throws<DataFileException>(Files).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Identical_files_are_found_in_and_across_parts()
    {
        Draw("b/1.png", 1);
        Draw("b/2.png", 2);
        Draw("a/3.png", 1);
        Draw("a/4.png", 4);
        var train = Files();
        var test = train with { Name = "toy test", Entries = [train.Entries[1], train.Entries[3]] };
        var groups = Duplicates.Find(train, test);
        Assert.Equal(3, groups.Count);
        var first = groups.Single(group => group.CrossesClasses);
        Assert.Equal(["b/1.png", "a/3.png"], first.Files.Select(file => file.Path));
        Assert.False(first.CrossesParts);
        Assert.Equal(2, groups.Count(group => group.CrossesParts));
    }

    public void Dispose()
    {
        folder.Dispose();
        cache.Dispose();
    }

    private ImageFiles Files() => Files(folder.Path);

    private static ImageFiles Files(string root) => ImageFiles.FromClassFolders("toy train", root, [("b", "bees"), ("a", "ants")]);

    private string At(string path) => Path.Combine(folder.Path, path);

    private void Draw(string path, int level)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllBytes(At(path), new Picture(Enumerable.Repeat((byte)level, 6 * 5 * 3).ToArray(), 6, 5).ToPng());
    }
}
