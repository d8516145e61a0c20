using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Benchmarks;

/// <summary>Loading a file of weights into a network that is there, against reading the file's bytes into memory that is there; the file is in the system's cache.</summary>
internal sealed class WeightsBenchmark : Benchmark
{
    private const int Blocks = 11, Channels = 512;

    private readonly string path = Path.Combine(Directory.CreateTempSubdirectory("weights-").FullName, "network.safetensors");
    private nn.Module<Tensor, Tensor>? network;

    public override string Group => "models";

    public override string Name => "loading 104 MB of safetensors into a network, against reading the file";

    public override Goal Goal => Goal.AtMostTimes(1.2);

    public override Reference Reference => new OwnReference(new ReadFileBenchmark(path));

    public override void Prepare()
    {
        network = nn.Sequential(Enumerable.Range(0, Blocks).SelectMany(i => new (string, nn.Module<Tensor, Tensor>)[]
        {
            ($"conv{i}", nn.Conv2d(Channels, Channels, 3, bias: false)), ($"bn{i}", nn.BatchNorm2d(Channels)),
        }).ToArray());
        network.SaveWeights(path);
    }

    public override void Round() => network!.LoadWeights(path);

    protected override void Dispose(bool disposing)
    {
        network?.Dispose();
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    private sealed class ReadFileBenchmark(string path) : Benchmark
    {
        private byte[] buffer = [];

        public override string Group => "models";

        public override string Name => "reading a file";

        public override Goal Goal => Goal.AtMostTimes(1);

        public override void Prepare() => buffer = new byte[new FileInfo(path).Length];

        public override void Round()
        {
            using var file = File.OpenRead(path);
            file.ReadExactly(buffer);
        }
    }
}
