using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>The modules of a network in the order in which its tables list them.</summary>
internal static class ModuleTree
{
    /// <summary>Every module below this one, each before its own children, under the name that it has in the state dict.</summary>
    /// <remarks>TorchSharp's <c>named_modules</c> lists all children before any grandchild.</remarks>
    public static IEnumerable<(string Name, nn.Module Module)> DepthFirst(this nn.Module module) =>
        module.named_children().SelectMany(child => child.module.DepthFirst().Select(below => ($"{child.name}.{below.Name}", below.Module)).Prepend((child.name, child.module)));

    /// <summary>Those without children: what computes.</summary>
    public static IEnumerable<(string Name, nn.Module Module)> Leaves(this nn.Module module) => module.DepthFirst().Where(entry => !entry.Module.children().Any());
}
