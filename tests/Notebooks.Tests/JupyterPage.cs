using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;

namespace Notebooks.Tests;

/// <summary>A notebook open in Jupyter, in Chromium, as <c>lab notebook</c> serves it; kernels are registered in a folder of its own.</summary>
internal sealed class JupyterPage : IAsyncDisposable
{
    private static readonly string Lab = Repository.PathOf("lib", "ImageNotebooks.Cli", "bin", "Release", "net10.0", "lab.dll");

    private readonly DirectoryInfo data;
    private readonly Process server;
    private readonly IPlaywright playwright;
    private readonly IBrowser browser;

    private JupyterPage(DirectoryInfo data, Process server, IPlaywright playwright, IBrowser browser, IPage page) =>
        (this.data, this.server, this.playwright, this.browser, Page) = (data, server, playwright, browser, page);

    public IPage Page { get; }

    /// <summary>Starts Jupyter and opens a notebook, whose kernel is ready then.</summary>
    public static async Task<JupyterPage> OpenAsync(string notebook)
    {
        var data = Directory.CreateTempSubdirectory("jupyter-");
        var server = Serve(notebook, FreePort(), data.FullName);
        var address = await AddressAsync(server);

        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Executable, Args = ["--no-sandbox", "--disable-gpu"] });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1100, Height = 1400 } });
        for (var i = 0; ; i++)
        {
            try
            {
                await page.GotoAsync(address);
                break;
            }
            catch (PlaywrightException) when (i < 60)
            {
                await Task.Delay(500);
            }
        }
        var opened = new JupyterPage(data, server, playwright, browser, page);
        await opened.UntilAsync("() => window.Jupyter?.notebook?.kernel?.is_connected() && Jupyter.notebook._fully_loaded", TimeSpan.FromMinutes(1));
        // What is tried here is not to be saved into the notebook.
        await page.EvaluateAsync("() => Jupyter.notebook.set_autosave_interval(0)");
        return opened;
    }

    /// <summary>Waits until a function of the page is true.</summary>
    public Task UntilAsync(string function, TimeSpan patience) => Page.WaitForFunctionAsync(function, null, new() { Timeout = (float)patience.TotalMilliseconds, PollingInterval = 50 });

    /// <summary>Waits until every cell that was started has ended.</summary>
    public Task UntilIdleAsync(TimeSpan patience) => UntilAsync("() => !Jupyter.notebook.kernel_busy && document.querySelectorAll('.code_cell.running').length === 0", patience);

    /// <summary>Reads all that the server prints, which would wait for a reader, and gives the address.</summary>
    private static async Task<string> AddressAsync(Process server)
    {
        var (address, said) = (new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously), new ConcurrentQueue<string>());
        server.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith("http", StringComparison.Ordinal) == true) address.TrySetResult(line.Data);
        };
        server.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        if (await Task.WhenAny(address.Task, server.WaitForExitAsync()) != address.Task) throw new InvalidOperationException(string.Join('\n', said));
        return await address.Task;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Process Serve(string notebook, int port, string data)
    {
        var start = new ProcessStartInfo("dotnet", [Lab, "notebook", notebook, "--no-browser", "--port", $"{port}"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["JUPYTER_DATA_DIR"] = start.Environment["JUPYTER_CONFIG_DIR"] = data;
        start.Environment["IMAGENOTEBOOKS_ROOT"] = Repository.Root;
        return Process.Start(start)!;
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
        server.Kill(entireProcessTree: true);
        await server.WaitForExitAsync();
        server.Dispose();
        data.Delete(recursive: true);
    }
}
