using System.Security.Cryptography;

namespace ImageNotebooks.Tests.Weights;

public sealed class PretrainedWeightsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private DataFolder Data => new(folder.Path);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_entry_says_what_is_needed_to_use_it() => Assert.All(PretrainedWeights.All, weights =>
    {
        Assert.Matches("^[a-z0-9._]+$", weights.Name);
        Assert.Contains(weights.Architecture, new[] { "vgg16", "resnet50", "resnet50_v2", "densenet121", "mobilenet", "mobilenet_v2", "efficientnet_v2_b3" });
        Assert.All([weights.Licence, weights.Citation, weights.File.Name], text => Assert.NotEqual("", text));
        Assert.True(weights.File.Addresses.Count > 0 || weights.Note.Length > 0);
        Assert.All(weights.File.Addresses, address => Assert.Equal("https", address.Scheme));
        Assert.Equal(weights.IncludesTop, weights.Classes > 0);
        Assert.True(weights.IncludesTop || weights.Accuracy is null);
        Assert.True(weights.Accuracy is null or { Top1: > 65 and < 85, Top5: > 85 and < 97 });
        Assert.Equal(weights.Format == WeightsFormat.Keras, weights.File.Name.EndsWith(".h5", StringComparison.Ordinal));
    });

    [Fact]
    public void The_published_checksums_are_there()
    {
        Assert.Equal("md5:64373286793e3c8b2b4e3219cbf3544b", Assert.Single(PretrainedWeights.Find("vgg16.keras").File.Checksums).ToString());
        Assert.Equal("sha256:0676ba61", Assert.Single(PretrainedWeights.Find("resnet50.torchvision").File.Checksums).ToString());
        Assert.Equal((26, 26), (PretrainedWeights.All.Count, PretrainedWeights.All.Select(weights => weights.File.Name).Distinct().Count()));
    }

    [Fact]
    public void An_unknown_name_lists_those_of_the_network()
    {
        Assert.Contains("'vgg16.kears'; there are vgg16.keras, vgg16.keras_notop, vgg16.torchvision, vgg16.tv_in1k.", Assert.Throws<ArgumentException>(() => PretrainedWeights.Find("vgg16.kears")).Message, StringComparison.Ordinal);
        Assert.Contains("densenet121.keras", Assert.Throws<ArgumentException>(() => PretrainedWeights.Find("x")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", "cannot be read")]
    [InlineData("""[{"name":"a"}]""", "missing required")]
    [InlineData("""[{"name":"a","architecture":"a","format":"onnx"}]""", "cannot be read")]
    public void Mistakes_in_a_list_are_named(string json, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<FormatException>(() => PretrainedWeights.Parse(json)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_file_is_fetched_once_verified_and_loaded()
    {
        var bytes = WeightFixtures.Bytes("layers_zip");
        await using var server = new TestServer(TestServer.File(bytes));
        var weights = Published(server, bytes);
        Assert.Null(weights.FindIn(Data));
        Assert.Null(weights.Verify(Data));

        var path = await weights.FetchAsync(Data);
        Assert.Equal(Path.Combine(folder.Path, "weights", "tiny.pth"), path);
        Assert.Equal(path, await weights.FetchAsync(Data));
        Assert.Single(server.Requests);
        using (var file = WeightsFile.Open(path))
            Assert.Equal(9, file.Entries.Count);
        Assert.True(weights.Verify(Data)!.Passed);

        File.WriteAllBytes(path, WeightFixtures.Bytes("keras"));
        var found = weights.Verify(Data)!;
        Assert.Equal(2, found.Problems.Count);
        Assert.Contains("is a file of Keras and should be of PyTorch", found.Problems[1], StringComparison.Ordinal);
        File.WriteAllBytes(path, bytes[..100]);
        Assert.Contains("it was cut short", weights.Verify(Data)!.Problems[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_bytes_than_were_published_are_not_used()
    {
        var bytes = WeightFixtures.Bytes("layers_zip");
        await using var server = new TestServer(TestServer.File([.. bytes[..^1], 1]));
        var weights = Published(server, bytes);
        await Assert.ThrowsAsync<ChecksumException>(() => weights.FetchAsync(Data));
        Assert.Null(weights.FindIn(Data));
    }

    [Fact]
    public async Task What_is_published_nowhere_says_where_it_belongs()
    {
        var weights = PretrainedWeights.Find("mobilenet_v2_1.0_224_folded");
        var refused = await Assert.ThrowsAsync<DataFileException>(() => weights.FetchAsync(Data));
        Assert.Contains(Path.Combine(folder.Path, "weights", "mobilenet_v2_1.0_224_folded.safetensors"), refused.Message, StringComparison.Ordinal);
        Assert.Contains("google-coral/test_data", refused.Message, StringComparison.Ordinal);
    }

    [RealDataTheory("weights")]
    [InlineData("mobilenet_1.0_224_notop_folded")]
    [InlineData("mobilenet_v2_1.0_224_folded")]
    public void The_real_files_are_those_of_the_list(string name)
    {
        var found = PretrainedWeights.Find(name).Verify(new(RealData.Folder!))!;
        Assert.Empty(found.Problems);
    }

    private static PretrainedWeights Published(TestServer server, byte[] bytes) => PretrainedWeights.Find("vgg16.torchvision") with
    {
        Name = "tiny", File = new("tiny.pth", [server.Address("/tiny.pth")], bytes.Length, [new($"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))[..8]}")]),
    };
}
