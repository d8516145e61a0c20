namespace ImageNotebooks;

/// <summary>
/// Small data sets drawn by a program, in exactly the files of the real ones, so that every study can be run in a minute without
/// a download. They are made on first use; the same arguments give the same bytes on every machine.
/// </summary>
public static partial class SampleData
{
    private static string Stamp(string set, int drawing, string counts, int seed) =>
        $"Drawn by ImageNotebooks, not photographed.\nset {set}, drawing {drawing}, {counts}, seed {seed}\n";

    private static void RequireCount(int count, int most, string name, int least = 1)
    {
        if (count < least || count > most)
            throw new ArgumentOutOfRangeException(name, count, $"The number of {name} pictures to draw must lie between {least} and {most:N0}.");
    }

    /// <summary>A generator of its own for every picture, so that the bytes do not depend on which thread draws which picture.</summary>
    private static Random Generator(int seed, int part, int index) => new(Mix(seed, part, index));

    /// <summary>Every label equally often (to within one), in random order.</summary>
    private static byte[] ShuffledLabels(int count, int classes, Random random)
    {
        var labels = new byte[count];
        for (var i = 0; i < count; i++)
        {
            var at = random.Next(i + 1);
            labels[i] = labels[at];
            labels[at] = (byte)(i % classes);
        }
        return labels;
    }

    /// <summary>Draws files on all processors; each one's bytes are those of its place in the list.</summary>
    private static void WriteFiles(IEnumerable<string> paths, Func<int, byte[]> draw)
    {
        var files = paths.ToArray();
        foreach (var folder in files.Select(file => Path.GetDirectoryName(file)!).Distinct())
            Directory.CreateDirectory(folder);
        Parallel.For(0, files.Length, i => File.WriteAllBytes(files[i], draw(i)));
    }

    /// <summary>One seed from three numbers; near numbers give unrelated seeds (the finalizer of SplitMix64).</summary>
    private static int Mix(int seed, int file, int index)
    {
        var bits = 0UL;
        foreach (var number in (ReadOnlySpan<int>)[seed, file, index])
        {
            bits = (bits ^ (uint)number) + 0x9E3779B97F4A7C15;
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
            bits ^= bits >> 31;
        }
        return (int)(bits >> 33);
    }
}
