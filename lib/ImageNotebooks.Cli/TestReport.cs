using System.Globalization;

namespace ImageNotebooks.Cli;

/// <summary>What became of one test project.</summary>
/// <param name="Name">The project's name.</param>
/// <param name="Tests">Its tests.</param>
/// <param name="Break">Why the project as a whole did not come to its end (build, crash, hang), null where it did; it counts as one failed test.</param>
/// <param name="Duration">Building and testing.</param>
public sealed record ProjectResult(string Name, IReadOnlyList<TestResult> Tests, string? Break, TimeSpan Duration)
{
    /// <summary>How many tests ended in a state; a broken project counts as one more failure.</summary>
    public int Count(TestState state) => Tests.Count(test => test.State == state) + (state == TestState.Failed && Break is not null ? 1 : 0);
}

/// <summary>Writes test results for a person, and the closing line for programs.</summary>
public static class TestReport
{
    /// <summary>One line for a project: its counts and time.</summary>
    public static string Line(ProjectResult project) =>
        string.Create(CultureInfo.InvariantCulture, $"{(project.Count(TestState.Failed) > 0 ? "FAIL" : "ok"),-4}  {project.Name}: {Counts([project])} ({project.Duration.TotalSeconds:0} s)");

    /// <summary>Each failure of a project in full: name, message, stack trace and what the test printed.</summary>
    public static string Failures(ProjectResult project)
    {
        var text = new StringWriter { NewLine = "\n" };
        foreach (var test in project.Tests.Where(test => test.State == TestState.Failed))
        {
            text.WriteLine($"\n  {project.Name}: {test.Name}");
            foreach (var part in new[] { test.Message, test.StackTrace, test.Output }.Where(part => part.Length > 0)) text.WriteLine(Indent(part));
        }
        if (project.Break is not null) text.WriteLine($"\n  {project.Name}\n{Indent(project.Break)}");
        return text.ToString();
    }

    /// <summary>The skipped tests below the reasons they gave; empty where none was skipped.</summary>
    public static string Skipped(IEnumerable<ProjectResult> projects)
    {
        var text = new StringWriter { NewLine = "\n" };
        var skipped = projects.SelectMany(project => project.Tests).Where(test => test.State == TestState.Skipped);
        foreach (var reason in skipped.GroupBy(test => test.Message).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.WriteLine($"\nskipped, {(reason.Key.Length > 0 ? reason.Key : "no reason given")} ({reason.Count()}):");
            foreach (var test in reason) text.WriteLine("  " + test.Name);
        }
        return text.ToString();
    }

    /// <summary>The tests that took longest, of those that took some seconds; empty where none did.</summary>
    public static string Slowest(IEnumerable<ProjectResult> projects)
    {
        const int shown = 15;
        var slow = projects.SelectMany(project => project.Tests).Where(test => test.Duration.TotalSeconds >= 5).OrderByDescending(test => test.Duration).Take(shown).ToList();
        var lines = slow.Select(test => string.Create(CultureInfo.InvariantCulture, $"  {test.Duration.TotalSeconds,5:0} s  {test.Name}\n"));
        return slow.Count == 0 ? "" : "\nslowest:\n" + string.Concat(lines);
    }

    /// <summary>The closing line: <c>N passed, N failed</c>, and <c>, N skipped</c> where some were.</summary>
    public static string Counts(IReadOnlyCollection<ProjectResult> projects)
    {
        int Total(TestState state) => projects.Sum(project => project.Count(state));
        var line = $"{Total(TestState.Passed)} passed, {Total(TestState.Failed)} failed";
        return Total(TestState.Skipped) > 0 ? $"{line}, {Total(TestState.Skipped)} skipped" : line;
    }

    /// <summary>Whether some test ran and none failed.</summary>
    public static bool IsGreen(IReadOnlyCollection<ProjectResult> projects) =>
        projects.Sum(project => project.Count(TestState.Failed)) == 0 && projects.Sum(project => project.Count(TestState.Passed)) > 0;

    private static string Indent(string text) => "    " + text.TrimEnd().ReplaceLineEndings("\n    ");
}
