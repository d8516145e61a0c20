using System.Text.Json;
using System.Text.Json.Serialization;
using static System.FormattableString;

namespace ImageNotebooks;

/// <summary>What a network's makers did to the pixels, red, green and blue from 0 to 255, that it was trained on.</summary>
public enum Preprocessing
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Blue, green, red, less ImageNet's means 103.939, 116.779, 123.68: Caffe's way, in Keras mode <c>caffe</c>.</summary>
    CaffeBgr,

    /// <summary>x / 127.5 - 1, in Keras mode <c>tf</c>; in timm mean and standard deviation 0.5.</summary>
    MinusOneToOne,

    /// <summary>(x / 255 - mean) / standard deviation, by channel (0.485, 0.456, 0.406) and (0.229, 0.224, 0.225): torchvision's way, in Keras mode <c>torch</c>.</summary>
    ImageNetMeanStd,

    /// <summary>(x - 128) / 128: networks for 8-bit arithmetic.</summary>
    Centred128,
}

/// <summary>How well weights do on the 50,000 validation images of ImageNet, as their makers published it.</summary>
/// <param name="Top1">Percent of images whose class was given first.</param>
/// <param name="Top5">Percent of images whose class was among the first five.</param>
/// <param name="Source">Where that is written.</param>
public sealed record PublishedAccuracy(double Top1, double Top5, Uri Source);

/// <summary>Published weights of a network: where they are, and what has to be known to use them (data/weights.json, built into the library).</summary>
/// <param name="Name">The short name by which commands and code know them.</param>
/// <param name="Architecture">The network, for example <c>resnet50_v2</c>.</param>
/// <param name="Format">How the file is laid out.</param>
/// <param name="File">The file; without an address where it is published nowhere.</param>
/// <param name="Licence">Its licence, or what is known of it.</param>
/// <param name="Citation">The work to cite.</param>
/// <param name="Homepage">The page that describes them.</param>
/// <param name="InputSize">Height and width of the images that the accuracy was measured with, or of training where there is none.</param>
/// <param name="Preprocessing">What is done to the pixels.</param>
/// <param name="Classes">How many logits they give; 0 without a classifier.</param>
/// <param name="IncludesTop">Whether the classifier is there.</param>
/// <param name="Accuracy">What their makers measured, or null where they published nothing for this file.</param>
/// <param name="Recipe">How they were trained, or null where it is not written.</param>
/// <param name="Note">What else is to be known.</param>
public sealed record PretrainedWeights(
    string Name, string Architecture, WeightsFormat Format, RemoteFile File, string Licence, string Citation, Uri Homepage, int InputSize, Preprocessing Preprocessing,
    int Classes, bool IncludesTop, PublishedAccuracy? Accuracy = null, Uri? Recipe = null, string Note = "")
{
    private const string Folder = "weights";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private static readonly Lazy<IReadOnlyList<PretrainedWeights>> BuiltIn = new(() => Parse(ReadBuiltIn()));

    /// <summary>All that are known, by architecture.</summary>
    public static IReadOnlyList<PretrainedWeights> All => BuiltIn.Value;

    /// <summary>The weights with this name.</summary>
    /// <exception cref="ArgumentException">There are none; the sentence lists those of the same network, or all.</exception>
    public static PretrainedWeights Find(string name) => Find(All, name);

    /// <summary>The weights with this name in a list that was read with <see cref="Parse"/>.</summary>
    /// <exception cref="ArgumentException">There are none; the sentence lists those of the same network, or all.</exception>
    public static PretrainedWeights Find(IReadOnlyList<PretrainedWeights> all, string name)
    {
        if (all.FirstOrDefault(weights => weights.Name == name) is { } found)
            return found;
        var same = all.Where(weights => weights.Architecture == name.Split('.')[0]).ToList();
        throw new ArgumentException($"No weights are named '{name}'; there are {string.Join(", ", (same.Count > 0 ? same : all).Select(weights => weights.Name))}.");
    }

    /// <summary>Reads a list like data/weights.json.</summary>
    /// <exception cref="FormatException">The text is none: an unknown or missing property, a bad checksum, a name given twice.</exception>
    public static IReadOnlyList<PretrainedWeights> Parse(string json)
    {
        try
        {
            var all = JsonSerializer.Deserialize<PretrainedWeights[]>(json, Options) ?? [];
            return all.CountBy(weights => weights.Name).FirstOrDefault(pair => pair.Value > 1) is { Key: { } name }
                ? throw new FormatException($"The list of weights has two named '{name}'.")
                : all;
        }
        catch (JsonException e)
        {
            throw new FormatException($"The list of weights cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Where the file is in this folder, or belongs: <c>weights/FILE</c>.</summary>
    public string PathIn(DataFolder data) => Path.Combine(data.Path, Folder, File.Name);

    /// <summary>The file's path in this folder, or null where it is not there.</summary>
    public string? FindIn(DataFolder data) => System.IO.File.Exists(PathIn(data)) ? PathIn(data) : null;

    /// <summary>Gives the file's path; what is not there yet is downloaded and compared with the published checksum.</summary>
    /// <param name="data">The folder, <see cref="DataFolder.Default"/> as a rule.</param>
    /// <param name="progress">Told how the download goes; see <see cref="ConsoleProgress"/>.</param>
    /// <param name="cancel">Ends the download; what has arrived is kept for the next.</param>
    /// <exception cref="DataFileException">The file cannot be had: it has no address, no address answers rightly, the bytes are wrong, or the disk is full.</exception>
    public async Task<string> FetchAsync(DataFolder data, IProgress<DownloadProgress>? progress = null, CancellationToken cancel = default)
    {
        if (FindIn(data) is { } present)
            return present;
        return File.Addresses.Count > 0
            ? await data.FileAsync(File, Folder, progress, cancel)
            : throw new DataFileException($"{Name} is published nowhere as a file: {Note} It belongs at {PathIn(data)}; {Homepage} is where it comes from.");
    }

    /// <summary>Reads the file again: compares it with what was published, and reads what it holds.</summary>
    /// <returns>What was compared and found, or null where the file is not there.</returns>
    public Verification? Verify(DataFolder data)
    {
        if (FindIn(data) is not { } path)
            return null;
        var problems = new List<string>();
        var compared = new List<string>();
        if (File.Size is not null || File.Checksums.Count > 0)
        {
            using var bytes = System.IO.File.OpenRead(path);
            if (Download.Complaint(File, bytes) is { } complaint)
                problems.Add($"{File.Name} is not what the list describes: {complaint}");
            compared.Add(File.Checksums.Count == 0 ? "the file with the listed size" : $"the file with the listed {File.Checksums[0]}");
        }
        try
        {
            using var weights = WeightsFile.Open(path);
            if (weights.Format != Format)
                problems.Add($"{File.Name} is a file of {weights.Format} and should be of {Format}");
            compared.Add(Invariant($"{weights.Entries.Count:#,0} tensors with its length{(File.Checksums.Count == 0 ? ", since no checksum is published" : "")}"));
        }
        catch (WeightsFileException e)
        {
            problems.Add(e.Message);
        }
        return new(string.Join("; ", compared), problems);
    }

    private static string ReadBuiltIn()
    {
        using var stream = typeof(PretrainedWeights).Assembly.GetManifestResourceStream("weights.json")!;
        return new StreamReader(stream).ReadToEnd();
    }
}
