using System.CommandLine;
using System.Globalization;
using ImageNotebooks.Host;

namespace ImageNotebooks.Cli;

/// <summary><c>lab course</c>: gives the lessons out, shows them as slides, and grades what comes back.</summary>
internal static class CourseCommand
{
    private static readonly Option<double> Time = new("--timeout") { Description = "How many seconds a cell may take", DefaultValueFactory = _ => 30, HelpName = "seconds", Recursive = true };
    private static readonly Option<double> Memory = new("--memory") { Description = "How many GB a submission may hold", DefaultValueFactory = _ => 2, HelpName = "GB", Recursive = true };

    /// <summary>The command for <see cref="Program"/>'s list.</summary>
    public static Command Create() => new("course", "Gives out the lessons of the course and grades what comes back") { New(), CheckOne(), GradeAll(), Slides(), Time, Memory };

    private static Command New()
    {
        var folder = new Argument<string>("folder") { Description = "A folder that is not there yet, or empty" };
        var command = new Command("new", "Copies the lessons, without their solutions, for a student") { folder };
        command.SetAction(parsed => Guard(() => Task.FromResult(Copy(Path.GetFullPath(parsed.GetValue(folder)!)))));
        return command;
    }

    private static Command CheckOne()
    {
        var notebook = new Argument<string>("notebook") { Description = "A lesson with answers" };
        var json = new Option<bool>("--json") { Description = "Print JSON for a program to read" };
        var command = new Command("check", "Says for each exercise of a notebook whether it is solved") { notebook, json };
        command.SetAction((parsed, _) => Guard(async () =>
        {
            var path = Path.GetFullPath(parsed.GetValue(notebook)!);
            if (!File.Exists(path)) throw new LabException($"There is no notebook {path}.");
            var grade = await new Graders(Limits(parsed)).GradeAsync(path);
            if (parsed.GetValue(json)) Console.WriteLine(GradeTable.ToJson(grade));
            else if (grade.Problem is { } problem) throw new LabException(problem);
            else GradeTable.Show(grade);
            return grade.Problem is null && grade.Points == grade.Of ? 0 : 1;
        }));
        return command;
    }

    private static Command GradeAll()
    {
        var folder = new Argument<string>("folder") { Description = "The folder with the submissions, of any lessons, in it and in folders below" };
        var output = new Option<string?>("--output") { Description = "The CSV file; printed where nothing is said", HelpName = "file.csv" };
        var command = new Command("grade", "Grades all notebooks of a folder into a CSV table") { folder, output };
        command.SetAction((parsed, stop) => Guard(() => GradeFolderAsync(Path.GetFullPath(parsed.GetValue(folder)!), parsed.GetValue(output), Limits(parsed), stop)));
        return command;
    }

    private static Command Slides()
    {
        var notebook = new Argument<string>("notebook") { Description = "A lesson or another notebook, by name or path; one that was not run is run first" };
        var output = new Option<string?>("--output") { Description = "The page; in notebooks/runs where nothing is said", HelpName = "file.html" };
        var command = new Command("slides", "Makes slides of a notebook: one HTML page, turned with the arrow keys") { notebook, output };
        command.SetAction((parsed, _) => Guard(async () =>
        {
            var root = NotebookLocator.FindRoot(Environment.CurrentDirectory);
            var path = NotebookLocator.Resolve(parsed.GetValue(notebook)!, root);
            var executed = Notebook.Read(path);
            if (executed.Cells.All(cell => cell.Kind != CellKind.Code || cell.ExecutionCount is null))
            {
                var options = new RunOptions { NotebookPath = path, OutputPath = NotebookLocator.DefaultOutput(path, root) };
                if (await NotebookProcess.RunAsync(options) is not { Status: RunStatus.Finished }) return 1;
                executed = Notebook.Read(options.OutputPath);
            }
            var page = Path.GetFullPath(parsed.GetValue(output) ?? Path.ChangeExtension(NotebookLocator.DefaultOutput(path, root), ".slides.html"));
            SlideDeck.Write(executed, page, path);
            Console.WriteLine(NotebookProcess.Shorten(page));
            return 0;
        }));
        return command;
    }

    private static GradingLimits Limits(ParseResult parsed)
    {
        var (time, memory) = (parsed.GetValue(Time), parsed.GetValue(Memory));
        if (time is not (> 0 and <= 3600)) throw new LabException($"--timeout is the seconds a cell may take, above 0 and up to 3600; it was given as {time.ToString(CultureInfo.InvariantCulture)}.");
        if (memory is not (>= 0.5 and <= 1024)) throw new LabException($"--memory is the GB a submission may hold, 0.5 at least, since the library itself needs some; it was given as {memory.ToString(CultureInfo.InvariantCulture)}.");
        return new(TimeSpan.FromSeconds(time), (long)(memory * 1e9));
    }

    private static async Task<int> GradeFolderAsync(string folder, string? output, GradingLimits limits, CancellationToken stop)
    {
        if (!Directory.Exists(folder)) throw new LabException($"There is no folder {folder}.");
        var files = Directory.GetFiles(folder, "*.ipynb", SearchOption.AllDirectories).Where(file => !file.Contains(".ipynb_checkpoints", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        if (files.Count == 0) throw new LabException($"{folder} holds no notebooks.");
        if (!Isolation.IsPossible) await Console.Error.WriteLineAsync("lab: this system does not let a user take the network from a process, so submissions can reach it.");
        var (graders, grades) = (new Graders(limits), new List<Grade>());
        foreach (var file in files)
        {
            stop.ThrowIfCancellationRequested();
            var grade = await graders.GradeAsync(file);
            grades.Add(grade with { Submission = Path.GetRelativePath(folder, file) });
            await Console.Error.WriteLineAsync($"{grades.Count} of {files.Count}  {grades[^1].Submission}: {grade.Problem ?? $"{grade.Points} of {grade.Of} points"}");
        }
        if (output is null)
        {
            GradeTable.WriteCsv(Console.Out, grades);
            return 0;
        }
        var temporary = output + ".tmp";
        await using (var writer = new StreamWriter(temporary))
            GradeTable.WriteCsv(writer, grades);
        File.Move(temporary, output, overwrite: true);
        Console.WriteLine(output);
        return 0;
    }

    private static int Copy(string target)
    {
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
            throw new LabException($"{target} is not empty; name a folder that is not there yet, so that nobody's work is written over.");
        var lessons = Lessons();
        foreach (var lesson in lessons)
        {
            var copy = Notebook.Read(lesson);
            var path = Path.Combine(target, Path.GetFileName(lesson));
            NotebookFormats.Rebase(copy, lesson, path);
            copy.Write(path);
        }
        File.Copy(Workspace.Find().PathOf("notebooks", "course", "glossary.md"), Path.Combine(target, "glossary.md"));
        Console.WriteLine($"{lessons.Count} lesson{(lessons.Count == 1 ? "" : "s")} in {target}; `environment/lab notebook {Path.Combine(target, Path.GetFileName(lessons[0]))}` opens the first.");
        return 0;
    }

    /// <summary>The lessons of the workspace, in order.</summary>
    private static List<string> Lessons()
    {
        var folder = Workspace.Find().PathOf("notebooks", "course");
        var lessons = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.ipynb").Order(StringComparer.Ordinal).ToList() : [];
        return lessons.Count > 0 ? lessons : throw new LabException($"{folder} holds no lessons.");
    }

    private static async Task<int> Guard(Func<Task<int>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception problem) when (problem is NotebookException or IOException or UnauthorizedAccessException)
        {
            throw new LabException(problem.Message);
        }
    }

    /// <summary>A grader for each lesson that is met.</summary>
    private sealed class Graders(GradingLimits limits)
    {
        private readonly List<string> _lessons = Lessons();
        private readonly Dictionary<string, Grader> _graders = [];

        public async Task<Grade> GradeAsync(string path)
        {
            Notebook submission;
            try
            {
                submission = Notebook.Read(path);
            }
            catch (NotebookException problem)
            {
                return new Grade(path, "", [], problem.Message);
            }
            var number = Assignment.LessonOf(submission);
            if (number is null || _lessons.FirstOrDefault(lesson => Path.GetFileName(lesson).StartsWith(number + "-", StringComparison.Ordinal)) is not { } file)
                return new Grade(path, "", [], number is null ? "it has no exercises of the course" : $"there is no lesson {number}");
            if (!_graders.TryGetValue(file, out var grader))
                _graders[file] = grader = new Grader(new Assignment(file), limits, Isolation.IsPossible);
            return await grader.GradeAsync(submission, path);
        }
    }
}
