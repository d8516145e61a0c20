using TorchSharp;
using static ImageNotebooks.Tests.Attacks.AttackNetworks;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Attacks;

/// <summary>What every attack promises.</summary>
public class AttackTests
{
    public static TheoryData<string> Names => [.. All.Keys];

    private static readonly Dictionary<string, Func<Attack>> All = new()
    {
        ["FGSM"] = () => new Fgsm(),
        ["FGM"] = () => new Fgsm(PerturbationNorm.L2),
        ["PGD"] = () => new Pgd(5),
        ["PGD L2"] = () => new Pgd(5, PerturbationNorm.L2),
        ["PGD restarts"] = () => new Pgd(3, restarts: 2),
        ["MI-FGSM"] = () => new MiFgsm(5),
        ["APGD"] = () => new Apgd(10),
        ["APGD L2"] = () => new Apgd(10, PerturbationNorm.L2),
        ["Square"] = () => new SquareAttack(40),
        ["DeepFool"] = () => new DeepFool(10),
        ["Carlini-Wagner"] = () => new CarliniWagner(20, 3, rate: 0.1, firstConstant: 1),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void No_perturbation_leaves_the_ball_or_the_range_of_pixels(string name)
    {
        using var scope = NewDisposeScope();
        var (model, images, labels) = Some();
        var attack = All[name]();
        foreach (var epsilon in new[] { 0.02, 0.3, 1 })
        {
            var changed = attack.Perturb(model, images, labels, epsilon);
            Assert.Equal(images.shape, changed.shape);
            Assert.InRange(changed.min().item<float>(), 0, 1);
            Assert.InRange(changed.max().item<float>(), 0, 1);
            var difference = (changed - images).flatten(1);
            var sizes = attack.Norm == PerturbationNorm.L2 ? difference.square().sum(1).sqrt() : difference.abs().amax(1);
            Assert.InRange(sizes.max().item<float>(), 0, epsilon * (1 + 1e-5));
        }
        Assert.Equal(images.data<float>(), attack.Perturb(model, images, labels, 0).data<float>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_model_is_left_as_it_is_and_looked_at_in_evaluation(string name)
    {
        using var scope = NewDisposeScope();
        var (model, images, labels) = Some();
        model.train();
        var before = model.state_dict().Values.Select(weight => weight.clone()).ToArray();
        var once = All[name]().Perturb(model, images, labels, 0.2, seed: 3);
        Assert.All(model.modules(), module => Assert.True(module.training));
        Assert.All(model.parameters(), parameter => Assert.Null(parameter.grad));
        Assert.All(model.parameters(), parameter => Assert.True(parameter.requires_grad));
        Assert.All(model.state_dict().Values.Zip(before), pair => Assert.True(pair.First.Equals(pair.Second) || pair.First.eq(pair.Second).all().item<bool>()));
        // Dropout would draw; in evaluation the same seed gives the same images.
        Assert.Equal(once.data<float>(), All[name]().Perturb(model, images, labels, 0.2, seed: 3).data<float>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_tensor_is_left_behind(string name)
    {
        using var scope = NewDisposeScope();
        var (model, images, labels) = Some();
        void Once() => All[name]().Perturb(model, images, labels, 0.2).Dispose();
        Once();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 3; i++) Once();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_fools_a_model_that_was_right_and_more_so_with_a_larger_epsilon(string name)
    {
        var (model, images) = RedOrBlue();
        using (model)
        using (images)
        {
            var attack = All[name]();
            var largest = attack.Norm == PerturbationNorm.L2 ? 4 : 0.5;
            var result = attack.Run(model, images.Batches(25), ["red", "blue"], [largest, largest / 8, largest / 2]);
            Assert.Equal([0, largest / 8, largest / 2, largest], result.Epsilons);
            Assert.True(result.CleanAccuracy > 0.9);
            Assert.Equal(60, result.Count);
            foreach (var (less, more) in result.RobustAccuracy.Zip(result.RobustAccuracy.Skip(1))) Assert.True(more <= less + 0.05, result.ToString());
            Assert.True(result.RobustAccuracy[^1] < 0.5, result.ToString());
            Assert.True(result.Queries > 0);
        }
    }

    [Fact]
    public void Fgsm_goes_epsilon_along_the_sign_of_the_gradient()
    {
        using var scope = NewDisposeScope();
        var model = new Line([2, -1, 0, 0.5f], -0.4f);
        var image = tensor(new[] { 0.5f, 0.5f, 0.5f, 0.02f }, [1, 1, 2, 2]);
        // Logit 1 is 1 - 0.5 + 0.01 - 0.4 > 0, so the class is 1 and its loss rises against w; the last pixel stops at 0.
        Close([0.4f, 0.6f, 0.5f, 0], new Fgsm().Perturb(model, image, tensor(new[] { 1L }), 0.1));
        // Towards class 1 from class 0 it is the other way.
        Close([0.6f, 0.4f, 0.5f, 0.12f], new Fgsm().Perturb(model, image, tensor(new[] { 0L }), 0.1));
        Close([0.6f, 0.4f, 0.5f, 0.12f], new Fgsm().Perturb(model, image, tensor(new[] { 0L }), 0.1, targets: tensor(new[] { 1L })));
        var length = Math.Sqrt(4 + 1 + 0.25);
        Close([0.5f + (float)(0.2 / length), 0.5f - (float)(0.1 / length), 0.5f, 0.02f + (float)(0.05 / length)], new Fgsm(PerturbationNorm.L2).Perturb(model, image, tensor(new[] { 0L }), 0.1));
    }

    [Fact]
    public void One_step_of_pgd_without_a_random_start_is_fgsm_bit_for_bit()
    {
        using var scope = NewDisposeScope();
        var (model, images, labels) = Some();
        var fgsm = new Fgsm().Perturb(model, images, labels, 0.1).data<float>().ToArray();
        Assert.Equal(fgsm, new Pgd(1, relativeStep: 1, randomStart: false).Perturb(model, images, labels, 0.1).data<float>());
        Assert.Equal(fgsm, new MiFgsm(1).Perturb(model, images, labels, 0.1).data<float>());
        model.eval();
        var at = images.clone().requires_grad_(true);
        nn.functional.cross_entropy(model.call(at), labels).backward();
        Assert.Equal((images + 0.1f * at.grad!.sign()).minimum(images + 0.1f).maximum(images - 0.1f).clamp(0, 1).data<float>(), fgsm);
    }

    [Fact]
    public void Pgd_walks_the_steps_written_out_by_hand()
    {
        using var scope = NewDisposeScope();
        var (model, images, labels) = Some();
        model.eval();
        foreach (var norm in Enum.GetValues<PerturbationNorm>())
        {
            var x = images;
            for (var i = 0; i < 3; i++)
            {
                var at = x.clone().requires_grad_(true);
                nn.functional.cross_entropy(model.call(at), labels, reduction: nn.Reduction.Sum).backward();
                var g = at.grad!;
                if (norm == PerturbationNorm.LInfinity)
                {
                    x = (x + 0.05 * g.sign()).minimum(images + 0.1).maximum(images - 0.1).clamp(0, 1);
                }
                else
                {
                    var d = x + 0.05 * g / g.flatten(1).norm(1, true).reshape(-1, 1, 1, 1) - images;
                    x = (images + d * (0.1 / d.flatten(1).norm(1, true).reshape(-1, 1, 1, 1)).clamp(max: 1)).clamp(0, 1);
                }
            }
            Close(x.data<float>().ToArray(), new Pgd(3, norm, relativeStep: 0.5, randomStart: false).Perturb(model, images, labels, 0.1));
        }
    }

    [Fact]
    public void Mi_fgsm_follows_the_sum_of_gradients_at_mean_1()
    {
        using var scope = NewDisposeScope();
        var (model, images, labels) = Some();
        model.eval();
        var (x, memory) = (images, zeros_like(images));
        for (var i = 0; i < 4; i++)
        {
            var at = x.clone().requires_grad_(true);
            nn.functional.cross_entropy(model.call(at), labels, reduction: nn.Reduction.Sum).backward();
            memory = 0.5 * memory + at.grad! / at.grad!.abs().mean([1, 2, 3], keepdim: true);
            x = (x + 0.025 * memory.sign()).minimum(images + 0.1).maximum(images - 0.1).clamp(0, 1);
        }
        Close(x.data<float>().ToArray(), new MiFgsm(4, decay: 0.5).Perturb(model, images, labels, 0.1));
    }

    [Fact]
    public void Deep_fool_finds_the_smallest_perturbation_of_a_linear_model()
    {
        using var scope = NewDisposeScope();
        var model = new Line([2, -1, 0.5f, 1], -1);
        var image = full([1, 1, 2, 2], 0.6f);                      // f = 2.5 * 0.6 - 1 = 0.5, |w|^2 = 6.25
        var way = (new DeepFool(overshoot: 0.001).Minimize(model, image, tensor(new[] { 1L })) - image) / 1.001;
        var factor = (0.5f / 2.5f + 1e-4f) / 2.5f;
        Close([-2 * factor, factor, -0.5f * factor, -factor], way);
        // Close to the border of a steep model, |f| / |w| is less than the rounding of a pixel.
        var steep = new Line([2e4f, -1e4f, 5e3f, 1e4f], -15_000 + 1e-3f);
        Assert.Equal(0, steep.call(new DeepFool().Minimize(steep, image, tensor(new[] { 1L }))).argmax(1).item<long>());
        // Carlini and Wagner's comes near to it, and is no smaller.
        var size = (new CarliniWagner(steps: 300, firstConstant: 0.1).Minimize(model, image, tensor(new[] { 1L })) - image).norm().item<float>();
        Assert.InRange(size, 0.5 / 2.5 * 0.9999, 0.5 / 2.5 * 1.03);
        // What is wrong already stays as it is.
        Assert.Equal(image.data<float>(), new DeepFool().Minimize(model, image, tensor(new[] { 0L })).data<float>());
    }

    [Fact]
    public void A_target_is_reached_where_it_is_asked_for()
    {
        using var scope = NewDisposeScope();
        var (model, images, _) = Some();
        model.eval();
        var labels = model.call(images).argmax(1);
        var targets = (labels + 1) % 4;
        foreach (var attack in new Attack[] { new Pgd(20), new Apgd(20), new SquareAttack(300), new DeepFool(), new CarliniWagner(50, 3, 0.1, 1) })
        {
            var changed = attack.Perturb(model, images, labels, attack.Norm == PerturbationNorm.L2 ? 15 : 0.9, targets);
            var reached = model.call(changed).argmax(1).eq(targets).to_type(ScalarType.Float32).mean().item<float>();
            Assert.True(reached > 0.6, $"{attack.Name}: {reached}");
        }
    }

    [Fact]
    public void Masks_and_several_labels_are_attacked_too()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var segmenter = Keras.Conv2D(3, 5, 3);
        var (images, masks) = (rand(2, 3, 8, 8), randint(0, 5, [2, 8, 8]));
        masks[0, 0] = 255;
        Tensor Loss(Tensor x) => nn.functional.cross_entropy(segmenter.call(x), masks, ignore_index: 255);
        Assert.True(Loss(new Fgsm().Perturb(segmenter, images, masks, 0.1)).item<float>() > Loss(images).item<float>() + 0.01);
        Assert.True(Loss(new Pgd(5).Perturb(segmenter, images, masks, 0.1)).item<float>() > Loss(images).item<float>() + 0.01);
        using var model = new Convolutions(3);
        model.eval();
        var several = randint(0, 2, [2, 3]).to_type(ScalarType.Float32);
        Tensor Binary(Tensor x) => nn.functional.binary_cross_entropy_with_logits(model.call(x), several);
        Assert.True(Binary(new Pgd(5).Perturb(model, images, several, 0.2)).item<float>() > Binary(images).item<float>() + 0.01);
        Assert.Contains("one class", Assert.Throws<ArgumentException>(() => new DeepFool().Perturb(segmenter, images, masks, 0.1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Auto_pgd_judges_its_progress_where_its_authors_do()
    {
        Assert.Equal([22, 41, 57, 70, 80, 87, 93, 99], Apgd.Checkpoints(100));
        Assert.Equal([2, 3, 4, 5, 6, 7, 8, 9, 10], Apgd.Checkpoints(10));
    }

    [Fact]
    public void Squares_shrink_on_the_published_schedule()
    {
        // 0.8 of 32 x 32 pixels are 28.6 x 28.6; half of them 20.2 squared; an eighth 10.1.
        var attack = new SquareAttack(10_000);
        long[] shape = [1, 3, 32, 32];
        Assert.Equal([29, 29, 20, 20, 14, 10, 7], new[] { 1, 10, 11, 50, 51, 201, 501 }.Select(query => attack.Side(query, shape)));
        // With a tenth of the queries everything comes ten times as early.
        Assert.Equal([29, 20, 14], new[] { 1, 2, 6 }.Select(query => new SquareAttack(1000).Side(query, shape)));
    }

    [Fact]
    public void The_square_attack_needs_no_gradient_and_the_others_say_so()
    {
        using var scope = NewDisposeScope();
        // Rounding takes the gradient away and not the weakness.
        using var model = new Function(x => stack([zeros([x.shape[0]]), (x * 20).round().mean([1, 2, 3]) - 10.5], 1));
        var (images, labels) = (full([2, 3, 8, 8], 0.55f), tensor(new[] { 1L, 1L }));
        Assert.Equal([0, 0], model.call(new SquareAttack(100).Perturb(model, images, labels, 0.2)).argmax(1).data<long>().ToArray());
        foreach (var attack in new Attack[] { new Fgsm(), new Apgd(3), new DeepFool() })
        {
            Assert.Contains(nameof(SquareAttack), Assert.Throws<ArgumentException>(() => attack.Perturb(model, images, labels, 0.2)).Message, StringComparison.Ordinal);
        }
        using var cut = new Function(x => x.detach().mean([2, 3])[.., ..2]);
        Assert.Contains("does not depend", Assert.Throws<ArgumentException>(() => new Fgsm().Perturb(cut, images, labels, 0.2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_attacked_is_refused_in_a_sentence()
    {
        using var scope = NewDisposeScope();
        var (model, images, labels) = Some();
        foreach (var epsilon in new[] { -0.1, 1.1, double.NaN, 8 }) Assert.Throws<ArgumentOutOfRangeException>(() => new Fgsm().Perturb(model, images, labels, epsilon));
        new Fgsm(PerturbationNorm.L2).Perturb(model, images, labels, 8).Dispose();
        Assert.Contains("Normalize", Assert.Throws<ArgumentException>(() => new Pgd().Perturb(model, images * 2 - 1, labels, 0.1)).Message, StringComparison.Ordinal);
        Assert.Contains("[N, C, H, W]", Assert.Throws<ArgumentException>(() => new Pgd().Perturb(model, images[0], labels, 0.1)).Message, StringComparison.Ordinal);
        Assert.Contains("7", Assert.Throws<ArgumentException>(() => new Pgd().Perturb(model, images, full_like(labels, 7), 0.1)).Message, StringComparison.Ordinal);
        Assert.Contains("-1", Assert.Throws<ArgumentException>(() => new Pgd().Perturb(model, images, labels, 0.1, targets: full_like(labels, -1))).Message, StringComparison.Ordinal);
        using var data = Training.TrainerTests.RedOrBlue(4);
        Assert.Contains("red, blue", Assert.Throws<ArgumentException>(() => new Pgd().Run(model, data.Batches(2), ["red", "blue"], [0.1], target: 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Pgd(randomStart: false, restarts: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Pgd(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SquareAttack(share: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MiFgsm(decay: -1));
    }

    [Fact]
    public void Attacked_batches_carry_labels_and_positions_into_any_evaluation()
    {
        var (model, images) = RedOrBlue();
        using (model)
        using (images)
        {
            var attack = new Pgd(5);
            var told = Evaluate.Classifier(model, attack.On(model, images.Batches(25), 0.3), ["red", "blue"]);
            Assert.Equal(images.LabelNumbers(), told.TrueLabels);
            Assert.True(told.Accuracy < 0.6, told.ToString());
        }
    }

    private static (nn.Module<Tensor, Tensor> Model, Tensor Images, Tensor Labels) Some()
    {
        manual_seed(5);
        var model = new Convolutions();
        return (model, rand(6, 3, 9, 9), randint(0, 4, [6]));
    }

    private static void Close(float[] expected, Tensor actual) =>
        Assert.All(expected.Zip(actual.data<float>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
}
