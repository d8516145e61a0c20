using static ImageNotebooks.Host.Tests.TemporaryFolder;

namespace ImageNotebooks.Host.Tests;

public sealed class NotebookTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // As Jupyter writes it: one space of indent, unknown keys, an attachment, a character beyond the first plane, a raw number.
    private const string AsJupyterWrites = """
        {
         "cells": [
          {
           "attachments": {
            "dot.png": {
             "image/png": "iVBORw0KGgo="
            }
           },
           "cell_type": "markdown",
           "id": "a1",
           "metadata": {},
           "source": [
            "# Title 🐱 <b>&'\n",
            "\ttab \"quoted\" \\ back"
           ]
          },
          {
           "cell_type": "code",
           "execution_count": null,
           "id": "b2",
           "metadata": {
            "someTool": {
             "weight": 1.0,
             "list": []
            }
           },
           "outputs": [],
           "source": []
          }
         ],
         "metadata": {
          "kernelspec": {
           "display_name": ".NET (C#)",
           "language": "C#",
           "name": ".net-csharp"
          },
          "unknown": null
         },
         "nbformat": 4,
         "nbformat_minor": 5
        }

        """;

    [Fact]
    public void ReadingAndWritingKeepsEveryByteOfAFileThatJupyterWrote()
    {
        var path = _folder.File("in.ipynb", AsJupyterWrites);
        Notebook.Read(path).Write(_folder["out.ipynb"]);
        Assert.Equal(AsJupyterWrites, File.ReadAllText(_folder["out.ipynb"]));
    }

    [Fact]
    public void SourceIsReadFromAStringAndFromLines()
    {
        var json = Json(Code("var a = 1;\na"));
        Assert.Equal("var a = 1;\na", Notebook.Parse(json.ToJsonString(), "x").Cells[0].Source);
        Assert.Equal("# Title 🐱 <b>&'\n\ttab \"quoted\" \\ back", Notebook.Parse(AsJupyterWrites, "x").Cells[0].Source);
    }

    [Fact]
    public void ASourceThatIsSetIsWrittenAsLines()
    {
        var notebook = Notebook.Parse(AsJupyterWrites, "x");
        notebook.Cells[1].Source = "a\nb\n";
        Assert.Contains("   \"source\": [\n    \"a\\n\",\n    \"b\\n\"\n   ]", notebook.ToJson(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no json at all", "is not JSON (line 1)")]
    [InlineData("""{"nbformat": 4, "cells": [""", "is not JSON")]
    [InlineData("""{"nbformat": 4, "nbformat": 4, "cells": []}""", "is not JSON")]
    [InlineData("[]", "is JSON but no notebook")]
    [InlineData("""{"cells": []}""", "is JSON but no notebook")]
    [InlineData("""{"nbformat": 3, "worksheets": []}""", "is in nbformat 3")]
    [InlineData("""{"nbformat": 4, "metadata": {}}""", "has no list of cells")]
    [InlineData("""{"nbformat": 4, "cells": [{"cell_type": "code"}]}""", "Cell 1 of bad.ipynb is malformed")]
    [InlineData("""{"nbformat": 4, "cells": [], "metadata": {"kernelspec": {"language": "python"}}}""", "written for the language 'python'")]
    [InlineData("""{"nbformat": 4, "cells": [], "metadata": {"language_info": {"name": "julia"}}}""", "written for the language 'julia'")]
    [InlineData("""{"nbformat": 4, "cells": [{"cell_type": "code", "source": "", "metadata": {"polyglot_notebook": {"kernelName": "fsharp"}}}]}""", "a code cell in the language 'fsharp'")]
    public void WhatIsNoCSharpNotebookIsRefusedWithOneSentence(string text, string sentence)
    {
        var problem = Assert.Throws<NotebookException>(() => Notebook.Parse(text, "bad.ipynb"));
        Assert.Contains("bad.ipynb", problem.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingFileIsNamed()
    {
        var problem = Assert.Throws<NotebookException>(() => Notebook.Read(_folder["none.ipynb"]));
        Assert.Contains(_folder["none.ipynb"], problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void APolyglotNotebookIsCSharpByItsKernel()
    {
        const string text = """{"nbformat": 4, "cells": [], "metadata": {"kernelspec": {"language": "C#"}, "language_info": {"name": "polyglot-notebook"}}}""";
        Assert.Empty(Notebook.Parse(text, "x").Cells);
    }

    [Fact]
    public void AWriteThatFailsSaysWhereAndLeavesNoHalfFile()
    {
        var notebook = Notebook.Parse(AsJupyterWrites, "x");
        var blocked = _folder.File("file", "this is no folder");
        var problem = Assert.Throws<NotebookException>(() => notebook.Write(Path.Combine(blocked, "out.ipynb")));
        Assert.Contains("cannot be written", problem.Message, StringComparison.Ordinal);
        Assert.Equal(["file"], Directory.GetFileSystemEntries(_folder.Root).Select(Path.GetFileName));
    }

    [Fact]
    public void AWriteThatCannotReplaceItsTargetTakesItsTemporaryFileAway()
    {
        Directory.CreateDirectory(_folder["out.ipynb"]);
        Assert.Throws<NotebookException>(() => Notebook.Parse(AsJupyterWrites, "x").Write(_folder["out.ipynb"]));
        Assert.Equal(["out.ipynb"], Directory.GetFileSystemEntries(_folder.Root).Select(Path.GetFileName));
    }
}
