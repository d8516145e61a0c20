using System.Globalization;
using System.Text;
using System.Text.Json;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>A number that a study published.</summary>
/// <param name="Model">The model, under the name by which <see cref="Reproduction.Measure"/> knows it.</param>
/// <param name="Measure">What was measured, for example "test accuracy".</param>
/// <param name="Value">The number; NaN where the study has such a model and no number.</param>
/// <param name="Weights">The ImageNet weights that the model begins with, a name of <see cref="PretrainedWeights.All"/> or a file; null where it begins at random.</param>
public sealed record PublishedNumber(string Model, string Measure, double Value, string? Weights = null);

/// <summary>
/// A study's published numbers beside those measured here. What is measured is kept as <see cref="Run"/>s in a folder, one a model, precision and seed; the study's file <c>NAME.json</c> and the tables
/// in <c>NAME.md</c> beside that folder are made from all runs in it, so that seeds and models can be run one at a time and in several processes.
/// </summary>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public sealed class Reproduction : IRichOutput
{
    private const string Precision = "precision";

    private readonly SortedDictionary<string, Run> runs = new(StringComparer.Ordinal);
    private readonly List<MeasuredModel> measured = [];
    private readonly string? folder;
    private readonly RunManifest manifest;

    /// <summary>Begins, or goes on where the folder has runs already.</summary>
    /// <param name="name">The study's short name, the name of its folder and files: intel, malaria.</param>
    /// <param name="title">The study's name for people.</param>
    /// <param name="results">The folder of all studies' results; "" to keep nothing.</param>
    /// <param name="manifest">How this notebook's runs are made; a model that is measured on other images is recorded with those. The parameter "precision" tells them apart from others of the same seed.</param>
    /// <param name="published">The study's numbers, in its order.</param>
    /// <exception cref="DataFileException">A run in the folder is damaged.</exception>
    public Reproduction(string name, string title, string results, RunManifest manifest, params IReadOnlyList<PublishedNumber> published)
    {
        (Name, Title, Published, this.manifest) = (name, title, published, manifest);
        folder = results == "" ? null : Path.Combine(Path.GetFullPath(results), name);
        ReadFolder();
    }

    /// <summary>The study's short name.</summary>
    public string Name { get; }

    /// <summary>The study's name for people.</summary>
    public string Title { get; }

    /// <summary>The study's numbers.</summary>
    public IReadOnlyList<PublishedNumber> Published { get; }

    /// <summary>All runs that are known, of this notebook and of the folder.</summary>
    public IReadOnlyCollection<Run> Runs => runs.Values;

    /// <summary>The models that this notebook has measured, in that order.</summary>
    public IReadOnlyList<MeasuredModel> Measured => measured;

    /// <summary>The same models side by side; see <see cref="Plots.Compare"/>.</summary>
    public ComparisonTable Models => measured.Aggregate(new ComparisonTable(Title), (table, model) => table.Add(model.Name, model.Train, test: model.Test));

    /// <summary>Where <see cref="Trainer.Fit"/> may keep its checkpoints of a model.</summary>
    /// <param name="checkpoints">The notebook's folder for them; "" for none.</param>
    /// <param name="model">The model, or a phase of it.</param>
    public Checkpoints? Checkpoints(string checkpoints, string model) => checkpoints == "" ? null : new(Path.Combine(checkpoints, Name, FolderOf(model)));

    /// <summary>Measures a classifier on the training and test images, and records it: accuracy and loss, precision, recall and F1 (macro), errors, and what an epoch cost.</summary>
    /// <param name="model">The model's name in <see cref="Published"/>, or another for one that the study has not.</param>
    /// <param name="network">[N, C, H, W] -> [N, classes].</param>
    /// <param name="history">Its epochs.</param>
    /// <param name="data">The images, and the division of them, that it was trained on.</param>
    /// <param name="precision">The number format of the products.</param>
    /// <param name="positive">The class that a test would report, where there are two: its false positives and negatives are counted.</param>
    public MeasuredModel Measure(string model, nn.Module<Tensor, Tensor> network, History history, ImageDataset data, Precision precision = ImageNotebooks.Precision.Float32, int? positive = null)
    {
        ClassifierResult On(Split images) => Evaluate.Classifier(network, images.Batches(256), data.ClassNames, precision);
        var (train, test) = (On(data.Train), On(data.Test));
        var average = test.Report().MacroAverage;
        List<(string, double)> numbers = [.. Scores("test", test), .. Scores("train", train), ("precision", average.Precision), ("recall", average.Recall), ("F1 score", average.F1), ("errors", test.Misclassified.Count)];
        if (positive is { } c && test.ConfusionMatrix.OneVersusRest(c) is var counts) numbers.AddRange([("false positives", counts.FalsePositives), ("false negatives", counts.FalseNegatives)]);
        measured.RemoveAll(other => other.Name == model);
        measured.Add(new(model, train, test, Record(model, history, numbers, manifest with { Data = data.ToString(), DataHash = data.ContentHash() })));
        return measured[^1];
    }

    /// <summary>McNemar's test between two models that this notebook has measured, on the test images, in a sentence; or what is missing for it.</summary>
    /// <param name="first">One model's name.</param>
    /// <param name="second">The other's.</param>
    public string Compare(string first, string second) =>
        measured.Find(model => model.Name == first) is not { } a ? $"{first} was not measured here, so it cannot be compared with {second}."
        : measured.Find(model => model.Name == second) is not { } b ? $"{second} was not measured here, so it cannot be compared with {first}."
        : McNemar.Compare(a.Test, b.Test, first, second).ToString();

    /// <summary>Records any model by its numbers.</summary>
    /// <param name="model">The model's name in <see cref="Published"/>, or another for one that the study has not.</param>
    /// <param name="history">Its epochs.</param>
    /// <param name="measures">What was measured.</param>
    /// <returns>The published numbers of this model beside ours.</returns>
    public ScoreTable Record(string model, History history, params IEnumerable<(string Measure, double Value)> measures) => Record(model, history, measures, manifest);

    private ScoreTable Record(string model, History history, IEnumerable<(string Measure, double Value)> measures, RunManifest manifest)
    {
        var numbers = measures.ToDictionary(pair => pair.Measure, pair => pair.Value);
        if (history.Count > 0) numbers["seconds an epoch"] = Median(history["seconds"]);
        var run = new Run(model, manifest, history, numbers);
        runs[FolderOf(model)] = run;
        if (folder is not null)
        {
            run.Save(Path.Combine(folder, FolderOf(model)));
            ReadFolder();
            AtomicFile.WriteAllText(folder + ".json", ToJson());
            AtomicFile.WriteAllText(folder + ".md", ToMarkdown());
        }
        var told = Published.Where(number => number.Model == model).ToDictionary(number => number.Measure, number => number.Value);
        return new(model, "measure", ["published", "ours"], told.Keys.Union(numbers.Keys).Select(name => new ScoreRow(name, [told.GetValueOrDefault(name, double.NaN), numbers.GetValueOrDefault(name, double.NaN)])));
    }

    /// <summary>The study as JSON, a record a run, and one for each model that was not measured.</summary>
    public string ToJson()
    {
        var records = runs.Values.Select(run => (object)new
        {
            model = run.Name, published = NumbersOf(run.Name), ours = run.Measures, run.Manifest.Seed, precision = PrecisionOf(run), run.Manifest.Data, run.Manifest.DataHash, run.Manifest.Parameters,
            epochs = run.History.Count, minutes = Math.Round(run.Duration.TotalMinutes, 1), run.Manifest.Stack, hardware = run.Manifest.Processor, run.Manifest.Commit, date = Date(run),
        });
        var missing = Published.GroupBy(number => number.Model).Where(model => !OurRuns(model.Key).Any()).Select(model => (object)new { model = model.Key, published = NumbersOf(model.Key), notMeasured = Why(model) });
        return JsonSerializer.Serialize(new { study = Title, records = records.Concat(missing) }, Run.Json) + "\n";
    }

    /// <summary>The study as Markdown: published numbers beside ours, and every run.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder($"# {Title}\n\n");
        Table(text, Headers, Rows());
        text.Append("\nOurs are means over seeds, with the least and the greatest behind them.\n\n");
        Table(text, ["run", Precision, "seed", "epochs", "minutes", "seconds an epoch", "test accuracy", "commit", "hardware", "stack", "date"], runs.Values.Select(run => (string[])
        [
            run.Name, PrecisionOf(run), run.Manifest.Seed.ToString(CultureInfo.InvariantCulture), run.History.Count.ToString(CultureInfo.InvariantCulture), run.Duration.TotalMinutes.ToString("0.0", CultureInfo.InvariantCulture),
            Of(run, "seconds an epoch"), Of(run, "test accuracy"), run.Manifest.Commit, run.Manifest.Processor, run.Manifest.Stack, Date(run),
        ]));
        return text.ToString();
    }

    /// <summary>The published numbers beside ours, in lines.</summary>
    public override string ToString() => string.Join('\n', Rows().Select(row => string.Join("  ", row)).Prepend(string.Join("  ", Headers)));

    /// <inheritdoc/>
    public string ToHtml() => HtmlTable.Render(Headers, Rows().Select(row => new HtmlTable.Row(row)), Title);

    private string[] Precisions => [.. runs.Values.Select(PrecisionOf).Append(manifest.Parameters.GetValueOrDefault(Precision, "")).Distinct().OrderDescending(StringComparer.Ordinal)];

    private string[] Headers => ["model", "measure", "published", .. Precisions.Select(precision => precision.Length > 0 ? $"ours, {precision}" : "ours")];

    private IEnumerable<string[]> Rows() =>
        from number in Published.Count > 0 ? Published : Unpublished
        let missing = OurRuns(number.Model).Any() ? null : Why(Published.Where(other => other.Model == number.Model))
        select (string[])[number.Model, number.Measure, Number(number.Measure, number.Value), .. missing is null ? Precisions.Select(precision => Summary(number, precision)) : [missing, .. Precisions.Skip(1).Select(_ => "")]];

    /// <summary>What was measured where the study has no number at all.</summary>
    private IReadOnlyList<PublishedNumber> Unpublished =>
        [.. runs.Values.SelectMany(run => run.Measures.Keys.Where(measure => measure != "seconds an epoch").Select(measure => new PublishedNumber(run.Name, measure, double.NaN))).Distinct()];

    private string Summary(PublishedNumber number, string precision)
    {
        var values = OurRuns(number.Model).Where(run => PrecisionOf(run) == precision).Select(run => run.Measures.GetValueOrDefault(number.Measure, double.NaN)).Where(double.IsFinite).ToArray();
        return values.Length switch { 0 => "–", 1 => Shown(values[0]), _ => $"{Shown(values.Average())} ({Shown(values.Min())} to {Shown(values.Max())}, {values.Length} seeds)" };
        string Shown(double value) => Number(number.Measure, value);
    }

    private IEnumerable<Run> OurRuns(string model) => runs.Values.Where(run => run.Name == model);

    private Dictionary<string, double> NumbersOf(string model) => Published.Where(number => number.Model == model && double.IsFinite(number.Value)).ToDictionary(number => number.Measure, number => number.Value);

    private static string Why(IEnumerable<PublishedNumber> model) =>
        model.Any(number => number.Weights is { } weights && !File.Exists(weights) && PretrainedWeights.Find(weights).FindIn(DataFolder.Default) is null) ? "not measured: weights not available" : "not measured";

    private string FolderOf(string model) => string.Create(CultureInfo.InvariantCulture, $"{model}-{manifest.Parameters.GetValueOrDefault(Precision, "")}-seed{manifest.Seed}").Replace("--", "-", StringComparison.Ordinal);

    private static string PrecisionOf(Run run) => run.Manifest.Parameters.GetValueOrDefault(Precision, "");

    private static string Date(Run run) => run.Manifest.Started.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Of(Run run, string measure) => Number(measure, run.Measures.GetValueOrDefault(measure, double.NaN));

    private static string Number(string measure, double value) =>
        double.IsNaN(value) ? "–" : value.ToString(measure == "errors" ? "#,0.#" : measure.StartsWith("seconds", StringComparison.Ordinal) ? "0.0" : "0.0000", CultureInfo.InvariantCulture);

    private static double Median(IReadOnlyList<double> values) => values.Order().ElementAt((values.Count - 1) / 2);

    private static void Table(StringBuilder text, string[] headers, IEnumerable<string[]> rows)
    {
        void Line(IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
        Line(headers);
        Line(headers.Select(_ => "---"));
        foreach (var row in rows) Line(row);
    }

    private static (string, double)[] Scores(string part, ClassifierResult result) => [($"{part} accuracy", result.Accuracy), ($"{part} loss", result.MeanLoss ?? double.NaN)];

    private void ReadFolder()
    {
        if (folder is null || !Directory.Exists(folder)) return;
        foreach (var one in Directory.GetDirectories(folder).Where(one => File.Exists(Path.Combine(one, "run.json")))) runs[Path.GetFileName(one)] = Run.Load(one);
    }
}
