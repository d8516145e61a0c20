using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageNotebooks;

/// <summary>A file that can be downloaded.</summary>
/// <param name="Name">What it is called on disk.</param>
/// <param name="Addresses">Where it is published, the best address first.</param>
/// <param name="Size">Its length in bytes, or null where none is published.</param>
/// <param name="Checksums">The file is right if it agrees with one of these; empty where none is published.</param>
public sealed record RemoteFile(string Name, IReadOnlyList<Uri> Addresses, long? Size = null, IReadOnlyList<Checksum>? Checksums = null)
{
    /// <summary>The file is right if it agrees with one of these; empty where none is published.</summary>
    public IReadOnlyList<Checksum> Checksums { get; init; } = Checksums ?? [];
}

/// <summary>A file that a data set has once it is unpacked.</summary>
/// <param name="Path">Relative to the set's <see cref="CatalogEntry.Folder"/>, with slashes.</param>
/// <param name="Size">Its length in bytes.</param>
public sealed record ExpectedFile(string Path, long Size);

/// <summary>A data set or a file of weights: where it comes from, what it holds and what its makers ask for.</summary>
/// <param name="Name">The short name by which commands and code know it.</param>
/// <param name="Title">What it is.</param>
/// <param name="Licence">Its licence, or what is known where its makers state none.</param>
/// <param name="Citation">The work to cite.</param>
/// <param name="Homepage">The page that describes it; for sets behind a login, the page to download it from by hand.</param>
/// <param name="Layout">How its files are laid out, in words.</param>
/// <param name="Downloads">Its files; empty where a login stands before them.</param>
/// <param name="Folder">The folder within the unpacked archive that holds the files; empty for the top.</param>
/// <param name="Files">Files it must have once unpacked; not necessarily all.</param>
/// <param name="UnpackedLimit">At most so many bytes are unpacked; more is taken for a broken or hostile archive.</param>
public sealed record CatalogEntry(
    string Name, string Title, string Licence, string Citation, Uri Homepage, string Layout,
    IReadOnlyList<RemoteFile>? Downloads = null, string Folder = "", IReadOnlyList<ExpectedFile>? Files = null, long UnpackedLimit = 8L << 30)
{
    /// <summary>Its files; empty where a login stands before them.</summary>
    public IReadOnlyList<RemoteFile> Downloads { get; init; } = Downloads ?? [];

    /// <summary>Files it must have once unpacked; not necessarily all.</summary>
    public IReadOnlyList<ExpectedFile> Files { get; init; } = Files ?? [];
}

/// <summary>Every data set and weight file the notebooks know (data/catalog.json, built into the library).</summary>
public static class Catalog
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    private static readonly Lazy<IReadOnlyList<CatalogEntry>> Built = new(() => Parse(Resource.ReadText("catalog.json")));

    /// <summary>All entries, in the order of the file.</summary>
    public static IReadOnlyList<CatalogEntry> Entries => Built.Value;

    /// <summary>The entry with this name.</summary>
    /// <exception cref="ArgumentException">There is none; the sentence lists those there are.</exception>
    public static CatalogEntry Find(string name) =>
        Entries.FirstOrDefault(entry => entry.Name == name)
        ?? throw new ArgumentException($"The catalogue has no '{name}'; it has {string.Join(", ", Entries.Select(entry => entry.Name))}.");

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
}
