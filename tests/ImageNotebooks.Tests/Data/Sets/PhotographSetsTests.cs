namespace ImageNotebooks.Tests.Data;

/// <summary>The loaders of sets that are folders of photographs, on drawn and on real ones.</summary>
public sealed class PhotographSetsTests : IDisposable
{
    private readonly DataCache cache = new();
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void The_drawn_sets_load_with_the_published_classes()
    {
        using (var intel = IntelScenes.Load("sample"))
        {
            Assert.Equal(["buildings", "forest", "glacier", "mountain", "sea", "street"], intel.ClassNames);
            Assert.Equal([3, 150, 150], intel.Train.ImageShape);
            Assert.Equal([80, 80, 80, 80, 80, 80], intel.Train.ClassCounts(6));
            Assert.Contains(intel.Duplicates, group => group.CrossesParts);
            Assert.True(IntelScenes.Files("sample").Unlabelled.Count > 0);
        }
        using (var animals = Animals10.Load("sample", Resize.To(64, Fit.Crop)))
        {
            Assert.Equal(["dog", "horse", "elephant", "butterfly", "chicken", "cat", "cow", "sheep", "spider", "squirrel"], animals.ClassNames);
            Assert.Equal(animals.Train.Count + animals.Test.Count, animals.Whole!.Count);
            Assert.Equal([3, 64, 64], animals.Test.ImageShape);
        }
        using var cells = MalariaCells.Load("sample", by: DivideBy.Group);
        Assert.Equal(["parasitized", "uninfected"], cells.ClassNames);
        Assert.Empty(cells.Train.Groups!.Intersect(cells.Test.Groups!));
        Assert.Equal(3, cells.Test.Groups!.Distinct().Count());
    }

    [RealDataFact("intel")]
    public void Real_scenes_load_with_their_classes()
    {
        using var data = IntelScenes.Load(RealData.Path("intel"));
        Assert.Equal((900, 480), (data.Train.Count, data.Test.Count));
        Assert.All(data.Train.ClassCounts(6), count => Assert.Equal(150, count));
        Assert.All(data.Test.ClassCounts(6), count => Assert.Equal(80, count));
        Assert.Equal(0, IntelScenes.Files(RealData.Path("intel")).Unlabelled.Count);
        var (train, validation) = data.Train.Divide(0.2, 1234);
        Assert.Equal((720, 180), (train.Count, validation.Count));
    }

    [RealDataFact("animals10")]
    public void Real_animals_of_every_size_come_to_one()
    {
        using var data = Animals10.Load(RealData.Path("animals10"));
        Assert.Equal((1200, 300), (data.Train.Count, data.Test.Count));
        Assert.Equal([3, 100, 100], data.Train.ImageShape);
        Assert.Contains("1,200 training", data.ToString(), StringComparison.Ordinal);
    }

    [RealDataFact("malaria")]
    public void Corrected_labels_turn_round_what_the_lists_name_and_a_division_by_patient_parts_no_patient()
    {
        var original = MalariaCells.Files(RealData.Path("malaria"), MalariaLabels.Original);
        var corrected = MalariaCells.Files(RealData.Path("malaria"));
        Assert.Equal([1000, 1000], original.ClassCounts);
        var listed = new[] { "parasitized", "uninfected" }.SelectMany(name => File.ReadLines(Path.Combine(RealData.Path("malaria"), "corrected_labels", $"False_{name}.csv")).Skip(1))
            .Select(line => line.Split(',')[1]).ToHashSet();
        Assert.Equal(647 + 750, listed.Count);
        Assert.All(original.Entries.Zip(corrected.Entries), pair =>
            Assert.Equal(listed.Contains(Path.GetFileName(pair.First.Path)) ? 1 - pair.First.Label : pair.First.Label, pair.Second.Label));
        Assert.NotEqual(original.ClassCounts, corrected.ClassCounts);

        using var data = MalariaCells.Load(RealData.Path("malaria"), Resize.To(32), by: DivideBy.Group, seed: 1);
        Assert.Empty(data.Train.Groups!.Intersect(data.Test.Groups!));
        Assert.Equal(2000, data.Train.Count + data.Test.Count);
        using var byImage = MalariaCells.Load(RealData.Path("malaria"), Resize.To(32), seed: 1);
        Assert.Equal([94, 94], byImage.Test.ClassCounts(2));
    }

    [Theory]
    [InlineData("C100P61ThinF_IMG_20150918_144104_cell_162.png", "C100P61")]
    [InlineData("C47P8thinF_original_IMG_20150714_115102_cell_1.png", "C47P8")]
    [InlineData("C47P8thinOriginalOlympusCX21_IMG_1_cell_1.png", "C47P8")]
    [InlineData("C61P22N_ThinF_IMG_20150818_112252_cell_54.png", "C61P22")]
    [InlineData("C174P135NThinF_IMG_20151127_135640_cell_44.png", "C174P135")]
    [InlineData("C37BP2thinF_IMG_20150620_131423a_cell_110.png", "C37BP2")]
    [InlineData("C51AP12thinF_IMG_20150724_160140_cell_60.png", "C51AP12")]
    [InlineData("C167P128ReThinF_IMG_20151201_105559_cell_1.png", "C167P128")]
    [InlineData("C12NThinF_IMG_20150614_124212_cell_1.png", "C12")]
    [InlineData("C1_thinF_IMG_20150604_104722_cell_9.png", "C1")]
    [InlineData("C3thin_original_IMG_20150608_162835_cell_1.png", "C3")]
    [InlineData("C239ThinF_IMG_20151127_112432_cell_1.png", "C239")]
    public void A_cells_name_tells_its_patient(string file, string patient) => Assert.Equal(patient, MalariaCells.Patient(file));

    [Fact]
    public void The_train_and_test_layout_is_kept_unless_another_division_is_asked_for()
    {
        foreach (var part in new[] { "train", "test" })
        {
            foreach (var kind in new[] { "Parasitized", "Uninfected" })
            {
                for (var i = 0; i < (part == "train" ? 6 : 2); i++)
                {
                    var path = Path.Combine(folder.Path, part, kind, $"C{i}P{i}ThinF_IMG_1_cell_{part}{kind}.png");
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    File.WriteAllBytes(path, new Picture([1, 2, 3], 1, 1).ToPng());
                }
            }
        }
        using var data = MalariaCells.Load(folder.Path, Resize.To(2), MalariaLabels.Original);
        Assert.Equal((12, 4), (data.Train.Count, data.Test.Count));
        Assert.All(data.Test.Files!, file => Assert.StartsWith("test/", file, StringComparison.Ordinal));
        Assert.Contains("False_parasitized.csv", Assert.Throws<DataFileException>(() => MalariaCells.Load(folder.Path, Resize.To(2))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_0_jpg_in_every_class_is_the_sets_among_the_buildings_only()
    {
        foreach (var part in new[] { "seg_train/seg_train", "seg_test/seg_test" })
        {
            foreach (var kind in new[] { "buildings", "forest", "glacier", "mountain", "sea", "street" })
            {
                Directory.CreateDirectory(Path.Combine(folder.Path, part, kind));
                foreach (var number in new[] { 0, 7 }) File.WriteAllBytes(Path.Combine(folder.Path, part, kind, $"{number}.jpg"), new Picture([1, 2, 3], 1, 1).ToPng());
            }
        }
        Assert.Equal([2, 1, 1, 1, 1, 1], IntelScenes.Files(folder.Path).Train.ClassCounts);
    }

    [Fact]
    public void A_missing_folder_is_named_with_what_it_should_hold()
    {
        var nowhere = Path.Combine(folder.Path, "nowhere");
        Assert.Contains("seg_train", Fails(() => IntelScenes.Load(nowhere)), StringComparison.Ordinal);
        Assert.Contains("raw-img", Fails(() => Animals10.Load(nowhere)), StringComparison.Ordinal);
        Assert.Contains("cell_images", Fails(() => MalariaCells.Load(nowhere)), StringComparison.Ordinal);
        Assert.Contains("JPEGImages", Fails(() => PascalVoc.Load(nowhere)), StringComparison.Ordinal);
        Assert.Contains("does not look like", Fails(() => PascalVoc.Load(folder.Path)), StringComparison.Ordinal);

        static string Fails(Action load) => Assert.Throws<DataFileException>(load).Message;
    }

    public void Dispose()
    {
        folder.Dispose();
        cache.Dispose();
    }
}
