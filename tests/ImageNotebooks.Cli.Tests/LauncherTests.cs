using System.Diagnostics;

namespace ImageNotebooks.Cli.Tests;

/// <summary><c>environment/lab</c>: the SDK, the stack, the build and the hand-over to the program.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly LauncherTree _tree = new();

    public void Dispose() => _tree.Dispose();

    private int Builds(string project) => _tree.Calls.Count(call => call == "built " + project);

    [UnixFact("bash")]
    public void Without_dotnet_it_says_which_version_to_install()
    {
        _tree.RemoveStub("dotnet");
        var start = _tree.Run(["run", "x"]);
        Assert.Equal(1, start.ExitCode);
        Assert.Contains("the .NET SDK is missing; install version 10.0.100", start.Error, StringComparison.Ordinal);
    }

    [UnixFact("bash")]
    public void A_dotnet_in_the_home_folder_is_found()
    {
        Directory.CreateDirectory(_tree.PathOf("../.dotnet"));
        File.Move(_tree.PathOf("../bin/dotnet"), _tree.PathOf("../.dotnet/dotnet"));
        Assert.Equal(0, _tree.Run(["run", "x"]).ExitCode);
    }

    [UnixFact("bash")]
    public void An_sdk_that_global_json_refuses_is_named_before_anything_is_built()
    {
        var start = _tree.Run(["run", "x"], ("STUB_SDK", "no"));
        Assert.Equal(1, start.ExitCode);
        Assert.Contains("no SDK that global.json accepts", start.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(_tree.Calls, call => call.StartsWith("dotnet build", StringComparison.Ordinal));
    }

    [UnixFact("bash")]
    public void Words_input_exit_code_and_folder_reach_the_program_through_a_symbolic_link()
    {
        var link = _tree.PathOf("../lab-link");
        File.CreateSymbolicLink(link, _tree.PathOf("environment/lab"));
        var elsewhere = _tree.PathOf("../tmp");
        var start = _tree.Run(["run", "two words", "--set", "A='*'"], link, elsewhere, "typed in\n", ("STUB_EXIT", "7"));
        Assert.Equal(7, start.ExitCode);
        Assert.Equal($"word: run\nword: two words\nword: --set\nword: A='*'\nroot: {_tree.Root}\nstack: system\nfolder: {elsewhere}\ntyped in\n", start.Out);
    }

    [UnixFact("bash")]
    public async Task A_signal_reaches_the_program()
    {
        using var process = _tree.Begin(["run", "x"], _tree.PathOf("environment/lab"), _tree.Root, ("STUB_WAIT", "1"));
        while (await process.StandardOutput.ReadLineAsync() is { } line && line != "waiting") { }
        using (var kill = Process.Start("bash", ["-c", $"kill -TERM {process.Id}"])) await kill.WaitForExitAsync();
        Assert.Equal("terminated\n", await process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.Equal(42, process.ExitCode);
    }

    [UnixFact("bash")]
    public void Help_builds_the_commands_and_chooses_nothing()
    {
        foreach (var words in new string[][] { [], ["--help"], ["run", "--help"] }) Assert.Equal(0, _tree.Run(words).ExitCode);
        Assert.Equal(1, Builds("lib/ImageNotebooks.Cli"));
        Assert.Equal(0, Builds("lib/ImageNotebooks.Course"));
        Assert.DoesNotContain(_tree.Calls, call => call.StartsWith("dotnet restore", StringComparison.Ordinal));
    }

    [UnixFact("bash")]
    public void A_command_that_the_program_does_not_know_ends_before_anything_is_installed()
    {
        _tree.Write("environment/apt-packages.txt", "big-package run any /nowhere\n");
        var start = _tree.Run(["bogus"]);
        Assert.Equal(1, start.ExitCode);
        Assert.Equal("lab: does not know bogus", start.Error.TrimEnd().Split('\n')[^1]);
        Assert.DoesNotContain(_tree.Calls, call => call.StartsWith("apt-get", StringComparison.Ordinal));
    }

    // ---- stack

    [UnixTheory("bash")]
    [InlineData("serves", false, "cpu", 1)]
    [InlineData("serves", true, "cuda", 1)]
    [InlineData("refuses", false, "system", 1)]
    [InlineData("refuses", true, "system", 2)]
    public void The_stack_is_chosen_once_by_what_nuget_serves(string nuget, bool gpu, string stack, int questions)
    {
        if (gpu) _tree.Stub("nvidia-smi", "echo 550.54.15");
        for (var i = 0; i < 2; i++)
        {
            Assert.Contains($"stack: {stack}\n", _tree.Run(["run", "x"], ("STUB_NUGET", nuget)).Out, StringComparison.Ordinal);
        }
        Assert.Equal(questions, _tree.Calls.Count(call => call.StartsWith("dotnet restore", StringComparison.Ordinal)));
        Assert.Contains($"dotnet build lib/ImageNotebooks.Course -c Release --nologo -v quiet -p:Stack={stack}", _tree.Calls);
        Assert.Empty(_tree.TemporaryFiles);
    }

    [UnixFact("bash")]
    public void A_network_that_was_down_does_not_decide_the_stack_for_ever()
    {
        Assert.Contains("stack: system\n", _tree.Run(["run", "x"], ("STUB_NUGET", "is silent")).Out, StringComparison.Ordinal);
        Assert.Contains("stack: cpu\n", _tree.Run(["run", "x"], ("STUB_NUGET", "serves")).Out, StringComparison.Ordinal);
    }

    [UnixTheory("bash")]
    [InlineData("x86_64", "../libstdc++.so.6.old", "needs the C++ library of GCC 13")]
    [InlineData("aarch64", "../libstdc++.so.6", "has no build for Linux on aarch64")]
    public void A_package_that_restores_but_could_not_be_loaded_is_not_chosen(string processor, string library, string reason)
    {
        (string, string)[] machine = [("STUB_NUGET", "serves"), ("STUB_PROCESSOR", processor), ("STUB_CXX_LIBRARY", _tree.PathOf(library))];
        var start = _tree.Run(["run", "x"], machine);
        Assert.Contains("stack: system\n", start.Out, StringComparison.Ordinal);
        Assert.Contains(reason, start.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(_tree.Calls, call => call.StartsWith("dotnet restore", StringComparison.Ordinal));

        start = _tree.Run(["run", "x", "--stack", "cpu"], machine);
        Assert.Contains("stack: cpu\n", start.Out, StringComparison.Ordinal);
        Assert.Contains("stack: cpu (asked for with --stack, but will not start: TorchSharp", start.Error, StringComparison.Ordinal);
        // Doctor shows it from then on.
        Assert.Contains(reason, File.ReadAllText(_tree.PathOf("environment/.state/stack")), StringComparison.Ordinal);
    }

    [UnixFact("bash")]
    public void TorchSharp_is_not_chosen_where_the_C_library_is_not_glibc()
    {
        var start = _tree.Run(["run", "x"], ("STUB_NUGET", "serves"), ("STUB_C_LIBRARY", "musl libc (x86_64)"));
        Assert.Contains("stack: system\n", start.Out, StringComparison.Ordinal);
        Assert.Contains("the C library of this system is musl", start.Error, StringComparison.Ordinal);
    }

    [UnixFact("bash")]
    public void A_Mac_that_no_stack_runs_on_is_told_so_and_its_doctor_starts()
    {
        (string, string)[] machine = [("STUB_NUGET", "serves"), ("STUB_SYSTEM", "Darwin")];
        var start = _tree.Run(["run", "x"], machine);
        Assert.Equal(1, start.ExitCode);
        Assert.Contains("TorchSharp has no build for macOS on Intel processors, and stack system is for Linux", start.Error, StringComparison.Ordinal);
        Assert.Equal(0, _tree.Run(["doctor"], machine).ExitCode);
        Assert.Contains("stack: cpu\n", _tree.Run(["run", "x"], [.. machine, ("STUB_PROCESSOR", "arm64")]).Out, StringComparison.Ordinal);
    }

    [UnixFact("bash")]
    public void A_driver_that_is_too_old_for_cuda_is_not_chosen_and_named()
    {
        _tree.Stub("nvidia-smi", "echo 470.256.02");
        var start = _tree.Run(["run", "x"], ("STUB_NUGET", "serves"));
        Assert.Contains("stack: cpu\n", start.Out, StringComparison.Ordinal);
        Assert.Contains("NVIDIA driver 470.256.02 is older than the 525", start.Error, StringComparison.Ordinal);
    }

    [UnixFact("bash")]
    public void A_checkout_that_cannot_be_written_to_is_left_as_it_is()
    {
        _tree.Write("environment/.state", "a file where the launcher keeps a folder, which root cannot write into either");
        var start = _tree.Run(["run", "x"]);
        Assert.Equal(1, start.ExitCode);
        Assert.Equal($"lab: lab builds in its own folder, and {_tree.Root} cannot be written to (or its disk is full); copy the checkout to a folder of yours, or make room, then start again.\n", start.Error);
        Assert.DoesNotContain(_tree.Calls, call => call.StartsWith("dotnet build", StringComparison.Ordinal));
    }

    [UnixFact("bash")]
    public void The_stack_that_was_asked_for_is_remembered_and_built()
    {
        _tree.Run(["run", "x"]);
        Assert.Contains("stack: cpu\n", _tree.Run(["run", "x", "--stack", "cpu"]).Out, StringComparison.Ordinal);
        Assert.Contains("stack: cpu\n", _tree.Run(["run", "x"]).Out, StringComparison.Ordinal);
        Assert.Contains("stack: system\n", _tree.Run(["--stack=system", "run", "x"]).Out, StringComparison.Ordinal);
        Assert.Equal(3, Builds("lib/ImageNotebooks.Course"));
        Assert.Equal("system asked for with --stack\n", File.ReadAllText(_tree.PathOf("environment/.state/stack")));
    }

    [UnixTheory("bash")]
    [InlineData("--stack", "gpu")]
    [InlineData("--stack=")]
    [InlineData("--stack")]
    public void A_stack_that_does_not_exist_is_refused(params string[] words)
    {
        var start = _tree.Run(["run", .. words]);
        Assert.Equal(1, start.ExitCode);
        Assert.Contains("--stack takes system, cpu or cuda", start.Error, StringComparison.Ordinal);
        Assert.Empty(_tree.Calls);
    }

    // ---- build

    [UnixFact("bash")]
    public void Fresh_sources_are_not_built_again()
    {
        _tree.Run(["run", "x"]);
        var second = _tree.Run(["run", "x"]);
        Assert.Equal("", second.Error);
        Assert.Equal(1, Builds("lib/ImageNotebooks.Cli"));
        Assert.Equal(1, Builds("lib/ImageNotebooks.Course"));
    }

    [UnixFact("bash")]
    public void A_changed_or_deleted_source_and_a_lost_program_or_library_are_built_again()
    {
        _tree.Write("lib/ImageNotebooks/Other.cs", "// other");
        _tree.Run(["run", "x"]);
        File.Delete(_tree.PathOf("lib/ImageNotebooks/Other.cs"));
        _tree.Run(["run", "x"]);
        Assert.Equal((1, 2), (Builds("lib/ImageNotebooks.Cli"), Builds("lib/ImageNotebooks.Course")));

        _tree.Write("lib/ImageNotebooks.Host/Source.cs", "// changed");
        _tree.Run(["run", "x"]);
        Assert.Equal((2, 2), (Builds("lib/ImageNotebooks.Cli"), Builds("lib/ImageNotebooks.Course")));

        File.Delete(_tree.PathOf("lib/ImageNotebooks.Cli/bin/Release/net10.0/lab.dll"));
        _tree.Run(["run", "x"]);
        Assert.Equal((3, 2), (Builds("lib/ImageNotebooks.Cli"), Builds("lib/ImageNotebooks.Course")));

        Directory.Delete(_tree.PathOf("lib/ImageNotebooks.Course/bin"), recursive: true);
        _tree.Run(["run", "x"]);
        Assert.Equal((3, 3), (Builds("lib/ImageNotebooks.Cli"), Builds("lib/ImageNotebooks.Course")));
    }

    [UnixFact("bash")]
    public void A_build_that_fails_shows_the_errors_and_is_tried_again()
    {
        var start = _tree.Run(["run", "x"], ("STUB_BROKEN", "lib/ImageNotebooks.Course"));
        Assert.Equal(1, start.ExitCode);
        Assert.Contains("lib/X.cs(3,1): error CS1002: ; expected\n", start.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("word: run", start.Out, StringComparison.Ordinal);
        Assert.Equal(0, _tree.Run(["run", "x"]).ExitCode);
    }

    [UnixFact("bash")]
    public void A_build_without_room_says_so_and_leaves_no_file_that_is_cut_short()
    {
        _tree.Stub("df", "echo 'Filesystem 1024-blocks Used Available Capacity Mounted on'; echo \"/dev/x 100000 98976 1024 99% /\"");
        Directory.CreateDirectory(_tree.PathOf("lib/ImageNotebooks/obj"));
        var start = _tree.Run(["run", "x"], ("STUB_BROKEN", "lib/ImageNotebooks.Course"));
        Assert.Equal(1, start.ExitCode);
        Assert.EndsWith($"lab: the disk of {_tree.Root} is full (1 MB are left); make room, then start again.\n", start.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_tree.PathOf("lib/ImageNotebooks/obj")));
        Assert.True(File.Exists(_tree.PathOf("lib/ImageNotebooks/Source.cs")));

        _tree.RemoveStub("df");
        Assert.Equal(0, _tree.Run(["run", "x"]).ExitCode);
    }

    [UnixFact("bash")]
    public void Doctor_starts_where_the_library_does_not_build_and_installs_nothing()
    {
        _tree.Write("environment/apt-packages.txt", "big-package run any /nowhere\n");
        var start = _tree.Run(["doctor"], ("STUB_BROKEN", "lib/ImageNotebooks.Course"));
        Assert.Equal(0, start.ExitCode);
        Assert.Contains("stack: system\n", start.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(_tree.Calls, call => call.StartsWith("apt-get", StringComparison.Ordinal) || call.StartsWith("npm", StringComparison.Ordinal));
    }

    [UnixTheory("bash")]
    [InlineData("data")]
    [InlineData("weights")]
    [InlineData("convert")]
    public void What_needs_the_commands_alone_asks_for_no_stack(string command)
    {
        _tree.Write("environment/apt-packages.txt", "big-package run any /nowhere\n");
        Assert.Equal(0, _tree.Run([command, "list"]).ExitCode);
        Assert.Equal((1, 0), (Builds("lib/ImageNotebooks.Cli"), Builds("lib/ImageNotebooks.Course")));
        Assert.DoesNotContain(_tree.Calls, call => call.StartsWith("apt-get", StringComparison.Ordinal) || call.StartsWith("npm", StringComparison.Ordinal) || call.StartsWith("dotnet restore", StringComparison.Ordinal));
    }

    [UnixTheory("bash")]
    [InlineData("Downloads")]
    [InlineData("Weights")]
    public void A_change_to_what_both_use_builds_both_the_commands_and_the_library(string project)
    {
        _tree.Run(["run", "x"]);
        _tree.Write($"lib/ImageNotebooks.{project}/Source.cs", "// changed");
        _tree.Run(["run", "x"]);
        Assert.Equal((2, 2), (Builds("lib/ImageNotebooks.Cli"), Builds("lib/ImageNotebooks.Course")));
    }

    [LinuxFact("flock")]
    public async Task Two_starts_at_once_build_once()
    {
        var starts = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => _tree.Run(["run", "x"], ("STUB_BUILD_SECONDS", "0.5")))));
        Assert.All(starts, start => Assert.Equal(0, start.ExitCode));
        Assert.Equal((1, 1), (Builds("lib/ImageNotebooks.Cli"), Builds("lib/ImageNotebooks.Course")));
        Assert.Single(starts, start => start.Error.Contains("waiting for another start", StringComparison.Ordinal));
    }
}
