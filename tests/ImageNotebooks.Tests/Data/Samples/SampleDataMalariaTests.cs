using System.Text.RegularExpressions;

namespace ImageNotebooks.Tests;

/// <summary>One small set serves all tests.</summary>
public sealed class DrawnCells : IDisposable
{
    private readonly TemporaryFolder root = new();

    public DrawnCells() => Folder = SampleData.MalariaCells(Path.Combine(root.Path, "malaria"), perClass: 40, patients: 5, seed: 2);

    public string Folder { get; }

    public void Dispose() => root.Dispose();
}

public sealed class SampleDataMalariaTests(DrawnCells cells) : IClassFixture<DrawnCells>
{
    private readonly string folder = cells.Folder;

    [Fact]
    public void Cells_lie_in_two_folders_under_the_NIHs_names()
    {
        foreach (var name in new[] { "Parasitized", "Uninfected" })
        {
            Assert.Equal(40, Cells(name).Length);
            Assert.All(Cells(name), file => Assert.Matches(@"^C\d+P\d+N?ThinF_IMG_\d{8}_\d{6}_cell_\d+\.png$", file));
        }
        Assert.Empty(Cells("Parasitized").Intersect(Cells("Uninfected")));
        Assert.Equal(4, Cells("Parasitized").Select(Patient).Distinct().Count());
        Assert.Equal(5, Cells("Uninfected").Select(Patient).Distinct().Count());
        Assert.DoesNotContain(Cells("Parasitized"), file => Patient(file).EndsWith("NThinF", StringComparison.Ordinal));
    }

    [Fact]
    public void A_cell_is_a_colour_PNG_of_its_own_size_on_black()
    {
        var sizes = new HashSet<(int, int)>();
        foreach (var file in Directory.GetFiles(Path.Combine(folder, "cell_images"), "*.png", SearchOption.AllDirectories))
        {
            var png = PngReader.Read(File.ReadAllBytes(file));
            byte[] At(int x, int y) => png.Pixels[(3 * (y * png.Width + x))..(3 * (y * png.Width + x) + 3)];
            sizes.Add((png.Width, png.Height));
            Assert.Equal(2, png.ColourType);
            Assert.InRange(png.Width, 70, 200);
            Assert.InRange(png.Height, 70, 200);
            Assert.All(new[] { At(0, 0), At(png.Width - 1, 0), At(0, png.Height - 1), At(png.Width - 1, png.Height - 1) },
                corner => Assert.Equal([0, 0, 0], corner));
            Assert.True(At(png.Width / 2, png.Height / 2).Sum(level => level) > 100);
        }
        Assert.True(sizes.Count > 60);
    }

    [Fact]
    public void Corrected_labels_name_the_cells_of_the_wrong_folder()
    {
        foreach (var (name, where) in new[] { ("False_parasitized", "Parasitized"), ("False_uninfected", "Uninfected") })
        {
            var text = File.ReadAllText(Path.Combine(folder, "corrected_labels", name + ".csv"));
            Assert.Matches($@"^,{name}\n0,C[^\n]+\.png\n$", text);
            Assert.Contains(text.Split('\n')[1][2..], Cells(where));
        }
    }

    [Fact]
    public void A_parasite_is_what_makes_the_picture_of_a_parasitized_cell()
    {
        var patient = MalariaPatient.Draw(0, new Random(1));
        double Mean(bool parasitized) => Enumerable.Range(0, 30).Average(seed => Darkest(PngReader.Read(MalariaCell.Draw(patient, parasitized, new Random(seed)))));

        // A parasite is darker than the cell, and dirt is smaller.
        Assert.True(Mean(parasitized: true) < Mean(parasitized: false) - 10, $"{Mean(parasitized: true)} and {Mean(parasitized: false)}");

        static double Darkest(PngReader png) =>
            png.Pixels.Chunk(3).Select(pixel => pixel.Average(level => level)).Where(light => light > 0).Order().Take(40).Average();
    }

    [Fact]
    public void Patient_maps_list_every_cell_once_in_rows_of_equal_length()
    {
        foreach (var (name, where) in new[] { ("parasitized", "Parasitized"), ("uninfected", "Uninfected") })
        {
            var rows = File.ReadAllLines(Path.Combine(folder, $"patientid_cellmapping_{name}.csv"));
            var files = rows.SelectMany(row => Regex.Matches(row, "'([^']+)'").Select(match => (Patient: row.Split(',')[0], File: match.Groups[1].Value))).ToArray();

            Assert.Equal(Cells(where).Order(), files.Select(file => file.File).Order());
            Assert.All(files, file => Assert.Equal(file.Patient, Patient(file.File)));
            Assert.Single(rows.Select(row => row.Count(c => c == ',')).Distinct());
            Assert.All(rows, row => Assert.Matches(@"^C\w+,\['[^\]]+'\],*$", row));
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_on_every_machine() => Assert.Equal("dd8c7491ca88f52585d09936c71b46a7453fe3d3ccc74c6acc063326946a373a", SampleFiles.Hash(folder));

    [Theory]
    [InlineData(0, 5, "perClass")]
    [InlineData(10, 0, "patients")]
    [InlineData(10, 201, "patients")]
    public void A_count_out_of_range_is_refused(int perClass, int patients, string name) =>
        Assert.Throws<ArgumentOutOfRangeException>(name, () => SampleData.MalariaCells(Path.Combine(folder, "..", "other"), perClass, patients));

    private string[] Cells(string name) => [.. Directory.GetFiles(Path.Combine(folder, "cell_images", name)).Select(file => Path.GetFileName(file)!)];

    private static string Patient(string file) => file[..file.IndexOf("_IMG", StringComparison.Ordinal)];
}
