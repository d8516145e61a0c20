using System.Collections;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>The images of a loader, each batch attacked when it is asked for.</summary>
internal sealed class AttackedBatches(Attack attack, nn.Module<Tensor, Tensor> model, IBatches images, double epsilon, long seed) : IBatches
{
    public int ImageCount => images.ImageCount;

    public int BatchCount => images.BatchCount;

    public int Pass { get => images.Pass; set => images.Pass = value; }

    public string Identity => FormattableString.Invariant($"{images.Identity}, attacked by {attack.Name} with epsilon {epsilon} and seed {seed}");

    public IEnumerator<Batch> GetEnumerator()
    {
        var number = 0L;
        foreach (var batch in images)
        {
            yield return Attacked(batch, number++);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Batch Attacked(Batch batch, long number)
    {
        using var scope = NewDisposeScope();
        using var _ = batch;
        var changed = attack.Perturb(model, batch.Images, batch.Labels, epsilon, seed: unchecked(seed * 1_000_003 + number));
        return new(changed.DetachFromDisposeScope(), batch.Labels.alias().DetachFromDisposeScope(), batch.Indices);
    }
}
