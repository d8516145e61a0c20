namespace ImageNotebooks.TestSupport;

/// <summary>What a system has to have for a test to mean something there.</summary>
internal static class Platform
{
    /// <summary>CI's value on Linux, where <c>lab test</c> installs what tests need, so that there a missing package has to be seen; null elsewhere.</summary>
    public static string? Ci { get; } = OperatingSystem.IsLinux() ? Environment.GetEnvironmentVariable("CI") : null;

    /// <summary>Why a test is skipped on Windows, null elsewhere.</summary>
    /// <param name="what">What Windows lacks: <c>bash</c> for instance.</param>
    public static string? UnixOnly(string what) => OperatingSystem.IsWindows() ? $"no {what} on Windows" : null;

    /// <summary>Why a test is skipped where the system is not Linux, null on Linux.</summary>
    /// <param name="what">What is Linux's alone.</param>
    public static string? LinuxOnly(string what) => OperatingSystem.IsLinux() ? null : $"{what} is for Linux alone";
}

/// <summary>A fact about something that Linux and macOS have, skipped on Windows.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute(string what) => Skip = Platform.UnixOnly(what);
}

/// <summary>A theory about something that Linux and macOS have, skipped on Windows.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute(string what) => Skip = Platform.UnixOnly(what);
}

/// <summary>A fact about something that only Linux has, skipped elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute(string what) => Skip = Platform.LinuxOnly(what);
}
