using System.Text;

namespace ImageNotebooks.Tests;

public class NpyTests
{
    [Fact]
    public void An_array_is_laid_out_as_NumPy_does()
    {
        var file = Npy.Encode([1, 2, 3, 4, 5, 6], 2, 3);

        var header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }";
        Assert.Equal([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, 118, 0], file[..10]);
        Assert.Equal(header.PadRight(117) + "\n", Encoding.ASCII.GetString(file[10..128]));
        Assert.Equal([1, 2, 3, 4, 5, 6], file[128..]);
    }

    [Fact]
    public void A_single_dimension_has_its_comma() =>
        Assert.Contains("'shape': (3,)", Encoding.ASCII.GetString(Npy.Encode([1, 2, 3], 3)));
}
