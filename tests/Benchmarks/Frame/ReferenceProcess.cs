using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageNotebooks.Cli;

namespace ImageNotebooks.Benchmarks;

/// <summary>The reference needs something that this machine lacks; the message says how to install it.</summary>
/// <param name="message">The sentence.</param>
public sealed class ReferenceMissingException(string message) : Exception(message);

/// <summary>Python's side of the benchmarks: one child process, asked and answering in lines of JSON, that lives as long as this object.</summary>
/// <param name="script">Path of <c>reference.py</c>.</param>
/// <param name="allocator">What its C library does with freed memory.</param>
/// <param name="python">The interpreter for which Debian's packages are installed; another one on PATH would not see them.</param>
public sealed class ReferenceProcess(string script, Allocator allocator = Allocator.Default, string python = "/usr/bin/python3") : IDisposable
{
    private const int ErrorLinesKept = 20;

    private readonly Queue<string> _errors = new();
    private Process? _process;

    /// <summary>Makes a function of the script ready.</summary>
    /// <exception cref="ReferenceMissingException">Python or a module is not installed.</exception>
    /// <exception cref="LabException">The script failed.</exception>
    public void Prepare(PythonReference reference)
    {
        var request = new JsonObject { ["prepare"] = reference.Name, ["arguments"] = JsonSerializer.SerializeToNode(reference.Arguments) };
        if (Ask(request)["ready"]?.GetValue<bool>() != true) throw new LabException($"reference.py did not answer that {reference.Name} is ready.");
    }

    /// <summary>Runs one round of a prepared function.</summary>
    /// <returns>Its seconds, as Python measured them.</returns>
    /// <inheritdoc cref="Prepare"/>
    public double Round(string name) => Ask(new JsonObject { ["round"] = name })["seconds"]?.GetValue<double>()
        ?? throw new LabException($"reference.py answered a round of {name} without its seconds.");

    private JsonNode Ask(JsonObject request)
    {
        var process = _process ??= Start();
        string? line = null;
        try
        {
            process.StandardInput.WriteLine(request.ToJsonString());
            process.StandardInput.Flush();
            line = process.StandardOutput.ReadLine();
        }
        catch (IOException)
        {
            // The child is gone; what it said last explains it better than the broken pipe.
        }
        if (line is null) throw Ended(process);

        var answer = JsonNode.Parse(line)!;
        if (answer["missing"]?.GetValue<string>() is { } package) throw new ReferenceMissingException(AptPackage.InstallCommand(package));
        if (answer["error"]?.GetValue<string>() is { } error) throw new LabException($"reference.py could not answer {request.ToJsonString()}: {error}");
        return answer;
    }

    private Process Start()
    {
        if (!File.Exists(python)) throw new ReferenceMissingException(AptPackage.InstallCommand("python3"));
        var start = new ProcessStartInfo(python, [script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        if (allocator == Allocator.KeepsMemory)
        {
            // glibc's own names for what SystemTorch asks of mallopt.
            start.Environment["MALLOC_MMAP_THRESHOLD_"] = start.Environment["MALLOC_TRIM_THRESHOLD_"] = (1 << 30).ToString(CultureInfo.InvariantCulture);
            start.Environment["MALLOC_TOP_PAD_"] = (64 << 20).ToString(CultureInfo.InvariantCulture);
        }
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginErrorReadLine();
        return process;
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_errors)
        {
            _errors.Enqueue(line);
            if (_errors.Count > ErrorLinesKept) _errors.Dequeue();
        }
    }

    private LabException Ended(Process process)
    {
        process.WaitForExit();
        _process = null;
        lock (_errors) return new LabException($"reference.py ended with exit code {process.ExitCode} and said:\n{string.Join('\n', _errors)}");
    }

    /// <summary>Ends the child by closing its input, or by force where it does not listen.</summary>
    public void Dispose()
    {
        if (_process is null) return;
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5))) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
