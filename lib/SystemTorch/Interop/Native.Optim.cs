using System.Runtime.InteropServices;

namespace TorchSharp;

// native/optim.cpp
internal static partial class Native
{
    [LibraryImport(Lib)] internal static partial Done st_sgd_step(ReadOnlySpan<IntPtr> p, Span<IntPtr> tensors, Span<double> numbers, long n, ReadOnlySpan<double> options);
    [LibraryImport(Lib)] internal static partial Done st_adam_step(ReadOnlySpan<IntPtr> p, Span<IntPtr> tensors, Span<double> numbers, long n, ReadOnlySpan<double> options);
    [LibraryImport(Lib)] internal static partial Done st_adamw_step(ReadOnlySpan<IntPtr> p, Span<IntPtr> tensors, Span<double> numbers, long n, ReadOnlySpan<double> options);
    [LibraryImport(Lib)] internal static partial Done st_rmsprop_step(ReadOnlySpan<IntPtr> p, Span<IntPtr> tensors, Span<double> numbers, long n, ReadOnlySpan<double> options);
    [LibraryImport(Lib)] internal static partial Done st_adagrad_step(ReadOnlySpan<IntPtr> p, Span<IntPtr> tensors, Span<double> numbers, long n, ReadOnlySpan<double> options);
    [LibraryImport(Lib)] internal static partial Done st_adadelta_step(ReadOnlySpan<IntPtr> p, Span<IntPtr> tensors, Span<double> numbers, long n, ReadOnlySpan<double> options);
    [LibraryImport(Lib)] internal static partial Done st_adamax_step(ReadOnlySpan<IntPtr> p, Span<IntPtr> tensors, Span<double> numbers, long n, ReadOnlySpan<double> options);
    [LibraryImport(Lib)] internal static partial Done st_nadam_step(ReadOnlySpan<IntPtr> p, Span<IntPtr> tensors, Span<double> numbers, long n, ReadOnlySpan<double> options);
    [LibraryImport(Lib)] internal static partial Done st_radam_step(ReadOnlySpan<IntPtr> p, Span<IntPtr> tensors, Span<double> numbers, long n, ReadOnlySpan<double> options);
    [LibraryImport(Lib)] internal static partial Done st_asgd_step(ReadOnlySpan<IntPtr> p, Span<IntPtr> tensors, Span<double> numbers, long n, ReadOnlySpan<double> options);
    [LibraryImport(Lib)] internal static partial Done st_rprop_step(ReadOnlySpan<IntPtr> p, Span<IntPtr> tensors, Span<double> numbers, long n, ReadOnlySpan<double> options);
}
