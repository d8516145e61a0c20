using System.Text.RegularExpressions;

namespace ImageNotebooks.Host;

/// <summary>
/// The models of a notebook that compares several: a code cell tagged <c>model:cnn</c> belongs to the model <c>cnn</c>, and a
/// run of other models leaves it out. A cell with several such tags runs if any of its models does, a cell without one always.
/// </summary>
public static partial class NotebookModels
{
    private const string Prefix = "model:";

    /// <summary>The models, in the order in which the notebook comes to them; none where no code cell is tagged.</summary>
    public static IReadOnlyList<string> Of(Notebook notebook) => [.. notebook.Cells.SelectMany(Of).Distinct()];

    /// <summary>Refuses names of models that the notebook has not.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="chosen">The models to run; none for all.</param>
    /// <exception cref="NotebookException">A name is unknown; the sentence lists the known ones.</exception>
    public static void Check(Notebook notebook, IReadOnlyList<string> chosen)
    {
        if (chosen.Count == 0)
            return;
        var known = Of(notebook);
        if (known.Count == 0)
            throw new NotebookException($"--models chooses among the models of a notebook, and this one has no code cell tagged '{Prefix}NAME'; run it without --models.");
        if (chosen.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new NotebookException($"There is no model '{unknown}'; the notebook has {string.Join(", ", known)}.");
    }

    /// <summary>Whether a run of these models leaves a cell out.</summary>
    internal static bool LeaveOut(NotebookCell cell, IReadOnlyList<string> chosen) =>
        chosen.Count > 0 && Of(cell).ToList() is { Count: > 0 } models && !models.Any(chosen.Contains);

    /// <summary>A cell's error, with the reason where it is about a name that stands in a cell which was left out.</summary>
    internal static string Explain(string error, Notebook notebook, IReadOnlyList<string> chosen)
    {
        var name = UnknownName().Match(error).Groups[1].Value;
        return name.Length > 0 && notebook.Cells.Any(cell => LeaveOut(cell, chosen) && Regex.IsMatch(cell.Source, $@"\b{name}\b"))
            ? $"{error.TrimEnd('.')}. It stands in a cell that --models {string.Join(',', chosen)} leaves out, so this cell needs a tag too."
            : error;
    }

    [GeneratedRegex(@"^CS0103: [^']*'(\w+)'[^.]*\.?$")]
    private static partial Regex UnknownName();

    private static IEnumerable<string> Of(NotebookCell cell) => cell.Kind != CellKind.Code ? [] :
        cell.Tags.Where(tag => tag.StartsWith(Prefix, StringComparison.Ordinal)).Select(tag => tag[Prefix.Length..]);
}
