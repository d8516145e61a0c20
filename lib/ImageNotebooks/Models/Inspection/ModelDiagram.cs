namespace ImageNotebooks;

/// <summary>
/// A model's layers as boxes with arrows between them, from top to bottom, as Keras's <c>plot_model</c> draws them: name, kind, activation, output shape and number of parameters.
/// </summary>
/// <remarks>
/// Arrows are known as <see cref="ModelSummary"/> knows what a layer is connected to. An activation stands in the box of the layer that it follows; other functions between two
/// layers stand at the arrow. A layer that is called twice has two boxes, of which the second has no parameters of its own.
/// </remarks>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public sealed class ModelDiagram : IRichOutput
{
    private readonly string title;
    private readonly DiagramGraph graph;

    internal ModelDiagram(string title, DiagramGraph graph) => (this.title, this.graph) = (title, graph);

    /// <summary>The diagram as an SVG document on a white ground.</summary>
    public string ToSvg() => DiagramSvg.Draw(title, graph, card: true);

    /// <summary>Writes the diagram into a file, which browsers, editors and word processors show.</summary>
    /// <param name="path">The file, by custom ending in .svg. One that exists is replaced.</param>
    public void SaveSvg(string path) => File.WriteAllText(path, ToSvg());

    /// <summary>The title and how much there is to see.</summary>
    public override string ToString() => $"{title}: diagram of {graph.Boxes.Count} boxes and {graph.Arrows.Count} arrows";

    /// <inheritdoc/>
    public string ToHtml() => $"<div style=\"overflow:auto; max-height:56em\" tabindex=\"0\">{DiagramSvg.Draw(title, graph, card: false)}</div>";
}
