namespace ImageNotebooks.Tests.Metrics;

public sealed class SubmissionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string File => Path.Combine(folder.Path, "submission.csv");

    [Fact]
    public void An_image_has_two_rows_and_nothing_is_an_empty_field()
    {
        Submission.Write(File, [Image("0", [5, 9, 11], [5, 5, 0, 9]), Image("1", [], [0, 0, 255, 0])]);
        Assert.Equal("Id,Predicted\n0_classification,5 1 9 1 11 1\n0_segmentation,17 2 36 1\n1_classification,\n1_segmentation,\n", System.IO.File.ReadAllText(File));
        var rows = Submission.Read(File).ToList();
        Assert.Equal(["0", "0", "1", "1"], rows.Select(row => row.ImageId));
        Assert.Equal([4, 8, 10], rows[0].Labels().Index().Where(label => label.Item).Select(label => label.Index));
        Assert.Equal([5, 5, 0, 9], rows[1].Mask(2, 2).Labels);
        Assert.Contains("line 3: the row '0_segmentation' says which pixels", Assert.Throws<DataFileException>(() => rows[1].Labels()).Message, StringComparison.Ordinal);
        Assert.Contains("no pixels", Assert.Throws<DataFileException>(() => rows[0].Mask(2, 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_score_is_the_mean_of_dice_over_rows()
    {
        Submission.Write(File, [Image("a", [1, 2], [1, 1, 0, 2]), Image("b", [], [0, 0, 0, 0])]);
        // Labels {1, 2} and {1}: 2 x 1 / 3. Masks: 1 at two pixels and 2 at one, true 1 at one of them and 2 at another, so 2 x 1 / 5. Two empty rows agree.
        var score = Submission.Score(File, [Image("b", [], [0, 255, 0, 0]), Image("a", [1], [1, 0, 2, 0])]);
        Assert.Equal([1, 1, 2.0 / 3, 2.0 / 5], score.Rows.Select(row => row.Dice));
        Assert.Equal((1 + 1 + 2.0 / 3 + 2.0 / 5) / 4, score.Dice, 1e-12);
        Assert.Equal((1 + 2.0 / 3) / 2, score.Classification, 1e-12);
        Assert.Equal((1 + 2.0 / 5) / 2, score.Segmentation, 1e-12);
        Assert.Equal("Dice 0.7667: labels 0.8333, masks 0.7000 (2 images)", score.ToString());
    }

    [Fact]
    public void A_submission_that_fails_leaves_what_was_there()
    {
        System.IO.File.WriteAllText(File, "before");
        Assert.Contains("'a' comes twice", Fails([Image("a", [], [1]), Image("a", [], [1])]), StringComparison.Ordinal);
        Assert.Contains("2 images (b, c) are missing", Fails([Image("a", [], [1])], ["a", "b", "c"]), StringComparison.Ordinal);
        Assert.Contains("'d' is none of the 1", Fails([Image("d", [], [1])], ["a"]), StringComparison.Ordinal);
        Assert.Contains("mask of the image 'a' cannot be written. Pixel (1, 0) has the label 21", Fails([Image("a", [], [1, 21])]), StringComparison.Ordinal);
        Assert.Contains("'a' has 2 labels", Fails([new("a", [true, false], new([0], 1, 1))]), StringComparison.Ordinal);
        Assert.Contains("no comma", Fails([Image("a,b", [], [1])]), StringComparison.Ordinal);
        Assert.Contains("there are none", Fails([]), StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Submission.Write(File, Enumerable.Range(0, 3).Select(i => i < 2 ? Image($"{i}", [1], [1]) : throw new InvalidOperationException("the disk"))));
        Assert.Equal("before", System.IO.File.ReadAllText(File));
        Assert.Single(Directory.GetFiles(folder.Path));

        string Fails(SubmissionEntry[] images, string[]? expected = null) => Assert.Throws<ArgumentException>(() => Submission.Write(File, images, expected: expected)).Message;
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("id,predicted\n", "its first line is 'id,predicted'")]
    [InlineData("Id,Predicted\na_classification\n", "damaged in line 2")]
    [InlineData("Id,Predicted\na_classification,,\n", "damaged in line 2")]
    [InlineData("Id,Predicted\na,1 1\n", "id 'a' in line 2")]
    [InlineData("Id,Predicted\na_classification,\na_segmentation,\na_classification,\n", "'a_classification' twice, in the lines 2 and 4")]
    [InlineData("Id,Predicted\na_classification,1 1\n", "no row 'a_segmentation'")]
    [InlineData("Id,Predicted\na_classification,1 1 2\na_segmentation,\n", "line 2: the row 'a_classification' cannot be read. There are 3 numbers")]
    [InlineData("Id,Predicted\na_classification,1 1\na_segmentation,\nb_segmentation,\n", "'b_segmentation' in line 4")]
    [InlineData("Id,Predicted\na_classification,1 1\na_segmentation,80 2\n", "line 3: the row 'a_segmentation' cannot be read. The run '80 2' goes beyond the 80 places")]
    [InlineData("Id,Predicted\na_classification,1 1\na_segmentation,3 4 5 1\n", "overlaps")]
    public void What_is_wrong_with_a_submission_is_named(string text, string complaint)
    {
        System.IO.File.WriteAllText(File, text);
        Assert.Contains(complaint, Assert.Throws<DataFileException>(() => Submission.Score(File, [Image("a", [1], [0, 0, 0, 0])])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Quoted_empty_fields_and_windows_line_ends_are_read()
    {
        System.IO.File.WriteAllText(File, "Id,Predicted\r\na_classification,\"\"\r\na_segmentation,1 1\r\n");
        Assert.Equal([1, 1], Submission.Score(File, [Image("a", [], [1, 0, 0, 0])]).Rows.Select(row => row.Dice));
        Assert.Throws<DataFileException>(() => Submission.Read(Path.Combine(folder.Path, "absent.csv")));
    }

    public void Dispose() => folder.Dispose();

    /// <summary>An image with some of the labels 1 to 20, two pixels wide where it has so many.</summary>
    private static SubmissionEntry Image(string id, int[] labels, byte[] pixels) =>
        new(id, [.. Enumerable.Range(1, 20).Select(labels.Contains)], new(pixels, pixels.Length > 2 ? 2 : 1, Math.Min(pixels.Length, 2)));
}
