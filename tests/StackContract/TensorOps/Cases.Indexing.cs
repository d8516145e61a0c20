using TorchSharp;
using static StackContract.TensorOps.Inputs;
using static TorchSharp.torch;

namespace StackContract.TensorOps;

internal static partial class Cases
{
    private static Dictionary<string, Func<Inputs, object>> Indexing => new()
    {
        ["index by numbers"] = d => d.b[1, -1],
        ["index by slices"] = d => d.b[.., 1.., TensorIndex.Slice(null, null, 2)],
        ["index by range from the end"] = d => d.x[1..^1, ^3..],
        ["index by ellipsis"] = d => d.b[TensorIndex.Ellipsis, 0],
        ["index by none"] = d => d.x[TensorIndex.None, .., TensorIndex.None, 1],
        ["index by mask"] = d => d.x[d.mask],
        ["index by tensor"] = d => d.x[d.i],
        ["index by tensors"] = d => d.x[d.i, tensor(new long[] { 1, 3 })],
        ["index by slice and tensor"] = d => d.x[TensorIndex.Colon, TensorIndex.Tensor(tensor(new long[] { 3, 0 }))],
        ["index by truth"] = d => d.v[TensorIndex.Bool(true)],
        ["put number"] = d => Changed(d.x, t => t[0, 1] = 9f),
        ["put row"] = d => Changed(d.x, t => t[1] = d.v),
        ["put slice"] = d => Changed(d.x, t => t[.., ..2] = d.v[..2]),
        ["put mask"] = d => Changed(d.x, t => t[d.mask] = 0.5f),
        ["put tensor"] = d => Changed(d.x, t => t[d.i] = d.v),
        ["index_put_ scalar"] = d => Changed(d.x, t => t.index_put_((Scalar)7, TensorIndex.Single(1))),
        ["index_put_ accumulate"] = d => Changed(d.v, t => t.index_put_(tensor(new[] { 1f, 2, 4 }), new[] { tensor(new long[] { 1, 1, 3 }) }, accumulate: true)),
        ["index_select"] = d => d.x.index_select(0, d.i),
        ["index_add"] = d => d.x.index_add(0, d.i, d.y[..2], 2),
        ["index_add_"] = d => Changed(d.x, t => t.index_add_(0, d.i, d.y[..2], -1)),
        ["index_copy"] = d => d.x.index_copy(0, d.i, d.y[..2]),
        ["index_fill"] = d => d.x.index_fill(1, d.i, -1),
        ["gather"] = d => d.x.gather(0, d.table),
        ["scatter"] = d => d.x.scatter(0, d.table, d.y),
        ["scatter_"] = d => Changed(d.x, t => t.scatter_(1, tensor(new long[,] { { 3 }, { 0 }, { 1 } }), d.y)),
        ["scatter_add"] = d => d.x.scatter_add(0, d.table, d.y),
        ["scatter_add_"] = d => Changed(d.x, t => t.scatter_add_(0, d.table, d.y)),
        ["select_scatter"] = d => d.x.select_scatter(d.v, 0, 1),
        ["slice_scatter"] = d => d.x.slice_scatter(d.y[.., ..2], 1, 1, 4, 2),
        ["diagonal_scatter"] = d => d.x.diagonal_scatter(d.v[..3], 1),
        ["take"] = d => d.x.take(tensor(new long[,] { { 0, 5 }, { 11, -1 } })),
        ["take_along_dim"] = d => d.x.take_along_dim(d.table[..1], 0),
        ["take_along_dim of all"] = d => d.x.take_along_dim([10, 3]),
        ["masked_select"] = d => d.x.masked_select(d.mask),
        ["masked_fill"] = d => d.x.masked_fill(d.mask, 0.25),
        ["masked_fill_"] = d => Changed(d.x, t => t.masked_fill_(d.mask, -1)),
        ["masked_scatter"] = d => d.x.masked_scatter(d.mask, d.y),
        ["where"] = d => where(d.mask, d.x, d.v),
        ["where indices"] = d => where(d.mask),
    };
}
