using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace ImageNotebooks.Tests.Data;

/// <summary>What becomes of files that are no images, or not whole ones.</summary>
public sealed class BadImageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Kinds => ["jpeg 4:2:0", "jpeg progressive", "jpeg cmyk", "png RGB", "png palette 4", "png interlaced"];

    [Fact]
    public void Each_is_named_with_its_reason_and_a_way_out()
    {
        byte[] jpeg = FileOf("jpeg 4:2:0"), png = FileOf("png RGB");
        Refuses("is empty", []);
        Refuses("is a GIF", "GIF89a....."u8);
        Refuses("is an HTML page", "<!DOCTYPE html>"u8);
        Refuses("neither JPEG nor PNG", Encoding.UTF8.GetBytes("hello"));
        Refuses("header is not complete", jpeg.AsSpan(0, 30));
        Refuses("header is not complete", png.AsSpan(0, 20));
        Refuses("is damaged: Premature end", jpeg.AsSpan(0, jpeg.Length - 40));
        Refuses("is damaged", png.AsSpan(0, png.Length - 40));

        var wrongChecksum = png.ToArray();
        wrongChecksum[^20] ^= 1;
        Refuses("is damaged", wrongChecksum);
        var bomb = png.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(16), 65_535);
        BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(20), 65_535);
        Refuses("images of more than 67,108,864 pixels are refused", bomb);
        var wide = jpeg.ToArray();
        var frame = wide.AsSpan().IndexOf(new byte[] { 0xFF, 0xC0 });
        BinaryPrimitives.WriteInt32BigEndian(wide.AsSpan(frame + 5), -1);
        Refuses("is 65,535 x 65,535 pixels", wide);
    }

    [Fact]
    public void What_is_not_there_or_no_file_is_said_to_be_so()
    {
        Assert.Contains("does not exist", Assert.Throws<ImageFileException>(() => ImageFile.Read(Path.Combine(folder.Path, "none.png"))).Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<ImageFileException>(() => ImageFile.ReadInfo(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_may_be_long_and_of_any_script()
    {
        var path = Path.Combine(folder.Path, string.Concat(Enumerable.Repeat("клетка-細胞-", 5)), new string('é', 100) + ".png");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, FileOf("png RGB"));
        Assert.Equal(19, ImageFile.Read(path).Width);
    }

    [Fact]
    public void A_header_behind_a_long_comment_is_found()
    {
        var jpeg = FileOf("jpeg 4:4:4");
        byte[] comment = [0xFF, 0xFE, 0xFF, 0xFF, .. new byte[0xFFFD]];
        var path = Write([.. jpeg[..2], .. comment, .. comment, .. jpeg[2..]]);
        Assert.Equal((19, 13), (ImageFile.ReadInfo(path).Width, ImageFile.ReadInfo(path).Height));
        Assert.Equal(19, ImageFile.Read(path).Width);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Changed_and_cut_files_are_read_or_refused_and_nothing_else(string kind)
    {
        var reader = new ImageReader();
        var refused = Mutations.Run(FileOf(kind), count: 1000, seed: 7, bytes => reader.Decode(bytes));
        Assert.InRange(refused, 300, 1000);
    }

    public void Dispose() => folder.Dispose();

    private static byte[] FileOf(string name) => Golden.Read("images.json").GetProperty("files").EnumerateArray()
        .Single(file => file.GetProperty("name").GetString() == name).GetProperty("file").GetBytesFromBase64();

    private void Refuses(string reason, ReadOnlySpan<byte> bytes)
    {
        var path = Write(bytes);
        var refusal = Assert.Throws<ImageFileException>(() => ImageFile.Read(path));
        Assert.Equal(path, refusal.Path);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    private string Write(ReadOnlySpan<byte> bytes)
    {
        var path = Path.Combine(folder.Path, "image");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
