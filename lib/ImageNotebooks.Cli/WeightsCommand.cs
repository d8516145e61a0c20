using System.CommandLine;
using static System.FormattableString;

namespace ImageNotebooks.Cli;

/// <summary><c>lab weights</c>: published weights of networks: what there is, getting it, checking it; and files of weights turned into safetensors.</summary>
public static class WeightsCommand
{
    /// <summary>The command for <see cref="Program"/>'s list.</summary>
    public static Command Create() => new("weights", "List, download and verify published weights, and convert files of weights") { List(), Get(), Verify(), ConvertFile() };

    private static DataFolder Folder => DataFolder.In(Workspace.Find().Root);

    private static IReadOnlyList<PretrainedWeights> Known => PretrainedWeights.Parse(File.ReadAllText(Workspace.Find().PathOf("data", "weights.json")));

    private static Command List()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON for a program to read, with addresses, checksums, licences and all" };
        var command = new Command("list", "Show all weights: network, format, image size, published accuracy, whether they are here") { json };
        command.SetAction(parsed => LibraryAnswer.Run(() =>
        {
            WeightsList.Show(Known, Folder, parsed.GetValue(json));
            return 0;
        }));
        return command;
    }

    private static Command Get()
    {
        var names = LibraryAnswer.Names(ArgumentArity.OneOrMore, "What to download");
        var command = new Command("get", "Download and verify; goes on where it was stopped") { names };
        command.SetAction((parsed, stop) => LibraryAnswer.RunAsync(async () =>
        {
            var (folder, chosen, failures) = (Folder, Find(parsed.GetValue(names)!), 0);
            foreach (var weights in chosen)
            {
                try
                {
                    var progress = new ConsoleProgress(Console.Error, !Console.IsErrorRedirected);
                    Console.WriteLine($"{weights.Name}: {await weights.FetchAsync(folder, progress, stop)}");
                }
                catch (DataFileException problem) when (chosen.Count > 1)
                {
                    // What cannot be had does not keep the others away.
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
        var names = LibraryAnswer.Names(ArgumentArity.ZeroOrMore, "What to verify; all that are here where nothing is said");
        var command = new Command("verify", "Read what is here again and compare it with its checksums") { names };
        command.SetAction(parsed => LibraryAnswer.Run(() =>
        {
            var (folder, named) = (Folder, Find(parsed.GetValue(names)!));
            var (here, passed) = (0, true);
            foreach (var weights in named.Count > 0 ? named : Known)
            {
                if (weights.Verify(folder) is { } found)
                {
                    Report(weights, found, folder);
                    (here, passed) = (here + 1, passed && found.Passed);
                }
                else if (named.Count > 0)
                {
                    Console.Error.WriteLine($"lab: {weights.Name} is not here; `environment/lab weights get {weights.Name}` gets it.");
                    passed = false;
                }
            }
            if (here == 0 && named.Count == 0)
                Console.WriteLine($"No weights are in {folder.Path} yet.");
            return passed ? 0 : 1;
        }));
        return command;
    }

    private static void Report(PretrainedWeights weights, Verification found, DataFolder folder)
    {
        Console.WriteLine($"{weights.Name}: {(found.Passed ? "ok" : "wrong")}. Compared: {found.Checked}.");
        foreach (var problem in found.Problems)
            Console.WriteLine("  " + problem);
        if (!found.Passed)
            Console.WriteLine($"  Delete {weights.PathIn(folder)}; `environment/lab weights get {weights.Name}` gets it anew.");
    }

    private static Command ConvertFile()
    {
        var source = new Argument<string>("file") { Description = "A file of PyTorch (.pth, .pt, .bin), Keras (.h5) or TorchSharp (.dat)" };
        var target = new Option<string>("--to") { Description = "The safetensors file to write; beside the first and named like it where nothing is said" };
        var command = new Command("convert", "Write a file of weights as safetensors, its names and layouts as they are") { source, target };
        command.SetAction(parsed => LibraryAnswer.Run(() =>
        {
            var from = parsed.GetValue(source)!;
            var to = parsed.GetValue(target) ?? Path.ChangeExtension(from, ".safetensors");
            using var file = WeightsFile.Open(from);
            if (Path.Exists(to))
                throw new LabException($"{to} exists already; delete it, or name another file with --to.");
            Safetensors.Write(to, file.Entries, file.Metadata);
            Console.WriteLine(Invariant($"{to}: {file.Entries.Count:#,0} tensors, {DataList.Megabytes(file.Entries.Sum(entry => (long)entry.ByteCount))}, from {WeightsList.Format(file.Format)}"));
            return 0;
        }));
        return command;
    }

    private static List<PretrainedWeights> Find(IEnumerable<string> names)
    {
        var known = Known;
        return [.. names.Distinct().Select(name => PretrainedWeights.Find(known, name))];
    }
}
