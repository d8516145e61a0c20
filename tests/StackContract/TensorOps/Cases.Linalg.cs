using TorchSharp;
using static StackContract.TensorOps.Inputs;
using static TorchSharp.torch;

namespace StackContract.TensorOps;

internal static partial class Cases
{
    private static Dictionary<string, Func<Inputs, object>> Products => new()
    {
        ["mv"] = d => d.x.mv(d.v),
        ["addmm"] = d => d.a.addmm(d.x, d.w, 0.5f, 2),
        ["addmm_"] = d => Changed(d.a, t => t.addmm_(d.x, d.w)),
        ["addmv"] = d => d.a[0].addmv(d.x, d.v, 2, -1),
        ["addr"] = d => d.x.addr(d.v[..3], d.v, 0.5f),
        ["addbmm"] = d => d.a.addbmm(d.b, d.c, alpha: 0.5f),
        ["einsum"] = d => einsum("bij,bjk->ik", d.b, d.c),
        ["einsum of one"] = d => einsum("ii->i", d.a),
        ["tensordot"] = d => tensordot(d.b, d.c, [1, 2], [2, 1]),
        ["multi_dot"] = d => linalg.multi_dot([d.x, d.w, d.a]),
        ["chain_matmul"] = d => chain_matmul(d.x, d.w),
        ["linalg.cross"] = d => linalg.cross(d.a, d.a.T),
        ["linalg.vecdot"] = d => linalg.vecdot(d.x, d.y),
        ["matrix_power"] = d => d.a.matrix_power(3),
    };

    private static Dictionary<string, Func<Inputs, object>> Linalg => new()
    {
        ["linalg.norm"] = d => linalg.norm(d.x),
        ["linalg.norm of order"] = d => linalg.norm(d.x, 1),
        ["linalg.norm by name"] = d => linalg.norm(d.a, "nuc"),
        ["linalg.norm along"] = d => linalg.norm(d.b, 3.0, [1], true),
        ["linalg.vector_norm"] = d => linalg.vector_norm(d.b, 1, [0, 2]),
        ["linalg.matrix_norm"] = d => linalg.matrix_norm(d.b),
        ["linalg.matrix_norm of order"] = d => linalg.matrix_norm(d.b, -1.0, [0, 1]),
        ["linalg.cond"] = d => (linalg.cond(d.a), linalg.cond(d.a, 1), linalg.cond(d.a, "fro")),
        ["linalg.det"] = d => linalg.det(d.a),
        ["linalg.slogdet"] = d => linalg.slogdet(d.a),
        ["linalg.inv"] = d => linalg.inv(d.a),
        ["linalg.pinv"] = d => linalg.pinv(d.x),
        ["linalg.matrix_rank"] = d => linalg.matrix_rank(d.x),
        ["linalg.diagonal"] = d => linalg.diagonal(d.b),
        ["linalg.vander"] = d => linalg.vander(d.v),
        ["linalg.cholesky"] = d => linalg.cholesky(d.spd),
        ["linalg.cholesky_ex"] = d => linalg.cholesky_ex(d.spd),
        ["cholesky_inverse"] = d => linalg.cholesky(d.spd).cholesky_inverse(),
        ["cholesky_solve"] = d => d.x.cholesky_solve(linalg.cholesky(d.spd)),
        ["orgqr"] = d => d.a.geqrf() is var (qr, tau) ? orgqr(qr, tau).abs() : d.a,
        ["ormqr"] = d => d.a.detach().geqrf() is var (qr, tau) ? qr.ormqr(tau, d.x.detach(), transpose: true).abs() : d.a,
        ["linalg.qr"] = d => linalg.qr(d.a).R.abs(),
        ["linalg.svd"] = d => linalg.svd(d.a, fullMatrices: false).S,
        ["linalg.svdvals"] = d => linalg.svdvals(d.a),
        ["linalg.eigh"] = d => linalg.eigh(d.spd).Item1,
        ["linalg.eigvalsh"] = d => linalg.eigvalsh(d.spd, 'U'),
        ["linalg.lu"] = d => linalg.lu(d.a),
        ["linalg.lu_factor"] = d => linalg.lu_factor(d.a),
        ["linalg.lu_solve"] = d => linalg.lu_factor(d.a) is var (lu, pivots) ? linalg.lu_solve(lu, pivots!, d.x) : d.x,
        ["lu_unpack"] = d => linalg.lu_factor(d.a) is var (lu, pivots) ? lu_unpack(lu, pivots!) : default,
        ["linalg.solve"] = d => linalg.solve(d.a, d.x),
        ["linalg.solve_ex"] = d => linalg.solve_ex(d.a, d.x),
        ["linalg.solve from the right"] = d => linalg.solve(d.a, d.w, left: false),
        ["linalg.solve_triangular"] = d => linalg.solve_triangular(d.a.triu(), d.x, upper: true),
        ["linalg.lstsq"] = d => linalg.lstsq(d.a, d.x).Solution,
        ["linalg.tensorinv"] = d => linalg.tensorinv(d.a.reshape(3, 3, 1), 1),
        ["linalg.tensorsolve"] = d => linalg.tensorsolve(d.a, d.v[..3], [1]),
    };
}
