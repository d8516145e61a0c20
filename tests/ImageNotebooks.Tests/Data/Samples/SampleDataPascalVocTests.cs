using System.Globalization;
using System.Xml.Linq;

namespace ImageNotebooks.Tests;

/// <summary>One small set serves all tests; drawing it takes the longest.</summary>
public sealed class DrawnVoc : IDisposable
{
    private readonly TemporaryFolder root = new();

    public DrawnVoc()
    {
        Folder = SampleData.PascalVoc(System.IO.Path.Combine(root.Path, "voc"), train: 25, validation: 20, seed: 4);
        Arrays = SampleData.PascalVocArrays(System.IO.Path.Combine(root.Path, "arrays"), train: 25, test: 20, seed: 4);
        Kit = System.IO.Path.Combine(Folder, "VOCdevkit", "VOC2009");
    }

    public string Folder { get; }

    public string Kit { get; }

    public string Arrays { get; }

    public void Dispose() => root.Dispose();

    public string[] Lines(params string[] path) => File.ReadAllLines(System.IO.Path.Combine([Kit, .. path]));

    public byte[] Bytes(params string[] path) => File.ReadAllBytes(System.IO.Path.Combine([Kit, .. path]));
}

public sealed class SampleDataPascalVocTests(DrawnVoc voc) : IClassFixture<DrawnVoc>
{
    private static readonly string[] Classes =
    [
        "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow",
        "diningtable", "dog", "horse", "motorbike", "person", "pottedplant", "sheep", "sofa", "train", "tvmonitor",
    ];

    [Fact]
    public void The_development_kits_folders_hold_a_file_for_every_picture()
    {
        var names = voc.Lines("ImageSets", "Main", "trainval.txt");

        Assert.Equal(45, names.Length);
        Assert.All(names, name => Assert.Matches(@"^2009_\d{6}$", name));
        foreach (var (folder, ending) in new[] { ("JPEGImages", ".jpg"), ("SegmentationClass", ".png"), ("SegmentationObject", ".png"), ("Annotations", ".xml") })
            Assert.Equal(names.Select(name => name + ending), SampleFiles.Names(Path.Combine(voc.Kit, folder)));
        Assert.Equal(3 * 21 + 3, SampleFiles.Names(Path.Combine(voc.Kit, "ImageSets")).Length);
    }

    [Fact]
    public void The_parts_are_apart_and_together_are_the_whole()
    {
        foreach (var list in new[] { "Main", "Segmentation" })
        {
            var (train, val) = (voc.Lines("ImageSets", list, "train.txt"), voc.Lines("ImageSets", list, "val.txt"));
            Assert.Equal((25, 20), (train.Length, val.Length));
            Assert.Equal(voc.Lines("ImageSets", list, "trainval.txt"), train.Concat(val).Order());
            Assert.NotEqual(train.Concat(val), train.Concat(val).Order());
        }
        Assert.Equal(45, Directory.GetFiles(Path.Combine(voc.Kit, "JPEGImages")).Select(SampleFiles.HashOfFile).Distinct().Count());
    }

    [Fact]
    public void Class_lists_agree_with_the_annotations_and_every_class_is_in_both_parts()
    {
        foreach (var part in new[] { "train", "val", "trainval" })
            foreach (var name in Classes)
            {
                var lines = voc.Lines("ImageSets", "Main", $"{name}_{part}.txt");
                Assert.Equal(voc.Lines("ImageSets", "Main", part + ".txt"), lines.Select(line => line[..11]));
                Assert.All(lines, line => Assert.Equal($"{line[..11]} {Presence(line[..11], name),2}", line));
                Assert.Contains(lines, line => line.EndsWith("  1", StringComparison.Ordinal));
            }

        int Presence(string picture, string name)
        {
            var difficult = Objects(picture).Where(o => (string)o.Element("name")! == name).Select(o => (int)o.Element("difficult")!).ToArray();
            return difficult.Length == 0 ? -1 : difficult.Contains(0) ? 1 : 0;
        }
    }

    [Fact]
    public void Masks_agree_with_the_annotations()
    {
        foreach (var name in voc.Lines("ImageSets", "Main", "trainval.txt"))
        {
            var (byClass, byObject) = (PngReader.Read(voc.Bytes("SegmentationClass", name + ".png")),
                PngReader.Read(voc.Bytes("SegmentationObject", name + ".png")));
            var jpeg = SampleFiles.Inspect(Path.Combine(voc.Kit, "JPEGImages", name + ".jpg"));
            Assert.Equal((jpeg.Width, jpeg.Height, 3), (byClass.Width, byClass.Height, byClass.ColourType));
            var objects = Objects(name).ToArray();
            Assert.InRange(objects.Length, 1, 4);
            Assert.Equal(objects.Select((_, i) => (byte)(i + 1)), byObject.Pixels.Distinct().Where(level => level is not (0 or 255)).Order());
            for (var i = 0; i < byObject.Pixels.Length; i++)
            {
                var (number, label) = (byObject.Pixels[i], byClass.Pixels[i]);
                if (number is 0 or 255)
                {
                    Assert.Equal(number, label);
                    continue;
                }
                var box = objects[number - 1].Element("bndbox")!;
                Assert.Equal(Array.IndexOf(Classes, (string)objects[number - 1].Element("name")!) + 1, label);
                Assert.InRange(i % byClass.Width + 1, (int)box.Element("xmin")!, (int)box.Element("xmax")!);
                Assert.InRange(i / byClass.Width + 1, (int)box.Element("ymin")!, (int)box.Element("ymax")!);
            }
        }
    }

    [Fact]
    public void A_border_lies_around_every_object()
    {
        foreach (var name in voc.Lines("ImageSets", "Main", "val.txt"))
        {
            var png = PngReader.Read(voc.Bytes("SegmentationObject", name + ".png"));
            var border = png.Pixels.Count(level => level == 255);
            for (var i = 1; i < png.Pixels.Length; i++)
            {
                var (here, left, above) = (png.Pixels[i], i % png.Width > 0 ? png.Pixels[i - 1] : (byte)255, i >= png.Width ? png.Pixels[i - png.Width] : (byte)255);
                Assert.True(here == left || here == 255 || left == 255, $"{name}: {left} touches {here}");
                Assert.True(here == above || here == 255 || above == 255, $"{name}: {above} touches {here}");
            }
            Assert.InRange(border, 50, png.Pixels.Length / 5);
        }
    }

    [Fact]
    public void The_palette_is_VOCs()
    {
        var palette = PngReader.Read(voc.Bytes("SegmentationClass", voc.Lines("ImageSets", "Main", "val.txt")[0] + ".png")).Palette;

        Assert.Equal(768, palette.Length);
        Assert.Equal([0, 0, 0, 128, 0, 0, 0, 128, 0, 128, 128, 0, 0, 0, 128, 128, 0, 128, 0, 128, 128, 128, 128, 128, 64, 0, 0, 192, 0, 0], palette[..30]);
        Assert.Equal([0, 64, 128], palette[60..63]);
        Assert.Equal([224, 224, 192], palette[765..]);
    }

    [Fact]
    public void Arrays_hold_the_same_scenes_without_borders()
    {
        var table = File.ReadAllLines(Path.Combine(voc.Arrays, "train", "train_set.csv"));
        Assert.Equal("Id," + string.Join(',', Classes), table[0]);
        Assert.Equal(25, table.Length - 1);
        for (var id = 0; id < 25; id++)
        {
            var labels = table[id + 1].Split(',').Select(int.Parse).ToArray();
            var (image, mask) = (Array(voc.Arrays, "train", "img", id), Array(voc.Arrays, "train", "seg", id));
            Assert.Equal(id, labels[0]);
            Assert.Equal(3 * mask.Length, image.Length);
            Assert.Equal(labels[1..].Select((present, i) => present * (i + 1)).Where(label => label > 0),
                mask.Distinct().Where(label => label > 0).Select(label => (int)label).Order());
        }
        var test = File.ReadAllLines(Path.Combine(voc.Arrays, "test", "test_set.csv"));
        Assert.Equal("3," + string.Join(',', Enumerable.Repeat("-1", 20)), test[4]);
        Assert.Equal(20, Directory.GetFiles(Path.Combine(voc.Arrays, "test", "img")).Length);
        Assert.False(Directory.Exists(Path.Combine(voc.Arrays, "test", "seg")));

        static byte[] Array(string folder, string part, string kind, int id) =>
            File.ReadAllBytes(Path.Combine(folder, part, kind, string.Create(CultureInfo.InvariantCulture, $"{part}_{id}.npy")))[128..];
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_on_every_machine()
    {
        Assert.Equal("888849e3fc0a88b1587afa52be3025ffa66230316049298d5f7d62a61c52d1b0", SampleFiles.Hash(voc.Folder));
        Assert.Equal("24891b52778fcb745937fdd9d7ff9505e08c163e42ad1ea63a16fddd7a88fb71", SampleFiles.Hash(voc.Arrays));
    }

    [Theory]
    [InlineData(19, 20, "train")]
    [InlineData(20, 2_001, "validation")]
    public void A_count_out_of_range_is_refused(int train, int validation, string name) =>
        Assert.Throws<ArgumentOutOfRangeException>(name, () => SampleData.PascalVoc(Path.Combine(voc.Folder, "..", "other"), train, validation));

    private IEnumerable<XElement> Objects(string name) =>
        XDocument.Load(Path.Combine(voc.Kit, "Annotations", name + ".xml")).Root!.Elements("object");
}
