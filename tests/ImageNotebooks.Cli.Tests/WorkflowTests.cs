using System.Text.RegularExpressions;

namespace ImageNotebooks.Cli.Tests;

/// <summary>What the README, the devcontainer and the continuous integration tell people and machines to type.</summary>
public sealed class WorkflowTests
{
    [Theory]
    [InlineData("README.md", 8)]
    [InlineData(".devcontainer/devcontainer.json", 2)]
    [InlineData(".github/workflows/ci.yml", 6)]
    public async Task Every_lab_command_is_one_that_lab_knows(string file, int atLeast)
    {
        var commands = CommandsIn(await File.ReadAllTextAsync(Repository.PathOf(file)));
        Assert.True(commands.Count >= atLeast, $"{commands.Count} commands were found in {file}.");
        foreach (var command in commands)
            Assert.True(await Program.Main(["--parse-only", .. command.Split(' ', StringSplitOptions.RemoveEmptyEntries)]) == 0, $"{file} says `lab {command}`.");
    }

    // A placeholder such as [NAME...] or FOLDER is for a person to fill in.
    private static List<string> CommandsIn(string text) =>
    [
        .. Regex.Matches(text, """(?:environment/lab(?:\.ps1)?|\$\{\{ matrix\.lab \}\}) ([^\r\n#&|;)`"\]]+)""").Select(match => match.Groups[1].Value.Trim())
            .Where(command => !command.Contains('[') && !command.Contains("...", StringComparison.Ordinal)),
    ];

    [Fact]
    public async Task The_devcontainer_installs_by_the_columns_that_the_package_list_has()
    {
        var packages = AptPackage.ReadAll(await File.ReadAllTextAsync(Repository.PathOf("environment", "apt-packages.txt")));
        var dockerfile = await File.ReadAllTextAsync(Repository.PathOf(".devcontainer", "Dockerfile"));
        Assert.Contains("$2 ~ /^(run|test)$/ && $3 == \"any\"", dockerfile, StringComparison.Ordinal);
        Assert.Contains("python3-ipykernel", packages.Where(package => package.IsFor("run", "cuda") || package.IsFor("test", "cuda")).Select(package => package.Name));
    }

    [Fact]
    public async Task Actions_are_pinned_to_a_commit() =>
        Assert.All(
            Regex.Matches(await File.ReadAllTextAsync(Repository.PathOf(".github", "workflows", "ci.yml")), "uses: (.*)"),
            use => Assert.Matches("@[0-9a-f]{40} # v[0-9.]+$", use.Groups[1].Value.Trim()));
}
