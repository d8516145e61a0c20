using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks.Course.Lessons;

/// <summary>Lesson 06: softmax, cross-entropy and backpropagation by hand.</summary>
internal static class Backpropagation
{
    private const double Step = 0.1;

    public static IEnumerable<Exercise> Exercises =>
    [
        Exercise.Function<Func<Tensor, Tensor>>("06.1", "Softmax of a batch", points: 1,
            "A row at a time: subtract the row's largest score, raise e to what is left, divide by the row's sum. With keepdim both are [N, 1] and fit each row.", (probabilities, expect) =>
            {
                var logits = Given.Wave(2, 3) * 3;
                expect.Tensor("[2, 3]", () => probabilities(logits), softmax(logits, 1));
                expect.Tensor("a row adds up to 1, in a batch of 4", () => probabilities(Given.Wave(4, 5)).sum(1), ones(4));
                expect.Tensor("100 more for every score changes nothing", () => probabilities(logits + 100), softmax(logits, 1));
                expect.Tensor("a row near 1000 and one near −1000", () => probabilities(tensor(new float[,] { { 1000, 999 }, { -1000, -1001 } })), softmax(tensor(new float[,] { { 1, 0 }, { 1, 0 } }), 1));
            }),
        Exercise.Function<Func<Tensor, Tensor, float>>("06.2", "Cross-entropy of a batch", points: 2,
            "The logarithm of a quotient is a difference: ln p = z − ln Σ e^z, with z the right class's score. gather gives [N, 1]: squeeze(1) makes it [N], as what logsumexp gives.", (loss, expect) =>
            {
                var (logits, labels) = (Given.Wave(4, 3) * 2, Labels(4, 3));
                expect.Number("one picture, two classes alike: ln 2", () => loss(zeros(1, 2), Labels(1, 2)), Math.Log(2));
                expect.Number("four pictures, three classes", () => loss(logits, labels), cross_entropy(logits, labels).item<float>());
                expect.Number("a score of 1000 for the wrong class", () => loss(tensor(new float[,] { { 0, 1000 } }), Labels(1, 2)), 1000, within: 0.01);
            }),
        Exercise.Function<Func<Tensor, Tensor, Tensor>>("06.3", "The gradient of the logits", points: 1,
            "What was said minus what should have been said, for each picture. The loss is the mean over N pictures: what does that do to each one's share?", (gradient, expect) =>
            {
                var one = Given.Wave(1, 3);
                expect.Tensor("one picture", () => gradient(one, Labels(1, 3)), Autograd(one, Labels(1, 3)));
                var four = Given.Wave(4, 3) * 2;
                expect.Tensor("a batch of four", () => gradient(four, Labels(4, 3)), Autograd(four, Labels(4, 3)));
            }),
        Exercise.Function<Func<Func<Tensor, double>, Tensor, double, Tensor>>("06.4", "A gradient by nudging", points: 2,
            "For each number: a tensor of zeros with the step at its place, added for one loss and subtracted for the other. The two places lie two steps apart.", NumericGradient),
        Exercise.Function<Func<Tensor, Tensor, Tensor, (Tensor, Tensor, Tensor)>>("06.5", "Back through a dense layer", points: 2,
            "Each gradient has the shape of what it belongs to: [out, in], [out] and [N, in]. There is only one product of matrices that gives each shape; what goes into every row of the output gets the sum of the rows' gradients.", (back, expect) =>
            {
                var (x, weight, upstream) = (Given.Wave(4, 3), Given.Wave(2, 3) * 2, Given.Wave(4, 2) - 0.3);
                var (dWeight, dBias, dInput) = Layer(x, weight, upstream);
                expect.Tensor("the weights' gradient, [2, 3]", () => back(x, weight, upstream).Item1, dWeight);
                expect.Tensor("the bias's, [2]", () => back(x, weight, upstream).Item2, dBias);
                expect.Tensor("the inputs', [4, 3]", () => back(x, weight, upstream).Item3, dInput);
            }),
        Exercise.Function<Func<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor[]>>("06.6", "Back through two layers", points: 3,
            "Forward first, keeping what went into each layer. Then LogitGradient, LinearBack of the second layer with the hidden numbers as its input, zero where ReLU stopped something, LinearBack of the first with x.", Network),
    ];

    private static void NumericGradient(Func<Func<Tensor, double>, Tensor, double, Tensor> gradient, Expectations expect)
    {
        // Every number meets every other, so that one that is not put back is noticed; of the third power, so that one side is not enough; the remainder, Step², is known.
        static double Loss(Tensor at) => (at.sum().pow(2) + at.pow(3).sum()).item<double>();
        static Tensor Expected(Tensor at) => 2 * at.sum() + 3 * at.pow(2) + Step * Step;
        var row = Given.Wave(4).to_type(ScalarType.Float64);
        var table = Given.Wave(2, 3).to_type(ScalarType.Float64);
        var before = table.clone();
        expect.Tensor("four numbers", () => gradient(Loss, row.clone(), Step), Expected(row), within: 1e-6);
        expect.Tensor("a table of [2, 3]", () => gradient(Loss, table, Step), Expected(before), within: 1e-6);
        expect.Tensor("the table is as it was", () => table, before, within: 1e-9);
    }

    private static void Network(Func<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor[]> back, Expectations expect)
    {
        var (x, labels) = (Given.Wave(4, 3) * 2, Labels(4, 2));
        Tensor[] weights = [Given.Wave(5, 3) * 2, Given.Wave(5) / 2, (Given.Wave(2, 5) - 0.2) * 2, Given.Wave(2)];
        Tensor[] leaves = [.. weights.Select(weight => weight.clone().requires_grad_())];
        cross_entropy(relu(x.mm(leaves[0].T) + leaves[1]).mm(leaves[2].T) + leaves[3], labels).backward();
        Tensor[]? given = null;
        expect.Same("the number of gradients", () => (given = back(x, labels, weights[0], weights[1], weights[2], weights[3])).Length, 4);
        if (given is not { Length: 4 })
            return;
        string[] names = ["w1", "b1", "w2", "b2"];
        foreach (var i in new[] { 2, 3, 0, 1 })
            expect.Tensor($"the gradient of {names[i]}", () => given[i], leaves[i].grad!);
    }

    private static Tensor Labels(int count, int classes) => tensor(Enumerable.Range(0, count).Select(i => (long)(i * i % classes)).ToArray());

    private static Tensor Autograd(Tensor logits, Tensor labels)
    {
        var leaf = logits.clone().requires_grad_();
        cross_entropy(leaf, labels).backward();
        return leaf.grad!;
    }

    private static (Tensor Weight, Tensor Bias, Tensor Input) Layer(Tensor x, Tensor weight, Tensor upstream)
    {
        Tensor[] leaves = [weight.clone().requires_grad_(), zeros(weight.shape[0]).requires_grad_(), x.clone().requires_grad_()];
        (linear(leaves[2], leaves[0], leaves[1]) * upstream).sum().backward();
        return (leaves[0].grad!, leaves[1].grad!, leaves[2].grad!);
    }
}
