using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // What a module contains, under names joined by dots.
        public partial class Module
        {
            public virtual IEnumerable<(string name, Module module)> named_children() => ownModules.Select(m => (m.Key, m.Value));

            public virtual IEnumerable<Module> children() => named_children().Select(c => c.module);

            /// <summary>All modules below this one: first its children, then those of each child.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules() =>
                named_children().Concat(named_children().SelectMany(c => c.module.named_modules().Select(m => ($"{c.name}.{m.name}", m.module))));

            public virtual IEnumerable<Module> modules() => named_modules().Select(m => m.module);

            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) =>
                Alive(ownParameters.Select(p => (p.Key, p.Value)), recurse, child => child.named_parameters());

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(p => p.parameter);

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true) =>
                Alive(ownBuffers.Where(b => include_nonpersistent || b.Value.persistent).Select(b => (b.Key, b.Value.tensor)), recurse,
                    child => child.named_buffers(true, include_nonpersistent));

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) => named_buffers(recurse, include_nonpersistent).Select(b => b.buffer);

            public virtual Parameter? get_parameter(string target) => ownParameters.TryGetValue(target, out var own) ? own : Below(target, (child, rest) => child.get_parameter(rest));

            public virtual Tensor? get_buffer(string target) => ownBuffers.TryGetValue(target, out var own) ? own.tensor : Below(target, (child, rest) => child.get_buffer(rest));

            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            public virtual Module apply(Action<Module> fn)
            {
                foreach (var child in children()) child.apply(fn);
                fn(this);
                return this;
            }

            // A tensor that two modules share is counted once, under its first name.
            private IEnumerable<(string, T)> Alive<T>(IEnumerable<(string, T)> own, bool recurse, Func<Module, IEnumerable<(string, T)>> of) where T : Tensor
            {
                var below = recurse ? named_children().SelectMany(c => of(c.module).Select(t => ($"{c.name}.{t.Item1}", t.Item2))) : [];
                return own.Concat(below).Where(t => !t.Item2.IsInvalid).DistinctBy(t => t.Item2, ReferenceEqualityComparer.Instance);
            }

            private T? Below<T>(string target, Func<Module, string, T?> find) where T : class
            {
                var dot = target.IndexOf('.', StringComparison.Ordinal);
                if (dot < 0) return null;
                return named_children().Where(c => c.name == target[..dot]).Select(c => find(c.module, target[(dot + 1)..])).FirstOrDefault(found => found is not null);
            }
        }
    }
}
