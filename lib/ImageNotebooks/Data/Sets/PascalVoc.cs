using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// PASCAL VOC 2009: photographs that show objects of 20 kinds, each image with the kinds it shows and a class number a pixel: 0 background, 1 to 20, 255 for the void
/// borders that count for nothing (Everingham et al. 2010, "The PASCAL Visual Object Classes (VOC) challenge"). The segmentation part has 749 training and
/// 750 validation images.
/// </summary>
public static class PascalVoc
{
    /// <summary>A pixel that counts for nothing: the border of an object, or padding.</summary>
    public const byte Void = 255;

    private const string Name = "voc-2009";
    private const string Expected = "the devkit's JPEGImages, SegmentationClass, Annotations and ImageSets, or with train/train_set.csv and its arrays";

    /// <summary>The 20 kinds of object in VOC's order, the alphabet's; kind k is class k + 1 of a mask.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
    [
        "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow",
        "diningtable", "dog", "horse", "motorbike", "person", "pottedplant", "sheep", "sofa", "train", "tvmonitor",
    ];

    /// <summary>The colour of a label in VOC's published palette: its bits 0, 3 and 6 are the highest three of red, 1, 4 and 7 of green, 2 and 5 of blue. Background is black, void is cream.</summary>
    /// <param name="label">0 background, 1 to 20, 255 void.</param>
    public static (byte Red, byte Green, byte Blue) Color(byte label)
    {
        int red = 0, green = 0, blue = 0;
        for (var (bits, place) = ((int)label, 7); bits > 0; bits >>= 3, place--)
        {
            red |= (bits & 1) << place;
            green |= ((bits >> 1) & 1) << place;
            blue |= ((bits >> 2) & 1) << place;
        }
        return ((byte)red, (byte)green, (byte)blue);
    }

    /// <summary>Loads the set: labels are [N, 20] floats, 1 where an image shows a kind, and masks a class a pixel.</summary>
    /// <param name="data">
    /// "sample", "full", or a folder: the official devkit's (or one above it), whose <c>ImageSets/Segmentation/train.txt</c> and <c>val.txt</c> say which images are for training and
    /// testing; or that of the Kaggle competition kul-h02a5a-computer-vision-ga2-2022 with <c>train/train_set.csv</c>, <c>train/img/train_{Id}.npy</c>, <c>train/seg/train_{Id}.npy</c> and the
    /// same under <c>test</c>, whose test images have labels of -1 and no masks.
    /// </param>
    /// <param name="resize">The size; 224 x 224 with padding where nothing is said. Masks go the same way, each pixel the nearest, and are void in the padding.</param>
    /// <param name="onBadImage">What to do with images or masks that cannot be read, or whose sizes differ.</param>
    /// <exception cref="DataFileException">The set cannot be had or read; the sentence says what and why.</exception>
    public static ImageDataset Load(string data, Resize? resize = null, OnBadImage onBadImage = OnBadImage.Throw)
    {
        var root = SetFolder.Find(data, Name, folder => SampleData.PascalVoc(folder), Expected);
        resize ??= Resize.To(224, Fit.Pad);
        var images = SetFolder.FirstExisting(root, "JPEGImages", "VOCdevkit/VOC2009/JPEGImages", "VOC2009/JPEGImages", "VOCdevkit/VOC2012/JPEGImages", "VOC2012/JPEGImages");
        var (train, test) = images is not null
            ? (Devkit(Path.GetDirectoryName(images)!, "train"), Devkit(Path.GetDirectoryName(images)!, "val"))
            : File.Exists(Path.Combine(root, "train", "train_set.csv")) ? (Arrays(root, "train"), Arrays(root, "test"))
            : throw new DataFileException($"'{Path.GetFullPath(root)}' does not look like PASCAL VOC: it should hold {Expected}.");
        var name = Path.GetFileName(Path.GetDirectoryName(images)) == "VOC2012" ? "PASCAL VOC 2012" : "PASCAL VOC 2009";
        return new(data == "sample" ? $"{name} (drawn sample)" : name, Read("train", train, resize, onBadImage), Read("test", test, resize, onBadImage), ClassNames);
    }

    private static List<Item> Devkit(string folder, string list)
    {
        var file = Path.Combine(folder, "ImageSets", "Segmentation", $"{list}.txt");
        if (!File.Exists(file)) throw new DataFileException($"'{Path.GetFullPath(file)}' is missing, so it is not known which images are for {list}; unpack the devkit again.");
        return [.. File.ReadLines(file).Select(line => line.Trim()).Where(id => id.Length > 0).Select(id => new Item(id,
            Path.Combine(folder, "JPEGImages", $"{id}.jpg"), Path.Combine(folder, "SegmentationClass", $"{id}.png"), ReadAnnotation(Path.Combine(folder, "Annotations", $"{id}.xml"))))];
    }

    private static float[] ReadAnnotation(string file)
    {
        if (!File.Exists(file)) throw new DataFileException($"'{Path.GetFullPath(file)}' is missing, so it is not known what the image shows; unpack the devkit again.");
        try
        {
            var labels = new float[ClassNames.Count];
            foreach (var name in XDocument.Load(file).Root!.Elements("object").Select(thing => thing.Element("name")?.Value.Trim() ?? ""))
            {
                var kind = ClassNames.ToList().IndexOf(name);
                labels[kind >= 0 ? kind : throw new DataFileException($"'{file}' names an object '{name}', and VOC knows {string.Join(", ", ClassNames)}.")] = 1;
            }
            return labels.Contains(1) ? labels : throw new DataFileException($"'{file}' names no object, and every image of the set shows one at least; get it anew.");
        }
        catch (XmlException e)
        {
            throw new DataFileException($"'{file}' is damaged: {e.Message}", e);
        }
    }

    private static List<Item> Arrays(string root, string part)
    {
        var file = Path.Combine(root, part, $"{part}_set.csv");
        if (!File.Exists(file)) throw new DataFileException($"'{Path.GetFullPath(file)}' is missing; unpack the competition's archive again.");
        var lines = File.ReadAllLines(file);
        var header = lines.Length == 0 ? [] : lines[0].Split(',').Select(name => name.Trim()).ToList();
        var missing = ClassNames.Prepend("Id").Where(name => !header.Contains(name)).ToList();
        if (missing.Count > 0) throw new DataFileException($"'{file}' has no column {string.Join(", ", missing)}; its first line should name Id and the 20 kinds of object.");
        var columns = ClassNames.Select(name => header.IndexOf(name)).ToArray();
        var id = header.IndexOf("Id");
        return [.. lines.Skip(1).Where(line => line.Length > 0).Select((line, i) => ReadRow(line, i + 2))];

        Item ReadRow(string line, int number)
        {
            var cells = line.Split(',');
            var labels = new float[ClassNames.Count];
            for (var k = 0; k < labels.Length; k++)
            {
                if (cells.Length != header.Count || !float.TryParse(cells[columns[k]], CultureInfo.InvariantCulture, out labels[k]) || labels[k] is not (0 or 1 or -1))
                    throw new DataFileException($"'{file}' is damaged in line {number}: it should have {header.Count} numbers, 0, 1 or -1 for each kind of object.");
            }
            var name = $"{part}_{cells[id].Trim()}";
            var mask = Path.Combine(root, part, "seg", $"{name}.npy");
            return new(name, Path.Combine(root, part, "img", $"{name}.npy"), part == "test" && !File.Exists(mask) ? null : mask, labels);
        }
    }

    private static Split Read(string name, List<Item> items, Resize resize, OnBadImage onBadImage)
    {
        if (items.Count == 0) throw new DataFileException($"The {name} images of PASCAL VOC are none; the list of them is empty.");
        var recipe = new VocImages(resize);
        var skipped = new List<SkippedImage>();
        PackedImages? masks = null;
        if (items.All(item => item.Mask is not null))
        {
            // An image whose mask is left out is left out too, so the masks come first.
            var images = items.ToDictionary(item => item.Mask!, item => item.Image);
            (masks, var bad) = ImagePacker.Load($"{Name}-{name}-masks", [.. items.Select(item => item.Mask!)], [.. items.Select(item => item.Id)], new VocMasks(resize, images), onBadImage);
            skipped.AddRange(bad.OrderBy(pair => pair.Key).Select(pair => new SkippedImage(items[pair.Key].Id, pair.Value)));
            items = [.. items.Where((_, i) => !bad.ContainsKey(i))];
        }
        var (packed, unread) = ImagePacker.Load($"{Name}-{name}", [.. items.Select(item => item.Image)], [.. items.Select(item => item.Id)], recipe, onBadImage);
        if (unread.Count > 0)
        {
            packed.Dispose();
            masks?.Dispose();
            var rest = Read(name, [.. items.Where((_, i) => !unread.ContainsKey(i))], resize, onBadImage);
            return rest.WithSkipped([.. skipped, .. unread.OrderBy(pair => pair.Key).Select(pair => new SkippedImage(items[pair.Key].Id, pair.Value)), .. rest.Skipped]);
        }
        using var scope = NewDisposeScope();
        var labels = tensor(items.SelectMany(item => item.Labels).ToArray(), [items.Count, ClassNames.Count]);
        return new(name, packed, labels, [.. items.Select(item => item.Id)], masks: masks)
        {
            Skipped = skipped,
            Originals = new(resize, [.. items.Select(item => item.Image)], masks is null ? null : [.. items.Select(item => item.Mask!)]),
        };
    }

    /// <summary>One image with its mask, if it has one, and 1 for each kind of object that it shows.</summary>
    private sealed record Item(string Id, string Image, string? Mask, float[] Labels);
}
