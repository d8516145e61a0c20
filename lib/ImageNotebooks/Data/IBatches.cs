namespace ImageNotebooks;

/// <summary>Batches of one pass after another: of images, or of what a frozen network made of them.</summary>
public interface IBatches : IEnumerable<Batch>
{
    /// <summary>How many images a pass gives.</summary>
    int ImageCount { get; }

    /// <summary>How many batches a pass gives.</summary>
    int BatchCount { get; }

    /// <summary>The number of the pass that comes next, counted from 0. Set to go on where another process was: pass k is always the same.</summary>
    int Pass { get; set; }

    /// <summary>What the batches are of, and how they are taken, in words: two that say the same give the same batches.</summary>
    string Identity { get; }
}
