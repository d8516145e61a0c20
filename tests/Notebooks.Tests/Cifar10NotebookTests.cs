using System.Globalization;
using System.Text.RegularExpressions;
using ImageNotebooks.Host;

namespace Notebooks.Tests;

[Collection(StudyRunsCollection.Name)]
public sealed partial class Cifar10NotebookTests(StudyRuns runs)
{
    private StudyRun Run => runs.Of("03-cifar-10");

    [Fact]
    public void Trains_both_phases_and_goes_on_from_the_first_in_the_second()
    {
        var losses = EpochLine().Matches(Run.Lab.Output).Select(m => double.Parse(m.Groups["loss"].Value, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(4, losses.Count);
        Assert.True(losses[1] < losses[0], "The loss did not fall in phase one.");
        Assert.True(losses[2] < losses[0], $"Phase two began at a loss of {losses[2]}, like a new network, which began at {losses[0]}.");
    }

    [Fact]
    public void Shows_the_published_parameter_counts_and_scikit_learns_report()
    {
        var text = string.Concat(Run.CodeCells.Select(cell => cell.Outputs.ToJsonString()));
        Assert.Contains("2,397,226", text, StringComparison.Ordinal);
        Assert.Contains("weighted avg", text, StringComparison.Ordinal);
        Assert.Equal(6, ChartPage.ChartsOf(Run.Executed).Count);
    }

    [Fact]
    public void Keeps_its_numbers_where_it_is_told_to()
    {
        Assert.Contains("\"test accuracy\": 0.8399", File.ReadAllText(Path.Combine(Run.ResultsFolder, "cifar.json")), StringComparison.Ordinal);
        Assert.StartsWith("# CIFAR-10", File.ReadAllText(Path.Combine(Run.ResultsFolder, "cifar.md")), StringComparison.Ordinal);
        Assert.All(Phases, phase => Assert.Contains("\"seed\": 1,", File.ReadAllText(Path.Combine(phase, "run.json")), StringComparison.Ordinal));
        Assert.Equal([3, 5], Phases.Select(phase => File.ReadAllLines(Path.Combine(phase, "history.csv")).Length));
    }

    [ChromiumFact]
    public async Task The_report_shows_curves_pictures_and_the_confusion_matrix()
    {
        await using var report = await ReportPage.OpenAsync(Run.ReportPath);
        Assert.Empty(await report.UndrawnAsync());
        // Curves: two lines in each of two panels, each with a point an epoch.
        var curves = report.Charts.Nth(1);
        Assert.Equal(4, await curves.Locator(".scatterlayer .trace .lines path.js-line").CountAsync());
        Assert.True(await curves.Locator(".scatterlayer .point").CountAsync() >= 8);
        // Ten pictures in each of three grids; the confusion matrix has its cells.
        foreach (var grid in new[] { 0, 2, 5 }) Assert.Equal(10, await report.Charts.Nth(grid).Locator(".imagelayer image, .im image").CountAsync());
        Assert.Equal(1, await report.Page.Locator(".js-plotly-plot .heatmaplayer .hm").CountAsync());
    }

    [ChromiumFact]
    public void Charts_without_pictures_are_saved_as_SVG()
    {
        var folder = Path.Combine(Path.GetDirectoryName(Run.NotebookPath)!, "svg");
        var lab = LabRun.Start("charts", Run.NotebookPath, "--output", folder);
        Assert.True(lab.ExitCode == 0, lab.Errors);
        Assert.Equal(["both-phases.svg", "confusion-matrix.svg", "phase-one-plain-images.svg"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        Assert.All(Directory.GetFiles(folder), file => Assert.Equal("svg", System.Xml.Linq.XDocument.Load(file).Root!.Name.LocalName));
    }

    [ChromiumFact]
    public async Task Its_phases_are_compared_in_a_table_and_in_curves()
    {
        var notebook = Path.Combine(Path.GetDirectoryName(Run.NotebookPath)!, "compare.ipynb");
        var lab = LabRun.Start(["compare", .. Phases, "--output", notebook]);
        Assert.Equal((0, ""), (lab.ExitCode, lab.Errors));
        Assert.Matches(@"(?s)^run .*test accuracy.*\nphase-one .*\nphase-two .*\nepochs +2 +4\n", lab.Output);

        await using var report = await ReportPage.OpenAsync(Path.ChangeExtension(notebook, ".html"));
        Assert.Empty(await report.UndrawnAsync());
        Assert.Equal(1, await report.Charts.CountAsync());
        Assert.Empty(report.Problems);
    }

    private IEnumerable<string> Phases => Directory.GetDirectories(Path.Combine(Run.ResultsFolder, "cifar")).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"^epoch .*?loss (?<loss>[\d.]+)", RegexOptions.Multiline)]
    private static partial Regex EpochLine();
}
