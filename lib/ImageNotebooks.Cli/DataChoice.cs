namespace ImageNotebooks.Cli;

/// <summary>What <c>lab data clean</c> was asked to remove.</summary>
/// <param name="Names">Names of sets; where there are none, nothing that a person has waited for is removed.</param>
/// <param name="Packed">Decoded images were asked for.</param>
/// <param name="Downloads">What downloads have left was asked for.</param>
public sealed record DataChoice(IReadOnlyList<string> Names, bool Packed, bool Downloads)
{
    /// <summary>Whether this is to be removed.</summary>
    public bool Includes(StoredItem item)
    {
        if (Names.Count > 0 && (item.Set is null || !Names.Contains(item.Set)))
            return false;
        var all = !Packed && !Downloads;
        return item.Kind switch
        {
            StoredKind.Packed => Packed || all,
            StoredKind.Leftover => Downloads || all,
            StoredKind.Sample => all,
            StoredKind.Archive => Names.Count > 0 && (Downloads || all),
            _ => Names.Count > 0 && all,
        };
    }
}
