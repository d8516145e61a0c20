using TorchSharp;
using static ImageNotebooks.Tests.Attacks.AttackNetworks;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Attacks;

/// <summary>Attacks that learn beforehand.</summary>
public class LearnedAttackTests
{
    private static readonly string[] Names = ["red", "blue"];

    [Fact]
    public void A_universal_perturbation_is_one_for_all_images_and_keeps_its_size()
    {
        var (model, images) = RedOrBlue();
        using (model)
        using (images)
        {
            foreach (var norm in Enum.GetValues<PerturbationNorm>())
            {
                var epsilon = norm == PerturbationNorm.L2 ? 2 : 0.2;
                using var attack = UniversalPerturbation.Learn(model, images.Batches(20), epsilon, passes: 8, norm);
                Assert.Equal([1, 3, 12, 12], attack.Perturbation.shape);
                Assert.InRange((norm == PerturbationNorm.L2 ? attack.Perturbation.norm() : attack.Perturbation.abs().max()).item<float>(), epsilon / 2, epsilon * 1.00001);
                var result = attack.Run(model, images.Batches(20), Names, [epsilon / 2, epsilon]);
                Assert.True(result.RobustAccuracy[^1] < result.CleanAccuracy - 0.2, result.ToString());
            }
        }
    }

    [Fact]
    public void A_transformation_network_learns_to_fool_one_model_and_leaves_it_as_it_was()
    {
        var (model, images) = RedOrBlue();
        using (model)
        using (images)
        {
            var before = model.state_dict().Values.SelectMany(Golden.Probe).ToArray();
            var gradients = model.parameters().SelectMany(parameter => Golden.Probe(parameter.grad!)).ToArray();
            using var attack = AdversarialTransformation.Learn(model, images.Batches(20), 0.3, epochs: 6, width: 8, options: new() { Optimizer = Optimizers.Adam(1e-2), Progress = new SilentProgress() });
            Assert.Equal(before, model.state_dict().Values.SelectMany(Golden.Probe));
            Assert.Equal(gradients, model.parameters().SelectMany(parameter => Golden.Probe(parameter.grad!)));
            Assert.All(model.parameters(), parameter => Assert.True(parameter.requires_grad));
            Assert.Equal(6, attack.History.Count);
            var result = attack.Run(model, images.Batches(20), Names, [0.3]);
            Assert.True(result.RobustAccuracy[^1] < 0.4, result.ToString());
            Assert.True(attack.History.Last["accuracy"] > 0.6, attack.History.ToString());
            using var towards = AdversarialTransformation.Learn(model, images.Batches(20), 0.3, epochs: 6, target: 1, width: 8, options: new() { Optimizer = Optimizers.Adam(1e-2), Progress = new SilentProgress() });
            var answers = towards.Run(model, images.Batches(20), Names, [0.3], target: 1);
            Assert.True(answers.SuccessRate[^1] > 0.6, answers.ToString());
        }
    }

    [Fact]
    public void What_cannot_be_learned_from_is_refused()
    {
        using var data = Training.TrainerTests.RedOrBlue(4);
        using var model = new Training.TrainerTests.Tiny();
        Assert.Throws<ArgumentOutOfRangeException>(() => UniversalPerturbation.Learn(model, data.Batches(2), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => AdversarialTransformation.Learn(model, data.Batches(2), 1.5));
        using var attack = UniversalPerturbation.Learn(model, data.Batches(2), 0.1, passes: 1);
        using var scope = NewDisposeScope();
        Assert.Contains("12", Assert.Throws<ArgumentException>(() => attack.Perturb(model, rand(1, 3, 8, 8), zeros(1, ScalarType.Int64), 0.1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Adversarial_training_makes_a_model_harder_to_fool()
    {
        using var data = Training.TrainerTests.RedOrBlue(120);
        double Robust(IAdversary? adversary)
        {
            manual_seed(1);
            using var model = new Training.TrainerTests.Tiny();
            using var trainer = new Trainer(model, new() { Optimizer = Optimizers.Adam(1e-2), Adversary = adversary, Progress = new SilentProgress() });
            trainer.Fit(data.Batches(20, shuffle: true), null, epochs: 15);
            return new Pgd(10).Run(model, data.Batches(60), Names, [0.1]).RobustAccuracy[^1];
        }
        var (standard, adversarial) = (Robust(null), Robust(new Pgd(3).At(0.1)));
        Assert.True(adversarial > standard + 0.1, $"{standard} without, {adversarial} with");
        Assert.Equal(adversarial, Robust(new Pgd(3).At(0.1)));
    }
}
