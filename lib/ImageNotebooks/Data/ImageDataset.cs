namespace ImageNotebooks;

/// <summary>A data set for classification: images to learn from, images to test on, and what the classes are called. Owns its splits.</summary>
/// <param name="Name">What the set is called.</param>
/// <param name="Train">The images to learn from.</param>
/// <param name="Test">The images to test on, none of which was learned from.</param>
/// <param name="ClassNames">One name a class; a label is an index into them.</param>
public sealed record ImageDataset(string Name, Split Train, Split Test, IReadOnlyList<string> ClassNames) : IDisposable
{
    /// <summary>Frees the images.</summary>
    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
    }

    /// <summary>Name, counts and classes in a line.</summary>
    public override string ToString() => $"{Name}: {Train.Count:#,0} training and {Test.Count:#,0} test images, {ClassNames.Count} classes ({string.Join(", ", ClassNames)})";
}
