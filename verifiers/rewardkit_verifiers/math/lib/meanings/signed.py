r"""Notations of several values at once: \pm(2, 3), \pm\frac15(4, -3), -1 \le f(x) < 3."""

from __future__ import annotations

import re
from functools import lru_cache

from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import Policy

_LONGEST, _LONGEST_PROMPT = 300, 8_000
_FACTOR = (
    r"(?:\\[dtc]?frac\s?(?:\{[^{}]{1,12}\}\s?\{(?:[^{}]|\{[^{}]{0,8}\}){1,16}\}|\d\s?\d)"
    r"|\d{1,6}(?:/\d{1,6})?|\\sqrt\s?\{\d{1,6}\}|\(\d{1,6}/\d{1,6}\))"
)
_OPEN, _CLOSE = r"(?:\\left\s?)?(?:\(|\\langle|⟨)", r"(?:\\right\s?)?(?:\)|\\rangle|⟩)"
_SIGNED = re.compile(
    rf"(?:\\pm|±|\+/-)\s?(?:\\left\s?)?({_FACTOR})?\s?(?:\\cdot\s?)?"
    rf"{_OPEN}\s?([^()=<>±]{{1,50}}(?:,[^()=<>,±]{{1,50}}){{1,3}}?)\s?{_CLOSE}"
)
# (x, y) =, \vec{n} =: what the values are called.
_NAMED = re.compile(
    rf"\A[\s$]*(?:{_OPEN}[a-z](?:_\d)?(?:\s?,\s?[a-z](?:_\d)?){{1,3}}{_CLOSE}"
    r"|\\(?:vec|mathbf|overrightarrow|hat|boldsymbol)\s?\{?\s?[A-Za-z]{1,2}\s?\}?|[a-z])\s?(?:=|\\in)\s?"
)
_SET = re.compile(r"\A[\s$]*[\[(\\{]|\\(?:cup|infty)|∪|∞")
_OF_RANGE = re.compile(
    r"(?<=[<>=≤≥eqt\s$])\s?(?:[A-Za-z]|\\[a-z]{2,7})\s?(?:\\left\s?)?\(\s?[a-z]\s?(?:\\right\s?)?\)"
)
_ORDER = re.compile(r"[<>≤≥]|\\(?:leq?|geq?|lt|gt|leqslant|geqslant)(?![a-z])")
_DOMAIN = re.compile(
    r"\bdomain\b|定义域|definitionsbereich|ensemble de définition|\bdominio\b|\bdomínio\b"
    r"|\b(?:values|set) of \$?x\b|solve|解不等式",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def may_be_signed(gold: str) -> bool:
    """Whether a reference has tuples or is a set of numbers."""
    return len(gold) <= _LONGEST and ("," in gold or "±" in gold or "\\pm" in gold)


def same_signed(gold: str, said: str, prompt: str, policy: Policy) -> Verdict | None:
    r"""Compare with both signs of a tuple written out, or the values of a function as a range.

    Args:
        gold: The reference.
        said: The answer.
        prompt: The task; one that asks for a domain is not answered by values.
        policy: What to do where the field disagrees.

    Example:
        >>> from rewardkit_verifiers.math.lib.policy import PRESETS
        >>> rules = PRESETS["default"]
        >>> same_signed("(2,3),(-2,-3)", r"\pm(2,3)", "", rules).equal
        True
        >>> same_signed("[-1,3)", r"-1 \le f(x) < 3", "Find the range.", rules).equal
        True
    """
    if len(said) > _LONGEST:
        return None
    wanted, told = written_out(gold), written_out(said)
    if (wanted, told) != (gold, said) and same(wanted, told, policy):
        return Verdict(True, "structure", "both signs of a tuple")
    if _SET.search(gold) and _ORDER.search(said) and not _DOMAIN.search(prompt[:_LONGEST_PROMPT]):
        values = _OF_RANGE.sub(" y ", f" {said}", count=1)
        if values != f" {said}" and same(gold, values.strip(), policy):
            return Verdict(True, "structure", "the values of a function")
    return None


@lru_cache(maxsize=2048)
def written_out(text: str) -> str:
    r"""Return a text with both signs of its tuples, and the text itself where none has a sign.

    Example:
        >>> written_out(r"(x, y) = \pm(2, 3)")
        '(2,3), (-(2),-(3))'
    """
    if not _SIGNED.search(text):
        return text
    return _NAMED.sub("", _SIGNED.sub(_both, text)).replace("$", " ").strip()


def _both(found: re.Match[str]) -> str:
    entries = [entry.strip() for entry in found[2].split(",")]
    if found[1]:
        entries = [f"{found[1]}*({entry})" for entry in entries]
    negative = ",".join(f"-({entry})" for entry in entries)
    return f"({','.join(entries)}), ({negative})"
