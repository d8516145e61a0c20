using System.Globalization;
using System.Text;

namespace ImageNotebooks;

/// <summary>
/// A model's layers in the order in which an image passes them, with output shapes, parameters, floating-point operations, memory and connections, laid out as Keras's
/// <c>model.summary()</c>.
/// </summary>
/// <remarks>
/// As in Keras, the moving averages of batch normalisation count as parameters that are not trained. Shapes are in torch's order, channels before height and width.
/// <para>
/// FLOPs are counted for one image in evaluation: convolutions and dense layers take two for each multiply-add and one for each bias; batch normalisation two, activations one for each
/// number; pooling one for each number of a window (a maximum one less); additions and products of layers one for each number. Zero is counted for what only moves
/// numbers (flatten, padding, cat, upsampling), for dropout, and for other layers: layer, group and instance normalisation, embeddings, attention, recurrent layers and
/// modules that call functions only. Functions between layers, such as a relu in <c>forward</c>, are not counted either.
/// </para>
/// <para>
/// What a layer is connected to is known from one pass in which every layer's output is a leaf of autograd's graph: exact through any functions between layers, unless
/// a model leaves the graph there (no_grad, detach, integers). Which function it was is recognised by its
/// values, and called <c>function</c> where it is not. Where several layers' outputs are joined they have a row, named after the module that did it; joins of joins with neither a layer
/// nor a module's end between them are one.
/// </para>
/// </remarks>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public sealed class ModelSummary : IRichOutput
{
    private readonly bool connections;

    internal ModelSummary(string name, IReadOnlyList<LayerSummary> layers, ModelTotals totals, bool? connections)
    {
        (Name, Layers, Totals) = (name, layers, totals);
        IsChain = layers.Zip(layers.Skip(1), (before, layer) => layer.Calls == 1 && layer.ConnectedTo.Count == 1 && layer.ConnectedTo[0].TrimEnd(')').Split('(')[^1] == before.Name).All(follows => follows);
        this.connections = connections ?? !IsChain;
    }

    /// <summary>The model's name.</summary>
    public string Name { get; }

    /// <summary>The layers, in the order of calls.</summary>
    public IReadOnlyList<LayerSummary> Layers { get; }

    /// <summary>Whether each layer receives the output of the one before it and nothing else.</summary>
    public bool IsChain { get; }

    /// <summary>All numbers the model holds.</summary>
    public long TotalParameters => Totals.Parameters;

    /// <summary>Those that training changes.</summary>
    public long TrainableParameters => Totals.Trainable;

    /// <summary>Those that it does not: frozen weights and moving averages.</summary>
    public long NonTrainableParameters => TotalParameters - TrainableParameters;

    /// <summary>Bytes that the parameters and moving averages take.</summary>
    public long ParameterBytes => Totals.ParameterBytes;

    /// <summary>Bytes that the outputs of all layers take together for one image: what training keeps, but for layers that work in place or only show the same numbers otherwise.</summary>
    public long ActivationBytes => Layers.Skip(1).Sum(layer => layer.ActivationBytes);

    /// <summary>Floating-point operations for one image.</summary>
    public long Flops => Layers.Sum(layer => layer.Flops);

    /// <summary>Multiply-adds of convolutions and dense layers for one image, by which papers compare networks.</summary>
    public long MultiplyAdds => Layers.Sum(layer => layer.MultiplyAdds);

    /// <summary>Layers that the image did not meet. Their parameters count in the totals.</summary>
    public IReadOnlyList<string> Unused => Totals.Unused;

    private ModelTotals Totals { get; }

    /// <summary>The table as text.</summary>
    public override string ToString()
    {
        var columns = Columns();
        string[][] rows = [[.. columns.Select(c => c.Header)], .. Layers.Select(layer => columns.Select(c => c.Cell(layer)).ToArray())];
        var widths = columns.Select((_, i) => rows.Max(row => row[i].Length)).ToArray();
        var rule = new string('─', widths.Sum() + (3 * (widths.Length - 1)));
        var text = new StringBuilder($"Model: \"{Name}\"\n{rule}\n");
        for (var i = 0; i < rows.Length; i++)
        {
            var cells = rows[i].Select((cell, c) => columns[c].Number ? cell.PadLeft(widths[c]) : cell.PadRight(widths[c]));
            text.Append(string.Join("   ", cells).TrimEnd()).Append('\n');
            if (i == 0) text.Append(rule).Append('\n');
        }
        return text.Append(rule).Append('\n').AppendJoin('\n', Lines()).ToString();
    }

    /// <inheritdoc/>
    public string ToHtml() => Html(Columns());

    private string Html(IReadOnlyList<Column> columns) =>
        HtmlTable.Scrolling(columns.Select(c => c.Header), Layers.Select(layer => new HtmlTable.Row(columns.Select(c => c.Cell(layer)), layer.Trainable == false ? "frozen" : "")), $"Model: {Name}",
            [.. columns.Select((c, i) => (c, i)).Where(entry => !entry.c.Number).Select(entry => entry.i)])
        + $"<p>{string.Join("<br>", Lines().Select(HtmlTable.Encode))}</p>";

    private sealed record Column(string Header, bool Number, Func<LayerSummary, string> Cell);

    private List<Column> Columns()
    {
        List<Column> columns =
        [
            new("Layer (type)", false, layer => $"{layer.Name} ({layer.Type}){(layer.Calls > 1 ? string.Create(CultureInfo.InvariantCulture, $" × {layer.Calls}") : "")}"),
            new("Output Shape", false, layer => layer.Shape),
            new("Param #", true, layer => layer.Parameters.ToString("#,0", CultureInfo.InvariantCulture)),
            new("FLOPs", true, layer => layer.Flops.ToString("#,0", CultureInfo.InvariantCulture)),
            new("Memory", true, layer => Quantity.Bytes(layer.ActivationBytes)),
        ];
        if (Layers.Any(layer => layer.Trainable == false)) columns.Insert(3, new("Trainable", false, layer => layer.Trainable switch { true => "yes", false => "no", _ => "" }));
        if (connections) columns.Add(new("Connected to", false, layer => string.Join(", ", layer.ConnectedTo)));
        return columns;
    }

    private IEnumerable<string> Lines()
    {
        var averaged = Totals.Parameters == 0 ? 0 : (double)Totals.ParameterBytes / Totals.Parameters;
        string Amount(long count) => string.Create(CultureInfo.InvariantCulture, $"{count:#,0} ({Quantity.Bytes(averaged * count)})");
        yield return $"Total params: {Amount(TotalParameters)}";
        yield return $"Trainable params: {Amount(TrainableParameters)}";
        yield return $"Non-trainable params: {Amount(NonTrainableParameters)}";
        yield return $"FLOPs for one image: {Quantity.Thousands(Flops)} ({Quantity.Thousands(MultiplyAdds)} multiply-adds)";
        yield return $"Outputs for one image: {Quantity.Bytes(ActivationBytes)}";
        if (Unused.Count > 0) yield return $"Not called: {string.Join(", ", Unused)}";
    }
}

/// <summary>What holds of a model as a whole.</summary>
internal sealed record ModelTotals(long Parameters, long Trainable, long ParameterBytes, IReadOnlyList<string> Unused);
