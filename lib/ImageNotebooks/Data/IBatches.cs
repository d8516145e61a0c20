namespace ImageNotebooks;

/// <summary>Batches of one pass after another: of images, or of what a frozen network made of them.</summary>
public interface IBatches : IEnumerable<Batch>
{
    /// <summary>How many images a pass gives.</summary>
    int ImageCount { get; }

    /// <summary>How many batches a pass gives.</summary>
    int BatchCount { get; }
}
