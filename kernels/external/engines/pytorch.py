#!/usr/bin/python3
"""PyTorch as an engine of calib: operations and torchvision's networks, timed as PyTorch executes them.

    calib engine check "python3 pytorch.py [--mode eager|script|optimize_for_inference]"

Speaks the protocol of docs/engines.md on stdin and stdout, one JSON object on a line. The file is meant as a template,
too: what an engine must do is in Engine, what PyTorch does in OPERATIONS. eager calls modules as a program does, script
compiles each with torch.jit.trace and freezes it, optimize_for_inference is PyTorch's own pass on top.
"""

import argparse
import gc
import json
import math
import os
import pathlib
import random
import re
import sys
import time

import torch
from torch import nn
from torch.nn import functional

PROTOCOL = 1


class Refused(Exception):
    """What the engine cannot do, and why: becomes the error of an answer."""


# --- Operations -------------------------------------------------------------------------------------------------------
#
# Each function makes a workload of its dimensions: a callable, the operands of one call, and how many terms the longest
# sum behind a result has. Its name and its parameters are the operation's name and dimensions in calib; what they mean
# is in include/calib/op. A module's parameters are operands as well. Nothing is fused but what ABSORBS says.

OPERATIONS = {}


def operation(function):
    OPERATIONS[function.__name__] = function
    return function


def rand(*shape):
    return torch.rand(*shape) * 2 - 1


def filled(module):
    """The module with parameters in (-1, 1), as calib fills its own, and ready for inference."""
    for parameter in module.parameters():
        parameter.data = rand(*parameter.shape)
    return module.eval()


class WithReLU(nn.Module):
    """A layer and the ReLU behind it, for modes that fuse it."""

    def __init__(self, layer):
        super().__init__()
        self.layer = layer

    def forward(self, x):
        return functional.relu(self.layer(x))


def layer(module):
    return WithReLU(filled(module)).eval() if "relu" in ABSORBS[MODE] else filled(module)


@operation
def gemm(m, n, k):
    return torch.mm, [rand(m, k), rand(k, n)], k


@operation
def linear(m, n, k):
    return layer(nn.Linear(k, n)), [rand(m, k)], k


@operation
def batched_gemm(batch, m, n, k):
    return torch.bmm, [rand(batch, m, k), rand(batch, k, n)], k


@operation
def gemv(m, k):
    return torch.mv, [rand(m, k), rand(k)], k


@operation
def dot(elements):
    return torch.dot, [rand(elements), rand(elements)], elements


@operation
def axpy(elements):
    return (lambda x, y: y.add_(x, alpha=1e-3)), [rand(elements), rand(elements)], 2


def of_one(name, function):
    OPERATIONS[name] = lambda elements: (function, [6 * rand(elements)], 1)


of_one("relu", functional.relu)
of_one("gelu", functional.gelu)  # exact, as in torchvision; the tanh form takes ten times as long in PyTorch 1.13
of_one("silu", functional.silu)
of_one("sigmoid", torch.sigmoid)
of_one("tanh", torch.tanh)
of_one("exp", torch.exp)
of_one("hardswish", functional.hardswish)


@operation
def add(elements):
    return torch.add, [rand(elements), rand(elements)], 2


@operation
def mul(elements):
    return torch.mul, [rand(elements), rand(elements)], 1


@operation
def softmax(rows, cols):
    return (lambda x: torch.softmax(x, -1)), [rand(rows, cols)], cols


@operation
def layer_norm(rows, cols):
    return filled(nn.LayerNorm(cols)), [rand(rows, cols)], cols


class RMSNorm(nn.Module):
    """As language models write it: PyTorch has no kernel of its own for it."""

    def __init__(self, cols):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(cols))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5) * self.weight


@operation
def rms_norm(rows, cols):
    return filled(RMSNorm(cols)), [rand(rows, cols)], cols


@operation
def reduce_sum(rows, cols):
    return (lambda x: x.sum(-1)), [rand(rows, cols)], cols


@operation
def bias_add(rows, cols):
    return torch.add, [rand(rows, cols), rand(cols)], 2


@operation
def batch_norm_planes(planes, pixels):
    module = filled(nn.BatchNorm2d(planes))
    module.running_mean = rand(planes)
    module.running_var = 1 + rand(planes) / 2
    height, width = nearest_square(pixels)
    return module, [rand(1, planes, height, width)], 8


@operation
def global_avg_pool_planes(planes, pixels):
    height, width = nearest_square(pixels)
    return nn.AdaptiveAvgPool2d(1).eval(), [rand(1, planes, height, width)], pixels


def pool(module, planes, side, kernel, stride):
    """Images of stride times the output's side, as calib's own; what is missing behind them is added before."""
    before, after = same_padding(side, kernel, stride)
    x = rand(1, planes, side * stride, side * stride)
    if before == after:
        return module(kernel, stride, before).eval(), [x]
    return module(kernel, stride).eval(), [functional.pad(x, (before, after) * 2)]


@operation
def max_pool_square(planes, side, kernel, stride):
    return (*pool(nn.MaxPool2d, planes, side, kernel, stride), 1)


@operation
def avg_pool_square(planes, side, kernel, stride):
    return (*pool(nn.AvgPool2d, planes, side, kernel, stride), kernel * kernel)


def nearest_square(count):
    height = math.isqrt(count)
    while count % height:
        height -= 1
    return height, count // height


def same_padding(out, kernel, stride, dilation=1):
    reach = (kernel - 1) * dilation + 1
    before = (reach - 1) // 2
    return before, max(0, (out - 1) * stride + reach - out * stride - before)


def convolution(batch, groups, group_in, group_out, image, window, stride, dilation=1):
    """The image and window that calib measures a form with: kernels/operands/convolution.hpp."""
    module = nn.Conv2d(groups * group_in, groups * group_out, window, stride, 0, dilation, groups)
    x = rand(batch, groups * group_in, image[0] * stride, image[1] * stride)
    sides = [same_padding(image[i], window[i], stride, dilation) for i in (0, 1)]
    if all(before == after for before, after in sides):
        module.padding = tuple(before for before, _ in sides)
        module._reversed_padding_repeated_twice = [one for side in reversed(sides) for one in side]
    else:
        x = functional.pad(x, (*sides[1], *sides[0]))
    return layer(module), [x], group_in * window[0] * window[1] + 1


@operation
def conv2d_pointwise(pixels, in_channels, out_channels, stride):
    return convolution(1, 1, in_channels, out_channels, nearest_square(pixels), (1, 1), stride)


@operation
def conv2d_3x3(batch, side, in_channels, out_channels):
    return convolution(batch, 1, in_channels, out_channels, (side, side), (3, 3), 1)


@operation
def conv2d_window(batch, side, in_channels, out_channels, taps, stride):
    return convolution(batch, 1, in_channels, out_channels, (side, side), nearest_square(taps), stride)


@operation
def conv2d_depthwise(planes, side, taps, stride, dilation):
    return convolution(1, planes, 1, 1, (side, side), nearest_square(taps), stride, dilation)


@operation
def conv2d_grouped(pixels, groups, group_in, group_out, taps, stride):
    return convolution(1, groups, group_in, group_out, nearest_square(pixels), nearest_square(taps), stride)


class Attention(nn.Module):
    """Products, scale, mask and softmax as models write them; PyTorch 1.13 fuses none of it. `queries` are the last of
    the positions, and the rows of a group stand below each other."""

    def __init__(self, group, queries, positions, head_dim):
        super().__init__()
        self.scale = 1 / math.sqrt(head_dim)
        hidden = torch.ones(queries, positions, dtype=torch.bool).triu(positions - queries + 1)
        self.mask = torch.zeros(queries, positions).masked_fill(hidden, -math.inf).repeat(group, 1)
        self.masked = queries > 1

    def forward(self, q, k, v):
        scores = torch.matmul(q, k.transpose(1, 2)) * self.scale
        if self.masked:
            scores = scores + self.mask.to(scores.dtype)
        return torch.matmul(torch.softmax(scores, -1), v)


def attention(kv_heads, group, queries, positions, head_dim):
    module = Attention(group, queries, positions, head_dim).eval()
    cache = [rand(kv_heads, positions, head_dim) for _ in range(2)]
    return module, [rand(kv_heads, group * queries, head_dim), *cache], positions + head_dim


@operation
def attention_prefill_grouped(kv_heads, group, seq_len, head_dim):
    return attention(kv_heads, group, seq_len, seq_len, head_dim)


@operation
def attention_decode_multi_head(heads, positions, head_dim):
    return attention(heads, 1, 1, positions, head_dim)


@operation
def attention_decode_grouped(kv_heads, group, positions, head_dim):
    return attention(kv_heads, group, 1, positions, head_dim)


@operation
def attention_decode_wide(kv_heads, group, positions, head_dim):
    return attention(kv_heads, group, 1, positions, head_dim)


def arrays(count, size, arrays_moved):
    """`count` operands of an operation that moves `size` bytes in so many arrays."""
    elements = size // (4 * arrays_moved)
    if elements == 0:
        raise Refused("fewer bytes than one element")
    return [rand(elements) for _ in range(count)]


@operation
def copy(bytes):
    return torch.clone, arrays(1, bytes, 2), 1


@operation
def scale(bytes):
    return (lambda x: x * 0.5), arrays(1, bytes, 2), 1


@operation
def stream_add(bytes):
    return torch.add, arrays(2, bytes, 3), 2


@operation
def triad(bytes):
    return (lambda x, y: torch.add(x, y, alpha=0.5)), arrays(2, bytes, 3), 2


@operation
def concat(bytes):
    return (lambda x, y: torch.cat((x, y))), arrays(2, bytes, 4), 1


@operation
def transpose(rows, cols):
    return (lambda x: x.t().contiguous()), [rand(rows, cols)], 1


@operation
def gather(rows, cols):
    return functional.embedding, [torch.randint(0, 8 * rows, (rows,)), rand(8 * rows, cols)], 1


@operation
def dispatch():
    return functional.relu, [rand(1)], 1


# --- Workloads --------------------------------------------------------------------------------------------------------

MODE = "eager"
ABSORBS = {
    "eager": ["bias"],
    "script": ["bias"],
    "optimize_for_inference": ["batch_norm", "bias", "relu"],
}


def compiled(module, operands):
    """What the mode makes of a callable."""
    if MODE == "eager":
        return module
    if not isinstance(module, nn.Module):
        return torch.jit.trace(module, operands, check_trace=False)
    frozen = torch.jit.freeze(torch.jit.trace(module, operands, check_trace=False))
    return torch.jit.optimize_for_inference(frozen) if MODE == "optimize_for_inference" else frozen


# All operands of these are what layers before have written. Of the others it is the first: a second factor, a table of
# embeddings, and the keys and values of decoding are older.
OF_TENSORS = {"batched_gemm", "add", "mul", "attention_prefill_grouped", "stream_add", "triad", "concat"}


class Workload:
    """One operation on operands of its own."""

    def __init__(self, made, seed, name):
        self.plain, self.operands, self.terms = made
        self.inputs = self.operands if name in OF_TENSORS else self.operands[:1]
        self.seed = seed
        self.call = compiled(self.plain, [x.clone() for x in self.operands])
        result = self.call(*self.operands)
        parameters = list(self.plain.state_dict().values()) if isinstance(self.plain, nn.Module) else []
        self.bytes = sum(x.numel() * x.element_size() for x in [*self.operands, *parameters, result])

    def check(self):
        """Against the same expression in f64, whose kernels are others."""
        exact = [x.double() if x.is_floating_point() else x.clone() for x in self.operands]
        got = self.call(*[x.clone() for x in self.operands]).double()
        if isinstance(self.plain, nn.Module):
            want = self.plain.double()(*exact)
            self.plain.float()
        else:
            want = self.plain(*exact)
        difference = ((got - want).abs().max() / want.abs().max().clamp_min(1e-30)).item()
        # Rounding: as kernels/reference.hpp argues, 8 sqrt(terms) roundings; 64 more for functions and for the largest
        # result standing in for the terms' magnitude. NaN is beyond any tolerance.
        tolerance = (8 * math.sqrt(self.terms) + 64) * 2.0 ** -24
        return {"difference": difference if difference == difference else 1e300, "tolerance": tolerance}


class Company:
    def __init__(self, threads, seed, workloads):
        torch.set_num_threads(threads)
        self.threads, self.members, self.answer = threads, [], []
        for place, wanted in enumerate(workloads):
            torch.manual_seed(seed * 1_000_003 + place)
            try:
                member = Workload(make(wanted), seed, wanted["operation"])
            except (Refused, RuntimeError, MemoryError) as why:
                self.answer.append({"accepted": False, "reason": str(why).splitlines()[0] or "it failed"})
                continue
            self.members.append(member)
            self.answer.append({"accepted": True, "bytes": member.bytes})

    def run(self, rounds, seed):
        torch.set_num_threads(self.threads)
        order, dice = list(range(len(self.members))), random.Random(seed)
        calls = [(member.call, member.operands, member.inputs) for member in self.members]
        clock, answer = time.perf_counter_ns, []
        for _ in range(rounds):
            dice.shuffle(order)
            taken = [0] * len(order)
            begin = clock()
            for place in order:
                call, operands, inputs = calls[place]
                for one in inputs:  # as the layer before would have
                    one.mul_(1)
                start = clock()
                call(*operands)
                taken[place] = clock() - start
            answer.append({"latency_s": [ns * 1e-9 for ns in taken], "total_s": (clock() - begin) * 1e-9})
        return answer


def make(wanted):
    name, precision, dims = (need(wanted, key, kind) for key, kind in
                             (("operation", str), ("precision", str), ("dims", dict)))
    if name not in OPERATIONS:
        raise Refused(f"{name} is not offered")
    if precision != "f32":
        raise Refused(f"{name} is offered in f32, not in {precision}")
    if not all(type(size) is int and size > 0 for size in dims.values()):
        raise Refused("dimensions are whole numbers above 0")
    try:
        return OPERATIONS[name](**dims)
    except TypeError as why:
        raise Refused(f"{name}: {why}") from why


# --- Networks ---------------------------------------------------------------------------------------------------------

def torchvision_model(name):
    try:
        from torchvision import models
    except ImportError as why:
        raise Refused("torchvision is not installed (Debian: python3-torchvision)") from why
    name = pathlib.Path(name).stem if name.endswith(".json") else name
    if name not in models.list_models(module=models):
        raise Refused(f"{name} is no network of torchvision; it has {', '.join(models.list_models(module=models))}")
    # Theirs takes a minute, and values do not change times.
    options = {"init_weights": False} if name in ("googlenet", "inception_v3") else {}
    return models.get_model(name, weights=None, **options).eval()


def timed_nodes(model):
    """An interpreter of the model's graph that times each call, and the names of the calls. Neither where the model
    cannot be traced: ViT has sizes that depend on the image."""
    from torch import fx

    class Timed(fx.Interpreter):
        def run_node(self, node):
            if node.op in ("placeholder", "get_attr", "output"):
                return super().run_node(node)
            arguments, keywords = self.fetch_args_kwargs_from_env(node)
            if node.op == "call_module":
                call = self.fetch_attr(node.target)
            else:
                call = node.target if node.op == "call_function" else getattr(arguments[0], node.target)
                arguments = arguments if node.op == "call_function" else arguments[1:]
            start = time.perf_counter_ns()
            result = call(*arguments, **keywords)
            self.taken.append((time.perf_counter_ns() - start) * 1e-9)
            return result

    try:
        traced = fx.symbolic_trace(model)
    except fx.proxy.TraceError as why:
        print(f"no times of single calls: {why}", file=sys.stderr)
        return None, []
    modules = dict(traced.named_modules())
    nodes = []
    for node in traced.graph.nodes:
        if node.op == "call_module":
            nodes.append({"name": node.target, "operation": type(modules[node.target]).__name__})
        elif node.op in ("call_function", "call_method"):
            nodes.append({"name": node.name, "operation": getattr(node.target, "__name__", str(node.target))})
    return Timed(traced), nodes


def network(name, threads, sizes, rounds, seed):
    """Whole calls for the total, and, in eager mode, the same again call by call."""
    if set(sizes) - {"batch", "side"}:
        raise Refused(f"sizes are batch and side, not {', '.join(set(sizes) - {'batch', 'side'})}")
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    model, side = torchvision_model(name), sizes.get("side", 224)
    image = rand(sizes.get("batch", 1), 3, side, side)
    interpreter, nodes = timed_nodes(model) if MODE == "eager" else (None, [])
    call = compiled(model, [image])
    call(image), call(image)  # the second call of a compiled network is the one that optimises it
    answer = []
    for _ in range(rounds):
        start = time.perf_counter_ns()
        call(image)
        total = (time.perf_counter_ns() - start) * 1e-9
        taken = []
        if interpreter:
            interpreter.taken = taken
            interpreter.run(image)
        answer.append({"latency_s": taken, "total_s": total})
    return {"nodes": nodes, "rounds": answer}


# --- The protocol -----------------------------------------------------------------------------------------------------

def need(request, name, kind):
    """A field of a request, refused unless it is there and of this kind."""
    value = request.get(name)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise Refused(f'"{name}" is missing or of another kind')
    return value


def details():
    """What times depend on, of what PyTorch says of its build."""
    built = torch.__config__.show()
    patterns = (r"MKL-DNN v([\d.]+)", r"BLAS_INFO=(\w+)", r"CPU capability usage: (\w+)")
    found = [re.search(pattern, built) for pattern in patterns]
    values = [one.group(1) if one else "unknown" for one in found]
    return "{}, oneDNN {}, BLAS {}, {}".format(MODE, *values)


class Engine:
    def __init__(self):
        self.companies = {}
        self.max_threads = len(os.sched_getaffinity(0))

    def threads(self, request):
        threads = need(request, "threads", int)
        if not 1 <= threads <= self.max_threads:
            raise Refused(f"threads are 1 to {self.max_threads} here, not {threads}")
        return threads

    def company(self, request):
        name = need(request, "id", str)
        if name not in self.companies:
            raise Refused(f"there is no company {name}")
        return self.companies[name]

    def hello(self, request):
        if request.get("protocol") != PROTOCOL:
            raise Refused(f"this engine speaks protocol {PROTOCOL}")
        return {"protocol": PROTOCOL, "name": "pytorch" if MODE == "eager" else f"pytorch_{MODE}",
                "version": torch.__version__.partition("+")[0],
                "details": details(), "max_threads": self.max_threads,
                "clock_resolution_s": time.get_clock_info("perf_counter").resolution, "absorbs": ABSORBS[MODE],
                "operations": [{"operation": name, "precisions": ["f32"]} for name in OPERATIONS],
                "networks": "names of torchvision's models"}

    def prepare(self, request):
        company = Company(self.threads(request), need(request, "seed", int), need(request, "workloads", list))
        self.companies[need(request, "id", str)] = company
        return {"workloads": company.answer}

    def run(self, request):
        return {"rounds": self.company(request).run(need(request, "rounds", int), need(request, "seed", int))}

    def check(self, request):
        return {"checks": [member.check() for member in self.company(request).members]}

    def network(self, request):
        return network(need(request, "network", str), self.threads(request), need(request, "sizes", dict),
                       need(request, "rounds", int), need(request, "seed", int))

    def release(self, request):
        self.company(request)
        del self.companies[request["id"]]
        gc.collect()
        return {}

    def bye(self, request):
        return {}

    def answer(self, line):
        try:
            request = json.loads(line)
            if not isinstance(request, dict):
                raise Refused("a request is a JSON object")
            name = need(request, "request", str)
            if name not in ("hello", "prepare", "run", "check", "network", "release", "bye"):
                raise Refused(f"there is no request {name}")
            return {"ok": True, **getattr(self, name)(request)}, name
        except Exception as why:  # a request that fails must not end the engine
            return {"ok": False, "error": f"{why}" or type(why).__name__}, ""


def main():
    global MODE
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mode", choices=list(ABSORBS), default=MODE)
    MODE = parser.parse_args().mode
    # Answers have a channel of their own: what a library prints goes to stderr.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    torch.set_num_interop_threads(1)
    gc.disable()  # not in the middle of a call
    engine = Engine()
    with torch.inference_mode():
        for line in sys.stdin:
            answer, name = engine.answer(line)
            answers.write(json.dumps(answer) + "\n")
            answers.flush()
            gc.collect()
            if name == "bye":
                break
    os._exit(0)  # nothing is left to do, and taking PyTorch down takes a while


if __name__ == "__main__":
    main()
