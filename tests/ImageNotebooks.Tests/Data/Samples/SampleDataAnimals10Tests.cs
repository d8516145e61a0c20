namespace ImageNotebooks.Tests;

public sealed class SampleDataAnimals10Tests : IDisposable
{
    private const int PngRgb = 2, PngPalette = 3, PngRgba = 6;
    private readonly TemporaryFolder root = new();

    public void Dispose() => root.Dispose();

    [Fact]
    public void The_classes_have_their_Italian_names_and_equally_many_pictures()
    {
        var folder = SampleData.Animals10(At("animals"), perClass: 2);

        Assert.Equal(["cane", "cavallo", "elefante", "farfalla", "gallina", "gatto", "mucca", "pecora", "ragno", "scoiattolo"],
            Directory.GetDirectories(Path.Combine(folder, "raw-img")).Select(Path.GetFileName).Order());
        Assert.All(Directory.GetDirectories(Path.Combine(folder, "raw-img")), name => Assert.Equal(2, Directory.GetFiles(name).Length));
    }

    [Fact]
    public void All_kinds_of_files_of_the_real_set_occur()
    {
        var files = Pictures(SampleData.Animals10(At("animals"), perClass: 5)).Select(file => (Ending: Path.GetExtension(file),
            Is: SampleFiles.Inspect(file))).ToArray();
        int Count(string format, int kind, string? ending = null) => files.Count(file => file.Is.Format == format && file.Is.Kind == kind && file.Ending == (ending ?? file.Ending));

        Assert.Equal(50, files.Length);
        Assert.Equal(10, Count("jpeg", 1));
        Assert.Equal(1, Count("jpeg", 4));
        Assert.Equal(29, Count("jpeg", 3));
        Assert.Equal(3, Count("png", PngRgb, ".png"));
        Assert.Equal(3, Count("png", PngRgba, ".png"));
        Assert.Equal(3, Count("png", PngPalette, ".png"));
        Assert.Equal(1, Count("png", PngRgb, ".jpeg"));
        Assert.Contains(files, file => file.Ending == ".jpg");
        Assert.DoesNotContain(files, file => file.Is.Format == "jpeg" && file.Ending == ".png");
        Assert.True(files.Select(file => (file.Is.Width, file.Is.Height)).Distinct().Count() > 5);
    }

    [Fact]
    public void A_picture_has_the_size_asked_for()
    {
        var random = new Random(0);
        var photo = AnimalPicture.Draw(label: 8, width: 640, height: 480, random);

        Assert.Equal(640 * 480 * 3, photo.ToRgb().Length);
    }

    [Fact]
    public void No_picture_occurs_twice()
    {
        var hashes = Pictures(SampleData.Animals10(At("animals"), perClass: 4)).Select(SampleFiles.HashOfFile).ToArray();

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_on_every_machine() =>
        Assert.Equal("ea19c08182f3a8ce77a491a42facd740757274f413d64b32dc5ad3420acddd8e", SampleFiles.Hash(SampleData.Animals10(At("animals"), perClass: 4, seed: 5)));

    [Theory]
    [InlineData(0)]
    [InlineData(10_001)]
    public void A_count_out_of_range_is_refused(int perClass) =>
        Assert.Throws<ArgumentOutOfRangeException>("perClass", () => SampleData.Animals10(At("animals"), perClass));

    private string At(string name) => Path.Combine(root.Path, name);

    private static IEnumerable<string> Pictures(string folder) => Directory.GetFiles(Path.Combine(folder, "raw-img"), "*", SearchOption.AllDirectories);
}
