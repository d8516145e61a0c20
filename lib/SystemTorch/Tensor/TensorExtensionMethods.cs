using System.Globalization;
using static TorchSharp.torch;

namespace TorchSharp;

public static partial class TensorExtensionMethods
{
    public static Modules.Parameter AsParameter(this Tensor tensor) => new(tensor);

    // text

    public static string str(this Tensor tensor, string? fltFormat = null, int? width = null, string? newLine = null, CultureInfo? cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default) => tensor.ToString(style, fltFormat, width, cultureInfo, newLine);
    public static string jlstr(this Tensor tensor, string? fltFormat = null, int? width = null, string? newLine = null, CultureInfo? cultureInfo = null) => tensor.ToString(TensorStringStyle.Julia, fltFormat, width, cultureInfo, newLine);
    public static string npstr(this Tensor tensor, string? fltFormat = "g5", int? width = 100, string? newLine = null, CultureInfo? cultureInfo = null) => tensor.ToString(TensorStringStyle.Numpy, fltFormat, width, cultureInfo, newLine);
    public static string cstr(this Tensor tensor, string? fltFormat = "g5", int? width = 100, string? newLine = null, CultureInfo? cultureInfo = null) => tensor.ToString(TensorStringStyle.CSharp, fltFormat, width, cultureInfo, newLine);
    public static string metastr(this Tensor tensor) => tensor.ToString(TensorStringStyle.Metadata);

    public static Tensor print(this Tensor t, string? fltFormat = "g5", int? width = 100, string? newLine = null, CultureInfo? cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default)
    {
        Console.WriteLine(t.ToString(style, fltFormat, width, cultureInfo, newLine));
        return t;
    }

    // sizes

    public static ReadOnlySpan<int> IntShape(this Tensor tensor) => Array.ConvertAll(tensor.shape, size => (int)size);
    public static long TotalSize(this IEnumerable<long> shape) => shape.Aggregate(1L, (product, size) => product * size);

    public static int ElementSize(this ScalarType type) => type switch
    {
        ScalarType.Bool or ScalarType.Byte or ScalarType.Int8 => 1,
        ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
        ScalarType.Int32 or ScalarType.Float32 => 4,
        ScalarType.Int64 or ScalarType.Float64 or ScalarType.ComplexFloat32 => 8,
        ScalarType.ComplexFloat64 => 16,
        _ => throw new NotImplementedException($"The size of {type} is not known."),
    };

    // the one value of a tensor, converted

    public static Half ToHalf(this Tensor value) => value.ToScalar().ToHalf();
    public static BFloat16 ToBFloat16(this Tensor value) => value.ToScalar().ToBFloat16();
    public static float ToSingle(this Tensor value) => value.ToScalar().ToSingle();
    public static double ToDouble(this Tensor value) => value.ToScalar().ToDouble();
    public static sbyte ToSByte(this Tensor value) => value.ToScalar().ToSByte();
    public static byte ToByte(this Tensor value) => value.ToScalar().ToByte();
    public static short ToInt16(this Tensor value) => value.ToScalar().ToInt16();
    public static int ToInt32(this Tensor value) => value.ToScalar().ToInt32();
    public static long ToInt64(this Tensor value) => value.ToScalar().ToInt64();
    public static bool ToBoolean(this Tensor value) => value.ToScalar().ToBoolean();

    // numbers and arrays made into tensors

    public static Tensor ToTensor<T>(this T[] rawArray, long[] dimensions, bool doCopy = false, bool requires_grad = false) => rawArray switch
    {
        byte[] array => tensor(array, dimensions, requires_grad: requires_grad),
        sbyte[] array => tensor(array, dimensions, requires_grad: requires_grad),
        short[] array => tensor(array, dimensions, requires_grad: requires_grad),
        int[] array => tensor(array, dimensions, requires_grad: requires_grad),
        long[] array => tensor(array, dimensions, requires_grad: requires_grad),
        float[] array => tensor(array, dimensions, requires_grad: requires_grad),
        double[] array => tensor(array, dimensions, requires_grad: requires_grad),
        bool[] array => tensor(array, dimensions, requires_grad: requires_grad),
        BFloat16[] array => tensor(array, dimensions, requires_grad: requires_grad),
        _ => throw NoTensorOf<T>(),
    };

    public static Tensor ToTensor<T>(this T scalar, Device? device = null, bool requires_grad = false) where T : struct
    {
        if (requires_grad && scalar is not (float or double or BFloat16))
            throw new ArgumentException($"Only a floating-point number can require a gradient, and this is of type {typeof(T).Name}.", nameof(requires_grad));
        return scalar switch
        {
            byte value => tensor(value, device, requires_grad),
            sbyte value => tensor(value, device, requires_grad),
            short value => tensor(value, device, requires_grad),
            int value => tensor(value, device, requires_grad),
            long value => tensor(value, device: device, requires_grad: requires_grad),
            float value => tensor(value, device, requires_grad),
            double value => tensor(value, device: device, requires_grad: requires_grad),
            BFloat16 value => tensor(value, device: device, requires_grad: requires_grad),
            _ => throw NoTensorOf<T>(),
        };
    }

    private static NotImplementedException NoTensorOf<T>() => new($"A tensor cannot be made of {typeof(T).Name}: there are byte, sbyte, short, int, long, float, double and BFloat16, and bool for arrays.");
}
