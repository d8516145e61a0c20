using static ImageNotebooks.Host.Tests.TemporaryFolder;

namespace ImageNotebooks.Host.Tests;

public sealed class ConversionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static Notebook Small() => Notebook.Of(
        NotebookCell.Code("using System.Net;\nusing static System.Math;"),
        NotebookCell.Markdown("# Title\n\nProse with \"\"\"quotes\"\"\" and // slashes\n    indented"),
        NotebookCell.Code("var Epochs = 2;", null, "parameters", "model:cnn"),
        NotebookCell.Code("// why\nvar x = Max(Epochs, 40);\nx + 2"),
        NotebookCell.Raw("for other tools"),
        NotebookCell.Code("await Task.Yield();\nConsole.WriteLine(WebUtility.HtmlEncode(\"<\"));"));

    private static IEnumerable<(CellKind, string, string)> Content(Notebook notebook) =>
        notebook.Cells.Select(cell => (cell.Kind, cell.Source, string.Join(' ', cell.Tags)));

    private Notebook Through(Notebook notebook, string name)
    {
        NotebookFormats.Save(notebook, _folder["from.ipynb"], _folder[name]);
        return Notebook.Read(_folder[name]);
    }

    [Theory]
    [InlineData("a.dib")]
    [InlineData("a.csx")]
    [InlineData("a.cs")]
    [InlineData("a.ipynb")]
    public void What_is_converted_and_read_again_is_the_same_notebook(string name) =>
        Assert.Equal(Content(Small()), Content(Through(Small(), name)));

    [Fact]
    public void A_dib_file_is_laid_out_as_DotNet_Interactive_writes_it()
    {
        var text = NotebookFormats.Write(Notebook.Of(NotebookCell.Markdown("# A"), NotebookCell.Code("1 + 1")), _folder["a.ipynb"], _folder["a.dib"]);
        Assert.StartsWith("#!meta\n\n{\"kernelInfo\"", text, StringComparison.Ordinal);
        Assert.EndsWith("\n#!markdown\n\n# A\n\n#!csharp\n\n1 + 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dib_file_of_DotNet_Interactive_is_read()
    {
        var path = _folder.File("b.dib", "#!meta\r\n\r\n{\"kernelInfo\":{}}\r\n\r\n#!csharp\r\n\r\n#!time\r\nvar a = 1;\r\n\r\n#!html\r\n\r\n<b>x</b>\r\n\r\n#!csharp\r\n");
        var cells = Notebook.Read(path).Cells;
        Assert.Equal(["#!time\nvar a = 1;", "<b>x</b>"], cells.Select(cell => cell.Source));
        Assert.Equal(CellLanguage.Html, cells[1].Language);
    }

    [Fact]
    public void A_dib_file_with_another_kernels_cells_is_refused_by_name()
    {
        var problem = Assert.Throws<NotebookException>(() => Notebook.Read(_folder.File("b.dib", "#!csharp\n1\n#!fsharp\nlet a = 1\n")));
        Assert.Contains("'#!fsharp'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_of_jupytext_is_read()
    {
        var path = _folder.File("c.csx", "using System.Net;\n\n// %% [markdown]\n// Prose\n//\n// more\n\n//%% a title tags=[\"parameters\"]\nvar a = 1;\n");
        Assert.Equal(
            [(CellKind.Code, "using System.Net;", ""), (CellKind.Markdown, "Prose\n\nmore", ""), (CellKind.Code, "var a = 1;", "parameters")],
            Content(Notebook.Read(path)));
    }

    [Fact]
    public void A_program_has_usings_above_types_below_and_shows_the_values_of_cells()
    {
        var notebook = Notebook.Of(NotebookCell.Code("record Pair(int A);\nvar p = new Pair(1);\np"), NotebookCell.Code("using System.Net;\nnew Pair(2)"));
        var text = NotebookFormats.Write(notebook, _folder["a.ipynb"], _folder["a.cs"]);
        Assert.True(text.IndexOf("using System.Net;", StringComparison.Ordinal) < text.IndexOf("// %%\nvar p = new Pair(1);\ndisplay(p);", StringComparison.Ordinal), text);
        Assert.EndsWith("display(new Pair(2));\n\n// %% types\nrecord Pair(int A);\n\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("var a = 1;", "var a = 2;", "'a' in the line 'var a = 2;'")]
    [InlineData("var a = 1;", "foreach (var a in new[] { 1 }) { }", "'a'")]
    [InlineData("1", "private int b;", "'b'")]
    public void What_cells_may_do_and_a_program_may_not_is_refused(string first, string second, string says)
    {
        var notebook = Notebook.Of(NotebookCell.Code(first), NotebookCell.Code(second));
        var problem = Assert.Throws<NotebookException>(() => NotebookFormats.Save(notebook, _folder["a.ipynb"], _folder["a.cs"]));
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["a.cs"]));
    }

    [Theory]
    [InlineData("#!sql\nselect 1", "is SQL")]
    [InlineData("#r \"some.dll\"", "refers to the file some.dll")]
    [InlineData("#load \"some.csx\"", "loads some.csx")]
    [InlineData("#!nothing", "'#!nothing' is no directive")]
    public void What_a_program_cannot_hold_is_refused_with_its_cell(string source, string says)
    {
        var problem = Assert.Throws<NotebookException>(() => NotebookFormats.Write(Notebook.Of(NotebookCell.Code(source)), _folder["a.ipynb"], _folder["a.cs"]));
        Assert.StartsWith("Code cell 1", problem.Message, StringComparison.Ordinal);
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_becomes_a_programs_directive_and_a_reference_again()
    {
        var notebook = Notebook.Of(NotebookCell.Code("#r \"nuget: Humanizer, 2.14.1\"\n1"));
        var text = NotebookFormats.Write(notebook, _folder["a.ipynb"], _folder["a.cs"]);
        Assert.Contains("#:package Humanizer@2.14.1\n", text, StringComparison.Ordinal);
        Assert.Equal("#r \"nuget: Humanizer, 2.14.1\"", NotebookFormats.Parse(text, _folder["a.cs"]).Cells[0].Source);
    }

    [Fact]
    public void Markup_is_shown_by_the_program()
    {
        var text = NotebookFormats.Write(Notebook.Of(NotebookCell.Code("#!html\n<b class=\"\"\"\">x</b>")), _folder["a.ipynb"], _folder["a.cs"]);
        Assert.Contains("\"\"\"\"\"\n<b class=\"\"\"\">x</b>\n\"\"\"\"\".DisplayAs(\"text/html\");", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_named_from_the_new_files_folder()
    {
        _folder.File("own.csx", "var a = 1;");
        Directory.CreateDirectory(_folder["sub"]);
        var text = NotebookFormats.Write(Notebook.Of(NotebookCell.Code("#load \"own.csx\"\na")), _folder["a.ipynb"], Path.Combine(_folder["sub"], "a.csx"));
        Assert.StartsWith("#load \"../own.csx\"\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_UTF8_is_refused_with_the_place()
    {
        File.WriteAllBytes(_folder["bad.ipynb"], [.. "{\"cells\": \""u8, 0xE9, .. "\"}"u8]);
        var problem = Assert.Throws<NotebookException>(() => Notebook.Read(_folder["bad.ipynb"]));
        Assert.Contains("is not UTF-8", problem.Message, StringComparison.Ordinal);
        Assert.Contains("E9", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_display_that_is_too_long_is_left_out_and_said_so()
    {
        var bundle = new MimeBundle([new("text/html", new string('x', MimeBundle.Limit + 1)), new("application/json", "[1]")]);
        var data = bundle.ToJson();
        Assert.Equal(["application/json", "text/plain"], data.Select(pair => pair.Key));
        Assert.Contains("50,000,001 characters as text/html", data["text/plain"]!.ToJsonString(), StringComparison.Ordinal);
    }
}
