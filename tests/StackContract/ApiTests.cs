using System.Reflection;
using TorchSharp;

namespace StackContract;

/// <summary>The public surface that the workspace may use: api.txt lists it, and every stack has it, name by name and default by default.</summary>
public class ApiTests
{
    private static readonly string[] Contract = File.ReadAllLines(Repository.PathOf("tests", "StackContract", "api.txt"));

    private static Assembly Implementation => typeof(torch).Assembly;

    [Fact]
    public void This_stack_has_every_member_of_the_contract()
    {
        var missing = Contract.Except(Signatures.Of(Implementation)).ToArray();
        Assert.True(missing.Length == 0, $"{Implementation.GetName().Name} lacks {missing.Length} of {Contract.Length} members of api.txt:\n{string.Join('\n', missing)}");
    }

    [Fact]
    public void SystemTorch_adds_nothing_to_TorchSharps_namespace()
    {
        if (Implementation.GetName().Name != "SystemTorch") return;
        var own = Signatures.Of(Implementation).Except(Contract).ToArray();
        Assert.True(own.Length == 0, $"api.txt, which lists what TorchSharp has too, lacks {own.Length} members of SystemTorch:\n{string.Join('\n', own)}");
    }

    [Fact]
    public void The_contract_is_sorted_and_says_nothing_twice() => Assert.Equal(Contract.Distinct().Order(StringComparer.Ordinal), Contract);
}
