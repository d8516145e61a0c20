using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;
using Style = TorchSharp.TensorStringStyle;

namespace StackContract;

/// <summary>Tensors are written letter for letter as TorchSharp 0.107 writes them: tests/golden/printing.txt holds its texts.</summary>
public class PrintingTests
{
    private static readonly Style[] Styles = [Style.Julia, Style.Numpy, Style.CSharp];

    private static readonly long[][] Shapes =
        [[], [1], [4], [0], [12], [40], [1, 1], [2, 3], [3, 1], [8, 9], [2, 30], [2, 0], [2, 2, 2], [7, 2, 3], [2, 2, 2, 2], [3, 7, 1, 9]];

    private static readonly ScalarType[] Types =
        [ScalarType.Bool, ScalarType.Byte, ScalarType.Int8, ScalarType.Int16, ScalarType.Int32, ScalarType.Int64, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Float64];

    private static readonly Tensor Odd = tensor(new[] { 1.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, 1e-20, 1e20, 123456.789, 0.000012345 });

    private static CultureInfo DecimalComma
    {
        get
        {
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            culture.NumberFormat.NumberDecimalSeparator = ",";
            return culture;
        }
    }

    private static IEnumerable<(string Key, Func<string> Text)> Texts()
    {
        foreach (var style in Styles)
        {
            foreach (var shape in Shapes) yield return ($"Float32 [{string.Join(", ", shape)}] {style}", () => Some(ScalarType.Float32, shape).ToString(style));
            foreach (var type in Types) yield return ($"{type} [2, 3] {style}", () => Some(type, [2, 3]).ToString(style));
            foreach (var type in Types) yield return ($"{type} [] {style}", () => Some(type, []).ToString(style));
            foreach (var format in new[] { "g5", "F2", "E3", "0.00" })
                foreach (var width in new[] { 100, 20, 5 }) yield return ($"odd numbers {format} {width} {style}", () => Odd.ToString(style, format, width));
            yield return ($"decimal comma {style}", () => Odd.reshape(3, 3).ToString(style, cultureInfo: DecimalComma, newLine: "<br>"));
            yield return ($"few rows {style}", () => WithOptions(() => set_printoptions(maxRows: 3, maxColumns: 4), () => arange(60).reshape(5, 12).ToString(style)));
            yield return ($"scientific {style}", () => WithOptions(() => set_printoptions(3, linewidth: 40, sci_mode: true), () => Odd.ToString(style)));
        }
        yield return ("default", () => Odd.ToString());
        yield return ("disambiguated", () => Odd.ToString(true) + Odd.ToString(false));
        yield return ("str", () => Odd.str());
        yield return ("jlstr", () => Odd.jlstr("g3"));
        yield return ("npstr", () => Odd.npstr());
        yield return ("cstr", () => Odd.cstr());
        yield return ("metastr", () => Odd.metastr());
        yield return ("default style", () => WithOptions(() => torch.TensorStringStyle = Style.Numpy, () => Odd.str() + Odd.ToString(true) + torch.TensorStringStyle));
    }

    private static Tensor Some(ScalarType type, long[] shape)
    {
        var count = (int)shape.TotalSize();
        var numbers = tensor(Enumerable.Range(0, count).Select(i => i % 11 == 3 ? 0 : Math.Sin(i * 1.7 + 0.3) * Math.Pow(10, i % 5 - 1)).ToArray(), shape);
        return is_floating_point(type) ? numbers.to_type(type) : type == ScalarType.Bool ? numbers > 0 : (type == ScalarType.Byte ? 1 : -1) * numbers.abs().clamp(0, 120).to_type(type);
    }

    private static string WithOptions(Action set, Func<string> text)
    {
        try
        {
            set();
            return text();
        }
        finally
        {
            set_printoptions(Style.Julia, "g5", 100, Environment.NewLine, 6, 6);
        }
    }

    // Each text follows a line with its key.
    private static Dictionary<string, string> Expected() => File.ReadAllText(Repository.PathOf("tests", "golden", "printing.txt"))
        .Split("--- ", StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('\n', 2)).ToDictionary(part => part[0], part => part[1]);

    public static TheoryData<string> Keys => [.. Texts().Select(text => text.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_tensor_is_written_as_TorchSharp_writes_it(string key) =>
        Assert.Equal(Expected()[key], Texts().Single(text => text.Key == key).Text() + "\n");

    [Fact]
    public void Print_writes_a_line_and_returns_the_tensor()
    {
        var console = Console.Out;
        using var written = new StringWriter();
        Console.SetOut(written);
        try
        {
            Assert.Same(Odd, Odd.print(style: Style.Numpy));
        }
        finally
        {
            Console.SetOut(console);
        }
        Assert.Equal(Odd.npstr() + Environment.NewLine, written.ToString());
    }

    [Fact]
    public void The_default_style_cannot_be_the_default() => Assert.Throws<ArgumentException>(() => torch.TensorStringStyle = Style.Default);
}
