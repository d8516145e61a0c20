using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Defences;

/// <summary>Components against those that numpy's eigh gives for the same images: value p of image i is (37 i^2 + 53 p i + 101 p) mod 251, of 255.</summary>
public class PcaProjectionTests
{
    [Theory]
    [InlineData(1, 6)]                   // 4 values an image, more images: by the covariance
    [InlineData(4, 6)]
    public void Components_are_those_of_the_covariance(int batch, int count)
    {
        using var images = Some(count, 1);
        using var pca = PcaProjection.Fit(images.Batches(batch), 2);
        Close([0.3457516, 0.4411765, 0.5366013, 0.3039216], pca.Mean);
        Close([-0.4105663, 0.3876392, -0.1514847, 0.8113098, -0.5677793, 0.1321448, 0.7865829, -0.203597], pca.Components);
        Assert.Equal([0.6126962, 0.2795035], pca.ExplainedVariance, (a, b) => Math.Abs(a - b) < 1e-6);
        using var scope = NewDisposeScope();
        var first = images.Batches(1).First();
        Close([0.0046285, 0.4117265], pca.Features(first.Images));
        Close([0.1100816, 0.4973782, 0.8597572, 0.2238504], pca.Project(first.Images));
        Assert.Equal([1, 1, 2, 2], pca.Project(first.Images).shape);
        first.Dispose();
    }

    [Fact]
    public void Of_few_large_images_they_are_made_of_the_images()
    {
        using var images = Some(4, 3);
        using var pca = PcaProjection.Fit(images.Batches(3), 2);
        Close([0.3636976, -0.1150072, -0.2639136, -0.3241058, 0.1653081, 0.4349144, -0.0437905, -0.1926968, 0.0769095, -0.4017954, 0.5061311, 0.0274263,
            0.0804284, 0.2886692, -0.3144007, 0.6525953, -0.0341325, 0.1215528, 0.3297936, -0.2732763, -0.117591, 0.0906498, 0.1626773, 0.370918], pca.Components);
        Assert.Equal([0.5539314, 0.3137726], pca.ExplainedVariance, (a, b) => Math.Abs(a - b) < 1e-6);
        using var scope = NewDisposeScope();
        using var first = images.Batches(1).First();
        Close([-0.5855933, -0.6013793], pca.Features(first.Images));
        Assert.Equal("2 components of images [3, 2, 2], 86.8% of the variance", pca.ToString());
    }

    [Fact]
    public void All_components_give_the_images_back_and_a_projection_stays_where_it_is()
    {
        using var scope = NewDisposeScope();
        using var images = Some(6, 1);
        using var batch = images.Batches(6).First();
        using var all = PcaProjection.Fit(images.Batches(4), 4);
        Close([.. batch.Images.data<float>().Select(v => (double)v)], all.Project(batch.Images));
        Assert.Equal(1, all.ExplainedVariance.Sum(), 1e-9);
        using var two = PcaProjection.Fit(images.Batches(4), 2);
        var once = two.Project(batch.Images);
        Close([.. once.data<float>().Select(v => (double)v)], two.Project(once));
    }

    [Fact]
    public void The_same_images_give_the_same_bits_and_the_loader_goes_on_where_it_was()
    {
        using var images = Some(40, 1);
        var loader = images.Batches(7, shuffle: true);
        loader.Pass = 3;
        using var one = PcaProjection.Fit(loader, 3);
        Assert.Equal(3, loader.Pass);
        using var two = PcaProjection.Fit(loader, 3);
        Assert.Equal(one.Components.data<float>(), two.Components.data<float>());
    }

    [Fact]
    public void A_network_behind_it_sees_the_components_only_and_so_does_its_gradient()
    {
        using var scope = NewDisposeScope();
        using var images = Some(6, 1);
        using var pca = PcaProjection.Fit(images.Batches(6), 2);
        manual_seed(1);
        var dense = nn.Linear(2, 3);
        using var model = pca.FeaturesBefore(dense);
        using var pixels = new Attacks.AttackNetworks.Function(x => x.flatten(1));
        using var batch = images.Batches(6).First();
        Close([.. dense.call(pca.Features(batch.Images)).data<float>().Select(v => (double)v)], model.call(batch.Images));
        Close([.. pca.Project(batch.Images).data<float>().Select(v => (double)v)], pca.Before(pixels).call(batch.Images));
        // What the attack adds along the direction of least variance is projected away, so the gradient has nothing of it.
        using var all = PcaProjection.Fit(images.Batches(6), 4);
        var x = batch.Images.clone().requires_grad_(true);
        model.call(x).square().sum().backward();
        var along = x.grad!.flatten(1).matmul(all.Components.t()).abs().amax([0]).data<float>().ToArray();
        Assert.True(along[0] > 0.01 && along[1] > 0.01);
        Assert.True(along[2] < 1e-5 && along[3] < 1e-5);
        new Pgd(3).Perturb(model, batch.Images, tensor(new long[] { 0, 1, 2, 0, 1, 2 }), 0.1).Dispose();
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        using var images = Some(6, 1);
        using var few = Some(4, 3);
        void Once()
        {
            foreach (var split in new[] { images, few })
            {
                using var pca = PcaProjection.Fit(split.Batches(3), 2);
                using var batch = split.Batches(2).First();
                pca.Project(batch.Images).Dispose();
            }
        }
        Once();
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 3; i++) Once();
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Components_that_there_are_not_are_refused()
    {
        using var few = Some(4, 3);
        Assert.Contains("4 images of 12 values differ in 3 directions", Assert.Throws<ArgumentException>(() => PcaProjection.Fit(few.Batches(2), 4)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => PcaProjection.Fit(few.Batches(2), 0));
        using var one = few.Take([0]);
        Assert.Contains("there is 1 image", Assert.Throws<ArgumentException>(() => PcaProjection.Fit(one.Batches(2), 1)).Message, StringComparison.Ordinal);
        using var same = few.Take([0, 1, 0, 1]);
        Assert.Contains("differ in 1 direction only", Assert.Throws<ArgumentException>(() => PcaProjection.Fit(same.Batches(2), 2)).Message, StringComparison.Ordinal);
        using var pca = PcaProjection.Fit(few.Batches(2), 1);
        Assert.Contains("[3, 2, 2]", Assert.Throws<ArgumentException>(() => pca.Project(zeros(1, 1, 2, 2))).Message, StringComparison.Ordinal);
    }

    private static Split Some(int count, int channels)
    {
        var bytes = Enumerable.Range(0, count).SelectMany(i => Enumerable.Range(0, channels * 4).Select(p => (byte)((37 * i * i + 53 * p * i + 101 * p) % 251))).ToArray();
        using var pixels = tensor(bytes, [count, channels, 2, 2]);
        return new("train", pixels, zeros(count, ScalarType.Int64));
    }

    private static void Close(double[] expected, Tensor actual) =>
        Assert.Equal(expected, actual.data<float>().Select(v => (double)v).ToArray(), (a, b) => Math.Abs(a - b) < 2e-6);
}
