using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageNotebooks;

/// <summary>A way to write a <see cref="History"/> as text and to read it again without loss.</summary>
internal sealed class HistoryFormat
{
    public static readonly HistoryFormat Csv = new(WriteCsv, ReadCsv);
    public static readonly HistoryFormat Json = new(WriteJson, ReadJson);

    private HistoryFormat(Func<History, string> write, Func<string, History> read) => (Write, Read) = (write, read);

    public Func<History, string> Write { get; }

    public Func<string, History> Read { get; }

    public static HistoryFormat Of(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".csv" => Csv,
        ".json" => Json,
        _ => throw new ArgumentException($"A history is kept as .csv or .json, and '{path}' ends in neither."),
    };

    private static string WriteCsv(History history)
    {
        var columns = history.Columns;
        var text = new StringBuilder().AppendJoin(',', columns).Append('\n');
        foreach (var epoch in history)
            text.AppendJoin(',', columns.Select(column => Cell(epoch, column))).Append('\n');
        return text.ToString();
    }

    /// <summary>An empty cell is a value that was not measured; NaN is one that was.</summary>
    private static string Cell(EpochRecord epoch, string column) =>
        IsAbsent(epoch, column) ? "" : epoch[column].ToString("R", CultureInfo.InvariantCulture);

    private static bool IsAbsent(EpochRecord epoch, string column) =>
        column != "loss" && double.IsNaN(epoch[column]) && !epoch.Metrics.ContainsKey(column);

    private static History ReadCsv(string csv)
    {
        var lines = csv.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        var columns = lines[0].Split(',');
        return Build(lines.Skip(1).Select((line, index) =>
        {
            var cells = line.Split(',');
            if (cells.Length != columns.Length)
                throw new FormatException($"line {index + 2} has {cells.Length} cells where the header has {columns.Length}.");
            return ($"line {index + 2}", columns.Zip(cells).Where(pair => pair.Second != "")
                .Select(pair => KeyValuePair.Create(pair.First, Number(pair.Second, $"line {index + 2}, {pair.First}"))));
        }), columns);
    }

    private static string WriteJson(History history)
    {
        var list = new JsonArray();
        foreach (var epoch in history)
        {
            var entry = new JsonObject();
            foreach (var column in history.Columns.Where(column => !IsAbsent(epoch, column)))
                entry[column] = double.IsFinite(epoch[column]) ? JsonValue.Create(epoch[column]) : JsonValue.Create(Cell(epoch, column));
            list.Add(entry);
        }
        return list.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";
    }

    private static History ReadJson(string json)
    {
        try
        {
            var entries = JsonNode.Parse(json)?.AsArray() ?? throw new FormatException("it is null where a list is needed.");
            return Build(entries.Select((entry, index) => ($"entry {index + 1}", (entry?.AsObject() ?? throw new FormatException($"entry {index + 1} is null."))
                .Select(pair => KeyValuePair.Create(pair.Key, Number(pair.Value?.ToString() ?? "", $"entry {index + 1}, {pair.Key}"))))), null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"it is not a JSON list of objects. {e.Message}", e);
        }
    }

    private static History Build(IEnumerable<(string Place, IEnumerable<KeyValuePair<string, double>> Values)> rows, string[]? header)
    {
        if (header is not null && !(header.Contains("epoch") && header.Contains("loss")))
            throw new FormatException("the first line names no columns 'epoch' and 'loss'.");
        try
        {
            return new History(rows.Select(row => Record(row.Place, new(row.Values))));
        }
        catch (ArgumentException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private static EpochRecord Record(string place, Dictionary<string, double> values)
    {
        double Own(string column, double otherwise = double.NaN) => values.TryGetValue(column, out var value) ? value : otherwise;
        if (!double.IsInteger(Own("epoch")) || !values.ContainsKey("loss"))
            throw new FormatException($"{place} has no whole number for 'epoch' or no 'loss'.");
        return new EpochRecord(
            (int)Own("epoch"), Own("loss"), values.Where(pair => !EpochRecord.OwnColumns.Contains(pair.Key)),
            Own("learning_rate"), Own("seconds"), Own("images_per_second"), (int)Own("phase", otherwise: 1));
    }

    private static double Number(string text, string place) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"{place}: '{text}' is not a number.");
}
