namespace ImageNotebooks;

/// <summary>One row of a submission, not yet decoded.</summary>
/// <param name="Path">The file that it is from.</param>
/// <param name="Line">Its line, counted from 1.</param>
/// <param name="Id">Its id, <c>12_classification</c> for instance.</param>
/// <param name="Predicted">Its runs.</param>
public sealed record SubmissionRow(string Path, int Line, string Id, string Predicted)
{
    /// <summary>Whether the row says which pixels show what, and not which labels the image has.</summary>
    public bool IsMask => Id.EndsWith(Submission.Segmentation, StringComparison.Ordinal);

    /// <summary>The image's own id.</summary>
    public string ImageId => Id[..^(IsMask ? Submission.Segmentation : Submission.Classification).Length];

    /// <summary>For each kind of object whether the image shows it.</summary>
    /// <param name="classes">How many kinds there are, VOC's 20.</param>
    /// <exception cref="DataFileException">The row says something else; the sentence names file, line and id.</exception>
    public bool[] Labels(int classes = 20) => IsMask ? throw Complaint("says which pixels show what, not which labels the image has") : Read(() => RunLengths.Decode(Predicted, classes));

    /// <summary>The labels of the image's pixels.</summary>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="classes">How many kinds of object there are, VOC's 20.</param>
    /// <exception cref="DataFileException">The row says something else, or two masks hold the same pixel; the sentence names file, line and id.</exception>
    public LabelMap Mask(int height, int width, int classes = 20) => IsMask ? Read(() => RunLengths.Decode(Predicted, height, width, classes)) : throw Complaint("says which labels the image has, and no pixels");

    internal List<RunLengths.Run> Runs(long length) => Read(() => RunLengths.Parse(Predicted, length));

    private T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ArgumentException e) when (e is not ArgumentOutOfRangeException)
        {
            throw Complaint("cannot be read. " + e.Message, e);
        }
    }

    private DataFileException Complaint(string what, Exception? inner = null) => new($"'{Path}', line {Line}: the row '{Id}' {what}{(what.EndsWith('.') ? "" : ".")}", inner);
}

/// <summary>Dice's coefficient of one row.</summary>
/// <param name="Id">The row's id.</param>
/// <param name="Dice">In [0, 1].</param>
public sealed record SubmissionRowScore(string Id, double Dice);

/// <summary>How well a submission agrees with the truth.</summary>
/// <param name="Rows">The rows, two an image.</param>
public sealed record SubmissionScore(IReadOnlyList<SubmissionRowScore> Rows)
{
    /// <summary>The competition's score: the mean of Dice's coefficient over all rows.</summary>
    public double Dice => Rows.Average(row => row.Dice);

    /// <summary>The mean over the rows of labels.</summary>
    public double Classification => Rows.Where(row => row.Id.EndsWith(Submission.Classification, StringComparison.Ordinal)).Average(row => row.Dice);

    /// <summary>The mean over the rows of masks.</summary>
    public double Segmentation => Rows.Where(row => row.Id.EndsWith(Submission.Segmentation, StringComparison.Ordinal)).Average(row => row.Dice);

    /// <summary>The scores in a sentence.</summary>
    public override string ToString() => FormattableString.Invariant($"Dice {Dice:0.0000}: labels {Classification:0.0000}, masks {Segmentation:0.0000} ({Rows.Count / 2:#,0} images)");
}
