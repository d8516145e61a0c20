using System.Collections;
using TorchSharp.Utils;
using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public TensorAccessor<T> data<T>() where T : unmanaged => new(this);

        public Scalar ToScalar()
        {
            st_item(this, out var number);
            return new(number);
        }

        /// <summary>The one element of this tensor, which must be of type T; the explicit conversions change the type.</summary>
        public T item<T>() where T : unmanaged =>
            numel() == 1 ? data<T>()[0] : throw new ArgumentException($"item() takes a tensor of one element, and this has shape [{string.Join(", ", shape)}].");

        public object tolist()
        {
            if (ndim == 0) return ToScalar();
            var list = new ArrayList();
            foreach (var part in unbind())
            {
                using (part) list.Add(part.tolist());
            }
            return list;
        }

        public static explicit operator bool(Tensor value) => value.ToBoolean();
        public static explicit operator byte(Tensor value) => value.ToByte();
        public static explicit operator sbyte(Tensor value) => value.ToSByte();
        public static explicit operator short(Tensor value) => value.ToInt16();
        public static explicit operator int(Tensor value) => value.ToInt32();
        public static explicit operator long(Tensor value) => value.ToInt64();
        public static explicit operator float(Tensor value) => value.ToSingle();
        public static explicit operator double(Tensor value) => value.ToDouble();

        // one element by its number in row order

        public T ReadCpuValue<T>(long i) where T : unmanaged => data<T>().At(i);
        public bool ReadCpuBool(long i) => ReadCpuValue<bool>(i);
        public byte ReadCpuByte(long i) => ReadCpuValue<byte>(i);
        public sbyte ReadCpuSByte(long i) => ReadCpuValue<sbyte>(i);
        public short ReadCpuInt16(long i) => ReadCpuValue<short>(i);
        public int ReadCpuInt32(long i) => ReadCpuValue<int>(i);
        public long ReadCpuInt64(long i) => ReadCpuValue<long>(i);
        public float ReadCpuSingle(long i) => ReadCpuValue<float>(i);
        public double ReadCpuDouble(long i) => ReadCpuValue<double>(i);
        public float ReadCpuFloat16(long i) => i < numel() ? (float)ReadCpuValue<Half>(i) : throw TooFar(i);
        public float ReadCpuBFloat16(long i) => i < numel() ? ReadCpuValue<BFloat16>(i).ToSingle() : throw TooFar(i);

        private IndexOutOfRangeException TooFar(long i) => new($"Element {i} was asked of a tensor of {numel()} elements.");

        // the memory as it is

        /// <summary>The bytes of a contiguous tensor, in its own memory.</summary>
        public unsafe Span<byte> bytes
        {
            get => new((void*)Memory(), ByteCount);
            set
            {
                var memory = Memory();
                if (value.Length != ByteCount) throw new ArgumentException($"{value.Length} bytes cannot fill a tensor of {ByteCount} bytes.", nameof(value));
                value.CopyTo(new((void*)memory, value.Length));
            }
        }

        public unsafe void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            stream.Write(new ReadOnlySpan<byte>((void*)Memory(), ByteCount));
            GC.KeepAlive(this);
        }

        public unsafe void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            stream.ReadExactly(new Span<byte>((void*)Memory(), ByteCount));
            GC.KeepAlive(this);
        }

        private int ByteCount =>
            numel() * element_size() is <= int.MaxValue and var count ? (int)count : throw new ArgumentException("A span holds at most 2 GB, and this tensor is larger; take it in parts with narrow().");

        private IntPtr Memory() =>
            is_contiguous() ? DataPointer() : throw new InvalidOperationException("The bytes of a tensor that is not contiguous were asked for. Call contiguous() first.");

        internal IntPtr DataPointer()
        {
            var data = st_data(this);
            return data != IntPtr.Zero || numel() == 0 ? data : throw Failure();
        }
    }
}
