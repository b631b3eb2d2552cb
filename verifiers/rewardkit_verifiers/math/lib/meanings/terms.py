r"""Sequences whose first terms stand apart: a_1 = 1 and a_n = 2^{n-2} for n >= 2, as cases."""

from __future__ import annotations

import re
from functools import lru_cache

from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import Policy

_LONGEST = 300
_DRESS = re.compile(
    r"\\(?:text|mathrm)\s?\{([^{}]*)\}|\\(?:left|right)(?![a-z])|\\[,:! ]|\\[()]|[$~]|\*\*"
)
_GAP = re.compile(r"\\q?quad(?![a-z])|\\;")
_WORDS = re.compile(r"\b(?:for|when|where|if|all|every|each|any|while|but|integers?)\b|当|时")
_INDEX = r"_\s?\{?\s?"
_GREATER = r"(\\geq?(?:slant)?(?![a-z])|≥|>=|⩾|\\gt(?![a-z])|>)"
_FIRST = re.compile(
    rf"([a-zA-Z]){_INDEX}(\d)\s?\}}?\s*=\s*([^=,;，；<>]{{1,60}}?)\s*(?=[,;，；.]|\band\b|\Z)"
)
_GENERAL = re.compile(
    rf"([a-zA-Z]){_INDEX}n\s?\}}?\s*=\s*([^=;；<>]{{1,100}}?)[\s,，(（]*(?<![A-Za-z])n\s?{_GREATER}"
    r"\s?(\d)(?:\s*[,，]?\s*n\s?(?:\\in|∈)[^,;)）]{1,24})?\s*[)）]?"
)
_BETWEEN = re.compile(r"[\s,;.，；。]*(?:and\b)?[\s,;.，；。]*")


def is_of_terms(gold: str) -> bool:
    """Whether a reference gives the terms of a sequence by cases, or its first ones apart."""
    if len(gold) > _LONGEST:
        return False
    by_cases = ("cases" in gold or "array" in gold) and _BY_INDEX.search(gold) is not None
    return by_cases or ("_" in gold and as_cases(gold) is not None)


_BY_INDEX = re.compile(r"n\s?=\s?1(?!\d)")


def same_terms(gold: str, said: str, prompt: str, policy: Policy) -> Verdict | None:
    r"""Compare the terms of two sequences; None where any differs, or none stands apart.

    Args:
        gold: The reference.
        said: The answer.
        prompt: The task, which decides nothing here.
        policy: What to do where the field disagrees.

    Example:
        >>> from rewardkit_verifiers.math.lib.policy import PRESETS
        >>> gold = r"a_n=\begin{cases}1,&n=1\\2n,&n\ge 2\end{cases}"
        >>> same_terms(gold, r"a_1=1, a_n=2n (n\ge 2)", "", PRESETS["default"]).equal
        True
        >>> same_terms(gold, r"a_1=2, a_n=2n (n\ge 2)", "", PRESETS["default"]) is None
        True
    """
    del prompt
    wanted, told = as_cases(gold), as_cases(said) if len(said) <= _LONGEST else None
    if wanted is None and told is None:
        return None
    if same(wanted or gold, told or said, policy):
        return Verdict(True, "structure", "the same terms")
    return None


@lru_cache(maxsize=2048)
def as_cases(text: str) -> str | None:
    r"""Return first terms and the general one behind them as one formula by cases, or None.

    Example:
        >>> as_cases(r"$a_1=1$, $a_n=2n$ for $n\ge 2$")
        'a_n=\\begin{cases}1,&n=1\\\\2n,&n\\ge 2\\end{cases}'
        >>> as_cases(r"a_1=1, a_n=2n (n\ge 3)") is None
        True
    """
    plain = _DRESS.sub(lambda found: f" {found[1]} " if found[1] else " ", text)
    plain = " ".join(_WORDS.sub(" ", _GAP.sub(" , ", plain)).split()).strip(" .。")
    general = list(_GENERAL.finditer(plain))
    if len(general) != 1:
        return None
    term = general[0]
    name, formula, sign, start = term.groups()
    begin, end = term.span()
    firsts: list[re.Match[str]] = []
    for rest in (plain[:begin], plain[end:]):
        firsts += _FIRST.finditer(rest)
        if _BETWEEN.fullmatch(_FIRST.sub(" ", rest)) is None:
            return None
    first = int(start) + (sign in (">", "\\gt"))
    known = {int(one[2]): one[3].strip() for one in firsts if one[1] == name}
    if not firsts or len(known) < len(firsts) or sorted(known) != list(range(1, first)):
        return None
    rows = [rf"{value},&n={place}" for place, value in sorted(known.items())]
    rows.append(rf"{formula.strip(' ,')},&n\ge {first}")
    listed = "\\\\".join(rows)
    return rf"{name}_n=\begin{{cases}}{listed}\end{{cases}}"
