using System.Collections;
using System.Globalization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Parameters in a list, named by their index.</summary>
    public class ParameterList : nn.Module, IList<Parameter>
    {
        private readonly List<Parameter> items = [];

        public ParameterList(params Parameter[] parameters) : base(nameof(ParameterList)) => items.AddRange(parameters ?? []);

        public int Count => items.Count;
        public bool IsReadOnly => false;

        public Parameter this[int index]
        {
            get => items[index];
            set => items[index] = value;
        }

        public void Add(Parameter item) => items.Add(item);
        public void append(params Parameter[] parameters) => items.AddRange(parameters ?? []);
        public void extend(IEnumerable<Parameter> parameters) => items.AddRange(parameters);
        public void Insert(int index, Parameter item) => items.Insert(index, item);
        public bool Remove(Parameter item) => items.Remove(item);
        public void RemoveAt(int index) => items.RemoveAt(index);
        public void Clear() => items.Clear();
        public bool Contains(Parameter item) => items.Contains(item);
        public int IndexOf(Parameter item) => items.IndexOf(item);
        public void CopyTo(Parameter[] array, int arrayIndex) => items.CopyTo(array, arrayIndex);
        public IEnumerator<Parameter> GetEnumerator() => items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) => items.Select((p, i) => (i.ToString(CultureInfo.InvariantCulture), p));

        public override Parameter? get_parameter(string target) => int.TryParse(target, CultureInfo.InvariantCulture, out var i) && i >= 0 && i < items.Count ? items[i] : null;
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static ParameterList ParameterList(params Parameter[] parameters) => new(parameters);
        }
    }
}
