using System.Globalization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// The folder in which a call of <see cref="Trainer.Fit"/> keeps what it needs to go on after its process has ended in whatever way: called again with the same folder, it goes on after the last
/// epoch that was saved and ends with the same bits as if it had never been disturbed. A call that had ended gives its history at once.
/// </summary>
/// <remarks>
/// A file an epoch, safetensors: weights, their averages, the optimizer's memory, torch's random state, what callbacks remember, the history, and the numbers of the passes. It is written in one step while the next
/// epoch goes on. A damaged file is passed over for the one before, which is said.
/// A run that a callback ends in the middle of an epoch is saved with that epoch as its last, so that it is not gone on with. Where its process is killed before, the epoch begins again, and it is the
/// callback's business to stop it at the same batch; one that looks at the clock does not, and ends with other bits.
/// </remarks>
public sealed class Checkpoints
{
    private const string Pattern = "epoch-*.safetensors";

    private readonly int keep;
    private Task writing = Task.CompletedTask;

    /// <summary>Names the folder.</summary>
    /// <param name="folder">Made when the first epoch is saved. One for each call of Fit.</param>
    /// <param name="keep">How many files stay, at least 1; with 2 or more a damaged last one can be passed over.</param>
    public Checkpoints(string folder, int keep = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        (Folder, this.keep) = (Path.GetFullPath(folder), keep);
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Goes back to the last epoch that was saved.</summary>
    /// <returns>Files that were passed over because they are damaged, each with the reason.</returns>
    /// <exception cref="ArgumentException">They are of another model or other data; the sentence says what differs.</exception>
    internal IReadOnlyList<string> Restore(TrainingState state)
    {
        var passedOver = new List<string>();
        if (!Directory.Exists(Folder)) return passedOver;
        foreach (var path in Directory.GetFiles(Folder, Pattern).OrderDescending(StringComparer.Ordinal))
        {
            try
            {
                using var file = WeightsFile.Open(path);
                state.Restore(file);
                return passedOver;
            }
            catch (WeightsFileException damaged) when (damaged is not WeightsMismatchException)
            {
                passedOver.Add(damaged.Message);
            }
        }
        return passedOver;
    }

    /// <summary>Copies the state and writes the copy on another thread, after the one before is written.</summary>
    internal void Save(TrainingState state)
    {
        Wait();
        var (entries, metadata) = state.Capture();
        var path = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"epoch-{state.Epoch:00000}.safetensors"));
        writing = Task.Run(() =>
        {
            Safetensors.Write(path, entries, metadata);
            foreach (var old in Directory.GetFiles(Folder, Pattern).OrderDescending(StringComparer.Ordinal).Skip(keep)) File.Delete(old);
        });
    }

    /// <summary>Waits until what was saved is on disk.</summary>
    /// <exception cref="WeightsFileException">It could not be written: the disk is full, for instance. The files before it are whole.</exception>
    internal void Wait() => writing.GetAwaiter().GetResult();
}

/// <summary>Everything that decides how a run of training goes on.</summary>
internal sealed class TrainingState(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, IReadOnlyList<Callback> callbacks, IBatches train, IBatches? validation, TrainingRun run)
{
    private const string Model = "model.", Average = "average.", Optimizer = "optimizer", Random = "random", Decay = "decay of averages", NoDecay = "none";

    // Told once: a loader hashes its labels to say what it is of.
    private readonly Dictionary<string, string> identity = new()
    {
        ["model"] = model.GetName(),
        ["optimizer kind"] = optimizer.GetType().Name,
        ["callbacks"] = string.Join(", ", callbacks.Select(callback => callback.GetType().Name)),
        ["training data"] = train.Identity,
        ["validation data"] = validation?.Identity ?? "none",
        [Decay] = run.Averages?.Decay.ToString("R", CultureInfo.InvariantCulture) ?? NoDecay,
    };

    // New memory takes longer to come than to be filled, so each copy is made where the one before was.
    private readonly Dictionary<string, byte[]> room = [];
    private readonly MemoryStream memory = new();

    public int Epoch => run.Epoch;

    /// <summary>Copies it. The copy is good until the next is made.</summary>
    public (List<WeightsEntry> Entries, Dictionary<string, string> Metadata) Capture()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var tensors = model.state_dict().ToDictionary(entry => Model + entry.Key, entry => entry.Value);
        foreach (var (name, average) in run.Averages?.Named ?? []) tensors[Average + name] = average;
        tensors[Random] = get_rng_state();
        for (var i = 0; i < callbacks.Count; i++)
        {
            var own = new Dictionary<string, Tensor>();
            callbacks[i].Save(own);
            foreach (var (name, value) in own) tensors[Prefix(i) + name] = value;
        }
        memory.SetLength(0);
        using (var writer = new BinaryWriter(memory, System.Text.Encoding.UTF8, leaveOpen: true)) Helper.save_state_dict(writer);
        memory.Capacity = (int)memory.Length;
        List<WeightsEntry> entries = [.. tensors.Select(entry => ModuleWeights.Copy(entry.Key, entry.Value, size => Room(entry.Key, size))), new MemoryEntry(Optimizer, ElementType.UInt8, [memory.Length], () => memory.GetBuffer())];
        return (entries, Facts());
    }

    private byte[] Room(string name, int size) => room.TryGetValue(name, out var there) && there.Length == size ? there : room[name] = new byte[size];

    /// <summary>Takes a copy back.</summary>
    /// <exception cref="ArgumentException">It is of another model or other data.</exception>
    public void Restore(WeightsFile file)
    {
        using var scope = NewDisposeScope();
        RequireSame(file);
        model.LoadWeights(file, NameMap.Identity.Without($"^(?!{Model.Replace(".", "\\.", StringComparison.Ordinal)})").WithoutPrefix(Model));
        foreach (var (name, average) in run.Averages?.Named ?? []) average.copy_(ModuleWeights.Read(file.Find(Average + name)!));
        using (var reader = new BinaryReader(new MemoryStream(file.Find(Optimizer)!.Bytes.ToArray()))) Helper.load_state_dict(reader);
        for (var i = 0; i < callbacks.Count; i++)
            callbacks[i].Restore(file.Entries.Where(entry => entry.Name.StartsWith(Prefix(i), StringComparison.Ordinal)).ToDictionary(entry => entry.Name[Prefix(i).Length..], ModuleWeights.Read));
        var facts = file.Metadata;
        run.Restore(int.Parse(facts["step"], CultureInfo.InvariantCulture), History.FromJson(facts["history"]), [.. facts["rates"].Split(' ').Select(rate => double.Parse(rate, CultureInfo.InvariantCulture))], facts.GetValueOrDefault("stopped"));
        train.Pass = int.Parse(facts["train pass"], CultureInfo.InvariantCulture);
        if (validation is not null) validation.Pass = int.Parse(facts["validation pass"], CultureInfo.InvariantCulture);
        set_rng_state(ModuleWeights.Read(file.Find(Random)!));
    }

    private OptimizerHelper Helper => optimizer as OptimizerHelper ?? throw new NotSupportedException($"The memory of {optimizer.GetType().Name} cannot be saved.");

    private static string Prefix(int callback) => FormattableString.Invariant($"callback.{callback}.");

    private Dictionary<string, string> Facts()
    {
        var facts = new Dictionary<string, string>(identity);
        facts["step"] = run.Step.ToString(CultureInfo.InvariantCulture);
        facts["history"] = run.History.ToJson();
        facts["rates"] = string.Join(' ', run.BaseRates.Select(rate => rate.ToString("R", CultureInfo.InvariantCulture)));
        facts["train pass"] = train.Pass.ToString(CultureInfo.InvariantCulture);
        if (validation is not null) facts["validation pass"] = validation.Pass.ToString(CultureInfo.InvariantCulture);
        if (run.StopReason is { } reason) facts["stopped"] = reason;
        return facts;
    }

    private void RequireSame(WeightsFile file)
    {
        foreach (var (fact, ours) in identity)
        {
            // Files of before there were averages do not speak of them.
            var theirs = file.Metadata.GetValueOrDefault(fact) ?? (fact == Decay ? NoDecay : null);
            if (theirs == ours) continue;
            throw new ArgumentException(theirs is null
                ? $"{file.Path} is no checkpoint of training: it does not name its {fact}. Give another folder."
                : $"{file.Path} is of another run: its {fact} is '{theirs}', and here it is '{ours}'. Give another folder, or remove this one to begin anew.");
        }
    }
}
