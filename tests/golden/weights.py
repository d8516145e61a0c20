"""Small files of weights as PyTorch and Keras write them: python3 tests/golden/weights.py > tests/golden/weights.json

Needs Debian's python3-torch and python3-h5py. A file is gzip in base64; a tensor is its type, its shape and its numbers, row by row.
"""
import base64
import collections
import gzip
import io
import json
import pickle
import zipfile

import h5py
import numpy
import torch


def numbers(shape, first=0.0, dtype=numpy.float32):
    return (numpy.arange(int(numpy.prod(shape)), dtype=numpy.float64) * 0.25 + first).reshape(shape).astype(dtype)


def describe(array):
    return {"type": str(array.dtype), "shape": list(array.shape), "values": [float(v) for v in array.reshape(-1)]}


def packed(data):
    return base64.b64encode(gzip.compress(data, 9, mtime=0)).decode()


def saved(value, **options):
    data = io.BytesIO()
    torch.save(value, data, **options)
    return data.getvalue()


def layers():
    """A convolution, a batch normalisation and a dense layer, as a state dict with a version beside it."""
    network = torch.nn.Sequential(collections.OrderedDict(
        conv=torch.nn.Conv2d(3, 4, 3), bn=torch.nn.BatchNorm2d(4), fc=torch.nn.Linear(4, 2)))
    state = network.state_dict()
    for k, value in enumerate(state.values()):
        if value.dtype == torch.float32:
            value.copy_(torch.from_numpy(numbers(tuple(value.shape), k)))
    state["bn.num_batches_tracked"].fill_(7)
    return state


def odd():
    """Views, shared storages, small types, nothing at all."""
    base = torch.from_numpy(numbers((4, 6)))
    return {
        "transposed": base.t(),
        "every_other": base[::2, 1:5:3],
        "row": base[2],
        "empty": torch.zeros(0, 3),
        "scalar": torch.tensor(2.5),
        "half": base.half()[0],
        "bfloat16": base.bfloat16()[1],
        "double": base.double()[1],
        "flags": torch.tensor([True, False, True]),
        "bytes": torch.tensor([1, 255], dtype=torch.uint8),
        "longs": torch.tensor([-1, 1 << 40]),
        "parameter": torch.nn.Parameter(base[0]),
        "cube": torch.from_numpy(numbers((2, 3, 4))).permute(2, 0, 1),
    }


def tensors(state):
    return {name: describe(value.detach().float().numpy() if value.dtype == torch.bfloat16 else value.detach().numpy()) for name, value in state.items()}


class Runs:
    def __init__(self, function, *arguments):
        self.function, self.arguments = function, arguments

    def __reduce__(self):
        return self.function, self.arguments


class Stateful:
    def __setstate__(self, state):
        raise AssertionError("this was run")


def hostile():
    """Pickles that would run os.system, packed as torch.save packs them."""
    import os

    command = Runs(os.system, "touch was-run")
    stateful = Stateful()
    stateful.__dict__["x"] = 1

    class WithId(pickle.Pickler):
        def persistent_id(self, value):
            return ("storage", command, "0", "cpu", 1) if isinstance(value, set) else None

    def plain(value, pickler=pickle.Pickler):
        data = io.BytesIO()
        pickler(data, protocol=2).dump(value)
        return data.getvalue()

    pickles = {
        "reduce": plain(command),
        "nested": plain({"conv.weight": [1, (2, {"deep": command})]}),
        "argument": plain(Runs(collections.OrderedDict, command)),
        "state": plain({"x": stateful}),
        "persistent_id": plain({"x": set()}, WithId),
        "eval": b"\x80\x02c__builtin__\neval\nX\x0f\x00\x00\x00open('was-run'),\x85R.",
        "instance": b"\x80\x02(ios\nsystem\nU\x0dtouch was-run.",
    }
    files = {}
    for name, content in pickles.items():
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr("archive/data.pkl", content)
            archive.writestr("archive/version", "3\n")
        files[name] = packed(data.getvalue())
    return files


def keras(write, **how):
    data = io.BytesIO()
    with h5py.File(data, "w") as file:
        write(file, **how)
    return data.getvalue()


KERAS = [
    ("input_1", []),
    ("block1_conv1", [("kernel:0", (3, 3, 2, 4)), ("bias:0", (4,))]),
    ("conv_dw_1", [("depthwise_kernel:0", (3, 3, 4, 1))]),
    ("conv_dw_1_bn", [("gamma:0", (4,)), ("beta:0", (4,)), ("moving_mean:0", (4,)), ("moving_variance:0", (4,))]),
    ("predictions", [("kernel:0", (4, 3)), ("bias:0", (3,))]),
]


def layer_groups(group, dtype=numpy.float32, fixed=True, **storage):
    text = (lambda names: numpy.array([n.encode() for n in names], dtype="S40")) if fixed else (lambda names: numpy.array(names, dtype=object))
    group.attrs["layer_names"] = text([layer for layer, _ in KERAS])
    group.attrs["backend"] = b"tensorflow" if fixed else "tensorflow"
    group.attrs["keras_version"] = b"2.4.0"
    for layer, weights in KERAS:
        own = group.create_group(layer)
        names = [f"{layer}/{weight}" for weight, _ in weights]
        own.attrs["weight_names"] = text(names) if names else numpy.zeros(0, dtype="S1")
        for k, (name, (_, shape)) in enumerate(zip(names, weights)):
            own.create_dataset(name, data=numbers(shape, k, dtype), **storage)


def whole_model(file):
    file.attrs["model_config"] = '{"class_name": "Functional"}'
    layer_groups(file.create_group("model_weights"), fixed=False)
    file.create_group("optimizer_weights")


def first_keras(file):
    """How Keras 1 named what keras.applications still serves for VGG16 and the first ResNet50."""
    file.attrs["layer_names"] = [b"block1_conv1", b"bn_conv1"]
    for layer, weights in (("block1_conv1", ("W_1:0", "b_1:0")), ("bn_conv1", ("gamma:0", "beta:0", "running_mean:0", "running_std:0"))):
        own = file.create_group(layer)
        own.attrs["weight_names"] = [f"{layer}_{weight}".encode() for weight in weights]
        for weight in weights:
            own.create_dataset(f"{layer}_{weight}", data=numbers((2,)))


def within(file):
    """A model as a layer of another, and a list of names in two parts."""
    file.attrs["layer_names0"] = [b"inner"]
    file.attrs["layer_names1"] = [b"dense"]
    for layer, weights in (("inner", ("conv2d/kernel:0", "conv2d_1/kernel:0")), ("dense", ("dense_7/kernel:0",))):
        own = file.create_group(layer)
        own.attrs["weight_names"] = [weight.encode() for weight in weights]
        for weight in weights:
            own.create_dataset(weight, data=numbers((2, 2)))


def other(file):
    file.create_dataset("numbers", data=numbers((3,)))


def latest():
    data = io.BytesIO()
    with h5py.File(data, "w", libver="latest") as file:
        layer_groups(file)
    return data.getvalue()


state = layers()
print(json.dumps({
    "tensors": {"layers": tensors(state), "odd": tensors(odd()), "keras": {
        f"{layer}/{weight[:-2]}": describe(numbers(shape, k)) for layer, weights in KERAS for k, (weight, shape) in enumerate(weights)}},
    "files": {
        "layers_zip": packed(saved(state)),
        "layers_legacy": packed(saved(state, _use_new_zipfile_serialization=False)),
        "odd_zip": packed(saved(odd())),
        "odd_legacy": packed(saved(odd(), _use_new_zipfile_serialization=False)),
        "checkpoint": packed(saved({"epoch": 12, "best": 0.75, "arch": "tiny", "state_dict": state, "list": [torch.ones(2)], "nothing": None})),
        "tensor": packed(saved(torch.ones(2))),
        "keras": packed(keras(layer_groups)),
        "keras_gzip": packed(keras(layer_groups, compression="gzip", shuffle=True)),
        "keras_chunks": packed(keras(lambda file: layer_groups(file, chunks=True))),
        "keras_half": packed(keras(layer_groups, dtype=numpy.float16)),
        "keras_big_endian": packed(keras(layer_groups, dtype=">f4")),
        "keras_lzf": packed(keras(layer_groups, compression="lzf")),
        "keras_latest": packed(latest()),
        "keras_model": packed(keras(whole_model)),
        "keras_1": packed(keras(first_keras)),
        "keras_within": packed(keras(within)),
        "hdf5_other": packed(keras(other)),
    },
    "hostile": hostile(),
}, indent=1))
