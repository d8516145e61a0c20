using System.Security.Cryptography;
using System.Text.Json;

namespace ImageNotebooks.Tests.Data;

/// <summary>Files are read as Pillow reads them (tests/golden/images.py).</summary>
public sealed class ImageFileTests : IDisposable
{
    private static readonly JsonElement Images = Golden.Read("images.json");

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Names => [.. Images.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Pixels_and_header_are_Pillows(string name)
    {
        var golden = Images.GetProperty("files").EnumerateArray().Single(file => file.GetProperty("name").GetString() == name);
        var path = Write(golden.GetProperty("file").GetBytesFromBase64());
        var info = ImageFile.ReadInfo(path);
        Assert.Equal((golden.GetProperty("width").GetInt32(), golden.GetProperty("height").GetInt32()), (info.Width, info.Height));
        Assert.Equal(golden.GetProperty("mode").GetString(), info.Mode);
        Assert.Equal(golden.GetProperty("orientation").GetInt32(), info.Orientation);
        Assert.Equal(name.Split(' ')[0], info.Format.ToString().ToLowerInvariant());
        Assert.Equal(golden.GetProperty("palette").ValueKind == JsonValueKind.Null ? null : golden.GetProperty("palette").GetInt32(), info.PaletteSize);

        var picture = ImageFile.Read(path);
        Assert.Equal(info.Orientation >= 5 ? (info.Height, info.Width) : (info.Width, info.Height), (picture.Width, picture.Height));
        AssertSame(golden.GetProperty("pixels").GetBytesFromBase64(), picture.Pixels.ToArray(), info.Format);
    }

    [Fact]
    public void Grey_is_the_weighted_sum_and_opacity_is_kept_on_request()
    {
        var path = Write(new Picture([255, 0, 0, 200, 0, 0, 255, 100], 2, 1, 4).ToPng());
        Assert.Equal([76, 29], ImageFile.Read(path, 1).Pixels.ToArray());
        Assert.Equal([255, 0, 0, 200, 0, 0, 255, 100], ImageFile.Read(path, 4).Pixels.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageFile.Read(path, 2));
    }

    [Fact]
    public void A_name_does_not_decide_what_a_file_is()
    {
        var path = Write(new Picture([1, 2, 3], 1, 1).ToPng(), "called.jpg");
        Assert.Equal(ImageFormat.Png, ImageFile.ReadInfo(path).Format);
        Assert.Equal([1, 2, 3], ImageFile.Read(path).Pixels.ToArray());
    }

    [RealDataTheory]
    [InlineData("intel", "seg_test")]
    [InlineData("animals10", "raw-img")]
    [InlineData("malaria", "cell_images")]
    [InlineData("voc", "JPEGImages")]
    public void Real_photographs_are_read_as_by_Pillow(string set, string part)
    {
        var golden = Images.GetProperty("real").EnumerateArray().Single(real => real.GetProperty("set").GetString() == set);
        var root = RealData.Path(set);
        var paths = Directory.EnumerateFiles(Path.Combine(root, part), "*", SearchOption.AllDirectories)
            .OrderBy(path => Path.GetRelativePath(root, path).Replace('\\', '/'), StringComparer.Ordinal).Where((_, i) => i % 10 == 0).ToList();
        Assert.Equal(golden.GetProperty("files").GetInt32(), paths.Count);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var means = new List<double>();
        foreach (var path in paths)
        {
            var pixels = ImageFile.Read(path).Pixels;
            digest.AppendData(pixels);
            means.Add(pixels.ToArray().Average(level => (double)level));
        }
        Assert.Equal(golden.GetProperty("mean").GetDouble(), means.Average(), UsesLibJpeg ? 1e-3 : 0.5);
        if (UsesLibJpeg || set == "malaria") Assert.Equal(golden.GetProperty("sha256").GetString(), Convert.ToHexStringLower(digest.GetHashAndReset()));
    }

    public void Dispose() => folder.Dispose();

    /// <summary>JPEG leaves it to the decoder how colours between its coarser samples are found; only the same library gives Pillow's bits.</summary>
    private static bool UsesLibJpeg => Stack.Images.Description.StartsWith("libjpeg", StringComparison.Ordinal);

    private static void AssertSame(byte[] expected, byte[] actual, ImageFormat format)
    {
        if (UsesLibJpeg || format == ImageFormat.Png) Assert.Equal(expected, actual);
        else Assert.InRange(expected.Zip(actual, (a, b) => Math.Abs((double)a - b)).Average(), 0, 12);
    }

    private string Write(byte[] bytes, string name = "file")
    {
        var path = Path.Combine(folder.Path, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
