using System.Diagnostics;

namespace ImageNotebooks.Cli.Tests;

/// <summary>What one start of the launcher did.</summary>
internal sealed record Start(int ExitCode, string Out, string Error);

/// <summary>A workspace of empty projects around a copy of the launcher, on a machine whose commands are stubs that note how they were called.</summary>
internal sealed class LauncherTree : IDisposable
{
    private static readonly string[] Tools =
    [
        "bash", "cat", "cksum", "df", "dirname", "env", "find", "flock", "grep", "head", "mkdir", "mktemp", "readlink", "rm", "sed", "sleep", "sort", "tail", "timeout", "touch",
    ];

    private const string DotnetStub = """
        case "$1" in
            --version) [[ ${STUB_SDK:-yes} == yes ]] ;;
            restore)
                case ${STUB_NUGET:-refuses} in
                    serves) ;;
                    refuses) echo 'error NU1101: Unable to find package'; exit 1 ;;
                    *) echo 'error NU1301: Unable to load the service index'; exit 1 ;;
                esac ;;
            build)
                sleep "${STUB_BUILD_SECONDS:-0}"
                if [[ $2 == "${STUB_BROKEN:-}" ]]; then echo "$PWD/lib/X.cs(3,1): error CS1002: ; expected [$PWD/lib/X.csproj]"; exit 1; fi
                mkdir -p "$2/bin/Release/net10.0"
                case $2 in *Cli) touch "$2/bin/Release/net10.0/lab.dll" ;; *) touch "$2/bin/Release/net10.0/ImageNotebooks.Course.dll" ;; esac
                echo "built $2" >>"$STUB_CALLS" ;;
            *lab.dll)
                if [[ $2 == --parse-only ]]; then [[ $3 != bogus ]] || { echo 'lab: does not know bogus' >&2; exit 1; }; exit 0; fi
                trap 'echo terminated; exit 42' TERM
                printf 'word: %s\n' "${@:2}"
                echo "root: $IMAGENOTEBOOKS_ROOT"
                echo "stack: ${IMAGENOTEBOOKS_STACK:-}"
                echo "folder: $PWD"
                if [[ -n ${STUB_WAIT:-} ]]; then echo waiting; while true; do sleep 0.1; done; fi
                cat
                exit "${STUB_EXIT:-0}" ;;
        esac
        """;

    private readonly DirectoryInfo _folder = Create();

    /// <summary>A tree whose first start has something to build, but nothing to install.</summary>
    public LauncherTree()
    {
        foreach (var folder in new[] { "environment/node_modules/plotly.js-dist-min", "environment/node_modules/katex", "lib/ImageNotebooks", "lib/ImageNotebooks.Cli", "lib/ImageNotebooks.Host", "lib/ImageNotebooks.Downloads", "lib/ImageNotebooks.Weights", "lib/ImageNotebooks.Course", "../bin", "../tools", "../tmp" })
        {
            Directory.CreateDirectory(PathOf(folder));
        }
        foreach (var file in new[] { "environment/lab", "global.json", "Directory.Build.props", "Directory.Packages.props" })
        {
            File.Copy(Repository.PathOf(file), PathOf(file));
        }
        foreach (var file in new[] { "ImageNotebooks", "ImageNotebooks.Cli", "ImageNotebooks.Host", "ImageNotebooks.Downloads", "ImageNotebooks.Weights" }) Write($"lib/{file}/Source.cs", "// " + file);
        Write("environment/apt-packages.txt", "# package group stacks proof\nalready-here run any bash\n");
        Write("environment/package.json", "{ \"dependencies\": {\n\"katex\": \"0.16.47\",\n\"plotly.js-dist-min\": \"4.1.2\"\n} }");
        Write("environment/node_modules/plotly.js-dist-min/package.json", "{ \"version\": \"4.1.2\" }");
        Write("environment/node_modules/katex/package.json", "{ \"version\": \"0.16.47\" }");

        var places = Environment.GetEnvironmentVariable("PATH")!.Split(':');
        foreach (var tool in Tools)
        {
            // macOS has neither flock nor timeout, and the launcher does without them.
            if (places.Select(place => Path.Combine(place, tool)).FirstOrDefault(File.Exists) is { } file) File.CreateSymbolicLink(PathOf("../tools", tool), file);
        }
        Stub("dotnet", DotnetStub);
        Stub("uname", "case $1 in -s) echo \"${STUB_SYSTEM:-Linux}\" ;; *) echo \"${STUB_PROCESSOR:-x86_64}\" ;; esac");
        Stub("ldd", "echo \"${STUB_C_LIBRARY:-ldd (Debian GLIBC 2.41-12) 2.41}\"");
        Stub("ldconfig", "printf '\\tlibstdc++.so.6 (libc6,x86-64) => %s\\n' \"$STUB_CXX_LIBRARY\"");
        Write("../libstdc++.so.6", "GLIBCXX_3.4.31 GLIBCXX_3.4.32");
        Write("../libstdc++.so.6.old", "GLIBCXX_3.4.30");
        Stub("id", "echo \"${STUB_UID:-0}\"");
        Stub("npm", "");
        Stub("apt-get", "");
    }

    /// <summary>The workspace's root; its name has a space in it.</summary>
    public string Root => Path.Combine(_folder.FullName, "work space");

    /// <summary>The calls of all stubs so far, one a line.</summary>
    public string[] Calls => File.Exists(PathOf("../calls")) ? File.ReadAllLines(PathOf("../calls")) : [];

    /// <summary>What the launcher left in its folder for temporary files.</summary>
    public IEnumerable<string> TemporaryFiles => Directory.EnumerateFileSystemEntries(PathOf("../tmp"));

    public string PathOf(params string[] parts) => Path.GetFullPath(Path.Combine([Root, .. parts]));

    public void Write(string file, string text) => File.WriteAllText(PathOf(file), text);

    /// <summary>Puts a command on PATH that notes its call and then runs this script.</summary>
    public void Stub(string name, string script)
    {
        var file = PathOf("../bin", name);
        File.WriteAllText(file, $"#!/usr/bin/env bash\nprintf '{name} %s\\n' \"$*\" >>\"$STUB_CALLS\"\n{script}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void RemoveStub(string name) => File.Delete(PathOf("../bin", name));

    /// <summary>Starts the launcher and waits for its end.</summary>
    /// <param name="words">Its arguments.</param>
    /// <param name="variables">Environment variables, most of which tell a stub what to do.</param>
    public Start Run(string[] words, params (string Name, string Value)[] variables) => Run(words, PathOf("environment/lab"), Root, "", variables);

    /// <inheritdoc cref="Run(string[], ValueTuple{string, string}[])"/>
    public Start Run(string[] words, string launcher, string folder, string input, params (string Name, string Value)[] variables)
    {
        using var process = Begin(words, launcher, folder, variables);
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, error.Result);
    }

    /// <summary>Starts the launcher without waiting for it.</summary>
    public Process Begin(string[] words, string launcher, string folder, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(launcher, words)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = PathOf("../bin") + ":" + PathOf("../tools");
        start.Environment["HOME"] = _folder.FullName;
        start.Environment["TMPDIR"] = PathOf("../tmp");
        start.Environment["STUB_CALLS"] = PathOf("../calls");
        start.Environment["STUB_CXX_LIBRARY"] = PathOf("../libstdc++.so.6");
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    // The launcher names folders without the links that lead to them, and macOS's folder for temporary files lies behind one.
    private static DirectoryInfo Create()
    {
        var folder = Directory.CreateTempSubdirectory("lab tree ");
        return Directory.Exists("/private" + folder.FullName) ? new("/private" + folder.FullName) : folder;
    }
}
