using System.Diagnostics;
using System.Globalization;

namespace ImageNotebooks;

/// <summary>How far a download is.</summary>
/// <param name="Name">The file.</param>
/// <param name="Received">Bytes that are there, with those of earlier runs.</param>
/// <param name="Total">Bytes of the whole file, or null where the server does not say.</param>
/// <param name="Note">What went wrong and is tried again, or null.</param>
public readonly record struct DownloadProgress(string Name, long Received, long? Total, string? Note = null);

/// <summary>Shows a download as one line that is written over, or, where the output is a file, as a line every ten per cent.</summary>
/// <param name="writer">Where to; the console when null.</param>
/// <param name="overwrite">Whether a line can be written over; when null, whether the console is a terminal.</param>
/// <param name="width">Columns of the terminal, beyond which a line cannot be written over; when null, as many as the console has.</param>
public sealed class ConsoleProgress(TextWriter? writer = null, bool? overwrite = null, int? width = null) : IProgress<DownloadProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly TextWriter writer = writer ?? Console.Out;
    private readonly bool overwrite = overwrite ?? !Console.IsOutputRedirected;
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Lock gate = new();
    private (string Name, long Received, TimeSpan Time) start;
    private (int Tenth, TimeSpan Time, int Width) last;

    /// <inheritdoc/>
    public void Report(DownloadProgress value)
    {
        lock (gate)
        {
            if (start.Name != value.Name || value.Received < start.Received)
                (start, last) = ((value.Name, value.Received, clock.Elapsed), (-1, -Pause, 0));
            var done = value.Received == value.Total;
            var tenth = value.Total is > 0 and { } total ? (int)(10 * value.Received / total) : 0;
            if (value.Note is null && !done && (overwrite ? clock.Elapsed - last.Time < Pause : tenth == last.Tenth))
                return;
            var line = Line(value, value.Received - start.Received, clock.Elapsed - start.Time);
            if (overwrite)
            {
                line = Shorten(line, value.Name, (width ?? ConsoleWidth()) - 1);
                writer.Write("\r" + line.PadRight(last.Width) + (done || value.Note is not null ? "\n" : ""));
            }
            else
            {
                writer.WriteLine(line);
            }
            last = (tenth, clock.Elapsed, line.Length);
        }
    }

    /// <summary>Leaves out the middle of a long name rather than a number at the line's end.</summary>
    internal static string Shorten(string line, string name, int width)
    {
        const int fewest = 12;
        var spare = Math.Max(fewest, name.Length - (line.Length - width));
        return line.Length <= width || spare >= name.Length ? line : $"{name[..(spare / 2)]}…{name[^(spare - spare / 2 - 1)..]}{line[name.Length..]}";
    }

    private static int ConsoleWidth()
    {
        try
        {
            return Console.WindowWidth is > 0 and var columns ? columns : 80;
        }
        catch (IOException)
        {
            return 80;
        }
    }

    /// <summary>For example <c>cifar-10-binary.tar.gz  42 %  71.3 of 170.1 MB  5.1 MB/s  19 s left</c>; 1 MB is 1,000,000 bytes.</summary>
    internal static string Line(DownloadProgress value, long receivedNow, TimeSpan elapsed)
    {
        string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
        var line = value.Name + (value.Total is > 0 and { } total
            ? Format($"  {100 * value.Received / total} %  {value.Received / 1e6:0.0} of {total / 1e6:0.0} MB")
            : Format($"  {value.Received / 1e6:0.0} MB"));
        if (value.Note is not null)
            return $"{line}  {value.Note}";
        if (elapsed <= TimeSpan.Zero || receivedNow <= 0)
            return line;
        var speed = receivedNow / elapsed.TotalSeconds;
        line += Format($"  {speed / 1e6:0.0} MB/s");
        return value.Total > value.Received ? line + Format($"  {(value.Total - value.Received) / speed:0} s left") : line;
    }
}
