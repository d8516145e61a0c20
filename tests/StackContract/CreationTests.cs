using TorchSharp;
using static TorchSharp.torch;

namespace StackContract;

public class CreationTests
{
    private static readonly Array[] Arrays =
    [
        new[,] { { true, false, true } }, new byte[,] { { 1, 2, 3 } }, new sbyte[,] { { 1, -2, 3 } }, new short[,] { { 1, -2, 3 } }, new[,] { { 1, -2, 3 } }, new long[,] { { 1, -2, 3 } },
        new[,] { { (Half)1, (Half)2, (Half)3 } }, new[,] { { (BFloat16)1f, (BFloat16)2f, (BFloat16)3f } }, new[,] { { 1f, -2, 3 } }, new[,] { { 1.0, -2, 3 } },
    ];

    private static readonly ScalarType[] Types =
        [ScalarType.Bool, ScalarType.Byte, ScalarType.Int8, ScalarType.Int16, ScalarType.Int32, ScalarType.Int64, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Float32, ScalarType.Float64];

    [Fact]
    public void Arrays_of_every_type_become_tensors()
    {
        foreach (var (array, type) in Arrays.Zip(Types))
        {
            var t = from_array(array);
            Assert.Equal(type, t.dtype);
            Assert.Equal([1, 3], t.shape);
            Assert.Equal(Math.Abs(Convert.ToDouble(type is ScalarType.Bool ? 0 : 2)), Math.Abs(t[0, 1].to(ScalarType.Float64).item<double>()));
            Assert.Equal(ScalarType.Float64, from_array(array, ScalarType.Float64).dtype);
        }
    }

    [Fact]
    public void Arrays_of_every_rank_become_tensors()
    {
        Assert.Equal([2], tensor(new[] { 1f, 2 }).shape);
        Assert.Equal([2, 1], tensor(new[,] { { 1.0 }, { 2 } }).shape);
        Assert.Equal([1, 1, 2], tensor(new[, ,] { { { 1, 2 } } }).shape);
        Assert.Equal([1, 1, 2, 1], tensor(new long[,,,] { { { { 1 }, { 2 } } } }).shape);
        Assert.Equal([1, 1, 1, 1, 2], from_array(new byte[1, 1, 1, 1, 2]).shape);
        Assert.Equal([2, 3], tensor(new[] { 1, 2, 3, 4, 5, 6 }, [2, 3]).shape);
        Assert.Equal([3, 2], tensor(new List<float> { 1, 2, 3, 4, 5, 6 }, 3, 2).shape);
        Assert.Equal([1, 3, 2], tensor(new List<double> { 1, 2, 3, 4, 5, 6 }, 1, 3, 2).shape);
        Assert.Equal([1, 3, 2, 1], tensor(new List<long> { 1, 2, 3, 4, 5, 6 }, 1, 3, 2, 1).shape);
        Assert.Equal([2, 2], tensor(new Memory<short>([1, 2, 3, 4]), [2, 2]).shape);
        Assert.Equal([2, 2], new[] { 1f, 2, 3, 4 }.ToTensor([2, 2]).shape);
        Assert.Equal([1f, 2], tensor(new[] { 1f, 2, 3 }, [2]).data<float>().ToArray());
        Assert.Equal([0], tensor(Array.Empty<float>()).shape);
    }

    [Fact]
    public void A_type_can_be_asked_for()
    {
        Assert.Equal(ScalarType.Float32, tensor(new[] { 1, 2 }, dtype: ScalarType.Float32).dtype);
        Assert.Equal((ScalarType.Int64, ScalarType.Int32, ScalarType.Float16), (tensor(3L).dtype, tensor(3).dtype, tensor(3.5, dtype: ScalarType.Float16).dtype));
        Assert.Equal((ScalarType.Float32, ScalarType.Float64, ScalarType.Bool), (3f.ToTensor().dtype, 3.0.ToTensor().dtype, tensor(true).dtype));
        Assert.True(tensor(new[] { 1f }, requires_grad: true).requires_grad && ones(1).with_requires_grad().requires_grad);
        var x = ones(2, 3, dtype: ScalarType.Int32);
        foreach (var t in new[] { empty_like(x), x.empty_like(), x.new_empty(2, 3), empty_strided([2, 3], [1, 2], ScalarType.Int32) }) Assert.Equal("[2x3], type = Int32, device = cpu", t.ToString());
        Assert.Equal([1, 2], empty_strided([2, 3], [1, 2]).stride());
        Assert.Equal(
            [ScalarType.Bool, ScalarType.Byte, ScalarType.Int16, ScalarType.Int32, ScalarType.Int64, ScalarType.Float32, ScalarType.Float64],
            new[] { BoolTensor(x), ByteTensor(x), ShortTensor(x), IntTensor(x), LongTensor(x), FloatTensor(x), DoubleTensor(x) }.Select(t => t.dtype));
    }

    [Fact]
    public void Numbers_and_arrays_become_tensors_where_one_is_needed()
    {
        Tensor[] tensors = [true, (byte)1, (sbyte)1, (short)1, 1, 1L, 1f, 1.0];
        Assert.Equal([ScalarType.Bool, ScalarType.Byte, ScalarType.Int8, ScalarType.Int16, ScalarType.Int32, ScalarType.Int64, ScalarType.Float32, ScalarType.Float64], tensors.Select(t => t.dtype));
        Tensor row = new[] { 1f, 2 };
        Assert.Equal([2], row.shape);
    }

    [Fact]
    public void A_tensor_shares_an_array_or_copies_it()
    {
        float[] array = [1, 2, 3, 4];
        Tensor shared = from_array(array), viewed = as_tensor(array), buffered = frombuffer(array, ScalarType.Float32, 2, 1), copied = tensor(array), converted = frombuffer(array, ScalarType.Int32);
        array[1] = 9;
        Assert.Equal([9f, 9, 9, 2], new[] { shared[1], viewed[1], buffered[0], copied[1] }.Select(t => t.item<float>()));
        Assert.Equal(2, converted[1].item<int>());
        shared.add_(1);
        Assert.Equal([2f, 10, 4, 5], array);
        Assert.Equal([2], buffered.shape);
    }

    [Fact]
    public void A_shared_array_lives_as_long_as_its_tensor()
    {
        var shared = Share();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Equal(999, shared[999].item<long>());

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static Tensor Share() => from_array(Enumerable.Range(0, 1000).Select(i => (long)i).ToArray());
    }

    [Fact]
    public void The_type_by_default_can_be_changed()
    {
        Assert.Equal(ScalarType.Float32, get_default_dtype());
        try
        {
            set_default_tensor_type(zeros(1, dtype: ScalarType.Float64));
            foreach (var t in new[] { zeros(2), ones(2), rand(2), linspace(0, 1, 2), eye(2), full(2, 1.5), arange(0.5) }) Assert.Equal(ScalarType.Float64, t.dtype);
            Assert.Equal(ScalarType.Int64, arange(3).dtype);
        }
        finally
        {
            set_default_dtype(ScalarType.Float32);
        }
        Assert.Equal(ScalarType.Int64, full(2, 3).dtype);
        Assert.Equal(ScalarType.Int64, full([2], true).dtype);
    }

    [Fact]
    public void Types_have_limits_and_common_types()
    {
        Assert.Equal((1.1920928955078125E-07, 3.4028234663852886E+38, 32), (finfo().eps, finfo(ScalarType.Float32).max, finfo().bits));
        Assert.Equal((0.0009765625, 65504.0, 6.103515625E-05), (finfo(ScalarType.Float16).eps, finfo(ScalarType.Float16).max, finfo(ScalarType.Float16).tiny));
        Assert.Equal((0.0078125, 3.3895313892515355E+38, 0.01), (finfo(ScalarType.BFloat16).eps, finfo(ScalarType.BFloat16).max, finfo(ScalarType.BFloat16).resolution));
        Assert.Equal((2.220446049250313E-16, -1.7976931348623157E+308, 2.2250738585072014E-308), (finfo(ScalarType.Float64).eps, finfo(ScalarType.Float64).min, finfo(ScalarType.Float64).smallest_normal));
        Assert.Equal((127, 255, long.MaxValue), (max_int_value(ScalarType.Int8), max_int_value(ScalarType.Byte), max_int_value(ScalarType.Int64)));
        Assert.Equal((ScalarType.Float16, ScalarType.Float64), (promote_types(ScalarType.Int32, ScalarType.Float16), result_type(ones(2), ones(2, dtype: ScalarType.Float64))));
        Assert.True(can_cast(ScalarType.Int32, ScalarType.Float32) && !can_cast(ScalarType.Float32, ScalarType.Int32));
        Assert.True(is_floating_point(ScalarType.BFloat16) && is_integral(ScalarType.Bool) && !is_integral(ones(1)) && is_tensor(ones(1)) && !is_tensor(1));
    }

    [Fact]
    public void Sizes_are_lists_of_numbers()
    {
        var size = new Size((2, 3)) + new Size(4);
        Assert.Equal([2, 3, 4], size);
        Assert.Equal((24, 3, 3, 4), (size.numel(), size.Length, size[1], size[2L]));
        Assert.Equal([3], size.Slice(-2, -1));
        Assert.Equal([3, 4], size.Slice(1, 3));
        Assert.True(size.Slice(2, 1).IsEmpty && Size.Empty.IsScalar && Size.Empty.numel() == 1);
        Size made = (5L, 6L);
        Assert.Equal([5, 6, 7], made + new long[] { 7 });
        Assert.Equal([2, 3], randint(5, new Size((2, 3))).shape);
        Assert.Equal([2, 3], ones(6).unflatten(0, new Size((2, 3))).shape);
        Assert.Equal([2, 3], ones(1, 3).expand(new Size((2, 3))).shape);
        Assert.Equal([2, 3], broadcast_shapes([2, 1], [1, 3]));
    }

    [Fact]
    public void Devices_are_named()
    {
        Assert.Equal(["cpu", "cpu", "cuda", "cuda:1", "cuda:3"], new[] { CPU, new Device("CPU:0"), new Device("cuda"), new Device("cuda:1"), new Device(3) }.Select(d => d.ToString()));
        Assert.Equal((-1, 0, -1), (new Device("cuda").index, new Device("cpu:0").index, device("cpu").index));
        Assert.Equal((DeviceType.CPU, -1, "cpu"), (ones(1).device_type, ones(1).device_index, ones(1).device.ToString()));
        Assert.True(ones(1).is_cpu() && !ones(1).is_cuda && TryInitializeDeviceType(DeviceType.CPU));
        Assert.Equal("cpu", get_default_device().ToString());
    }
}
