#!/usr/bin/python3
"""Writes the transformers of the zoo, from their published dimensions.

usage: make_transformers.py [folder]

Into this folder where none is given. Layers are the operators of the models in huggingface/transformers, in eager mode,
under the names of their modules. A block that repeats is written once, with `times`. What takes next to no time is left
out: integer arithmetic on positions and masks, views, dropout.

Dimensions are those of the papers and of the configurations that were published with the weights; each network names
its source. No weights are needed, and none are read.
"""

import math
import pathlib
import sys

import layout

TRANSFORMERS = "huggingface/transformers, eager mode"
SYMBOLS = ("batch", "seq_len", "kv_len", "expert_tokens")
ROWS = "batch*seq_len"  # one for each token of a prompt
BYTES = {"f32": 4, "bf16": 2}


def product(*factors):
    """The size that these numbers and texts multiply to, as the writer of calib spells it."""
    words = [word for factor in factors for word in str(factor).split("*")]
    number = math.prod(int(word) for word in words if word.isdigit())
    symbols = sorted((word for word in words if not word.isdigit()), key=SYMBOLS.index)
    if not symbols:
        return number
    return "*".join(([str(number)] if number != 1 else []) + symbols)


class Network:
    """Layers as they are added. Each method returns the name of its layer, for those that read it."""

    def __init__(self, name, url, conditions, symbols, precision="f32"):
        self.head = {"name": name}
        self.source = {"name": TRANSFORMERS, "url": url, "licence": "Apache-2.0", "conditions": conditions}
        self.symbols, self.precision, self.times = symbols, precision, 1
        self.inputs, self.layers = [], []

    def input(self, name, elements):
        self.inputs.append({"name": name, "elements": elements})
        return name

    def add(self, name, operation, sizes, inputs, output, kind=None, bias=False, times=None, parameters=None):
        layer = {"name": name}
        if kind:
            layer["kind"] = kind
        layer |= {"operation": operation, "sizes": sizes, "inputs": inputs, "output": output}
        if bias:
            layer["bias"] = True
        times = times or self.times
        if times > 1:
            layer["times"] = times
        if parameters is not None:
            layer["parameters"] = parameters
        self.layers.append(layer)
        return name

    def linear(self, name, source, rows, n, k, **more):
        return self.add(name, "linear", {"m": rows, "n": n, "k": k}, [source], product(rows, n), **more)

    def gather(self, name, source, rows, cols, **more):
        return self.add(name, "gather", {"rows": rows, "cols": cols}, [source], product(rows, cols), **more)

    def of_rows(self, operation, name, source, rows, cols, **more):
        """softmax, layer_norm, rms_norm"""
        return self.add(name, operation, {"rows": rows, "cols": cols}, [source], product(rows, cols), **more)

    def elementwise(self, operation, name, sources, elements, **more):
        return self.add(name, operation, {"elements": elements}, sources, elements, **more)

    def one_pass(self, name, sources, elements, kind):
        """What reads one array and writes another, beside a number or a small operand: as relu does, under its kind."""
        return self.elementwise("relu", name, sources, elements, kind=kind)

    def move(self, operation, name, source, elements, kind):
        """copy or concat: everything read once and written once."""
        moved = product(2 * BYTES[self.precision], elements)
        return self.add(name, operation, {"bytes": moved}, [source], elements, kind=kind)

    def batched_gemm(self, name, sources, batch, m, n, k):
        sizes = {"batch": batch, "m": m, "n": n, "k": k}
        return self.add(name, "batched_gemm", sizes, sources, product(batch, m, n))

    def prefill(self, name, sources, heads, kv_heads, head_dim):
        sizes = {"batch": "batch", "seq_len": "seq_len", "heads": heads, "kv_heads": kv_heads, "head_dim": head_dim}
        return self.add(name, "attention_prefill", sizes, sources, product(ROWS, heads, head_dim))

    def decode(self, name, sources, heads, kv_heads, head_dim):
        sizes = {"batch": "batch", "kv_len": "kv_len", "heads": heads, "kv_heads": kv_heads, "head_dim": head_dim}
        return self.add(name, "attention_decode", sizes, sources, product("batch", heads, head_dim))

    def text(self, network_id):
        symbols = [{"name": name, "usual": usual} for name, usual in self.symbols.items()]
        return layout.text(
            {"schema": 1, "id": network_id} | self.head | {"source": self.source, "precision": self.precision}
            | {"symbols": symbols, "inputs": self.inputs, "layers": self.layers})


def bert(name, url, layers, hidden, heads):
    """BertModel: encoder and pooler."""
    n = Network(name, url, "BertModel with pooler; 30522 words, 512 positions", {"batch": 1, "seq_len": 128})
    head_dim, wide, scores = hidden // heads, 4 * hidden, product(heads, "batch", "seq_len", "seq_len")
    elements = product(ROWS, hidden)
    ids = n.input("input_ids", ROWS)
    types = n.input("token_type_ids", ROWS)
    positions = n.input("position_ids", "seq_len")
    mask = n.input("attention_mask", ROWS)
    words = n.gather("embeddings.word_embeddings", ids, ROWS, hidden, parameters=30522 * hidden)
    kinds = n.gather("embeddings.token_type_embeddings", types, ROWS, hidden, parameters=2 * hidden)
    both = n.elementwise("add", "embeddings.add_types", [words, kinds], elements)
    places = n.gather("embeddings.position_embeddings", positions, "seq_len", hidden, parameters=512 * hidden)
    whole = n.elementwise("add", "embeddings.add_positions", [both, places], elements)
    x = n.of_rows("layer_norm", "embeddings.LayerNorm", whole, ROWS, hidden)

    n.times, block = layers, "encoder.layer."
    query = n.linear(block + "attention.self.query", x, ROWS, hidden, hidden, bias=True)
    key = n.linear(block + "attention.self.key", x, ROWS, hidden, hidden, bias=True)
    value = n.linear(block + "attention.self.value", x, ROWS, hidden, hidden, bias=True)
    at = block + "attention.self."
    found = n.batched_gemm(at + "scores", [query, key], product(heads, "batch"), "seq_len", "seq_len", head_dim)
    found = n.one_pass(at + "scale", [found], scores, "Div")
    found = n.one_pass(at + "mask", [found, mask], scores, "Add")  # one row for each sequence
    found = n.of_rows("softmax", at + "softmax", found, product(heads, ROWS), "seq_len")
    found = n.batched_gemm(at + "context", [found, value], product(heads, "batch"), "seq_len", head_dim, "seq_len")
    found = n.move("copy", at + "contiguous", found, elements, "contiguous")
    out = n.linear(block + "attention.output.dense", found, ROWS, hidden, hidden, bias=True)
    out = n.elementwise("add", block + "attention.output.add", [out, x], elements)
    x = n.of_rows("layer_norm", block + "attention.output.LayerNorm", out, ROWS, hidden)
    out = n.linear(block + "intermediate.dense", x, ROWS, wide, hidden, bias=True)
    out = n.elementwise("gelu", block + "intermediate.gelu", [out], product(ROWS, wide))
    out = n.linear(block + "output.dense", out, ROWS, hidden, wide, bias=True)
    out = n.elementwise("add", block + "output.add", [out, x], elements)
    x = n.of_rows("layer_norm", block + "output.LayerNorm", out, ROWS, hidden)

    n.times = 1
    first = n.linear("pooler.dense", x, "batch", hidden, hidden, bias=True)
    n.elementwise("tanh", "pooler.activation", [first], product("batch", hidden))
    return n


def eager_gelu(n, name, x, elements):
    """gelu_new: 0.5 x (1 + tanh(√(2/π) (x + 0.0447 x³))), operator by operator."""
    half = n.one_pass(name + "half", [x], elements, "Mul")
    cube = n.elementwise("tanh", name + "cube", [x], elements, kind="Pow")
    small = n.one_pass(name + "cube_scale", [cube], elements, "Mul")
    inner = n.elementwise("add", name + "add_cube", [x, small], elements)
    scaled = n.one_pass(name + "inner_scale", [inner], elements, "Mul")
    tanh = n.elementwise("tanh", name + "tanh", [scaled], elements)
    one = n.one_pass(name + "add_one", [tanh], elements, "Add")
    return n.elementwise("mul", name + "product", [half, one], elements)


def gpt(name, url, layers, hidden, heads, positions, step, usual, conditions=""):
    """GPT2LMHeadModel. A whole prompt with logits of every position, or one new position."""
    prompt = step == "prefill"
    said = f"GPT2LMHeadModel; 50257 words, {positions} positions; " + (
        "a whole prompt, logits of every position" if prompt else "one new position in each sequence, which attends "
        "to kv_len cached ones; keys and values are written in place")
    symbols = {"batch": 1, "seq_len" if prompt else "kv_len": usual}
    n = Network(f"{name}, {step}", url, said + conditions, symbols)
    head_dim, wide, rows = hidden // heads, 4 * hidden, ROWS if prompt else "batch"
    places = "seq_len" if prompt else "batch"
    elements = product(rows, hidden)
    ids = n.input("input_ids", rows)
    at = n.input("position_ids", places)
    words = n.gather("wte", ids, rows, hidden, parameters=50257 * hidden)
    places = n.gather("wpe", at, places, hidden, parameters=positions * hidden)
    x = n.elementwise("add", "add_positions", [words, places], elements)

    n.times, block = layers, "h."
    out = n.of_rows("layer_norm", block + "ln_1", x, rows, hidden)
    out = n.linear(block + "attn.c_attn", out, rows, 3 * hidden, hidden, bias=True)
    if prompt:
        scores, batch = product(heads, "batch", "seq_len", "seq_len"), product(heads, "batch")
        found = n.batched_gemm(block + "attn.scores", [out, out], batch, "seq_len", "seq_len", head_dim)
        found = n.one_pass(block + "attn.scale", [found], scores, "Div")
        found = n.one_pass(block + "attn.mask", [found], scores, "Where")
        found = n.of_rows("softmax", block + "attn.softmax", found, product(heads, ROWS), "seq_len")
        out = n.batched_gemm(block + "attn.context", [found, out], batch, "seq_len", head_dim, "seq_len")
        out = n.move("copy", block + "attn.contiguous", out, elements, "contiguous")
    else:
        out = n.decode(block + "attn.attention", [out], heads, heads, head_dim)
    out = n.linear(block + "attn.c_proj", out, rows, hidden, hidden, bias=True)
    x = n.elementwise("add", block + "add_attn", [out, x], elements)
    out = n.of_rows("layer_norm", block + "ln_2", x, rows, hidden)
    out = n.linear(block + "mlp.c_fc", out, rows, wide, hidden, bias=True)
    out = eager_gelu(n, block + "mlp.gelu.", out, product(rows, wide))
    out = n.linear(block + "mlp.c_proj", out, rows, hidden, wide, bias=True)
    x = n.elementwise("add", block + "add_mlp", [out, x], elements)

    n.times = 1
    x = n.of_rows("layer_norm", "ln_f", x, rows, hidden)
    n.linear("lm_head", x, rows, 50257, hidden, parameters=0)  # the weights of wte
    return n


def opt(name, url, layers, hidden, heads, usual):
    """OPTForCausalLM on a whole prompt, logits of every position."""
    n = Network(f"{name}, prefill", url,
                "OPTForCausalLM; 50272 words, 2048 positions, 2 more rows in their table; a whole prompt, logits of "
                "every position", {"batch": 1, "seq_len": usual})
    head_dim, wide, batch = hidden // heads, 4 * hidden, product(heads, "batch")
    elements, scores = product(ROWS, hidden), product(heads, "batch", "seq_len", "seq_len")
    ids = n.input("input_ids", ROWS)
    at = n.input("position_ids", ROWS)
    mask = n.input("attention_mask", product("batch", "seq_len", "seq_len"))
    words = n.gather("embed_tokens", ids, ROWS, hidden, parameters=50272 * hidden)
    places = n.gather("embed_positions", at, ROWS, hidden, parameters=2050 * hidden)
    x = n.elementwise("add", "add_positions", [words, places], elements)

    n.times, block = layers, "layers."
    out = n.of_rows("layer_norm", block + "self_attn_layer_norm", x, ROWS, hidden)
    query = n.linear(block + "self_attn.q_proj", out, ROWS, hidden, hidden, bias=True)
    query = n.one_pass(block + "self_attn.scale", [query], elements, "Mul")
    key = n.linear(block + "self_attn.k_proj", out, ROWS, hidden, hidden, bias=True)
    key = n.move("copy", block + "self_attn.k_contiguous", key, elements, "contiguous")
    value = n.linear(block + "self_attn.v_proj", out, ROWS, hidden, hidden, bias=True)
    value = n.move("copy", block + "self_attn.v_contiguous", value, elements, "contiguous")
    query = n.move("copy", block + "self_attn.q_contiguous", query, elements, "contiguous")
    found = n.batched_gemm(block + "self_attn.scores", [query, key], batch, "seq_len", "seq_len", head_dim)
    found = n.elementwise("add", block + "self_attn.mask", [found, mask], scores)
    found = n.one_pass(block + "self_attn.max", [found], scores, "Max")
    found = n.of_rows("softmax", block + "self_attn.softmax", found, product(heads, ROWS), "seq_len")
    out = n.batched_gemm(block + "self_attn.context", [found, value], batch, "seq_len", head_dim, "seq_len")
    out = n.move("copy", block + "self_attn.contiguous", out, elements, "contiguous")
    out = n.linear(block + "self_attn.out_proj", out, ROWS, hidden, hidden, bias=True)
    x = n.elementwise("add", block + "add_attn", [out, x], elements)
    out = n.of_rows("layer_norm", block + "final_layer_norm", x, ROWS, hidden)
    out = n.linear(block + "fc1", out, ROWS, wide, hidden, bias=True)
    out = n.elementwise("relu", block + "activation_fn", [out], product(ROWS, wide))
    out = n.linear(block + "fc2", out, ROWS, hidden, wide, bias=True)
    x = n.elementwise("add", block + "add_mlp", [out, x], elements)

    n.times = 1
    x = n.of_rows("layer_norm", "final_layer_norm", x, ROWS, hidden)
    n.linear("lm_head", x, ROWS, 50272, hidden, parameters=0)  # the weights of embed_tokens
    return n


def rotary(n, name, x, elements):
    """x cos + rotate_half(x) sin."""
    even = n.elementwise("mul", name + "cos", [x], elements, kind="rotary")
    half = n.move("concat", name + "rotate_half", x, elements, "rotary")
    odd = n.elementwise("mul", name + "sin", [half], elements, kind="rotary")
    return n.elementwise("add", name + "sum", [even, odd], elements, kind="rotary")


def gated(n, name, x, rows, hidden, wide, times, unused=1):
    """silu(x gate) * (x up), down again. For each weight of a time there are `unused` in the network."""
    weights = unused * hidden * wide if unused > 1 else None
    more = {"times": times, "parameters": weights}
    names = ("w1", "w3", "w2") if "experts" in name else ("gate_proj", "up_proj", "down_proj")
    gate = n.linear(name + names[0], x, rows, wide, hidden, **more)
    gate = n.elementwise("silu", name + "act_fn", [gate], product(rows, wide), times=times)
    up = n.linear(name + names[1], x, rows, wide, hidden, **more)
    both = n.elementwise("mul", name + "product", [gate, up], product(rows, wide), times=times)
    return n.linear(name + names[2], both, rows, hidden, wide, **more)


def experts(n, name, x, rows, hidden, wide, layers, prompt, total=8, active=2):
    """A mixture: every token goes to `active` of `total` gated layers."""
    router = n.linear(name + "gate", x, rows, total, hidden)
    router = n.of_rows("softmax", name + "softmax", router, rows, total)
    one, count, unused = ("expert_tokens", total, 1) if prompt else ("batch", active, total // active)
    times, elements = layers * count, product(one, hidden)
    chosen = n.gather(name + "experts.select", x, one, hidden, times=times, parameters=0)
    out = gated(n, name + "experts.", chosen, one, hidden, wide, times, unused)
    out = n.elementwise("mul", name + "experts.weigh", [out, router], elements, times=times)
    return n.elementwise("add", name + "experts.add", [out], elements, times=times, kind="index_add")


def llama(name, url, layers, hidden, heads, kv_heads, wide, step, usual, mixture=False):
    """LlamaForCausalLM, MixtralForCausalLM. A whole prompt with logits of its last position, or one new position."""
    prompt = step == "prefill"
    said = ("MixtralForCausalLM" if mixture else "LlamaForCausalLM") + "; 32000 words; fused attention; " + (
        "a whole prompt, logits of its last position" if prompt else "one new position in each sequence, which attends "
        "to kv_len cached ones; keys and values are written in place")
    symbols = {"batch": 1, "seq_len" if prompt else "kv_len": usual}
    if mixture and prompt:
        symbols["expert_tokens"] = usual * 2 // 8
        said += ("; each token goes to 2 of 8 experts, which get equal shares: expert_tokens is batch * seq_len * 2 / "
                 "8 and has to be given with them")
    elif mixture:
        said += ("; each token goes to 2 of 8 experts: exact for one sequence, of more all are counted to go to the "
                 "same two")
    n = Network(f"{name}, {step}", url, said, symbols, "bf16")
    head_dim, rows = hidden // heads, ROWS if prompt else "batch"
    narrow, elements = kv_heads * head_dim, product(rows, hidden)
    ids = n.input("input_ids", rows)
    x = n.gather("embed_tokens", ids, rows, hidden, parameters=32000 * hidden)

    n.times, block = layers, "layers."
    out = n.of_rows("rms_norm", block + "input_layernorm", x, rows, hidden)
    query = n.linear(block + "self_attn.q_proj", out, rows, hidden, hidden)
    key = n.linear(block + "self_attn.k_proj", out, rows, narrow, hidden)
    value = n.linear(block + "self_attn.v_proj", out, rows, narrow, hidden)
    query = rotary(n, block + "self_attn.q_rotary.", query, elements)
    key = rotary(n, block + "self_attn.k_rotary.", key, product(rows, narrow))
    attention = n.prefill if prompt else n.decode
    out = attention(block + "self_attn.attention", [query, key, value], heads, kv_heads, head_dim)
    out = n.linear(block + "self_attn.o_proj", out, rows, hidden, hidden)
    x = n.elementwise("add", block + "add_attn", [out, x], elements)
    out = n.of_rows("rms_norm", block + "post_attention_layernorm", x, rows, hidden)
    if mixture:
        out = experts(n, block + "block_sparse_moe.", out, rows, hidden, wide, layers, prompt)
    else:
        out = gated(n, block + "mlp.", out, rows, hidden, wide, layers)
    x = n.elementwise("add", block + "add_mlp", [out, x], elements)

    n.times = 1
    x = n.of_rows("rms_norm", "norm", x, rows, hidden)
    n.linear("lm_head", x, "batch", 32000, hidden)
    return n


HUB = "https://huggingface.co/"
GPT3 = "https://arxiv.org/abs/2005.14165"
# The paper's table gives GPT-3 XL a width of 2048, and 24 heads of 128.
XL = "; as wide as its 24 heads of 128 together (table 2.1 of the paper also says 2048)"


def networks():
    yield "bert_base", bert("BERT base", HUB + "bert-base-uncased", 12, 768, 12)
    yield "bert_large", bert("BERT large", HUB + "bert-large-uncased", 24, 1024, 16)
    for step in ("prefill", "decode"):
        yield f"gpt2_{step}", gpt("GPT-2", HUB + "gpt2", 12, 768, 12, 1024, step, 512)
        yield f"gpt2_large_{step}", gpt("GPT-2 large", HUB + "gpt2-large", 36, 1280, 20, 1024, step, 512)
        yield f"llama_7b_{step}", llama(
            "LLaMA 7B", "https://arxiv.org/abs/2302.13971", 32, 4096, 32, 32, 11008, step, 512)
        yield f"llama2_70b_{step}", llama(
            "Llama 2 70B", "https://arxiv.org/abs/2307.09288", 80, 8192, 64, 8, 28672, step, 512)
        yield f"mixtral_8x7b_{step}", llama(
            "Mixtral 8x7B", "https://arxiv.org/abs/2401.04088", 32, 4096, 32, 8, 14336, step, 512, mixture=True)
    yield "gpt3_xl_prefill", gpt("GPT-3 XL", GPT3, 24, 3072, 24, 2048, "prefill", 2048, XL)
    yield "gpt3_2_7b_prefill", gpt("GPT-3 2.7B", GPT3, 32, 2560, 32, 2048, "prefill", 2048)
    yield "opt_1_3b_prefill", opt("OPT 1.3B", HUB + "facebook/opt-1.3b", 24, 2048, 32, 2048)


def main(folder=pathlib.Path(__file__).parent):
    for network_id, network in networks():
        (pathlib.Path(folder) / f"{network_id}.json").write_text(network.text(network_id), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
