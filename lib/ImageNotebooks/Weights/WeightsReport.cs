using System.Text;
using static System.FormattableString;

namespace ImageNotebooks;

/// <summary>What became of a tensor of a module when weights were loaded.</summary>
public enum WeightState
{
    /// <summary>It has the file's numbers now.</summary>
    Loaded,

    /// <summary>The file has none of its name; it is as it was.</summary>
    Missing,

    /// <summary>The file has one that the module does not know.</summary>
    Unexpected,

    /// <summary>The file's is of another shape; it is as it was.</summary>
    Misshapen,
}

/// <summary>What became of one tensor.</summary>
/// <param name="Name">Its name in the module; for an unexpected one the name that it would have.</param>
/// <param name="State">What became of it.</param>
/// <param name="ModuleShape">Its shape in the module, or null where the module has none.</param>
/// <param name="Source">Its name in the file, or null where the file has none.</param>
/// <param name="FileShape">The file's shape in torch's order of dimensions, or null.</param>
public sealed record WeightResult(string Name, WeightState State, IReadOnlyList<long>? ModuleShape, string? Source, IReadOnlyList<long>? FileShape);

/// <summary>What was loaded into a module and what was not, tensor by tensor. Shown by a notebook as a table that a click on a column's head sorts.</summary>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public sealed class WeightsReport : IRichOutput, ITabular
{
    private static readonly string[] Headers = ["Parameter or buffer", "State", "In the module", "In the file", "Its name there"];

    internal WeightsReport(string file, string module, IReadOnlyList<WeightResult> results) => (File, Module, Results) = (file, module, results);

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>The module's name.</summary>
    public string Module { get; }

    /// <summary>Everything: the module's tensors in its order, then what the file has beside them.</summary>
    public IReadOnlyList<WeightResult> Results { get; }

    /// <summary>Those that have the file's numbers.</summary>
    public IEnumerable<WeightResult> Loaded => In(WeightState.Loaded);

    /// <summary>Those that the file lacks.</summary>
    public IEnumerable<WeightResult> Missing => In(WeightState.Missing);

    /// <summary>Those that the module lacks.</summary>
    public IEnumerable<WeightResult> Unexpected => In(WeightState.Unexpected);

    /// <summary>Those whose shapes differ.</summary>
    public IEnumerable<WeightResult> Misshapen => In(WeightState.Misshapen);

    /// <summary>Whether module and file agree in everything.</summary>
    public bool IsComplete => Results.All(result => result.State == WeightState.Loaded);

    /// <inheritdoc/>
    public IEnumerable<(string Name, Array Values)> Columns => Headers.Select((header, i) => (header, (Array)Results.Select(result => Cells(result)[i]).ToArray()));

    /// <summary>A line of numbers, then what did not fit.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Summary);
        foreach (var result in Results.Where(result => result.State != WeightState.Loaded))
            text.Append("\n  ").Append(Describe(result));
        return text.ToString();
    }

    /// <summary>What did not fit comes first, since there may be hundreds of others; names are repeated only where they differ.</summary>
    /// <inheritdoc/>
    public string ToHtml() => HtmlTable.Sortable(Headers, Results.OrderBy(result => result.State == WeightState.Loaded).Select(result => new HtmlTable.Row(Cells(result), result.State == WeightState.Loaded ? "" : "best")), Summary);

    /// <summary>The sentence for a module and a file that do not agree: the first few of each kind.</summary>
    internal string Complaint()
    {
        const int most = 3;
        var words = new StringBuilder($"{System.IO.Path.GetFileName(File)} does not fit {Module}: ");
        words.AppendJoin("; ", new[] { Misshapen, Missing, Unexpected }.Select(kind => kind.ToList()).Where(kind => kind.Count > 0).Select(kind =>
            string.Join(", ", kind.Take(most).Select(Describe)) + (kind.Count > most ? Invariant($" and {kind.Count - most:#,0} more like that") : "")));
        return words.Append(". Nothing was changed. Give a NameMap that renames or leaves out what is not the same, or load with strict: false to take what fits.").ToString();
    }

    private string Summary => Invariant(
        $"{System.IO.Path.GetFileName(File)} -> {Module}: {Loaded.Count():#,0} loaded, {Missing.Count():#,0} missing, {Unexpected.Count():#,0} unexpected, {Misshapen.Count():#,0} misshapen");

    private static string Describe(WeightResult result) => result.State switch
    {
        WeightState.Misshapen => $"'{result.Name}' is {Shape(result.FileShape)} in the file{Renamed(result)} and {Shape(result.ModuleShape)} in the module",
        WeightState.Missing => $"'{result.Name}' {Shape(result.ModuleShape)} is missing in the file",
        WeightState.Unexpected => $"'{result.Name}' {Shape(result.FileShape)} of the file{Renamed(result)} is not in the module",
        _ => $"'{result.Name}' was loaded",
    };

    private static string Renamed(WeightResult result) => result.Source == result.Name ? "" : $" (there '{result.Source}')";

    private static string[] Cells(WeightResult result) =>
        [result.Name, result.State.ToString().ToLowerInvariant(), Shape(result.ModuleShape), Shape(result.FileShape), result.Source == result.Name ? "" : result.Source ?? ""];

    private static string Shape(IReadOnlyList<long>? shape) => shape is null ? "" : ShapeText.Of(shape);

    private IEnumerable<WeightResult> In(WeightState state) => Results.Where(result => result.State == state);
}

/// <summary>A file's weights do not fit a module, which was left as it was.</summary>
public sealed class WeightsMismatchException(WeightsReport report) : WeightsFileException(report.Complaint())
{
    /// <summary>What would have fitted and what not; nothing was loaded.</summary>
    public WeightsReport Report { get; } = report;
}
