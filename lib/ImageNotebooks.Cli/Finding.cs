namespace ImageNotebooks.Cli;

/// <summary>What a finding means for <c>lab run</c>.</summary>
public enum FindingState
{
    /// <summary>It is there, or there is nothing to do about it.</summary>
    Ok,

    /// <summary>It is missing or could be better; <c>lab run</c> works without.</summary>
    Optional,

    /// <summary>It is missing, and <c>lab run</c> needs it.</summary>
    Missing,
}

/// <summary>One line of <c>lab doctor</c>.</summary>
/// <param name="What">What was looked for.</param>
/// <param name="State">What the finding means.</param>
/// <param name="Found">What was found, in a few words.</param>
/// <param name="Mend">The command that mends it, null where nothing needs mending.</param>
public sealed record Finding(string What, FindingState State, string Found, string? Mend = null);
