using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageNotebooks;

/// <summary>Every data set the notebooks know (data/catalog.json, built into the library).</summary>
public static class Catalog
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    private static readonly Lazy<IReadOnlyList<CatalogEntry>> Built = new(() => Parse(ReadBuiltIn()));

    /// <summary>All entries, in the order of the file.</summary>
    public static IReadOnlyList<CatalogEntry> Entries => Built.Value;

    /// <summary>The entry with this name.</summary>
    /// <exception cref="ArgumentException">There is none; the sentence lists those there are.</exception>
    public static CatalogEntry Find(string name) => Find(Entries, name);

    /// <summary>The entry with this name in a catalogue that was read with <see cref="Parse"/>.</summary>
    /// <exception cref="ArgumentException">There is none; the sentence lists those there are.</exception>
    public static CatalogEntry Find(IReadOnlyList<CatalogEntry> entries, string name) =>
        entries.FirstOrDefault(entry => entry.Name == name)
        ?? throw new ArgumentException($"The catalogue has no '{name}'; it has {string.Join(", ", entries.Select(entry => entry.Name))}.");

    /// <summary>Reads a catalogue.</summary>
    /// <exception cref="FormatException">The text is none: an unknown or missing property, a bad checksum, a name given twice.</exception>
    public static IReadOnlyList<CatalogEntry> Parse(string json)
    {
        try
        {
            var entries = JsonSerializer.Deserialize<CatalogEntry[]>(json, Options) ?? [];
            return entries.CountBy(entry => entry.Name).FirstOrDefault(pair => pair.Value > 1) is { Key: { } name }
                ? throw new FormatException($"The catalogue has two entries named '{name}'.")
                : entries;
        }
        catch (JsonException e)
        {
            throw new FormatException($"The catalogue cannot be read: {e.Message}", e);
        }
    }

    private static string ReadBuiltIn()
    {
        using var stream = typeof(Catalog).Assembly.GetManifestResourceStream("catalog.json")!;
        return new StreamReader(stream).ReadToEnd();
    }
}
