using System.Text.Json.Nodes;

namespace ImageNotebooks.Host.Tests;

public sealed class CellOutputsTests
{
    private readonly CellOutputs _outputs = new(7);

    private static string Text(JsonNode? output) => string.Concat(output!["text"]!.AsArray().Select(line => line!.GetValue<string>()));

    [Fact]
    public void WritesToOneStreamAreMergedAndTheOrderIsKept()
    {
        _outputs.Write(OutputStream.Stdout, "a");
        _outputs.Write(OutputStream.Stdout, "b\n");
        _outputs.Write(OutputStream.Stderr, "e\n");
        _outputs.Write(OutputStream.Stdout, "c\n");
        _outputs.Display(new MimeBundle("text/plain", "shown"));
        _outputs.Write(OutputStream.Stdout, "d\n");

        var json = _outputs.ToJson();
        Assert.Equal(["stdout", "stderr", "stdout", "display_data", "stdout"], json.Select(output => (output!["name"] ?? output["output_type"])!.ToString()));
        Assert.Equal("ab\n", Text(json[0]));
    }

    [Fact]
    public void AProgressLineKeepsOnlyItsLastState()
    {
        for (var percent = 0; percent <= 100; percent++)
            _outputs.Write(OutputStream.Stdout, $"\r{percent} %");
        _outputs.Write(OutputStream.Stdout, "\n");
        Assert.Equal("100 %\n", Text(_outputs.ToJson().Single()));
    }

    [Fact]
    public void HugeOutputIsCutWithASentence()
    {
        var line = new string('x', 999) + "\n";
        for (var i = 0; i < 1100; i++)
            _outputs.Write(OutputStream.Stdout, line);
        var text = Text(_outputs.ToJson().Single());
        Assert.EndsWith("[This cell wrote more than 1,000,000 characters; the rest is not kept.]\n", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 1_000_000, 1_000_200);
    }

    [Fact]
    public void AHugeLineWithoutAnEndIsCutToo()
    {
        for (var i = 0; i < 1100; i++)
            _outputs.Write(OutputStream.Stdout, new string('x', 1000));
        var text = Text(_outputs.ToJson().Single());
        Assert.Contains("the rest is not kept", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 1_000_000, 1_000_200);
    }

    [Fact]
    public void AResultCarriesTheCellsNumber()
    {
        _outputs.Result(new MimeBundle("text/plain", "42"));
        var output = _outputs.ToJson().Single()!;
        Assert.Equal("execute_result", output["output_type"]!.ToString());
        Assert.Equal(7, output["execution_count"]!.GetValue<int>());
    }

    [Fact]
    public void JsonTypesAreStoredAsJsonAndWhatIsNoneIsRefused()
    {
        _outputs.Display(new MimeBundle("application/vnd.plotly.v1+json", """{"data": [1]}"""));
        Assert.Equal(1, _outputs.ToJson().Single()!["data"]!["application/vnd.plotly.v1+json"]!["data"]![0]!.GetValue<int>());

        var problem = Assert.Throws<InvalidOperationException>(() => _outputs.Display(new MimeBundle("application/json", "[NaN]")));
        Assert.Contains("application/json", problem.Message, StringComparison.Ordinal);
    }
}
