namespace ImageNotebooks;

/// <summary>A value that is a table. On the stacks of packages <c>ToDataFrame()</c> makes a Microsoft.Data.Analysis.DataFrame of it.</summary>
public interface ITabular
{
    /// <summary>The columns: for each its name and its values, an array of strings, of int, of int? or of double, all of one length.</summary>
    IEnumerable<(string Name, Array Values)> Columns { get; }
}
