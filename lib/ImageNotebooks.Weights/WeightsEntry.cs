using static System.FormattableString;

namespace ImageNotebooks;

/// <summary>One tensor of a file of weights: its name, what it holds, and its bytes in row-major order.</summary>
public abstract class WeightsEntry
{
    private protected WeightsEntry(string name, ElementType type, IReadOnlyList<long> shape)
    {
        (Name, Type, Shape) = (name, type, shape);
        ByteCount = type.ByteCount([.. shape]) ?? throw new ArgumentException($"'{name}' has shape {ShapeText.Of(shape)}, which no array of 2 GB can hold.", nameof(shape));
    }

    /// <summary>Its name in the file.</summary>
    public string Name { get; }

    /// <summary>What its elements are.</summary>
    public ElementType Type { get; }

    /// <summary>Its sizes, outermost first; empty for a single number.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>How many bytes it has; at most 2 GB.</summary>
    public int ByteCount { get; }

    /// <summary>
    /// Its bytes: where they lie in the mapped file, if they lie there as they are, else made for this call. Not to be used once the file is disposed of.
    /// </summary>
    /// <exception cref="WeightsFileException">What the file holds is damaged.</exception>
    /// <exception cref="ObjectDisposedException">The file was disposed of.</exception>
    public abstract ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Copies its bytes.</summary>
    /// <param name="destination">Exactly <see cref="ByteCount"/> bytes.</param>
    /// <exception cref="ArgumentException">The destination is of another size.</exception>
    /// <inheritdoc cref="Bytes"/>
    public void CopyTo(Span<byte> destination)
    {
        if (destination.Length != ByteCount)
            throw new ArgumentException(Invariant($"'{Name}' has {ByteCount:#,0} bytes, and there is room for {destination.Length:#,0}."), nameof(destination));
        Copy(destination);
    }

    /// <summary>For example <c>conv1.weight: Float32 [64, 3, 7, 7]</c>.</summary>
    public override string ToString() => $"{Name}: {Type} {ShapeText.Of(Shape)}";

    private protected virtual void Copy(Span<byte> destination) => Bytes.CopyTo(destination);
}

/// <summary>A tensor whose bytes do not lie together in the file; they are gathered each time they are asked for.</summary>
internal abstract class GatheredEntry(string name, ElementType type, IReadOnlyList<long> shape) : WeightsEntry(name, type, shape)
{
    public sealed override ReadOnlySpan<byte> Bytes
    {
        get
        {
            var bytes = new byte[ByteCount];
            Copy(bytes);
            return bytes;
        }
    }

    private protected abstract override void Copy(Span<byte> destination);
}

/// <summary>A tensor that is not in a file yet.</summary>
/// <param name="name">Its name.</param>
/// <param name="type">What its elements are.</param>
/// <param name="shape">Its sizes, outermost first.</param>
/// <param name="bytes">Gives its bytes, little-endian and row-major; asked each time they are needed, so that many large tensors need not be there at once.</param>
/// <exception cref="ArgumentException">The shape is not one.</exception>
public sealed class MemoryEntry(string name, ElementType type, IReadOnlyList<long> shape, Func<ReadOnlyMemory<byte>> bytes) : WeightsEntry(name, type, shape)
{
    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Bytes
    {
        get
        {
            var given = bytes();
            return given.Length == ByteCount ? given.Span : throw new ArgumentException(Invariant($"'{Name}' of shape {ShapeText.Of(Shape)} has {ByteCount:#,0} bytes, and {given.Length:#,0} were given."));
        }
    }
}

/// <summary>A tensor whose bytes lie in the file one after another.</summary>
internal sealed class MappedEntry(MappedFile file, long offset, string name, ElementType type, IReadOnlyList<long> shape) : WeightsEntry(name, type, shape)
{
    public override ReadOnlySpan<byte> Bytes => file.Slice(offset, ByteCount);

    private protected override void Copy(Span<byte> destination) => file.Read(offset, destination);
}

/// <summary>Shapes as people write them.</summary>
internal static class ShapeText
{
    /// <summary>For example <c>[64, 3, 7, 7]</c>.</summary>
    public static string Of(IEnumerable<long> shape) => $"[{string.Join(", ", shape.Select(size => Invariant($"{size}")))}]";
}
