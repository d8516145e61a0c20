using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

/// <summary>The name under which a field is registered, where it is not the field's own.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class ComponentNameAttribute : Attribute
{
    public string? Name { get; set; }
}

public static partial class torch
{
    public static partial class nn
    {
        public static Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);

        /// <summary>A layer or network: parameters, buffers and submodules under names, in the order of their fields.</summary>
        public partial class Module : IDisposable
        {
            private readonly List<(string name, Parameter value)> ownParameters = [];
            private readonly List<(string name, Tensor value, bool persistent)> ownBuffers = [];
            private readonly List<(string name, Module value)> ownModules = [];
            private bool componentsRegistered;

            protected readonly string name;

            protected Module(string name) => this.name = name;

            public bool training { get; private set; } = true;

            public virtual string GetName() => name;

            // registering

            public virtual void register_parameter(string name, Parameter param)
            {
                ArgumentNullException.ThrowIfNull(param);
                RequireNew(name, ownParameters.Any(p => p.name == name), "Parameter");
                ownParameters.Add((name, param));
            }

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                RequireNew(name, ownBuffers.Any(b => b.name == name), "Tensor");
                ownBuffers.Add((name, tensor, persistent));
            }

            public virtual void register_module(string name, Module submodule)
            {
                if (submodule is null)
                {
                    ownModules.RemoveAll(m => m.name == name);
                    return;
                }
                if (string.IsNullOrEmpty(name)) throw new ArgumentException("module name can't be empty string \"\"", nameof(name));
                if (name.Contains('.', StringComparison.Ordinal)) throw new ArgumentException($"module name can't contain \".\", got: {name}", nameof(name));
                RequireNew(name, ownModules.Any(m => m.name == name), "Sub-module");
                submodule.RegisterComponents();
                ownModules.Add((name, submodule));
            }

            public void add_module(string name, Module module) => register_module(name, module);

            private static void RequireNew(string name, bool known, string what)
            {
                if (known) throw new InvalidOperationException($"{what} {name} is already registered.");
            }

            /// <summary>Registers every field that holds a module, parameter or tensor under the field's name. Call it at the end of a constructor.</summary>
            protected virtual void RegisterComponents()
            {
                if (componentsRegistered) return;
                componentsRegistered = true;
                foreach (var field in Fields(GetType()))
                {
                    var component = field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;
                    if (IsRegistered(component)) continue;
                    switch (field.GetValue(this))
                    {
                        case Module module: register_module(component, module); break;
                        case Parameter parameter: register_parameter(component, parameter); break;
                        case Tensor tensor: register_buffer(component, tensor); break;
                    }
                }
            }

            private bool IsRegistered(string component) =>
                ownModules.Any(m => m.name == component) || ownParameters.Any(p => p.name == component) || ownBuffers.Any(b => b.name == component);

            private static IEnumerable<FieldInfo> Fields(Type type)
            {
                for (var t = type; t != null && t != typeof(Module); t = t.BaseType)
                {
                    if (t.Namespace == typeof(Conv2d).Namespace && t.Assembly == typeof(Module).Assembly) continue;
                    foreach (var field in t.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                        yield return field;
                }
            }

            // walking

            public virtual IEnumerable<(string name, Module module)> named_children() => ownModules.Select(m => (m.name, m.value));

            public virtual IEnumerable<Module> children() => named_children().Select(c => c.module);

            /// <summary>All modules below this one: first its children, then those of each child.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules() =>
                named_children().Concat(named_children().SelectMany(c => c.module.named_modules().Select(m => ($"{c.name}.{m.name}", m.module))));

            public virtual IEnumerable<Module> modules() => named_modules().Select(m => m.module);

            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var own = ownParameters.Select(p => (p.name, p.value));
                var all = recurse ? own.Concat(named_children().SelectMany(c => c.module.named_parameters().Select(p => ($"{c.name}.{p.name}", p.parameter)))) : own;
                return all.DistinctBy(p => p.Item2, ReferenceEqualityComparer.Instance);
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(p => p.parameter);

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var own = ownBuffers.Where(b => include_nonpersistent || b.persistent).Select(b => (b.name, b.value));
                return recurse ? own.Concat(named_children().SelectMany(c => c.module.named_buffers(true, include_nonpersistent).Select(b => ($"{c.name}.{b.name}", b.buffer)))) : own;
            }

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) => named_buffers(recurse, include_nonpersistent).Select(b => b.buffer);

            public Parameter? get_parameter(string target) => named_parameters().Where(p => p.name == target).Select(p => p.parameter).FirstOrDefault();

            public Tensor? get_buffer(string target) => named_buffers().Where(b => b.name == target).Select(b => b.buffer).FirstOrDefault();

            public virtual Module apply(Action<Module> fn)
            {
                foreach (var child in children()) child.apply(fn);
                fn(this);
                return this;
            }

            // modes

            public virtual void train(bool train = true)
            {
                training = train;
                foreach (var child in children()) child.train(train);
            }

            public virtual void eval() => train(false);

            public virtual void zero_grad(bool set_to_none = true)
            {
                var all = parameters().ToArray();
                var handles = Native.Handles(all);
                Native.st_zero_grad(handles, handles.Length, set_to_none.Int());
                GC.KeepAlive(all);
            }

            internal void Convert(ScalarType? type, Device? device)
            {
                Require(device);
                if (type is not { } wanted) return;
                using var scope = NewDisposeScope();
                using var still = no_grad();
                foreach (var t in parameters().Concat(buffers()).Where(t => t.is_floating_point() && t.dtype != wanted))
                    Native.st_set_data(t, t.to_type(wanted));
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing) return;
                foreach (var p in ownParameters) p.value.Dispose();
                foreach (var b in ownBuffers) b.value.Dispose();
                foreach (var m in ownModules) m.value.Dispose();
            }
        }
    }
}
