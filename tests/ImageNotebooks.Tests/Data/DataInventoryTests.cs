namespace ImageNotebooks.Tests;

/// <summary>What lies in a data folder, whose it is, and whether it is still as it was.</summary>
public sealed class DataInventoryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private readonly CatalogEntry[] catalogue =
    [
        Entry("cells", new RemoteFile("cells.zip", [new("http://x")], Size: 200), new RemoteFile("map.csv", [new("http://x")])),
        Entry("cells-labels", new RemoteFile("labels.csv", [new("http://x")], Size: 3)) with { Files = [new("labels.csv", 3)] },
    ];

    public void Dispose() => folder.Dispose();

    private DataInventory Inventory => new(new DataFolder(folder.Path), catalogue);

    private SetState State(int set) => Inventory.StatusOf(catalogue[set]).State;

    [Fact]
    public void ASetGoesFromAbsentToPresent()
    {
        Assert.Equal(SetState.Absent, State(0));
        Write("downloads/cells.zip.part", 50);
        Assert.Equal(new SetStatus(SetState.Partial, 50, 0), Inventory.StatusOf(catalogue[0]));
        Write("downloads/cells.zip", 200);
        Assert.Equal(SetState.Partial, State(0));
        Write("downloads/map.csv", 1);
        Assert.Equal(SetState.Downloaded, State(0));
        Write("cells-labels/labels.csv", 2);
        Assert.Equal(SetState.Incomplete, State(1));
        Write("cells-labels/labels.csv", 3);
        Assert.Equal(SetState.Present, State(1));
    }

    [Fact]
    public void ThePackedImagesOfASetAreNotThoseOfOneWithALongerName()
    {
        Write("packed/cells-0a1b.pack", 10);
        Write("packed/cells-0a1b.pack.json", 1);
        Write("packed/cells-labels-ff.pack", 100);
        Write("packed/stranger-ff.pack", 1000);
        Assert.Equal((11, 100), (Inventory.StatusOf(catalogue[0]).Packed, Inventory.StatusOf(catalogue[1]).Packed));
        Assert.Contains(Inventory.Items(), item => item is { Kind: StoredKind.Packed, Set: null });
    }

    [Fact]
    public void EverythingIsKnownByWhatItIs()
    {
        foreach (var file in new[] { "downloads/cells.zip.part", "downloads/cells.zip.part.json", "downloads/map.csv.wrong-checksum", "downloads/labels.csv", "cells/a/b.png", "cells.unfinished-12/c", "sample/x/y", "mine/z" })
            Write(file, 1);
        Assert.Equal(
            [
                ("cells", StoredKind.Set, "cells"), ("cells.unfinished-12", StoredKind.Leftover, "cells"), ("cells.zip.part", StoredKind.Leftover, "cells"),
                ("cells.zip.part.json", StoredKind.Leftover, "cells"), ("labels.csv", StoredKind.Archive, "cells-labels"), ("map.csv.wrong-checksum", StoredKind.Leftover, "cells"), ("x", StoredKind.Sample, null),
            ],
            Inventory.Items().Select(item => (Path.GetFileName(item.Path), item.Kind, item.Set)).OrderBy(item => item.Item1, StringComparer.Ordinal));
    }

    [UnixFact("links for everyone")]
    public void NothingBehindALinkIsTouched()
    {
        var outside = Directory.CreateDirectory(Path.Combine(folder.Path, "outside")).FullName;
        File.WriteAllText(Path.Combine(outside, "cells-1.pack"), "precious");
        var data = new DataFolder(Path.Combine(folder.Path, "cache"));
        Directory.CreateDirectory(data.Path);
        Directory.CreateSymbolicLink(Path.Combine(data.Path, "packed"), outside);
        Directory.CreateSymbolicLink(Path.Combine(data.Path, "cells"), outside);

        var item = Assert.Single(new DataInventory(data, catalogue).Items());
        Assert.Contains("is a link to", Assert.Throws<DataFileException>(item.Remove).Message);
        Assert.True(File.Exists(Path.Combine(outside, "cells-1.pack")));
    }

    [Fact]
    public void APartFileThatIsBeingWrittenStays()
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "downloads"));
        using (var part = PartFile.Open(Path.Combine(folder.Path, "downloads", "cells.zip"), PartFile.OpenFile))
            Assert.Contains("was left as it is", Assert.Throws<DataFileException>(Inventory.Items().Single().Remove).Message);
        Write("downloads/cells.zip.part", 5);
        Inventory.Items().Single().Remove();
        Assert.Empty(Inventory.Items());
    }

    [Fact]
    public async Task AnUnpackedSetIsVerifiedFileByFile()
    {
        var archive = ArchivesTests.WriteTar(Path.Combine(folder.Path, "made.tar.gz"), ArchivesTests.File("a/one.png", "1"), ArchivesTests.File("two words.png", "22"));
        await using var server = new TestServer(TestServer.File(await File.ReadAllBytesAsync(archive)));
        var (data, entry) = (new DataFolder(folder.Path), Entry("pets", new RemoteFile("pets.tar.gz", [server.Address()])));
        Assert.Null(Verification.Of(data, entry));
        var path = await data.FetchAsync(entry);

        var fresh = Verification.Of(data, entry)!;
        Assert.True(fresh.Passed);
        Assert.Equal("2 files (0.0 MB) with the SHA-256 taken at unpacking", fresh.Checked);

        await File.WriteAllTextAsync(Path.Combine(path, "a", "one.png"), "I");
        File.Delete(Path.Combine(path, "two words.png"));
        Assert.Equal(["a/one.png has changed since it was unpacked", "two words.png is missing"], Verification.Of(data, entry)!.Problems);

        await File.WriteAllTextAsync(Path.Combine(path, ChecksumList.FileName), "nonsense\n");
        Assert.Contains("damaged in line 1", Assert.Throws<DataFileException>(() => Verification.Of(data, entry)).Message);
    }

    [Fact]
    public void AFolderPutThereByHandIsComparedWithWhatIsPublished()
    {
        Write("cells-labels/labels.csv", 3);
        var found = Verification.Of(new DataFolder(folder.Path), catalogue[1])!;
        Assert.True(found.Passed);
        Assert.Equal("1 file with the published size and checksum; no further content, since there is no SHA256SUMS from when it was unpacked; sizes and numbers of files with the catalogue", found.Checked);
        Write("cells-labels/labels.csv", 4);
        Assert.False(Verification.Of(new DataFolder(folder.Path), catalogue[1])!.Passed);
    }

    private static CatalogEntry Entry(string name, params RemoteFile[] downloads) => new(name, name, "none", "nobody", new("http://example.org"), "files", downloads);

    private void Write(string name, int bytes)
    {
        var path = Path.Combine(folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, new byte[bytes]);
    }
}
