using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// What all optimizers share: groups whose missing options are the optimizer's own, a state a parameter, files, and a step that is one
/// native call for each group. An optimizer adds its options, its state and its update rule, which is in native/optim.cpp.
/// </summary>
public abstract class OptimizerHelper : optim.Optimizer
{
    protected OptimizerOptions _defaults = null!;

    protected OrderedDict<IntPtr, OptimizerState> _state = new();

    public OptimizerHelper() : base(IntPtr.Zero) { }

    /// <summary>A native update rule: the parameters; their tensors and numbers of state, one parameter after the other; the options.</summary>
    private protected delegate Done Rule(ReadOnlySpan<IntPtr> p, Span<IntPtr> tensors, Span<double> numbers, long n, ReadOnlySpan<double> options);

    private protected void Start(OptimizerOptions defaults, IEnumerable<ParamGroup> groups)
    {
        defaults.InitialLearningRate = defaults.LearningRate!.Value;
        _defaults = defaults;
        foreach (var group in groups) add_param_group(group);
    }

    public override void add_param_group(ParamGroup param_group) => _parameter_groups.Add(param_group);

    private protected void AddGroup<TOptions>(ParamGroup group, Func<Parameter, OptimizerState> stateOf) where TOptions : OptimizerOptions, new()
    {
        group.Options ??= new TOptions();
        if (group.Options is not TOptions) throw new ArgumentException($"{GetType().Name} was given a group with the options of {group.Options.GetType().DeclaringType?.Name ?? "no optimizer"}.", nameof(group));
        group.Options.FillFrom(_defaults);
        group.InitialLearningRate = group.LearningRate;
        // A sequence that walks the module anew at each step would be walked thousands of times.
        group.Parameters = group.Parameters.ToArray();
        _parameter_groups.Add(group);
        foreach (var parameter in group.Parameters)
        {
            var state = stateOf(parameter);
            state.Initialize(group.Options);
            _state[parameter.Handle] = state;
        }
    }

    protected Tensor? _step<T>(Action<T> body, Func<Tensor>? loss_closure = null) where T : ParamGroup
    {
        Tensor? loss = null;
        if (loss_closure is not null)
        {
            using var enabled = enable_grad();
            loss = loss_closure();
        }
        using var still = no_grad();
        using var scope = NewDisposeScope();
        foreach (var group in _parameter_groups) body((T)group);
        return loss;
    }

    private protected Tensor? Step(Rule rule, Func<Tensor>? closure) => _step<ParamGroup>(group => StepGroup(rule, group), closure);

    private void StepGroup(Rule rule, ParamGroup group)
    {
        var parameters = group.Parameters.ToArray();
        var states = Array.ConvertAll(parameters, p => _state[p.Handle]);
        var values = new Gathered();
        foreach (var state in states) state.Gather(values);
        var tensors = values.Tensors.ConvertAll(t => t?.Handle ?? IntPtr.Zero).ToArray();
        try
        {
            rule(Native.Handles(parameters), tensors, CollectionsMarshal.AsSpan(values.Numbers), parameters.Length, CollectionsMarshal.AsSpan(group.Options.Gather().Numbers));
        }
        finally
        {
            // The rule counts its steps, and makes a tensor that an option asks for when it first needs it.
            var changed = new Scattered(values, (tensor, i) => tensor ?? (tensors[i] == IntPtr.Zero ? null : new Tensor(tensors[i]).DetachFromDisposeScope()));
            foreach (var state in states) state.Scatter(changed);
            GC.KeepAlive(parameters);
        }
    }

    public virtual StateDictionary state_dict()
    {
        var dictionary = new StateDictionary();
        foreach (var group in _parameter_groups)
        {
            dictionary.Options.Add(group.Options);
            var states = group.Parameters.Select(p => _state[p.Handle]).ToList();
            dictionary.StateIndexRef.Add([.. Enumerable.Range(dictionary.State.Count, states.Count)]);
            dictionary.State.AddRange(states);
        }
        return dictionary;
    }

    public virtual void load_state_dict(StateDictionary state_dict)
    {
        var own = this.state_dict();
        Compare(own, state_dict.Options.Count, state_dict.State.Count);
        foreach (var (mine, theirs) in own.Options.Zip(state_dict.Options))
            if (!ReferenceEquals(mine, theirs)) mine.LoadStateDict(theirs);
        foreach (var (mine, theirs) in own.State.Zip(state_dict.State))
            if (!ReferenceEquals(mine, theirs)) mine.LoadStateDict(theirs);
    }

    public void save_state_dict(string location)
    {
        using var writer = new BinaryWriter(File.Create(location));
        save_state_dict(writer);
    }

    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    public void save_state_dict(BinaryWriter writer)
    {
        var own = state_dict();
        writer.Write(GetType().Name);
        writer.Write7BitEncodedInt64(own.Options.Count);
        writer.Write7BitEncodedInt64(own.State.Count);
        own.Options.ForEach(o => o.SaveStateDict(writer));
        own.State.ForEach(s => s.SaveStateDict(writer));
    }

    public void load_state_dict(BinaryReader reader)
    {
        var name = reader.ReadString();
        if (name != GetType().Name) throw new InvalidDataException($"The file holds the state of the optimizer {name}, and this is {GetType().Name}.");
        var own = state_dict();
        Compare(own, reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64());
        own.Options.ForEach(o => o.LoadStateDict(reader));
        own.State.ForEach(s => s.LoadStateDict(reader));
    }

    public void to(Device device)
    {
        foreach (var state in state_dict().State) state.to(device);
    }

    private protected void DisposeStates()
    {
        foreach (var state in _state.Values) state.Release();
        _state.Clear();
    }

    private static void Compare(StateDictionary own, long groups, long parameters)
    {
        if (groups != own.Options.Count || parameters != own.State.Count)
            throw new ArgumentException($"The saved optimizer has {groups} groups with {parameters} parameters, and this one {own.Options.Count} with {own.State.Count}. Load it into an optimizer of the same model.");
    }

    private protected static void NotNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value < 0) throw new ArgumentException($"Invalid {name}: {value}. It must not be negative.");
    }

    private protected static void AtMostOne(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value is < 0 or > 1) throw new ArgumentException($"Invalid {name}: {value}. It must be between 0 and 1.");
    }

    private protected static void LessThanOne(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value is < 0 or >= 1) throw new ArgumentException($"Invalid {name}: {value}. It must be at least 0 and less than 1.");
    }
}
