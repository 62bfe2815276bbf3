/* Networks of calib (docs/networks/files.md) as graphs of ONNX nodes, for the engine beside this file. A network file
   says how many elements a tensor has and not its shape: each layer gives its input the shape it needs. Values mean
   nothing, as there are no weights; each layer does the work that the file says. */

const FLOAT = 1, INT64 = 7;
const product = (sizes) => sizes.reduce((all, one) => all * one, 1);
const sameDims = (a, b) => a.length === b.length && a.every((size, at) => size === b[at]);

/* Layers that repeat, written out. A block is a row of layers of the same `times`; its second and later executions read
   the end of the one before in place of what has as many elements and came before the block. `value` of a size is a
   number. */
export function unrolled(layers, value) {
  const out = [], last = new Map();  // the name of each layer's last execution
  const elements = new Map(layers.map((layer) => [layer.name, value(layer.output)]));
  for (let first = 0, end = 0; first < layers.length; first = end) {
    const times = layers[first].times ?? 1;
    while (end < layers.length && (layers[end].times ?? 1) === times) ++end;
    const block = layers.slice(first, end), inside = new Set(block.map((layer) => layer.name));
    const result = block.at(-1).name;
    for (let round = 0; round < times; ++round) {
      const carried = (name) => round > 0 && !inside.has(name) && elements.get(name) === elements.get(result);
      for (const layer of block) {
        const inputs = layer.inputs.map((name) => last.get(carried(name) ? result : name) ?? name);
        const name = round === 0 ? layer.name : `${layer.name}#${round}`;
        out.push({ ...layer, layer: layer.name, name, inputs });
        last.set(layer.name, name);
      }
    }
  }
  return out;
}

/* Adds the layers to the workload `w`, which makes nodes and operands: each node's name has its layer between brackets.
   `sizes` are the values of symbols that have others than their usual ones. Returns the graph's outputs. */
export function buildNetwork(data, sizes, w, Refused, attention) {
  if (data.precision !== 'f32') throw new Refused(`${data.id} is of ${data.precision}; networks are run in f32`);
  const symbols = Object.fromEntries((data.symbols ?? []).map(({ name, usual }) => [name, sizes[name] ?? usual]));
  const unknown = Object.keys(sizes).find((name) => !(name in symbols));
  if (unknown) throw new Refused(`${data.id} has no symbol ${unknown}`);
  const value = (size) => typeof size === 'number' ? size
    : product(size.split('*').map((part) => /^\d/.test(part) ? Number(part) : symbols[part]));

  const tensors = new Map(), read = new Set();  // name -> {tensor, dims}
  const shape = (dims) => w.constant([dims.length], INT64, dims.map(BigInt));
  /* The tensor with these dimensions; of a larger one its first elements. */
  function as({ tensor, dims }, wanted) {
    if (sameDims(dims, wanted)) return tensor;
    let at = tensor;
    if (product(dims) < product(wanted)) throw new Refused(`${w.layer}: its input has too few elements`);
    if (product(dims) > product(wanted)) {
      const flat = as({ tensor, dims }, [product(dims)]);
      at = w.node('Slice', [flat, shape([0]), shape([product(wanted)])]);
      if (wanted.length === 1) return at;
    }
    return w.node('Reshape', [at, shape(wanted)]);
  }
  /* An operator of two tensors, the smaller of which is read again and again. */
  function broadcast(operator, a, b) {
    const [large, small] = product(a.dims) >= product(b.dims) ? [a, b] : [b, a];
    const count = product(small.dims), all = product(large.dims);
    if (all === count) return { tensor: w.node(operator, [large.tensor, as(small, large.dims)]), dims: large.dims };
    if (large.dims.length === 4 && count === large.dims[0] * large.dims[1]) {
      const planes = as(small, [...large.dims.slice(0, 2), 1, 1]);
      return { tensor: w.node(operator, [large.tensor, planes]), dims: large.dims };
    }
    const rows = [all / count, count];
    return { tensor: w.node(operator, [as(large, rows), as(small, [count])]), dims: rows };
  }
  /* Weights that leave values as large as they were, however deep: exponentials that underflow take several times as
     long as those of a trained network. */
  const scaledWeight = (dims, terms) => w.weight(dims, FLOAT, () => (2 * w.next() - 1) * Math.sqrt(3 / terms));
  const own = (operator, x, ...more) => ({ tensor: w.node(operator, [x.tensor, ...more]), dims: x.dims });
  const scalar = (number) => w.constant([], FLOAT, [number]);

  const window = (d) => {
    const both = (name, usual) => [d[`${name}_h`] || d[name] || usual, d[`${name}_w`] || d[name] || usual];
    const pad = (side) => (d.pad ?? 0) + (d[`pad_${side}`] ?? 0);
    const [kernel, stride, dilation] = [both('kernel', 1), both('stride', 1), both('dilation', 1)];
    const pads = ['top', 'left', 'bottom', 'right'].map(pad);
    const out = [d.in_h, d.in_w].map((size, at) => Math.floor(
      (size + pads[at] + pads[at + 2] - dilation[at] * (kernel[at] - 1) - 1) / stride[at]) + 1);
    return { kernel, out, attributes: { kernel_shape: kernel, strides: stride, pads }, dilation };
  };
  const pool = (operator, more) => (d, [x]) => {
    const { out, attributes } = window(d);
    const image = as(x, [d.batch, d.channels, d.in_h, d.in_w]);
    return { tensor: w.node(operator, [image], { ...attributes, ...more }), dims: [d.batch, d.channels, ...out] };
  };
  const rows = (operator, weights, attributes) => (d, [x]) => {
    const dims = [d.rows, d.cols];
    const operands = Array.from({ length: weights }, () => w.weight([d.cols]));
    return { tensor: w.node(operator, [as(x, dims), ...operands], { axis: -1, ...attributes }), dims };
  };
  /* The number beside a pass, which a network file does not keep: the one that it has within GELU, as ONNX Runtime
     fuses no other numbers. 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))), or 0.5 x (1 + erf(x / sqrt(2))). */
  const called = new Map(data.layers.map((layer) => [layer.name, layer]));
  const numberBeside = (operator, layer) => {
    const before = called.get(layer.inputs[0].replace(/#\d+$/, ''));
    if (operator === 'Add') return 1;
    if (operator === 'Div') return before?.operation === 'batched_gemm' ? 8 : Math.SQRT2;  // of scores: heads of 64
    if (operator !== 'Mul') return 0.9;
    if (before?.kind === 'Pow') return 0.044715;
    return before?.operation === 'add' ? Math.sqrt(2 / Math.PI) : 0.5;
  };
  /* A pass beside a number, or beside parameters. */
  const beside = (operator) => (x, layer) => {
    const count = layer.parameters ?? 0, all = product(x.dims);
    if (count > 1 && all % count === 0) return broadcast(operator, x, { tensor: w.weight([count]), dims: [count] });
    return own(operator, x, scalar(numberBeside(operator, layer)));
  };
  const kinds = { Mul: beside('Mul'), Div: beside('Div'), Add: beside('Add'), Sub: beside('Sub'), Max: beside('Max'),
    Where: beside('Add'), Pow: (x) => own('Pow', x, scalar(3)), HardSigmoid: (x) => own('HardSigmoid', x),
    Clip: (x) => own('Clip', x, scalar(0), scalar(6)), Erf: (x) => own('Erf', x) };
  const decode = (d, [x], queries, positions) => {
    const group = d.heads / d.kv_heads, dims = [d.batch * d.kv_heads, group * queries, d.head_dim];
    const y = attention(w, dims[0], group, queries, positions, d.head_dim, as(x, dims));
    return { tensor: y, dims };
  };

  const operations = {
    conv2d(d, [x], layer) {
      const { kernel, out, attributes, dilation } = window(d), groups = d.groups ?? 1;
      const seen = [d.in_channels / groups, ...kernel];
      const operands = [as(x, [d.batch, d.in_channels, d.in_h, d.in_w]),
        scaledWeight([d.out_channels, ...seen], product(seen))];
      if (layer.bias) operands.push(w.weight([d.out_channels]));
      return { tensor: w.node('Conv', operands, { ...attributes, dilations: dilation, group: groups }),
        dims: [d.batch, d.out_channels, ...out] };
    },
    batch_norm(d, [x]) {
      const dims = [d.batch, d.channels, d.in_h, d.in_w];
      const operands = Array.from({ length: 3 }, () => w.weight([d.channels]));
      const variance = w.weight([d.channels], FLOAT, () => 1);
      return { tensor: w.node('BatchNormalization', [as(x, dims), ...operands, variance]), dims };
    },
    linear(d, [x], layer) {
      const operands = [as(x, [d.m, d.k]), scaledWeight([d.n, d.k], d.k)];
      if (layer.bias) operands.push(w.weight([d.n]));
      return { tensor: w.node('Gemm', operands, { transB: 1 }), dims: [d.m, d.n] };
    },
    batched_gemm(d, [a, b]) {
      const operands = [as(a, [d.batch, d.m, d.k]), as(b, [d.batch, d.k, d.n])];
      return { tensor: w.node('MatMul', operands), dims: [d.batch, d.m, d.n] };
    },
    max_pool: pool('MaxPool', {}),
    avg_pool: pool('AveragePool', { count_include_pad: 1 }),
    global_avg_pool(d, [x]) {
      const image = as(x, [d.batch, d.channels, d.in_h, d.in_w]);
      return { tensor: w.node('GlobalAveragePool', [image]), dims: [d.batch, d.channels, 1, 1] };
    },
    relu: (d, [x, y], layer) => {
      if (y) return broadcast('Add', x, y);
      return kinds[layer.kind] ? kinds[layer.kind](x, layer) : own('Relu', x);
    },
    tanh: (d, [x], layer) => kinds[layer.kind] ? kinds[layer.kind](x, layer) : own('Tanh', x),
    sigmoid: (d, [x]) => own('Sigmoid', x),
    exp: (d, [x]) => own('Exp', x),
    gelu: (d, [x]) => own('Gelu', x),
    silu: (d, [x]) => own('Mul', x, w.node('Sigmoid', [x.tensor])),
    hardswish: (d, [x]) => own('HardSwish', x),
    add: (d, [a, b]) => broadcast('Add', a, b),
    mul: (d, [a, b]) => broadcast('Mul', a, b),
    softmax: rows('Softmax', 0, {}),
    layer_norm: rows('LayerNormalization', 2, { epsilon: { float: 1e-5 } }),
    rms_norm: rows('SimplifiedLayerNormalization', 1, { epsilon: { float: 1e-5 } }),
    transpose: (d, [x]) => ({ tensor: w.node('Transpose', [as(x, [d.rows, d.cols])], { perm: [1, 0] }),
      dims: [d.cols, d.rows] }),
    reshape: (d, [x]) => x,
    /* A copy of a part is a slice; one of all puts dimensions into another order. */
    copy(d, [x], layer) {
      const count = value(layer.output), whole = x && product(x.dims);
      if (!x) return { tensor: w.weight([count]), dims: [count] };
      if (whole > count) return { tensor: as(x, [count]), dims: [count] };
      const inner = count % 64 === 0 ? 64 : 1, dims = [count / inner, inner];
      return { tensor: w.node('Transpose', [as(x, dims)], { perm: [1, 0] }), dims: [inner, count / inner] };
    },
    concat(d, parts) {
      const [first] = parts;
      const images = first.dims.length === 4 && parts.every(({ dims }) =>
        dims.length === 4 && [0, 2, 3].every((at) => dims[at] === first.dims[at]));
      if (images) {
        const channels = parts.reduce((all, { dims }) => all + dims[1], 0);
        return { tensor: w.node('Concat', parts.map((part) => part.tensor), { axis: 1 }),
          dims: [first.dims[0], channels, ...first.dims.slice(2)] };
      }
      const flat = parts.map((part) => as(part, [product(part.dims)]));
      return { tensor: w.node('Concat', flat, { axis: 0 }),
        dims: [parts.reduce((all, { dims }) => all + product(dims), 0)] };
    },
    gather(d, inputs, layer) {
      const table = Math.max(1, Math.floor((layer.parameters ?? 8 * d.rows * d.cols) / d.cols));
      const index = w.input([d.rows], INT64, () => BigInt(Math.floor(w.next() * table)));
      return { tensor: w.node('Gather', [w.weight([table, d.cols]), index], { axis: 0 }), dims: [d.rows, d.cols] };
    },
    attention_prefill: (d, inputs) => decode(d, inputs, d.seq_len, d.seq_len),
    attention_decode: (d, inputs) => decode(d, inputs, 1, d.kv_len + 1),
  };

  const given = new Map((data.inputs ?? []).map(({ name, elements }) => [name, value(elements)]));
  for (const layer of unrolled(data.layers, value)) {
    const build = operations[layer.operation];
    if (!build) throw new Refused(`${data.id}: layer ${layer.name} is ${layer.operation}, which is not offered`);
    if ((layer.precision ?? 'f32') !== 'f32') throw new Refused(`${data.id}: layer ${layer.name} is not in f32`);
    w.layer = layer.layer;
    w.prefix = `[${layer.layer}]`;
    const dims = Object.fromEntries(Object.entries(layer.sizes ?? {}).map(([name, size]) => [name, value(size)]));
    const inputs = layer.operation === 'gather' ? [] : layer.inputs.map((name) => {
      if (!tensors.has(name)) tensors.set(name, { tensor: w.input([given.get(name)]), dims: [given.get(name)] });
      read.add(name);
      return tensors.get(name);
    });
    const made = build(dims, inputs, layer);
    if (product(made.dims) !== value(layer.output)) throw new Refused(`${data.id}: ${layer.name} has another output`);
    tensors.set(layer.name, made);
  }
  const ends = [...tensors].filter(([name]) => !read.has(name));
  return ends.map(([, { tensor, dims }]) => ({ name: tensor, type: FLOAT, dims }));
}
