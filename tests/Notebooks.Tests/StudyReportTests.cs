using ImageNotebooks.Host;

namespace Notebooks.Tests;

/// <summary>What holds for every notebook of the workspace when it has run on its sample data.</summary>
[Collection(StudyRunsCollection.Name)]
public sealed class StudyReportTests(StudyRuns runs)
{
    public static TheoryData<string> Names => StudyRuns.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Runs_to_its_end_and_says_where_the_report_is(string name)
    {
        var run = runs.Of(name);
        Assert.True(run.Lab.ExitCode == 0, run.Lab.Output + run.Lab.Errors);
        Assert.Contains(run.ReportPath, run.Lab.Output, StringComparison.Ordinal);
        Assert.All(run.CodeCells, cell => Assert.NotNull(cell.ExecutionCount));
    }

    [ChromiumTheory]
    [MemberData(nameof(Names))]
    public async Task Its_report_draws_every_chart_without_a_network(string name)
    {
        var charts = ChartPage.ChartsOf(runs.Of(name).Executed).Count;
        Assert.True(charts > 0, "The executed notebook holds no chart.");

        await using var report = await ReportPage.OpenAsync(runs.Of(name).ReportPath);
        Assert.Empty(await report.UndrawnAsync());
        Assert.Equal(charts, await report.Charts.CountAsync());
        Assert.Empty(report.Problems);
    }
}
