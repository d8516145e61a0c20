using System.IO.Compression;
using System.Text.Json;

namespace ImageNotebooks.Tests.Weights;

/// <summary>Small files of weights that PyTorch and h5py wrote, from tests/golden/weights.json, and what they hold.</summary>
internal static class WeightFixtures
{
    private static readonly JsonElement Golden = Tests.Golden.Read("weights.json");

    public static IEnumerable<string> Hostile => Golden.GetProperty("hostile").EnumerateObject().Select(file => file.Name);

    public static byte[] Bytes(string name) => Unpack(Golden.GetProperty("files").GetProperty(name));

    public static byte[] HostileBytes(string name) => Unpack(Golden.GetProperty("hostile").GetProperty(name));

    /// <summary>The tensors of a file by name, in the order in which they were saved.</summary>
    public static Dictionary<string, (string Type, long[] Shape, double[] Values)> Tensors(string name) => Golden.GetProperty("tensors").GetProperty(name).EnumerateObject().ToDictionary(
        tensor => tensor.Name,
        tensor => (tensor.Value.GetProperty("type").GetString()!, tensor.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray(), tensor.Value.GetProperty("values").Numbers()));

    /// <summary>Writes a fixture to a folder and opens it.</summary>
    public static WeightsFile Open(TemporaryFolder folder, string name) => Open(folder, Bytes(name));

    public static WeightsFile Open(TemporaryFolder folder, byte[] bytes)
    {
        // Its name says nothing of its format.
        var path = Path.Combine(folder.Path, Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(path, bytes);
        return WeightsFile.Open(path);
    }

    /// <summary>An entry's numbers.</summary>
    public static double[] Values(this WeightsEntry entry)
    {
        var copied = new byte[entry.ByteCount];
        entry.CopyTo(copied);
        Assert.True(entry.Bytes.SequenceEqual(copied), $"{entry} is not the same where it lies and copied.");
        return [.. Enumerable.Range(0, copied.Length / entry.Type.Size()).Select(i => Number(copied.AsSpan(i * entry.Type.Size()), entry.Type))];
    }

    private static double Number(ReadOnlySpan<byte> bytes, ElementType type) => type switch
    {
        ElementType.Bool or ElementType.UInt8 => bytes[0],
        ElementType.Int64 => BitConverter.ToInt64(bytes),
        ElementType.Float16 => (double)BitConverter.ToHalf(bytes),
        ElementType.BFloat16 => BitConverter.UInt32BitsToSingle((uint)BitConverter.ToUInt16(bytes) << 16),
        ElementType.Float32 => BitConverter.ToSingle(bytes),
        ElementType.Float64 => BitConverter.ToDouble(bytes),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No fixture has it."),
    };

    private static byte[] Unpack(JsonElement packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed.GetBytesFromBase64()), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        gzip.CopyTo(bytes);
        return bytes.ToArray();
    }
}
