namespace ImageNotebooks.Tests.Weights;

public sealed class KerasFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("keras")]
    [InlineData("keras_gzip")]
    [InlineData("keras_chunks")]
    [InlineData("keras_half")]
    [InlineData("keras_model")]
    [InlineData("keras_latest")]
    public void Weights_come_in_the_order_of_the_layers_whatever_their_storage(string name)
    {
        using var file = WeightFixtures.Open(folder, name);
        var expected = WeightFixtures.Tensors("keras");
        Assert.Equal(WeightsFormat.Keras, file.Format);
        Assert.Equal(expected.Keys, file.Entries.Select(entry => entry.Name));
        foreach (var entry in file.Entries)
        {
            Assert.Equal(name == "keras_half" ? ElementType.Float16 : ElementType.Float32, entry.Type);
            Assert.Equal(expected[entry.Name].Shape, entry.Shape);
            Assert.Equal(expected[entry.Name].Values, entry.Values());
        }
        Assert.Equal(("tensorflow", "2.4.0"), (file.Metadata["backend"], file.Metadata["keras_version"]));
        Assert.Equal(name == "keras_model", file.Metadata.ContainsKey("model_config"));
    }

    [Fact]
    public void Keras_1s_names_become_todays()
    {
        using var file = WeightFixtures.Open(folder, "keras_1");
        Assert.Equal(
            ["block1_conv1/kernel", "block1_conv1/bias", "bn_conv1/gamma", "bn_conv1/beta", "bn_conv1/moving_mean", "bn_conv1/moving_variance"],
            file.Entries.Select(entry => entry.Name));
    }

    [Fact]
    public void A_model_within_a_model_keeps_its_layers_names_and_split_lists_are_joined()
    {
        using var file = WeightFixtures.Open(folder, "keras_within");
        Assert.Equal(["inner/conv2d/kernel", "inner/conv2d_1/kernel", "dense/kernel"], file.Entries.Select(entry => entry.Name));
    }

    [Theory]
    [InlineData("hdf5_other", "not weights of Keras: it has no attribute layer_names, and at its top numbers")]
    [InlineData("keras_big_endian", "is big-endian")]
    [InlineData("keras_lzf", "HDF5's filter 32000")]
    public void What_cannot_be_read_is_named(string name, string complaint) =>
        Assert.Contains(complaint, Assert.Throws<WeightsFileException>(() => WeightFixtures.Open(folder, name)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_was_cut_short_is_refused_wherever()
    {
        var whole = WeightFixtures.Bytes("keras");
        for (var length = 0; length < whole.Length; length += 13)
            Assert.Throws<WeightsFileException>(() => WeightFixtures.Open(folder, whole[..length]));
        var message = Assert.Throws<WeightsFileException>(() => WeightFixtures.Open(folder, whole[..^1])).Message;
        Assert.Contains($"it should have {whole.Length:#,0} bytes and has {whole.Length - 1:#,0}; it was cut short", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_threads_read_one_file()
    {
        using var file = WeightFixtures.Open(folder, "keras_gzip");
        var expected = WeightFixtures.Tensors("keras");
        Parallel.For(0, 200, i => Assert.Equal(expected[file.Entries[i % file.Entries.Count].Name].Values, file.Entries[i % file.Entries.Count].Values()));
    }
}
