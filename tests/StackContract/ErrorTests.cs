using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace StackContract;

/// <summary>Bad input is refused with the same type of exception on every stack.</summary>
public class ErrorTests
{
    private static readonly Tensor X = arange(6, dtype: ScalarType.Float32).reshape(2, 3), Truth = ones(2, dtype: ScalarType.Bool);

    private static Tensor Disposed()
    {
        var t = ones(2);
        t.Dispose();
        return t;
    }

    private static void InScope(params Action<DisposeScope>[] actions)
    {
        using var scope = NewDisposeScope();
        foreach (var act in actions) act(scope);
    }

    private static readonly Dictionary<string, (Type Exception, Action Call)> Cases = new()
    {
        // nothing where a tensor or number is needed
        ["null tensor"] = (typeof(NullReferenceException), () => X.add((Tensor)null!)),
        ["null number"] = (typeof(NullReferenceException), () => X.add((Scalar)null!)),
        ["null to a function"] = (typeof(NullReferenceException), () => abs(null!)),
        ["compared with null"] = (typeof(NullReferenceException), () => X.lt((Tensor)null!)),
        ["null put in"] = (typeof(NullReferenceException), () => X.clone()[0] = null!),
        ["disposed"] = (typeof(InvalidOperationException), () => Disposed().add(1)),
        ["disposed operand"] = (typeof(InvalidOperationException), () => X.add(Disposed())),
        ["shape of a disposed"] = (typeof(InvalidOperationException), () => _ = Disposed().shape),
        ["text of a disposed"] = (typeof(InvalidOperationException), () => _ = Disposed().ToString()),

        // positions
        ["size"] = (typeof(ExternalException), () => X.size(5)),
        ["stride"] = (typeof(ExternalException), () => X.stride(-3)),
        ["index"] = (typeof(ExternalException), () => _ = X[5]),
        ["second index"] = (typeof(ExternalException), () => _ = X[0, 5]),
        ["too many indices"] = (typeof(ExternalException), () => _ = X[0, 0, 0]),
        ["index after slice"] = (typeof(ExternalException), () => _ = X[TensorIndex.Colon, 7]),
        ["mask of numbers as index"] = (typeof(ExternalException), () => _ = X[X]),
        ["value of another shape"] = (typeof(ExternalException), () => X.clone()[0] = ones(7)),
        ["slice that stands still"] = (typeof(ArgumentException), () => X.slice(0, 0, 1, 0)),
        ["gather"] = (typeof(ExternalException), () => X.gather(1, tensor(new long[,] { { 5 } }))),
        ["index_add of ints"] = (typeof(ArgumentException), () => X.index_add(0, tensor(new[] { 0 }), ones(1, 3), 1)),
        ["index_put_ accumulates slices"] = (typeof(Exception), () => zeros(2, 2).index_put_(ones(1), new[] { TensorIndex.Colon }, accumulate: true)),
        ["accessor"] = (typeof(IndexOutOfRangeException), () => _ = X.data<float>()[9]),
        ["accessor of two"] = (typeof(IndexOutOfRangeException), () => _ = X.data<float>()[1, 3]),
        ["accessor below"] = (typeof(ArgumentOutOfRangeException), () => _ = X.data<float>()[-1]),
        ["copy from past the end"] = (typeof(ArgumentOutOfRangeException), () => X.data<float>().CopyTo(new float[3], 0, 6)),
        ["ReadCpu past the end"] = (typeof(ArgumentOutOfRangeException), () => X.ReadCpuSingle(6)),

        // types and values
        ["data of another type"] = (typeof(ArgumentException), () => X.data<double>()),
        ["item of many"] = (typeof(ArgumentException), () => X.item<float>()),
        ["item of another type"] = (typeof(ArgumentException), () => tensor(1f).item<double>()),
        ["scalar of many"] = (typeof(ExternalException), () => X.ToScalar()),
        ["number of many"] = (typeof(ExternalException), () => _ = (float)X),
        ["scalar to tensor"] = (typeof(InvalidOperationException), () => X.add((Tensor)(Scalar)3)),
        ["gradient of integers"] = (typeof(ExternalException), () => ones(2, dtype: ScalarType.Int64).requires_grad_()),
        ["gradient of an int"] = (typeof(ArgumentException), () => 3.ToTensor(requires_grad: true)),
        ["tensor of bool"] = (typeof(NotImplementedException), () => true.ToTensor()),
        ["where of numbers"] = (typeof(ArgumentException), () => where(X, X, X)),
        ["masked_select of numbers"] = (typeof(ArgumentException), () => X.masked_select(X)),
        ["lcm of floats"] = (typeof(ArgumentException), () => X.lcm(X)),
        ["positive of truth"] = (typeof(ArgumentException), () => Truth.positive()),
        ["difference of truth"] = (typeof(ExternalException), () => _ = 1 - Truth),
        ["mean of integers"] = (typeof(ExternalException), () => ones(2, dtype: ScalarType.Int32).mean()),
        ["integers times a fraction in place"] = (typeof(ExternalException), () => tensor(3).mul_(1.5)),
        ["truth of many"] = (typeof(InvalidOperationException), () => X.is_nonzero()),
        ["bytes of a transposed"] = (typeof(InvalidOperationException), () => _ = X.t().bytes),
        ["bytes that do not fit"] = (typeof(ArgumentException), () => zeros(2).bytes = new byte[3]),
        ["stream cut short"] = (typeof(EndOfStreamException), () => zeros(2).ReadBytesFromStream(new MemoryStream(new byte[4]))),
        ["clamp without bounds"] = (typeof(ExternalException), () => X.clamp((Scalar?)null, null)),

        // shapes
        ["broadcast"] = (typeof(ExternalException), () => ones(2, 3).add(ones(2, 2))),
        ["reshape"] = (typeof(ExternalException), () => X.reshape(4)),
        ["view of a transposed"] = (typeof(ExternalException), () => X.t().view(6)),
        ["t of three dimensions"] = (typeof(ExternalException), () => ones(2, 3, 4).t()),
        ["cat of none"] = (typeof(ArgumentException), () => cat(Array.Empty<Tensor>())),
        ["stack of none"] = (typeof(ExternalException), () => stack(Array.Empty<Tensor>())),
        ["cat of other shapes"] = (typeof(ExternalException), () => cat([X, ones(4)])),
        ["unflatten from the end"] = (typeof(ArgumentException), () => X.unflatten(-1, 3, 1)),
        ["diagonal of one dimension"] = (typeof(ArgumentException), () => X.diagonal(0, 1, 1)),
        ["uneven vsplit"] = (typeof(ArgumentException), () => X.vsplit(3L)),
        ["trace of a vector"] = (typeof(ArgumentException), () => ones(3).trace()),
        ["dot of matrices"] = (typeof(InvalidOperationException), () => X.dot(X)),
        ["vdot of other lengths"] = (typeof(InvalidOperationException), () => ones(3).vdot(ones(2))),
        ["logdet of a wide matrix"] = (typeof(ArgumentException), () => X.logdet()),
        ["vander of a matrix"] = (typeof(InvalidOperationException), () => X.vander()),
        ["combinations of a matrix"] = (typeof(ArgumentException), () => combinations(X)),
        ["broadcast_shapes"] = (typeof(ArgumentException), () => broadcast_shapes([2, 2], [3, 3])),
        ["second difference"] = (typeof(NotImplementedException), () => X.diff(2)),
        ["negative order of cdist"] = (typeof(ArgumentException), () => cdist(X, X, -1)),
        ["singular inverse"] = (typeof(ExternalException), () => linalg.inv(zeros(2, 2))),
        ["cholesky of a negative matrix"] = (typeof(ExternalException), () => linalg.cholesky(-eye(2))),
        ["topk of too many"] = (typeof(ExternalException), () => X.topk(7)),
        ["greatest of none"] = (typeof(ExternalException), () => zeros(0).max()),

        // creation
        ["too few values"] = (typeof(ArgumentException), () => tensor(new[] { 1f, 2, 3 }, [2, 2])),
        ["jagged array"] = (typeof(NotSupportedException), () => from_array(new[] { new[] { 1f } })),
        ["array of text"] = (typeof(NotSupportedException), () => from_array(new[] { "a" })),
        ["buffer from past its end"] = (typeof(ArgumentException), () => frombuffer(new[] { 1, 2 }, ScalarType.Int32, 2, 2)),
        ["buffer with too many"] = (typeof(IndexOutOfRangeException), () => frombuffer(new[] { 1, 2 }, ScalarType.Int32, 3)),
        ["negative size"] = (typeof(ExternalException), () => zeros(-1)),
        ["rand of integers"] = (typeof(ArgumentException), () => rand(2, dtype: ScalarType.Int64)),
        ["randint too large for its type"] = (typeof(ArgumentOutOfRangeException), () => randint(0, 300, [2L], dtype: ScalarType.Byte)),
        ["randint of nothing"] = (typeof(ExternalException), () => randint(5, 5, [2L])),
        ["chances above one"] = (typeof(ExternalException), () => zeros(2).bernoulli_(2)),
        ["no chances"] = (typeof(ExternalException), () => multinomial(zeros(3), 1)),
        ["integers by default"] = (typeof(ArgumentException), () => set_default_dtype(ScalarType.Int64)),
        ["limits of integers"] = (typeof(ArgumentException), () => finfo(ScalarType.Int32)),
        ["greatest integer of floats"] = (typeof(ArgumentException), () => max_int_value(ScalarType.Float32)),
        ["unknown device"] = (typeof(ArgumentException), () => _ = new Device("abacus")),

        // gradients
        ["backward of many"] = (typeof(ExternalException), () => (ones(2, requires_grad: true) * 2).backward()),
        ["backward without a graph"] = (typeof(ExternalException), () => ones(1).sum().backward()),
        ["leaf changed in place"] = (typeof(ExternalException), () => ones(2, requires_grad: true).add_(1)),

        // scopes
        ["scope of something else"] = (typeof(InvalidOperationException), () => InScope(scope => scope.Attach(new MemoryStream()))),
        ["scope that has ended"] = (typeof(ObjectDisposedException), () => InScope(scope => scope.Dispose(), scope => _ = scope.DisposablesCount)),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_refused(string name) => Assert.Throws(Cases[name].Exception, Cases[name].Call);

    [Fact]
    public void Errors_of_libtorch_arrive_with_its_text()
    {
        var e = Assert.Throws<ExternalException>(() => ones(2, 3).add(ones(2, 2)));
        Assert.Contains("The size of tensor a (3) must match the size of tensor b (2) at non-singleton dimension 1", e.Message, StringComparison.Ordinal);
        Assert.Contains("Dimension out of range", Assert.Throws<ExternalException>(() => ones(2, 2).sum(7)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Equality_with_nothing_is_false()
    {
        Assert.False(X.eq((Tensor)null!).item<bool>());
        Assert.False(X.gt((Scalar)null!).item<bool>());
        Assert.False(X.Equals((Tensor)null!));
        Assert.False(X.allclose(null!));
    }
}
