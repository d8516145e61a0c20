namespace ImageNotebooks;

/// <summary>By what the optimizer's learning rate is multiplied at a step.</summary>
/// <param name="step">The step, counted from 0.</param>
/// <param name="steps">How many there will be.</param>
public delegate double LearningRateSchedule(int step, int steps);

/// <summary>How learning rates change while training goes on; each begins and ends within one call of <see cref="Trainer.Fit"/>.</summary>
public static class Schedules
{
    /// <summary>Half a cosine from 1 to 0 (Loshchilov and Hutter 2017, "SGDR"), after a straight rise from 0.</summary>
    /// <param name="warmUp">The share of the steps that the rise takes (Goyal et al. 2017), in [0, 1).</param>
    /// <param name="final">Where it ends, as a part of the rate.</param>
    public static LearningRateSchedule Cosine(double warmUp = 0, double final = 0)
    {
        RequireShare(warmUp, nameof(warmUp));
        return (step, steps) =>
        {
            var rise = warmUp * steps;
            return step < rise ? (step + 1) / rise : Between(1, final, (step - rise) / Math.Max(1, steps - rise));
        };
    }

    /// <summary>
    /// One cycle (Smith and Topin 2018, "Super-Convergence") as PyTorch's OneCycleLR has it: the rate that the optimizer was given is the highest; it is reached from a 25th on half a cosine and left
    /// on another for a 10,000th of the beginning.
    /// </summary>
    /// <param name="rise">The share of the steps before the highest rate, in (0, 1).</param>
    /// <param name="start">By what the highest rate is divided at the beginning.</param>
    /// <param name="end">By what the rate of the beginning is divided at the end.</param>
    public static LearningRateSchedule OneCycle(double rise = 0.3, double start = 25, double end = 1e4)
    {
        RequireShare(rise, nameof(rise));
        return (step, steps) =>
        {
            var top = (rise * steps) - 1;
            return step <= top ? Between(1 / start, 1, step / top) : Between(1, 1 / start / end, (step - top) / Math.Max(1, steps - 1 - top));
        };
    }

    /// <summary>A straight rise from 0 to 1 and a straight fall back to 0 (Smith 2017, "Cyclical Learning Rates", one cycle).</summary>
    /// <param name="rise">The share of the steps that the rise takes, in [0, 1).</param>
    public static LearningRateSchedule Triangle(double rise = 0.5)
    {
        RequireShare(rise, nameof(rise));
        return (step, steps) => Math.Min(1, Math.Min((step + 1) / (rise * steps), (steps - step) / ((1 - rise) * steps)));
    }

    // From one number to another on half a cosine.
    private static double Between(double from, double to, double part) => to + ((from - to) * (1 + Math.Cos(Math.PI * part)) / 2);

    private static void RequireShare(double share, string name)
    {
        if (share is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(name, share, "It is a share of the steps, in [0, 1).");
    }
}
