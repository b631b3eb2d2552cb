"""Fuzz extraction, grammar and decision: nothing may crash, hang or disagree with the oracle.

    python tests/verifiers/math/fuzz.py --seconds 600 [--with atheris|hypothesis]

With atheris installed the search is guided by coverage, else hypothesis draws the texts. Not
collected by pytest: it runs for as long as it is told to. It stops at the first fault, printing
the text.

The oracle is sympy, asked in two ways: expressions that it writes in several forms must be the
same to us (`test_oracle`), and whatever two texts we read as expressions, our verdict must be
that of their values as sympy computes them.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import itertools
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

PIECES = str.split(
    r"\frac{1}{2} \sqrt[3]{x} \boxed{ } \left( \right) \begin{pmatrix} \end{pmatrix} & \\ \cup "
    r"\infty \pi ^ _ { } ( ) [ ] , ; = \le < > + - * / ! % $ \text{and} \pm \times 10^ 3e8 1,234 "
    r"0.5 #### A: answer <answer> </answer> x y n i \sin \log \int \sum \binom{5}{2} 9^9^9 ½ − ∈ ∪ "
    r"\circ \$ km/h 12:30 (C) true \mathbb{R} \{ \} | \cdot \ldots \mod \gcd \lim \to ′ × １２ "
    r"{,} 1.234.567 0.66... 3,14 \mathbf{i} \hat{j} _{10}C_3 11:30 a.m. forty-two hundred and not "
    r"\mathrm{m\,s^{-2}} USD x=1 |x|=2 (incorrect) 12*3=36 2^{10}"
)
SLOWEST = 1.0
"""CPU seconds one comparison may take."""


def check(text: str) -> None:
    """Judge a text against itself and its halves against each other."""
    from rewardkit_verifiers.math.equivalence import equivalence

    half = len(text) // 2
    for completion, answer in ((text, text), (text[:half], text[half:]), (text, "42")):
        start = time.process_time()
        found = equivalence.score(completion=completion, answer=answer)
        spent = time.process_time() - start
        assert found.reason != "exception", (completion, answer, found.detail)
        assert spent < SLOWEST, (completion, answer, spent)
    agree(text[:half], text[half:])
    alone = equivalence(where="whole").score(completion=text, answer=text)
    # What can be read must equal itself, unless nothing was decided.
    assert alone.reason != "exception", (text, alone.detail)


def agree(gold: str, pred: str) -> None:
    """Compare our verdict on two texts that we read as expressions with sympy's values of them."""
    from rewardkit_verifiers.math.lib.equivalent import same
    from rewardkit_verifiers.math.lib.policy import policy

    exactly = policy("default", _EXACTLY)
    start = time.process_time()
    verdict = same(gold, pred, exactly)
    spent = time.process_time() - start
    assert spent < SLOWEST, (gold, pred, spent)
    if verdict.equal is None or verdict.method == "text":
        return
    both = [(_value(gold, point), _value(pred, point)) for point in (2, 3, -20, 4)]
    values = [pair for pair in both if None not in pair]
    if len(values) < 2:
        return
    sizes = [max(1e-9, abs(one), abs(other)) for one, other in values]
    apart = [abs(one - other) / size for (one, other), size in zip(values, sizes, strict=True)]
    if verdict.equal:
        assert max(apart) < FAR, (gold, pred, verdict, values)
    elif max(sizes) < LARGE:
        assert max(apart) > NEAR, (gold, pred, verdict, values)


# Only what mathematics alone decides.
_EXACTLY: dict[str, object] = {
    "rounding": None, "reference_rounding": None, "percent": "value", "degrees": "value",
    "units": "same", "labels": False, "confirm": "off",
}  # fmt: skip
NEAR, FAR = 1e-35, 1e-9
# Beside numbers beyond this, what differs is lost in the digits that the oracle computes.
LARGE = 1e15
# Read by us in a way of its own: log of no base, and roots of negative numbers.
_OURS = frozenset(("log", "cbrt", "root", "max", "min", "floor", "ceil"))


def _value(text: str, point: int) -> Any:
    """Sympy's real value of what we read, at a point; None where there is none to compare."""
    from rewardkit_verifiers.math.lib.decide.items import bare
    from rewardkit_verifiers.math.lib.grammar.parse import parse
    from rewardkit_verifiers.math.lib.grammar.values import Unreadable, has, walk
    from rewardkit_verifiers.math.lib.sympy.data import Unsendable, to_data
    from rewardkit_verifiers.math.lib.sympy.to_sympy import Reader, Undone

    try:
        node = bare(parse(text))
        if has(node, "binder", "pct", "deg", "log", "dec") or any(
            part.op == "fn" and part.args[0] in _OURS for part in walk(node)
        ):
            return None
        if any(part.op == "^" and has(part.args[1], "^") for part in walk(node)):
            return None  # sympy takes a tower of powers on, whatever memory that needs
        found = Reader(False, lambda *parts: None).read(to_data(node))
        letters = sorted(found.free_symbols, key=str)
        at = {one: point + Fraction(zlib.crc32(one.name.encode()) % 9973, 3331) for one in letters}
        value = found.subs(at).evalf(60, maxn=200)
    except (Unreadable, Unsendable, Undone, ZeroDivisionError, ValueError, TypeError):
        return None
    except (RecursionError, OverflowError, AttributeError):
        return None  # sympy's own trouble with odd input
    return value if value.is_Float or value.is_Rational else None


def built(choices: bytes) -> str:
    """Turn bytes into a text that looks like mathematics more often than not."""
    parts = [PIECES[byte % len(PIECES)] if byte < 200 else chr(byte - 200 + 32) for byte in choices]
    return " ".join(parts) if choices[:1] > b"\x80" else "".join(parts)


def by_coverage(seconds: float) -> None:
    """Search with atheris until the time is over."""
    import atheris

    with atheris.instrument_imports(include=["rewardkit_verifiers.math"]):
        import rewardkit_verifiers.math.equivalence.verifier  # noqa: F401

    written = [test.hypothesis.fuzz_one_input for test in oracle_tests()]

    def one(data: bytes) -> None:
        if data[:1] > b"\xc0":
            written[data[0] % 2](data[1:])
            return
        check(built(data[:60]))
        agree(built(data[:30]), built(data[30:60]))
        with contextlib.suppress(UnicodeDecodeError):
            check(data[:200].decode())

    atheris.Setup(
        [sys.argv[0], f"-max_total_time={int(seconds)}", "-max_len=200", "-len_control=0"], one
    )
    atheris.Fuzz()


def by_hypothesis(seconds: float) -> None:
    """Draw texts with hypothesis until the time is over."""
    from hypothesis import HealthCheck, given, settings
    from hypothesis import strategies as st

    pieces = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=14)

    @settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
    @given(pieces, st.sampled_from(["", " "]))
    def one(parts: list[str], between: str) -> None:
        check(between.join(parts))

    @settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.sampled_from(SUMMANDS), max_size=5), st.permutations(range(5)))
    def pairs(parts: list[str], order: list[int]) -> None:
        moved = [parts[index] for index in order if index < len(parts)]
        agree("".join(parts), "".join(moved))

    def all_of_them() -> None:
        for test in (one, pairs, *oracle_tests()):
            test()

    until_over(all_of_them, seconds)


# Joined in any order they are expressions, more often than not equal ones.
SUMMANDS = str.split(
    r"+x -x +2 -2 +\frac{1}{2} -\frac12 +x^2 +\sqrt{2} -\sqrt2 +2x +\sin{x} -\sin(x) +\pi -3\pi "
    r"+0 +e^{x} +2^{-1} -2^{x} +xy -yx +\frac{x}{y} +3! -\binom{5}{2} +|x| +\ln{x} +\tan{x} "
    r"*x /x *2 /3 \cdot(x+1) (x-1) ^2 !"
)


def oracle_tests() -> list[Any]:
    """The property tests against sympy, which draw expressions and not texts."""
    sys.path.insert(0, str(Path(__file__).parent))
    try:
        oracle = importlib.import_module("test_oracle")
    finally:
        sys.path.pop(0)
    return [
        oracle.test_every_way_of_writing_an_expression_is_the_same,
        oracle.test_an_expression_with_something_added_is_another,
    ]


def until_over(run: Callable[[], None], seconds: float) -> None:
    """Call a function again and again for some seconds of this process."""
    start = time.process_time()
    for turn in _turns():
        run()
        spent = time.process_time() - start
        print(f"{turn} rounds, {spent:.0f} CPU seconds", flush=True)
        if spent > seconds:
            return


def _turns() -> Iterator[int]:
    return itertools.count(1)


def main() -> None:
    """Read the command line and search."""
    parser = argparse.ArgumentParser(description="Fuzz the mathematics.")
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--with", dest="tool", choices=["atheris", "hypothesis"], default=None)
    options = parser.parse_args()
    tool = options.tool
    if tool is None:
        from importlib.util import find_spec

        tool = "atheris" if find_spec("atheris") else "hypothesis"
    (by_coverage if tool == "atheris" else by_hypothesis)(options.seconds)


if __name__ == "__main__":
    main()
