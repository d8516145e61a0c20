using TorchSharp;
using static TorchSharp.torch;

namespace StackContract;

/// <summary>Numbers go into tensors and come out of them.</summary>
public class ValueTests
{
    private static readonly Tensor[] Ones = [tensor(true), tensor((byte)1), tensor((sbyte)1), tensor((short)1), tensor(1), tensor(1L), tensor(1f), tensor(1.0), tensor((BFloat16)1f), tensor(new[] { (Half)1 })];

    [Fact]
    public void One_of_every_type_is_one()
    {
        Assert.True(Ones[0].item<bool>());
        Assert.Equal((byte)1, Ones[1].item<byte>());
        Assert.Equal((sbyte)1, Ones[2].item<sbyte>());
        Assert.Equal((short)1, Ones[3].item<short>());
        Assert.Equal(1, Ones[4].item<int>());
        Assert.Equal(1L, Ones[5].item<long>());
        Assert.Equal(1f, Ones[6].item<float>());
        Assert.Equal(1.0, Ones[7].item<double>());
        Assert.Equal(BFloat16.One, Ones[8].item<BFloat16>());
        Assert.Equal((Half)1, Ones[9].item<Half>());
        foreach (var one in Ones)
        {
            Assert.Equal((true, (byte)1, (sbyte)1, (short)1), ((bool)one, (byte)one, (sbyte)one, (short)one));
            Assert.Equal((1, 1L, 1f, 1.0), ((int)one, (long)one, (float)one, (double)one));
            Assert.Equal(((Half)1, BFloat16.One), (one.ToHalf(), one.ToBFloat16()));
        }
    }

    [Fact]
    public void Numbers_are_cut_off_when_they_become_whole()
    {
        Assert.Equal((3, -3L, true), ((int)tensor(3.7), (long)tensor(-3.7), (bool)tensor(0.5)));
        Assert.Equal((2, 2.5f, 2.5), (tensor(2.5f).half().ToInt32(), tensor(2.5).ToSingle(), ((Scalar)2.5f).ToDouble()));
    }

    [Fact]
    public void Scalars_know_their_kind()
    {
        foreach (var whole in new Scalar[] { (byte)1, (sbyte)1, (short)1, 1, 1L }) Assert.Equal(ScalarType.Int64, whole.Type);
        foreach (var real in new Scalar[] { (Half)1, (BFloat16)1f, 1f, 1.0 }) Assert.Equal(ScalarType.Float64, real.Type);
        Assert.Equal(ScalarType.Bool, ((Scalar)true).Type);
    }

    [Fact]
    public void Accessors_follow_the_strides()
    {
        var x = arange(6, dtype: ScalarType.Float32).reshape(2, 3);
        foreach (var (t, expected) in new[] { (x, new[] { 0f, 1, 2, 3, 4, 5 }), (x.t(), [0, 3, 1, 4, 2, 5]), (x[.., 1], [1, 4]), (x[1, 2], [5]), (x.reshape(1, 2, 3, 1), [0, 1, 2, 3, 4, 5]) })
        {
            using var data = t.data<float>();
            Assert.Equal(expected.Length, data.Count);
            Assert.Equal(expected, data.ToArray());
            Assert.Equal(expected, data.ToNDArray().Cast<float>());
            Assert.Equal(t.shape.Length > 1 ? t.shape : [expected.Length], Enumerable.Range(0, data.ToNDArray().Rank).Select(data.ToNDArray().GetLongLength));
            Assert.Equal(expected, data.AsEnumerable());
            Assert.Equal(expected, Enumerable.Range(0, expected.Length).Select(i => data[i]));
            Assert.True(data == t.clone().data<float>());
            Assert.True(data != (t + 1).data<float>());
            var part = new float[4];
            data.CopyTo(part, 1);
            Assert.Equal([0, .. expected.Take(3)], part.Take(1 + Math.Min(3, expected.Length)));
        }
    }

    [Fact]
    public void Accessors_write()
    {
        var x = zeros(2, 3).t();
        x.data<float>()[2, 1] = 5;
        x.data<float>().CopyFrom(new[] { 9f, 8, 7 }, 1);
        Assert.Equal([8f, 7, 0, 0, 0, 5], x.data<float>().ToArray());
    }

    [Fact]
    public void Bytes_lie_in_the_tensor_and_travel_through_streams()
    {
        var x = zeros(2);
        x.bytes = [0, 0, 128, 63, 0, 0, 0, 64];
        Assert.Equal([1f, 2], x.data<float>().ToArray());
        x.bytes[3] = 0;
        Assert.Equal(1.1754944e-38f, x[0].item<float>());
        using var stream = new MemoryStream();
        arange(3).WriteBytesToStream(stream);
        Assert.Equal(24, stream.Length);
        stream.Position = 0;
        var y = zeros(3, dtype: ScalarType.Int64);
        y.ReadBytesFromStream(stream);
        Assert.True(y.Equals(arange(3)));
    }

    [Fact]
    public void Lists_are_nested_as_dimensions_are()
    {
        var list = Assert.IsType<System.Collections.ArrayList>(tensor(new[,] { { 1, 2 }, { 3, 4 } }).tolist());
        var row = Assert.IsType<System.Collections.ArrayList>(list[1]);
        Assert.Equal(4, Assert.IsType<Scalar>(row[1]).ToInt32());
        Assert.IsType<Scalar>(tensor(3).tolist());
    }

    [Fact]
    public void Elements_are_read_by_number()
    {
        var x = tensor(new[,] { { 1.5f, 2.5f }, { 3.5f, 4.5f } }).t();
        Assert.Equal((3.5f, 3.5, 3L), (x.ReadCpuSingle(1), x.@double().ReadCpuDouble(1), x.@long().ReadCpuInt64(1)));
        Assert.Equal((3, (short)3, (byte)3, (sbyte)3), (x.@int().ReadCpuInt32(1), x.@short().ReadCpuInt16(1), x.@byte().ReadCpuByte(1), x.@char().ReadCpuSByte(1)));
        Assert.True((x > 2).contiguous().ReadCpuBool(1));
        Assert.Equal((3.5f, 3.5f), (x.contiguous().half().ReadCpuFloat16(1), x.contiguous().bfloat16().ReadCpuBFloat16(1)));
    }

    [Fact]
    public void BFloat16_rounds_to_even_and_calculates()
    {
        Assert.Equal((1.0078125f, 1.0f, 1.015625f), (new BFloat16(1.0078f).ToSingle(), new BFloat16(1.00390625f).ToSingle(), new BFloat16(1.01171875f).ToSingle()));
        BFloat16 two = (BFloat16)2f, three = (BFloat16)3f;
        Assert.Equal((5f, 1f, 6f, 1.5f, 1f, -3f), ((float)(two + three), (float)(three - two), (float)(two * three), (float)(three / two), (float)(three % two), (float)-three));
        Assert.True(two < three && three >= two && two != three && two.CompareTo(three) < 0 && BFloat16.Zero.Equals((BFloat16)(-0f)));
        Assert.True(BFloat16.IsNaN((BFloat16)float.NaN) && BFloat16.IsInfinity((BFloat16)3.4e38f) && BFloat16.IsFinite(BFloat16.MaxValue));
        Assert.Equal(1.5f, BFloat16.FromRawValue(0x3FC0).ToSingle());
        Assert.Equal("1.500", ((BFloat16)1.5f).ToString("F3", null));
    }
}
