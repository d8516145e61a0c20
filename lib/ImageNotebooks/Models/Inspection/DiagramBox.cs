using System.Globalization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>What a box of a diagram stands for, by which it is coloured.</summary>
internal enum BoxKind { Input, Convolution, Normalisation, Activation, Pooling, Dense, Join, Block, Other }

/// <summary>One box of a diagram: a layer with its activation, a join, or a whole block.</summary>
internal sealed class DiagramBox(string name, string type, BoxKind kind)
{
    public string Name { get; } = name;

    public string Type { get; } = type;

    public BoxKind Kind { get; } = kind;

    /// <summary>The activation that every receiver gets, by a layer of its own or a function; else empty.</summary>
    public string Activation { get; set; } = "";

    public long Parameters { get; set; }

    public bool Frozen { get; set; }

    /// <summary>The shapes that leave the box, without the batch.</summary>
    public List<long[]> Shapes { get; } = [];

    /// <summary>The lines of text under the name.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            var what = Activation.Length == 0 ? Type : $"{Type} + {Activation}";
            var numbers = Parameters == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{Parameters:#,0} parameters{(Frozen ? ", frozen" : "")}");
            var shapes = Shapes.Select(shape => $"({string.Join(", ", shape.Skip(1).Select(size => size.ToString(CultureInfo.InvariantCulture)).Prepend("None"))})").Distinct();
            return [.. new[] { what, string.Join(", ", shapes), numbers }.Where(line => line.Length > 0)];
        }
    }
}

/// <summary>An arrow from one box to another.</summary>
/// <param name="From">Where it starts.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Label">The function between them, or empty.</param>
internal sealed record DiagramArrow(DiagramBox From, DiagramBox To, string Label);

/// <summary>Boxes in an order in which every arrow points forward.</summary>
internal sealed record DiagramGraph(IReadOnlyList<DiagramBox> Boxes, IReadOnlyList<DiagramArrow> Arrows)
{
    /// <summary>Draws the calls of a pass as boxes.</summary>
    /// <param name="calls">The calls, in their order.</param>
    /// <param name="model">The model, for its containers.</param>
    /// <param name="depth">Containers at this depth become one box; null for none. Lists of layers (Sequential, ModuleList) are no level of their own.</param>
    public static DiagramGraph Of(IReadOnlyList<LayerCall> calls, nn.Module model, int? depth)
    {
        var (owner, members, before) = (new Dictionary<LayerCall, DiagramBox>(), new Dictionary<DiagramBox, List<LayerCall>>(), new Dictionary<DiagramBox, HashSet<DiagramBox>>());
        var readers = calls.SelectMany(call => call.Sources.Select(source => (source.Call, call))).ToLookup(pair => pair.Item1, pair => pair.call);
        var blocks = new BlockGroups(model, depth);
        foreach (var call in calls)
        {
            var sources = call.Sources.Select(source => owner[source.Call]).ToList();
            var box = blocks.BlockOf(call, sources, before) ?? LayerBefore(call, readers, owner) ?? new(call.Label, call.Type, KindOf(call)) { Activation = call.Activation };
            owner[call] = box;
            if (members.TryAdd(box, [])) before[box] = [];
            members[box].Add(call);
            before[box].UnionWith(sources.Where(source => source != box));
        }
        var boxes = new List<DiagramBox>();
        foreach (var box in members.Keys) AppendAfterItsSources(box, before, boxes);
        foreach (var box in boxes)
        {
            var own = members[box];
            box.Parameters = own.Sum(call => call.Numbers.Sum(t => t.numel()));
            var parameters = own.Where(call => call.Module is not null).SelectMany(call => call.Module!.parameters()).ToList();
            box.Frozen = parameters.Count > 0 && parameters.TrueForAll(p => !p.requires_grad);
            var leaving = own.Where(call => !readers[call].Any() || readers[call].Any(reader => owner[reader] != box));
            box.Shapes.AddRange(box.Kind == BoxKind.Block ? leaving.Select(call => call.Output) : [own[^1].Output]);
        }
        return new(boxes, ArrowsOf(calls, owner));
    }

    private static void AppendAfterItsSources(DiagramBox box, Dictionary<DiagramBox, HashSet<DiagramBox>> before, List<DiagramBox> boxes)
    {
        if (boxes.Contains(box)) return;
        foreach (var source in before[box]) AppendAfterItsSources(source, before, boxes);
        boxes.Add(box);
    }

    // An activation layer stands in the box of the layer before it, where that feeds nothing else.
    private static DiagramBox? LayerBefore(LayerCall call, ILookup<LayerCall, LayerCall> readers, Dictionary<LayerCall, DiagramBox> owner)
    {
        if (call.Module is null || !LayerCost.IsActivation(call.Module) || call.Numbers.Any() || call.Sources is not [{ Function.Length: 0 } source]) return null;
        if (readers[source.Call].Count() != 1 || source.Call.Type == "Input" || owner[source.Call] is not { Activation.Length: 0, Kind: not BoxKind.Block } box) return null;
        box.Activation = call.Type;
        return box;
    }

    // A function that every receiver of a box gets is the box's activation; what is left of it stands at the arrow.
    private static List<DiagramArrow> ArrowsOf(IReadOnlyList<LayerCall> calls, Dictionary<LayerCall, DiagramBox> owner)
    {
        var arrows = calls.SelectMany(call => call.Sources.Select(source => new DiagramArrow(owner[source.Call], owner[call], source.Function))).Where(arrow => arrow.From != arrow.To).Distinct().ToList();
        foreach (var group in arrows.GroupBy(arrow => arrow.From).ToList())
        {
            var first = group.Select(arrow => arrow.Label.Split(", ")[0]).Distinct().ToList();
            if (first is not [var function] || !FunctionNames.IsActivation(function) || group.Key is not { Activation.Length: 0, Kind: not BoxKind.Block }) continue;
            group.Key.Activation = function;
            foreach (var arrow in group) arrows[arrows.IndexOf(arrow)] = arrow with { Label = string.Join(", ", arrow.Label.Split(", ").Skip(1)) };
        }
        return arrows;
    }

    private static BoxKind KindOf(LayerCall call) => call.Module switch
    {
        null when call.Type == "Input" => BoxKind.Input,
        null when call.Name == "output" => BoxKind.Other,
        null => BoxKind.Join,
        Conv1d or Conv2d or Conv3d or ConvTranspose1d or ConvTranspose2d or ConvTranspose3d => BoxKind.Convolution,
        Linear or Embedding => BoxKind.Dense,
        { } module when LayerCost.IsActivation(module) => BoxKind.Activation,
        { } module when module.GetType().Name.Contains("Norm", StringComparison.Ordinal) => BoxKind.Normalisation,
        { } module when module.GetType().Name.Contains("Pool", StringComparison.Ordinal) => BoxKind.Pooling,
        _ => BoxKind.Other,
    };
}
