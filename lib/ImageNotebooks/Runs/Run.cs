using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageNotebooks;

/// <summary>A model that was trained and measured: how, epoch by epoch, and what came out. Kept in a folder of two files, <c>run.json</c> and <c>history.csv</c>.</summary>
/// <param name="Name">What it is called where several are compared.</param>
/// <param name="Manifest">How it was made.</param>
/// <param name="History">Its epochs.</param>
/// <param name="Measures">What was measured at the end: "test accuracy", "test loss" ...</param>
public sealed record Run(string Name, RunManifest Manifest, History History, IReadOnlyDictionary<string, double> Measures)
{
    private const string Facts = "run.json", Epochs = "history.csv";

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true,
    };

    /// <summary>How long the epochs took, validation included.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds(History.IsMeasured("seconds") ? History["seconds"].Where(double.IsFinite).Sum() : 0);

    /// <summary>Writes both files, each in one step.</summary>
    /// <param name="folder">Made where it is missing.</param>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        History.Save(Path.Combine(folder, Epochs));
        AtomicFile.WriteAllText(Path.Combine(folder, Facts), JsonSerializer.Serialize(new Record(Name, Manifest, Measures), Json) + "\n");
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="DataFileException">The folder or one of its files is missing or damaged; the sentence says which and how.</exception>
    public static Run Load(string folder)
    {
        foreach (var file in new[] { Facts, Epochs })
            if (!File.Exists(Path.Combine(folder, file))) throw new DataFileException($"'{folder}' holds no run: there is no {file} in it.");
        try
        {
            var record = JsonSerializer.Deserialize<Record>(File.ReadAllText(Path.Combine(folder, Facts)), Json) ?? throw new JsonException("it is null.");
            return new(record.Name, record.Manifest, History.Load(Path.Combine(folder, Epochs)), record.Measures);
        }
        catch (Exception damaged) when (damaged is JsonException or FormatException)
        {
            throw new DataFileException($"The run in '{folder}' cannot be read: {damaged.Message}", damaged);
        }
    }

    private sealed record Record(string Name, RunManifest Manifest, IReadOnlyDictionary<string, double> Measures);
}
