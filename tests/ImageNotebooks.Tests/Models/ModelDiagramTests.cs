using System.Globalization;
using System.Xml.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Models;

/// <summary>What a diagram shows, read from its SVG.</summary>
public class ModelDiagramTests
{
    private static readonly Dictionary<string, (Func<nn.Module<Tensor, Tensor>> make, long[] shape, int? depth)> Models = new()
    {
        ["IntelCnn"] = (() => new IntelCnn(), [3, 150, 150], null),
        ["CifarBatchNormCnn"] = (() => new CifarBatchNormCnn(), [3, 32, 32], null),
        ["MalariaSqueezeExciteCnn"] = (() => new MalariaSqueezeExciteCnn(), [3, 64, 64], null),
        ["MobileNetV2"] = (() => new MobileNetV2(), [3, 64, 64], null),
        ["MobileNetV2 in blocks"] = (() => new MobileNetV2(), [3, 64, 64], 1),
        ["DeepLabV3Plus"] = (() => new DeepLabV3Plus(), [3, 64, 64], null),
        ["DeepLabV3Plus in blocks"] = (() => new DeepLabV3Plus(), [3, 64, 64], 1),
        ["Branched"] = (() => new ModelSummaryTests.Branched(), [3, 8, 8], null),
    };

    public static TheoryData<string> Names => [.. Models.Keys];

    private sealed record Box(double Left, double Top, double Right, double Bottom, string[] Texts)
    {
        public bool Overlaps(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Boxes_lie_apart_and_arrows_run_from_box_to_box_through_none(string name)
    {
        var (make, shape, depth) = Models[name];
        using var model = make();
        var svg = XDocument.Parse(model.Diagram(shape, depth).ToSvg()).Root!;
        var boxes = Boxes(svg);
        for (var i = 0; i < boxes.Count; i++)
            for (var j = 0; j < i; j++)
                Assert.False(boxes[i].Overlaps(boxes[j]), $"{boxes[i].Texts[0]} lies on {boxes[j].Texts[0]}.");
        var (width, height) = (Number(svg, "width"), Number(svg, "height"));
        var origin = svg.Elements().Single(e => e.Name.LocalName == "g").Attribute("transform")!.Value.Split('(', ' ', ')');
        Assert.All(boxes, box => Assert.True(box.Left >= 0 && box.Right + Parse(origin[1]) <= width && box.Bottom + Parse(origin[2]) <= height, box.Texts[0]));

        var arrows = Group(svg, "arrow").Select(g => g.Elements().Where(e => e.Name.LocalName == "path").Select(e => e.Attribute("d")!.Value).ToArray()).ToList();
        Assert.True(arrows.Count >= boxes.Count - 1);
        foreach (var arrow in arrows)
        {
            var points = arrow[0].Split('M', 'L', 'C', ' ').Where(n => n.Length > 0).Select(Parse).Chunk(2).Select(p => (x: p[0], y: p[1])).ToList();
            Assert.Contains(boxes, box => Math.Abs(box.Bottom - points[0].y) < 0.1 && box.Left < points[0].x && points[0].x < box.Right);
            var tip = arrow[1][1..arrow[1].IndexOf('l')].Split(' ').Select(Parse).ToArray();
            Assert.Contains(boxes, box => Math.Abs(box.Top - tip[1]) < 0.1 && box.Left < tip[0] && tip[0] < box.Right);
            Assert.All(points, p => Assert.DoesNotContain(boxes, box => box.Left < p.x && p.x < box.Right && box.Top + 0.1 < p.y && p.y < box.Bottom - 0.1));
        }
    }

    [Fact]
    public void A_box_tells_name_kind_activation_shape_and_parameters()
    {
        using var model = new ModelSummaryTests.Branched();
        model.get_parameter("head.weight")!.requires_grad = model.get_parameter("head.bias")!.requires_grad = false;
        var boxes = Boxes(XDocument.Parse(model.Diagram(3, 8, 8).ToSvg()).Root!).ToDictionary(box => box.Texts[0], box => box.Texts[1..]);
        Assert.Equal(["Conv2d", "(None, 4, 8, 8)", "112 parameters"], boxes["stem"]);
        Assert.Equal(["Conv2d", "(None, 4, 8, 8)"], boxes["twice[2]"]);
        Assert.Equal(["add + relu", "(None, 4, 8, 8)"], boxes["add"]);
        Assert.Equal(["Linear + relu", "(None, 4)", "36 parameters"], boxes["weigh.squeeze"]);
        Assert.Equal(["Linear", "(None, 2)", "258 parameters, frozen"], boxes["head"]);
    }

    [Fact]
    public void Blocks_are_one_box_each_at_their_depth()
    {
        using var model = new MobileNetV2();
        var boxes = Boxes(XDocument.Parse(model.Diagram([3, 64, 64], depth: 1).ToSvg()).Root!);
        Assert.Equal(17, boxes.Count(box => box.Texts[1] == "InvertedResidual"));
        Assert.Equal(["features.3", "InvertedResidual", "(None, 24, 16, 16)", "9,456 parameters"], boxes.Single(box => box.Texts[0] == "features.3").Texts);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Diagram([3, 64, 64], depth: 0));
    }

    [Fact]
    public void The_file_stands_for_itself_and_the_page_gives_its_colours_to_the_other()
    {
        using var model = new ModelSummaryTests.Branched();
        var diagram = model.Diagram(3, 8, 8);
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "model.svg");
        diagram.SaveSvg(file);
        Assert.Equal(diagram.ToSvg(), File.ReadAllText(file));
        Assert.Contains("ground", diagram.ToSvg(), StringComparison.Ordinal);
        var html = ((IRichOutput)diagram).Render(MimeTypes.Html)!;
        Assert.DoesNotContain("ground", html, StringComparison.Ordinal);
        Assert.Contains("currentColor", html, StringComparison.Ordinal);
        Assert.Equal("Branched: 531 parameters: diagram of 12 boxes and 14 arrows", diagram.ToString());
    }

    private static List<Box> Boxes(XElement svg) => [.. Group(svg, "box").Select(g =>
    {
        var rect = g.Elements().First();
        var (x, y) = (Number(rect, "x"), Number(rect, "y"));
        return new Box(x, y, x + Number(rect, "width"), y + Number(rect, "height"), [.. g.Elements().Where(e => e.Name.LocalName == "text").Select(e => e.Value)]);
    })];

    private static IEnumerable<XElement> Group(XElement svg, string kind) => svg.Descendants().Where(e => e.Attribute("class")?.Value == kind);

    private static double Number(XElement element, string attribute) => Parse(element.Attribute(attribute)!.Value);

    private static double Parse(string number) => double.Parse(number, CultureInfo.InvariantCulture);
}
