using Microsoft.CodeAnalysis.Text;

namespace ImageNotebooks.Host;

/// <summary>The C# around the cursor of a cell, without the lines of other languages.</summary>
/// <param name="Cell">The cell's text.</param>
/// <param name="Code">The C#; lines and columns are the cell's.</param>
/// <param name="Position">The cursor in <paramref name="Code"/>.</param>
internal sealed record CodePlace(string Cell, string Code, int Position)
{
    /// <summary>Finds it; null where the cursor stands in another language or the cell's directives are wrong.</summary>
    public static CodePlace? Find(string cell, int position)
    {
        CellParts parts;
        try
        {
            parts = CellParts.Of(cell);
        }
        catch (DirectiveException)
        {
            return null;
        }
        var cursor = SourceText.From(cell).Lines.GetLinePosition(position);
        if (parts.Parts.LastOrDefault(part => part.Line <= cursor.Line + 1) is not { Language: CellLanguage.CSharp } part)
            return parts.Parts.Count == 0 ? new CodePlace(cell, "", 0) : null;
        var lines = SourceText.From(part.Source).Lines;
        return new CodePlace(cell, part.Source, lines[Math.Min(cursor.Line, lines.Count - 1)].Start + (cursor.Line < lines.Count ? cursor.Character : 0));
    }

    /// <summary>A place of <see cref="Code"/> in the cell, in code points from its start.</summary>
    public int InCell(int position)
    {
        var place = SourceText.From(Code).Lines.GetLinePosition(position);
        var lines = SourceText.From(Cell).Lines;
        return CodePoints.FromIndex(Cell, Math.Min(lines[Math.Min(place.Line, lines.Count - 1)].Start + place.Character, Cell.Length));
    }
}
