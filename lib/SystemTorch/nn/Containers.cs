using System.Collections;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Modules one after another, each fed with what the one before gave.</summary>
    public sealed class Sequential : nn.Module<Tensor, Tensor>, IEnumerable<nn.Module<Tensor, Tensor>>
    {
        private readonly List<nn.Module<Tensor, Tensor>> layers = [];

        internal Sequential(IEnumerable<(string name, nn.Module<Tensor, Tensor> module)> modules) : base(nameof(Sequential))
        {
            foreach (var (name, module) in modules) append(name, module);
        }

        public int Count => layers.Count;

        public nn.Module<Tensor, Tensor> this[int index] => layers[index];

        public Sequential append(nn.Module<Tensor, Tensor> module) => append(layers.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), module);

        public Sequential append(string name, nn.Module<Tensor, Tensor> module)
        {
            register_module(name, module);
            layers.Add(module);
            return this;
        }

        public override Tensor forward(Tensor tensor)
        {
            if (layers.Count == 0) return tensor.alias();
            // What lies between two layers is nobody else's: with gradients libtorch keeps what it needs of it.
            var x = layers[0].call(tensor);
            for (var i = 1; i < layers.Count; i++)
            {
                var next = layers[i].call(x);
                x.Dispose();
                x = next;
            }
            return x;
        }

        public IEnumerator<nn.Module<Tensor, Tensor>> GetEnumerator() => layers.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>Modules in a list, named by their index.</summary>
    public sealed class ModuleList<T> : nn.Module, IReadOnlyList<T> where T : nn.Module
    {
        private readonly List<T> items = [];

        internal ModuleList(IEnumerable<T> modules) : base("ModuleList")
        {
            foreach (var module in modules) append(module);
        }

        public int Count => items.Count;

        public T this[int index] => items[index];

        public void append(T module)
        {
            register_module(items.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), module);
            items.Add(module);
        }

        public IEnumerator<T> GetEnumerator() => items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) => new(modules);
            public static Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) => new(modules);
            public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) => Sequential((IEnumerable<Module<Tensor, Tensor>>)modules);
            public static Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) =>
                new(modules.Select((m, i) => (i.ToString(System.Globalization.CultureInfo.InvariantCulture), m)));
            public static Sequential Sequential() => new([]);
            public static ModuleList<T> ModuleList<T>(params T[] modules) where T : Module => new(modules);
        }
    }
}
