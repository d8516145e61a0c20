using System.Runtime.InteropServices;

namespace TorchSharp;

// native/function.cpp
internal static partial class Native
{
    [LibraryImport(Lib)] internal static partial IntPtr st_list_new(ReadOnlySpan<IntPtr> tensors, long n);
    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)] internal static partial void st_fail(string message);
    [LibraryImport(Lib)] internal static unsafe partial IntPtr st_function_apply(ReadOnlySpan<IntPtr> inputs, long n, IntPtr outputs, IntPtr saved, IntPtr dirty, IntPtr constant, int materialize, IntPtr owner, delegate* unmanaged<IntPtr, IntPtr, IntPtr*, long, IntPtr> backward, delegate* unmanaged<IntPtr, void> release);
    [LibraryImport(Lib)] internal static partial IntPtr st_function_saved(IntPtr context);
}
