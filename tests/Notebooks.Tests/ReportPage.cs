using Microsoft.Playwright;

namespace Notebooks.Tests;

/// <summary>A report opened in Chromium without a network.</summary>
internal sealed class ReportPage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // A sentence for each chart that shows less than its figure says. A trace that has nothing to show, such as one whose
    // values are all missing, counts as not drawn, and so does a mark that lies outside of its chart.
    private const string Undrawn = """
        () => [...document.querySelectorAll(".chart")].flatMap((chart, i) => {
          const plot = chart.querySelector(".js-plotly-plot");
          const name = `chart ${i + 1} (${plot?.layout?.title?.text ?? "untitled"})`;
          if (!plot?._fullData || !plot.querySelector(".main-svg")) return [`${name} is not drawn`];
          const frame = chart.getBoundingClientRect();
          const seen = ({ left, right, top, bottom, width, height }) =>
            (width > 0 || height > 0) && left < frame.right && right > frame.left && top < frame.bottom && bottom > frame.top;
          const drawn = [...plot.querySelectorAll(".cartesianlayer :is(.trace, .hm, .im)")]
            .filter(trace => [...trace.querySelectorAll("path, image, text")].some(mark => seen(mark.getBoundingClientRect())));
          const traces = plot._fullData.filter(trace => trace.visible === true);
          if (traces.length === 0) return [`${name} has no data`];
          return drawn.length < traces.length ? [`${name} shows ${drawn.length} of ${traces.length} traces`] : [];
        })
        """;

    private readonly IPlaywright playwright;
    private readonly IBrowser browser;

    private ReportPage(IPlaywright playwright, IBrowser browser, IPage page) => (this.playwright, this.browser, Page) = (playwright, browser, page);

    public IPage Page { get; }

    public ILocator Charts => Page.Locator(".js-plotly-plot");

    /// <summary>What the page's scripts threw and what the browser put on its console as an error.</summary>
    public List<string> Problems { get; } = [];

    public static async Task<ReportPage> OpenAsync(string report)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium.Executable,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--disable-component-update"],
        });
        var context = await browser.NewContextAsync(new() { Offline = true });
        var opened = new ReportPage(playwright, browser, await context.NewPageAsync());
        opened.Page.PageError += (_, error) => opened.Problems.Add(error);
        opened.Page.Console += (_, message) => { if (message.Type == "error") opened.Problems.Add(message.Text); };
        await opened.Page.GotoAsync(new Uri(report).AbsoluteUri);
        return opened;
    }

    /// <summary>Waits until every chart is drawn, and says of each that is not in the end what is missing.</summary>
    public async Task<IReadOnlyList<string>> UndrawnAsync(TimeSpan? patience = null)
    {
        var end = DateTime.UtcNow + (patience ?? Patience);
        while (true)
        {
            var undrawn = await Page.EvaluateAsync<string[]>(Undrawn);
            if (undrawn.Length == 0 || DateTime.UtcNow > end) return undrawn;
            await Task.Delay(200);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
