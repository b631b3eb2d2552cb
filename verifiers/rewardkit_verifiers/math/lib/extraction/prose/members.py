r"""The value of one formula as it stands in a sentence: the last member of its last relation."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.extraction.prose.asked_value import asks_near, asks_residue
from rewardkit_verifiers.math.lib.extraction.prose.displays import ending, trimmed
from rewardkit_verifiers.math.lib.extraction.prose.kinds import Sort
from rewardkit_verifiers.math.lib.extraction.prose.parts import Part
from rewardkit_verifiers.math.lib.extraction.prose.tokens import values

_ARROW = re.compile(r"\\(?:implies|[Rr]ightarrow|Longrightarrow|iff|to)(?![a-z])|[⇒⟹→]")
_RESIDUE = re.compile(r"\\equiv(?![a-z])|≡")
_MODULUS = re.compile(
    r"\\q?quad|\\pmod.*|\\(?:b?mod|mod)(?![a-z]).*|\(\s*\\?(?:text\{)?mod.*", re.DOTALL
)
_UNEQUAL = re.compile(r"[<>≤≥≠]|\\(?:leq?|geq?|lt|gt|neq?|leqslant|geqslant)(?![a-z])")
_NOT = re.compile(r"\\not(?![a-z])|\\n(?:eq|mid)(?![a-z])")
_MEMBER = re.compile(r"\\in(?![a-z])|∈")
_UNKNOWN = re.compile(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])")
_SPACED = re.compile(r"(?:\\q?quad|\\[,;! ])+\s*\Z")


def member(formula: str, prompt: str, sort: Sort) -> str:
    r"""Return the value that a formula gives; empty where it is a bound or no value.

    Args:
        formula: The inside of a formula.
        prompt: The question: it may ask for a rounded value or a residue.
        sort: The sort of the reference; an equation stays whole.

    Example:
        >>> member(r"64 - 120 = -56,", "", "value"), member(r"n \le 77", "", "value")
        ('-56', '')
        >>> member(r"9^{-1} \equiv -11 \equiv 89 \pmod{100}", "Find a residue.", "value")
        '89'
    """
    text = trimmed(_ARROW.split(formula)[-1])
    text = _SPACED.sub("", text)
    if sort == "list":
        return text
    if sort == "equation":
        return ending(text, equation=True)
    if _NOT.search(text):
        return ""
    if _RESIDUE.search(text):
        if not asks_residue(prompt):
            return ""
        said = trimmed(_MODULUS.sub("", _RESIDUE.split(text)[-1]))
        return ending(said)
    if _UNEQUAL.search(text):
        return ""
    inside = _MEMBER.split(text)
    if len(inside) > 1:
        # x = 7k - 1, k \in Z: the tail only says which numbers k stands for.
        return text if is_domain(text, len(text) - len(inside[-1])) else trimmed(inside[-1])
    return ending(text, decimal=sort == "decimal" or asks_near(prompt))


def is_domain(formula: str, end: int) -> bool:
    r"""Whether the relation that ends at a place only says which numbers a letter stands for.

    Args:
        formula: The inside of a formula.
        end: Where its last sign of membership ends.

    Example:
        >>> said = r"x = 7k - 1, k \in \mathbb{Z}"
        >>> is_domain(said, said.index("in") + 2), is_domain(r"x \in \mathbb{Z}", 5)
        (True, False)
    """
    named = _RUNS.search(formula[max(0, end - _LONGEST_TAIL) : end])
    if named is None or not _NUMBERS.match(formula, end):
        return False
    before = formula[: max(0, end - len(named[0]))]
    return any(name in _letters(before) for name in _UNKNOWN.findall(named[1]))


def _letters(text: str) -> set[str]:
    return set("".join(_LETTERS.findall(_COMMANDS.sub(" ", text))))


_LONGEST_TAIL = 60
_COMMANDS, _LETTERS = re.compile(r"\\[A-Za-z]+"), re.compile(r"[A-Za-z]")
# , k \in or (for m, n \in
_RUNS = re.compile(
    r"(?:[,;(]|\\q?quad(?![a-z])|\\[;: ]|\\text\s?\{[^{}]{0,20}\})"
    r"(?:\\q?quad(?![a-z])|\\[,;:! ]|\\(?:text|mathrm)\s?\{[^{}]{0,20}\}|\\left"
    r"|\\forall(?![a-z])|[\s~(])*"
    r"([A-Za-z](?:\s*,\s*[A-Za-z]){0,3})\s*(?:\\in|∈)\Z"
)
# Z, \mathbb{N}, \mathbf Z, \Bbb{R}.
_NUMBERS = re.compile(
    r"(?:\\[,;! ]|\s)*(?:\\(?:mathbb|mathbf|Bbb|mathrm|bf|mathcal)\s*\{?\s*[ZNRQC]\b"
    r"|[ZNRQCℤℕℝℚℂ](?![A-Za-z])|\\[ZNRQC](?![A-Za-z]))"
)


def displayed(display: str, prompt: str, sort: Sort) -> str:
    r"""Return the value on which a display ends; a residue where the question asks for one.

    Example:
        >>> displayed(r"a &\equiv 30 \\ &\equiv 2 \pmod{4}.", "Find the remainder.", "value")
        '2'
    """
    whole = sort in ("equation", "list", "any")
    said = ending(display, equation=whole, decimal=sort == "decimal")
    if not whole and _RESIDUE.search(said):
        return member(said, prompt, sort)
    return said


def evaluated(formula: str) -> str:
    """Return the end of a chain that begins with an expression in unknowns; else an empty text.

    Example:
        >>> evaluated("b^a = 3^5 = 243"), evaluated("2 + 2 = 5 = 6"), evaluated("x = 3")
        ('243', '', '')
    """
    if _FACTORIAL.match(formula.strip()) is not None:
        return ending(formula)
    if formula.count("=") < _FEWEST or any(mark in formula for mark in (",", "$", "<", ">")):
        return ""
    return ending(formula) if _UNKNOWN.search(formula.partition("=")[0]) else ""


_FEWEST, _FACTORIAL = 2, re.compile(r"\d+!=(?!=)")


def items(chosen: Part, rest: list[Part]) -> str:
    """Return the short values of a closing list, joined; empty where it is no such list."""
    found: list[str] = []
    for part in reversed(rest[: rest.index(chosen) + 1]):
        if part.kind != "item":
            break
        value = part.text.strip(" *_.,;")
        if len(value.split()) > 3 or not values(value):
            return ""
        found.append(value.strip("$"))
    return ", ".join(reversed(found)) if len(found) > 1 else ""
