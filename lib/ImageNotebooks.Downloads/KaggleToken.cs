using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ImageNotebooks;

/// <summary>The user's own token for Kaggle, from the places where Kaggle's programs look for it. Its text is never shown.</summary>
internal sealed class KaggleToken
{
    private KaggleToken(AuthenticationHeaderValue header, string origin) => (Header, Origin) = (header, origin);

    /// <summary>Where a token is made.</summary>
    public static Uri Settings { get; } = new("https://www.kaggle.com/settings");

    /// <summary>What the server is told; the one property that holds the secret.</summary>
    public AuthenticationHeaderValue Header { get; }

    /// <summary>The variable or file that it comes from.</summary>
    public string Origin { get; }

    /// <summary>The token of whoever runs this program, or null where there is none.</summary>
    /// <exception cref="DataFileException">A file is there, but not as Kaggle writes it.</exception>
    public static KaggleToken? Find() =>
        Find(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>Looks at the variables first, then at the files; in each the newer kind of token, one word, before user name and key.</summary>
    internal static KaggleToken? Find(Func<string, string?> variable, string home)
    {
        string? Value(string name) => variable(name)?.Trim() is { Length: > 0 } value ? value : null;
        if (Value("KAGGLE_API_TOKEN") is { } token)
            return Bearer(token, "KAGGLE_API_TOKEN");
        if (Value("KAGGLE_USERNAME") is { } user && Value("KAGGLE_KEY") is { } key)
            return Basic(user, key, "KAGGLE_USERNAME and KAGGLE_KEY");

        string[] folders = Value("KAGGLE_CONFIG_DIR") is { } chosen ? [chosen] : [Path.Combine(home, ".kaggle"), Path.Combine(home, ".config", "kaggle")];
        return folders.Select(InFolder).FirstOrDefault(found => found is not null);
    }

    private static KaggleToken? InFolder(string folder)
    {
        var (word, pair) = (Path.Combine(folder, "access_token"), Path.Combine(folder, "kaggle.json"));
        try
        {
            if (File.Exists(word) && File.ReadAllText(word).Trim() is { Length: > 0 } token)
                return Bearer(token, word);
            if (!File.Exists(pair))
                return null;
            using var json = JsonDocument.Parse(File.ReadAllText(pair));
            return Basic(json.RootElement.GetProperty("username").GetString()!, json.RootElement.GetProperty("key").GetString()!, pair);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentNullException)
        {
            // Without the inner message, which may quote the file.
            throw new DataFileException($"{pair} is not as Kaggle writes it, with a username and a key; download it again from {Settings}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFileException($"The Kaggle token in {folder} cannot be read: {e.Message}", e);
        }
    }

    private static KaggleToken Bearer(string token, string origin) => token.All(c => c is > ' ' and <= '~')
        ? new(new("Bearer", token), origin)
        : throw new DataFileException($"The Kaggle token in {origin} is not one word of plain letters; copy it again from {Settings}.");

    private static KaggleToken Basic(string user, string key, string origin)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(key);
        return new(new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{key}"))), origin);
    }
}
