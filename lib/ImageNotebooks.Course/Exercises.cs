using ImageNotebooks.Course.Lessons;

namespace ImageNotebooks.Course;

/// <summary>Every exercise of the course.</summary>
internal static class Exercises
{
    private static readonly Lazy<IReadOnlyDictionary<string, Exercise>> ById = new(() => All.ToDictionary(exercise => exercise.Id));

    /// <summary>The exercises, lesson by lesson.</summary>
    public static IEnumerable<Exercise> All =>
    [
        .. Pixels.Exercises,
        .. Convolution.Exercises,
        .. ReceptiveFields.Exercises,
        .. Translation.Exercises,
        .. Activations.Exercises,
        .. Backpropagation.Exercises,
        .. Normalisation.Exercises,
        .. Training.Exercises,
        .. Architectures.Exercises,
        .. Transfer.Exercises,
        .. Explanations.Exercises,
        .. Adversarial.Exercises,
        .. Segmentation.Exercises,
        .. HonestEvaluation.Exercises,
    ];

    /// <summary>An exercise by its number.</summary>
    /// <exception cref="ArgumentException">There is none; the sentence lists those of the lesson.</exception>
    public static Exercise Find(string id)
    {
        if (ById.Value.TryGetValue(id, out var exercise))
            return exercise;
        var lesson = All.Where(known => known.Id.StartsWith(id.Split('.')[0] + ".", StringComparison.Ordinal)).Select(known => known.Id).ToList();
        throw new ArgumentException(lesson.Count > 0 ? $"There is no exercise {id}; the lesson has {string.Join(", ", lesson)}." : $"There is no exercise {id}; it should look like 02.1.", nameof(id));
    }
}
