using ImageNotebooks.Tests.Data;

namespace ImageNotebooks.Tests.Weights;

/// <summary>Damaged files are read or refused, and nothing else: no crash, no endless loop, no memory out of proportion.</summary>
public sealed class WeightsFuzzTests : IDisposable
{
    private const long MostMemory = 500_000_000;

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, int> Formats => new()
    {
        { "layers_zip", 1000 }, { "odd_zip", 1000 }, { "checkpoint", 1000 }, { "layers_legacy", 1500 }, { "odd_legacy", 1500 }, { "keras", 1000 }, { "keras_gzip", 1000 },
        { "keras_model", 1000 }, { "keras_latest", 1000 }, { "safetensors", 3000 }, { "torchsharp", 3000 },
    };

    public void Dispose() => folder.Dispose();

    [Theory, MemberData(nameof(Formats))]
    public void Mutants_are_read_or_refused(string format, int mutants)
    {
        var path = Path.Combine(folder.Path, "mutant");
        long most = 0;
        var refused = Mutations.Run(Original(format), mutants, 1, mutant =>
        {
            File.WriteAllBytes(path, mutant);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var file = WeightsFile.Open(path);
                foreach (var entry in file.Entries)
                    Assert.Equal(entry.ByteCount, entry.Bytes.Length);
            }
            finally
            {
                most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
            }
        });
        Assert.InRange(refused, 1, mutants - 1);
        Assert.InRange(most, 1, MostMemory);
    }

    private byte[] Original(string format)
    {
        if (format == "safetensors")
            return SafetensorsTests.FileOf("""{"__metadata__":{"a":"b"},"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":{"dtype":"I64","shape":[],"data_offsets":[24,32]}}""", 32);
        if (format != "torchsharp")
            return WeightFixtures.Bytes(format);
        using var network = TorchSharp.torch.nn.Linear(3, 2);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        network.save(writer);
        return stream.ToArray();
    }
}
