using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Models;

/// <summary>torchvision's networks as torchvision has saved them a moment ago.</summary>
public class BackboneFileTests
{
    [TorchvisionFact]
    public void A_file_that_PyTorch_wrote_gives_torchvisions_logits()
    {
        using var folder = new TemporaryFolder();
        using var script = Process.Start(new ProcessStartInfo("/usr/bin/python3", [TestSupport.Repository.PathOf("tests", "golden", "backbones.py"), folder.Path]))!;
        script.WaitForExit();
        Assert.Equal(0, script.ExitCode);
        foreach (var name in new[] { "vgg16", "resnet18", "resnet34", "resnet50", "densenet121", "mobilenet_v2" })
        {
            using var scope = NewDisposeScope();
            using var still = no_grad();
            using var answers = WeightsFile.Open(Path.Combine(folder.Path, name + ".answers.pth"));
            using var model = Backbones.Create(name, weights: Path.Combine(folder.Path, name + ".pth"));
            model.eval();
            var expected = ModuleWeights.Read(answers.Find("logits")!);
            var difference = (expected - model.call(ModuleWeights.Read(answers.Find("images")!))).abs().max().item<float>();
            Assert.True(difference <= 1e-5f * expected.abs().max().item<float>(), $"{name} differs by {difference}.");
        }
    }

    private sealed class TorchvisionFactAttribute : FactAttribute
    {
        public TorchvisionFactAttribute() => Skip = Directory.Exists("/usr/lib/python3/dist-packages/torchvision") ? null : "no python3-torchvision to write files";
    }
}
