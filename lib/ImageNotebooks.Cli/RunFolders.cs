namespace ImageNotebooks.Cli;

/// <summary>The folders that training runs have left, as <c>lab compare</c> takes them.</summary>
public static class RunFolders
{
    /// <summary>The absolute paths of folders that can be compared.</summary>
    /// <param name="given">What a person typed.</param>
    /// <exception cref="LabException">There are fewer than two, one is not there or holds no run, or one is given twice.</exception>
    public static IReadOnlyList<string> Check(IReadOnlyList<string> given)
    {
        if (given.Count < 2)
            throw new LabException($"`lab compare` shows training runs side by side and takes two folders or more; it was given {(given.Count == 0 ? "none" : "one")}.");
        List<string> folders = [.. given.Select(Check)];
        var seen = new HashSet<string>();
        for (var i = 0; i < folders.Count; i++)
        {
            if (!seen.Add(Target(folders[i])))
                throw new LabException($"'{given[i]}' is a run that is given twice; leave it out once.");
        }
        return folders;
    }

    private static string Check(string given)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(given));
        if (File.Exists(folder))
            throw new LabException($"'{given}' is a file; give the folder of a training run, which holds run.json.");
        if (!Directory.Exists(folder))
            throw new LabException($"There is no folder '{given}'; give the folder of a training run, which holds run.json.");
        foreach (var (file, what) in new[] { ("run.json", "is no training run"), ("history.csv", "is a run without a history") })
        {
            if (!File.Exists(Path.Combine(folder, file)))
                throw new LabException($"'{given}' {what}: it holds no {file}{Hint(folder, file)}.");
        }
        return folder;
    }

    // Who names the folder above has the runs before him.
    private static string Hint(string folder, string file)
    {
        var below = Directory.GetDirectories(folder).Where(sub => File.Exists(Path.Combine(sub, file))).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        return below.Count == 0 ? "" : $", but its folders {string.Join(", ", below)} do";
    }

    private static string Target(string folder) => Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? folder;
}
