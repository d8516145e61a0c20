using System.CommandLine;
using static System.FormattableString;

namespace ImageNotebooks.Cli;

/// <summary><c>lab data</c>: the published data sets: what there is, what is here, getting it, checking it, removing it.</summary>
public static class DataCommand
{
    /// <summary>The command for <see cref="Program"/>'s list.</summary>
    public static Command Create() => new("data", "List, download, verify and remove data sets") { List(), Get(), Verify(), Where(), Clean() };

    private static DataFolder Folder => DataFolder.In(Workspace.Find().Root);

    private static IReadOnlyList<CatalogEntry> Catalogue => Catalog.Parse(File.ReadAllText(Workspace.Find().PathOf("data", "catalog.json")));

    private static Command List()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON for a program to read, with addresses, checksums and all" };
        var command = new Command("list", "Show every set: its size, whether it is here, its licence") { json };
        command.SetAction(parsed => LibraryAnswer.Run(() =>
        {
            DataList.Show(Catalogue, Folder, parsed.GetValue(json));
            return 0;
        }));
        return command;
    }

    private static Command Get()
    {
        var names = LibraryAnswer.Names(ArgumentArity.OneOrMore, "What to download");
        var command = new Command("get", "Download, verify and unpack; goes on where it was stopped") { names };
        command.SetAction((parsed, stop) => LibraryAnswer.RunAsync(async () =>
        {
            var (folder, entries, failures) = (Folder, Find(Catalogue, parsed.GetValue(names)!), 0);
            foreach (var entry in entries)
            {
                try
                {
                    var progress = new ConsoleProgress(Console.Error, !Console.IsErrorRedirected);
                    Console.WriteLine($"{entry.Name}: {await folder.FetchAsync(entry, progress, stop)}");
                }
                catch (DataFileException problem) when (entries.Count > 1)
                {
                    // One set that cannot be had does not keep the others away.
                    Console.Error.WriteLine($"lab: {problem.Message}");
                    failures++;
                }
            }
            return failures == 0 ? 0 : 1;
        }));
        return command;
    }

    private static Command Verify()
    {
        var names = LibraryAnswer.Names(ArgumentArity.ZeroOrMore, "What to verify; all that is here where nothing is said");
        var command = new Command("verify", "Read what is here again and compare it with its checksums") { names };
        command.SetAction((parsed, stop) => LibraryAnswer.RunAsync(() => Task.Run(() =>
        {
            var (folder, catalogue) = (Folder, Catalogue);
            var named = Find(catalogue, parsed.GetValue(names)!);
            var (here, passed) = (0, true);
            foreach (var entry in named.Count > 0 ? named : catalogue)
            {
                if (Verification.Of(folder, entry, stop) is { } found)
                {
                    Report(entry, found);
                    (here, passed) = (here + 1, passed && found.Passed);
                }
                else if (named.Count > 0)
                {
                    Console.Error.WriteLine("lab: " + Absent(entry));
                    passed = false;
                }
            }
            if (here == 0 && named.Count == 0)
                Console.WriteLine($"No set is in {folder.Path} yet.");
            return passed ? 0 : 1;
        }, stop)));
        return command;
    }

    private static void Report(CatalogEntry entry, Verification found)
    {
        const int most = 10;
        Console.WriteLine($"{entry.Name}: {(found.Passed ? "ok" : "wrong")}. Compared: {found.Checked}.");
        foreach (var problem in found.Problems.Take(most))
            Console.WriteLine("  " + problem);
        if (found.Problems.Count > most)
            Console.WriteLine(Invariant($"  and {found.Problems.Count - most:#,0} more"));
        if (!found.Passed)
            Console.WriteLine($"  `environment/lab data clean {entry.Name}` removes it and `environment/lab data get {entry.Name}` gets it anew.");
    }

    private static Command Where()
    {
        var name = new Argument<string?>("name") { Description = "A set; the folder for all data where nothing is said", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("where", "Print the folder of a set, and nothing else") { name };
        command.SetAction(parsed => LibraryAnswer.Run(() =>
        {
            var folder = Folder;
            if (parsed.GetValue(name) is not { } given)
            {
                Console.WriteLine(folder.Path);
                return 0;
            }
            var entry = Find(Catalogue, [given]).Single();
            Console.WriteLine(folder.Find(entry) ?? throw new LabException(Absent(entry)));
            return 0;
        }));
        return command;
    }

    private static Command Clean()
    {
        var names = LibraryAnswer.Names(ArgumentArity.ZeroOrMore, "Only what belongs to these sets, and the sets themselves");
        var packed = new Option<bool>("--packed") { Description = "Only decoded images, which are made again when they are missing" };
        var downloads = new Option<bool>("--downloads") { Description = "Only what unfinished downloads have left" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be removed, and remove nothing" };
        var command = new Command("clean", "Remove decoded images, unfinished downloads and sample data; a set only where it is named") { names, packed, downloads, dryRun };
        command.SetAction(parsed => LibraryAnswer.Run(() =>
        {
            var catalogue = Catalogue;
            var chosen = new DataChoice([.. Find(catalogue, parsed.GetValue(names)!).Select(entry => entry.Name)], parsed.GetValue(packed), parsed.GetValue(downloads));
            return Remove(new DataInventory(Folder, catalogue).Items().Where(chosen.Includes), parsed.GetValue(dryRun));
        }));
        return command;
    }

    private static int Remove(IEnumerable<StoredItem> items, bool dryRun)
    {
        var (count, freed, failures) = (0, 0L, 0);
        foreach (var item in items)
        {
            try
            {
                var size = item.Size;
                if (!dryRun)
                    item.Remove();
                Console.WriteLine($"{(dryRun ? "would remove" : "removed")} {item.Path} ({DataList.Megabytes(size)})");
                (count, freed) = (count + 1, freed + size);
            }
            catch (DataFileException problem)
            {
                Console.Error.WriteLine("lab: " + problem.Message);
                failures++;
            }
        }
        Console.WriteLine(count == 0 ? "Nothing to remove." : $"{DataList.Megabytes(freed)} {(dryRun ? "would be free" : "freed")}.");
        return failures == 0 ? 0 : 1;
    }

    private static List<CatalogEntry> Find(IReadOnlyList<CatalogEntry> catalogue, IEnumerable<string> names) =>
        [.. names.Distinct().Select(name => Catalog.Find(catalogue, name))];

    private static string Absent(CatalogEntry entry) => $"{entry.Name} is not here; `environment/lab data get {entry.Name}` gets it.";
}
