namespace ImageNotebooks;

/// <summary>
/// Words as they must stand in a figure to be shown as they are. Plotly reads HTML's entities and a few of its tags in every text, and names of values in hover texts and others; the traces'
/// factories pass names and categories through here, and whoever writes a template passes the words in it.
/// </summary>
internal static class PlotText
{
    /// <summary>The words, with what would be taken for a tag, an entity or the name of a value as entities.</summary>
    public static string Literal(string words) => words.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace("%{", "&#37;{", StringComparison.Ordinal);

    /// <summary>A value of an axis: categories are words, everything else is left as it is.</summary>
    public static object? Literal(object? value) => value is string words ? Literal(words) : value;
}
