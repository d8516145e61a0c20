using System.Reflection;

namespace ImageNotebooks.Tests;

public class RichOutputTests
{
    public static TheoryData<object> Values =>
    [
        new Figure(Trace.Lines([1, 2], [3.0, 4.0])).Title("A & B"),
        new Picture([1, 2, 3], 1, 1),
        new History(new EpochRecord(1, 0.5)),
        new PlotlyLibrary("var Plotly;"),
        Result,
        Result.ConfusionMatrix,
        Result.Report(),
    ];

    private static ClassifierResult Result => new(["cat", "dog"], [0, 1, 1], [0, 1, 0]);

    [Theory, MemberData(nameof(Values))]
    public void AHostFindsTheFormattersByName(object value)
    {
        foreach (var mimeType in NotebookHost.PreferredMimeTypes(value)!)
            Assert.NotEqual("", NotebookHost.Show(value, mimeType) ?? "");
        Assert.Equal(value.ToString(), NotebookHost.Show(value, "text/plain"));
        Assert.Equal(((IRichOutput)value).ToHtml(), NotebookHost.Show(value, "text/html"));
    }

    [Theory, MemberData(nameof(Values))]
    public void AFormatterDeclinesWhatCannotBeWrittenAsItsType(object value) =>
        Assert.Equal(value is Figure, NotebookHost.Show(value, "application/vnd.plotly.v1+json") is not null);

    [Fact]
    public void EveryTypeWithRichOutputCanBeFoundByAHost()
    {
        var rich = typeof(Figure).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IRichOutput))).ToArray();
        Assert.NotEmpty(rich);
        Assert.All(rich, type => Assert.NotNull(type.GetCustomAttribute<TypeFormatterSourceAttribute>()));
    }

    [Fact]
    public void VersoFindsTheHtmlOfEveryTypeByName()
    {
        var rich = typeof(Figure).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IRichOutput)));
        Assert.All(rich, type => Assert.Equal(typeof(string), type.GetMethod("ToHtml", BindingFlags.Public | BindingFlags.Instance, Type.EmptyTypes)?.ReturnType));
    }

    [Fact]
    public void TablesEncodeWhatTheyHold() =>
        Assert.Contains("<td>&lt;b&gt; &amp; c</td>", HtmlTable.Render(["x"], [new(["<b> & c"])]));
}
