using System.Globalization;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A number or truth value that libtorch takes where it does not take a tensor.</summary>
public sealed class Scalar : IDisposable
{
    internal Number Number { get; }

    internal Scalar(Number number) => Number = number;

    public ScalarType Type => Number.Kind switch { 0 => ScalarType.Int64, 1 => ScalarType.Float64, _ => ScalarType.Bool };

    public static implicit operator Scalar(byte value) => Integer(value);
    public static implicit operator Scalar(sbyte value) => Integer(value);
    public static implicit operator Scalar(short value) => Integer(value);
    public static implicit operator Scalar(int value) => Integer(value);
    public static implicit operator Scalar(long value) => Integer(value);
    public static implicit operator Scalar(Half value) => new((double)value);
    public static implicit operator Scalar(BFloat16 value) => new(value.ToSingle());
    public static implicit operator Scalar(float value) => new(value);
    public static implicit operator Scalar(double value) => new(value);
    public static implicit operator Scalar(bool value) => new(new Number(2, value ? 1 : 0, 0));

    private static Scalar Integer(long value) => new(new Number(0, value, 0));

    public void Dispose() { }
}

public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;
    public static Scalar ToScalar(this sbyte value) => value;
    public static Scalar ToScalar(this short value) => value;
    public static Scalar ToScalar(this int value) => value;
    public static Scalar ToScalar(this long value) => value;
    public static Scalar ToScalar(this Half value) => value;
    public static Scalar ToScalar(this BFloat16 value) => value;
    public static Scalar ToScalar(this float value) => value;
    public static Scalar ToScalar(this double value) => value;
    public static Scalar ToScalar(this bool value) => value;
    public static Scalar ToBFloat16Scalar(this float value) => (BFloat16)value;

    public static Half ToHalf(this Scalar value) => (Half)Fitting(value, -65504, 65504, "Half");
    public static BFloat16 ToBFloat16(this Scalar value) => new((float)value.ToDouble());
    public static float ToSingle(this Scalar value) => (float)Fitting(value, float.MinValue, float.MaxValue, "float");
    public static double ToDouble(this Scalar value) => value.Number.Kind == 1 ? value.Number.Real : value.Number.Integer;
    public static sbyte ToSByte(this Scalar value) => (sbyte)Whole(value, sbyte.MinValue, sbyte.MaxValue, "sbyte");
    public static byte ToByte(this Scalar value) => (byte)Whole(value, byte.MinValue, byte.MaxValue, "byte");
    public static short ToInt16(this Scalar value) => (short)Whole(value, short.MinValue, short.MaxValue, "short");
    public static int ToInt32(this Scalar value) => (int)Whole(value, int.MinValue, int.MaxValue, "int");
    public static long ToInt64(this Scalar value) => Whole(value, long.MinValue, long.MaxValue, "long");
    public static bool ToBoolean(this Scalar value) => value.ToDouble() != 0;

    // Infinities and NaN have a place in every floating-point type.
    private static double Fitting(Scalar scalar, double least, double most, string type)
    {
        var value = scalar.ToDouble();
        return !double.IsFinite(value) || (value >= least && value <= most) ? value : throw TooLarge(value, type);
    }

    private static long Whole(Scalar scalar, long least, long most, string type)
    {
        if (scalar.Number.Kind != 1)
            return scalar.Number.Integer is var integer && integer >= least && integer <= most ? integer : throw TooLarge(integer, type);
        var value = Math.Truncate(scalar.Number.Real);
        return value >= least && (most == long.MaxValue ? value < most : value <= most) ? (long)value : throw TooLarge(value, type);
    }

    private static OverflowException TooLarge(IFormattable value, string type) => new($"{value.ToString(null, CultureInfo.InvariantCulture)} does not fit into a {type}.");
}
