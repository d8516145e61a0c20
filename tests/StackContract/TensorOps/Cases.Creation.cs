using TorchSharp;
using static TorchSharp.torch;

namespace StackContract.TensorOps;

internal static partial class Cases
{
    private static readonly ScalarType[] Types =
        [ScalarType.Bool, ScalarType.Byte, ScalarType.Int8, ScalarType.Int16, ScalarType.Int32, ScalarType.Int64, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Float32, ScalarType.Float64];

    private static Dictionary<string, Func<Inputs, object>> Creation => new()
    {
        ["arange"] = d => (arange(4), arange(1, 7, 2), arange(1, 0, -0.25), arange(3, dtype: ScalarType.Float64)),
        ["linspace"] = d => (linspace(-1, 1, 5), linspace(0, 10, 4, ScalarType.Int32)),
        ["logspace"] = d => (logspace(0, 2, 3), logspace(0, 3, 4, 2)),
        ["eye"] = d => (eye(3), eye(2, 3, ScalarType.Int64)),
        ["zeros and ones"] = d => (zeros(2, 3), ones(2, dtype: ScalarType.Bool), zeros(0, 2), ones(1, 1, 2, 1)),
        ["full"] = d => (full(2, 1.5), full(1, 2, 3), full([2], 1.5, ScalarType.Float16)),
        ["like"] = d => (zeros_like(d.n), ones_like(d.v), full_like(d.v, 2.5), d.n.full_like(2), d.v.zeros_like(ScalarType.Byte)),
        ["new"] = d => (d.n.new_zeros(2), d.v.new_ones(1, 2), d.n.new_full(2, 7), d.v.new_zeros(1, 1, 2, 1)),
        ["indices of triangles"] = d => (tril_indices(3, 3), triu_indices(2, 4, 1)),
        ["conversions"] = d => new[] { tensor(new[] { 0, 1, 2.7f }), tensor(new long[] { 0, 1, 100 }), tensor(new[] { true, false }) }.SelectMany(t => Types.Select(type => t.to(type))),
        ["negative numbers converted"] = d => new[] { ScalarType.Bool, ScalarType.Int8, ScalarType.Int64 }.Select(type => tensor(new[] { -2.7f, -0.5f }).to_type(type)),
    };
}

/// <summary>The random cases of tests/golden/tensor_cases.py, each under the same key.</summary>
internal static class Draws
{
    public static readonly Dictionary<string, Func<object>> All = new()
    {
        ["rand"] = () => rand(5),
        ["rand as double"] = () => rand(3, dtype: ScalarType.Float64),
        ["randn"] = () => randn(20),
        ["randint"] = () => randint(-5, 5, [6L]),
        ["randint as int"] = () => randint(100, [6L], ScalarType.Int32),
        ["randperm"] = () => randperm(8),
        ["rand_like"] = () => rand_like(zeros(4)),
        ["randn_like"] = () => zeros(4).randn_like(),
        ["randint_like"] = () => randint_like(zeros(4), 3, 9),
        ["normal"] = () => normal(3, 0.5, [4]),
        ["normal by tensors"] = () => normal(tensor(new[] { 10f, 20, 30 }), tensor(new[] { 1f, 2, 3 })),
        ["bernoulli"] = () => bernoulli(tensor(new[] { 0.1f, 0.5f, 0.9f, 0.5f, 0.5f, 0.5f })),
        ["multinomial"] = () => multinomial(tensor(new[] { 0.1f, 0.2f, 0.3f, 0.4f }), 3),
        ["multinomial with replacement"] = () => tensor(new[,] { { 0.1f, 0.9f }, { 0.5f, 0.5f } }).multinomial(5, replacement: true),
        ["poisson"] = () => poisson(tensor(new[] { 0.5f, 3, 20, 100 })),
        ["binomial"] = () => binomial(tensor(new[] { 10f, 100 }), tensor(new[] { 0.3f, 0.7f })),
        ["bernoulli_"] = () => zeros(8).bernoulli_(0.3),
        ["bernoulli_ by tensor"] = () => zeros(3).bernoulli_(tensor(new[] { 0.2f, 0.5f, 0.8f })),
        ["normal_"] = () => zeros(5).normal_(1, 2),
        ["uniform_"] = () => zeros(5).uniform_(-1, 1),
        ["random_"] = () => zeros(5).random_(0, 100),
        ["exponential_"] = () => zeros(5).exponential_(2),
        ["log_normal_"] = () => zeros(5).log_normal_(0, 0.5),
        ["cauchy_"] = () => zeros(5).cauchy_(1, 2),
        ["geometric_"] = () => zeros(5).geometric_(0.3),
        ["one number"] = () => new[] { tensor(new[] { randint_bool() }), tensor(new[] { randint_int(50) }), tensor(new[] { randint_long(50) }), tensor(new[] { rand_float() }), tensor(new[] { randn_float() }) },
    };
}
