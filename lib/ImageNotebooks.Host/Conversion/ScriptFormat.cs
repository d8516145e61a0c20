using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ImageNotebooks.Host;

/// <summary>
/// Notebooks as C#: a script (.csx) or a program of one file (.cs). Both mark cells as jupytext's percent format does
/// (https://jupytext.readthedocs.io), <c>// %%</c> before code and <c>// %% [markdown]</c> before prose in comments, so that they can be
/// read back. What a language asks for at the top of a file stands above the first mark.
/// </summary>
internal static partial class ScriptFormat
{
    private const string Types = "types";
    private const string DisplayUsing = "using static ImageNotebooks.Host.DisplayHelpers;";

    // A file in a workspace takes the workspace's settings, which are a library's.
    private static readonly string[] Properties =
    [
        "#:property Nullable=disable", "#:property ImplicitUsings=disable", "#:property PublishAot=false", "#:property TreatWarningsAsErrors=false",
        "#:property EnforceCodeStyleInBuild=false", "#:property NoWarn=$(NoWarn);CS8321;CS1591;CA2007",
    ];

    public static string Write(Notebook notebook, ScriptPaths paths, bool isProgram)
    {
        var header = new ScriptHeader(paths, isProgram);
        var (body, types) = (new StringBuilder(), new StringBuilder());
        var number = 0;
        foreach (var cell in notebook.Cells)
        {
            if (cell.Kind != CellKind.Code)
            {
                body.Append(cell.Kind == CellKind.Raw ? "\n// %% [raw]\n" : "\n// %% [markdown]\n").Append(Commented(cell.Source)).Append('\n');
                continue;
            }
            number++;
            var code = CodeOf(cell, number, isProgram, header, types);
            if (code.Length > 0 || cell.Tags.Count > 0)
                body.Append(Marker(cell.Tags)).Append(code).Append('\n');
        }
        if (types.Length > 0)
            body.Append("\n// %% ").Append(Types).Append('\n').Append(types);
        var text = header + body.ToString();
        if (isProgram)
            ProgramCheck.Check(text);
        return text;
    }

    private static string Marker(IReadOnlyList<string> tags) => tags.Count == 0 ? "\n// %%\n" : $"\n// %% tags={JsonSerializer.Serialize(tags)}\n";

    private static string Commented(string prose) => string.Join('\n', prose.Split('\n').Select(line => line.Length == 0 ? "//" : "// " + line));

    private static string CodeOf(NotebookCell cell, int number, bool isProgram, ScriptHeader header, StringBuilder types)
    {
        var lines = new List<string>();
        foreach (var part in Parts(cell, number).Parts)
        {
            if (part.Language == CellLanguage.Sql)
                throw new NotebookException($"Code cell {number} is SQL, which a C# file cannot hold; keep the notebook, or ask the database with Microsoft.Data.Sqlite in that cell.");
            if (part.Language != CellLanguage.CSharp)
            {
                lines.Add(Shown(MarkupCell.Show(part.Language, part.Source)));
                continue;
            }
            var code = CellCode.Of(part.Source.Trim('\n'), typesApart: isProgram);
            header.Take(code, number);
            if (code.Body.Trim().Length > 0)
                lines.Add(code.Body);
            if (code.Types.Length > 0)
                types.Append(code.Types).Append("\n\n");
        }
        return string.Join('\n', lines);
    }

    private static CellParts Parts(NotebookCell cell, int number)
    {
        try
        {
            return CellParts.Of(cell.Source, cell.Language);
        }
        catch (DirectiveException e)
        {
            throw new NotebookException($"Code cell {number}, line {e.Line}: {e.Message}", e);
        }
    }

    private static string Shown(MimeBundle bundle)
    {
        var (mimeType, content) = bundle.Contents[0];
        var quotes = new string('"', Math.Max(3, Quotes().Matches(content).Select(match => match.Length + 1).DefaultIfEmpty(3).Max()));
        return $"{quotes}\n{content}\n{quotes}.DisplayAs(\"{mimeType}\");";
    }

    public static Notebook Parse(string text, string path)
    {
        var header = new List<string>();
        var cells = new List<NotebookCell>();
        var (marker, lines) = (default(string), header);
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Append("// %%"))
        {
            if (!Mark().IsMatch(line))
            {
                lines.Add(line);
                continue;
            }
            if (marker != null)
                Add(cells, marker, string.Join('\n', lines).Trim('\n'));
            (marker, lines) = (line, []);
        }
        if (ScriptHeader.Read(header, ScriptPaths.Of(path, path), path) is { Length: > 0 } first)
            cells.Insert(0, NotebookCell.Code(first));
        return Notebook.Of(cells);
    }

    private static void Add(List<NotebookCell> cells, string marker, string source)
    {
        var words = Mark().Match(marker).Groups[1].Value;
        if (words.Contains("[markdown]", StringComparison.Ordinal) || words.Contains("[md]", StringComparison.Ordinal))
            cells.Add(NotebookCell.Markdown(Prose(source)));
        else if (words.Contains("[raw]", StringComparison.Ordinal))
            cells.Add(NotebookCell.Raw(Prose(source)));
        else if (source.Length > 0 || words.Length > 0)
            // Cells see only what stands above them, so types go first.
            cells.Insert(words == Types ? 0 : cells.Count, NotebookCell.Code(CellCode.Undisplayed(source), null, TagsOf(words)));
    }

    private static string Prose(string comments) => string.Join('\n', comments.Split('\n').Select(line =>
        line.StartsWith("// ", StringComparison.Ordinal) ? line[3..] : line.StartsWith("//", StringComparison.Ordinal) ? line[2..] : line));

    private static string[] TagsOf(string words)
    {
        try
        {
            return TagList().Match(words) is { Success: true } match ? JsonSerializer.Deserialize<string[]>(match.Groups[1].Value) ?? [] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    [GeneratedRegex(@"^// ?%%(?!%) *(.*?) *$")]
    private static partial Regex Mark();

    [GeneratedRegex(@"\btags=(\[.*?\])")]
    private static partial Regex TagList();

    [GeneratedRegex("\"{3,}")]
    private static partial Regex Quotes();

    /// <summary>What stands above the first cell.</summary>
    private sealed class ScriptHeader(ScriptPaths paths, bool isProgram)
    {
        private readonly List<string> _directives = [];
        private readonly List<string> _usings = [];
        private string? _start;

        /// <summary>Takes what a cell has for the top of the file.</summary>
        public void Take(CellCode code, int number)
        {
            foreach (var file in code.Loads)
            {
                if (paths.StartOf(file) is { } start)
                    _start = start;
                else if (isProgram)
                    throw new NotebookException($"Code cell {number} loads {file}, and a program loads no scripts; put that file's lines into the notebook, then convert it again.");
                else
                    Once(_directives, $"#load \"{paths.Relative(file)}\"");
            }
            foreach (var reference in code.References)
                Once(_directives, isProgram ? Package(reference, number) : $"#r \"{(paths.IsFile(reference) ? paths.Relative(reference) : reference)}\"");
            foreach (var line in code.Usings)
                Once(_usings, line);
        }

        private static string Package(string reference, int number)
        {
            if (!reference.StartsWith(PackageName.Prefix, StringComparison.OrdinalIgnoreCase))
                throw new NotebookException($"Code cell {number} refers to the file {reference}, and a program of one file refers to packages and projects only; take a package with that assembly.");
            var package = PackageName.Parse(reference);
            return $"#:package {package.Name}@{package.Version ?? "*"}";
        }

        private static void Once(List<string> lines, string line)
        {
            if (!lines.Contains(line))
                lines.Add(line);
        }

        /// <inheritdoc/>
        public override string ToString()
        {
            var library = _start == null ? [] : paths.LinesFor(_start, isProgram);
            var own = ScriptDefaults.Imports.Select(name => $"using {name};");
            IEnumerable<string> lines = isProgram
                ? ["#!/usr/bin/env -S dotnet run -c Release", .. library, .. _directives, .. Properties, .. own.Concat(_usings).Append(DisplayUsing).Distinct()]
                : [.. library, .. _directives, .. _usings, .. _start == null ? [] : new[] { DisplayUsing }];
            return string.Concat(lines.Select(line => line + "\n"));
        }

        /// <summary>The first code cell of a notebook whose other form has these lines above its cells.</summary>
        public static string Read(List<string> lines, ScriptPaths paths, string path)
        {
            var own = ScriptDefaults.Imports.Select(name => $"using {name};").Append(DisplayUsing).Concat(Properties).ToHashSet();
            var isProgram = Path.GetExtension(path).Equals(".cs", StringComparison.OrdinalIgnoreCase);
            var start = paths.Root == null ? null : ScriptPaths.Starts.FirstOrDefault(start => paths.LinesFor(start, isProgram).All(lines.Contains));
            var library = start == null ? [] : paths.LinesFor(start, isProgram);
            var kept = lines.Where(line => !library.Contains(line) && !line.StartsWith("#!", StringComparison.Ordinal)
                && !(own.Contains(line) && (isProgram || line == DisplayUsing))).Select(line => Reference(line, path));
            return string.Join('\n', kept.Prepend(start == null ? "" : paths.Load(start))).Trim('\n');
        }

        private static string Reference(string line, string path)
        {
            if (!line.StartsWith("#:", StringComparison.Ordinal))
                return line;
            return line.Split(' ', 2) is ["#:package", var package] ? $"#r \"nuget: {package.Replace("@*", "", StringComparison.Ordinal).Replace("@", ", ", StringComparison.Ordinal)}\""
                : throw new NotebookException($"{path} has the line '{line}', which a notebook cannot have; take it out, then convert the file again.");
        }
    }
}
