using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp.Utils
{
    /// <summary>The name under which a field is registered, where it is not the field's own.</summary>
    public class ComponentNameAttribute : Attribute
    {
        public string? Name { get; set; }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A layer or network: parameters, buffers and submodules under names, in the order of their fields.</summary>
            public partial class Module : IDisposable
            {
                private readonly OrderedDictionary<string, Parameter> ownParameters = [];
                private readonly OrderedDictionary<string, (Tensor tensor, bool persistent)> ownBuffers = [];
                private readonly OrderedDictionary<string, Module> ownModules = [];
                private bool componentsRegistered, disposed;

                protected string? name;

                protected Module(string name) => this.name = name;

                public virtual bool training { get; private set; } = true;

                public virtual string GetName() => name ?? GetType().Name;

                // registering

                public virtual void register_parameter(string name, Parameter param)
                {
                    RefuseIfParameterLess("parameter", name);
                    if (param is null || param.IsInvalid) throw new ArgumentNullException(nameof(param), $"Parameter '{name}' is null or was disposed of.");
                    if (!ownParameters.TryAdd(name, param)) throw Twice("parameter", name);
                }

                public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
                {
                    RefuseIfParameterLess("buffer", name);
                    if (tensor is null || tensor.IsInvalid) throw new ArgumentNullException(nameof(tensor), $"Buffer '{name}' is null or was disposed of.");
                    if (!ownBuffers.TryAdd(name, (tensor, persistent))) throw Twice("buffer", name);
                }

                /// <summary>Registers a module; null, or one that was disposed of, takes the name away again.</summary>
                public virtual void register_module(string name, Module submodule)
                {
                    if (submodule is null or { disposed: true })
                    {
                        ownModules.Remove(name);
                        return;
                    }
                    if (submodule is not IParameterLessModule) RefuseIfParameterLess("module with parameters", name);
                    if (string.IsNullOrEmpty(name) || name.Contains('.', StringComparison.Ordinal))
                        throw new ArgumentException($"'{name}' is no name for a module: it must not be empty or contain a dot.", nameof(name));
                    if (ownModules.ContainsKey(name)) throw Twice("module", name);
                    submodule.RegisterComponents();
                    ownModules.Add(name, submodule);
                }

                public void add_module(string name, Module module) => register_module(name, module);

                /// <summary>Registers every field that holds a module, parameter or tensor under the field's name. Call it at the end of a constructor.</summary>
                protected virtual void RegisterComponents()
                {
                    if (componentsRegistered) return;
                    foreach (var field in Fields(GetType()).DistinctBy(field => field.Name))
                    {
                        var component = field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;
                        if (ownModules.ContainsKey(component) || ownParameters.ContainsKey(component) || ownBuffers.ContainsKey(component)) continue;
                        switch (field.GetValue(this))
                        {
                            case Module module: register_module(component, module); break;
                            case Parameter parameter: register_parameter(component, parameter); break;
                            case Tensor tensor: register_buffer(component, tensor); break;
                        }
                    }
                    componentsRegistered = true;
                }

                protected void ConditionallyRegisterParameter(string name, Tensor? value) => ConditionallyRegisterParameter(name, value as Parameter);

                protected void ConditionallyRegisterParameter(string name, Parameter? value)
                {
                    if (value is null) ownParameters.Remove(name);
                    else ownParameters[name] = value;
                }

                protected void ConditionallyRegisterBuffer(string name, Tensor? value, bool persistent = true)
                {
                    if (value is null) ownBuffers.Remove(name);
                    else ownBuffers[name] = (value, persistent);
                }

                protected void ClearModules() => ownModules.Clear();

                /// <summary>Puts a parameter into a module's field and under its name, where no dispose scope owns it; the one before is freed.</summary>
                private protected void Replace(ref Parameter? field, string name, Parameter? value)
                {
                    if (ReferenceEquals(field, value)) return;
                    field?.Dispose();
                    field = value;
                    value?.DetachFromDisposeScope();
                    ConditionallyRegisterParameter(name, value);
                }

                private protected void Replace(ref Tensor? field, string name, Tensor? value)
                {
                    if (ReferenceEquals(field, value)) return;
                    field?.Dispose();
                    field = value;
                    value?.DetachFromDisposeScope();
                    ConditionallyRegisterBuffer(name, value);
                }

                private void RefuseIfParameterLess(string what, string name)
                {
                    if (this is IParameterLessModule) throw new InvalidOperationException($"{GetName()} is declared to have no parameters, so a {what} ('{name}') cannot be registered in it.");
                }

                private static InvalidOperationException Twice(string what, string name) => new($"A {what} named '{name}' is registered already.");

                // A class's own fields, then what it sees of its base, then the base's private ones; those of this library's layers are registered by their properties.
                private static IEnumerable<FieldInfo> Fields(Type type)
                {
                    var library = typeof(Module).Assembly;
                    for (var t = type; t.Assembly != library; t = t.BaseType!)
                    {
                        foreach (var field in t.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Where(f => f.DeclaringType!.Assembly != library))
                            yield return field;
                    }
                }

                // modes and gradients

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

                public void Dispose()
                {
                    Dispose(true);
                    GC.SuppressFinalize(this);
                }

                protected virtual void Dispose(bool disposing)
                {
                    if (!disposing || disposed) return;
                    disposed = true;
                    foreach (var tensor in buffers(recurse: false).Concat(parameters(recurse: false)).ToList()) tensor.Dispose();
                    foreach (var child in children()) child.Dispose();
                }
            }
        }
    }
}
