using System.Globalization;
using System.Text;

namespace ImageNotebooks;

public static partial class SampleData
{
    /// <summary>Raised whenever the drawing changes, so that folders drawn before are made anew.</summary>
    private const int VocVersion = 1;

    /// <summary>VOC's development kit keeps what belongs to one year in a folder of this name.</summary>
    private const string VocYear = "VOC2009";

    private static readonly byte[] VocColours = [.. Enumerable.Range(0, 256).SelectMany(VocColour)];

    /// <summary>
    /// Draws scenes with one to four objects of the 20 classes in the layout of the PASCAL VOC 2009 development kit, below <c>VOCdevkit/VOC2009</c>:
    /// <c>JPEGImages</c> (RGB, about 250x188 pixels, half the real set's size), <c>SegmentationClass</c> and <c>SegmentationObject</c> (PNG with VOC's palette: 0
    /// background, 1 to 20 classes or 1, 2 and so on objects, 255 a border of two to three pixels), <c>Annotations</c> (XML; boxes in pixels from 1),
    /// <c>ImageSets/Main</c> (<c>{class}_{train,val,trainval}.txt</c> with 1, -1, or 0 where all objects of the class are marked difficult;
    /// <c>{train,val,trainval}.txt</c>)
    /// and <c>ImageSets/Segmentation</c>. Every picture has masks, and every class occurs in both parts.
    /// </summary>
    /// <param name="folder">Folder that receives VOCdevkit; made where it is missing, made anew where it was drawn with other arguments or by
    /// another version.</param>
    /// <param name="train">Training pictures, 20 to 2,000.</param>
    /// <param name="validation">Validation pictures, 20 to 2,000.</param>
    /// <param name="seed">Which set is drawn.</param>
    /// <returns>The folder's full path.</returns>
    /// <exception cref="ArgumentException">The folder's name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is below 20 or above its limit.</exception>
    /// <exception cref="SampleFolderException">The folder cannot be written, or holds files that are not sample data.</exception>
    /// <remarks>Layout: M. Everingham et al., International Journal of Computer Vision 88(2):303-338, 2010,
    /// http://host.robots.ox.ac.uk/pascal/VOC/voc2009/.</remarks>
    public static string PascalVoc(string folder, int train = 120, int validation = 40, int seed = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        RequireCount(train, 2_000, nameof(train), least: VocScene.ClassNames.Length);
        RequireCount(validation, 2_000, nameof(validation), least: VocScene.ClassNames.Length);
        return SampleFolder.Ensure(folder, Stamp("voc-2009", VocVersion, $"train {train}, validation {validation}", seed), into =>
        {
            var kit = Path.Combine(into, "VOCdevkit", VocYear);
            var scenes = VocScenes(train, seed, part: 0).Concat(VocScenes(validation, seed, part: 1)).ToArray();
            var names = VocNames(scenes.Length, Generator(seed, 2, -1));
            // Names run through both parts, as the real set's do.
            var inTrain = ShuffledPlaces(scenes.Length, Generator(seed, 2, -2)).Take(train).ToHashSet();
            var order = Enumerable.Range(0, scenes.Length).Where(inTrain.Contains).Concat(Enumerable.Range(0,
                scenes.Length).Where(i => !inTrain.Contains(i))).ToArray();
            var pictures = scenes.Select((scene, i) => (Name: names[order[i]], Scene: scene, Train: i < train)).OrderBy(picture => picture.Name,
                StringComparer.Ordinal).ToArray();
            Parallel.ForEach(pictures, picture => WriteVocPicture(kit, picture.Name, picture.Scene));
            WriteVocLists(Path.Combine(kit, "ImageSets"), pictures);
        });
    }

    /// <summary>
    /// Draws the scenes of <see cref="PascalVoc"/> as the NumPy arrays of a KU Leuven course on Kaggle: <c>train/train_set.csv</c> (Id and the 20 classes, 0 or 1),
    /// <c>train/img/train_{Id}.npy</c> (uint8, height x width x 3) and <c>train/seg/train_{Id}.npy</c> (uint8, height x width, 0 background, 1 to 20
    /// classes, no border);
    /// <c>test/test_set.csv</c> with -1 for every class, and <c>test/img/test_{Id}.npy</c>. Test scenes are the validation pictures of <see
    /// cref="PascalVoc"/> with the same arguments.
    /// </summary>
    /// <param name="folder">Folder of the files; made where it is missing, made anew where it was drawn with other arguments or by another version.</param>
    /// <param name="train">Training pictures, 20 to 2,000.</param>
    /// <param name="test">Test pictures, 20 to 2,000.</param>
    /// <param name="seed">Which set is drawn.</param>
    /// <returns>The folder's full path.</returns>
    /// <exception cref="ArgumentException">The folder's name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is below 20 or above its limit.</exception>
    /// <exception cref="SampleFolderException">The folder cannot be written, or holds files that are not sample data.</exception>
    /// <remarks>Layout: https://www.kaggle.com/competitions/kul-h02a5a-computer-vision-ga2-2022.</remarks>
    public static string PascalVocArrays(string folder, int train = 60, int test = 25, int seed = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        RequireCount(train, 2_000, nameof(train), least: VocScene.ClassNames.Length);
        RequireCount(test, 2_000, nameof(test), least: VocScene.ClassNames.Length);
        return SampleFolder.Ensure(folder, Stamp("voc-2009-arrays", VocVersion, $"train {train}, test {test}", seed), into =>
        {
            WriteVocArrays(into, "train", VocScenes(train, seed, part: 0), labelled: true);
            WriteVocArrays(into, "test", VocScenes(test, seed, part: 1), labelled: false);
        });
    }

    private static VocScene[] VocScenes(int count, int seed, int part)
    {
        var labels = ShuffledLabels(count, VocScene.ClassNames.Length, Generator(seed, part, -1));
        var scenes = new VocScene[count];
        Parallel.For(0, count, i => scenes[i] = VocScene.Draw(labels[i], Generator(seed, part, i)));
        return scenes;
    }

    private static string[] VocNames(int count, Random random)
    {
        var number = 0;
        return [.. Enumerable.Range(0, count).Select(_ => $"2009_{number += random.Next(1, 8):000000}")];
    }

    private static int[] ShuffledPlaces(int count, Random random) => [.. Enumerable.Range(0, count).OrderBy(_ => random.Next())];

    private static void WriteVocPicture(string kit, string name, VocScene scene)
    {
        Write("JPEGImages", ".jpg", Jpeg.Encode(scene.Rgb, scene.Width, scene.Height, channels: 3, quality: 90));
        Write("SegmentationClass", ".png", Png.EncodePalette(scene.ClassMask(), scene.Width, scene.Height, VocColours));
        Write("SegmentationObject", ".png", Png.EncodePalette(scene.ObjectMask(), scene.Width, scene.Height, VocColours));
        Write("Annotations", ".xml", Encoding.ASCII.GetBytes(VocAnnotation(name, scene)));

        void Write(string folder, string ending, byte[] bytes)
        {
            var path = Directory.CreateDirectory(Path.Combine(kit, folder)).FullName;
            File.WriteAllBytes(Path.Combine(path, name + ending), bytes);
        }
    }

    private static string VocAnnotation(string name, VocScene scene)
    {
        var objects = scene.Objects.Select(o => $"""
            	<object>
            		<name>{VocScene.ClassNames[o.Label]}</name>
            		<bndbox>
            			<xmax>{o.Right + 1}</xmax>
            			<xmin>{o.Left + 1}</xmin>
            			<ymax>{o.Bottom + 1}</ymax>
            			<ymin>{o.Top + 1}</ymin>
            		</bndbox>
            		<difficult>{(o.Difficult ? 1 : 0)}</difficult>
            		<occluded>{(o.Occluded ? 1 : 0)}</occluded>
            		<pose>Unspecified</pose>
            		<truncated>{(o.Truncated ? 1 : 0)}</truncated>
            	</object>

            """);
        return $"""
            <annotation>
            	<filename>{name}.jpg</filename>
            	<folder>{VocYear}</folder>
            {string.Concat(objects)}	<segmented>1</segmented>
            	<size>
            		<depth>3</depth>
            		<height>{scene.Height}</height>
            		<width>{scene.Width}</width>
            	</size>
            	<source>
            		<annotation>drawn by ImageNotebooks</annotation>
            		<database>sample data</database>
            		<image>drawn</image>
            	</source>
            </annotation>

            """.ReplaceLineEndings("\n");
    }

    private static void WriteVocLists(string folder, (string Name, VocScene Scene, bool Train)[] pictures)
    {
        foreach (var (part, chosen) in (ReadOnlySpan<(string, (string Name, VocScene Scene, bool Train)[])>)
            [("train", [.. pictures.Where(picture => picture.Train)]), ("val", [.. pictures.Where(picture => !picture.Train)]), ("trainval", pictures)])
        {
            WriteLines("Main", part, chosen.Select(picture => picture.Name));
            WriteLines("Segmentation", part, chosen.Select(picture => picture.Name));
            for (var label = 0; label < VocScene.ClassNames.Length; label++)
                WriteLines("Main", $"{VocScene.ClassNames[label]}_{part}", chosen.Select(picture => $"{picture.Name} {picture.Scene.Presence(label),2}"));
        }

        void WriteLines(string list, string name, IEnumerable<string> lines)
        {
            var path = Directory.CreateDirectory(Path.Combine(folder, list)).FullName;
            File.WriteAllText(Path.Combine(path, name + ".txt"), string.Concat(lines.Select(line => line + "\n")));
        }
    }

    private static void WriteVocArrays(string into, string part, VocScene[] scenes, bool labelled)
    {
        var folder = Directory.CreateDirectory(Path.Combine(into, part)).FullName;
        var table = new StringBuilder("Id," + string.Join(',', VocScene.ClassNames) + "\n");
        for (var id = 0; id < scenes.Length; id++)
        {
            var scene = scenes[id];
            table.Append(CultureInfo.InvariantCulture, $"{id},").AppendJoin(',', Enumerable.Range(0, VocScene.ClassNames.Length)
                .Select(label => labelled ? scene.Presence(label) == -1 ? 0 : 1 : -1)).Append('\n');
            Write("img", id, NpyFile.Encode(scene.Rgb, scene.Height, scene.Width, 3));
            if (labelled)
                Write("seg", id, NpyFile.Encode(scene.ClassMask(outlines: false), scene.Height, scene.Width));
        }
        File.WriteAllText(Path.Combine(folder, $"{part}_set.csv"), table.ToString());

        void Write(string kind, int id, byte[] bytes)
        {
            var path = Directory.CreateDirectory(Path.Combine(folder, kind)).FullName;
            File.WriteAllBytes(Path.Combine(path, $"{part}_{id}.npy"), bytes);
        }
    }

    /// <summary>VOC's colour of an index: its bits, dealt in turn to red, green and blue from the highest bit down.</summary>
    private static byte[] VocColour(int index)
    {
        var colour = new byte[3];
        for (var bit = 0; bit < 8; bit++)
            colour[bit % 3] |= (byte)((index >> bit & 1) << (7 - bit / 3));
        return colour;
    }
}
