using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>One call of a layer during a pass, or a function that joined the outputs of several.</summary>
/// <param name="Name">The layer's field, with those of the modules around it; a join has its container's, and what it does.</param>
/// <param name="Type">The kind of layer by torch's name, or the function's.</param>
/// <param name="Container">The path of the module that made the call, empty for the model.</param>
/// <param name="Module">Null for the input and for joins.</param>
/// <param name="Occasion">1 for the layer's first call, 2 for its second.</param>
/// <param name="Inputs">The shapes that came in.</param>
/// <param name="Output">The shape that went out.</param>
/// <param name="Bytes">What the output takes.</param>
/// <param name="Sources">The calls whose outputs came in, with what was done to them on the way.</param>
internal sealed record LayerCall(string Name, string Type, string Container, nn.Module? Module, int Occasion, IReadOnlyList<long[]> Inputs, long[] Output, long Bytes,
    IReadOnlyList<LayerSource> Sources)
{
    /// <summary>What a join does after joining, such as <c>relu</c>; else empty.</summary>
    public string Activation { get; init; } = "";

    /// <summary>The name, with the number of the call from the second on.</summary>
    public string Label => Occasion == 1 ? Name : $"{Name}[{Occasion}]";

    /// <summary>Numbers that this call brings into the model: a container's own without its layers', and none where an earlier call brought them.</summary>
    public IEnumerable<Tensor> Numbers => Module is null || Occasion > 1 ? [] : Held(Module, recurse: !Module.children().Any());

    /// <summary>Parameters and moving averages; integers, such as a count of batches, are none of the model's numbers.</summary>
    public static IEnumerable<Tensor> Held(nn.Module module, bool recurse = true) =>
        module.parameters(recurse).Concat(module.buffers(recurse).Where(b => b.is_floating_point())).DistinctBy(t => t.Handle);

    /// <summary>Two calls may look alike; each is itself alone.</summary>
    public bool Equals(LayerCall? other) => ReferenceEquals(this, other);

    /// <summary>As <see cref="Equals(LayerCall)"/> compares.</summary>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}

/// <summary>Where an input came from.</summary>
/// <param name="Call">The call that made it.</param>
/// <param name="Function">What was done to it on the way, such as <c>relu</c>, <c>relu, flatten</c> or, not recognised, <c>function</c>; empty where nothing was, or where several were joined.</param>
internal readonly record struct LayerSource(LayerCall Call, string Function);
