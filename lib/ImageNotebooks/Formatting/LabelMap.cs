namespace ImageNotebooks;

/// <summary>The class of every pixel of one image, true or predicted: 0 is the background.</summary>
public sealed class LabelMap
{
    /// <summary>The label of pixels that are of no class and count for nothing, PASCAL VOC's border.</summary>
    public const byte Void = 255;

    /// <summary>Takes the labels; they are not copied.</summary>
    /// <param name="labels">height x width labels, row by row.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <exception cref="ArgumentException">There is not one label a pixel.</exception>
    public LabelMap(byte[] labels, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (labels.Length != (long)height * width) throw new ArgumentException($"There are {labels.Length} labels; one a pixel of {width} x {height} is {(long)height * width}.", nameof(labels));
        (Labels, Height, Width) = (labels, height, width);
    }

    /// <summary>Height x Width labels, row by row.</summary>
    public byte[] Labels { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>The labels that occur, in order.</summary>
    public IReadOnlyList<byte> Occurring
    {
        get
        {
            Span<bool> seen = stackalloc bool[256];
            foreach (var label in Labels) seen[label] = true;
            var occurring = new List<byte>();
            for (var label = 0; label < seen.Length; label++)
            {
                if (seen[label]) occurring.Add((byte)label);
            }
            return occurring;
        }
    }

    /// <summary>Its size, as in <c>500 x 375 labels</c> (width x height).</summary>
    public override string ToString() => $"{Width} x {Height} labels";
}
