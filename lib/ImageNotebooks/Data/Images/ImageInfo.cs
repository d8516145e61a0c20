namespace ImageNotebooks;

/// <summary>The kinds of image file that can be read; told by a file's first bytes, not by its name.</summary>
public enum ImageFormat
{
    /// <summary>ISO/IEC 10918-1.</summary>
    Jpeg,

    /// <summary>ISO/IEC 15948.</summary>
    Png,
}

/// <summary>What the header of an image file says, without its pixels.</summary>
/// <param name="Format">The kind of file.</param>
/// <param name="Width">Columns, as stored.</param>
/// <param name="Height">Rows, as stored.</param>
/// <param name="Mode">Its channels, under Pillow's names: "1", "L", "LA", "P" (palette), "RGB", "RGBA", "I;16" or "CMYK".</param>
/// <param name="PaletteSize">How many colours its palette has, or null where it has none.</param>
/// <param name="Orientation">EXIF's orientation, 1 to 8; 1 where the rows stand as they are to be seen.</param>
public sealed record ImageInfo(ImageFormat Format, int Width, int Height, string Mode, int? PaletteSize = null, int Orientation = 1)
{
    /// <summary>Rows and columns change places when the image is turned upright (orientations 5 to 8).</summary>
    internal bool TurnsSideways => Orientation >= 5;
}

/// <summary>An image file cannot be read; the message names the file, what is wrong with it and what to do.</summary>
/// <param name="path">The file.</param>
/// <param name="reason">What is wrong, as the end of a sentence that begins with the file's name: "is empty", for instance.</param>
/// <param name="inner">What was thrown beneath.</param>
public sealed class ImageFileException(string path, string reason, Exception? inner = null) : DataFileException($"'{path}' {reason}.", inner)
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>What is wrong, as the end of a sentence that begins with the file's name.</summary>
    public string Reason { get; } = reason;
}
