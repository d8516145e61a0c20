using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Training;

/// <summary>Losses of pixels against their definitions (tests/golden/segmentation_losses.py) and by hand.</summary>
public class SegmentationLossTests
{
    private static readonly JsonElement Case = Golden.Read("segmentation_losses.json");

    [Theory]
    [InlineData(SegmentationLoss.CrossEntropy)]
    [InlineData(SegmentationLoss.Dice)]
    [InlineData(SegmentationLoss.CrossEntropyAndDice)]
    [InlineData(SegmentationLoss.LovaszSoftmax)]
    public void Losses_and_gradients_are_their_definitions(SegmentationLoss loss)
    {
        using var scope = NewDisposeScope();
        long[] shape = [.. Case.GetProperty("shape").Numbers().Select(length => (long)length)];
        var logits = tensor(Case.GetProperty("logits").Numbers(), shape, requires_grad: true);
        var labels = tensor(Case.GetProperty("labels").Numbers().Select(label => (long)label).ToArray(), [shape[0], shape[2], shape[3]]);
        var losses = Objective.Segmentation(loss).Loss(logits, labels);
        Golden.AssertClose(Case.GetProperty("losses").GetProperty($"{loss}").Numbers(), losses.data<double>().ToArray(), 1e-10, $"{loss}");
        losses.mean().backward();
        Golden.AssertClose(Case.GetProperty("gradients").GetProperty($"{loss}").Numbers(), logits.grad!.data<double>().ToArray(), 2e-8, $"gradient of {loss}");
    }

    [Theory]
    [InlineData(SegmentationLoss.Dice)]
    [InlineData(SegmentationLoss.LovaszSoftmax)]
    public void An_image_has_its_own_loss_whatever_stands_beside_it(SegmentationLoss loss)
    {
        using var scope = NewDisposeScope();
        var (logits, labels) = (randn(3, 4, 5, 6), randint(0, 4, [3, 5, 6]));
        var together = Objective.Segmentation(loss).Loss(logits, labels);
        for (var i = 0; i < 3; i++) Assert.Equal(Objective.Segmentation(loss).Loss(logits[i..(i + 1)], labels[i..(i + 1)]).item<float>(), together[i].item<float>(), 1e-6);
    }

    [Theory]
    [InlineData(SegmentationLoss.Dice)]
    [InlineData(SegmentationLoss.LovaszSoftmax)]
    public void Sure_and_right_is_nothing_and_sure_and_wrong_is_one(SegmentationLoss loss)
    {
        using var scope = NewDisposeScope();
        var labels = randint(0, 3, [2, 8, 8]);
        labels[0, 0, 0] = tensor(0L);
        var right = nn.functional.one_hot(labels, 3).permute(0, 3, 1, 2).to_type(ScalarType.Float32) * 200;
        Assert.All(Objective.Segmentation(loss).Loss(right, labels).data<float>().ToArray(), value => Assert.Equal(0, value, 1e-6));
        Assert.All(Objective.Segmentation(loss).Loss(right.roll(1, 1), labels).data<float>().ToArray(), value => Assert.Equal(1, value, 1e-6));
    }

    [Fact]
    public void Each_pixel_weighs_what_its_error_adds_to_one_minus_iou()
    {
        using var scope = NewDisposeScope();
        // In falling order: a member (of two) missed, 1 - 1/2; another taken in, 1 - 1/3; the other member missed, 1; two more taken in, nothing.
        var weights = JaccardSteps.Of(tensor(new[] { 0.25f, 1, 0, 0.5f, 1e-9f }, [1, 5]), tensor(new float[] { 1, 1, 0, 0, 0 }, [1, 5]));
        Assert.Equal([1 / 3f, 0.5f, 0, 1 / 6f, 0], weights.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
        // As the sort of tensors has it, for many pixels: differences of floats near 1, whose last digit is 1.2e-7.
        manual_seed(1);
        var (errors, truth) = (rand(3, 5000, dtype: ScalarType.Float64).to_type(ScalarType.Float32), randint(0, 2, [3, 5000], dtype: ScalarType.Float32));
        var order = errors.argsort(1, descending: true);
        var sorted = truth.gather(1, order).to_type(ScalarType.Float64);
        var loss = 1 - ((sorted.sum(1, keepdim: true) - sorted.cumsum(1)) / (sorted.sum(1, keepdim: true) + (1 - sorted).cumsum(1)));
        var steps = cat([loss[.., ..1], loss[.., 1..] - loss[.., ..^1]], 1).to_type(ScalarType.Float32);
        Assert.InRange((JaccardSteps.Of(errors, truth).gather(1, order) - steps).abs().max().item<float>(), 0, 2.5e-7f);
    }

    [Fact]
    public void Lovasz_softmax_of_sure_answers_is_one_minus_iou()
    {
        using var scope = NewDisposeScope();
        var labels = tensor(new long[] { 0, 0, 0, 1, 1, 1, 255, 1 }, [1, 2, 4]);
        var said = tensor(new long[] { 0, 0, 1, 1, 1, 0, 0, 1 }, [1, 2, 4]);
        var logits = nn.functional.one_hot(said, 3).permute(0, 3, 1, 2).to_type(ScalarType.Float32) * 200;
        // Of class 0 two of four pixels, of class 1 three of five.
        Assert.Equal(1 - (2.0 / 4 + 3.0 / 5) / 2, Objective.Segmentation(SegmentationLoss.LovaszSoftmax).Loss(logits, labels).item<float>(), 1e-6);
    }

    [Theory]
    [InlineData(SegmentationLoss.Dice)]
    [InlineData(SegmentationLoss.CrossEntropyAndDice)]
    [InlineData(SegmentationLoss.LovaszSoftmax)]
    public void Learning_by_any_loss_finds_the_objects_and_void_pixels_have_no_gradient(SegmentationLoss loss)
    {
        using var scope = NewDisposeScope();
        var labels = zeros([1, 6, 6], ScalarType.Int64);
        labels[0, 1..4, 2..5] = tensor(1L);
        labels[0, 4] = tensor(255L);
        var logits = zeros([1, 2, 6, 6]);
        logits.requires_grad_();
        for (var step = 0; step < 60; step++)
        {
            using var inner = NewDisposeScope();
            logits.grad?.zero_();
            Objective.Segmentation(loss).Loss(logits, labels).mean().backward();
            Assert.Equal(0, logits.grad![0, .., 4].abs().sum().item<float>());
            using (no_grad()) logits.sub_(logits.grad * 20);
        }
        var (right, of) = Objective.Segmentation(loss).Count(logits, labels);
        Assert.Equal((30, 30), (right, of));
    }

    [Fact]
    public void A_batch_of_void_pixels_has_the_loss_nothing_and_keeps_no_tensor()
    {
        using var labels = full([2, 4, 4], 255L, dtype: ScalarType.Int64);
        using var some = randint(0, 3, [2, 4, 4]);
        using var logits = randn([2, 3, 4, 4], requires_grad: true);
        foreach (var loss in Enum.GetValues<SegmentationLoss>())
        {
            var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            using (NewDisposeScope())
            {
                Assert.Equal(0, Objective.Segmentation(loss).Loss(logits, labels).sum().item<float>());
                Objective.Segmentation(loss).Loss(logits, some).sum().backward();
                Assert.Contains("A label is 3", Assert.Throws<ArgumentException>(() => Objective.Segmentation(loss).Loss(logits, full_like(some, 3))).Message, StringComparison.Ordinal);
                Assert.Throws<ArgumentException>(() => Objective.Segmentation(loss).Loss(logits, some[..1]));
                logits.grad = null;
            }
            Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
    }

    [Fact]
    public void Weights_of_positives_multiply_the_loss_of_the_images_that_are_of_a_class()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new[] { 0.5f, -1, 2, 0 }, [2, 2]);
        var labels = tensor(new float[] { 1, 0, 0, 1 }, [2, 2]);
        static double Sure(double z) => Math.Log(1 + Math.Exp(-z));
        double[] expected = [(3 * Sure(0.5) + Sure(1)) / 2, (Sure(-2) + 0.25 * Sure(0)) / 2];
        Golden.AssertClose(expected, [.. Objective.MultiLabel(positiveWeights: [3, 0.25]).Loss(logits, labels).data<float>().Select(v => (double)v)], 1e-6, "weighted");
        Assert.Contains("3 weights of classes, and the model gives 2", Assert.Throws<ArgumentException>(() => Objective.MultiLabel(positiveWeights: [1, 2, 3]).Loss(logits, labels)).Message, StringComparison.Ordinal);
        Assert.Contains("is -1", Assert.Throws<ArgumentException>(() => Objective.MultiLabel(positiveWeights: [1, -1])).Message, StringComparison.Ordinal);
    }
}
