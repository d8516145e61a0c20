using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Data;

public sealed class PascalVocTests : IDisposable
{
    private readonly DataCache cache = new();
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Both_layouts_of_the_drawn_scenes_give_the_same_labels_and_masks()
    {
        using var devkit = PascalVoc.Load("sample", Resize.To(64, Fit.Pad));
        Assert.Equal(20, devkit.ClassNames.Count);
        Assert.Equal([devkit.Train.Count, 20L], devkit.Train.Labels.shape);
        AssertMasksShowTheLabels(devkit.Train);
        AssertMasksShowTheLabels(devkit.Test);

        var arrays = SampleData.PascalVocArrays(Path.Combine(folder.Path, "arrays"));
        using var kaggle = PascalVoc.Load(arrays, Resize.To(64, Fit.Pad));
        AssertMasksShowTheLabels(kaggle.Train);
        Assert.False(kaggle.Test.HasMasks);
        Assert.True(kaggle.Test.Labels.eq(-1).all().item<bool>());
    }

    [Fact]
    public void The_devkit_of_2012_is_called_so()
    {
        var kit = Path.Combine(SampleData.PascalVoc(Path.Combine(folder.Path, "later"), 20, 20), "VOCdevkit");
        Assert.Equal("PASCAL VOC 2009", NameOf(kit));
        Directory.Move(Path.Combine(kit, "VOC2009"), Path.Combine(kit, "VOC2012"));
        Assert.Equal("PASCAL VOC 2012", NameOf(kit));
        Assert.Equal("PASCAL VOC 2012", NameOf(Path.Combine(kit, "VOC2012")));

        static string NameOf(string at)
        {
            using var data = PascalVoc.Load(at, Resize.To(16, Fit.Pad));
            return data.Name;
        }
    }

    [Fact]
    public void Without_masks_the_labels_of_the_images_can_be_evaluated()
    {
        using var data = PascalVoc.Load("sample", Resize.To(64, Fit.Pad));
        using var some = data.Test.Take([4, 1, 4, 0]);
        using var labelled = some.WithoutMasks();
        Assert.False(labelled.HasMasks);
        using (var batch = labelled.Batches(3).First())
        {
            using var masked = some.Batches(3).First();
            Assert.Equal([3, 20], batch.Labels.shape);
            Assert.True(batch.Labels.eq(some.Labels[..3]).all().item<bool>());
            Assert.True(batch.Images.eq(masked.Images).all().item<bool>());
        }
        Assert.Equal(some.Files, labelled.Files);
        using var model = nn.Sequential(nn.Flatten(), nn.Linear(3 * 64 * 64, 20));
        Assert.Equal(4, Evaluate.MultiLabel(model, labelled.Batches(3), data.ClassNames).Count);
        // The images are those of the set: nothing is freed with this split.
        data.Test.WithoutMasks().Dispose();
        Assert.Equal([data.Test.Count, 20L], data.Test.Labels.shape);
        data.Test.Batches(2).First().Dispose();
    }

    [RealDataFact("voc")]
    public void Real_masks_come_with_their_images_and_agree_with_the_published_class_lists()
    {
        Devkit();
        using var data = PascalVoc.Load(folder.Path, Resize.To(128, Fit.Pad));
        Assert.Equal((150, 50), (data.Train.Count, data.Test.Count));
        AssertMasksShowTheLabels(data.Train);
        using var batch = data.Train.Batches(4).First();
        Assert.Equal([4, 128, 128], batch.Labels.shape);
        Assert.Equal(ScalarType.Int64, batch.Labels.dtype);
        // Rows of padding are black in the image and void in the mask.
        var wide = Enumerable.Range(0, 4).First(i => batch.Labels[i, 0].eq(255).all().item<bool>());
        Assert.Equal(0, batch.Images[wide, .., 0].abs().max().item<float>());
    }

    [RealDataFact("voc")]
    public void A_mask_of_another_size_or_with_other_colours_is_named_or_left_out_with_its_image()
    {
        Devkit();
        var ids = File.ReadAllLines(At("ImageSets/Segmentation/train.txt"));
        Directory.Delete(At("SegmentationClass"));
        Directory.CreateDirectory(At("SegmentationClass"));
        foreach (var id in ids.Take(3).Concat(File.ReadAllLines(At("ImageSets/Segmentation/val.txt")).Take(2)))
            File.Copy(Path.Combine(RealData.Path("voc"), "SegmentationClass", $"{id}.png"), At($"SegmentationClass/{id}.png"));
        File.WriteAllLines(At("ImageSets/Segmentation/train.txt"), ids.Take(3));
        File.WriteAllLines(At("ImageSets/Segmentation/val.txt"), File.ReadAllLines(At("ImageSets/Segmentation/val.txt")).Take(2));
        File.WriteAllBytes(At($"SegmentationClass/{ids[0]}.png"), new Picture([0, 0, 0], 1, 1).ToPng());
        Assert.Contains("is a mask of 1 x 1 pixels", Fails(), StringComparison.Ordinal);
        var size = ImageFile.ReadInfo(At($"JPEGImages/{ids[0]}.jpg"));
        byte[] Mask(byte r, byte g, byte b) => new Picture(Enumerable.Range(0, size.Width * size.Height).SelectMany(_ => new[] { r, g, b }).ToArray(), size.Width, size.Height).ToPng();
        File.WriteAllBytes(At($"SegmentationClass/{ids[0]}.png"), Mask(10, 20, 30));
        Assert.Contains("(10, 20, 30)", Fails(), StringComparison.Ordinal);
        // Class 21 of the palette, which VOC does not use.
        File.WriteAllBytes(At($"SegmentationClass/{ids[0]}.png"), Mask(128, 64, 128));
        Assert.Contains("classes are 0 to 20", Fails(), StringComparison.Ordinal);

        using var data = PascalVoc.Load(folder.Path, Resize.To(32), OnBadImage.Skip);
        Assert.Equal(ids.Skip(1).Take(2), data.Train.Files!);
        Assert.Equal(ids[0], Assert.Single(data.Train.Skipped).File);
        Assert.Equal(2, data.Train.Labels.shape[0]);
        AssertMasksShowTheLabels(data.Train);

        string Fails() => Assert.ThrowsAny<DataFileException>(() => PascalVoc.Load(folder.Path, Resize.To(32))).Message;
    }

    [Fact]
    public void Lists_without_a_column_or_with_other_numbers_are_named()
    {
        Directory.CreateDirectory(At("train"));
        var header = "Id," + string.Join(',', PascalVoc.ClassNames);
        File.WriteAllText(At("train/train_set.csv"), header.Replace("sofa,", "", StringComparison.Ordinal) + "\n");
        Assert.Contains("no column sofa", Fails(), StringComparison.Ordinal);
        File.WriteAllText(At("train/train_set.csv"), $"{header}\n0,{string.Join(',', Enumerable.Repeat(7, 20))}\n");
        Assert.Contains("line 2", Fails(), StringComparison.Ordinal);

        string Fails() => Assert.Throws<DataFileException>(() => PascalVoc.Load(folder.Path)).Message;
    }

    [Fact]
    public void Every_colour_of_the_palette_is_its_class()
    {
        for (var number = 0; number < 256; number++)
        {
            int red = 0, green = 0, blue = 0;
            for (var (bits, place) = (number, 7); place >= 0; bits >>= 3, place--)
            {
                red |= (bits & 1) << place;
                green |= ((bits >> 1) & 1) << place;
                blue |= ((bits >> 2) & 1) << place;
            }
            Assert.Equal((byte)number, VocMasks.ClassOf((byte)red, (byte)green, (byte)blue));
        }
        Assert.Null(VocMasks.ClassOf(1, 0, 0));
    }

    public void Dispose()
    {
        folder.Dispose();
        cache.Dispose();
    }

    /// <summary>A mask shows no kind that its image's labels lack; small objects may vanish when it is made smaller.</summary>
    private static void AssertMasksShowTheLabels(Split split)
    {
        var seen = 0;
        for (var i = 0; i < split.Count; i++)
        {
            var labels = split.Labels[i].data<float>().ToArray();
            var kinds = split.Masks![(int)split.Row(i)].ToArray().Distinct().Where(kind => kind is > 0 and < 255).ToList();
            Assert.All(kinds, kind => Assert.Equal(1, labels[kind - 1]));
            seen += kinds.Count;
        }
        Assert.InRange(seen, split.Count / 2, int.MaxValue);
    }

    private string At(string path) => Path.Combine(folder.Path, path);

    /// <summary>The real images and masks in the devkit's layout, their labels from the list beside them.</summary>
    private void Devkit()
    {
        var real = RealData.Path("voc");
        foreach (var name in new[] { "JPEGImages", "SegmentationClass" }) Directory.CreateSymbolicLink(At(name), Path.Combine(real, name));
        Directory.CreateDirectory(At("ImageSets/Segmentation"));
        Directory.CreateDirectory(At("Annotations"));
        var rows = File.ReadAllLines(Path.Combine(real, "index.csv")).Skip(1).Select(line => line.Split(',')).ToList();
        foreach (var row in rows)
        {
            var objects = row[5].Split(' ').Select(number => $"<object><name>{PascalVoc.ClassNames[int.Parse(number, CultureInfo.InvariantCulture) - 1]}</name></object>");
            File.WriteAllText(At($"Annotations/{row[0]}.xml"), $"<annotation>{string.Concat(objects)}</annotation>");
        }
        File.WriteAllLines(At("ImageSets/Segmentation/train.txt"), rows.Take(150).Select(row => row[0]));
        File.WriteAllLines(At("ImageSets/Segmentation/val.txt"), rows.Skip(150).Select(row => row[0]));
    }
}
