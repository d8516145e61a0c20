using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Data;

public class BatchLoaderTests
{
    [Fact]
    public void Every_image_comes_once_scaled_with_its_label_and_the_last_batch_is_kept()
    {
        using var split = Toy(10);
        var seen = new List<(long Index, long Label, float Value)>();
        var sizes = new List<int>();
        foreach (var batch in split.Batches(4, shuffle: true, seed: 3))
        {
            using (batch)
            {
                sizes.Add(batch.Count);
                for (var i = 0; i < batch.Count; i++) seen.Add((batch.Indices[i], batch.Labels[i].item<long>(), batch.Images[i, 0, 0, 0].item<float>()));
            }
        }
        Assert.Equal([4, 4, 2], sizes);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), seen.Select(s => s.Index).Order());
        Assert.All(seen, s => Assert.Equal((s.Index % 3, s.Index / 255f), (s.Label, s.Value)));
    }

    [Fact]
    public void The_scaled_bytes_are_the_floats_of_a_division()
    {
        using var bytes = arange(256).to_type(ScalarType.Byte).reshape(1, 1, 1, 256).repeat(1, 3, 2, 1)[.., .., .., ..251].contiguous();
        using var split = new Split("all", bytes, zeros(1, dtype: ScalarType.Int64));
        using var batch = split.Batches(1).Single();
        Assert.True(batch.Images.Equals(bytes.to_type(ScalarType.Float32).div(255)));
    }

    [Fact]
    public void Batches_from_a_copy_of_the_whole_split_are_the_same_bits()
    {
        using var split = Toy(1100);
        using var part = split.Take([.. Enumerable.Range(0, 1100).Where(i => i % 3 == 0)]);
        var plain = part.Batches(100, shuffle: true, seed: 4).ToList();
        // As on a GPU, but on the only device that every machine has.
        foreach (var whole in new[] { true, false })
        {
            var there = part.Batches(100, shuffle: true, seed: 4).To(new BatchLoader.Place(CPU, whole)).ToList();
            foreach (var (a, b) in plain.Zip(there))
            {
                Assert.True(a.Images.Equals(b.Images));
                Assert.True(a.Labels.Equals(b.Labels));
                b.Dispose();
            }
        }
        plain.ForEach(batch => batch.Dispose());
        Assert.Same(split.Images.On(CPU), part.Images.On(CPU));
    }

    [Fact]
    public void A_part_of_a_split_gives_its_own_images()
    {
        using var split = Toy(10);
        using var part = split.Take([7, 2, 7]);
        using var batch = part.Batches(5).Single();
        Assert.Equal([7, 2, 7], batch.Images.select(3, 0).select(2, 0).select(1, 0).mul(255).round().data<float>().Select(v => (int)v));
        Assert.Equal([1, 2, 1], batch.Labels.data<long>().Select(v => (int)v));
        Assert.Equal([0L, 1, 2], batch.Indices);
    }

    [Fact]
    public void Masks_come_as_class_numbers_beside_their_images()
    {
        using var images = arange(2 * 3 * 4).to_type(ScalarType.Byte).reshape(2, 3, 2, 2);
        using var masks = tensor(new byte[] { 0, 20, 255, 1, 2, 3, 4, 5 }, [2, 1, 2, 2]);
        using var split = new Split("masked", PackedImages.Copy(images), zeros(2, 20), masks: PackedImages.Copy(masks));
        using var batch = split.Batches(2).Single();
        Assert.Equal([2, 2, 2], batch.Labels.shape);
        Assert.Equal([0, 20, 255, 1, 2, 3, 4, 5], batch.Labels.data<long>().ToArray().Select(v => (int)v));
    }

    [Fact]
    public void A_pass_that_is_left_early_frees_what_it_had_read_ahead()
    {
        var before = PeakFreeLive();
        for (var i = 0; i < 20; i++)
        {
            using var split = Toy(64);
            foreach (var batch in split.Batches(4))
            {
                batch.Dispose();
                break;
            }
        }
        Assert.Equal(before, PeakFreeLive());

        static long PeakFreeLive()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Tensor.TotalCount;
        }
    }

    [Fact]
    public void What_reading_throws_reaches_the_one_who_asks()
    {
        using var split = Toy(64);
        var passes = split.Batches(4).GetEnumerator();
        Assert.True(passes.MoveNext());
        passes.Current.Dispose();
        split.Images.Dispose();
        Assert.Throws<ObjectDisposedException>(() =>
        {
            while (passes.MoveNext()) passes.Current.Dispose();
        });
        passes.Dispose();
    }

    private static Split Toy(int count) =>
        new("toy", arange(count).to_type(ScalarType.Byte).reshape(count, 1, 1, 1).expand(count, 1, 2, 3).contiguous(), arange(count).remainder(3).to_type(ScalarType.Int64));
}
