using ImageNotebooks.Cli;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Benchmarks;

/// <summary>The real images beside the repository.</summary>
internal static class RealImages
{
    /// <summary>A data set's folder.</summary>
    /// <exception cref="LabException">It is not there.</exception>
    public static string Folder(string set)
    {
        var root = Environment.GetEnvironmentVariable("IMAGENOTEBOOKS_REAL_DATA") is { Length: > 0 } named ? named : Workspace.Find().PathOf("..", "shared", "data");
        var folder = Path.GetFullPath(Path.Combine(root, set));
        return Directory.Exists(folder) ? folder : throw new LabException($"no real data: '{folder}' is missing; IMAGENOTEBOOKS_REAL_DATA names another place.");
    }

    /// <summary>All its image files.</summary>
    public static string[] Files(string set) =>
        [.. Directory.EnumerateFiles(Folder(set), "*.jp*g", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}

/// <summary>Decoding photographs on two threads against Pillow in two processes.</summary>
/// <param name="set">The set in the folder of real data.</param>
/// <param name="size">The square they come to, antialiased; null for their own size.</param>
/// <param name="goal">What is to be reached.</param>
internal sealed class DecodeBenchmark(string set, int? size, Goal goal) : Benchmark
{
    private const int Processes = 2;

    private string[] files = [];

    public override string Group => "data";

    public override string Name => $"{set}: decode {(size is { } side ? $"to {side} x {side}, antialiased" : "at its own size")}";

    public override Goal Goal => goal;

    public override Reference Reference => new PythonReference("pillow_decode", new { files = RealImages.Files(set), size, processes = Processes });

    public override void Prepare() => files = RealImages.Files(set);

    public override void Round() => Parallel.For(0, files.Length, new ParallelOptions { MaxDegreeOfParallelism = Processes }, NewDecoder, (i, _, decoder) =>
    {
        decoder.Read(files[i]);
        return decoder;
    }, _ => { });

    private Decoder NewDecoder() => new(size);

    private sealed class Decoder(int? size)
    {
        private readonly ImageReader reader = new();
        private readonly IPackDecoder? resizing = size is { } side ? new ImageRecipe(Resize.To(side, antialias: true), 3).NewDecoder() : null;
        private readonly byte[] planes = new byte[3 * (size ?? 0) * (size ?? 0)];

        public void Read(string path)
        {
            if (resizing is null) reader.Read(path);
            else resizing.Decode(path, planes);
        }
    }
}

/// <summary>Reading the headers of image files, without hashing them.</summary>
internal sealed class HeaderBenchmark : Benchmark
{
    private const int FilesPerRound = 20_000;

    private ImageFiles? files;

    public override string Group => "data";

    public override string Name => $"a table of {FilesPerRound:#,0} image files, not hashed";

    public override Goal Goal => Goal.Within(1);

    public override void Prepare()
    {
        var animals = Animals10.Files(RealImages.Folder("animals10"));
        files = animals with { Entries = [.. Enumerable.Range(0, FilesPerRound).Select(i => animals.Entries[i % animals.Count])] };
    }

    public override void Round() => ImageTable.Of(files!, hash: false);
}

/// <summary>The first pass over images that were never decoded before, against torchvision's ImageFolder and DataLoader.</summary>
internal sealed class FirstEpochBenchmark : Benchmark
{
    private const int BatchSize = 32;

    private readonly string cache = Directory.CreateTempSubdirectory("first-epoch-").FullName;
    private readonly string? before = Environment.GetEnvironmentVariable(DataFolder.Variable);

    public override string Group => "data";

    public override string Name => "first epoch over the Intel images, nothing kept from before";

    public override Goal Goal => Goal.AtLeastFaster(2);

    public override Reference Reference => new PythonReference("image_folder_epoch", new { folder = Path.Combine(RealImages.Folder("intel"), "seg_train"), size = 150, batch = BatchSize, workers = 2 });

    public override void Prepare() => Environment.SetEnvironmentVariable(DataFolder.Variable, cache);

    public override void Round()
    {
        if (Directory.Exists(Path.Combine(cache, "packed"))) Directory.Delete(Path.Combine(cache, "packed"), recursive: true);
        using var train = IntelScenes.Files(RealImages.Folder("intel")).Train.Load(Resize.To(150));
        foreach (var batch in train.Batches(BatchSize, shuffle: true)) batch.Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        Environment.SetEnvironmentVariable(DataFolder.Variable, before);
        Directory.Delete(cache, recursive: true);
    }
}

/// <summary>
/// What a loader costs a network that trains: steps with batches from the loader against the same number of steps on one batch that is there already.
/// </summary>
internal sealed class LoadingBenchmark(Network network, bool load) : Benchmark
{
    private Trainer? trainer;
    private nn.Module<Tensor, Tensor>? model;
    private Split? split;

    public LoadingBenchmark(Network network) : this(network, load: true)
    {
    }

    public override string Group => "data";

    public override string Name => $"{network.Name}: {network.Steps} batches of {network.Batch} loaded, against as many training steps";

    public override Goal Goal => Goal.AtMostTimes(0.02);

    public override Reference? Reference => load ? new OwnReference(new LoadingBenchmark(network, load: false)) : null;

    public override void Prepare()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        split = MakeSplit();
        model = network.Make(network.Classes);
        foreach (var t in model.parameters().Cast<Tensor>().Concat(model.buffers())) t.DetachFromDisposeScope();
        trainer = new Trainer(model, new() { Progress = new SilentProgress() });
    }

    private Split MakeSplit()
    {
        var count = network.Steps * network.Batch;
        var images = PackedImages.Copy(Noise(256, 3));
        return network.Masks
            ? new("train", images, zeros(count, network.Classes - 1), masks: PackedImages.Copy(Noise(network.Classes, 1)))
            : new("train", images, randint(0, network.Classes, [count]));

        Tensor Noise(long levels, int channels) => randint(0, levels, [count, channels, network.Size, network.Size], dtype: ScalarType.Byte);
    }

    public override void Round()
    {
        var batches = split!.Batches(network.Batch, shuffle: true);
        if (!load) trainer!.Fit(batches, null, 1);
        else foreach (var batch in batches) batch.Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        trainer?.Dispose();
        model?.Dispose();
        split?.Dispose();
    }
}
