using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using static TorchSharp.torch;

namespace TorchSharp;

// native/runtime.cpp and native/memory.cpp
internal static partial class Native
{
    [LibraryImport(Lib)] internal static partial IntPtr st_error();
    [LibraryImport(Lib)] internal static partial IntPtr st_version();
    [LibraryImport(Lib)] internal static partial IntPtr st_config();
    [LibraryImport(Lib)] internal static partial Count st_deterministic();
    [LibraryImport(Lib)] internal static partial Done st_set_deterministic(int mode);
    [LibraryImport(Lib)] internal static partial Count st_get_num_threads();
    [LibraryImport(Lib)] internal static partial Done st_set_num_threads(long n);
    [LibraryImport(Lib)] internal static partial Count st_get_num_interop_threads();
    [LibraryImport(Lib)] internal static partial Done st_set_num_interop_threads(long n);
    [LibraryImport(Lib)] internal static partial Count st_hold_blas_to_one_thread();
    [LibraryImport(Lib)] internal static partial Count st_keep_freed_memory();
    [LibraryImport(Lib)] internal static partial Count st_allocated_bytes();
    [LibraryImport(Lib)] internal static partial Count st_is_grad_enabled();
    [LibraryImport(Lib)] internal static partial Done st_set_grad_enabled(int on);
    [LibraryImport(Lib)] internal static partial Count st_autocast_enter(sbyte dtype);
    [LibraryImport(Lib)] internal static partial Done st_autocast_exit(long before);
    [LibraryImport(Lib)] internal static partial IntPtr st_generator_new(long seed);
    [LibraryImport(Lib)] internal static partial IntPtr st_generator_default();
    [LibraryImport(Lib)] internal static partial void st_generator_delete(IntPtr g);
    [LibraryImport(Lib)] internal static partial Done st_generator_set_seed([MarshalUsing(typeof(OptionalGenerator))] Generator? g, long seed);
    [LibraryImport(Lib)] internal static partial long st_generator_seed([MarshalUsing(typeof(OptionalGenerator))] Generator? g);
    [LibraryImport(Lib)] internal static partial Tensor st_generator_get_state([MarshalUsing(typeof(OptionalGenerator))] Generator? g);
    [LibraryImport(Lib)] internal static partial Done st_generator_set_state([MarshalUsing(typeof(OptionalGenerator))] Generator? g, Tensor state);
}
