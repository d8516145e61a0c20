namespace ImageNotebooks;

/// <summary>Decodes JPEG and PNG files, which every stack does with another library. Safe to call from several threads at once.</summary>
internal interface IImageCodec
{
    /// <summary>What decodes, for a report: for example "libjpeg-turbo, libpng".</summary>
    string Description { get; }

    /// <summary>Whether a JPEG can be decoded at a half, a quarter or an eighth of its size in less time.</summary>
    bool ScalesJpeg { get; }

    /// <summary>Decodes a JPEG to red, green, blue and a byte without meaning a pixel, top row first; greyscale and CMYK become RGB.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="width">Columns to decode to: the file's width divided by 1, 2, 4 or 8, rounded up.</param>
    /// <param name="height">Rows to decode to, likewise.</param>
    /// <param name="cmyk">Whether the file holds cyan, magenta, yellow and black, 255 for no ink, as Adobe's programs write it and nobody else differently.</param>
    /// <param name="pixels">height x width x 4 bytes.</param>
    /// <exception cref="InvalidDataException">The file is damaged; the message is the library's.</exception>
    void DecodeJpeg(ReadOnlySpan<byte> file, int width, int height, bool cmyk, Span<byte> pixels);

    /// <summary>Decodes a PNG to red, green, blue and opacity a pixel, top row first; 16-bit channels are scaled to 8 bits, nothing is gamma-corrected.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="pixels">height x width x 4 bytes.</param>
    /// <exception cref="InvalidDataException">The file is damaged; the message is the library's.</exception>
    void DecodePng(ReadOnlySpan<byte> file, Span<byte> pixels);
}
