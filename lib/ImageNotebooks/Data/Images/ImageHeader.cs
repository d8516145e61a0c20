using System.Buffers.Binary;

namespace ImageNotebooks;

/// <summary>Reads the headers of image files from their first bytes.</summary>
internal static class ImageHeader
{
    private static readonly byte[] PngSignature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly byte[] JpegSignature = [0xFF, 0xD8];

    private static readonly (string Name, byte[] Signature)[] Unreadable =
    [
        ("a GIF", "GIF8"u8.ToArray()), ("a BMP", "BM"u8.ToArray()), ("a WebP or other RIFF file", "RIFF"u8.ToArray()), ("a TIFF", [0x49, 0x49, 0x2A, 0]), ("a TIFF", [0x4D, 0x4D, 0, 0x2A]),
        ("an HTML page", "<!DOCTYPE"u8.ToArray()), ("an HTML page", "<html"u8.ToArray()), ("an NPY array", [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y']),
    ];

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">The file's first bytes, or all of them.</param>
    /// <param name="needed">Where the header goes on beyond them: how many bytes from the file's start are needed at least.</param>
    /// <returns>The header, or null where it goes on beyond the bytes.</returns>
    /// <exception cref="InvalidDataException">This is no image that can be read; the message ends a sentence that begins with the file's name.</exception>
    public static ImageInfo? Read(ReadOnlySpan<byte> bytes, out long needed)
    {
        var reader = new Reader(bytes);
        try
        {
            var info = bytes.StartsWith(PngSignature) ? ReadPng(ref reader)
                : bytes.StartsWith(JpegSignature) ? ReadJpeg(ref reader)
                : throw new InvalidDataException(Unknown(bytes));
            needed = 0;
            return info.Width > 0 && info.Height > 0 ? info : throw new InvalidDataException($"says in its header that it is {info.Width} x {info.Height} pixels");
        }
        catch (MoreNeeded)
        {
            needed = reader.Needed;
            return null;
        }
    }

    private static string Unknown(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return "is empty";
        foreach (var (name, signature) in Unreadable)
        {
            if (bytes.StartsWith(signature)) return $"is {name}, and only JPEG and PNG can be read here; convert it or leave it out";
        }
        return "is neither JPEG nor PNG, whatever its name says; convert it or leave it out";
    }

    private static ImageInfo ReadPng(ref Reader reader)
    {
        reader.Position = PngSignature.Length;
        ImageInfo? info = null;
        while (true)
        {
            var length = reader.UInt32();
            var kind = reader.Take(4);
            if (length > int.MaxValue) throw new InvalidDataException("is damaged: a PNG chunk has an impossible length");
            if (info is null != kind.SequenceEqual("IHDR"u8)) throw new InvalidDataException("is damaged: its PNG header does not come first");
            var start = reader.Position;
            if (info is null) info = ReadPngHeader(ref reader);
            else if (kind.SequenceEqual("PLTE"u8)) return info with { PaletteSize = info.Mode == "P" ? (int)length / 3 : null };
            if (info.Mode != "P" || kind.SequenceEqual("IDAT"u8)) return info;
            const int checksum = 4;
            reader.Position = start + length + checksum;
        }
    }

    private static ImageInfo ReadPngHeader(ref Reader reader)
    {
        var (width, height) = (reader.UInt32(), reader.UInt32());
        if (width > int.MaxValue || height > int.MaxValue) throw new InvalidDataException("is damaged: its PNG header gives an impossible size");
        int depth = reader.Byte(), colour = reader.Byte();
        var mode = (colour, depth) switch
        {
            (0, 1) => "1",
            (0, 16) => "I;16",
            (0, _) => "L",
            (2, _) => "RGB",
            (3, _) => "P",
            (4, _) => "LA",
            (6, _) => "RGBA",
            _ => throw new InvalidDataException($"is damaged: PNG has no colour type {colour}"),
        };
        return new(ImageFormat.Png, (int)width, (int)height, mode);
    }

    private static ImageInfo ReadJpeg(ref Reader reader)
    {
        reader.Position = 2;
        var orientation = 1;
        while (true)
        {
            while (reader.Byte() != 0xFF) { }
            int marker;
            while ((marker = reader.Byte()) == 0xFF) { }
            if (marker is 0 or 0x01 or (>= 0xD0 and <= 0xD8)) continue;
            if (marker is 0xD9 or 0xDA) throw new InvalidDataException("is damaged: the JPEG's pixels begin before its size is told");
            var start = reader.Position;
            var length = reader.UInt16();
            if (length < 2) throw new InvalidDataException("is damaged: a JPEG segment has an impossible length");
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC)) return ReadFrame(ref reader, marker, orientation);
            if (marker == 0xE1) orientation = ReadOrientation(reader.Take(length - 2)) ?? orientation;
            reader.Position = start + length;
        }
    }

    private static ImageInfo ReadFrame(ref Reader reader, int marker, int orientation)
    {
        if (marker > 0xC2) throw new InvalidDataException("is a lossless, hierarchical or arithmetic-coded JPEG, which is not read here; convert it");
        var precision = reader.Byte();
        if (precision != 8) throw new InvalidDataException($"is a JPEG with {precision} bits a channel, and only 8 are read here; convert it");
        int height = reader.UInt16(), width = reader.UInt16(), channels = reader.Byte();
        var mode = channels switch { 1 => "L", 3 => "RGB", 4 => "CMYK", _ => throw new InvalidDataException($"is a JPEG with {channels} channels, and 1, 3 and 4 are known") };
        return new(ImageFormat.Jpeg, width, height, mode, Orientation: orientation);
    }

    /// <summary>EXIF's tag 0x0112 in the first directory of an APP1 segment (EXIF 2.32), or null where there is none.</summary>
    private static int? ReadOrientation(ReadOnlySpan<byte> segment)
    {
        const int entryBytes = 12, orientationTag = 0x0112;
        if (!segment.StartsWith("Exif\0\0"u8)) return null;
        var tiff = segment[6..];
        if (tiff.Length < 8) return null;
        var little = tiff[0] == 'I';
        var first = UInt32(tiff[4..]);
        if (first > tiff.Length - 2) return null;
        var directory = tiff[(int)first..];
        var count = UInt16(directory);
        for (var i = 0; i < count && 2 + (i + 1) * entryBytes <= directory.Length; i++)
        {
            var entry = directory[(2 + i * entryBytes)..];
            if (UInt16(entry) == orientationTag) return UInt16(entry[8..]) is >= 1 and <= 8 and var value ? value : null;
        }
        return null;

        int UInt16(ReadOnlySpan<byte> at) => little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);
        uint UInt32(ReadOnlySpan<byte> at) => little ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
    }

    private sealed class MoreNeeded : Exception;

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> bytes = bytes;

        public long Position { get; set; }

        public long Needed { get; private set; }

        public ReadOnlySpan<byte> Take(int count)
        {
            if (Position + count > bytes.Length)
            {
                Needed = Position + count;
                throw new MoreNeeded();
            }
            Position += count;
            return bytes.Slice((int)Position - count, count);
        }

        public int Byte() => Take(1)[0];

        public int UInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

        public uint UInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));
    }
}
