using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Models;

/// <summary>Means of probabilities, worked out by hand, from models that answer with what they are told to.</summary>
public class EnsembleTests
{
    /// <summary>Answers with these probabilities, whatever it is shown.</summary>
    private sealed class Fixed(params float[] logits) : nn.Module<Tensor, Tensor>(nameof(Fixed))
    {
        public override Tensor forward(Tensor x) => tensor(logits, [1, logits.Length]).expand(x.shape[0], -1);
    }

    /// <summary>Logits are the mean red and blue of the left half.</summary>
    private sealed class LeftHalf() : nn.Module<Tensor, Tensor>(nameof(LeftHalf))
    {
        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            return x[.., ..2, .., ..(int)(x.shape[3] / 2)].mean([2, 3]).MoveToOuterDisposeScope();
        }
    }

    private static float Log(double p) => (float)Math.Log(p);

    private static readonly Fixed Sure = new(Log(0.9), Log(0.1)), Unsure = new(Log(0.4), Log(0.6));

    [Fact]
    public void The_softmax_of_an_ensemble_is_the_mean_of_the_models()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([0.65, 0.35], Numbers(new Ensemble([Sure, Unsure]).call(zeros(1, 3, 2, 2)).exp()), Close);
        Assert.Equal([0.5, 0.5], Numbers(new Ensemble([Sure, Unsure], weights: [1, 4]).call(zeros(1, 3, 2, 2)).exp()), Close);
        Assert.Equal([0.9, 0.1], Numbers(new Ensemble([Sure, Unsure], weights: [2, 0]).call(zeros(1, 3, 2, 2)).exp()), Close);
    }

    [Fact]
    public void The_sigmoid_of_an_ensemble_is_the_mean_for_several_labels()
    {
        using var scope = NewDisposeScope();
        // Sigmoids 0.9, 0.2 and 0.5, 0.4; and such as have no digits left outside of logarithms.
        var ensemble = new Ensemble([new Fixed(Log(9), Log(0.25), 200, -200), new Fixed(0, Log(2.0 / 3), 300, -300)], multiLabel: true);
        var logits = Numbers(ensemble.call(zeros(1, 3, 2, 2)));
        Assert.Equal([0.7, 0.3], logits.Take(2).Select(z => 1 / (1 + Math.Exp(-z))), Close);
        // The mean is 1 - e^-200 / 2, and e^-200 / 2.
        Assert.Equal([200 + Math.Log(2), -200 - Math.Log(2)], logits.Skip(2), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void Whatever_evaluates_a_model_evaluates_an_ensemble()
    {
        using var data = Training.TrainerTests.RedOrBlue(10);
        using var ensemble = new Ensemble([Sure, Unsure]);
        var result = Evaluate.Classifier(ensemble, data.Batches(4), ["red", "blue"]);
        Assert.Equal(0.65, result.Probabilities![7, 0], 1e-6);
        Assert.Equal(result.TrueLabels.Average(label => -Math.Log(label == 0 ? 0.65 : 0.35)), result.MeanLoss!.Value, 1e-6);
        Assert.Equal("Fixed", Sure.GetName());                                             // still there
        var joined = ClassifierResult.Ensemble([.. new[] { Sure, Unsure }.Select(model => Evaluate.Classifier(model, data.Batches(4), ["red", "blue"]))]);
        Assert.Equal(result.Probabilities.Cast<float>(), joined.Probabilities!.Cast<float>(), Close);
        Assert.Equal(result.MeanLoss!.Value, joined.MeanLoss!.Value, 1e-6);
    }

    [Fact]
    public void Models_are_put_into_evaluation_and_back_and_stay_the_callers()
    {
        using var data = Training.TrainerTests.RedOrBlue(20);
        using var model = new Training.TrainerTests.Tiny();
        double[] once;
        using (var flipped = TestTimeAugmentation.HorizontalFlip(model)) once = [.. Evaluate.Classifier(flipped, data.Batches(5), ["red", "blue"]).Probabilities!.Cast<float>().Select(p => (double)p)];
        Assert.True(model.training);
        // Dropout and batch statistics would differ from one time to the next.
        using (var flipped = TestTimeAugmentation.HorizontalFlip(model)) Assert.Equal(once, Evaluate.Classifier(flipped, data.Batches(7), ["red", "blue"]).Probabilities!.Cast<float>().Select(p => (double)p), Close);
    }

    [Fact]
    public void A_mirrored_image_is_looked_at_too()
    {
        using var scope = NewDisposeScope();
        // Left half red 1, right half red 3; blue 2 everywhere: logits (1, 2) and (3, 2).
        var image = zeros(1, 3, 2, 4);
        image[0, 0, .., ..2] = tensor(1f);
        image[0, 0, .., 2..] = tensor(3f);
        image[0, 1] = tensor(2f);
        var p = (1 / (1 + Math.E) + Math.E / (1 + Math.E)) / 2;
        Assert.Equal([p, 1 - p], Numbers(TestTimeAugmentation.HorizontalFlip(new LeftHalf()).call(image).exp()), Close);
    }

    [Fact]
    public void Ten_crops_are_torchvisions()
    {
        using var scope = NewDisposeScope();
        var seen = new List<double[]>();
        var image = arange(30, dtype: ScalarType.Float32).reshape(1, 1, 5, 6);
        var crops = TestTimeAugmentation.TenCrop(new Look(x => seen.Add(Numbers(x))), 2);
        crops.call(image);
        // torchvision.transforms.functional.ten_crop(image, 2): its middle of 5 x 6 begins at row round(1.5) = 2 and column 2.
        double[][] five = [[0, 1, 6, 7], [4, 5, 10, 11], [18, 19, 24, 25], [22, 23, 28, 29], [14, 15, 20, 21]];
        Assert.Equal(five.Concat(five.Select(crop => new[] { crop[1], crop[0], crop[3], crop[2] })), seen);
        Assert.Contains("crop of 6 x 6 does not fit into images of 5 x 6", Assert.Throws<ArgumentException>(() => TestTimeAugmentation.TenCrop(new LeftHalf(), 6).call(image)).Message);
    }

    [Fact]
    public void No_tensor_is_kept()
    {
        using var images = rand(3, 3, 8, 8);
        using var crops = TestTimeAugmentation.TenCrop(new LeftHalf(), 4, multiLabel: true);
        using var ensemble = new Ensemble([crops, crops], weights: [1, 2]);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        ensemble.call(images).Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void What_has_no_mean_is_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentException>(() => new Ensemble([]));
        Assert.Contains("1 weights of 2 models", Assert.Throws<ArgumentException>(() => new Ensemble([Sure, Unsure], [1])).Message);
        Assert.Contains("have no mean", Assert.Throws<ArgumentException>(() => new Ensemble([Sure, Unsure], [1, -1])).Message);
        Assert.Contains("have no mean", Assert.Throws<ArgumentException>(() => new Ensemble([Sure, Unsure], [0, 0])).Message);
        Assert.Contains("gives [1, 2] and another [1, 3]", Assert.Throws<ArgumentException>(() => new Ensemble([Sure, new Fixed(1, 2, 3)]).call(zeros(1, 3, 2, 2))).Message);
        Assert.Throws<ArgumentException>(() => new TestTimeAugmentation(Sure, []));
        Assert.Contains("one answer an image", Assert.Throws<ArgumentException>(() => TestTimeAugmentation.HorizontalFlip(new Look(_ => { })).call(zeros([1, 3, 2, 2, 1]))).Message);
    }

    [Fact]
    public void Results_on_the_same_images_are_joined()
    {
        ClassifierResult Of(int[] truth, params float[] right) => new(["a", "b"], truth, [.. right.Select(p => p >= 0.5f ? 0 : 1)], Columns(right));
        var (first, second) = (Of([0, 1], 0.9f, 0.2f), Of([0, 1], 0.3f, 0.6f));
        var joined = ClassifierResult.Ensemble([first, second]);
        Assert.Equal([0.6, 0.4, 0.4, 0.6], joined.Probabilities!.Cast<float>().Select(p => (double)p), Close);
        Assert.Equal([0, 1], joined.PredictedLabels);
        Assert.Equal(-Math.Log(0.6), joined.MeanLoss!.Value, 1e-6);
        Assert.Equal([0.45, 0.55], ClassifierResult.Ensemble([first, second], [1, 3]).Probabilities!.Cast<float>().Take(2).Select(p => (double)p), Close);
        Assert.Contains("other images", Assert.Throws<ArgumentException>(() => ClassifierResult.Ensemble([first, Of([1, 1], 0.5f, 0.5f)])).Message);
        Assert.Contains("need as many weights", Assert.Throws<ArgumentException>(() => ClassifierResult.Ensemble([first, second], [1])).Message);
    }

    private sealed class Look(Action<Tensor> look) : nn.Module<Tensor, Tensor>(nameof(Look))
    {
        public override Tensor forward(Tensor x)
        {
            look(x);
            return x.dim() == 5 ? x.alias() : zeros(x.shape[0], 2);
        }
    }

    private static float[,] Columns(float[] first)
    {
        var columns = new float[first.Length, 2];
        for (var i = 0; i < first.Length; i++) (columns[i, 0], columns[i, 1]) = (first[i], 1 - first[i]);
        return columns;
    }

    private static double[] Numbers(Tensor t) => t.contiguous().to_type(ScalarType.Float64).data<double>().ToArray();

    private static bool Close(double a, double b) => Math.Abs(a - b) < 1e-6;

    private static bool Close(float a, float b) => Math.Abs(a - b) < 1e-6;
}
