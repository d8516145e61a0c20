using System.Buffers.Binary;

namespace ImageNotebooks;

/// <summary>How a file of weights is laid out.</summary>
public enum WeightsFormat
{
    /// <summary>https://github.com/huggingface/safetensors: a JSON header and the bytes.</summary>
    Safetensors,

    /// <summary>What <c>torch.save</c> writes since PyTorch 1.6: a zip archive with a pickle and the bytes.</summary>
    PyTorch,

    /// <summary>What <c>torch.save</c> wrote before: pickles, and the bytes behind them.</summary>
    PyTorchLegacy,

    /// <summary>Keras's weights or whole model in HDF5 (.h5).</summary>
    Keras,

    /// <summary>What TorchSharp's <c>Module.save</c> writes (.dat).</summary>
    TorchSharp,
}

/// <summary>What a reader found in a file.</summary>
internal sealed record WeightsContent(IReadOnlyList<WeightsEntry> Entries, IReadOnlyDictionary<string, string> Metadata);

/// <summary>
/// A file of weights, opened for reading: which tensors it has, and their bytes. Nothing in a file is ever run, and whatever is damaged is refused. Safe to use from
/// several threads at once; while it is open, its file must not be written to.
/// </summary>
public sealed class WeightsFile : IDisposable
{
    private readonly MappedFile file;
    private readonly Dictionary<string, WeightsEntry> byName;

    private WeightsFile(MappedFile file, WeightsFormat format, WeightsContent content)
    {
        (this.file, Format, Entries, Metadata) = (file, format, content.Entries, content.Metadata);
        byName = new(Entries.Count);
        foreach (var entry in Entries)
        {
            if (!byName.TryAdd(entry.Name, entry))
                throw file.Refuse($"it has two tensors named '{entry.Name}'");
        }
    }

    /// <summary>Where it lies, as it was given.</summary>
    public string Path => file.Path;

    /// <summary>How it is laid out.</summary>
    public WeightsFormat Format { get; }

    /// <summary>Its length in bytes.</summary>
    public long Length => file.Length;

    /// <summary>What the file says about itself: safetensors' metadata, Keras's attributes, plain values beside PyTorch's tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>
    /// Its tensors in the file's order. Names are the file's; PyTorch's nested dictionaries are joined by dots (<c>state_dict.conv1.weight</c>), and Keras's are the layer's and
    /// the weight's, in the order of the layers (<c>block1_conv1/kernel</c>).
    /// </summary>
    public IReadOnlyList<WeightsEntry> Entries { get; }

    /// <summary>Opens a file; its format is seen from its content, whatever its name.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="WeightsFileException">There is none, its format is not known, it is damaged, or it asks for more than tensors.</exception>
    public static WeightsFile Open(string path)
    {
        var file = MappedFile.Open(path);
        try
        {
            var (format, read) = FormatOf(file);
            return new(file, format, read(file));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The tensor with this name, or null.</summary>
    public WeightsEntry? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Closes the file; the bytes of its entries are no longer there.</summary>
    public void Dispose() => file.Dispose();

    private static (WeightsFormat Format, Func<MappedFile, WeightsContent> Read) FormatOf(MappedFile file)
    {
        var head = file.Slice(0, Math.Min(file.Length, 64));
        if (head.StartsWith(Hdf5File.Signature))
            return (WeightsFormat.Keras, KerasFile.Read);
        if (head.StartsWith("PK\x3\x4"u8))
            return (WeightsFormat.PyTorch, PyTorchFile.ReadZip);
        if (head.StartsWith(PyTorchFile.LegacySignature))
            return (WeightsFormat.PyTorchLegacy, PyTorchFile.ReadLegacy);
        if (head.Length > sizeof(ulong) && head[sizeof(ulong)] == '{' && BinaryPrimitives.ReadUInt64LittleEndian(head) < (ulong)file.Length)
            return (WeightsFormat.Safetensors, Safetensors.Read);
        return WhatElse(head) is { } known ? throw file.Refuse(known) : (WeightsFormat.TorchSharp, TorchSharpFile.Read);
    }

    /// <summary>What lies about where weights were expected.</summary>
    private static string? WhatElse(ReadOnlySpan<byte> head)
    {
        var text = System.Text.Encoding.Latin1.GetString(head).TrimStart();
        return text switch
        {
            _ when text.StartsWith('<') => "it is a web page, which a server sends in place of a file that it does not give; download it again and look at what the server says",
            _ when text.StartsWith("version https://git-lfs", StringComparison.Ordinal) => "it is a pointer of Git LFS in place of the file; run 'git lfs pull' where it comes from",
            _ when head is [0x80, >= 2 and <= 5, ..] => "it is a Python pickle, and not one that torch.save wrote; load it where it comes from and save the state_dict() with torch.save",
            _ when head is [0x1F, 0x8B, ..] => "it is compressed with gzip; unpack it first",
            _ => null,
        };
    }
}
