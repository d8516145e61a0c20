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
    /// <summary>What makes a run short where the sample data alone does not.</summary>
    private static readonly Dictionary<string, string[]> Settings = new() { ["03-cifar-10"] = ["Epochs=2"] };

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("studies-");
    private readonly ConcurrentDictionary<string, Lazy<StudyRun>> runs = [];

    /// <summary>The names of all notebooks but a course's.</summary>
    public static TheoryData<string> Names => [.. NotebookLocator.Studies(Repository.Root).Select(path => Path.GetFileNameWithoutExtension(path))];

    internal StudyRun Of(string name) => runs.GetOrAdd(name, _ => new(() => Run(name))).Value;

    private StudyRun Run(string name)
    {
        var results = Path.Combine(folder.FullName, name, "results");
        var output = Path.Combine(folder.FullName, name, name + ".ipynb");
        var settings = Settings.GetValueOrDefault(name, []);
        var source = Repository.PathOf("notebooks", name + ".ipynb");
        if (NotebookParameter.Of(Notebook.Read(source)).Any(parameter => parameter.Name == "Results")) settings = [.. settings, $"Results={results}"];
        return new(LabRun.Start(["run", source, "--output", output, "--timeout", "600", .. settings.SelectMany(setting => new[] { "--set", setting })]), output, results);
    }

    public void Dispose() => folder.Delete(recursive: true);
}

[CollectionDefinition(Name)]
public sealed class StudyRunsCollection : ICollectionFixture<StudyRuns>
{
    public const string Name = "studies";
}
