using ImageNotebooks.Tests.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Models;

/// <summary>Published weights on photographs that they were not trained on.</summary>
public sealed class RealWeightsTests : IDisposable
{
    private const int PerClass = 60;

    // ImageNet's classes of each animal, and what share of sixty pictures must be given one of them. Measured were 0.98, 0.53, 0.85, 0.60, 0.80, 0.87, 0.65, 0.57, 0.50 and 0.63.
    private static readonly Dictionary<string, (string[] Labels, double Floor)> Animals = new()
    {
        ["dog"] = ([], 0.90),  // 118 breeds, told by their numbers
        ["horse"] = (["sorrel", "horse cart"], 0.45),
        ["elephant"] = (["African elephant", "Indian elephant", "tusker"], 0.77),
        ["butterfly"] = (["admiral", "ringlet", "monarch", "cabbage butterfly", "sulphur butterfly", "lycaenid"], 0.52),
        ["chicken"] = (["hen", "cock"], 0.72),
        ["cat"] = (["tabby", "tiger cat", "Persian cat", "Siamese cat", "Egyptian cat"], 0.78),
        ["cow"] = (["ox", "oxcart", "water buffalo", "bison"], 0.57),
        ["sheep"] = (["ram", "bighorn"], 0.48),
        ["spider"] = (["black and gold garden spider", "barn spider", "garden spider", "black widow", "tarantula", "wolf spider"], 0.42),
        ["squirrel"] = (["fox squirrel"], 0.55),
    };

    private readonly DataCache cache = new();

    [RealDataFact("weights")]
    public void MobileNetV2_names_ordinary_pictures_of_animals()
    {
        string[] labels = [.. File.ReadLines(RealData.Path("weights/imagenet_labels.txt")).Select(line => line.Split(',')[0])];
        using var model = Backbones.Create("mobilenet_v2", weights: RealData.Path("weights/mobilenet_v2_1.0_224_folded.safetensors"));
        model.eval();
        var (agreement, names) = (new Dictionary<string, List<bool>>(), AnimalNames());
        using var pictures = Pictures();
        using var normalize = Normalize.For(model.Weights!.Preprocessing);
        using var still = inference_mode();
        foreach (var batch in pictures.Batches(PerClass))
        {
            using var scope = NewDisposeScope();
            using var _ = batch;
            var predicted = model.call(normalize.call(batch.Images)).argmax(1).data<long>().ToArray();
            foreach (var (label, answer) in batch.Labels.data<long>().ToArray().Zip(predicted))
            {
                var (accepted, name) = (Animals[names[(int)label]].Labels, names[(int)label]);
                if (!agreement.TryGetValue(name, out var answers)) agreement[name] = answers = [];
                answers.Add(name == "dog" ? answer is >= 152 and <= 269 : accepted.Contains(labels[answer]));
            }
        }
        Assert.All(Animals, animal => Assert.InRange(agreement[animal.Key].Average(right => right ? 1.0 : 0.0), animal.Value.Floor, 1));
    }

    [RealDataFact("weights")]
    public void MobileNets_features_tell_animals_apart_behind_one_dense_layer()
    {
        manual_seed(1);
        var backbone = Backbones.Create("mobilenet", weights: RealData.Path("weights/mobilenet_1.0_224_notop_folded.safetensors"), includeTop: false, pooling: Pooling.Average);
        using var model = TransferNetwork.WithDense(backbone, 10);
        model.eval();
        using var pictures = Pictures();
        var (train, test) = pictures.Divide(0.5, 1, DivideBy.Class);
        using var learn = train.Batches(30, shuffle: true, seed: 1).Through(model.Features);
        using var measure = test.Batches(100).Through(model.Features);
        using var trainer = new Trainer(model.Head, new() { Optimizer = Optimizers.Adam(1e-3), Progress = new SilentProgress() });
        var history = trainer.Fit(learn, measure, 15);  // measured: 0.90
        Assert.InRange(history.Last.Metrics["val_accuracy"], 0.85, 1);
    }

    public void Dispose() => cache.Dispose();

    private static IReadOnlyList<string> AnimalNames() => Animals10.Files(RealData.Path("animals10")).ClassNames;

    private static Split Pictures()
    {
        var files = Animals10.Files(RealData.Path("animals10"));
        return (files with { Entries = [.. files.Entries.GroupBy(entry => entry.Label).SelectMany(group => group.Take(PerClass))] }).Load(Resize.To(224, antialias: true));
    }
}
