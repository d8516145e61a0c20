using System.Globalization;
using System.Text;

namespace ImageNotebooks;

/// <summary>Draws a diagram as SVG: colours by kind with a legend, text in the page's colour, on a page's own ground.</summary>
internal sealed class DiagramSvg
{
    private const double Margin = 16, NameLine = 20, TextLine = 15, Padding = 12;

    // Okabe and Ito's colours, which remain distinct under the common kinds of colour blindness (https://jfly.uni-koeln.de/color/).
    private static readonly Dictionary<BoxKind, (string colour, string meaning)> Kinds = new()
    {
        [BoxKind.Input] = ("#7F7F7F", "input"), [BoxKind.Convolution] = ("#0072B2", "convolution"), [BoxKind.Normalisation] = ("#56B4E9", "normalisation"), [BoxKind.Activation] = ("#E69F00", "activation"),
        [BoxKind.Pooling] = ("#009E73", "pooling"), [BoxKind.Dense] = ("#D55E00", "dense"), [BoxKind.Join] = ("#CC79A7", "join"), [BoxKind.Block] = ("#B5A800", "block of layers"), [BoxKind.Other] = ("#7F7F7F", "other"),
    };

    private readonly StringBuilder svg = new();
    private readonly DiagramGraph graph;
    private readonly DiagramLayout layout;
    private readonly string title;
    private readonly double top, left;

    private DiagramSvg(string title, DiagramGraph graph)
    {
        (this.title, this.graph, layout) = (title, graph, new(graph, Size));
        var legend = Legend();
        top = Margin + 24 + legend.height + 14;
        // A label stands at the right of its arrow, and may stand out from the last box.
        var labels = graph.Arrows.Where(arrow => arrow.Label.Length > 0).Select(arrow => layout.Places[arrow.To].X + 8 + TextWidth(arrow.Label, 11)).DefaultIfEmpty(0).Max();
        var width = Math.Max(Math.Max(layout.Width, labels), Math.Max(legend.width, TextWidth(title, 15, bold: true)));
        left = Margin + Math.Max(0, (width - layout.Width) / 2 * (labels > layout.Width ? 0 : 1));
        (Width, Height) = (width + (2 * Margin), top + layout.Height + Margin);
    }

    private double Width { get; }

    private double Height { get; }

    /// <summary>The picture as an <c>svg</c> element.</summary>
    /// <param name="title">What stands above.</param>
    /// <param name="graph">What it shows.</param>
    /// <param name="card">Whether it brings a white ground of its own, for a file; else it takes the page's colours.</param>
    public static string Draw(string title, DiagramGraph graph, bool card) => new DiagramSvg(title, graph).Draw(card);

    private string Draw(bool card)
    {
        svg.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{F(Width)}\" height=\"{F(Height)}\" viewBox=\"0 0 {F(Width)} {F(Height)}\" role=\"img\" aria-label=\"{Encode(title)}\" ");
        svg.Append($"font-family=\"system-ui, 'DejaVu Sans', sans-serif\" font-size=\"12\" fill=\"currentColor\"{(card ? " style=\"color:#1f1f1f\"" : "")}>\n<title>{Encode(title)}</title>\n");
        if (card) svg.Append("<rect class=\"ground\" width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        svg.Append($"<text x=\"{F(Margin)}\" y=\"{F(Margin + 14)}\" font-size=\"15\" font-weight=\"600\">{Encode(title)}</text>\n");
        svg.Append(Legend().text);
        svg.Append($"<g transform=\"translate({F(left)} {F(top)})\">\n");
        DrawArrows();
        foreach (var box in graph.Boxes) DrawBox(box);
        return svg.Append("</g>\n</svg>").ToString();
    }

    private void DrawBox(DiagramBox box)
    {
        var node = layout.Places[box];
        var (colour, x, lines) = (Kinds[box.Kind].colour, node.X - (node.Width / 2), box.Lines);
        var dashes = box.Kind == BoxKind.Block ? " stroke-dasharray=\"5 3\"" : "";
        svg.Append($"<g class=\"box\"><rect x=\"{F(x)}\" y=\"{F(node.Y)}\" width=\"{F(node.Width)}\" height=\"{F(node.Height)}\" rx=\"5\" fill=\"{colour}\" fill-opacity=\"0.12\" stroke=\"{colour}\" stroke-width=\"1.4\"{dashes}/>");
        svg.Append($"<path d=\"M{F(x)} {F(node.Y + NameLine)}v{F(5 - NameLine)}q0 -5 5 -5h{F(node.Width - 10)}q5 0 5 5v{F(NameLine - 5)}z\" fill=\"{colour}\" fill-opacity=\"0.28\"/>");
        svg.Append($"<text x=\"{F(node.X)}\" y=\"{F(node.Y + 14)}\" text-anchor=\"middle\" font-weight=\"600\">{Encode(box.Name)}</text>");
        for (var i = 0; i < lines.Count; i++)
            svg.Append($"<text x=\"{F(node.X)}\" y=\"{F(node.Y + NameLine + 13 + (i * TextLine))}\" text-anchor=\"middle\" font-size=\"11\">{Encode(lines[i])}</text>");
        svg.Append("</g>\n");
    }

    private void DrawArrows()
    {
        var (leaving, entering) = (Ports(arrow => arrow.From, way => way[1].X, way => way[0]), Ports(arrow => arrow.To, way => way[^2].X, way => way[^1]));
        foreach (var (arrow, way) in layout.Ways)
        {
            var (from, to) = (way[0], way[^1]);
            var (x, end) = (leaving[arrow], entering[arrow]);
            var path = new StringBuilder($"M{F(x)} {F(from.Y + from.Height)}L{F(x)} {F(layout.RowEdges[from.Row].bottom)}");
            for (var i = 1; i < way.Count; i++)
            {
                var (last, row) = (i == way.Count - 1, layout.RowEdges[way[i].Row]);
                var (next, above) = (last ? end : way[i].X, layout.RowEdges[way[i].Row - 1].bottom);
                var (below, middle) = (last ? row.top - 7 : row.top, (above + row.top) / 2);
                path.Append(Math.Abs(next - x) < 0.5 ? $"L{F(next)} {F(below)}" : $"C{F(x)} {F(middle)} {F(next)} {F(middle)} {F(next)} {F(below)}");
                path.Append(last ? $"L{F(next)} {F(to.Y - 7)}" : $"L{F(next)} {F(row.bottom)}");
                x = next;
            }
            svg.Append($"<g class=\"arrow\"><path d=\"{path}\" fill=\"none\" stroke=\"#7F7F7F\" stroke-width=\"1.4\"/><path class=\"head\" d=\"M{F(end)} {F(to.Y)}l-4.5 -8h9z\" fill=\"#7F7F7F\"/>");
            if (arrow.Label.Length > 0)
                svg.Append($"<text x=\"{F(end + 8)}\" y=\"{F(layout.RowEdges[to.Row].top - 12)}\" font-size=\"11\" font-style=\"italic\">{Encode(arrow.Label)}</text>");
            svg.Append("</g>\n");
        }
    }

    // Where arrows meet a box's edge: one in the middle, several below or above their next places where the edge reaches so far, and apart from each other.
    private Dictionary<DiagramArrow, double> Ports(Func<DiagramArrow, DiagramBox> box, Func<List<DiagramNode>, double> towards, Func<List<DiagramNode>, DiagramNode> node)
    {
        var ports = new Dictionary<DiagramArrow, double>();
        foreach (var group in layout.Ways.GroupBy(entry => box(entry.Key)))
        {
            var (place, arrows) = (node(group.First().Value), group.OrderBy(entry => towards(entry.Value)).ToList());
            var (apart, half) = (Math.Min(16, (place.Width - 20) / Math.Max(1, arrows.Count - 1)), (place.Width / 2) - 10);
            for (var i = 0; i < arrows.Count; i++)
            {
                var (least, most) = (place.X - half + (i * apart), place.X + half - ((arrows.Count - 1 - i) * apart));
                var wished = arrows.Count == 1 ? place.X : Math.Clamp(towards(arrows[i].Value), least, most);
                ports[arrows[i].Key] = i == 0 ? wished : Math.Min(most, Math.Max(wished, ports[arrows[i - 1].Key] + apart));
            }
        }
        return ports;
    }

    private (string text, double width, double height) Legend()
    {
        var room = Math.Max(360, Math.Max(layout.Width, TextWidth(title, 15, bold: true)));
        var text = new StringBuilder();
        var (x, y, widest) = (0.0, 0.0, 0.0);
        foreach (var kind in Kinds.Keys.Where(kind => kind != BoxKind.Input && graph.Boxes.Any(box => box.Kind == kind)))
        {
            var (colour, meaning) = Kinds[kind];
            var width = 18 + TextWidth(meaning, 11) + 14;
            if (x > 0 && x + width > room) (x, y) = (0, y + 18);
            text.Append($"<rect class=\"legend\" x=\"{F(Margin + x)}\" y=\"{F(Margin + 24 + y)}\" width=\"12\" height=\"12\" rx=\"2\" fill=\"{colour}\" fill-opacity=\"0.28\" stroke=\"{colour}\" stroke-width=\"1.4\"/>");
            text.Append($"<text x=\"{F(Margin + x + 18)}\" y=\"{F(Margin + 34 + y)}\" font-size=\"11\">{meaning}</text>\n");
            x += width;
            widest = Math.Max(widest, x);
        }
        return (text.ToString(), widest, y + 18);
    }

    private static (double width, double height) Size(DiagramBox box) =>
        (Math.Max(90, Math.Max(TextWidth(box.Name, 12, bold: true), box.Lines.Max(line => TextWidth(line, 11))) + (2 * Padding)), NameLine + 6 + (TextLine * box.Lines.Count));

    // No font is at hand here, and the reader's may be wide: DejaVu Sans's widths, of the common ones the widest, in hundredths of the size.
    private static double TextWidth(string text, double size, bool bold = false) => size / 100 * (bold ? 1.12 : 1) * text.Sum(c => c switch
    {
        'i' or 'j' or 'l' or '.' or ',' or ' ' or '\'' or ':' or '|' => 34,
        'f' or 't' or 'r' or '(' or ')' or '[' or ']' or '-' or 'I' => 42,
        'm' or 'w' or 'M' or 'W' or '+' or '×' or '@' or '%' => 98,
        >= 'A' and <= 'Z' => 75,
        _ => 64,
    });

    private static string F(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Encode(string text) => HtmlTable.Encode(text);
}
