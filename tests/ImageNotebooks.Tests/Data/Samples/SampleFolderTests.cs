namespace ImageNotebooks.Tests;

public sealed class SampleFolderTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("sample-folder-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    private string Folder => Path.Combine(root, "deep", "set");

    [Fact]
    public void Files_are_made_once_and_then_left_alone()
    {
        SampleFolder.Ensure(Folder, "one", WriteText("first"));
        var folder = SampleFolder.Ensure(Folder + Path.DirectorySeparatorChar, "one", _ => Assert.Fail("The set was drawn again."));

        Assert.Equal(Folder, folder);
        Assert.Equal("first", File.ReadAllText(Path.Combine(folder, "data")));
    }

    [Fact]
    public void Another_stamp_makes_the_folder_anew()
    {
        SampleFolder.Ensure(Folder, "one", into => File.WriteAllText(Path.Combine(into, "only-in-one"), ""));
        SampleFolder.Ensure(Folder, "two", WriteText("second"));

        Assert.Equal("second", File.ReadAllText(Path.Combine(Folder, "data")));
        Assert.False(File.Exists(Path.Combine(Folder, "only-in-one")));
        AssertNothingIsLeftOver();
    }

    [Fact]
    public void Other_arguments_draw_the_set_anew()
    {
        SampleData.Cifar10(Folder, train: 10, test: 10);
        SampleData.Cifar10(Folder, train: 20, test: 10);

        Assert.Equal(20 * 3073, new FileInfo(Path.Combine(Folder, "data_batch_1.bin")).Length);
    }

    [Fact]
    public void A_failure_half_way_leaves_the_old_set_and_no_rest()
    {
        SampleFolder.Ensure(Folder, "one", WriteText("first"));

        Assert.Throws<InvalidOperationException>(() => SampleFolder.Ensure(Folder, "two", into =>
        {
            WriteText("half")(into);
            throw new InvalidOperationException("stopped");
        }));

        Assert.Equal("first", File.ReadAllText(Path.Combine(Folder, "data")));
        AssertNothingIsLeftOver();
    }

    [Fact]
    public void Makers_at_the_same_time_draw_the_set_once()
    {
        var drawn = 0;
        using var start = new Barrier(4);
        var makers = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            start.SignalAndWait();
            SampleFolder.Ensure(Folder, "one", into =>
            {
                Interlocked.Increment(ref drawn);
                Thread.Sleep(50);
                WriteText("first")(into);
            });
        })).ToList();
        makers.ForEach(maker => maker.Start());
        makers.ForEach(maker => maker.Join());

        Assert.Equal(1, drawn);
        Assert.Equal("first", File.ReadAllText(Path.Combine(Folder, "data")));
        AssertNothingIsLeftOver();
    }

    [Fact]
    public void A_folder_of_other_files_is_never_replaced()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "data_batch_1.bin"), "photographs");

        var error = Assert.Throws<SampleFolderException>(() => SampleFolder.Ensure(Folder, "one", WriteText("first")));

        Assert.Contains($"'{Folder}' holds files that are not sample data", error.Message);
        Assert.Equal("photographs", File.ReadAllText(Path.Combine(Folder, "data_batch_1.bin")));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named_in_one_sentence()
    {
        File.WriteAllText(Path.Combine(root, "deep"), "a file where a folder is needed");

        var error = Assert.Throws<SampleFolderException>(() => SampleData.Cifar10(Folder, train: 10, test: 10));

        Assert.StartsWith($"The sample data could not be written to '{Folder}': ", error.Message);
        Assert.EndsWith("Give a folder that can be written, or mend this one.", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    private static Action<string> WriteText(string text) => into => File.WriteAllText(Path.Combine(into, "data"), text);

    private void AssertNothingIsLeftOver() =>
        Assert.Equal(["set", "set.lock"], Directory.GetFileSystemEntries(Path.Combine(root, "deep")).Select(Path.GetFileName).Order());
}
