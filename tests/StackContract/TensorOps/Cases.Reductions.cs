using TorchSharp;
using static StackContract.TensorOps.Inputs;
using static TorchSharp.torch;

namespace StackContract.TensorOps;

internal static partial class Cases
{
    private static Dictionary<string, Func<Inputs, object>> Reductions => new()
    {
        ["sum along one"] = d => d.b.sum(1),
        ["sum along two"] = d => d.b.sum(0, 2, keepdim: true),
        ["sum as double"] = d => d.x.sum(0, type: ScalarType.Float64),
        ["mean along"] = d => d.b.mean([0, 1], keepdim: true),
        ["prod along"] = d => d.x.prod(1, keepdim: true),
        ["prod as long"] = d => d.n.@short().prod(),
        ["std of all"] = d => d.x.std(unbiased: false),
        ["std along"] = d => d.b.std((0, 2), unbiased: false, keepdim: true),
        ["var along"] = d => d.b.var(1L),
        ["std_mean along"] = d => d.b.std_mean([1, 2]),
        ["var_mean along"] = d => var_mean(d.b, 0L, unbiased: false),
        ["norm of order"] = d => d.x.norm(3f),
        ["norm along"] = d => d.x.norm(1, true, 1.5f),
        ["dist of order"] = d => d.x.dist(d.y, 1),
        ["cdist"] = d => cdist(d.x, d.y),
        ["cdist of order"] = d => cdist(d.x, d.y, 1),
        ["renorm"] = d => d.x.renorm(2, 0, 1.5f),
        ["max along"] = d => d.x.max(1),
        ["min along"] = d => d.x.min(0, keepdim: true),
        ["amax"] = d => d.b.amax(0, 2),
        ["amin"] = d => d.b.amin([1], keepdim: true),
        ["aminmax along"] = d => d.x.aminmax(1),
        ["argmax along"] = d => d.x.argmax(1),
        ["argmin along"] = d => d.x.argmin(0, keepdim: true),
        ["all along"] = d => d.mask.all(0),
        ["any along"] = d => d.mask.any(1, keepdim: true),
        ["count_nonzero along"] = d => d.mask.count_nonzero([0]),
        ["logsumexp"] = d => d.x.logsumexp(1, keepdim: true),
        ["cov weighted"] = d => d.x.cov(0, tensor(new long[] { 1, 2, 1, 3 })),
    };

    private static Dictionary<string, Func<Inputs, object>> Statistics => new()
    {
        ["topk"] = d => d.x.topk(2),
        ["topk least"] = d => d.x.topk(1, 0, largest: false),
        ["sort"] = d => d.x.sort(0, descending: true),
        ["argsort"] = d => d.x.argsort(1, descending: true),
        ["kthvalue"] = d => d.x.kthvalue(2, 1, keepdim: true),
        ["mode"] = d => d.n.mode(),
        ["quantile"] = d => d.x.quantile(tensor(new[] { 0.25f, 0.5f })),
        ["quantile along"] = d => d.x.quantile(tensor(0.3f), 1, keepdim: true),
        ["nanquantile"] = d => d.holes.nanquantile(tensor(0.5f)),
        ["bucketize"] = d => d.x.bucketize(tensor(new[] { -1f, 0, 1 }), right: true),
        ["searchsorted"] = d => searchsorted(tensor(new[] { 1f, 2, 3 }), tensor(new[] { 2f, 2.5f }), out_int32: true),
        ["cumsum"] = d => d.x.cumsum(1),
        ["cumsum as double"] = d => d.n.cumsum(0, ScalarType.Float64),
        ["cumprod"] = d => d.x.cumprod(0),
        ["cummax"] = d => d.x.cummax(1),
        ["cummin"] = d => d.x.cummin(0),
        ["logcumsumexp"] = d => d.x.logcumsumexp(1),
        ["diff"] = d => d.x.diff(),
        ["diff with ends"] = d => d.x.diff(dim: 0, prepend: d.y[..1], append: d.y[1..2]),
        ["trapezoid"] = d => d.x.trapezoid(0.5),
        ["trapezoid at"] = d => trapz(d.x, tensor(new[] { 0f, 1, 3, 4 })),
        ["cumulative_trapezoid"] = d => d.x.cumulative_trapezoid(dim: 0),
        ["unique with counts"] = d => d.n.unique(return_inverse: true, return_counts: true),
        ["unique along"] = d => unique(tensor(new long[,] { { 1, 2 }, { 1, 2 }, { 0, 3 } }), dim: 0, return_counts: true),
        ["unique_consecutive"] = d => tensor(new long[] { 1, 1, 2, 2, 1 }).unique_consecutive(return_inverse: true, return_counts: true),
        ["bincount"] = d => bincount(d.n, minlength: 6),
        ["bincount weighted"] = d => d.n.bincount(tensor(new[] { 0.5f, 1, 1, 2, 3, 4 })),
        ["histc"] = d => d.x.detach().histc(4, -2, 2),
        ["histogram"] = d => histogram(d.x.detach(), 4),
        ["histogram in range"] = d => histogram(d.x.detach(), 3, (-1, 1), density: true),
        ["histogram at"] = d => histogram(d.x.detach(), tensor(new[] { -2f, 0, 0.5f, 2 })),
    };
}
