using System.Text.Json.Nodes;

namespace ImageNotebooks.Cli.Tests;

public sealed class KernelSpecTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kernels-");

    public void Dispose() => _folder.Delete(recursive: true);

    private KernelSpec Install() => KernelSpec.Install(_folder.FullName, new Workspace("/workspace", "system"), "/usr/bin/python3", "/usr/bin/dotnet");

    private string Write(string name, string json)
    {
        var folder = _folder.CreateSubdirectory(name).FullName;
        File.WriteAllText(Path.Combine(folder, "kernel.json"), json);
        return folder;
    }

    [Fact]
    public void An_installed_kernel_is_ours_and_names_the_workspace()
    {
        var folder = Install().Folder;
        Assert.Equal(KernelSpec.Name, Path.GetFileName(folder));
        Assert.Equal(["kernel.json"], Directory.EnumerateFiles(folder).Select(Path.GetFileName));
        Assert.True(KernelSpec.Read(folder)!.IsOurs);
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "kernel.json")))!;
        Assert.Equal(["/usr/bin/python3", Path.Combine("/workspace", "environment", "jupyter", "imagenotebooks_kernel.py"), "-f", "{connection_file}"], json["argv"]!.AsArray().Select(word => word!.ToString()));
        Assert.Equal(("C#", "message", "/workspace"), (json["language"]!.ToString(), json["interrupt_mode"]!.ToString(), json["env"]!["IMAGENOTEBOOKS_ROOT"]!.ToString()));
    }

    [Theory]
    [InlineData("""{"argv": ["dotnet", "interactive", "jupyter", "{connection_file}"]}""", true)]
    [InlineData("""{"argv": ["/home/a/.dotnet/tools/dotnet-interactive", "jupyter", "{connection_file}"]}""", true)]
    [InlineData("""{"argv": ["other"]}""", false)]
    public void The_kernel_of_another_program_is_known_as_such(string json, bool isDotNetInteractive)
    {
        var kernel = KernelSpec.Read(Write(".net-csharp", json))!;
        Assert.Equal((false, isDotNetInteractive), (kernel.IsOurs, kernel.IsDotNetInteractive));
    }

    [Fact]
    public void What_cannot_be_read_is_no_kernel()
    {
        Write("broken", "{");
        Write("empty", "{}");
        _folder.CreateSubdirectory("nothing");
        Install();
        Assert.Equal([KernelSpec.Name], KernelSpec.In(_folder.FullName).Select(kernel => Path.GetFileName(kernel.Folder)));
        Assert.Empty(KernelSpec.In(Path.Combine(_folder.FullName, "none")));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_named()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, KernelSpec.Name), "a file where the folder should be");
        var problem = Assert.Throws<LabException>(Install);
        Assert.Contains($"{Path.Combine(_folder.FullName, KernelSpec.Name)} cannot be written", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_user_s_kernels_are_where_Jupyter_is_told_to_look_for_them() =>
        Assert.Equal(Path.Combine("/j", "kernels"), KernelSpec.UserFolder(name => name == "JUPYTER_DATA_DIR" ? "/j" : null));

    [LinuxFact("XDG_DATA_HOME")]
    public void The_user_s_kernels_are_among_the_user_s_data() =>
        Assert.Equal("/x/jupyter/kernels", KernelSpec.UserFolder(name => name == "XDG_DATA_HOME" ? "/x" : null));

    [Fact]
    public void Where_no_Python_has_ipykernel_none_is_found() =>
        Assert.Null(KernelCommand.PythonWithIPyKernel(new Machine("/", _folder.FullName), "/nowhere/python3"));
}
