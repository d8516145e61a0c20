using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace ImageNotebooks.Host;

/// <summary>
/// Runs the cells of one notebook one after another; each sees what the earlier ones declared. Cells are C# scripts:
/// top-level statements and <c>await</c>, <c>#r "path"</c> and <c>#load "path"</c> relative to the file they stand in,
/// <c>#r "nuget: Name, Version"</c>, and a last expression without a semicolon as the cell's value. Directives such as
/// <c>#!sql</c> give lines to other languages (<see cref="CellLanguage"/>). A process has one session at a time, since a
/// session owns the console.
/// </summary>
public sealed class ScriptSession : IDisposable
{
    private static ScriptSession? _current;

    // Under this name of AppContext's data a library leaves an Action that stops it at a place of its own choosing, while
    // it does something long; neither knows the other.
    private const string StopSlot = "ImageNotebooks.Stop";

    private readonly ConsoleCapture _console;
    private readonly CellThread _thread = new();
    private readonly InteractiveAssemblyLoader _loader = new();
    private readonly SourceMap _sources;
    private readonly ReferenceResolver _resolver;
    private readonly SqlCells _sql;
    private readonly List<PackageName> _packages = [];
    private ScriptOptions _options;
    private ScriptState<object>? _state;
    private CancellationTokenSource _interrupt = new();
    private CancellationTokenSource? _endedAtPrint;
    private Action? _stopped;

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
        _sql = new SqlCells(folder);
        _console = new ConsoleCapture(EndsAtPrint);
    }

    /// <summary>A script that would follow the cells so far, for looking at and not for running.</summary>
    internal Script<object> Continue(string code) =>
        _state?.Script.ContinueWith<object>(code, _options) ?? CSharpScript.Create<object>(code, _options, assemblyLoader: _loader);

    /// <summary>
    /// Runs a cell. What it prints and displays goes to <paramref name="output"/> while it runs, and so does its value.
    /// </summary>
    /// <param name="number">The cell's number, for messages.</param>
    /// <param name="code">Its text.</param>
    /// <param name="output">Where its output goes, also that of threads it leaves behind.</param>
    /// <param name="language">The language of lines before the first directive.</param>
    /// <returns>Null, or why the cell failed; what it declared before it threw stays declared.</returns>
    public async Task<CellError?> RunAsync(int number, string code, ICellOutput output, CellLanguage language = CellLanguage.CSharp)
    {
        _console.Target = output;
        var interrupt = new CancellationTokenSource();
        (_interrupt, _stopped) = (interrupt, null);
        try
        {
            return await _thread.Run(() => RunOnThreadAsync(number, code, output, language, interrupt.Token)).ConfigureAwait(false);
        }
        catch (Exception) when (interrupt.IsCancellationRequested)
        {
            const string sentence = "The cell was interrupted; what earlier cells declared is still there, what this one declared is not.";
            return new CellError("Interrupted", sentence, [sentence]);
        }
    }

    /// <summary>
    /// Stops the running cell: a library that can stop by itself, as training does after its batch, is asked to; anything else, and
    /// what is interrupted a second time, is broken off where it stands. Nothing where no cell runs.
    /// </summary>
    public void Interrupt()
    {
        if (AppContext.GetData(StopSlot) is Action stop && stop != _stopped)
        {
            _stopped = stop;
            stop();
            return;
        }
        _thread.Stop(_interrupt);
    }

    // Once for each interruption, so that what a finally prints is shown.
    private bool EndsAtPrint()
    {
        if (!_interrupt.IsCancellationRequested || !_thread.IsCurrent || _endedAtPrint == _interrupt)
            return false;
        _endedAtPrint = _interrupt;
        return true;
    }

    private async Task<CellError?> RunOnThreadAsync(int number, string code, ICellOutput output, CellLanguage language, CancellationToken interrupt)
    {
        var path = _sources.Add(number, code);
        var clock = Stopwatch.StartNew();
        try
        {
            var parts = CellParts.Of(code, language);
            foreach (var part in parts.Parts)
            {
                if (await RunPartAsync(part, path, output, interrupt).ConfigureAwait(false) is { } error)
                    return error;
            }
            if (parts.Timed)
                output.Display(new MimeBundle(ValueFormatter.PlainText, string.Create(CultureInfo.InvariantCulture, $"Wall time: {clock.Elapsed.TotalMilliseconds:0.##} ms")));
            return null;
        }
        catch (DirectiveException e)
        {
            return Refusal("DirectiveError", e.Message, path, e.Line);
        }
        catch (Exception e) when (!interrupt.IsCancellationRequested)
        {
            return CellErrors.Exception(e, path, _sources);
        }
    }

    private async Task<CellError?> RunPartAsync(CellPart part, string path, ICellOutput output, CancellationToken interrupt)
    {
        switch (part.Language)
        {
            case CellLanguage.CSharp:
                return await CompileAndRunAsync(part.Source, path, output, interrupt).ConfigureAwait(false);
            case CellLanguage.Sql:
                try
                {
                    _sql.Run(part, output);
                    return null;
                }
                catch (DbException e)
                {
                    return Refusal("SqlError", e.Message, path, part.Line);
                }
            default:
                output.Display(MarkupCell.Show(part.Language, part.Source));
                return null;
        }
    }

    private CellError Refusal(string name, string message, string path, int line)
    {
        var place = _sources.Place(path, line);
        List<string> lines = [$"{place}: {message}"];
        if (_sources.Line(path, line) is { } source)
            lines.Add("    " + source);
        return new CellError(name, message, lines, place);
    }

    private async Task<CellError?> CompileAndRunAsync(string code, string path, ICellOutput output, CancellationToken interrupt)
    {
        _resolver.Problems.Clear();
        code = AddPackages(code, output);
        var options = _options.WithFilePath(path);
        var script = _state?.Script.ContinueWith<object>(code, options) ?? CSharpScript.Create<object>(code, options, assemblyLoader: _loader);
        var diagnostics = script.Compile(interrupt);
        if (diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
            return CellErrors.Compilation(diagnostics, _sources, _resolver.Problems);

        var before = _state;
        // The compiler is not broken off: it would leave locks behind.
        var after = await _thread.RunStoppable(
            () => before == null ? script.RunAsync(catchException: _ => true) : script.RunFromAsync(before, catchException: _ => true), interrupt).ConfigureAwait(false);
        interrupt.ThrowIfCancellationRequested();
        _state = after;
        if (_state.Exception is { } exception)
            return CellErrors.Exception(exception, path, _sources);

        // Formatting runs the notebook's code too: a formatter or a ToString that throws is an error of the cell.
        if (_state.ReturnValue is { } value and not DisplayedValue)
            output.Result(ValueFormatter.Format(value));
        return null;
    }

    // Packages become references of this cell and all after it; their lines become empty, since the compiler knows no packages.
    private string AddPackages(string code, ICellOutput output)
    {
        if (!code.Contains(PackageName.Prefix, StringComparison.OrdinalIgnoreCase))
            return code;
        var root = CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(kind: SourceCodeKind.Script)).GetCompilationUnitRoot();
        var directives = root.GetReferenceDirectives().Where(line => line.File.ValueText.StartsWith(PackageName.Prefix, StringComparison.OrdinalIgnoreCase)).ToList();
        if (directives.Count == 0)
            return code;
        var wanted = directives.Select(line => PackageName.Parse(line.File.ValueText)).ToList();
        var together = _packages.Where(known => wanted.All(package => !package.Name.Equals(known.Name, StringComparison.OrdinalIgnoreCase))).Concat(wanted).Distinct().ToList();
        var restored = PackageRestore.Restore(together);
        _packages.Clear();
        _packages.AddRange(together);
        foreach (var note in restored.Notes)
            output.Write(OutputStream.Stderr, note + "\n");
        _options = _options.AddReferences(_resolver.LoadPackages(restored));
        foreach (var line in directives.AsEnumerable().Reverse())
            code = code[..line.HashToken.SpanStart] + code[line.File.Span.End..];
        return code;
    }

    internal static DisplayedValue Show(MimeBundle bundle)
    {
        var target = Current;
        // Unlike a number, it does not come again after a restart, when a notebook still shows what had it before.
        var id = Guid.NewGuid().ToString("N");
        target.Display(bundle, id);
        return new DisplayedValue(target, id);
    }

    /// <summary>Where the running cell's output goes; in a program that was a notebook, where that shows things.</summary>
    /// <exception cref="InvalidOperationException">The process runs a notebook, and no cell of it has run yet.</exception>
    internal static ICellOutput Current => _current == null ? ProgramPage.Current
        : _current._console.Target ?? throw new InvalidOperationException("display works only in a cell of a running notebook.");

    /// <summary>Gives the console back. A cell that is still running is left behind; its output is dropped.</summary>
    public void Dispose()
    {
        _console.Dispose();
        _thread.Dispose();
        _loader.Dispose();
        _sql.Dispose();
        Interlocked.CompareExchange(ref _current, null, this);
    }
}
