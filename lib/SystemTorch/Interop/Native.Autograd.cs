using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using static TorchSharp.torch;

namespace TorchSharp;

// native/autograd.cpp
internal static partial class Native
{
    [LibraryImport(Lib)] internal static partial Count st_requires_grad(Tensor t);
    [LibraryImport(Lib)] internal static partial Done st_set_requires_grad(Tensor t, int on);
    [LibraryImport(Lib)] internal static partial Count st_is_leaf(Tensor t);
    [LibraryImport(Lib)] internal static partial Done st_retain_grad(Tensor t);
    [LibraryImport(Lib)] internal static partial Count st_has_grad(Tensor t);
    [LibraryImport(Lib)] internal static partial IntPtr st_grad(Tensor t);
    [LibraryImport(Lib)] internal static partial Done st_set_grad(Tensor t, [MarshalUsing(typeof(OptionalTensor))] Tensor? grad);
    [LibraryImport(Lib)] internal static partial Tensor st_detach(Tensor t);
    [LibraryImport(Lib)] internal static partial Done st_detach_(Tensor t);
    [LibraryImport(Lib)] internal static partial Done st_backward(ReadOnlySpan<IntPtr> outputs, long k, ReadOnlySpan<IntPtr> grads, long n, int retain_graph, int create_graph, ReadOnlySpan<IntPtr> inputs, long m);
    [LibraryImport(Lib)] internal static partial IntPtr st_autograd_grad(ReadOnlySpan<IntPtr> outputs, long n, ReadOnlySpan<IntPtr> inputs, long m, ReadOnlySpan<IntPtr> grads, long k, int retain_graph, int create_graph, int allow_unused);
    [LibraryImport(Lib)] internal static partial Done st_zero_grad(ReadOnlySpan<IntPtr> tensors, long n, int set_to_none);
    [LibraryImport(Lib)] internal static partial Count st_is_inference_mode();
    [LibraryImport(Lib)] internal static partial IntPtr st_inference_mode_enter(int on);
    [LibraryImport(Lib)] internal static partial void st_inference_mode_exit(IntPtr guard);
    [LibraryImport(Lib)] internal static partial Count st_is_anomaly_enabled();
    [LibraryImport(Lib)] internal static partial Count st_anomaly_checks_nan();
    [LibraryImport(Lib)] internal static partial Done st_set_anomaly(int on, int check_nan);
}
