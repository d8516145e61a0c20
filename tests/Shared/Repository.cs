namespace ImageNotebooks.TestSupport;

/// <summary>Where the workspace under test lies.</summary>
internal static class Repository
{
    /// <summary>Absolute path of the folder that holds <c>ImageNotebooks.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>An absolute path inside the workspace.</summary>
    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ImageNotebooks.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds ImageNotebooks.sln.");
    }
}
