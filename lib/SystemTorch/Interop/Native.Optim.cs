using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp;

// native/optim.cpp
internal static partial class Native
{
    [LibraryImport(Lib)] internal static partial Done st_adam_step(ReadOnlySpan<IntPtr> p, ReadOnlySpan<IntPtr> m, ReadOnlySpan<IntPtr> v, ReadOnlySpan<IntPtr> top, long n, int amsgrad, long step, double lr, double beta1, double beta2, double eps, double weight_decay, int decoupled, int maximize);
    [LibraryImport(Lib)] internal static partial Done st_sgd_step(ReadOnlySpan<IntPtr> p, ReadOnlySpan<IntPtr> velocity, long n, double lr, double momentum, double dampening, double weight_decay, int nesterov, int maximize, int first);
}
