"""The graders of the benchmark: for each, a function that judges one pair.

A peer is imported only in the process that runs it, and only from what is installed. Answers are
formatted as each expects them: bare ones are boxed or wrapped in dollar signs, and graders that
take an answer instead of a text are given the result of our own extraction.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import threading
import types
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Reference, text of the model, whether that text is the bare answer.
Judge = Callable[[str, str, bool], bool]


@dataclass(frozen=True, slots=True)
class Peer:
    """One grader.

    Attributes:
        package: The distribution it comes from.
        needs: The modules that it needs.
        make: Imports it and returns its judging function.
    """

    package: str
    needs: tuple[str, ...]
    make: Callable[[], Judge]

    def missing(self) -> str:
        """Return the first module that is not installed, or an empty string."""
        return next((one for one in self.needs if importlib.util.find_spec(one) is None), "")


def _boxed(text: str, bare: bool) -> str:
    return f"\\boxed{{{text}}}" if bare else text


def _wrapped(text: str) -> str:
    return text if "$" in text or "\\boxed" in text or "\\(" in text else f"${text}$"


def _answer(text: str, bare: bool) -> str:
    from rewardkit_verifiers.math.lib.extraction.extract import extract
    from rewardkit_verifiers.math.lib.extraction.found import Missing

    found = None if bare else extract(text)
    return text if found is None or isinstance(found, Missing) else found.text


def _rewardkit() -> Judge:
    from rewardkit import Sample
    from rewardkit_verifiers.math.equivalence import equivalence

    alone = equivalence(where="answer")

    def judge(gold: str, pred: str, bare: bool) -> bool:
        reward = alone if bare else equivalence
        return reward.run(Sample(completion=pred, answer=gold)).value == 1.0

    return judge


def _math_verify(wrap: bool) -> Callable[[], Judge]:
    def make() -> Judge:
        from math_verify import parse, verify

        def judge(gold: str, pred: str, bare: bool) -> bool:
            if wrap:
                gold, pred = _wrapped(gold), _wrapped(pred) if bare else pred
            return bool(verify(parse(gold), parse(pred)))

        return judge

    return make


def _trl() -> Judge:
    from trl.rewards.accuracy_rewards import accuracy_reward

    def judge(gold: str, pred: str, bare: bool) -> bool:
        (value,) = accuracy_reward([[{"content": _boxed(pred, bare)}]], [_wrapped(gold)])
        return bool(value == 1.0)

    return judge


def _inspect_ai() -> Judge:
    import asyncio

    from inspect_ai.model import ModelOutput
    from inspect_ai.scorer import Target, math
    from inspect_ai.solver import TaskState

    scorer = math()
    loops = threading.local()

    def judge(gold: str, pred: str, bare: bool) -> bool:
        if not hasattr(loops, "one"):
            loops.one = asyncio.new_event_loop()
        output = ModelOutput.from_content("none/none", _boxed(pred, bare))
        state = TaskState("none/none", 1, 1, "", [], output=output)
        return bool(loops.one.run_until_complete(scorer(state, Target(gold))).value == "C")

    return judge


def _latex2sympy() -> Judge:
    import sympy
    from latex2sympy2_extended import latex2sympy

    def judge(gold: str, pred: str, bare: bool) -> bool:
        one, other = latex2sympy(gold), latex2sympy(_answer(pred, bare))
        return bool(one == other or sympy.simplify(one - other) == 0)

    return judge


def _mathruler() -> Judge:
    from mathruler.grader import grade_answer

    return lambda gold, pred, bare: bool(grade_answer(_answer(pred, bare), gold))


def _verl(name: str) -> Callable[[], Judge]:
    """Load one grader of verl by itself: the package around it imports torch and ray."""

    def make() -> Judge:
        without_package_code()
        compute = importlib.import_module(f"verl.utils.reward_score.{name}").compute_score

        def judge(gold: str, pred: str, bare: bool) -> bool:
            found = compute(_boxed(pred, bare), gold)
            found = found["acc"] if isinstance(found, dict) else found
            return bool(found[0] if isinstance(found, tuple) else found)

        return judge

    return make


def without_package_code() -> None:
    """Make the folders of verl importable without running what is in their `__init__`."""
    if "verl" in sys.modules:
        return
    spec = importlib.util.find_spec("verl")
    if spec is None or spec.origin is None:
        return
    root = Path(spec.origin).parent
    for name, folder in (
        ("verl", root),
        ("verl.utils", root / "utils"),
        ("verl.utils.reward_score", root / "utils" / "reward_score"),
    ):
        module: Any = types.ModuleType(name)
        module.__path__ = [str(folder)]
        sys.modules[name] = module
    # Averages of numbers in tensors; no grader uses them, but a module they share imports them.
    metric: Any = types.ModuleType("verl.utils.metric")
    metric.Metric = object
    sys.modules["verl.utils.metric"] = metric


_MATH_VERIFY = ("math_verify", "latex2sympy2_extended")
PEERS: dict[str, Peer] = {
    "rewardkit": Peer("rewardkit", (), _rewardkit),
    "math_verify": Peer("math-verify", _MATH_VERIFY, _math_verify(wrap=True)),
    "math_verify_raw": Peer("math-verify", _MATH_VERIFY, _math_verify(wrap=False)),
    "verl_math_verify": Peer("verl", ("verl", *_MATH_VERIFY), _verl("math_verify")),
    "verl_prime_math": Peer("verl", ("verl", "pylatexenc", "numpy"), _verl("prime_math")),
    "verl_math_reward": Peer("verl", ("verl",), _verl("math_reward")),
    "verl_math_dapo": Peer("verl", ("verl",), _verl("math_dapo")),
    "trl": Peer("trl", ("trl", "packaging", *_MATH_VERIFY), _trl),
    "inspect_ai": Peer("inspect_ai", ("inspect_ai", "latex2sympy2_extended"), _inspect_ai),
    "mathruler": Peer("mathruler", ("mathruler", "pylatexenc", "tqdm"), _mathruler),
    "latex2sympy": Peer("latex2sympy2_extended", ("latex2sympy2_extended",), _latex2sympy),
}
