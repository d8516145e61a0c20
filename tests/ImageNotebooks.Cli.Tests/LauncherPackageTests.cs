namespace ImageNotebooks.Cli.Tests;

/// <summary><c>environment/lab</c>: what it installs, and what it says where it may or can not.</summary>
public sealed class LauncherPackageTests : IDisposable
{
    private const string Install = "apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends lacking other";

    private readonly LauncherTree _tree = new();

    public LauncherPackageTests() => _tree.Write(
        "environment/apt-packages.txt",
        """
        # a comment
        lacking     run    any     /nowhere/lacking.h
        here        run    any     /bin/*sh

        other       run    system  no-such-command
        unneeded    run    cuda    no-such-command
        for-tests   test   any     no-such-command
        for-bench   bench  any     no-such-command
        """);

    public void Dispose() => _tree.Dispose();

    private string[] Apt => [.. _tree.Calls.Where(call => call.StartsWith("apt-get", StringComparison.Ordinal))];

    [UnixFact("bash")]
    public void Root_installs_what_this_command_and_stack_lack_and_says_so_in_one_line()
    {
        var start = _tree.Run(["run", "x"]);
        Assert.Equal(0, start.ExitCode);
        Assert.Equal([Install], Apt);
        Assert.Single(start.Error.Split('\n'), line => line.Contains("installing lacking other with apt-get, because `lab run` on stack system needs them", StringComparison.Ordinal));
    }

    [UnixFact("bash")]
    public void The_package_lists_are_renewed_only_where_the_first_try_fails()
    {
        _tree.Stub("apt-get", "[[ $1 == update || -e ${STUB_CALLS}.updated ]] || exit 100; touch \"${STUB_CALLS}.updated\"");
        Assert.Equal(0, _tree.Run(["run", "x"]).ExitCode);
        Assert.Equal([Install, "apt-get update", Install], Apt);
    }

    [UnixFact("bash")]
    public void Without_root_and_sudo_it_prints_the_command_and_stops()
    {
        var start = _tree.Run(["run", "x"], ("STUB_UID", "1000"));
        Assert.Equal(1, start.ExitCode);
        Assert.Contains("\n    sudo apt-get install --no-install-recommends lacking other\n", start.Error, StringComparison.Ordinal);
        Assert.Empty(Apt);
        Assert.DoesNotContain("word: run", start.Out, StringComparison.Ordinal);
    }

    [UnixTheory("bash")]
    [InlineData("exit 1", false)]
    [InlineData("shift; \"$@\"", true)]
    public void Sudo_is_used_only_where_it_asks_for_no_password(string sudo, bool installs)
    {
        _tree.Stub("sudo", sudo);
        _tree.Stub("true", "");
        Assert.Equal(installs ? 0 : 1, _tree.Run(["run", "x"], ("STUB_UID", "1000")).ExitCode);
        Assert.Equal(installs ? [Install] : [], Apt);
    }

    [UnixFact("bash")]
    public void Where_apt_fails_its_last_words_and_the_command_are_shown()
    {
        _tree.Stub("apt-get", "echo 'E: Unable to locate package lacking'; exit 100");
        var start = _tree.Run(["run", "x"]);
        Assert.Equal(1, start.ExitCode);
        Assert.Contains("E: Unable to locate package lacking\n", start.Error, StringComparison.Ordinal);
        Assert.Contains("\n    apt-get install --no-install-recommends lacking other\n", start.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(_tree.Calls, call => call == "built lib/ImageNotebooks.Course");
    }

    [UnixFact("bash")]
    public void Another_system_is_told_the_packages_and_can_vouch_for_them()
    {
        _tree.RemoveStub("apt-get");
        var start = _tree.Run(["run", "x"]);
        Assert.Equal(1, start.ExitCode);
        Assert.Contains("needs what Debian calls lacking other;", start.Error, StringComparison.Ordinal);
        Assert.Equal(0, _tree.Run(["run", "x"], ("IMAGENOTEBOOKS_SKIP_PACKAGES", "1")).ExitCode);
    }

    [UnixTheory("bash")]
    [InlineData("test", "for-tests")]
    [InlineData("bench", "for-bench")]
    public void What_only_some_tests_or_benchmarks_need_does_not_stop_the_others(string command, string package)
    {
        _tree.Stub("apt-get", $"[[ $* != *{package}* ]]");
        var start = _tree.Run([command]);
        Assert.Equal(0, start.ExitCode);
        Assert.Contains($"\n    apt-get install --no-install-recommends {package}\n", start.Error, StringComparison.Ordinal);
        Assert.Contains($"word: {command}\n", start.Out, StringComparison.Ordinal);
    }

    [UnixTheory("bash")]
    [InlineData("plotly.js-dist-min", "ci")]
    [InlineData("katex", "install --no-save")]
    public void What_pages_are_drawn_with_comes_through_npm_where_the_wanted_version_is_not_there(string package, string how)
    {
        Assert.Equal(0, _tree.Run(["run", "x"]).ExitCode);
        Assert.DoesNotContain(_tree.Calls, call => call.StartsWith("npm ", StringComparison.Ordinal));
        _tree.Write($"environment/node_modules/{package}/package.json", "{ \"version\": \"0.1.0\" }");
        Assert.Equal(0, _tree.Run(["run", "x"]).ExitCode);
        Assert.Contains($"npm {how} --prefix {_tree.PathOf("environment")} --no-audit --no-fund --ignore-scripts", _tree.Calls);
    }

    [UnixFact("bash")]
    public void Without_KaTeX_alone_a_start_goes_on_and_says_so_once()
    {
        Directory.Delete(_tree.PathOf("environment/node_modules/katex"), recursive: true);
        _tree.Stub("npm", "exit 1");
        var first = _tree.Run(["run", "x"]);
        Assert.Equal(0, first.ExitCode);
        Assert.Contains($"lab: KaTeX could not be had through npm, so reports show formulas as their LaTeX; npm ci --prefix {_tree.PathOf("environment")} brings it.\n", first.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("KaTeX", _tree.Run(["run", "x"]).Error, StringComparison.Ordinal);
    }

    [UnixFact("bash")]
    public void Where_npm_fails_its_last_words_and_the_command_are_shown()
    {
        Directory.Delete(_tree.PathOf("environment/node_modules"), recursive: true);
        _tree.Stub("npm", "echo 'npm error code ENOTFOUND'; exit 1");
        var start = _tree.Run(["run", "x"]);
        Assert.Equal(1, start.ExitCode);
        Assert.Contains("npm error code ENOTFOUND\n", start.Error, StringComparison.Ordinal);
        Assert.Contains($"npm ci --prefix {_tree.PathOf("environment")}\n", start.Error, StringComparison.Ordinal);
    }
}
