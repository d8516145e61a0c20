namespace ImageNotebooks.Cli.Tests;

public sealed class MachineTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("lab machine ");

    public void Dispose() => _root.Delete(recursive: true);

    private Machine Machine => new(_root.FullName, _root.FullName);

    private void Command(string name, string script)
    {
        var file = Path.Combine(_root.FullName, name);
        File.WriteAllText(file, "#!/bin/sh\n" + script + "\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    [UnixFact("paths that begin with /")]
    public void A_pattern_matches_within_folders()
    {
        Directory.CreateDirectory(Path.Combine(_root.FullName, "usr/lib/arm/pc"));
        File.WriteAllText(Path.Combine(_root.FullName, "usr/lib/arm/pc/hdf5-serial.pc"), "x");
        Assert.Equal(Path.Combine(_root.FullName, "usr/lib/arm/pc/hdf5-serial.pc"), Machine.Match("/usr/lib/*/pc/hdf5*.pc"));
        Assert.Null(Machine.Match("/usr/lib/*/hdf5*.pc"));
        Assert.True(Machine.Holds("/usr/*"));
    }

    [UnixFact("shell scripts")]
    public void A_command_that_is_absent_or_fails_answers_nothing()
    {
        Command("good", "echo ' yes '");
        Command("bad", "echo no; exit 3");
        Assert.Equal("yes", Machine.Ask("/", "good"));
        Assert.Null(Machine.Ask("/", "bad"));
        Assert.Null(Machine.Ask("/", "absent"));
        Assert.Null(Machine.Read("/absent"));
    }

    [Fact]
    public void Cores_are_counted_once_and_threads_each()
    {
        var cpu = CpuInfo.Parse(string.Concat(Enumerable.Range(0, 8).Select(i =>
            $"processor\t: {i}\nmodel name\t: Some CPU\nphysical id\t: {i / 4}\ncore id\t\t: {i % 2}\nflags\t\t: fpu avx2 avx512_bf16\n\n")));
        Assert.Equal(("Some CPU", 4, 8), (cpu.Model, cpu.PhysicalCores, cpu.LogicalCores));
        Assert.Contains("avx512_bf16", cpu.Flags);
        Assert.DoesNotContain("avx", cpu.Flags);
    }

    [Fact]
    public void A_processor_that_names_no_cores_has_one_for_each_thread()
    {
        var cpu = CpuInfo.Parse("processor\t: 0\nFeatures\t: fp asimd bf16\n\nprocessor\t: 1\nFeatures\t: fp asimd bf16\n\nHardware\t: Board\n");
        Assert.Equal((2, 2), (cpu.PhysicalCores, cpu.LogicalCores));
        Assert.Contains("bf16", cpu.Flags);
    }

    [Fact]
    public void The_workspace_s_own_package_list_reads_and_names_a_libtorch_and_a_blas()
    {
        var names = AptPackage.ReadAll(File.ReadAllText(Repository.PathOf("environment", "apt-packages.txt"))).Where(package => package.IsFor("run", "system")).Select(package => package.Name);
        Assert.Superset(new HashSet<string> { "libtorch-dev", "libopenblas0-pthread" }, names.ToHashSet());
    }

    [Fact]
    public void A_package_line_with_a_column_too_few_is_quoted()
    {
        var problem = Assert.Throws<LabException>(() => AptPackage.ReadAll("# fine\n\ncmake run system cmake\nnpm run any\n"));
        Assert.Contains("'npm run any' has 3 columns", problem.Message, StringComparison.Ordinal);
    }
}
