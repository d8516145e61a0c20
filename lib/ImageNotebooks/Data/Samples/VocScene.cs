namespace ImageNotebooks;

/// <summary>A drawn scene with one to four objects of PASCAL VOC's classes, and what is known of every pixel.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Rgb">height x width x 3 bytes.</param>
/// <param name="Plane">The object that each pixel shows: 0 the background, else its place in <paramref name="Objects"/> plus 1.</param>
/// <param name="Outline">Pixels at the edge of an object, which VOC counts to no class: those that show two objects at once, and those beside an
/// object in front of them.</param>
/// <param name="Objects">The objects, from the rearmost to the foremost.</param>
internal sealed record VocScene(int Width, int Height, byte[] Rgb, byte[] Plane, bool[] Outline, VocObject[] Objects)
{
    /// <summary>VOC's classes in its order; a class's place here plus 1 is its index in a mask.</summary>
    public static readonly string[] ClassNames =
    [
        "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow",
        "diningtable", "dog", "horse", "motorbike", "person", "pottedplant", "sheep", "sofa", "train", "tvmonitor",
    ];

    /// <summary>An object of which less can be seen is taken out of the scene's list, and its pixels count to no class.</summary>
    private const int LeastPixels = 30;

    /// <summary>An object of which less can be seen is marked difficult.</summary>
    private const int HardPixels = 250;

    private const byte Void = 255;

    /// <summary>Draws a scene whose foremost object is of the given class (0 to 19).</summary>
    public static VocScene Draw(int label, Random random)
    {
        var (width, height) = random.Pick((250, 188), (250, 188), (250, 167), (188, 250), (200, 200));
        var canvas = new Canvas(width, height, random, grid: 2, marksObjects: true);
        var place = random.Pick(VocFigures.Places(label));
        var horizon = random.Between(0.35f, 0.65f) * height;
        Backdrop.Draw(canvas, place, horizon, random);
        var labels = Companions(place, random.Pick(0, 0, 1, 1, 2, 3), random).Append(label).ToArray();
        var slots = Enumerable.Range(0, labels.Length).OrderBy(_ => random.Next()).ToArray();
        for (var i = 0; i < labels.Length; i++)
        {
            canvas.Object = (byte)(i + 1);
            var size = Math.Min(width, height) * random.Between(0.26f, 0.42f) / MathF.Sqrt(0.6f + 0.4f * labels.Length) * VocFigures.Size(labels[i]);
            var x = width * (slots[i] + random.Between(0.35f, 0.65f)) / labels.Length;
            var y = place is Place.Sky ? height * random.Between(0.3f, 0.7f)
                : Math.Min(height - 0.75f * size, horizon + random.Between(0, 0.3f) * (height - horizon));
            VocFigures.Draw(labels[i], new Sketch(canvas, Pose.At(x, y, size, random.Between(-5, 5), random.Chance(0.5)), random), place);
        }
        canvas.Object = 0;
        if (random.Chance(0.15))
            Backdrop.Occlude(canvas, place, random);
        return Inspect(canvas, labels, random);
    }

    /// <summary>The class of every pixel, 0 the background and 1 to 20 the classes; 255 on outlines if they are asked for.</summary>
    public byte[] ClassMask(bool outlines = true) => Mask(number => (byte)(Objects[number - 1].Label + 1), outlines);

    /// <summary>Whether a class (0 to 19) occurs: 1, -1, or 0 where all its objects are marked difficult.</summary>
    public int Presence(int label)
    {
        var objects = Objects.Where(one => one.Label == label).ToArray();
        return objects.Length == 0 ? -1 : objects.All(one => one.Difficult) ? 0 : 1;
    }

    /// <summary>The object of every pixel, 0 the background, then 1, 2 and so on in the order of <see cref="Objects"/>; 255 on outlines.</summary>
    public byte[] ObjectMask() => Mask(number => number, outlines: true);

    private byte[] Mask(Func<byte, byte> level, bool outlines) =>
        [.. Plane.Select((number, i) => outlines && Outline[i] ? Void : number == 0 ? (byte)0 : level(number))];

    private static IEnumerable<int> Companions(Place place, int count, Random random)
    {
        var fitting = Enumerable.Range(0, ClassNames.Length).Where(label => VocFigures.Places(label).Contains(place)).ToArray();
        return Enumerable.Range(0, count).Select(_ => fitting[random.Next(fitting.Length)]);
    }

    private static VocScene Inspect(Canvas canvas, int[] labels, Random random)
    {
        var (width, height) = (canvas.Width, canvas.Height);
        var plane = canvas.ObjectPlane(out var mixed);
        var outline = FindOutline(plane, mixed, width);
        var seen = new int[labels.Length + 1];
        for (var i = 0; i < plane.Length; i++)
            seen[plane[i]] += outline[i] ? 0 : 1;
        var numbers = new byte[labels.Length + 1];
        var objects = new List<VocObject>();
        for (var number = 1; number <= labels.Length; number++)
        {
            if (seen[number] < LeastPixels)
                continue;
            objects.Add(VocObject.Find(labels[number - 1], plane, number, width, height) with { Difficult = seen[number] < HardPixels });
            numbers[number] = (byte)objects.Count;
        }
        for (var i = 0; i < plane.Length; i++)
        {
            outline[i] |= plane[i] > 0 && numbers[plane[i]] == 0;
            plane[i] = numbers[plane[i]];
        }
        return new(width, height, Camera.Shoot(canvas, random).ToRgb(), plane, outline, [.. objects]);
    }

    private static bool[] FindOutline(byte[] plane, bool[] mixed, int width)
    {
        var outline = new bool[plane.Length];
        for (var i = 0; i < plane.Length; i++)
        {
            outline[i] = mixed[i];
            for (var dy = -width; dy <= width && !outline[i]; dy += width)
                for (var dx = -1; dx <= 1; dx++)
                {
                    var (at, x) = (i + dy + dx, i % width + dx);
                    outline[i] |= at >= 0 && at < plane.Length && x >= 0 && x < width && plane[at] > plane[i];
                }
        }
        return outline;
    }
}

/// <summary>An object of a scene.</summary>
/// <param name="Label">Its class, 0 to 19.</param>
/// <param name="Left">First column that shows it, from 0.</param>
/// <param name="Top">First row.</param>
/// <param name="Right">Last column.</param>
/// <param name="Bottom">Last row.</param>
/// <param name="Truncated">Whether the picture's edge cuts it.</param>
/// <param name="Occluded">Whether another object covers part of it.</param>
/// <param name="Difficult">Whether little of it can be seen.</param>
internal readonly record struct VocObject(int Label, int Left, int Top, int Right, int Bottom, bool Truncated, bool Occluded, bool Difficult)
{
    /// <summary>The object of a number, by the pixels that bear it; objects of higher numbers lie before it.</summary>
    public static VocObject Find(int label, byte[] plane, int number, int width, int height)
    {
        var (left, top, right, bottom, occluded) = (width, height, 0, 0, false);
        for (var i = 0; i < plane.Length; i++)
        {
            occluded |= plane[i] > number && ((i % width > 0 && plane[i - 1] == number) || (i >= width && plane[i - width] == number));
            if (plane[i] != number)
                continue;
            (left, right) = (Math.Min(left, i % width), Math.Max(right, i % width));
            (top, bottom) = (Math.Min(top, i / width), Math.Max(bottom, i / width));
        }
        return new(label, left, top, right, bottom, left == 0 || top == 0 || right == width - 1 || bottom == height - 1, occluded, Difficult: false);
    }
}
