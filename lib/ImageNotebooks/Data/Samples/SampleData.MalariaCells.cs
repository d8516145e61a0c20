using System.Text;

namespace ImageNotebooks;

public static partial class SampleData
{
    /// <summary>Raised whenever the drawing changes, so that folders drawn before are made anew.</summary>
    private const int MalariaVersion = 1;

    /// <summary>
    /// Draws a two-class set of blood cells in the layout of the NIH's malaria set: <c>cell_images/Parasitized</c> and <c>cell_images/Uninfected</c> with RGB PNG
    /// files of about 80 to 200 pixels a side, each a stained cell on black, named <c>{patient}_IMG_{date}_{time}_cell_{number}.png</c>. Every patient has a
    /// hue, a stain and a light of its own; every fourth is healthy and has uninfected cells only. Three of a hundred cells lie in the wrong folder,
    /// at least one in each;
    /// <c>corrected_labels/False_parasitized.csv</c> and <c>corrected_labels/False_uninfected.csv</c> name them, laid out as those of Fuhad et al.
    /// <c>patientid_cellmapping_parasitized.csv</c> and <c>patientid_cellmapping_uninfected.csv</c> hold a row for each patient: the name and the list of
    /// files, in brackets and quotes, filled up with empty cells to the longest row.
    /// </summary>
    /// <param name="folder">Folder of the files; made where it is missing, made anew where it was drawn with other arguments or by another version.</param>
    /// <param name="perClass">Cells in each of the two folders, 1 to 50,000.</param>
    /// <param name="patients">Patients, 1 to 200.</param>
    /// <param name="seed">Which set is drawn.</param>
    /// <returns>The folder's full path.</returns>
    /// <exception cref="ArgumentException">The folder's name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is below 1 or above its limit.</exception>
    /// <exception cref="SampleFolderException">The folder cannot be written, or holds files that are not sample data.</exception>
    /// <remarks>Layout: S. Rajaraman et al., PeerJ 6:e4568, 2018; K. M. F. Fuhad et al., Diagnostics 10(5):329, 2020.</remarks>
    public static string MalariaCells(string folder, int perClass = 250, int patients = 12, int seed = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        RequireCount(perClass, 50_000, nameof(perClass));
        if (patients is < 1 or > 200)
            throw new ArgumentOutOfRangeException(nameof(patients), patients, "The number of patients must lie between 1 and 200.");
        var stamp = Stamp("malaria-cells", MalariaVersion, $"cells {perClass} a class, patients {patients}", seed);
        return SampleFolder.Ensure(folder, stamp, into =>
        {
            var all = Enumerable.Range(0, patients).Select(number => MalariaPatient.Draw(number, Generator(seed, -1, number))).ToArray();
            WriteCells(into, "parasitized", parasitized: true, [.. all.Where(patient => !patient.Healthy)], perClass, seed);
            WriteCells(into, "uninfected", parasitized: false, all, perClass, seed);
        });
    }

    private static void WriteCells(string into, string name, bool parasitized, MalariaPatient[] patients, int count, int seed)
    {
        var part = parasitized ? 1 : 0;
        var random = Generator(seed, part, -1);
        // Odd cells of a slide hold parasites, even ones do not, so that no name occurs in both folders.
        var cells = Enumerable.Range(0, count).Select(i => patients[i % patients.Length]).Select((patient, i) =>
            (Patient: patient, File: $"{patient.Id}_{random.Pick(patient.Slides)}_cell_{2 * (i / patients.Length) + part}.png")).ToArray();
        var wrong = new HashSet<int>();
        while (wrong.Count < Math.Max(1, count * 3 / 100))
            wrong.Add(random.Next(count));
        var folder = Path.Combine(into, "cell_images", char.ToUpperInvariant(name[0]) + name[1..]);
        WriteFiles(cells.Select(cell => Path.Combine(folder, cell.File)),
            i => MalariaCell.Draw(cells[i].Patient, parasitized != wrong.Contains(i), Generator(seed, part, i)));
        WriteCorrections(Path.Combine(into, "corrected_labels"), "False_" + name, wrong.Order().Select(i => cells[i].File));
        WritePatients(Path.Combine(into, $"patientid_cellmapping_{name}.csv"), cells.GroupBy(cell => cell.Patient.Id, cell => cell.File));
    }

    private static void WriteCorrections(string folder, string name, IEnumerable<string> files)
    {
        var text = new StringBuilder($",{name}\n");
        foreach (var (row, file) in files.Index())
            text.Append(row).Append(',').Append(file).Append('\n');
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, name + ".csv"), text.ToString());
    }

    private static void WritePatients(string path, IEnumerable<IGrouping<string, string>> patients)
    {
        var rows = patients.Select(patient => (patient.Key, Files: patient.ToList())).ToList();
        var longest = rows.Max(row => row.Files.Count);
        File.WriteAllText(path, string.Concat(rows.Select(row =>
            $"{row.Key},[{string.Join(", ", row.Files.Select(file => $"'{file}'"))}]{new string(',', longest - row.Files.Count)}\n")));
    }
}
