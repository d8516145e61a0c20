using System.Globalization;
using System.Text.RegularExpressions;
using ImageNotebooks.Host;
using Microsoft.Playwright;

namespace Notebooks.Tests;

/// <summary>The study on the sample data, run once for all tests of this class.</summary>
public sealed class Cifar10Run : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cifar-10-run-");

    public Cifar10Run()
    {
        NotebookPath = Path.Combine(folder.FullName, "run.ipynb");
        ReportPath = Path.ChangeExtension(NotebookPath, ".html");
        ResultsFolder = Path.Combine(folder.FullName, "results");
        Lab = LabRun.Start("run", "cifar-10", "--set", "Epochs=2", "--set", $"Results={ResultsFolder}", "--output", NotebookPath, "--timeout", "600");
    }

    public string NotebookPath { get; }

    public string ReportPath { get; }

    public string ResultsFolder { get; }

    internal LabRun Lab { get; }

    public void Dispose() => folder.Delete(recursive: true);
}

public partial class Cifar10NotebookTests(Cifar10Run run) : IClassFixture<Cifar10Run>
{
    private const int Charts = 6;

    [Fact]
    public void Runs_to_its_end_and_says_where_the_report_is()
    {
        Assert.True(run.Lab.ExitCode == 0, run.Lab.Output + run.Lab.Errors);
        Assert.Contains(run.ReportPath, run.Lab.Output, StringComparison.Ordinal);
        Assert.All(Cells, cell => Assert.NotNull(cell.ExecutionCount));
    }

    [Fact]
    public void Trains_both_phases_and_goes_on_from_the_first_in_the_second()
    {
        var losses = EpochLine().Matches(run.Lab.Output).Select(m => double.Parse(m.Groups["loss"].Value, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(4, losses.Count);
        Assert.True(losses[1] < losses[0], "The loss did not fall in phase one.");
        Assert.True(losses[2] < losses[0], $"Phase two began at a loss of {losses[2]}, like a new network, which began at {losses[0]}.");
    }

    [Fact]
    public void Shows_the_published_parameter_counts_and_scikit_learns_report()
    {
        var text = string.Concat(Cells.Select(cell => cell.Outputs.ToJsonString()));
        Assert.Contains("2,397,226", text, StringComparison.Ordinal);
        Assert.Contains("weighted avg", text, StringComparison.Ordinal);
        Assert.Equal(Charts, Cells.SelectMany(cell => cell.Outputs).Count(output => output?["data"]?["application/vnd.plotly.v1+json"] is not null));
    }

    [Fact]
    public void Keeps_its_numbers_where_it_is_told_to()
    {
        var result = File.ReadAllText(Path.Combine(run.ResultsFolder, "result.json"));
        Assert.Contains("\"published\": 0.8399", result, StringComparison.Ordinal);
        Assert.Contains("\"seed\": \"1\"", result, StringComparison.Ordinal);
        Assert.Equal(5, File.ReadAllLines(Path.Combine(run.ResultsFolder, "history.csv")).Length);
        Assert.StartsWith("# CIFAR-10", File.ReadAllText(Path.Combine(run.ResultsFolder, "result.md")), StringComparison.Ordinal);
    }

    [ChromiumFact]
    public async Task The_report_draws_every_chart_without_a_network()
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium.Executable,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--disable-component-update"],
        });
        await using var context = await browser.NewContextAsync(new() { Offline = true });
        var page = await context.NewPageAsync();
        var problems = new List<string>();
        page.PageError += (_, error) => problems.Add(error);
        page.Console += (_, message) => { if (message.Type == "error") problems.Add(message.Text); };

        await page.GotoAsync(new Uri(run.ReportPath).AbsoluteUri);
        await page.WaitForFunctionAsync($"document.querySelectorAll('.js-plotly-plot .main-svg').length >= {Charts}", null, new() { Timeout = 60_000 });

        Assert.Equal(Charts, await page.Locator(".js-plotly-plot").CountAsync());
        // Curves: two lines in each of two panels, each with a point an epoch.
        var curves = page.Locator(".js-plotly-plot").Nth(1);
        Assert.Equal(4, await curves.Locator(".scatterlayer .trace .lines path.js-line").CountAsync());
        Assert.True(await curves.Locator(".scatterlayer .point").CountAsync() >= 8);
        // Ten pictures in each of three grids; the confusion matrix has its cells.
        foreach (var grid in new[] { 0, 2, 5 }) Assert.Equal(10, await page.Locator(".js-plotly-plot").Nth(grid).Locator(".imagelayer image, .im image").CountAsync());
        Assert.Equal(1, await page.Locator(".js-plotly-plot .heatmaplayer .hm").CountAsync());
        Assert.Empty(problems);
    }

    [ChromiumFact]
    public void Charts_without_pictures_are_saved_as_SVG()
    {
        var folder = Path.Combine(Path.GetDirectoryName(run.NotebookPath)!, "svg");
        var lab = LabRun.Start("charts", run.NotebookPath, "--output", folder);
        Assert.True(lab.ExitCode == 0, lab.Errors);
        Assert.Equal(["both-phases.svg", "confusion-matrix.svg", "phase-one-plain-images.svg"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        Assert.All(Directory.GetFiles(folder), file => Assert.Equal("svg", System.Xml.Linq.XDocument.Load(file).Root!.Name.LocalName));
    }

    private List<NotebookCell> Cells => [.. Notebook.Read(run.NotebookPath).Cells.Where(cell => cell.Kind == CellKind.Code)];

    [GeneratedRegex(@"^epoch .*?loss (?<loss>[\d.]+)", RegexOptions.Multiline)]
    private static partial Regex EpochLine();
}
