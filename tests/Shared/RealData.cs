namespace ImageNotebooks.TestSupport;

/// <summary>The real images that some tests need: IMAGENOTEBOOKS_REAL_DATA, else <c>shared/data</c> beside the repository.</summary>
internal static class RealData
{
    /// <summary>The reason that tests give where there is none.</summary>
    public const string Absent = "no real data";

    /// <summary>The folder that holds the data sets, null where there is none.</summary>
    public static string? Folder { get; } = FindFolder(Environment.GetEnvironmentVariable("IMAGENOTEBOOKS_REAL_DATA"), Repository.Root);

    /// <summary>One data set's folder, <c>cifar10</c> for instance.</summary>
    /// <exception cref="InvalidOperationException">There is no real data; a test that calls this needs <see cref="RealDataFactAttribute"/>.</exception>
    public static string Path(string name) => System.IO.Path.Combine(Folder ?? throw new InvalidOperationException(Absent), name);

    /// <summary>Where the data is: the folder that was named, else the one beside the repository; null where neither exists.</summary>
    public static string? FindFolder(string? named, string root)
    {
        var folder = System.IO.Path.GetFullPath(string.IsNullOrEmpty(named) ? System.IO.Path.Combine(root, "..", "shared", "data") : named);
        return Directory.Exists(folder) ? folder : null;
    }

    /// <summary>Why a test on this data set has to be skipped, null where it can run.</summary>
    public static string? SkipReason(string? set) => Folder is not null && (set is null || Directory.Exists(Path(set))) ? null : Absent;
}

/// <summary>A fact about real images, skipped where they are absent.</summary>
/// <remarks><c>[RealDataFact("cifar10")]</c> also asks for that folder.</remarks>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute(string? set = null) => Skip = RealData.SkipReason(set);
}

/// <summary>A theory about real images, skipped where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealDataTheoryAttribute : TheoryAttribute
{
    public RealDataTheoryAttribute(string? set = null) => Skip = RealData.SkipReason(set);
}
