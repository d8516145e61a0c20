using System.Net;
using System.Text;

namespace ImageNotebooks.Host;

/// <summary>
/// Simple LaTeX formulas as HTML: Greek letters and operators as their characters, sub- and superscripts, fractions and
/// roots. A formula with a command that is not known here is shown as its LaTeX, which stays readable.
/// </summary>
internal sealed class TexText
{
    private const string Letters =
        "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ phi ϕ varphi φ chi χ psi ψ omega ω "
        + "Gamma Γ Delta Δ Theta Θ Lambda Λ Sigma Σ Phi Φ Psi Ψ Omega Ω nabla ∇ partial ∂ infty ∞ ell ℓ forall ∀ exists ∃ star ⋆ circ ∘ sum ∑ prod ∏ int ∫ "
        + "ldots … dots … cdots ⋯ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ lVert ‖ rVert ‖ | ‖ { { } } % % _ _ # # & & $ $";

    private const string Operators =
        "times × cdot · div ÷ pm ± odot ⊙ ast ∗ le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ approx ≈ sim ∼ equiv ≡ in ∈ notin ∉ subset ⊂ cup ∪ cap ∩ mid | "
        + "to → rightarrow → leftarrow ← mapsto ↦ Rightarrow ⇒";

    private static readonly Dictionary<string, string> Symbols = ReadSymbols();

    private static readonly HashSet<string> Functions = ["log", "ln", "exp", "sin", "cos", "tan", "max", "min", "arg", "argmax", "argmin", "sup", "inf", "lim", "det", "dim", "Pr"];

    private static Dictionary<string, string> ReadSymbols()
    {
        static IEnumerable<(string Name, string Text)> Pairs(string list) => list.Split(' ').Chunk(2).Select(pair => (pair[0], pair[1]));
        var symbols = Pairs(Letters).Concat(Pairs(Operators).Select(pair => (pair.Name, $" {pair.Text} "))).ToDictionary();
        foreach (var nothing in new[] { "left", "right", "big", "Big", "!" })
            symbols[nothing] = "";
        foreach (var space in new[] { "quad", "qquad", ",", ";", ":", " " })
            symbols[space] = " ";
        return symbols;
    }

    private readonly string _tex;
    private int _at;

    private TexText(string tex) => _tex = tex;

    public static string ToHtml(string tex)
    {
        try
        {
            var reader = new TexText(tex.Trim());
            var html = reader.Row(untilBrace: false);
            return html;
        }
        catch (FormatException)
        {
            return $"<code>{WebUtility.HtmlEncode(tex.Trim())}</code>";
        }
    }

    private string Row(bool untilBrace)
    {
        var html = new StringBuilder();
        while (_at < _tex.Length)
        {
            if (_tex[_at] == '}' && untilBrace)
            {
                _at++;
                return html.ToString();
            }
            html.Append(Item());
        }
        return untilBrace ? throw new FormatException("A brace is not closed.") : html.ToString();
    }

    private string Item()
    {
        var c = _tex[_at++];
        return c switch
        {
            '\\' => Command(),
            '{' => Row(untilBrace: true),
            '^' => $"<sup>{Argument()}</sup>",
            '_' => $"<sub>{Argument()}</sub>",
            '}' or '&' => throw new FormatException($"'{c}' stands alone."),
            '~' => " ",
            '-' => "−",
            '\'' => "′",
            '\n' or '\r' => " ",
            _ when char.IsLetter(c) => $"<i>{c}</i>",
            _ => WebUtility.HtmlEncode(c.ToString()),
        };
    }

    private string Argument()
    {
        while (_at < _tex.Length && _tex[_at] == ' ')
            _at++;
        return _at < _tex.Length ? Item() : throw new FormatException("An argument is missing.");
    }

    private string Command()
    {
        var start = _at;
        while (_at < _tex.Length && char.IsAsciiLetter(_tex[_at]))
            _at++;
        if (_at == start && _at < _tex.Length)
            _at++;
        var name = _tex[start.._at];
        if (Symbols.TryGetValue(name, out var symbol))
            return WebUtility.HtmlEncode(symbol);
        if (Functions.Contains(name))
            return $" {name} ";
        return name switch
        {
            "frac" or "tfrac" or "dfrac" => $"<span class=\"frac\"><span>{Argument()}</span><span>{Argument()}</span></span>",
            "sqrt" => $"√<span class=\"root\">{Argument()}</span>",
            "text" or "mathrm" or "operatorname" or "textrm" => WebUtility.HtmlEncode(Verbatim()),
            "mathbf" or "boldsymbol" => $"<b>{Argument()}</b>",
            "mathcal" or "mathbb" or "mathit" => Argument(),
            "\\" => "<br>",
            "hat" => $"{Argument()}&#x302;",
            "bar" => $"{Argument()}&#x304;",
            "tilde" => $"{Argument()}&#x303;",
            _ => throw new FormatException($"\\{name} is not known."),
        };
    }

    private string Verbatim()
    {
        if (_at >= _tex.Length || _tex[_at] != '{' || _tex.IndexOf('}', _at) is var end && end < 0)
            throw new FormatException("An argument in braces is missing.");
        var text = _tex[(_at + 1)..end];
        _at = end + 1;
        return text;
    }
}
