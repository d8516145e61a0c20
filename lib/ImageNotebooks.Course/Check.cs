namespace ImageNotebooks.Course;

/// <summary>Tells a student of the course whether an exercise is solved: <c>Check.Exercise("02.1", At)</c>.</summary>
public static class Check
{
    private static readonly Dictionary<string, int> Failures = [];

    /// <summary>Checks a function.</summary>
    /// <param name="id">The exercise: the lesson's number and its own, such as <c>02.1</c>.</param>
    /// <param name="answer">The function that the exercise asks for.</param>
    /// <returns>What is right and what differs, for the notebook to show; from the second failure on with a hint.</returns>
    /// <exception cref="ArgumentException">There is no such exercise.</exception>
    public static CheckResult Exercise(string id, Delegate answer) => Run(id, answer);

    /// <summary>Checks a value.</summary>
    /// <inheritdoc cref="Exercise(string, Delegate)"/>
    public static CheckResult Exercise(string id, object? answer) => Run(id, answer);

    private static CheckResult Run(string id, object? answer)
    {
        var exercise = Exercises.Find(id);
        var cases = exercise.Verify(answer);
        var passed = cases.All(one => one.Passed);
        var failures = passed ? 0 : Failures.GetValueOrDefault(id) + 1;
        Failures[id] = failures;
        return new CheckResult(exercise.Id, exercise.Title, exercise.Points, cases, failures > 1 ? exercise.Hint : null);
    }
}
