namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers of one parameter. The tensors belong to the optimizer, not to a dispose scope.</summary>
public abstract class OptimizerState
{
    protected Parameter _parameter;

    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    /// <summary>Lists the values in the order of the file.</summary>
    private protected virtual void Visit(Fields fields) { }

    internal void Gather(Gathered values) => Visit(values);

    internal void Scatter(Scattered values) => Visit(values);

    /// <summary>Frees the tensors.</summary>
    internal void Release() => Gather().Tensors.ForEach(t => t?.Dispose());

    public virtual void Initialize(OptimizerOptions options) => Visit(new Zeros(_parameter));

    public virtual void SaveStateDict(BinaryWriter writer) => Visit(new Written(writer));

    public virtual void LoadStateDict(BinaryReader reader) => Visit(new ReadBack(reader));

    public virtual void LoadStateDict(OptimizerState source)
    {
        if (source.GetType() != GetType()) throw new ArgumentException($"The state of {source.GetType().DeclaringType?.Name} does not fit {GetType().DeclaringType?.Name}.", nameof(source));
        var values = source.Gather();
        Visit(new Scattered(values, (old, i) =>
        {
            old?.Dispose();
            return values.Tensors[i]?.clone().DetachFromDisposeScope();
        }));
    }

    public virtual bool ApproximatelyEquals(OptimizerState other)
    {
        if (other?.GetType() != GetType()) return false;
        var (mine, theirs) = (Gather(), other.Gather());
        return mine.Numbers.SequenceEqual(theirs.Numbers)
            && mine.Tensors.Zip(theirs.Tensors).All(pair => pair is (null, null) || (pair is ({ } a, { } b) && a.allclose(b)));
    }

    public virtual void to(torch.Device device) => torch.Require(device);

    protected static void LoadConditionalStateTensor(BinaryReader reader, ref torch.Tensor? result, torch.Device device) => new ReadBack(reader).Maybe(ref result);

    protected static void SaveConditionalStateTensor(BinaryWriter writer, torch.Tensor? tensor) => new Written(writer).Maybe(ref tensor);

    private Gathered Gather()
    {
        var values = new Gathered();
        Visit(values);
        return values;
    }
}
