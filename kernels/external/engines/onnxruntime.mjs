#!/usr/bin/env node
/* ONNX Runtime as an engine of calib: operations and networks, timed node by node by its own profiler.

     calib engine check "node onnxruntime.mjs [--optimization all|extended|basic|disabled]"

   Speaks the protocol of docs/engines.md on stdin and stdout, one JSON object on a line. The file is meant as a
   template, too. A company becomes one model of unconnected nodes with random weights. ONNX Runtime writes a profile
   once in the life of a session, so every run makes a session of its own, with the nodes in another order.

   Needs npm's onnxruntime-node: ./bootstrap.sh engines installs it into ~/.local/share/calib/engines, where this file
   looks for it; CALIB_ENGINES names another folder with node_modules. */

import { createRequire } from 'node:module';
import { mkdtempSync, readFileSync, readdirSync, rmSync, existsSync } from 'node:fs';
import { availableParallelism, homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

const PROTOCOL = 1;
const OPTIONS = parseArgs({ options: { optimization: { type: 'string', default: 'all' } } }).values;

class Refused extends Error {}

function loadRuntime() {
  const data = process.env.XDG_DATA_HOME || join(homedir(), '.local', 'share');
  const tried = [];
  for (const folder of [process.env.CALIB_ENGINES, join(data, 'calib', 'engines'), process.cwd()]) {
    if (!folder) continue;
    try {
      return createRequire(join(folder, 'package.json'))('onnxruntime-node');
    } catch (why) {
      tried.push(`${folder}: ${why.code || why.message}`);
    }
  }
  console.error(`onnxruntime-node is not installed (./bootstrap.sh engines); looked in ${tried.join('; ')}`);
  process.exit(3);
}
const ort = loadRuntime();
// Its own messages, about nodes that it places elsewhere and such, are of no use here.
ort.env.logLevel = 'error';

// --- ONNX files: as much of protobuf as they take --------------------------------------------------------------------

const FLOAT = 1, UINT8 = 2, INT8 = 3, INT32 = 6, INT64 = 7;

function varint(value) {
  const bytes = [];
  for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
    if (rest < 128n) return Buffer.from([...bytes, Number(rest)]);
    bytes.push(Number(rest & 127n) | 128);
  }
}
const whole = (field, value) => Buffer.concat([varint(field << 3), varint(value)]);
/* Messages are nested lists of buffers until they are written: weights are copied once. */
const length = (part) => Array.isArray(part) ? part.reduce((all, one) => all + length(one), 0) : part.length;
const bytes = (field, ...parts) => [varint((field << 3) | 2), varint(length(parts)), parts];
const text = (field, value) => bytes(field, Buffer.from(value));
const float32 = (field, value) => {
  const number = Buffer.alloc(4);
  number.writeFloatLE(value);
  return Buffer.concat([varint((field << 3) | 5), number]);
};

function attribute(name, value) {
  const kind = (code) => whole(20, code);
  if (typeof value === 'string') return bytes(5, text(1, name), text(4, value), kind(3));
  if (Array.isArray(value)) return bytes(5, text(1, name), value.map((one) => whole(8, one)), kind(7));
  // Attributes that are real numbers are written as {float: 0.5}.
  if (typeof value === 'object') return bytes(5, text(1, name), float32(2, value.float), kind(1));
  return bytes(5, text(1, name), whole(3, value), kind(2));
}
const nodeBytes = (node) => bytes(1, node.inputs.map((name) => text(1, name)),
  node.outputs.map((name) => text(2, name)), text(3, node.name), text(4, node.operator),
  Object.entries(node.attributes).map(([name, value]) => attribute(name, value)));
const tensorBytes = (tensor) => bytes(5, tensor.dims.map((size) => whole(1, size)), whole(2, tensor.type),
  text(8, tensor.name), bytes(9, Buffer.from(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength)));
const valueBytes = (field, value) => bytes(field, text(1, value.name), bytes(2, bytes(1, whole(1, value.type),
  bytes(2, value.dims.map((size) => bytes(1, whole(1, size)))))));

const LARGEST_MODEL = 2 ** 31 - 1;  // of protobuf

function modelBytes({ nodes, weights, inputs, outputs }) {
  const graph = bytes(7, nodes.map(nodeBytes), text(2, 'company'), weights.map(tensorBytes),
    inputs.map((one) => valueBytes(11, one)), outputs.map((one) => valueBytes(12, one)));
  const model = [whole(1, 9), text(2, 'calib'), graph, bytes(8, text(1, ''), whole(2, 20)),
    bytes(8, text(1, 'com.microsoft'), whole(2, 1))];
  if (length(model) > LARGEST_MODEL) throw new Refused('one ONNX model has at most 2 GB: fewer operations fit in');
  return Buffer.concat(model.flat(Infinity));
}

// --- Numbers ---------------------------------------------------------------------------------------------------------

/* Seeded; xorshift128 after George Marsaglia. */
function dice(seed) {
  let a = (seed ^ 0x9e3779b9) | 0, b = 0x243f6a88, c = 0xb7e15162, d = 0xdeadbeef;
  const next = () => {
    const t = a ^ (a << 11);
    [a, b, c] = [b, c, d];
    d = d ^ (d >>> 19) ^ t ^ (t >>> 8);
    return (d >>> 0) / 4294967296;
  };
  for (let i = 0; i < 16; ++i) next();
  return next;
}

function shuffled(list, next) {
  const out = [...list];
  for (let i = out.length - 1; i > 0; --i) {
    const j = Math.floor(next() * (i + 1));
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}

const product = (sizes) => sizes.reduce((all, one) => all * one, 1);
const arrays = { [FLOAT]: Float32Array, [UINT8]: Uint8Array, [INT8]: Int8Array, [INT32]: Int32Array,
  [INT64]: BigInt64Array };
const names = { [FLOAT]: 'float32', [UINT8]: 'uint8', [INT8]: 'int8', [INT32]: 'int32', [INT64]: 'int64' };

// --- Operations ------------------------------------------------------------------------------------------------------

/* One operation as nodes with operands of its own. Names begin with the place in the company, so that what ONNX Runtime
   makes of the nodes is found again in its profile. */
class Workload {
  constructor(place, seed) {
    Object.assign(this, { prefix: `w${place}_`, next: dice(seed * 1000003 + place), nodes: [], weights: [], inputs: [],
      made: 0, values: {} });
  }
  fill(type, count, drawn) {
    const data = new arrays[type](count);
    const period = Math.min(count, 16381);
    for (let i = 0; i < period; ++i) data[i] = drawn();
    for (let done = period; done < count; done *= 2) data.copyWithin(done, 0, Math.min(done, count - done));
    return data;
  }
  tensor(list, dims, type, drawn) {
    const name = `${this.prefix}t${this.made++}`;
    const entry = { name, type, dims, data: this.fill(type, product(dims), drawn) };
    list.push(entry);
    this.values[name] = entry;
    return name;
  }
  /* An operand that is given to each run, and one that is part of the model; in (-1, 1). */
  input(dims, type = FLOAT, drawn = () => 2 * this.next() - 1) { return this.tensor(this.inputs, dims, type, drawn); }
  weight(dims, type = FLOAT, drawn = () => 2 * this.next() - 1) { return this.tensor(this.weights, dims, type, drawn); }
  constant(dims, type, values) {
    let at = 0;
    return this.tensor(this.weights, dims, type, () => values[at++]);
  }
  node(operator, inputs, attributes = {}) {
    const name = `${this.prefix}${operator}${this.made++}`;
    this.nodes.push({ name, operator, inputs, outputs: [`${name}_y`], attributes });
    return `${name}_y`;
  }
  data(name) { return this.values[name].data; }
  /* What the workload results in, and what each element must be: want(i) gives the value and the sum of its terms'
     magnitudes. */
  result(name, dims, terms, want, type = FLOAT) {
    Object.assign(this, { output: { name, type, dims }, terms, want });
  }
  get bytes() {
    const size = (one) => product(one.dims) * arrays[one.type].BYTES_PER_ELEMENT;
    return [...this.weights, ...this.inputs, this.output].reduce((all, one) => all + size(one), 0);
  }
}

const OPERATIONS = {};

/* Functions of one array, each as ONNX nodes, with its value. */
const ROOT = Math.sqrt(2 / Math.PI);
const sigmoid = (x) => 1 / (1 + Math.exp(-x));
const hardSigmoid = (x) => Math.min(Math.max(x / 6 + 0.5, 0), 1);
const FUNCTIONS = {
  relu: [(w, x) => w.node('Relu', [x]), (x) => Math.max(x, 0)],
  gelu: [(w, x) => w.node('Gelu', [x], { approximate: 'tanh' }),
    (x) => 0.5 * x * (1 + Math.tanh(ROOT * (x + 0.044715 * x ** 3)))],
  silu: [(w, x) => w.node('Mul', [x, w.node('Sigmoid', [x])]), (x) => x * sigmoid(x)],
  sigmoid: [(w, x) => w.node('Sigmoid', [x]), sigmoid],
  tanh: [(w, x) => w.node('Tanh', [x]), Math.tanh],
  exp: [(w, x) => w.node('Exp', [x]), Math.exp],
  hardswish: [(w, x) => w.node('Mul', [x, w.node('HardSigmoid', [x], { alpha: { float: 1 / 6 } })]),
    (x) => x * hardSigmoid(x)],
};
for (const [name, [nodes, value]] of Object.entries(FUNCTIONS)) {
  OPERATIONS[name] = (w, { elements }) => {
    const x = w.input([elements], FLOAT, () => 12 * w.next() - 6);
    w.result(nodes(w, x), [elements], 1, (i) => {
      const y = value(w.data(x)[i]);
      return [y, Math.abs(w.data(x)[i]) + Math.abs(y)];
    });
  };
}

function pairwise(operator, value, count) {
  return (w, elements) => {
    const a = w.input([elements]), b = w.input([elements]);
    w.result(w.node(operator, [a, b]), [elements], count, (i) => value(w.data(a)[i], w.data(b)[i]));
  };
}
const sum = pairwise('Add', (a, b) => [a + b, Math.abs(a) + Math.abs(b)], 2);
OPERATIONS.add = (w, { elements }) => sum(w, elements);
OPERATIONS.mul = (w, { elements }) => pairwise('Mul', (a, b) => [a * b, Math.abs(a * b)], 1)(w, elements);

/* The value and magnitude of a sum of `count` terms. */
function summed(count, term, start = 0) {
  let value = start, magnitude = Math.abs(start);
  for (let i = 0; i < count; ++i) {
    const one = term(i);
    value += one;
    magnitude += Math.abs(one);
  }
  return [value, magnitude];
}

/* The ReLU behind a product or a convolution, at the levels that make one operation of both. */
const FUSES_RELU = ['all', 'extended'].includes(OPTIONS.optimization);
const relu = (w, x) => FUSES_RELU ? w.node('Relu', [x]) : x;
const rectified = ([value, magnitude]) => [FUSES_RELU ? Math.max(value, 0) : value, magnitude];

OPERATIONS.gemm = (w, { m, n, k }) => {
  const a = w.input([m, k]), b = w.input([k, n]);
  w.older = [b];
  w.result(w.node('MatMul', [a, b]), [m, n], k,
    (i) => summed(k, (j) => w.data(a)[Math.floor(i / n) * k + j] * w.data(b)[j * n + i % n]));
};
OPERATIONS.batched_gemm = (w, { batch, m, n, k }) => {
  const a = w.input([batch, m, k]), b = w.input([batch, k, n]);
  w.result(w.node('MatMul', [a, b]), [batch, m, n], k, (i) => summed(k, (j) =>
    w.data(a)[Math.floor(i / n) * k + j] * w.data(b)[Math.floor(i / (m * n)) * k * n + j * n + i % n]));
};
OPERATIONS.gemv = (w, { m, k }) => {
  const a = w.input([m, k]), x = w.input([k]);
  w.result(w.node('MatMul', [a, x]), [m], k, (i) => summed(k, (j) => w.data(a)[i * k + j] * w.data(x)[j]));
};
OPERATIONS.linear = (w, { m, n, k }) => {
  const x = w.input([m, k]), weight = w.weight([n, k]), bias = w.weight([n]);
  const y = w.node('Gemm', [x, weight, bias], { transB: 1 });
  w.result(relu(w, y), [m, n], k + 1, (i) => rectified(summed(k, (j) =>
    w.data(x)[Math.floor(i / n) * k + j] * w.data(weight)[(i % n) * k + j], w.data(bias)[i % n])));
};

function rowWise(nodes, result, terms = (cols) => cols) {
  return (w, { rows, cols }) => {
    const x = w.input([rows, cols]), row = (i) => w.data(x).subarray(i * cols, (i + 1) * cols);
    const y = nodes(w, x, cols);
    w.result(y.name, y.reduced ? [rows] : [rows, cols], terms(cols), (i) =>
      y.reduced ? result(w, row(i)) : result(w, row(Math.floor(i / cols)), i % cols, y));
  };
}
const mean = (row, f) => row.reduce((all, x) => all + f(x), 0) / row.length;
OPERATIONS.softmax = rowWise((w, x) => ({ name: w.node('Softmax', [x], { axis: -1 }) }), (w, row, j) => {
  const y = Math.exp(row[j]) / (mean(row, Math.exp) * row.length);
  return [y, y];
});
OPERATIONS.layer_norm = rowWise((w, x, cols) => {
  const scale = w.weight([cols]), shift = w.weight([cols]);
  const name = w.node('LayerNormalization', [x, scale, shift], { axis: -1, epsilon: { float: 1e-5 } });
  return { name, scale, shift };
}, (w, row, j, y) => {
  const centre = mean(row, (x) => x), root = Math.sqrt(mean(row, (x) => (x - centre) ** 2) + 1e-5);
  const g = w.data(y.scale)[j] / root, b = w.data(y.shift)[j];
  return [(row[j] - centre) * g + b, Math.abs(g) * (Math.abs(row[j]) + 1) + Math.abs(b)];
});
OPERATIONS.rms_norm = rowWise((w, x, cols) => {
  const scale = w.weight([cols]);
  return { name: w.node('SimplifiedLayerNormalization', [x, scale], { axis: -1, epsilon: { float: 1e-5 } }), scale };
}, (w, row, j, y) => {
  const value = row[j] / Math.sqrt(mean(row, (x) => x * x) + 1e-5) * w.data(y.scale)[j];
  return [value, Math.abs(value)];
});
OPERATIONS.reduce_sum = rowWise((w, x) => {
  const axes = w.constant([1], INT64, [1n]);
  return { name: w.node('ReduceSum', [x, axes], { keepdims: 0 }), reduced: true };
}, (w, row) => summed(row.length, (j) => row[j]));
OPERATIONS.bias_add = rowWise((w, x, cols) => {
  const bias = w.weight([cols]);
  return { name: w.node('Add', [x, bias]), bias };
}, (w, row, j, y) => [row[j] + w.data(y.bias)[j], Math.abs(row[j]) + Math.abs(w.data(y.bias)[j])], () => 2);

function nearestSquare(count) {
  let height = Math.floor(Math.sqrt(count));
  while (count % height) --height;
  return [height, count / height];
}
/* One direction of an image and its windows, padded as calib's own: kernels/operands/window.hpp. */
function axis(out, kernel, stride, dilation = 1) {
  const reach = (kernel - 1) * dilation + 1, before = Math.floor((reach - 1) / 2);
  return { out, kernel, stride, dilation, size: out * stride, before,
    after: Math.max(0, (out - 1) * stride + reach - out * stride - before) };
}
const pads = (rows, columns) => [rows.before, columns.before, rows.after, columns.after];
/* Calls f(tap, pixel) for each place of the image under window `at`. */
function eachPlace(rows, columns, at, f) {
  const row = Math.floor(at / columns.out) * rows.stride - rows.before;
  const column = (at % columns.out) * columns.stride - columns.before;
  for (let i = 0; i < rows.kernel; ++i) {
    const y = row + i * rows.dilation;
    if (y < 0 || y >= rows.size) continue;
    for (let j = 0; j < columns.kernel; ++j) {
      const x = column + j * columns.dilation;
      if (x >= 0 && x < columns.size) f(i * columns.kernel + j, y * columns.size + x);
    }
  }
}

function convolution(batch, groups, groupIn, groupOut, [height, width], [kernelH, kernelW], stride, dilation = 1) {
  const rows = axis(height, kernelH, stride, dilation), columns = axis(width, kernelW, stride, dilation);
  return { batch, groups, groupIn, groupOut, rows, columns, pixels: rows.size * columns.size, outs: height * width,
    taps: kernelH * kernelW, channels: groups * groupOut,
    image: [batch, groups * groupIn, rows.size, columns.size], window: [groups * groupOut, groupIn, kernelH, kernelW],
    result: [batch, groups * groupOut, height, width],
    attributes: { group: groups, kernel_shape: [kernelH, kernelW], strides: [stride, stride],
      dilations: [dilation, dilation], pads: pads(rows, columns) } };
}
/* The sum behind an output, of what value(input, weight) is of two places. */
function windowSum(g, i, value, start) {
  const channel = Math.floor(i / g.outs) % g.channels, image = Math.floor(i / g.outs / g.channels);
  const first = image * g.groups * g.groupIn + Math.floor(channel / g.groupOut) * g.groupIn;
  let all = start(channel), magnitude = Math.abs(all);
  for (let c = 0; c < g.groupIn; ++c) {
    eachPlace(g.rows, g.columns, i % g.outs, (tap, pixel) => {
      const one = value((first + c) * g.pixels + pixel, (channel * g.groupIn + c) * g.taps + tap);
      all += one;
      magnitude += Math.abs(one);
    });
  }
  return [all, magnitude];
}
const FORMS = {
  conv2d_pointwise: (d) => convolution(1, 1, d.in_channels, d.out_channels, nearestSquare(d.pixels), [1, 1], d.stride),
  conv2d_3x3: (d) => convolution(d.batch, 1, d.in_channels, d.out_channels, [d.side, d.side], [3, 3], 1),
  conv2d_window: (d) =>
    convolution(d.batch, 1, d.in_channels, d.out_channels, [d.side, d.side], nearestSquare(d.taps), d.stride),
  conv2d_depthwise: (d) =>
    convolution(1, d.planes, 1, 1, [d.side, d.side], nearestSquare(d.taps), d.stride, d.dilation),
  conv2d_grouped: (d) =>
    convolution(1, d.groups, d.group_in, d.group_out, nearestSquare(d.pixels), nearestSquare(d.taps), d.stride),
};
for (const [name, form] of Object.entries(FORMS)) {
  OPERATIONS[name] = (w, dims) => {
    const g = form(dims), x = w.input(g.image), weight = w.weight(g.window), bias = w.weight([g.channels]);
    const y = relu(w, w.node('Conv', [x, weight, bias], g.attributes));
    w.result(y, g.result, g.groupIn * g.taps + 1, (i) => rectified(windowSum(g, i,
      (at, tap) => w.data(x)[at] * w.data(weight)[tap], (channel) => w.data(bias)[channel])));
  };
}

OPERATIONS.batch_norm_planes = (w, { planes, pixels }) => {
  const x = w.input([1, planes, ...nearestSquare(pixels)]);
  const [scale, shift, centre] = [0, 1, 2].map(() => w.weight([planes]));
  const variance = w.weight([planes], FLOAT, () => 0.5 + w.next());
  w.result(w.node('BatchNormalization', [x, scale, shift, centre, variance], { epsilon: { float: 1e-5 } }),
    [1, planes, ...nearestSquare(pixels)], 8, (i) => {
      const p = Math.floor(i / pixels), g = w.data(scale)[p] / Math.sqrt(w.data(variance)[p] + 1e-5);
      return [(w.data(x)[i] - w.data(centre)[p]) * g + w.data(shift)[p], 2 * Math.abs(g) + Math.abs(w.data(shift)[p])];
    });
};
OPERATIONS.global_avg_pool_planes = (w, { planes, pixels }) => {
  const x = w.input([1, planes, ...nearestSquare(pixels)]);
  w.result(w.node('GlobalAveragePool', [x]), [1, planes, 1, 1], pixels,
    (i) => summed(pixels, (j) => w.data(x)[i * pixels + j] / pixels));
};
function pool(operator, attributes, value) {
  return (w, { planes, side, kernel, stride }) => {
    const both = axis(side, kernel, stride), x = w.input([1, planes, both.size, both.size]);
    const y = w.node(operator, [x], { kernel_shape: [kernel, kernel], strides: [stride, stride], pads: pads(both, both),
      ...attributes });
    w.result(y, [1, planes, side, side], kernel * kernel, (i) => {
      const seen = [], first = Math.floor(i / (side * side)) * both.size * both.size;
      eachPlace(both, both, i % (side * side), (_, pixel) => seen.push(w.data(x)[first + pixel]));
      return value(seen, kernel * kernel);
    });
  };
}
OPERATIONS.max_pool_square = pool('MaxPool', {}, (seen) => [Math.max(...seen), 1]);
OPERATIONS.avg_pool_square = pool('AveragePool', { count_include_pad: 1 },
  (seen, taps) => summed(seen.length, (j) => seen[j] / taps));

/* Products, scale, mask and softmax as exported models have them. `queries` are the last of the positions. Queries that
   are `given` are a tensor of a network, and the result is another. */
function attention(w, heads, group, queries, positions, size, given) {
  const rows = group * queries, scale = 1 / Math.sqrt(size);
  const q = given ?? w.input([heads, rows, size]);
  const [k, v] = [0, 1].map(() => w.input([heads, positions, size]));
  const seen = (row) => positions - queries + row % queries + 1;
  const keys = w.node('Transpose', [k], { perm: [0, 2, 1] });
  let scores = w.node('Mul', [w.node('MatMul', [q, keys]), w.constant([1], FLOAT, [scale])]);
  if (queries > 1) {
    const mask = [];
    for (let row = 0; row < rows; ++row) for (let p = 0; p < positions; ++p) mask.push(p < seen(row) ? 0 : -Infinity);
    const name = w.weight([rows, positions], FLOAT, () => 0);
    w.data(name).set(mask);
    scores = w.node('Add', [scores, name]);
  }
  const y = w.node('MatMul', [w.node('Softmax', [scores], { axis: -1 }), v]);
  if (given) return y;
  if (positions !== queries) w.older = [k, v];
  w.result(y, [heads, rows, size], positions + size, (i) => {
    const row = Math.floor(i / size) % rows, head = Math.floor(i / size / rows);
    const weights = Array.from({ length: seen(row) }, (_, p) => Math.exp(scale * summed(size, (d) =>
      w.data(q)[(head * rows + row) * size + d] * w.data(k)[(head * positions + p) * size + d])[0]));
    const all = weights.reduce((total, one) => total + one, 0);
    return summed(weights.length, (p) => weights[p] / all * w.data(v)[(head * positions + p) * size + i % size]);
  });
}
OPERATIONS.attention_prefill_grouped = (w, d) => attention(w, d.kv_heads, d.group, d.seq_len, d.seq_len, d.head_dim);
OPERATIONS.attention_decode_multi_head = (w, d) => attention(w, d.heads, 1, 1, d.positions, d.head_dim);
OPERATIONS.attention_decode_grouped = (w, d) => attention(w, d.kv_heads, d.group, 1, d.positions, d.head_dim);
OPERATIONS.attention_decode_wide = (w, d) => attention(w, d.kv_heads, d.group, 1, d.positions, d.head_dim);

function elementsOf(size, moved) {
  const elements = Math.floor(size / (4 * moved));
  if (elements === 0) throw new Refused('fewer bytes than one element');
  return elements;
}
// What lies in one piece, as a copy of it: Identity would be optimised away.
OPERATIONS.copy = (w, d) => {
  const elements = elementsOf(d.bytes, 2), x = w.input([elements + 1]);
  const [from, to] = [1, elements + 1].map((at) => w.constant([1], INT64, [BigInt(at)]));
  w.result(w.node('Slice', [x, from, to]), [elements], 1, (i) => [w.data(x)[i + 1], 1]);
};
OPERATIONS.scale = (w, d) => {
  const elements = elementsOf(d.bytes, 2), x = w.input([elements]);
  w.result(w.node('Mul', [x, w.constant([1], FLOAT, [0.37])]), [elements], 2,
    (i) => [w.data(x)[i] * 0.37, Math.abs(w.data(x)[i])]);
};
OPERATIONS.stream_add = (w, d) => sum(w, elementsOf(d.bytes, 3));
OPERATIONS.concat = (w, d) => {
  const elements = elementsOf(d.bytes, 4), a = w.input([elements]), b = w.input([elements]);
  w.result(w.node('Concat', [a, b], { axis: 0 }), [2 * elements], 1,
    (i) => [i < elements ? w.data(a)[i] : w.data(b)[i - elements], 1]);
};
OPERATIONS.transpose = (w, { rows, cols }) => {
  const x = w.input([rows, cols]);
  w.result(w.node('Transpose', [x], { perm: [1, 0] }), [cols, rows], 1,
    (i) => [w.data(x)[(i % rows) * cols + Math.floor(i / rows)], 1]);
};
OPERATIONS.gather = (w, { rows, cols }) => {
  const table = w.weight([8 * rows, cols]);
  const index = w.input([rows], INT64, () => BigInt(Math.floor(w.next() * 8 * rows)));
  w.result(w.node('Gather', [table, index], { axis: 0 }), [rows, cols], 1,
    (i) => [w.data(table)[Number(w.data(index)[Math.floor(i / cols)]) * cols + i % cols], 1]);
};
OPERATIONS.dispatch = (w) => OPERATIONS.relu(w, { elements: 1 });

/* Eight bits: activations are unsigned, weights signed, and around each layer stand the pairs of QuantizeLinear and
   DequantizeLinear that quantised models have. ONNX Runtime makes one integer operation of all. */
const QUANTISED = {};
const STEP = 1 / 128, ZERO = 128;
function quantised(w, x, weight, bias, sumSize, layer) {
  const one = (value) => w.constant([], FLOAT, [value]);
  const zero = (type, value) => w.constant([], type, [value]);
  const outStep = 4 * Math.sqrt(sumSize) / 6 / 256;  // 255 is some four deviations of the sum
  const real = w.node('DequantizeLinear', [x, one(STEP), zero(UINT8, ZERO)]);
  const realWeight = w.node('DequantizeLinear', [weight, one(STEP), zero(INT8, 0)]);
  const realBias = w.node('DequantizeLinear', [bias, one(STEP * STEP), zero(INT32, 0)]);
  const y = w.node('Relu', [layer(real, realWeight, realBias)]);
  const rounded = (total) => {
    const level = Math.max(total * STEP * STEP, 0) / outStep;
    return [Math.min(level, 255), 1];
  };
  // Results of ReLU begin at 0, so that quantising them is all that is left of it.
  return { name: w.node('QuantizeLinear', [y, one(outStep), zero(UINT8, 0)]), rounded };
}
// Weights have seven bits: without VNNI, kernels add pairs of products of unsigned and signed bytes in 16 bits.
const unsigned = (w) => () => Math.floor(w.next() * 256), signed = (w) => () => Math.floor(w.next() * 127) - 63;
QUANTISED.linear = (w, { m, n, k }) => {
  const x = w.input([m, k], UINT8, unsigned(w)), weight = w.weight([n, k], INT8, signed(w));
  const bias = w.weight([n], INT32, () => 100 * signed(w)());
  const y = quantised(w, x, weight, bias, k, (a, b, c) => w.node('Gemm', [a, b, c], { transB: 1 }));
  w.result(y.name, [m, n], 0, (i) => y.rounded(summed(k, (j) =>
    (w.data(x)[Math.floor(i / n) * k + j] - ZERO) * w.data(weight)[(i % n) * k + j], w.data(bias)[i % n])[0]), UINT8);
};
for (const [name, form] of Object.entries(FORMS)) {
  QUANTISED[name] = (w, dims) => {
    const g = form(dims), x = w.input(g.image, UINT8, unsigned(w)), weight = w.weight(g.window, INT8, signed(w));
    const bias = w.weight([g.channels], INT32, () => 100 * signed(w)());
    const y = quantised(w, x, weight, bias, g.groupIn * g.taps, (a, b, c) => w.node('Conv', [a, b, c], g.attributes));
    w.result(y.name, g.result, 0, (i) => y.rounded(windowSum(g, i,
      (at, tap) => (w.data(x)[at] - ZERO) * w.data(weight)[tap], (channel) => w.data(bias)[channel])[0]), UINT8);
  };
}
// Below those levels, quantised layers are carried out in f32.
const PRECISIONS = FUSES_RELU ? { f32: OPERATIONS, i8: QUANTISED } : { f32: OPERATIONS };

// --- Sessions --------------------------------------------------------------------------------------------------------

const folder = mkdtempSync(join(tmpdir(), 'calib-onnxruntime-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

function sessionOptions(threads, more = {}) {
  return { executionProviders: ['cpu'], intraOpNumThreads: threads, interOpNumThreads: 1, executionMode: 'sequential',
    graphOptimizationLevel: OPTIONS.optimization, logSeverityLevel: 3, ...more };
}

/* Runs a model with the profiler on: the events of each round, the first of which, that warms up, is left out. */
async function profiled(model, threads, feeds, fetches, rounds, more = {}) {
  const session = await ort.InferenceSession.create(model, sessionOptions(threads,
    { enableProfiling: true, profileFilePrefix: join(folder, 'profile'), ...more }));
  const ready = typeof feeds === 'function' ? feeds(session) : feeds;
  for (let round = 0; round <= rounds; ++round) await (fetches ? session.run(ready, fetches) : session.run(ready));
  session.endProfiling();
  await session.release();
  const [file] = readdirSync(folder).filter((name) => name.startsWith('profile'));
  const events = JSON.parse(readFileSync(join(folder, file)));
  rmSync(join(folder, file));
  const found = [];
  let nodes = [];
  for (const event of events) {
    if (event.cat === 'Node' && event.name.endsWith('_kernel_time')) {
      nodes.push({ name: event.name.slice(0, -'_kernel_time'.length), operator: event.args.op_name,
        seconds: event.dur * 1e-6 });
    } else if (event.name === 'model_run') {
      found.push({ nodes, total: event.dur * 1e-6 });
      nodes = [];
    }
  }
  return found.slice(1);
}

/* Operands as ONNX Runtime takes them, and results in memory of ours, the same in each run. */
function operandsOf(parts) {
  const feeds = {}, fetches = {};
  for (const { inputs, outputs } of parts) {
    for (const one of inputs) feeds[one.name] = new ort.Tensor(names[one.type], one.data, one.dims);
    for (const { name, type, dims } of outputs) {
      fetches[name] = new ort.Tensor(names[type], new arrays[type](product(dims)), dims);
    }
  }
  return { feeds, fetches };
}

/* What ONNX Runtime neither leaves out nor joins to another node, and what it takes. */
const BEFORE = 'before';
const WRITERS = { [FLOAT]: 'Neg', [UINT8]: 'BitwiseNot' };

/* A workload's nodes on copies of its inputs, behind the nodes that write those. What is `older` is not written. */
function behindWriters({ nodes, inputs, place, older = [] }) {
  const written = inputs.filter(({ name, type }) => type in WRITERS && !older.includes(name));
  const copy = new Map(written.map(({ name }, at) => [name, `${BEFORE}${place}_${at}`]));
  const writers = written.map(({ name, type }) => ({ name: `${copy.get(name)}_node`, operator: WRITERS[type],
    inputs: [name], outputs: [copy.get(name)], attributes: {} }));
  return [...writers, ...nodes.map((node) => ({ ...node, inputs: node.inputs.map((one) => copy.get(one) || one) }))];
}

class Company {
  constructor(threads, seed, workloads) {
    Object.assign(this, { threads, members: [], answer: [] });
    workloads.forEach((wanted, place) => {
      try {
        const member = make(wanted, place, seed);
        this.members.push(member);
        this.answer.push({ accepted: true, bytes: member.bytes });
      } catch (why) {
        this.answer.push({ accepted: false, reason: why.message || 'it failed' });
      }
    });
    Object.assign(this, operandsOf(this.members.map(({ inputs, output }) => ({ inputs, outputs: [output] }))));
  }
  /* `inTurn`: each member right after nodes that write its inputs, as the layer before it in a network would have. */
  model(members, inTurn = false) {
    const nodes = members.flatMap((one) => inTurn ? behindWriters(one) : one.nodes);
    return modelBytes({ nodes, weights: members.flatMap((one) => one.weights),
      inputs: members.flatMap((one) => one.inputs), outputs: members.map((one) => one.output) });
  }
  /* Members that ONNX Runtime has no kernel for are refused: found one by one, as its error names one node at most. */
  async settle() {
    if (this.members.length === 0) return;
    this.model(this.members);  // refuses what is too large
    const works = async (members) => {
      try {
        const session = await ort.InferenceSession.create(this.model(members), sessionOptions(this.threads));
        await session.release();
        return '';
      } catch (why) {
        return String(why.message).split('\n')[0];
      }
    };
    if (await works(this.members) === '') return;
    for (const member of [...this.members]) {
      const why = await works([member]);
      if (why === '') continue;
      this.answer[member.place] = { accepted: false, reason: why };
      this.members = this.members.filter((one) => one !== member);
      for (const one of member.inputs) delete this.feeds[one.name];
      delete this.fetches[member.output.name];
    }
    const why = this.members.length > 0 ? await works(this.members) : '';
    if (why !== '') throw new Refused(`each operation works alone, and not all in one model: ${why}`);
  }
  async run(rounds, seed) {
    if (this.members.length === 0) return Array.from({ length: rounds }, () => ({ latency_s: [], total_s: 0 }));
    const model = this.model(shuffled(this.members, dice(seed)), true), found = [];
    // The profiler keeps a million events, and a node has up to three.
    const count = this.members.reduce((all, { nodes, inputs }) => all + nodes.length + inputs.length, 0);
    const atOnce = Math.max(1, Math.floor(300000 / count));
    while (found.length < rounds) {
      const more = Math.min(atOnce, rounds - found.length);
      found.push(...await profiled(model, this.threads, this.feeds, this.fetches, more));
    }
    const places = new Map(this.members.map((member, at) => [member.place, at]));
    return found.map(({ nodes, total }) => {
      const latency_s = this.members.map(() => 0), extra = new Map();
      for (const node of nodes) {
        const member = /w(\d+)_/.exec(node.name);
        if (member) {
          latency_s[places.get(Number(member[1]))] += node.seconds;
          continue;
        }
        if (node.name.startsWith(BEFORE)) continue;
        const known = extra.get(node.operator) || { name: node.operator, latency_s: 0, calls: 0 };
        extra.set(node.operator, { ...known, latency_s: known.latency_s + node.seconds, calls: known.calls + 1 });
      }
      return { latency_s, total_s: total, extra: [...extra.values()] };
    });
  }
  /* Against sums in f64, of up to 200 elements spread over the result. */
  async check() {
    if (this.members.length === 0) return [];
    const session = await ort.InferenceSession.create(this.model(this.members), sessionOptions(this.threads));
    const results = await session.run(this.feeds);
    await session.release();
    return this.members.map(({ output, terms, want }) => {
      const got = results[output.name].data, step = Math.max(1, Math.floor(got.length / 199));
      let difference = 0;
      for (let i = 0; i < got.length; i += step) {
        const [value, magnitude] = want(i), distance = Math.abs(Number(got[i]) - value) / Math.max(magnitude, 1e-30);
        difference = distance <= difference ? difference : distance;
      }
      // Rounding of f32 as kernels/reference.hpp argues, and some for functions; of eight bits, to the next step.
      const tolerance = output.type === UINT8 ? 1 : (8 * Math.sqrt(terms) + 64) * 2 ** -24;
      return { difference: Number.isFinite(difference) ? difference : 1e300, tolerance };
    });
  }
}

function make(wanted, place, seed) {
  const name = need(wanted, 'operation', 'string'), precision = need(wanted, 'precision', 'string');
  const dims = need(wanted, 'dims', 'object');
  const build = (PRECISIONS[precision] || {})[name];
  if (!build) throw new Refused(`${name} is not offered in ${precision}`);
  if (!Object.values(dims).every((size) => Number.isInteger(size) && size > 0)) {
    throw new Refused('dimensions are whole numbers above 0');
  }
  const workload = new Workload(place, seed);
  workload.place = place;
  // A dimension that is not there must not become NaN elements.
  build(workload, new Proxy(dims, { get(given, dimension) {
    if (!(dimension in given)) throw new Refused(`${name} needs the dimension ${String(dimension)}`);
    return given[dimension];
  } }));
  const weights = workload.weights.reduce((all, { data }) => all + data.byteLength, 0);
  if (weights > LARGEST_MODEL) throw new Refused('its weights are more than one ONNX model holds, 2 GB');
  return workload;
}

// --- What fuses ------------------------------------------------------------------------------------------------------

/* Layers behind a convolution, and layers that together are another one, by calib's names for their fusion. */
const TAILS = {
  batch_norm: (w, x) =>
    w.node('BatchNormalization', [x, ...[0, 1, 2, 3].map(() => w.weight([16], FLOAT, () => 1))]),
  relu: (w, x) => w.node('Relu', [x]),
  clip: (w, x) => w.node('Clip', [x, w.constant([], FLOAT, [0]), w.constant([], FLOAT, [6])]),
  gelu: (w, x) => w.node('Gelu', [x]),
  silu: (w, x) => w.node('Mul', [x, w.node('Sigmoid', [x])]),
  sigmoid: (w, x) => w.node('Sigmoid', [x]),
  hardsigmoid: (w, x) => w.node('HardSigmoid', [x]),
  tanh: (w, x) => w.node('Tanh', [x]),
  hardswish: (w, x) => w.node('HardSwish', [x]),
  add: (w, x, other) => w.node('Add', [x, other]),
  mul: (w, x, other) => w.node('Mul', [x, other]),
};
const one = (w, value) => w.constant([], FLOAT, [value]);
const PARTS = {
  gelu_parts: (w, x) => w.node('Mul', [w.node('Mul', [x, w.node('Add', [
    w.node('Erf', [w.node('Div', [x, one(w, Math.SQRT2)])]), one(w, 1)])]), one(w, 0.5)]),
  silu_parts: TAILS.silu,
  hardswish_parts: (w, x) => w.node('Mul', [x, w.node('HardSigmoid', [x], { alpha: { float: 1 / 6 } })]),
  layer_norm_parts(w, x) {
    const mean = (y) => w.node('ReduceMean', [y, w.constant([1], INT64, [-1n])], { keepdims: 1 });
    const centred = w.node('Sub', [x, mean(x)]), variance = mean(w.node('Pow', [centred, one(w, 2)]));
    const scaled = w.node('Div', [centred, w.node('Sqrt', [w.node('Add', [variance, one(w, 1e-5)])])]);
    return w.node('Add', [w.node('Mul', [scaled, w.weight([16])]), w.weight([16])]);
  },
};

/* Seen in the profile: whether, beside changes of layout, only so many nodes are left. */
async function absorbed() {
  const found = ['bias'];  // an operand of Conv and Gemm
  const leaves = async (count, build) => {
    const w = new Workload(0, 1), x = w.input([1, 16, 16, 16]);
    const output = { name: build(w, x), type: FLOAT, dims: [1, 16, 16, 16] };
    const { feeds, fetches } = operandsOf([{ inputs: w.inputs, outputs: [output] }]);
    const [{ nodes }] = await profiled(modelBytes({ ...w, outputs: [output] }), 1, feeds, fetches, 1);
    return nodes.filter((node) => !/^Reorder|^Transpose$/.test(node.operator)).length === count;
  };
  const conv = (w, x) => w.node('Conv', [x, w.weight([16, 16, 1, 1])]);
  for (const [name, tail] of Object.entries(TAILS)) {
    // Between convolutions, as in networks: what is at the end of a model may be treated in another way.
    const binary = tail.length === 3;
    const fused = await leaves(binary ? 3 : 2, (w, x) => {
      const first = conv(w, x);
      return conv(w, binary ? tail(w, conv(w, first), first) : tail(w, first));
    });
    if (fused) found.push(name);
  }
  for (const [name, parts] of Object.entries(PARTS)) if (await leaves(1, parts)) found.push(name);
  return found;
}

// --- Networks --------------------------------------------------------------------------------------------------------

/* Random operands for the inputs of a model in a file. */
function feedsOf(session, sizes, next) {
  return Object.fromEntries(session.inputMetadata.map(({ name, type, shape }) => {
    // The first dimension is the batch, whatever the file calls it.
    const dims = shape.map((size, at) => typeof size === 'number' && size > 0 ? size
      : sizes[size] ?? (at === 0 ? sizes.batch ?? 1 : undefined));
    const unknown = dims.indexOf(undefined);
    if (unknown >= 0) throw new Refused(`${name}: the size of dimension ${shape[unknown] || unknown} was not given`);
    const kind = Object.keys(names).find((one) => names[one] === type);
    if (!kind) throw new Refused(`the input ${name} is of ${type}, which this engine does not fill`);
    const data = new arrays[kind](product(dims));
    for (let i = 0; i < data.length; ++i) data[i] = type === 'int64' ? BigInt(Math.floor(next() * 2)) : 2 * next() - 1;
    return [name, new ort.Tensor(type, data, dims)];
  }));
}

async function network(request, threads) {
  const file = need(request, 'network', 'string'), sizes = need(request, 'sizes', 'object');
  const rounds = need(request, 'rounds', 'number'), seed = need(request, 'seed', 'number');
  if (!/\.(onnx|json)$/.test(file) || !existsSync(file)) {
    throw new Refused(`networks are files named *.onnx or *.json, and ${file} is none`);
  }
  let found;
  if (file.endsWith('.onnx')) {
    found = await profiled(file, threads, (session) => feedsOf(session, sizes, dice(seed)), null, rounds,
      { freeDimensionOverrides: sizes });
  } else {
    const { buildNetwork } = await import('./onnxruntime_network.mjs');
    const whole = new Workload(0, seed);
    const outputs = buildNetwork(JSON.parse(readFileSync(file)), sizes, whole, Refused, attention);
    const { feeds, fetches } = operandsOf([{ inputs: whole.inputs, outputs }]);
    found = await profiled(modelBytes({ ...whole, outputs }), threads, feeds, fetches, rounds);
  }
  // Of a node that stands for layers of a network file, the layer it is named after.
  const layerOf = (name) => /\[(.+?)\]/.exec(name)?.[1] ?? name;
  return { nodes: found[0].nodes.map(({ name, operator }) => ({ name: layerOf(name), operation: operator })),
    rounds: found.map(({ nodes, total }) => ({ latency_s: nodes.map((one) => one.seconds), total_s: total })) };
}

// --- The protocol ----------------------------------------------------------------------------------------------------

function need(request, name, kind) {
  const value = request[name];
  if (value === undefined || value === null || typeof value !== kind) {
    throw new Refused(`"${name}" is missing or of another kind`);
  }
  return value;
}

const companies = new Map();
const mostThreads = availableParallelism();

function threadsOf(request) {
  const threads = need(request, 'threads', 'number');
  if (!(threads >= 1 && threads <= mostThreads)) {
    throw new Refused(`threads are 1 to ${mostThreads} here, not ${threads}`);
  }
  return threads;
}
function companyOf(request) {
  const company = companies.get(need(request, 'id', 'string'));
  if (!company) throw new Refused(`there is no company ${request.id}`);
  return company;
}

const REQUESTS = {
  async hello(request) {
    if (request.protocol !== PROTOCOL) throw new Refused(`this engine speaks protocol ${PROTOCOL}`);
    const offered = Object.keys(OPERATIONS).map((operation) => ({ operation,
      precisions: Object.keys(PRECISIONS).filter((precision) => operation in PRECISIONS[precision]) }));
    const level = OPTIONS.optimization;
    return { protocol: PROTOCOL, name: level === 'all' ? 'onnxruntime' : `onnxruntime_${level}`,
      version: ort.env.versions.node ?? ort.env.versions.common,
      details: `CPU execution provider, graph optimisation ${level}`, max_threads: mostThreads,
      clock_resolution_s: 1e-6, absorbs: await absorbed(), operations: offered,
      networks: 'files named *.onnx, and *.json of calib' };
  },
  async prepare(request) {
    const id = need(request, 'id', 'string');
    const workloads = need(request, 'workloads', 'object');
    const company = new Company(threadsOf(request), need(request, 'seed', 'number'), workloads);
    await company.settle();
    companies.set(id, company);
    return { workloads: company.answer };
  },
  async run(request) {
    return { rounds: await companyOf(request).run(need(request, 'rounds', 'number'), need(request, 'seed', 'number')) };
  },
  async check(request) { return { checks: await companyOf(request).check() }; },
  async network(request) { return network(request, threadsOf(request)); },
  release(request) {
    companyOf(request);
    companies.delete(request.id);
    return {};
  },
  bye() { return {}; },
};

const LEVELS = ['all', 'extended', 'basic', 'disabled'];
if (!LEVELS.includes(OPTIONS.optimization)) {
  console.error(`--optimization is one of ${LEVELS.join(', ')}`);
  process.exit(2);
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer, request = {};
  try {
    request = JSON.parse(line);
    if (typeof request !== 'object' || request === null || Array.isArray(request)) {
      throw new Refused('a request is a JSON object');
    }
    const name = need(request, 'request', 'string');
    if (!Object.hasOwn(REQUESTS, name)) throw new Refused(`there is no request ${name}`);
    answer = { ok: true, ...await REQUESTS[name](request) };
  } catch (why) {
    answer = { ok: false, error: String(why.message || why).split('\n')[0] || 'it failed' };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
  if (request?.request === 'bye') break;
}
process.exit(0);
