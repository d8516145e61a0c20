using System.Text.Json.Nodes;

namespace ImageNotebooks.Host;

/// <summary>What a check of an exercise found in an executed notebook.</summary>
/// <param name="Id">The exercise, such as <c>02.1</c>.</param>
/// <param name="Points">The points earned.</param>
/// <param name="Of">The points to be had; 0 where the check never ran.</param>
/// <param name="Message">What was wrong; empty where nothing was.</param>
public sealed record ExerciseResult(string Id, int Points, int Of, string Message)
{
    /// <summary>Whether everything was right.</summary>
    public bool Passed => Of > 0 && Points == Of;
}

/// <summary>
/// A lesson of the course, and the answers that somebody gives. Cells tagged <c>exercise</c> are answered, and cells tagged <c>check</c> look at them; both bear ids,
/// <c>exercise-02-1</c> and <c>check-02-1</c>, by which an answer is found again whatever else was changed. Exercises build upon each other, on
/// the first code cell, on parameters and on cells tagged <c>setup</c>, so that grading runs these alone.
/// </summary>
public sealed class Assignment
{
    private const string ExerciseTag = "exercise";
    private const string CheckTag = "check";
    private const string SetupTag = "setup";
    private const string Result = "application/vnd.imagenotebooks.check+json";

    private readonly Notebook _lesson;
    private readonly string _path;

    /// <summary>Reads a lesson.</summary>
    /// <exception cref="NotebookException">It cannot be read.</exception>
    public Assignment(string path)
    {
        _path = Path.GetFullPath(path);
        _lesson = Notebook.Read(_path);
        Exercises = [.. _lesson.Cells.Where(cell => cell.Tags.Contains(CheckTag)).Select(NumberOf)];
    }

    /// <summary>The lesson's name, such as <c>02-convolution</c>.</summary>
    public string Name => Path.GetFileNameWithoutExtension(_path);

    /// <summary>The exercises by number, in order.</summary>
    public IReadOnlyList<string> Exercises { get; }

    /// <summary>The template of an exercise, as it is given out.</summary>
    public string Template(string exercise) => AnswerIn(_lesson, exercise)!;

    /// <summary>What a notebook answers to an exercise; null where the cell is not there.</summary>
    public static string? AnswerIn(Notebook notebook, string exercise) =>
        notebook.Cells.FirstOrDefault(cell => cell.Kind == CellKind.Code && cell.Id == IdOf(ExerciseTag, exercise))?.Source;

    /// <summary>The number of a notebook's lesson, such as <c>02</c>; null where it has no exercises.</summary>
    public static string? LessonOf(Notebook notebook) =>
        notebook.Cells.Select(cell => cell.Id?.Split('-')).FirstOrDefault(words => words is [ExerciseTag or CheckTag, _, _])?[1];

    /// <summary>
    /// The cells that the exercises need, with answers in the place of the templates. Everything but the answers is the lesson's, so that a check that
    /// somebody changed changes nothing.
    /// </summary>
    /// <param name="target">The file that the notebook is for.</param>
    /// <param name="answer">The answer to an exercise; null leaves the template.</param>
    public Notebook Fill(string target, Func<string, string?> answer)
    {
        var paths = ScriptPaths.Of(_path, target);
        var first = _lesson.Cells.First(cell => cell.Kind == CellKind.Code);
        return Notebook.Of(_lesson.Cells.Where(cell => cell == first || cell.Tags.Any(tag => tag is NotebookParameter.Tag or SetupTag or ExerciseTag or CheckTag))
            .Select(cell => NotebookCell.Code(paths.Rebase(cell.Tags.Contains(ExerciseTag) ? answer(NumberOf(cell)) ?? cell.Source : cell.Source), cell.Id, [.. cell.Tags])));
    }

    /// <summary>A copy of the lesson's check of an exercise.</summary>
    public NotebookCell Check(string exercise) => NotebookCell.Code(_lesson.Cells.First(cell => cell.Id == IdOf(CheckTag, exercise)).Source, IdOf(CheckTag, exercise), CheckTag);

    /// <summary>What the checks of an executed notebook found, in the order of its cells.</summary>
    public static IReadOnlyList<ExerciseResult> ResultsOf(Notebook executed) =>
        [.. executed.Cells.Where(cell => cell.Tags.Contains(CheckTag)).Select(cell => ResultOf(cell, executed))];

    /// <summary>The exercise that ended the run or took too long; null where none did.</summary>
    public static string? CulpritIn(Notebook executed) => executed.Cells
        .Where(cell => ErrorOf(cell)?.String("ename") is "ProcessEnded" or "Timeout" && cell.Tags.Any(tag => tag is ExerciseTag or CheckTag)).Select(NumberOf).FirstOrDefault();

    private static ExerciseResult ResultOf(NotebookCell check, Notebook executed)
    {
        var found = check.Outputs.OfType<JsonObject>().Select(output => (output["data"] as JsonObject)?[Result]).OfType<JsonObject>().LastOrDefault();
        if (found != null)
            return new(found.String("id")!, found["points"]!.GetValue<int>(), found["of"]!.GetValue<int>(), found.String("message")!);
        // A function that does not compile is told by its own cell, and not by the check that misses it.
        var answer = executed.Cells.TakeWhile(cell => cell != check).LastOrDefault(cell => cell.Tags.Contains(ExerciseTag) && NumberOf(cell) == NumberOf(check));
        var error = (answer == null ? null : ErrorOf(answer)) ?? ErrorOf(check);
        return new(NumberOf(check), 0, 0, error == null ? "the check did not run" : $"{error.String("ename")}: {error.String("evalue")}");
    }

    private static JsonObject? ErrorOf(NotebookCell cell) => cell.Outputs.OfType<JsonObject>().LastOrDefault(output => output.String("output_type") == "error");

    private static string IdOf(string tag, string exercise) => $"{tag}-{exercise.Replace('.', '-')}";

    // exercise-02-1 and check-02-1 are of 02.1
    private static string NumberOf(NotebookCell cell) => string.Join('.', (cell.Id ?? "").Split('-').Skip(1));
}
