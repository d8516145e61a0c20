using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using static TorchSharp.torch;

namespace TorchSharp;

// native/factories.cpp
internal static partial class Native
{
    [LibraryImport(Lib)] internal static partial Tensor st_empty(ReadOnlySpan<long> size, long n, sbyte dtype);
    [LibraryImport(Lib)] internal static partial Tensor st_zeros(ReadOnlySpan<long> size, long n, sbyte dtype);
    [LibraryImport(Lib)] internal static partial Tensor st_ones(ReadOnlySpan<long> size, long n, sbyte dtype);
    [LibraryImport(Lib)] internal static partial Tensor st_full(ReadOnlySpan<long> size, long n, Number value, sbyte dtype);
    [LibraryImport(Lib)] internal static partial Tensor st_empty_strided(ReadOnlySpan<long> size, long n, ReadOnlySpan<long> strides, long m, sbyte dtype);
    [LibraryImport(Lib)] internal static partial Tensor st_empty_like(Tensor t, sbyte dtype);
    [LibraryImport(Lib)] internal static partial Tensor st_zeros_like(Tensor t, sbyte dtype);
    [LibraryImport(Lib)] internal static partial Tensor st_ones_like(Tensor t, sbyte dtype);
    [LibraryImport(Lib)] internal static partial Tensor st_full_like(Tensor t, Number value, sbyte dtype);
    [LibraryImport(Lib)] internal static partial Tensor st_arange(Number start, Number stop, Number step, sbyte dtype);
    [LibraryImport(Lib)] internal static partial Tensor st_linspace(double start, double stop, long steps, sbyte dtype);
    [LibraryImport(Lib)] internal static partial Tensor st_logspace(double start, double stop, long steps, double @base, sbyte dtype);
    [LibraryImport(Lib)] internal static partial Tensor st_eye(long rows, long columns, sbyte dtype);
    [LibraryImport(Lib)] internal static partial Tensor st_tril_indices(long rows, long columns, long offset, sbyte dtype);
    [LibraryImport(Lib)] internal static partial Tensor st_triu_indices(long rows, long columns, long offset, sbyte dtype);
    [LibraryImport(Lib)] internal static partial Tensor st_rand(ReadOnlySpan<long> size, long n, sbyte dtype, [MarshalUsing(typeof(OptionalGenerator))] Generator? g);
    [LibraryImport(Lib)] internal static partial Tensor st_randn(ReadOnlySpan<long> size, long n, sbyte dtype, [MarshalUsing(typeof(OptionalGenerator))] Generator? g);
    [LibraryImport(Lib)] internal static partial Tensor st_randint(long low, long high, ReadOnlySpan<long> size, long n, sbyte dtype, [MarshalUsing(typeof(OptionalGenerator))] Generator? g);
    [LibraryImport(Lib)] internal static partial Tensor st_randperm(long n, sbyte dtype, [MarshalUsing(typeof(OptionalGenerator))] Generator? g);
    [LibraryImport(Lib)] internal static partial Done st_randperm_out(Tensor @out, long n, [MarshalUsing(typeof(OptionalGenerator))] Generator? g);
    [LibraryImport(Lib)] internal static partial Tensor st_rand_like(Tensor t, sbyte dtype);
    [LibraryImport(Lib)] internal static partial Tensor st_randn_like(Tensor t, sbyte dtype);
    [LibraryImport(Lib)] internal static partial Tensor st_randint_like(Tensor t, long low, long high, sbyte dtype);
    [LibraryImport(Lib)] internal static unsafe partial Tensor st_from_bytes(void* data, ReadOnlySpan<long> size, long n, sbyte dtype);
    [LibraryImport(Lib)] internal static unsafe partial Tensor st_share(void* data, ReadOnlySpan<long> size, long n, sbyte dtype, IntPtr owner, delegate* unmanaged<IntPtr, void> release);
}
