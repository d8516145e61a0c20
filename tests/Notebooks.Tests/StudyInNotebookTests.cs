using System.Text.Json;

namespace Notebooks.Tests;

/// <summary>A notebook can use a study in a file, for which the host has to find SQLite's native library.</summary>
public sealed class StudyInNotebookTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("study-notebook-");

    [Fact]
    public void A_notebook_keeps_a_study_in_a_file_and_goes_on_with_it()
    {
        var study = Path.Combine(folder.FullName, "a.study");
        string[] cells =
        [
            $"#load \"{Repository.PathOf("environment", "start.csx")}\"\nusing ImageNotebooks;",
            $"var study = Study.Open(@\"{study}\", StudyDirection.Minimize);\nvar before = study.Trials.Count;\nstudy.Run(before + 12, trial => Math.Abs(trial.Float(\"x\", -1, 1)));",
            "if (study.Best.Score > 0.5) throw new Exception(\"not searched\");\n$\"{before} trials before\"",
            "Plots.TuningHistory(study.Trials)",
        ];
        var notebook = Path.Combine(folder.FullName, "study.ipynb");
        File.WriteAllText(notebook, JsonSerializer.Serialize(new
        {
            cells = cells.Select((source, i) => new { cell_type = "code", id = $"cell-{i}", execution_count = (int?)null, metadata = new { }, outputs = Array.Empty<object>(), source }),
            metadata = new { kernelspec = new { display_name = ".NET (C#)", language = "C#", name = ".net-csharp" } },
            nbformat = 4,
            nbformat_minor = 5,
        }));
        foreach (var before in new[] { 0, 12 })
        {
            var output = Path.Combine(folder.FullName, $"run-{before}.ipynb");
            var lab = LabRun.Start("run", notebook, "--output", output);
            Assert.True(lab.ExitCode == 0, lab.Errors);
            Assert.Contains($"{before} trials before", File.ReadAllText(output), StringComparison.Ordinal);
        }
        Assert.True(File.Exists(study));
    }

    public void Dispose() => folder.Delete(recursive: true);
}
