using TorchSharp;
using static StackContract.TensorOps.Inputs;
using static TorchSharp.torch;

namespace StackContract.TensorOps;

internal static partial class Cases
{
    private static Dictionary<string, Func<Inputs, object>> Pointwise => new()
    {
        ["add with alpha"] = d => d.x.add(d.y, 2.5),
        ["add scalar with alpha"] = d => d.x.add(3, 2),
        ["add_"] = d => Changed(d.x, t => t.add_(d.v, -1)),
        ["sub scalar"] = d => d.x.sub(1.5),
        ["mul_ scalar"] = d => Changed(d.x, t => t.mul_(3)),
        ["div truncated"] = d => d.x.div(d.y, RoundingMode.trunc),
        ["div floored"] = d => d.x.div(0.7, RoundingMode.floor),
        ["div_ floored"] = d => Changed(d.x, t => t.div_(d.y, RoundingMode.floor)),
        ["floor_divide scalar"] = d => d.n.floor_divide(2),
        ["remainder scalar"] = d => d.x.remainder(0.7),
        ["remainder_ scalar"] = d => Changed(d.x, t => t.remainder_(-0.7)),
        ["fmod scalar"] = d => d.x.fmod(-0.7),
        ["pow scalar"] = d => d.x.pow(3),
        ["pow_ scalar"] = d => Changed(d.y.exp(), t => t.pow_(0.5)),
        ["xlogy scalar"] = d => d.x.xlogy(2.5),
        ["equal"] = d => d.x.equal(d.y),
        ["comparisons with numbers"] = d => (d.n == 1, d.n != 1, d.n < 2, d.n <= 2, d.n > 1.5, d.n >= 3),
        ["numbers on the left"] = d => (2 + d.x, 2 - d.x, 2 * d.x, 2 / d.x, 1.5 - d.n),
        ["operators"] = d => (d.x + d.y, d.x - d.v, d.x * d.y, d.x / d.y, d.x % d.y, -d.x, d.x % 0.6),
        ["operators on truth"] = d => (d.mask & d.mask[0], d.mask | d.mask[0], d.mask ^ d.mask[0], ~d.mask, ~d.n, d.n & 1),
        ["clamp"] = d => d.x.clamp(-1, 0.5),
        ["clamp of whole numbers"] = d => d.n.clamp(1, 2),
        ["clamp by tensors"] = d => d.x.clamp(d.y - 1, d.y),
        ["clamp_min"] = d => d.x.clamp_min(0.25),
        ["clip"] = d => d.x.clip(max: 0.25),
        ["clamp_max"] = d => d.x.clamp_max(0.25),
        ["clamp_"] = d => Changed(d.x, t => t.clamp_(max: (Scalar)1)),
        ["lerp"] = d => d.x.lerp(d.y, tensor(0.25f)),
        ["lerp by tensor"] = d => d.x.lerp(d.y, d.y),
        ["addcmul"] = d => d.x.addcmul(d.y, d.v, 0.5),
        ["addcdiv"] = d => d.x.addcdiv(d.y, d.y + 3, -2),
        ["addcdiv_"] = d => Changed(d.x, t => t.addcdiv_(d.y, d.y + 3)),
        ["round to decimals"] = d => d.x.round(2),
        ["nan_to_num with numbers"] = d => d.holes.nan_to_num(-1),
        ["logit with eps"] = d => d.y.logit(0.2),
        ["fill_"] = d => Changed(d.x, t => t.fill_(2)),
        ["zero_"] = d => Changed(d.n, t => t.zero_()),
        ["copy_"] = d => Changed(d.n, t => t.copy_(tensor(2.9f))),
    };

    private static Dictionary<string, Func<Inputs, object>> Activations => new()
    {
        ["leaky_relu"] = d => d.x.leaky_relu(0.3),
        ["elu of alpha"] = d => d.x.elu(0.5),
        ["celu of alpha"] = d => d.x.celu(2),
        ["prelu"] = d => d.x.prelu(d.v),
        ["rrelu"] = d => d.x.rrelu(0.1, 0.3),
        // TorchSharp 0.107's out-of-place hardtanh returns its input.
        ["hardtanh"] = d => d.x.clone().hardtanh_(-0.5, 1),
        ["threshold"] = d => d.x.threshold(0.5, -3),
        ["glu"] = d => d.x.glu(),
        ["softplus of beta"] = d => d.x.softplus(2, 1),
        ["softmax"] = d => d.x.softmax(1),
        ["softmax as double"] = d => d.x.softmax(0, ScalarType.Float64),
        ["log_softmax"] = d => d.x.log_softmax(0),
        ["channel_shuffle"] = d => Golden.Wave([1, 4, 1, 2], 0.5, 1).channel_shuffle(2),
    };
}
