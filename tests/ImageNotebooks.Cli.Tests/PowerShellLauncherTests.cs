using System.Diagnostics;

namespace ImageNotebooks.Cli.Tests;

/// <summary><c>environment/lab.ps1</c>, where there is a PowerShell: in a workspace of empty projects, with a dotnet that notes how it was called.</summary>
public sealed class PowerShellLauncherTests : IDisposable
{
    private const string DotnetStub = """
        Add-Content $env:STUB_CALLS "dotnet $args"
        switch -Wildcard ($args[0]) {
            '--version' { exit [int]$env:STUB_SDK }
            'build' {
                if ($args[1] -eq $env:STUB_BROKEN) { 'lib/X.cs(3,1): error CS1002: ; expected'; exit 1 }
                $product = if ($args[1] -like '*Cli') { 'lab.dll' } else { 'ImageNotebooks.Course.dll' }
                [void](New-Item -Force (Join-Path $args[1] "bin/Release/net10.0/$product"))
                exit 0
            }
            '*lab.dll' {
                if ($args[1] -eq '--parse-only') { exit [int]($args[2] -eq 'bogus') }
                $args | Select-Object -Skip 1 | ForEach-Object { "word: $_" }
                "root: $env:IMAGENOTEBOOKS_ROOT"
                "stack: $env:IMAGENOTEBOOKS_STACK"
                exit [int]$env:STUB_EXIT
            }
        }
        """;

    private static readonly string? PowerShell = new Machine().FindCommand("pwsh", "powershell");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lab ps1 ");

    public PowerShellLauncherTests()
    {
        foreach (var file in new[] { "environment/lab.ps1", "global.json", "Directory.Build.props", "Directory.Packages.props", "data/catalog.json", "data/weights.json" })
            Write(file, File.ReadAllText(Repository.PathOf(file)));
        foreach (var project in new[] { "", ".Cli", ".Host", ".Downloads", ".Weights", ".Course" }) Write($"lib/ImageNotebooks{project}/Source.cs", "// " + project);
        Write("environment/package.json", "{ \"dependencies\": { \"katex\": \"0.16.47\", \"plotly.js-dist-min\": \"4.1.2\" } }");
        Write("environment/node_modules/plotly.js-dist-min/package.json", "{ \"version\": \"4.1.2\" }");
        Write("environment/node_modules/katex/package.json", "{ \"version\": \"0.16.47\" }");
        Write("../bin/dotnet.ps1", DotnetStub);
    }

    private sealed class PowerShellFactAttribute : FactAttribute
    {
        public PowerShellFactAttribute() => Skip = PowerShell is null ? "no PowerShell" : null;
    }

    private string Root => Path.Combine(_folder.FullName, "work space");

    private string[] Calls => File.Exists(PathOf("../calls")) ? File.ReadAllLines(PathOf("../calls")) : [];

    private int Builds(string project) => Calls.Count(call => call.StartsWith($"dotnet build {project} ", StringComparison.Ordinal));

    private string PathOf(string path) => Path.GetFullPath(Path.Combine(Root, path));

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllText(PathOf(path), text);
    }

    private Start Run(string[] words, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(PowerShell!, ["-NoProfile", "-ExecutionPolicy", "Bypass", "-File", PathOf("environment/lab.ps1"), .. words])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = PathOf("../bin");
        start.Environment["STUB_CALLS"] = PathOf("../calls");
        start.Environment.Remove("IMAGENOTEBOOKS_STACK");
        foreach (var (name, value) in variables) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output.ReplaceLineEndings("\n"), error.Result.ReplaceLineEndings("\n"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [PowerShellFact]
    public void Words_and_exit_code_reach_the_program_and_the_stack_is_cpu()
    {
        var start = Run(["run", "two words", "--set", "A='*'"], ("STUB_EXIT", "7"));
        Assert.Equal(("", 7), (start.Error.Replace("lab: building the commands (Release)\nlab: stack: cpu (TorchSharp-cpu is what runs on this system).\nlab: building the library (Release, stack cpu)\n", "", StringComparison.Ordinal), start.ExitCode));
        Assert.Equal($"word: run\nword: two words\nword: --set\nword: A='*'\nroot: {Root}\nstack: cpu\n", start.Out);
        Assert.Contains("dotnet build lib/ImageNotebooks.Course -c Release --nologo -v quiet -p:Stack=cpu", Calls);
    }

    [PowerShellFact]
    public void Fresh_sources_are_not_built_again_and_changed_ones_are()
    {
        Run(["run", "x"]);
        Assert.Equal("", Run(["run", "x"]).Error);
        Assert.Equal((1, 1), (Builds("lib/ImageNotebooks.Cli"), Builds("lib/ImageNotebooks.Course")));
        Write("lib/ImageNotebooks/Source.cs", "// changed");
        Run(["run", "x"]);
        Assert.Equal((1, 2), (Builds("lib/ImageNotebooks.Cli"), Builds("lib/ImageNotebooks.Course")));
    }

    [PowerShellFact]
    public void What_draws_charts_must_be_there_and_what_sets_formulas_need_not()
    {
        Write("environment/node_modules/katex/package.json", "{ \"version\": \"0.1.0\" }");
        var first = Run(["run", "x"]);
        Assert.Equal(0, first.ExitCode);
        Assert.Contains("lab: KaTeX could not be had through npm, so reports show formulas as their LaTeX;", first.Error, StringComparison.Ordinal);
        Assert.Equal("", Run(["run", "x"]).Error);
        Directory.Delete(PathOf("environment/node_modules/plotly.js-dist-min"), recursive: true);
        Assert.Equal((1, "lab: npm is missing, and plotly.js, which draws the charts, comes through it; install Node.js, then start again.\n"), (Run(["run", "x"]).ExitCode, Run(["run", "x"]).Error));
    }

    [PowerShellFact]
    public void Help_and_what_needs_the_commands_alone_build_no_library()
    {
        foreach (var words in new string[][] { ["--help"], ["run", "--help"], ["data", "list"] }) Assert.Equal(0, Run(words).ExitCode);
        Assert.Equal((1, 0), (Builds("lib/ImageNotebooks.Cli"), Builds("lib/ImageNotebooks.Course")));
    }

    [PowerShellFact]
    public void Stacks_for_Linux_and_unknown_commands_are_refused_before_the_library_is_built()
    {
        foreach (var words in new string[][] { ["run", "x", "--stack", "system"], ["run", "x", "--stack=cuda"] })
        {
            var start = Run(words);
            Assert.Equal(1, start.ExitCode);
            Assert.Contains("lab: --stack takes cpu here, not", start.Error, StringComparison.Ordinal);
        }
        Assert.Equal(1, Run(["bogus"]).ExitCode);
        Assert.Equal(0, Builds("lib/ImageNotebooks.Course"));
    }

    [PowerShellFact]
    public void A_build_that_fails_shows_the_errors_and_is_tried_again()
    {
        var start = Run(["run", "x"], ("STUB_BROKEN", "lib/ImageNotebooks.Course"));
        Assert.Equal(1, start.ExitCode);
        Assert.Contains("lib/X.cs(3,1): error CS1002: ; expected\n", start.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("word: run", start.Out, StringComparison.Ordinal);
        Assert.Equal(0, Run(["run", "x"]).ExitCode);
    }

    [PowerShellFact]
    public void A_missing_or_refused_sdk_a_checkout_that_cannot_be_written_to_and_another_processor_are_named()
    {
        Assert.Contains("no SDK that global.json accepts; install version 10.0.100", Run(["run", "x"], ("STUB_SDK", "1")).Error, StringComparison.Ordinal);
        Assert.Contains("no build for Windows on ARM64", Run(["doctor"], ("PROCESSOR_ARCHITECTURE", "ARM64"), ("PROCESSOR_ARCHITEW6432", "")).Error, StringComparison.Ordinal);

        Directory.Delete(PathOf("environment/.state"), recursive: true);
        Write("environment/.state", "a file where the launcher keeps a folder");
        Assert.Equal((1, $"lab: lab builds in its own folder, and {Root} cannot be written to (or its disk is full); copy the checkout to a folder of yours, or make room, then start again.\n"), (Run(["run", "x"]).ExitCode, Run(["run", "x"]).Error));

        File.Delete(PathOf("../bin/dotnet.ps1"));
        Assert.Contains("the .NET SDK is missing; install version 10.0.100", Run(["run", "x"]).Error, StringComparison.Ordinal);
    }
}
