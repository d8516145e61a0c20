using System.Diagnostics;
using System.Text.Json;

namespace ImageNotebooks.Cli.Tests;

/// <summary><c>lab doctor</c> on machines drawn in a folder, and once on this one.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lab doctor ");

    public DoctorTests()
    {
        Write("workspace/environment/apt-packages.txt", "libtorch-dev run system /usr/include/torch/csrc/api/include/torch/torch.h\ncmake run system cmake\nnpm run any npm\npython3-torch bench any /usr/torch.py\n");
        Write("workspace/Directory.Packages.props", "<PackageVersion Include=\"TorchSharp-cpu\" Version=\"0.107.0\" />");
        Write("root/etc/os-release", "NAME=x\nPRETTY_NAME=\"Some Linux 12\"\n");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(string path) => Path.Combine(_folder.FullName, path);

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllText(PathOf(path), text);
    }

    private void Command(string name, string answer)
    {
        Write("root/bin/" + name, $"#!/bin/sh\necho '{answer}'\n");
        File.SetUnixFileMode(PathOf("root/bin/" + name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private Workspace Workspace(string stack) => new(PathOf("workspace"), stack);

    private IReadOnlyList<Finding> Look(string stack = "system") => new Findings(new Machine(PathOf("root"), PathOf("root/bin")), Workspace(stack)).All();

    private Finding Look(string stack, string what) => Look(stack).Single(finding => finding.What == what);

    private void InstallAll()
    {
        foreach (var (name, answer) in new[] { ("dotnet", "10.0.100"), ("cmake", ""), ("npm", "") }) Command(name, answer);
        Write("root/usr/include/torch/csrc/api/include/torch/torch.h", "");
        Write("root/usr/include/torch/csrc/api/include/torch/version.h", "#define TORCH_VERSION_MAJOR 2\n#define TORCH_VERSION_MINOR 6\n#define TORCH_VERSION_PATCH 1\n");
        Write("root/usr/lib/x86_64-linux-gnu/openblas-pthread/libblas.so.3", "");
        File.CreateSymbolicLink(PathOf("root/usr/lib/x86_64-linux-gnu/libblas.so.3"), PathOf("root/usr/lib/x86_64-linux-gnu/openblas-pthread/libblas.so.3"));
        Write("workspace/environment/node_modules/plotly.js-dist-min/package.json", "{ \"version\": \"4.1.2\" }");
    }

    [LinuxFact("apt-get")]
    public void On_a_bare_machine_each_missing_thing_names_the_command_that_mends_it()
    {
        var findings = Look();
        Assert.False(DoctorCommand.IsReady(findings));
        Assert.Equal(
            [".NET SDK", "Packages", "libtorch", "BLAS", "plotly.js"],
            findings.Where(finding => finding.State == FindingState.Missing).Select(finding => finding.What));
        Assert.All(findings.Where(finding => finding.State != FindingState.Ok), finding => Assert.False(string.IsNullOrEmpty(finding.Mend)));
        Assert.EndsWith("apt-get install --no-install-recommends libtorch-dev cmake npm", findings.Single(finding => finding.What == "Packages").Mend, StringComparison.Ordinal);
    }

    [LinuxFact("a stub of a Linux machine")]
    public void Missing_optional_things_are_no_failure()
    {
        InstallAll();
        var findings = Look();
        Assert.True(DoctorCommand.IsReady(findings));
        Assert.Contains(findings, finding => finding is { What: "Jupyter", State: FindingState.Optional });
        Assert.Equal("2.6.1, the system's, CPU only", findings.Single(finding => finding.What == "libtorch").Found);
        Assert.StartsWith("Some Linux 12, ", findings.Single(finding => finding.What == "System").Found, StringComparison.Ordinal);
    }

    [LinuxFact("a stub of a Linux machine")]
    public void The_package_tells_the_version_of_libtorch_where_there_is_one()
    {
        InstallAll();
        Command("dpkg-query", "2.6.1+dfsg-4");
        Assert.Equal("2.6.1+dfsg-4, the system's, CPU only", Look("system", "libtorch").Found);
    }

    [LinuxFact("a stub of a Linux machine")]
    public void The_slow_reference_blas_is_named_with_what_replaces_it()
    {
        InstallAll();
        var entry = PathOf("root/usr/lib/x86_64-linux-gnu/libblas.so.3");
        File.Delete(entry);
        Write("root/usr/lib/x86_64-linux-gnu/blas/libblas.so.3", "");
        File.CreateSymbolicLink(entry, PathOf("root/usr/lib/x86_64-linux-gnu/blas/libblas.so.3"));
        Assert.Equal((FindingState.Optional, "update-alternatives --auto libblas.so.3-x86_64-linux-gnu"), (Look("system", "BLAS").State, Look("system", "BLAS").Mend));

        Directory.Delete(PathOf("root/usr/lib/x86_64-linux-gnu/openblas-pthread"), recursive: true);
        Assert.EndsWith("libopenblas0-pthread", Look("system", "BLAS").Mend, StringComparison.Ordinal);
    }

    [LinuxFact("a stub of a Linux machine")]
    public void A_gpu_that_the_stack_leaves_unused_is_offered()
    {
        Command("nvidia-smi", "NVIDIA A100, 81920 MiB, 550.54");
        Assert.Equal(
            ("NVIDIA A100 81920 MiB 550.54, not used by stack cpu", "environment/lab doctor --stack cuda"),
            (Look("cpu", "GPU").Found, Look("cpu", "GPU").Mend));
        Assert.Equal(FindingState.Ok, Look("cuda", "GPU").State);
    }

    [LinuxFact("a stub of a Linux machine")]
    public void A_driver_that_is_too_old_for_cuda_is_missing_where_cuda_is_the_stack()
    {
        Command("nvidia-smi", "Tesla K80, 11441 MiB, 470.256.02");
        Assert.Equal(
            (FindingState.Missing, "Tesla K80 11441 MiB 470.256.02, older than the 525 that CUDA 12 needs", "environment/lab doctor --stack cpu"),
            (Look("cuda", "GPU").State, Look("cuda", "GPU").Found, Look("cuda", "GPU").Mend));
        Assert.Equal(FindingState.Ok, Look("cpu", "GPU").State);
    }

    [Fact]
    public void The_stack_comes_with_the_reason_that_the_launcher_noted()
    {
        Write("workspace/environment/.state/stack", "cpu NuGet serves it\n");
        Assert.Equal("cpu: NuGet serves it (change it with --stack)", Look("cpu", "Stack").Found);
        Assert.Equal("system (change it with --stack)", Look("system", "Stack").Found);
        Assert.Equal("NuGet package TorchSharp-cpu 0.107.0", Look("cpu", "libtorch").Found);
    }

    [Fact]
    public void A_library_whose_build_failed_is_missing()
    {
        Assert.Equal(FindingState.Ok, Look("system", "Library").State);
        Write("workspace/environment/.state/library.log", "error");
        Assert.Equal(FindingState.Missing, Look("system", "Library").State);
        Write("workspace/environment/.state/library", "1 2");
        Assert.Equal("built", Look("system", "Library").Found);
    }

    [Fact]
    public void Json_holds_every_finding()
    {
        var findings = Look();
        using var json = JsonDocument.Parse(DoctorCommand.ToJson(Workspace("system"), findings));
        Assert.False(json.RootElement.GetProperty("ready").GetBoolean());
        Assert.Equal("system", json.RootElement.GetProperty("stack").GetString());
        var sdk = json.RootElement.GetProperty("findings").EnumerateArray().Single(finding => finding.GetProperty("what").GetString() == ".NET SDK");
        Assert.Equal("missing", sdk.GetProperty("state").GetString());
        Assert.StartsWith("https://", sdk.GetProperty("mend").GetString(), StringComparison.Ordinal);
        Assert.Equal(findings.Count, json.RootElement.GetProperty("findings").GetArrayLength());
    }

    [Fact]
    public void A_pipe_gets_one_unwrapped_line_for_a_finding_and_one_for_its_command()
    {
        var long_ = new string('x', 300);
        var text = DoctorCommand.ToText([new("A", FindingState.Ok, long_), new("Longer", FindingState.Missing, "gone", "mend it")]);
        Assert.Equal($"ok        A       {long_}\nmissing   Longer  gone\n                  mend: mend it\n", text);
    }

    [Fact]
    public void The_program_itself_answers_in_json_with_the_exit_code_of_its_verdict()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "lab.dll"), "doctor", "--json"]) { RedirectStandardOutput = true };
        start.Environment["IMAGENOTEBOOKS_ROOT"] = Repository.Root;
        start.Environment["IMAGENOTEBOOKS_STACK"] = "cpu";
        using var process = Process.Start(start)!;
        using var json = JsonDocument.Parse(process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(Repository.Root, json.RootElement.GetProperty("root").GetString());
        Assert.Equal("cpu", json.RootElement.GetProperty("stack").GetString());
        Assert.Equal(json.RootElement.GetProperty("ready").GetBoolean() ? 0 : 1, process.ExitCode);
    }
}
