using System.Text.Json.Nodes;

namespace ImageNotebooks.Host.Tests;

public sealed class ScriptSessionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ScriptSession _session;
    private int _number;

    public ScriptSessionTests() => _session = new ScriptSession(_folder.Root);

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    private async Task<(CellError? Error, JsonArray Outputs)> RunAsync(string code)
    {
        var outputs = new CellOutputs(++_number);
        var error = await _session.RunAsync(_number, code, outputs);
        return (error, outputs.ToJson());
    }

    private async Task<string> TextAsync(string code)
    {
        var (error, outputs) = await RunAsync(code);
        Assert.Null(error);
        return NotebookJson.Text(outputs.Single()!["text"] ?? outputs.Single()!["data"]!["text/plain"])!;
    }

    private async Task<CellError> ErrorAsync(string code)
    {
        var (error, _) = await RunAsync(code);
        return Assert.IsType<CellError>(error);
    }

    [Fact]
    public async Task EachCellSeesWhatEarlierOnesDeclared()
    {
        Assert.Equal("8", await TextAsync("var x = 4; int Twice(int n) => 2 * n; record Point(int X);\nTwice(x)"));
        Assert.Equal("Point { X = 5 }", await TextAsync("x++; new Point(x)"));
    }

    [Fact]
    public async Task TheDefaultImportsAreThere() =>
        Assert.Equal("a,b True True", await TextAsync(
            "var list = new List<string> { \"a\", \"b\" };\n$\"{string.Join(\",\", list.Select(s => s))} {Path.GetTempPath().Length > 0} {new StringBuilder().Length == 0}\""));

    [Fact]
    public async Task ACellMayAwait() => Assert.Equal("3", await TextAsync("await Task.Delay(1);\nawait Task.FromResult(3)"));

    [Fact]
    public async Task ACellThatBlocksOnATaskDoesNotDeadlock() =>
        Assert.Equal("5", await TextAsync("async Task<int> Later() { await Task.Delay(1); return 5; }\nLater().Result"));

    [Fact]
    public async Task AStatementHasNoValue() => Assert.Empty((await RunAsync("Math.Max(1, 2);")).Outputs);

    [Fact]
    public async Task CellsStartOnOneThread() =>
        Assert.Equal(await TextAsync("Environment.CurrentManagedThreadId"), await TextAsync("Environment.CurrentManagedThreadId"));

    [Fact]
    public async Task OutputOfThreadsThatACellStartedIsItsOwn()
    {
        var (_, outputs) = await RunAsync(
            "Console.Write(\"1 \");\nvar t = new System.Threading.Thread(() => Console.Write(\"2 \")); t.Start(); t.Join();\nawait Task.Run(() => Console.Write('3'));\nConsole.Error.WriteLine(\"bad\");");
        Assert.Equal("1 2 3", NotebookJson.Text(outputs[0]!["text"]));
        Assert.Equal("stderr", outputs[1]!["name"]!.ToString());
    }

    [Fact]
    public async Task DisplayShowsValuesInTheOrderOfTheOutput()
    {
        var (_, outputs) = await RunAsync("Console.WriteLine(1); display(2); \"x\".Display(); \"<svg/>\".DisplayAs(\"image/svg+xml\"); display(HTML(\"<i>h</i>\"));\nConsole.WriteLine(3);");
        Assert.Equal(["stream", "display_data", "display_data", "display_data", "display_data", "stream"], outputs.Select(output => output!["output_type"]!.ToString()));
        Assert.Equal("<svg/>", NotebookJson.Text(outputs[3]!["data"]!["image/svg+xml"]));
    }

    [Fact]
    public async Task SeveralMimeTypesAreOneOutput()
    {
        var (_, outputs) = await RunAsync("display(1.5, \"text/plain\", \"text/html\");");
        Assert.Equal(["text/plain", "text/html"], outputs.Single()!["data"]!.AsObject().Select(pair => pair.Key));
    }

    [Fact]
    public async Task ACompileErrorNamesCellLineAndColumnAndShowsTheLine()
    {
        await RunAsync("var first = 1;");
        var error = await ErrorAsync("var y = 2;\n\tvar z = y * missing;");
        Assert.Equal("CompilationError", error.Name);
        Assert.Equal("cell 2, line 2", error.Place);
        Assert.StartsWith("cell 2, line 2, column 14: CS0103", error.Traceback[0], StringComparison.Ordinal);
        Assert.Equal("    \tvar z = y * missing;", error.Traceback[1]);
        Assert.Equal("    \t            ^^^^^^^", error.Traceback[2]);
    }

    [Fact]
    public async Task AnExceptionIsTracedThroughTheCellsAndNotThroughTheHost()
    {
        await RunAsync("void Check(int n)\n{\n    if (n > 1) throw new ArgumentException(\"too many\");\n}");
        var error = await ErrorAsync("var before = 7;\n\nCheck(2);");
        Assert.Equal("System.ArgumentException", error.Name);
        Assert.Equal("too many", error.Message);
        Assert.Equal("cell 2, line 3", error.Place);
        Assert.Equal(
            ["System.ArgumentException: too many", "  in Check, cell 1, line 3", "      if (n > 1) throw new ArgumentException(\"too many\");", "  in cell 2, line 3", "      Check(2);"],
            error.Traceback);
        Assert.Equal("7", await TextAsync("before"));
    }

    [Fact]
    public async Task TheCauseOfAnExceptionIsShown()
    {
        var error = await ErrorAsync("try { int.Parse(\"x\"); } catch (Exception e) { throw new InvalidOperationException(\"outer\", e); }");
        Assert.Contains(error.Traceback, line => line.StartsWith("Caused by System.FormatException", StringComparison.Ordinal));
        Assert.DoesNotContain(error.Traceback, line => line.Contains("ImageNotebooks", StringComparison.Ordinal) || line.Contains("CodeAnalysis", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AToStringThatThrowsIsAnErrorOfTheCell() =>
        Assert.Equal("System.NotSupportedException", (await ErrorAsync("class Bad { public override string ToString() => throw new NotSupportedException(); }\nnew Bad()")).Name);

    [Theory]
    [InlineData("#r \"lib/none.dll\"", "there is no file")]
    [InlineData("#load \"none.csx\"", "none.csx")]
    public async Task WhatThisHostDoesNotHaveIsSaid(string code, string sentence) =>
        Assert.Contains(sentence, (await ErrorAsync(code)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("System.Threading.Thread.Sleep(-1);")]
    [InlineData("try { while (true) { } } catch (Exception) { }")]
    [InlineData("await Task.Delay(-1);")]
    public async Task AnEndlessCellIsBrokenOffAndTheNotebookGoesOn(string code)
    {
        await RunAsync("var before = 7;");
        var running = await StartAsync(code);
        _session.Interrupt();
        Assert.Equal("Interrupted", (await running.WaitAsync(TimeSpan.FromSeconds(60)))!.Name);
        Assert.Equal("7", await TextAsync("before"));
    }

    [Fact]
    public async Task ACellThatPrintsWithoutEndEndsBetweenTwoPrintsAndSaysWhatItsFinallyPrints()
    {
        // Broken off within a print, a cell took the process down once in some fifty times, or left the locks of its output taken.
        for (var i = 0; i < 30; i++)
        {
            var outputs = new CellOutputs(++_number);
            var running = _session.RunAsync(_number, "try { while (true) Console.Write(\"x\"); } finally { Console.Error.WriteLine(\"cleaned up\"); }", outputs);
            while (outputs.Version < 100)
                await Task.Delay(1);
            _session.Interrupt();
            Assert.Equal("Interrupted", (await running.WaitAsync(TimeSpan.FromSeconds(60)))!.Name);
            Assert.Contains("cleaned up", outputs.ToJson().ToJsonString(), StringComparison.Ordinal);
        }
        Assert.Equal("7", await TextAsync("7"));
    }

    [Fact]
    public async Task WhatCanStopByItselfIsAskedToAndIsBrokenOffTheSecondTime()
    {
        await RunAsync("var asked = 0; AppContext.SetData(\"ImageNotebooks.Stop\", (Action)(() => asked++));");
        try
        {
            var obedient = await StartAsync("while (System.Threading.Volatile.Read(ref asked) == 0) { }");
            _session.Interrupt();
            Assert.Null(await obedient.WaitAsync(TimeSpan.FromSeconds(60)));

            var stubborn = await StartAsync("while (true) { }");
            _session.Interrupt();
            await Task.Delay(200);
            Assert.False(stubborn.IsCompleted);
            _session.Interrupt();
            Assert.Equal("Interrupted", (await stubborn.WaitAsync(TimeSpan.FromSeconds(60)))!.Name);
            Assert.Equal("2", await TextAsync("asked"));
        }
        finally
        {
            AppContext.SetData("ImageNotebooks.Stop", null);
        }
    }

    // Comes back when the cell runs, which compiling may delay.
    private async Task<Task<CellError?>> StartAsync(string code)
    {
        var outputs = new CellOutputs(++_number);
        var running = _session.RunAsync(_number, "Console.Write(1);\n" + code, outputs);
        while (outputs.Version == 0)
            await Task.Delay(10);
        return running;
    }

    [Fact]
    public async Task AFileThatIsNoAssemblyIsNamed()
    {
        _folder.File("text.dll", "no assembly");
        Assert.Contains("is no .NET assembly", (await ErrorAsync("#r \"text.dll\"")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadIsRelativeToTheFileItStandsIn()
    {
        _folder.File("a/start.csx", "#load \"deep/more.csx\"\nusing System.Globalization;\nvar loaded = more + 1;");
        _folder.File("a/deep/more.csx", "var more = 41;");
        Assert.Equal("42", await TextAsync("#load \"a/start.csx\"\nloaded"));
        Assert.Equal("42", await TextAsync("loaded"));
    }

    [Fact]
    public async Task AnErrorInALoadedFileNamesTheFile()
    {
        _folder.File("a/start.csx", "var fine = 1;\nvar bad = nothing;");
        var error = await ErrorAsync("#load \"a/start.csx\"");
        Assert.StartsWith($"{Path.Combine("a", "start.csx")}, line 2, column 11: CS0103", error.Traceback[0], StringComparison.Ordinal);
        Assert.Equal("    var bad = nothing;", error.Traceback[1]);
    }

    [Fact]
    public void AProcessHasOneSessionAtATime() => Assert.Throws<InvalidOperationException>(() => new ScriptSession(_folder.Root));
}
