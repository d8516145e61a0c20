using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageNotebooks;

/// <summary>A data set or competition on Kaggle, written as in the address of its page: <c>datasets/OWNER/NAME</c> or <c>competitions/NAME</c>.</summary>
[JsonConverter(typeof(Json))]
public sealed record KaggleSource
{
    private const string Site = "https://www.kaggle.com/";

    /// <summary>Reads the part of the address.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public KaggleSource(string text)
    {
        if (text.Split('/') is not (["datasets", _, _] or ["competitions", _]) || text.Split('/').Any(part => part.Length == 0 || part.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))))
            throw new FormatException($"'{text}' names nothing on Kaggle; write datasets/OWNER/NAME or competitions/NAME.");
        Path = text;
    }

    /// <summary>The text as it was read.</summary>
    public string Path { get; }

    /// <summary>Whether its rules have to be accepted before anything can be downloaded.</summary>
    public bool IsCompetition => Path.StartsWith("competitions/", StringComparison.Ordinal);

    /// <summary>The page with the button that downloads everything.</summary>
    public Uri Page => new(Site + Path + (IsCompetition ? "/data" : ""));

    /// <summary>The page where a competition's rules are accepted.</summary>
    public Uri Rules => new(Site + Path + "/rules");

    /// <summary>What the zip file with everything is called.</summary>
    public string ZipName => Path[(Path.LastIndexOf('/') + 1)..] + ".zip";

    /// <summary>Where Kaggle's programming interface sends the zip file from.</summary>
    /// <param name="site">Kaggle's address, or that of a server in its place.</param>
    internal Uri Archive(Uri site) => new(site, "/api/v1/" + (IsCompetition ? Path.Replace("competitions/", "competitions/data/download-all/", StringComparison.Ordinal) : Path.Replace("datasets/", "datasets/download/", StringComparison.Ordinal)));

    private sealed class Json : JsonConverter<KaggleSource>
    {
        public override KaggleSource Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, KaggleSource value, JsonSerializerOptions options) => writer.WriteStringValue(value.Path);
    }
}
