using System.CommandLine;
using System.Text.RegularExpressions;
using ImageNotebooks.Host;

namespace ImageNotebooks.Cli;

/// <summary>
/// <c>lab charts</c>: saves the charts of an executed notebook as SVG files, for results that are kept. Charts that hold pictures are left out,
/// since pictures of a data set are not ours to publish.
/// </summary>
internal static partial class ChartsCommand
{
    /// <summary>The command for <see cref="Program"/>'s list.</summary>
    public static Command Create()
    {
        var notebook = new Argument<string>("notebook") { Description = "A notebook that was run, by name, or the path of an executed .ipynb file" };
        var output = new Option<string?>("--output") { Description = "The folder for the SVG files; beside the executed notebook where nothing is said", HelpName = "folder" };
        var command = new Command("charts", "Saves the charts of an executed notebook as SVG") { notebook, output };
        command.SetAction((parsed, stop) => Run(parsed.GetValue(notebook)!, parsed.GetValue(output), stop));
        return command;
    }

    private static async Task<int> Run(string name, string? folder, CancellationToken stop)
    {
        try
        {
            var executed = Find(name);
            var figures = ChartPage.FiguresOf(Notebook.Read(executed));
            if (figures.Count == 0) throw new LabException($"{executed} holds no charts; run the notebook first, with `environment/lab run`.");
            folder = Path.GetFullPath(folder ?? Path.GetDirectoryName(executed)!);
            Directory.CreateDirectory(folder);
            foreach (var file in await Draw(figures, folder, stop)) Console.WriteLine(Path.GetRelativePath(Environment.CurrentDirectory, file));
            return 0;
        }
        catch (Exception problem) when (problem is NotebookException or IOException or UnauthorizedAccessException)
        {
            throw new LabException(problem.Message);
        }
    }

    /// <summary>A path as it is; a name stands for what <c>lab run</c> left of that notebook.</summary>
    private static string Find(string name)
    {
        if (File.Exists(name)) return Path.GetFullPath(name);
        var root = Workspace.Find().Root;
        return NotebookLocator.DefaultOutput(NotebookLocator.Resolve(name, root), root);
    }

    private static async Task<IReadOnlyList<string>> Draw(IReadOnlyList<System.Text.Json.Nodes.JsonObject> figures, string folder, CancellationToken stop)
    {
        var browser = new Machine().FindCommand("chromium", "chromium-browser", "google-chrome")
            ?? throw new LabException($"a browser draws the charts, and neither Chromium nor Chrome is here; {AptPackage.InstallCommand("chromium")}");
        var scratch = Directory.CreateTempSubdirectory("lab-charts-");
        try
        {
            var page = Path.Combine(scratch.FullName, "charts.html");
            await File.WriteAllTextAsync(page, ChartPage.Render(figures), stop);
            string[] arguments =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--disable-component-update", "--no-first-run",
                $"--user-data-dir={Path.Combine(scratch.FullName, "profile")}", "--virtual-time-budget=60000", "--dump-dom", new Uri(page).AbsoluteUri,
            ];
            var (_, dom) = await ChildProcess.Capture(scratch.FullName, browser, arguments, stop);
            var pictures = ChartPage.Parse(dom);
            if (pictures.Count != figures.Count) throw new LabException($"the browser drew {pictures.Count} of {figures.Count} charts; its last words: {dom[^Math.Min(300, dom.Length)..].Trim()}");
            return [.. pictures.Select((picture, i) => Save(picture, i, folder))];
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static string Save(ChartPicture picture, int index, string folder)
    {
        var name = NotInNames().Replace(picture.Title.ToLowerInvariant(), "-").Trim('-');
        var file = Path.Combine(folder, (name.Length > 0 ? name : $"chart-{index + 1}") + ".svg");
        File.WriteAllText(file, picture.Svg + "\n");
        return file;
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInNames();
}
