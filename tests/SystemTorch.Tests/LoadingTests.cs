using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using TorchSharp;

namespace SystemTorch.Tests;

/// <summary>What is said where libSystemTorch.so cannot be loaded.</summary>
public sealed class LoadingTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("systemtorch-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_library_built_against_another_libtorch_names_it_and_the_one_that_is_there()
    {
        Copy("SystemTorch.dll", bytes => bytes);
        Copy("libSystemTorch.so", bytes => bytes.Replace("libtorch_cpu.so.", "libtorch_cpu.so9", StringComparison.Ordinal));
        var context = new AssemblyLoadContext("elsewhere", isCollectible: true);
        var elsewhere = context.LoadFromAssemblyPath(Path.Combine(folder.FullName, "SystemTorch.dll"));
        var version = elsewhere.GetType("SystemTorch.LibTorch")!.GetProperty("Version")!;
        // Every call says it, not only the first.
        for (var i = 0; i < 2; i++)
        {
            var problem = Assert.Throws<TargetInvocationException>(() => version.GetValue(null)).InnerException;
            var message = Assert.IsType<DllNotFoundException>(problem).Message;
            Assert.Matches(@"could not load .*libSystemTorch\.so\. It was built against libtorch_cpu\.so9.*, and this machine has another one \(.*libtorch_cpu\.so\.\d", message);
            Assert.Matches(@"build the project again.*loader said: .*libtorch_cpu\.so9[0-9.]*: cannot open shared object file", message);
        }
        context.Unload();
    }

    [Fact]
    public void A_machine_without_libtorch_is_told_the_package()
    {
        var message = Native.WhyNotLoaded(Copy("libSystemTorch.so", bytes => bytes), "first\nlibtorch_cpu.so: not there\n", [folder.FullName, "/nowhere"]);
        Assert.Contains("no libtorch was found on this machine. Install it (Debian's package libtorch-dev", message, StringComparison.Ordinal);
        Assert.EndsWith("The system's loader said: libtorch_cpu.so: not there", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_libtorch_is_right_the_loader_has_the_word()
    {
        var library = Copy("libSystemTorch.so", _ => "needs libtorch_cpu.so.7.1");
        File.WriteAllText(Path.Combine(folder.FullName, "libtorch_cpu.so.7.1"), "");
        Assert.Contains("built against libtorch_cpu.so.7.1, and that is there", Native.WhyNotLoaded(library, "libgomp.so.1: not there", [folder.FullName]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_was_not_built_is_said_to_be_missing()
    {
        var missing = Path.Combine(folder.FullName, "libSystemTorch.so");
        Assert.StartsWith($"SystemTorch's native library {missing} is missing.", Native.WhyNotLoaded(missing, "", []), StringComparison.Ordinal);
    }

    private string Copy(string name, Func<string, string> change)
    {
        var copy = Path.Combine(folder.FullName, name);
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, name));
        File.WriteAllBytes(copy, Encoding.Latin1.GetBytes(change(Encoding.Latin1.GetString(bytes))));
        return copy;
    }
}
