using System.Globalization;
using System.Reflection;
using static TorchSharp.torch;

namespace ImageNotebooks.Course;

/// <summary>What an exercise expects of an answer, and what became of it: each call is one line of the check.</summary>
internal sealed class Expectations
{
    private const int ShownNumbers = 16;
    private const string NoCode = "there is no code yet";

    private readonly List<CheckCase> _cases = [];

    /// <summary>What was looked at so far.</summary>
    public IReadOnlyList<CheckCase> Cases => _cases;

    /// <summary>A number.</summary>
    /// <param name="what">What is asked, in words.</param>
    /// <param name="actual">Asks the answer.</param>
    /// <param name="expected">What is right.</param>
    /// <param name="within">How far off it may be.</param>
    public void Number(string what, Func<double> actual, double expected, double within = 1e-4) => Ask(what, actual, given =>
        Math.Abs(given - expected) <= within ? null : $"expected {Show(expected)}, yours is {Show(given)}");

    /// <summary>A text, or anything else that is equal or not.</summary>
    public void Same<T>(string what, Func<T> actual, T expected) => Ask(what, actual, given =>
        EqualityComparer<T>.Default.Equals(given, expected) ? null : $"expected {expected}, yours is {given?.ToString() ?? "null"}");

    /// <summary>Several numbers in order.</summary>
    public void Numbers<T>(string what, Func<IEnumerable<T>> actual, IEnumerable<T> expected, double within = 1e-4) where T : struct, IConvertible => Ask(what, () => actual()?.ToArray(), given =>
    {
        double[] wanted = [.. expected.Select(Real)], got = [.. (given ?? []).Select(Real)];
        return given is not null && got.Length == wanted.Length && got.Zip(wanted).All(pair => Math.Abs(pair.First - pair.Second) <= within) ? null
            : $"expected {List(wanted)}, yours {(given is null ? "is null" : $"is {List(got)}")}";

        static double Real(T value) => value.ToDouble(CultureInfo.InvariantCulture);
    });

    /// <summary>A tensor: shape first, then every element.</summary>
    /// <param name="what">What is asked, in words.</param>
    /// <param name="actual">Asks the answer.</param>
    /// <param name="expected">What is right, in any floating-point or integer type.</param>
    /// <param name="within">How far off an element may be.</param>
    /// <param name="picture">Whether both are also shown as pictures: [H, W], [1, H, W] or [3, H, W] in [0, 1].</param>
    public void Tensor(string what, Func<Tensor> actual, Tensor expected, double within = 1e-4, bool picture = false)
    {
        Tensor? given = null;
        Ask(what, () => given = actual(), _ => Compare(given, expected, within));
        if (picture && !_cases[^1].Passed && given is not null && given.shape.Length == expected.shape.Length)
            _cases[^1] = _cases[^1] with { Expected = ToPicture(expected), Actual = ToPicture(given) };
    }

    /// <summary>Something that holds or does not.</summary>
    /// <param name="what">What is asked, in words.</param>
    /// <param name="holds">Asks the answer.</param>
    /// <param name="otherwise">What to say where it does not hold.</param>
    public void True(string what, Func<bool> holds, string otherwise) => Ask(what, holds, held => held ? null : otherwise);

    /// <summary>A line that says what is wrong.</summary>
    public void Fail(string what, string message) => _cases.Add(new CheckCase(what, false, message));

    /// <summary>What an exception says, without the frames around it.</summary>
    public static string Describe(Exception problem)
    {
        while (problem is TargetInvocationException { InnerException: { } inner })
            problem = inner;
        return problem is NotImplementedException ? NoCode : $"it threw {problem.GetType().Name}: {problem.Message.Split('\n')[0]}";
    }

    private void Ask<T>(string what, Func<T> actual, Func<T, string?> judge)
    {
        // Once is enough to say that nothing is there yet.
        if (_cases is [{ Message: NoCode }])
            return;
        try
        {
            _cases.Add(judge(actual()) is { } message ? new CheckCase(what, false, message) : new CheckCase(what, true));
        }
        catch (Exception problem) when (problem is not (OperationCanceledException or ThreadInterruptedException or ThreadAbortException))
        {
            Fail(what, Describe(problem));
        }
    }

    private static string? Compare(Tensor? given, Tensor expected, double within)
    {
        if (given is null)
            return "yours is null";
        if (!given.shape.SequenceEqual(expected.shape))
            return $"expected the shape [{string.Join(", ", expected.shape)}], yours is [{string.Join(", ", given.shape)}]";
        var (wanted, got) = (Numbers(expected), Numbers(given));
        var differences = wanted.Zip(got, (a, b) => double.IsNaN(a) && double.IsNaN(b) ? 0 : double.IsNaN(a) || double.IsNaN(b) ? double.PositiveInfinity : Math.Abs(a - b)).ToArray();
        if (differences.All(difference => difference <= within))
            return null;
        if (wanted.Length <= ShownNumbers)
            return $"expected {List(wanted)}, yours is {List(got)}";
        var worst = Array.IndexOf(differences, differences.Max());
        return $"{differences.Count(difference => difference > within):N0} of {wanted.Length:N0} numbers differ, most at [{string.Join(", ", Place(worst, expected.shape))}]: expected {Show(wanted[worst])}, yours is {Show(got[worst])}";
    }

    private static double[] Numbers(Tensor tensor)
    {
        using var numbers = tensor.detach().to_type(ScalarType.Float64).contiguous();
        return numbers.data<double>().ToArray();
    }

    private static IEnumerable<long> Place(long index, long[] shape)
    {
        var place = new long[shape.Length];
        for (var i = shape.Length - 1; i >= 0; i--)
            (index, place[i]) = (index / shape[i], index % shape[i]);
        return place;
    }

    private static Picture? ToPicture(Tensor tensor)
    {
        var (channels, height, width) = tensor.shape switch
        {
            [var h, var w] => (1L, h, w),
            [var c and (1 or 3), var h, var w] => (c, h, w),
            _ => (0L, 0L, 0L),
        };
        return channels == 0 ? null
            : Picture.FromPlanes([.. Numbers(tensor).Select(value => (byte)Math.Clamp(value * 255, 0, 255))], (int)width, (int)height, (int)channels);
    }

    private static string List(double[] numbers) =>
        "[" + string.Join(", ", numbers.Take(ShownNumbers).Select(Show)) + (numbers.Length > ShownNumbers ? ", …" : "") + "]";

    private static string Show(double number) => number.ToString("0.#####", CultureInfo.InvariantCulture);
}
