namespace ImageNotebooks;

public static partial class SampleData
{
    /// <summary>Raised whenever the drawing changes, so that folders drawn before are made anew.</summary>
    private const int Cifar10Version = 1;

    private const int RecordsPerFile = 10_000;
    private const int RecordBytes = 1 + 3 * Cifar10Picture.Side * Cifar10Picture.Side;

    /// <summary>
    /// Draws a ten-class set of 32x32 colour pictures in CIFAR-10's binary layout: <c>data_batch_1.bin</c> and so on with at most
    /// 10,000 records each, <c>test_batch.bin</c>, and <c>batches.meta.txt</c> with the class names, one a line. A record is a label
    /// byte (0 to 9) and 3,072 bytes 0 to 255: the red plane, the green, the blue, each row by row. Every file holds the
    /// classes in equal number (to within one) and random order; no training picture is also a test picture.
    /// </summary>
    /// <param name="folder">Folder of the files; made where it is missing, made anew where it was drawn with other arguments or by another version.</param>
    /// <param name="train">Training pictures, 1 to 1,000,000.</param>
    /// <param name="test">Test pictures, 1 to 10,000 (the layout has one test file).</param>
    /// <param name="seed">Which set is drawn.</param>
    /// <returns>The folder's full path.</returns>
    /// <exception cref="ArgumentException">The folder's name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is below 1 or above its limit.</exception>
    /// <exception cref="SampleFolderException">The folder cannot be written, or holds files that are not sample data.</exception>
    /// <remarks>Layout: A. Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009, https://www.cs.toronto.edu/~kriz/cifar.html.</remarks>
    public static string Cifar10(string folder, int train = 2000, int test = 500, int seed = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        RequireCount(train, 1_000_000, nameof(train));
        RequireCount(test, RecordsPerFile, nameof(test));
        return SampleFolder.Ensure(folder, Stamp("cifar-10", Cifar10Version, $"train {train}, test {test}", seed), into => WriteCifar10(into, train, test, seed));
    }

    internal static void WriteCifar10(string folder, int train, int test, int seed, int recordsPerFile = RecordsPerFile)
    {
        File.WriteAllText(Path.Combine(folder, "batches.meta.txt"), string.Join('\n', Cifar10Picture.ClassNames) + "\n");
        File.WriteAllBytes(Path.Combine(folder, "test_batch.bin"), DrawRecords(test, seed, file: 0));
        for (var (file, left) = (1, train); left > 0; file++, left -= recordsPerFile)
            File.WriteAllBytes(Path.Combine(folder, $"data_batch_{file}.bin"), DrawRecords(Math.Min(left, recordsPerFile), seed, file));
    }

    private static byte[] DrawRecords(int count, int seed, int file)
    {
        var records = new byte[count * RecordBytes];
        var labels = ShuffledLabels(count, Cifar10Picture.ClassNames.Length, Generator(seed, file, -1));
        Parallel.For(0, count, i =>
        {
            var record = records.AsSpan(i * RecordBytes, RecordBytes);
            record[0] = labels[i];
            Cifar10Picture.Draw(labels[i], Generator(seed, file, i), record[1..]);
        });
        return records;
    }
}
