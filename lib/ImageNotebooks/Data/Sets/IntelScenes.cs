namespace ImageNotebooks;

/// <summary>
/// Intel scenes: 14,034 training, 3,000 test and 7,301 unlabelled photographs of 150 x 150 pixels (a few are smaller) in six classes, published on Kaggle as
/// puneet6060/intel-image-classification.
/// </summary>
public static class IntelScenes
{
    private const string Name = "intel-scenes";
    private const int Size = 150;

    private static readonly (string Folder, string ClassName)[] Classes =
        [.. new[] { "buildings", "forest", "glacier", "mountain", "sea", "street" }.Select(name => (name, name))];

    /// <summary>The set's files.</summary>
    /// <param name="data">
    /// "sample", "full", or a folder with <c>seg_train</c>, <c>seg_test</c> and, if wanted, <c>seg_pred</c>; a folder of the same name within each, as the published
    /// archive has it, is passed through.
    /// </param>
    /// <returns>The training and test files, and those without a label (label -1; empty where the folder has none).</returns>
    /// <exception cref="DataFileException">A folder is missing or empty; the sentence says which and what to do.</exception>
    public static (ImageFiles Train, ImageFiles Test, ImageFiles Unlabelled) Files(string data)
    {
        var root = SetFolder.Find(data, Name, folder => SampleData.IntelScenes(folder), "seg_train and seg_test");
        // The set numbers its images through all classes, and 0.jpg is a building. A copy of it that is about has another 0.jpg in every class, which are not the set's.
        var train = Part("train");
        bool IsZero(ImageEntry entry) => entry.Path.EndsWith("/0.jpg", StringComparison.Ordinal);
        if (train.Entries.Count(IsZero) == Classes.Length) train = train with { Entries = [.. train.Entries.Where(entry => entry.Label == 0 || !IsZero(entry))] };
        return (train, Part("test"), Unlabelled(root));

        ImageFiles Part(string part) => ImageFiles.FromClassFolders($"{Name} {part}", Inner(root, $"seg_{part}"), Classes);
    }

    /// <summary>Loads the training and test images.</summary>
    /// <param name="data">See <see cref="Files"/>.</param>
    /// <param name="resize">The size; 150 x 150 stretched bilinearly where nothing is said, which changes only the few images of another size.</param>
    /// <param name="onBadImage">What to do with files that cannot be read.</param>
    /// <exception cref="DataFileException">The set cannot be had or read; the sentence says what and why.</exception>
    public static ImageDataset Load(string data, Resize? resize = null, OnBadImage onBadImage = OnBadImage.Throw)
    {
        var (train, test, _) = Files(data);
        resize ??= Resize.To(Size);
        return new(data == "sample" ? "Intel scenes (drawn sample)" : "Intel scenes", train.Load(resize, onBadImage: onBadImage), test.Load(resize, onBadImage: onBadImage), train.ClassNames)
        {
            Duplicates = Duplicates.Find(train, test),
        };
    }

    private static ImageFiles Unlabelled(string root)
    {
        var folder = Inner(root, "seg_pred");
        string[] names = Directory.Exists(folder) ? [.. ImageFiles.FilesIn(folder)] : [];
        return new($"{Name} unlabelled", folder, [.. names.Select(name => new ImageEntry(name, -1))], [.. Classes.Select(c => c.ClassName)]);
    }

    private static string Inner(string root, string part) => SetFolder.FirstExisting(root, $"{part}/{part}") ?? Path.Combine(root, part);
}
