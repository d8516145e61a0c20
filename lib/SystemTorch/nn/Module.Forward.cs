using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public interface IModule<T, TResult>
        {
            TResult call(T input1);
        }

        /// <summary>A module whose calls can be watched and changed from outside.</summary>
        public class HookableModule<TPreHook, TPostHook> : Module
        {
            private protected readonly Dictionary<int, TPreHook> preHooks = [];
            private protected readonly Dictionary<int, TPostHook> postHooks = [];
            private int nextHook;

            protected HookableModule(string name) : base(name) { }

            public HookRemover register_forward_hook(TPostHook hook)
            {
                postHooks.Add(++nextHook, hook);
                return new(this, nextHook);
            }

            public HookRemover register_forward_pre_hook(TPreHook hook)
            {
                preHooks.Add(++nextHook, hook);
                return new(this, nextHook);
            }

            public sealed class HookRemover
            {
                private readonly HookableModule<TPreHook, TPostHook> module;
                private readonly int key;

                internal HookRemover(HookableModule<TPreHook, TPostHook> module, int key) => (this.module, this.key) = (module, key);

                public void remove()
                {
                    module.preHooks.Remove(key);
                    module.postHooks.Remove(key);
                }
            }
        }

        /// <summary>A module of one input. Override <c>forward</c>, use <c>call</c>, which runs the hooks too.</summary>
        public abstract class Module<T, TResult> : HookableModule<Func<Module<T, TResult>, T, T>, Func<Module<T, TResult>, T, TResult, TResult>>, IModule<T, TResult>
        {
            protected Module(string name) : base(name) { }

            public abstract TResult forward(T input);

            public TResult call(T input)
            {
                foreach (var hook in preHooks.Values)
                    if (hook(this, input) is { } changed) input = changed;
                var result = forward(input);
                foreach (var hook in postHooks.Values)
                    if (hook(this, input, result) is { } changed) result = changed;
                return result;
            }
        }

        /// <summary>A module of two inputs.</summary>
        public abstract class Module<T1, T2, TResult> : HookableModule<Func<Module<T1, T2, TResult>, T1, T2, (T1, T2)?>, Func<Module<T1, T2, TResult>, T1, T2, TResult, TResult>>
        {
            protected Module(string name) : base(name) { }

            public abstract TResult forward(T1 input1, T2 input2);

            public TResult call(T1 input1, T2 input2)
            {
                foreach (var hook in preHooks.Values)
                    if (hook(this, input1, input2) is { } changed) (input1, input2) = changed;
                var result = forward(input1, input2);
                foreach (var hook in postHooks.Values)
                    if (hook(this, input1, input2, result) is { } changed) result = changed;
                return result;
            }
        }
    }
}

/// <summary>Moving modules to a device or type, with the module's own type kept.</summary>
public static class ModuleExtensionMethods
{
    public static T to<T>(this T module, torch.Device device, bool non_blocking = false) where T : torch.nn.Module => Converted(module, null, device);
    public static T to<T>(this T module, torch.Device device, ScalarType type, bool non_blocking = false) where T : torch.nn.Module => Converted(module, type, device);
    public static T to<T>(this T module, ScalarType type, bool non_blocking = false) where T : torch.nn.Module => Converted(module, type, null);
    public static T to<T>(this T module, string device, bool non_blocking = false) where T : torch.nn.Module => Converted(module, null, new(device));
    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false) where T : torch.nn.Module => Converted(module, null, new(deviceType, deviceIndex));
    public static T cpu<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => module;
    public static T @float<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => Converted(module, ScalarType.Float32, null);
    public static T @double<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => Converted(module, ScalarType.Float64, null);
    public static T bfloat16<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => Converted(module, ScalarType.BFloat16, null);

    private static T Converted<T>(T module, ScalarType? type, torch.Device? device) where T : torch.nn.Module
    {
        module.Convert(type, device);
        return module;
    }
}
