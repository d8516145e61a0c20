"""The studies' networks in PyTorch, as the reference for tests and benchmarks. Fields bear the names of the C# models."""

import math

import torch
from torch import nn
import torch.nn.functional as F


def keras_bn(channels):
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=0.01)


def keras_weights(model):
    for m in model.modules():
        if isinstance(m, (nn.Conv2d, nn.Linear)):
            nn.init.xavier_uniform_(m.weight)
            if m.bias is not None:
                nn.init.zeros_(m.bias)
    return model


class CifarBatchNormCnn(nn.Module):
    def __init__(self, classes=10, dropout=0.2):
        super().__init__()
        widths = [(3, 32), (32, 32), (32, 64), (64, 64), (64, 128), (128, 128)]
        for i, (a, b) in enumerate(widths, 1):
            setattr(self, f"conv{i}", nn.Conv2d(a, b, 3, padding=1))
            setattr(self, f"bn{i}", keras_bn(b))
        self.dense1 = nn.Linear(2048, 1024)
        self.dense2 = nn.Linear(1024, classes)
        self.dropout1 = self.dropout2 = nn.Dropout(dropout)
        keras_weights(self)

    def forward(self, x):
        for i in (1, 3, 5):
            for j in (i, i + 1):
                x = getattr(self, f"bn{j}")(F.relu(getattr(self, f"conv{j}")(x)))
            x = F.max_pool2d(x, 2)
        x = self.dropout1(torch.flatten(x, 1))
        x = self.dropout2(F.relu(self.dense1(x)))
        return self.dense2(x)


class IntelCnn(nn.Module):
    def __init__(self, classes=6):
        super().__init__()

        def pooled(a, b):
            return nn.Sequential(nn.Conv2d(a, b, 3, padding=1), nn.ReLU(inplace=True), nn.MaxPool2d(2, ceil_mode=True))

        self.features = nn.Sequential(
            pooled(3, 32), pooled(32, 32), nn.Dropout(0.2),
            pooled(32, 64), pooled(64, 64), nn.Dropout(0.3),
            pooled(64, 128), pooled(128, 128), nn.Dropout(0.4),
            pooled(128, 256), pooled(256, 256), nn.Dropout(0.5),
        )
        self.classifier = nn.Sequential(nn.Flatten(), nn.Linear(256, 512), nn.ReLU(), nn.Linear(512, classes))
        keras_weights(self)

    def forward(self, x):
        return self.classifier(self.features(x))


class AnimalsCnn(nn.Module):
    def __init__(self, classes=10, convolutions=2):
        super().__init__()
        self.features, a, size = nn.Sequential(), 3, 100
        for i in range(convolutions):
            b = 32 << i
            self.features.append(nn.Sequential(nn.Conv2d(a, b, 3), nn.ReLU(inplace=True), nn.MaxPool2d(2)))
            a, size = b, (size - 2) // 2
        self.classifier = nn.Sequential(nn.Flatten(), nn.Linear(a * size * size, 128), nn.ReLU(), nn.Linear(128, classes))
        keras_weights(self)

    def forward(self, x):
        return self.classifier(self.features(x))


class MalariaSwishCnn(nn.Module):
    def __init__(self, classes=2):
        super().__init__()
        layers = []
        for a, b in [(3, 32), (32, 64), (64, 128)]:
            layers += [nn.Conv2d(a, b, 3, padding=1), nn.LeakyReLU(0.3, inplace=True), nn.MaxPool2d(2)]
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Sequential(nn.Linear(128, 128), nn.SiLU(), nn.Linear(128, classes))
        keras_weights(self)

    def forward(self, x):
        return self.classifier(self.features(x).mean((2, 3)))


class MalariaCnn(nn.Module):
    def __init__(self, classes=2):
        super().__init__()
        self.conv1, self.conv2, self.conv3 = nn.Conv2d(3, 32, 3), nn.Conv2d(32, 64, 3), nn.Conv2d(64, 64, 3)
        self.dense1, self.dense2 = nn.Linear(64 * 12 * 12, 64), nn.Linear(64, classes)
        keras_weights(self)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = torch.flatten(F.relu(self.conv3(x)), 1)
        return self.dense2(F.relu(self.dense1(x)))


class VocAlexNet(nn.Module):
    def __init__(self, classes=20):
        super().__init__()

        def convolution(a, b, size):
            return nn.Sequential(nn.Conv2d(a, b, size), nn.ReLU(inplace=True))

        self.features = nn.Sequential(
            convolution(3, 64, 7), keras_bn(64), nn.MaxPool2d(3),
            convolution(64, 128, 5), keras_bn(128), nn.MaxPool2d(3),
            convolution(128, 145, 3),
            convolution(145, 145, 3),
            convolution(145, 128, 3), keras_bn(128), nn.MaxPool2d(4),
        )
        self.classifier = nn.Sequential(
            nn.Flatten(), nn.Linear(512, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Dropout(0.5), nn.Linear(64, classes)
        )
        keras_weights(self)

    def forward(self, x):
        return self.classifier(self.features(x))


class SqueezeExcite(nn.Module):
    def __init__(self, channels, ratio):
        super().__init__()
        self.squeeze, self.excite = nn.Linear(channels, channels // ratio), nn.Linear(channels // ratio, channels)

    def forward(self, x):
        weights = torch.sigmoid(self.excite(F.relu(self.squeeze(x.mean((2, 3))))))
        return x * weights[:, :, None, None]


class MalariaSqueezeExciteCnn(nn.Module):
    def __init__(self, classes=2):
        super().__init__()
        for i, (a, b) in enumerate([(3, 32), (32, 64), (64, 128), (128, 128)], 1):
            setattr(self, f"conv{i}", nn.Conv2d(a, b, 3, padding=1))
            setattr(self, f"bn{i}", keras_bn(b))
        self.se = SqueezeExcite(128, 8)
        self.dense1, self.dense2, self.dense3 = nn.Linear(128, 128), nn.Linear(128, 64), nn.Linear(64, classes)
        keras_weights(self)

    def forward(self, x):
        for i in (1, 2, 3):
            x = F.max_pool2d(F.relu(getattr(self, f"bn{i}")(getattr(self, f"conv{i}")(x))), 2)
        x = self.se(F.relu(self.bn4(self.conv4(x)))).mean((2, 3))
        return self.dense3(F.relu(self.dense2(F.relu(self.dense1(x)))))


def mobilenet_v2(classes=1000):
    import torchvision

    return torchvision.models.mobilenet_v2(num_classes=classes)


def efficientnet_v2_b3(classes=1000):
    from torchvision.models.efficientnet import EfficientNet, FusedMBConvConfig, MBConvConfig

    stages = [
        FusedMBConvConfig(1, 3, 1, 40, 16, 2),
        FusedMBConvConfig(4, 3, 2, 16, 40, 3),
        FusedMBConvConfig(4, 3, 2, 40, 56, 3),
        MBConvConfig(4, 3, 2, 56, 112, 5),
        MBConvConfig(6, 3, 1, 112, 136, 7),
        MBConvConfig(6, 3, 2, 136, 232, 12),
    ]
    return EfficientNet(stages, dropout=0.2, num_classes=classes, norm_layer=lambda channels: nn.BatchNorm2d(channels, eps=1e-5), last_channel=1536)


class PreactivationBottleneck(nn.Module):
    def __init__(self, a, width, stride):
        super().__init__()
        self.stride, b = stride, 4 * width
        self.preact_bn = nn.BatchNorm2d(a, eps=1.001e-5)
        if a != b:
            self.downsample = nn.Conv2d(a, b, 1, stride)
        self.conv1, self.bn1 = nn.Conv2d(a, width, 1, bias=False), nn.BatchNorm2d(width, eps=1.001e-5)
        self.conv2, self.bn2 = nn.Conv2d(width, width, 3, stride, padding=1, bias=False), nn.BatchNorm2d(width, eps=1.001e-5)
        self.conv3 = nn.Conv2d(width, b, 1)

    def forward(self, x):
        y = F.relu(self.preact_bn(x), inplace=True)
        shortcut = self.downsample(y) if hasattr(self, "downsample") else F.max_pool2d(x, 1, self.stride) if self.stride > 1 else x
        y = F.relu(self.bn1(self.conv1(y)), inplace=True)
        y = F.relu(self.bn2(self.conv2(y)), inplace=True)
        return self.conv3(y) + shortcut


class ResNet50V2(nn.Module):
    """Keras's: the last block of a stage halves the image, and the first pooling is padded with zeros."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, 2, padding=3)
        self.maxpool = nn.Sequential(nn.ZeroPad2d(1), nn.MaxPool2d(3, 2))
        a = 64
        for stage, (width, blocks, stride) in enumerate([(64, 3, 2), (128, 4, 2), (256, 6, 2), (512, 3, 1)], 1):
            layers = []
            for i in range(blocks):
                layers.append(PreactivationBottleneck(a, width, stride if i == blocks - 1 else 1))
                a = 4 * width
            setattr(self, f"layer{stage}", nn.Sequential(*layers))
        self.post_bn = nn.BatchNorm2d(a, eps=1.001e-5)
        self.fc = nn.Linear(a, 1000)

    def forward(self, x):
        x = self.layer4(self.layer3(self.layer2(self.layer1(self.maxpool(self.conv1(x))))))
        return self.fc(F.relu(self.post_bn(x), inplace=True).mean((2, 3)))


def backbone(name):
    """torchvision's network, or ours made of its parts or of PyTorch's where it has none."""
    own = {"mobilenet": MobileNet, "efficientnet_v2_b3": efficientnet_v2_b3, "resnet50_v2": ResNet50V2}
    if name in own:
        return own[name]()
    import torchvision

    return getattr(torchvision.models, name)()


class MobileNet(nn.Module):
    TABLE = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + 5 * [(512, 1)] + [(1024, 2), (1024, 1)]

    def __init__(self, blocks=13):
        super().__init__()

        def strided(a, b, stride, groups):
            pad = [nn.ZeroPad2d((0, 1, 0, 1))] if stride == 2 else []
            return pad + [nn.Conv2d(a, b, 3, stride, padding=0 if stride == 2 else 1, groups=groups, bias=False), keras_bn(b), nn.ReLU6(inplace=True)]

        self.stem = nn.Sequential(*strided(3, 32, 2, 1))
        self.blocks, a = nn.ModuleList(), 32
        for b, stride in self.TABLE[:blocks]:
            self.blocks.append(nn.Sequential(*strided(a, a, stride, a), nn.Conv2d(a, b, 1, bias=False), keras_bn(b), nn.ReLU6(inplace=True)))
            a = b
        if blocks == len(self.TABLE):
            self.classifier = nn.Sequential(nn.Dropout(1e-3), nn.Linear(1024, 1000))

    def forward(self, x):
        x = self.stem(x)
        for layer in self.blocks:
            x = layer(x)
        return self.classifier(x.mean((2, 3)))


def block(a, b, kernel, dilation=1, bias=False):
    conv = nn.Conv2d(a, b, kernel, padding=dilation * (kernel // 2), dilation=dilation, bias=bias)
    return nn.Sequential(conv, keras_bn(b), nn.ReLU(inplace=True))


class Aspp(nn.Module):
    def __init__(self, channels, filters=256):
        super().__init__()
        self.branches = nn.ModuleList([block(channels, filters, 1 if d == 1 else 3, d) for d in (1, 6, 12, 18)])
        self.imagePooling = nn.Sequential(nn.AdaptiveAvgPool2d(1), block(channels, filters, 1, bias=True))
        self.project = block(5 * filters, filters, 1)

    def forward(self, x):
        whole = self.imagePooling(x).expand(-1, -1, *x.shape[2:])
        return self.project(torch.cat([whole] + [branch(x) for branch in self.branches], 1))


class DeepLabV3Plus(nn.Module):
    def __init__(self, classes=21):
        super().__init__()
        self.backbone, self.aspp, self.lowLevel = MobileNet(11), Aspp(512), block(128, 48, 1)
        self.decoder = nn.Sequential(block(256 + 48, 256, 3), block(256, 256, 3))
        self.head = nn.Conv2d(256, classes, 1)

    def forward(self, x):
        size = x.shape[2:]
        x = self.backbone.stem(x)
        for i, layer in enumerate(self.backbone.blocks, 1):
            x = layer(x)
            if i == 3:
                low = self.lowLevel(x)
        high = F.interpolate(self.aspp(x), low.shape[2:], mode="bilinear", align_corners=False)
        x = self.decoder(torch.cat([high, low], 1))
        return self.head(F.interpolate(x, size, mode="bilinear", align_corners=False))


def wave(shape, factor, scale, shift=0.0):
    """Numbers that any language can make again: shift + scale * sin(factor * (i + 1)), computed in double."""
    i = torch.arange(1, math.prod(shape) + 1, dtype=torch.float64)
    return (shift + scale * torch.sin(factor * i)).to(torch.float32).reshape(shape)


def fill(model):
    """Gives every parameter the numbers that tests/ImageNotebooks.Tests/Golden.cs gives it."""
    with torch.no_grad():
        for k, (name, p) in enumerate(sorted(model.named_parameters()), 1):
            if p.dim() > 1:
                p.copy_(wave(p.shape, 0.37 * k, math.sqrt(3.0 / p[0].numel())))
            else:
                p.copy_(wave(p.shape, 0.7 * k, 0.1, 1.0 if name.endswith("weight") else 0.0))
    return model
