using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// A model in training, its products computed in some number format and its weights kept in float (Micikevicius et al. 2018, "Mixed Precision Training").
/// Disposing of it frees what it holds beside the model.
/// </summary>
internal interface IModelPrecision : IDisposable
{
    /// <summary>The float weights, for the optimizer.</summary>
    IReadOnlyList<Parameter> Weights { get; }

    /// <summary>Makes the model ready to train; until disposed, when it is a float model again.</summary>
    IDisposable Begin();

    /// <summary>The model's output.</summary>
    /// <param name="images">[N, C, H, W] float.</param>
    /// <returns>In whatever type the last layer gives.</returns>
    Tensor Forward(Tensor images);

    /// <summary>The loss of which gradients are to be taken: a multiple, where they would be too small for the format.</summary>
    Tensor Scale(Tensor loss) => loss;

    /// <summary>Brings the gradients that backward passes left in the model to <see cref="Weights"/>, in float and as those of the loss itself.</summary>
    /// <returns>Whether the optimizer may step; not where they were too large for the format.</returns>
    bool TakeGradients() => true;

    /// <summary>Steps the optimizer over <see cref="Weights"/>.</summary>
    void Step(optim.Optimizer optimizer);
}
