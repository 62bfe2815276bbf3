#!/usr/bin/python3
"""Prices whole networks on shipped profiles, beside the end-to-end times that were measured on these machines.

usage: measured_models.py <calib> <folder of models_fp32>

The folder has one folder for each GPU, with a file <model>-inf-<seq_len>-<batch>.csv.gz for each measurement; its first
line is a comment with end_to_end_s=. What a profile has no table for is priced at its roofline, whose share is printed.
Dispatch is the time that the calls would take were each the setting's smallest (`calib estimate` says how it is known).
"""

import gzip
import json
import pathlib
import re
import subprocess
import sys

PROFILES = {"tesla_t4": "nvidia_t4", "tesla_v100-pcie-32gb": "nvidia_v100_pcie"}
NETWORKS = {
    "bert_large": "bert_large",
    "gpt2_large": "gpt2_large_prefill",
    "gpt3_xl": "gpt3_xl_prefill",
    "gpt3_27": "gpt3_2_7b_prefill",
    "opt_13": "opt_1_3b_prefill",
}


def measured_seconds(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return float(re.search(r"end_to_end_s=([0-9.e-]+)", next(lines)).group(1))


def estimate(calib, profile, network, batch, seq_len):
    command = [calib, "estimate", profile, network, "--batch", batch, "--size", f"seq_len={seq_len}",
               "--fallback", "roofline", "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def dispatch_text(dispatch):
    if dispatch is None:
        return "unknown"
    return ("" if dispatch["is_stated"] else "<= ") + f"{100 * dispatch['share']:.1f} %"


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    calib, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    errors = []
    print(f"{'GPU':22}{'model':24}{'measured':>10}{'priced':>10}{'error':>9}{'roofline':>10}{'dispatch':>12}")
    for path in sorted(folder.glob("*/*.csv.gz")):
        model, _, seq_len, batch = path.name.removesuffix(".csv.gz").split("-")
        if path.parent.name not in PROFILES or model not in NETWORKS:
            print(f"{path.parent.name:22}{model}: no profile or network")
            continue
        measured = measured_seconds(path)
        priced = estimate(calib, PROFILES[path.parent.name], NETWORKS[model], batch, seq_len)
        error = priced["latency_s"] / measured - 1
        errors.append(abs(error))
        print(f"{path.parent.name:22}{model + ' ' + seq_len + ' x ' + batch:24}{measured:10.4f}"
              f"{priced['latency_s']:10.4f}{100 * error:+8.1f} %{100 * priced['share_by_source']['roofline']:8.1f} %"
              f"{dispatch_text(priced['dispatch']):>12}")
    print(f"mean {100 * sum(errors) / len(errors):.1f} %, worst {100 * max(errors):.1f} %, {len(errors)} networks")


if __name__ == "__main__":
    main()
