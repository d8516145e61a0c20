using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace ImageNotebooks.Tests;

public sealed class ArchivesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Target => Path.Combine(folder.Path, "set");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a.tar.gz")]
    [InlineData("a.tgz")]
    [InlineData("a.tar")]
    public void FilesAndFoldersAreUnpacked(string name)
    {
        Archives.Extract(Tar(name, Folder("top/"), File("top/a.txt", "one"), File("top/deeper/b.txt", "two"), File("c.txt", "")), Target);
        Assert.Equal("one", System.IO.File.ReadAllText(Path.Combine(Target, "top", "a.txt")));
        Assert.Equal("two", System.IO.File.ReadAllText(Path.Combine(Target, "top", "deeper", "b.txt")));
        Assert.Equal("", System.IO.File.ReadAllText(Path.Combine(Target, "c.txt")));
        Assert.Equal([Target], Directory.GetDirectories(folder.Path));
    }

    [Fact]
    public void ZipsAreUnpackedToo()
    {
        Archives.Extract(Zip(("x/", null), ("x/a.txt", "one")), Target);
        Assert.Equal("one", System.IO.File.ReadAllText(Path.Combine(Target, "x", "a.txt")));
    }

    [Theory]
    [InlineData("../out.txt")]
    [InlineData("a/../../out.txt")]
    [InlineData("/out.txt")]
    [InlineData("..\\out.txt")]
    public void NothingLandsOutside(string name)
    {
        Refused(Tar("a.tar.gz", File("fine.txt", "x"), File(name, "x")), "would land outside its folder");
        Refused(Zip(("fine.txt", "x"), (name, "x")), "would land outside its folder");
        Assert.Equal(2, Directory.GetFileSystemEntries(folder.Path).Length);
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink, "a link to 'target'")]
    [InlineData(TarEntryType.HardLink, "a link to 'target'")]
    [InlineData(TarEntryType.CharacterDevice, "an entry of the kind CharacterDevice")]
    [InlineData(TarEntryType.BlockDevice, "an entry of the kind BlockDevice")]
    [InlineData(TarEntryType.Fifo, "an entry of the kind Fifo")]
    public void LinksAndDevicesAreRefused(TarEntryType type, string what)
    {
        var entry = new PaxTarEntry(type, "thing");
        if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
            entry.LinkName = "target";
        Refused(Tar("a.tar.gz", File("fine.txt", "x"), entry), what);
    }

    [Fact]
    public void ALinkInAZipIsRefused()
    {
        var path = Zip(("link", "/etc"));
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Update))
            zip.Entries[0].ExternalAttributes = unchecked((int)0xA1FF0000);
        Refused(path, "a link or a device");
    }

    [Fact]
    public void ABombIsStopped()
    {
        var path = Tar("a.tar.gz", File("zeros", new string('0', 2_000_000)), File("more", new string('0', 2_000_000)));
        Assert.True(new FileInfo(path).Length < 50_000);
        Refused(path, "unpacks to more than 3,000,000 bytes", limit: 3_000_000);
        Archives.Extract(path, Target, limit: 4_000_000);
    }

    [Fact]
    public void ADamagedArchiveLeavesNothing()
    {
        var path = Tar("a.tar.gz", File("a", Noise(200_000)), File("b", Noise(200_000)));
        var bytes = System.IO.File.ReadAllBytes(path);
        foreach (var length in new[] { 0, 1, 9, 10, 1000, bytes.Length / 2, bytes.Length - 2000 })
        {
            System.IO.File.WriteAllBytes(path, bytes[..length]);
            Refused(path, "is damaged");
        }
        // The archive's own checksum stands before the last four bytes.
        bytes[^5] ^= 0xFF;
        System.IO.File.WriteAllBytes(path, bytes);
        Refused(path, "is damaged");
    }

    [Fact]
    public void AFileTwiceIsRefused() => Refused(Tar("a.tar", File("a", "1"), File("a", "2")), "holds 'a' twice");

    [Fact]
    public void AnExistingFolderIsNotTouched()
    {
        Directory.CreateDirectory(Target);
        var e = Assert.Throws<DataFileException>(() => Archives.Extract(Tar("a.tar", File("a", "1")), Target));
        Assert.Contains("exists already", e.Message);
        Assert.Empty(Directory.GetFileSystemEntries(Target));
    }

    [Fact]
    public void OtherFilesAreNoArchives()
    {
        Assert.False(Archives.IsArchive("weights.h5"));
        Assert.Contains(".tar.gz, .tgz, .tar, .zip", Assert.Throws<ArchiveException>(() => Archives.Extract("a.rar", Target)).Message);
    }

    private void Refused(string archive, string sentence, long limit = 1L << 30)
    {
        var before = Directory.GetFileSystemEntries(folder.Path);
        Assert.Contains(sentence, Assert.Throws<ArchiveException>(() => Archives.Extract(archive, Target, limit)).Message);
        Assert.Equal(before, Directory.GetFileSystemEntries(folder.Path));
    }

    internal static PaxTarEntry File(string name, string text) =>
        new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.ASCII.GetBytes(text)) };

    private static PaxTarEntry Folder(string name) => new(TarEntryType.Directory, name);

    private static string Noise(int length)
    {
        var random = new Random(5);
        return string.Concat(Enumerable.Range(0, length).Select(_ => (char)random.Next(33, 126)));
    }

    private string Tar(string name, params TarEntry[] entries) => WriteTar(Path.Combine(folder.Path, name), entries);

    internal static string WriteTar(string path, params TarEntry[] entries)
    {
        using var file = System.IO.File.Create(path);
        using var compressed = path.EndsWith("gz", StringComparison.Ordinal) ? (Stream)new GZipStream(file, CompressionLevel.Optimal) : file;
        using var tar = new TarWriter(compressed);
        foreach (var entry in entries)
            tar.WriteEntry(entry);
        return path;
    }

    private string Zip(params (string Name, string? Text)[] entries)
    {
        var path = Path.Combine(folder.Path, "a.zip");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, text) in entries)
        {
            var entry = zip.CreateEntry(name);
            if (text is null)
                continue;
            using var writer = new StreamWriter(entry.Open());
            writer.Write(text);
        }
        return path;
    }
}
