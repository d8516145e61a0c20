using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // Weights by name, and in and out of files.
        public partial class Module
        {
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                string Full(string name) => string.IsNullOrEmpty(prefix) ? name : $"{prefix}.{name}";
                foreach (var (name, value) in named_parameters()) destination.TryAdd(Full(name), value);
                foreach (var (name, value) in named_buffers(include_nonpersistent: false)) destination.TryAdd(Full(name), value);
                // What two modules share has been named once so far; in a state it has every name.
                foreach (var (name, module) in ownModules) module.state_dict(destination, Full(name));
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
                var pairs = source.Where(s => own.ContainsKey(s.Key) && !skip.Contains(s.Key)).Select(s => (name: s.Key, target: own[s.Key], value: s.Value)).ToList();
                foreach (var (name, target, value) in pairs)
                {
                    if (!target.shape.AsSpan().SequenceEqual(value.shape))
                        throw new ExternalException($"'{name}' has shape [{string.Join(", ", value.shape)}] in the loaded state_dict and [{string.Join(", ", target.shape)}] in this module.");
                }
                using var still = no_grad();
                foreach (var (_, target, value) in pairs) target.copy_(value);
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

            /// <summary>Reads what <see cref="save(BinaryWriter, IList{string})"/> wrote. Nothing is changed before the whole file was read and found to fit.</summary>
            public virtual Module load(BinaryReader reader, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var scope = NewDisposeScope();
                var own = state_dict();
                var entries = TensorFile.ReadCount(reader);
                if (strict && entries != own.Count)
                    throw new ArgumentException($"This module has {own.Count} parameters and buffers, and the file starts like one of {entries}: it holds another model's weights, or is no file of TorchSharp's format.");
                var read = new List<(Tensor target, Tensor value)>();
                for (long i = 0; i < entries; i++)
                {
                    var name = reader.ReadString();
                    var known = own.TryGetValue(name, out var target);
                    if (strict && !known) throw new ArgumentException($"The file holds '{name}', and this module has no parameter or buffer of that name.");
                    var header = TensorFile.ReadHeader(reader);
                    if (known && !(skip?.Contains(name) ?? false))
                    {
                        header.RequireLike(target!, name);
                        read.Add((target!, header.ReadTensor(reader)));
                    }
                    else
                    {
                        header.SkipData(reader);
                    }
                    loadedParameters?.Add(name, known);
                }
                using var still = no_grad();
                foreach (var (target, value) in read) target.copy_(value);
                return this;
            }

            public static Module Create<T>(string path) where T : Module, new() => new T().load(path);
        }
    }
}
