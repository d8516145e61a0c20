using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ImageNotebooks.Host;

/// <summary>Puts compile errors and exceptions into the words of the notebook: cell, line and source text.</summary>
internal static partial class CellErrors
{
    private const int DiagnosticLimit = 10;

    /// <summary>The error of a cell that does not compile.</summary>
    public static CellError Compilation(IReadOnlyList<Diagnostic> diagnostics, SourceMap sources, IReadOnlyDictionary<string, string> referenceProblems)
    {
        var errors = diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath).ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start).ToList();
        var lines = new List<string>();
        foreach (var error in errors.Take(DiagnosticLimit))
            lines.AddRange(Describe(error, sources, referenceProblems));
        if (errors.Count > DiagnosticLimit)
            lines.Add($"and {errors.Count - DiagnosticLimit} more errors");

        var position = errors[0].Location.GetLineSpan();
        return new CellError("CompilationError", Message(errors[0], referenceProblems), lines, sources.Place(position.Path, position.StartLinePosition.Line + 1));
    }

    private static IEnumerable<string> Describe(Diagnostic error, SourceMap sources, IReadOnlyDictionary<string, string> referenceProblems)
    {
        var position = error.Location.GetLineSpan();
        var (line, column) = (position.StartLinePosition.Line + 1, position.StartLinePosition.Character);
        yield return $"{sources.Place(position.Path, line)}, column {column + 1}: {Message(error, referenceProblems)}";
        if (sources.Line(position.Path, line) is not { } source)
            yield break;
        yield return "    " + source;
        var length = position.Span.Start.Line == position.Span.End.Line ? position.Span.End.Character - column : 1;
        yield return "    " + Blank(source, column) + new string('^', Math.Max(1, length));
    }

    // Tabs stay tabs, so that the caret stands under the code however wide they are shown.
    private static string Blank(string source, int column) =>
        string.Concat(source.Take(column).Select(c => c == '\t' ? '\t' : ' '));

    private static string Message(Diagnostic error, IReadOnlyDictionary<string, string> referenceProblems)
    {
        var text = error.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        var problem = error.Id == "CS0006" ? referenceProblems.FirstOrDefault(problem => text.Contains($"'{problem.Key}'", StringComparison.Ordinal)) : default;
        return problem.Key == null ? $"{error.Id}: {text}" : $"#r \"{problem.Key}\": {problem.Value}";
    }

    /// <summary>The error of a cell that threw.</summary>
    /// <param name="exception">What it threw.</param>
    /// <param name="cell">The cell's path.</param>
    /// <param name="sources">The text of the cells.</param>
    public static CellError Exception(Exception exception, string cell, SourceMap sources)
    {
        // What kept a type from being made ready is what there is to say, not that it was not made ready.
        while (exception is TypeInitializationException { InnerException: { } inner })
            exception = inner;
        var lines = new List<string>();
        string? place = null;
        for (var cause = exception; cause != null; cause = cause.InnerException)
        {
            lines.Add($"{(cause == exception ? "" : "Caused by ")}{cause.GetType().FullName}: {cause.Message}");
            foreach (var frame in OwnFrames(cause))
            {
                lines.AddRange(Describe(frame, sources));
                if (frame.GetFileName() == cell)
                    place ??= sources.Place(cell, frame.GetFileLineNumber());
            }
        }
        return new CellError(exception.GetType().FullName!, exception.Message, lines, place);
    }

    // Below the cell's own code lies what started it: the script runner and the task machinery.
    private static IEnumerable<StackFrame> OwnFrames(Exception exception) =>
        new StackTrace(exception, fNeedFileInfo: true).GetFrames().Where(frame =>
            frame.GetMethod()?.DeclaringType is { } type
            && type.Assembly != typeof(CellErrors).Assembly
            && type.Namespace?.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) != true
            && type.Namespace is not ("System.Runtime.CompilerServices" or "System.Runtime.ExceptionServices")
            && !(type.FullName!.StartsWith("Submission#", StringComparison.Ordinal) && frame.GetMethod()!.Name == "<Factory>"));

    private static IEnumerable<string> Describe(StackFrame frame, SourceMap sources)
    {
        var name = MethodName(frame);
        if (frame.GetFileName() is not { } file)
        {
            yield return $"  in {name}";
            yield break;
        }
        var line = frame.GetFileLineNumber();
        yield return name == null ? $"  in {sources.Place(file, line)}" : $"  in {name}, {sources.Place(file, line)}";
        if (sources.Line(file, line) is { } source)
            yield return "      " + source.Trim();
    }

    // The cell's own statements run in a method the compiler invented; an async or iterator method runs in a type it
    // named after the method.
    private static string? MethodName(StackFrame frame)
    {
        var method = frame.GetMethod()!;
        var type = method.DeclaringType!;
        var name = method.Name;
        if (InventedName().Match(type.Name) is { Success: true } invented && name == "MoveNext")
            (name, type) = (invented.Groups[1].Value, type.DeclaringType ?? type);
        else if (InventedName().Match(name) is { Success: true } local)
            name = local.Groups[1].Value;
        if (name.Contains("<Initialize>", StringComparison.Ordinal))
            return null;
        var owner = CompilerPart().Replace(SubmissionName().Replace((type.FullName ?? type.Name).Replace('+', '.'), ""), "");
        return owner.Length == 0 ? name : $"{owner}.{name}";
    }

    [GeneratedRegex("^<(.+)>[a-z]__")]
    private static partial Regex InventedName();

    [GeneratedRegex(@"^Submission#\d+\.?")]
    private static partial Regex SubmissionName();

    [GeneratedRegex(@"\.?<>c(__DisplayClass[\d_]+)?(`\d+)?$")]
    private static partial Regex CompilerPart();
}
