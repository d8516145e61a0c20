namespace ImageNotebooks.Tests;

public class CatalogTests
{
    [Fact]
    public void Cifar10IsDescribedWhole()
    {
        var entry = Catalog.Find("cifar-10");
        var file = Assert.Single(entry.Downloads);
        Assert.Equal(170_052_171, file.Size);
        Assert.Equal("sha256:c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd", Assert.Single(file.Checksums).ToString());
        Assert.Equal(new Uri("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"), Assert.Single(file.Addresses));
        Assert.Equal(6 * 10_000 * 3_073, entry.Files.Sum(expected => expected.Size));
        Assert.Contains("Krizhevsky", entry.Citation);
    }

    [Fact]
    public void EveryEntryCanBeFetchedOrSaysWhere() => Assert.All(Catalog.Entries, entry =>
    {
        Assert.Matches("^[a-z0-9._-]+$", entry.Name);
        Assert.All([entry.Title, entry.Licence, entry.Citation, entry.Layout], text => Assert.NotEqual("", text));
        Assert.StartsWith("http", entry.Homepage.Scheme, StringComparison.Ordinal);
        Assert.All(entry.Downloads, file => Assert.NotEmpty(file.Addresses));
        Assert.All(entry.Downloads.SelectMany(file => file.Addresses), address => Assert.True(address.IsAbsoluteUri));
        Assert.All(entry.Downloads, file => Assert.Equal(file.Name, Path.GetFileName(file.Name)));
    });

    [Theory]
    [InlineData("intel-scenes", "https://www.kaggle.com/datasets/puneet6060/intel-image-classification", "intel-image-classification.zip", "/api/v1/datasets/download/puneet6060/intel-image-classification")]
    [InlineData("animals-10", "https://www.kaggle.com/datasets/alessiocorrado99/animals10", "animals10.zip", "/api/v1/datasets/download/alessiocorrado99/animals10")]
    [InlineData("voc-2009-arrays", "https://www.kaggle.com/competitions/kul-h02a5a-computer-vision-ga2-2022/data", "kul-h02a5a-computer-vision-ga2-2022.zip", "/api/v1/competitions/data/download-all/kul-h02a5a-computer-vision-ga2-2022")]
    public void SetsOnKaggleNameTheirPageAndTheirZipFile(string name, string page, string zip, string archive)
    {
        var source = Catalog.Find(name).Kaggle!;
        Assert.Equal((page, zip, archive), (source.Page.AbsoluteUri, source.ZipName, source.Archive(new("http://x")).AbsolutePath));
    }

    [Theory]
    [InlineData("models/a/b")]
    [InlineData("datasets/a")]
    [InlineData("datasets/a/..")]
    [InlineData("competitions/")]
    public void OtherPlacesOnKaggleAreRefused(string text) => Assert.Throws<FormatException>(() => new KaggleSource(text));

    [Fact]
    public void AnUnknownNameListsTheKnownOnes() =>
        Assert.Contains("no 'cifar-11'; it has cifar-10, malaria", Assert.Throws<ArgumentException>(() => Catalog.Find("cifar-11")).Message);

    [Theory]
    [InlineData("""[{"name":"a"}]""", "missing required")]
    [InlineData("""[{"name":"a","title":"","licence":"","citation":"","homepage":"http://x","layout":"","extra":1}]""", "extra")]
    [InlineData("[", "cannot be read")]
    [InlineData("""
        [{"name":"a","title":"","licence":"","citation":"","homepage":"http://x","layout":""},
         {"name":"a","title":"","licence":"","citation":"","homepage":"http://x","layout":""}]
        """, "two entries named 'a'")]
    [InlineData("""[{"name":"a","title":"","licence":"","citation":"","homepage":"http://x","layout":"","downloads":[{"name":"f","addresses":["http://x"],"checksums":["crc:12345678"]}]}]""", "'crc:12345678' is no checksum")]
    public void MistakesInACatalogueAreNamed(string json, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<FormatException>(() => Catalog.Parse(json)).Message);

    [Fact]
    public void ChecksumsCompareTheDigitsThatWerePublished()
    {
        using var bytes = new MemoryStream("abc"u8.ToArray());
        Assert.Equal("md5:900150983cd24fb0d6963f7d28e17f72", new Checksum("MD5:00000000").Compute(bytes).ToString());
        var computed = new Checksum("sha256:00000000").Compute(bytes);
        Assert.Equal("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", computed.ToString());
        Assert.True(new Checksum("sha256:BA7816BF").Agrees(computed));
        Assert.False(new Checksum("sha256:ba7816b0").Agrees(computed));
        Assert.False(new Checksum("md5:ba7816bf").Agrees(computed));
    }
}
