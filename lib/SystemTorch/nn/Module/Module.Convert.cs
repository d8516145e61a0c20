using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>Changes the type of parameters, their gradients and buffers in place; whole numbers stay what they are.</summary>
            internal void Convert(ScalarType? type, Device? device)
            {
                if (this is IParameterLessModule) return;
                Require(device);
                if (type is not { } wanted) return;
                if (!Inexact(wanted)) throw new ArgumentException($"A module holds floating point or complex numbers, and {wanted} was asked for.", nameof(type));
                using var scope = NewDisposeScope();
                using var still = no_grad();
                foreach (var t in parameters().Concat(buffers()).Where(t => Inexact(t.dtype) && t.dtype != wanted).ToList())
                {
                    var grad = t.grad;
                    Native.st_set_data(t, t.to_type(wanted));
                    if (grad is not null) t.grad = grad.to_type(wanted);
                }
            }

            private static bool Inexact(ScalarType type) => type is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16
                or ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;
        }
    }
}

/// <summary>Moving modules to a device or type, with the module's own type kept.</summary>
public static class ModuleExtensionMethods
{
    public static T to<T>(this T module, Device device, bool non_blocking = false) where T : nn.Module => Converted(module, null, device);
    public static T to<T>(this T module, Device device, ScalarType type, bool non_blocking = false) where T : nn.Module => Converted(module, type, device);
    public static T to<T>(this T module, ScalarType type, bool non_blocking = false) where T : nn.Module => Converted(module, type, null);
    public static T to<T>(this T module, string device, bool non_blocking = false) where T : nn.Module => Converted(module, null, new(device));
    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false) where T : nn.Module => Converted(module, null, new(deviceType, deviceIndex));
    public static T to<T>(this T module, Tensor other, bool non_blocking = false) where T : nn.Module => Converted(module, other.dtype, other.device);
    public static T cpu<T>(this T module, bool non_blocking = false) where T : nn.Module => Converted(module, null, CPU);
    public static T cuda<T>(this T module, int deviceIndex = -1, bool non_blocking = false) where T : nn.Module => Converted(module, null, new(DeviceType.CUDA, deviceIndex));
    public static T @bool<T>(this T module, bool non_blocking = false) where T : nn.Module => Converted(module, ScalarType.Bool, null);
    public static T @byte<T>(this T module, bool non_blocking = false) where T : nn.Module => Converted(module, ScalarType.Byte, null);
    public static T @char<T>(this T module, bool non_blocking = false) where T : nn.Module => Converted(module, ScalarType.Int8, null);
    public static T @short<T>(this T module, bool non_blocking = false) where T : nn.Module => Converted(module, ScalarType.Int16, null);
    public static T @int<T>(this T module, bool non_blocking = false) where T : nn.Module => Converted(module, ScalarType.Int32, null);
    public static T @long<T>(this T module, bool non_blocking = false) where T : nn.Module => Converted(module, ScalarType.Int64, null);
    public static T half<T>(this T module, bool non_blocking = false) where T : nn.Module => Converted(module, ScalarType.Float16, null);
    public static T bfloat16<T>(this T module, bool non_blocking = false) where T : nn.Module => Converted(module, ScalarType.BFloat16, null);
    public static T @float<T>(this T module, bool non_blocking = false) where T : nn.Module => Converted(module, ScalarType.Float32, null);
    public static T @double<T>(this T module, bool non_blocking = false) where T : nn.Module => Converted(module, ScalarType.Float64, null);
    public static T cfloat<T>(this T module, bool non_blocking = false) where T : nn.Module => Converted(module, ScalarType.ComplexFloat32, null);
    public static T cdouble<T>(this T module, bool non_blocking = false) where T : nn.Module => Converted(module, ScalarType.ComplexFloat64, null);

    private static T Converted<T>(T module, ScalarType? type, Device? device) where T : nn.Module
    {
        module.Convert(type, device);
        return module;
    }
}
