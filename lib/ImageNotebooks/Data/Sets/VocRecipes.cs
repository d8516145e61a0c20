using System.Runtime.InteropServices;

namespace ImageNotebooks;

/// <summary>VOC's images, JPEG files or arrays of [H, W, 3] bytes.</summary>
internal sealed record VocImages(Resize Resize) : IPackRecipe
{
    public (int Channels, int Height, int Width) Shape => (3, Resize.Height, Resize.Width);

    public IPackDecoder NewDecoder() => new Decoder(new ImageRecipe(Resize, 3));

    /// <summary>Rows and columns of an image, from its header alone where that is possible.</summary>
    public static (int Height, int Width) SizeOf(string path)
    {
        if (path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase)) return NpyFile.Read(path).Shape is [var height, var width, ..] ? (height, width) : default;
        var info = ImageFile.ReadInfo(path);
        return info.TurnsSideways ? (info.Width, info.Height) : (info.Height, info.Width);
    }

    private sealed class Decoder(ImageRecipe files) : IPackDecoder
    {
        private readonly IPackDecoder decoder = files.NewDecoder();

        public void Decode(string path, Span<byte> planes)
        {
            if (!path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
            {
                decoder.Decode(path, planes);
                return;
            }
            var array = NpyFile.Read(path);
            if (array.Shape is not [> 0 and var height, > 0 and var width, 3])
                throw new ImageFileException(path, $"has the shape ({string.Join(", ", array.Shape)}), and an image has (height, width, 3)");
            var pixels = new byte[height * width * ImageReader.PixelBytes];
            for (var i = 0; i < height * width; i++) array.Bytes.AsSpan(3 * i, 3).CopyTo(pixels.AsSpan(ImageReader.PixelBytes * i));
            files.Fill(pixels, width, height, planes);
        }
    }
}

/// <summary>
/// VOC's masks: PNG files in VOC's colours or with class numbers as grey levels, or arrays of [H, W] class numbers. Reading by colour and not by the palette's
/// numbers needs no decoder that tells them, and reads masks too that were saved as colours.
/// </summary>
internal sealed record VocMasks(Resize Resize, IReadOnlyDictionary<string, string> Images) : IPackRecipe
{
    private const int Kinds = 20;

    public (int Channels, int Height, int Width) Shape => (1, Resize.Height, Resize.Width);

    public IPackDecoder NewDecoder() => new Decoder(this);

    /// <summary>A mask in its own size.</summary>
    /// <exception cref="ImageFileException">It cannot be read, has other labels than VOC's or another size than its image.</exception>
    public static LabelMap Read(string path, string image) => new Decoder(new(Resize.To(1), new Dictionary<string, string> { [path] = image })).Read(path);

    /// <summary>What belongs to the key of a pack.</summary>
    public override string ToString() => $"VOC masks, {Resize}";

    /// <summary>The class of a colour of VOC's palette, in which bits 0, 3 and 6 of a class are the highest three of red, 1, 4 and 7 of green, 2 and 5 of blue; or null.</summary>
    internal static byte? ClassOf(byte red, byte green, byte blue)
    {
        if ((red & 0x1F) != 0 || (green & 0x1F) != 0 || (blue & 0x3F) != 0) return null;
        int r = Reverse(red >> 5), g = Reverse(green >> 5), b = Reverse(blue >> 5);
        return (byte)(Spread(r) | (Spread(g) << 1) | (Spread(b) << 2));

        // The three highest bits, the highest first: bit 2 of the number is bit 0 of the class's digit.
        static int Reverse(int bits) => ((bits & 1) << 2) | (bits & 2) | (bits >> 2);
        static int Spread(int bits) => (bits & 1) | ((bits & 2) << 2) | ((bits & 4) << 4);
    }

    private sealed class Decoder(VocMasks recipe) : IPackDecoder
    {
        private readonly ImageReader reader = new();

        public void Decode(string path, Span<byte> planes)
        {
            var map = Read(path);
            recipe.Resize.ApplyNearest(map.Labels, map.Width, map.Height, planes, PascalVoc.Void);
        }

        public LabelMap Read(string path)
        {
            var (mask, height, width) = path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase) ? ReadArray(path) : ReadImage(path);
            if (VocImages.SizeOf(recipe.Images[path]) is var size && size != (height, width))
                throw new ImageFileException(path, $"is a mask of {width} x {height} pixels, and its image is {size.Width} x {size.Height}; get both anew");
            for (var i = 0; i < mask.Length; i++)
            {
                if (mask[i] is > Kinds and not PascalVoc.Void)
                    throw new ImageFileException(path, $"says {mask[i]} in row {i / width}, column {i % width}, and classes are 0 to {Kinds} and {PascalVoc.Void} for void");
            }
            return new(mask, height, width);
        }

        private static (byte[] Mask, int Height, int Width) ReadArray(string path)
        {
            var array = NpyFile.Read(path);
            return array.Shape is ([> 0, > 0] or [> 0, > 0, 1])
                ? (array.Bytes, array.Shape[0], array.Shape[1])
                : throw new ImageFileException(path, $"has the shape ({string.Join(", ", array.Shape)}), and a mask has (height, width)");
        }

        private (byte[] Mask, int Height, int Width) ReadImage(string path)
        {
            var isGrey = ImageFile.ReadInfo(path).Mode is "L" or "1";
            var image = reader.Read(path);
            var mask = new byte[image.Width * image.Height];
            var colours = MemoryMarshal.Cast<byte, uint>(image.Pixels);
            var (last, lastClass) = (uint.MaxValue, (byte)0);
            for (var i = 0; i < mask.Length; i++)
            {
                if (colours[i] != last)
                {
                    var pixel = image.Pixels.Slice(i * ImageReader.PixelBytes, ImageReader.PixelBytes);
                    last = colours[i];
                    lastClass = isGrey ? pixel[0] : ClassOf(pixel[0], pixel[1], pixel[2]) ?? throw new ImageFileException(path,
                        $"has the colour ({pixel[0]}, {pixel[1]}, {pixel[2]}) in row {i / image.Width}, column {i % image.Width}, which is none of VOC's palette");
                }
                mask[i] = lastClass;
            }
            return (mask, image.Height, image.Width);
        }
    }
}
