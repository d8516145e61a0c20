namespace ImageNotebooks.Course.Lessons;

/// <summary>Lesson 14: intervals, leaks, calibration and wrong labels.</summary>
internal static class HonestEvaluation
{
    private const double Rounding = 2e-4;

    public static IEnumerable<Exercise> Exercises =>
    [
        Exercise.Function<Func<int, int, (double, double)>>("14.1", "Wilson's interval", points: 2,
            "Three numbers first: the middle above the line, half of the width above the line, and what is below it. Mind that right / of of two whole numbers is a whole number.", (bounds, expect) =>
            {
                foreach (var (right, of) in new[] { (95, 100), (100, 100), (0, 20), (7, 11) })
                {
                    var wanted = Interval.Wilson(right, of);
                    expect.Number($"{right} of {of}: the lower end", () => bounds(right, of).Item1, wanted.Lower, Rounding);
                    expect.Number($"{right} of {of}: the upper end", () => bounds(right, of).Item2, wanted.Upper, Rounding);
                }
            }),
        Exercise.Value<long>("14.2", "How many pictures a claim needs", points: 1,
            "Solve 1.96 √(p (1 − p) / n) = 0.01 for n, with p = 0.95.", (pictures, expect) =>
                expect.True("the number of pictures", () => pictures is >= 1824 and <= 1826, $"{pictures:N0} is not it")),
        Exercise.Function<Func<string[], double, (int[], int[])>>("14.3", "Dividing by patient", points: 2,
            "First the different names, sorted; then those that go to the test, as a set; then every picture by whether its patient is in the set.", Divided),
        Exercise.Function<Func<double[], bool[], int, double>>("14.4", "The expected calibration error", points: 3,
            "Group the pictures by bin. Within a bin right and sure may cancel, so take their difference before the absolute value; between bins they may not. 1 · bins is one more than the last bin.", (error, expect) =>
            {
                expect.Number("one bin: 90 % sure and right in half", () => error([0.9, 0.9], [true, false], 10), 0.4);
                expect.Number("too sure in one bin, not sure enough in another", () => error([0.95, 0.95, 0.55, 0.55], [true, false, true, true], 10), 0.45);
                expect.Number("a bin of three pictures counts three times as much", () => error([0.85, 0.85, 0.85, 0.35], [true, true, true, false], 10), (3 * 0.15 + 0.35) / 4);
                expect.Number("altogether sure", () => error([1, 1, 1, 0.5], [true, true, false, true], 4), (1 + 0.5) / 4);
            }),
        Exercise.Function<Func<double, double, double>>("14.5", "Measured with wrong labels", points: 2,
            "There are two ways to agree with a label: the network is right and the label too, or both are wrong. With two classes both wrong is the same answer.", (observed, expect) =>
            {
                expect.Number("a perfect network, 5 % wrong labels", () => observed(1, 0.05), 0.95);
                expect.Number("a coin, 20 % wrong labels", () => observed(0.5, 0.2), 0.5);
                expect.Number("right in 0.9, 10 % wrong labels", () => observed(0.9, 0.1), 0.82);
            }),
    ];

    private static void Divided(Func<string[], double, (int[] Train, int[] Test)> divide, Expectations expect)
    {
        string[] patients = ["P4", "P1", "P1", "P3", "P2", "P4", "P1", "P3", "P1", "P1"];
        expect.Numbers("ten pictures of four patients, a quarter: the test", () => divide(patients, 0.25).Test, [0, 5]);
        expect.Numbers("and the training", () => divide(patients, 0.25).Train, [1, 2, 3, 4, 6, 7, 8, 9]);
        expect.True("half of the patients: none is in both parts", () =>
        {
            var (train, test) = divide(patients, 0.5);
            return !train.Select(i => patients[i]).Intersect(test.Select(i => patients[i])).Any();
        }, "a patient has pictures in both parts");
        expect.Numbers("half of the patients: the test", () => divide(patients, 0.5).Test, [0, 3, 5, 7]);
    }
}
