using System.CommandLine;
using ImageNotebooks.Host;

namespace ImageNotebooks.Cli;

/// <summary><c>lab kernel</c>: the kernel by which Jupyter and VS Code run the notebooks: registering it, and the process that runs its cells.</summary>
public static class KernelCommand
{
    private static string Folder => KernelSpec.UserFolder(Environment.GetEnvironmentVariable);

    /// <summary>The command for <see cref="Program"/>'s list.</summary>
    public static Command Create() => new("kernel", "Let Jupyter and VS Code run the notebooks with this workspace's C#") { Install(), List(), Remove(), Serve() };

    private static Command Install()
    {
        var force = new Option<bool>("--force") { Description = "Also where .NET Interactive has registered its kernel under the same name" };
        var command = new Command("install", $"Register the kernel as {KernelSpec.Name} for this user") { force };
        command.SetAction(parsed => Install(parsed.GetValue(force)));
        return command;
    }

    /// <summary>The kernel that is registered for this user, whosever it is; null where there is none.</summary>
    internal static KernelSpec? Registered => KernelSpec.Read(Path.Combine(Folder, KernelSpec.Name));

    /// <summary>Registers this workspace's kernel, unless another program's is there and stays.</summary>
    internal static int Install(bool force)
    {
        var known = Registered;
        if (known is { IsOurs: false } && !force)
        {
            var whose = known.IsDotNetInteractive ? ".NET Interactive has" : "Another program has";
            Console.WriteLine($"{whose} registered a kernel as {KernelSpec.Name} in {known.Folder}; the notebooks run in it. `environment/lab kernel install --force` puts this workspace's in its place.");
            return 0;
        }
        var machine = new Machine();
        var python = PythonWithIPyKernel(machine) ?? throw new LabException(
            $"No Python here has ipykernel, the part of Jupyter that kernels are made with; install it, then try again: {AptPackage.InstallCommand("jupyter-notebook", "python3-ipykernel")}");
        var installed = KernelSpec.Install(Folder, Workspace.Find(), python, Environment.ProcessPath!);
        Console.WriteLine($"Registered {KernelSpec.Name} in {installed.Folder}.");
        if (machine.FindCommand(Findings.NotebookPrograms) is null)
            Console.WriteLine($"Neither Jupyter nor VS Code is here to open notebooks in; {AptPackage.InstallCommand("jupyter-notebook")} brings Jupyter.");
        return 0;
    }

    /// <summary>A Python that can import ipykernel, or null; Debian's is not always the first on PATH.</summary>
    /// <param name="machine">Where commands are looked for.</param>
    /// <param name="systems">The system's own Python.</param>
    public static string? PythonWithIPyKernel(Machine machine, string systems = "/usr/bin/python3") =>
        new[] { machine.FindCommand("python3"), systems, machine.FindCommand("python") }.OfType<string>().Where(File.Exists).Distinct()
            .FirstOrDefault(python => machine.Ask("/", python, "-c", "import ipykernel.kernelbase, ipykernel.kernelapp; print(1)") == "1");

    private static Command List()
    {
        var command = new Command("list", "Show this user's kernels and whose they are");
        command.SetAction(_ =>
        {
            var kernels = KernelSpec.In(Folder);
            foreach (var kernel in kernels)
                Console.WriteLine($"{Path.GetFileName(kernel.Folder),-20} {(kernel.IsOurs ? "this workspace's or a copy's" : kernel.IsDotNetInteractive ? ".NET Interactive's" : "another program's"),-30} {kernel.Folder}");
            if (kernels.Count == 0) Console.WriteLine($"There are no kernels in {Folder}; `environment/lab kernel install` registers this workspace's.");
            return 0;
        });
        return command;
    }

    private static Command Remove()
    {
        var command = new Command("remove", "Take the kernel away again, if it is this workspace's");
        command.SetAction(_ =>
        {
            if (KernelSpec.Read(Path.Combine(Folder, KernelSpec.Name)) is not { } kernel)
                throw new LabException($"There is no kernel {KernelSpec.Name} in {Folder}.");
            if (!kernel.IsOurs) throw new LabException($"The kernel in {kernel.Folder} is another program's and stays.");
            try
            {
                Directory.Delete(kernel.Folder, recursive: true);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                throw new LabException($"{kernel.Folder} cannot be removed: {problem.Message}");
            }
            Console.WriteLine($"Removed {kernel.Folder}.");
            return 0;
        });
        return command;
    }

    // What environment/jupyter starts; a person has no use for it.
    private static Command Serve()
    {
        var command = new Command("serve", "Run cells that come over standard input") { Hidden = true };
        command.SetAction(_ =>
        {
            KernelServer.RunAsync(Environment.CurrentDirectory).GetAwaiter().GetResult();
            // A cell that still runs may hold threads that would keep the process alive.
            Environment.Exit(0);
            return 0;
        });
        return command;
    }
}
