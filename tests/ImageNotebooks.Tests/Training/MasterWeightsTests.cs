using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Training;

/// <summary>Mixed precision without autocast, which TorchSharp's package gets, as far as a CPU computes it.</summary>
public class MasterWeightsTests
{
    [Fact]
    public void Masters_learn_what_floats_learn_and_their_averages_are_averages_of_floats()
    {
        using var data = TrainerTests.RedOrBlue(60);
        var (exact, _) = Train(data, model => new FullPrecision(model));
        var (rounded, averages) = Train(data, model => new MasterWeights(model, ScalarType.BFloat16));
        Assert.NotEqual(exact[0], rounded[0]);
        for (var i = 0; i < exact.Count; i++) Assert.Equal(exact[i], rounded[i], (a, b) => Math.Abs(a - b) < 0.1);
        // After the last of nine steps the averages are the model's, to float's last digits, and were never rounded to bfloat16.
        Assert.Contains(averages[0], weight => BitConverter.SingleToInt32Bits((float)weight) << 16 != 0);
        var byHand = averages[^1];
        Assert.Equal(byHand, averages[0], (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Scaled_gradients_come_back_to_their_size_and_those_that_overflow_are_left_out()
    {
        using var scope = NewDisposeScope();
        using var model = new Factor();
        using var compute = new MasterWeights(model, ScalarType.Float16);
        using var optimizer = optim.SGD(compute.Weights, 0.5);
        void Step(float input, bool steps)
        {
            model.zero_grad();
            compute.Scale(compute.Forward(full([1], input))).sum().backward();
            Assert.Equal(steps, compute.TakeGradients());
            if (steps) compute.Step(optimizer);
        }
        using var training = compute.Begin();
        Step(3, steps: true);
        Assert.Equal(1 - 0.5f * 3, model.Value);
        Step(1e38f, steps: false);
        Assert.Equal(1 - 0.5f * 3, model.Value);
        Step(1, steps: true);
        Assert.Equal(-1, model.Value);
        Assert.Equal(32_768, compute.Scale(ones(1)).item<float>());
    }

    // Nine steps; the weights in the end, and the averages of the first weight, from the class and by hand.
    private static (List<double[]> Weights, List<double[]> Averages) Train(Split data, Func<nn.Module<Tensor, Tensor>, IModelPrecision> precision)
    {
        manual_seed(3);
        using var model = new TrainerTests.Tiny();
        using var compute = precision(model);
        using var optimizer = Optimizers.Adam(1e-2)(compute.Weights);
        using var averages = new WeightAverages(model, compute.Weights, 0.9);
        var (byHand, steps) = (Numbers(compute.Weights[0]), 0);
        for (var epoch = 0; epoch < 3; epoch++)
        {
            using var training = compute.Begin();
            model.train();
            foreach (var batch in data.Batches(20))
            {
                using var scope = NewDisposeScope();
                using var _ = batch;
                model.zero_grad();
                compute.Scale(nn.functional.cross_entropy(compute.Forward(batch.Images).to_type(ScalarType.Float32), batch.Labels)).backward();
                Assert.True(compute.TakeGradients());
                compute.Step(optimizer);
                averages.Add(++steps);
                var d = Math.Min(0.9, (1.0 + steps) / (10 + steps));
                byHand = [.. byHand.Zip(Numbers(compute.Weights[0]), (old, weight) => d * old + (1 - d) * weight)];
            }
        }
        List<double[]> weights = [.. model.parameters().Select(Numbers)];
        List<double[]> averaged;
        using (averages.InModel()) averaged = [.. model.parameters().Select(Numbers), byHand];
        Assert.Equal(weights, model.parameters().Select(Numbers));
        return (weights, averaged);
    }

    private static double[] Numbers(Tensor t) => t.detach().to_type(ScalarType.Float64).flatten().data<double>().ToArray();

    private sealed class Factor : nn.Module<Tensor, Tensor>
    {
        private readonly Parameter factor = nn.Parameter(ones(1));

        public Factor() : base(nameof(Factor)) => RegisterComponents();

        public float Value => factor.item<float>();

        public override Tensor forward(Tensor x) => factor * x;
    }
}
