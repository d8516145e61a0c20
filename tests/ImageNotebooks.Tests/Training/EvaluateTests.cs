using System.Collections;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Training;

/// <summary>Tensors become the numbers that they hold, and memory does not grow.</summary>
public class EvaluateTests
{
    /// <summary>Gives its images back as logits.</summary>
    private sealed class Same(Func<Tensor, Tensor>? change = null) : nn.Module<Tensor, Tensor>(nameof(Same))
    {
        public override Tensor forward(Tensor x) => change is null ? x.alias() : change(x);
    }

    /// <summary>Batches made on demand.</summary>
    private sealed class Made(int batches, int each, Func<int, (Tensor Images, Tensor Labels)> make) : IBatches
    {
        public int ImageCount => batches * each;

        public int BatchCount => batches;

        public int Pass { get; set; }

        public string Identity => "made";

        public IEnumerator<Batch> GetEnumerator()
        {
            for (var b = 0; b < batches; b++)
            {
                using var scope = NewDisposeScope();
                var (images, labels) = make(b);
                yield return new(images.DetachFromDisposeScope(), labels.DetachFromDisposeScope(), [.. Enumerable.Range(b * each, each).Select(i => (long)i)]);
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    [Fact]
    public void Several_labels_are_judged_by_the_sigmoid_of_each_logit()
    {
        var batches = new Made(2, 2, b => (
            tensor(new float[] { 0, 2, -2, b == 0 ? 4 : -4, 1, -1 }, [2, 3]),
            tensor(new float[] { 1, 1, 0, b, 0, 0 }, [2, 3])));
        using var model = new Same();
        var result = Evaluate.MultiLabel(model, batches, ["a", "b", "c"]);
        Assert.Equal(4, result.Count);
        Assert.Equal(1 / (1 + Math.Exp(-2)), result.Probabilities[2, 1], 6);
        Assert.Equal(1 / (1 + Math.Exp(4)), result.Probabilities[3, 0], 6);
        Assert.Equal([true, true, false, false, false, false, true, true, false, true, false, false], result.Truth.Cast<bool>());
        Assert.Equal([true, true, false, true, true, false, true, true, false, false, true, false], result.Predicted.Cast<bool>());
        var pairs = result.Truth.Cast<bool>().Zip(result.Probabilities.Cast<float>());
        Assert.Equal(pairs.Average(pair => -Math.Log(pair.First ? pair.Second : 1 - pair.Second)), result.MeanLoss!.Value, 5);
        Assert.True(model.training);
    }

    [Fact]
    public void Segments_are_judged_by_the_largest_logit_of_each_pixel()
    {
        using var model = new Same();
        var result = Evaluate.Segmentation(model, Masks(batches: 3), ["ground", "sky", "sea"]);
        Assert.Equal(6, result.Images);
        var (truth, predicted) = (new List<int>(), new List<int>());
        double loss = 0;
        foreach (var batch in Masks(batches: 3))
        {
            using var _ = batch;
            var (logits, labels) = (batch.Images.data<float>().ToArray(), batch.Labels.data<long>().ToArray());
            for (var i = 0; i < labels.Length; i++)
            {
                if (labels[i] == 255) continue;
                var (image, pixel) = (i / 48, i % 48);
                float[] own = [.. Enumerable.Range(0, 3).Select(c => logits[image * 144 + c * 48 + pixel])];
                truth.Add((int)labels[i]);
                predicted.Add(Array.IndexOf(own, own.Max()));
                loss += Math.Log(own.Sum(v => Math.Exp(v))) - own[labels[i]];
            }
        }
        Assert.InRange(truth.Count, 1, 3 * 2 * 48 - 1);
        Assert.Equal(new ConfusionMatrix(result.ClassNames, truth, predicted).ToString(), result.ConfusionMatrix.ToString());
        Assert.Equal(loss / truth.Count, result.MeanLoss!.Value, 5);
    }

    [Fact]
    public void Void_images_count_for_nothing()
    {
        using var model = new Same();
        var result = Evaluate.Segmentation(model, new Made(2, 1, b => (ones(1, 2, 4, 4), full([1, 4, 4], b == 0 ? 255L : 1, ScalarType.Int64))), ["a", "b"]);
        Assert.Equal((2, 16L), (result.Images, result.ConfusionMatrix.Total));
        Assert.Equal(Math.Log(2), result.MeanLoss!.Value, 6);
    }

    [Fact]
    public void No_tensor_and_no_pixel_is_kept()
    {
        using var model = new Same();
        void Run(int batches) => Evaluate.Segmentation(model, Masks(batches), ["ground", "sky", "sea"]);
        Run(2);
        var (tensors, managed) = (DisposeScopeManager.Statistics.ThreadTotalLiveCount, GC.GetTotalMemory(forceFullCollection: true));
        var result = Evaluate.Segmentation(model, Masks(2000), ["ground", "sky", "sea"]);
        Assert.Equal(tensors, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        // The labels alone would be 192,000 numbers; other tests may run beside this one.
        var kept = GC.GetTotalMemory(forceFullCollection: true) - managed;
        Assert.Equal(4000, result.Images);
        Assert.InRange(kept, long.MinValue, 400_000);
    }

    [Fact]
    public void What_cannot_be_judged_is_named()
    {
        using var model = new Same();
        string Multi(Tensor logits, Tensor labels) => Assert.Throws<ArgumentException>(() => Evaluate.MultiLabel(model, new Made(1, 1, _ => (logits.clone(), labels.clone())), ["a", "b"])).Message;
        string Segment(Tensor logits, Tensor labels, Same? other = null) =>
            Assert.Throws<ArgumentException>(() => Evaluate.Segmentation(other ?? model, new Made(1, 1, _ => (logits.clone(), labels.clone())), ["a", "b"])).Message;
        using var scope = NewDisposeScope();
        Assert.Contains("gives logits [1, 3], and [1, 2] are needed", Multi(zeros(1, 3), zeros(1, 2)));
        Assert.Contains("The labels are [1]", Multi(zeros(1, 2), zeros(1)));
        Assert.Contains("Image 0 has -1 for 'b'", Multi(zeros(1, 2), tensor(new float[] { 1, -1 }, [1, 2])));
        Assert.Contains("'a' for image 0 is NaN", Multi(full([1, 2], float.NaN), zeros(1, 2)));

        var mask = zeros([1, 4, 4], ScalarType.Int64);
        Assert.Contains("gives logits [1, 2, 2, 2], and [1, 2, 4, 4] are needed", Segment(zeros(1, 2, 2, 2), mask));
        Assert.Contains("The labels are [1]", Segment(zeros(1, 2, 4, 4), zeros([1], ScalarType.Int64)));
        Assert.Contains("true label 7", Segment(zeros(1, 2, 4, 4), mask + 7));
        using var diverged = new Same(x => x * float.NaN);
        Assert.Contains("NaN for logits", Segment(zeros(1, 2, 4, 4), mask, diverged));
    }

    /// <summary>Two images of 6 x 8 a batch, some of their pixels void.</summary>
    private static Made Masks(int batches) => new(batches, 2, b =>
    {
        using var random = new Generator((ulong)b);
        var labels = randint(0, 4, [2, 6, 8], dtype: ScalarType.Int64, generator: random);
        return (randn([2, 3, 6, 8], generator: random), where(labels.eq(3), full_like(labels, 255), labels));
    });
}
