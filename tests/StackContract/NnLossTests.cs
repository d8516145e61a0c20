using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace StackContract;

/// <summary>Every loss in its three reductions: value and gradients are PyTorch's.</summary>
public class NnLossTests
{
    private static readonly NnCases Cases = NnCases.Read("nn_losses.json");

    // Named and in the order of tests/golden/nn_losses.py; modules where there is one that takes the options, else the function.
    private static readonly Dictionary<string, Func<Tensor[], Reduction, Tensor>> Losses = new()
    {
        ["cross_entropy"] = (x, r) => CrossEntropyLoss(reduction: r).call(x[0], x[1]),
        ["cross_entropy_weighted"] = (x, r) => CrossEntropyLoss(x[2], reduction: r).call(x[0], x[1]),
        ["cross_entropy_ignore"] = (x, r) => CrossEntropyLoss(ignore_index: 2, reduction: r).call(x[0], x[1]),
        ["cross_entropy_smooth"] = (x, r) => new TorchSharp.Modules.CrossEntropyLoss(x[2], reduction: r, label_smoothing: 0.2).call(x[0], x[1]),
        ["cross_entropy_pictures"] = (x, r) => cross_entropy(x[0], x[1], reduction: r),
        ["cross_entropy_probabilities"] = (x, r) => cross_entropy(x[0], x[1], reduction: r),
        ["nll"] = (x, r) => NLLLoss(reduction: r).call(x[0], x[1]),
        ["nll_weighted"] = (x, r) => NLLLoss(x[2], r).call(x[0], x[1]),
        ["multi_margin"] = (x, r) => MultiMarginLoss(reduction: r).call(x[0], x[1]),
        ["multi_margin_squared"] = (x, r) => MultiMarginLoss(2, 0.7, x[2], r).call(x[0], x[1]),
        ["multi_label_margin"] = (x, r) => MultiLabelMarginLoss(r).call(x[0], x[1]),
        ["multi_label_soft_margin"] = (x, r) => MultiLabelSoftMarginLoss(reduction: r).call(x[0], x[1]),
        ["multi_label_soft_margin_weighted"] = (x, r) => multilabel_soft_margin_loss(x[0], x[1], x[2], r),
        ["bce"] = (x, r) => BCELoss(reduction: r).call(x[0], x[1]),
        ["bce_weighted"] = (x, r) => binary_cross_entropy(x[0], x[1], x[2], r),
        ["bce_with_logits"] = (x, r) => BCEWithLogitsLoss(reduction: r).call(x[0], x[1]),
        ["bce_with_logits_weighted"] = (x, r) => BCEWithLogitsLoss(x[2], r, x[3]).call(x[0], x[1]),
        ["kl_div"] = (x, r) => KLDivLoss(reduction: r).call(x[0], x[1]),
        ["kl_div_probabilities"] = (x, r) => KLDivLoss(log_target: false, r).call(x[0], x[1]),
        ["poisson"] = (x, r) => PoissonNLLLoss(reduction: r).call(x[0], x[1]),
        ["poisson_full"] = (x, r) => PoissonNLLLoss(log_input: false, full: true, reduction: r).call(x[0], x[1]),
        ["gaussian"] = (x, r) => GaussianNLLLoss(reduction: r).call(x[0], x[1], x[2]),
        ["gaussian_full"] = (x, r) => gaussian_nll_loss(x[0], x[1], x[2], full: true, reduction: r),
        ["mse"] = (x, r) => MSELoss(r).call(x[0], x[1]),
        ["l1"] = (x, r) => L1Loss(r).call(x[0], x[1]),
        ["smooth_l1"] = (x, r) => SmoothL1Loss(r).call(x[0], x[1]),
        ["smooth_l1_beta"] = (x, r) => SmoothL1Loss(r, 0.3).call(x[0], x[1]),
        ["huber"] = (x, r) => HuberLoss(0.4, r).call(x[0], x[1]),
        ["soft_margin"] = (x, r) => SoftMarginLoss(r).call(x[0], x[1]),
        ["hinge_embedding"] = (x, r) => HingeEmbeddingLoss(0.6, r).call(x[0], x[1]),
        ["cosine_embedding"] = (x, r) => CosineEmbeddingLoss(0.1, r).call(x[0], x[1], x[2]),
        ["margin_ranking"] = (x, r) => MarginRankingLoss(0.3, r).call(x[0], x[1], x[2]),
        ["triplet"] = (x, r) => TripletMarginLoss(reduction: r).call(x[0], x[1], x[2]),
        ["triplet_swap"] = (x, r) => TripletMarginLoss(2, 3, 1e-4, swap: true, r).call(x[0], x[1], x[2]),
        ["triplet_distance"] = (x, r) => TripletMarginWithDistanceLoss((a, b) => (a - b).abs().sum([1L]), swap: true, reduction: r).call(x[0], x[1], x[2]),
        ["triplet_distance_default"] = (x, r) => triplet_margin_with_distance_loss(x[0], x[1], x[2], margin: 0.5, reduction: r),
        ["ctc"] = (x, r) => CTCLoss(reduction: r).call(x[0].log_softmax(2), x[1], x[2], x[3]),
    };

    public static TheoryData<string, Reduction, ScalarType> Runs
    {
        get
        {
            var runs = new TheoryData<string, Reduction, ScalarType>();
            foreach (var name in Losses.Keys)
                foreach (var reduction in Enum.GetValues<Reduction>())
                    foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 })
                    {
                        // TorchSharp's logarithm of 2π has seven digits, and Poisson's eps does not reach its libtorch.
                        if (type != ScalarType.Float64 || name is not ("gaussian_full" or "poisson_full")) runs.Add(name, reduction, type);
                    }
            return runs;
        }
    }

    [Fact]
    public void Every_loss_of_PyTorchs_is_run() => Assert.Equal(Cases.Names.Select(name => name.Split(' ')[0]).Distinct(), Losses.Keys);

    [Theory]
    [MemberData(nameof(Runs))]
    public void Gives_what_PyTorch_gives(string name, Reduction reduction, ScalarType type) =>
        Cases.Check($"{name} {reduction.ToString().ToLowerInvariant()}", type, inputs => Losses[name](inputs, reduction));
}
