using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using ImageNotebooks.Cli;
using Spectre.Console;

namespace ImageNotebooks.Benchmarks;

/// <summary>Where and when a table of benchmarks was measured.</summary>
/// <param name="Date">When it was finished.</param>
/// <param name="Machine">The processor, its cores and hardware threads.</param>
/// <param name="Stack">The stack behind our side.</param>
/// <param name="Rounds">Rounds of each side.</param>
public sealed record Circumstances(DateTimeOffset Date, string Machine, string Stack, int Rounds)
{
    /// <summary>This machine's, now.</summary>
    public static Circumstances Now(Workspace workspace, int rounds)
    {
        var cpu = CpuInfo.Parse(new Machine().Read("/proc/cpuinfo") ?? "");
        return new(DateTimeOffset.UtcNow, $"{cpu.Model}, {cpu.PhysicalCores} cores, {cpu.LogicalCores} threads", workspace.Stack, rounds);
    }
}

/// <summary>Writes rows for a person and for a program.</summary>
public static class BenchmarkReport
{
    private static readonly JsonSerializerOptions JsonFormat = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The rows as a table: what, ours, reference, ratio, goal, met.</summary>
    public static Table Table(IEnumerable<Row> rows)
    {
        var table = new Table().Border(TableBorder.Minimal).AddColumns("group", "what", "ours", "reference", "ratio", "goal", "met");
        foreach (var column in new[] { 2, 4, 5 }) table.Columns[column].RightAligned().NoWrap();
        foreach (var row in rows)
        {
            table.AddRow(
                new Text(row.Group),
                new Text(row.Name),
                new Text(Duration(row.Ours)),
                new Text(row.Note ?? (row.Reference is { } reference ? Duration(reference) : "")),
                new Text(row.Ratio is { } ratio ? ratio.ToString("0.00 x", CultureInfo.InvariantCulture) : ""),
                new Text(row.Goal.ToString()),
                new Markup(row.Met switch { true => "[green]yes[/]", false => "[red]no[/]", null => "[yellow]?[/]" }));
        }
        return table;
    }

    /// <summary>One JSON object: <c>date</c>, <c>machine</c>, <c>stack</c>, <c>rounds</c> and <c>rows</c>; times are seconds, ratios ours/reference.</summary>
    public static string ToJson(Circumstances circumstances, IEnumerable<Row> rows) => JsonSerializer.Serialize(
        new
        {
            circumstances.Date,
            circumstances.Machine,
            circumstances.Stack,
            circumstances.Rounds,
            Rows = rows.Select(row => new { row.Group, row.Name, row.Ours, row.Reference, row.Ratio, Goal = row.Goal.ToString(), row.Met, row.Note }),
        },
        JsonFormat) + "\n";

    /// <summary>A time with three significant digits, in seconds, milliseconds or microseconds.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        >= 1 => Digits(seconds) + " s",
        >= 1e-3 => Digits(seconds * 1e3) + " ms",
        _ => Digits(seconds * 1e6) + " us",
    };

    private static string Digits(double value) => value.ToString(value >= 100 ? "0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
