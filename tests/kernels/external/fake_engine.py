"""An engine for tests: fake_engine.py [MODE [REQUEST]]. It misbehaves as MODE says, at each REQUEST (default: run)."""

import json
import os
import signal
import sys
import time

MODE = sys.argv[1] if len(sys.argv) > 1 else "good"
AT = sys.argv[2] if len(sys.argv) > 2 else "run"
SHAPES = {"gemm": {"m", "n", "k"}, "relu": {"elements"}, "conv2d_3x3": {"batch", "side", "in_channels", "out_channels"}}
companies = {}


class Refused(Exception):
    pass


def need(found, why):
    if not found:
        raise Refused(why)


def hello(request):
    need(request["protocol"] == 1, "this engine speaks protocol 1")
    return {"protocol": 1, "name": "fake", "version": "2.5", "details": "made up", "max_threads": 2,
            "clock_resolution_s": 1e-9, "absorbs": ["bias", "relu"], "networks": "any file whose name ends in .net",
            "operations": [{"operation": name, "precisions": ["f32"]} for name in SHAPES]}


def prepare(request):
    need(1 <= request["threads"] <= 2, "threads are 1 or 2")
    answer, kept = [], 0
    for one in request["workloads"]:
        if one["precision"] != "f32" or one["dims"].keys() != SHAPES.get(one["operation"]):
            answer.append({"accepted": False, "reason": f"no {one['operation']} {one['precision']}"})
        elif max(one["dims"].values()) > 1000:
            answer.append({"accepted": False, "reason": "out of memory"})
        else:
            kept += 1
            answer.append({"accepted": True, "bytes": 4 * max(one["dims"].values())})
    companies[request["id"]] = kept
    return {"workloads": answer}


def rounds_of(count, rounds, seed):
    """Workload i takes i + 1 microseconds and a bit for the seed; a reorder takes half a microsecond."""
    begin = time.perf_counter()
    each = [(i + 1) * 1e-6 + seed * 1e-9 for i in range(count)]
    total = sum(each) + 0.5e-6
    while time.perf_counter() - begin < rounds * total:
        pass
    extra = [{"name": "reorder", "latency_s": 0.5e-6, "calls": 1}]
    return [{"latency_s": each, "total_s": total, "extra": extra} for _ in range(rounds)]


def run(request):
    need(request["id"] in companies, "no such company")
    return {"rounds": rounds_of(companies[request["id"]], request["rounds"], request["seed"])}


def check(request):
    need(request["id"] in companies, "no such company")
    return {"checks": [{"difference": 1e-7, "tolerance": 1e-6} for _ in range(companies[request["id"]])]}


def network(request):
    need(request["network"].endswith((".net", "tiny.json")), "no such network")
    nodes = [{"name": "conv1", "operation": "Conv"}, {"name": "relu1", "operation": "Relu"}]
    return {"nodes": nodes, "rounds": rounds_of(2, request["rounds"], request["seed"])}


def release(request):
    need(request["id"] in companies, "no such company")
    del companies[request["id"]]
    return {}


REQUESTS = {"hello": hello, "prepare": prepare, "run": run, "check": check, "network": network, "release": release,
            "bye": lambda request: {}}


def changed(answer, what):
    """A well-formed answer that is not true."""
    first = answer["rounds"][0] if "rounds" in answer else {}
    if what == "too_long":
        first["latency_s"][0] = first["total_s"] = 1e4
    elif what == "total_too_long":
        first["total_s"] = 1e4
    elif what == "negative":
        first["latency_s"][0] = -1e-6
    elif what == "fewer":
        first["latency_s"].pop()
    elif what == "more_rounds":
        answer["rounds"].append(first)
    elif what == "text":
        first["latency_s"][0] = "fast"
    elif what == "without_field":
        answer.pop(next(iter(answer)))
    elif what == "unknown_field":
        answer["surprise"] = 1
    elif what == "wrong_name":
        answer["name"] = "Fake-Engine"
    elif what == "unknown_offer":
        answer["operations"].append({"operation": "gemmm", "precisions": ["f32"]})
    elif what == "wrong_result":
        answer["checks"][0]["difference"] = 1
    elif what == "accepts_all":
        answer["workloads"] = [{"accepted": True, "bytes": 1}] * len(answer["workloads"])
        companies[what] = len(answer["workloads"])
    return answer


def misbehave(text):
    if MODE == "crash":
        print("about to fail", file=sys.stderr, flush=True)
        os.kill(os.getpid(), signal.SIGSEGV)
    if MODE == "exit":
        print("giving up", file=sys.stderr, flush=True)
        sys.exit(3)
    if MODE in ("hang", "hang_with_child"):
        if MODE == "hang_with_child" and os.fork() == 0:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(3600)
    if MODE == "slow":
        time.sleep(0.3)
    if MODE == "garbage":
        return "\x1b[31mwarning:\x1b[0m running on CPU"
    if MODE == "no_ok":
        return json.dumps({"rounds": []})
    if MODE == "refuse_silently":
        return json.dumps({"ok": False})
    if MODE == "refuse":
        return json.dumps({"ok": False, "error": "not today"})
    if MODE == "endless":
        while True:
            sys.stdout.write("x" * 65536)
    if MODE == "chatty":
        return text + "\n" + text
    if MODE == "stderr":
        sys.stderr.write("a long log\n" * 100000)
    if MODE in ("half", "half_and_hang"):
        sys.stdout.write(text[:len(text) // 2])
        sys.stdout.flush()
        if MODE == "half":
            sys.exit(0)
        time.sleep(3600)
    return text


def main():
    if MODE == "exit" and AT == "start":
        print("no library", file=sys.stderr)
        sys.exit(3)
    for line in sys.stdin:
        name = ""
        try:
            request = json.loads(line)
            name = request["request"]
            answer = {"ok": True, **REQUESTS[name](request)}
            if name == AT:
                answer = changed(answer, MODE)
        except Exception as why:
            if MODE == "fragile":
                raise
            answer = {"ok": False, "error": f"{type(why).__name__}: {why}"}
        text = json.dumps(answer)
        print(misbehave(text) if name == AT else text, flush=True)
        if name == "bye":
            if MODE == "never_ends":
                time.sleep(3600)
            break
    if MODE == "ignores_end":
        time.sleep(3600)


if __name__ == "__main__":
    main()
