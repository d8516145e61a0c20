using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Goes over the values of an optimizer's options, or of what it remembers of one parameter, in the order in which files and
/// native/optim.cpp have them. A class lists its values once; saving, loading, copying, defaults and the native step follow from the list.
/// </summary>
internal abstract class Fields
{
    public Fields Of(ref double? option)
    {
        option = Number(option);
        return this;
    }

    public Fields Of(ref bool? option)
    {
        option = Flag(option);
        return this;
    }

    public Fields Of(ref long count)
    {
        count = Count(count);
        return this;
    }

    public Fields Of(ref double number)
    {
        number = Number(number);
        return this;
    }

    public Fields Of(ref Tensor tensor)
    {
        tensor = Value(tensor, optional: false)!;
        return this;
    }

    /// <summary>A tensor that is there only when the options ask for it.</summary>
    public Fields Maybe(ref Tensor? tensor)
    {
        tensor = Value(tensor, optional: true);
        return this;
    }

    protected abstract double Number(double? value);
    protected virtual bool Flag(bool? value) => Number(value is { } flag ? flag.Int() : null) != 0;
    protected virtual long Count(long value) => (long)Number(value);
    protected abstract Tensor? Value(Tensor? tensor, bool optional);
}

/// <summary>Collects the values: truth values as 0 and 1, tensors that are not there as null.</summary>
internal sealed class Gathered : Fields
{
    public List<double> Numbers { get; } = [];
    public List<Tensor?> Tensors { get; } = [];

    protected override double Number(double? value)
    {
        Numbers.Add(value ?? throw new InvalidOperationException("An option of this optimizer is null, and has to be a number. Set it, or leave it to the optimizer's default before the group is added."));
        return value.Value;
    }

    protected override Tensor? Value(Tensor? tensor, bool optional)
    {
        Tensors.Add(tensor);
        return tensor;
    }
}

/// <summary>Sets the values to ones that were gathered; what becomes of each tensor is decided by <paramref name="replace"/>, by its position.</summary>
internal sealed class Scattered(Gathered values, Func<Tensor?, int, Tensor?> replace) : Fields
{
    private int numbers, tensors;

    protected override double Number(double? value) => values.Numbers[numbers++];
    protected override Tensor? Value(Tensor? tensor, bool optional) => replace(tensor, tensors++);
}

/// <summary>Sets the options that are null to the ones gathered from the optimizer's defaults.</summary>
internal sealed class FilledIn(Gathered values) : Fields
{
    private int numbers;

    protected override double Number(double? value)
    {
        var otherwise = values.Numbers[numbers++];
        return value ?? otherwise;
    }

    protected override Tensor? Value(Tensor? tensor, bool optional) => tensor;
}

/// <summary>The state before the first step: zeros as large as the parameter, and no optional tensor.</summary>
internal sealed class Zeros(Parameter parameter) : Fields
{
    protected override double Number(double? value) => 0;

    protected override Tensor? Value(Tensor? tensor, bool optional)
    {
        tensor?.Dispose();
        return optional ? null : zeros_like(parameter).DetachFromDisposeScope();
    }
}

/// <summary>Writes the values in TorchSharp's own file format.</summary>
internal sealed class Written(BinaryWriter writer) : Fields
{
    protected override double Number(double? value)
    {
        writer.Write(value!.Value);
        return value.Value;
    }

    protected override bool Flag(bool? value)
    {
        writer.Write(value!.Value);
        return value.Value;
    }

    protected override long Count(long value)
    {
        writer.Write(value);
        return value;
    }

    protected override Tensor? Value(Tensor? tensor, bool optional)
    {
        if (optional) writer.Write(tensor is not null);
        tensor?.Save(writer);
        return tensor;
    }
}

/// <summary>Reads what <see cref="Written"/> wrote.</summary>
internal sealed class ReadBack(BinaryReader reader) : Fields
{
    protected override double Number(double? value) => reader.ReadDouble();
    protected override bool Flag(bool? value) => reader.ReadBoolean();
    protected override long Count(long value) => reader.ReadInt64();

    protected override Tensor? Value(Tensor? tensor, bool optional)
    {
        if (optional && !reader.ReadBoolean())
        {
            tensor?.Dispose();
            return null;
        }
        var read = Tensor.Load(reader).DetachFromDisposeScope();
        if (tensor is null) return read;
        using (read)
        using (no_grad())
        {
            if (read.dtype != tensor.dtype || !read.shape.AsSpan().SequenceEqual(tensor.shape))
                throw new ArgumentException($"The saved optimizer remembers {read} of a parameter for which this one needs {tensor}. Load it into an optimizer of the same model.");
            return tensor.copy_(read);
        }
    }
}
