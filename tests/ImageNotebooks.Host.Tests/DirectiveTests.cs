using System.Text.Json.Nodes;

namespace ImageNotebooks.Host.Tests;

public sealed class DirectiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ScriptSession _session;
    private int _number;

    public DirectiveTests() => _session = new ScriptSession(_folder.Root);

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    private async Task<(CellError? Error, JsonArray Outputs)> RunAsync(string code, CellLanguage language = CellLanguage.CSharp)
    {
        var outputs = new CellOutputs(++_number);
        var error = await _session.RunAsync(_number, code, outputs, language);
        return (error, outputs.ToJson());
    }

    private static string Text(JsonNode? output, string mimeType) => NotebookJson.Text(output!["data"]![mimeType])!;

    [Theory]
    [InlineData("#!html\n<b>x</b>", "text/html", "<b>x</b>")]
    [InlineData("#!markdown\n# x", "text/markdown", "# x")]
    [InlineData("#!mermaid\ngraph TD; a-->b", "text/vnd.mermaid", "graph TD; a-->b")]
    [InlineData("#!mermaid\ngraph TD; a-->b", "text/markdown", "```mermaid\ngraph TD; a-->b\n```")]
    [InlineData("#!javascript\nlet s = '</script>';", "text/html", "<script>(async () => {\nlet s = '<\\/script>';\n})();</script>")]
    public async Task A_cell_of_markup_is_shown(string code, string mimeType, string content)
    {
        var (error, outputs) = await RunAsync(code);
        Assert.Null(error);
        Assert.Equal(content, Text(outputs.Single(), mimeType));
    }

    [Fact]
    public async Task The_metadata_of_a_cell_choose_its_language_and_a_directive_changes_it()
    {
        var (_, outputs) = await RunAsync("<i>y</i>\n#!csharp\n1 + 1", CellLanguage.Html);
        Assert.Equal("<i>y</i>", Text(outputs[0], "text/html"));
        Assert.Equal("2", Text(outputs[1], "text/plain"));
    }

    [Fact]
    public async Task Parts_run_in_order_and_see_what_earlier_ones_declared()
    {
        var (error, outputs) = await RunAsync("var x = 20;\n#!html\n<hr>\n#!csharp\nx + 1");
        Assert.Null(error);
        Assert.Equal(["display_data", "execute_result"], outputs.Select(output => output!["output_type"]!.ToString()));
        Assert.Equal("21", Text(outputs[1], "text/plain"));
    }

    [Fact]
    public async Task An_error_behind_directives_stands_at_the_line_and_column_of_the_cell()
    {
        var (error, _) = await RunAsync("#!time\n#!html\n<p>\n#!csharp\nvar a = 1;\n  missing();");
        Assert.Equal("cell 1, line 6", error!.Place);
        Assert.StartsWith("cell 1, line 6, column 3: CS0103", error.Traceback[0], StringComparison.Ordinal);
        Assert.Equal("      missing();", error.Traceback[1]);
    }

    [Fact]
    public async Task Time_shows_how_long_the_cell_took()
    {
        var (error, outputs) = await RunAsync("#!time\nSystem.Threading.Thread.Sleep(120);");
        Assert.Null(error);
        var text = Text(outputs.Single(), "text/plain");
        Assert.StartsWith("Wall time: ", text, StringComparison.Ordinal);
        Assert.InRange(double.Parse(text.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture), 119, 60_000);
    }

    [Theory]
    [InlineData("var t = \"\"\"\n#!html\n\"\"\";\nt", "#!html")]
    [InlineData("var t = @\"\n#!html\n\";\nt.Trim()", "#!html")]
    [InlineData("/*\n#!html\n*/ 7", "7")]
    [InlineData("var n = 1;\nvar t = $$\"\"\"\n#!{{n}}\n\"\"\";\nt", "#!1")]
    public async Task A_line_within_a_string_or_a_comment_is_no_directive(string code, string value)
    {
        var (error, outputs) = await RunAsync(code);
        Assert.Null(error);
        Assert.Equal(value, Text(outputs.Single(), "text/plain"));
    }

    [Theory]
    [InlineData("var x = 1;\n#!fsharp\nlet y = 2", "'#!fsharp' is no directive that is known here; there are #!time, #!csharp, ", "cell 1, line 2")]
    [InlineData("#!html big\n<b/>", "#!html takes no words after it, and here is 'big'", "cell 1, line 1")]
    [InlineData("\n%matplotlib inline", "'%matplotlib inline' is a command of IPython", "cell 1, line 2")]
    public async Task What_a_directive_cannot_mean_is_said_before_anything_runs(string code, string sentence, string place)
    {
        var (error, outputs) = await RunAsync(code);
        Assert.Contains(sentence, error!.Message, StringComparison.Ordinal);
        Assert.Equal(place, error.Place);
        Assert.Empty(outputs);
        Assert.Equal("CompilationError", (await RunAsync("x")).Error!.Name);
    }

    [Fact]
    public async Task Sql_keeps_its_database_from_cell_to_cell_and_shows_rows_as_a_table()
    {
        var (error, outputs) = await RunAsync("#!sql\ncreate table t (name text, n integer);\ninsert into t values ('a<b', 1), ('c', null);");
        Assert.Null(error);
        Assert.Equal("2 rows changed.\n", NotebookJson.Text(outputs.Single()!["text"]));
        (error, outputs) = await RunAsync("select * from t; select count(*) as many from t", CellLanguage.Sql);
        Assert.Null(error);
        Assert.Equal("name\tn\na<b\t1\nc\tNULL", Text(outputs[0], "text/plain"));
        Assert.Contains("<td>a&lt;b</td><td style=\"text-align:right\">1</td>", Text(outputs[0], "text/html"), StringComparison.Ordinal);
        Assert.Equal("many\n2", Text(outputs[1], "text/plain"));
    }

    [Fact]
    public async Task Sql_opens_a_file_beside_the_notebook()
    {
        Assert.Null((await RunAsync("#!sql data.db\ncreate table t as select 5 as five")).Error);
        Assert.True(File.Exists(Path.Combine(_folder.Root, "data.db")));
        Assert.Null((await RunAsync("#!sql :memory:")).Error);
        var (error, _) = await RunAsync("#!sql\nselect * from t");
        Assert.Equal("SqlError", error!.Name);
        Assert.Contains("no such table: t", error.Message, StringComparison.Ordinal);
        Assert.Equal("five\n5", Text((await RunAsync("#!sql data.db\nselect * from t")).Outputs.Single(), "text/plain"));
    }

    [Fact]
    public async Task More_rows_than_a_page_holds_are_said()
    {
        var (_, outputs) = await RunAsync("#!sql\nwith recursive n(i) as (select 1 union all select i + 1 from n where i < 150) select i from n");
        Assert.Equal(102, Text(outputs.Single(), "text/plain").Split('\n').Length);
        Assert.Contains("The first 100 rows", Text(outputs.Single(), "text/html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_is_fetched_and_stays_for_later_cells()
    {
        var (error, _) = await RunAsync("#r \"nuget: Markdig, 1.6.0\"\nusing Markdig;\nvar html = Markdown.ToHtml(\"*a*\").Trim();");
        Assert.True(error == null, error?.Message);
        Assert.Equal("<p><em>a</em></p>", Text((await RunAsync("html")).Outputs.Single(), "text/plain"));
        (error, var second) = await RunAsync("#r \"nuget: MathNet.Numerics, 5.0.0\"\nMathNet.Numerics.SpecialFunctions.Factorial(5) + Markdown.ToHtml(\"b\").Trim()");
        Assert.True(error == null, error?.Message);
        Assert.Equal("120<p>b</p>", Text(second.Single(), "text/plain"));
    }

    [Theory]
    [InlineData("#r \"nuget: ImageNotebooks.No.Such.Package, 1.0.0\"", "ImageNotebooks.No.Such.Package 1.0.0 could not be restored: NU1101")]
    [InlineData("#r \"nuget: two words\"", "names no package; write #r \"nuget: Name, Version\"")]
    public async Task A_package_that_is_not_to_be_had_is_named(string code, string sentence) =>
        Assert.Contains(sentence, (await RunAsync(code)).Error!.Message, StringComparison.Ordinal);

    [Fact]
    public async Task What_was_displayed_is_updated_in_its_place_by_a_later_cell()
    {
        var first = new CellOutputs(1);
        await _session.RunAsync(1, "Console.Write(\"a\");\nvar shown = display(1);\nConsole.Write(\"b\");", first);
        await RunAsync("shown.Update(2);");
        var outputs = first.ToJson();
        Assert.Equal(["stream", "display_data", "stream"], outputs.Select(output => output!["output_type"]!.ToString()));
        Assert.Equal("2", Text(outputs[1], "text/plain"));
        Assert.Empty((await RunAsync("shown")).Outputs);
    }

    [Fact]
    public async Task Clearing_takes_away_what_came_before()
    {
        var (_, outputs) = await RunAsync("Console.WriteLine(1); display(2); ClearOutput(); Console.WriteLine(3);");
        Assert.Equal("3\n", NotebookJson.Text(outputs.Single()!["text"]));
        (_, outputs) = await RunAsync("Console.WriteLine(1); ClearOutput(wait: true);");
        Assert.Equal("1\n", NotebookJson.Text(outputs.Single()!["text"]));
    }
}
