using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace ImageNotebooks.Cli;

/// <summary>Prints the known weights with what is here of them: for a terminal, for a pipe (a line each), or as JSON.</summary>
public static class WeightsList
{
    private static readonly JsonSerializerOptions JsonFormat = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Prints to stdout.</summary>
    public static void Show(IReadOnlyList<PretrainedWeights> known, DataFolder data, bool json)
    {
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(new { Folder = data.Path, Weights = known.Select(weights => new { weights.Name, Path = weights.FindIn(data), Published = weights }) }, JsonFormat));
        else if (Console.IsOutputRedirected)
            Console.Write(Text(known, data));
        else
            Show(AnsiConsole.Console, known, data);
    }

    /// <summary>A format as people call it.</summary>
    public static string Format(WeightsFormat format) => format switch
    {
        WeightsFormat.PyTorchLegacy => "PyTorch (before 1.6)",
        WeightsFormat.Safetensors => "safetensors",
        _ => format.ToString(),
    };

    /// <summary>A line each: network, name, format, image size, accuracies, whether they are here.</summary>
    private static string Text(IReadOnlyList<PretrainedWeights> known, DataFolder data)
    {
        string[][] rows = [.. known.Select(weights => (string[])[weights.Architecture, .. Cells(weights, data)])];
        return string.Concat(rows.Select(row => string.Join("  ", row.Select((cell, i) => cell.PadRight(rows.Max(other => other[i].Length)))).TrimEnd() + "\n"));
    }

    /// <summary>The network above its weights; six columns that fit into 80 letters.</summary>
    private static void Show(IAnsiConsole console, IReadOnlyList<PretrainedWeights> known, DataFolder data)
    {
        string[] heads = ["weights", "format", "pixels", "top-1", "top-5", ""];
        string[][] rows = [heads, .. known.Select(weights => Cells(weights, data))];
        string Line(string[] row) => string.Join("  ", row[..^1].Select((cell, i) => i < 2 ? cell.PadRight(rows.Max(other => other[i].Length)) : cell.PadLeft(rows.Max(other => other[i].Length)))).EscapeMarkup();
        console.MarkupLine($"[grey]  {Line(heads)}[/]");
        foreach (var network in known.GroupBy(weights => weights.Architecture))
        {
            console.MarkupLine($"[bold]{network.Key.EscapeMarkup()}[/]");
            foreach (var weights in network)
                console.MarkupLine(weights.FindIn(data) is null ? $"  {Line(Cells(weights, data))}" : $"  {Line(Cells(weights, data))}  [green]here[/]");
        }
        console.WriteLine();
        console.MarkupLine("[grey]Accuracies are the makers', in percent of ImageNet's validation images;[/]");
        console.MarkupLine("[grey]--json gives their sources, the licences and how pixels are prepared.[/]");
        console.MarkupLine($"[grey]In {data.Path.EscapeMarkup()}[/]");
    }

    private static string[] Cells(PretrainedWeights weights, DataFolder data) =>
    [
        weights.Name, Format(weights.Format), weights.InputSize.ToString(CultureInfo.InvariantCulture), Percent(weights.Accuracy?.Top1), Percent(weights.Accuracy?.Top5),
        weights.FindIn(data) is null ? "absent" : "here",
    ];

    private static string Percent(double? accuracy) => accuracy?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-";
}
