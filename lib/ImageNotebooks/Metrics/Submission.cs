namespace ImageNotebooks;

/// <summary>What is said, or true, of one image: the kinds of object that it shows, and which pixels show them.</summary>
/// <param name="Id">The image's number or name in the competition.</param>
/// <param name="Labels">For each of VOC's kinds, in their order, whether the image shows it.</param>
/// <param name="Mask">In the image's own size: 0 background, k + 1 the kind k, 255 void.</param>
public sealed record SubmissionEntry(string Id, IReadOnlyList<bool> Labels, LabelMap Mask);

/// <summary>
/// The file that the Kaggle competition kul-h02a5a-computer-vision-ga2-2022 takes, with the header <c>Id,Predicted</c> and two rows an image: <c>{Id}_classification</c> with its labels as a row of zeros and
/// ones, and <c>{Id}_segmentation</c> with a mask of each label, one after the other; both as <see cref="RunLengths"/>.
/// </summary>
public static class Submission
{
    internal const string Header = "Id,Predicted", Classification = "_classification", Segmentation = "_segmentation";

    /// <summary>Writes a submission, one image at a time: what is kept does not grow with the images, but for their ids. The file is there whole or not at all.</summary>
    /// <param name="path">The file, <c>submission.csv</c> for instance; one that is there is replaced.</param>
    /// <param name="images">What is said of each image; asked for one after the other.</param>
    /// <param name="classes">How many kinds of object there are, VOC's 20.</param>
    /// <param name="expected">The ids that have to be there and no others; null where any will do.</param>
    /// <exception cref="ArgumentException">An id comes twice, is missing or not expected, or labels or masks are of other classes. Nothing is left behind then.</exception>
    public static void Write(string path, IEnumerable<SubmissionEntry> images, int classes = 20, IReadOnlyCollection<string>? expected = null) => AtomicFile.Write(path, file =>
    {
        using var writer = new StreamWriter(file, bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine(Header);
        var (wanted, seen) = (expected?.ToHashSet(), new HashSet<string>());
        foreach (var image in images)
        {
            RequireId(image.Id);
            if (!seen.Add(image.Id)) throw new ArgumentException($"The image '{image.Id}' comes twice; a submission says of every image once what it shows.", nameof(images));
            if (wanted?.Contains(image.Id) == false) throw new ArgumentException($"The image '{image.Id}' is none of the {wanted.Count} that are asked for.", nameof(images));
            if (image.Labels.Count != classes) throw new ArgumentException($"The image '{image.Id}' has {image.Labels.Count} labels; each of {classes} kinds needs one.", nameof(images));
            WriteRow(writer, image.Id + Classification, RunLengths.RunsOf([.. image.Labels]));
            WriteRow(writer, image.Id + Segmentation, Runs(image, classes));
        }
        if (wanted?.Except(seen).ToList() is { Count: > 0 } missing) throw new ArgumentException($"{Some(missing, "image")} missing, and a submission says something of all {wanted.Count}.", nameof(images));
        if (seen.Count == 0) throw new ArgumentException("A submission needs images; there are none.", nameof(images));
    });

    /// <summary>Reads a submission, a row at a time.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its rows in their order, checked when they are come to.</returns>
    /// <exception cref="DataFileException">The file is missing or damaged, or a row comes twice; the sentence names the line.</exception>
    public static IEnumerable<SubmissionRow> Read(string path)
    {
        if (!File.Exists(path)) throw new DataFileException($"There is no submission '{Path.GetFullPath(path)}'.");
        return Rows(path);
    }

    /// <summary>
    /// Scores a submission as the competition does: the mean over all rows, two an image, of Dice's coefficient 2 |X and Y| / (|X| + |Y|), in which X are the ones of the row and Y those of the truth;
    /// two rows without ones agree and have 1. Void pixels of the truth are in no mask, so an object predicted on them counts against a row.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="truth">What is true of each image; asked for one after the other.</param>
    /// <param name="classes">How many kinds of object there are, VOC's 20.</param>
    /// <exception cref="DataFileException">The file is missing or damaged, rows are missing, of images without a truth, or of other sizes; the sentence names the id and line.</exception>
    /// <exception cref="ArgumentException">The truth is of no image, or its labels are of other classes.</exception>
    public static SubmissionScore Score(string path, IEnumerable<SubmissionEntry> truth, int classes = 20)
    {
        // Rows may stand in any order, so their texts are kept; they are some kilobytes each.
        var rows = Read(path).ToDictionary(row => row.Id);
        var scores = new List<SubmissionRowScore>();
        foreach (var image in truth)
        {
            if (image.Labels.Count != classes) throw new ArgumentException($"The image '{image.Id}' has {image.Labels.Count} labels; each of {classes} kinds needs one.", nameof(truth));
            scores.Add(Score(image.Id + Classification, RunLengths.RunsOf([.. image.Labels]), classes));
            scores.Add(Score(image.Id + Segmentation, Runs(image, classes), (long)classes * image.Mask.Labels.Length));
        }
        if (scores.Count == 0) throw new ArgumentException("A score needs images; there are none.", nameof(truth));
        if (rows.Count > 0) throw new DataFileException($"'{path}' has the row '{rows.Values.First().Id}' in line {rows.Values.First().Line}, and there is no such image in the truth, or it came twice.");
        return new(scores);

        SubmissionRowScore Score(string id, List<RunLengths.Run> right, long length)
        {
            if (!rows.Remove(id, out var row)) throw new DataFileException($"'{path}' has no row '{id}'; a submission has two rows for every image, and says nothing in one by an empty field.");
            var said = row.Runs(length);
            var ones = said.Sum(run => run.Length) + right.Sum(run => run.Length);
            return new(id, ones == 0 ? 1 : 2.0 * RunLengths.Shared(said, right) / ones);
        }
    }

    private static IEnumerable<SubmissionRow> Rows(string path)
    {
        var (number, seen) = (0, new Dictionary<string, int>());
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (number == 1)
            {
                if (line.Trim() != Header) throw new DataFileException($"'{path}' is no submission: its first line is '{line}', not '{Header}'.");
                continue;
            }
            if (line.Length == 0) continue;
            if (line.Split(',') is not [{ Length: > 0 } id, var predicted]) throw new DataFileException($"'{path}' is damaged in line {number}: it should hold an id, a comma and runs.");
            if (!id.EndsWith(Classification, StringComparison.Ordinal) && !id.EndsWith(Segmentation, StringComparison.Ordinal))
                throw new DataFileException($"'{path}' has the id '{id}' in line {number}; ids end in {Classification} or {Segmentation}.");
            if (!seen.TryAdd(id, number)) throw new DataFileException($"'{path}' has the row '{id}' twice, in the lines {seen[id]} and {number}.");
            yield return new(path, number, id, predicted.Trim('"'));
        }
        if (number == 0) throw new DataFileException($"'{path}' is empty; a submission begins with '{Header}'.");
    }

    private static void WriteRow(StreamWriter writer, string id, List<RunLengths.Run> runs)
    {
        writer.Write(id);
        writer.Write(',');
        RunLengths.Write(runs, writer);
        writer.WriteLine();
    }

    private static List<RunLengths.Run> Runs(SubmissionEntry image, int classes)
    {
        try
        {
            return RunLengths.RunsOf(image.Mask, classes);
        }
        catch (ArgumentException e) when (e is not ArgumentOutOfRangeException)
        {
            throw new ArgumentException($"The mask of the image '{image.Id}' cannot be written. {e.Message}", e);
        }
    }

    private static void RequireId(string id)
    {
        if (id.Length == 0 || id.AsSpan().IndexOfAny(",\"\r\n") >= 0) throw new ArgumentException($"'{id}' cannot be an image's id: it has to have characters, and no comma, quotation mark or line break.");
    }

    private static string Some(List<string> ids, string what) =>
        $"{ids.Count} {what}{(ids.Count == 1 ? "" : "s")} ({string.Join(", ", ids.Take(3))}{(ids.Count > 3 ? " ..." : "")}) {(ids.Count == 1 ? "is" : "are")}";
}
