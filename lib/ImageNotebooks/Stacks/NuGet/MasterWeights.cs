using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// Mixed precision without autocast: while the model trains, its convolutions and dense layers hold bfloat16 or half-precision copies of master weights in float, which the
/// optimizer changes; normalisation stays in float. In half precision the loss is scaled.
/// </summary>
internal sealed class MasterWeights : IModelPrecision
{
    private readonly nn.Module<Tensor, Tensor> model;
    private readonly ScalarType type;
    private readonly LossScaler? scaler;
    private readonly List<nn.Module<Tensor, Tensor>> products;
    private readonly Dictionary<string, Parameter> masters = [];

    public MasterWeights(nn.Module<Tensor, Tensor> model, ScalarType type)
    {
        (this.model, this.type, scaler) = (model, type, type == ScalarType.Float16 ? new() : null);
        products = [.. model.modules().OfType<nn.Module<Tensor, Tensor>>().Where(module => module is Conv1d or Conv2d or Conv3d or ConvTranspose2d or Linear)];
        var inProducts = products.SelectMany(module => module.parameters()).Select(parameter => parameter.Handle).ToHashSet();
        foreach (var (name, parameter) in model.named_parameters().Where(entry => inProducts.Contains(entry.parameter.Handle)))
            masters[name] = Copy(parameter);
        Weights = [.. model.named_parameters().Select(entry => masters.GetValueOrDefault(entry.name, entry.parameter))];
    }

    public IReadOnlyList<Parameter> Weights { get; }

    public IDisposable Begin() => new Training(this);

    public Tensor Forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        return model.call(FullPrecision.ChannelsLast(images)).MoveToOuterDisposeScope();
    }

    public Tensor Scale(Tensor loss) => scaler is null ? loss : loss * scaler.Scale;

    public bool TakeGradients()
    {
        using var scope = NewDisposeScope();
        foreach (var (name, parameter) in model.named_parameters())
        {
            if (masters.TryGetValue(name, out var master)) master.grad = parameter.grad?.to_type(ScalarType.Float32);
        }
        return scaler is null || scaler.Unscale(Weights.Select(weight => weight.grad).OfType<Tensor>());
    }

    public void Step(optim.Optimizer optimizer)
    {
        optimizer.step();
        foreach (var master in masters.Values) master.grad = null;
        CopyMasters();
    }

    public void Dispose()
    {
        foreach (var master in masters.Values) master.Dispose();
    }

    private static Parameter Copy(Parameter parameter)
    {
        using var still = no_grad();
        using var bare = parameter.detach();
        var copy = new Parameter(bare.clone(), parameter.requires_grad);
        copy.DetachFromDisposeScope();
        return copy;
    }

    // Between two epochs somebody may have given the model others.
    private void TakeWeights()
    {
        using var still = no_grad();
        foreach (var (name, parameter) in model.named_parameters())
        {
            if (masters.TryGetValue(name, out var master)) master.copy_(parameter);
        }
    }

    private void CopyMasters()
    {
        using var still = no_grad();
        foreach (var (name, parameter) in model.named_parameters())
        {
            if (masters.TryGetValue(name, out var master)) parameter.copy_(master);
        }
    }

    private sealed class Training : IDisposable
    {
        private readonly MasterWeights weights;
        private readonly List<Action> hooks = [];

        public Training(MasterWeights weights)
        {
            this.weights = weights;
            using var scope = NewDisposeScope();
            weights.TakeWeights();
            foreach (var module in weights.products)
            {
                module.to(weights.type);
                var hook = module.register_forward_pre_hook((_, input) => input.dtype == weights.type ? input : input.to_type(weights.type));
                hooks.Add(hook.remove);
            }
        }

        public void Dispose()
        {
            using var scope = NewDisposeScope();
            hooks.ForEach(remove => remove());
            foreach (var module in weights.products) module.to(ScalarType.Float32);
            weights.CopyMasters();
        }
    }
}
