r"""Whether the last of several boxes holds what the question asks for, worked out of the others."""

from __future__ import annotations

import re

_BEFORE = 240
_NAME = r"[A-Za-z](?:_\{?\w{1,4}\}?)?(?:\([^()=]{1,8}\))?"
# What a box gives its value: a=2, and perhaps b=5 beside it.
_GIVEN = re.compile(rf"(?:^|[,;]|\band\b)\s*\$?({_NAME})\s*=(?!=)")
# What stands before a box does so: a = \boxed{2}.
_NAMED = re.compile(rf"(?<![A-Za-z\\\d^_+\-*/(])({_NAME})\s{{0,3}}&?=\s{{0,3}}(?:[$\s]|\\[(\[])*\Z")
_EDGE = re.compile(r"\$|\\[(\[]|\\begin\s?\{\w+\*?\}|\n|[:;。，：；]|[.,](?=\s)")
_NEW_ROW = re.compile(r"\\\\\s{0,4}(?=&)|&")
_EQUALS = re.compile(r"(?<![<>!:])=(?!=)")
_COMMAND = re.compile(r"\\(?:text|mathrm)\s?\{[^{}]*\}|\\[A-Za-z]+|\\[,;:! ]")
_WORDS = re.compile(r".*\b[A-Za-z]{3,}\s+", re.DOTALL)
_CHECKS = re.compile(
    r"\b(?:check\w*|verif\w+|confirm\w*|test\w*|proof|probe|note|indeed|sanity|substitut\w+"
    r"|plug\w*|kontrolle|vérif\w+|comprob\w+|провер\w+)\b|验|检|検算|확인",
    re.IGNORECASE,
)
_SOUGHT = re.compile(
    r"(?<![^\W_])(?:requested|required|desired|sought|wanted|asked(?: for)?|we (?:want|need|seek)"
    r"|gesucht\w*|verlangt\w*|gefragt\w*|cherchée?s?|demandée?s?|recherchée?s?|voulue?s?|pedid[oa]"
    r"|buscad[oa]|solicitad[oa]|procurad[oa]|richiest[oa]|cercat[oa]|иском\w+|требуем\w+|шукан\w+"
    r"|szukan\w+|hledan\w+|gevraagd\w*|istenen)(?![^\W_])|所求|要求的|求める|구하는",
    re.IGNORECASE,
)


def is_derived(text: str, floor: int, begin: int, inside: str, earlier: list[str]) -> bool:
    r"""Return whether a box gives an expression in the unknowns of the boxes before it.

    Args:
        text: The completion.
        floor: Where the box before it ends.
        begin: Where the box begins.
        inside: What it holds.
        earlier: What each box before it holds, with the name before it: `a=2`.

    Example:
        >>> text = r"$\boxed{a=2}$, $\boxed{b=5}$. $b^2-a^2=\boxed{21}$"
        >>> is_derived(text, 28, text.rfind(r"\boxed"), "21", ["a=2", "b=5"])
        True
        >>> is_derived(text, 28, text.rfind(r"\boxed"), "21", ["2", "5"])
        False
    """
    names: set[str] = set()
    for one in earlier:
        given = _GIVEN.findall(one)
        if not given:
            return False
        names.update(map(_squeezed, given))
    window = text[max(floor, begin - _BEFORE) : begin]
    lead = _NEW_ROW.sub("", window).rstrip(" $\n([\\")
    chain = _EDGE.split(lead)[-1] if _EQUALS.search(inside) is None else inside
    if _EQUALS.search(chain) is None or _CHECKS.search(window):
        return False
    left = _squeezed(_WORDS.sub("", _COMMAND.sub(" ", _EQUALS.split(chain)[0])))
    return left not in names and any(name in left for name in names)


def named(text: str, begin: int, inside: str) -> str:
    """Return what a box holds, with the name that stands before it: a=2."""
    match = None if "=" in inside else _NAMED.search(text[max(0, begin - _SHORT) : begin])
    return inside if match is None else f"{match[1]}={inside}"


def is_sought(lead: str, window: str) -> bool:
    r"""Return whether words call what is in a box the quantity that the question asks for.

    Args:
        lead: The words of its sentence before the box.
        window: The text before it, for a heading above its line.

    Example:
        >>> is_sought("The requested area is", ""), is_sought("", "**The requested sum.**\n")
        (True, True)
    """
    if _SOUGHT.search(lead) is not None:
        return True
    lines = [line.strip() for line in window.split("\n") if line.strip(" $\n([\\")]
    return any(line[:1] in "*#" and _SOUGHT.search(line) is not None for line in lines[-_HEADINGS:])


_SHORT, _HEADINGS = 40, 2


def _squeezed(text: str) -> str:
    return re.sub(r"[\s{}$]+", "", text)
