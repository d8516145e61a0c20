using static TorchSharp.Native;

namespace TorchSharp;

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
        QInt8 = 12,
        QUInt8 = 13,
        QInt32 = 14,
        BFloat16 = 15,
    }

    public static readonly ScalarType uint8 = ScalarType.Byte, int8 = ScalarType.Int8, int16 = ScalarType.Int16, int32 = ScalarType.Int32, int64 = ScalarType.Int64,
        float16 = ScalarType.Float16, float32 = ScalarType.Float32, float64 = ScalarType.Float64, bfloat16 = ScalarType.BFloat16,
        half = ScalarType.Float16, @float = ScalarType.Float32, @double = ScalarType.Float64, @short = ScalarType.Int16, @int = ScalarType.Int32,
        @long = ScalarType.Int64, @bool = ScalarType.Bool;

    /// <summary>The element type that holds values of a .NET type, null when there is none.</summary>
    internal static ScalarType? TypeOf(Type type) => Type.GetTypeCode(type) switch
    {
        _ when type.IsEnum => null,
        TypeCode.Boolean => ScalarType.Bool,
        TypeCode.Byte => ScalarType.Byte,
        TypeCode.SByte => ScalarType.Int8,
        TypeCode.Int16 => ScalarType.Int16,
        TypeCode.Int32 => ScalarType.Int32,
        TypeCode.Int64 => ScalarType.Int64,
        TypeCode.Single => ScalarType.Float32,
        TypeCode.Double => ScalarType.Float64,
        _ when type == typeof(Half) => ScalarType.Float16,
        _ when type == typeof(BFloat16) => ScalarType.BFloat16,
        _ => null,
    };

    public static bool is_integral(ScalarType type) => type is ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64 or ScalarType.Bool;
    public static bool is_floating_point(ScalarType type) => type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;
    public static bool is_complex(ScalarType type) => type is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;
    public static bool is_integral(Tensor t) => t.is_integral();
    public static bool is_floating_point(Tensor input) => input.is_floating_point();
    public static bool is_complex(Tensor input) => input.is_complex();
    public static bool is_tensor(object obj) => obj is Tensor;

    public static ScalarType promote_types(ScalarType type1, ScalarType type2) => (ScalarType)st_promote_types((sbyte)type1, (sbyte)type2).Value;
    public static ScalarType result_type(Tensor tensor1, Tensor tensor2) => (ScalarType)st_result_type(tensor1, tensor2).Value;
    public static bool can_cast(ScalarType from, ScalarType to) => st_can_cast((sbyte)from, (sbyte)to);

    // the type of tensors whose type is not asked for

    private static ScalarType defaultType = ScalarType.Float32;

    public static ScalarType get_default_dtype() => defaultType;

    public static void set_default_dtype(ScalarType dtype) =>
        defaultType = is_floating_point(dtype) ? dtype : throw new ArgumentException($"Tensors are of a floating-point type by default, and {dtype} is none.", nameof(dtype));

    public static void set_default_tensor_type(Tensor t) => set_default_dtype(t.dtype);

    // limits

    public static long max_int_value(ScalarType type) => type switch
    {
        ScalarType.Byte => byte.MaxValue,
        ScalarType.Int8 => sbyte.MaxValue,
        ScalarType.Int16 => short.MaxValue,
        ScalarType.Int32 => int.MaxValue,
        ScalarType.Int64 => long.MaxValue,
        _ => throw new ArgumentException($"{type} is no type of integers.", nameof(type)),
    };

    public struct FInfo
    {
        public int bits;
        public double eps, max, min, tiny, smallest_normal, resolution;
    }

    public static FInfo finfo() => finfo(defaultType);

    public static FInfo finfo(ScalarType dtype) => dtype switch
    {
        ScalarType.Float16 => Limits(16, fraction: 10, exponent: 15, resolution: 1e-3),
        ScalarType.BFloat16 => Limits(16, fraction: 7, exponent: 127, resolution: 1e-2),
        ScalarType.Float32 or ScalarType.ComplexFloat32 => Limits(32, fraction: 23, exponent: 127, resolution: 1e-6),
        ScalarType.Float64 or ScalarType.ComplexFloat64 => Limits(64, fraction: 52, exponent: 1023, resolution: 1e-15),
        _ => throw new ArgumentException($"{dtype} is no floating-point type.", nameof(dtype)),
    };

    // Of a binary format with so many bits of fraction and this greatest exponent.
    private static FInfo Limits(int bits, int fraction, int exponent, double resolution)
    {
        var (eps, most, least) = (Math.ScaleB(1, -fraction), Math.ScaleB(2 - Math.ScaleB(1, -fraction), exponent), Math.ScaleB(1, 1 - exponent));
        return new() { bits = bits, eps = eps, max = most, min = -most, tiny = least, smallest_normal = least, resolution = resolution };
    }
}
