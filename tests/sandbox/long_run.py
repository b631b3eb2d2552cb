"""A long run of hostile and honest programs, and what is left of it: nothing.

    python tests/sandbox/long_run.py [--jobs 20000] [--backend docker] [--json]

Two runs. The first does that many jobs, then counts what is left of them. The second is in a
process of its own, which is killed in the middle of its jobs; then the same is counted.
Exit code 0 when nothing is left, every honest program was judged right, no hostile one had its
way and memory was flat; else 1.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import glob
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rewardkit_sandbox import Job, Limits, Outcome, PooledSandbox, Program, open_sandbox
from rewardkit_sandbox.backends.owner import MARK

AGENT = b'agent.server"].main'
SHORT = Limits(wall_s=0.4, cpu_s=1, memory_mb=64, pids=16, disk_mb=4, output_bytes=1 << 16)
LEFT = "/tmp/rk_long_run"
BATCH = 200
SETTLING = 3  # batches until caches are full and threads have started
GROWTH_MB = 24.0

# What it does, and how it may end.
HOSTILE = [
    ("import os\nfor _ in range(99): os.fork()\nwhile 1: pass", "any"),
    ("import os\nwhile 1:\n  try: os.fork()\n  except OSError: pass", "any"),
    (f"n = 0\nwhile 1: n += 1; open(f'{LEFT}{{n}}', 'w').write('x' * 9999)", "any"),
    ("x = []\nwhile 1: x.append(bytearray(1 << 20))", "memory_limit runtime_error killed"),
    ("while 1: print('x' * 9999)", "output_limit timeout"),
    ("import os, signal\nos.kill(-1, signal.SIGKILL)", "any"),
    ("import os, time\nif os.fork() == 0:\n  os.setsid()\n  time.sleep(600)\nprint(1)", "ok"),
    ("import socket\nsocket.create_connection(('1.1.1.1', 53), 1)", "runtime_error"),
    ("import os\n[os.open('/', 0) for _ in range(9999)]", "runtime_error"),
    (
        "import os\nfor n in range(3, 99):\n  try: os.write(n, b'x' * 999)\n  except OSError: 0",
        "any",
    ),
    (
        "import _thread, time\nfor _ in range(99): _thread.start_new_thread(time.sleep, (9,))",
        "any",
    ),
    ("import ctypes\nctypes.string_at(0)", "runtime_error"),
    ("import time\ntime.sleep(600)", "timeout"),
    ("import os\nos.chroot('/tmp')", "runtime_error"),
]
HONEST = "a, b = map(int, input().split())\nprint(a + b + {n})"


def jobs(numbers: range) -> list[tuple[Job, str, int]]:
    """Jobs with what they may end as; one in twelve is hostile, each kind in its turn."""
    made = []
    for n in numbers:
        if n % 12 == 0:
            source, may = HOSTILE[n // 12 % len(HOSTILE)]
            made.append((Job(Program(f"{source}  # {n}"), (b"",), limits=SHORT), may, n))
        else:
            inputs = tuple(b"%d 2\n" % k for k in range(3))
            fork: Any = "problem" if n % 2 else "test"
            made.append((Job(Program(HONEST.format(n=n)), inputs, fork=fork), "honest", n))
    return made


def is_right(result: Any, may: str, n: int) -> bool:
    """Whether a job ended as it must."""
    if may == "honest":
        return [run.stdout for run in result.runs] == [b"%d\n" % (k + 2 + n) for k in range(3)]
    outcome = result.runs[0].outcome
    return outcome is not Outcome.SANDBOX_ERROR and (may == "any" or outcome.value in may.split())


def agents(owner: int) -> list[int]:
    """Processes of agents that a process started, or that its containers run."""
    found = []
    for path in glob.glob("/proc/[0-9]*"):
        with contextlib.suppress(OSError, IndexError):
            mine = int(Path(path, "stat").read_text().rpartition(")")[2].split()[1]) == owner
            if mine and AGENT in Path(path, "cmdline").read_bytes():
                found.append(int(path.rpartition("/")[2]))
    return found


def containers(owner: int) -> list[str]:
    """Containers that a process started."""
    from rewardkit_sandbox.backends.docker import connect

    client = connect()
    found = client.containers(all=True, filters={"label": [f"{MARK}.pid={owner}"]})
    client.close()
    return [str(one["Id"]) for one in found]


def left(backend: str, owner: int, inside: list[int]) -> dict[str, int]:
    """Count what is left of a process's sandbox.

    Args:
        backend: Which one.
        owner: The process.
        inside: Process ids that its agents had, as this machine sees them.
    """
    groups = [p for p in glob.glob("/sys/fs/cgroup/**/rewardkit-*", recursive=True)
              if f"rewardkit-{owner}-" in p]  # fmt: skip
    mounts = Path("/proc/self/mounts").read_text().splitlines()
    return {
        "containers": len(containers(owner)) if backend == "docker" else 0,
        "processes": len(agents(owner)) + sum(os.path.exists(f"/proc/{pid}") for pid in inside),
        "mounts": sum("rewardkit" in line for line in mounts),
        "control groups": len(groups),
        "files": len(glob.glob(f"{LEFT}*")) + len(glob.glob(f"{tempfile.gettempdir()}/rewardkit*")),
    }


def descriptors() -> int:
    """Open descriptors of this process."""
    return len(os.listdir("/proc/self/fd"))


def memory_mb() -> float:
    """Resident memory of this process."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / (1 << 20)


def eventually(count: Callable[[], dict[str, int]], seconds: float = 30.0) -> dict[str, int]:
    """Count until nothing is left, or until time is up."""
    end = time.monotonic() + seconds
    while any((found := count()).values()) and time.monotonic() < end:
        time.sleep(0.2)
    return found


def work(sandbox: PooledSandbox, many: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Do the jobs; return how they ended, which ended wrongly, and the memory after each batch."""
    ended: Counter[str] = Counter()
    wrong: list[int] = []
    memory: list[float] = []
    for start in range(0, many, BATCH):
        batch = jobs(range(start, min(many, start + BATCH)))
        random.Random(start).shuffle(batch)
        results = sandbox.do_many(job for job, _, _ in batch)
        for result, (_, may, n) in zip(results, batch, strict=True):
            kind = "honest" if may == "honest" else "hostile"
            ended[f"{kind} {result.outcome.value}"] += 1
            if not is_right(result, may, n):
                wrong.append(n)
                say(f"job {n} ({may}) ended as {result.outcome.value}: {result.runs[0].detail}")
        memory.append(memory_mb())
        if start // BATCH % 10 == 9:
            say(f"{start + BATCH} jobs, {memory[-1]:.0f} MB")
    return {"ended": dict(ended), "wrong": wrong, "memory_mb": memory}


def whole(backend: str, many: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Do all the jobs and close the sandbox; return what was seen and what is left."""
    before = descriptors()
    began = time.monotonic()
    with open_sandbox(backend, size=2) as sandbox:
        sandbox.warm()
        seen = work(sandbox, many, say)
        inside = sandbox.backend.processes()
    gc.collect()
    memory = seen.pop("memory_mb")
    settled = memory[min(SETTLING, len(memory) - 1)]
    found = eventually(lambda: left(backend, os.getpid(), inside))
    found["descriptors"] = descriptors() - before
    grown = max(memory) - settled
    return {
        "jobs": many,
        "seconds": round(time.monotonic() - began, 1),
        **seen,
        "memory_mb": {"settled": round(settled, 1), "last": round(memory[-1], 1)},
        "left": found,
        "good": not seen["wrong"] and not any(found.values()) and grown < GROWTH_MB,
    }


def killed(backend: str, say: Callable[[str], None]) -> dict[str, Any]:
    """Kill a client in the middle of its jobs; return what is left of it."""
    words = [sys.executable, __file__, "--victim", "--backend", backend]
    client = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    assert client.stdout is not None
    inside = [int(word) for word in client.stdout.readline().split()]
    time.sleep(3)
    alive = client.poll() is None and sum(os.path.exists(f"/proc/{pid}") for pid in inside)
    client.send_signal(signal.SIGKILL)
    client.wait()
    client.stdout.close()
    say(f"killed a client with {len(inside)} agents")
    found = eventually(lambda: left(backend, client.pid, inside))
    return {"agents": len(inside), "left": found, "good": bool(alive) and not any(found.values())}


def victim(backend: str) -> None:
    """Work until killed."""
    sandbox = open_sandbox(backend, size=2)
    sandbox.warm()
    print(*sandbox.backend.processes(), flush=True)
    for start in range(0, 1 << 30, BATCH):
        sandbox.do_many(job for job, _, _ in jobs(range(start, start + BATCH)))


def main() -> int:
    """Do both runs, print what was seen, return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=20_000)
    parser.add_argument("--backend", default="docker", choices=("docker", "local"))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--victim", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.victim:
        victim(options.backend)

    def say(text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    seen = {
        "run": whole(options.backend, options.jobs, say),
        "killed": killed(options.backend, say),
    }
    if options.json:
        print(json.dumps(seen))
    else:
        for name, found in seen.items():
            print(name)
            for key, value in found.items():
                print(f"  {key}: {value}")
    return int(not all(found["good"] for found in seen.values()))


if __name__ == "__main__":
    sys.exit(main())
