using System.Globalization;
using System.Net;

namespace ImageNotebooks;

/// <summary>How patient a download is.</summary>
public sealed record DownloadOptions
{
    /// <summary>A server that sends nothing for so long is given up and asked again; 30 s.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>So many failures in a row, without the file growing, end the download; 6.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>The pause after the first failure; it doubles with each further one and is shortened at random by up to half; 1 s.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>No pause is longer, whatever the server asks for; 60 s.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>
/// Downloads files that may be large over connections that may break: goes on where it stopped, tries again, and gives a file its
/// name only when size and checksum are right.
/// </summary>
public sealed class Download
{
    /// <summary>What is added to the name of a file with the wrong bytes.</summary>
    internal const string WrongEnding = ".wrong-checksum";

    // This handler leaves the Authorization header behind when it follows a redirect.
    private static readonly HttpClient SharedClient = new(new SocketsHttpHandler
    {
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(20),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    private readonly HttpClient client;
    private readonly DownloadOptions options;
    private readonly Func<string, Stream> openPart;

    /// <summary>A downloader.</summary>
    /// <param name="options">How patient it is.</param>
    /// <param name="client">What it asks with; when null, one that follows redirects and waits as the options say.</param>
    public Download(DownloadOptions? options = null, HttpClient? client = null)
        : this(options, client, PartFile.OpenFile)
    {
    }

    internal Download(DownloadOptions? options, HttpClient? client, Func<string, Stream> openPart) =>
        (this.options, this.client, this.openPart) = (options ?? new(), client ?? SharedClient, openPart);

    /// <summary>Gives the path of a file that is complete and right, downloading what is missing.</summary>
    /// <param name="file">What to download; its addresses are tried in their order.</param>
    /// <param name="folder">Where it belongs; made if need be.</param>
    /// <param name="progress">Told after every piece; see <see cref="ConsoleProgress"/>.</param>
    /// <param name="cancel">Ends the download; what has arrived is kept for the next.</param>
    /// <exception cref="ChecksumException">The bytes are not those that were published; they are kept as <c>NAME.wrong-checksum</c>.</exception>
    /// <exception cref="DownloadException">No address answers rightly.</exception>
    /// <exception cref="DataFileException">The disk is full, or another process is downloading the file.</exception>
    public Task<string> FileAsync(RemoteFile file, string folder, IProgress<DownloadProgress>? progress = null, CancellationToken cancel = default) =>
        FileAsync(file, folder, login: null, progress, cancel);

    internal async Task<string> FileAsync(
        RemoteFile file, string folder, Login? login, IProgress<DownloadProgress>? progress, CancellationToken cancel)
    {
        var target = Path.GetFullPath(Path.Combine(folder, file.Name));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (File.Exists(target))
        {
            SetAsideIfWrong(file, target);
            return target;
        }

        var failures = new List<DownloadException>();
        foreach (var address in file.Addresses)
        {
            try
            {
                using var part = PartFile.Open(target, openPart);
                await new Transfer(client, options, file, address, login, part, progress).RunAsync(cancel);
                Accept(file, address, part);
                return target;
            }
            catch (DownloadException e)
            {
                failures.Add(e);
            }
        }
        throw failures switch
        {
            [] => new DownloadException($"{file.Name} has no address to download it from."),
            [var only] => only,
            _ => new DownloadException($"{file.Name} could not be had from any of its {failures.Count} addresses. {string.Join(' ', failures.Select(e => e.Message))}", failures[^1]),
        };
    }

    private static void Accept(RemoteFile file, Uri address, PartFile part)
    {
        if (part.Read(bytes => Complaint(file, bytes)) is not { } complaint)
        {
            part.MoveTo(part.Target);
            return;
        }
        part.MoveTo(WrongName(part.Target));
        throw new ChecksumException(
            $"{address} sent another file than was published: {complaint}. It is kept as {WrongName(part.Target)} and is not used.", WrongName(part.Target));
    }

    private static void SetAsideIfWrong(RemoteFile file, string path)
    {
        string? complaint;
        using (var bytes = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan))
            complaint = Complaint(file, bytes);
        if (complaint is null)
            return;
        File.Move(path, WrongName(path), overwrite: true);
        throw new ChecksumException(
            $"{path} was not the file that was published: {complaint}. It is kept as {WrongName(path)} and is not used; run again to download it anew.", WrongName(path));
    }

    /// <summary>What is wrong with the bytes of a file, or null.</summary>
    internal static string? Complaint(RemoteFile file, Stream bytes)
    {
        if (file.Size is { } size && bytes.Length != size)
            return string.Create(CultureInfo.InvariantCulture, $"it has {bytes.Length:#,0} bytes and should have {size:#,0}");
        if (file.Checksums.Count == 0)
            return null;
        var computed = file.Checksums.DistinctBy(checksum => checksum.Algorithm).Select(checksum => checksum.Compute(bytes)).ToArray();
        return file.Checksums.Any(published => computed.Any(published.Agrees))
            ? null
            : $"its checksum is {string.Join(" and ", computed.Select(c => c.ToString()))} and should be {string.Join(" or ", file.Checksums)}";
    }

    private static string WrongName(string target) => target + WrongEnding;
}
