#!/usr/bin/python3
"""Writes the image networks of the zoo: exported by torchvision to ONNX, imported by calib.

usage: make_torchvision.py <calib> [id ...]

All of them where none is named, into this folder. `calib` is the program. Debian's python3-torchvision is needed; no
trained weights are: the models' own random ones have the same sizes, and none are kept.

Models are exported in evaluation mode with batch_norm and layer_norm as layers of their own, at an open batch. What the
exporter writes in parts is put together again, as the models have it: GELU, SiLU and a fully connected layer with its
bias are one layer each. Padding by nothing is left out. Layers are named as modules are.
"""

import collections
import json
import pathlib
import subprocess
import sys
import tempfile
import warnings

import layout
import torch  # Debian's python3-torchvision brings both
import torchvision

OPSET = 17  # the first with LayerNormalization

NAMES = {
    "alexnet": "AlexNet",
    "vgg16": "VGG-16",
    "resnet18": "ResNet-18",
    "resnet34": "ResNet-34",
    "resnet50": "ResNet-50",
    "googlenet": "GoogLeNet",
    "squeezenet1_1": "SqueezeNet 1.1",
    "densenet121": "DenseNet-121",
    "mobilenet_v2": "MobileNetV2",
    "mobilenet_v3_large": "MobileNetV3 large",
    "efficientnet_b0": "EfficientNet-B0",
    "convnext_tiny": "ConvNeXt-Tiny",
    "vit_b_16": "ViT-B/16",
}

# Without the classifiers that only training has.
ARGUMENTS = {"googlenet": {"aux_logits": False, "init_weights": False}}

# Parameters that no operation shows: by network and layer.
PARAMETERS = {"vit_b_16": {"Expand": 768}}  # the class token


def gelu(g, x, approximate):
    return g.op("com.microsoft::Gelu", x).setType(x.type())


def silu(g, x):
    return g.op("com.microsoft::QuickGelu", x, alpha_f=1.0).setType(x.type())


def export(network_id, file):
    """Returns the number of parameters."""
    model = getattr(torchvision.models, network_id)(weights=None, **ARGUMENTS.get(network_id, {})).eval()
    with torch.no_grad():
        for tensor in [*model.parameters(), *model.buffers()]:  # of equal ones the exporter keeps one
            if tensor.is_floating_point():
                tensor.uniform_()
    axes = {"image": {0: "batch"}, "logits": {0: "batch"}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model, torch.rand(1, 3, 224, 224), file, opset_version=OPSET, dynamic_axes=axes, input_names=["image"],
            output_names=["logits"], training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False)
    return sum(tensor.numel() for tensor in model.parameters())


def module_of(node):
    """/layer1/layer1.0/conv1/Conv belongs to layer1.0.conv1."""
    path = []
    for part in node.strip("/").split("/")[:-1]:
        if path and part.startswith(path[-1] + "."):
            path[-1] = part
        else:
            path.append(part)
    return ".".join(path)


def rename(layers):
    """By the module, and by the node within it where it has several, or modules in it."""
    modules = collections.Counter(module_of(layer["name"]) for layer in layers)
    containers = {module[:dot] for module in modules for dot in range(len(module)) if module[dot] == "."}
    new = {}
    for layer in layers:
        module, node = module_of(layer["name"]), layer["name"].split("/")[-1]
        alone = module and modules[module] == 1 and module not in containers
        new[layer["name"]] = module if alone else ".".join(filter(None, [module, node]))
    for layer in layers:
        layer["name"] = new[layer["name"]]
        layer["inputs"] = [new.get(name, name) for name in layer["inputs"]]


def with_bias(layers):
    """A linear and the vector that is added behind it, and by nothing else read, as one."""
    readers = collections.Counter(name for layer in layers for name in layer["inputs"])
    by_name = {layer["name"]: layer for layer in layers}
    instead, out = {}, []
    for layer in layers:
        layer["inputs"] = [instead.get(name, name) for name in layer["inputs"]]
        before = by_name.get(layer["inputs"][0]) if len(layer["inputs"]) == 1 else None
        if (layer["operation"] == "bias_add" and "kind" not in layer and before and not before.get("bias")
                and before["operation"] == "linear" and readers[before["name"]] == 1):
            before.pop("parameters", None)
            before["bias"] = True
            instead[layer["name"]] = before["name"]
        else:
            out.append(layer)
    return out


def without_empty_padding(layers):
    """The exporter pads before every average pooling, also by nothing."""
    sizes = {layer["name"]: layer["output"] for layer in layers}
    instead, out = {}, []
    for layer in layers:
        layer["inputs"] = [instead.get(name, name) for name in layer["inputs"]]
        if layer.get("kind") == "Pad" and sizes[layer["inputs"][0]] == layer["output"]:
            instead[layer["name"]] = layer["inputs"][0]
        else:
            out.append(layer)
    return out


def tidy(network, network_id):
    layers = without_empty_padding(network["layers"])
    for layer in layers:
        if layer.get("kind") in ("Gelu", "QuickGelu"):  # the exporter's names for gelu and silu
            del layer["kind"]
    layers = with_bias(layers)
    rename(layers)
    for name, count in PARAMETERS.get(network_id, {}).items():
        [layer for layer in layers if layer["name"] == name][0]["parameters"] = count
    network["name"] = NAMES[network_id]
    network["layers"] = [in_order(layer) for layer in layers]
    network["source"] = {
        "name": "torchvision " + torchvision.__version__.split("a")[0],
        "url": f"https://pytorch.org/vision/stable/models/generated/torchvision.models.{network_id}.html",
        "licence": "BSD-3-Clause",
        "conditions": "evaluation mode, images of 224 x 224; exported to ONNX, imported by calib",
    }
    return network


def in_order(layer):
    keys = ("name", "kind", "operation", "precision", "sizes", "inputs", "output", "bias", "times", "parameters")
    return {key: layer[key] for key in keys if key in layer}


def main(calib, *ids):
    torch.onnx.register_custom_op_symbolic("aten::gelu", gelu, OPSET)
    torch.onnx.register_custom_op_symbolic("aten::silu", silu, OPSET)
    torch.onnx.register_custom_op_symbolic("aten::silu_", silu, OPSET)
    for network_id in ids or NAMES:
        with tempfile.TemporaryDirectory() as folder:
            model, file = f"{folder}/{network_id}.onnx", pathlib.Path(folder) / f"{network_id}.json"
            parameters = export(network_id, model)
            subprocess.run([calib, "network", "import", model, "--id", network_id, "-o", file], check=True)
            network = tidy(json.loads(file.read_text(encoding="utf-8")), network_id)
        (pathlib.Path(__file__).parent / f"{network_id}.json").write_text(layout.text(network), encoding="utf-8")
        print(f"{network_id}: {len(network['layers'])} layers, torchvision has {parameters} parameters")


if __name__ == "__main__":
    main(*sys.argv[1:])
