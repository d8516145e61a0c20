namespace ImageNotebooks;

/// <summary>
/// A search for the best values of parameters. The objective asks a <see cref="Trial"/> for them and returns a score, so the space is what the objective asks
/// for, and a condition is an <c>if</c>. Define-by-run, as Optuna has it (Akiba et al., 2019, https://arxiv.org/abs/1907.10902): there is no second description of the
/// network to keep in step with the first. The space of the Intel study:
/// <code>
/// var study = Study.Open("intel.study", StudyDirection.Maximize, new() { Seed = 1, Pruner = new HyperbandPruner(1, 20) });
/// study.Run(50, trial =&gt;
/// {
///     var blocks = trial.Int("blocks", 1, 5);
///     for (var b = 1; b &lt;= blocks; b++)
///         AddBlock(trial.Int($"layers {b}", 1, 5), trial.Int($"filters {b}", 32, 256, step: 32), trial.Choice($"kernel {b}", 3, 5));
///     AddHead(trial.Int("dense", 32, 512, step: 32), trial.Float("dropout", 0, 0.9));
///     var rate = trial.Float("rate", 1e-4, 1e-2, log: true);
///     for (var epoch = 1; epoch &lt;= 20; epoch++)
///     {
///         accuracy = TrainAnEpoch(rate);
///         trial.Report(epoch, accuracy);
///         if (trial.ShouldPrune) return trial.Prune();
///     }
///     return accuracy;
/// });
/// </code>
/// In a file, several processes share a study, and a study whose process was killed goes on. Not for use by several threads.
/// </summary>
public sealed class Study : IDisposable
{
    private readonly StudyFile file;
    private readonly StudyOptions options;

    private Study(StudyFile file, StudyOptions options) => (this.file, this.options) = (file, options);

    /// <summary>A study that ends with this program.</summary>
    /// <param name="direction">Which scores are good.</param>
    /// <param name="options">How it searches.</param>
    public static Study InMemory(StudyDirection direction, StudyOptions? options = null) => Begin(path: null, direction, options ?? new());

    /// <summary>A study in a file: a new one, or the one that is there, which goes on.</summary>
    /// <param name="path">The file, an SQLite database. It has to lie on a disk of this machine: SQLite's log cannot be shared over a network.</param>
    /// <param name="direction">Which scores are good; the same as when the study was begun.</param>
    /// <param name="options">How it searches; sampler and pruner may be others than before.</param>
    /// <exception cref="StudyException">The file is no study, is damaged or comes from a later version, or its direction or seed is another.</exception>
    public static Study Open(string path, StudyDirection direction, StudyOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Begin(Path.GetFullPath(path), direction, options ?? new());
    }

    private static Study Begin(string? path, StudyDirection direction, StudyOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Attempts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Heartbeat, TimeSpan.Zero);
        return new(StudyFile.Open(path, direction, options.Seed), options);
    }

    /// <summary>Which scores are good.</summary>
    public StudyDirection Direction => file.Direction;

    /// <summary>Where the random numbers of all trials come from.</summary>
    public int Seed => file.Seed;

    /// <summary>All trials as they are now, those of other processes too.</summary>
    public TrialTable Trials => file.Read();

    /// <summary>The complete trial with the best score.</summary>
    /// <exception cref="InvalidOperationException">No trial is complete; the sentence says what became of them.</exception>
    public TrialRecord Best
    {
        get
        {
            var trials = Trials;
            var failure = trials.LastOrDefault(trial => trial.State == TrialState.Failed) is { } failed ? $" Trial {failed.Number} failed: {failed.Message}" : "";
            return trials.Best ?? throw new InvalidOperationException(
                $"The study has no best trial, since none is complete ({trials}).{(trials.Count == 0 ? " Call Run first." : failure)}");
        }
    }

    /// <summary>
    /// Runs trials until the study has so many, those of earlier runs, of other processes and failed ones counted, and all of them have ended. A trial whose process was
    /// killed is run again with the values it had. A trial whose score is not finite, or whose objective throws, is recorded as failed and the search goes on.
    /// </summary>
    /// <param name="trials">How many trials the study is to have.</param>
    /// <param name="objective">Gives a trial's score; what it returns after <see cref="Trial.Prune"/> is recorded as a pruned trial's.</param>
    /// <param name="cancellation">Ends the search; a trial that it interrupts is run again by the next call.</param>
    /// <exception cref="ParameterConflictException">The objective asks for a parameter with another range than before; the trial is left to be run again.</exception>
    /// <exception cref="StudyException">The objective threw in more trials in a row than <see cref="StudyOptions.FailuresInARow"/>.</exception>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public void Run(int trials, Func<Trial, double> objective, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        var failures = 0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            switch (file.Claim(trials, silence: options.Heartbeat * 3, options.Attempts))
            {
                case { Trial: { } trial }:
                    var error = RunOne(trial, objective, cancellation);
                    failures = error is null ? 0 : failures + 1;
                    if (failures > options.FailuresInARow)
                        throw new StudyException($"The last {failures} trials all ended with an exception, the last with: {error!.Message} The objective has an error; correct it and run again.", error);
                    break;
                case { OthersRun: true }:
                    cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(Math.Min(0.5, options.Heartbeat.TotalSeconds)));
                    break;
                default:
                    return;
            }
        }
    }

    /// <summary>How much each parameter matters; see <see cref="ParameterImportance"/>.</summary>
    /// <exception cref="InvalidOperationException">Fewer trials are complete than that takes.</exception>
    public ParameterImportance Importance() => ParameterImportance.Of(Trials);

    /// <summary>What became of the trials.</summary>
    public override string ToString() => $"Study ({Direction.ToString().ToLowerInvariant()}): {Trials}";

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();

    /// <returns>The exception that the objective threw, or null.</returns>
    private Exception? RunOne(TrialRecord claimed, Func<Trial, double> objective, CancellationToken cancellation)
    {
        using var heartbeat = new Timer(_ => file.Beat(claimed.Number), null, options.Heartbeat, options.Heartbeat);
        try
        {
            var trial = NewTrial(claimed);
            var score = objective(trial);
            if (double.IsFinite(score))
                file.Finish(claimed.Number, trial.IsPruned ? TrialState.Pruned : TrialState.Complete, score);
            else
                file.Finish(claimed.Number, TrialState.Failed, message: FormattableString.Invariant($"The score is {score}."));
            return null;
        }
        catch (TrialLostException)
        {
            // Another process took this one for dead, after a suspended machine for instance, and runs the trial now.
            return null;
        }
        catch (Exception e) when (e is StudyException || (e is OperationCanceledException && cancellation.IsCancellationRequested))
        {
            file.Release(claimed.Number);
            throw;
        }
        catch (Exception e)
        {
            file.Finish(claimed.Number, TrialState.Failed, message: $"{e.GetType().Name}: {e.Message}");
            return e;
        }
        finally
        {
            if (options.OnTrial is { } tell && Trials[claimed.Number - 1] is { State: not (TrialState.Running or TrialState.Waiting) } ended)
                tell(ended);
        }
    }

    private Trial NewTrial(TrialRecord claimed)
    {
        // A trial that is run again keeps its values, and a proposal could only disagree with them.
        IReadOnlyDictionary<string, double> proposal = claimed.Values.Count > 0 ? claimed.Values : options.Sampler.Propose(Trials, Seeds.For(claimed.Seed, ""));
        var values = new Dictionary<string, double>();

        double Choose(string name, ParameterRange range)
        {
            file.Declare(name, range);
            if (!values.TryGetValue(name, out var value))
            {
                values[name] = value = proposal.TryGetValue(name, out var proposed) ? proposed : range.FromUnit(Seeds.For(claimed.Seed, name).NextDouble());
                file.SetValue(claimed.Number, name, value);
            }
            return value;
        }

        bool IsBad() => options.Pruner is { } pruner && Trials is var trials && pruner.ShouldPrune(trials[claimed.Number - 1], trials);
        return new Trial(claimed.Number, claimed.Seed, Choose, (step, value) => file.Report(claimed.Number, step, value), IsBad);
    }
}
