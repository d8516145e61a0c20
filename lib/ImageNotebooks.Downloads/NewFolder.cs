namespace ImageNotebooks;

/// <summary>Makes folders that are either complete or not there.</summary>
internal static class NewFolder
{
    /// <summary>What follows the name of a folder that is being filled.</summary>
    public const string Unfinished = ".unfinished-";

    /// <summary>Lets <paramref name="fill"/> write into a temporary folder beside the new one, and renames it at the end.</summary>
    /// <exception cref="DataFileException">The folder exists already, or the disk is full.</exception>
    public static void Fill(string folder, Action<string> fill)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Directory.Exists(target) || File.Exists(target))
            throw new DataFileException($"{target} exists already; delete it if it is to be made anew.");
        var parent = Directory.CreateDirectory(Path.GetDirectoryName(target)!).FullName;
        var unfinished = $"{target}{Unfinished}{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(unfinished);
            fill(unfinished);
            Directory.Move(unfinished, target);
        }
        catch (IOException e) when (DiskSpace.IsFull(e))
        {
            throw new DataFileException($"{DiskSpace.Sentence(parent, needed: null)} Nothing half-written was left.", e);
        }
        finally
        {
            if (Directory.Exists(unfinished))
                Directory.Delete(unfinished, recursive: true);
        }
    }
}
