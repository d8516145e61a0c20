namespace ImageNotebooks;

/// <summary>What a trained classifier says of the images of a study, and its numbers beside the published ones.</summary>
/// <param name="Name">The model.</param>
/// <param name="Train">On the images it learned from.</param>
/// <param name="Test">On those it did not.</param>
/// <param name="Numbers">A row a measure: published and ours.</param>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public sealed record MeasuredModel(string Name, ClassifierResult Train, ClassifierResult Test, ScoreTable Numbers) : IRichOutput
{
    /// <summary>The numbers in lines.</summary>
    public override string ToString() => Numbers.ToString();

    /// <inheritdoc/>
    public string ToHtml() => Numbers.ToHtml();
}
