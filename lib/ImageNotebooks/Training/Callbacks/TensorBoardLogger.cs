using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace ImageNotebooks;

/// <summary>
/// Writes event files that TensorBoard shows, in the folders <c>train</c> and <c>validation</c> and by the names that Keras's <c>TensorBoard</c> gives: <c>epoch_loss</c>, <c>epoch_accuracy</c>,
/// <c>epoch_learning_rate</c>. Each epoch is in the file as soon as it has ended.
/// </summary>
/// <param name="folder">The folder to give TensorBoard as <c>--logdir</c>, one for each run.</param>
public sealed class TensorBoardLogger(string folder) : Callback
{
    private const string Validation = "val_";

    private readonly Dictionary<string, string> files = [];

    /// <inheritdoc/>
    public override void TrainingBegan(TrainingRun run) => files.Clear();

    /// <inheritdoc/>
    public override void EpochEnded(TrainingRun run, EpochRecord record)
    {
        Write("train", record.Epoch, [("loss", record.Loss), .. record.Metrics.Where(metric => !IsValidation(metric.Key)).Select(metric => (metric.Key, metric.Value)), ("learning_rate", record.LearningRate)]);
        if (record.Metrics.Keys.Any(IsValidation))
            Write("validation", record.Epoch, record.Metrics.Where(metric => IsValidation(metric.Key)).Select(metric => (metric.Key[Validation.Length..], metric.Value)));
    }

    private static bool IsValidation(string metric) => metric.StartsWith(Validation, StringComparison.Ordinal);

    private void Write(string part, int epoch, IEnumerable<(string Name, double Value)> scalars)
    {
        var seconds = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;
        if (!files.TryGetValue(part, out var file))
        {
            var place = Directory.CreateDirectory(Path.Combine(folder, part)).FullName;
            files[part] = file = Path.Combine(place, FormattableString.Invariant($"events.out.tfevents.{seconds:0}.{Environment.MachineName}.{Environment.ProcessId}.v2"));
            Append(file, new Message().Double(1, seconds).Text(3, "brain.Event:2"));
        }
        // Keras counts epochs from 0.
        var summary = scalars.Aggregate(new Message(), (all, scalar) => all.Nested(1, new Message().Text(1, "epoch_" + scalar.Name).Float(2, (float)scalar.Value)));
        Append(file, new Message().Double(1, seconds).Number(2, epoch - 1).Nested(5, summary));
    }

    // A record of TensorFlow: length, its checksum, bytes, their checksum.
    private static void Append(string file, Message message)
    {
        var data = message.ToArray();
        var record = new byte[8 + 4 + data.Length + 4];
        BinaryPrimitives.WriteInt64LittleEndian(record, data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), Masked(record.AsSpan(0, 8)));
        data.CopyTo(record, 12);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12 + data.Length), Masked(data));
        using var stream = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.Read);
        stream.Write(record);
    }

    // CRC-32C, turned and shifted so that a checksum of checksums is none.
    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes) crc = BitOperations.Crc32C(crc, b);
        return BitOperations.RotateRight(~crc, 15) + 0xa282ead8;
    }

    /// <summary>A message of protocol buffers: fields by number, each with the kind of its value.</summary>
    private sealed class Message
    {
        private readonly List<byte> bytes = [];

        public byte[] ToArray() => [.. bytes];

        public Message Number(int field, long value) => Varint((ulong)field << 3).Varint((ulong)value);

        public Message Double(int field, double value) => Varint(((ulong)field << 3) | 1).Bytes(BitConverter.GetBytes(value));

        public Message Float(int field, float value) => Varint(((ulong)field << 3) | 5).Bytes(BitConverter.GetBytes(value));

        public Message Text(int field, string value) => Sized(field, Encoding.UTF8.GetBytes(value));

        public Message Nested(int field, Message value) => Sized(field, value.ToArray());

        private Message Sized(int field, byte[] value) => Varint(((ulong)field << 3) | 2).Varint((ulong)value.Length).Bytes(value);

        private Message Bytes(byte[] value)
        {
            bytes.AddRange(value);
            return this;
        }

        private Message Varint(ulong value)
        {
            for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
            bytes.Add((byte)value);
            return this;
        }
    }
}
