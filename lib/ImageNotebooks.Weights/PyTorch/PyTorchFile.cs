using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using static System.FormattableString;

namespace ImageNotebooks;

/// <summary>What <c>torch.save</c> writes of state dicts and checkpoints, in the zip format since PyTorch 1.6 and in the one before.</summary>
internal static class PyTorchFile
{
    private const long LegacyProtocol = 1001;
    private const string Pickle = "/data.pkl";

    private static readonly BigInteger LegacyMagic = BigInteger.Parse("1950a86a20f9469cfc6c", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>How the old format begins: a pickle of a number of ten bytes.</summary>
    public static ReadOnlySpan<byte> LegacySignature => [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19];

    public static WeightsContent ReadZip(MappedFile file)
    {
        var members = ZipDirectory.Read(file);
        var pickles = members.Keys.Where(name => name.EndsWith(Pickle, StringComparison.Ordinal)).ToList();
        if (pickles is not [var pickle])
            throw file.Refuse(WhichZip(members, pickles.Count));
        var folder = pickle[..^Pickle.Length];
        if (members.TryGetValue($"{folder}/byteorder", out var order) && !file.Slice(ZipDirectory.ContentOf(file, "byteorder", order), order.Size).SequenceEqual("little"u8))
            throw BigEndian(file);
        var start = ZipDirectory.ContentOf(file, pickle, members[pickle]);
        var unpickler = new Unpickler(file, start, start + members[pickle].Size);
        return new StateDict(file, Place).Flatten(unpickler.Load());

        long Place(PickleStorage storage)
        {
            var name = $"{folder}/data/{storage.Key}";
            if (!members.TryGetValue(name, out var member))
                throw file.Refuse($"its zip archive lacks '{name}', the memory of a tensor");
            return member.Size == (Int128)storage.Count * storage.Type.Size()
                ? ZipDirectory.ContentOf(file, name, member)
                : throw file.Refuse(Invariant($"'{name}' in its zip archive has {member.Size:#,0} bytes, which is not what {storage.Count:#,0} elements of {storage.Type} take"));
        }
    }

    public static WeightsContent ReadLegacy(MappedFile file)
    {
        long position = 0;
        var (magic, protocol, system) = (Next(out _), Next(out _), Next(out _));
        if (magic is not BigInteger number || number != LegacyMagic || protocol is not LegacyProtocol || system is not PickleDict about)
            throw file.Refuse("its beginning is not that of torch.save's older format");
        if (about.Find("little_endian") is not true)
            throw BigEndian(file);
        var root = Next(out var storages);
        if (Next(out _) is not List<object?> keys)
            throw file.Refuse("its list of storages is damaged");
        var places = new Dictionary<string, long>();
        foreach (var key in keys)
        {
            if (key is not string name || !storages.TryGetValue(name, out var storage) || !places.TryAdd(name, position + sizeof(long)))
                throw file.Refuse("its list of storages is damaged");
            if (BinaryPrimitives.ReadInt64LittleEndian(file.Slice(position, sizeof(long))) != storage.Count || (Int128)storage.Count * storage.Type.Size() > file.Length - position - sizeof(long))
                throw file.Refuse($"its storage '{name}' is not of the size that its tensors need, or was cut short");
            position += sizeof(long) + (storage.Count * storage.Type.Size());
        }
        return new StateDict(file, storage => places.TryGetValue(storage.Key, out var place) ? place : throw file.Refuse($"its storage '{storage.Key}' is missing")).Flatten(root);

        object? Next(out Dictionary<string, PickleStorage> named)
        {
            var unpickler = new Unpickler(file, position, file.Length);
            var value = unpickler.Load();
            (position, named) = (unpickler.Position, unpickler.Storages);
            return value;
        }
    }

    private static WeightsFileException BigEndian(MappedFile file) =>
        file.Refuse("it was saved on a big-endian machine; load it in Python on any machine and save it again on a little-endian one");

    private static string WhichZip(Dictionary<string, ZipDirectory.Member> members, int pickles) => members switch
    {
        _ when pickles > 1 => "its zip archive has several pickles, and torch.save writes one",
        _ when members.ContainsKey("model.weights.h5") => "it is Keras 3's .keras archive; load it in Keras and save its weights as HDF5: model.save_weights('weights.h5') in Keras 2's format",
        _ when members.Keys.Any(name => name.EndsWith(".npy", StringComparison.Ordinal)) => "it is NumPy's .npz archive, not weights of PyTorch",
        _ => "it is a zip archive, but not one that torch.save wrote: it has no data.pkl; unpack it if the weights are inside",
    };
}
