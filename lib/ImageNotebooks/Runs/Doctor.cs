using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace ImageNotebooks;

/// <summary>One thing that <c>environment/lab doctor</c> looked for.</summary>
/// <param name="What">What was looked for.</param>
/// <param name="State">"ok"; "optional" where it is missing and notebooks run without; "missing" where they do not.</param>
/// <param name="Found">What was found.</param>
/// <param name="Mend">The command that mends it; null where nothing needs mending.</param>
public sealed record DoctorFinding(string What, string State, string Found, string? Mend = null);

/// <summary>What <c>environment/lab doctor</c> finds on this machine, as a table for a notebook.</summary>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public sealed class Doctor : IRichOutput, ITabular
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private Doctor(bool isReady, IReadOnlyList<DoctorFinding> findings) => (IsReady, Findings) = (isReady, findings);

    /// <summary>Whether nothing is missing that notebooks need.</summary>
    public bool IsReady { get; }

    /// <summary>What was looked for, in the order in which a person asks for it.</summary>
    public IReadOnlyList<DoctorFinding> Findings { get; }

    /// <summary>Looks at this machine, which takes about a second.</summary>
    /// <exception cref="InvalidOperationException">This library does not lie in a workspace whose commands are built.</exception>
    public static Doctor Examine()
    {
        const string mend = "run environment/lab doctor in the workspace, which builds it";
        var root = Repository.FindAbove(Path.GetDirectoryName(typeof(Doctor).Assembly.Location)) ?? Repository.FindAbove(Environment.CurrentDirectory) ?? throw new InvalidOperationException($"No folder above the library or above {Environment.CurrentDirectory} holds ImageNotebooks.sln, so there is no doctor to ask; {mend}.");
        var program = Path.Combine(root, "lib", "ImageNotebooks.Cli", "bin", "Release", "net10.0", "lab.dll");
        if (!File.Exists(program)) throw new InvalidOperationException($"There is no {program} to ask; {mend}.");

        var start = new ProcessStartInfo("dotnet", [program, "doctor", "--json"]) { RedirectStandardOutput = true };
        start.Environment["IMAGENOTEBOOKS_ROOT"] = root;
        start.Environment["IMAGENOTEBOOKS_STACK"] = Stack.Description.Split(':')[0];
        try
        {
            using var doctor = Process.Start(start)!;
            return Parse(doctor.StandardOutput.ReadToEnd());
        }
        catch (Exception problem) when (problem is Win32Exception or JsonException)
        {
            throw new InvalidOperationException($"The doctor did not answer ({problem.Message}); {mend}.", problem);
        }
    }

    /// <summary>Reads what <c>lab doctor --json</c> prints.</summary>
    internal static Doctor Parse(string json)
    {
        var answer = JsonSerializer.Deserialize<Answer>(json, Web) ?? throw new JsonException("it said null");
        return new Doctor(answer.Ready, answer.Findings);
    }

    /// <inheritdoc/>
    public IEnumerable<(string Name, Array Values)> Columns =>
    [
        ("", Findings.Select(finding => finding.What).ToArray()), ("state", Findings.Select(finding => finding.State).ToArray()),
        ("found", Findings.Select(finding => finding.Found).ToArray()), ("to mend it", Findings.Select(finding => finding.Mend ?? "").ToArray()),
    ];

    private string Conclusion => IsReady ? "This machine is ready" : "Something is missing that notebooks need";

    /// <summary>The table as an HTML fragment.</summary>
    public string ToHtml() => HtmlTable.Render(Columns.Select(column => column.Name), Findings.Select(finding =>
        new HtmlTable.Row([finding.What, finding.State, finding.Found, finding.Mend ?? ""], finding.State == "missing" ? "best" : "")), Conclusion, [1, 2, 3]);

    /// <summary>The table as lines of text.</summary>
    public override string ToString()
    {
        var width = Findings.Max(finding => finding.What.Length);
        return string.Join('\n', Findings.Select(finding =>
            $"{finding.State,-8}  {finding.What.PadRight(width)}  {finding.Found}{(finding.Mend is null ? "" : $"  (mend: {finding.Mend})")}").Prepend(Conclusion));
    }

    private sealed record Answer(bool Ready, IReadOnlyList<DoctorFinding> Findings);
}
