using System.Text.RegularExpressions;
using ImageNotebooks.Host;

namespace Notebooks.Tests;

/// <summary>The course: its checks pass on the solutions, and fail on what was not or wrongly solved.</summary>
public sealed partial class CourseTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("course-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    private static IEnumerable<string> Names => Directory.GetFiles(Repository.PathOf("notebooks", "course"), "*.ipynb").Select(path => Path.GetFileNameWithoutExtension(path)).Order();

    public static TheoryData<string> Lessons => [.. Names];

    private static string PathOf(string name) => Repository.PathOf("notebooks", "course", name + ".ipynb");

    private static Notebook Lesson(string name) => Notebook.Read(PathOf(name));

    private static Notebook Solution(string name) => Notebook.Read(Repository.PathOf("notebooks", "course", "solutions", name + ".ipynb"));

    [Theory]
    [MemberData(nameof(Lessons))]
    public void A_solution_is_its_lesson_with_the_exercises_solved(string name)
    {
        static IEnumerable<string> Given(Notebook notebook) => notebook.Cells.Where(cell => !cell.Tags.Contains("exercise")).Select(cell => cell.Source.Replace("../../../", "../../", StringComparison.Ordinal).Replace("(../glossary.md", "(glossary.md", StringComparison.Ordinal));
        Assert.Equal(Given(Lesson(name)), Given(Solution(name)));
        var lesson = new Assignment(PathOf(name));
        Assert.InRange(lesson.Exercises.Count, 4, 7);
        Assert.All(lesson.Exercises, exercise => Assert.NotEqual(lesson.Template(exercise), Assignment.AnswerIn(Solution(name), exercise)));
    }

    // The sentence stands in the link itself, so that a page that was sent to somebody shows it too.
    [Theory]
    [MemberData(nameof(Lessons))]
    public void A_lesson_links_the_words_that_it_introduces_to_the_glossary(string name)
    {
        var words = GlossaryWord().Matches(File.ReadAllText(Repository.PathOf("notebooks", "course", "glossary.md"))).ToDictionary(word => word.Groups["id"].Value);
        Assert.All(words.Values, word => Assert.Contains(Names, lesson => lesson.StartsWith(word.Groups["lesson"].Value, StringComparison.Ordinal)));
        var links = Lesson(name).Cells.Where(cell => cell.Kind == CellKind.Markdown).SelectMany(cell => GlossaryLink().Matches(cell.Source)).ToList();
        Assert.All(links, link => Assert.Equal(words[link.Groups["id"].Value].Groups["meaning"].Value.Replace('"', '\''), link.Groups["meaning"].Value));
        var introduced = words.Values.Where(word => name.StartsWith(word.Groups["lesson"].Value, StringComparison.Ordinal)).Select(word => word.Groups["id"].Value).ToList();
        Assert.NotEmpty(introduced);
        Assert.Empty(introduced.Except(links.Select(link => link.Groups["id"].Value)));
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Solutions_pass_and_templates_and_typical_mistakes_do_not(string name)
    {
        var (lesson, solution, mistakes) = (new Assignment(PathOf(name)), Solution(name), Mistakes(name));
        var file = Path.Combine(_folder.FullName, name + ".ipynb");
        var trial = lesson.Fill(file, exercise => Assignment.AnswerIn(solution, exercise));
        var expected = lesson.Exercises.Select(exercise => (Exercise: exercise, What: "the solution", Passes: true)).ToList();
        void Append(NotebookCell cell) => trial.Insert(trial.Cells.Count, cell);
        foreach (var exercise in lesson.Exercises)
        {
            Assert.Contains(mistakes, mistake => mistake.Exercise == exercise);
            foreach (var (_, what, code) in mistakes.Where(mistake => mistake.Exercise == exercise).Prepend((exercise, "the template", lesson.Template(exercise))))
            {
                Append(NotebookCell.Code(code));
                Append(lesson.Check(exercise));
                expected.Add((exercise, what, false));
            }
            // Later exercises may use this one.
            Append(NotebookCell.Code(Assignment.AnswerIn(solution, exercise)!));
        }
        trial.Write(file);
        var run = LabRun.Start("run", file, "--output", Path.Combine(_folder.FullName, "out", name + ".ipynb"));
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        var results = Assignment.ResultsOf(Notebook.Read(Path.Combine(_folder.FullName, "out", name + ".ipynb")));
        Assert.Equal(expected, results.Zip(expected, (result, wanted) => (result.Id, wanted.What, result.Passed)));
        Assert.All(results.Where(result => !result.Passed), result => Assert.NotEqual("", result.Message));
    }

    // What students hand in, and worse; each is graded in its own process.
    [Fact]
    public void Submissions_are_graded_as_what_they_are()
    {
        void Submit(string file, params (string Exercise, string Code)[] answers)
        {
            var notebook = Lesson("02-convolution");
            foreach (var (exercise, code) in answers)
                notebook.Cells.First(cell => cell.Id == "exercise-" + exercise.Replace('.', '-')).Source = code;
            notebook.Write(Path.Combine(_folder.FullName, file));
        }
        var right = Assignment.AnswerIn(Solution("02-convolution"), "02.1")!;
        const string head = "float At(Tensor patch, Tensor kernel)";
        Submit("a-right.ipynb", [("02.1", right), ("02.3", "long products = 388_800;")]);
        Submit("b-does-not-compile.ipynb", [("02.1", head + " => patch *"), ("02.3", "long products = 388_800;")]);
        Submit("c-loops.ipynb", [("02.1", head + " { while (true) { } }"), ("02.3", "long products = 388_800;")]);
        Submit("d-exits.ipynb", [("02.1", head + " { Environment.Exit(0); return 0; }"), ("02.3", "long products = 388_800;")]);
        Submit("e-recursion.ipynb", [("02.1", head + " => 1 + At(kernel, patch);"), ("02.3", "long products = 388_800;")]);
        Submit("f-prints.ipynb", [("02.1", head + " { while (true) Console.WriteLine(new string('x', 100_000)); }"), ("02.3", "long products = 388_800;")]);
        Submit("g-renamed.ipynb", [("02.1", right.Replace("At(", "Place(", StringComparison.Ordinal)), ("02.3", "long products = 388_800;")]);
        Submit("h-memory.ipynb", [("02.1", head + " { var all = new List<byte[]>(); while (true) { all.Add(new byte[500_000_000]); Array.Fill(all[^1], (byte)1); } }"), ("02.3", "long products = 388_800;")]);
        var deleted = Lesson("02-convolution");
        deleted.Remove(deleted.Cells.First(cell => cell.Id == "exercise-02-1"));
        deleted.Cells.First(cell => cell.Id == "exercise-02-3").Source = "long products = 388_800;";
        deleted.Write(Path.Combine(_folder.FullName, "i-deleted.ipynb"));
        File.WriteAllText(Path.Combine(_folder.FullName, "j-broken.ipynb"), "{");

        var run = LabRun.Start("course", "grade", _folder.FullName, "--timeout", "60", "--memory", "1.2");   // soon enough for a busy machine
        Assert.True(run.ExitCode == 0, run.Errors);
        var lines = run.Output.Split('\n');
        Assert.Equal("submission,lesson,points,of,02.1,02.2,02.3,02.4,02.5,02.6,remarks", lines[0]);
        Assert.StartsWith("a-right.ipynb,02-convolution,2,10,1,0,1,0,0,0,", lines[1], StringComparison.Ordinal);
        string[] reasons = ["CompilationError", "none within 5 seconds", "ended the process", "crashed the process", "none within 5 seconds", "CS0103", "GB of memory", "not there any more"];
        foreach (var (line, reason) in lines.Skip(2).Zip(reasons))
        {
            // The other exercise is graded all the same.
            Assert.Contains(",02-convolution,1,10,0,0,1,0,0,0,", line, StringComparison.Ordinal);
            Assert.True(line.Contains(reason, StringComparison.Ordinal), line);
        }
        Assert.Contains("j-broken.ipynb,,0,0,", lines[10], StringComparison.Ordinal);
        Assert.Contains("is not JSON", lines[10], StringComparison.Ordinal);
    }

    [Fact]
    public void A_students_copy_has_the_lessons_without_solutions_and_is_checked_where_it_is()
    {
        var copy = Path.Combine(_folder.FullName, "mine");
        Assert.Equal(0, LabRun.Start("course", "new", copy).ExitCode);
        Assert.Equal(Directory.GetFiles(Repository.PathOf("notebooks", "course"), "*.ipynb").Select(Path.GetFileName).Append("glossary.md").Order(), Directory.GetFileSystemEntries(copy).Select(Path.GetFileName).Order());
        var again = LabRun.Start("course", "new", copy);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("is not empty", again.Errors, StringComparison.Ordinal);

        var check = LabRun.Start("course", "check", Path.Combine(copy, "02-convolution.ipynb"), "--json");
        Assert.Equal(1, check.ExitCode);
        using var json = System.Text.Json.JsonDocument.Parse(check.Output);
        Assert.Equal((0, 10), (json.RootElement.GetProperty("points").GetInt32(), json.RootElement.GetProperty("of").GetInt32()));
        Assert.EndsWith("there is no code yet", json.RootElement.GetProperty("exercises")[0].GetProperty("message").GetString()!, StringComparison.Ordinal);
    }

    private static List<(string Exercise, string What, string Code)> Mistakes(string name)
    {
        var parts = Mark().Split(File.ReadAllText(Repository.PathOf("tests", "Notebooks.Tests", "Course", name + ".csx")));
        return [.. parts.Skip(1).Chunk(3).Select(part => (part[0], part[1], part[2].Trim()))];
    }

    [GeneratedRegex("""^<a id="(?<id>[^"]+)"></a>\*\*.+\*\* \((?<lesson>\d\d)\): (?<meaning>.+)\. *$""", RegexOptions.Multiline)]
    private static partial Regex GlossaryWord();

    [GeneratedRegex("""\(glossary\.md#(?<id>[^ ")]+) "(?<meaning>[^"]+)"\)""")]
    private static partial Regex GlossaryLink();

    [GeneratedRegex(@"^// %% (\S+) (.*)$", RegexOptions.Multiline)]
    private static partial Regex Mark();
}
