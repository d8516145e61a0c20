using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using ImageNotebooks.Host;

namespace ImageNotebooks.Cli;

/// <summary><c>lab notebook</c>: opens the workspace in Jupyter, for this user and this machine alone.</summary>
internal static class NotebookCommand
{
    private const string StartPage = "start-here";

    /// <summary>The command for <see cref="Program"/>'s list.</summary>
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "The notebook to open", DefaultValueFactory = _ => StartPage };
        var port = new Option<int>("--port") { Description = "The port on 127.0.0.1", DefaultValueFactory = _ => 8888 };
        var quiet = new Option<bool>("--no-browser") { Description = "Say the address and open nothing" };
        var command = new Command("notebook", "Open the notebooks in Jupyter") { name, port, quiet };
        command.SetAction((parsed, stop) => RunAsync(parsed.GetValue(name)!, parsed.GetValue(port), !parsed.GetValue(quiet), stop));
        return command;
    }

    private static async Task<int> RunAsync(string name, int port, bool opensBrowser, CancellationToken stop)
    {
        var workspace = Workspace.Find();
        var notebook = NotebookLocator.Resolve(name, workspace.Root);
        var jupyter = new Machine().FindCommand("jupyter-notebook", "jupyter")
            ?? throw new LabException($"Jupyter is not installed; {AptPackage.InstallCommand("jupyter-notebook", "python3-ipykernel")} brings it. VS Code opens the notebooks without it.");
        RequireFree(port);
        if (KernelCommand.Registered is null) KernelCommand.Install(force: false);
        // Chosen here, so that the address is known before Jupyter has started.
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        Console.WriteLine($"http://127.0.0.1:{port}/notebooks/{Escaped(Path.GetRelativePath(workspace.Root, notebook))}?token={token}");
        Console.WriteLine("Ctrl-C ends it.");
        return await ChildProcess.Attach(workspace.Root, jupyter, Arguments(jupyter, workspace.Root, notebook, port, token, opensBrowser), stop);
    }

    /// <summary>Jupyter's words: on this machine alone, with a token, this port or none.</summary>
    internal static IReadOnlyList<string> Arguments(string jupyter, string root, string notebook, int port, string token, bool opensBrowser) =>
    [
        .. Path.GetFileNameWithoutExtension(jupyter) == "jupyter" ? ["notebook"] : Array.Empty<string>(),
        .. opensBrowser ? [notebook] : new[] { "--no-browser" },
        "--ip=127.0.0.1", $"--port={port}", "--port-retries=0", $"--notebook-dir={root}", $"--NotebookApp.token={token}",
        // Pictures are larger than the megabyte a second that Jupyter lets through.
        "--NotebookApp.iopub_data_rate_limit=1e8",
        .. Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows() ? ["--allow-root"] : Array.Empty<string>(),
    ];

    private static void RequireFree(int port)
    {
        if (port is < 1 or > 65535) throw new LabException($"--port {port} is none: ports are 1 to 65535.");
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        }
        catch (SocketException problem)
        {
            throw new LabException(problem.SocketErrorCode == SocketError.AccessDenied
                ? $"Port {port} is reserved for the administrator; choose one above 1023: environment/lab notebook --port 8888"
                : $"Port {port} is taken, perhaps by a Jupyter that still runs; choose another: environment/lab notebook --port {(port < 65535 ? port + 1 : 8888)}");
        }
    }

    private static string Escaped(string path) => string.Join('/', path.Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString));
}
