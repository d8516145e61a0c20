using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>Puts the calls of a container that lies at the depth asked for into one box, or into a second one where the first would have to stand before and after another box.</summary>
internal sealed class BlockGroups
{
    private readonly Dictionary<string, nn.Module> containers = [];
    private readonly Dictionary<string, (DiagramBox box, int number)> current = [];
    private readonly int? depth;

    public BlockGroups(nn.Module model, int? depth)
    {
        this.depth = depth;
        foreach (var (path, module) in model.named_modules().Where(m => m.module.children().Any())) containers.TryAdd(path, module);
    }

    /// <summary>The box of the block that a call belongs to, or null where it stands for itself.</summary>
    /// <param name="call">The call.</param>
    /// <param name="sources">The boxes of what comes into it.</param>
    /// <param name="before">For each box the boxes that have arrows to it.</param>
    public DiagramBox? BlockOf(LayerCall call, IReadOnlyList<DiagramBox> sources, IReadOnlyDictionary<DiagramBox, HashSet<DiagramBox>> before)
    {
        if (depth is null || PathOf(call.Module is null ? call.Container : call.Name) is not { } path) return null;
        if (current.TryGetValue(path, out var block) && !sources.Any(source => source != block.box && Follows(source, block.box, before))) return block.box;
        var number = block.number + 1;
        current[path] = block = (new(number == 1 ? path : $"{path}[{number}]", containers[path].GetName(), BoxKind.Block), number);
        return block.box;
    }

    private static bool Follows(DiagramBox box, DiagramBox start, IReadOnlyDictionary<DiagramBox, HashSet<DiagramBox>> before)
    {
        var (open, met) = (new Stack<DiagramBox>([box]), new HashSet<DiagramBox>());
        while (open.TryPop(out var next))
        {
            if (next == start) return true;
            if (!met.Add(next)) continue;
            foreach (var earlier in before[next]) open.Push(earlier);
        }
        return false;
    }

    private string? PathOf(string path)
    {
        var level = 0;
        for (var dot = path.IndexOf('.'); ; dot = path.IndexOf('.', dot + 1))
        {
            var prefix = dot < 0 ? path : path[..dot];
            if (containers.TryGetValue(prefix, out var container) && !IsList(container) && ++level == depth) return prefix;
            if (dot < 0) return null;
        }
    }

    private static bool IsList(nn.Module module) => module.GetType().Name.Split('`')[0] is "Sequential" or "ModuleList" or "ModuleDict";
}
