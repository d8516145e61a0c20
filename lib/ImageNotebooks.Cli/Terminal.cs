using Spectre.Console;

namespace ImageNotebooks.Cli;

/// <summary>What stdout is: a terminal, or a pipe or file that colours and wrapped lines would spoil.</summary>
public static class Terminal
{
    private const int WidthOfAPipe = 160;

    /// <summary>Makes everything that goes through <see cref="AnsiConsole"/> plain text where stdout is a pipe or a file.</summary>
    public static void UsePlainTextInPipes()
    {
        if (!Console.IsOutputRedirected) return;
        AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No });
        AnsiConsole.Profile.Width = WidthOfAPipe;
    }
}
