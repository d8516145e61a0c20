using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>Changes the images of each batch before a model learns from them, with a look at the model: adversarial training.</summary>
public interface IAdversary
{
    /// <summary>Changes a batch.</summary>
    /// <param name="network">The model in training, in the precision of the training: [N, C, H, W] -> logits.</param>
    /// <param name="images">[N, C, H, W] float in [0, 1]. Stays the caller's.</param>
    /// <param name="labels">As the objective has them.</param>
    /// <param name="step">The number of the batch since training began: the same one draws the same numbers.</param>
    /// <returns>[N, C, H, W] float in [0, 1].</returns>
    Tensor Perturb(Func<Tensor, Tensor> network, Tensor images, Tensor labels, long step);
}
