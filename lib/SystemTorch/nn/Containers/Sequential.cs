using System.Globalization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Modules one after another, each fed with what the one before gave.</summary>
    public class Sequential : nn.Module<Tensor, Tensor>
    {
        private readonly List<(string name, nn.IModule<Tensor, Tensor> module)> items = [];

        internal Sequential() : base("torch::nn::SequentialImpl") { }

        protected Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules) : this()
        {
            foreach (var (name, module) in modules) append(name, module);
        }

        protected Sequential(params nn.Module<Tensor, Tensor>[] modules) : this()
        {
            foreach (var module in modules) append(module);
        }

        public int Count => items.Count;

        public nn.IModule<Tensor, Tensor> this[int index] => items[index].module;

        public Sequential this[Range index] => this[(index.Start.GetOffset(items.Count), index.End.GetOffset(items.Count))];

        /// <summary>The modules from start to before end, under their names here.</summary>
        public Sequential this[(int? start, int? end) index]
        {
            get
            {
                var (start, end) = (index.start ?? 0, index.end ?? items.Count);
                if (start < 0 || start > items.Count || end < 0 || end > items.Count)
                    throw new IndexOutOfRangeException($"Modules {start} to {end} were asked for, and this sequence has {items.Count}.");
                var part = new Sequential();
                for (var i = start; i < end; i++) part.items.Add(items[i]);
                return part;
            }
        }

        public Sequential append(nn.IModule<Tensor, Tensor> module) => append(items.Count.ToString(CultureInfo.InvariantCulture), module);

        public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
        {
            ArgumentNullException.ThrowIfNull(module);
            items.Add((name, module));
            return this;
        }

        public override IEnumerable<(string name, nn.Module module)> named_children() => items.Select(i => (i.name, (nn.Module)i.module));

        public override IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_persistent = true) => base.named_buffers(recurse, include_persistent);

        public override void train(bool on = true) => base.train(on);

        public override Tensor forward(Tensor tensor)
        {
            if (items.Count == 0) return tensor.alias();
            // What lies between two layers is nobody else's: with gradients libtorch keeps what it needs of it.
            var x = items[0].module.call(tensor);
            for (var i = 1; i < items.Count; i++)
            {
                var next = items[i].module.call(x);
                x.Dispose();
                x = next;
            }
            return x;
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Sequential Sequential() => new();
            public static Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) => Sequence(modules);
            public static Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) => Sequence(modules);
            public static Sequential Sequential(params Tuple<string, Module<Tensor, Tensor>>[] modules) => Sequence(modules.Select(m => (m.Item1, m.Item2)));
            public static Sequential Sequential(IEnumerable<Tuple<string, Module<Tensor, Tensor>>> modules) => Sequence(modules.Select(m => (m.Item1, m.Item2)));
            public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) => Sequential((IEnumerable<Module<Tensor, Tensor>>)modules);
            public static Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) => Sequence(modules.Select((m, i) => (i.ToString(CultureInfo.InvariantCulture), m)));

            private static Sequential Sequence(IEnumerable<(string, Module<Tensor, Tensor>)> modules)
            {
                var sequence = new Sequential();
                foreach (var (name, module) in modules) sequence.append(name, module);
                return sequence;
            }
        }
    }
}
