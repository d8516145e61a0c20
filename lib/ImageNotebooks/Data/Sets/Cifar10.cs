using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// CIFAR-10: 50,000 + 10,000 photographs of 32 x 32 pixels in ten classes (Krizhevsky 2009, "Learning multiple layers of features from tiny images"),
/// in the binary layout of its authors: records of one label byte and 3,072 bytes, the red, green and blue planes row by row.
/// </summary>
public static class Cifar10
{
    private const int Size = 32, Channels = 3, PixelBytes = Channels * Size * Size, RecordBytes = 1 + PixelBytes;

    private static readonly string[] Names = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Loads the set.</summary>
    /// <param name="data">
    /// "sample": a small set drawn by <see cref="SampleData"/>, made on first use; "full": the published set, downloaded on first use (170 MB);
    /// or a folder that holds <c>*.bin</c> files: those whose names begin with "test" are the test images, the others the training images.
    /// </param>
    /// <exception cref="DataFileException">The folder or its files are missing or damaged; the sentence says which and what to do.</exception>
    public static ImageDataset Load(string data) => data switch
    {
        "sample" => Read(SampleData.Cifar10(Path.Combine(DataFolder.Default.Path, "sample", "cifar-10-batches-bin")), "CIFAR-10 (drawn sample)"),
        "full" => Read(DataFolder.Default.FetchAsync(Catalog.Find("cifar-10"), new ConsoleProgress()).GetAwaiter().GetResult(), "CIFAR-10"),
        _ => Read(data, "CIFAR-10"),
    };

    private static ImageDataset Read(string folder, string name)
    {
        if (!Directory.Exists(folder))
            throw new DataFileException($"There is no folder '{Path.GetFullPath(folder)}'. Give 'sample', 'full' or a folder with CIFAR-10's data_batch_*.bin and test_batch.bin.");
        var files = Directory.GetFiles(folder, "*.bin").Order(StringComparer.Ordinal).ToArray();
        var test = files.Where(f => Path.GetFileName(f).StartsWith("test", StringComparison.OrdinalIgnoreCase)).ToArray();
        var train = files.Except(test).ToArray();
        if (train.Length == 0 || test.Length == 0)
            throw new DataFileException($"The folder '{Path.GetFullPath(folder)}' holds {train.Length} files of training images (*.bin) and {test.Length} of test images (test*.bin); CIFAR-10 needs both.");
        return new(name, ReadSplit("train", train), ReadSplit("test", test), ReadNames(folder));
    }

    private static Split ReadSplit(string name, string[] files)
    {
        var records = files.Select(ReadRecords).SelectMany(file => Enumerable.Range(0, file.Length / RecordBytes).Select(i => file.AsMemory(i * RecordBytes, RecordBytes))).ToArray();
        var images = PackedImages.InMemory(records.Length, Channels, Size, Size, (i, planes) => records[i].Span[1..].CopyTo(planes));
        return new(name, images, tensor(records.Select(record => (long)record.Span[0]).ToArray()));
    }

    private static byte[] ReadRecords(string file)
    {
        using var stream = OpenRead(file);
        if (stream.Length == 0 || stream.Length % RecordBytes != 0)
            throw new DataFileException(FormattableString.Invariant($"'{file}' has {stream.Length:#,0} bytes, which is no multiple of CIFAR-10's {RecordBytes:#,0} bytes a record: it is cut short or no CIFAR-10 file. Get it anew."));
        var records = new byte[stream.Length];
        stream.ReadExactly(records);
        for (var at = 0; at < records.Length; at += RecordBytes)
        {
            if (records[at] >= Names.Length)
                throw new DataFileException($"'{file}' gives record {at / RecordBytes} the label {records[at]}, and CIFAR-10 has classes 0 to {Names.Length - 1}: it is damaged or no CIFAR-10 file (CIFAR-100 has two label bytes). Get it anew.");
        }
        return records;
    }

    private static FileStream OpenRead(string file)
    {
        try
        {
            return File.OpenRead(file);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new DataFileException($"'{file}' cannot be read: {e.Message}", e);
        }
    }

    private static string[] ReadNames(string folder)
    {
        var file = Path.Combine(folder, "batches.meta.txt");
        if (!File.Exists(file)) return Names;
        var names = File.ReadLines(file).Select(l => l.Trim()).Where(l => l.Length > 0).ToArray();
        return names.Length == Names.Length ? names : throw new DataFileException($"'{file}' names {names.Length} classes, and CIFAR-10 has {Names.Length}.");
    }
}
