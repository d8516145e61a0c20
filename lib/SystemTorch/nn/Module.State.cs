namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // Weights in and out, in TorchSharp's own file format: the number of entries, then name and tensor of each.
        public partial class Module
        {
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                string Full(string name) => string.IsNullOrEmpty(prefix) ? name : $"{prefix}.{name}";
                foreach (var (name, value) in named_parameters()) destination.TryAdd(Full(name), value);
                foreach (var (name, value) in named_buffers(include_nonpersistent: false)) destination.TryAdd(Full(name), value);
                return destination;
            }

            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                skip ??= [];
                var own = state_dict();
                var missing = own.Keys.Where(k => !source.ContainsKey(k) && !skip.Contains(k)).ToList();
                var unexpected = source.Keys.Where(k => !own.ContainsKey(k) && !skip.Contains(k)).ToList();
                if (strict && missing.Count + unexpected.Count > 0)
                    throw new InvalidOperationException($"The loaded state_dict does not fit this module. Missing: [{string.Join(", ", missing)}]. Unexpected: [{string.Join(", ", unexpected)}].");
                using var still = no_grad();
                foreach (var (name, value) in source)
                {
                    if (!own.TryGetValue(name, out var target) || skip.Contains(name)) continue;
                    if (!target.shape.AsSpan().SequenceEqual(value.shape))
                        throw new ArgumentException($"'{name}' has shape [{string.Join(", ", value.shape)}] in the loaded state_dict and [{string.Join(", ", target.shape)}] in this module.", nameof(source));
                    target.copy_(value);
                }
                return (missing, unexpected);
            }

            public Module save(string location, IList<string>? skip = null)
            {
                using var stream = File.Create(location);
                return save(stream, skip);
            }

            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream);
                return save(writer, skip);
            }

            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string>? skip = null)
            {
                var kept = sd.Where(e => skip is null || !skip.Contains(e.Key)).ToList();
                writer.Write7BitEncodedInt64(kept.Count);
                foreach (var (name, value) in kept)
                {
                    writer.Write(name);
                    value.Save(writer);
                }
            }

            public virtual Module load(string location, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                if (!File.Exists(location)) throw new FileNotFoundException($"There is no weights file {location}.", location);
                using var stream = File.OpenRead(location);
                return load(stream, strict, skip, loadedParameters);
            }

            public Module load(Stream stream, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream);
                return load(reader, strict, skip, loadedParameters);
            }

            public virtual Module load(BinaryReader reader, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var scope = NewDisposeScope();
                using var still = no_grad();
                var own = state_dict();
                var entries = reader.Read7BitEncodedInt64();
                if (strict && entries != own.Count) throw new ArgumentException($"Mismatched state_dict sizes: expected {own.Count}, but found {entries} entries.");
                for (long i = 0; i < entries; i++)
                {
                    var name = reader.ReadString();
                    var known = own.TryGetValue(name, out var target);
                    if (strict && !known) throw new ArgumentException($"Mismatched module state names: the target modules does not have a submodule or buffer named '{name}'");
                    var value = Tensor.Load(reader);
                    if (known && !(skip?.Contains(name) ?? false))
                    {
                        if (target!.dtype != value.dtype || !target.shape.AsSpan().SequenceEqual(value.shape))
                            throw new ArgumentException($"Mismatched tensor '{name}': the file holds {value}, the module {target}.");
                        target.copy_(value);
                    }
                    loadedParameters?.Add(name, known);
                }
                return this;
            }
        }
    }

    public partial class Tensor
    {
        /// <summary>Writes type, shape and bytes, as TorchSharp does.</summary>
        public void Save(BinaryWriter writer)
        {
            using var scope = NewDisposeScope();
            var t = detach().contiguous();
            writer.Write7BitEncodedInt64((long)t.dtype);
            var sizes = t.shape;
            writer.Write7BitEncodedInt64(sizes.Length);
            foreach (var s in sizes) writer.Write7BitEncodedInt64(s);
            writer.Write(t.bytes);
        }

        /// <summary>Reads what <see cref="Save"/> wrote.</summary>
        public static Tensor Load(BinaryReader reader)
        {
            var type = (ScalarType)reader.Read7BitEncodedInt64();
            var rank = reader.Read7BitEncodedInt64();
            if (!Enum.IsDefined(type) || rank is < 0 or > 64) throw new InvalidDataException($"This is no tensor of TorchSharp's format: its type is {(long)type} and its rank {rank}.");
            var sizes = new long[rank];
            for (var i = 0; i < rank; i++) sizes[i] = reader.Read7BitEncodedInt64();
            if (sizes.Any(s => s < 0)) throw new InvalidDataException($"This is no tensor of TorchSharp's format: its shape is [{string.Join(", ", sizes)}].");
            var t = empty(sizes, dtype: type);
            try
            {
                reader.BaseStream.ReadExactly(t.bytes);
            }
            catch (EndOfStreamException e)
            {
                t.Dispose();
                throw new EndOfStreamException($"The file ends inside a tensor of shape [{string.Join(", ", sizes)}]: it was cut short.", e);
            }
            return t;
        }
    }
}
