namespace ImageNotebooks;

/// <summary>
/// A folder of drawn files that is made whole or not at all. A stamp file in it says what was drawn; another stamp makes it anew,
/// and a lock file beside it lets only one process do so at a time.
/// </summary>
internal static class SampleFolder
{
    public const string StampName = "sample.txt";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Makes the folder unless it already bears the stamp. <paramref name="fill"/> writes the files into the (empty) folder it is given.
    /// </summary>
    /// <returns>The folder's full path.</returns>
    /// <exception cref="IOException">The folder cannot be written, or holds files that were not drawn.</exception>
    public static string Ensure(string folder, string stamp, Action<string> fill)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Bears(target, stamp))
            return target;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target) ?? target);
            using (Lock(target + ".lock"))
                if (!Bears(target, stamp))
                    Make(target, stamp, fill);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException and not SampleFolderException)
        {
            throw new SampleFolderException(
                $"The sample data could not be written to '{target}': {error.Message} Give a folder that can be written, or mend this one.", error);
        }
        return target;
    }

    private static bool Bears(string folder, string stamp)
    {
        var file = Path.Combine(folder, StampName);
        return File.Exists(file) && File.ReadAllText(file) == stamp;
    }

    private static void Make(string target, string stamp, Action<string> fill)
    {
        var replaces = Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any();
        if (replaces && !File.Exists(Path.Combine(target, StampName)))
            throw new SampleFolderException($"'{target}' holds files that are not sample data, and they are left as they are; give another folder.");
        var fresh = Directory.CreateDirectory($"{target}.{Guid.NewGuid():N}.new").FullName;
        var stale = fresh + ".old";
        try
        {
            fill(fresh);
            File.WriteAllText(Path.Combine(fresh, StampName), stamp);
            if (Directory.Exists(target))
                Directory.Move(target, stale);
            Directory.Move(fresh, target);
        }
        finally
        {
            Remove(fresh);
            Remove(stale);
        }
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    // The lock file stays: deleting it would let a third process lock a new file while a second holds the deleted one.
    private static FileStream Lock(string file)
    {
        for (var end = DateTime.UtcNow + Patience; ; Thread.Sleep(20))
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(file) && DateTime.UtcNow < end)
            {
            }
        }
    }
}
