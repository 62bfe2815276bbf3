"""Small models in ONNX, written without its library: the wire format of onnx.proto."""


def varint(value):
    out = b""
    while value > 0x7f:
        out += bytes([value & 0x7f | 0x80])
        value >>= 7
    return out + bytes([value])


def number(field, value):
    return varint(field << 3) + varint(value)


def message(field, content):
    content = content.encode() if isinstance(content, str) else content
    return varint(field << 3 | 2) + varint(len(content)) + content


def tensor(name, dims):
    """A value of floats; dims are numbers and names."""
    shape = b"".join(message(1, number(1, dim) if isinstance(dim, int) else message(2, dim)) for dim in dims)
    return message(1, name) + message(2, message(1, number(1, 1) + message(2, shape)))


def node(operator, inputs, output, **whole_numbers):
    """A node that is called as its output."""
    attributes = [message(5, message(1, name) + number(3, value) + number(20, 2))
                  for name, value in whole_numbers.items()]
    return (b"".join(message(1, one) for one in inputs) + message(2, output) + message(3, output) +
            message(4, operator) + b"".join(attributes))


def model(nodes, inputs, output):
    """The bytes of a model of opset 13; inputs and output are tensors."""
    graph = (b"".join(message(1, one) for one in nodes) + message(2, "model") +
             b"".join(message(11, one) for one in inputs) + message(12, output))
    return number(1, 8) + message(7, graph) + message(8, number(2, 13))
