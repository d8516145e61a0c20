using System.Reflection;

namespace ImageNotebooks;

/// <summary>Reads the files that are built into this library.</summary>
internal static class Resource
{
    /// <summary>The text of a built-in file, or null where the build did not have it.</summary>
    public static string? FindText(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name);
        return stream is null ? null : new StreamReader(stream).ReadToEnd();
    }

    /// <summary>The text of a file that every build has.</summary>
    public static string ReadText(string name) =>
        FindText(name) ?? throw new InvalidOperationException($"{name} is missing in ImageNotebooks.dll; build the library again.");
}
