using System.Diagnostics;
using System.Reflection;
using ImageNotebooks.Host;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Notebooks.Tests;

/// <summary><c>lab convert</c>: the ways out of notebooks lead somewhere.</summary>
public sealed class ConvertTests : IDisposable
{
    // Inside the workspace, so that a program finds the library as a notebook does.
    private readonly DirectoryInfo _folder = Directory.CreateDirectory(Repository.PathOf("notebooks", "runs", "convert-" + Guid.NewGuid().ToString("N")[..8]));

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<string> Names => NotebookFileTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_notebook_is_a_program_that_compiles(string name)
    {
        var source = Repository.PathOf(name);
        var text = NotebookFormats.Write(Notebook.Read(source), source, Path.Combine(_folder.FullName, "program.cs"));
        var tree = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest).WithFeatures([new("FileBasedProgram", "true")]));
        string[] library = ["ImageNotebooks.Course", "ImageNotebooks", "ImageNotebooks.Host"];
        var files = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Concat(library.SelectMany(project => Directory.GetFiles(Repository.PathOf("lib", project, "bin", "Release", "net10.0"), "*.dll")))
            .DistinctBy(Path.GetFileName).Where(IsAssembly).Select(file => MetadataReference.CreateFromFile(file));
        var compilation = CSharpCompilation.Create("program", [tree], files, new CSharpCompilationOptions(OutputKind.ConsoleApplication));
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_notebook_comes_back_from_dib_and_script(string name)
    {
        var source = Repository.PathOf(name);
        var notebook = Notebook.Read(source);
        foreach (var ending in new[] { ".dib", ".csx" })
        {
            var file = Path.Combine(Path.GetDirectoryName(source)!, "name" + ending);
            var back = NotebookFormats.Parse(NotebookFormats.Write(notebook, source, file), file);
            // A script has its usings at its top, which may be before the title.
            Assert.Equal(notebook.Cells.Select(Content).Order(StringComparer.Ordinal), back.Cells.Select(Content).Order(StringComparer.Ordinal));
        }

        static string Content(NotebookCell cell) => $"{cell.Kind} {string.Join(',', cell.Tags)}\n{cell.Source}";
    }

    [Fact]
    public async Task The_start_page_runs_as_a_program_and_leaves_a_page_with_its_charts()
    {
        var program = Path.Combine(_folder.FullName, "start.cs");
        var converted = LabRun.Start("convert", Repository.PathOf("notebooks", "00-start-here.ipynb"), "--output", program);
        Assert.True(converted.ExitCode == 0, converted.Errors);
        await File.WriteAllTextAsync(program, (await File.ReadAllTextAsync(program)).Replace("var Epochs = 8;", "var Epochs = 1;", StringComparison.Ordinal));

        var start = new ProcessStartInfo("dotnet", ["run", "-c", "Release", program]) { WorkingDirectory = _folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output + await errors);
        Assert.Contains("epoch 1/1", output, StringComparison.Ordinal);
        var page = await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "start.html"));
        Assert.Equal(5, page.Split("<div class=\"chart\"").Length - 1);
    }

    [Fact]
    public void A_script_of_cells_runs_as_a_notebook_does()
    {
        var script = Path.Combine(_folder.FullName, "script.csx");
        File.WriteAllText(script, "// %% tags=[\"parameters\"]\nvar n = 1;\n\n// %%\nConsole.WriteLine($\"n is {n + 1}\");\n");
        var run = LabRun.Start("run", script, "--set", "n=41", "--output", Path.Combine(_folder.FullName, "out.ipynb"));
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Contains("n is 42", File.ReadAllText(Path.Combine(_folder.FullName, "out.ipynb")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_there_is_not_replaced_unasked()
    {
        var target = Path.Combine(_folder.FullName, "a.dib");
        File.WriteAllText(target, "mine");
        var run = LabRun.Start("convert", "cifar-10", "--output", target);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("is there already", run.Errors, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(target));
        Assert.Equal(0, LabRun.Start("convert", "cifar-10", "--output", target, "--force").ExitCode);
        Assert.StartsWith("#!meta", File.ReadAllText(target), StringComparison.Ordinal);
    }

    private static bool IsAssembly(string file)
    {
        try
        {
            AssemblyName.GetAssemblyName(file);
            return true;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
