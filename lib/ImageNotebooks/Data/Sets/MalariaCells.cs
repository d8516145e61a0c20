using System.Text.RegularExpressions;

namespace ImageNotebooks;

/// <summary>Whose judgement a malaria cell's label is.</summary>
public enum MalariaLabels
{
    /// <summary>As the NIH published them: 13,779 parasitized and 13,779 uninfected cells.</summary>
    Original,

    /// <summary>With the 647 + 750 labels that experts found to be wrong turned round (Fuhad et al. 2020): 13,882 and 13,676.</summary>
    Corrected,
}

/// <summary>
/// Malaria cells: 27,558 segmented red blood cells from thin blood smears of 200 patients, PNG files of every size (Rajaraman et al. 2018, "Pre-trained convolutional
/// neural networks as feature extractors toward improved malaria parasite detection in thin blood smear images", PeerJ 6:e4568).
/// </summary>
/// <remarks>
/// A file's name begins with its patient: C100P61ThinF_IMG_... is a cell of patient C100P61. There are 201 such series before <c>_IMG</c>; two of them, taken of
/// C47P8 with two microscopes, are one patient's and stay together when the set is divided by patient.
/// </remarks>
public static partial class MalariaCells
{
    private const string Name = "malaria", Lists = "corrected_labels";
    private const int Size = 64, PublishedCount = 27_558, HeldOutOfEachClass = 1_300;

    private static readonly (string Folder, string ClassName)[] Classes = [("Parasitized", "parasitized"), ("Uninfected", "uninfected")];

    /// <summary>The set's files; the group of each is its patient.</summary>
    /// <param name="data">
    /// "sample", "full", or a folder with <c>cell_images/Parasitized</c> and <c>cell_images/Uninfected</c>, or with those two under <c>train</c> and <c>test</c>.
    /// </param>
    /// <param name="labels">Whose labels; corrected ones need <c>corrected_labels/False_parasitized.csv</c> and <c>False_uninfected.csv</c> in the folder, which "full" downloads.</param>
    /// <exception cref="DataFileException">A folder or list is missing or empty; the sentence says which and what to do.</exception>
    public static ImageFiles Files(string data, MalariaLabels labels = MalariaLabels.Corrected)
    {
        var root = SetFolder.Find(data, Name, folder => SampleData.MalariaCells(folder), "cell_images/Parasitized and cell_images/Uninfected");
        var parts = Parts(root).Select(part => ImageFiles.FromClassFolders(Name, part, Classes, Patient)).ToList();
        var files = new ImageFiles(Name, root,
            [.. parts.SelectMany(part => part.Entries.Select(entry => entry with { Path = Path.GetRelativePath(root, Path.Combine(part.Folder, entry.Path)).Replace('\\', '/') }))], parts[0].ClassNames);
        return labels == MalariaLabels.Original ? files : Correct(files, data == "full" ? DataFolder.Default.FetchAsync(Catalog.Find("malaria-corrected-labels")).GetAwaiter().GetResult() : Path.Combine(root, Lists));
    }

    /// <summary>Loads the set.</summary>
    /// <param name="data">See <see cref="Files"/>.</param>
    /// <param name="resize">The size; 64 x 64 stretched bilinearly where nothing is said.</param>
    /// <param name="labels">Whose labels.</param>
    /// <param name="by">
    /// How test images are chosen. <see cref="DivideBy.Image"/>: 1,300 of each class at random, as in the study (of a smaller set, the same share).
    /// <see cref="DivideBy.Group"/>: a tenth of the patients with all their cells, and three of them at least: one patient's cells are often of one class alone. Null: by <c>train</c> and <c>test</c> folders where there are such, else by image.
    /// </param>
    /// <param name="seed">Which are chosen.</param>
    /// <param name="onBadImage">What to do with files that cannot be read.</param>
    /// <exception cref="DataFileException">The set cannot be had or read; the sentence says what and why.</exception>
    public static ImageDataset Load(
        string data, Resize? resize = null, MalariaLabels labels = MalariaLabels.Corrected, DivideBy? by = null, long seed = 0, OnBadImage onBadImage = OnBadImage.Throw)
    {
        var files = Files(data, labels);
        var all = files.Load(resize ?? Resize.To(Size), onBadImage: onBadImage);
        var (train, test) = by switch
        {
            null when all.Files!.Any(InTestFolder) => (Chosen("train", i => !InTestFolder(all.Files![i])), Chosen("test", i => InTestFolder(all.Files![i]))),
            DivideBy.Group => all.Divide(ShareOfPatients(all), seed, DivideBy.Group, ("train", "test")),
            _ => HoldOut(all, seed),
        };
        return new($"Malaria cells, {labels.ToString().ToLowerInvariant()} labels{(data == "sample" ? " (drawn sample)" : "")}", train, test, files.ClassNames)
        {
            Duplicates = Duplicates.Find(files),
            Whole = all,
        };

        Split Chosen(string name, Func<int, bool> choose) => all.Take([.. Enumerable.Range(0, all.Count).Where(choose)], name);
    }

    /// <summary>The patient of a cell by its file's name: what stands before "Thin", without the letters N or _ that some slides add.</summary>
    /// <exception cref="DataFileException">The name is none of the NIH's.</exception>
    public static string Patient(string file)
    {
        var match = PatientPattern().Match(Path.GetFileName(file));
        return match.Success ? match.Value : throw new DataFileException($"'{file}' is not named as the NIH names its cells (C100P61ThinF_IMG_..._cell_1.png), so its patient is not known.");
    }

    [GeneratedRegex(@"^C\d+([A-Z]?P\d+)?(?=[A-Za-z]*_?[Tt]hin)", RegexOptions.CultureInvariant)]
    private static partial Regex PatientPattern();

    private static bool InTestFolder(string file) => file.StartsWith("test/", StringComparison.Ordinal);

    private static IEnumerable<string> Parts(string root) =>
        SetFolder.FirstExisting(root, "cell_images") is { } cells ? [cells]
        : SetFolder.FirstExisting(root, "train") is { } train && SetFolder.FirstExisting(root, "test") is { } test ? [train, test]
        : [root];

    private static ImageFiles Correct(ImageFiles files, string folder)
    {
        var wrong = Classes.Select(c => ReadNames(Path.Combine(folder, $"False_{c.ClassName}.csv"))).ToArray();
        return files with { Entries = [.. files.Entries.Select(entry => wrong[entry.Label].Contains(Path.GetFileName(entry.Path)) ? entry with { Label = 1 - entry.Label } : entry)] };
    }

    /// <summary>The second column of a list: a number, then a file's name.</summary>
    private static HashSet<string> ReadNames(string file)
    {
        if (!File.Exists(file))
            throw new DataFileException($"'{Path.GetFullPath(file)}' is missing, so the corrected labels are not known. `environment/lab data get malaria-corrected-labels` downloads it; or take MalariaLabels.Original.");
        var rows = File.ReadLines(file).Skip(1).Where(line => line.Length > 0).Select(line => line.Split(',')).ToList();
        return rows.All(row => row.Length == 2) ? [.. rows.Select(row => row[1])] : throw new DataFileException($"'{file}' has lines without the two columns number and file name; get it anew.");
    }

    private static double ShareOfPatients(Split all) => Math.Min(0.5, Math.Max(0.1, 3.0 / all.Groups!.Distinct().Count()));

    private static (Split Train, Split Test) HoldOut(Split all, long seed)
    {
        var ofEach = (int)Math.Round((double)HeldOutOfEachClass * all.Count / PublishedCount);
        var labels = all.LabelNumbers();
        var test = Shuffled.Order(all.Count, seed).GroupBy(i => labels[i]).SelectMany(members => members.Take(ofEach)).ToHashSet();
        return (all.Take([.. Enumerable.Range(0, all.Count).Where(i => !test.Contains(i))], "train"), all.Take([.. test.Order()], "test"));
    }
}
