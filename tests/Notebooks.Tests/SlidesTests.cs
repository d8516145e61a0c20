namespace Notebooks.Tests;

/// <summary>A lesson as slides in a browser.</summary>
[Collection(StudyRunsCollection.Name)]
public sealed class SlidesTests(StudyRuns runs)
{
    [ChromiumFact]
    public async Task Slides_of_an_executed_lesson_are_turned_with_the_arrow_keys_and_have_its_charts()
    {
        var page = Path.ChangeExtension(runs.Of("course/02-convolution").NotebookPath, ".slides.html");
        var made = LabRun.Start("course", "slides", runs.Of("course/02-convolution").NotebookPath, "--output", page);
        Assert.True(made.ExitCode == 0, made.Errors);

        await using var deck = await ReportPage.OpenAsync(page);
        Assert.Empty(await deck.UndrawnAsync());
        var place = deck.Page.Locator("#place");
        Assert.StartsWith("1 / ", await place.TextContentAsync(), StringComparison.Ordinal);
        await deck.Page.Keyboard.PressAsync("ArrowRight");
        await deck.Page.Keyboard.PressAsync("ArrowRight");
        await Microsoft.Playwright.Assertions.Expect(place).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^3 / "));
        await deck.Page.Keyboard.PressAsync("ArrowLeft");
        await Microsoft.Playwright.Assertions.Expect(place).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^2 / "));
        Assert.Empty(deck.Problems);
    }
}
