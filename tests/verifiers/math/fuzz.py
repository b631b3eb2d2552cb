"""Fuzz extraction, grammar and decision: nothing may crash, hang or deny itself.

    python tests/verifiers/math/fuzz.py --seconds 600

With atheris installed the search is guided by coverage, else hypothesis draws the texts. Not
collected by pytest: it runs for as long as it is told to. It stops at the first fault, printing
the text.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import sys
import time
from collections.abc import Callable, Iterator

PIECES = str.split(
    r"\frac{1}{2} \sqrt[3]{x} \boxed{ } \left( \right) \begin{pmatrix} \end{pmatrix} & \\ \cup "
    r"\infty \pi ^ _ { } ( ) [ ] , ; = \le < > + - * / ! % $ \text{and} \pm \times 10^ 3e8 1,234 "
    r"0.5 #### A: answer <answer> </answer> x y n i \sin \log \int \sum \binom{5}{2} 9^9^9 ½ − ∈ ∪ "
    r"\circ \$ km/h 12:30 (C) true \mathbb{R} \{ \} | \cdot \ldots \mod \gcd \lim \to ′ × １２"
)
SLOWEST = 1.0
"""CPU seconds one comparison may take."""


def check(text: str) -> None:
    """Judge a text against itself and its halves against each other."""
    from rewardkit import get

    equivalence = get("math/equivalence")
    half = len(text) // 2
    for completion, answer in ((text, text), (text[:half], text[half:]), (text, "42")):
        start = time.process_time()
        found = equivalence.score(completion=completion, answer=answer)
        spent = time.process_time() - start
        assert found.reason != "exception", (completion, answer, found.detail)
        assert spent < SLOWEST, (completion, answer, spent)
    alone = equivalence(where="whole").score(completion=text, answer=text)
    # What can be read must equal itself, unless nothing was decided.
    assert alone.reason != "exception", (text, alone.detail)


def built(choices: bytes) -> str:
    """Turn bytes into a text that looks like mathematics more often than not."""
    parts = [PIECES[byte % len(PIECES)] if byte < 200 else chr(byte - 200 + 32) for byte in choices]
    return " ".join(parts) if choices[:1] > b"\x80" else "".join(parts)


def by_coverage(seconds: float) -> None:
    """Search with atheris until the time is over."""
    import atheris

    with atheris.instrument_imports(include=["rewardkit_verifiers.math"]):
        import rewardkit_verifiers.math.equivalence.verifier  # noqa: F401

    def one(data: bytes) -> None:
        check(built(data[:60]))
        with contextlib.suppress(UnicodeDecodeError):
            check(data[:200].decode())

    atheris.Setup([sys.argv[0], f"-max_total_time={int(seconds)}", "-max_len=200"], one)
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

    until_over(one, seconds)


def until_over(run: Callable[[], None], seconds: float) -> None:
    """Call a function again and again for some seconds of this process."""
    start = time.process_time()
    for turn in _turns():
        run()
        spent = time.process_time() - start
        print(f"{turn * 500} texts, {spent:.0f} CPU seconds", flush=True)
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
