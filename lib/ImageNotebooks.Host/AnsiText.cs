using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace ImageNotebooks.Host;

/// <summary>Console text as HTML: the sixteen colours and bold of ANSI sequences as classes, other sequences dropped.</summary>
internal static partial class AnsiText
{
    public static string ToHtml(string text)
    {
        var html = new StringBuilder();
        var colour = "";
        var bold = false;
        var start = 0;
        foreach (Match match in ControlSequence().Matches(text))
        {
            Append(html, text[start..match.Index], colour, bold);
            start = match.Index + match.Length;
            if (match.Groups["final"].Value == "m")
                Apply(match.Groups["codes"].Value, ref colour, ref bold);
        }
        Append(html, text[start..], colour, bold);
        return html.ToString();
    }

    private static void Append(StringBuilder html, string text, string colour, bool bold)
    {
        var encoded = WebUtility.HtmlEncode(text);
        var classes = (colour + (bold ? " ansi-bold" : "")).Trim();
        html.Append(classes.Length == 0 || text.Length == 0 ? encoded : $"<span class=\"{classes}\">{encoded}</span>");
    }

    private static void Apply(string codes, ref string colour, ref bool bold)
    {
        foreach (var part in codes.Split(';'))
        {
            _ = int.TryParse(part, out var code);
            switch (code)
            {
                case 0:
                    (colour, bold) = ("", false);
                    break;
                case 1:
                    bold = true;
                    break;
                case 22:
                    bold = false;
                    break;
                case 39:
                    colour = "";
                    break;
                case >= 30 and <= 37:
                    colour = $"ansi-{code - 30}";
                    break;
                case >= 90 and <= 97:
                    colour = $"ansi-{code - 90}";
                    break;
                case 38 or 48:
                    // What follows are the components of a colour beyond the sixteen, not further codes.
                    return;
            }
        }
    }

    [GeneratedRegex(@"\x1b\[(?<codes>[0-9;?]*)(?<final>[@-~])")]
    private static partial Regex ControlSequence();
}
