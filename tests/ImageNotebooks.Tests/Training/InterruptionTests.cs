using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Training;

/// <summary>A notebook host finds what stops training in AppContext's data.</summary>
public sealed class InterruptionTests
{
    private const string Slot = "ImageNotebooks.Stop";

    [Fact]
    public void Training_that_is_asked_to_stop_ends_after_its_batch_and_another_fit_goes_on()
    {
        using var scope = NewDisposeScope();
        var split = new Split("train", randint(0, 256, [12, 3, 4, 4], dtype: ScalarType.Byte), randint(0, 2, [12]));
        using var model = nn.Sequential(nn.Flatten(), nn.Linear(48, 2));
        var stop = new AfterBatch(5, () => ((Action)AppContext.GetData(Slot)!)());
        using var trainer = new Trainer(model, new() { Callbacks = [stop], Progress = new SilentProgress() });

        var problem = Assert.Throws<TrainingInterruptedException>(() => trainer.Fit(split.Batches(4), null, 3));

        Assert.Contains("after batch 2 of 3 in epoch 2 of 3", problem.Message, StringComparison.Ordinal);
        Assert.Single(problem.History);
        Assert.Equal(5, stop.Batches);
        Assert.Null(AppContext.GetData(Slot));
        Assert.Equal(2, trainer.Fit(split.Batches(4), null, 2).Count);
    }

    [Fact]
    public void Live_curves_are_drawn_after_each_epoch_and_at_the_end_in_one_place()
    {
        Displayed every = new(), rare = new();
        Train(new LiveCurves(every.Display, TimeSpan.Zero), new LiveCurves(rare.Display, TimeSpan.FromHours(1)));
        Assert.Equal((1, 3), (every.Shown.Count, every.Updates.Count));
        Assert.Equal((1, 1), (rare.Shown.Count, rare.Updates.Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LiveCurves(every.Display, TimeSpan.FromSeconds(-1)));
    }

    [Fact]
    public void Where_nothing_shown_can_be_replaced_curves_are_drawn_once()
    {
        Displayed notebook = new();
        // What 'figure => figure.Display()' is where Display gives nothing, as in Verso.
        Train(new LiveCurves(figure => notebook.Shown.Add(figure)));
        Assert.Single(notebook.Shown);
        Assert.Contains("1,2,3", notebook.Shown[0].ToJson(), StringComparison.Ordinal);
    }

    private static void Train(params Callback[] callbacks)
    {
        using var scope = NewDisposeScope();
        var split = new Split("train", randint(0, 256, [8, 3, 4, 4], dtype: ScalarType.Byte), randint(0, 2, [8]));
        using var model = nn.Sequential(nn.Flatten(), nn.Linear(48, 2));
        using var trainer = new Trainer(model, new()
        {
            Callbacks = callbacks,
            Progress = new SilentProgress(),
        });
        trainer.Fit(split.Batches(4), null, 3);
    }

    /// <summary>A notebook's output and what stands in it, as the hosts that can replace what they have shown have it.</summary>
    public sealed class Displayed
    {
        public List<Figure> Shown { get; } = [];
        public List<object> Updates { get; } = [];

        public Displayed Display(Figure figure)
        {
            Shown.Add(figure);
            return this;
        }

        public void Update(object? value, params string[] mimeTypes) => Updates.Add(value!);
    }

    private sealed class AfterBatch(int number, Action act) : Callback
    {
        public int Batches { get; private set; }

        public override void BatchEnded(TrainingRun run, double loss)
        {
            if (++Batches == number) act();
        }
    }
}
