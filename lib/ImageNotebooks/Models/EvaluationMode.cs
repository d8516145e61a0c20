using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>Puts a model into evaluation, and every module of it back into its own mode at the end: a part may have been frozen in evaluation.</summary>
internal sealed class EvaluationMode : IDisposable
{
    private readonly List<(nn.Module module, bool training)> before;

    public EvaluationMode(nn.Module model)
    {
        before = [.. model.modules().Prepend(model).Select(module => (module, module.training))];
        model.eval();
    }

    // Setting a module's mode sets its children's too, so the outer ones come first.
    public void Dispose() => before.ForEach(entry => entry.module.train(entry.training));
}
