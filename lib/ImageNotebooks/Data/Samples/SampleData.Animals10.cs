namespace ImageNotebooks;

public static partial class SampleData
{
    /// <summary>Raised whenever the drawing changes, so that folders drawn before are made anew.</summary>
    private const int Animals10Version = 1;

    /// <summary>
    /// Draws a ten-class set of animals in the layout of Animals-10: <c>raw-img/{class}/</c> with the Italian class names cane, cavallo,
    /// elefante, farfalla, gallina, gatto, mucca, pecora, ragno and scoiattolo. As in the real set sizes and formats vary. Most files are RGB
    /// JPEG of about 300x225 pixels, upright, wide or square, one in forty of 640x480. Of every forty of a class, in its first five, one is a grey
    /// JPEG, one an RGB JPEG at full colour resolution and one a PNG, in RGB, RGBA or palette colours; one dog is a CMYK JPEG, and one dog's PNG is
    /// named .jpeg.
    /// </summary>
    /// <param name="folder">Folder of the files; made where it is missing, made anew where it was drawn with other arguments or by another version.</param>
    /// <param name="perClass">Pictures of each class, 1 to 10,000; all kinds of files occur from 5 on.</param>
    /// <param name="seed">Which set is drawn.</param>
    /// <returns>The folder's full path.</returns>
    /// <exception cref="ArgumentException">The folder's name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1 or above its limit.</exception>
    /// <exception cref="SampleFolderException">The folder cannot be written, or holds files that are not sample data.</exception>
    /// <remarks>Layout: https://www.kaggle.com/datasets/alessiocorrado99/animals10.</remarks>
    public static string Animals10(string folder, int perClass = 100, int seed = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        RequireCount(perClass, 10_000, nameof(perClass));
        return SampleFolder.Ensure(folder, Stamp("animals-10", Animals10Version, $"pictures {perClass} a class", seed), into =>
        {
            var files = Enumerable.Range(0, perClass * AnimalPicture.ClassNames.Length)
                .Select(i => (Label: i % AnimalPicture.ClassNames.Length, Index: i / AnimalPicture.ClassNames.Length)).ToArray();
            WriteFiles(files.Select(file => AnimalPath(into, file.Label, file.Index, seed)), i =>
            {
                var random = Generator(seed, files[i].Label, files[i].Index);
                var (width, height) = AnimalSize(files[i].Index, random);
                return AnimalFile(AnimalPicture.Draw(files[i].Label, width, height, random), width, height, KindOf(files[i].Label, files[i].Index), random);
            });
        });
    }

    private enum AnimalKind { Jpeg, GreyJpeg, FullColourJpeg, CmykJpeg, RgbPng, RgbaPng, PalettePng, PngNamedJpeg }

    /// <summary>What file a class's n-th picture is; the unusual ones come early, so that small sets have them too.</summary>
    private static AnimalKind KindOf(int label, int index) => (index % 40, label) switch
    {
        (1, _) => AnimalKind.GreyJpeg,
        (2, 0) => AnimalKind.CmykJpeg,
        (3, 1 or 4 or 7) => AnimalKind.RgbPng,
        (3, 2 or 5 or 8) => AnimalKind.RgbaPng,
        (3, 3 or 6 or 9) => AnimalKind.PalettePng,
        (3, 0) => AnimalKind.PngNamedJpeg,
        (4, _) => AnimalKind.FullColourJpeg,
        _ => AnimalKind.Jpeg,
    };

    // Search engines' names in the real set say nothing, and neither do these.
    private static string AnimalPath(string into, int label, int index, int seed)
    {
        var name = $"OIP-{Mix(seed, label + 100, index):x8}{Mix(seed, label + 200, index):x8}";
        var ending = KindOf(label, index) switch
        {
            AnimalKind.RgbPng or AnimalKind.RgbaPng or AnimalKind.PalettePng => ".png",
            AnimalKind.PngNamedJpeg => ".jpeg",
            _ => index % 5 == 0 ? ".jpg" : ".jpeg",
        };
        return Path.Combine(into, "raw-img", AnimalPicture.ClassNames[label], name + ending);
    }

    private static (int Width, int Height) AnimalSize(int index, Random random) => index % 40 == 39
        ? (640, 480)
        : random.Pick((300, 225), (300, 225), (300, 225), (300, 200), (300, 200), (225, 300), (300, 169), (183, 275), (300, 300), (300, 199),
            (300, 188), (201, 300), (259, 194));

    private static byte[] AnimalFile(Photo photo, int width, int height, AnimalKind kind, Random random)
    {
        var rgb = photo.ToRgb();
        var quality = random.Next(78, 93);
        switch (kind)
        {
            case AnimalKind.GreyJpeg:
                photo.Fade(1);
                return Jpeg.Encode([.. photo.ToRgb().Where((_, i) => i % 3 == 0)], width, height, channels: 1, quality);
            case AnimalKind.FullColourJpeg:
                return Jpeg.Encode(rgb, width, height, channels: 3, quality, halveChroma: false);
            case AnimalKind.CmykJpeg:
                return Jpeg.Encode(Inks(rgb), width, height, channels: 4, quality);
            case AnimalKind.RgbPng or AnimalKind.PngNamedJpeg:
                return Png.Encode(rgb, width, height, channels: 3);
            case AnimalKind.RgbaPng:
                return Png.Encode(WithAlpha(rgb, width, height), width, height, channels: 4);
            case AnimalKind.PalettePng:
                return Png.EncodePalette(WebColours(rgb), width, height, WebPalette());
            default:
                return Jpeg.Encode(rgb, width, height, channels: 3, quality);
        }
    }

    /// <summary>Cyan, magenta, yellow and black ink for RGB pixels; black replaces what the three have in common.</summary>
    private static byte[] Inks(byte[] rgb)
    {
        var inks = new byte[rgb.Length / 3 * 4];
        for (var (from, to) = (0, 0); from < rgb.Length; from += 3, to += 4)
        {
            var light = Math.Max(rgb[from], Math.Max(rgb[from + 1], rgb[from + 2]));
            inks[to + 3] = (byte)(255 - light);
            for (var ink = 0; ink < 3; ink++)
                inks[to + ink] = (byte)(light == 0 ? 0 : (light - rgb[from + ink]) * 255 / light);
        }
        return inks;
    }

    /// <summary>Opaque but for the outermost tenth, which fades away.</summary>
    private static byte[] WithAlpha(byte[] rgb, int width, int height)
    {
        var pixels = new byte[rgb.Length / 3 * 4];
        for (var i = 0; i < width * height; i++)
        {
            rgb.AsSpan(3 * i, 3).CopyTo(pixels.AsSpan(4 * i));
            var (x, y) = (i % width, i / width);
            var edge = Math.Min(Math.Min(x, width - 1 - x) * 10f / width, Math.Min(y, height - 1 - y) * 10f / height);
            pixels[4 * i + 3] = (byte)(255 * Math.Min(1, edge));
        }
        return pixels;
    }

    /// <summary>The 216 colours whose channels are multiples of 51.</summary>
    private static byte[] WebPalette() => [.. Enumerable.Range(0, 216).SelectMany(i => (byte[])[(byte)(i / 36 * 51), (byte)(i / 6 % 6 * 51), (byte)(i % 6 * 51)])];

    private static byte[] WebColours(byte[] rgb)
    {
        var indices = new byte[rgb.Length / 3];
        for (var i = 0; i < indices.Length; i++)
            indices[i] = (byte)((rgb[3 * i] + 25) / 51 * 36 + (rgb[3 * i + 1] + 25) / 51 * 6 + (rgb[3 * i + 2] + 25) / 51);
        return indices;
    }
}
