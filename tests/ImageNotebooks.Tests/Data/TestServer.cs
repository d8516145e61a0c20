using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ImageNotebooks.Tests;

/// <summary>A web server on this machine that misbehaves as it is told: one behaviour for each request, the last for all further ones.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Behaviour[] behaviours;
    private readonly Task loop;

    public TestServer(params Behaviour[] behaviours)
    {
        this.behaviours = behaviours;
        listener.Start();
        loop = ServeAsync();
    }

    /// <summary>Answers one request on its connection, which is closed afterwards.</summary>
    public delegate Task Behaviour(Request request, NetworkStream connection, CancellationToken cancel);

    public ConcurrentQueue<Request> Requests { get; } = new();

    public Uri Address(string path = "/file.bin") => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}{path}");

    /// <summary>A well-behaved server of one version of a file.</summary>
    public static Behaviour File(byte[] content, string etag = "\"v1\"", int? cutAfter = null, bool ranges = true) => (request, connection, cancel) =>
    {
        var from = ranges && request.Header("If-Range") == etag ? request.RangeStart : 0;
        var head = from > 0
            ? $"206 Partial Content\r\nContent-Range: bytes {from}-{content.Length - 1}/{content.Length}"
            : "200 OK";
        var sent = content.AsMemory(from, Math.Min(content.Length - from, cutAfter ?? int.MaxValue));
        return Send(connection, $"{head}\r\nETag: {etag}\r\nContent-Length: {content.Length - from}", sent, cancel);
    };

    public static Behaviour Answer(string head, byte[]? body = null) =>
        (_, connection, cancel) => Send(connection, head + (body is null ? "\r\nContent-Length: 0" : ""), body ?? [], cancel);

    /// <summary>Sends the head and some bytes, then nothing more.</summary>
    public static Behaviour Stall(string head, byte[] body) => async (_, connection, cancel) =>
    {
        await Send(connection, head, body, cancel);
        await Task.Delay(Timeout.Infinite, cancel);
    };

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await loop;
        stop.Dispose();
    }

    private static async Task Send(NetworkStream connection, string head, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        await connection.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {head}\r\nConnection: close\r\n\r\n"), cancel);
        await connection.WriteAsync(body, cancel);
        await connection.FlushAsync(cancel);
    }

    private async Task ServeAsync()
    {
        var answers = new List<Task>();
        try
        {
            while (true)
                answers.Add(AnswerAsync(await listener.AcceptTcpClientAsync(stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(answers);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var connection = client.GetStream();
                var request = await Request.ReadAsync(connection, stop.Token);
                Requests.Enqueue(request);
                await behaviours[Math.Min(Requests.Count, behaviours.Length) - 1](request, connection, stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // The test is over or the client has gone, as some tests want it to.
            }
        }
    }

    internal sealed record Request(string[] Lines)
    {
        public string Path => Lines[0].Split(' ')[1];

        public int RangeStart => Header("Range") is { } range ? int.Parse(range["bytes=".Length..].TrimEnd('-')) : 0;

        public static async Task<Request> ReadAsync(NetworkStream connection, CancellationToken cancel)
        {
            var head = new StringBuilder();
            var one = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await connection.ReadAsync(one, cancel) == 1)
                head.Append((char)one[0]);
            return new(head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
        }

        public string? Header(string name) =>
            Lines.FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
    }
}
