using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageNotebooks;

/// <summary>
/// A published checksum, written <c>sha256:HEX</c> or <c>md5:HEX</c>. Some publishers give only the first digits of a SHA-256 (PyTorch
/// puts eight into the file name); that many are then compared.
/// </summary>
[JsonConverter(typeof(Json))]
public sealed record Checksum
{
    private const int FewestDigits = 8;

    /// <summary>Reads a checksum.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public Checksum(string text)
    {
        var parts = text.ToLowerInvariant().Split(':');
        var longest = parts[0] switch { "sha256" => 64, "md5" => 32, _ => 0 };
        if (parts.Length != 2 || parts[1].Length < FewestDigits || parts[1].Length > longest || !parts[1].All(char.IsAsciiHexDigit))
            throw new FormatException($"'{text}' is no checksum; write sha256: or md5: and at least {FewestDigits} hexadecimal digits.");
        Algorithm = parts[0] == "md5" ? HashAlgorithmName.MD5 : HashAlgorithmName.SHA256;
        Digits = parts[1];
    }

    /// <summary>SHA-256, or MD5, which protects against accidents only.</summary>
    public HashAlgorithmName Algorithm { get; }

    /// <summary>The hexadecimal digits, in lower case.</summary>
    public string Digits { get; }

    /// <summary>Computes this kind of checksum, with all digits, of a stream from its beginning.</summary>
    public Checksum Compute(Stream bytes)
    {
        bytes.Position = 0;
        return new($"{Name}:{Convert.ToHexStringLower(Algorithm == HashAlgorithmName.MD5 ? MD5.HashData(bytes) : SHA256.HashData(bytes))}");
    }

    /// <summary>Whether a computed checksum agrees in every digit that was published.</summary>
    public bool Agrees(Checksum computed) => Algorithm == computed.Algorithm && computed.Digits.StartsWith(Digits, StringComparison.Ordinal);

    /// <summary>The checksum as it was read.</summary>
    public override string ToString() => $"{Name}:{Digits}";

    private string Name => Algorithm == HashAlgorithmName.MD5 ? "md5" : "sha256";

    private sealed class Json : JsonConverter<Checksum>
    {
        public override Checksum Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, Checksum value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
