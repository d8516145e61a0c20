namespace ImageNotebooks.Tests;

public class DeflateTests
{
    public static TheoryData<string, byte[]> Data()
    {
        var random = new Random(5);
        var noise = new byte[10_000];
        random.NextBytes(noise);
        var runs = Enumerable.Range(1, 600).SelectMany(length => Enumerable.Repeat((byte)(length % 251), length));
        // Counts that grow as Fibonacci's numbers make the deepest tree, far beyond the 15 bits that the format allows.
        var (small, large) = (1, 1);
        var steep = new List<byte>();
        for (byte value = 0; value < 24; value++, (small, large) = (large, small + large))
            for (var i = 0; i < small; i++)
                steep.Add((byte)(value ^ (i % 2 * 128)));
        return new() { { "nothing", [] }, { "one byte", [7] }, { "zeros", new byte[5000] }, { "noise", noise }, { "runs", [.. runs] }, { "steep", [.. steep] } };
    }

    [Theory]
    [MemberData(nameof(Data))]
    public void The_runtime_inflates_what_was_compressed(string what, byte[] data)
    {
        Assert.True(data.AsSpan().SequenceEqual(PngReader.Inflate(Deflate.Compress(data))), $"{what} came back changed.");
    }

    [Fact]
    public void Runs_and_frequent_bytes_take_less_room()
    {
        Assert.InRange(Deflate.Compress(new byte[100_000]).Length, 1, 300);
        Assert.InRange(Deflate.Compress([.. Enumerable.Range(0, 8000).Select(i => (byte)(i % 2 == 0 ? 1 : 200))]).Length, 1000, 1600);
    }
}
