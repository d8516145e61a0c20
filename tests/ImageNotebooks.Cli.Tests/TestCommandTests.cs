using System.Xml.Linq;

namespace ImageNotebooks.Cli.Tests;

/// <summary>Counting and telling test results, from TRX files as the test platform writes them.</summary>
public sealed class TestCommandTests
{
    private const string Run = """
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
          <Results>
            <UnitTestResult testName="A.Holds" outcome="Passed" duration="00:01:04.5080000"><Output><StdOut>not shown</StdOut></Output></UnitTestResult>
            <UnitTestResult testName="A.Breaks" outcome="Failed" duration="00:00:04.9000000">
              <Output><StdOut>printed</StdOut><ErrorInfo><Message>Expected: 1&#10;Actual:   2</Message><StackTrace>at A.Breaks()</StackTrace></ErrorInfo></Output>
            </UnitTestResult>
            <UnitTestResult testName="A.Ends" outcome="Timeout" duration="00:10:00.0000000" />
            <UnitTestResult testName="A.Real" outcome="NotExecuted"><Output><ErrorInfo><Message>no real data</Message></ErrorInfo></Output></UnitTestResult>
            <UnitTestResult testName="B.Real" outcome="NotExecuted"><Output><ErrorInfo><Message>no real data</Message></ErrorInfo></Output></UnitTestResult>
            <UnitTestResult testName="B.Page" outcome="NotExecuted"><Output><ErrorInfo><Message>no Chromium</Message></ErrorInfo></Output></UnitTestResult>
          </Results>
          <ResultSummary outcome="Failed"><RunInfos><RunInfo outcome="Error"><Text>[xUnit.net] A.Breaks [FAIL]</Text></RunInfo></RunInfos></ResultSummary>
        </TestRun>
        """;

    private const string Aborted = """
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
          <Results><UnitTestResult testName="A.Holds" outcome="Passed" /></Results>
          <ResultSummary outcome="Failed"><RunInfos><RunInfo outcome="Error"><Text>The active test run was aborted. Reason: Test host process crashed</Text></RunInfo></RunInfos></ResultSummary>
        </TestRun>
        """;

    private const string CrashOutput = "The active test run was aborted. Reason: Test host process crashed\n\nThe test running when the crash occurred: \nA.Crashes\nA.Waits\n\nThis test may, or may not be the source of the crash.\n";

    private static TrxFile Parse(string text) => TrxFile.Parse(XDocument.Parse(text));

    private static ProjectResult Result(string trx, int exitCode = 1, string output = "") =>
        new("P.Tests", Parse(trx).Tests, TestCommand.WhatBroke("P.Tests", exitCode, Parse(trx), output), TimeSpan.FromSeconds(3));

    [Fact]
    public void Everything_that_ran_and_did_not_hold_counts_as_failed()
    {
        Assert.Equal("FAIL  P.Tests: 1 passed, 2 failed, 3 skipped (3 s)", TestReport.Line(Result(Run)));
        Assert.Equal("1 passed, 2 failed, 3 skipped", TestReport.Counts([Result(Run)]));
        Assert.False(TestReport.IsGreen([Result(Run)]));
    }

    [Fact]
    public void A_failure_is_shown_in_full()
    {
        var text = TestReport.Failures(Result(Run));
        Assert.Contains("\n  P.Tests: A.Breaks\n    Expected: 1\n    Actual:   2\n    at A.Breaks()\n    printed\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("not shown", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Skipped_tests_stand_below_their_reasons() =>
        Assert.Equal("\nskipped, no Chromium (1):\n  B.Page\n\nskipped, no real data (2):\n  A.Real\n  B.Real\n", TestReport.Skipped([Result(Run)]));

    [Fact]
    public void The_slowest_tests_are_named_with_their_seconds()
    {
        Assert.Equal("\nslowest:\n    600 s  A.Ends\n     65 s  A.Holds\n", TestReport.Slowest([Result(Run)]));
        Assert.Equal("", TestReport.Slowest([Result(Aborted)]));
    }

    [Fact]
    public void The_closing_line_speaks_of_skipped_tests_only_where_there_are_some()
    {
        ProjectResult green = new("P.Tests", [new("A", TestState.Passed)], null, TimeSpan.Zero);
        Assert.Equal("2 passed, 0 failed", TestReport.Counts([green, green]));
        Assert.True(TestReport.IsGreen([green]));
    }

    [Fact]
    public void A_run_without_a_test_is_not_green()
    {
        ProjectResult skipped = new("P.Tests", [new("A", TestState.Skipped, "why")], null, TimeSpan.Zero);
        Assert.False(TestReport.IsGreen([]));
        Assert.False(TestReport.IsGreen([skipped]));
    }

    [Fact]
    public void A_crash_counts_as_one_failure_and_names_the_project_and_the_tests_that_ran()
    {
        var result = Result(Aborted, output: CrashOutput);
        Assert.Equal("1 passed, 1 failed", TestReport.Counts([result]));
        Assert.StartsWith("P.Tests did not come to its end (exit code 1); running then: A.Crashes, A.Waits.\n", result.Break, StringComparison.Ordinal);
        Assert.Contains("  P.Tests\n    P.Tests did not", TestReport.Failures(result), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("90 seconds")]
    [InlineData("10 minutes")]
    public void A_hang_names_how_long_nothing_happened(string time)
    {
        var result = Result(Aborted, output: $"Data collector 'Blame' message: The specified inactivity time of {time} has elapsed. Collecting hang dumps.\n" + CrashOutput);
        Assert.StartsWith($"P.Tests hung: no test ended for {time} (a busy machine may need a larger --hang-timeout); running then: A.Crashes, A.Waits.", result.Break, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_fails_without_a_failed_test_is_a_failure()
    {
        var trx = Parse("<TestRun xmlns=\"http://microsoft.com/schemas/VisualStudio/TeamTest/2010\" />");
        Assert.NotNull(TestCommand.WhatBroke("P.Tests", 1, trx, "out of memory"));
        Assert.Null(TestCommand.WhatBroke("P.Tests", 0, trx, ""));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("<TestRun xmlns=\"http://micro")]
    public void A_results_file_that_is_absent_or_cut_short_is_an_aborted_run(string? content)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        if (content is not null) File.WriteAllText(path, content);
        Assert.NotNull(TrxFile.Read(path).Abort);
        File.Delete(path);
    }

    [Fact]
    public void The_solution_names_the_projects_and_systemtorch_is_tested_on_its_own_stack_only()
    {
        const string solution = """
            Project("{F}") = "Z.Tests", "tests\Z.Tests\Z.Tests.csproj", "{1}"
            Project("{F}") = "Benchmarks", "tests\Benchmarks\Benchmarks.csproj", "{2}"
            Project("{F}") = "SystemTorch.Tests", "tests\SystemTorch.Tests\SystemTorch.Tests.csproj", "{3}"
            Project("{F}") = "StackContract", "tests\StackContract\StackContract.csproj", "{5}"
            Project("{F}") = "Lib", "lib\Lib\Lib.csproj", "{4}"
            """;
        Assert.Equal(["tests/StackContract/StackContract.csproj", "tests/SystemTorch.Tests/SystemTorch.Tests.csproj", "tests/Z.Tests/Z.Tests.csproj"], TestCommand.ProjectsOf(solution, "system"));
        Assert.Equal(["tests/StackContract/StackContract.csproj", "tests/Z.Tests/Z.Tests.csproj"], TestCommand.ProjectsOf(solution, "cpu"));
        Assert.Contains("tests/ImageNotebooks.Cli.Tests/ImageNotebooks.Cli.Tests.csproj", TestCommand.ProjectsOf(File.ReadAllText(Repository.PathOf("ImageNotebooks.sln")), "system"));
    }

    [Fact]
    public void A_build_shows_each_error_once_with_paths_from_the_root()
    {
        const string output = "  Determining projects\n/w/lib/X.cs(1,2): error CS1002: ; expected [/w/lib/X.csproj]\n/w/lib/X.cs(1,2): error CS1002: ; expected [/w/lib/X.csproj]\n    1 Error(s)\n";
        Assert.Equal("lib/X.cs(1,2): error CS1002: ; expected [lib/X.csproj]", ProjectBuild.Errors(output, "/w"));
        Assert.Equal("cmake: not found", ProjectBuild.Errors("cmake: not found\n", "/w"));
    }
}
