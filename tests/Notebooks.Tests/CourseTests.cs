using System.Text.RegularExpressions;
using ImageNotebooks.Host;

namespace Notebooks.Tests;

/// <summary>The course: its checks pass on the solutions, and fail on what was not or wrongly solved.</summary>
public sealed partial class CourseTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("course-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<string> Lessons => [.. Directory.GetFiles(Repository.PathOf("notebooks", "course"), "*.ipynb").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    private static Notebook Lesson(string name) => Notebook.Read(Repository.PathOf("notebooks", "course", name + ".ipynb"));

    private static Notebook Solution(string name) => Notebook.Read(Repository.PathOf("notebooks", "course", "solutions", name + ".ipynb"));

    [Theory]
    [MemberData(nameof(Lessons))]
    public void A_solution_is_its_lesson_with_the_exercises_solved(string name)
    {
        static IEnumerable<string> Given(Notebook notebook) => notebook.Cells.Where(cell => !cell.Tags.Contains("exercise")).Select(cell => cell.Source.Replace("../../../", "../../", StringComparison.Ordinal));
        Assert.Equal(Given(Lesson(name)), Given(Solution(name)));
        var exercises = Assignment.ExercisesOf(Lesson(name));
        Assert.InRange(exercises.Count, 4, 7);
        Assert.All(exercises, exercise => Assert.NotEqual(Assignment.AnswerTo(Lesson(name), exercise)!.Source, Assignment.AnswerTo(Solution(name), exercise)!.Source));
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Solutions_pass_and_templates_and_typical_mistakes_do_not(string name)
    {
        var (lesson, solution) = (Lesson(name), Solution(name));
        var mistakes = Mistakes(name);
        var trial = Assignment.Fill(lesson, exercise => Assignment.AnswerTo(solution, exercise)!.Source);
        var expected = Assignment.ExercisesOf(lesson).Select(exercise => (Exercise: exercise, What: "the solution", Passes: true)).ToList();
        foreach (var exercise in Assignment.ExercisesOf(lesson))
        {
            Assert.Contains(mistakes, mistake => mistake.Exercise == exercise);
            var check = trial.Cells.First(cell => cell.Id == "check-" + exercise.Replace('.', '-')).Source;
            var wrong = mistakes.Where(mistake => mistake.Exercise == exercise).Select(mistake => (mistake.What, mistake.Code)).Prepend(("the template", Assignment.AnswerTo(lesson, exercise)!.Source));
            foreach (var (what, code) in wrong)
            {
                trial.Insert(trial.Cells.Count, NotebookCell.Code(code));
                trial.Insert(trial.Cells.Count, NotebookCell.Code(check, "check-" + exercise.Replace('.', '-'), "check"));
                expected.Add((exercise, what, false));
            }
            // Later exercises may use this one.
            trial.Insert(trial.Cells.Count, NotebookCell.Code(Assignment.AnswerTo(solution, exercise)!.Source));
        }
        var file = Path.Combine(_folder.FullName, name + ".ipynb");
        foreach (var cell in trial.Cells)
            cell.Source = cell.Source.Replace("../../environment", Repository.PathOf("environment"), StringComparison.Ordinal);
        trial.Write(file);
        var run = LabRun.Start("run", file, "--output", Path.Combine(_folder.FullName, "out", name + ".ipynb"));
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        var results = Assignment.ResultsOf(Notebook.Read(Path.Combine(_folder.FullName, "out", name + ".ipynb")));
        Assert.Equal(expected, results.Zip(expected, (result, wanted) => (result.Id, wanted.What, result.Passed)));
        Assert.All(results.Where(result => !result.Passed), result => Assert.NotEqual("", result.Message));
    }

    private static List<(string Exercise, string What, string Code)> Mistakes(string name)
    {
        var parts = Mark().Split(File.ReadAllText(Repository.PathOf("tests", "Notebooks.Tests", "Course", name + ".csx")));
        return [.. parts.Skip(1).Chunk(3).Select(part => (part[0], part[1], part[2].Trim()))];
    }

    [GeneratedRegex(@"^// %% (\S+) (.*)$", RegexOptions.Multiline)]
    private static partial Regex Mark();
}
