using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ImageNotebooks.Host.Tests;

public sealed class AssemblyReferenceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ScriptSession _session;
    private int _number;

    public AssemblyReferenceTests() => _session = new ScriptSession(_folder.Root);

    public void Dispose()
    {
        _session.Dispose();
        // Windows does not let go of files that the process has loaded.
        if (!OperatingSystem.IsWindows())
            _folder.Dispose();
    }

    private string Compile(string path, string source, params string[] references)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[path])!);
        var framework = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(file => Path.GetFileName(file).StartsWith("System.", StringComparison.Ordinal));
        var result = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(path),
            [CSharpSyntaxTree.ParseText(source)],
            framework.Concat(references).Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(_folder[path]);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return _folder[path];
    }

    private async Task<string> ValueAsync(string code)
    {
        var outputs = new CellOutputs(++_number);
        Assert.Null(await _session.RunAsync(_number, code, outputs));
        return NotebookJson.Text(outputs.ToJson().Single()!["data"]!["text/plain"])!;
    }

    [Fact]
    public async Task AnAssemblyFindsTheOnesBesideIt()
    {
        var inner = Compile("bin/BesideInner.dll", "public static class BesideInner { public static int Value => 6; }");
        Compile("bin/BesideOuter.dll", "public static class BesideOuter { public static int Value => BesideInner.Value * 7; }", inner);
        Assert.Equal("42", await ValueAsync("#r \"bin/BesideOuter.dll\"\nBesideOuter.Value"));
    }

    [Fact]
    public async Task ReferencesInALoadedFileAreRelativeToIt()
    {
        Compile("lib/FromLoaded.dll", "public static class FromLoaded { public static int Value => 5; }");
        _folder.File("environment/start.csx", "#r \"../lib/FromLoaded.dll\"");
        Assert.Equal("5", await ValueAsync("#load \"environment/start.csx\"\nFromLoaded.Value"));
    }

    [Fact]
    public async Task ACopyOfAnAssemblyThatIsLoadedIsTheLoadedOne()
    {
        const string source = "public class LoadedOnce { public static int Count; }";
        Compile("one/LoadedOnce.dll", source);
        Compile("two/LoadedOnce.dll", source);
        Assert.Equal("3", await ValueAsync("#r \"one/LoadedOnce.dll\"\nLoadedOnce.Count = 3"));
        Assert.Equal("3", await ValueAsync("#r \"two/LoadedOnce.dll\"\nLoadedOnce.Count"));
        Assert.Single(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.GetName().Name == "LoadedOnce");
    }

    [Fact]
    public async Task AnAssemblyOfTheProgramItselfIsNotLoadedAgain()
    {
        File.Copy(typeof(Notebook).Assembly.Location, _folder["ImageNotebooks.Host.dll"]);
        await ValueAsync("#r \"ImageNotebooks.Host.dll\"\ntypeof(ImageNotebooks.Host.Notebook).Name");
        Assert.Single(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.GetName().Name == "ImageNotebooks.Host");
    }

    [Fact]
    public async Task AnAssemblyOfTheRuntimeIsFoundByName() =>
        Assert.Equal("<a />", await ValueAsync("#r \"System.Xml.Linq\"\nSystem.Xml.Linq.XDocument.Parse(\"<a/>\")"));

    [Theory]
    [InlineData("NativeBeside", "")]
    [InlineData("NativeByPlatform", "runtimes/{0}/native")]
    public async Task ANativeLibraryBesideAnAssemblyIsFound(string name, string place)
    {
        var extension = OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        var target = _folder[$"bin/{string.Format(null, place, RuntimeInformation.RuntimeIdentifier)}"];
        Directory.CreateDirectory(target);
        File.Copy(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "libSystem.Native" + extension), Path.Combine(target, $"lib{name}_native{extension}"));
        Compile($"bin/{name}.dll", $$"""
            using System.Runtime.InteropServices;
            public static class {{name}} { [DllImport("{{name}}_native", EntryPoint = "SystemNative_GetPid")] public static extern int Call(); }
            """);
        Assert.Equal(Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture), await ValueAsync($"#r \"bin/{name}.dll\"\n{name}.Call()"));
    }
}
