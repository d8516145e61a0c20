namespace ImageNotebooks;

public static partial class SampleData
{
    /// <summary>Raised whenever the drawing changes, so that folders drawn before are made anew.</summary>
    private const int IntelVersion = 1;

    /// <summary>How many pictures lie in the training part and in the test part alike.</summary>
    private const int IntelTwins = 2;

    /// <summary>
    /// Draws a six-class set of landscapes and streets in the layout of the Intel image classification set as Kaggle's archive has it, folder names doubled:
    /// <c>seg_train/seg_train/{class}/{number}.jpg</c>, <c>seg_test/seg_test/{class}/{number}.jpg</c> and <c>seg_pred/seg_pred/{number}.jpg</c> (no labels).
    /// The classes are buildings, forest, glacier, mountain, sea and street; the files RGB JPEG of 150x150 pixels, about one in forty lower or narrower.
    /// As in the real set some pictures occur twice: one file of buildings and one of forest lie in both parts, otherwise no training picture is a test picture.
    /// Numbers are unique within each part and say nothing about the class.
    /// </summary>
    /// <param name="folder">Folder of the files; made where it is missing, made anew where it was drawn with other arguments or by another version.</param>
    /// <param name="trainPerClass">Training pictures of each class, 1 to 10,000.</param>
    /// <param name="testPerClass">Test pictures of each class, 1 to 10,000.</param>
    /// <param name="predict">Pictures without a label, 1 to 10,000.</param>
    /// <param name="seed">Which set is drawn.</param>
    /// <returns>The folder's full path.</returns>
    /// <exception cref="ArgumentException">The folder's name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is below 1 or above its limit.</exception>
    /// <exception cref="SampleFolderException">The folder cannot be written, or holds files that are not sample data.</exception>
    /// <remarks>Layout: https://www.kaggle.com/datasets/puneet6060/intel-image-classification.</remarks>
    public static string IntelScenes(string folder, int trainPerClass = 80, int testPerClass = 25, int predict = 12, int seed = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        RequireCount(trainPerClass, 10_000, nameof(trainPerClass));
        RequireCount(testPerClass, 10_000, nameof(testPerClass));
        RequireCount(predict, 10_000, nameof(predict));
        var stamp = Stamp("intel-scenes", IntelVersion, $"train {trainPerClass}, test {testPerClass}, predict {predict}", seed);
        return SampleFolder.Ensure(folder, stamp, into =>
        {
            var classes = IntelPicture.ClassNames.Length;
            var train = WriteIntel(into, "seg_train", trainPerClass * classes, seed, part: 0, byClass: true);
            var test = WriteIntel(into, "seg_test", testPerClass * classes, seed, part: 1, byClass: true);
            WriteIntel(into, "seg_pred", predict, seed, part: 2, byClass: false);
            for (var label = 0; label < IntelTwins; label++)
                File.Copy(train.Last(file => file.Label == label).Path, test.First(file => file.Label == label).Path, overwrite: true);
        });
    }

    private static List<(string Path, byte Label)> WriteIntel(string into, string name, int count, int seed, int part, bool byClass)
    {
        var labels = ShuffledLabels(count, IntelPicture.ClassNames.Length, Generator(seed, part, -1));
        var files = labels.Select((label, i) => (Path: Path.Combine(into, name, name, byClass ? IntelPicture.ClassNames[label] : "", $"{i}.jpg"), label)).ToList();
        WriteFiles(files.Select(file => file.Path), i => IntelPicture.Draw(labels[i], Generator(seed, part, i)));
        return files;
    }
}
