using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using static TorchSharp.torch;

[assembly: DisableRuntimeMarshalling]

namespace TorchSharp;

/// <summary>
/// The functions of native/: the files beside this one repeat its files line by line. A <see cref="Tensor"/> goes in as it is and
/// stays alive for the call; what comes back is checked, and an error of libtorch arrives as an exception with libtorch's text.
/// </summary>
internal static partial class Native
{
    private const string Lib = "SystemTorch";

    /// <summary>The exception for a call that failed: <see cref="ExternalException"/> with libtorch's text, as TorchSharp throws.</summary>
    internal static ExternalException Failure() => new(Marshal.PtrToStringUTF8(st_error()) is { Length: > 0 } text ? text : "libtorch failed without a message.");

    /// <summary>The handles of several tensors, for one call. Keep the tensors alive past it.</summary>
    internal static IntPtr[] Handles(IReadOnlyList<Tensor> tensors)
    {
        var handles = new IntPtr[tensors.Count];
        for (var i = 0; i < handles.Length; i++) handles[i] = tensors[i].Handle;
        return handles;
    }

    /// <summary>Takes the tensors out of a list that libtorch returned, null for those that are not defined, and frees the list.</summary>
    internal static Tensor[] TakeList(IntPtr list)
    {
        if (list == IntPtr.Zero) throw Failure();
        try
        {
            var tensors = new Tensor[st_list_size(list)];
            for (var i = 0; i < tensors.Length; i++) tensors[i] = st_list_has(list, i) != 0 ? st_list_get(list, i) : null!;
            return tensors;
        }
        finally
        {
            st_list_delete(list);
        }
    }

    /// <summary>Takes the three tensors out of a list of three.</summary>
    internal static (Tensor, Tensor, Tensor) TakeThree(IntPtr list)
    {
        var tensors = TakeList(list);
        return (tensors[0], tensors[1], tensors[2]);
    }

    /// <summary>Calls with the handles of several tensors, which live until the call has returned.</summary>
    internal static T With<T>(IReadOnlyList<Tensor> tensors, Func<IntPtr[], T> call)
    {
        var result = call(Handles(tensors));
        GC.KeepAlive(tensors);
        return result;
    }

    /// <summary>What stands for an integer that is left out.</summary>
    internal const long Absent = long.MinValue;

    internal static int Int(this bool value) => value ? 1 : 0;

    internal static sbyte Code(this ScalarType? type) => type is { } t ? (sbyte)t : (sbyte)-1;
}

/// <summary>What a call that returns nothing returns: proof that it was checked.</summary>
[NativeMarshalling(typeof(DoneMarshaller))]
internal readonly struct Done;

[CustomMarshaller(typeof(Done), MarshalMode.ManagedToUnmanagedOut, typeof(DoneMarshaller))]
internal static class DoneMarshaller
{
    public static Done ConvertToManaged(int status) => status == 0 ? default : throw Native.Failure();
}

/// <summary>A number that a call returned, -1 standing for failure.</summary>
[NativeMarshalling(typeof(CountMarshaller))]
internal readonly record struct Count(long Value)
{
    public static implicit operator long(Count count) => count.Value;
    public static implicit operator bool(Count count) => count.Value != 0;
}

[CustomMarshaller(typeof(Count), MarshalMode.ManagedToUnmanagedOut, typeof(CountMarshaller))]
internal static class CountMarshaller
{
    public static Count ConvertToManaged(long value) => value != -1 ? new(value) : throw Native.Failure();
}

[CustomMarshaller(typeof(Tensor), MarshalMode.ManagedToUnmanagedIn, typeof(In))]
[CustomMarshaller(typeof(Tensor), MarshalMode.ManagedToUnmanagedOut, typeof(TensorMarshaller))]
internal static class TensorMarshaller
{
    public static Tensor ConvertToManaged(IntPtr handle) => handle != IntPtr.Zero ? new(handle) : throw Native.Failure();

    public ref struct In
    {
        private Tensor tensor;

        public void FromManaged(Tensor managed) => tensor = managed ?? throw new NullReferenceException("A tensor is needed here, and null was given.");
        public readonly IntPtr ToUnmanaged() => tensor.Handle;

        // The finalizer of a tensor that nothing else refers to must not run while libtorch reads it.
        public readonly void Free() => GC.KeepAlive(tensor);
    }
}

[CustomMarshaller(typeof(Tensor), MarshalMode.ManagedToUnmanagedIn, typeof(In))]
internal static class OptionalTensor
{
    public ref struct In
    {
        private Tensor? tensor;

        public void FromManaged(Tensor? managed) => tensor = managed;
        public readonly IntPtr ToUnmanaged() => tensor is null ? IntPtr.Zero : tensor.Handle;
        public readonly void Free() => GC.KeepAlive(tensor);
    }
}

/// <summary>A scalar as native/boundary.h declares it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Number(long Kind, long Integer, double Real)
{
    public static readonly Number None = new(3, 0, 0);
    public static readonly Number One = new(0, 1, 1);

    /// <summary>The number, or none where null stands for "not asked for".</summary>
    public static Number OrNone(Scalar? scalar) => scalar is null ? None : scalar.Number;

    public static implicit operator Number(Scalar scalar) => scalar is not null ? scalar.Number : throw new NullReferenceException("A number is needed here, and null was given.");
    public static implicit operator Number(double value) => new(1, 0, value);
}

/// <summary>One index of several, as native/tensor.cpp declares it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct NativeIndex(long Kind, long Start, long Stop, long Step, IntPtr Tensor);

[CustomMarshaller(typeof(Generator), MarshalMode.ManagedToUnmanagedIn, typeof(In))]
internal static class OptionalGenerator
{
    public ref struct In
    {
        private Generator? generator;

        public void FromManaged(Generator? managed) => generator = managed;
        public readonly IntPtr ToUnmanaged() => generator?.Handle ?? IntPtr.Zero;
        public readonly void Free() => GC.KeepAlive(generator);
    }
}
