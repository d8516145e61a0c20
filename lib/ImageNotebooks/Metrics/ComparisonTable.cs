namespace ImageNotebooks;

/// <summary>How scores of several classes become one.</summary>
public enum Average
{
    /// <summary>Each class counts the same.</summary>
    Macro,

    /// <summary>Each decision counts the same.</summary>
    Micro,

    /// <summary>Each class counts by its images.</summary>
    Weighted,
}

/// <summary>
/// Several models side by side: accuracy and loss on training, validation and test images, and precision, recall and F1 score on the test images. An immutable value that grows by
/// <see cref="Add(string, ClassifierResult?, ClassifierResult?, ClassifierResult?)"/>; columns that no model has are left out, and the best number of each is bold.
/// </summary>
public sealed class ComparisonTable : ScoreTable
{
    private static readonly string[] Known =
        ["train accuracy", "train loss", "validation accuracy", "validation loss", "test accuracy", "test loss", "precision", "recall", "F1 score"];

    private readonly Average average;

    /// <summary>A table without models.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="average">How precision, recall and F1 score of the classes become one.</param>
    public ComparisonTable(string title = "Models", Average average = Average.Macro) : this(title, average, [], [])
    {
    }

    private ComparisonTable(string title, Average average, IReadOnlyList<string> columns, IEnumerable<ScoreRow> rows)
        : base(title, "model", columns, rows, marksBest: true) => this.average = average;

    /// <summary>This table with one more model, from what it predicted; what is null stays empty.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="train">On the images it was trained with.</param>
    /// <param name="validation">On those by which it was chosen.</param>
    /// <param name="test">On those it never saw.</param>
    public ComparisonTable Add(string model, ClassifierResult? train = null, ClassifierResult? validation = null, ClassifierResult? test = null)
    {
        var report = test?.Report();
        var score = average switch { Average.Macro => report?.MacroAverage, Average.Micro => report?.MicroAverage, _ => report?.WeightedAverage };
        double?[] values = [train?.Accuracy, train?.MeanLoss, validation?.Accuracy, validation?.MeanLoss, test?.Accuracy, test?.MeanLoss, score?.Precision, score?.Recall, score?.F1];
        return Add(model, [.. Known.Zip(values, (name, value) => (name, value ?? double.NaN)).Where(pair => !double.IsNaN(pair.Item2))]);
    }

    /// <summary>This table with one more model, from numbers: published ones, say, or other metrics.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="scores">Column and number; columns that are new come after those that are there.</param>
    /// <exception cref="ArgumentException">A column is named twice, or a model of this name is there already.</exception>
    public ComparisonTable Add(string model, params (string Column, double Value)[] scores)
    {
        if (Rows.Any(row => row.Name == model)) throw new ArgumentException($"The table has a model '{model}' already; give this one another name.");
        var twice = scores.GroupBy(score => score.Column).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null) throw new ArgumentException($"'{model}' has two numbers for '{twice.Key}'; give one.");
        var given = scores.ToDictionary(score => score.Column, score => score.Value);
        // A model with training scores may come after one without; the known columns keep their order.
        string[] columns = [.. ScoreNames.Union(given.Keys).OrderBy(name => Array.IndexOf(Known, name) is >= 0 and var at ? at : Known.Length)];
        var rows = Rows.Select(row => new ScoreRow(row.Name, [.. columns.Select(name => ScoreNames.Contains(name) ? row.Values[ScoreNames.ToList().IndexOf(name)] : double.NaN)]));
        return new(Title, average, columns, rows.Append(new(model, [.. columns.Select(name => given.GetValueOrDefault(name, double.NaN))])));
    }
}
