using System.Text.Json;

namespace ImageNotebooks.Tests;

/// <summary>Cases that scikit-learn and scipy computed (tests/golden/metrics.py), in which NaN is null.</summary>
internal static class MetricsGolden
{
    private static readonly JsonElement Root = Golden.Read("metrics.json");

    public static IEnumerable<object[]> Names(string part) => Cases(part).Select(c => new object[] { c.GetProperty("name").GetString()! });

    public static IEnumerable<JsonElement> Cases(string part) => Root.GetProperty(part).EnumerateArray();

    public static JsonElement Find(string part, string name) => Cases(part).Single(c => c.GetProperty("name").GetString() == name);

    public static double Number(this JsonElement e, string name) => Value(e.GetProperty(name));

    public static int Whole(this JsonElement e, string name) => e.GetProperty(name).GetInt32();

    public static double[] List(this JsonElement e, string name) => [.. e.GetProperty(name).EnumerateArray().Select(Value)];

    public static int[] Wholes(this JsonElement e, string name) => [.. e.GetProperty(name).EnumerateArray().Select(v => v.GetInt32())];

    public static float[] Floats(this JsonElement e, string name) => [.. e.GetProperty(name).EnumerateArray().Select(v => v.GetSingle())];

    public static bool[] Answers(this JsonElement e, string name) => [.. e.Wholes(name).Select(v => v != 0)];

    public static T[,] Matrix<T>(this JsonElement e, string name, Func<JsonElement, T> read)
    {
        var rows = e.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(read).ToArray()).ToArray();
        var matrix = new T[rows.Length, rows[0].Length];
        for (var i = 0; i < rows.Length; i++)
            for (var j = 0; j < rows[0].Length; j++) matrix[i, j] = rows[i][j];
        return matrix;
    }

    /// <summary>The same numbers to the last few digits of a double, NaN for NaN.</summary>
    public static void Same(IEnumerable<double> expected, IEnumerable<double> actual, double tolerance = 1e-13)
    {
        var (left, right) = (expected.ToArray(), actual.ToArray());
        Assert.Equal(left.Length, right.Length);
        for (var i = 0; i < left.Length; i++) Same(left[i], right[i], tolerance);
    }

    public static void Same(double expected, double actual, double tolerance = 1e-13)
    {
        if (double.IsNaN(expected)) Assert.Equal(double.NaN, actual);
        else Assert.Equal(expected, actual, tolerance);
    }

    private static double Value(JsonElement e) => e.ValueKind == JsonValueKind.Null ? double.NaN : e.GetDouble();
}
