"""What a run, and all runs of a job together, may take; counted run by run on both backends."""

from __future__ import annotations

from typing import Any

import pytest

from rewardkit_sandbox import (
    BadRequest,
    Call,
    Job,
    Limits,
    Outcome,
    PooledSandbox,
    Program,
    RunResult,
)

BUSY = """
import time
start = time.process_time()
seconds = float(input())
while time.process_time() - start < seconds: pass
print(seconds)
"""
WAITS = "import time\ntime.sleep(float(input()))\nprint('woke')"


def outcomes(sandbox: PooledSandbox, **job: Any) -> list[str]:
    return [run.outcome.value for run in sandbox.do(Job(**job)).runs]


@pytest.mark.parametrize("fork", ["test", "problem"])
def test_each_run_has_its_own_processor_time(sandbox: PooledSandbox, fork: Any) -> None:
    limits = Limits(cpu_s=0.5, wall_s=20)
    job = Job(Program(BUSY), inputs=(b"0", b"0.1", b"0.9", b"0"), limits=limits, fork=fork)
    done = sandbox.do(job)
    assert [run.outcome.value for run in done.runs] == ["ok", "ok", "timeout", "ok"]
    assert done.runs[2].detail == "more than 0.5 s of processor time"
    assert done.runs[1].usage.cpu_s >= 0.1 > done.runs[0].usage.cpu_s


def test_each_call_has_its_own_processor_time(sandbox: PooledSandbox) -> None:
    code = "import time\ndef spin(s):\n    t = time.process_time()\n"
    code += "    while time.process_time() - t < s: pass\n    return s"
    calls = tuple(Call("spin", (seconds,)) for seconds in (0, 0.9, 0.1))
    found = outcomes(
        sandbox, program=Program(code), calls=calls, limits=Limits(cpu_s=0.5, wall_s=20)
    )
    assert found == ["ok", "timeout", "ok"]


def test_a_fraction_of_a_second_is_no_second_less(sandbox: PooledSandbox) -> None:
    run = sandbox.run(Program(BUSY), Limits(cpu_s=1.9, wall_s=20), b"1.3")
    assert run.outcome is Outcome.OK


@pytest.mark.parametrize("fork", ["test", "problem"])
def test_all_runs_together_have_a_limit(sandbox: PooledSandbox, fork: Any) -> None:
    job = Job(Program(WAITS), inputs=(b"0.4",) * 6, limits=Limits(wall_s=5), fork=fork, total_s=1)
    runs = sandbox.do(job).runs
    assert runs[0].outcome is Outcome.OK
    assert runs[-1].outcome is Outcome.TIMEOUT
    assert "together" in runs[-1].detail
    assert len(runs) < 5
    with pytest.raises(BadRequest, match="total_s"):
        Job(Program(""), inputs=(b"",), total_s=0)


@pytest.mark.parametrize("fork", ["test", "problem"])
def test_who_has_seen_enough_stops_a_job(sandbox: PooledSandbox, fork: Any) -> None:
    seen: list[tuple[int, bytes]] = []

    def goes_on(number: int, run: RunResult) -> bool:
        seen.append((number, run.stdout))
        return number < 1

    # The third run is broken off or was never begun: nobody waits for its ten seconds.
    inputs = (b"0", b"0", b"9", b"9")
    runs = sandbox.do(Job(Program(WAITS), inputs=inputs, fork=fork), goes_on).runs
    assert [run.stdout for run in runs] == [b"woke\n", b"woke\n"]
    assert seen == [(0, b"woke\n"), (1, b"woke\n")]
    assert runs[0].usage.memory_mb > 0
    assert sandbox.run(Program("print(1)")).ok


def test_calls_are_stopped_alike(sandbox: PooledSandbox) -> None:
    calls = tuple(Call("same", (n,)) for n in range(2000))
    job = Job(Program("def same(n): return n"), calls=calls)
    runs = sandbox.do(job, lambda number, run: number < 3).runs
    assert [run.value for run in runs[:4]] == [0, 1, 2, 3]
    assert len(runs) < 2000
    assert sandbox.do(job).runs[-1].value == 1999


def test_a_shared_job_goes_on_for_whoever_wants_more(sandbox: PooledSandbox) -> None:
    job = Job(Program(WAITS), inputs=(b"0", b"0.3"))
    one, other = sandbox.do_many([job, job], [lambda *_: False, lambda *_: True])
    assert len(one.runs) == len(other.runs) == 2


def test_memory_that_processes_share_counts(sandbox: PooledSandbox) -> None:
    code = """
import mmap, os, time
for _ in range(8):
    if os.fork() == 0:
        held = mmap.mmap(-1, 100 << 20)
        for at in range(0, len(held), 4096): held[at] = 1
        time.sleep(20)
        os._exit(0)
time.sleep(20)
"""
    run = sandbox.run(Program(code), Limits(memory_mb=128, wall_s=30))
    assert run.outcome is Outcome.MEMORY_LIMIT


def test_files_and_a_little_shared_memory_are_no_breach(sandbox: PooledSandbox) -> None:
    code = """
import mmap, time
held = mmap.mmap(-1, 60 << 20)
for at in range(0, len(held), 4096): held[at] = 1
open("file", "wb").write(bytes(14 << 20))
open("/dev/shm/file", "wb").write(bytes(14 << 20))
time.sleep(0.5)
print("held")
"""
    run = sandbox.run(Program(code), Limits(memory_mb=128))
    assert (run.outcome, run.stdout) == (Outcome.OK, b"held\n")


def test_too_much_in_all_runs_together_is_a_limit_and_no_trouble_of_ours(
    sandbox: PooledSandbox,
) -> None:
    limits = Limits(output_bytes=16 << 20, memory_mb=512)
    code = "def big(n): return 'x' * (9 << 20)"
    found = outcomes(
        sandbox, program=Program(code), calls=tuple(Call("big", (n,)) for n in range(4)),
        limits=limits,
    )  # fmt: skip
    assert found == ["ok", "ok", "output_limit", "output_limit"]
    found = outcomes(
        sandbox, program=Program("print('x' * (15 << 20))"), inputs=(b"",) * 14, limits=limits,
        fork="problem",
    )  # fmt: skip
    assert found[0] == "ok"
    assert found[-1] == "output_limit"


@pytest.mark.parametrize(
    ("code", "detail"),
    [
        ("import nowhere", "ModuleNotFoundError: No module named 'nowhere'"),
        ("raise ValueError('red \\x1b[31m')", "ValueError: red  [31m"),
        ("def f(:\n pass", "SyntaxError: line 1: invalid syntax: def f("),
        ("import sys; sys.exit('no way')", "exit code 1: no way"),
    ],
)
def test_the_detail_says_what_is_missing_or_wrong(
    sandbox: PooledSandbox, code: str, detail: str
) -> None:
    assert sandbox.run(Program(code)).detail == detail


def test_output_belongs_to_the_run_that_wrote_it(sandbox: PooledSandbox) -> None:
    late = "out = open(1, 'w', closefd=False)\nout.write(input())"
    other = "import sys\nsys.stdout = open('/dev/null', 'w')\nsys.__stdout__.write(input())"
    for code in (late, other):
        job = Job(Program(code), inputs=(b"3", b"7", b"9"), fork="problem")
        assert [run.stdout for run in sandbox.do(job).runs] == [b"3", b"7", b"9"]


def test_a_pool_of_threads_outlives_the_loading_of_its_module(sandbox: PooledSandbox) -> None:
    code = """
from concurrent.futures import ThreadPoolExecutor
pool = ThreadPoolExecutor(2)
def total(n): return sum(pool.map(abs, range(n)))
"""
    runs = sandbox.do(Job(Program(code), calls=(Call("total", (4,)), Call("total", (5,))))).runs
    assert [run.value for run in runs] == [6, 10]


def test_a_method_of_solution_comes_before_a_name_of_a_star_import(sandbox: PooledSandbox) -> None:
    code = "from re import *\nclass Solution:\n    def search(self, n): return n + 1"
    runs = sandbox.do(Job(Program(code), calls=(Call("search", (1,)),))).runs
    assert runs[0].value == 2


@pytest.mark.parametrize("how", ["fork", "spawn", "forkserver"])
def test_processes_are_started_in_every_way(sandbox: PooledSandbox, how: str) -> None:
    code = f"""
import multiprocessing
def double(n): return 2 * n
if __name__ == "__main__":
    with multiprocessing.get_context({how!r}).Pool(2) as pool:
        print(pool.map(double, range(4)), len(open(__file__).read()) > 100)
"""
    run = sandbox.run(Program(code), Limits(wall_s=60, memory_mb=512, cpu_s=30))
    assert (run.outcome, run.stdout) == (Outcome.OK, b"[0, 2, 4, 6] True\n"), run.stderr


def test_a_method_may_be_named_with_its_object_made(sandbox: PooledSandbox) -> None:
    code = "class Solution:\n    def add(self, a, b): return a + b"
    runs = sandbox.do(Job(Program(code), calls=(Call("Solution().add", (1, 2)),))).runs
    assert runs[0].value == 3


def test_numbers_of_many_digits_are_printed_and_a_larger_stack_is_granted(
    sandbox: PooledSandbox,
) -> None:
    code = """
import resource, sys, threading
resource.setrlimit(resource.RLIMIT_STACK, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
sys.setrecursionlimit(1 << 20)
threading.stack_size(64 << 20)
def down(n): return 0 if n == 0 else 1 + down(n - 1)
def main(): print(down(50_000), len(str(7 ** 10_000)))
thread = threading.Thread(target=main); thread.start(); thread.join()
"""
    run = sandbox.run(Program(code), Limits(memory_mb=512))
    assert (run.outcome, run.stdout) == (Outcome.OK, b"50000 8451\n"), run.detail
