using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace StackContract;

/// <summary>Weights in TorchSharp's own file format, and tensors in libtorch's, go from one stack to the other.</summary>
public sealed class ModuleFileTests : IDisposable
{
    // TorchSharp's package wrote tests/golden/weights_torchsharp.bin from this module, filled by Filled().
    private sealed class Net : nn.Module
    {
        public readonly Sequential features = nn.Sequential(("conv", nn.Conv2d(2, 3, 3, bias: false)), ("norm", nn.BatchNorm2d(3)), ("act", nn.ReLU()));
        private readonly ModuleList<Linear> heads = nn.ModuleList(nn.Linear(3, 2), nn.Linear(3, 1, dtype: ScalarType.Float64));
        private readonly Embedding words = nn.Embedding(4, 2);
        private readonly MultiheadAttention attention = nn.MultiheadAttention(2, 1);
        private readonly Parameter scale = new(ones(2, 2, dtype: ScalarType.BFloat16));
        private readonly Tensor mask = zeros(3, dtype: ScalarType.Bool);
        private readonly PReLU slope = nn.PReLU(1);

        public Net() : base(nameof(Net)) => RegisterComponents();

        public static Net Filled()
        {
            var net = new Net();
            using var still = no_grad();
            var k = 0;
            foreach (var value in net.state_dict().Values)
            {
                k++;
                if (value.is_floating_point()) value.copy_(Golden.Wave(value.shape, 0.31 * k, 0.5, 0.1));
                else value.fill_(7);
            }
            return net;
        }
    }

    private static readonly string Written = Repository.PathOf("tests", "golden", "weights_torchsharp.bin");

    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Fact]
    public void A_file_of_TorchSharps_package_is_read()
    {
        using Net net = new(), expected = Net.Filled();
        net.load(Written);
        AssertSame(expected.state_dict(), net.state_dict());
    }

    [Fact]
    public void A_file_is_written_byte_for_byte_as_TorchSharps_package_writes_it()
    {
        using var net = Net.Filled();
        net.save(file);
        Assert.Equal(File.ReadAllBytes(Written), File.ReadAllBytes(file));
    }

    [Theory]
    [InlineData("tensor_torchsharp.pt")]
    [InlineData("tensor_systemtorch.pt")]
    public void A_tensor_in_libtorchs_format_is_read_whichever_stack_wrote_it(string name)
    {
        using var read = load(Repository.PathOf("tests", "golden", name));
        Assert.True(Golden.Wave([2, 3], 0.4, 1).to_type(ScalarType.Float64).Equals(read));
        save(read, file);
        Assert.True(read.Equals(Tensor.load(file)));
    }

    [Fact]
    public void A_tensor_goes_through_a_stream()
    {
        using var written = Golden.Wave([2, 3], 0.4, 1);
        using var stream = new MemoryStream();
        written.Save(new BinaryWriter(stream));
        Assert.Equal([6, 2, 2, 3], stream.ToArray()[..4]);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        Assert.True(written.Equals(Tensor.Load(reader)));
        stream.Position = 0;
        using var target = zeros(2, 3);
        target.Load(reader);
        Assert.True(written.Equals(target));
        stream.Position = 0;
        Assert.Equal([2L, 3L], TensorExtensionMethods.Load(reader, skip: true).shape);
        Assert.Equal(stream.Length, stream.Position);
    }

    [Fact]
    public void What_is_skipped_is_neither_written_nor_read()
    {
        using var net = Net.Filled();
        var first = net.features.state_dict()["conv.weight"].clone();
        using (var other = new Net()) other.save(file);
        net.load(file, skip: ["features.conv.weight"]);
        Assert.True(first.Equals(net.get_parameter("features.conv.weight")!));

        net.save(file, skip: ["features.conv.weight", "mask"]);
        var loaded = new Dictionary<string, bool>();
        net.load(file, strict: false, loadedParameters: loaded);
        Assert.Equal(net.state_dict().Keys.Except(["features.conv.weight", "mask"]), loaded.Keys);
        Assert.Throws<ArgumentException>(() => net.load(file));
    }

    [Fact]
    public void A_loose_load_takes_what_fits_and_says_what_it_found()
    {
        using var one = nn.Sequential(("a", nn.Linear(2, 1)), ("b", nn.Linear(1, 1)));
        using var other = nn.Sequential(("a", nn.Linear(2, 1)), ("c", nn.Linear(1, 1)));
        one.save(file);
        var loaded = new Dictionary<string, bool>();
        other.load(file, strict: false, loadedParameters: loaded);
        Assert.Equal([("a.weight", true), ("a.bias", true), ("b.weight", false), ("b.bias", false)], loaded.Select(e => (e.Key, e.Value)));
        Assert.True(one.get_parameter("a.weight")!.Equals(other.get_parameter("a.weight")!));
    }

    [Fact]
    public void A_module_is_made_from_a_file()
    {
        using var expected = Net.Filled();
        expected.save(file);
        using var made = nn.Module.Create<Net>(file);
        AssertSame(expected.state_dict(), made.state_dict());
    }

    public static TheoryData<string, Type> Damage => new()
    {
        { "cut", typeof(EndOfStreamException) },
        { "empty", typeof(EndOfStreamException) },
        { "picture", typeof(ArgumentException) },
        { "zip archive", typeof(ArgumentException) },
        { "another shape", typeof(ArgumentException) },
        { "another type", typeof(ArgumentException) },
        { "other names", typeof(ArgumentException) },
        { "fewer entries", typeof(ArgumentException) },
    };

    [Theory]
    [MemberData(nameof(Damage))]
    public void A_file_that_does_not_fit_is_refused(string damage, Type exception)
    {
        using var module = nn.Linear(3, 2);
        module.save(file);
        File.WriteAllBytes(file, Damaged(damage, File.ReadAllBytes(file)));
        Assert.Throws(exception, () => module.load(file));
    }

    [Fact]
    public void A_file_that_is_not_there_is_said_to_be_missing()
    {
        using var module = nn.Linear(3, 2);
        Assert.Throws<FileNotFoundException>(() => module.load(file + ".none"));
        Assert.Throws<FileNotFoundException>(() => Tensor.Load(file + ".none"));
        Assert.Throws<DirectoryNotFoundException>(() => module.save(Path.Combine(file + ".none", "weights")));
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => load(file + ".none"));
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => load(file));
    }

    private static byte[] Damaged(string damage, byte[] bytes) => damage switch
    {
        "cut" => bytes[..^7],
        "empty" => [],
        "picture" => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13],
        "zip archive" => [0x50, 0x4B, 3, 4, 0, 0, 8, 8, 0, 0],
        "another shape" => Bytes(nn.Linear(4, 2)),
        "another type" => Bytes(nn.Linear(3, 2, dtype: ScalarType.Float64)),
        "other names" => Bytes(nn.Sequential(("head", nn.Linear(3, 2)))),
        _ => Bytes(nn.Linear(3, 2, hasBias: false)),
    };

    private static byte[] Bytes(nn.Module module)
    {
        using var stream = new MemoryStream();
        module.save(stream);
        return stream.ToArray();
    }

    private static void AssertSame(Dictionary<string, Tensor> expected, Dictionary<string, Tensor> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, e => Assert.True(e.Value.Equals(actual[e.Key]), e.Key));
    }
}
