"""The child process of one grader: it answers each pair with a line of JSON.

    python -m rewardkit_verifiers.bench.math.child PEER

A line of the input asks, `{"gold", "pred", "bare", "thread"}`; a line of the output answers,
`{"got", "error", "seconds", "cpu"}`. The first line of the output says that the grader is ready,
and an empty object asks for the CPU seconds that its own processes have used since.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import threading
from pathlib import Path
from time import perf_counter, process_time
from typing import IO, Any

from rewardkit_verifiers.bench.math.peers import PEERS, Judge, without_package_code

if __name__ in ("__main__", "__mp_main__") and any(one.startswith("verl") for one in sys.argv):
    # The workers that verl starts load this module too.
    without_package_code()


def main() -> None:
    """Answer until the input ends."""
    # Graders print to standard output, which must not mix with the answers.
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    judge = PEERS[sys.argv[1]].make()
    # Imports and start of worker processes are not charged to a pair.
    for gold, pred in (("2", "2"), ("\\frac{1}{2}", "\\frac{1}{3}"), ("\\int_0^1 x dx", "0.5")):
        _asked(judge, {"gold": gold, "pred": pred, "bare": True})
    # Nor is a walk of the garbage collector over what the imports have left.
    gc.collect()
    gc.freeze()
    before = of_processes()
    _say(out, {"ready": True})
    for line in sys.stdin:
        asked = json.loads(line)
        _say(out, _asked(judge, asked) if asked else {"cpu": of_processes() - before})
    out.flush()
    # A grader may have left threads or pools that never end.
    os._exit(0)


def _say(out: IO[str], answer: dict[str, Any]) -> None:
    out.write(json.dumps(answer) + "\n")
    out.flush()


def _asked(judge: Judge, asked: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"got": False, "error": ""}

    def call() -> None:
        try:
            found["got"] = bool(judge(asked["gold"], asked["pred"], asked["bare"]))
        except BaseException as error:  # noqa: BLE001 - a grader that raises has given no verdict
            found["error"] = type(error).__name__

    start, busy = perf_counter(), process_time()
    if asked.get("thread"):
        thread = threading.Thread(target=call)
        thread.start()
        thread.join()
    else:
        call()
    found["seconds"] = perf_counter() - start
    found["cpu"] = process_time() - busy
    return found


def of_processes() -> float:
    """Return the CPU seconds of running child processes."""
    total = 0.0
    pending = [os.getpid()]
    while pending:
        here = pending.pop()
        for children in Path(f"/proc/{here}/task").glob("*/children"):
            for child in children.read_text().split():
                total += _ticks(child)
                pending.append(int(child))
    return total


def _ticks(process: str) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # it has ended meanwhile
        return 0.0
    return (int(fields[11]) + int(fields[12])) / float(os.sysconf("SC_CLK_TCK"))


if __name__ == "__main__":
    main()
