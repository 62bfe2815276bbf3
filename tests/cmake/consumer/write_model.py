"""write_model.py FILE [COLUMNS]: a model in ONNX of one product, 4 x 8 times 8 x COLUMNS (16), without its weights."""

import pathlib
import sys


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
    shape = b"".join(message(1, number(1, dim)) for dim in dims)
    return message(1, name) + message(2, message(1, number(1, 1) + message(2, shape)))


columns = int(sys.argv[2]) if len(sys.argv) > 2 else 16
NODE = message(1, "x") + message(1, "w") + message(2, "y") + message(3, "product") + message(4, "MatMul")
GRAPH = (message(1, NODE) + message(2, "model") + message(11, tensor("x", [4, 8])) +
         message(11, tensor("w", [8, columns])) + message(12, tensor("y", [4, columns])))
MODEL = number(1, 8) + message(7, GRAPH) + message(8, number(2, 13))

pathlib.Path(sys.argv[1]).write_bytes(MODEL)
