using System.Globalization;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>One layer of a model, as it was seen working.</summary>
/// <param name="Name">The name of its field, with those of the modules around it.</param>
/// <param name="Type">The kind of layer, by torch's name.</param>
/// <param name="OutputShape">What it gives for one batch, the batch's size first as -1.</param>
/// <param name="Parameters">Numbers it holds, learned or averaged.</param>
public sealed record LayerSummary(string Name, string Type, IReadOnlyList<long> OutputShape, long Parameters);

/// <summary>A model's layers in the order in which an image passes them, with output shapes and parameter counts, laid out as Keras's <c>model.summary()</c>.</summary>
/// <remarks>As in Keras, the moving averages of batch normalisation count as parameters that are not trained. Shapes are in torch's order, channels before height and width.</remarks>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public sealed class ModelSummary : IRichOutput
{
    internal ModelSummary(string name, IReadOnlyList<LayerSummary> layers, long trainable, long total) =>
        (Name, Layers, TrainableParameters, TotalParameters) = (name, layers, trainable, total);

    /// <summary>The model's name.</summary>
    public string Name { get; }

    /// <summary>The layers, in the order of calls.</summary>
    public IReadOnlyList<LayerSummary> Layers { get; }

    /// <summary>All numbers the model holds.</summary>
    public long TotalParameters { get; }

    /// <summary>Those that training changes.</summary>
    public long TrainableParameters { get; }

    /// <summary>Those that it does not: frozen weights and moving averages.</summary>
    public long NonTrainableParameters => TotalParameters - TrainableParameters;

    /// <summary>The table as text.</summary>
    public override string ToString()
    {
        string[][] rows = [["Layer (type)", "Output Shape", "Param #"], .. Layers.Select(Cells)];
        var widths = Enumerable.Range(0, 3).Select(c => rows.Max(r => r[c].Length)).ToArray();
        var text = new StringBuilder($"Model: \"{Name}\"\n");
        var rule = new string('─', widths.Sum() + 6);
        text.Append(rule).Append('\n');
        for (var i = 0; i < rows.Length; i++)
        {
            text.Append($"{rows[i][0].PadRight(widths[0])}   {rows[i][1].PadRight(widths[1])}   {rows[i][2].PadLeft(widths[2])}\n");
            if (i == 0) text.Append(rule).Append('\n');
        }
        text.Append(rule).Append('\n').AppendJoin('\n', Totals);
        return text.ToString();
    }

    string? IRichOutput.Render(string mimeType) => mimeType switch
    {
        MimeTypes.Html => HtmlTable.Render(["Layer (type)", "Output shape", "Param #"], Layers.Select(l => new HtmlTable.Row(Cells(l))), Name)
            + $"<p>{string.Join("<br>", Totals.Select(HtmlTable.Encode))}</p>",
        MimeTypes.PlainText => ToString(),
        _ => null,
    };

    private static string[] Cells(LayerSummary layer) =>
        [$"{layer.Name} ({layer.Type})", $"({string.Join(", ", layer.OutputShape.Select(s => s < 0 ? "None" : s.ToString(CultureInfo.InvariantCulture)))})", layer.Parameters.ToString("#,0", CultureInfo.InvariantCulture)];

    private string[] Totals =>
        [$"Total params: {Amount(TotalParameters)}", $"Trainable params: {Amount(TrainableParameters)}", $"Non-trainable params: {Amount(NonTrainableParameters)}"];

    private static string Amount(long count)
    {
        var bytes = 4.0 * count;
        var (size, unit) = bytes >= 1 << 20 ? (bytes / (1 << 20), "MB") : bytes >= 1 << 10 ? (bytes / (1 << 10), "KB") : (bytes, "B");
        return string.Create(CultureInfo.InvariantCulture, $"{count:#,0} ({size:0.00} {unit})");
    }
}

/// <summary>Looking at models.</summary>
public static class ModelSummaries
{
    /// <summary>Passes a blank image through the model and notes what each layer gives.</summary>
    /// <param name="model">[N, ...] -> [N, ...]. Left in the mode it was in, and its averages untouched.</param>
    /// <param name="inputShape">The shape of one input without the batch, for example 3, 32, 32.</param>
    public static ModelSummary Summary(this nn.Module<Tensor, Tensor> model, params long[] inputShape)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var layers = new List<LayerSummary> { new("input", "Input", [-1, .. inputShape], 0) };
        var leaves = model.named_modules().Where(m => !m.module.children().Any() && m.module is nn.Module<Tensor, Tensor>)
            .Select(m => (m.name, module: (nn.Module<Tensor, Tensor>)m.module)).ToList();
        var hooks = leaves.Select(leaf => leaf.module.register_forward_hook((module, _, output) =>
        {
            layers.Add(new(leaf.name, module.GetName(), [-1, .. output.shape[1..]], Count(module.parameters()) + Count(Averages(module))));
            return output;
        })).ToList();
        try
        {
            using var evaluation = new EvaluationMode(model);
            model.call(zeros([1, .. inputShape]));
        }
        finally
        {
            hooks.ForEach(h => h.remove());
        }
        return new(model.GetName(), layers, Count(model.parameters().Where(p => p.requires_grad)), Count(model.parameters()) + Count(Averages(model)));
    }

    private static IEnumerable<Tensor> Averages(nn.Module module) => module.buffers().Where(b => b.is_floating_point());

    private static long Count(IEnumerable<Tensor> tensors) => tensors.Sum(t => t.numel());
}
