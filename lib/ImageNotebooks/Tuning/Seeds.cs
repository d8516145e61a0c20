namespace ImageNotebooks;

/// <summary>Derives seeds from seeds, so that each trial and each parameter has random numbers of its own, whatever was drawn before.</summary>
internal static class Seeds
{
    /// <summary>The seed of a trial.</summary>
    public static int OfTrial(int study, int number) => Mix(((ulong)(uint)study << 32) | (uint)number);

    /// <summary>Random numbers of a trial for a purpose, such as a parameter's name.</summary>
    public static Random For(int trialSeed, string purpose)
    {
        // FNV-1a; string.GetHashCode differs from process to process.
        var hash = 14695981039346656037UL ^ (uint)trialSeed;
        foreach (var character in purpose)
            hash = (hash ^ character) * 1099511628211UL;
        return new Random(Mix(hash));
    }

    /// <summary>SplitMix64's finalizer (Steele et al., 2014), which spreads neighbouring inputs; a number from 0 on.</summary>
    private static int Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15UL;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return (int)((value ^ (value >> 31)) & int.MaxValue);
    }
}
