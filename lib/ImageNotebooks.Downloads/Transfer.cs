using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace ImageNotebooks;

/// <summary>Brings one file from one address into its part file, over as many connections as that takes.</summary>
internal sealed class Transfer(
    HttpClient client, DownloadOptions options, RemoteFile file, Uri address, Login? login, PartFile part, IProgress<DownloadProgress>? progress)
{
    /// <summary>Growth of the file that makes a failure count as the first again.</summary>
    private const int WorthwhileGrowth = 1 << 16;

    public async Task RunAsync(CancellationToken cancel)
    {
        var (failures, longest) = (0, part.Length);
        while (part.Length == 0 || part.Length != file.Size)
        {
            try
            {
                await ConnectAsync(cancel);
                return;
            }
            catch (Exception e) when (IsTransient(e) && !cancel.IsCancellationRequested)
            {
                failures = part.Length >= longest + WorthwhileGrowth ? 1 : failures + 1;
                longest = Math.Max(longest, part.Length);
                if (failures >= options.Attempts)
                    throw new DownloadException(Text(
                        $"{address} could not be downloaded{Through(address, HttpClient.DefaultProxy)}: {Reason(e)}, {failures} times in a row. {part.Length:#,0} bytes are kept in {part.Path}; run again to go on."), e);
                var pause = Pause(failures, (e as Interrupted)?.RetryAfter);
                progress?.Report(new(file.Name, part.Length, file.Size, Text($"{Reason(e)}; trying again in {pause.TotalSeconds:0.#} s")));
                await Task.Delay(pause, cancel);
            }
        }
    }

    private async Task ConnectAsync(CancellationToken cancel)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        stall.CancelAfter(options.StallTimeout);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.AcceptEncoding.Add(new("identity"));
        request.Headers.Authorization = login?.Header;
        if (part.Validator(address) is { } validator)
        {
            request.Headers.Range = new RangeHeaderValue(part.Length, null);
            request.Headers.IfRange = validator;
        }
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stall.Token);
        var total = Begin(response);
        using var body = await response.Content.ReadAsStreamAsync(stall.Token);
        await ReceiveAsync(body, total, stall);
    }

    /// <summary>Readies the part file for the body of this answer; gives the length of the whole file where the server says.</summary>
    private long? Begin(HttpResponseMessage response)
    {
        long? total;
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when response.Content.Headers.ContentRange is { From: { } from } range && from == part.Length:
                total = range.Length;
                RequirePublishedSize(total);
                break;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                part.Restart(address, null);
                throw new Interrupted("the server sent another part of the file than it was asked for");
            case HttpStatusCode.OK:
                total = response.Content.Headers.ContentLength;
                RequirePublishedSize(total);
                if (response.Content.Headers.ContentType?.MediaType == "text/html")
                    throw new DownloadException($"{address} answered with a web page in the file's place; open it in a browser to see what it asks for. Nothing was kept of it.");
                // Either the first answer, or the file has changed, or this server knows no ranges: all of it comes.
                part.Restart(address, response);
                break;
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                var wait = response.Headers.RetryAfter;
                throw new Interrupted($"the server answered {Status(response)}", wait?.Delta ?? wait?.Date - DateTimeOffset.UtcNow);
            case var status when FromItself(response) && login?.Refusal(status) is { } refusal:
                throw new DownloadException($"{address} answered {Status(response)}. {refusal}");
            default:
                throw new DownloadException($"{address} answered {Status(response)}; open the address in a browser to see whether the file has moved.");
        }
        if ((total ?? file.Size) is { } whole && whole - part.Length > DiskSpace.Free(Path.GetDirectoryName(part.Path)!))
            throw part.Full(whole);
        return total;
    }

    /// <summary>Whether no redirect led to another server, which knows nothing of a login.</summary>
    private bool FromItself(HttpResponseMessage response) => response.RequestMessage?.RequestUri?.Authority == address.Authority;

    /// <summary>Asked before anything is kept, so that a page in the file's place does no harm to what has arrived.</summary>
    private void RequirePublishedSize(long? offered)
    {
        if (file.Size is { } size && offered is { } total && total != size)
            throw new DownloadException(Text(
                $"{address} offers {total:#,0} bytes where {size:#,0} were published; the file has changed or this is a page in its place. Nothing was kept of it."));
    }

    private async Task ReceiveAsync(Stream body, long? total, CancellationTokenSource stall)
    {
        var buffer = new byte[1 << 17];
        while (true)
        {
            stall.CancelAfter(options.StallTimeout);
            var count = await body.ReadAsync(buffer, stall.Token);
            if (count == 0)
                break;
            // The clock measures the server, so it stands still while a slow disk is written.
            stall.CancelAfter(Timeout.InfiniteTimeSpan);
            await part.AppendAsync(buffer.AsMemory(0, count), total ?? file.Size, stall.Token);
            if (part.Length > file.Size)
            {
                part.Restart(address, null);
                throw new DownloadException(Text($"{address} sends more than the {file.Size:#,0} bytes that were published; nothing was kept of it."));
            }
            progress?.Report(new(file.Name, part.Length, total ?? file.Size));
        }
        if ((file.Size ?? total) is { } whole && part.Length < whole)
            throw new Interrupted(Text($"the server ended after {part.Length:#,0} of {whole:#,0} bytes"));
    }

    private TimeSpan Pause(int failures, TimeSpan? asked)
    {
        var doubled = options.FirstPause * Math.Pow(2, failures - 1) * (1 - Random.Shared.NextDouble() / 2);
        var pause = asked > doubled ? asked.Value : doubled;
        return pause < options.LongestPause ? pause : options.LongestPause;
    }

    /// <summary>Whether the next attempt may succeed. Errors of the disk arrive as <see cref="DataFileException"/> and are final.</summary>
    private static bool IsTransient(Exception e) => e switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => false,
        Interrupted or HttpRequestException or IOException or OperationCanceledException => true,
        _ => false,
    };

    private string Reason(Exception e) => e switch
    {
        OperationCanceledException => Text($"the server sent nothing for {options.StallTimeout.TotalSeconds:0.#} s"),
        HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => "the connection was cut off",
        _ => e.Message.TrimEnd('.'),
    };

    /// <summary>A refused connection may be the proxy's, which nobody thinks of; without its password, if it has one.</summary>
    internal static string Through(Uri address, IWebProxy proxy) => proxy.GetProxy(address) is { } way && way != address
        ? $" through the proxy {way.GetLeftPart(UriPartial.Scheme)}{way.Authority}, which HTTPS_PROXY or the system's settings name" : "";

    private static string Status(HttpResponseMessage response) => $"{(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>The server broke off in a way that may not happen again.</summary>
    private sealed class Interrupted(string message, TimeSpan? retryAfter = null) : Exception(message)
    {
        public TimeSpan? RetryAfter { get; } = retryAfter;
    }
}
