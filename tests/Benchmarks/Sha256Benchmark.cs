using System.Security.Cryptography;

namespace ImageNotebooks.Benchmarks;

/// <summary>Checksums of downloads; it also shows that both sides of the frame work where there is no libtorch.</summary>
internal sealed class Sha256Benchmark : Benchmark
{
    private const int Mebibytes = 64;

    private byte[] _data = [];

    public override string Group => "data";

    public override string Name => $"SHA-256 of {Mebibytes} MiB";

    public override Goal Goal => Goal.AtMostTimes(1.25);

    public override Reference Reference => new PythonReference("sha256", new { mebibytes = Mebibytes });

    public override void Prepare() => _data = new byte[Mebibytes * 1024 * 1024];

    public override void Round() => SHA256.HashData(_data);
}
