namespace ImageNotebooks;

/// <summary>The two published ways to learn from attacked images, for <see cref="TrainingOptions.Adversary"/>, with the step sizes of their authors.</summary>
public static class AdversarialTraining
{
    private const double MadryStep = 0.25, FastStep = 1.25;

    /// <summary>
    /// Projected gradient descent from a random start, a quarter of epsilon a step: Madry et al. (2018, "Towards Deep Learning Models Resistant to Adversarial Attacks") take 7 steps of 2/255 at 8/255 for
    /// CIFAR-10. An epoch costs about steps + 1 times as much as without.
    /// </summary>
    /// <param name="epsilon">The largest change of a pixel.</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="seed">The same seed draws the same numbers.</param>
    public static IAdversary Pgd(double epsilon, int steps = 7, long seed = 0) => new Pgd(steps, relativeStep: MadryStep).At(epsilon, seed);

    /// <summary>
    /// One step of 1.25 epsilon from a random start in the ball, brought back into it: Wong et al. (2020, "Fast is better than free: Revisiting adversarial training"). An epoch costs about twice as much as
    /// without. The model may learn to withstand this one step and nothing else, within few batches; train with a <see cref="CatastrophicOverfittingGuard"/>.
    /// </summary>
    /// <param name="epsilon">The largest change of a pixel.</param>
    /// <param name="seed">The same seed draws the same numbers.</param>
    public static IAdversary Fast(double epsilon, long seed = 0) => new Pgd(1, relativeStep: FastStep).At(epsilon, seed);
}
