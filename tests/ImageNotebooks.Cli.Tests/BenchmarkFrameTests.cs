using System.Text.Json;
using ImageNotebooks.Benchmarks;
using Spectre.Console;

namespace ImageNotebooks.Cli.Tests;

/// <summary>The frame of <c>lab bench</c>; Python's side is played by a shell script where the answers matter, not the language.</summary>
public sealed class BenchmarkFrameTests : IDisposable
{
    private readonly string _script = Path.GetTempFileName();

    public void Dispose() => File.Delete(_script);

    private sealed class Work(Goal goal, Reference? reference = null) : Benchmark
    {
        public List<string> Log { get; } = [];

        public override string Group => "group";

        public override string Name => "work";

        public override Goal Goal => goal;

        public override Reference? Reference => reference;

        public override void Prepare() => Log.Add("prepared");

        public override void Round() => Log.Add("round");

        protected override void Dispose(bool disposing) => Log.Add("disposed");
    }

    private sealed class PythonFactAttribute : FactAttribute
    {
        public PythonFactAttribute() => Skip = File.Exists("/usr/bin/python3") ? null : "no /usr/bin/python3";
    }

    private ReferenceProcess Answering(string shell)
    {
        File.WriteAllText(_script, $"while read -r line; do case $line in {shell} esac; done");
        return new ReferenceProcess(_script, python: "/bin/bash");
    }

    private static PythonReference Function => new("f", new { size = 3 });

    [Fact]
    public void Both_sides_run_in_turn_and_the_round_that_warms_up_does_not_count()
    {
        var order = "";
        var clock = 0.0;
        var (ours, theirs) = Measurement.Interleave(() => { order += "o"; return clock++; }, () => { order += "t"; return clock++; }, 3);
        Assert.Equal("ottoot" + "to", order);
        Assert.Equal([3, 4, 7], ours);
        Assert.Equal([2, 5, 6], theirs);
    }

    [Theory]
    [InlineData(new[] { 3.0 }, 3)]
    [InlineData(new[] { 9.0, 1, 2 }, 2)]
    [InlineData(new[] { 4.0, 1, 2, 100 }, 3)]
    public void The_median_is_the_middle(double[] values, double median) => Assert.Equal(median, Measurement.Median(values));

    [Fact]
    public void A_goal_is_a_share_of_the_reference_s_time_or_a_time()
    {
        Assert.True(Goal.AtMostTimes(1.05).IsMet(1.04, 1));
        Assert.False(Goal.AtMostTimes(1.05).IsMet(1.06, 1));
        Assert.Null(Goal.AtMostTimes(1.05).IsMet(1, null));
        Assert.True(Goal.AtLeastFaster(1.8).IsMet(1, 1.81));
        Assert.False(Goal.AtLeastFaster(1.8).IsMet(1, 1.79));
        Assert.True(Goal.Within(20).IsMet(19, null));
        Assert.False(Goal.Within(20).IsMet(21, null));
        Assert.Equal(("<= 0.56 x", "<= 20 s"), (Goal.AtLeastFaster(1.8).ToString(), Goal.Within(20).ToString()));
    }

    [UnixFact("bash")]
    public void Python_is_asked_to_prepare_with_arguments_and_then_for_each_round()
    {
        using var python = Answering("""'{"prepare":"f","arguments":{"size":3}}') echo '{"ready": true}' ;; '{"round":"f"}') echo '{"seconds": 1e9}' ;;""");
        var work = new Work(Goal.AtMostTimes(1), Function);
        var row = Measurement.Run(work, 3, _ => python);
        Assert.Equal(["prepared", "round", "round", "round", "round", "disposed"], work.Log);
        Assert.Equal(1e9, row.Reference);
        Assert.Equal(row.Ours / 1e9, row.Ratio);
        Assert.True(row.Met);
        Assert.Null(row.Note);
    }

    [UnixFact("bash")]
    public void Our_own_other_way_can_be_the_reference_and_is_disposed_of()
    {
        var other = new Work(Goal.Within(0));
        using var python = Answering("");
        var row = Measurement.Run(new Work(Goal.AtMostTimes(double.MaxValue), new OwnReference(other)), 2, _ => python);
        Assert.Equal(["prepared", "round", "round", "round", "disposed"], other.Log);
        Assert.NotNull(row.Ratio);
    }

    [LinuxFact("apt-get")]
    public void A_package_that_the_reference_lacks_leaves_our_side_and_the_command_that_installs_it()
    {
        using var python = Answering("""*) echo '{"missing": "python3-torch"}' ;;""");
        var row = Measurement.Run(new Work(Goal.AtMostTimes(1), Function), 1, _ => python);
        Assert.EndsWith("apt-get install --no-install-recommends python3-torch", row.Note, StringComparison.Ordinal);
        Assert.Equal((null, null, null), (row.Reference, row.Ratio, row.Met));
        using var none = new ReferenceProcess(_script, python: "/nowhere/python3");
        Assert.EndsWith(" python3", Measurement.Run(new Work(Goal.AtMostTimes(1), Function), 1, _ => none).Note, StringComparison.Ordinal);
    }

    [UnixFact("bash")]
    public void A_reference_that_fails_or_ends_is_quoted()
    {
        using var failing = Answering("""*) echo '{"error": "RuntimeError: no"}' ;;""");
        Assert.Contains("RuntimeError: no", Assert.Throws<LabException>(() => failing.Prepare(Function)).Message, StringComparison.Ordinal);
        using var ending = Answering("""*) echo 'killed by hand' >&2; exit 9 ;;""");
        Assert.Equal("reference.py ended with exit code 9 and said:\nkilled by hand", Assert.Throws<LabException>(() => ending.Prepare(Function)).Message);
    }

    [LinuxFact("glibc")]
    public void A_reference_that_keeps_its_memory_is_started_with_glibcs_settings()
    {
        File.WriteAllText(_script, "while read -r line; do echo \"{\\\"seconds\\\": ${MALLOC_TRIM_THRESHOLD_:-0}}\"; done");
        using var plain = new ReferenceProcess(_script, python: "/bin/bash");
        using var keeping = new ReferenceProcess(_script, Allocator.KeepsMemory, "/bin/bash");
        Assert.Equal((0, 1 << 30), (plain.Round("x"), keeping.Round("x")));
    }

    [PythonFact]
    public void The_python_side_prepares_measures_and_explains_itself()
    {
        using var python = new ReferenceProcess(Repository.PathOf("tests", "Benchmarks", "reference.py"));
        python.Prepare(new("sha256", new { mebibytes = 1 }));
        Assert.True(python.Round("sha256") > 0);
        Assert.Contains("there is no reference 'sha3', only ", Assert.Throws<LabException>(() => python.Prepare(new("sha3", new { }))).Message, StringComparison.Ordinal);
        Assert.Contains("TypeError", Assert.Throws<LabException>(() => python.Prepare(new("sha256", new { size = 1 }))).Message, StringComparison.Ordinal);
        Assert.Contains("something prepared", Assert.Throws<LabException>(() => python.Round("never")).Message, StringComparison.Ordinal);
        Assert.True(python.Round("sha256") > 0);
    }

    [Fact]
    public void Rows_are_told_as_a_table_and_as_json()
    {
        Row[] rows =
        [
            new("training", "step", 0.1, 0.2, 0.5, Goal.AtMostTimes(1.05), true, null),
            new("training", "other", 2, null, null, Goal.AtMostTimes(1.05), null, "apt-get install x"),
        ];
        var text = new StringWriter();
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 120;
        console.Write(BenchmarkReport.Table(rows));
        Assert.Matches(@"training\W+step\W+100 ms\W+200 ms\W+0\.50 x\W+<= 1\.05 x\W+yes", text.ToString());
        Assert.Matches(@"training\W+other\W+2\.00 s\W+apt-get install x\W+<= 1\.05 x", text.ToString());

        using var json = JsonDocument.Parse(BenchmarkReport.ToJson(new(DateTimeOffset.UnixEpoch, "a machine", "cpu", 7), rows));
        Assert.Equal(("a machine", "cpu", 7), (json.RootElement.GetProperty("machine").GetString(), json.RootElement.GetProperty("stack").GetString(), json.RootElement.GetProperty("rounds").GetInt32()));
        Assert.Equal(0.5, json.RootElement.GetProperty("rows")[0].GetProperty("ratio").GetDouble());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("rows")[1].GetProperty("met").ValueKind);
    }
}
