namespace Notebooks.Tests;

/// <summary>The kernel as Jupyter's front-ends see it; tests/Jupyter holds what is asked of it.</summary>
public sealed class KernelTests
{
    private static readonly string Lab = Repository.PathOf("lib", "ImageNotebooks.Cli", "bin", "Release", "net10.0", "lab.dll");

    [JupyterFact]
    public Task The_suite_of_jupyter_kernel_test_passes_with_no_test_left_out() => PassesAsync("kernel_suite.py");

    [JupyterFact]
    public Task Crashes_interrupts_restarts_questions_and_floods_leave_the_notebook_usable() => PassesAsync("kernel_tests.py");

    [JupyterFact]
    public Task Training_shows_its_progress_and_stops_after_a_batch_when_it_is_interrupted() => PassesAsync("training_tests.py");

    private static async Task PassesAsync(string script)
    {
        var (exitCode, output) = await Jupyter.RunAsync(Lab, Repository.PathOf("notebooks"), script);
        Assert.True(exitCode == 0 && !output.Contains("skipped", StringComparison.Ordinal), output);
        Assert.Matches(@"Ran \d+ tests? in", output);
    }
}
