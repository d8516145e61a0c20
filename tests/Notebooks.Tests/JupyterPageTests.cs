namespace Notebooks.Tests;

/// <summary>The start page as a person meets it: <c>lab notebook</c>, Run All, and the square button.</summary>
public sealed class JupyterPageTests
{
    private const string TrainingCell = "Jupyter.notebook.get_cells().findIndex(cell => cell.get_text().includes('new LiveCurves'))";

    [JupyterFact]
    public async Task Run_all_draws_every_chart_while_progress_moves_and_interrupt_ends_a_training()
    {
        await using var jupyter = await JupyterPage.OpenAsync("start-here");
        await jupyter.Page.EvaluateAsync("() => Jupyter.notebook.execute_all_cells()");

        // Charts of a cell that still runs: live ones.
        await jupyter.UntilAsync($"() => Jupyter.notebook.get_cell({TrainingCell}).element[0].querySelector('.js-plotly-plot .main-svg') && Jupyter.notebook.get_cell({TrainingCell}).element[0].classList.contains('running')", TimeSpan.FromMinutes(2));
        var before = await TrainingText(jupyter);
        await jupyter.UntilAsync($"() => Jupyter.notebook.get_cell({TrainingCell}).element[0].innerText !== {System.Text.Json.JsonSerializer.Serialize(before)}", TimeSpan.FromMinutes(1));

        await jupyter.UntilIdleAsync(TimeSpan.FromMinutes(3));
        Assert.Equal("", await jupyter.Page.EvaluateAsync<string>("() => [...document.querySelectorAll('.output_error')].map(e => e.innerText).join('\\n')"));
        Assert.Equal(0, await jupyter.Page.EvaluateAsync<int>("() => Jupyter.notebook.get_cells().filter(c => c.cell_type === 'code' && typeof c.input_prompt_number !== 'number').length"));
        await jupyter.UntilAsync("() => document.querySelectorAll('.js-plotly-plot .main-svg').length > 0 && [...document.querySelectorAll('.js-plotly-plot')].every(plot => plot.querySelector('.main-svg'))", TimeSpan.FromMinutes(1));
        Assert.Equal(5, await jupyter.Page.EvaluateAsync<int>("() => document.querySelectorAll('.js-plotly-plot').length"));

        await jupyter.Page.EvaluateAsync($"() => {{ const cell = Jupyter.notebook.get_cell({TrainingCell}); cell.set_text(cell.get_text().replace('Epochs)', '100_000)')); cell.execute(); }}");
        await jupyter.UntilAsync($"() => /epoch +2/.test(Jupyter.notebook.get_cell({TrainingCell}).element[0].querySelector('.output').innerText)", TimeSpan.FromMinutes(1));
        await jupyter.Page.EvaluateAsync("() => Jupyter.notebook.kernel.interrupt()");
        await jupyter.UntilIdleAsync(TimeSpan.FromSeconds(30));
        Assert.Contains("interrupted after batch", await TrainingText(jupyter), StringComparison.Ordinal);
        Assert.True(await jupyter.Page.EvaluateAsync<bool>("() => Jupyter.notebook.kernel.is_connected()"));
    }

    private static Task<string> TrainingText(JupyterPage jupyter) => jupyter.Page.EvaluateAsync<string>($"() => Jupyter.notebook.get_cell({TrainingCell}).element[0].innerText");
}
