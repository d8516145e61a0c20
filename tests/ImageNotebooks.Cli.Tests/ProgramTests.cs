using System.Diagnostics;

namespace ImageNotebooks.Cli.Tests;

/// <summary>The program's own words: help, and what it says to words it does not know.</summary>
public sealed class ProgramTests
{
    private static Start Lab(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "lab.dll"), .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output.ReplaceLineEndings("\n"), error.Result.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Without_words_it_shows_the_commands_and_examples()
    {
        var start = Lab();
        Assert.Equal(0, start.ExitCode);
        foreach (var word in new[] { "test", "bench", "doctor", "--stack", "environment/lab run cifar-10" }) Assert.Contains(word, start.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lab: `lab` does not know 'tset'; did you mean test?", "tset")]
    [InlineData("lab: `lab` does not know 'zzzzzz'; it knows ", "zzzzzz", "--filter", "x")]
    [InlineData("lab: `lab test` does not know '--fliter'; did you mean --filter?", "test", "--fliter", "x")]
    [InlineData("lab: `lab test` does not know '--fliter'; did you mean --filter?", "--parse-only", "test", "--fliter", "x")]
    public void Unknown_words_end_with_a_sentence_and_what_was_probably_meant(string sentence, params string[] words)
    {
        var start = Lab(words);
        Assert.Equal(1, start.ExitCode);
        Assert.StartsWith(sentence, start.Error, StringComparison.Ordinal);
        Assert.Contains("--help` explains", start.Error, StringComparison.Ordinal);
        Assert.Equal("", start.Out);
    }

    [Fact]
    public void Known_words_can_be_checked_without_being_obeyed()
    {
        var start = Lab("--parse-only", "test", "--stack", "cpu");
        Assert.Equal((0, "", ""), (start.ExitCode, start.Out, start.Error));
    }

    [Theory]
    [InlineData("test", "test", 0)]
    [InlineData("tset", "test", 1)]
    [InlineData("tests", "test", 1)]
    [InlineData("", "run", 3)]
    [InlineData("doctor", "bench", 6)]
    public void A_swap_of_neighbours_is_one_slip(string typed, string meant, int slips) => Assert.Equal(slips, Complaint.Distance(typed, meant));
}
