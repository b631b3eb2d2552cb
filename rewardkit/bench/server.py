"""The rate of the server: `python -m rewardkit.bench.server [--json] [--seconds N]`.

A server runs in a process of its own; clients in threads ask it for a fixed time, with one row a
request and with many. Every answer is compared with the local score of its row, and the rows that
the server counted with those that were answered.

Exit codes: 0 measured, 1 an answer was wrong or rows were lost or repeated, 2 usage.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final
from urllib.request import urlopen

from rewardkit.data.sample import Sample
from rewardkit.registry.verifiers import get
from rewardkit.server.client import RewardClient

VERIFIER: Final = "math/number"
CASES: Final = ((1, 1), (64, 1), (1, 256), (64, 64))
ROWS: Final = 1024


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m rewardkit.bench.server", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--seconds", type=float, default=10.0, help="seconds of each case (10)")
    parser.add_argument("--processes", type=int, default=1, help="processes of the server (1)")
    chosen = parser.parse_args(arguments)
    report = measure_server(chosen.seconds, chosen.processes)
    print(json.dumps(report, indent=2) if chosen.json else _table(report))
    return 0 if report["correct"] else 1


def measure_server(seconds: float, processes: int) -> dict[str, Any]:
    """Return the figures as plain values."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        words = ["serve", VERIFIER, "--port", str(port), "--processes", str(processes)]
        with (Path(folder) / "log").open("w") as log:
            server = subprocess.Popen(
                [sys.executable, "-m", "rewardkit.cli", *words], stderr=log, env={**os.environ}
            )
        try:
            return _measured(f"http://127.0.0.1:{port}", seconds, processes)
        finally:
            server.terminate()
            server.wait()


def _measured(url: str, seconds: float, processes: int) -> dict[str, Any]:
    reward = get(VERIFIER)
    samples = [Sample(f"The answer is {n}.", answer=str(n - n % 3)) for n in range(ROWS)]
    expected = [reward.score(sample).value for sample in samples]
    cases = []
    with RewardClient(url, tries=40) as client:
        client.about()
        for clients, batch in CASES:
            before = _counted(url)
            cases.append(_case(client, samples, expected, (clients, batch), seconds))
            counted = _counted(url) - before
            cases[-1]["lost_or_repeated"] = round(counted - cases[-1]["rows"])
    correct = not any(one["wrong"] or one["lost_or_repeated"] for one in cases)
    return {"verifier": VERIFIER, "processes": processes, "correct": correct, "cases": cases}


def _case(
    client: RewardClient,
    samples: Sequence[Sample],
    expected: Sequence[float | None],
    shape: tuple[int, int],
    seconds: float,
) -> dict[str, Any]:
    clients, batch = shape
    end = time.perf_counter() + seconds

    def ask(number: int) -> tuple[int, list[float]]:
        wrong, times, at = 0, [], number * 17 % ROWS
        while (start := time.perf_counter()) < end:
            places = [(at + step) % ROWS for step in range(batch)]
            found = client.score_many([samples[place] for place in places])
            times.append(time.perf_counter() - start)
            wrong += [one.value for one in found] != [expected[place] for place in places]
            at = (at + batch) % ROWS
        return wrong, times

    with ThreadPoolExecutor(clients) as pool:
        found = list(pool.map(ask, range(clients)))
    times = sorted(one for _, some in found for one in some)
    return {
        "clients": clients,
        "batch": batch,
        "requests": len(times),
        "rows": len(times) * batch,
        "rows_per_second": round(len(times) * batch / seconds),
        "p50_ms": round(times[len(times) // 2] * 1e3, 1),
        "p99_ms": round(times[int(len(times) * 0.99)] * 1e3, 1),
        "wrong": sum(wrong for wrong, _ in found),
    }


def _counted(url: str) -> float:
    with urlopen(f"{url}/metrics", timeout=30) as answer:
        text = answer.read().decode()
    lines = re.findall(r"^rewardkit_rows_total\{.*\} (\S+)$", text, re.MULTILINE)
    return sum(map(float, lines))


def _table(report: dict[str, Any]) -> str:
    lines = [
        f"{report['verifier']}, {report['processes']} process(es)",
        "| clients | rows a request | rows/s | p50 ms | p99 ms | wrong | lost or repeated |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    keys = ("clients", "batch", "rows_per_second", "p50_ms", "p99_ms", "wrong", "lost_or_repeated")
    lines += [f"| {' | '.join(str(one[key]) for key in keys)} |" for one in report["cases"]]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
