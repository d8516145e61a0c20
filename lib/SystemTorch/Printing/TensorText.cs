using System.Globalization;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Writes a tensor in one of TorchSharp's styles.</summary>
internal sealed class TensorText(string format, int width, CultureInfo culture, string newLine)
{
    private const string Ellipsis = "...";

    private readonly StringBuilder text = new();

    /// <summary>Shape, type and device, as in "[2x3], type = Float32, device = cpu".</summary>
    internal static string Metadata(Tensor t) => $"[{string.Join("x", t.shape)}], type = {t.dtype}, device = {t.device}";

    // Julia's style: aligned columns as wide as the line, every matrix of a larger tensor under its index.

    internal string Julia(Tensor t)
    {
        text.Append(Metadata(t));
        switch (t.ndim)
        {
            case 0:
                text.Append(", value = ").Append(Value(t));
                break;
            case 1:
                text.Append(newLine);
                Rows([t]);
                break;
            default:
                Matrices(t, []);
                break;
        }
        return text.ToString();
    }

    private void Matrices(Tensor t, long[] index)
    {
        if (t.ndim > 2)
        {
            for (long i = 0; i < t.size(0); i++) Part(t, i, part => Matrices(part, [.. index, i]));
            return;
        }
        text.Append(newLine);
        if (index.Length > 0) text.Append('[').AppendJoin(',', index).Append(",..,..] =").Append(newLine);
        Rows(t.unbind());
    }

    private void Rows(Tensor[] rows)
    {
        var cells = Array.ConvertAll(rows, Cells);
        var columns = cells.Length > 0 ? cells.Min(row => row.Count) : 0;
        var widths = Enumerable.Range(0, columns).Select(j => cells.Max(row => row[j].Length)).ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < columns; j++) text.Append(' ').Append(cells[i][j].PadLeft(widths[j]));
            if (columns < rows[i].size(0)) text.Append(' ').Append(Ellipsis);
            text.Append(newLine);
        }
    }

    // As many elements as leave room on the line for the ellipsis.
    private List<string> Cells(Tensor row)
    {
        var cells = new List<string>();
        var left = width;
        for (long i = 0; i < row.size(0); i++)
        {
            var cell = "";
            Part(row, i, element => cell = Value(element));
            if (left - cell.Length - Ellipsis.Length - 1 < 0) break;
            cells.Add(cell);
            left -= cell.Length + 1;
        }
        return cells;
    }

    // NumPy's and C#'s styles: nested brackets, of long dimensions only the first and last elements.

    internal string Numpy(Tensor t)
    {
        if (t.ndim == 0) return Value(t);
        Nested(t, (int)t.ndim, new("[", "]", "", "", dims => string.Concat(Enumerable.Repeat(newLine, dims - 1))));
        return text.ToString();
    }

    internal string CSharp(Tensor t)
    {
        var (name, suffix) = t.dtype switch
        {
            ScalarType.Bool => ("bool", ""),
            ScalarType.Byte => ("byte", ""),
            ScalarType.Int8 => ("sbyte", ""),
            ScalarType.Int16 => ("short", ""),
            ScalarType.Int32 => ("int", ""),
            ScalarType.Int64 => ("long", "L"),
            ScalarType.Float16 => ("float16", "f"),
            ScalarType.BFloat16 => ("bfloat16", "f"),
            ScalarType.Float32 => ("float", "f"),
            _ => ("double", ""),
        };
        text.Append(Metadata(t)).Append(", value = ");
        if (t.ndim == 0) return text.Append(Value(t)).ToString();
        var (before, inside, after) = t.ndim > 1 ? (newLine, newLine + " ", newLine) : ("", "", "");
        text.Append(before).Append(name).Append(" [").Append(',', (int)t.ndim - 1).Append("] ");
        Nested(t, (int)t.ndim, new("{", "}", suffix, ",", _ => newLine), inside, after);
        return text.ToString();
    }

    /// <summary>How parts are enclosed, what follows a number and a part, and how lines break between parts of so many dimensions.</summary>
    private sealed record Brackets(string Open, string Close, string Suffix, string Comma, Func<int, string> Break);

    private void Nested(Tensor t, int outermost, Brackets style, string first = "", string last = "")
    {
        text.Append(style.Open).Append(first);
        if (t.ndim == 1) Numbers(t, style);
        else Parts(t, outermost, style);
        text.Append(last).Append(style.Close);
    }

    private void Numbers(Tensor t, Brackets style)
    {
        foreach (var i in Shown(t.size(0), maxColumns, first: 0))
        {
            if (i is { } at) Part(t, at, element => text.Append(Value(element)).Append(style.Suffix).Append(at < t.size(0) - 1 ? ", " : ""));
            else text.Append(Ellipsis).Append(' ');
        }
    }

    private void Parts(Tensor t, int outermost, Brackets style)
    {
        var dims = (int)t.ndim;
        foreach (var i in Shown(t.size(0), maxRows, first: 1))
        {
            if (i is not { } at)
            {
                text.Append(' ', outermost - dims).Append(' ').Append(Ellipsis).Append(style.Break(dims));
                continue;
            }
            if (at > 0) text.Append(' ', outermost - dims + 1);
            Part(t, at, part => Nested(part, outermost, style));
            if (at < t.size(0) - 1) text.Append(style.Comma).Append(style.Break(dims));
        }
    }

    /// <summary>The indices to show, and null where some are left out. However few are wished for, the last is shown, and so many of the first.</summary>
    private static IEnumerable<long?> Shown(long count, int most, int first)
    {
        var (leading, trailing) = (Math.Max(most - most / 2, first), Math.Max(most / 2, 1));
        for (long i = 0; i < (count <= most ? count : leading); i++) yield return i;
        if (count <= most) yield break;
        yield return null;
        for (var i = count - trailing; i < count; i++) yield return i;
    }

    private static void Part(Tensor t, long i, Action<Tensor> use)
    {
        using var part = t.select(0, i);
        use(part);
    }

    private string Value(Tensor element) => element.dtype switch
    {
        ScalarType.Bool => element.ToBoolean().ToString(culture),
        ScalarType.Float64 => element.ToDouble().ToString(format, culture),
        _ when element.is_floating_point() => element.ToSingle().ToString(format, culture),
        _ => element.ToInt64().ToString(CultureInfo.CurrentCulture),
    };
}
