namespace ImageNotebooks.Host.Tests;

public sealed class ValueFormatterTests
{
    private enum Shade
    {
        Dark,
    }

    private sealed record Row(string Name, int Count);

    private sealed class Plain
    {
        public int Size { get; } = 3;

        public string[] Names { get; } = ["a", "b"];

        public string Broken => throw new InvalidOperationException("not now");
    }

    private sealed class Empty;

    private static string Text(object? value) => ValueFormatter.Format(value)["text/plain"]!;

    public static TheoryData<object?, string> Values => new()
    {
        { null, "null" },
        { "as \"it\" is", "as \"it\" is" },
        { 1234.5, "1234.5" },
        { 1.5f, "1.5" },
        { true, "True" },
        { Shade.Dark, "Dark" },
        { new[] { 1, 2, 3 }, "[ 1, 2, 3 ]" },
        { new[] { "a", "b" }, "[ \"a\", \"b\" ]" },
        { Array.Empty<int>(), "[ ]" },
        { new Dictionary<string, double> { ["loss"] = 0.5 }, "{ \"loss\": 0.5 }" },
        { (1, "x"), "(1, x)" },
        { new Row("cat", 2), "Row { Name = cat, Count = 2 }" },
        { new Plain(), "Plain { Size: 3, Names: [ \"a\", \"b\" ], Broken: \"<not now>\" }" },
        { new Empty(), "Empty" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void ValuesHaveASensiblePlainText(object? value, string text) => Assert.Equal(text, Text(value));

    [Fact]
    public void ALongSequenceIsCut() => Assert.EndsWith(", 19, … ]", Text(Enumerable.Range(0, 1000)), StringComparison.Ordinal);

    [Fact]
    public void AnEndlessSequenceEnds()
    {
        static IEnumerable<int> Forever()
        {
            while (true)
                yield return 1;
        }
        Assert.EndsWith("… ]", Text(Forever()), StringComparison.Ordinal);
    }

    [Fact]
    public void RecordsBecomeATable()
    {
        var html = ValueFormatter.Format(new[] { new Row("<cat>", 2), new Row("dog", 10) })["text/html"]!;
        Assert.Contains("<th>Name</th>", html, StringComparison.Ordinal);
        Assert.Contains("<td>&lt;cat&gt;</td><td style=\"text-align:right\">2</td>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void AnonymousTypesBecomeATableAndNumbersDoNot()
    {
        Assert.NotNull(ValueFormatter.Format(new[] { new { A = 1 } }.ToList())["text/html"]);
        Assert.Null(ValueFormatter.Format(new[] { 1, 2 })["text/html"]);
        Assert.Null(ValueFormatter.Format(new[] { "a" })["text/html"]);
    }

    [Fact]
    public void HtmlIsShownAsItIsAndAStringAskedForAsHtmlIsEncoded()
    {
        Assert.Equal("<b>x</b>", ValueFormatter.Format(DisplayHelpers.HTML("<b>x</b>"))["text/html"]);
        Assert.Equal("<pre>&lt;b&gt;</pre>", ValueFormatter.Format("<b>", "text/html")["text/html"]);
        Assert.Equal("**x**", ValueFormatter.Format("**x**", "text/markdown")["text/markdown"]);
    }

    [Fact]
    public void AMimeTypeThatTheValueDoesNotHaveIsRefused()
    {
        var problem = Assert.Throws<ArgumentException>(() => ValueFormatter.Format(3, "image/png"));
        Assert.Contains("Int32 cannot be shown as image/png", problem.Message, StringComparison.Ordinal);
    }
}
