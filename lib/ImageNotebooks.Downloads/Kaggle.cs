using System.Net;
using System.Net.Http.Headers;

namespace ImageNotebooks;

/// <summary>What a server is told that sends a file only to those it knows, and what its refusals mean.</summary>
/// <param name="Header">Sent to the file's own address only: a redirect is followed without it.</param>
/// <param name="Refusal">The sentence for a status with which that address refuses, or null where it is none of a login's.</param>
internal sealed record Login(AuthenticationHeaderValue Header, Func<HttpStatusCode, string?> Refusal);

/// <summary>Gets sets that are published on Kaggle only: with the user's token, else from the zip file that the user has put in its place.</summary>
/// <param name="site">Kaggle's address.</param>
/// <param name="findToken">Gives the user's token, or null.</param>
internal sealed class Kaggle(Uri site, Func<KaggleToken?> findToken)
{
    /// <summary>Kaggle itself, with the token of whoever runs this program.</summary>
    public static Kaggle Default { get; } = new(new("https://www.kaggle.com"), KaggleToken.Find);

    /// <summary>Gives the path of the zip file with the whole set.</summary>
    /// <exception cref="DataFileException">There is neither a token nor a zip file, or Kaggle refuses; the sentence says what to do.</exception>
    public async Task<string> ZipAsync(
        CatalogEntry entry, string folder, Download download, IProgress<DownloadProgress>? progress, CancellationToken cancel)
    {
        var source = entry.Kaggle!;
        var zip = Path.Combine(folder, source.ZipName);
        if (File.Exists(zip))
            return zip;
        if (findToken() is not { } token)
        {
            Directory.CreateDirectory(folder);
            throw new DataFileException(
                $"{entry.Title} is on Kaggle, and there is no token of yours here: open {source.Page}, download everything as one zip file, put it at {zip} and run this again"
                + $" (or make a token at {KaggleToken.Settings} and set KAGGLE_API_TOKEN, or put kaggle.json into ~/.kaggle).");
        }
        var file = new RemoteFile(source.ZipName, [source.Archive(site)]);
        return await download.FileAsync(file, folder, new Login(token.Header, status => Refusal(status, source, token.Origin)), progress, cancel);
    }

    private static string? Refusal(HttpStatusCode status, KaggleSource source, string origin) => status switch
    {
        HttpStatusCode.Unauthorized => $"Kaggle does not know the token from {origin}; make a new one at {KaggleToken.Settings} and put it there.",
        HttpStatusCode.Forbidden when source.IsCompetition =>
            $"Kaggle sends the competition's data only to those who have accepted its rules: do so at {source.Rules} with the account of the token from {origin}, then run this again.",
        HttpStatusCode.Forbidden => $"Kaggle refuses the set to the account of the token from {origin}; open {source.Page} with that account to see what it asks for.",
        _ => null,
    };
}
