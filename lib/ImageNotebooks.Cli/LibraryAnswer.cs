using System.CommandLine;

namespace ImageNotebooks.Cli;

/// <summary>What the commands about data and weights have in common.</summary>
public static class LibraryAnswer
{
    /// <summary>Runs a command; what the library says of bad names and files is what this program says of them.</summary>
    /// <exception cref="LabException">The library refused.</exception>
    public static async Task<int> RunAsync(Func<Task<int>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception problem) when (problem is DataFileException or ArgumentException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new LabException(problem.Message);
        }
    }

    /// <inheritdoc cref="RunAsync"/>
    public static int Run(Func<int> action) => RunAsync(() => Task.FromResult(action())).GetAwaiter().GetResult();

    /// <summary>The names that a command takes.</summary>
    public static Argument<string[]> Names(ArgumentArity arity, string description, string name = "name")
    {
        var names = new Argument<string[]>(name) { Description = description, Arity = arity };
        // Else a mistyped option would be taken for a name.
        names.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith('-')) is { } option)
                result.AddError($"There is no option '{option.Value}' here.");
        });
        return names;
    }
}
