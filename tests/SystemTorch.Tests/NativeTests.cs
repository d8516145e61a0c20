using System.Diagnostics;

namespace SystemTorch.Tests;

/// <summary>Builds and runs the tests of the C functions, tests/SystemTorch.Native: as they are, with sanitizers, and under valgrind.</summary>
public class NativeTests
{
    private const string GoogleTest = "/usr/include/gtest/gtest.h";

    [ToolsFact("cmake", "c++", GoogleTest)]
    public void The_shim_keeps_its_promises()
    {
        var folder = ConfigureWithTheShimOfThisBuild();
        Run("cmake", "--build", folder);
        Run(Path.Combine(folder, "native_tests"));
    }

    [ToolsFact("cmake", "c++", GoogleTest)]
    public void Address_and_undefined_behaviour_sanitizers_find_nothing()
    {
        var folder = Configure("sanitized", "-DSANITIZE=ON");
        Run("cmake", "--build", folder, "--parallel", $"{Environment.ProcessorCount}");
        Run(Path.Combine(folder, "native_tests"));
    }

    [ToolsFact("cmake", "c++", GoogleTest, "valgrind")]
    public void Valgrind_finds_nothing()
    {
        Run("cmake", "--build", ConfigureWithTheShimOfThisBuild(), "--target", "memcheck");
    }

    private static string ConfigureWithTheShimOfThisBuild() =>
        Configure("plain", $"-DSHIM={Path.Combine(AppContext.BaseDirectory, "libSystemTorch.so")}", "-DCMAKE_BUILD_TYPE=Release");

    // Beside the test's own build products, so that a second run compiles only what has changed.
    private static string Configure(string variant, params string[] options)
    {
        var folder = Repository.PathOf("tests", "SystemTorch.Tests", "obj", "native", variant);
        Run("cmake", ["-S", Repository.PathOf("tests", "SystemTorch.Native"), "-B", folder, .. options]);
        return folder;
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output}{errors.Result}");
    }
}

/// <summary>A fact that needs programs on PATH or files, skipped where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ToolsFactAttribute : FactAttribute
{
    public ToolsFactAttribute(params string[] tools) => Skip = tools.FirstOrDefault(tool => !IsThere(tool)) is { } missing ? $"{missing} is not installed" : null;

    private static bool IsThere(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool)));
}
