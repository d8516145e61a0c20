using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using static System.FormattableString;

namespace ImageNotebooks;

/// <summary>
/// The safetensors format (https://github.com/huggingface/safetensors): eight bytes with the header's length, a header in JSON that says of every tensor its type, shape and
/// place, and the tensors' bytes without a gap.
/// </summary>
public static class Safetensors
{
    private const int LongestHeader = 100_000_000, Alignment = 8;
    private const string MetadataName = "__metadata__";

    private static readonly (string Name, ElementType Type)[] Types =
    [
        ("BOOL", ElementType.Bool), ("U8", ElementType.UInt8), ("I8", ElementType.Int8), ("U16", ElementType.UInt16), ("I16", ElementType.Int16), ("U32", ElementType.UInt32),
        ("I32", ElementType.Int32), ("U64", ElementType.UInt64), ("I64", ElementType.Int64), ("F16", ElementType.Float16), ("BF16", ElementType.BFloat16),
        ("F32", ElementType.Float32), ("F64", ElementType.Float64),
    ];

    /// <summary>Writes a file in one step: a reader sees the old one or the new, never a part.</summary>
    /// <param name="path">The file, which may exist; its folder is made if need be.</param>
    /// <param name="entries">The tensors; wider elements come first in the file, so that all are aligned, and otherwise the order is kept.</param>
    /// <param name="metadata">What else is to be known of them, or null.</param>
    /// <exception cref="ArgumentException">A name is given twice or is the format's own.</exception>
    /// <exception cref="WeightsFileException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<WeightsEntry> entries, IReadOnlyDictionary<string, string>? metadata = null)
    {
        List<WeightsEntry> ordered = [.. entries.OrderByDescending(entry => entry.Type.Size())];
        if (ordered.CountBy(entry => entry.Name).FirstOrDefault(pair => pair.Value > 1 || pair.Key == MetadataName) is { Key: { } name })
            throw new ArgumentException($"A safetensors file cannot hold {(name == MetadataName ? "a tensor" : "two tensors")} named '{name}'.", nameof(entries));
        var header = Header(ordered, metadata);
        var length = header.Length + ordered.Sum(entry => (long)entry.ByteCount);
        try
        {
            AtomicFile.Write(path, file =>
            {
                file.Write(header);
                foreach (var entry in ordered)
                    file.Write(entry.Bytes);
            }, length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            // Where all the room was asked for at once, .NET does not pass the system's number on.
            var full = e is IOException error && (DiskSpace.IsFull(error) || (Directory.Exists(folder) && DiskSpace.Free(folder) < length));
            throw new WeightsFileException(full ? DiskSpace.Sentence(folder, needed: length) : $"{path} cannot be written: {e.Message}", e);
        }
    }

    private static byte[] Header(List<WeightsEntry> entries, IReadOnlyDictionary<string, string>? metadata)
    {
        using var bytes = new MemoryStream();
        bytes.Write(new byte[sizeof(long)]);
        using (var json = new Utf8JsonWriter(bytes, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(MetadataName);
                foreach (var (name, value) in metadata)
                    json.WriteString(name, value);
                json.WriteEndObject();
            }
            long offset = 0;
            foreach (var entry in entries)
            {
                json.WriteStartObject(entry.Name);
                json.WriteString("dtype", Types.Single(pair => pair.Type == entry.Type).Name);
                Write(json, "shape", entry.Shape);
                Write(json, "data_offsets", [offset, offset += entry.ByteCount]);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (bytes.Length % Alignment != 0)
            bytes.WriteByte((byte)' ');
        var header = bytes.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(header, header.Length - sizeof(long));
        return header;
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    internal static WeightsContent Read(MappedFile file)
    {
        var length = BinaryPrimitives.ReadUInt64LittleEndian(file.Slice(0, sizeof(ulong)));
        if (length > LongestHeader)
            throw file.Refuse(Invariant($"its safetensors header claims {length:#,0} bytes, and {LongestHeader:#,0} are the format's limit"));
        try
        {
            var header = new HeaderReader(file, sizeof(ulong) + (long)length);
            header.Read(file.Slice(sizeof(ulong), (long)length));
            return new(header.Tensors(), header.Metadata);
        }
        // GetString throws the second where text is not UTF-8.
        catch (Exception e) when (e is JsonException or InvalidOperationException and not ObjectDisposedException)
        {
            throw file.Refuse($"its safetensors header is damaged: {e.Message}", e);
        }
    }

    private sealed class HeaderReader(MappedFile file, long dataStart)
    {
        private readonly List<(string Name, ElementType Type, long[] Shape, long Begin, long End)> found = [];

        public Dictionary<string, string> Metadata { get; } = [];

        public void Read(ReadOnlySpan<byte> header)
        {
            var json = new Utf8JsonReader(header, new() { MaxDepth = 8 });
            json.Read();
            Expect(ref json, JsonTokenType.StartObject, "the header");
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var name = json.GetString()!;
                json.Read();
                Expect(ref json, JsonTokenType.StartObject, name);
                if (name == MetadataName)
                    ReadMetadata(ref json);
                else
                    found.Add(ReadTensor(ref json, name));
            }
            // Looks at what follows the header's end, which may be nothing but spaces.
            json.Read();
        }

        /// <summary>The tensors in the order of their bytes, which must follow each other from the data's start to the file's end.</summary>
        public List<WeightsEntry> Tensors()
        {
            long end = 0;
            var tensors = new List<WeightsEntry>(found.Count);
            foreach (var (name, type, shape, begin, after) in found.OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.End))
            {
                if (begin != end)
                    throw file.Refuse(Invariant($"'{name}' begins at byte {begin:#,0} of the data, {(begin < end ? "inside" : "with a hole behind")} the tensor before it, which ends at {end:#,0}"));
                if (type.ByteCount(shape) is not { } bytes || after - begin != bytes)
                    throw file.Refuse(Invariant($"'{name}' takes {after - begin:#,0} bytes, which is not what {type} of shape {ShapeText.Of(shape)} takes"));
                tensors.Add(new MappedEntry(file, dataStart + begin, name, type, shape));
                end = after;
            }
            return dataStart + end == file.Length
                ? tensors
                : throw file.Refuse(Invariant($"its header describes {dataStart + end:#,0} bytes, and it has {file.Length:#,0}; {(dataStart + end > file.Length ? "it was cut short" : "something was added")}"));
        }

        private void ReadMetadata(ref Utf8JsonReader json)
        {
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var name = json.GetString()!;
                json.Read();
                Expect(ref json, JsonTokenType.String, $"{MetadataName}.{name}");
                if (!Metadata.TryAdd(name, json.GetString()!))
                    throw file.Refuse($"its metadata names '{name}' twice");
            }
        }

        private (string, ElementType, long[], long, long) ReadTensor(ref Utf8JsonReader json, string name)
        {
            ElementType? type = null;
            long[]? shape = null, offsets = null;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var property = json.GetString();
                json.Read();
                switch (property)
                {
                    case "dtype":
                        Expect(ref json, JsonTokenType.String, name);
                        type = TypeNamed(json.GetString()!, name);
                        break;
                    case "shape":
                        shape = ReadNumbers(ref json, name);
                        break;
                    case "data_offsets":
                        offsets = ReadNumbers(ref json, name);
                        break;
                    default:
                        json.Skip();
                        break;
                }
            }
            return type is { } known && shape is not null && offsets is [var begin, var end] && begin <= end
                ? (name, known, shape, begin, end)
                : throw file.Refuse($"of '{name}' the header does not give dtype, shape and two data_offsets, the smaller first");
        }

        private ElementType TypeNamed(string text, string name) =>
            Types.FirstOrDefault(pair => pair.Name == text) is { Name: not null } known
                ? known.Type
                : throw file.Refuse($"'{name}' has the dtype '{text}'; known are {string.Join(", ", Types.Select(pair => pair.Name))}");

        private long[] ReadNumbers(ref Utf8JsonReader json, string name)
        {
            Expect(ref json, JsonTokenType.StartArray, name);
            var numbers = new List<long>();
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                numbers.Add(json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var number) && number >= 0
                    ? number
                    : throw file.Refuse($"the sizes and places of '{name}' are not whole numbers"));
            }
            return [.. numbers];
        }

        private void Expect(ref Utf8JsonReader json, JsonTokenType token, string where)
        {
            if (json.TokenType != token)
                throw file.Refuse($"at '{where}' its header holds {json.TokenType} in place of {token}");
        }
    }
}
