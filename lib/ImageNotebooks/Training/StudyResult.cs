using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ImageNotebooks;

/// <summary>A number that a study published beside the one that was measured here.</summary>
/// <param name="What">What was measured, for example "test accuracy after phase one".</param>
/// <param name="Published">The study's number.</param>
/// <param name="Ours">The number measured here.</param>
public sealed record Comparison(string What, double Published, double Ours);

/// <summary>What a run of a study measured: its numbers beside the published ones, and all that is needed to run it again.</summary>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public sealed class StudyResult : IRichOutput
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Collects a run's numbers and notes where it ran.</summary>
    /// <param name="study">The study's name.</param>
    /// <param name="comparisons">The published numbers beside ours.</param>
    /// <param name="history">All epochs of the run.</param>
    /// <param name="settings">What was chosen for the run: data, seed, batch size, precision ...</param>
    public StudyResult(string study, IEnumerable<Comparison> comparisons, History history, params (string Name, object Value)[] settings)
    {
        (Study, Comparisons, History) = (study, [.. comparisons], history);
        Settings =
        [
            .. settings.Select(s => (s.Name, string.Create(CultureInfo.InvariantCulture, $"{s.Value}"))),
            ("training time", Duration(history["seconds"].Sum())),
            ("stack", Stack.Description),
            ("processor", Processor()),
            ("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}"),
            ("date", DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ];
    }

    /// <summary>The study's name.</summary>
    public string Study { get; }

    /// <summary>The published numbers beside ours.</summary>
    public IReadOnlyList<Comparison> Comparisons { get; }

    /// <summary>All epochs of the run.</summary>
    public History History { get; }

    /// <summary>What was chosen for the run, and where it ran.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings { get; }

    /// <summary>Writes <c>result.json</c>, <c>result.md</c> and <c>history.csv</c>, each in one step.</summary>
    /// <param name="folder">Made where it is missing.</param>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        History.Save(Path.Combine(folder, "history.csv"));
        AtomicFile.WriteAllText(Path.Combine(folder, "result.json"), ToJson());
        AtomicFile.WriteAllText(Path.Combine(folder, "result.md"), ToMarkdown());
    }

    /// <summary>The result as JSON.</summary>
    public string ToJson() =>
        JsonSerializer.Serialize(new { Study, Comparisons, Settings = Settings.ToDictionary(s => s.Name, s => s.Value), Epochs = History.Count }, Json) + "\n";

    /// <summary>The result as two Markdown tables.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder($"# {Study}\n\n| | published | ours |\n|---|---:|---:|\n");
        foreach (var c in Comparisons) text.Append(CultureInfo.InvariantCulture, $"| {c.What} | {c.Published:0.0000} | {c.Ours:0.0000} |\n");
        text.Append("\n| | |\n|---|---|\n");
        foreach (var (name, value) in Settings) text.Append(CultureInfo.InvariantCulture, $"| {name} | {value} |\n");
        return text.ToString();
    }

    /// <summary>The comparisons in lines.</summary>
    public override string ToString() => string.Join('\n', Comparisons.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.What}: published {c.Published:0.0000}, ours {c.Ours:0.0000}")));

    string? IRichOutput.Render(string mimeType) => mimeType switch
    {
        MimeTypes.Html => HtmlTable.Render(["", "published", "ours"], Comparisons.Select(c => new HtmlTable.Row(
            [c.What, c.Published.ToString("0.0000", CultureInfo.InvariantCulture), c.Ours.ToString("0.0000", CultureInfo.InvariantCulture)])),
            Study) + HtmlTable.Render(["", ""], Settings.Select(s => new HtmlTable.Row([s.Name, s.Value]))),
        MimeTypes.PlainText => ToString(),
        _ => null,
    };

    private static string Duration(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{(int)seconds / 60} min {(int)seconds % 60} s");

    private static string Processor()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return $"{model ?? RuntimeInformation.ProcessArchitecture.ToString()}, {Environment.ProcessorCount} processors";
    }
}
