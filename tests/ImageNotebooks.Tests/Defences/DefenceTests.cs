using TorchSharp;
using static ImageNotebooks.Tests.Attacks.AttackNetworks;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Defences;

/// <summary>Defences by their formulas.</summary>
public class DefenceTests
{
    [Fact]
    public void Fast_adversarial_training_steps_five_quarters_of_epsilon_from_a_random_start()
    {
        using var scope = NewDisposeScope();
        // The gradient of a linear model is the same everywhere, so the step of 1.25 epsilon leads from -epsilon to 0.25 epsilon at least, and from most starts to the border.
        var model = new Line([1, -1, 1, -1], 0.1f);
        var (images, labels) = (full([500, 1, 2, 2], 0.5f), zeros(500, ScalarType.Int64));
        var adversary = AdversarialTraining.Fast(0.1, seed: 7);
        var moved = (adversary.Perturb(model.call, images, labels, 3) - 0.5) * tensor(new[] { 1f, -1, 1, -1 }).reshape(1, 1, 2, 2) / 0.1;
        Assert.InRange(moved.min().item<float>(), 0.25, 0.3);
        Assert.Equal(1, moved.max().item<float>(), 1e-4f);
        // Evenly spread starts end at the border where they are above -0.25: 62.5 % of them.
        Assert.InRange(moved.ge(0.9999).to_type(ScalarType.Float32).mean().item<float>(), 0.58, 0.67);
        Assert.Equal(adversary.Perturb(model.call, images, labels, 3).data<float>(), AdversarialTraining.Fast(0.1, seed: 7).Perturb(model.call, images, labels, 3).data<float>());
        Assert.NotEqual(adversary.Perturb(model.call, images, labels, 3).data<float>(), adversary.Perturb(model.call, images, labels, 4).data<float>());
    }

    [Fact]
    public void Pgd_training_takes_steps_of_a_quarter_of_epsilon()
    {
        using var scope = NewDisposeScope();
        var model = new Line([1, -1, 1, -1], 0.1f);
        var (images, labels) = (full([500, 1, 2, 2], 0.5f), zeros(500, ScalarType.Int64));
        // Two steps of 2/255 at 8/255 go half of epsilon, seven more than all of it.
        var moved = (AdversarialTraining.Pgd(8 / 255.0, steps: 2).Perturb(model.call, images, labels, 0) - 0.5) * tensor(new[] { 1f, -1, 1, -1 }).reshape(1, 1, 2, 2) * 255;
        Assert.InRange(moved.min().item<float>(), -4.001, -3.9);
        var near = (AdversarialTraining.Pgd(8 / 255.0).Perturb(model.call, images, labels, 0) - 0.5).abs() * 255;
        Assert.InRange(near.min().item<float>(), 5.99, 6.2);
        Assert.Equal("PGD-7 with epsilon 0.0314", AdversarialTraining.Pgd(8 / 255.0).ToString());
    }

    [Fact]
    public void Smoothing_blurs_before_the_network_and_gradients_come_through_it()
    {
        using var scope = NewDisposeScope();
        using var inner = new Convolutions();
        using var model = new InputSmoothing(inner, 3, 1);
        model.eval();
        manual_seed(1);
        var images = rand(2, 3, 9, 9);
        Assert.Equal(inner.call(Filters.GaussianBlur(images, 3, 1)).data<float>(), model.call(images).data<float>());
        Assert.Equal(inner.call(images).data<float>(), new InputSmoothing(inner, 1).call(images).data<float>());
        // A chessboard of single pixels nearly vanishes.
        var board = ((arange(9).reshape(9, 1) + arange(9)) % 2 * 2 - 1).to_type(ScalarType.Float32) * 0.1f;
        using var smooth = new InputSmoothing(new Function(x => x), 3, 1);
        Assert.True((smooth.call(full([1, 1, 9, 9], 0.5f) + board) - 0.5)[0, 0, 2..7, 2..7].abs().max().item<float>() < 0.01);
        new Pgd(3).Perturb(model, images, tensor(new[] { 0L, 1 }), 0.1).Dispose();
        Assert.Throws<ArgumentOutOfRangeException>(() => new InputSmoothing(inner, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new InputSmoothing(inner, 3, 0));
    }

    [Fact]
    public void A_defended_network_is_a_part_of_the_whole_and_stays_its_owners()
    {
        using var scope = NewDisposeScope();
        using var inner = new Convolutions();
        var model = new Temperature(new InputSmoothing(inner), 4);
        Assert.Equal(inner.parameters().Count(), model.parameters().Count());
        model.eval();
        Assert.All(inner.modules(), module => Assert.False(module.training));
        model.Dispose();
        Assert.Equal(4, inner.call(rand(1, 3, 9, 9)).shape[1]);
    }

    [Fact]
    public void Labels_are_the_teachers_softmax_at_the_temperature()
    {
        using var scope = NewDisposeScope();
        // Logits 0 and 2 x0 + 1, x0 in steps of a 255th.
        var teacher = new Line([2, 0, 0, 0], 1);
        using var pixels = tensor(new byte[] { 0, 9, 9, 9, 255, 9, 9, 9, 51, 9, 9, 9 }, [3, 1, 2, 2]);
        using var images = new Split("train", pixels, tensor(new long[] { 1, 0, 1 }));
        teacher.train();
        var batches = new DistilledBatches(images.Batches(2), teacher, 20);
        Assert.Equal((3, 2), (batches.ImageCount, batches.BatchCount));
        var labels = new List<float>();
        foreach (var batch in batches)
        {
            Assert.False(batch.Labels.requires_grad);
            labels.AddRange(batch.Labels.data<float>());
            batch.Dispose();
        }
        static float Share(double logit) => (float)(1 / (1 + Math.Exp(-logit / 20)));
        float[] expected = [1 - Share(1), Share(1), 1 - Share(3), Share(3), 1 - Share(1.4), Share(1.4)];
        Assert.Equal(expected, labels, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.True(teacher.training);
        Assert.Contains("Line at temperature 20", batches.Identity, StringComparison.Ordinal);
        Assert.Equal([0.05f, 0.1f], new Temperature(new Function(x => x), 20).call(tensor(new[] { 1f, 2 })).data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-7);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DistilledBatches(images.Batches(2), teacher, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Temperature(teacher, double.NaN));
        Assert.Contains("[N, classes]", Assert.Throws<ArgumentException>(() => new DistilledBatches(images.Batches(2), new Function(x => x), 2).First()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_student_learns_the_teachers_answers_and_hides_its_gradient_and_not_its_weakness()
    {
        var (teacher, images) = RedOrBlue();
        using (teacher)
        using (images)
        {
            manual_seed(3);
            using var student = new Training.TrainerTests.Tiny();
            using var cold = new Temperature(student, 50);
            // As large logits as training at a temperature of 50 ends with after many epochs.
            student.load_state_dict(teacher.state_dict());
            using (no_grad())
            {
                student.get_parameter("dense.weight")!.mul_(10_000);
                student.get_parameter("dense.bias")!.mul_(10_000);
            }
            Assert.Contains("do not take the failure for robustness", Assert.Throws<ArgumentException>(() => new Pgd(5).Run(student, images.Batches(30), ["red", "blue"], [0.3])).Message, StringComparison.Ordinal);
            using var warm = new Temperature(student, 10_000);
            var result = new Pgd(5).Run(warm, images.Batches(30), ["red", "blue"], [0.3]);
            Assert.True(result.CleanAccuracy > 0.9 && result.RobustAccuracy[^1] < 0.6, result.ToString());

            using var trained = new Training.TrainerTests.Tiny();
            using var at = new Temperature(trained, 2);
            using var trainer = new Trainer(at, new() { Optimizer = Optimizers.Adam(1e-2), Progress = new SilentProgress() });
            Assert.True(trainer.Fit(new DistilledBatches(images.Batches(20, shuffle: true), teacher, 2), null, 12).Last["accuracy"] > 0.8);
        }
    }

    [Fact]
    public void A_detector_learns_from_every_image_clean_and_attacked()
    {
        var (model, images) = RedOrBlue();
        using (model)
        using (images)
        using (var scope = NewDisposeScope())
        {
            var batches = AdversarialDetector.Batches(images.Batches(25), model, new Pgd(2), 0.1, seed: 5);
            Assert.Equal((120, 3), (batches.ImageCount, batches.BatchCount));
            var (clean, attacked) = (images.Batches(25).ToArray(), new Pgd(2).On(model, images.Batches(25), 0.1, seed: 5).ToArray());
            foreach (var (batch, i) in batches.Select((batch, i) => (batch, i)))
            {
                Assert.Equal(2 * clean[i].Count, batch.Count);
                Assert.Equal(Enumerable.Range(0, batch.Count).Select(k => k < clean[i].Count ? 0L : 1), batch.Labels.data<long>());
                Assert.Equal(cat([clean[i].Images, attacked[i].Images]).data<float>(), batch.Images.data<float>());
                batch.Dispose();
            }
            foreach (var batch in clean.Concat(attacked)) batch.Dispose();
            Assert.Contains("each clean and attacked by PGD-2 with epsilon 0.1 and seed 5", batches.Identity, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Classifier_and_detector_join_by_the_published_formula()
    {
        using var scope = NewDisposeScope();
        Tensor F = tensor(new[] { 3f, 1, 2, -5, -1, -3 }, [2, 3]), D = tensor(new[] { 0f, 0.5f, 1, 0.25f }, [2, 2]);
        using var joined = new DetectedModel(new Function(_ => F.alias()), new Function(_ => D.alias()));
        // From the smallest: 2 0 1 and 0 4 2; d is 0.5 and -0.75, so the last are 1.5 * 2 and 0.25 * 4.
        Assert.Equal([2f, 0, 1, 3, 0, 4, 2, 1], joined.call(zeros(2, 1, 1, 1)).data<float>().ToArray());
        // At random: attacked exactly where d > 0, else the classifier's answer.
        manual_seed(8);
        (F, D) = (randn(200, 5) - 3, randn(200, 2));
        var expected = where((D[.., 1] - D[.., 0]).gt(0), full([200], 5, ScalarType.Int64), F.argmax(1));
        Assert.Equal(expected.data<long>(), joined.call(zeros(200, 1, 1, 1)).argmax(1).data<long>());
        Assert.Contains("[N, 2]", Assert.Throws<ArgumentException>(() => new DetectedModel(new Function(_ => F.alias()), new Function(_ => F.alias())).call(zeros(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evasion_wants_a_wrong_class_ahead_of_the_right_one_and_of_the_detector()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new[] { 4f, 1, 3, 0, /**/ 1, 2, 0, 5, /**/ 0, 3, 1, 2 }, [3, 4]);
        var labels = tensor(new long[] { 0, 0, 0 });
        Assert.Equal([-1f, -3, 1], DetectedModel.Evasion.Loss(logits, labels).data<float>().ToArray());   // 3 - 4, 2 - 5, 3 - 2
        Assert.Equal((2L, 3L), DetectedModel.Evasion.Count(logits, labels));                              // right, detected, fooled
        var outcomes = DetectedModel.Outcomes(new ClassifierResult(["a", "b", "c", "attacked"], [0, 0, 0], [0, 3, 1]));
        Assert.All(new[] { outcomes.Right, outcomes.Detected, outcomes.Fooled }, part => Assert.Equal(1 / 3.0, part, 1e-9));
        Assert.Throws<ArgumentException>(() => DetectedModel.Outcomes(new ClassifierResult(["a", "b"], [0], [0])));
    }

    [Fact]
    public void An_attack_on_both_deceives_a_detector_that_one_on_the_classifier_does_not()
    {
        using var scope = NewDisposeScope();
        // Class by pixels 0 and 1, detected by 0 and 2. An attack on the classifier darkens 0 and 1, which the detector sees; one on both brightens 2 as well.
        Tensor Pixel(Tensor x, long which) => x.flatten(1).select(1, which);
        using var classifier = new Function(x => stack([(Pixel(x, 0) + Pixel(x, 1)) * 4 - 3, (Pixel(x, 0) + Pixel(x, 1)) * -4 + 3], 1));
        using var detector = new Function(x => stack([zeros([x.shape[0]]), (Pixel(x, 0) + Pixel(x, 2)) * -10 + 9], 1));
        using var joined = new DetectedModel(classifier, detector);
        manual_seed(2);
        using var images = new Split("test", (rand(40, 1, 2, 2) * 30 + 120).to_type(ScalarType.Byte), zeros(40, ScalarType.Int64));
        string[] names = ["a", "b", "attacked"];
        (double Right, double Detected, double Fooled) Of(IBatches batches) => DetectedModel.Outcomes(Evaluate.Classifier(joined, batches, names));
        Assert.Equal((1, 0, 0), Of(images.Batches(40)));
        Assert.Equal((0, 1, 0), Of(new Pgd(10, randomStart: false).On(classifier, images.Batches(40), 0.3)));
        Assert.Equal((0, 0, 1), Of(new Pgd(20) { Objective = DetectedModel.Evasion }.On(joined, images.Batches(40), 0.3)));
    }

    [Fact]
    public void Robustness_is_a_row_a_model_and_its_worst_is_image_by_image()
    {
        var (model, images) = RedOrBlue();
        using (model)
        using (images)
        {
            using var smooth = new InputSmoothing(model, 5);
            Attack[] attacks = [new Fgsm(), new Pgd(4), new Apgd(5)];
            var table = Robustness.Measure([("plain", model), ("smoothed", smooth)], images.Batches(25, shuffle: true), ["red", "blue"], attacks, 0.05, seed: 2);
            Assert.Equal(["clean", "FGSM", "PGD-4", "APGD-CE-5", "worst"], table.ScoreNames);
            Assert.Equal(["plain", "smoothed"], table.Rows.Select(row => row.Name));
            Assert.Equal(new Pgd(4).Run(model, images.Batches(25, shuffle: true), ["red", "blue"], [0.05], seed: 2).RobustAccuracy, [table["clean"][0], table["PGD-4"][0]]);
            Assert.All(table.Rows, row => Assert.True(row.Values[^1] <= row.Values.SkipLast(1).Min()));
            Assert.Equal("Accuracy under attack, L-infinity 0.05", table.Title);
            var scored = Robustness.Measure([("plain", model)], images.Batches(60), attacks[1..], 0.05, (one, some) => Evaluate.Classifier(one, some, ["red", "blue"]).Accuracy);
            Assert.Equal(["clean", "PGD-4", "APGD-CE-5", "least"], scored.ScoreNames);
            Assert.Equal(table["clean"][0], scored["clean"][0]);
            Assert.Equal(scored.Rows[0].Values.Min(), scored["least"][0]);
        }
    }

    [Fact]
    public void What_says_nothing_about_a_defence_is_refused()
    {
        using var model = new Convolutions(2);
        using var images = Training.TrainerTests.RedOrBlue(4);
        ScoreTable Measure(Attack[] attacks, params (string, nn.Module<Tensor, Tensor>)[] models) => Robustness.Measure(models, images.Batches(4), ["red", "blue"], attacks, 0.1);
        Assert.Contains("alone says nothing", Assert.Throws<ArgumentException>(() => Measure([new Fgsm()], ("a", model))).Message, StringComparison.Ordinal);
        Assert.Contains("two norms", Assert.Throws<ArgumentException>(() => Measure([new Pgd(), new DeepFool()], ("a", model))).Message, StringComparison.Ordinal);
        Assert.Contains("name 'a'", Assert.Throws<ArgumentException>(() => Measure([new Pgd()], ("a", model), ("a", model))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Measure([new Pgd()]));
        Assert.Throws<ArgumentException>(() => Measure([], ("a", model)));
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        var (model, images) = RedOrBlue();
        using (model)
        using (images)
        {
            void Once()
            {
                using var smooth = new InputSmoothing(model);
                using var detected = new DetectedModel(model, smooth);
                Robustness.Measure([("smooth", smooth)], images.Batches(30), ["red", "blue"], [new Pgd(2)], 0.05);
                new Pgd(2) { Objective = DetectedModel.Evasion }.On(detected, images.Batches(30), 0.05).First().Dispose();
                new DistilledBatches(images.Batches(60), model, 3).First().Dispose();
                AdversarialDetector.Batches(images.Batches(60), model, new Pgd(2), 0.05).First().Dispose();
            }
            Once();
            var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            for (var i = 0; i < 3; i++) Once();
            Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
    }
}
