"""What runs in the worker: one question, a counted amount of work, one answer.

How long sympy takes depends on the machine and on what else runs there, so its work is counted
in calls; and on what it has done before, so each question is put to a fresh copy of a process that
is ready. The same question thus comes to the same answer. Limits of CPU time and memory stand
behind that for what happens inside a single call.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
from collections.abc import Iterator
from functools import cache
from typing import Any

from rewardkit import Score, reward
from rewardkit_verifiers.math.lib.sympy.work import Exhausted, counted

# Calls of functions: between half a second and a second of most processors.
MOST_CALLS = 4_000_000
# Far beyond what that many calls take, so that only a single endless one is ended by it.
CPU_SECONDS = 20
WALL_SECONDS = 120.0
MEMORY_BYTES = 1 << 30


@reward(range=(0.0, 1.0), isolated=True, timeout=WALL_SECONDS)
def doing(question: str, calls: int = MOST_CALLS) -> Score:
    """Do an operation of calculus: 1 with the trees in `extra`, else 0 with why not.

    Args:
        question: As JSON, `{"do": tree}` or `{"differentiate": [tree, tree], "by": letter}`.
        calls: How much work it may be.
    """
    _ready()
    if not hasattr(os, "fork"):
        return Score.ok(**_judged(question, calls))
    return _forked(question, calls)


@cache
def _ready() -> None:
    """Import sympy and let it build its tables, which are not part of any question's work."""
    for tree in _FIRST:
        _judged(json.dumps({"do": tree}), MOST_CALLS)


_X = ["sym", "x"]
_INFINITY = ["const", "inf"]
_FIRST: tuple[list[Any], ...] = (
    [
        "binder",
        "int",
        "x",
        ["fn", "exp", ["neg", ["^", _X, ["num", "2"]]]],
        ["num", "0"],
        _INFINITY,
    ],
    ["binder", "int", "x", ["/", ["fn", "sin", _X], _X], ["num", "0"], _INFINITY],
    ["binder", "sum", "n", ["/", ["num", "1"], ["!", ["sym", "n"]]], ["num", "0"], _INFINITY],
    ["binder", "lim", "x", ["/", ["fn", "sin", _X], _X], ["num", "0"], None],
)


def _forked(question: str, calls: int) -> Score:
    """Judge in a copy of this process, so that no question changes what the next one meets.

    Where there are no copies, as on Windows, it is judged here; the deadline of the worker holds.
    """
    if not hasattr(os, "fork"):
        return Score.ok(**_judged(question, calls))
    outlet, inlet = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(outlet)
            with os.fdopen(inlet, "wb") as pipe:
                pipe.write(json.dumps(_judged(question, calls)).encode())
        finally:
            os._exit(0)
    os.close(inlet)
    with os.fdopen(outlet, "rb") as pipe:
        reply = pipe.read()
    _, status = os.waitpid(child, 0)
    if reply:
        return Score.ok(**json.loads(reply))
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        return Score.ok(0.0, "too_much_cpu_time")
    return Score.error("died", f"the process that asked sympy ended with status {status}")


def _judged(question: str, calls: int) -> dict[str, Any]:
    from rewardkit_verifiers.math.lib.sympy.to_sympy import Undone

    value, extra, detail = 0.0, {}, ""
    try:
        with _limits(), counted(calls):
            extra = _done(json.loads(question))
        value, reason = 1.0, "done"
    except Exhausted:
        reason = "too_much_work"
    except MemoryError:
        reason = "too_much_memory"
    except Undone as error:
        reason, detail = "no_closed_form", str(error)
    except Exception as error:  # noqa: BLE001 - sympy raises anything on odd input
        reason, detail = "sympy_failed", f"{type(error).__name__}: {error}"[:200]
    return {"value": value, "reason": reason, "detail": detail, "extra": extra}


def _done(asked: dict[str, Any]) -> dict[str, Any]:
    from rewardkit_verifiers.math.lib.sympy.to_sympy import Undone

    if "differentiate" in asked:
        return _answer(_derivatives(asked["differentiate"], asked["by"]), "real")
    try:
        return _answer([_value(asked["do"], positive=False)], "real")
    except Undone:
        # An integral may have a value only where its parameters are positive.
        return _answer([_value(asked["do"], positive=True)], "positive")


def _value(tree: list[Any], positive: bool) -> list[Any]:
    from rewardkit_verifiers.math.lib.sympy.calculus import do
    from rewardkit_verifiers.math.lib.sympy.of_sympy import written
    from rewardkit_verifiers.math.lib.sympy.to_sympy import Reader

    return written(Reader(positive, do).read(tree))


def _derivatives(trees: list[Any], letter: str) -> list[Any]:
    from rewardkit_verifiers.math.lib.sympy.calculus import do, open_integral
    from rewardkit_verifiers.math.lib.sympy.of_sympy import written
    from rewardkit_verifiers.math.lib.sympy.to_sympy import Reader

    reader = Reader(False, lambda kind, *rest: (open_integral(*rest) if kind == "int" else None)
                    or do(kind, *rest))  # fmt: skip
    variable = reader.real(letter)
    return [written(reader.read(tree).diff(variable)) for tree in trees]


def _answer(trees: list[Any], letters: str) -> dict[str, Any]:
    return {"trees": trees, "letters": letters}


@contextlib.contextmanager
def _limits() -> Iterator[None]:
    """Hold this process to its CPU time and memory; it is killed beyond the one."""
    try:
        import resource
    except ImportError:  # Windows has none; the deadline of the worker holds there
        yield
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = int(used.ru_utime + used.ru_stime) + CPU_SECONDS
    before = {}
    for limit, size in ((resource.RLIMIT_CPU, cpu), (resource.RLIMIT_DATA, MEMORY_BYTES)):
        soft, hard = before[limit] = resource.getrlimit(limit)
        sizes = [one for one in (soft, hard) if one != resource.RLIM_INFINITY]
        resource.setrlimit(limit, (min([size, *sizes]), hard))
    try:
        yield
    finally:
        for limit, both in before.items():
            resource.setrlimit(limit, both)
