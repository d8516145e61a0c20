using System.Net.Http.Headers;
using System.Text.Json;

namespace ImageNotebooks;

/// <summary>
/// What has arrived of a file so far, kept beside its place as <c>NAME.part</c>. A small <c>NAME.part.json</c> tells from which
/// address and which version of the file the bytes are, since only then more may be added to them.
/// </summary>
internal sealed class PartFile : IDisposable
{
    /// <summary>What is added to the name of a file that has not arrived whole.</summary>
    public const string Ending = ".part";

    /// <summary>What is added to the name of the note beside it.</summary>
    public const string StateEnding = ".part.json";

    private readonly Stream stream;
    private readonly string statePath;

    private PartFile(string target, Stream stream) =>
        (Target, Path, this.stream, statePath) = (target, target + Ending, stream, target + StateEnding);

    public string Target { get; }

    public string Path { get; }

    public long Length => stream.Length;

    /// <summary>Opens for one process at a time.</summary>
    public static PartFile Open(string target, Func<string, Stream> open)
    {
        try
        {
            return new(target, open(target + Ending));
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException) && !DiskSpace.IsFull(e))
        {
            throw new DataFileException($"{target}{Ending} cannot be opened; another process may be downloading it: {e.Message}", e);
        }
    }

    public static Stream OpenFile(string path) => new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);

    /// <summary>By what the server can tell that the rest belongs to these bytes, or null where it must send everything again.</summary>
    public RangeConditionHeaderValue? Validator(Uri address)
    {
        if (Length == 0 || !File.Exists(statePath))
            return null;
        var state = ReadState();
        if (state?.Address != address.AbsoluteUri)
            return null;
        if (state.ETag is { } tag && EntityTagHeaderValue.TryParse(tag, out var parsed) && !parsed.IsWeak)
            return new(parsed);
        return state.LastModified is { } time ? new(time) : null;
    }

    /// <summary>Forgets what has arrived and remembers from where the next bytes come.</summary>
    public void Restart(Uri address, HttpResponseMessage? response)
    {
        var state = new State(address.AbsoluteUri, response?.Headers.ETag?.ToString(), response?.Content.Headers.LastModified);
        try
        {
            stream.SetLength(0);
            AtomicFile.WriteAllText(statePath, JsonSerializer.Serialize(state));
        }
        catch (IOException e)
        {
            throw Unwritable(total: null, e);
        }
    }

    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, long? total, CancellationToken cancel)
    {
        try
        {
            stream.Seek(0, SeekOrigin.End);
            await stream.WriteAsync(bytes, cancel);
        }
        catch (IOException e)
        {
            throw Unwritable(total, e);
        }
    }

    /// <summary>The sentence for a full disk; what has arrived stays for the next run.</summary>
    public DataFileException Full(long? total, IOException? e = null) => new(
        DiskSpace.Sentence(System.IO.Path.GetDirectoryName(Path)!, total - Length)
        + (Length > 0 ? $" What has arrived is kept in {Path}, and the next run goes on from there." : ""), e);

    /// <summary>Looks at what has arrived while no other process can change it.</summary>
    public T Read<T>(Func<Stream, T> look) => look(stream);

    /// <summary>Gives the file its final name in one step.</summary>
    public void MoveTo(string path)
    {
        if (stream is FileStream file)
            file.Flush(flushToDisk: true);
        stream.Dispose();
        File.Move(Path, path, overwrite: true);
        File.Delete(statePath);
    }

    /// <summary>Closes the file; one without bytes is not worth keeping.</summary>
    public void Dispose()
    {
        var empty = stream.CanSeek && stream.Length == 0;
        stream.Dispose();
        if (empty)
        {
            File.Delete(Path);
            File.Delete(statePath);
        }
    }

    /// <summary>Not a <see cref="DownloadException"/>, since no other address can help.</summary>
    private DataFileException Unwritable(long? total, IOException e) =>
        DiskSpace.IsFull(e) ? Full(total, e) : new($"{Path} cannot be written: {e.Message}", e);

    /// <summary>A damaged note is as good as none: everything is sent again.</summary>
    private State? ReadState()
    {
        try
        {
            return JsonSerializer.Deserialize<State>(File.ReadAllText(statePath));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record State(string Address, string? ETag, DateTimeOffset? LastModified);
}
