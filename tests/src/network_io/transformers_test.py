"""The transformers of the zoo are those that their script writes.

usage: transformers_test.py <folder of shipped networks>
"""

import pathlib
import subprocess
import sys
import tempfile


def main(shipped):
    script = pathlib.Path(shipped) / "make_transformers.py"
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, script, folder], check=True)
        made = sorted(pathlib.Path(folder).glob("*.json"))
        other = [f.name for f in made if f.read_bytes() != (pathlib.Path(shipped) / f.name).read_bytes()]
    print(f"{len(made)} networks made; other than those shipped: {other or 'none'}")
    return 1 if other or not made else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
