"""The choices that a question offers: a letter and the value under it are one answer."""

from __future__ import annotations

import re
from functools import lru_cache

from rewardkit_verifiers.math.lib.choices import letter
from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import Policy

_LETTERS = "ABCDEFGHIJ"
_LONGEST_PROMPT, _LONGEST_CHOICE, _FEWEST = 20_000, 300, 2
# (A) 5, A. 5, A: 5, A、5 and \textbf{(A)}\ 5, at the start of a line or behind a space.
_MARK = re.compile(
    r"(?:^|(?<=[\s(（{$;,，。]))(?:\\(?:text|textbf|textrm|mathrm|mathbf)\s?\{\s?)?"
    r"(?:[(（]\s?([A-J])\s?[)）]|([A-J])\s?[).．、:：])\s?\}?(?:\\[ ,;]|\\q?quad|~)*"
)


@lru_cache(maxsize=1_024)
def offered(prompt: str) -> dict[str, str]:
    r"""Return the choices of a question by their letters; empty where it offers none.

    Example:
        >>> offered("What is 2 + 4? (A) 5 (B) 6 (C) 7")
        {'A': '5', 'B': '6', 'C': '7'}
        >>> offered("Let A. B. Smith be right. Why?")
        {}
    """
    marks = list(_MARK.finditer(prompt[-_LONGEST_PROMPT:]))
    text = prompt[-_LONGEST_PROMPT:]
    starts = [at for at, mark in enumerate(marks) if (mark[1] or mark[2]) == "A"]
    if not starts:
        return {}
    run: list[re.Match[str]] = []
    for mark in marks[starts[-1] :]:
        if len(run) < len(_LETTERS) and (mark[1] or mark[2]) == _LETTERS[len(run)]:
            run.append(mark)
    found: dict[str, str] = {}
    for at, mark in enumerate(run):
        end = run[at + 1].start() if at + 1 < len(run) else len(text)
        value = text[mark.end() : end].strip()
        if at + 1 == len(run):
            value = value.partition("\n")[0]
        found[mark[1] or mark[2]] = value.strip(" \t\n;,，。.")
    short = all(0 < len(value) <= _LONGEST_CHOICE for value in found.values())
    return found if len(found) > _FEWEST and short else {}


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
    choices = offered(prompt)
    wanted, value = (mine, pred) if mine else (theirs, gold)
    if wanted not in choices:
        return None
    equal = [one for one, text in choices.items() if same(text, value, policy)]
    return Verdict(True, "text", "choice") if equal == [wanted] else None
