using System.Text;

namespace ImageNotebooks.Tests.Data;

public sealed class NpyFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_version_is_read(int version)
    {
        var array = NpyFile.Read(Write(version, "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }", [1, 2, 3, 4, 5, 6]));
        Assert.Equal([2, 3], array.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], array.Bytes);
    }

    [Fact]
    public void Fortran_order_and_other_orders_of_keys_are_understood()
    {
        var array = NpyFile.Read(Write(1, "{'shape': (2, 3), 'fortran_order': True, 'descr': '|u1'}", [1, 4, 2, 5, 3, 6]));
        Assert.Equal([1, 2, 3, 4, 5, 6], array.Bytes);
        Assert.Equal([5], NpyFile.Read(Write(1, "{'descr': '|b1', 'fortran_order': False, 'shape': (5,), }", [1, 0, 1, 0, 1])).Shape);
    }

    [Theory]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2, 3), }", "pickled")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", "'<f4'")]
    [InlineData("{'descr': [('a', '|u1')], 'fortran_order': False, 'shape': (2, 3), }", "several fields")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 4), }", "asks for 8")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (99999, 99999), }", "more than any image")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (9999999999999, 2), }", "damaged")]
    [InlineData("nonsense", "cannot be read")]
    public void What_is_not_an_array_of_bytes_is_refused(string header, string reason)
    {
        var path = Write(1, header, [1, 2, 3, 4, 5, 6]);
        var refusal = Assert.Throws<ImageFileException>(() => NpyFile.Read(path));
        Assert.Equal(path, refusal.Path);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Changed_and_cut_files_are_read_or_refused_and_nothing_else()
    {
        var file = File.ReadAllBytes(Write(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (4, 5, 3), }", new byte[60]));
        Mutations.Run(file, count: 2000, seed: 3, bytes =>
        {
            var path = Path.Combine(folder.Path, "mutant.npy");
            File.WriteAllBytes(path, bytes);
            NpyFile.Read(path);
        });
    }

    [Fact]
    public void An_array_is_laid_out_as_NumPy_does()
    {
        var file = NpyFile.Encode([1, 2, 3, 4, 5, 6], 2, 3);

        var header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }";
        Assert.Equal([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, 118, 0], file[..10]);
        Assert.Equal(header.PadRight(117) + "\n", Encoding.ASCII.GetString(file[10..128]));
        Assert.Equal([1, 2, 3, 4, 5, 6], file[128..]);
    }

    [Fact]
    public void A_single_dimension_has_its_comma() =>
        Assert.Contains("'shape': (3,)", Encoding.ASCII.GetString(NpyFile.Encode([1, 2, 3], 3)));

    public void Dispose() => folder.Dispose();

    private string Write(int version, string header, byte[] elements)
    {
        var text = Encoding.UTF8.GetBytes(header + "\n");
        byte[] length = version == 1 ? BitConverter.GetBytes((ushort)text.Length) : BitConverter.GetBytes(text.Length);
        var path = Path.Combine(folder.Path, "array.npy");
        File.WriteAllBytes(path, [0x93, .. "NUMPY"u8, (byte)version, 0, .. length, .. text, .. elements]);
        return path;
    }
}
