namespace TorchSharp.Modules;

/// <summary>Parameters that share their options.</summary>
public class ParamGroup : torch.optim.ILearningRateController
{
    public IEnumerable<Parameter> Parameters { get; set; } = null!;
    public OptimizerOptions Options { get; set; } = null!;

    public double LearningRate
    {
        get => Options?.LearningRate ?? throw new InvalidOperationException("This parameter group has no learning rate yet: add it to an optimizer first.");
        set => Options.LearningRate = value;
    }

    public double InitialLearningRate
    {
        get => Options.InitialLearningRate;
        set => Options.InitialLearningRate = value;
    }
}

public class ParamGroup<TOptions> : ParamGroup where TOptions : OptimizerOptions
{
    public ParamGroup() { }

    public ParamGroup(IEnumerable<Parameter> parameters, TOptions? options = null)
    {
        Parameters = parameters;
        base.Options = options!;
    }

    public new TOptions Options
    {
        get => (TOptions)base.Options;
        set => base.Options = value;
    }
}

public class OptimizerOptions
{
    public double? LearningRate { get; set; }
    public double InitialLearningRate { get; set; }

    /// <summary>Lists the options beside the learning rate, in the order of the file.</summary>
    private protected virtual void Visit(Fields fields) { }

    /// <summary>The learning rate and the other options, as native/optim.cpp takes them.</summary>
    internal Gathered Gather()
    {
        var values = new Gathered();
        var rate = LearningRate;
        values.Of(ref rate);
        Visit(values);
        return values;
    }

    internal void FillFrom(OptimizerOptions defaults)
    {
        var fill = new FilledIn(defaults.Gather());
        var rate = LearningRate;
        fill.Of(ref rate);
        LearningRate = rate;
        Visit(fill);
    }

    public virtual void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate!.Value);
        Visit(new Written(writer));
    }

    public virtual void LoadStateDict(BinaryReader reader)
    {
        InitialLearningRate = reader.ReadDouble();
        LearningRate = reader.ReadDouble();
        Visit(new ReadBack(reader));
    }

    public virtual void LoadStateDict(OptimizerOptions source)
    {
        if (!GetType().IsInstanceOfType(source)) throw new ArgumentException($"The options of {source.GetType().DeclaringType?.Name} do not fit {GetType().DeclaringType?.Name}.", nameof(source));
        InitialLearningRate = source.InitialLearningRate;
        LearningRate = source.LearningRate;
        var values = new Gathered();
        source.Visit(values);
        Visit(new Scattered(values, (t, _) => t));
    }
}
