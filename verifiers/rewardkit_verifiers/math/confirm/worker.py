"""What runs in the worker: one question, a counted amount of work, one answer.

How long sympy takes depends on the machine and on what else runs there, so its work is counted
in calls, with its caches emptied first: the same question always comes to the same answer. The
limits of CPU time and memory stand behind that for what happens inside a single call.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from typing import Any

from rewardkit import Score, reward
from rewardkit_verifiers.math.confirm.work import Exhausted, counted

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
    asked = json.loads(question)
    import sympy  # noqa: F401 - importing it is not part of the work
    from sympy.core.cache import clear_cache

    from rewardkit_verifiers.math.confirm import calculus, of_sympy, to_sympy  # noqa: F401

    clear_cache()
    try:
        with _limits(), counted(calls):
            return _done(asked)
    except Exhausted:
        return Score.ok(0.0, "too_much_work")
    except MemoryError:
        return Score.ok(0.0, "too_much_memory")
    except to_sympy.Undone as error:
        return Score.ok(0.0, "no_closed_form", str(error))
    except Exception as error:  # noqa: BLE001 - sympy raises anything on odd input
        return Score.ok(0.0, "sympy_failed", f"{type(error).__name__}: {error}"[:200])


def _done(asked: dict[str, Any]) -> Score:
    from rewardkit_verifiers.math.confirm.to_sympy import Undone

    if "differentiate" in asked:
        return _answer(_derivatives(asked["differentiate"], asked["by"]), "real")
    try:
        return _answer([_value(asked["do"], positive=False)], "real")
    except Undone:
        # An integral may have a value only where its parameters are positive.
        return _answer([_value(asked["do"], positive=True)], "positive")


def _value(tree: list[Any], positive: bool) -> list[Any]:
    from rewardkit_verifiers.math.confirm.calculus import do
    from rewardkit_verifiers.math.confirm.of_sympy import written
    from rewardkit_verifiers.math.confirm.to_sympy import Reader

    return written(Reader(positive, do).read(tree))


def _derivatives(trees: list[Any], letter: str) -> list[Any]:
    from rewardkit_verifiers.math.confirm.calculus import do, open_integral
    from rewardkit_verifiers.math.confirm.of_sympy import written
    from rewardkit_verifiers.math.confirm.to_sympy import Reader

    reader = Reader(False, lambda kind, *rest: (open_integral(*rest) if kind == "int" else None)
                    or do(kind, *rest))  # fmt: skip
    variable = reader.real(letter)
    return [written(reader.read(tree).diff(variable)) for tree in trees]


def _answer(trees: list[Any], letters: str) -> Score:
    return Score.ok(1.0, "done", extra={"trees": trees, "letters": letters})


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
