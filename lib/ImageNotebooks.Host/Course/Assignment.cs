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
/// A lesson with somebody's answers. Cells tagged <c>exercise</c> are answered, and cells tagged <c>check</c> look at them; both bear ids, <c>exercise-02-1</c>
/// and <c>check-02-1</c>, by which an answer is found again whatever else was changed. Exercises build upon each other, on the first code cell, on
/// parameters and on cells tagged <c>setup</c>, so that grading runs these alone.
/// </summary>
public static class Assignment
{
    private const string ExerciseTag = "exercise";
    private const string CheckTag = "check";
    private const string Result = "application/vnd.imagenotebooks.check+json";

    /// <summary>The exercises of a lesson, by number, in order.</summary>
    public static IReadOnlyList<string> ExercisesOf(Notebook lesson) => [.. lesson.Cells.Where(cell => cell.Tags.Contains(CheckTag)).Select(NumberOf)];

    /// <summary>The cell that answers an exercise; null where there is none.</summary>
    public static NotebookCell? AnswerTo(Notebook notebook, string exercise) =>
        notebook.Cells.FirstOrDefault(cell => cell.Kind == CellKind.Code && cell.Id == $"exercise-{exercise.Replace('.', '-')}");

    /// <summary>The cells of a lesson that its exercises need, with the answers of a submission in the place of the templates.</summary>
    /// <param name="lesson">The lesson as it is given out: everything but the answers is taken from it, so that a changed check changes nothing.</param>
    /// <param name="answer">The answer to an exercise, by number; null leaves the template.</param>
    public static Notebook Fill(Notebook lesson, Func<string, string?> answer)
    {
        var first = lesson.Cells.First(cell => cell.Kind == CellKind.Code);
        return Notebook.Of(lesson.Cells.Where(cell => cell == first || cell.Tags.Any(tag => tag is NotebookParameter.Tag or "setup" or ExerciseTag or CheckTag)).Select(cell =>
            NotebookCell.Code(cell.Tags.Contains(ExerciseTag) ? answer(NumberOf(cell)) ?? cell.Source : cell.Source, cell.Id, [.. cell.Tags])));
    }

    /// <summary>What the checks of an executed notebook found, in the order of its cells.</summary>
    /// <param name="executed">The notebook.</param>
    public static IReadOnlyList<ExerciseResult> ResultsOf(Notebook executed) => [.. executed.Cells.Where(cell => cell.Tags.Contains(CheckTag)).Select(ResultOf)];

    private static ExerciseResult ResultOf(NotebookCell cell)
    {
        var outputs = cell.Outputs.OfType<JsonObject>().ToList();
        if (outputs.Select(output => (output["data"] as JsonObject)?[Result]).LastOrDefault(result => result != null) is JsonObject result)
            return new(result.String("id")!, result["points"]!.GetValue<int>(), result["of"]!.GetValue<int>(), result.String("message")!);
        var error = outputs.LastOrDefault(output => output.String("output_type") == "error");
        return new(NumberOf(cell), 0, 0, error == null ? "the check did not run" : $"{error.String("ename")}: {error.String("evalue")}");
    }

    // exercise-02-1 and check-02-1 are of 02.1
    private static string NumberOf(NotebookCell cell) => string.Join('.', (cell.Id ?? "").Split('-').Skip(1));
}
