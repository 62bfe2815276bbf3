#!/usr/bin/python3
"""An engine of one's own: NumPy. It offers two operations and no networks.

    calib engine check "python3 numpy_engine.py"
    calib run --engine "python3 numpy_engine.py" -o numpy.json
"""

import json
import os
import random
import sys
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy loads its BLAS
import numpy as np  # noqa: E402


class Gemm:
    """C = A B. The tolerance is what f32 may lose over k products."""

    dimensions = ["m", "n", "k"]

    def __init__(self, values, m, n, k):
        self.a, self.b = values((m, k)), values((k, n))
        self.inputs = [self.a]  # b would be weights
        self.result = np.empty((m, n), np.float32)
        self.tolerance = 1e-6 * k

    def run(self):
        np.matmul(self.a, self.b, out=self.result)

    def reference(self):
        return self.a.astype(np.float64) @ self.b.astype(np.float64)

    def operands(self):
        return [self.a, self.b, self.result]


class Relu:
    """y = max(x, 0)."""

    dimensions = ["elements"]
    tolerance = 0.0

    def __init__(self, values, elements):
        self.x = values(elements)
        self.inputs = [self.x]
        self.result = np.empty_like(self.x)

    def run(self):
        np.maximum(self.x, 0, out=self.result)

    def reference(self):
        return np.where(self.x > 0, self.x, 0).astype(np.float64)

    def operands(self):
        return [self.x, self.result]


OPERATIONS = {"gemm": Gemm, "relu": Relu}
companies = {}


class Refused(Exception):
    """What the answer to a request says instead of "ok"."""


def company_of(request):
    if request["id"] not in companies:
        raise Refused(f"there is no company {request['id']}")
    return companies[request["id"]]


def hello(request):
    if request["protocol"] != 1:
        raise Refused("this engine speaks protocol 1")
    return {"protocol": 1, "name": "numpy", "version": np.__version__, "max_threads": 1,
            "clock_resolution_s": time.get_clock_info("perf_counter").resolution,
            "operations": [{"operation": name, "precisions": ["f32"]} for name in OPERATIONS]}


def prepare(request):
    if request["threads"] != 1:
        raise Refused("threads is 1: NumPy's are set when it is loaded")
    random_numbers = np.random.default_rng(request["seed"])
    members, answer = [], []
    for workload in request["workloads"]:
        made = OPERATIONS.get(workload["operation"])
        if made is None or workload["precision"] != "f32" or sorted(workload["dims"]) != sorted(made.dimensions):
            answer.append({"accepted": False,
                           "reason": f"{workload['operation']} is not offered in {workload['precision']}"})
            continue
        try:
            member = made(lambda shape: random_numbers.uniform(-1, 1, shape).astype(np.float32), **workload["dims"])
        except MemoryError:
            answer.append({"accepted": False, "reason": "not enough memory"})
            continue
        member.run()
        members.append(member)
        answer.append({"accepted": True, "bytes": sum(operand.nbytes for operand in member.operands())})
    companies[request["id"]] = members
    return {"workloads": answer}


def one_round(members, order):
    latency = [0.0] * len(members)
    begin = time.perf_counter()
    for i in order:
        for one in members[i].inputs:  # as the layer before would write them
            one *= 1
        before = time.perf_counter()
        members[i].run()
        latency[i] = time.perf_counter() - before
    return {"latency_s": latency, "total_s": time.perf_counter() - begin}


def run(request):
    members, shuffled = company_of(request), random.Random(request["seed"])
    orders = [shuffled.sample(range(len(members)), len(members)) for _ in range(request["rounds"])]
    return {"rounds": [one_round(members, order) for order in orders]}


def check(request):
    checks = []
    for member in company_of(request):
        member.run()
        difference = float(np.max(np.abs(member.result - member.reference()), initial=0))
        checks.append({"difference": difference, "tolerance": member.tolerance})
    return {"checks": checks}


def network(request):
    raise Refused("this engine runs no networks")


def release(request):
    company_of(request)
    del companies[request["id"]]
    return {}


def bye(request):
    return {}


REQUESTS = {one.__name__: one for one in (hello, prepare, run, check, network, release, bye)}


def answer_to(line):
    """The answer, and whether it is the last."""
    try:
        request = json.loads(line)
        answer = REQUESTS[request["request"]](request)
        return {"ok": True, **answer}, request["request"] == "bye"
    except Exception as why:  # a request that fails must not end the engine
        return {"ok": False, "error": f"{type(why).__name__}: {why}"}, False


def main():
    for line in sys.stdin:
        answer, is_last = answer_to(line)
        print(json.dumps(answer), flush=True)
        if is_last:
            break


if __name__ == "__main__":
    main()
