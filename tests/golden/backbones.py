"""Logits and feature maps of torchvision's networks with weights that any libtorch can draw again, for BackboneParityTests. Run with Debian's python3; writes backbones.json. With a folder it writes PyTorch's own files there."""

import json
import math
import pathlib
import sys

import torch

import models

MODELS = ["vgg16", "resnet18", "resnet34", "resnet50", "densenet121", "mobilenet_v2", "efficientnet_v2_b3", "mobilenet", "resnet50_v2"]
# The maps that are compared.
MAPS = {
    "vgg16": ["features.3", "features.16"],
    "resnet18": ["bn1", "layer2.1"],
    "resnet34": ["layer3.5"],
    "resnet50_v2": ["maxpool", "layer2.3"],
    "resnet50": ["layer1.0", "layer4.2"],
    "densenet121": ["features.norm0", "features.transition2"],
    "efficientnet_v2_b3": ["features.1.1", "features.5.0"],
    "mobilenet": ["stem", "blocks.5"],
    "mobilenet_v2": ["features.3", "features.18"],
}


def draw(model):
    """Draws every parameter and average in the order of the names, as BackboneParityTests does."""
    torch.manual_seed(20)
    with torch.no_grad():
        for name, value in sorted(model.state_dict().items()):
            if not value.is_floating_point():
                continue
            value.normal_()
            if value.dim() > 1:
                value.mul_(math.sqrt(2 / value[0].numel()))
            else:
                value.mul_(0.1)
                if name.endswith("running_var"):
                    value.abs_()
                if name.endswith("weight") or name.endswith("running_var"):
                    value.add_(1)
    return model.eval()


def probe(t):
    values = t.double().flatten()
    return [values.sum().item(), values.abs().sum().item(), (values * torch.sin(torch.arange(1, len(values) + 1, dtype=torch.float64))).sum().item()]


def main():
    golden = {}
    for name in MODELS:
        model = draw(models.backbone(name))
        torch.manual_seed(21)
        images = torch.randn(2, 3, 64, 96)
        # With random weights the gates of its attention amplify a float's rounding beyond any tolerance.
        in_double = name == "efficientnet_v2_b3"
        if in_double:
            model, images = model.double(), images.double()
        maps, hooks = {}, []
        for module_name, module in model.named_modules():
            if module_name in MAPS[name]:
                hooks.append(module.register_forward_hook(lambda _, __, output, key=module_name: maps.__setitem__(key, output.clone())))
        with torch.no_grad():
            logits = model(images)
        golden[name] = {
            "parameters": sum(p.numel() for p in model.parameters()),
            "names": len(model.state_dict()),
            "double": in_double,
            "logits": [float(f"{v:.9g}") for v in logits[:, :40].flatten().tolist()],
            "largest": logits.abs().max().item(),
            "maps": {key: {"shape": list(maps[key].shape), "probe": probe(maps[key])} for key in MAPS[name]},
        }
        print(name, golden[name]["parameters"], golden[name]["largest"])
    path = pathlib.Path(__file__).with_name("backbones.json")
    path.write_text(json.dumps(golden, indent=1) + "\n")


def write(folder):
    """Writes torchvision's networks as PyTorch saves them, with images and their logits; BackboneFileTests asks for it."""
    torch.manual_seed(22)
    for name in MODELS[:6]:
        model = draw(models.backbone(name))
        images = torch.rand(1, 3, 64, 96)
        with torch.no_grad():
            torch.save({"images": images, "logits": model(images)}, folder / f"{name}.answers.pth")
        torch.save(model.state_dict(), folder / f"{name}.pth", _use_new_zipfile_serialization=name != "resnet34")


if __name__ == "__main__":
    write(pathlib.Path(sys.argv[1])) if len(sys.argv) > 1 else main()
