namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>One schedule after the other; each milestone is the epoch at which the next begins.</summary>
                public class SequentialLR : LRScheduler
                {
                    private readonly LRScheduler[] schedulers;
                    private readonly int[] milestones;

                    public SequentialLR(Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch = -1) : base(optimizer, last_epoch + 1)
                    {
                        (this.schedulers, this.milestones) = (schedulers.ToArray(), milestones.ToArray());
                        if (this.schedulers.Any(s => s.optimizer != optimizer)) throw new ArgumentException("All schedules of a SequentialLR must be of its own optimizer.", nameof(schedulers));
                        if (this.milestones.Length != this.schedulers.Length - 1)
                            throw new ArgumentException($"{this.schedulers.Length} schedules were given with {this.milestones.Length} milestones: there is one milestone between each two.", nameof(milestones));
                        // Each schedule took a first step when it was made. All but the first one's are undone.
                        foreach (var group in Groups) group.LearningRate = group.InitialLearningRate;
                        foreach (var scheduler in this.schedulers) scheduler.epoch--;
                        this.schedulers[0].step();
                        lastRates = this.schedulers[0].lastRates;
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        var current = Array.FindLastIndex(milestones, m => m <= epoch) + 1;
                        if (current > 0 && milestones[current - 1] == epoch) schedulers[current].step(0);
                        else schedulers[current].step();
                        return Scaled(1);
                    }
                }

                /// <summary>Several schedules at once, each changing what the one before it left.</summary>
                public class ChainedLR : LRScheduler
                {
                    private readonly LRScheduler[] schedulers;

                    public ChainedLR(IEnumerable<LRScheduler> schedulers)
                    {
                        this.schedulers = schedulers.ToArray();
                        if (this.schedulers is [.., var last]) lastRates = last.lastRates;
                    }

                    public override void step() => Array.ForEach(schedulers, s => s.step());
                    public override void step(int? epoch) => Array.ForEach(schedulers, s => s.step(epoch));
                    public override void step(double current, int? epoch = null) => Array.ForEach(schedulers, s => s.step(current, epoch));
                }
            }

            public static LRScheduler SequentialLR(Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch = -1) => new impl.SequentialLR(optimizer, schedulers, milestones, last_epoch);
            public static LRScheduler ChainedLR(IEnumerable<LRScheduler> schedulers) => new impl.ChainedLR(schedulers);
        }
    }
}
