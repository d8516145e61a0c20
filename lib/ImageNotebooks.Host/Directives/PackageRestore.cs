using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ImageNotebooks.Host;

/// <summary>A package that a cell names with <c>#r "nuget: Name, Version"</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version, or NuGet's notation for a range; null for the newest.</param>
internal sealed partial record PackageName(string Name, string? Version)
{
    public const string Prefix = "nuget:";

    /// <summary>Reads what stands between the quotes.</summary>
    /// <exception cref="FormatException">It is no name, or a name and a version.</exception>
    public static PackageName Parse(string reference)
    {
        var match = Form().Match(reference[Prefix.Length..]);
        return match.Success
            ? new PackageName(match.Groups["name"].Value, match.Groups["version"] is { Success: true, Value: var version } ? version : null)
            : throw new FormatException($"#r \"{reference}\" names no package; write #r \"nuget: Name, Version\".");
    }

    [GeneratedRegex(@"^\s*(?<name>[\w.-]+)\s*(,\s*(?<version>[\w.*+\-\[\](),\s]*[\w.*+\-\[\]()])\s*)?$")]
    private static partial Regex Form();
}

/// <summary>What a restore found.</summary>
/// <param name="Assemblies">The files of the packages' assemblies and of those that they need.</param>
/// <param name="NativeFolders">Folders of native libraries for this platform.</param>
/// <param name="Notes">What the person should know: a version that was not to be had, and what came instead.</param>
internal sealed record RestoredPackages(IReadOnlyList<string> Assemblies, IReadOnlyList<string> NativeFolders, IReadOnlyList<string> Notes);

/// <summary>
/// Gets packages through <c>dotnet restore</c> of a project that only names them, so that sources, credentials and caches
/// are the user's own. A set of packages is restored once; what was found is kept in the user's cache.
/// </summary>
internal static partial class PackageRestore
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Restores packages together, so that their versions suit each other.</summary>
    /// <exception cref="InvalidOperationException">A package cannot be had; the message says which and why.</exception>
    public static RestoredPackages Restore(IReadOnlyList<PackageName> packages)
    {
        var project = Project(packages);
        var folder = Path.Combine(CacheFolder(), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project)))[..16]);
        var assets = Path.Combine(folder, "obj", "project.assets.json");
        // A restore that fails leaves a list too, of what it had found until then.
        var succeeded = Path.Combine(folder, "succeeded");
        if (File.Exists(succeeded) && Read(assets, []) is { } known && known.Assemblies.All(File.Exists))
            return known;

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "packages.csproj"), project);
        // A file of this name ends NuGet's and MSBuild's search in the folders above.
        foreach (var name in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
            File.WriteAllText(Path.Combine(folder, name), "<Project />");
        var notes = Run(folder, packages);
        File.WriteAllText(succeeded, "");
        return Read(assets, notes) ?? throw new InvalidOperationException($"`dotnet restore` left no list of files in {folder}; remove that folder and try again.");
    }

    private static string CacheFolder()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        var root = !string.IsNullOrEmpty(cache) ? cache
            : OperatingSystem.IsLinux() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache")
            : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        return Path.Combine(root, "imagenotebooks", "packages");
    }

    private static string Project(IReadOnlyList<PackageName> packages)
    {
        var items = packages.OrderBy(package => package.Name, StringComparer.OrdinalIgnoreCase)
            .Select(package => $"    <PackageReference Include=\"{SecurityElement.Escape(package.Name)}\" Version=\"{SecurityElement.Escape(package.Version ?? "*")}\" />\n");
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net{Environment.Version.Major}.{Environment.Version.Minor}</TargetFramework>
                <RuntimeIdentifier>{RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
                <SelfContained>false</SelfContained>
                <UseAppHost>false</UseAppHost>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
            {string.Concat(items)}  </ItemGroup>
            </Project>
            """;
    }

    private static List<string> Run(string folder, IReadOnlyList<PackageName> packages)
    {
        var start = new ProcessStartInfo("dotnet", ["restore", "--disable-build-servers", "packages.csproj"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using var process = Process.Start(start)!;
        try
        {
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync();
            var reading = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
                throw new InvalidOperationException($"`dotnet restore` of {Names(packages)} did not end within {Patience.TotalMinutes:0} minutes; look at the network, then run the cell again.");
            var output = reading.GetAwaiter().GetResult() + error.GetAwaiter().GetResult();
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"{Names(packages)} could not be restored: {string.Join("; ", Messages(output, "error").DefaultIfEmpty(output.Trim()))}");
            return [.. Messages(output, "warning")];
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static string Names(IEnumerable<PackageName> packages) => string.Join(", ", packages.Select(package => $"{package.Name} {package.Version}".TrimEnd()));

    private static IEnumerable<string> Messages(string output, string kind) =>
        Message().Matches(output).Where(match => match.Groups["kind"].Value == kind).Select(match => match.Groups["text"].Value.Trim()).Distinct();

    // The list of files that a restore leaves: what the packages are for this framework and platform, and where they lie.
    private static RestoredPackages? Read(string path, IReadOnlyList<string> notes)
    {
        var assets = JsonNode.Parse(File.ReadAllText(path));
        var folders = assets?["packageFolders"]?.AsObject().Select(pair => pair.Key).ToList() ?? [];
        var target = assets?["targets"]?.AsObject().LastOrDefault().Value?.AsObject();
        if (target == null)
            return null;
        List<string> assemblies = [], native = [];
        foreach (var (name, library) in target)
        {
            if (assets!["libraries"]![name]?["path"]?.GetValue<string>() is not { } place)
                continue;
            assemblies.AddRange(Files(library, "runtime").Select(file => Locate(folders, place, file)));
            native.AddRange(Files(library, "native").Select(file => Path.GetDirectoryName(Locate(folders, place, file))!));
        }
        return new RestoredPackages([.. assemblies.Where(file => file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))], [.. native.Distinct()], notes);
    }

    private static IEnumerable<string> Files(JsonNode? library, string kind) =>
        library?[kind]?.AsObject().Select(pair => pair.Key).Where(file => !file.EndsWith("_._", StringComparison.Ordinal)) ?? [];

    private static string Locate(List<string> folders, string place, string file) =>
        folders.Select(folder => Path.Combine(folder, place, file)).FirstOrDefault(File.Exists) ?? Path.Combine(folders.FirstOrDefault() ?? "", place, file);

    [GeneratedRegex(@"(?<kind>error|warning) (?<text>NU\d+: [^\[\r\n]+)")]
    private static partial Regex Message();
}
