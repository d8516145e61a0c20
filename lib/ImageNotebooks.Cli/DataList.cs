using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;
using static System.FormattableString;

namespace ImageNotebooks.Cli;

/// <summary>Prints a catalogue with what is here of it: for a terminal, for a pipe (a line a set), or as JSON.</summary>
public static class DataList
{
    private static readonly JsonSerializerOptions JsonFormat = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Prints to stdout.</summary>
    public static void Show(IReadOnlyList<CatalogEntry> catalogue, DataFolder data, bool json)
    {
        var inventory = new DataInventory(data, catalogue);
        List<Row> rows = [.. catalogue.Select(entry => new Row(entry, inventory.StatusOf(entry)))];
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(new { Folder = data.Path, Sets = rows }, JsonFormat));
        else if (Console.IsOutputRedirected)
            Console.Write(Text(rows));
        else
            Show(AnsiConsole.Console, rows, data);
    }

    /// <summary>For example <c>170.1 MB</c>; 1 MB is 1,000,000 bytes.</summary>
    public static string Megabytes(long bytes) => Invariant($"{bytes / 1e6:#,0.0} MB");

    /// <summary>A line a set, whatever its length: name, size, state, licence, title.</summary>
    private static string Text(List<Row> rows)
    {
        string[][] cells = [.. rows.Select(row => new[] { row.Entry.Name, row.Size, row.Here, row.Entry.Licence, row.Entry.Title })];
        int[] widths = [.. Enumerable.Range(0, cells[0].Length - 1).Select(i => cells.Max(line => line[i].Length))];
        return string.Concat(cells.Select(line => string.Join("  ", line.Select((cell, i) => i < widths.Length ? cell.PadRight(widths[i]) : cell)) + "\n"));
    }

    /// <summary>Two or three lines a set, since names are long and titles and licences longer: a table would leave them a few letters a line.</summary>
    private static void Show(IAnsiConsole console, List<Row> rows, DataFolder data)
    {
        var (name, size) = (rows.Max(row => row.Entry.Name.Length), rows.Max(row => row.Size.Length));
        foreach (var row in rows)
        {
            var here = row.Status.State switch { SetState.Present => "green", SetState.Absent => "grey", SetState.Incomplete => "red", _ => "yellow" };
            console.MarkupLine($"[bold]{row.Entry.Name.PadRight(name).EscapeMarkup()}[/]  {row.Size.PadLeft(size)}  [{here}]{row.Here.EscapeMarkup()}[/]");
            console.Write(new Padder(new Text($"{row.Entry.Title}. Licence: {row.Entry.Licence}", Style.Parse("grey")), new Padding(2, 0, 0, 0)));
        }
        console.WriteLine();
        console.MarkupLine($"[grey]In {data.Path.EscapeMarkup()}[/]");
    }

    /// <summary>A set and how much of it is here, with the names that JSON gives them.</summary>
    private sealed record Row([property: JsonIgnore] CatalogEntry Entry, [property: JsonIgnore] SetStatus Status)
    {
        [JsonPropertyName("name")]
        public string Name => Entry.Name;

        [JsonPropertyName("state")]
        public SetState State => Status.State;

        [JsonPropertyName("bytesReceived")]
        public long Received => Status.Received;

        [JsonPropertyName("bytesPacked")]
        public long Packed => Status.Packed;

        [JsonPropertyName("bytesToDownload")]
        public long? ToDownload => Entry.DownloadSize;

        [JsonPropertyName("catalogue")]
        public CatalogEntry Catalogue => Entry;

        [JsonIgnore]
        public string Size => Entry.DownloadSize is { } bytes ? Megabytes(bytes) : Entry.Downloads.Sum(file => file.Size ?? 0) is > 0 and var least ? $"> {Megabytes(least)}" : "?";

        [JsonIgnore]
        public string Here => State switch
        {
            SetState.Present => "present",
            SetState.Incomplete => "incomplete",
            SetState.Downloaded => "downloaded, not unpacked",
            SetState.Partial when Entry.DownloadSize is { } total => Invariant($"{100 * Received / total} % downloaded"),
            SetState.Partial => $"{Megabytes(Received)} downloaded",
            _ => "absent",
        } + (Packed > 0 ? $", packed {Megabytes(Packed)}" : "");
    }
}
