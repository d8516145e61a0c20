using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace ImageNotebooks.Host;

/// <summary>
/// Runs the C# cells of one notebook one after another; each sees what the earlier ones declared. Cells are C# scripts:
/// top-level statements and <c>await</c>, <c>#r "path"</c> and <c>#load "path"</c> relative to the file they stand in, and
/// a last expression without a semicolon as the cell's value. A process has one session at a time, since a session owns
/// the console.
/// </summary>
public sealed class ScriptSession : IDisposable
{
    private static ScriptSession? _current;

    private readonly ConsoleCapture _console;
    private readonly CellThread _thread = new();
    private readonly InteractiveAssemblyLoader _loader = new();
    private readonly SourceMap _sources;
    private readonly ReferenceResolver _resolver;
    private readonly ScriptOptions _options;
    private ScriptState<object>? _state;

    /// <summary>Starts a session.</summary>
    /// <param name="folder">The notebook's folder, from which relative paths in <c>#r</c> and <c>#load</c> start.</param>
    /// <exception cref="InvalidOperationException">The process has another session.</exception>
    public ScriptSession(string folder)
    {
        if (Interlocked.CompareExchange(ref _current, this, null) != null)
            throw new InvalidOperationException("This process already runs a notebook; a session owns the console, so end the other one first.");
        folder = Path.GetFullPath(folder);
        _sources = new SourceMap(folder);
        _resolver = new ReferenceResolver(folder, _loader);
        _options = ScriptDefaults.Options(folder, _resolver);
        _console = new ConsoleCapture();
    }

    /// <summary>
    /// Runs a cell. What it prints and displays goes to <paramref name="output"/> while it runs, and so does its value.
    /// </summary>
    /// <param name="number">The cell's number, for messages.</param>
    /// <param name="code">Its C#.</param>
    /// <param name="output">Where its output goes, also that of threads it leaves behind.</param>
    /// <returns>Null, or why the cell failed; what it declared before it threw stays declared.</returns>
    public Task<CellError?> RunAsync(int number, string code, ICellOutput output)
    {
        _console.Target = output;
        return _thread.Run(() => RunOnThreadAsync(number, code, output));
    }

    private async Task<CellError?> RunOnThreadAsync(int number, string code, ICellOutput output)
    {
        if (MagicCommand(code) is { } magic)
            return new CellError("CompilationError", $"'{magic}' is a command of .NET Interactive and not C#; take the line out.", [magic], $"cell {number}, line 1");

        var path = _sources.Add(number, code);
        try
        {
            return await CompileAndRunAsync(code, path, output).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            return CellErrors.Exception(e, path, _sources);
        }
    }

    private async Task<CellError?> CompileAndRunAsync(string code, string path, ICellOutput output)
    {
        var options = _options.WithFilePath(path);
        var script = _state?.Script.ContinueWith<object>(code, options) ?? CSharpScript.Create<object>(code, options, assemblyLoader: _loader);
        _resolver.Problems.Clear();
        var diagnostics = script.Compile();
        if (diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
            return CellErrors.Compilation(diagnostics, _sources, _resolver.Problems);

        _state = _state == null
            ? await script.RunAsync(catchException: _ => true).ConfigureAwait(false)
            : await script.RunFromAsync(_state, catchException: _ => true).ConfigureAwait(false);
        if (_state.Exception is { } exception)
            return CellErrors.Exception(exception, path, _sources);

        // Formatting runs the notebook's code too: a formatter or a ToString that throws is an error of the cell.
        if (_state.ReturnValue is { } value)
            output.Result(ValueFormatter.Format(value));
        return null;
    }

    // The compiler would skip a first line that starts with '#!', and with it what the author wanted.
    private static string? MagicCommand(string code)
    {
        var line = code.TrimStart().Split('\n')[0].TrimEnd();
        return line.StartsWith("#!", StringComparison.Ordinal) || line.StartsWith('%') ? line : null;
    }

    internal static void Show(MimeBundle bundle)
    {
        var target = _current?._console.Target
            ?? throw new InvalidOperationException("display works only in a cell of a running notebook.");
        target.Display(bundle);
    }

    /// <summary>Gives the console back. A cell that is still running is left behind; its output is dropped.</summary>
    public void Dispose()
    {
        _console.Dispose();
        _thread.Dispose();
        _loader.Dispose();
        Interlocked.CompareExchange(ref _current, null, this);
    }
}
