namespace ImageNotebooks.Cli;

/// <summary>One line of <c>environment/apt-packages.txt</c>, where the columns are explained.</summary>
/// <param name="Name">Debian's name for the package.</param>
/// <param name="Group"><c>run</c>, <c>test</c> or <c>bench</c>.</param>
/// <param name="Stacks"><c>any</c>, or the one stack that needs the package.</param>
/// <param name="Proof">What shows that the package is not needed any more, for <see cref="Machine.Holds"/>.</param>
public sealed record AptPackage(string Name, string Group, string Stacks, string Proof)
{
    /// <summary>Reads the file's text.</summary>
    /// <exception cref="LabException">A line has other than four columns.</exception>
    public static IReadOnlyList<AptPackage> ReadAll(string text) =>
    [
        .. from line in text.Split('\n')
           let words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
           where words.Length > 0 && !words[0].StartsWith('#')
           select words.Length == 4
               ? new AptPackage(words[0], words[1], words[2], words[3])
               : throw new LabException($"environment/apt-packages.txt: '{line.Trim()}' has {words.Length} columns; write package, group, stacks and proof."),
    ];

    /// <summary>Whether a command of this group needs the package on this stack.</summary>
    public bool IsFor(string group, string stack) => Group == group && (Stacks == "any" || Stacks == stack);

    /// <summary>The command that installs these packages, as the present user has to type it; on Windows and macOS what to install.</summary>
    public static string InstallCommand(params IEnumerable<string> names) => OperatingSystem.IsLinux()
        ? $"{(Environment.IsPrivilegedProcess ? "" : "sudo ")}apt-get install --no-install-recommends {string.Join(' ', names)}"
        : $"install what Debian calls {string.Join(", ", names)}";
}
