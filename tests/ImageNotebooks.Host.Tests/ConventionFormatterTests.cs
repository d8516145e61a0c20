namespace ImageNotebooks.Host.Tests;

public sealed class ConventionFormatterTests
{
    // The convention knows these by name and shape alone; no host's assembly declares them.
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface, AllowMultiple = true)]
    private sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
    {
        public Type FormatterSourceType { get; } = formatterSourceType;

        public string[]? PreferredMimeTypes { get; set; }
    }

    private sealed class Formatter
    {
        public required string MimeType { get; init; }

        public Type? Type { get; init; }

        public bool Declines { get; init; }

        public string Text { get; init; } = "";

        public bool Format(object instance, TextWriter writer)
        {
            writer.Write($"{Text}{instance.GetType().Name} as {MimeType}");
            return !Declines;
        }
    }

    private sealed class PlainAndHtml
    {
        public IEnumerable<object> CreateTypeFormatters() => [new Formatter { MimeType = "text/plain" }, new Formatter { MimeType = "text/html" }];
    }

    private sealed class OneTwoThree
    {
        public IEnumerable<object> CreateTypeFormatters() => [new Formatter { MimeType = "text/one" }, new Formatter { MimeType = "text/two" }, new Formatter { MimeType = "text/three" }];
    }

    private sealed class Narrowed
    {
        public IEnumerable<object> CreateTypeFormatters() =>
        [
            new Formatter { MimeType = "text/html", Text = "first " },
            new Formatter { MimeType = "text/html", Text = "declined ", Declines = true },
            new Formatter { MimeType = "text/html", Text = "foreign ", Type = typeof(string) },
        ];
    }

    private sealed class WithoutMethod;

    private sealed class VoidFormat
    {
        public sealed class Item
        {
            public string MimeType => "text/html";

            public void Format(object instance, TextWriter writer) => writer.Write(instance);
        }

        public IEnumerable<object> CreateTypeFormatters() => [new Item()];
    }

    [TypeFormatterSource(typeof(PlainAndHtml))]
    private class Simple;

    private sealed class Derived : Simple;

    [TypeFormatterSource(typeof(OneTwoThree), PreferredMimeTypes = ["text/two", "text/one"])]
    private sealed class Preferring;

    [TypeFormatterSource(typeof(PlainAndHtml), PreferredMimeTypes = ["text/html"])]
    private sealed class PreferringHtml;

    [TypeFormatterSource(typeof(PlainAndHtml))]
    private interface IShown;

    private sealed class Implementing : IShown;

    [TypeFormatterSource(typeof(Narrowed))]
    private sealed class Choosy;

    [TypeFormatterSource(typeof(WithoutMethod))]
    private sealed class Misnamed;

    [TypeFormatterSource(typeof(VoidFormat))]
    private sealed class Misshaped;

    [Theory]
    [InlineData(typeof(Simple))]
    [InlineData(typeof(Derived))]
    [InlineData(typeof(Implementing))]
    public void ATypeAndWhatInheritsItIsFormattedByItsSource(Type type)
    {
        var bundle = ValueFormatter.Format(Activator.CreateInstance(type));
        Assert.Equal(["text/plain", "text/html"], bundle.Contents.Select(content => content.Key));
        Assert.Equal($"{type.Name} as text/html", bundle["text/html"]);
    }

    [Fact]
    public void PreferredMimeTypesAreShownInTheirOrderWithPlainTextBehind() =>
        Assert.Equal(["text/two", "text/one", "text/plain"], ValueFormatter.Format(new Preferring()).Contents.Select(content => content.Key));

    [Fact]
    public void ThePlainTextBehindIsTheFormattersOwnWhereItHasOne() =>
        Assert.Equal("PreferringHtml as text/plain", ValueFormatter.Format(new PreferringHtml()).Contents[1].Value);

    [Fact]
    public void AMimeTypeThatIsNotPreferredCanBeAskedFor() =>
        Assert.Equal("Preferring as text/three", ValueFormatter.Format(new Preferring(), "text/three")["text/three"]);

    [Fact]
    public void TheLastFormatterThatAcceptsAndConcernsTheTypeWins() =>
        Assert.Equal("first Choosy as text/html", ValueFormatter.Format(new Choosy())["text/html"]);

    [Theory]
    [InlineData(typeof(Misnamed), "no public method CreateTypeFormatters()")]
    [InlineData(typeof(Misshaped), "no public method bool Format(object, TextWriter)")]
    public void ASourceOfAnotherShapeIsNamed(Type type, string sentence)
    {
        var problem = Assert.Throws<InvalidOperationException>(() => ValueFormatter.Format(Activator.CreateInstance(type)));
        Assert.Contains(sentence, problem.Message, StringComparison.Ordinal);
    }
}
