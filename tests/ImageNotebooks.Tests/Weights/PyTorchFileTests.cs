using System.IO.Compression;

namespace ImageNotebooks.Tests.Weights;

public sealed class PyTorchFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Hostile => [.. WeightFixtures.Hostile];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("layers_zip", WeightsFormat.PyTorch, "layers")]
    [InlineData("layers_legacy", WeightsFormat.PyTorchLegacy, "layers")]
    [InlineData("odd_zip", WeightsFormat.PyTorch, "odd")]
    [InlineData("odd_legacy", WeightsFormat.PyTorchLegacy, "odd")]
    public void Both_formats_give_what_was_saved(string name, WeightsFormat format, string tensors)
    {
        using var file = WeightFixtures.Open(folder, name);
        Assert.Equal(format, file.Format);
        var expected = WeightFixtures.Tensors(tensors);
        Assert.Equal(expected.Keys, file.Entries.Select(entry => entry.Name));
        foreach (var entry in file.Entries)
        {
            Assert.Equal(expected[entry.Name].Shape, entry.Shape);
            Assert.Equal(expected[entry.Name].Values, entry.Values());
        }
    }

    [Fact]
    public void Types_are_those_of_the_tensors()
    {
        using var file = WeightFixtures.Open(folder, "odd_zip");
        Assert.Equal(
            [ElementType.Float16, ElementType.BFloat16, ElementType.Float64, ElementType.Bool, ElementType.UInt8, ElementType.Int64],
            new[] { "half", "bfloat16", "double", "flags", "bytes", "longs" }.Select(name => file.Find(name)!.Type));
    }

    [Fact]
    public void A_checkpoint_is_flattened_and_its_plain_values_are_metadata()
    {
        using var file = WeightFixtures.Open(folder, "checkpoint");
        Assert.Equal(WeightFixtures.Tensors("layers").Keys.Select(name => "state_dict." + name).Append("list.0"), file.Entries.Select(entry => entry.Name));
        Assert.Equal(new Dictionary<string, string> { ["epoch"] = "12", ["best"] = "0.75", ["arch"] = "tiny" }, file.Metadata);
    }

    [Fact]
    public void A_tensor_alone_has_a_name()
    {
        using var file = WeightFixtures.Open(folder, "tensor");
        Assert.Equal("tensor: Float32 [2]", Assert.Single(file.Entries).ToString());
    }

    [Theory, MemberData(nameof(Hostile))]
    public void Nothing_in_a_pickle_is_run(string name)
    {
        var refused = Assert.Throws<WeightsFileException>(() => WeightFixtures.Open(folder, WeightFixtures.HostileBytes(name)));
        Assert.Contains("nothing was run", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists("was-run") || File.Exists(Path.Combine(folder.Path, "was-run")));
        string[] named = name switch { "eval" => ["__builtin__.eval"], "instance" => ["opcode 0x69"], "state" => ["copy_reg._reconstructor", "Stateful"], _ => ["posix.system"] };
        Assert.Contains(named, word => refused.Message.Contains(word, StringComparison.Ordinal));
    }

    [Theory]
    // Each is a whole pickle but for the PROTO before it and the STOP behind it.
    [InlineData("]\x94h\0a", "nested more than")] // a list that holds itself
    [InlineData("0", "takes a value where there is none")]
    [InlineData("ccollections\nOrderedDict\nK\x01\x85R", "collections.OrderedDict with arguments")]
    [InlineData("h\x05", "refers to a value that it did not give")]
    [InlineData("}(K\x01u", "sets items of what is no dictionary")]
    [InlineData("}X\x01\0\0\0aN\x93", "names something by what is no text")]
    [InlineData("}(NK\x01u", "neither a text nor a number")]
    [InlineData("N", "holds no tensors")]
    [InlineData("t", "ends a container that it did not begin")]
    [InlineData("}}b", "holds no tensors")]
    [InlineData("N}b", "sets the state of a Python object")]
    [InlineData("NQ", "persistent id that is no storage")]
    [InlineData("X\xFF\xFF\xFF\x7F", "does not end")]
    public void Broken_pickles_are_refused_with_what_is_wrong(string pickle, string complaint) =>
        Refuses(Zip(("archive/data.pkl", [0x80, 2, .. pickle.Select(c => (byte)c), (byte)'.'])), complaint);

    [Fact]
    public void A_small_file_cannot_ask_for_much()
    {
        // Each list holds the last ten times: 10^9 values in 300 bytes.
        var laughs = new List<byte> { 0x80, 2, (byte)']', (byte)'q', 0 };
        for (byte i = 1; i < 10; i++)
        {
            laughs.AddRange([(byte)']', (byte)'q', i, (byte)'(', .. Enumerable.Repeat(new[] { (byte)'h', (byte)(i - 1) }, 10).SelectMany(pair => pair), (byte)'e']);
        }
        Refuses(Zip(("archive/data.pkl", [.. laughs, (byte)'.'])), "hold more than 1,000,000 values");
        Refuses(Zip(("archive/data.pkl", [0x80, 2, .. Enumerable.Repeat((byte)']', 5_000_000), (byte)'.'])), "more than 4,000,000 values");
    }

    [Fact]
    public void Archives_that_are_not_torch_saves_are_named()
    {
        Refuses(Zip(("readme.txt", [1])), "has no data.pkl");
        Refuses(Zip(("config.json", [1]), ("model.weights.h5", [1])), "Keras 3's .keras archive");
        Refuses(Zip(("a.npy", [1])), "NumPy's .npz");
        Refuses(Zip(("a/data.pkl", [1]), ("b/data.pkl", [1])), "several pickles");
        Refuses(Zip(("a/data.pkl", [0x80, 2, (byte)'.']), ("a/byteorder", "big"u8.ToArray())), "big-endian");
        Refuses(Zip(CompressionLevel.Optimal, ("a/data.pkl", new byte[100])), "compressed");
    }

    [Fact]
    public void Files_that_were_cut_short_are_refused_wherever()
    {
        foreach (var name in new[] { "layers_zip", "layers_legacy" })
        {
            var whole = WeightFixtures.Bytes(name);
            for (var length = 0; length < whole.Length; length += 13)
                Assert.Throws<WeightsFileException>(() => WeightFixtures.Open(folder, whole[..length]));
        }
    }

    private void Refuses(byte[] bytes, string complaint) =>
        Assert.Contains(complaint, Assert.Throws<WeightsFileException>(() => WeightFixtures.Open(folder, bytes)).Message, StringComparison.Ordinal);

    private static byte[] Zip(params (string Name, byte[] Content)[] members) => Zip(CompressionLevel.NoCompression, members);

    private static byte[] Zip(CompressionLevel level, params (string Name, byte[] Content)[] members)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in members)
            {
                using var member = zip.CreateEntry(name, level).Open();
                member.Write(content);
            }
        }
        return bytes.ToArray();
    }
}
