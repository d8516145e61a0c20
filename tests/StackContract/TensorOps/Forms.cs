using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;

namespace StackContract.TensorOps;

/// <summary>The ways to call a function of one or two tensors by its name: torch.abs(x), x.abs(), and in place torch.abs_(x) and x.abs_().</summary>
internal static class Forms
{
    // In TorchSharp 0.107 torch.erfinv gives erf, torch.var_mean gives std_mean, and Tensor.elu_ and torch.lgamma_ leave their input as it is.
    private static readonly string[] Wrong = ["torch.erfinv", "torch.lgamma_", "Tensor.elu_", "torch.var_mean"];

    public static IEnumerable<(string Name, Func<Tensor[], object?> Call)> Of(string name, int tensors)
    {
        foreach (var owner in new[] { typeof(torch), typeof(Tensor) })
        {
            foreach (var method in owner.GetMethods().Where(m => m.Name == name && Takes(m, owner, tensors) && !Wrong.Contains($"{owner.Name}.{name}")))
                yield return ($"{owner.Name}.{name}", inputs => Call(method, inputs));
        }
    }

    private static bool Takes(MethodInfo method, Type owner, int tensors)
    {
        var own = method.IsStatic ? tensors : tensors - 1;
        var parameters = method.GetParameters();
        return method.IsStatic == (owner == typeof(torch)) && parameters.Length >= own && parameters.Take(own).All(p => p.ParameterType == typeof(Tensor)) && parameters.Skip(own).All(p => p.IsOptional);
    }

    private static object? Call(MethodInfo method, Tensor[] inputs)
    {
        var given = inputs.Skip(method.IsStatic ? 0 : 1).Cast<object?>().ToArray();
        var left = method.GetParameters().Skip(given.Length).Select(p => p.DefaultValue);
        return method.Invoke(method.IsStatic ? null : inputs[0], BindingFlags.DoNotWrapExceptions, null, [.. given, .. left], null);
    }
}
