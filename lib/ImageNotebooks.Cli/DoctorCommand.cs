using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace ImageNotebooks.Cli;

/// <summary><c>lab doctor</c>: what was found on this machine, and for each missing thing the command that mends it.</summary>
public static class DoctorCommand
{
    private static readonly JsonSerializerOptions JsonFormat = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The command for <see cref="Program"/>'s list.</summary>
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON for a program to read" };
        var command = new Command("doctor", "Show what was found on this machine and how to mend what is missing") { json };
        command.SetAction(parsed =>
        {
            var workspace = Workspace.Find();
            var findings = new Findings(new Machine(), workspace).All();
            if (parsed.GetValue(json)) Console.WriteLine(ToJson(workspace, findings));
            else if (Console.IsOutputRedirected) Console.Write(ToText(findings));
            else Show(AnsiConsole.Console, findings);
            return IsReady(findings) ? 0 : 1;
        });
        return command;
    }

    /// <summary>Whether nothing is missing that <c>lab run</c> needs.</summary>
    public static bool IsReady(IEnumerable<Finding> findings) => findings.All(finding => finding.State != FindingState.Missing);

    /// <summary>The findings as one JSON object: <c>ready</c>, <c>root</c>, <c>stack</c> and <c>findings</c> (<c>what</c>, <c>state</c>, <c>found</c>, <c>mend</c>).</summary>
    public static string ToJson(Workspace workspace, IReadOnlyList<Finding> findings) =>
        JsonSerializer.Serialize(new { Ready = IsReady(findings), workspace.Root, workspace.Stack, Findings = findings }, JsonFormat);

    /// <summary>The findings for a pipe or a file: one line each, whatever its length, and a line below it that mends it.</summary>
    public static string ToText(IReadOnlyList<Finding> findings)
    {
        var width = findings.Max(finding => finding.What.Length);
        return string.Concat(findings.Select(finding =>
            $"{finding.State.ToString().ToLowerInvariant(),-8}  {finding.What.PadRight(width)}  {finding.Found}\n"
            + (finding.Mend is null ? "" : $"{"",8}  {new string(' ', width)}  mend: {finding.Mend}\n")));
    }

    private static void Show(IAnsiConsole console, IReadOnlyList<Finding> findings)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "", "");
        table.Columns[0].NoWrap();
        table.Columns[1].NoWrap().PadRight(2);
        foreach (var finding in findings)
        {
            table.AddRow(new Markup(Mark(finding.State)), new Text(finding.What, Style.Parse("bold")), new Text(finding.Found));
        }
        console.WriteLine();
        console.Write(table);

        // The commands stand below, unwrapped and at the line's start, so that they can be copied.
        foreach (var finding in findings.Where(finding => finding.Mend is not null))
        {
            console.MarkupLine($"\n{Mark(finding.State)} [bold]{finding.What.EscapeMarkup()}[/]{(finding.State == FindingState.Optional ? " [grey](optional)[/]" : "")}");
            Console.WriteLine(finding.Mend);
        }
        console.MarkupLine(IsReady(findings)
            ? "\n[green]Ready for `environment/lab run`.[/]"
            : "\n[red]Not ready for `environment/lab run`,[/] which installs what is missing where it may; the commands above do it by hand.");
    }

    private static string Mark(FindingState state) => state switch
    {
        FindingState.Ok => "[green]ok[/]",
        FindingState.Optional => "[yellow]--[/]",
        _ => "[red]no[/]",
    };
}
