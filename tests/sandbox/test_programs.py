"""What programs see and what is said of how they ended, on both backends."""

from __future__ import annotations

import asyncio

import pytest

from rewardkit_sandbox import Call, Job, Limits, Outcome, PooledSandbox, Program

SHORT = Limits(wall_s=4, cpu_s=1, memory_mb=64, output_bytes=10_000)


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("print(1)", Outcome.OK),
        ("import os; os._exit(0)", Outcome.OK),
        ("exit()", Outcome.OK),
        ("raise SystemExit(3)", Outcome.RUNTIME_ERROR),
        ("1/0", Outcome.RUNTIME_ERROR),
        ("def", Outcome.COMPILE_ERROR),
        ("import time; time.sleep(60)", Outcome.TIMEOUT),
        ("while True: pass", Outcome.TIMEOUT),
        ("x = bytearray(1 << 30)", Outcome.MEMORY_LIMIT),
        ("print('x' * 100_000)", Outcome.OUTPUT_LIMIT),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", Outcome.KILLED),
        ("import ctypes; ctypes.string_at(0)", Outcome.RUNTIME_ERROR),
        ("import sys; sys.stderr.write('x' * 100_000)", Outcome.OK),
    ],
)
def test_every_end_has_its_outcome(sandbox: PooledSandbox, code: str, outcome: Outcome) -> None:
    result = sandbox.run(Program(code), SHORT)
    assert result.outcome is outcome, result.detail


def test_the_memory_of_all_processes_counts_together(sandbox: PooledSandbox) -> None:
    code = """
import os, time
for _ in range(8):
    if os.fork() == 0:
        x = bytearray(b"x") * (30 << 20)
        time.sleep(5)
        os._exit(0)
time.sleep(5)
"""
    limits = Limits(wall_s=8, memory_mb=64)
    assert sandbox.run(Program(code), limits).outcome is Outcome.MEMORY_LIMIT


def test_a_program_has_its_streams_arguments_and_files(sandbox: PooledSandbox) -> None:
    code = "import sys, part\nprint(sys.argv[1:], part.x, input(), open('d/e.txt').read())"
    program = Program(code, files={"part.py": b"x = 5", "d/e.txt": b"deep"}, args=("a", "b c"))
    result = sandbox.run(program, stdin="é\n".encode())
    assert result.stdout.decode() == "['a', 'b c'] 5 é deep\n"


def test_a_cut_stream_is_marked(sandbox: PooledSandbox) -> None:
    result = sandbox.run(Program("import sys; sys.stderr.write('e' * 20_000); print(1)"), SHORT)
    assert (result.stdout_cut, result.stderr_cut) == (False, True)
    assert len(result.stderr) == SHORT.output_bytes


def test_a_traceback_shows_the_program_and_nothing_of_ours(sandbox: PooledSandbox) -> None:
    result = sandbox.run(Program("def f():\n    return 1/0\nf()"))
    text = result.stderr.decode()
    assert "return 1/0" in text
    assert "ZeroDivisionError" in text
    assert "rewardkit" not in text
    assert result.error == "ZeroDivisionError"


def test_usage_is_measured(sandbox: PooledSandbox) -> None:
    used = sandbox.run(Program("x = sum(range(3_000_000))")).usage
    assert used.wall_s > 0
    assert used.cpu_s > 0.005
    assert used.memory_mb > 1


@pytest.mark.parametrize("fork", ["test", "problem"])
def test_each_input_gets_its_own_output(sandbox: PooledSandbox, fork: str) -> None:
    inputs = tuple(b"%d\n" % n for n in range(20))
    program = Program("import sys\nprint(int(sys.stdin.readline()) ** 2)")
    done = sandbox.do(Job(program, inputs=inputs, fork=fork))  # type: ignore[arg-type]
    assert [run.stdout for run in done.runs] == [b"%d\n" % (n * n) for n in range(20)]


@pytest.mark.parametrize("fork", ["test", "problem"])
def test_a_bad_run_does_not_spoil_the_others(sandbox: PooledSandbox, fork: str) -> None:
    code = """
import os, sys, time
n = int(input())
if n == 1: raise ValueError
if n == 2: os._exit(0)
if n == 3: time.sleep(60)
if n == 4: os.kill(os.getpid(), 9)
if n == 5: sys.stdout.close()
print(n)
"""
    limits = Limits(wall_s=2)
    inputs = tuple(b"%d" % n for n in range(8))
    done = sandbox.do(Job(Program(code), inputs=inputs, limits=limits, fork=fork))  # type: ignore[arg-type]
    assert [run.outcome.value for run in done.runs] == [
        "ok", "runtime_error", "ok", "timeout", "killed", "runtime_error", "ok", "ok",
    ]  # fmt: skip
    assert [run.stdout for run in done.runs] == [b"0\n", b"", b"", b"", b"", b"", b"6\n", b"7\n"]


def test_stop_early_leaves_the_rest_out(sandbox: PooledSandbox) -> None:
    program = Program("print(1 / int(input()))")
    job = Job(program, inputs=(b"1", b"0", b"1"), stop_early=True)
    assert [run.outcome.value for run in sandbox.do(job).runs] == ["ok", "runtime_error"]


def test_calls_answer_by_value(sandbox: PooledSandbox) -> None:
    code = """
import sys
seen = []
def add(a, b=1):
    seen.append(a); print("noise"); return a + b
class Solution:
    def twice(self, x): return [x, x]
def bad(): raise KeyError("k")
def gone(): sys.exit(0)
def lazy(): yield 1
async def later(): return 1
def odd(): return {1: (2.5, None), "s": {3}}
"""
    calls = (
        Call("add", (1,), {"b": 2}), Call("Solution.twice", (4,)), Call("twice", (5,)),
        Call("bad"), Call("gone"), Call("lazy"), Call("later"), Call("odd"), Call("absent"),
    )  # fmt: skip
    runs = sandbox.do(Job(Program(code), calls=calls)).runs
    assert [run.value for run in runs if run.answered] == [
        3, [4, 4], [5, 5], [1], {1: (2.5, None), "s": {3}},
    ]  # fmt: skip
    outcomes = [run.outcome.value for run in runs]
    assert outcomes[3:7] == ["runtime_error", "runtime_error", "ok", "failed"]
    assert runs[0].stdout == b"noise\n"
    assert runs[3].error == "KeyError"
    assert outcomes[8] == "runtime_error"


def test_a_call_that_kills_the_process_does_not_spoil_the_next(sandbox: PooledSandbox) -> None:
    code = """
import os, time
def f(n):
    if n == 1: os._exit(0)
    if n == 2: time.sleep(60)
    return n
"""
    calls = tuple(Call("f", (n,)) for n in range(4))
    runs = sandbox.do(Job(Program(code), calls=calls, limits=Limits(wall_s=2))).runs
    assert [run.outcome.value for run in runs] == ["ok", "failed", "timeout", "ok"]


def test_a_session_takes_calls_one_by_one(sandbox: PooledSandbox) -> None:
    program = Program("total = 0\ndef add(n):\n    global total\n    total += n\n    return total")
    with sandbox.session(program) as session:
        assert [session.call("add", n).value for n in (1, 2, 3)] == [1, 3, 6]
    with sandbox.session(Program("syntax error")) as session:
        assert session.call("add", 1).outcome is Outcome.COMPILE_ERROR
    assert sandbox.run(Program("print(1)")).ok


def test_equal_jobs_are_done_once(sandbox: PooledSandbox) -> None:
    job = Job(Program("import os; print(os.urandom(8).hex())"), inputs=(b"",))
    results = sandbox.do_many([job] * 5)
    assert len({result.runs[0].stdout for result in results}) == 1


def test_coroutines_are_served_too(sandbox: PooledSandbox) -> None:
    async def many() -> list[bytes]:
        jobs = [Job(Program(f"print({n})"), inputs=(b"",)) for n in range(5)]
        return [result.runs[0].stdout for result in await sandbox.ado_many(jobs)]

    assert asyncio.run(many()) == [b"%d\n" % n for n in range(5)]
    assert asyncio.run(sandbox.arun(Program("print(7)"))).stdout == b"7\n"


def test_bash_programs_run(sandbox: PooledSandbox) -> None:
    result = sandbox.run(Program("read a b; echo $((a + b))", language="bash"), stdin=b"1 2\n")
    assert result.stdout == b"3\n"
    failed = sandbox.run(Program("exit 3", language="bash"))
    assert (failed.outcome, failed.exit_code) == (Outcome.RUNTIME_ERROR, 3)


def test_a_language_that_the_image_lacks_is_our_trouble(sandbox: PooledSandbox) -> None:
    result = sandbox.run(Program("1", language="javascript"))
    assert result.outcome is Outcome.SANDBOX_ERROR
    assert "node is not in this image" in result.detail
    assert sandbox.run(Program("print(1)")).ok


def test_random_numbers_differ_between_runs(sandbox: PooledSandbox) -> None:
    job = Job(Program("import random; print(random.random())"), inputs=(b"1", b"2", b"3"))
    assert len({run.stdout for run in sandbox.do(job).runs}) == 3


def test_the_order_of_a_set_is_the_same_in_every_run(sandbox: PooledSandbox) -> None:
    job = Job(Program("print(set('abcdefgh'))"), inputs=(b"1", b"2"))
    assert len({run.stdout for run in sandbox.do(job).runs}) == 1


def test_a_short_peak_of_memory_is_found_afterwards(sandbox: PooledSandbox) -> None:
    limits = Limits(memory_mb=64)
    assert sandbox.run(Program("x = bytearray(b'x') * (90 << 20); print(1)"), limits).outcome is (
        Outcome.MEMORY_LIMIT
    )
    assert sandbox.run(Program("x = bytes(40 << 20); print(1)"), limits).ok


def test_a_large_stack_that_is_hardly_used_is_no_memory(sandbox: PooledSandbox) -> None:
    code = """
import sys, threading
sys.setrecursionlimit(10**6)
threading.stack_size(1 << 28)
def f(n): return 0 if n == 0 else 1 + f(n - 1)
thread = threading.Thread(target=lambda: print(f(5000)))
thread.start()
thread.join()
"""
    result = sandbox.run(Program(code), Limits(memory_mb=256))
    assert (result.outcome, result.stdout) == (Outcome.OK, b"5000\n"), result.stderr


def test_a_program_can_start_an_interpreter_of_its_own(sandbox: PooledSandbox) -> None:
    code = (
        "import subprocess, sys\nprint(subprocess.check_output([sys.executable, '-c', 'print(6)']))"
    )
    assert sandbox.run(Program(code)).stdout == b"b'6\\n'\n"


@pytest.mark.parametrize("fork", ["test", "problem"])
def test_stopping_at_a_timeout_goes_on_after_other_failures(
    sandbox: PooledSandbox, fork: str
) -> None:
    program = Program("n = int(input())\n1 / n\nwhile n == 2: pass")
    inputs = (b"0", b"1", b"2", b"1")
    limits = Limits(wall_s=1.5)
    job = Job(program, inputs, limits=limits, fork=fork, stop_early="timeout")  # type: ignore[arg-type]
    outcomes = [run.outcome.value for run in sandbox.do(job).runs]
    assert outcomes == ["runtime_error", "ok", "timeout"]
