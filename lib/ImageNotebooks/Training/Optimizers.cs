using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>How to make an optimizer for a model's parameters.</summary>
public delegate optim.Optimizer OptimizerRecipe(IEnumerable<Parameter> parameters);

/// <summary>The optimizers of the studies, with Keras's constants.</summary>
public static class Optimizers
{
    /// <summary>Adam (Kingma and Ba 2015), with Keras's epsilon.</summary>
    /// <param name="lr">Learning rate.</param>
    /// <param name="eps">Keeps the division finite; Keras's 1e-7, torch's own default is 1e-8.</param>
    public static OptimizerRecipe Adam(double lr = 1e-3, double eps = 1e-7) => parameters => optim.Adam(parameters, lr, eps: eps);

    /// <summary>RMSprop (Hinton's lecture 6e of 2012), with Keras's constants.</summary>
    /// <param name="lr">Learning rate.</param>
    /// <param name="rho">What is left of the mean square at each step, in [0, 1).</param>
    /// <param name="eps">Keeps the division finite. Keras adds it below the root, torch behind it.</param>
    public static OptimizerRecipe RMSprop(double lr = 1e-3, double rho = 0.9, double eps = 1e-7) => parameters => optim.RMSProp(parameters, lr, alpha: rho, eps: eps);

    /// <summary>Stochastic gradient descent.</summary>
    /// <param name="lr">Learning rate.</param>
    /// <param name="momentum">Part of the last step that is taken again, in [0, 1).</param>
    /// <param name="nesterov">Whether the gradient counts as if taken after that step.</param>
    /// <param name="weightDecay">By how much of themselves weights are pulled towards 0 at each step, before the rate: PyTorch's.</param>
    public static OptimizerRecipe SGD(double lr = 1e-2, double momentum = 0, bool nesterov = false, double weightDecay = 0) =>
        parameters => optim.SGD(parameters, lr, momentum, weight_decay: weightDecay, nesterov: nesterov);
}
