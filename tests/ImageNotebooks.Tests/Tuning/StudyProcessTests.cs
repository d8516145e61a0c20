using System.Diagnostics;
using System.Globalization;

namespace ImageNotebooks.Tests;

/// <summary>Studies that several processes share, some of which are killed.</summary>
public sealed class StudyProcessTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<Process> processes = [];

    private string Path => System.IO.Path.Combine(folder.Path, "shared.study");

    public void Dispose()
    {
        foreach (var process in processes)
        {
            if (!process.HasExited)
                process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
        folder.Dispose();
    }

    private Process Start(int trials, int milliseconds, int heartbeat, int deadly = 0)
    {
        string[] arguments = [System.IO.Path.Combine(AppContext.BaseDirectory, "StudyWorker.dll"), Path, .. new[] { trials, milliseconds, heartbeat, deadly }.Select(n => n.ToString(CultureInfo.InvariantCulture))];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // A process that dies on purpose leaves no dump.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        var process = Process.Start(start)!;
        processes.Add(process);
        return process;
    }

    [Fact]
    public void Processes_that_begin_at_once_share_the_trials_and_each_is_run_once()
    {
        var workers = Enumerable.Range(0, 3).Select(_ => Start(trials: 40, milliseconds: 20, heartbeat: 5000)).ToArray();
        var lines = workers.Select(worker => worker.StandardOutput.ReadToEndAsync()).ToArray();
        foreach (var (worker, i) in workers.Select((worker, i) => (worker, i)))
        {
            var errors = worker.StandardError.ReadToEnd();
            worker.WaitForExit();
            Assert.True(worker.ExitCode == 0, $"process {i}: {errors}");
        }
        var run = lines.SelectMany(line => line.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(line => int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture));
        Assert.Equal(Enumerable.Range(1, 40), run.Order());
        using var study = Study.Open(Path, StudyDirection.Minimize);
        Assert.All(study.Trials, trial => Assert.Equal((TrialState.Complete, 1, 5), (trial.State, trial.Attempts, trial.Reports.Count)));
        Assert.True(lines.Count(line => line.Result.Length > 0) > 1, "One process took all trials.");
    }

    [Fact]
    public void The_trial_of_a_killed_process_is_run_again_with_its_values_by_another()
    {
        var killed = Start(trials: 3, milliseconds: 60_000, heartbeat: 100);
        var begun = killed.StandardOutput.ReadLine()!.Split(' ');
        var survivor = Start(trials: 3, milliseconds: 50, heartbeat: 100);
        Assert.StartsWith("2 ", survivor.StandardOutput.ReadLine());
        killed.Kill();
        killed.WaitForExit();

        var rest = survivor.StandardOutput.ReadToEnd();
        survivor.WaitForExit();
        Assert.True(survivor.ExitCode == 0, survivor.StandardError.ReadToEnd());
        Assert.Contains($"1 {begun[1]}\n", rest.ReplaceLineEndings("\n"));
        using var study = Study.Open(Path, StudyDirection.Minimize);
        Assert.Equal([2, 1, 1], study.Trials.Select(trial => trial.Attempts));
        Assert.All(study.Trials, trial => Assert.Equal((TrialState.Complete, 5), (trial.State, trial.Reports.Count)));
    }

    [Fact]
    public void A_study_goes_on_after_its_only_process_was_killed_and_gives_what_it_would_have_given()
    {
        var process = Start(trials: 30, milliseconds: 50, heartbeat: 100);
        for (var line = process.StandardOutput.ReadLine()!; !line.StartsWith("6 ", StringComparison.Ordinal); line = process.StandardOutput.ReadLine()!)
            Assert.NotNull(line);
        process.Kill();
        process.WaitForExit();

        var again = Start(trials: 12, milliseconds: 5, heartbeat: 100);
        again.WaitForExit();
        Assert.True(again.ExitCode == 0, again.StandardError.ReadToEnd());
        using var study = Study.Open(Path, StudyDirection.Minimize);
        using var whole = Study.InMemory(StudyDirection.Minimize, new() { Sampler = new RandomSampler() });
        whole.Run(12, trial => trial.Float("x", -5, 5) is var x && trial.Float("y", -5, 5) is var y ? x * x + y * y : 0);
        Assert.Equal(whole.Trials.Select(trial => trial.Score), study.Trials.Select(trial => trial.Score));
        Assert.Equal(1, study.Trials.Count(trial => trial.Attempts == 2));
    }

    [Fact]
    public void A_trial_that_ends_every_process_is_marked_as_failed()
    {
        for (var i = 0; i < 3; i++)
        {
            var process = Start(trials: 2, milliseconds: 5, heartbeat: 50, deadly: 2);
            process.StandardOutput.ReadToEnd();
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.NotEqual(0, process.ExitCode);
            using var study = Study.Open(Path, StudyDirection.Minimize);
            Assert.Equal((TrialState.Running, i + 1), (study.Trials[1].State, study.Trials[1].Attempts));
        }
        var last = Start(trials: 2, milliseconds: 5, heartbeat: 50, deadly: 2);
        last.WaitForExit();
        Assert.Equal(0, last.ExitCode);
        using var ended = Study.Open(Path, StudyDirection.Minimize);
        Assert.Equal((TrialState.Failed, "Its process ended without a result, 3 times."), (ended.Trials[1].State, ended.Trials[1].Message));
    }

    [Fact]
    public void A_process_that_was_taken_for_dead_does_not_disturb_the_one_that_took_over()
    {
        // The heartbeat of the first is too slow for the second, as after a suspended machine.
        using var slow = Study.Open(Path, StudyDirection.Minimize, new() { Sampler = new RandomSampler(), Heartbeat = TimeSpan.FromHours(1) });
        using var quick = Study.Open(Path, StudyDirection.Minimize, new() { Sampler = new RandomSampler(), Heartbeat = TimeSpan.FromMilliseconds(20) });
        slow.Run(1, trial =>
        {
            trial.Float("x", 0, 1);
            Thread.Sleep(200);
            quick.Run(1, other => { other.Report(1, 7); return other.Float("x", 0, 1); });
            return 100;
        });
        Assert.Equal(2, quick.Best.Attempts);
        Assert.Equal(quick.Best.Values["x"], quick.Best.Score);
        Assert.Single(quick.Best.Reports);
    }
}
