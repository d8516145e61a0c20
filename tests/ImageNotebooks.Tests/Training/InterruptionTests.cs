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
    public void Live_curves_are_drawn_after_each_epoch_and_at_the_end()
    {
        using var scope = NewDisposeScope();
        var split = new Split("train", randint(0, 256, [8, 3, 4, 4], dtype: ScalarType.Byte), randint(0, 2, [8]));
        using var model = nn.Sequential(nn.Flatten(), nn.Linear(48, 2));
        List<Figure> every = [], rare = [];
        using var trainer = new Trainer(model, new()
        {
            Callbacks = [new LiveCurves(every.Add, TimeSpan.Zero), new LiveCurves(rare.Add, TimeSpan.FromHours(1))],
            Progress = new SilentProgress(),
        });
        trainer.Fit(split.Batches(4), null, 3);
        Assert.Equal(4, every.Count);
        Assert.Equal(2, rare.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LiveCurves(every.Add, TimeSpan.FromSeconds(-1)));
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
