"""Answers that only repeat the task: 2 + 2 where 4 is wanted."""

from __future__ import annotations

import re
from functools import lru_cache

from rewardkit_verifiers.math.lib.decide.text import canonical
from rewardkit_verifiers.math.lib.grammar.parse import parse
from rewardkit_verifiers.math.lib.grammar.values import (
    Node,
    Unreadable,
    has,
    scientific,
    symbols,
    walk,
)
from rewardkit_verifiers.math.lib.policy import Policy

# Operations that a final answer over plain numbers leaves undone.
_WORK = frozenset(("+", "*", "binder", "!", "mod"))
# Functions of whole numbers that nobody leaves standing in a final answer.
_COUNTED = frozenset(("mod", "gcd", "lcm"))
_LITERALS = frozenset(("num", "dec", "neg", "/", "pct", "deg", "qty"))
_SHORTEST = 3
_LONGEST_PROMPT = 20_000
_MOST_FORMULAS = 40
_FORMULA = re.compile(r"\$\$?([^$]{1,400})\$\$?|\\\((.{1,400}?)\\\)|\\\[(.{1,400}?)\\\]", re.DOTALL)
_PLAIN = re.compile(r"[\d(][\d\s.,()+*/^×·÷-]{2,120}[\d)!]")
_SIGNS = {"times": "*", "multiplied by": "*", "plus": "+", "minus": "-", "divided by": "/"}
_SPOKEN = re.compile("|".join(_SIGNS), re.IGNORECASE)
_DECIMAL = re.compile(r"\\overline|\\dot|\.\d")


def copied(pred: str, gold: str, prompt: str, policy: Policy) -> str:
    """Say why an answer of the right value is refused as unevaluated, or return an empty text.

    An expression that stands in the prompt is refused when the reference has another form; the
    reference's own form is never refused, for a choice among expressions is an honest answer.
    """
    if policy.unevaluated == "accept" or pred == gold or pred.isdecimal():
        return ""
    if canonical(pred) == canonical(gold):
        return ""
    try:
        mine, theirs = parse(pred), parse(gold)
    except Unreadable:
        return ""
    if _key(mine) == _key(theirs):
        return "the decimal of the prompt" if _same_decimal(pred, gold, prompt) else ""
    simpler = _operations(mine) > _operations(theirs)
    if simpler and not has(theirs, "binder", "fn") and _is_counting(mine):
        return "the answer is left unevaluated"
    if policy.unevaluated == "refuse":
        return "the answer is left unevaluated" if _is_work(mine, theirs) else ""
    if not prompt:
        return ""
    plain, asked = _unspaced(pred), _unspaced(prompt)
    if simpler and len(plain) >= _SHORTEST and plain in asked:
        return "the answer is copied from the prompt unevaluated"
    if any(part.op not in _LITERALS for part in walk(mine)) and _key(mine) in _asked(prompt):
        return "the answer is the expression of the prompt"
    if _literals_of_prompt(mine, theirs, prompt):
        return "the answer is the expression of the prompt, written in another way"
    if _wrong_form(mine, theirs, prompt):
        return "the answer has not the form that is asked for"
    return ""


def _literals_of_prompt(mine: Node, theirs: Node, prompt: str) -> bool:
    """Whether a number is wanted, and an expression has only numbers of one formula asked for."""
    if not all(part.op in _LITERALS for part in walk(theirs)):
        return False
    if symbols(_closed(mine)) or all(part.op in _LITERALS for part in walk(mine)):
        return False
    if scientific(mine) or has(mine, "const") or has(theirs, "/"):
        return False
    used = _numbers(mine)
    return bool(used) and any(used <= _numbers(formula) for formula in _formulas(prompt))


def _numbers(node: Node) -> frozenset[str]:
    """Return the numbers written in an expression, but for 0 and 1, which change nothing."""
    found = {str(part.args[0]) for part in walk(node) if part.op in ("num", "dec")}
    return frozenset(found - {"0", "1"})


_FACTOR = re.compile(r"\bfactor(?:i[sz]e|ed|ing)?\b(?!ial)", re.IGNORECASE)
_EXPAND = re.compile(r"\b(?:expand|multiply out)", re.IGNORECASE)
_SIMPLIFY = re.compile(r"\b(?:simplif|reduce)", re.IGNORECASE)


def _wrong_form(mine: Node, theirs: Node, prompt: str) -> bool:
    """Whether a prompt asks for a factored, expanded or simplified form and this is another."""
    if not symbols(mine):
        return False
    product, other = _is_product(theirs), _is_product(mine)
    if product and not other and mine.op == "+" and _FACTOR.search(prompt):
        return True
    if theirs.op == "+" and other and _EXPAND.search(prompt):
        return True
    simplify = _SIMPLIFY.search(prompt) is not None
    return simplify and _divides(mine) and not _divides(theirs)


def _is_product(node: Node) -> bool:
    """Whether a node is a product or power of sums."""
    if node.op == "^":
        return bool(node.args[0].op == "+")
    return node.op == "*" and any(part.op == "+" or _is_product(part) for part in node.args)


def _divides(node: Node) -> bool:
    return any(part.op == "/" and bool(symbols(part.args[1])) for part in walk(node))


def _unspaced(text: str) -> str:
    return canonical(text).replace("*", "").replace("\\cdot", "").replace("\\times", "")


def _same_decimal(pred: str, gold: str, prompt: str) -> bool:
    r"""Whether 0.\overline{36} is repeated from a prompt whose reference is 4/11."""
    decimal = canonical(pred)
    if _DECIMAL.search(gold) or not _DECIMAL.search(decimal):
        return False
    return bool(prompt) and decimal in canonical(prompt)


def _is_counting(node: Node) -> bool:
    """Whether a sum over an index, a remainder or a common divisor of numbers is left undone."""
    if symbols(_closed(node)):
        return False
    return any(
        (part.op == "binder" and part.args[0] in ("sum", "prod") and part.args[4] is not None)
        or (part.op == "fn" and part.args[0] in _COUNTED)
        for part in walk(node)
    )


def _closed(node: Node) -> Node:
    """Return a tree whose bound letters are gone, for the question whether any other is left."""
    if node.op == "binder" and node.args[0] in ("sum", "prod"):
        letters = symbols(node.args[2]) - {node.args[1]}
        ends = [end for end in node.args[3:5] if end is not None]
        return Node("list", *(Node("sym", letter) for letter in letters), *map(_closed, ends))
    return Node(node.op, *(_closed(arg) if isinstance(arg, Node) else arg for arg in node.args))


def _is_work(node: Node, gold: Node) -> bool:
    if scientific(node) or has(node, "sym"):
        return False
    if all(part.op in _LITERALS for part in walk(gold)):
        # The reference is a plain number, and so must the answer be.
        return any(part.op not in _LITERALS for part in walk(node))
    closed = not has(node, "fn", "const")
    return closed and any(part.op in _WORK for part in walk(node))


def _operations(node: Node) -> int:
    return sum(part.op not in ("num", "dec", "sym", "const", "neg") for part in walk(node))


@lru_cache(maxsize=512)
def _asked(prompt: str) -> frozenset[str]:
    """Return the keys of the expressions in a prompt, and of the sides of its equations."""
    return frozenset(map(_key, _formulas(prompt)))


@lru_cache(maxsize=512)
def _formulas(prompt: str) -> tuple[Node, ...]:
    found: list[Node] = []
    prompt = prompt[:_LONGEST_PROMPT]
    texts = [next(filter(None, match.groups()), "") for match in _FORMULA.finditer(prompt)]
    prompt = _SPOKEN.sub(lambda word: _SIGNS[word[0].lower()], prompt)
    texts += [match[0] for match in _PLAIN.finditer(_FORMULA.sub(" ", prompt))]
    for text in texts[:_MOST_FORMULAS]:
        try:
            node = parse(text)
        except Unreadable:
            continue
        found += (node, *node.args[1]) if node.op == "rel" else (node,)
    return tuple(found)


def _key(node: Node) -> str:
    """Return a text that two trees share when they differ by order, neutral 0 and 1, and signs."""
    if node.op == "+":
        terms = sorted(key for term in node.args if (key := _key(term)) != "0")
        return f"+{terms}" if len(terms) > 1 else "".join(terms) or "0"
    if node.op == "*":
        return _product(node)
    if node.op == "/":
        top, bottom = map(_key, node.args)
        if all(part.op == "num" for part in node.args) and bottom != "0":
            return str(node.args[0].args[0] / node.args[1].args[0])
        return top if bottom == "1" else f"/[{top}, {bottom}]"
    if node.op == "neg":
        inner = _key(node.args[0])
        return inner[1:] if inner.startswith("-") else f"-{inner}"
    if node.op in ("num", "dec"):
        return str(node.args[0])
    if node.op == "rel":
        ops, sides = node.args
        keys = [_key(side) for side in sides]
        return f"rel{ops}{sorted(keys) if set(ops) == {'='} else keys}"
    return f"{node.op}{[_key(arg) if isinstance(arg, Node) else repr(arg) for arg in node.args]}"


def _product(node: Node) -> str:
    minus = False
    keys: list[str] = []
    for factor in node.args:
        key = _key(factor)
        if key.startswith("-"):
            minus, key = not minus, key[1:]
        if key != "1":
            keys.append(key)
    body = f"*{sorted(keys)}" if len(keys) > 1 else "".join(keys) or "1"
    return f"-{body}" if minus else body
