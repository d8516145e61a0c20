using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageNotebooks.Host;

/// <summary>
/// The line between a kernel and the front-end that started it: one JSON object a line, both ways. Sending is safe from any thread.
/// </summary>
/// <param name="input">Where requests come from.</param>
/// <param name="output">Where answers and outputs go.</param>
public sealed class KernelChannel(Stream input, Stream output)
{
    private static readonly JsonDocumentOptions ReadOptions = new() { MaxDepth = 512 };

    private readonly StreamReader _reader = new(input, new UTF8Encoding(false));
    private readonly Lock _lock = new();

    /// <summary>The next request; null where there will be none, because the other side has ended.</summary>
    /// <exception cref="InvalidDataException">A line is no JSON object.</exception>
    internal async Task<JsonObject?> ReceiveAsync()
    {
        if (await _reader.ReadLineAsync().ConfigureAwait(false) is not { } line)
            return null;
        try
        {
            return JsonNode.Parse(line, documentOptions: ReadOptions) as JsonObject ?? throw new InvalidDataException($"A request has to be a JSON object and not '{Short(line)}'.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"A request is no JSON ({e.Message}): '{Short(line)}'.", e);
        }
    }

    /// <summary>Sends a message; nothing where the other side has ended.</summary>
    internal void Send(JsonObject message)
    {
        var bytes = Encoding.UTF8.GetBytes(message.ToJsonString() + "\n");
        lock (_lock)
        {
            try
            {
                output.Write(bytes);
                output.Flush();
            }
            catch (IOException)
            {
                // Reading notices the end as well, and ends the process.
            }
        }
    }

    private static string Short(string line) => line.Length > 100 ? line[..100] + "…" : line;
}
