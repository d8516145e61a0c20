namespace ImageNotebooks.Host;

/// <summary>
/// Knows the text of every cell that was run. The compiler is given a path for each cell, so that a path in a message or
/// a stack trace says which cell it means and relative paths in it start at the notebook's folder.
/// </summary>
internal sealed class SourceMap(string folder)
{
    private readonly Dictionary<string, (int Number, string Source)> _cells = [];

    /// <summary>The path that stands for a cell.</summary>
    public string Add(int number, string source)
    {
        var path = Path.Combine(folder, $"cell {number}");
        _cells[path] = (number, source);
        return path;
    }

    /// <summary>A place in words: <c>cell 3, line 2</c>, or a file's path from the notebook's folder.</summary>
    public string Place(string path, int line) =>
        _cells.TryGetValue(path, out var cell) ? $"cell {cell.Number}, line {line}" : $"{Path.GetRelativePath(folder, path)}, line {line}";

    /// <summary>The text of a line (from 1) of a cell or a file; null when it cannot be had.</summary>
    public string? Line(string path, int line)
    {
        var lines = _cells.TryGetValue(path, out var cell) ? cell.Source.Split('\n')
            : File.Exists(path) ? File.ReadAllLines(path) : [];
        return line >= 1 && line <= lines.Length ? lines[line - 1].TrimEnd('\r') : null;
    }
}
