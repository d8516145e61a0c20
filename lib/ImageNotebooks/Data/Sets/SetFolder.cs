namespace ImageNotebooks;

/// <summary>Finds the folder of a data set by what a notebook calls its data.</summary>
internal static class SetFolder
{
    /// <summary>
    /// "sample": a small drawn set, made on first use; "full": the published set, downloaded on first use where that is possible; anything else: a folder that exists.
    /// </summary>
    /// <param name="data">"sample", "full" or a folder.</param>
    /// <param name="name">The set's name in the catalogue.</param>
    /// <param name="sample">Draws the sample set into the folder it is given and returns that.</param>
    /// <param name="expected">What a folder of this set holds, for the sentence where there is none.</param>
    /// <exception cref="DataFileException">The folder is missing or the set cannot be had.</exception>
    public static string Find(string data, string name, Func<string, string> sample, string expected) => data switch
    {
        "sample" => sample(Path.Combine(DataFolder.Default.Path, "sample", name)),
        "full" => DataFolder.Default.FetchAsync(Catalog.Find(name), new ConsoleProgress()).GetAwaiter().GetResult(),
        _ when Directory.Exists(data) => data,
        _ => throw new DataFileException($"There is no folder '{Path.GetFullPath(data)}'. Give 'sample', 'full' or a folder with {expected}."),
    };

    /// <summary>The first of some folders below another that exists, or null.</summary>
    public static string? FirstExisting(string root, params ReadOnlySpan<string> relative)
    {
        foreach (var path in relative)
        {
            if (Directory.Exists(Path.Combine(root, path))) return Path.Combine(root, path);
        }
        return null;
    }
}
