using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ImageNotebooks.Host;

/// <summary>
/// Refuses what cells may do and one program may not: cells may declare a name again, and a name at the top of one cell may be
/// used for something else inside a block of another.
/// </summary>
internal static class ProgramCheck
{
    private static readonly Dictionary<string, string> Refused = new()
    {
        ["CS0128"] = "it is declared above, in another cell",
        ["CS0136"] = "it is a variable of the notebook too",
        ["CS0841"] = "it is declared further down",
        ["CS0106"] = "such a word stands before members of types only",
        ["CS9348"] = "a word such as private makes it the member of a type, and no type is around it",
        ["CS0101"] = "there is a type of that name already",
    };

    /// <summary>Checks a whole file.</summary>
    /// <param name="text">The program.</param>
    /// <exception cref="NotebookException">It has something that a program may not have; the sentence says what and where.</exception>
    public static void Check(string text)
    {
        var tree = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest).WithFeatures([new("FileBasedProgram", "true")]));
        var runtime = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator)
            .Where(file => Path.GetFileName(file).StartsWith("System.", StringComparison.Ordinal)).Select(file => MetadataReference.CreateFromFile(file));
        var compilation = CSharpCompilation.Create("check", [tree], runtime, new CSharpCompilationOptions(OutputKind.ConsoleApplication));
        // What the library declares is not known here, so only errors about the file itself count.
        var first = compilation.GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && Refused.ContainsKey(diagnostic.Id));
        if (first == null)
            return;
        var line = tree.GetText().Lines[first.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim();
        throw new NotebookException(
            $"The notebook is no program as it is: '{tree.GetText().ToString(first.Location.SourceSpan)}' in the line '{line}' cannot stand there, since {Refused[first.Id]}. Give it another name in the notebook, then convert it again.");
    }
}
