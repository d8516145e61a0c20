namespace ImageNotebooks;

/// <summary>Finds the workspace this library was built in or is used from.</summary>
internal static class Repository
{
    private const string Mark = "ImageNotebooks.sln";

    /// <summary>The folder that holds ImageNotebooks.sln: above the library, else above the current folder.</summary>
    /// <exception cref="DataFileException">There is none.</exception>
    public static string Root =>
        FindAbove(Path.GetDirectoryName(typeof(Repository).Assembly.Location)) ?? FindAbove(Environment.CurrentDirectory)
        ?? throw new DataFileException($"There is no {Mark} above the library or above {Environment.CurrentDirectory}; set {DataFolder.Variable} to the folder for data.");

    internal static string? FindAbove(string? folder)
    {
        for (var here = string.IsNullOrEmpty(folder) ? null : new DirectoryInfo(folder); here is not null; here = here.Parent)
        {
            if (File.Exists(Path.Combine(here.FullName, Mark)))
                return here.FullName;
        }
        return null;
    }
}
