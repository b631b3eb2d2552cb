"""Equations of reactions, whatever their arrows, their markup and the order of their terms."""

from __future__ import annotations

import re

from rewardkit.reading.words import visible

Side = tuple[tuple[str, int], ...]
_ARROW = r"(?:-{1,3}>|={1,2}>|→|⟶|⇌|⇄|=|\\(?:long)?rightarrow|\\to|\\rightleftharpoons)"
_TERM = r"(?:\d{1,2}\s?)?(?:[A-Z][a-z]?\d{0,3}|\([A-Za-z0-9]{1,12}\)\d{0,2}){1,12}"
_SIDE = rf"{_TERM}(?:\s*\+\s*{_TERM}){{0,5}}"
_REACTION = re.compile(rf"(?<![\w+])({_SIDE})\s*{_ARROW}\s*({_SIDE})(?![\w+])")
_ONE = re.compile(r"(\d{1,2})?\s?(.+)", re.DOTALL)
_MARKUP = re.compile(r"\\(?:ce|mathrm|text|mathsf|mathbf)\b|\\[,;! ]|[{}$_`*]")
_STATE = re.compile(r"\s?\((?:aq|s|l|g)\)")
_LONGEST = 600


def _reactions(text: str) -> list[tuple[Side, Side]]:
    if len(text) > _LONGEST or "+" not in text:
        return []
    shown = _STATE.sub("", _MARKUP.sub("", visible(text)))
    return [(_side(found[1]), _side(found[2])) for found in _REACTION.finditer(shown)]


def _side(text: str) -> Side:
    terms = []
    for term in text.split("+"):
        found = _ONE.fullmatch(term.strip())
        if found is not None:
            terms.append((found[2].strip(), int(found[1] or 1)))
    return tuple(sorted(terms))


def same_reaction(text: str, gold: str) -> bool | None:
    r"""Return whether the last reaction of a reply is a reference; None where one has none.

    Example:
        >>> gold = "CH4 + 2 O2 -> CO2 + 2 H2O"
        >>> same_reaction(r"\ce{2O2 + CH4 -> CO2 + 2H2O}", gold)
        True
        >>> same_reaction("CH4 + O2 → CO2 + H2O", gold)
        False
    """
    wanted = _reactions(gold)
    if len(wanted) != 1 or not (given := _reactions(text)):
        return None
    return given[-1] == wanted[0]
