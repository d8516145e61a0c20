namespace ImageNotebooks.TestSupport;

/// <summary>The browser that reports are opened in.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>Its executable, null where PATH holds none.</summary>
    public static string? Found { get; } = Find(Environment.GetEnvironmentVariable("PATH"));

    /// <summary>Its executable, for tests that need one.</summary>
    /// <exception cref="InvalidOperationException">PATH holds none.</exception>
    public static string Executable => Found ?? throw new InvalidOperationException("There is no Chromium on PATH; install the package chromium.");

    /// <summary>The first browser in these folders, null where there is none.</summary>
    public static string? Find(string? searchPath) => (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    /// <summary>Why a test with a browser has to be skipped. With CI=true on Linux none is: there a missing browser has to be seen, so the test runs and fails.</summary>
    public static string? SkipReason(string? executable, string? ci) => executable is null && ci != "true" ? "no Chromium" : null;
}

/// <summary>A fact about a page in a browser, skipped where there is no Chromium, except with CI=true on Linux, where it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = Chromium.SkipReason(Chromium.Found, Platform.Ci);
}

/// <summary>A theory about pages in a browser, skipped and failed as <see cref="ChromiumFactAttribute"/> is.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute() => Skip = Chromium.SkipReason(Chromium.Found, Platform.Ci);
}
