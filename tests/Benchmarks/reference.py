"""Python's side of `lab bench`: answers lines of JSON on stdin with lines of JSON on stdout.

{"prepare": NAME, "arguments": {...}}  ->  {"ready": true}
{"round": NAME}                        ->  {"seconds": S}
What a module lacks is answered with {"missing": DEBIAN-PACKAGE}, any other failure with {"error": TEXT}.

A reference is a function that makes everything ready and returns the work of one round:

    @reference
    def my_work(size):
        import torch              # inside, so that the others run where it is not installed
        data = torch.rand(size)
        return lambda: data.sum().item()
"""

import json
import os
import sys
import time

PACKAGES = {"torch": "python3-torch", "torchvision": "python3-torchvision", "numpy": "python3-numpy", "PIL": "python3-pil"}

references = {}


def reference(prepare):
    references[prepare.__name__] = prepare
    return prepare


@reference
def sha256(mebibytes):
    import hashlib

    data = bytes(mebibytes * 1024 * 1024)
    return lambda: hashlib.sha256(data).digest()


def clamp_relu6(model):
    """libtorch 1.13 has no bfloat16 gradient of ReLU6; SystemTorch clamps too."""
    import torch

    class Clamp(torch.nn.Module):
        def forward(self, x):
            return x.clamp_(0, 6)

    for parent in list(model.modules()):
        for name, child in parent.named_children():
            if isinstance(child, torch.nn.ReLU6):
                setattr(parent, name, Clamp())


def training_steps(model, images, labels, loss, steps, bf16, threads):
    import torch

    torch.set_num_threads(threads)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, eps=1e-7)
    if bf16:
        clamp_relu6(model)
        model, images = model.to(memory_format=torch.channels_last), images.to(memory_format=torch.channels_last)

    def work():
        for _ in range(steps):
            optimizer.zero_grad(set_to_none=True)
            with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
                logits = model(images)
            loss(logits.float(), labels).backward()
            optimizer.step()

    return work


@reference
def network_steps(network, steps, batch, size, classes, bf16, threads, multi_label=False):
    import models
    import torch
    import torch.nn.functional as F

    model = getattr(models, network)(classes)
    images = torch.rand(batch, 3, size, size)
    if multi_label:
        labels, loss = torch.randint(0, 2, (batch, classes)).float(), F.binary_cross_entropy_with_logits
    else:
        labels, loss = torch.randint(0, classes, (batch, size, size) if network == "DeepLabV3Plus" else (batch,)), F.cross_entropy
    return training_steps(model, images, labels, loss, steps, bf16, threads)


@reference
def input_gradients(network, steps, batch, size, classes, threads):
    import models
    import torch
    import torch.nn.functional as F

    torch.set_num_threads(threads)
    model = getattr(models, network)(classes).eval()
    images, labels = torch.rand(batch, 3, size, size, requires_grad=True), torch.randint(0, classes, (batch,))

    def work():
        for _ in range(steps):
            torch.autograd.grad(F.cross_entropy(model(images), labels, reduction="sum"), images)

    return work


@reference
def inference(network, batch, size, passes, threads):
    import models
    import torch

    torch.set_num_threads(threads)
    model = models.backbone(network).eval()
    images = torch.rand(batch, 3, size, size)

    def work():
        with torch.inference_mode():
            for _ in range(passes):
                model(images)

    return work


@reference
def addition_chain(chains, length, threads):
    import torch

    torch.set_num_threads(threads)
    one = torch.ones(1)

    def work():
        for _ in range(chains):
            total = torch.zeros(1)
            for _ in range(length):
                total = total + one

    return work


@reference
def adam_steps(steps, parameters, numbers, threads):
    import torch

    torch.set_num_threads(threads)
    weights = [torch.nn.Parameter(torch.randn(numbers)) for _ in range(parameters)]
    for weight in weights:
        weight.grad = torch.randn(numbers)
    optimizer = torch.optim.Adam(weights, lr=1e-3)

    def work():
        for _ in range(steps):
            optimizer.step()

    return work


@reference
def augment(batch, size, batches, threads):
    """Flip, turn and zoom in one map an image, as RandomFlip, RandomRotation(0.2) and RandomZoom(0.3) do it, reflecting at the edges."""
    import math

    import torch
    import torch.nn.functional as F

    torch.set_num_threads(threads)
    images = torch.rand(batch, 3, size, size)

    def maps():
        flip = torch.where(torch.rand(batch) < 0.5, -1.0, 1.0)
        angle = (torch.rand(batch) * 2 - 1) * 0.2 * 2 * math.pi
        zoom = 1 + (torch.rand(batch) * 2 - 1) * 0.3
        cos, sin, none = zoom * torch.cos(angle), zoom * torch.sin(angle), torch.zeros(batch)
        return torch.stack([torch.stack([flip * cos, -flip * sin, none], 1), torch.stack([sin, cos, none], 1)], 1)

    def work():
        for _ in range(batches):
            grid = F.affine_grid(maps(), images.shape, align_corners=False)
            F.grid_sample(images, grid, padding_mode="reflection", align_corners=False)

    return work


def decode_all(job):
    from PIL import Image

    files, size = job
    for file in files:
        image = Image.open(file).convert("RGB")
        if size:
            image = image.resize((size, size), Image.BILINEAR)
        image.load()


@reference
def pillow_decode(files, size, processes):
    import multiprocessing

    import PIL.Image  # asked for here, so that its absence is said

    pool = multiprocessing.Pool(processes)
    jobs = [(files[i::processes * 8], size) for i in range(processes * 8)]
    return lambda: pool.map(decode_all, jobs, chunksize=1)


@reference
def image_folder_epoch(folder, size, batch, workers):
    import torch
    import torchvision

    transform = torchvision.transforms.Compose([torchvision.transforms.Resize((size, size)), torchvision.transforms.ToTensor()])
    images = torchvision.datasets.ImageFolder(folder, transform)

    def work():
        for _ in torch.utils.data.DataLoader(images, batch_size=batch, shuffle=True, num_workers=workers):
            pass

    return work


@reference
def submission(images, kinds, height, width, different):
    """The rows of a submission as numpy code usually makes them: a mask a kind, stacked, flattened, and the places where a row changes."""
    import numpy as np

    def ellipses(picture):
        labels, (y, x) = np.zeros((height, width), np.uint8), np.mgrid[:height, :width]
        for k in range(5):
            x0, y0, a, b = (37 * picture + 91 * k) % width, (53 * picture + 67 * k) % height, 60 + 10 * k, 40 + 8 * k
            labels[((x - x0) / a) ** 2 + ((y - y0) / b) ** 2 <= 1] = 1 + (picture + 3 * k) % kinds
        return labels

    def runs(row):
        edges = np.flatnonzero(np.diff(row.ravel().astype(np.int8), prepend=0, append=0)) + 1
        edges[1::2] -= edges[::2]
        return " ".join(map(str, edges))

    maps, numbers = [ellipses(picture) for picture in range(different)], np.arange(1, kinds + 1)

    def work():
        rows = ["Id,Predicted"]
        for i in range(images):
            rows.append(f"{i}_classification,{runs(numbers == i % kinds + 1)}")
            rows.append(f"{i}_segmentation,{runs(maps[i % different] == numbers[:, None, None])}")
        return "\n".join(rows)

    return work


def answer(request, prepared):
    if "prepare" in request:
        name = request["prepare"]
        if name not in references:
            return {"error": f"there is no reference '{name}', only {', '.join(sorted(references))}"}
        prepared[name] = references[name](**request.get("arguments", {}))
        return {"ready": True}
    if request.get("round") in prepared:
        work = prepared[request["round"]]
        start = time.perf_counter()
        work()
        return {"seconds": time.perf_counter() - start}
    return {"error": f"neither a preparation nor a round of something prepared: {json.dumps(request)}"}


def main():
    # Whatever a library prints must not come between the answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    prepared = {}
    for line in sys.stdin:
        try:
            result = answer(json.loads(line), prepared)
        except ModuleNotFoundError as problem:
            module = (problem.name or "").split(".")[0]
            result = {"missing": PACKAGES[module]} if module in PACKAGES else {"error": str(problem)}
        except Exception as problem:
            result = {"error": f"{type(problem).__name__}: {problem}"}
        print(json.dumps(result), file=answers, flush=True)


if __name__ == "__main__":
    main()
