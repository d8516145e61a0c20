using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Data;

public sealed class Cifar10Tests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cifar-").FullName;

    [Fact]
    public void Reads_records_in_the_official_layout()
    {
        Write("data_batch_1.bin", Record(3, 10), Record(9, 20));
        Write("data_batch_2.bin", Record(0, 30));
        Write("test_batch.bin", Record(7, 40));
        using var data = Cifar10.Load(folder);
        Assert.Equal(3, data.Train.Count);
        Assert.Equal(1, data.Test.Count);
        Assert.Equal(new long[] { 3, 9, 0 }, data.Train.Labels.data<long>().ToArray());
        Assert.Equal(new long[] { 3, 32, 32 }, data.Train.ImageShape);
        Assert.Equal("horse", data.ClassNames[data.Test.Label(0)]);
        // Byte k of a record is (start + k) mod 251: the red plane first, row by row.
        Assert.Equal((byte)((20 + 1024 + 32) % 251), data.Train.ToTensor()[1, 1, 1, 0].item<byte>());
        Assert.Equal((byte)((20 + 2048) % 251), data.Train.Picture(1).Pixels[2]);
    }

    [Fact]
    public void A_missing_folder_is_named() =>
        Assert.Contains("There is no folder", Fails(Path.Combine(folder, "nowhere")), StringComparison.Ordinal);

    [Fact]
    public void A_folder_without_training_images_is_refused()
    {
        Write("test_batch.bin", Record(1, 0));
        Assert.Contains("0 files of training images", Fails(folder), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3_072)]
    [InlineData(0)]
    [InlineData(6_147)]
    public void A_file_of_broken_length_is_named(int length)
    {
        Write("test_batch.bin", Record(1, 0));
        File.WriteAllBytes(Path.Combine(folder, "data_batch_1.bin"), new byte[length]);
        var message = Fails(folder);
        Assert.Contains("data_batch_1.bin", message, StringComparison.Ordinal);
        Assert.Contains("no multiple", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_above_nine_is_named_with_its_record()
    {
        Write("test_batch.bin", Record(1, 0));
        Write("data_batch_1.bin", Record(2, 0), Record(10, 0));
        var message = Fails(folder);
        Assert.Contains("record 1 the label 10", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Batches_cover_every_image_once_in_an_order_that_the_seed_gives()
    {
        Write("data_batch_1.bin", [.. Enumerable.Range(0, 10).Select(i => Record(i, i))]);
        Write("test_batch.bin", Record(0, 0));
        using var data = Cifar10.Load(folder);
        var loader = data.Train.Batches(4, shuffle: true, seed: 5);
        var passes = new[] { Order(loader), Order(loader) };
        Assert.All(passes, p => Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), p.Order()));
        Assert.NotEqual(passes[0], passes[1]);
        var again = data.Train.Batches(4, shuffle: true, seed: 5);
        Assert.Equal(passes, [Order(again), Order(again)]);
        Assert.NotEqual(passes[0], Order(data.Train.Batches(4, shuffle: true, seed: 6)));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), Order(data.Train.Batches(3)));
        Assert.Equal(3, loader.BatchCount);

        using var first = data.Train.Batches(4).First();
        Assert.Equal(ScalarType.Float32, first.Images.dtype);
        Assert.Equal(1 / 255f, first.Images[1, 0, 0, 0].item<float>());
    }

    [RealDataFact("cifar10")]
    public void The_published_files_are_read_right()
    {
        using var data = Cifar10.Load(RealData.Path("cifar10"));
        Assert.Equal(10_000, data.Test.Count);
        Assert.All(data.Test.Labels.bincount(null).data<long>(), count => Assert.Equal(1000, count));
        // The test set's mean pixel: planes read in another order would show.
        var mean = data.Test.ToTensor().to_type(ScalarType.Float32).mean([0, 2, 3]).div(255).data<float>().ToArray();
        Assert.Equal([0.494f, 0.485f, 0.450f], mean.Select(m => MathF.Round(m, 3)));
        Assert.Equal("airplane", data.ClassNames[0]);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static long[] Order(BatchLoader loader)
    {
        var labels = new List<long>();
        foreach (var batch in loader)
        {
            using (batch) labels.AddRange(batch.Indices);
        }
        return [.. labels];
    }

    private static string Fails(string path) => Assert.Throws<DataFileException>(() => Cifar10.Load(path)).Message;

    private void Write(string name, params byte[][] records) => File.WriteAllBytes(Path.Combine(folder, name), [.. records.SelectMany(r => r)]);

    private static byte[] Record(int label, int start) => [(byte)label, .. Enumerable.Range(start, 3072).Select(i => (byte)(i % 251))];
}
