using static TorchSharp.torch;

namespace TorchSharp
{
    /// <summary>TorchSharp's own file format of a tensor: type, rank and sizes as numbers of seven bits a byte, then the elements' bytes.</summary>
    internal static class TensorFile
    {
        public readonly record struct Header(ScalarType Type, long[] Shape, long Bytes)
        {
            private string Sizes => string.Join(", ", Shape);

            public void RequireLike(Tensor tensor, string name)
            {
                if (tensor.dtype != Type || !tensor.shape.AsSpan().SequenceEqual(Shape))
                    throw new ArgumentException($"'{name}' is {Type} of shape [{Sizes}] in the file, and {tensor.dtype} of shape [{string.Join(", ", tensor.shape)}] where it should go.");
            }

            public Tensor ReadTensor(BinaryReader reader)
            {
                var tensor = empty(Shape, dtype: Type);
                ReadExactly(reader, tensor.bytes);
                return tensor;
            }

            public void SkipData(BinaryReader reader)
            {
                var buffer = new byte[Math.Min(Bytes, 1 << 16)];
                for (var left = Bytes; left > 0; left -= buffer.Length) ReadExactly(reader, buffer.AsSpan(0, (int)Math.Min(left, buffer.Length)));
            }

            private void ReadExactly(BinaryReader reader, Span<byte> bytes)
            {
                try
                {
                    reader.BaseStream.ReadExactly(bytes);
                }
                catch (EndOfStreamException e)
                {
                    throw new EndOfStreamException($"The file ends inside a tensor of shape [{Sizes}]: it was cut short.", e);
                }
            }
        }

        public static void Write(Tensor tensor, BinaryWriter writer)
        {
            using var scope = NewDisposeScope();
            var t = tensor.detach().contiguous();
            writer.Write7BitEncodedInt64((long)t.dtype);
            var sizes = t.shape;
            writer.Write7BitEncodedInt64(sizes.Length);
            foreach (var s in sizes) writer.Write7BitEncodedInt64(s);
            writer.Write(t.bytes);
        }

        public static Header ReadHeader(BinaryReader reader)
        {
            var type = ReadCount(reader);
            var rank = ReadCount(reader);
            if (type is < 0 or > sbyte.MaxValue || !Enum.IsDefined((ScalarType)type) || rank is < 0 or > 64)
                throw new ArgumentException($"This is no tensor of TorchSharp's format: its type is {type} and its rank {rank}.");
            var shape = new long[rank];
            for (var i = 0; i < rank; i++) shape[i] = ReadCount(reader);
            using var one = empty(1, dtype: (ScalarType)type);
            var bytes = shape.Aggregate((double)one.ElementSize, (product, size) => product * size);
            if (shape.Any(s => s < 0) || bytes > 1L << 50) throw new ArgumentException($"This is no tensor of TorchSharp's format: its shape is [{string.Join(", ", shape)}].");
            return new((ScalarType)type, shape, (long)bytes);
        }

        public static long ReadCount(BinaryReader reader)
        {
            try
            {
                return reader.Read7BitEncodedInt64();
            }
            catch (FormatException e)
            {
                throw new ArgumentException("This is no file of TorchSharp's format: it does not start with a number.", e);
            }
        }
    }

    public static partial class TensorExtensionMethods
    {
        public static void Save(this Tensor tensor, BinaryWriter writer) => TensorFile.Write(tensor, writer);

        public static void Save(this Tensor tensor, Stream stream)
        {
            using var writer = new BinaryWriter(stream);
            tensor.Save(writer);
        }

        public static void Save(this Tensor tensor, string location)
        {
            using var stream = File.Create(location);
            tensor.Save(stream);
        }

        /// <summary>Reads a tensor that <see cref="Save(Tensor, BinaryWriter)"/> wrote; with <paramref name="skip"/> zeros of its shape, past its elements.</summary>
        public static Tensor Load(BinaryReader reader, bool skip = false)
        {
            var header = TensorFile.ReadHeader(reader);
            if (!skip) return header.ReadTensor(reader);
            header.SkipData(reader);
            return zeros(header.Shape, dtype: header.Type);
        }

        /// <summary>Reads a tensor into this one, which must be of its type and shape.</summary>
        public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
        {
            var header = TensorFile.ReadHeader(reader);
            if (skip)
            {
                header.SkipData(reader);
                return;
            }
            header.RequireLike(tensor, "The tensor");
            using var scope = NewDisposeScope();
            using var still = no_grad();
            tensor.copy_(header.ReadTensor(reader));
        }
    }

    public static partial class torch
    {
        public partial class Tensor
        {
            /// <summary>Reads what <see cref="TensorExtensionMethods.Save(Tensor, BinaryWriter)"/> wrote.</summary>
            public static Tensor Load(BinaryReader reader) => TensorExtensionMethods.Load(reader, skip: false);

            public static Tensor Load(Stream stream)
            {
                using var reader = new BinaryReader(stream);
                return Load(reader);
            }

            public static Tensor Load(string location)
            {
                if (!File.Exists(location)) throw new FileNotFoundException($"There is no tensor file {location}.", location);
                return Load(File.OpenRead(location));
            }

            /// <summary>Writes the tensor in libtorch's own format, a zip archive.</summary>
            public void save(string location) => Native.st_save(this, location);

            /// <summary>Reads what <see cref="save"/> wrote.</summary>
            public static Tensor load(string location) => Native.st_load(location);
        }

        public static void save(Tensor t, string location) => t.save(location);

        public static Tensor load(string location) => Tensor.load(location);
    }
}
