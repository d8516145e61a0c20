using System.Security.Cryptography;

namespace ImageNotebooks.Tests;

public sealed class SampleDataCifar10Tests : IDisposable
{
    private const int RecordBytes = 3073;
    private readonly string root = Directory.CreateTempSubdirectory("sample-data-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Cifar10_writes_the_official_files()
    {
        var folder = SampleData.Cifar10(At("cifar"), train: 25, test: 10);

        Assert.Equal(["batches.meta.txt", "data_batch_1.bin", "sample.txt", "test_batch.bin"],
            Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        Assert.Equal(25 * RecordBytes, Read("cifar/data_batch_1.bin").Length);
        Assert.Equal(10 * RecordBytes, Read("cifar/test_batch.bin").Length);
        Assert.Equal("airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n",
            File.ReadAllText(At("cifar/batches.meta.txt")));
    }

    [Fact]
    public void Training_pictures_go_on_in_the_next_file_when_one_is_full()
    {
        SampleData.WriteCifar10(root, train: 45, test: 1, seed: 0, recordsPerFile: 20);

        Assert.Equal([20, 20, 5], Enumerable.Range(1, 3).Select(file => Read($"data_batch_{file}.bin").Length / RecordBytes));
        Assert.False(File.Exists(At("data_batch_4.bin")));
        Assert.NotEqual(Hash("data_batch_1.bin"), Hash("data_batch_2.bin"));
    }

    [Fact]
    public void Labels_are_balanced_and_shuffled()
    {
        SampleData.Cifar10(At("cifar"), train: 203, test: 50);

        var train = Labels("cifar/data_batch_1.bin");
        Assert.Equal([21, 21, 21, 20, 20, 20, 20, 20, 20, 20], Enumerable.Range(0, 10).Select(label => train.Count(l => l == label)));
        Assert.All(Labels("cifar/test_batch.bin").CountBy(label => label), label => Assert.Equal(5, label.Value));
        // Sorted or cyclic labels would make neighbours equal nearly always or never.
        Assert.InRange(train.Zip(train.Skip(1)).Count(pair => pair.First == pair.Second), 5, 60);
        Assert.NotEqual(train.Take(10), train.Skip(10).Take(10));
    }

    [Fact]
    public void Pictures_differ_between_records_and_between_train_and_test()
    {
        SampleData.Cifar10(At("cifar"), train: 60, test: 60);

        var pictures = Read("cifar/data_batch_1.bin").Chunk(RecordBytes).Concat(Read("cifar/test_batch.bin").Chunk(RecordBytes))
            .Select(record => Convert.ToHexString(SHA256.HashData(record.AsSpan(1))));
        Assert.Equal(120, pictures.Distinct().Count());
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_on_every_machine()
    {
        SampleData.Cifar10(At("cifar"), train: 200, test: 50, seed: 7);

        Assert.Equal("46ec9f2aa00e992b93196d02fa8c3018c4ea5d514d58b830f82c40a54a1e9b25", Hash("cifar/data_batch_1.bin"));
        Assert.Equal("28d1799c5dfcb390863471900e6cff89d37440b736bd3058dc31f04c9fa3d374", Hash("cifar/test_batch.bin"));
    }

    [Fact]
    public void Another_seed_gives_other_pictures()
    {
        SampleData.Cifar10(At("a"), train: 20, test: 10, seed: 1);
        SampleData.Cifar10(At("b"), train: 20, test: 10, seed: 2);

        Assert.NotEqual(Hash("a/data_batch_1.bin"), Hash("b/data_batch_1.bin"));
        Assert.NotEqual(Hash("a/test_batch.bin"), Hash("b/test_batch.bin"));
    }

    [Theory]
    [InlineData(-1, 10, "train")]
    [InlineData(0, 10, "train")]
    [InlineData(1_000_001, 10, "train")]
    [InlineData(10, -1, "test")]
    [InlineData(10, 10_001, "test")]
    public void A_count_out_of_range_is_refused_before_anything_is_written(int train, int test, string name)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => SampleData.Cifar10(At("cifar"), train, test));

        Assert.Equal(name, error.ParamName);
        Assert.Contains($"number of {name} pictures to draw must lie between 1 and ", error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(root));
    }

    [Fact]
    public void An_empty_folder_name_is_refused() =>
        Assert.Throws<ArgumentException>(() => SampleData.Cifar10(" "));

    private string At(string name) => Path.Combine(root, name);

    private byte[] Read(string name) => File.ReadAllBytes(At(name));

    private byte[] Labels(string name) => [.. Read(name).Chunk(RecordBytes).Select(record => record[0])];

    private string Hash(string name) => Convert.ToHexStringLower(SHA256.HashData(Read(name)));
}
