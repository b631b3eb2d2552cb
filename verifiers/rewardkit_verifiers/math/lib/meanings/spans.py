r"""General solutions: A\cosh x + B\sinh x and c_1 e^x + c_2 e^{-x} are the same functions."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from rewardkit_verifiers.math.lib.decide.numeric import Evaluator, Undefined
from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.grammar.parse import parse
from rewardkit_verifiers.math.lib.grammar.values import Node, Unreadable, has, symbols
from rewardkit_verifiers.math.lib.policy import Policy

_LONGEST, _LONGEST_PROMPT, _MOST = 300, 8_000, 4
_CONSTANT = re.compile(r"[cCKABD](?:_\{?\d\}?)?|[abk]_\{?\d\}?")
# Without a task, only these say that they are any numbers.
_ARBITRARY = re.compile(r"(?<![A-Za-z\\])(?:[cC]_\s?\{?\d|C(?![A-Za-z_]))")
_ASKED = re.compile(
    r"differential|general (?:real )?solution|recurrence|(?<![A-Za-z])[a-z]\s?'{1,3}(?![a-z])"
    r"|\\frac\s?\{\s?d|d[a-z]/d[a-z]"
    r"|\\ddot|\\dot|通解|微分方程|递推|Differentialgleichung|allgemeine Lösung"
    r"|équation différentielle|ecuación diferencial|equazione differenziale|equação diferencial"
    r"|\b[Aa]ll (?:\w+ ){0,3}(?:functions|polynomials)|[Aa]ll (?:\$[^$]{1,40}\$|[a-zA-Z]) such that"
    r"|所有(?:的)?(?:函数|多项式)",
)
# f(t) = t - k: the letter in brackets runs, and any other is a constant.
_NAMED = re.compile(r"[\s$]*[A-Za-z]\s?\(\s*[a-z]\s*\)\s*=")
_BOUND = re.compile(r"[<>≤≥≠]|\\(?:[gln]eq?|lt|gt)(?![a-z])|\bpositive|\bnegative|integer|\bnot\b")
# A cos(2x + phi): any amplitude and phase are any two coefficients.
_PHASE = re.compile(
    r"(?<![A-Za-z\\])([A-DKRc](?:_\{?\d\}?)?)\s*\\?(sin|cos)\s*(?:\\left\s?)?\(([^()]{1,20}?[a-z])\s*[-+]\s*"
    r"(?:\\(?:var)?(?:phi|theta|delta|alpha)(?:_0)?|[φϕθδα]|[A-DcK](?:_\{?\d\}?)?)\s*(?:\\right\s?)?\)"
)
_NAMES = r"[A-Za-z](?:_\{?\d\}?)?"
_TAIL = re.compile(
    r"(?:[\s,;$]|\\[,;:! ])*(?:\(|\\text\s?\{|\\q?quad)*\s*"
    r"(?:where|with|for|wobei|mit|avec|où|con|donde|其中"
    rf"|{_NAMES}(?:\s?,\s?{_NAMES})*\s?(?:\\in(?![a-z])|∈|(?:is|are|any|an?|arbitrary|real)\s)).*\Z",
    re.DOTALL,
)
_CLOSE = 2.0**-80


def has_span(gold: str) -> bool:
    """Whether a reference is a function with coefficients that may be any numbers."""
    if len(gold) > _LONGEST or not (_HINT.search(gold) or _NAMED.match(gold)):
        return False
    return _parted(gold) is not None


_HINT = re.compile(r"(?<![A-Za-z\\])\d?(?:[cCKABD]|[abk]_)")


def same_span(gold: str, said: str, prompt: str, policy: Policy) -> Verdict | None:
    r"""Compare all functions that two general solutions give; None where they are none, or differ.

    Args:
        gold: The reference.
        said: The answer.
        prompt: The task, which asks to solve an equation for a function.
        policy: What to do where the field disagrees.

    Example:
        >>> from rewardkit_verifiers.math.lib.policy import PRESETS
        >>> gold, rules = "y=c_1e^x+c_2e^{-x}", PRESETS["default"]
        >>> same_span(gold, r"y=A\cosh x+B\sinh x", "", rules).equal
        True
        >>> same_span(gold, r"y=A\cosh x+B\sin x", "", rules) is None
        True
    """
    del policy  # a set of functions is exact
    if len(said) > _LONGEST or not (_HINT.search(said) or _NAMED.match(said)):
        return None
    asked = _ASKED.search(prompt[:_LONGEST_PROMPT]) if prompt else _ARBITRARY.search(gold)
    if asked is None or _BOUND.search(gold) or _BOUND.search(said):
        return None
    mine, theirs = _parted(gold), _parted(said)
    if mine is None or theirs is None:
        return None
    if any(_is_given(name, prompt) for name in (*mine[2], *theirs[2])):
        return None
    letters = {mine[1], theirs[1]} - {""}
    if len(letters) > 1 and not (mine[3] and theirs[3]):
        return None
    one, other = _sampled(mine), _sampled(theirs)
    if one is None or other is None:
        return None
    apart = [left - right for left, right in zip(one[0], other[0], strict=True)]
    ranks = [_rank(rows) for rows in (one[1], other[1], [*one[1], *other[1], apart])]
    return Verdict(True, "numeric", "the same functions") if len(set(ranks)) == 1 else None


def _is_given(name: str, prompt: str) -> bool:
    """Whether a letter stands in the formulas of the task, so that it is no constant to choose."""
    if len(name) > 1 or not prompt or _CONSTANT.fullmatch(name):
        return False
    return any(
        re.search(rf"(?<![A-Za-z\\]){name}(?![A-Za-z])", formula)
        for formula in _FORMULA.findall(prompt[:_LONGEST_PROMPT])
    )


_FORMULA = re.compile(r"\$[^$]*\$|\\\(.*?\\\)")
Parted = tuple[Node, str, tuple[str, ...], bool]
"""A function, its letter, its coefficients, and whether its name has the letter: y(t)."""


@lru_cache(maxsize=2048)
def _parted(text: str) -> Parted | None:
    plain = _PHASE.sub(lambda found: rf"({found[1]}\cos({found[3]})+K_9\sin({found[3]}))", text)
    for part in dict.fromkeys((plain, _TAIL.sub("", plain))):
        try:
            node = parse(part)
        except Unreadable:
            continue
        if (found := _of_node(node)) is not None:
            return found
    return None


def _of_node(node: Node) -> Parted | None:
    while node.op in ("noted", "named"):
        node = node.args[0] if node.op == "noted" else node.args[1]
    named, runs = False, ""
    if node.op == "rel" and node.args[0] == ("=",) and node.args[1][0].op in ("app", "sym"):
        left = node.args[1][0]
        named = left.op == "app"
        if named and len(left.args) == 2 and left.args[1].op == "sym":
            runs = str(left.args[1].args[0])
        node = node.args[1][1]
    if has(node, "rel", "list", "tuple", "set", "text", "pm", "opaque", "binder", "cases"):
        return None
    letters = symbols(node)
    constants = tuple(
        sorted(name for name in letters if _CONSTANT.fullmatch(name) or (runs and name != runs))
    )
    rest = letters - set(constants)
    if not 0 < len(constants) <= _MOST or len(rest) > 1:
        return None
    return node, next(iter(rest), ""), constants, named


def _sampled(parted: Parted) -> tuple[list[Any], list[list[Any]]] | None:
    """Return what is no coefficient's, and what each coefficient multiplies, at some places."""
    node, letter, constants, _ = parted
    base: list[Any] = []
    rows: list[list[Any]] = [[] for _ in constants]
    for place in range(2 * _MOST + 3):
        where = 0.31 + 0.47 * place
        zero = _value(node, letter, where, dict.fromkeys(constants, 0))
        ones = [
            _value(node, letter, where, {name: int(name == one) for name in constants})
            for one in constants
        ]
        far = {name: 2 + 3 * at for at, name in enumerate(constants)}
        mixed = _value(node, letter, where, far)
        if zero is None or mixed is None or None in ones:
            return None
        steps = [one - zero for one in ones]
        total = zero + sum(step * far[name] for step, name in zip(steps, constants, strict=True))
        if abs(mixed - total) > _CLOSE * (1 + abs(mixed)):
            return None
        base.append(zero)
        for row, step in zip(rows, steps, strict=True):
            row.append(step)
    return base, rows


def _value(node: Node, letter: str, where: float, constants: dict[str, int]) -> Any:
    evaluator = Evaluator(0)
    mp = evaluator.mp
    evaluator.values |= {name: mp.mpf(value) for name, value in constants.items()}
    if letter:
        evaluator.values[letter] = mp.mpf(where)
    try:
        value = evaluator.value(node)
    except (Undefined, Unreadable):
        return None
    if evaluator.opaque or mp.isnan(value) or mp.isinf(value) or abs(mp.im(value)) > _CLOSE:
        return None
    return mp.re(value)


def _rank(rows: list[list[Any]]) -> int:
    """Return the rank of rows of numbers, by elimination with the largest pivot."""
    left = []
    for row in rows:
        size = max(map(abs, row))
        if size > _CLOSE:
            left.append([entry / size for entry in row])
    rank = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = max(left, key=lambda row: abs(row[column]), default=None)
        if pivot is None or abs(pivot[column]) <= _CLOSE:
            continue
        rank += 1
        left = [
            [entry - row[column] / pivot[column] * other
             for entry, other in zip(row, pivot, strict=True)]
            for row in left if row is not pivot
        ]  # fmt: skip
    return rank
