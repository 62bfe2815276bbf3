"""write_model.py FILE [COLUMNS]: a model in ONNX of one product, 4 x 8 times 8 x COLUMNS (16), without its weights."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "samples"))
from onnx_model import model, node, tensor  # noqa: E402

columns = int(sys.argv[2]) if len(sys.argv) > 2 else 16
pathlib.Path(sys.argv[1]).write_bytes(model([node("MatMul", ["x", "w"], "product")],
                                            [tensor("x", [4, 8]), tensor("w", [8, columns])],
                                            tensor("product", [4, columns])))
