using System.Buffers.Binary;
using System.Text;

namespace ImageNotebooks.Tests.Weights;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>A file with this header and so many bytes of data.</summary>
    internal static byte[] FileOf(string header, int data)
    {
        var bytes = new byte[8 + Encoding.UTF8.GetByteCount(header) + data];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Encoding.UTF8.GetByteCount(header));
        Encoding.UTF8.GetBytes(header, bytes.AsSpan(8));
        for (var i = 0; i < data; i++)
            bytes[bytes.Length - data + i] = (byte)i;
        return bytes;
    }

    [Fact]
    public void Tensors_come_in_the_order_of_their_bytes_and_lie_where_the_header_says()
    {
        using var file = WeightFixtures.Open(folder, FileOf(
            """{"b":{"dtype":"F32","shape":[2,1],"data_offsets":[4,12]},"__metadata__":{"format":"pt"},"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"none":{"dtype":"I64","shape":[0,3],"data_offsets":[12,12]}}  """, 12));
        Assert.Equal(WeightsFormat.Safetensors, file.Format);
        Assert.Equal(["a: Float16 [2]", "b: Float32 [2, 1]", "none: Int64 [0, 3]"], file.Entries.Select(entry => entry.ToString()));
        Assert.Equal([4, 5, 6, 7, 8, 9, 10, 11], file.Find("b")!.Bytes.ToArray());
        Assert.Equal("pt", file.Metadata["format"]);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "two tensors named 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", "'b' begins at byte 2 of the data, inside the tensor before it")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F16","shape":[1],"data_offsets":[6,8]}}""", "'b' begins at byte 6 of the data, with a hole behind")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "with a hole behind")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "it was cut short")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "something was added")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "takes 8 bytes, which is not what Float32 of shape [3] takes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""", "which is not what Float32 of shape")]
    [InlineData("""{"a":{"dtype":"F8_E5M2","shape":[8],"data_offsets":[0,8]}}""", "'a' has the dtype 'F8_E5M2'; known are BOOL")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,8]}}""", "not whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "the smaller first")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", "does not give dtype, shape and two data_offsets")]
    [InlineData("""{"a":[]}""", "holds StartArray in place of StartObject")]
    [InlineData("""{"__metadata__":{"a":1}}""", "holds Number in place of String")]
    [InlineData("""{"a":{"dtype":"F32",""", "header is damaged")]
    [InlineData("""{}{}""", "header is damaged")]
    public void Headers_that_lie_are_refused(string header, string complaint) => Refuses(FileOf(header, 8), complaint);

    [Fact]
    public void A_header_longer_than_the_formats_limit_is_refused_before_it_is_read()
    {
        var path = Path.Combine(folder.Path, "long");
        using (var file = File.Create(path))
        {
            file.Write([0, 0xE1, 0xF5, 0x06, 0, 0, 0, 0, (byte)'{']);
            file.SetLength(200_000_000);
        }
        Assert.Contains("claims 116,777,216 bytes", Assert.Throws<WeightsFileException>(() => WeightsFile.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_is_read_again_with_wide_elements_aligned()
    {
        var path = Path.Combine(folder.Path, "new", "file.safetensors");
        Safetensors.Write(path,
            [
                new MemoryEntry("bytes", ElementType.UInt8, [3], () => new byte[] { 1, 2, 3 }),
                new MemoryEntry("é \"quoted\"", ElementType.Float32, [2], () => new byte[8]),
                new MemoryEntry("count", ElementType.Int64, [], () => BitConverter.GetBytes(7L)),
            ],
            new Dictionary<string, string> { ["source"] = "a & b" });
        using var file = WeightsFile.Open(path);
        Assert.Equal(["count: Int64 []", "é \"quoted\": Float32 [2]", "bytes: UInt8 [3]"], file.Entries.Select(entry => entry.ToString()));
        Assert.Equal([1.0, 2, 3], file.Find("bytes")!.Values());
        Assert.Equal("a & b", file.Metadata["source"]);
        Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(File.ReadAllBytes(path)) % 8);
    }

    [Fact]
    public void A_file_that_cannot_be_written_leaves_the_old_one_and_no_rest()
    {
        var path = Path.Combine(folder.Path, "file.safetensors");
        File.WriteAllText(path, "old");
        Assert.Throws<ArgumentException>(() => Safetensors.Write(path, [new MemoryEntry("a", ElementType.Float32, [2], () => new byte[7])]));
        Assert.Throws<ArgumentException>(() => Safetensors.Write(path, [new MemoryEntry("a", ElementType.UInt8, [0], () => default), new MemoryEntry("a", ElementType.UInt8, [0], () => default)]));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder.Path));
        Assert.Contains("cannot be written", Assert.Throws<WeightsFileException>(() => Safetensors.Write(Path.Combine(path, "below"), [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_are_gone_with_the_file()
    {
        var file = WeightFixtures.Open(folder, FileOf("""{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}""", 8));
        Assert.Throws<ArgumentException>(() => file.Entries[0].CopyTo(new byte[7]));
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.Entries[0].Bytes.Length);
        Assert.Throws<ObjectDisposedException>(() => file.Entries[0].CopyTo(new byte[8]));
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html>", "it is a web page")]
    [InlineData("version https://git-lfs.github.com/spec/v1\n", "pointer of Git LFS")]
    [InlineData("\x1F\x8B\x08\0", "compressed with gzip")]
    [InlineData("some text or other", "in no format that is known here")]
    [InlineData("", "it is empty")]
    public void What_is_no_file_of_weights_is_named(string content, string complaint) => Refuses(Encoding.Latin1.GetBytes(content), complaint);

    [Fact]
    public void A_file_that_is_not_there_is_said_so()
    {
        Assert.Contains("There is no file", Assert.Throws<WeightsFileException>(() => WeightsFile.Open(Path.Combine(folder.Path, "none"))).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Throws<WeightsFileException>(() => WeightsFile.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    private void Refuses(byte[] bytes, string complaint) =>
        Assert.Contains(complaint, Assert.Throws<WeightsFileException>(() => WeightFixtures.Open(folder, bytes)).Message, StringComparison.Ordinal);
}
