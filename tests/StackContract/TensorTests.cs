using TorchSharp;
using static TorchSharp.torch;

namespace StackContract;

public class TensorTests
{
    [Fact]
    public void Indexing_reads_and_writes_like_Python()
    {
        var t = arange(24).reshape(2, 3, 4);
        Assert.Equal(23, t[1, 2, 3].item<long>());
        Assert.Equal(23, t[-1, -1, -1].item<long>());
        Assert.Equal([12, 13, 14, 15], t[1, 0].data<long>().ToArray());
        Assert.Equal([0, 2], t[0, 0, TensorIndex.Slice(0, null, 2)].data<long>().ToArray());
        Assert.Equal([2, 3, 1, 4], t[.., TensorIndex.None, .., ..].permute(0, 2, 1, 3).shape);
        Assert.Equal([4, 8], t[0, 1..3, 0].data<long>().ToArray());
        Assert.Equal([2, 3], t[TensorIndex.Ellipsis, 0].shape);
        t[0, 0] = tensor(new long[] { 9, 9, 9, 9 });
        Assert.Equal(36, t[0, 0].sum().item<long>());
        Assert.Equal([20, 21, 22, 23], t[t.gt(19)].data<long>().ToArray());
        var deep = arange(64).reshape(2, 2, 2, 2, 2, 2);
        Assert.Equal((63, 62, 60, 1), (deep[1, 1, 1, 1, 1, 1].item<long>(), deep[1, 1, 1, 1, 1][0].item<long>(), deep[1, 1, 1, 1][0, 0].item<long>(), deep[new long[] { 0, 0, 0, 0, 0, 1 }].item<long>()));
        deep[0, 0, 0, 0, 0, 0] = 7;
        deep[1, 1, 1, 1, 1] = tensor(new long[] { 5, 6 });
        Assert.Equal((7, 5), (deep[0][0, 0, 0, 0, 0].item<long>(), deep.flatten()[62].item<long>()));
        Assert.Equal([2L, 3], (X > 10).nonzero_as_list().Select(positions => positions[0, 0].item<long>() + positions.shape[1] - 1));
    }

    [Fact]
    public void Arithmetic_broadcasts_and_takes_numbers_on_both_sides()
    {
        var a = tensor(new[] { 1f, 2, 4 });
        Assert.Equal([3f, 5, 9], (2 * a + 1).data<float>().ToArray());
        Assert.Equal([0f, -1, -3], (1 - a).data<float>().ToArray());
        Assert.Equal([4f, 2, 1], (4 / a).data<float>().ToArray());
        Assert.Equal([0.5f, 1, 2], (a / 2).data<float>().ToArray());
        Assert.Equal([false, false, true], (a > 2).data<bool>().ToArray());
        Assert.Equal([2, 3], (ones(2, 1) + a).shape);
        Assert.Equal([1f, 0, 0], (a % 2).data<float>().ToArray());
    }

    [Fact]
    public void Tensors_are_equal_by_shape_and_values()
    {
        Assert.True(ones(3).Equals(ones(3, dtype: ScalarType.Int64)));
        Assert.False(ones(3).Equals(ones(2)));
        Assert.False(ones(3).Equals((object)"ones"));
        Assert.False(tensor(float.NaN).Equals(tensor(float.NaN)));
        Assert.True(tensor(float.NaN).allclose(tensor(float.NaN), equal_nan: true));
    }

    private static readonly Tensor X = arange(12, dtype: ScalarType.Float32).reshape(3, 4);

    [Fact]
    public void A_tensor_describes_itself()
    {
        var part = X[1.., ..2].t();
        Assert.Equal([2, 2], part.shape);
        Assert.Equal([1, 4], part.stride());
        Assert.Equal((4, 2, 2L, 1, 4), (part.storage_offset(), part.size(-1), part.ndim, part.stride(0), part.element_size()));
        Assert.Equal((4, 2, 4, 2), (part.numel(), part.dim(), part.NumberOfElements, part.Dimensions));
        Assert.True(X.is_contiguous() && !part.is_contiguous() && part.contiguous().is_contiguous());
        Assert.True(part.is_floating_point() && !part.is_integral() && !part.is_complex());
        Assert.Equal([3, 4], X.IntShape().ToArray());
        Assert.Equal((4, 12L), (ScalarType.Float32.ElementSize(), X.shape.TotalSize()));
        Assert.Null(X.name);
    }

    /// <summary>Whether the result lies in the memory of its input: what is written to one is then seen in the other.</summary>
    private static readonly Dictionary<string, (bool Shares, Func<Tensor, Tensor> Call)> Memory = new()
    {
        ["alias"] = (true, t => t.alias()),
        ["detach"] = (true, t => t.detach()),
        ["view"] = (true, t => t.view(4, 3)),
        ["reshape"] = (true, t => t.reshape(-1)),
        ["transpose"] = (true, t => t.t()),
        ["slice"] = (true, t => t[..2]),
        ["expand"] = (true, t => t.expand(2, 3, 4)),
        ["contiguous"] = (true, t => t.contiguous()),
        ["to the same type"] = (true, t => t.to(ScalarType.Float32)),
        ["to a device"] = (true, t => t.to(CPU)),
        ["cpu"] = (true, t => t.cpu()),
        ["as_tensor"] = (true, t => as_tensor(t)),
        ["cat of one"] = (true, t => cat([t])),
        ["zero_"] = (true, t => t.zero_()),
        ["tril_"] = (true, t => t.tril_()),
        ["add_"] = (true, t => t.add_(1)),
        ["set_"] = (true, t => zeros(0).set_(t)),
        ["clone"] = (false, t => t.clone()),
        ["copied"] = (false, t => t.to(ScalarType.Float32, copy: true)),
        ["to a type"] = (false, t => t.@double()),
        ["repeat"] = (false, t => t.repeat(1, 1)),
        ["stack"] = (false, t => stack([t])),
        ["mask"] = (false, t => t[t > -1]),
        ["contiguous of a transposed"] = (false, t => t.t().contiguous()),
        ["flip"] = (false, t => t.flip(0)),
    };

    public static TheoryData<string> MemoryNames => [.. Memory.Keys];

    [Theory]
    [MemberData(nameof(MemoryNames))]
    public void Memory_is_shared_or_not(string name)
    {
        var t = X.clone();
        var result = Memory[name].Call(t);
        t.fill_(77);
        Assert.Equal(Memory[name].Shares, result.to(ScalarType.Float32).flatten()[0].item<float>() == 77);
    }

    /// <summary>Whether a call in place returns the tensor itself; if not, disposing of the result leaves the tensor alive.</summary>
    [Fact]
    public void In_place_returns_the_tensor_or_another_of_the_same_memory()
    {
        var t = ones(2, 2);
        foreach (var same in new[] { t.add_(1), t.fill_(2), t.clamp_(max: (Scalar)1), t.requires_grad_(false), t.copy_(zeros(1)), t.unsqueeze_(0), t.squeeze_(), t.uniform_(0, 1) }) Assert.Same(t, same);
        foreach (var other in new[] { t.zero_(), t.tril_(), t.triu_() })
        {
            Assert.NotSame(t, other);
            other.Dispose();
        }
        Assert.Equal(0, t.sum().item<float>());
    }

    [Fact]
    public void A_tensor_is_converted_and_the_old_one_let_go_on_request()
    {
        var t = ones(2);
        Assert.Equal(ScalarType.Int32, t.to(ScalarType.Int32, disposeAfter: true).dtype);
        Assert.True(t.IsInvalid);
        Assert.Equal((ScalarType.Int64, ScalarType.Float64), (X.type(ScalarType.Int64).dtype, X.type(DoubleTensor).dtype));
        Assert.Equal((ScalarType.Bool, ScalarType.Int16), (X.type_as(ones(1, dtype: ScalarType.Bool)).dtype, X.to(ones(1, dtype: ScalarType.Int16)).dtype));
    }
}
