#!/usr/bin/python3
"""Turns times of the layers of torchvision models into measurements of operations, as CSV for `calib import`.

usage: torchvision_layers.py <folder for <operation>.csv> <times.csv[.gz]> ...

The times have one row for each group of layers that were timed as one, in the order of the traced graph: columns model,
fusion_pattern (the layers' kinds, `Unfused` for a single one, `_+3more` where the name ends early), flops and mean_s.
Shapes are not in there; torchvision is asked for them. Only groups that are one operation are taken: a convolution
with the normalisation and activation behind it counts as a convolution, one with two convolutions is left out.

A model whose graph is not that of the times is left out, and said so: other releases of torchvision trace some models
into other graphs. Known by the number of layers, their kinds, and the FLOPs of every convolution and linear layer.
"""

import csv
import gzip
import itertools
import pathlib
import re
import sys

import torch  # Debian's python3-torchvision brings both
import torchvision
from torch.fx.passes.shape_prop import ShapeProp

IMAGE = (1, 3, 224, 224)

# Kinds of layers that may follow within a group without making another operation of it.
FOLLOWERS = {"BatchNorm2d", "ReLU", "ReLU6", "SiLU", "GELU", "Hardswish", "Dropout"}


class OtherGraph(Exception):
    """The traced graph is not the one that was timed."""


def shape_of(node):
    """None where it does not give one tensor."""
    return getattr(node.meta.get("tensor_meta"), "shape", None)


class Layer:
    """A node of a traced graph: the kind of layer, its module, and the shapes that go in and out."""

    def __init__(self, node, modules):
        self.module = modules[node.target] if node.op == "call_module" else None
        self.kind = type(self.module).__name__ if self.module is not None else getattr(node.target, "__name__", "")
        self.input = shape_of(node.all_input_nodes[0]) if node.all_input_nodes else None
        self.output = shape_of(node)

    def flops(self):
        """As the times count them, without bias; None where they were not checked."""
        if self.kind == "Conv2d":
            return 2 * self.output.numel() * self.module.weight[0].numel()
        if self.kind == "Linear":
            return 2 * self.output.numel() * self.module.in_features
        return None


def layers_of(model):
    network = getattr(torchvision.models, model)(weights=None).eval()
    try:
        graph = torch.fx.symbolic_trace(network)
    except torch.fx.proxy.TraceError as error:
        raise OtherGraph("this release of PyTorch cannot trace it") from error
    with torch.no_grad():
        ShapeProp(graph).propagate(torch.zeros(IMAGE))
    modules = dict(graph.named_modules())
    return [Layer(node, modules) for node in graph.graph.nodes if node.op.startswith("call_")]


def group_size(pattern):
    """How many layers a group has, and the kinds its name tells."""
    if pattern == "Unfused":
        return 1, []
    named, more = re.fullmatch(r"(.*?)(?:_\+(\d+)more)?", pattern).groups()
    kinds = named.split("_")
    return len(kinds) + int(more or 0), kinds


def groups_of(model, rows):
    """Each row with its layers."""
    layers = iter(layers_of(model))
    for row in rows:
        count, kinds = group_size(row["fusion_pattern"])
        group = list(itertools.islice(layers, count))
        found = [layer.kind for layer in group]
        if len(group) != count or found[: len(kinds)] != kinds:
            raise OtherGraph(f"group {row['subgraph']} is {row['fusion_pattern']}, the graph has {found}")
        flops = [layer.flops() for layer in group if layer.flops()]
        if len(flops) == 1 and group[0].flops() and flops[0] != int(row["flops"]):
            raise OtherGraph(f"group {row['subgraph']} has {row['flops']} FLOPs, the graph {flops[0]}")
        yield row, group
    if next(layers, None) is not None:
        raise OtherGraph("the graph has more layers")


def same(pair):
    """The one number of a size in both directions."""
    if isinstance(pair, int):
        return pair
    first, second = pair
    if first != second:
        raise ValueError(f"{pair}: calib knows one for both directions")
    return first


def conv2d(layer):
    m = layer.module
    batch, channels, height, width = layer.input
    return {"batch": batch, "in_channels": channels, "in_h": height, "in_w": width, "out_channels": m.out_channels,
            "kernel_h": m.kernel_size[0], "kernel_w": m.kernel_size[1], "stride": same(m.stride),
            "pad": same(m.padding), "dilation": same(m.dilation), "groups": m.groups}


def max_pool(layer):
    m = layer.module
    return image(layer) | {"kernel": same(m.kernel_size), "stride": same(m.stride), "pad": same(m.padding)}


def image(layer):
    return dict(zip(("batch", "channels", "in_h", "in_w"), layer.input))


# Operation: the kind of layer, and the dimensions of one. None where the layer is not such an operation.
OPERATIONS = {
    "conv2d": ("Conv2d", conv2d),
    "max_pool": ("MaxPool2d", max_pool),
    "global_avg_pool": ("AdaptiveAvgPool2d", lambda layer: image(layer) if layer.output[2:].numel() == 1 else None),
}


def rows_with_layers(paths):
    """Rows of all files whose model's graph is that of the times, each with its layers."""
    for path in paths:
        with (gzip.open if path.endswith(".gz") else open)(path, "rt") as file:
            rows = list(csv.DictReader(file))
        for model, of_model in itertools.groupby(rows, key=lambda row: row["model"]):
            try:
                yield from list(groups_of(model, of_model))
            except OtherGraph as difference:
                print(f"{model} left out: {difference}", file=sys.stderr)


def main(folder, paths):
    measured = {operation: [] for operation in OPERATIONS}
    for row, (first, *rest) in rows_with_layers(paths):
        if any(layer.kind not in FOLLOWERS for layer in rest):
            continue
        for operation, (kind, dimensions) in OPERATIONS.items():
            shape = dimensions(first) if first.kind == kind else None
            if shape is not None:
                measured[operation].append(shape | {"latency_s": row["mean_s"]})
    for operation, rows in measured.items():
        with open(pathlib.Path(folder) / f"{operation}.csv", "w") as file:
            out = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
            out.writeheader()
            out.writerows(rows)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
