using TorchSharp;
using static TorchSharp.torch;

namespace StackContract.TensorOps;

/// <summary>Every operation gives the numbers that PyTorch gives, and the same gradients.</summary>
public class TensorOpsTests
{
    private static string? Family(string key) => key.LastIndexOf(" of ", StringComparison.Ordinal) is > 0 and var at && Families.All.ContainsKey(key[(at + 4)..]) ? key[(at + 4)..] : null;

    private static bool IsRandom(string key) => key.StartsWith("random ", StringComparison.Ordinal);

    public static TheoryData<string> Named => [.. Rows.Keys.Where(key => Family(key) is not null)];

    [Theory]
    [MemberData(nameof(Named))]
    public void A_function_gives_the_same_in_every_form(string key)
    {
        var family = Family(key)!;
        var name = key[..^(family.Length + 4)];
        foreach (var (row, inputs) in Rows.Of(key).Zip(Families.All[family]))
        {
            var forms = Forms.Of(name, inputs.Length).ToArray();
            Assert.NotEmpty(forms);
            foreach (var (_, call) in forms) Rows.AssertResults(row, Rows.Tensors(call(inputs)));
            foreach (var (_, call) in Forms.Of(name + "_", inputs.Length)) AssertInPlace(row, inputs, call);
            Tensor[] recorded = [.. inputs.Select(t => t.is_floating_point() ? t.detach().clone().requires_grad_() : t)];
            Rows.AssertGradients(row, Rows.Tensors(forms[^1].Call(recorded)), recorded);
        }
    }

    private static void AssertInPlace(System.Text.Json.JsonElement row, Tensor[] inputs, Func<Tensor[], object?> call)
    {
        var wanted = row.GetProperty("out")[0];
        var type = Enum.Parse<ScalarType>(wanted[0].GetString()!);
        var fits = (type == inputs[0].dtype || type == ScalarType.Bool) && wanted[1].EnumerateArray().Select(size => size.GetInt64()).SequenceEqual(inputs[0].shape);
        if (!fits) return;
        var changed = inputs[0].clone();
        var result = (Tensor)call([changed, .. inputs.Skip(1)])!;
        Rows.AssertShapeAndNumbers(wanted, changed);
        Rows.AssertShapeAndNumbers(wanted, result);
    }

    public static TheoryData<string> Cases => [.. Rows.Keys.Where(key => Family(key) is null && !IsRandom(key))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_gives_what_PyTorch_gives(string key)
    {
        using var scope = NewDisposeScope();
        var inputs = new Inputs();
        var outputs = Rows.Tensors(TensorOps.Cases.All[key](inputs));
        var row = Assert.Single(Rows.Of(key));
        Rows.AssertResults(row, outputs);
        Rows.AssertGradients(row, outputs, inputs.Differentiable);
    }

    [Fact]
    public void Every_case_has_numbers() => Assert.Empty(TensorOps.Cases.All.Keys.Except(Rows.Keys));

    public static TheoryData<string> Draws => [.. Rows.Keys.Where(IsRandom)];

    [Theory]
    [MemberData(nameof(Draws))]
    public void The_same_seed_gives_the_same_numbers(string key)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        Rows.AssertResults(Assert.Single(Rows.Of(key)), Rows.Tensors(TensorOps.Draws.All[key["random ".Length..]]()));
    }
}
