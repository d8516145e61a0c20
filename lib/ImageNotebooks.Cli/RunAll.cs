using System.Runtime.InteropServices;
using ImageNotebooks.Host;
using Spectre.Console;

namespace ImageNotebooks.Cli;

/// <summary><c>lab run all</c>: one notebook after another, each in a process of its own, and a table at the end.</summary>
internal static class RunAll
{
    private const int Stopped = 130;

    /// <summary>Runs notebooks, the next one also where one failed.</summary>
    /// <param name="asked">A run for each, all with the same parameters and models; each gets those that it knows.</param>
    /// <returns>0 where all finished, 1 where one did not, 130 where the user stopped.</returns>
    /// <exception cref="NotebookException">No notebook knows a parameter or model, or a value is of the wrong type; nothing has run.</exception>
    public static async Task<int> RunAsync(IReadOnlyList<RunOptions> asked)
    {
        var plan = Share(asked);
        var stopped = false;
        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stopped = true;
        }
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

        var rows = new List<RunRow>();
        foreach (var (options, problem) in plan)
        {
            if (stopped || problem != null)
            {
                rows.Add(RunRow.NotRun(options, problem));
                continue;
            }
            Announce(options, rows.Count + 1, plan.Count);
            var started = DateTimeOffset.UtcNow;
            rows.Add(RunRow.Of(options, await NotebookProcess.RunAsync(options).ConfigureAwait(false), started));
            stopped |= rows[^1].Status == RunStatus.Interrupted;
            Console.WriteLine();
        }
        RunTable.Show(rows);
        return stopped ? Stopped : rows.All(row => row.Status == RunStatus.Finished) ? 0 : 1;
    }

    private static void Announce(RunOptions options, int number, int total)
    {
        var name = Path.GetFileNameWithoutExtension(options.NotebookPath);
        if (Console.IsOutputRedirected)
            Console.WriteLine($"{name} ({number} of {total})");
        else
            AnsiConsole.MarkupLine($"[bold]{name.EscapeMarkup()}[/] [grey]({number} of {total})[/]");
    }

    private sealed record Known(IReadOnlyList<string> Parameters, IReadOnlyList<string> Models);

    /// <summary>Gives each notebook what it knows of the parameters and models; one that cannot be read comes with the reason.</summary>
    private static List<(RunOptions Options, string? Problem)> Share(IReadOnlyList<RunOptions> asked)
    {
        var read = asked.Select(options => (Options: options, Read: Read(options.NotebookPath))).ToList();
        var known = read.Select(item => item.Read.Known).OfType<Known>().ToList();
        if (known.Count > 0)
        {
            Refuse("parameter", asked[0].Parameters.Keys, known.SelectMany(notebook => notebook.Parameters));
            Refuse("model", asked[0].Models, known.SelectMany(notebook => notebook.Models));
        }
        return [.. read.Select(item => item.Read.Known == null ? (item.Options, item.Read.Problem) : (Narrow(item.Options, item.Read.Known), null))];
    }

    private static (Known? Known, string? Problem) Read(string path)
    {
        try
        {
            var notebook = Notebook.Read(path);
            return (new Known([.. NotebookParameter.Of(notebook).Select(parameter => parameter.Name)], NotebookModels.Of(notebook)), null);
        }
        catch (NotebookException problem)
        {
            return (null, problem.Message);
        }
    }

    private static void Refuse(string kind, IEnumerable<string> names, IEnumerable<string> known)
    {
        var all = known.Distinct().ToList();
        if (names.FirstOrDefault(name => !all.Contains(name)) is { } unknown)
            throw new NotebookException($"No notebook has a {kind} '{unknown}'; {(all.Count == 0 ? "they have none" : $"between them they have {string.Join(", ", all)}")}.");
    }

    private static RunOptions Narrow(RunOptions asked, Known known)
    {
        var options = asked with
        {
            Parameters = asked.Parameters.Where(pair => known.Parameters.Contains(pair.Key)).ToDictionary(),
            Models = [.. asked.Models.Where(known.Models.Contains)],
        };
        // Reading it once more here refuses values of the wrong type before anything is started.
        _ = new NotebookRunner(options);
        return options;
    }
}
