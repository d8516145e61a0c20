using System.Globalization;

namespace TorchSharp;

public enum DeviceType
{
    CPU = 0,
    CUDA = 1,
}

public enum Padding { Valid = 0, Same = 1 }

public enum PaddingModes { Zeros = 0, Reflect = 1, Replicate = 2, Circular = 3, Constant = 4 }

/// <summary>A number or truth value that libtorch takes where it does not take a tensor.</summary>
public sealed class Scalar : IDisposable
{
    internal Number Number { get; }

    private Scalar(Number number) => Number = number;

    public static implicit operator Scalar(byte value) => Integer(value);
    public static implicit operator Scalar(sbyte value) => Integer(value);
    public static implicit operator Scalar(short value) => Integer(value);
    public static implicit operator Scalar(int value) => Integer(value);
    public static implicit operator Scalar(long value) => Integer(value);
    public static implicit operator Scalar(Half value) => Real((double)value);
    public static implicit operator Scalar(float value) => Real(value);
    public static implicit operator Scalar(double value) => Real(value);
    public static implicit operator Scalar(bool value) => new(new Number(2, value ? 1 : 0, 0));

    private static Scalar Integer(long value) => new(new Number(0, value, value));
    private static Scalar Real(double value) => new(new Number(1, 0, value));

    public override string ToString() => Number.Kind switch
    {
        0 => Number.Integer.ToString(CultureInfo.InvariantCulture),
        1 => Number.Real.ToString(CultureInfo.InvariantCulture),
        _ => Number.Integer != 0 ? "true" : "false",
    };

    public void Dispose() { }
}

public static partial class torch
{
    /// <summary>The element types of tensors, numbered as libtorch numbers them.</summary>
    public enum ScalarType : sbyte
    {
        Byte = 0,
        Int8 = 1,
        Int16 = 2,
        Int32 = 3,
        Int64 = 4,
        Float16 = 5,
        Float32 = 6,
        Float64 = 7,
        ComplexFloat32 = 9,
        ComplexFloat64 = 10,
        Bool = 11,
        BFloat16 = 15,
    }

    public const ScalarType uint8 = ScalarType.Byte, int8 = ScalarType.Int8, int16 = ScalarType.Int16, int32 = ScalarType.Int32, int64 = ScalarType.Int64,
        float16 = ScalarType.Float16, float32 = ScalarType.Float32, float64 = ScalarType.Float64, bfloat16 = ScalarType.BFloat16,
        half = ScalarType.Float16, @float = ScalarType.Float32, @double = ScalarType.Float64, @short = ScalarType.Int16, @int = ScalarType.Int32,
        @long = ScalarType.Int64, @bool = ScalarType.Bool;

    public static readonly Device CPU = new(DeviceType.CPU);
    public static readonly Device CUDA = new(DeviceType.CUDA);

    /// <summary>Where a tensor lives. This stack computes on the CPU only.</summary>
    public class Device
    {
        public Device(string description)
        {
            var parts = description.Split(':');
            type = parts[0].ToLowerInvariant() switch
            {
                "cpu" => DeviceType.CPU,
                "cuda" => DeviceType.CUDA,
                _ => throw new ArgumentException($"'{description}' is no device: this library knows 'cpu' and 'cuda'.", nameof(description)),
            };
            index = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : type == DeviceType.CPU ? -1 : 0;
        }

        public Device(string deviceType, int index = -1) : this(deviceType) => this.index = index;

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        public Device(int index) : this(DeviceType.CUDA, index) { }

        public DeviceType type { get; }
        public int index { get; }

        public static implicit operator Device(string description) => new(description);

        public override string ToString() => type == DeviceType.CPU ? "cpu" : index >= 0 ? $"cuda:{index}" : "cuda";
        public override bool Equals(object? obj) => obj is Device other && other.type == type && (type == DeviceType.CPU || other.index == index);
        public override int GetHashCode() => HashCode.Combine(type, type == DeviceType.CPU ? 0 : index);
    }

    public static Device device(string description) => new(description);
    public static Device device(string deviceType, int index = -1) => new(deviceType, index);
    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);
    public static Device device(int index) => new(index);

    /// <summary>Refuses a device that this stack does not have, in a sentence.</summary>
    internal static void Require(Device? device)
    {
        if (device is { type: not DeviceType.CPU })
            throw new NotSupportedException($"The system stack computes on the CPU only, and '{device}' was asked for. For a GPU use the cuda stack (environment/lab --stack cuda).");
    }

    public static class cuda
    {
        public static bool is_available() => false;
        public static int device_count() => 0;
        public static void manual_seed(long seed) { }
        public static void manual_seed_all(long seed) { }
        public static void synchronize(Device? device = null) { }
    }

    public enum RoundingMode { None, trunc, floor }

    public enum InterpolationMode { Nearest = 0, Linear = 1, Bilinear = 2, Bicubic = 3, Trilinear = 4, Area = 5, NearestExact = 6 }

    public enum UpsampleMode { Nearest = 0, Linear = 1, Bilinear = 2, Bicubic = 3, Trilinear = 4 }

    public enum GridSampleMode { Nearest = 0, Bilinear = 2 }

    public enum GridSamplePaddingMode { Zeros = 0, Reflection = 1, Border = 2 }
}
