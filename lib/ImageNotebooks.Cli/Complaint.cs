using System.CommandLine;
using System.CommandLine.Parsing;

namespace ImageNotebooks.Cli;

/// <summary>Turns words that no command understands into sentences that name what was probably meant.</summary>
public static class Complaint
{
    /// <summary>One line for each thing that is wrong with the words, and a last one that says where to read on.</summary>
    /// <param name="parsed">A result that has errors.</param>
    public static string Describe(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var words = string.Join(' ', PathOf(parsed.CommandResult));
        var known = command.Subcommands.Count > 0 ? command.Subcommands.Select(sub => sub.Name) : OptionsOf(parsed);
        var lines = parsed.UnmatchedTokens.Take(1).Select(word => Unknown(word, $"lab {words}".TrimEnd(), [.. known])).ToList();
        if (lines.Count == 0) lines.AddRange(parsed.Errors.Select(error => error.Message.ReplaceLineEndings(" ").Replace(" \t", " ", StringComparison.Ordinal).Trim()));
        lines.Add($"`environment/lab {$"{words} --help".TrimStart()}` explains what there is.");
        return string.Join('\n', lines.Select(line => "lab: " + line));
    }

    /// <summary>The names of a command and those above it, from the top: <c>data get</c>.</summary>
    private static IEnumerable<string> PathOf(CommandResult result) =>
        result.Command is RootCommand ? [] : [.. result.Parent is CommandResult parent ? PathOf(parent) : [], result.Command.Name];

    private static string Unknown(string word, string command, IReadOnlyList<string> known)
    {
        var near = known.Where(name => Distance(word, name) <= 1 + (name.Length / 3)).OrderBy(name => Distance(word, name)).Take(2).ToList();
        var meant = near.Count > 0 ? $"did you mean {string.Join(" or ", near)}?" : $"it knows {string.Join(", ", known)}.";
        return $"`{command}` does not know '{word}'; {meant}";
    }

    private static IEnumerable<string> OptionsOf(ParseResult parsed) => parsed.CommandResult.Command.Options
        .Concat(parsed.RootCommandResult.Command.Options.Where(option => option.Recursive))
        .Select(option => option.Name)
        .Distinct();

    /// <summary>The edit distance in which a swap of neighbours counts once (optimal string alignment), since that is how fingers err.</summary>
    public static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }
        return d[a.Length, b.Length];
    }
}
