using System.Globalization;

namespace ImageNotebooks;

/// <summary>A data set for classification: images to learn from, images to test on, and what the classes are called. Owns its splits.</summary>
/// <param name="Name">What the set is called.</param>
/// <param name="Train">The images to learn from.</param>
/// <param name="Test">The images to test on, none of which was learned from.</param>
/// <param name="ClassNames">One name a class; a label is an index into them.</param>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public sealed record ImageDataset(string Name, Split Train, Split Test, IReadOnlyList<string> ClassNames) : IDisposable, IRichOutput
{
    /// <summary>Frees the images.</summary>
    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
    }

    /// <summary>Name, counts and classes in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: {Train.Count:#,0} training and {Test.Count:#,0} test images, {ClassNames.Count} classes ({string.Join(", ", ClassNames)})");

    string? IRichOutput.Render(string mimeType) => mimeType switch
    {
        MimeTypes.Html => HtmlTable.Render(["", "images", "channels x height x width"], new[] { Train, Test }.Select(Row), Name)
            + $"<p>{ClassNames.Count} classes: {HtmlTable.Encode(string.Join(", ", ClassNames))}</p>",
        MimeTypes.PlainText => ToString(),
        _ => null,
    };

    private static HtmlTable.Row Row(Split split) =>
        new([split.Name, split.Count.ToString("#,0", CultureInfo.InvariantCulture), string.Join(" x ", split.Images.shape[1..])]);
}
