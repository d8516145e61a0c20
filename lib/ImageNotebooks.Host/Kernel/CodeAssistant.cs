using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Text;

namespace ImageNotebooks.Host;

/// <summary>Helps while a cell is written: what could stand at the cursor, what a name means, whether the cell is complete.</summary>
internal sealed class CodeAssistant(ScriptSession session)
{
    private const int MatchLimit = 500;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lazy<AdhocWorkspace> _workspace = new(() => new AdhocWorkspace(MefHostServices.DefaultHost));
    private readonly List<(Script Script, ProjectId Id)> _ran = [];

    /// <summary>What could stand at a place, as the content of Jupyter's <c>complete_reply</c>.</summary>
    /// <param name="cell">The cell's text.</param>
    /// <param name="position">The cursor, in UTF-16.</param>
    public async Task<JsonObject> CompleteAsync(string cell, int position)
    {
        if (CompleteDirective(cell, position) is { } directives)
            return directives;
        if (CodePlace.Find(cell, position) is not { } place)
            return Matches([], CodePoints.FromIndex(cell, position), CodePoints.FromIndex(cell, position));
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            return await CompleteAsync(place).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private static JsonObject? CompleteDirective(string cell, int position)
    {
        var start = cell.LastIndexOf('\n', Math.Max(0, position - 1)) + 1;
        if (position == 0 || start > position || !cell[start..position].StartsWith("#!", StringComparison.Ordinal))
            return null;
        var typed = cell[(start + 2)..position];
        return Matches(
            CellParts.Directives.Where(name => name.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).Select(name => "#!" + name),
            CodePoints.FromIndex(cell, start), CodePoints.FromIndex(cell, position));
    }

    private async Task<JsonObject> CompleteAsync(CodePlace place)
    {
        var document = Document(session.Continue(place.Code));
        var list = await CompletionService.GetService(document)!.GetCompletionsAsync(document, place.Position).ConfigureAwait(false);
        var typed = place.Code[list.Span.Start..Math.Max(list.Span.Start, place.Position)];
        var items = list.ItemsList.Where(item => item.FilterText.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .OrderBy(item => !item.FilterText.StartsWith(typed, StringComparison.Ordinal)).ThenBy(item => item.SortText, StringComparer.Ordinal);
        return Matches(items.Select(item => item.DisplayText).Distinct().Take(MatchLimit), place.InCell(list.Span.Start), place.InCell(place.Position));
    }

    private static JsonObject Matches(IEnumerable<string> matches, int start, int end) => new()
    {
        ["status"] = "ok",
        ["matches"] = new JsonArray([.. matches.Select(match => JsonValue.Create(match))]),
        ["cursor_start"] = start,
        ["cursor_end"] = end,
        ["metadata"] = new JsonObject(),
    };

    // The cells that ran stay in the workspace, so that the compiler reads each once.
    private Document Document(Script script)
    {
        var chain = new Stack<Script>();
        for (var earlier = script.Previous; earlier != null; earlier = earlier.Previous)
            chain.Push(earlier);
        var common = _ran.Zip(chain).TakeWhile(pair => pair.First.Script == pair.Second).Count();
        _ran.RemoveRange(common, _ran.Count - common);
        foreach (var earlier in chain.Skip(common))
        {
            var added = Add(_workspace.Value.CurrentSolution, earlier);
            _workspace.Value.TryApplyChanges(added.Solution);
            _ran.Add((earlier, added.Id));
        }
        var (solution, id) = Add(_workspace.Value.CurrentSolution, script);
        return solution.GetProject(id)!.Documents.Single();
    }

    private (Solution Solution, ProjectId Id) Add(Solution solution, Script script)
    {
        var compilation = script.GetCompilation();
        var id = ProjectId.CreateNewId();
        var name = $"cell {_ran.Count}";
        var tree = compilation.SyntaxTrees.Last();
        var document = DocumentInfo.Create(
            DocumentId.CreateNewId(id), name, sourceCodeKind: SourceCodeKind.Script, filePath: tree.FilePath,
            loader: TextLoader.From(TextAndVersion.Create(SourceText.From(script.Code), VersionStamp.Create())));
        var project = ProjectInfo.Create(
            id, VersionStamp.Create(), name, name, LanguageNames.CSharp,
            compilationOptions: compilation.Options, parseOptions: tree.Options, documents: [document],
            projectReferences: _ran.Count == 0 ? [] : [new ProjectReference(_ran[^1].Id)],
            metadataReferences: compilation.References, isSubmission: true);
        return (solution.AddProject(project), id);
    }

    /// <summary>What a name means, as the content of Jupyter's <c>inspect_reply</c>.</summary>
    /// <param name="cell">The cell's text.</param>
    /// <param name="position">The cursor, in UTF-16.</param>
    public JsonObject Inspect(string cell, int position)
    {
        var text = CodePlace.Find(cell, position) is { } place ? SymbolText.At(session.Continue(place.Code).GetCompilation(), place.Code, place.Position) : null;
        return new JsonObject
        {
            ["status"] = "ok",
            ["found"] = text != null,
            ["data"] = text == null ? [] : new JsonObject { [ValueFormatter.PlainText] = text },
            ["metadata"] = new JsonObject(),
        };
    }

    /// <summary>Whether a console should run a cell or let the person go on, as the content of Jupyter's <c>is_complete_reply</c>.</summary>
    public static JsonObject IsComplete(string cell)
    {
        try
        {
            if (CellParts.Of(cell).Parts.LastOrDefault() is not { Language: CellLanguage.CSharp } part)
                return new JsonObject { ["status"] = "complete" };
            var tree = CSharpSyntaxTree.ParseText(part.Source, new CSharpParseOptions(LanguageVersion.Latest, kind: SourceCodeKind.Script));
            if (!SyntaxFactory.IsCompleteSubmission(tree))
                return new JsonObject { ["status"] = "incomplete", ["indent"] = "" };
            var isBroken = tree.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            return new JsonObject { ["status"] = isBroken ? "invalid" : "complete" };
        }
        catch (DirectiveException)
        {
            return new JsonObject { ["status"] = "invalid" };
        }
    }
}
