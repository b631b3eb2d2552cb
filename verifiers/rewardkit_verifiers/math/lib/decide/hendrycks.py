"""The comparison of the MATH data set: is_equiv of Hendrycks et al. 2021."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.decide.text import canonical

_UNIT_TAIL = re.compile(r"\\text\{ .*$", re.DOTALL)


def same_as_hendrycks(gold: str, pred: str) -> Verdict:
    """Compare two answers as the MATH data set does, by their text without dress."""
    return Verdict(_stripped(gold) == _stripped(pred), "text")


def _stripped(text: str) -> str:
    text = _UNIT_TAIL.sub("", text.replace("\n", "").replace("\\!", "").replace("\\%", ""))
    text = text.replace("^{\\circ}", "").replace("^\\circ", "").replace("%", "")
    head, mark, tail = text.partition("=")
    if mark and len(head.strip()) <= 2 and "=" not in tail:
        text = tail
    text = re.sub(r"(?<!\d)\.(?=\d)", "0.", text)
    text = re.sub(r"\\sqrt\s*(\d)", r"\\sqrt{\1}", text)
    text = re.sub(r"\\[dt]?frac\s*(\d)\s*(\d)", r"\\frac{\1}{\2}", text)
    text = re.sub(r"^(-?\d+)/(\d+)$", r"\\frac{\1}{\2}", text.strip())
    return "\\frac{1}{2}" if canonical(text) == "0.5" else canonical(text)
