namespace ImageNotebooks.Cli;

/// <summary>What Linux says of the processor in <c>/proc/cpuinfo</c>.</summary>
/// <param name="Model">The processor's name, empty where the kernel gives none.</param>
/// <param name="PhysicalCores">Cores, each counted once.</param>
/// <param name="LogicalCores">Hardware threads.</param>
/// <param name="Flags">The instruction sets by the kernel's names.</param>
public sealed record CpuInfo(string Model, int PhysicalCores, int LogicalCores, IReadOnlySet<string> Flags)
{
    /// <summary>Reads the text of <c>/proc/cpuinfo</c>.</summary>
    public static CpuInfo Parse(string text)
    {
        var processors = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(Fields)
            .Where(fields => fields.ContainsKey("processor"))
            .ToList();
        // ARM and some virtual machines name no cores; there every processor is one.
        var cores = processors
            .Select(fields => fields.TryGetValue("core id", out var core) ? fields.GetValueOrDefault("physical id") + "/" + core : "#" + fields["processor"])
            .Distinct()
            .Count();
        var first = processors.FirstOrDefault() ?? [];
        var flags = first.GetValueOrDefault("flags") ?? first.GetValueOrDefault("Features") ?? "";
        return new CpuInfo(first.GetValueOrDefault("model name") ?? "", cores, processors.Count, flags.Split(' ').ToHashSet());
    }

    private static Dictionary<string, string> Fields(string block) => block.Split('\n')
        .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
        .Where(parts => parts.Length == 2)
        .DistinctBy(parts => parts[0])
        .ToDictionary(parts => parts[0], parts => parts[1]);
}
