using System.Diagnostics;
using ImageNotebooks.Host;

namespace ImageNotebooks.Cli;

/// <summary>What a submission may take.</summary>
/// <param name="CellTime">How long one of its cells may run.</param>
/// <param name="Memory">How many bytes of memory its process may hold.</param>
internal sealed record GradingLimits(TimeSpan CellTime, long Memory);

/// <summary>What a submission earned.</summary>
/// <param name="Submission">The file.</param>
/// <param name="Lesson">The lesson's name; empty where the file is none.</param>
/// <param name="Exercises">Each exercise of the lesson; none where the file cannot be read.</param>
/// <param name="Problem">Why it could not be graded; null where it was.</param>
internal sealed record Grade(string Submission, string Lesson, IReadOnlyList<ExerciseResult> Exercises, string? Problem = null)
{
    /// <summary>The points earned.</summary>
    public int Points => Exercises.Sum(exercise => exercise.Points);

    /// <summary>The points to be had.</summary>
    public int Of => Exercises.Sum(exercise => exercise.Of);
}

/// <summary>
/// Grades submissions of one lesson: their answers in the lesson's own cells, each submission in a process of its own, without a network where the system can do that. An answer that
/// ends the process or does not end is put down as what it is, and the others are run again without it.
/// </summary>
internal sealed class Grader(Assignment lesson, GradingLimits limits, bool cutsNetwork)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private Dictionary<string, int>? _points;

    /// <summary>Grades one submission.</summary>
    /// <param name="submission">The notebook.</param>
    /// <param name="path">Its file, for the grade.</param>
    /// <exception cref="LabException">The lesson itself does not run here.</exception>
    public async Task<Grade> GradeAsync(Notebook submission, string path)
    {
        _points ??= (await RunAsync(_ => null)).Results.ToDictionary(result => result.Id, result => result.Of);
        if (lesson.Exercises.FirstOrDefault(exercise => _points.GetValueOrDefault(exercise) == 0) is { } broken)
            throw new LabException($"The check of {broken} does not run on the lesson as it is given out; see whether `environment/lab run` runs {lesson.Name}.");

        var answers = lesson.Exercises.ToDictionary(exercise => exercise, exercise => Assignment.AnswerIn(submission, exercise));
        var remarks = answers.Where(answer => answer.Value == null).ToDictionary(answer => answer.Key, _ => "its cell is not there any more");
        while (true)
        {
            var (results, culprit, reason) = await RunAsync(exercise => answers[exercise]);
            if (culprit != null && answers[culprit] != null)
            {
                (answers[culprit], remarks[culprit]) = (null, reason);
                continue;
            }
            return new Grade(path, lesson.Name, [.. results.Select(result => remarks.TryGetValue(result.Id, out var remark)
                ? new ExerciseResult(result.Id, 0, _points[result.Id], remark) : result with { Of = _points[result.Id] })]);
        }
    }

    private async Task<(IReadOnlyList<ExerciseResult> Results, string? Culprit, string Reason)> RunAsync(Func<string, string?> answer)
    {
        var folder = Directory.CreateTempSubdirectory("lab-course-");
        try
        {
            var options = new RunOptions
            {
                NotebookPath = Path.Combine(folder.FullName, lesson.Name + ".ipynb"),
                OutputPath = Path.Combine(folder.FullName, "executed", lesson.Name + ".ipynb"),
                CellTimeout = limits.CellTime,
                KeepsGoing = true,
            };
            lesson.Fill(options.NotebookPath, answer).Write(options.NotebookPath);
            var killed = default(string);
            var child = NotebookProcess.Command(options);
            (child.RedirectStandardOutput, child.RedirectStandardError) = (true, true);
            var result = await RunSupervisor.RunAsync(cutsNetwork ? Isolation.WithoutNetwork(child) : child, options, async process => killed = await WatchAsync(process));
            if (!File.Exists(options.OutputPath))
                throw new LabException($"{lesson.Name} did not start: {result?.Message}");
            var executed = Notebook.Read(options.OutputPath);
            return (Assignment.ResultsOf(executed), Assignment.CulpritIn(executed), killed ?? Plain(result?.Message));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private string Plain(string? message) => message?.Contains("exit code", StringComparison.Ordinal) == true ? "it ended the process, as Environment.Exit does"
        : message?.Contains("signal", StringComparison.Ordinal) == true ? "it crashed the process, as a recursion without an end does"
        : $"it did not end within {limits.CellTime.TotalSeconds:0} seconds";

    // The system's own limits would count address space, of which .NET reserves plenty.
    private async Task<string?> WatchAsync(Process process)
    {
        while (!process.HasExited)
        {
            process.Refresh();
            try
            {
                if (process.WorkingSet64 > limits.Memory)
                {
                    process.Kill(entireProcessTree: true);
                    return $"it took more than {limits.Memory / 1e9:0.#} GB of memory";
                }
            }
            catch (InvalidOperationException)
            {
                return null;
            }
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(PollInterval));
        }
        return null;
    }
}
