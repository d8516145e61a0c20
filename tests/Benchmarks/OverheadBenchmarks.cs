using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks.Benchmarks;

/// <summary>What an operation costs beside its arithmetic: a chain of additions of one-element tensors.</summary>
internal sealed class AdditionChainBenchmark : Benchmark
{
    private const int Length = 10_000, Chains = 10;

    private Tensor? one;

    public override string Group => "torch";

    public override string Name => $"{Chains} x {Length:#,0} additions of 1-element tensors";

    public override Goal Goal => Goal.AtMostTimes(0.7);

    public override Reference Reference => new PythonReference("addition_chain", new { chains = Chains, length = Length, threads = get_num_threads() });

    public override void Prepare()
    {
        one = ones(1);
        // The runtime compiles a hot method anew in the background, some hundred milliseconds after it became hot.
        for (var i = 0; i < 5; i++)
        {
            Round();
            Thread.Sleep(200);
        }
    }

    public override void Round()
    {
        for (var i = 0; i < Chains; i++) Chain();
    }

    private void Chain()
    {
        var sum = zeros(1);
        for (var i = 0; i < Length; i++)
        {
            var next = sum + one!;
            sum.Dispose();
            sum = next;
        }
        sum.Dispose();
    }

    protected override void Dispose(bool disposing) => one?.Dispose();
}

/// <summary>A step of Adam over the parameters of a network of many small layers.</summary>
internal sealed class OptimizerStepBenchmark : Benchmark
{
    private const int Parameters = 160, Numbers = 4096, Steps = 100;

    private List<Parameter>? weights;
    private optim.Optimizer? optimizer;

    public override string Group => "torch";

    public override string Name => $"{Steps} Adam steps on {Parameters} parameters of {Numbers:#,0} numbers";

    public override Goal Goal => Goal.AtMostTimes(0.8);

    public override Reference Reference => new PythonReference("adam_steps", new { steps = Steps, parameters = Parameters, numbers = Numbers, threads = get_num_threads() });

    public override void Prepare()
    {
        weights = [.. Enumerable.Range(0, Parameters).Select(_ => new Parameter(randn(Numbers)) { grad = randn(Numbers) })];
        optimizer = optim.Adam(weights, lr: 1e-3);
    }

    public override void Round()
    {
        for (var i = 0; i < Steps; i++) optimizer!.step();
    }

    protected override void Dispose(bool disposing)
    {
        optimizer?.Dispose();
        weights?.ForEach(weight => weight.Dispose());
    }
}
