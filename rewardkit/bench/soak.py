"""A server among hostile clients: `python -m rewardkit.bench.soak [--seconds 60] [--json]`.

64 clients score rows whose numbers are known, while others send garbage, bodies of 100 MB and bytes
that drip, or hang up before the answer; rows kill the process that scores them, worker processes
are killed at random, and now and then a whole process of the server. Counted is what the honest
clients got.

Exit codes: 0 every row was answered rightly and once, 1 it was not, 2 usage.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from rewardkit.bench.hostile import CLIENTS, Target, free_port, status
from rewardkit.data.score import Breakdown
from rewardkit.errors import RewardkitError
from rewardkit.server.client import RewardClient

ROWS: Final = 16
DEADLY: Final = 10
"""One request of so many holds a row that kills the process which scores it."""
REWARDS: Final = '''
import os
from rewardkit import reward, weighted

@reward
def exact(completion: str, answer: str) -> bool:
    """Pay for the answer itself."""
    return completion == answer

@reward(isolated=True, timeout=20)
def apart(completion: str, answer: str) -> bool:
    """Pay for it in a process of its own, which some completions kill."""
    if completion.startswith("die"):
        os.kill(os.getpid(), 9)
    return completion == answer

soaked = weighted(exact=(0.25, exact), apart=(0.75, apart))
'''


def main(arguments: Sequence[str] | None = None) -> int:
    """Soak, print, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m rewardkit.bench.soak", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long (60)")
    parser.add_argument("--clients", type=int, default=64, help="honest clients (64)")
    parser.add_argument("--kill-every", type=float, default=6.0, help="seconds of three kills (6)")
    chosen = parser.parse_args(arguments)
    report = soak(chosen.seconds, chosen.clients, chosen.kill_every)
    print(json.dumps(report, indent=2) if chosen.json else _told(report))
    return 0 if report["passed"] else 1


def soak(seconds: float, clients: int, kill_every: float) -> dict[str, Any]:
    """Return the figures as plain values."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "soaked_rewards.py").write_text(REWARDS)
        words = ["serve", "soaked_rewards:soaked", "--port", str(port), "--processes", "2"]
        # Slow heads are cut off soon, so that the minute holds many of them.
        command = [sys.executable, "-m", "rewardkit.cli", *words, "--body-seconds", "3"]
        with (Path(folder) / "log").open("w") as log:
            server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            return _soaked(server.pid, port, seconds, clients, kill_every)
        finally:
            server.terminate()
            server.wait()


def _soaked(pid: int, port: int, seconds: float, clients: int, kill_every: float) -> dict[str, Any]:
    url = f"http://127.0.0.1:{port}"
    with RewardClient(url, tries=40) as client:
        client.score(completion="a", answer="a")
    memory = _memory(pid)
    target = Target(port, time.monotonic() + seconds)
    found: Counter[str] = Counter()
    hostile: Counter[str] = Counter()
    lock = threading.Lock()

    def count(into: Counter[str], work: Callable[[], Counter[str]]) -> None:
        got = work()
        with lock:
            into.update(got)

    jobs: list[Callable[[], None]] = [
        lambda number=number: count(found, lambda: _honest(url, target.end, number))  # type: ignore[misc]
        for number in range(clients)
    ]
    jobs += [
        lambda name=name, work=work: count(hostile, lambda: Counter({name: work(target)}))  # type: ignore[misc]
        for name, work in CLIENTS.items()
    ]
    jobs.append(lambda: count(hostile, lambda: _kill(pid, target.end, kill_every)))
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return _report(found, hostile, seconds, clients, memory, _memory(pid), status(port))


def _report(
    found: Counter[str],
    hostile: Counter[str],
    seconds: float,
    clients: int,
    before: int,
    after: int,
    last: int,
) -> dict[str, Any]:
    wrong = {name: found[name] for name in ("lost", "wrong", "repeated", "zeros for errors")}
    return {
        "seconds": seconds,
        "clients": clients,
        "rows": found["rows"],
        "rows_per_second": round(found["rows"] / seconds),
        "killers": found["killers"],
        **wrong,
        "errors_of_other_rows": found["errors"],
        "lost_by": {name: many for name, many in found.items() if name.startswith("lost by")},
        "hostile": dict(hostile),
        "memory_before_mib": before,
        "memory_after_mib": after,
        "health_at_the_end": last,
        "passed": not any(wrong.values()) and last == 200 and found["rows"] > 0,
    }


def _honest(url: str, end: float, number: int) -> Counter[str]:
    """Score rows until the end, and count what came back for each."""
    seen: Counter[str] = Counter()
    turn = 0
    with RewardClient(url, tries=60, backoff=0.1, timeout=60) as client:
        while time.monotonic() < end:
            turn += 1
            rows = [
                {"completion": f"{number}-{turn}-{at}", "answer": f"{number}-{turn}-{at - at % 3}"}
                for at in range(ROWS)
            ]
            if turn % DEADLY == 0:
                rows[3]["completion"] = f"die {number}-{turn}"
            seen["rows"] += ROWS
            try:
                found = client.score_many(rows)
            except RewardkitError as error:
                seen["lost"] += ROWS
                seen[f"lost by: {type(error).__name__}: {error}"] += 1
                continue
            seen["repeated"] += max(0, len(found) - ROWS)
            seen["lost"] += max(0, ROWS - len(found))
            for row, one in zip(rows, found, strict=False):
                seen[_kind(row, one)] += 1
    return seen


def _kind(row: dict[str, str], one: Breakdown) -> str:
    if row["completion"].startswith("die"):
        return "zeros for errors" if one.value is not None else "killers"
    if one.value is None:
        return "errors"
    return "right" if one.value == float(row["completion"] == row["answer"]) else "wrong"


def _kill(pid: int, end: float, every: float) -> Counter[str]:
    """Kill two workers and then a process of the server, at random, until the end."""
    rng, done = random.Random(0), Counter[str]()
    plan = itertools.cycle(("worker", "worker", "server"))
    while time.monotonic() + every < end:
        time.sleep(every / 3)
        servers = _children(pid)
        kind = next(plan)
        workers = [child for one in servers for child in _children(one)]
        chosen = servers if kind == "server" else workers
        try:
            os.kill(rng.choice(chosen), signal.SIGKILL)
        except (IndexError, ProcessLookupError):
            continue  # it ended by itself, or is being started
        done[f"killed: {kind}"] += 1
    return done


def _children(pid: int) -> list[int]:
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            words = path.read_text().split()
            found += [int(word) for word in words if not _tracks(word)]
        except OSError:
            continue
    return found


def _tracks(pid: str) -> bool:
    return b"resource_tracker" in Path(f"/proc/{pid}/cmdline").read_bytes()


def _memory(pid: int) -> int:
    """The memory of the server and all its processes, in MiB."""
    total, waiting = 0, [pid]
    while waiting:
        one = waiting.pop()
        waiting += _children(one)
        try:
            text = Path(f"/proc/{one}/status").read_text()
        except OSError:
            continue
        total += int(text.split("VmRSS:")[1].split()[0]) if "VmRSS:" in text else 0
    return total // 1024


_TABLES = ("hostile", "lost_by")


def _told(report: dict[str, Any]) -> str:
    lines = [f"| {name} | {value} |" for name, value in report.items() if name not in _TABLES]
    lines += [f"| {name} | {value} |" for name, value in report["lost_by"].items()]
    lines += [f"| hostile: {name} | {value} |" for name, value in report["hostile"].items()]
    return "\n".join(["| figure | value |", "| --- | --- |", *lines])


if __name__ == "__main__":
    sys.exit(main())
