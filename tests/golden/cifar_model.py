"""Writes cifar_model.json: logits, loss, gradients and one Adam step of the CIFAR-10 network, computed by PyTorch.

Run with Debian's Python: /usr/bin/python3 tests/golden/cifar_model.py
"""

import json
import pathlib

import torch
import torch.nn.functional as F

from models import CifarBatchNormCnn, fill, wave

torch.set_num_threads(1)


def probe(t):
    """A tensor in three numbers that catch a wrong order, sign or scale."""
    flat = t.detach().double().flatten()
    i = torch.arange(1, flat.numel() + 1, dtype=torch.float64)
    return [flat.sum().item(), flat.abs().sum().item(), (flat * torch.sin(i)).sum().item()]


model = fill(CifarBatchNormCnn(dropout=0.0))
images = wave((8, 3, 32, 32), 0.011, 0.5, 0.5)
labels = torch.arange(8) % 10

model.eval()
evaluated = model(images)
model.train()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, eps=1e-7)
logits = model(images)
loss = F.cross_entropy(logits, labels)
loss.backward()
gradients = {name: probe(p.grad) for name, p in model.named_parameters()}
optimizer.step()

golden = {
    "torch": torch.__version__,
    "eval_logits": evaluated.detach().flatten().tolist(),
    "train_logits": logits.detach().flatten().tolist(),
    "loss": loss.item(),
    "gradients": gradients,
    "after_step": {name: probe(t) for name, t in model.state_dict().items() if "num_batches" not in name},
}
pathlib.Path(__file__).with_name("cifar_model.json").write_text(json.dumps(golden, indent=1) + "\n")
