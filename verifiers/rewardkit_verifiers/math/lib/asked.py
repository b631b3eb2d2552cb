"""The expressions that a prompt holds, and a key under which two ways to write one are the same."""

from __future__ import annotations

import re
from functools import lru_cache

from rewardkit_verifiers.math.lib.grammar.parse import parse
from rewardkit_verifiers.math.lib.grammar.values import Node, Unreadable

_LONGEST_PROMPT = 20_000
_MOST_FORMULAS = 40
_FORMULA = re.compile(r"\$\$?([^$]{1,400})\$\$?|\\\((.{1,400}?)\\\)|\\\[(.{1,400}?)\\\]", re.DOTALL)
_PLAIN = re.compile(r"[\d(][\d\s.,()+*/^×·÷-]{1,120}[\d)!]|\d!")
_SIGNS = {"times": "*", "multiplied by": "*", "plus": "+", "minus": "-", "divided by": "/"}
_SPOKEN = re.compile("|".join(_SIGNS), re.IGNORECASE)


@lru_cache(maxsize=512)
def asked(prompt: str) -> frozenset[str]:
    """Return the keys of the expressions in a prompt, and of the sides of its equations."""
    return frozenset(map(key, formulas(prompt)))


@lru_cache(maxsize=512)
def formulas(prompt: str) -> tuple[Node, ...]:
    """Return the expressions in a prompt, its equations both whole and side by side."""
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


def key(node: Node) -> str:
    """Return a text that two trees share when they differ by order, neutral 0 and 1, and signs."""
    if node.op == "+":
        terms = sorted(one for term in node.args if (one := key(term)) != "0")
        return f"+{_joined(terms)}" if len(terms) > 1 else "".join(terms) or "0"
    if node.op == "*":
        return _product(node)
    if node.op == "/":
        top, bottom = map(key, node.args)
        if all(part.op == "num" for part in node.args) and bottom != "0":
            return str(node.args[0].args[0] / node.args[1].args[0])
        return top if bottom == "1" else f"/[{top}, {bottom}]"
    if node.op == "neg":
        inner = key(node.args[0])
        return inner[1:] if inner.startswith("-") else f"-{inner}"
    if node.op in ("num", "dec"):
        return str(node.args[0])
    if node.op == "rel":
        ops, sides = node.args
        keys = [key(side) for side in sides]
        return f"rel{ops}{_joined(sorted(keys) if set(ops) == {'='} else keys)}"
    parts = [key(arg) if isinstance(arg, Node) else repr(arg) for arg in node.args]
    return f"{node.op}{_joined(parts)}"


def _joined(keys: list[str]) -> str:
    # Not repr: it escapes the quotes of what is inside again at each level, which doubles them.
    return f"[{', '.join(keys)}]"


def _product(node: Node) -> str:
    minus = False
    keys: list[str] = []
    for factor in node.args:
        one = key(factor)
        if one.startswith("-"):
            minus, one = not minus, one[1:]
        if one != "1":
            keys.append(one)
    body = f"*{_joined(sorted(keys))}" if len(keys) > 1 else "".join(keys) or "1"
    return f"-{body}" if minus else body
