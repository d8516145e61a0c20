using System.Collections;
using System.Diagnostics.CodeAnalysis;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Parameters under names, in order.</summary>
    public class ParameterDict : nn.Module, IDictionary<string, Parameter>, IList<(string, Parameter)>
    {
        private readonly OrderedDictionary<string, Parameter> entries = [];

        public ParameterDict() : base(nameof(ParameterDict)) { }

        public int Count => entries.Count;
        public bool IsReadOnly => false;
        public ICollection<string> Keys => entries.Keys;
        public ICollection<Parameter> Values => entries.Values;

        public Parameter this[string key]
        {
            get => entries[key];
            set => entries[key] = value;
        }

        public (string, Parameter) this[int index]
        {
            get => Pair(entries.GetAt(index));
            set => entries.SetAt(index, value.Item1, value.Item2);
        }

        public IEnumerable<string> keys() => entries.Keys;
        public IEnumerable<Parameter> values() => entries.Values;
        public IEnumerator<(string, Parameter)> items() => GetEnumerator();
        public void Add(string key, Parameter value) => entries.Add(key, value);
        public void Add((string, Parameter) item) => entries.Add(item.Item1, item.Item2);
        public void Add(KeyValuePair<string, Parameter> item) => entries.Add(item.Key, item.Value);
        public void Insert(int index, (string, Parameter) item) => entries.Insert(index, item.Item1, item.Item2);
        public bool Remove(string key) => entries.Remove(key);
        public bool Remove((string, Parameter) item) => entries.Remove(item.Item1);
        public bool Remove(KeyValuePair<string, Parameter> item) => entries.Remove(item.Key);
        public void RemoveAt(int index) => entries.RemoveAt(index);
        public void Clear() => entries.Clear();
        public void clear() => entries.Clear();
        public bool ContainsKey(string key) => entries.ContainsKey(key);
        public bool Contains((string, Parameter) item) => entries.TryGetValue(item.Item1, out var own) && ReferenceEquals(own, item.Item2);
        public bool Contains(KeyValuePair<string, Parameter> item) => entries.ContainsKey(item.Key);
        public int IndexOf((string, Parameter) item) => Contains(item) ? entries.IndexOf(item.Item1) : -1;
        public bool TryGetValue(string key, [MaybeNullWhen(false)] out Parameter value) => entries.TryGetValue(key, out value);
        public void CopyTo((string, Parameter)[] array, int arrayIndex) => entries.Select(Pair).ToList().CopyTo(array, arrayIndex);
        public void CopyTo(KeyValuePair<string, Parameter>[] array, int arrayIndex) => entries.ToList().CopyTo(array, arrayIndex);
        public IEnumerator<(string, Parameter)> GetEnumerator() => entries.Select(Pair).GetEnumerator();

        IEnumerator<KeyValuePair<string, Parameter>> IEnumerable<KeyValuePair<string, Parameter>>.GetEnumerator() => entries.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => entries.GetEnumerator();

        public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse) => entries.Select(Pair);

        public override Parameter? get_parameter(string target) => entries.GetValueOrDefault(target);

        private static (string, Parameter) Pair(KeyValuePair<string, Parameter> item) => (item.Key, item.Value);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static ParameterDict ParameterDict(params (string, Parameter)[] parameters)
            {
                var result = new ParameterDict();
                foreach (var parameter in parameters) result.Add(parameter);
                return result;
            }
        }
    }
}
