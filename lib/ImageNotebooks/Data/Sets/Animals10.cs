namespace ImageNotebooks;

/// <summary>
/// Animals-10: 26,179 photographs of every size in ten classes whose folders have Italian names, published on Kaggle as alessiocorrado99/animals10. Some are PNG files
/// with a JPEG's name. There is no published division into training and test images.
/// </summary>
public static class Animals10
{
    private const string Name = "animals-10";
    private const int Size = 100;
    private const double TestShare = 0.2;

    private static readonly (string Folder, string ClassName)[] Classes =
    [
        ("cane", "dog"), ("cavallo", "horse"), ("elefante", "elephant"), ("farfalla", "butterfly"), ("gallina", "chicken"),
        ("gatto", "cat"), ("mucca", "cow"), ("pecora", "sheep"), ("ragno", "spider"), ("scoiattolo", "squirrel"),
    ];

    /// <summary>The set's files.</summary>
    /// <param name="data">"sample", "full", or a folder with <c>raw-img</c>, or with the class folders themselves.</param>
    /// <exception cref="DataFileException">A folder is missing or empty; the sentence says which and what to do.</exception>
    public static ImageFiles Files(string data)
    {
        var root = SetFolder.Find(data, Name, folder => SampleData.Animals10(folder), "raw-img and its ten class folders (cane, cavallo ...)");
        return ImageFiles.FromClassFolders(Name, SetFolder.FirstExisting(root, "raw-img", "animals10/raw-img") ?? root, Classes);
    }

    /// <summary>Loads the set, as many images a class as the rarest has, a fifth of them for testing.</summary>
    /// <param name="data">See <see cref="Files"/>.</param>
    /// <param name="resize">The size; 100 x 100 stretched bilinearly where nothing is said.</param>
    /// <param name="balance">Whether every class is cut to the size of the rarest.</param>
    /// <param name="seed">Which images are left out and which test.</param>
    /// <param name="onBadImage">What to do with files that cannot be read.</param>
    /// <exception cref="DataFileException">The set cannot be had or read; the sentence says what and why.</exception>
    public static ImageDataset Load(string data, Resize? resize = null, bool balance = true, long seed = 0, OnBadImage onBadImage = OnBadImage.Throw)
    {
        var files = Files(data);
        var all = files.Load(resize ?? Resize.To(Size), onBadImage: onBadImage);
        var (train, test) = (balance ? all.Undersample(seed) : all).Divide(TestShare, seed, names: ("train", "test"));
        return new(data == "sample" ? "Animals-10 (drawn sample)" : "Animals-10", train, test, files.ClassNames) { Duplicates = Duplicates.Find(files), Whole = all };
    }
}
