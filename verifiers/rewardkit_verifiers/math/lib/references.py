"""Reference answers as data sets write them: in a box, after a phrase, with words about letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rewardkit_verifiers.math.lib.described import is_described
from rewardkit_verifiers.math.lib.extraction.extract import extract
from rewardkit_verifiers.math.lib.extraction.found import Missing
from rewardkit_verifiers.math.lib.grammar.markup import repaired
from rewardkit_verifiers.math.lib.grammar.notations import written_out
from rewardkit_verifiers.math.lib.grammar.parse import parse
from rewardkit_verifiers.math.lib.grammar.values import Unreadable

# What Python and data frames print for a value that is not there.
_ABSENT = frozenset(("nan", "NaN", "None", "null", "<NA>"))


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference answer, read once.

    Attributes:
        text: The answer inside what the data set wrote.
        problem: Why it cannot be used, or an empty text.
    """

    text: str
    problem: str = ""


@lru_cache(maxsize=16_384)
def reference(answer: str) -> Reference:
    r"""Take the answer out of what a data set gives as the reference.

    Example:
        >>> reference(r"Therefore the value is \(\boxed{3}\).").text
        '3'
    """
    if answer.isdecimal():
        return Reference(answer)
    if not answer.strip() or answer.strip() in _ABSENT:
        return Reference("", "the reference is empty, or what is printed for a missing one")
    if answer.strip().isalpha():
        # One word, such as No, is read as it stands: it denies nothing.
        return Reference(answer.strip())
    answer = written_out(repaired(answer))
    found = extract(_qualified(answer) or answer, "reference")
    if isinstance(found, Missing) and found.reason == "no_answer":
        # No. They can't be: what denies an answer elsewhere is the answer here.
        return Reference(answer.strip())
    if isinstance(found, Missing):
        return Reference("", f"the reference holds no answer: {found.detail}")
    if _is_broken(found.text):
        return Reference(
            "", f"the reference breaks off or has a brace too many: {found.text[:40]!r}"
        )
    whole = found.where == "last_math" and len(answer) < _LONGEST_QUALIFIED
    parts = len(_CASE.findall(answer)) > 1 or _is_labelled(answer) or is_described(answer)
    if whole and (parts or _GOES_ON.search(answer) or _KIND_OF.fullmatch(answer)):
        return Reference(answer.strip())
    return Reference(found.text)


# Slope $2$, intercept $3$; increasing on $(0,1)$, decreasing on $(1,2)$: no part is all of it.
_LABELLED = re.compile(
    r"(?:\s*(?!(?:so|thus|hence|therefore|then|since|because|we|let|which|if|when|where|for"
    r"|with|or|the answer)\b)"
    r"[A-Za-z][A-Za-z' -]{2,40}?[:=]?\s?\$[^$]{1,80}\$\s*(?:[,;]?\s*(?:and\b|while\b"
    r"|but\b)?)){2,6}\.?\s*",
    re.IGNORECASE,
)
_NOT_LABELS = re.compile(
    r"\b(?:is|are|equals?|gives?|get|have|has|implies|so|thus|hence|therefore|then|we|that"
    r"|which|because"
    r"|since|obtain|find)\b",
    re.IGNORECASE,
)
# When $a > 0$, $x > 1$; when $a = 0$, no solution.
_CASE = re.compile(
    r"(?:\b(?:when|if|case|for)\s|当)\s*\$[^$]{1,40}[<>=≤≥\\][^$]{1,40}\$\s*时?\s*[,:，]"
)
# $(1,1,4)$ and permutations, $p = 2$ and all primes $p = 4k + 1$: the formula is a part of it.
_GOES_ON = re.compile(
    r"^[^.]{0,12}\$[^$]{1,120}\$\s*,?\s*(?:and|or|plus|together with|as well as|along with"
    r"|及其?|以及|und|et|y)"
    r"\s*(?:(?:all|any|every|its|their|the|other|of|alle|toutes|todas|ses|sus)\s+)*"
    r"(?:(?!(?:where|is|are|that|which|when|with|only|respectively|so|thus|hence|therefore|if"
    r"|for|not|in|this|then|we|it|there|has)\b)[A-Za-z]{4,}|的?排列|轮换)",
)


# All even $n$: the letter is what is spoken of.
_KIND_OF = re.compile(
    r"\s*(?:all|every|any|each)\s[a-z -]{3,40}\$\s?[a-z]\s?\$\.?\s*", re.IGNORECASE
)


def _is_labelled(answer: str) -> bool:
    """Whether a reference names each of its formulas, and derives none from another."""
    return _LABELLED.fullmatch(answer) is not None and _NOT_LABELS.search(answer) is None


def _is_broken(text: str) -> bool:
    """Whether LaTeX has braces without a partner, or a fraction or root of nothing."""
    plain = _ESCAPED.sub("", text)
    if plain.count("{") == plain.count("}") and not _OF_NOTHING.search(plain):
        return False
    if plain.rstrip(" $").endswith("{"):
        return True
    try:
        return parse(text).op == "text"
    except Unreadable:
        return True


_ESCAPED = re.compile(r"\\[\\{}]")
_OF_NOTHING = re.compile(r"\\(?:[dtc]?frac|sqrt|d?binom)\s*\Z")


# $f(x) = cx$ for any real constant $c$, $ax + b$, where $a$ is positive.
_QUALIFIED = re.compile(
    r"\s*\$([^$]{1,200})\$(\s*,?\s*(?:where|for|with|if|when|such that|in which)\b[^$]{0,80}\$.*)",
    re.DOTALL,
)
# $x = 2 + 5t, y = 1 - t$, where t is any integer.
_OF_KIND = re.compile(
    r"\s*\$([^$]{1,200})\$(\s*,?\s*(?:(?:where|for|with)\s)?"
    r"(?:[a-z] (?:is|are|any|an?)\s|(?:any|all|every|some|an?)\s)[a-z -]{0,40}"
    r"(?:integers?|numbers?|reals?|odd|even|constants?)\b(?: [a-z])?\.?)\s*"
)
# $n$ is odd: a statement, and no n.
_STATED = re.compile(r"\s*\$([^$=]{1,40})\$\s*((?:is|are|must be)\s[^$\d]{2,60})")
_PART = re.compile(r"\$([^$]*)\$|([^$]+)")


def _qualified(answer: str) -> str | None:
    """Return a reference that is a formula with words about its letters as one formula."""
    found = _QUALIFIED.fullmatch(answer) if len(answer) <= _LONGEST_QUALIFIED else None
    if found is None and (kind := _OF_KIND.fullmatch(answer)) is not None:
        words = kind[2].rstrip(" .").lstrip(" ,")
        lead = "" if words.startswith(("where", "for", "with")) else "where "
        return f"{kind[1]} {_worded(f', {lead}{words}')}"
    if (stated := _STATED.fullmatch(answer)) is not None:
        return f"{stated[1]} \\text{{ {stated[2].rstrip(' .')}}}"
    if found is None or found[2].count("$") % 2:
        return None
    words = "".join(
        f" {formula} " if formula else _worded(plain)
        for formula, plain in _PART.findall(found[2].rstrip(" ."))
    )
    return f"{found[1]} {words}"


def _worded(words: str) -> str:
    """Return words as text, with a comma at their front outside of it."""
    inner = words.lstrip(" ,")
    return f"{', ' if ',' in words[: len(words) - len(inner)] else ' '}\\text{{{inner}}}"


_LONGEST_QUALIFIED = 600
