using System.Diagnostics;

namespace ImageNotebooks.Benchmarks;

/// <summary>Runs a benchmark's rounds and takes the medians.</summary>
public static class Measurement
{
    /// <summary>Measures one benchmark and disposes of it.</summary>
    /// <param name="benchmark">The benchmark.</param>
    /// <param name="rounds">Rounds of each side, at least 1; one more round of each warms up and does not count.</param>
    /// <param name="python">Python's side, one process an allocator.</param>
    /// <returns>The row; where the reference lacks something, with ours alone and a note.</returns>
    public static Row Run(Benchmark benchmark, int rounds, Func<Allocator, ReferenceProcess> python)
    {
        var against = benchmark.Reference;
        using var ourSide = benchmark;
        using var ownSide = (against as OwnReference)?.Other;
        benchmark.Prepare();
        string? note = null;
        Func<double>? reference = null;
        try
        {
            reference = PrepareReference(against, python);
        }
        catch (ReferenceMissingException missing)
        {
            note = missing.Message;
        }

        var (ours, theirs) = Interleave(() => Time(benchmark), reference, rounds);
        var ourMedian = Median(ours);
        double? theirMedian = reference is null ? null : Median(theirs);
        return new(benchmark.Group, benchmark.Name, ourMedian, theirMedian, ourMedian / theirMedian, benchmark.Goal, benchmark.Goal.IsMet(ourMedian, theirMedian), note);
    }

    private static Func<double>? PrepareReference(Reference? reference, Func<Allocator, ReferenceProcess> python)
    {
        switch (reference)
        {
            case PythonReference function:
                var process = python(function.Allocator);
                process.Prepare(function);
                return () => process.Round(function.Name);
            case OwnReference own:
                own.Other.Prepare();
                return () => Time(own.Other);
            default:
                return null;
        }
    }

    /// <summary>Runs both sides in turn; each side begins every other round, so that neither always finds the caches the other left.</summary>
    /// <returns>The seconds of each side's rounds without the first, which warms up.</returns>
    public static (List<double> Ours, List<double> Theirs) Interleave(Func<double> ours, Func<double>? theirs, int rounds)
    {
        var (our, their) = (new List<double>(), new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            if (round % 2 == 0) our.Add(ours());
            if (theirs is not null) their.Add(theirs());
            if (round % 2 == 1) our.Add(ours());
        }
        return (our[1..], their.Count > 0 ? their[1..] : their);
    }

    /// <summary>The middle of the values, or the mean of the two in the middle.</summary>
    public static double Median(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private static double Time(Benchmark benchmark)
    {
        var start = Stopwatch.GetTimestamp();
        benchmark.Round();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        benchmark.RoundEnded();
        return seconds;
    }
}
