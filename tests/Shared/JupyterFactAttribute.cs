using System.Diagnostics;

namespace ImageNotebooks.TestSupport;

/// <summary>Tests in Python that drive the kernel as Jupyter does, with the packages of environment/apt-packages.txt.</summary>
internal static class Jupyter
{
    private const string DebiansPython = "/usr/bin/python3";

    /// <summary>Whether Debian's Python has Jupyter's client and its suite for kernels.</summary>
    public static bool IsHere { get; } = File.Exists("/usr/lib/python3/dist-packages/jupyter_kernel_test/__init__.py") && File.Exists("/usr/lib/python3/dist-packages/ipykernel/kernelapp.py")
        && File.Exists("/usr/lib/python3/dist-packages/notebook/notebookapp.py");

    /// <summary>Why a test has to be skipped. With CI=true on Linux none is: there missing packages have to be seen, so the test runs and fails.</summary>
    public static string? SkipReason(bool isHere, string? ci) => isHere || ci == "true" ? null : "no jupyter-notebook, python3-jupyter-kernel-test and python3-ipykernel";

    /// <summary>Registers the kernel in a folder of its own and runs a script of tests/Jupyter.</summary>
    /// <param name="lab">The program to register it with.</param>
    /// <param name="folder">The script's current folder.</param>
    /// <param name="words">The script, and the tests of it that are to run.</param>
    /// <returns>The exit code, and what was printed.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(string lab, string folder, params string[] words)
    {
        var data = Directory.CreateTempSubdirectory("jupyter-");
        try
        {
            var (registered, said) = await StartAsync(data.FullName, folder, "dotnet", lab, "kernel", "install");
            return registered != 0 ? (registered, said)
                : await StartAsync(data.FullName, folder, DebiansPython, ["-Xfrozen_modules=off", Repository.PathOf("tests", "Jupyter", words[0]), .. words[1..]]);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<(int ExitCode, string Output)> StartAsync(string data, string folder, string program, params string[] words)
    {
        var start = new ProcessStartInfo(program, words) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["JUPYTER_DATA_DIR"] = data;
        start.Environment["IMAGENOTEBOOKS_ROOT"] = Repository.Root;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }
}

/// <summary>A fact about the kernel in Jupyter, skipped where Jupyter's Python packages are absent, except with CI=true on Linux, where it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class JupyterFactAttribute : FactAttribute
{
    public JupyterFactAttribute() => Skip = Jupyter.SkipReason(Jupyter.IsHere, Platform.Ci);
}
