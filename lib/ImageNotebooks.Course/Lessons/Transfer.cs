using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Course.Lessons;

/// <summary>Lesson 10: a base that has learned before, its head, and what is frozen.</summary>
internal static class Transfer
{
    public static IEnumerable<Exercise> Exercises =>
    [
        Exercise.Function<Func<Tensor, Tensor, Tensor, int, Tensor>>("10.1", "The nearest mean", points: 2,
            "For each class the mean over its rows, stacked to [classes, C]. Then cdist gives [M, classes], and the smallest of each row is asked for.", Nearest),
        Exercise.Function<Action<nn.Module<Tensor, Tensor>, string>>("10.2", "Freezing all but the head", points: 1,
            "Each parameter is asked one question, whether its name begins with the prefix, and the answer is its requires_grad.", FreezeAllBut),
        Exercise.Value<long>("10.3", "What learns", points: 1,
            "Only the dense layer learns: one weight for each feature and class, and one bias a class.", (learned, expect) =>
                expect.True("how many numbers", () => learned == 12_810, learned switch
                {
                    12_800 => "each class has a bias, too",
                    > 2_000_000 => "the base is frozen",
                    _ => $"{learned:N0} is not it",
                })),
        Exercise.Function<Action<nn.Module<Tensor, Tensor>>>("10.4", "Training mode with a frozen base", points: 2,
            "First everything to train(), then each BatchNorm2d that has no parameter left to learn to eval(). modules() goes to every depth, children() does not.", TrainMode),
        Exercise.Function<Func<Tensor, bool, Tensor>>("10.5", "Prepared for its weights", points: 2,
            "To float first, since bytes overflow. The three means belong to the channels, so their shape is [3, 1, 1].", (prepare, expect) =>
            {
                // As wide as there are channels, so that means along the columns fit too.
                var bytes = (arange(36, dtype: ScalarType.Int64) * 7).to_type(ScalarType.Byte).reshape(2, 3, 2, 3);
                var unit = bytes.to_type(ScalarType.Float32) / 255;
                expect.Tensor("for Keras's weights, bytes up to 245", () => prepare(bytes, true), unit * 2 - 1);
                expect.Tensor("for torchvision's, [2, 3, 2, 3]", () => prepare(bytes, false), (unit - tensor(new[] { 0.485f, 0.456f, 0.406f }).reshape(3, 1, 1)) / tensor(new[] { 0.229f, 0.224f, 0.225f }).reshape(3, 1, 1));
            }),
        Exercise.Function<Func<int, double, double, double[]>>("10.6", "A rate for each block", points: 2,
            "The last block is divided by nothing, the one before it by the factor once, the first by the factor blocks − 1 times.", (rates, expect) =>
            {
                expect.Numbers("three blocks, halved from one to the next", () => rates(3, 0.4, 2), [0.1, 0.2, 0.4], within: 1e-9);
                expect.Numbers("four blocks, a tenth each", () => rates(4, 1, 10), [0.001, 0.01, 0.1, 1], within: 1e-9);
                expect.Numbers("one block", () => rates(1, 0.3, 2.6), [0.3], within: 1e-9);
            }),
    ];

    private static void Nearest(Func<Tensor, Tensor, Tensor, int, Tensor> nearest, Expectations expect)
    {
        // Class 0 is wide and class 1 narrow, so that the nearest picture and the nearest mean differ; unlike counts, so that a sum is not the mean.
        var features = tensor(new float[,] { { 0, 0 }, { 8, 0 }, { 10, 0 }, { 9, 1 }, { 0, 6 }, { 4, 0 } });
        var labels = tensor(new long[] { 0, 0, 1, 1, 2, 0 });
        expect.Tensor("two classes, one picture each", () => nearest(features[TensorIndex.Slice(0, 3, 2)], tensor(new long[] { 0, 1 }), tensor(new float[,] { { 4, 0 }, { 6, 0 } }), 2), tensor(new long[] { 0, 1 }));
        expect.Tensor("the mean decides, not the nearest picture", () => nearest(features, labels, tensor(new float[,] { { 7.5f, 0 }, { 0, 1 }, { 1, 5 } }), 3), tensor(new long[] { 1, 0, 2 }));
    }

    private static void FreezeAllBut(Action<nn.Module<Tensor, Tensor>, string> freeze, Expectations expect)
    {
        // A layer draws its weights from the generator, which is the student's.
        var network = Undrawn(() => nn.Sequential(("body", nn.Sequential(("head_of_body", nn.Linear(2, 3)), ("last", nn.Linear(3, 3)))), ("head", nn.Linear(3, 2))));
        string Learning() => string.Join(", ", network.named_parameters().Where(one => one.parameter.requires_grad).Select(one => one.name));
        expect.Same("what learns with the prefix head", () => After("head"), "head.weight, head.bias");
        expect.Same("and then with the prefix body.last", () => After("body.last"), "body.last.weight, body.last.bias");

        string After(string prefix)
        {
            freeze(network, prefix);
            return Learning();
        }
    }

    private static void TrainMode(Action<nn.Module<Tensor, Tensor>> trainMode, Expectations expect)
    {
        var (frozen, learning, half, dropout) = (nn.BatchNorm2d(2), nn.BatchNorm2d(2), nn.BatchNorm2d(2), nn.Dropout(0.5));
        foreach (var parameter in frozen.parameters())
            parameter.requires_grad = false;
        half.weight!.requires_grad = false;
        var network = nn.Sequential(nn.Sequential(frozen, nn.ReLU()), learning, half, dropout);
        network.eval();
        expect.True("the frozen BatchNorm, two levels deep, is at eval", () =>
        {
            trainMode(network);
            return !frozen.training;
        }, "it is in training mode, so its running averages go on changing");
        expect.True("the BatchNorm that learns is at train", () => learning.training, "it is at eval, although its weights learn");
        expect.True("so is the BatchNorm whose weight is frozen and whose bias learns", () => half.training, "it is at eval, although its bias learns");
        expect.True("dropout is at train", () => dropout.training, "it is at eval, so nothing is dropped while the head learns");
        expect.True("the network itself is at train", () => network.training, "the network says that it is not in training mode");
    }

    private static T Undrawn<T>(Func<T> make)
    {
        var state = get_rng_state();
        try
        {
            return make();
        }
        finally
        {
            set_rng_state(state);
        }
    }
}
