using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Models;

/// <summary>Networks that torchvision has too, or can be made of its parts: the same names, and from the same weights the same numbers.</summary>
public class BackboneParityTests
{
    private static readonly JsonElement Reference = Golden.Read("backbones.json");

    public static TheoryData<string> Names => [.. Reference.EnumerateObject().Select(network => network.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Logits_and_feature_maps_are_torchvisions(string name)
    {
        var golden = Reference.GetProperty(name);
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var model = Draw(Backbones.Create(name, convention: name is "mobilenet" or "resnet50_v2" ? Convention.Keras : Convention.PyTorch));
        Assert.Equal(golden.GetProperty("parameters").GetInt64(), model.parameters().Sum(p => p.numel()));
        Assert.Equal(golden.GetProperty("names").GetInt32(), model.state_dict().Count);

        manual_seed(21);
        var images = randn(2, 3, 64, 96);
        if (golden.GetProperty("double").GetBoolean())
        {
            model.to(ScalarType.Float64);
            images = images.to_type(ScalarType.Float64);
        }
        var largest = golden.GetProperty("largest").GetDouble();
        var (expected, actual) = (golden.GetProperty("logits").Numbers(), model.call(images)[.., ..40].to_type(ScalarType.Float64).flatten().data<double>().ToArray());
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - (1e-5 * largest), pair.First + (1e-5 * largest)));

        foreach (var map in golden.GetProperty("maps").EnumerateObject())
        {
            var ours = model.Features(images, map.Name)[0];
            Assert.Equal(map.Value.GetProperty("shape").Numbers(), ours.shape.Select(n => (double)n));
            var probe = map.Value.GetProperty("probe").Numbers();
            Assert.All(probe.Zip(Golden.Probe(ours)), pair => Assert.InRange(pair.Second, pair.First - (1e-5 * probe[1]), pair.First + (1e-5 * probe[1])));
        }
    }

    /// <summary>Draws every parameter and average in the order of the names, as tests/golden/backbones.py does.</summary>
    internal static T Draw<T>(T model) where T : nn.Module
    {
        using var still = no_grad();
        manual_seed(20);
        foreach (var (name, value) in model.state_dict().Where(entry => entry.Value.is_floating_point()).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            value.normal_();
            if (value.dim() > 1)
            {
                value.mul_(Math.Sqrt(2.0 * value.shape[0] / value.numel()));
                continue;
            }
            value.mul_(0.1);
            if (name.EndsWith("running_var", StringComparison.Ordinal)) value.abs_();
            if (name.EndsWith("weight", StringComparison.Ordinal) || name.EndsWith("running_var", StringComparison.Ordinal)) value.add_(1);
        }
        model.eval();
        return model;
    }
}
