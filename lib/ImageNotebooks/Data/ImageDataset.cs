using System.Globalization;
using System.Security.Cryptography;

namespace ImageNotebooks;

/// <summary>A data set: images to learn from, images to test on, and what the classes are called. Owns its splits.</summary>
/// <param name="Name">What the set is called.</param>
/// <param name="Train">The images to learn from.</param>
/// <param name="Test">The images to test on.</param>
/// <param name="ClassNames">One name a class; a label is an index into them.</param>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public sealed record ImageDataset(string Name, Split Train, Split Test, IReadOnlyList<string> ClassNames) : IDisposable, IRichOutput
{
    /// <summary>Files that the set holds more than once, where it consists of files.</summary>
    public IReadOnlyList<DuplicateGroup> Duplicates { get; init; } = [];

    /// <summary>What both splits were taken from, where the set has no division of its own.</summary>
    internal Split? Whole { get; init; }

    /// <summary>SHA-256 of all pixels, masks and labels in their order, the first 16 hexadecimal digits: other images, labels or another division give another.</summary>
    public string ContentHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Train.AppendTo(hash);
        Test.AppendTo(hash);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    /// <summary>Frees the images.</summary>
    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
        Whole?.Dispose();
    }

    /// <summary>Name, counts, classes and what is wrong with the set, in a line.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Name}: {Train.Count:#,0} training and {Test.Count:#,0} test images, {ClassNames.Count} classes ({string.Join(", ", ClassNames)})")
        + string.Concat(Remarks.Select(remark => "; " + remark));

    /// <inheritdoc/>
    public string ToHtml() => HtmlTable.Render(["", "images", "channels x height x width"], new[] { Train, Test }.Select(Row), Name)
        + $"<p>{ClassNames.Count} classes: {HtmlTable.Encode(string.Join(", ", ClassNames))}</p>"
        + string.Concat(Remarks.Select(remark => $"<p>{HtmlTable.Encode(remark)}</p>"));

    /// <summary>What somebody who trusts the set should know.</summary>
    private IEnumerable<string> Remarks
    {
        get
        {
            if (Duplicates.Count > 0)
                yield return FormattableString.Invariant($"{Duplicates.Count} groups of identical files, {Duplicates.Count(group => group.CrossesParts)} of them in both parts, {Duplicates.Count(group => group.CrossesClasses)} with two labels");
            var skipped = new[] { Train, Test, Whole }.OfType<Split>().SelectMany(split => split.Skipped).DistinctBy(skip => skip.File).ToList();
            if (skipped.Count > 0)
                yield return $"{skipped.Count} files left out: {string.Join(", ", skipped.Take(3).Select(skip => $"{skip.File} ({skip.Reason})"))}{(skipped.Count > 3 ? " ..." : "")}";
        }
    }

    private static HtmlTable.Row Row(Split split) =>
        new([split.Name, split.Count.ToString("#,0", CultureInfo.InvariantCulture), string.Join(" x ", split.ImageShape)]);
}
