"""Answers that only repeat the task: 2 + 2 where 4 is wanted."""

from __future__ import annotations

import re
from fractions import Fraction

from rewardkit_verifiers.math.lib.asked import asked, formulas, key
from rewardkit_verifiers.math.lib.choices import option
from rewardkit_verifiers.math.lib.decide.scalar import as_fraction
from rewardkit_verifiers.math.lib.decide.text import canonical
from rewardkit_verifiers.math.lib.forms import is_prime, reducible, unsolved, wrong_form
from rewardkit_verifiers.math.lib.grammar.labels import conclusion
from rewardkit_verifiers.math.lib.grammar.parse import parse
from rewardkit_verifiers.math.lib.grammar.values import (
    Node,
    Unreadable,
    has,
    scientific,
    symbols,
    walk,
)
from rewardkit_verifiers.math.lib.grammar.words import FLIPPED
from rewardkit_verifiers.math.lib.policy import PRESETS, Policy
from rewardkit_verifiers.math.lib.sentences import told

# Operations that a final answer over plain numbers leaves undone.
_WORK = frozenset(("+", "*", "binder", "!", "mod"))
# Functions of whole numbers that nobody leaves standing in a final answer.
_COUNTED = frozenset(("mod", "gcd", "lcm"))
# Operations that a prompt asks for in words: the power, root, factorial it names is the task.
_NAMED = {
    "!": re.compile(r"\bfactorial\b", re.IGNORECASE),
    "^": re.compile(r"\b(?:power|squared?|cubed?|raised)\b", re.IGNORECASE),
    "sqrt": re.compile(r"\broot\b", re.IGNORECASE),
    "binom": re.compile(r"\b(?:choose|binomial)\b", re.IGNORECASE),
    "log": re.compile(r"\blog(?:arithm)?\b", re.IGNORECASE),
}
# Functions that are the task where all their numbers are the prompt's.
_ROUNDED = frozenset(("floor", "ceil", "abs", "max", "min", "det", "sgn"))
_LITERALS = frozenset(("num", "dec", "neg", "/", "pct", "deg", "qty"))
_SHORTEST = 3
_OFFERED = re.compile(r"\(A\).{1,300}\(B\)|\bA[).].{1,300}\bB[).]", re.DOTALL)
# What a plain number has not: every expression that is to be worked out holds one of these.
_OPERATED = re.compile(r"[-+*/^!×·÷−⋅∗(\\%√²³]|\b(?:mod|choose|times|plus|minus)\b")
# No operations: a unit behind a number is nothing that is left to do.
_PLAIN = frozenset(("num", "dec", "sym", "const", "neg", "qty", "noted", "pct", "deg"))
_ARITHMETIC = frozenset(("num", "dec", "neg", "+", "*", "/", "^"))
_JOINED = frozenset(("num", "dec", "neg", "+", "*"))
_LITERAL = re.compile(r"-?\d{1,15}(?:,\d{3}){0,4}(?:\.\d{1,40})?%?", re.ASCII)
_NUMBER = re.compile(r"\d{1,40}(?:\.\d{1,40})?", re.ASCII)
_THOUSANDS = re.compile(r"(?<=\d)(?:,|\{,\}|,\\!)(?=\d{3}(?!\d))")
_DECIMAL = re.compile(r"\\overline|\\dot|\.\d")


# The value of sqrt(50) sqrt(2): the words of the task before its formula.
_VALUE_OF = re.compile(
    r"\A[\s$]*(?:\\(?:text|mathrm)\s?\{\s*)?(?:the\s+)?(?:value|result|answer)\s+(?:of|to)"
    r"(?:\s*\}|\s)\s*"
)


def copied(pred: str, gold: str, prompt: str, policy: Policy) -> str:
    """Say why an answer of the right value is refused as unevaluated, or return an empty text.

    An expression that stands in the prompt is refused when the reference has another form; the
    reference's own form is never refused, for a choice among expressions is an honest answer.
    """
    if policy.unevaluated == "accept" or pred == gold:
        return ""
    pred = _VALUE_OF.sub("", pred)
    if pred.isdecimal() and (not prompt or gold.isdecimal()):
        return ""
    if not prompt and _LITERAL.fullmatch(pred):
        return ""  # nothing is left to do in it
    if canonical(pred) == canonical(gold):
        return ""
    try:
        theirs = parse(gold)
        mine = _parsed(pred)
    except Unreadable:
        return ""
    if _is_remarked(pred, theirs):
        return ""
    if mine.op == "rel" and any(key(side) == key(theirs) for side in mine.args[1]):
        return ""
    if prompt and wrong_form(_value(mine), _value(theirs), prompt):
        return "the answer has not the form that is asked for"
    if key(mine) == key(theirs):
        if prompt and _is_division_asked(mine, theirs, prompt):
            return "the answer is the division of the prompt"
        return "the decimal of the prompt" if _same_decimal(pred, gold, prompt) else ""
    strict = policy.unevaluated == "refuse"
    if unsolved(mine, theirs, prompt, strict):
        return "the relation is still to be solved"
    value, wanted = _value(mine), _value(theirs)
    if _is_undone(value, wanted) or (strict and _is_work(value, wanted)):
        return "the answer is left unevaluated"
    if _leaves_sum(value, wanted):
        return "the answer is left unevaluated"
    return _repeated(value, wanted, pred, prompt) if prompt else ""


def _is_remarked(pred: str, theirs: Node) -> bool:
    """Whether an answer is a value with a remark in brackets, as in `84 (60 + 24)`."""
    parts = told(pred) if "(" in pred else ()
    if len(parts) != 2:
        return False
    try:
        return key(parse(parts[0])) == key(theirs)
    except Unreadable:
        return False


def _parsed(answer: str) -> Node:
    """Parse an answer, or the formula that a sentence ends on."""
    node: Node | None = None
    answer = conclusion(answer) or answer
    try:
        node = parse(answer)
    except Unreadable:
        if len(told(answer)) != 1:
            raise
    if node is not None and node.op != "text":
        return node
    said = told(answer)
    return parse(said[0] if len(said) == 1 else answer)


def to_work_out(pred: str, gold: str, prompt: str) -> str:
    """Say what is left to do where a plain number is wanted, or return an empty text.

    A sum, product, factorial or remainder of whole numbers is work, with or without a prompt;
    `1.5 * 10^3` and `1 + sqrt 2` are numbers. A side of an equality counts with its last side.

    Example:
        >>> to_work_out("28+83", "111", ""), to_work_out("28+83 = 111", "111", "")
        ('the answer is left unevaluated', '')
    """
    if pred.isdecimal() or not _OPERATED.search(pred):
        return ""
    try:
        value = _value(parse(conclusion(pred) or pred))
    except Unreadable:
        return ""
    parts = value.args if value.op in ("list", "set", "and", "or") else (value,)
    if value.op == "tuple":
        parts = value.args[2]
    elif value.op == "matrix":
        parts = tuple(cell for row in value.args[0] for cell in row)
    for part in parts:
        work = any(one.op in _WORK or one.op == "fn" for one in walk(part))
        if work and not scientific(part) and _is_whole_work(part):
            return "the answer is left unevaluated"
    return copied(pred, gold, prompt, PRESETS["default"]) if prompt else ""


def _is_whole_work(node: Node) -> bool:
    """Whether work on a rational number is left to do: of 2 * 3, and not of 2 * sqrt 3."""
    counted = any(one.op == "fn" and one.args[0] in _COUNTED for one in walk(node))
    if not counted and not any(one.op in _WORK for one in walk(node)):
        return False
    return as_fraction(node) is not None


def _repeated(mine: Node, theirs: Node, pred: str, prompt: str) -> str:
    """Say how an answer repeats an expression of the prompt, or return an empty text."""
    if _OFFERED.search(prompt) and option(pred) is not None:
        return ""  # one of the options, as the prompt writes it
    plain = _unspaced(pred)
    simpler = _operations(mine) > _operations(theirs)
    if simpler and len(plain) >= _SHORTEST and plain in _unspaced(prompt):
        return "the answer is copied from the prompt unevaluated"
    if not _is_literal(mine) and key(mine) != key(theirs) and key(mine) in asked(prompt):
        return "the answer is the expression of the prompt"
    rounds = not symbols(mine) and any(
        part.op == "fn" and part.args[0] in _ROUNDED for part in walk(mine)
    )
    if rounds and simpler and not has(theirs, "fn") and _plain_digits(mine) <= _written(prompt):
        return "the answer is left unevaluated"
    if _is_named(mine, theirs, prompt):
        return "the answer is the operation that the prompt names"
    if _literals_of_prompt(mine, theirs, prompt):
        return "the answer is the expression of the prompt, written in another way"
    return ""


def _is_named(mine: Node, theirs: Node, prompt: str) -> bool:
    """Whether `5!` answers *What is 5 factorial?* where the reference is 120."""
    name = str(mine.args[0]) if mine.op == "fn" else mine.op
    trigonometric = _SPOKEN.get(name)
    if trigonometric and trigonometric.search(prompt) and not symbols(mine):
        return not _has_function(theirs, name) and _numbers(mine) <= _written(prompt)
    if not all(part.op in _LITERALS for part in walk(theirs)) or symbols(mine) or scientific(mine):
        return False
    if name in _LEFT and any(_has_function(formula, name) for formula in formulas(prompt)):
        return True
    asked_for = _NAMED.get(name)
    if asked_for is None or asked_for.search(prompt) is None:
        return False
    # The square of 5 is 5^2, whose 2 is a word.
    return _numbers(mine) - {"2", "3"} <= _written(prompt)


# log_2 2^6 where log_2 64 is asked for: the function is still to be worked out.
_LEFT = frozenset(("log", "ln", "lg", "sin", "cos", "tan", "asin", "acos", "atan", "!", "binom"))


_SPOKEN = {
    "sin": re.compile(r"\bsin(?:e\b|(?![a-z]))"),
    "cos": re.compile(r"\bcos(?:ine\b|(?![a-z]))"),
    "tan": re.compile(r"\btan(?:gent\b|(?![a-z]))"),
}


def _has_function(node: Node, name: str) -> bool:
    return any(part.op == name or (part.op == "fn" and part.args[0] == name) for part in walk(node))


def _value(node: Node) -> Node:
    """Return what an answer says of its unknown: 4 of `x = 4`, and 42 of `gcd(84, 126) = 42`."""
    if node.op == "noted":
        return _value(node.args[0])
    if node.op == "named":
        return _value(node.args[1])
    if node.op != "rel" or not set(node.args[0]) <= set(FLIPPED):
        return node
    sides: tuple[Node, ...] = node.args[1]
    if set(node.args[0]) != {"="}:
        ends = [side for side in sides if side.op != "sym"]
        return ends[0] if len(ends) == 1 else node
    if not symbols(node):
        return sides[-1]
    stated = [side for side in sides if _is_literal(side)]
    if stated:
        return stated[-1]
    if any(side.op in ("sym", "app") for side in sides):
        others = [side for side in sides if side.op not in ("sym", "app")]
        return others[-1] if others else node
    return sides[-1] if len(sides) > 2 else node


def _is_division_asked(mine: Node, theirs: Node, prompt: str) -> bool:
    """Whether 84/7 is answered where a prompt asks for 84/7 and the reference is 12."""
    mine, theirs = _value(mine), _value(theirs)
    if mine.op != "/" or _operations(mine) <= _operations(theirs) or not reducible(mine):
        return False
    used = _numbers(mine)
    if theirs.op == "num" and len(used) == 2 and used <= _written(prompt):
        return True
    return any(formula.op == "/" and used <= _numbers(formula) for formula in formulas(prompt))


def _is_literal(node: Node) -> bool:
    """Whether a node is a plain number, of which one fraction is the most that is left to do."""
    parts = list(walk(node))
    return all(part.op in _LITERALS for part in parts) and sum(part.op == "/" for part in parts) < 2


def _literals_of_prompt(mine: Node, theirs: Node, prompt: str) -> bool:
    """Whether a number is wanted, and an expression has only numbers of one formula asked for."""
    if not all(part.op in _LITERALS for part in walk(theirs)):
        return False
    if symbols(_closed(mine)) or _is_literal(mine):
        return False
    if mine.op == "set" and all(map(_is_literal, mine.args)):
        return False  # {3} is worked out, whatever the numbers of the prompt
    if scientific(mine) or has(mine, "const") or (has(theirs, "/") and not has(mine, "+")):
        return False
    used = _numbers(mine)
    if used and any(used <= _numbers(formula) for formula in formulas(prompt)):
        return True
    # 48 * 17 for trays of 48 rolls: the numbers of the prompt, joined and not worked out.
    joined = any(part.op in ("+", "*") for part in walk(mine))
    plain = joined and all(part.op in _JOINED for part in walk(mine))
    return plain and bool(used) and used <= _written(prompt)


def _numbers(node: Node) -> frozenset[str]:
    """Return the sizes of the numbers in an expression, but for 0 and 1, which change nothing."""
    found = {str(abs(part.args[0])) for part in walk(node) if part.op in ("num", "dec")}
    return frozenset(found - {"0", "1"})


def _plain_digits(node: Node) -> frozenset[str]:
    return frozenset(number for number in _numbers(node) if number.isdigit())


def _written(prompt: str) -> frozenset[str]:
    return frozenset(str(Fraction(one)) for one in _NUMBER.findall(_THOUSANDS.sub("", prompt)))


def _unspaced(text: str) -> str:
    return canonical(text).replace("*", "").replace("\\cdot", "").replace("\\times", "")


def _same_decimal(pred: str, gold: str, prompt: str) -> bool:
    r"""Whether 0.\overline{36} is repeated from a prompt whose reference is 4/11."""
    decimal = _braceless(pred)
    if _DECIMAL.search(gold) or not _DECIMAL.search(decimal):
        return False
    return bool(prompt) and decimal in _braceless(prompt)


def _braceless(text: str) -> str:
    return canonical(text).replace("{", "").replace("}", "")


def _leaves_sum(node: Node, wanted: Node) -> bool:
    """Whether a number is wanted, and a sum or product of numbers is left to be worked out.

    A product of powers is a factorisation, and `1.5 * 10^3` a number.
    """
    if not all(part.op in _LITERALS for part in walk(wanted)) or scientific(node):
        return False
    ops = {part.op for part in walk(node)}
    if not ops <= _ARITHMETIC or _is_mixed(node):
        return False
    if "+" in ops or ("/" in ops and "dec" in ops):
        return True
    # 2^3 * 5 is a factorisation, 3 * 2^10 a number; 1000 (1.1)^2 and 1/2 (4) (5)^2 are neither.
    return "*" in ops and ("^" not in ops or "dec" in ops or not _is_factorisation(node))


def _is_factorisation(node: Node) -> bool:
    """Whether a product has powers, and beside them one number or primes alone."""
    inner = node.args[0] if node.op == "neg" else node
    if inner.op != "*":
        return True
    beside = [part for part in inner.args if part.op != "^"]
    whole = all(part.op == "num" and part.args[0].denominator == 1 for part in beside)
    return len(beside) < 2 or (whole and all(is_prime(int(part.args[0])) for part in beside))


def _is_mixed(node: Node) -> bool:
    """Whether a node is a mixed number such as 2 1/2."""
    inner = node.args[0] if node.op == "neg" else node
    if inner.op != "+" or len(inner.args) != 2:
        return False
    whole, part = inner.args
    return bool(whole.op == "num" and part.op == "/")


def _is_undone(node: Node, wanted: Node) -> bool:
    """Whether a sum over an index, a remainder, a largest number, a sum of matrices is left so."""
    if _operations(node) <= _operations(wanted) or has(wanted, "binder", "fn"):
        return False
    if wanted.op == "matrix":
        return _joins_matrices(node)
    if symbols(_closed(node)):
        return False
    return any(
        (part.op == "binder" and part.args[0] in ("sum", "prod") and part.args[4] is not None)
        or (part.op == "fn" and part.args[0] in _COUNTED)
        for part in walk(node)
    )


def _joins_matrices(node: Node) -> bool:
    if node.op == "^":
        return has(node.args[0], "matrix")
    return node.op in ("+", "*") and sum(has(part, "matrix") for part in node.args) > 1


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
        return not _is_literal(node)
    closed = not has(node, "fn", "const")
    return closed and any(part.op in _WORK for part in walk(node))


def _operations(node: Node) -> int:
    return sum(part.op not in _PLAIN for part in walk(node))
