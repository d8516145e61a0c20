using System.Runtime.InteropServices.Marshalling;
using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>An array of numbers in native memory, with gradients. Owned by the dispose scope it was made in, else by whoever holds it.</summary>
    [NativeMarshalling(typeof(TensorMarshaller))]
    public partial class Tensor : IDisposable
    {
        private static long live, peak;

        private IntPtr handle;
        internal int slot = -1;

        internal Tensor(IntPtr handle)
        {
            this.handle = handle;
            var count = Interlocked.Increment(ref live);
            if (count > Volatile.Read(ref peak)) Volatile.Write(ref peak, count);
            DisposeScopeManager.ThreadSingleton.Register(this);
        }

        /// <summary>Takes the native tensor and the place in a scope, if any, of another tensor, which is empty afterwards.</summary>
        private protected Tensor(Tensor data)
        {
            handle = data.Handle;
            data.handle = IntPtr.Zero;
            GC.SuppressFinalize(data);
            if (data.OwningDisposeScope is not { } scope) return;
            scope.Remove(data);
            data.OwningDisposeScope = null;
            scope.Add(this);
        }

        private Tensor() => GC.SuppressFinalize(this);

        ~Tensor() => Release();

        /// <summary>A tensor that is none, as a disposed one: what stands for a gradient that does not exist.</summary>
        internal static Tensor Nothing() => new();

        /// <summary>The native tensor. Throws when this tensor was disposed of.</summary>
        public IntPtr Handle => handle != IntPtr.Zero ? handle : throw new InvalidOperationException("Tensor invalid -- empty handle. It was disposed of, perhaps by the dispose scope that owned it.");

        public bool IsInvalid => handle == IntPtr.Zero;

        /// <summary>How many tensors of the process are alive now.</summary>
        public static long TotalCount => Interlocked.Read(ref live);

        /// <summary>The most tensors that were alive at once.</summary>
        public static long PeakCount => Interlocked.Read(ref peak);

        internal DisposeScope? OwningDisposeScope { get; set; }

        public string? name { get; set; }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (handle == IntPtr.Zero) return;
            DisposeScopeManager.ThreadSingleton.Disposed(this);
            Release();
        }

        private void Release()
        {
            var released = Interlocked.Exchange(ref handle, IntPtr.Zero);
            if (released == IntPtr.Zero) return;
            st_delete(released);
            Interlocked.Decrement(ref live);
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is { } owner) owner.MoveToOther(other, this);
            else other?.Attach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        [Obsolete("The name misspells DetachFromDisposeScope.")]
        public Tensor DetatchFromDisposeScope() => DetachFromDisposeScope();

        // shape and type

        public long dim() => st_dim(this);
        public long ndim => st_dim(this);
        public long Dimensions => st_dim(this);
        public long numel() => st_numel(this);
        public long NumberOfElements => st_numel(this);
        public long element_size() => st_element_size(this);
        public long ElementSize => st_element_size(this);
        public ScalarType dtype => (ScalarType)st_dtype(this).Value;
        public Device device => new(device_type);
        public int device_index => Living(-1);
        public DeviceType device_type => Living(DeviceType.CPU);
        public bool is_cuda => Living(false);
        public bool is_cpu() => Living(true);
        public bool is_meta => Living(false);
        public bool is_sparse => Living(false);

        // What is the same for every tensor of this stack, but asked of a living one.
        private T Living<T>(T value) => Handle != IntPtr.Zero ? value : default!;

        public long[] shape
        {
            get
            {
                var sizes = new long[dim()];
                st_sizes(this, sizes);
                return sizes;
            }
        }

        public long[] size() => shape;
        public long size(int dim) => st_size(this, dim);

        public long[] stride()
        {
            var strides = new long[dim()];
            st_strides(this, strides);
            return strides;
        }

        public long stride(int dim) => st_stride(this, dim);
        public long storage_offset() => st_storage_offset(this);
        public bool is_contiguous() => st_is_contiguous(this, 0);
        public bool is_floating_point() => torch.is_floating_point(dtype);
        public bool is_integral() => torch.is_integral(dtype);
        public bool is_complex() => torch.is_complex(dtype);

        // copies and conversions

        public Tensor clone() => st_clone(this);
        public Tensor alias() => st_alias(this);
        public Tensor contiguous() => st_contiguous(this, 0);
        public Tensor copy_(Tensor source, bool nonBlocking = false) => After(st_copy_(this, source, nonBlocking.Int()));
        public Tensor set_(Tensor source) => After(st_set_(this, source));
        public Tensor fill_(Scalar value) => After(st_fill_(this, value));

        // As in TorchSharp, this one, tril_ and triu_ return another object of the same memory.
        public Tensor zero_() => After(st_zero_(this)).alias();

        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            var result = st_to_type(this, (sbyte)type, copy.Int());
            if (disposeAfter) Dispose();
            return result;
        }

        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            Require(device);
            return to_type(type, copy, disposeAfter, non_blocking);
        }

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => to_type(type, copy, disposeAfter, non_blocking);
        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => to(dtype, device, copy, disposeAfter, non_blocking);
        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => to(new Device(device), copy, disposeAfter, non_blocking);
        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => to(new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        // TorchSharp takes non_blocking as "copy" here, and code may count on a copy of its own.
        public Tensor to(Tensor other, bool non_blocking = false) => to_type(other.dtype, copy: non_blocking);
        public Tensor type_as(Tensor tensor) => to_type(tensor.dtype);
        public Tensor type(ScalarType dtype) => to_type(dtype);
        public Tensor type(Func<Tensor, Tensor> typeFunc) => typeFunc(this);
        public Tensor cpu() => to_type(dtype);
        public Tensor cuda(Device? device = null, bool non_blocking = false) => to(device ?? new Device(DeviceType.CUDA), non_blocking: non_blocking);
        public Tensor @bool() => to_type(ScalarType.Bool);
        public Tensor @byte() => to_type(ScalarType.Byte);
        public Tensor @char() => to_type(ScalarType.Int8);
        public Tensor @short() => to_type(ScalarType.Int16);
        public Tensor @int() => to_type(ScalarType.Int32);
        public Tensor @long() => to_type(ScalarType.Int64);
        public Tensor half() => to_type(ScalarType.Float16);
        public Tensor bfloat16() => to_type(ScalarType.BFloat16);
        public Tensor @float() => to_type(ScalarType.Float32);
        public Tensor @double() => to_type(ScalarType.Float64);

        internal Tensor After(Done _) => this;
    }
}
