"""The choices that a question offers: a letter and the value under it are one answer."""

from __future__ import annotations

import re
from functools import lru_cache

from rewardkit_verifiers.math.lib.choices import letter
from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import Policy
from rewardkit_verifiers.text.lib.choosing.options import offered

_LETTERS, _FEWEST = "ABCDEFGHIJ", 3
# \\textbf{(A)}\\ 5 \\qquad: the choices of competitions.
_UPRIGHT = re.compile(
    r"\\(?:text|textbf|textrm|mathrm|mathbf)\s?\{\s?(\([A-J]\))\s?~?\}(?:\\[ ,;]|\\q?quad|~)*"
)
_GAPS = re.compile(r"\\q?quad(?![a-z])")


@lru_cache(maxsize=1_024)
def choices_of(prompt: str) -> dict[str, str]:
    r"""Return the choices of a question by their letters; empty where it offers no three.

    Example:
        >>> choices_of("What is 2 + 4? (A) 5 (B) 6 (C) 7")
        {'A': '5', 'B': '6', 'C': '7'}
        >>> choices_of("Let A. B. Smith be right. Why?")
        {}
    """
    if "\\" in prompt:
        prompt = _GAPS.sub(" ", _UPRIGHT.sub(r" \1 ", prompt))
    found = {letter: text.strip(" ;,，。.") for letter, text in offered(prompt, _LETTERS).items()}
    return found if len(found) >= _FEWEST else {}


def same_choice(gold: str, pred: str, prompt: str, policy: Policy) -> Verdict | None:
    """Compare a letter with a value by what the question offers under the letter.

    Args:
        gold: The reference: a letter where the answer is a value, or the reverse.
        pred: The answer.
        prompt: The question.
        policy: What to do where the field disagrees.

    Returns:
        A verdict that they are the same; None where the question does not say so.
    """
    mine, theirs = letter(gold), letter(pred)
    if (mine is None) == (theirs is None):
        return None
    choices = choices_of(prompt)
    wanted, value = (mine, pred) if mine else (theirs, gold)
    if wanted not in choices:
        return None
    equal = [one for one, text in choices.items() if same(text, value, policy)]
    return Verdict(True, "text", "choice") if equal == [wanted] else None
