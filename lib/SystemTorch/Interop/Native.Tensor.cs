using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp;

// native/tensor.cpp
internal static partial class Native
{
    [LibraryImport(Lib)] internal static partial void st_delete(IntPtr t);
    [LibraryImport(Lib)] internal static partial Tensor st_alias(Tensor t);
    [LibraryImport(Lib)] internal static partial Count st_dim(Tensor t);
    [LibraryImport(Lib)] internal static partial Count st_numel(Tensor t);
    [LibraryImport(Lib)] internal static partial Count st_element_size(Tensor t);
    [LibraryImport(Lib)] internal static partial Count st_dtype(Tensor t);
    [LibraryImport(Lib)] internal static partial Count st_size(Tensor t, long dim);
    [LibraryImport(Lib)] internal static partial Done st_sizes(Tensor t, Span<long> result);
    [LibraryImport(Lib)] internal static partial Count st_stride(Tensor t, long dim);
    [LibraryImport(Lib)] internal static partial Done st_strides(Tensor t, Span<long> result);
    [LibraryImport(Lib)] internal static partial Count st_storage_offset(Tensor t);
    [LibraryImport(Lib)] internal static partial Count st_is_contiguous(Tensor t, int channels_last);
    [LibraryImport(Lib)] internal static partial Count st_is_nonzero(Tensor t);
    [LibraryImport(Lib)] internal static partial Count st_promote_types(sbyte a, sbyte b);
    [LibraryImport(Lib)] internal static partial Count st_result_type(Tensor a, Tensor b);
    [LibraryImport(Lib)] internal static partial Count st_can_cast(sbyte from, sbyte to);
    [LibraryImport(Lib)] internal static partial IntPtr st_data(Tensor t);
    [LibraryImport(Lib)] internal static partial Tensor st_clone(Tensor t);
    [LibraryImport(Lib)] internal static partial Tensor st_to_type(Tensor t, sbyte dtype, int copy);
    [LibraryImport(Lib)] internal static partial Tensor st_contiguous(Tensor t, int channels_last);
    [LibraryImport(Lib)] internal static partial Done st_copy_(Tensor t, Tensor source, int non_blocking);
    [LibraryImport(Lib)] internal static partial Done st_fill_(Tensor t, Number value);
    [LibraryImport(Lib)] internal static partial Done st_zero_(Tensor t);
    [LibraryImport(Lib)] internal static partial Done st_set_(Tensor t, Tensor source);
    [LibraryImport(Lib)] internal static partial Done st_set_data(Tensor t, Tensor source);
    [LibraryImport(Lib)] internal static partial Done st_item(Tensor t, out Number result);
}
