using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace ImageNotebooks.Cli;

/// <summary>How a test ended.</summary>
public enum TestState
{
    /// <summary>It ran and held.</summary>
    Passed,

    /// <summary>It ran and did not hold, or did not come to its end.</summary>
    Failed,

    /// <summary>It did not run; its message is the reason.</summary>
    Skipped,
}

/// <summary>One test's result.</summary>
/// <param name="Name">Its display name.</param>
/// <param name="State">How it ended.</param>
/// <param name="Message">What the assertion or exception said, or why it was skipped.</param>
/// <param name="StackTrace">Where it failed.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Duration">How long it ran.</param>
public sealed record TestResult(string Name, TestState State, string Message = "", string StackTrace = "", string Output = "", TimeSpan Duration = default);

/// <summary>What a test run wrote into its TRX file.</summary>
/// <param name="Tests">The tests in the file's order.</param>
/// <param name="Abort">Why the run ended before its time, null where it came to its end.</param>
public sealed record TrxFile(IReadOnlyList<TestResult> Tests, string? Abort)
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>Reads a TRX file; a file that is absent or cut short is an aborted run, as a killed test host leaves it.</summary>
    public static TrxFile Read(string path)
    {
        try
        {
            return Parse(XDocument.Load(path));
        }
        catch (Exception problem) when (problem is IOException or XmlException)
        {
            return new([], "The test run left no results that can be read.");
        }
    }

    /// <summary>Reads the tests and the run's own messages.</summary>
    public static TrxFile Parse(XDocument file)
    {
        var tests = file.Descendants(Trx + "UnitTestResult").Select(ParseTest).ToList();
        var abort = file.Descendants(Trx + "RunInfo").Select(info => info.Element(Trx + "Text")?.Value ?? "")
            .FirstOrDefault(text => text.Contains("test run was aborted", StringComparison.Ordinal));
        return new(tests, abort);
    }

    private static TestResult ParseTest(XElement test)
    {
        var output = test.Element(Trx + "Output");
        var error = output?.Element(Trx + "ErrorInfo");
        string[] printed = [output?.Element(Trx + "StdOut")?.Value ?? "", output?.Element(Trx + "StdErr")?.Value ?? ""];
        return new(
            test.Attribute("testName")?.Value ?? "(a test without a name)",
            test.Attribute("outcome")?.Value switch
            {
                "Passed" => TestState.Passed,
                "NotExecuted" => TestState.Skipped,
                _ => TestState.Failed,
            },
            error?.Element(Trx + "Message")?.Value ?? "",
            error?.Element(Trx + "StackTrace")?.Value ?? "",
            string.Join('\n', printed.Where(text => text.Length > 0)),
            TimeSpan.TryParse(test.Attribute("duration")?.Value, CultureInfo.InvariantCulture, out var duration) ? duration : default);
    }
}
