using static ImageNotebooks.Host.Tests.TemporaryFolder;

namespace ImageNotebooks.Host.Tests;

public sealed class NotebookParameterTests
{
    private const string Source = """
        using System;
        // What a run can change.
        var Data = "sample";
        int Epochs = 3, Batch = 32;
        double Rate = 1e-3;
        var Shift = -0.1;
        float Scale = 0.5f;
        bool Augment = false;
        Precision Mode = Precision.Fp32;
        var Other = Precision.Fp32;
        var Computed = Math.Max(1, 2);
        const int Fixed = 1;
        """;

    private static Notebook Create(string source = Source) =>
        Notebook.Parse(Json(Markdown("# x"), Code("enum Precision { Fp32, Bf16 }"), Code(source, "parameters"), Code("Epochs")).ToJsonString(), "x.ipynb");

    [Fact]
    public void TheDeclaredVariablesAreTheParameters() =>
        Assert.Equal(
            ["string Data = \"sample\"", "int Epochs = 3", "int Batch = 32", "double Rate = 1e-3", "double Shift = -0.1", "float Scale = 0.5f", "bool Augment = false", "Precision Mode = Precision.Fp32", "Precision Other = Precision.Fp32", "var Computed = Math.Max(1, 2)"],
            NotebookParameter.Of(Create()).Select(parameter => $"{parameter.Type} {parameter.Name} = {parameter.Default}"));

    [Theory]
    [InlineData("Data", "C:\\new \"x\"", "Data = \"C:\\\\new \\\"x\\\"\";")]
    [InlineData("Epochs", "50,000", "Epochs = 50000;")]
    [InlineData("Rate", "5e-4", "Rate = 0.0005;")]
    [InlineData("Rate", "1", "Rate = 1;")]
    [InlineData("Scale", "0.25", "Scale = 0.25f;")]
    [InlineData("Augment", "True", "Augment = true;")]
    [InlineData("Mode", "Bf16", "Mode = Precision.Bf16;")]
    [InlineData("Other", "Bf16", "Other = Precision.Bf16;")]
    public void AValueBecomesCSharpOfTheDeclaredType(string name, string value, string assignment)
    {
        var notebook = Create();
        NotebookParameter.Inject(notebook, new Dictionary<string, string> { [name] = value });
        var injected = notebook.Cells[3];
        Assert.Equal(["injected-parameters"], injected.Tags);
        Assert.EndsWith("\n" + assignment, injected.Source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Epochs", "many", "a whole number")]
    [InlineData("Epochs", "1.5", "a whole number")]
    [InlineData("Rate", "NaN", "a number")]
    [InlineData("Augment", "yes", "true or false")]
    [InlineData("Mode", "Bf16; Environment.Exit(1)", "a Precision")]
    [InlineData("Computed", "3", "an expression")]
    public void AValueOfAnotherTypeIsRefused(string name, string value, string kind)
    {
        var problem = Assert.Throws<NotebookException>(() => NotebookParameter.Inject(Create(), new Dictionary<string, string> { [name] = value }));
        Assert.Contains($"The parameter {name} cannot be set to '{value}': it is {kind}", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownNameListsTheKnownOnesWithTheirDefaults()
    {
        var problem = Assert.Throws<NotebookException>(() => NotebookParameter.Inject(Create("var Data = \"sample\";\nint Epochs = 3;"), new Dictionary<string, string> { ["Epoch"] = "1" }));
        Assert.Equal("There is no parameter 'Epoch'; the notebook has Data = \"sample\", Epochs = 3.", problem.Message);
    }

    [Fact]
    public void ANotebookWithoutParametersSaysSo()
    {
        var notebook = Notebook.Parse(Json(Code("1")).ToJsonString(), "x");
        var problem = Assert.Throws<NotebookException>(() => NotebookParameter.Inject(notebook, new Dictionary<string, string> { ["Epochs"] = "1" }));
        Assert.Contains("no code cell tagged 'parameters'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void InjectingAgainReplacesWhatWasInjected()
    {
        var notebook = Create();
        NotebookParameter.Inject(notebook, new Dictionary<string, string> { ["Epochs"] = "1" });
        NotebookParameter.Inject(notebook, new Dictionary<string, string> { ["Epochs"] = "2" });
        Assert.Single(notebook.Cells, cell => cell.Tags.Contains("injected-parameters"));
        NotebookParameter.Inject(notebook, new Dictionary<string, string>());
        Assert.DoesNotContain(notebook.Cells, cell => cell.Tags.Contains("injected-parameters"));
    }
}
