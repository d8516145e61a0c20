using System.Text.Json.Nodes;
using TorchSharp;
using static ImageNotebooks.Tests.Attacks.AttackNetworks;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests;

public class AttackPlotsTests
{
    [Fact]
    public void AccuracyIsACurveAnAttack()
    {
        var json = FigureTests.Json(Plots.RobustAccuracy([Result("PGD-40"), Result("<Square>")]));
        Assert.Equal(["PGD-40", "&lt;Square>"], Names(json));
        Assert.Equal("[0,0.1,0.3]", json["data"]![0]!["x"]!.ToJsonString());
        Assert.Equal("[0.75,0.5,0.25]", json["data"]![0]!["y"]!.ToJsonString());
        Assert.Equal("epsilon (L-infinity, pixels in 0 to 1)", (string)json["layout"]!["xaxis"]!["title"]!["text"]!);
        Assert.Equal(["standard", "hardened"], Names(FigureTests.Json(Plots.RobustAccuracy([("standard", Result("PGD")), ("hardened", Result("PGD"))]))));
        Assert.Throws<ArgumentException>(() => Plots.RobustAccuracy([Result("a"), Result("b", PerturbationNorm.L2)]));
        Assert.Throws<ArgumentException>(() => Plots.RobustAccuracy(Array.Empty<AttackResult>()));
    }

    [Fact]
    public void ImagesThatWereNeverFooledStandApart()
    {
        var json = FigureTests.Json(Plots.NeededEpsilons(Result("PGD")));
        Assert.Equal(["fooled (2)", "wrong from the start (1)", "never fooled (1)"], Names(json));
        double[] X(int trace) => [.. json["data"]![trace]!["x"]!.AsArray().Select(x => (double)x!)];
        // Images 1 and 2 at 0.1 and 0.3, image 3 from the start, image 0 never; none further from its place than a quarter of the smallest gap.
        Assert.Equal([0.1, 0.3], X(0), (a, b) => Math.Abs(a - b) <= 0.025 + 1e-9);
        Assert.InRange(X(1)[0], -0.025, 0.025);
        Assert.InRange(X(2)[0], 0.375, 0.425);
        Assert.Equal([0.8, 0.7], json["data"]![0]!["y"]!.AsArray().Select(y => (double)y!), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal("image 2, cat (0.700):<br>fooled at 0.3", (string)json["data"]![0]!["customdata"]![1]!);
        Assert.Equal("never", (string)json["layout"]!["xaxis"]!["ticktext"]!.AsArray()[^1]!);
        Assert.Throws<ArgumentException>(() => Plots.NeededEpsilons(new("PGD", PerturbationNorm.LInfinity, [0], [Answer([0, 0, 0, 1])])));
    }

    [Fact]
    public void APictureIsShownAsItIsWithWhatIsAddedAndAtEachEpsilon()
    {
        using var scope = NewDisposeScope();
        // Logit 1 is 2 (x0 - x1 + x2) - 1: the attack adds to the second pixel and takes from the first and third.
        using var model = new Line([2, -2, 2, 0], -1);
        using var pixels = tensor(new byte[] { 204, 51, 102, 77, 204, 51, 102, 77 }, [2, 1, 2, 2]);
        using var images = new Split("test", pixels, tensor(new long[] { 1, 0 }));
        var examples = AdversarialExamples.Of(model, new Fgsm(), images, 0, [0.28, 0.11], ["dog", "cat"]);
        Assert.Equal([0, 0.11, 0.28], examples.Examples.Select(example => example.Epsilon));
        Assert.Equal(["cat", "cat", "dog"], examples.Examples.Select(example => example.Label));
        Assert.Equal([true, true, false], examples.Examples.Select(example => example.IsRight));
        // 2 (0.8 - 0.2 + 0.4) - 1 = 1, less 6 epsilon; the third pixel has 0.28 to go.
        static double P(double logit) => 1 / (1 + Math.Exp(-logit));
        Assert.Equal([P(1), P(1 - 0.66), P(0.68)], examples.Examples.Select(example => example.Confidence), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(0.5 / 0.28, examples.Amplification, 1e-4);
        Assert.Equal([0, 255, 0], examples.Perturbation.Pixels[..3].ToArray());
        Assert.InRange(examples.Perturbation.Pixels[3], 127, 128);
        Assert.Equal([133, 122, 31, 77], examples.Examples[2].Picture.Pixels.ToArray());
        Assert.Equal("cat", examples.TrueLabel);
        Assert.Contains("[1, 3]", Assert.Throws<ArgumentException>(() => AdversarialExamples.Of(model, new Fgsm(), images, 0, [0.1], ["dog", "cat", "cow"])).Message);
        var json = FigureTests.Json(Plots.AdversarialExamples(examples));
        Assert.Equal(["cat 73.1%", "perturbation at ε 0.28, x 1.8", "ε 0.11: cat 58.4%", "ε 0.28: dog 66.4%"], Names(json));
        Assert.Equal(["#009E73", null, "#009E73", "#D55E00"], json["layout"]!["annotations"]!.AsArray().Select(caption => (string?)caption!["font"]!["color"]));
        Assert.Equal("cat under FGSM", (string)json["layout"]!["title"]!["text"]!);
    }

    [Fact]
    public void PicturesOfSeveralLabelsBearTheSigmoidOfTheSurest()
    {
        using var scope = NewDisposeScope();
        using var model = new Line([2, -2, 2, 0], -1);
        using var pixels = tensor(new byte[] { 204, 51, 102, 77 }, [1, 1, 2, 2]);
        using var images = new Split("test", pixels, tensor(new[] { 0f, 1 }, [1, 2]));
        var examples = AdversarialExamples.Of(model, new Fgsm(), images, 0, [0.11], ["dog", "cat"]);
        Assert.Equal([1 / (1 + Math.Exp(-1)), 1 / (1 + Math.Exp(-0.34))], examples.Examples.Select(example => example.Confidence), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal("cat, FGSM: cat (0.731) at 0, cat (0.584) at 0.11", examples.ToString());
        // Towards both labels: both logits shall rise, and only the second can.
        Assert.True(AdversarialExamples.Of(model, new Fgsm(), images, 0, [0.11], ["dog", "cat"], target: 1).Examples[1].Confidence > 0.8);
        Assert.Throws<ArgumentException>(() => AdversarialExamples.Of(model, new Fgsm(), images, 0, [0], ["dog", "cat"]));
        Assert.Contains("2 labels, and there are 3 class names", Assert.Throws<ArgumentException>(() => AdversarialExamples.Of(model, new Fgsm(), images, 0, [0.1], ["dog", "cat", "cow"])).Message);
        Assert.Throws<ArgumentException>(() => AdversarialExamples.Of(model, new Fgsm(), images, 0, [0.1], ["dog", "cat"], target: 2));
    }

    [Fact]
    public void AccuracyOnAttackedImagesStandsAmongTheTrainingCurves()
    {
        var history = new History(new EpochRecord(1, 0.5, [new("accuracy", 0.7), new("robust_accuracy", 0.4)]), new EpochRecord(2, 0.4, [new("accuracy", 0.8), new("robust_accuracy", 0.1)]));
        var json = FigureTests.Json(Plots.TrainingCurves(history));
        Assert.Equal(["train", "train", "attacked"], Names(json));
        Assert.Equal("[0.4,0.1]", json["data"]![2]!["y"]!.ToJsonString());
        Assert.Equal([true, false, true], json["data"]!.AsArray().Select(trace => (bool)trace!["showlegend"]!));
    }

    [Fact]
    public void WidePicturesHaveAsMuchRoomForCaptions()
    {
        var json = FigureTests.Json(Plots.ImageGrid([new Picture([0, 0, 0], 1, 1)], ["a"], cellPixels: 220));
        Assert.Equal(220 + 24 + 40, (double)json["layout"]!["height"]!, 2.0);
    }

    /// <summary>Four cats under epsilons 0, 0.1 and 0.3: one is never fooled, two are, one is wrong from the start.</summary>
    private static AttackResult Result(string name, PerturbationNorm norm = PerturbationNorm.LInfinity) =>
        new(name, norm, [0, 0.1, 0.3], [Answer([0, 0, 0, 1]), Answer([0, 1, 0, 1]), Answer([0, 1, 1, 1])]);

    private static ClassifierResult Answer(int[] predicted)
    {
        float[] sure = [0.9f, 0.8f, 0.7f, 0.6f];
        var probabilities = new float[4, 2];
        for (var i = 0; i < 4; i++) (probabilities[i, predicted[i]], probabilities[i, 1 - predicted[i]]) = (sure[i], 1 - sure[i]);
        return new(["cat", "dog"], [0, 0, 0, 0], predicted, probabilities);
    }

    private static IEnumerable<string> Names(JsonNode json) => json["data"]!.AsArray().Select(trace => (string)trace!["name"]!);
}
