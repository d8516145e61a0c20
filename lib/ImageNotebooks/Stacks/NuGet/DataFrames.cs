using Microsoft.Data.Analysis;

namespace ImageNotebooks;

/// <summary>Tables of this library as Microsoft.Data.Analysis knows them.</summary>
public static class DataFrames
{
    /// <summary>A data frame of the same columns.</summary>
    public static DataFrame ToDataFrame(this ITabular table) => new(table.Columns.Select(column => Column(column.Name, column.Values)));

    private static DataFrameColumn Column(string name, Array values) => values switch
    {
        string[] texts => new StringDataFrameColumn(name, texts),
        int[] numbers => new Int32DataFrameColumn(name, numbers),
        int?[] numbers => new Int32DataFrameColumn(name, numbers),
        double[] numbers => new DoubleDataFrameColumn(name, numbers),
        _ => throw new ArgumentException($"The column '{name}' holds {values.GetType().GetElementType()}, and a data frame is made of strings, int, int? and double."),
    };
}
