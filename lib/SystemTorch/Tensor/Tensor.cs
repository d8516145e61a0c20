using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Utils;
using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>An array of numbers in native memory, with gradients. Owned by the dispose scope it was made in, else by whoever holds it.</summary>
    [System.Runtime.InteropServices.Marshalling.NativeMarshalling(typeof(TensorMarshaller))]
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

        ~Tensor() => Release();

        /// <summary>The native tensor. Throws when this tensor was disposed of.</summary>
        public IntPtr Handle => handle != IntPtr.Zero ? handle : throw new InvalidOperationException("Tensor invalid -- empty handle. It was disposed of, perhaps by the dispose scope that owned it.");

        public bool IsInvalid => handle == IntPtr.Zero;

        /// <summary>How many tensors of the process are alive now.</summary>
        public static long TotalCount => Interlocked.Read(ref live);

        /// <summary>The most tensors that were alive at once.</summary>
        public static long PeakCount => Interlocked.Read(ref peak);

        internal DisposeScope? OwningDisposeScope { get; set; }

        public void Dispose()
        {
            if (handle == IntPtr.Zero) return;
            DisposeScopeManager.ThreadSingleton.Disposed(this);
            Release();
            GC.SuppressFinalize(this);
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

        // shape and type

        public long dim() => st_dim(this);
        public long ndim => st_dim(this);
        public long Dimensions => st_dim(this);
        public long numel() => st_numel(this);
        public long NumberOfElements => st_numel(this);
        public long element_size() => st_element_size(this);
        public long ElementSize => st_element_size(this);
        public ScalarType dtype => (ScalarType)st_dtype(this).Value;
        public Device device => CPU;
        public DeviceType device_type => DeviceType.CPU;
        public int device_index => -1;
        public bool is_cuda => false;
        public bool is_cpu() => true;

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
        public long size(int dim) => shape[Wrap(dim)];

        public long[] stride()
        {
            var strides = new long[dim()];
            st_strides(this, strides);
            return strides;
        }

        public long stride(int dim) => stride()[Wrap(dim)];
        public bool is_contiguous() => st_is_contiguous(this, 0);
        public bool is_floating_point() => dtype is ScalarType.Float32 or ScalarType.Float64 or ScalarType.Float16 or ScalarType.BFloat16;
        public bool is_integral() => dtype is ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64 or ScalarType.Bool;

        private int Wrap(int dim)
        {
            var n = (int)this.dim();
            if (dim >= -n && dim < n) return dim < 0 ? dim + n : dim;
            throw new ArgumentOutOfRangeException(nameof(dim), $"Dimension {dim} of a tensor of {n} dimensions was asked for; it has {-n} to {n - 1}.");
        }

        // copies and conversions

        public Tensor clone() => st_clone(this);
        public Tensor alias() => st_alias(this);
        public Tensor contiguous() => st_contiguous(this, 0);

        public Tensor copy_(Tensor source, bool nonBlocking = false) => After(st_copy_(this, source, nonBlocking.Int()));

        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            var result = st_to_type(this, (sbyte)type, copy.Int());
            if (disposeAfter) Dispose();
            return result;
        }

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => to_type(type, copy, disposeAfter, non_blocking);

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            Require(device);
            return to_type(dtype, copy, disposeAfter, non_blocking);
        }

        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            Require(device);
            return to_type(type, copy, disposeAfter, non_blocking);
        }

        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => to(new Device(device), copy, disposeAfter, non_blocking);
        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => to(new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);
        public Tensor to(Tensor other, bool non_blocking = false) => to_type(other.dtype);
        public Tensor type_as(Tensor tensor) => to_type(tensor.dtype);
        public Tensor cpu() => to_type(dtype);
        public Tensor @bool() => to_type(ScalarType.Bool);
        public Tensor @byte() => to_type(ScalarType.Byte);
        public Tensor @int() => to_type(ScalarType.Int32);
        public Tensor @long() => to_type(ScalarType.Int64);
        public Tensor @float() => to_type(ScalarType.Float32);
        public Tensor @double() => to_type(ScalarType.Float64);
        public Tensor half() => to_type(ScalarType.Float16);
        public Tensor bfloat16() => to_type(ScalarType.BFloat16);

        // values

        public TensorAccessor<T> data<T>() where T : unmanaged => new(this);

        /// <summary>The bytes of a contiguous tensor, in its own memory.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                if (!is_contiguous()) throw new InvalidOperationException("Bytes() called on non-contiguous tensor. Call contiguous() first.");
                return new((void*)DataPointer(), checked((int)(numel() * element_size())));
            }
            set
            {
                if (value.Length != numel() * element_size()) throw new ArgumentException($"{value.Length} bytes cannot fill a tensor of {numel() * element_size()} bytes.", nameof(value));
                value.CopyTo(bytes);
            }
        }

        internal IntPtr DataPointer()
        {
            var data = st_data(this);
            return data != IntPtr.Zero || numel() == 0 ? data : throw Failure();
        }

        public Scalar ToScalar()
        {
            st_item(this, out var number);
            return number.Kind switch { 0 => number.Integer, 1 => number.Real, _ => number.Integer != 0 };
        }

        /// <summary>The one element of this tensor, which must be of type T; the explicit conversions change the type.</summary>
        public T item<T>() where T : unmanaged
        {
            if (numel() != 1) throw new ArgumentException($"item() takes a tensor of one element, and this has shape [{string.Join(", ", shape)}].");
            return data<T>()[0];
        }

        /// <summary>The one element as a number of type T.</summary>
        internal T Convert<T>() where T : unmanaged
        {
            st_item(this, out var n);
            object value = n.Kind == 1 ? n.Real : n.Integer;
            return (T)System.Convert.ChangeType(value, typeof(T), System.Globalization.CultureInfo.InvariantCulture);
        }

        internal Tensor After(Done _) => this;

        public override string ToString() => IsInvalid ? "[disposed tensor]" : $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";

        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);
        public bool Equals(Tensor target) => ReferenceEquals(this, target) || (dtype == target.dtype && shape.AsSpan().SequenceEqual(target.shape) && st_equal(this, target));
        public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
    }
}
