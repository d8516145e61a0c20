namespace ImageNotebooks.Host.Tests;

public class SlideDeckTests
{
    private static List<string> Slides(params IEnumerable<NotebookCell> cells) =>
        [.. SlideDeck.Render(Notebook.Of(cells), "lesson.ipynb").Split("<section class=\"slide\">").Skip(1)];

    [Fact]
    public void Every_heading_begins_a_slide_and_the_cells_below_stand_on_it()
    {
        var slides = Slides(
            NotebookCell.Markdown("# The title"), NotebookCell.Code("#load \"x.csx\"\nusing System;"), NotebookCell.Code("var P = 1;", null, "parameters"),
            NotebookCell.Markdown("## One\n\nprose"), NotebookCell.Code("var shown = 1;"), NotebookCell.Markdown("more\n\n### Two\n\nlast"));
        Assert.Equal(3, slides.Count);
        Assert.Contains("The title</h1>", slides[0], StringComparison.Ordinal);
        Assert.DoesNotContain("load", slides[0], StringComparison.Ordinal);
        Assert.DoesNotContain("var", slides[0].Split("<output")[0], StringComparison.Ordinal);
        Assert.Contains("shown", slides[1], StringComparison.Ordinal);
        Assert.Contains("more", slides[1], StringComparison.Ordinal);
        Assert.Contains("last", slides[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Where_cells_are_tagged_the_tags_decide()
    {
        var slides = Slides(NotebookCell.Markdown("# A"), NotebookCell.Markdown("## B"), NotebookCell.Code("var c = 1;", null, "slide"), NotebookCell.Code("var left = 1;", null, "skip"));
        Assert.Equal(2, slides.Count);
        Assert.DoesNotContain("left", slides[1].Split("</section>")[0], StringComparison.Ordinal);
    }
}
