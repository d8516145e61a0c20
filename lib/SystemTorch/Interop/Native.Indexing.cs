using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp;

// native/indexing.cpp
internal static partial class Native
{
    [LibraryImport(Lib)] internal static partial Tensor st_index(Tensor t, ReadOnlySpan<NativeIndex> index, long n);
    [LibraryImport(Lib)] internal static partial Done st_index_put_(Tensor t, ReadOnlySpan<NativeIndex> index, long n, Tensor value);
    [LibraryImport(Lib)] internal static partial Done st_index_put_scalar_(Tensor t, ReadOnlySpan<NativeIndex> index, long n, Number value);
    [LibraryImport(Lib)] internal static partial Done st_index_accumulate_(Tensor t, ReadOnlySpan<IntPtr> index, long n, Tensor value);
    [LibraryImport(Lib)] internal static partial Tensor st_index_select(Tensor t, long dim, Tensor index);
    [LibraryImport(Lib)] internal static partial Tensor st_index_add(Tensor t, long dim, Tensor index, Tensor source, Number alpha);
    [LibraryImport(Lib)] internal static partial Done st_index_add_(Tensor t, long dim, Tensor index, Tensor source, Number alpha);
    [LibraryImport(Lib)] internal static partial Tensor st_index_copy(Tensor t, long dim, Tensor index, Tensor source);
    [LibraryImport(Lib)] internal static partial Done st_index_copy_(Tensor t, long dim, Tensor index, Tensor source);
    [LibraryImport(Lib)] internal static partial Tensor st_index_fill(Tensor t, long dim, Tensor index, Number value);
    [LibraryImport(Lib)] internal static partial Done st_index_fill_(Tensor t, long dim, Tensor index, Number value);
    [LibraryImport(Lib)] internal static partial Tensor st_gather(Tensor t, long dim, Tensor index);
    [LibraryImport(Lib)] internal static partial Tensor st_scatter(Tensor t, long dim, Tensor index, Tensor source);
    [LibraryImport(Lib)] internal static partial Done st_scatter_(Tensor t, long dim, Tensor index, Tensor source);
    [LibraryImport(Lib)] internal static partial Tensor st_scatter_add(Tensor t, long dim, Tensor index, Tensor source);
    [LibraryImport(Lib)] internal static partial Done st_scatter_add_(Tensor t, long dim, Tensor index, Tensor source);
    [LibraryImport(Lib)] internal static partial Tensor st_select_scatter(Tensor t, Tensor source, long dim, long index);
    [LibraryImport(Lib)] internal static partial Tensor st_slice_scatter(Tensor t, Tensor source, long dim, long start, long end, long step);
    [LibraryImport(Lib)] internal static partial Tensor st_diagonal_scatter(Tensor t, Tensor source, long offset, long a, long b);
    [LibraryImport(Lib)] internal static partial Tensor st_take(Tensor t, Tensor index);
    [LibraryImport(Lib)] internal static partial Tensor st_take_along_dim(Tensor t, Tensor index, long dim);
    [LibraryImport(Lib)] internal static partial Tensor st_masked_select(Tensor t, Tensor mask);
    [LibraryImport(Lib)] internal static partial Tensor st_masked_fill(Tensor t, Tensor mask, Number value);
    [LibraryImport(Lib)] internal static partial Done st_masked_fill_(Tensor t, Tensor mask, Number value);
    [LibraryImport(Lib)] internal static partial Tensor st_masked_scatter(Tensor t, Tensor mask, Tensor source);
    [LibraryImport(Lib)] internal static partial Done st_masked_scatter_(Tensor t, Tensor mask, Tensor source);
    [LibraryImport(Lib)] internal static partial Tensor st_where(Tensor condition, Tensor x, Tensor y);
    [LibraryImport(Lib)] internal static partial IntPtr st_where_list(Tensor condition);
    [LibraryImport(Lib)] internal static partial Tensor st_nonzero(Tensor t);
    [LibraryImport(Lib)] internal static partial Tensor st_argwhere(Tensor t);
}
