"""The relative tolerance that a reward is meant to have, as code, docstring or prompts say."""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence

from rewardkit.attack.subject import Subject, call_of
from rewardkit.data.sample import Sample

_TOLERANCE = re.compile(
    r"(?i)(?:within|±|\+/-|tolerance(?: of|:)?|up to|plus or minus|to)\s*(\d{1,2}(?:\.\d+)?)\s*"
    r"(?:%|percent|per cent)"
)
_FIXED = re.compile(
    r"(?i)\bwithin (?:\d|one|two|a few)|±\s*\d|\+/-\s*\d|\btoleran|\boff by\b|\bnearest\b|\bapprox"
)
_FIXED_WIDTHS = ("tol", "tolerance", "atol", "abs_tol", "eps", "epsilon", "slack", "margin")
_WIDTHS = ("tol", "tolerance", "rel_tol", "rtol")
# A wider one is no rounding any more, whoever says so.
_WIDEST = 0.1


def meant_tolerance(subject: Subject, samples: Sequence[Sample]) -> float:
    """Return the relative tolerance that is declared, or that code or prompts say in words.

    A docstring or most prompts may say `within 5 %`, and a parameter `rel_tol` may have a default.
    """
    if subject.tolerance:
        return subject.tolerance
    found = [0.0]
    for function in subject.functions:
        code = call_of(function)
        found += _said_widths([inspect.getdoc(code) or ""])
        try:
            parameters = inspect.signature(code).parameters
        except (TypeError, ValueError):
            continue
        defaults = [one.default for name, one in parameters.items() if name in _WIDTHS]
        found += [value for value in defaults if isinstance(value, float)]
    prompts = [sample.prompt_text[:8000] for sample in samples[:16]]
    said = _said_widths(prompts)
    if prompts and 2 * len(said) > len(prompts):
        found.append(min(said))
    return max((width for width in found if width <= _WIDEST), default=0.0)


def means_fixed_width(subject: Subject, samples: Sequence[Sample]) -> bool:
    """Return True if docstring, prompts or a parameter say that numbers beside are right too."""
    texts = [sample.prompt_text[:8000] for sample in samples[:16]]
    for function in subject.functions:
        code = call_of(function)
        texts.append(inspect.getdoc(code) or "")
        try:
            names = inspect.signature(code).parameters
        except (TypeError, ValueError):
            continue
        if any(name in _FIXED_WIDTHS for name in names):
            return True
    return any(_FIXED.search(text) for text in texts)


def _said_widths(texts: Sequence[str]) -> list[float]:
    return [float(match[1]) / 100 for text in texts if (match := _TOLERANCE.search(text))]
