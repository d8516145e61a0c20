using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;
using Spectre.Console;

namespace ImageNotebooks.Cli;

/// <summary>Grades as a table to look at, as JSON and as CSV.</summary>
internal static class GradeTable
{
    private static readonly JsonSerializerOptions JsonFormat = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One submission: a row for each exercise.</summary>
    public static void Show(Grade grade)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "", "", "");
        foreach (var exercise in grade.Exercises)
        {
            table.AddRow(
                new Markup(exercise.Passed ? "[green]✓[/]" : "[red]✗[/]"), new Text(exercise.Id, Style.Parse("bold")),
                new Text($"{exercise.Points} of {exercise.Of}"), new Text(exercise.Passed ? "solved" : exercise.Message));
        }
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"{grade.Lesson}: {grade.Points} of {grade.Of} points");
    }

    /// <summary>One submission for a program to read.</summary>
    public static string ToJson(Grade grade) => JsonSerializer.Serialize(new { grade.Submission, grade.Lesson, grade.Points, grade.Of, grade.Problem, grade.Exercises }, JsonFormat);

    /// <summary>Many submissions: a row each, a column for each exercise that one of them has, and a remark about what was not solved.</summary>
    public static void WriteCsv(TextWriter writer, IReadOnlyList<Grade> grades)
    {
        var exercises = grades.SelectMany(grade => grade.Exercises.Select(exercise => exercise.Id)).Distinct().Order(StringComparer.Ordinal).ToList();
        // A file's name is a student's, and a spreadsheet would run one that begins like a formula.
        using var csv = CsvWriter.Create(writer, new CsvWriterOptions { Injection = CsvInjection.Escape, NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord(["submission", "lesson", "points", "of", .. exercises, "remarks"]);
        foreach (var grade in grades)
        {
            var points = exercises.Select(id => grade.Exercises.FirstOrDefault(exercise => exercise.Id == id)?.Points.ToString(CultureInfo.InvariantCulture) ?? "");
            var remarks = grade.Problem ?? string.Join("; ", grade.Exercises.Where(exercise => !exercise.Passed).Select(exercise => $"{exercise.Id}: {exercise.Message}"));
            csv.WriteRecord([grade.Submission, grade.Lesson, $"{grade.Points}", $"{grade.Of}", .. points, remarks]);
        }
    }
}
