"""Sequences and functions whose letter has another name: a_k = 2k and a_n = 2n, t -> t^2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from rewardkit_verifiers.math.lib.decide.relations import same_constants
from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.decide.structure import compare
from rewardkit_verifiers.math.lib.grammar.parse import parse
from rewardkit_verifiers.math.lib.grammar.values import (
    Node,
    Unreadable,
    has,
    rebuilt,
    substituted,
    symbols,
)
from rewardkit_verifiers.math.lib.policy import Policy
from rewardkit_verifiers.math.lib.word_lists import listed

_LONGEST, _MOST_CONSTANTS = 300, 3
_INDEX = re.compile(r"([A-Za-z]+)_\{?([a-z])(?:([+-])(\d))?\}?")
_COUNTING = frozenset("nkmijlpqr")
_LETTER = re.compile(r"(?<![\\A-Za-z])[A-Za-z](?![A-Za-z])")
_SPLIT = re.compile(
    r"[,;()（），；]|\\q?quad|\$|\b(?:for|where|with|when|if|defined|on)\b"
    r"|\\text\s?\{[^{}]*\}|对|其中"
)
# k >= 1, 0 < x < 2, x in [0, 1]: what a letter is under.
_CONDITION = re.compile(
    r"\s*(?:(?:all|every|any|each|real|integers?|numbers?)\s+)*"
    r"(?:-?[\w./\\{}]{1,20}\s*(?:<=?|≤|\\leq?(?![a-z])|\\lt(?![a-z]))\s*)?([A-Za-z])\s*"
    r"(?:(?:[<>]=?|≤|≥|≠|\\(?:leq?|geq?|lt|gt|neq?)(?![a-z]))\s*-?[\w./\\{}^]{1,24}"
    r"|(?:\\in(?![a-z])|∈)\s*[^=]{1,40})\s*\.?\s*"
)
_WORDS = re.compile(r"[^\W\d_]{2,}")
# a_n = 2n, T_n = n^2: the second is a rule of its own; k = 0, 1, 2 and n >= 1 are conditions.
_EQUATES = re.compile(r"(?:[({_^}]|[A-Za-z]\s*\)).{0,40}?(?<![<>!:=])=(?!=)")
_PLAIN = frozenset(
    listed(
        "all any every each the of for where with when if defined on translations translation"
        " functions function formula form real number numbers integer integers arbitrary constant"
        " constants an"
        " general term is are map maps mapping by given and so we have natural positive fixed some"
        " inverse its domain it only solutions solution exactly precisely"
    )
)
_FORMULA = re.compile(r"\$+([^$]{1,200})\$+|\\\((.{1,200}?)\\\)")


@dataclass(frozen=True, slots=True)
class Rule:
    """A value in one letter, with the name of the sequence or function that has it.

    Attributes:
        kind: `index`, `function`, `inverse`, `curve`, `map` or `value`.
        name: The name; empty for a map or a value without one.
        letter: The letter that the value is in.
        value: The value.
        condition: What is said about the letter, or an empty text.
    """

    kind: str
    name: str
    letter: str
    value: Node
    condition: str = ""


def same_rule(gold: str, pred: str, prompt: str, policy: Policy) -> Verdict | None:
    """Compare two sequences or functions by their values; None where they are none, or differ.

    Args:
        gold: The reference.
        pred: The answer.
        prompt: The task; a name that the reference leaves out is the one it asks for.
        policy: What to do where the field disagrees.

    Example:
        >>> from rewardkit_verifiers.math.lib.policy import PRESETS
        >>> same_rule("a_n = 2n + 1", "a_k = 2k + 1", "", PRESETS["default"]).equal
        True
        >>> same_rule("a_n = 2n + 1", "a_{n+1} = 2n + 1", "", PRESETS["default"]) is None
        True
    """
    if max(len(gold), len(pred)) > _LONGEST:
        return None
    mine = rule(gold)
    theirs = rule(pred) if mine is not None else None
    if mine is None or theirs is None or not _same_name(mine, theirs, prompt):
        return None
    others = _bounds(gold, mine.letter), _bounds(pred, theirs.letter)
    if all(others) and others[0] != others[1]:
        return None  # x^n with n >= 1 is no x^n with n >= 0
    alike = mine.kind == theirs.kind != "index" and mine.letter == theirs.letter
    if alike and not (mine.condition or theirs.condition or any(others)):
        return None  # these were compared as they stand
    letters = {theirs.letter: mine.letter}
    if theirs.letter != mine.letter and mine.letter in symbols(theirs.value):
        return None
    value = substituted(theirs.value, letters)
    value = same_constants(Node("sym", mine.letter), mine.value, value)
    if not _same_condition(mine, theirs, policy):
        return None
    verdict = compare(mine.value, value, policy)
    return Verdict(True, verdict.method, "by another letter") if verdict else None


@lru_cache(maxsize=4096)
def rule(text: str) -> Rule | None:
    r"""Return the sequence or function that a text states, or None.

    Example:
        >>> found = rule(r"f^{-1}(t) = t^2 + 1, defined for all $t \ge 0$")
        >>> found.kind, found.letter, found.condition
        ('inverse', 't', 't \\ge 0')
    """
    if not _LETTER.search(text):
        return None
    for one in _formulas(text):
        found = _of_relation(one)
        if found is not None:
            behind = text[max(text.find("="), text.find("to"), 0) :]
            return Rule(*found, _condition(behind, found[2]))
    return None


def _formulas(text: str) -> Iterator[Node]:
    """Yield the relation that a text is, or the one formula in plain words around it."""
    parts = [text]
    if "$" not in text.strip().strip("$"):
        first, *rest = _SPLIT.split(text.strip("$ "))
        if not any(map(_EQUATES.search, rest)):
            parts.append(first)
    written = [one or other for one, other in _FORMULA.findall(text)]
    words = {word.lower() for word in _WORDS.findall(_FORMULA.sub(" ", text))}
    if written and words <= _PLAIN and not any(map(_EQUATES.search, written[1:])):
        parts.append(written[0])
    for part in parts:
        try:
            node = parse(part)
        except Unreadable:
            continue
        while node.op in ("noted", "named"):
            node = node.args[0] if node.op == "noted" else node.args[1]
        if node.op == "list" and all(_is_said(other) for other in node.args[1:]):
            node = node.args[0]
        if not has(node, "text", "list", "tuple", "set", "cases", "pm"):
            yield node


def _is_said(node: Node) -> bool:
    """Whether a node says something about a letter, and gives no value of its own."""
    if node.op == "rel":
        return node.args[0][0] != "=" and "=" not in node.args[0]
    return node.op == "text" or (node.op == "qty" and node.args[0].op == "sym")


def _of_relation(node: Node) -> tuple[str, str, str, Node] | None:
    if node.op != "rel":
        letters = symbols(node)
        return ("value", "", next(iter(letters)), node) if len(letters) == 1 else None
    ops, sides = node.args
    if len(ops) != 1 or ops[0] not in ("=", "->"):
        return None
    left, right = sides
    if ops[0] == "->":
        return ("map", "", left.args[0], right) if left.op == "sym" else None
    if left.op == "app" and len(left.args) == 2 and left.args[1].op == "sym":
        return "function", str(left.args[0]), left.args[1].args[0], right
    if left.op == "*" and len(left.args) == 2:
        power, letter = left.args
        if power.op == "^" and power.args[0].op == letter.op == "sym" and _is_minus(power.args[1]):
            return "inverse", power.args[0].args[0], letter.args[0], right
        return None
    if left.op != "sym":
        return None
    if (index := _INDEX.fullmatch(left.args[0])) is not None:
        if not symbols(right) <= {index[2]}:
            return None
        shift = int(f"{index[3] or ''}{index[4] or 0}")
        return "index", index[1], index[2], _shifted(right, index[2], -shift)
    letters = symbols(right)
    if len(letters) == 1 and left.args[0] not in letters and "_" not in left.args[0]:
        return "curve", left.args[0], next(iter(letters)), right
    return None


def _is_minus(node: Node) -> bool:
    return node.op == "num" and node.args[0] == -1


def _shifted(node: Node, letter: str, by: int) -> Node:
    if not by:
        return node
    if node.op == "sym":
        moved = Node("+", node, Node("num", Fraction(by)))
        return moved if node.args[0] == letter else node
    return rebuilt(node, lambda child: _shifted(child, letter, by))


def _same_name(mine: Rule, theirs: Rule, prompt: str) -> bool:
    kinds = {mine.kind, theirs.kind}
    if mine.kind == theirs.kind:
        return mine.kind not in ("value", "curve") and mine.name == theirs.name
    if kinds == {"index", "function"}:
        return mine.name == theirs.name
    if kinds == {"index", "value"}:
        # 2^n - 1, where the prompt asks for a_n.
        named = mine if mine.kind == "index" else theirs
        letters = {mine.letter, theirs.letter}
        return letters <= _COUNTING and f"{named.name}_" in prompt
    if "value" in kinds:
        return kinds == {"value", "map"} or (kinds == {"value", "inverse"} and "nverse" in prompt)
    if "index" in kinds:
        return False
    if "inverse" in kinds:
        return (
            not prompt
            or "nverse" in prompt
            or "反函数" in prompt
            or "mkehr" in prompt
            or "{-1}" in prompt
        )
    return True


def _condition(text: str, letter: str) -> str:
    """Return what the end of a text says about a letter: t >= 0."""
    for part in reversed(_SPLIT.split(text)[1:]):
        found = _CONDITION.fullmatch(part)
        if found is not None and found[1] == letter:
            start = _LEAD_WORDS.match(part)
            return part[start.end() if start else 0 :].strip(" .")
    return ""


_LEAD_WORDS = re.compile(r"\s*(?:(?:all|every|any|each|real|integers?|numbers?)\s+)*")
_BOUND = re.compile(
    r"(?<![\\A-Za-z])([A-Za-z])\s*(>=|≥|\\geq?(?![a-z])|>|\\gt(?![a-z])|<=?|≤|\\leq?(?![a-z]))"
    r"\s*(-?\d{1,6})(?![\w.])"
)


def _bounds(text: str, letter: str) -> set[tuple[str, str]]:
    """Return what a text says about the size of the constants of a rule."""
    return {
        (sign.replace("≥", ">=").replace("\\geq", ">=").replace("\\ge", ">="), number)
        for name, sign, number in _BOUND.findall(text)
        if name != letter
    }


_FROM_START = re.compile(r"\s*[A-Za-z]\s*(?:>=|≥|\\geq?|>|\\gt|\\in(?![a-z])|∈)\s*\S+")


def _same_condition(mine: Rule, theirs: Rule, policy: Policy) -> bool:
    if not theirs.condition:
        return True
    if not mine.condition:
        # That a counting letter begins somewhere says nothing about the value.
        counts = theirs.letter in _COUNTING or re.search(r"mathbb|ℝ|∈\s*R|in\s*R", theirs.condition)
        return bool(counts) and _FROM_START.fullmatch(theirs.condition) is not None
    try:
        one, other = parse(mine.condition), parse(theirs.condition)
    except Unreadable:
        return False
    if theirs.kind == mine.kind == "index" and _FROM_START.fullmatch(theirs.condition):
        return True
    return bool(compare(one, substituted(other, {theirs.letter: mine.letter}), policy))
