using System.Collections.Immutable;
using System.Text.Json;

namespace ImageNotebooks;

/// <summary>The one look of all charts: transparent, with the page's font, readable on light and on dark pages.</summary>
internal static class Theme
{
    /// <summary>
    /// Okabe and Ito's colours, which remain distinct under the common kinds of colour blindness (https://jfly.uni-koeln.de/color/),
    /// without their black and yellow, one of which each background would swallow.
    /// </summary>
    public static readonly ImmutableArray<string> Qualitative = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7F7F7F"];

    /// <summary>The colour of what is right.</summary>
    public const string Right = "#009E73";

    /// <summary>The colour of what is wrong.</summary>
    public const string Wrong = "#D55E00";

    /// <summary>Lines that should stay behind the data.</summary>
    public const string Faint = "rgba(127,127,127,0.25)";

    /// <summary>Lines of the figure that are not data.</summary>
    public const string Rule = "rgba(127,127,127,0.8)";

    /// <summary>From the page's own colour to blue, so that zero vanishes into a light page and into a dark one.</summary>
    private static readonly object[][] Sequential = [[0.0, "rgba(0,114,178,0.03)"], [1.0, "rgb(0,114,178)"]];

    /// <summary>The layout's <c>template</c>: what holds unless a figure says otherwise.</summary>
    public static readonly JsonElement Template = PlotlyProperties.Empty
        .With("layout", new
        {
            paper_bgcolor = "rgba(0,0,0,0)",
            plot_bgcolor = "rgba(0,0,0,0)",
            // Grey is legible on both kinds of page; where our own script draws, it takes the page's font and text colour instead.
            font = new { family = "system-ui, sans-serif", size = 13, color = "#7A7A7A" },
            title = new { x = 0, xref = "paper", xanchor = "left", font = new { size = 16 } },
            colorway = Qualitative,
            colorscale = new { sequential = Sequential },
            hovermode = "closest",
            annotationdefaults = new { arrowcolor = Rule },
            bargap = 0.25,
            margin = new { l = 60, r = 20, t = 60, b = 55 },
            legend = new { orientation = "h", x = 1, xanchor = "right", y = 1.02, yanchor = "bottom", bgcolor = "rgba(0,0,0,0)" },
            modebar = new { bgcolor = "rgba(0,0,0,0)", color = "rgba(127,127,127,0.6)", activecolor = "#0072B2" },
            xaxis = Axis(grid: false),
            yaxis = Axis(grid: true),
        })
        .With("data", new
        {
            heatmap = new[] { new { colorscale = Sequential, colorbar = new { outlinewidth = 0, thickness = 14, title = new { side = "right" } } } },
        })
        .ToElement();

    private static object Axis(bool grid) => new
    {
        automargin = true, showgrid = grid, gridcolor = Faint, zeroline = false, linecolor = Rule, showline = !grid,
        ticks = grid ? "" : "outside", tickcolor = Rule, title = new { standoff = 8 },
    };
}
