using System.Collections.Concurrent;
using ImageNotebooks.Host;

namespace Notebooks.Tests;

/// <summary>A notebook executed on its sample data.</summary>
internal sealed record StudyRun(LabRun Lab, string NotebookPath, string ResultsFolder)
{
    public string ReportPath => Path.ChangeExtension(NotebookPath, ".html");

    public Notebook Executed => Notebook.Read(NotebookPath);

    public List<NotebookCell> CodeCells => [.. Executed.Cells.Where(cell => cell.Kind == CellKind.Code)];
}

/// <summary>The notebooks of the workspace, each executed when a test first looks at it and shared by all that do, since each takes a minute.</summary>
public sealed class StudyRuns : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("studies-");
    private readonly ConcurrentDictionary<string, Lazy<StudyRun>> runs = [];

    /// <summary>The names of all studies, and of the course's lessons with their folder.</summary>
    public static TheoryData<string> Names =>
    [
        .. NotebookLocator.Studies(Repository.Root).Select(path => Path.GetFileNameWithoutExtension(path)),
        .. Directory.GetFiles(Repository.PathOf("notebooks", "course"), "*.ipynb").Select(path => "course/" + Path.GetFileNameWithoutExtension(path)).Order(),
    ];

    internal StudyRun Of(string name) => runs.GetOrAdd(name, _ => new(() => Run(name))).Value;

    private StudyRun Run(string name)
    {
        var results = Path.Combine(folder.FullName, name, "results");
        var output = Path.Combine(folder.FullName, name, Path.GetFileName(name) + ".ipynb");
        var source = Repository.PathOf("notebooks", name + ".ipynb");
        var known = NotebookParameter.Of(Notebook.Read(source)).Select(parameter => parameter.Name);
        // Two epochs draw every curve, and eight images every attack's; what a run measures is not to lie among the results that are kept.
        var settings = new Dictionary<string, string> { ["Epochs"] = "2", ["Attacked"] = "8", ["Trials"] = "2", ["Results"] = results }
            .Where(setting => known.Contains(setting.Key)).SelectMany(setting => new[] { "--set", $"{setting.Key}={setting.Value}" });
        return new(LabRun.Start(["run", source, "--output", output, "--timeout", "600", .. settings]), output, results);
    }

    public void Dispose() => folder.Delete(recursive: true);
}

[CollectionDefinition(Name)]
public sealed class StudyRunsCollection : ICollectionFixture<StudyRuns>
{
    public const string Name = "studies";
}
