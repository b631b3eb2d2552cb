"""Claims that a method of the tests makes by itself, such as `m.assert_called_with(3)`, changed.

A variant asks the same method for something that does not hold, so that a method which a
submission has put out of order is found out. `raise AssertionError` beside it would find nothing.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Callable
from typing import Any

from rewardkit_sandbox.verdict.forms import Variant
from rewardkit_sandbox.verdict.literals import is_literal
from rewardkit_sandbox.verdict.mutants import changed, nobody_returns
from rewardkit_sandbox.verdict.reach import last_name

_TURNED = {
    "assert_not_called": "assert_called",
    "assert_called": "assert_not_called",
    "assert_called_once": "assert_not_called",
    "assert_not_awaited": "assert_awaited",
    "assert_awaited": "assert_not_awaited",
    "assert_awaited_once": "assert_not_awaited",
}
_WITH = (
    "assert_called_with", "assert_called_once_with", "assert_any_call", "assert_awaited_with",
    "assert_awaited_once_with", "assert_any_await",
)  # fmt: skip
_HAS = ("assert_has_calls", "assert_has_awaits")
_NO_MATCH = "(?!)"
# What the second argument of a method becomes, so that it holds of nothing.
_SECOND: dict[str, str] = {
    "assertIsInstance": "__rk__.Other",
    "assertNotIsInstance": "object",
    "assertRegex": repr(_NO_MATCH),
    "assertNotRegex": "''",
    "assertGreater": "__rk__.Other",
    "assertGreaterEqual": "__rk__.Other",
    "assertLess": "__rk__.Other",
    "assertLessEqual": "__rk__.Other",
    "assertIn": "()",
    "assertIs": "__rk__.Other",
}
_FIRST = {"assertTrue": "__rk__.no({})", "assertFalse": "not __rk__.no({})"}
WARNING = ("warns", "assertWarns", "assertWarnsRegex")
LOGGING = ("assertLogs",)
_WARNINGS = ("BytesWarning", "UnicodeWarning", "ImportWarning", "EncodingWarning")


def falsify(call: ast.Call, variant: Variant, chance: random.Random) -> bool:
    """Make a claim of a known method false, in place; return whether it is one.

    Example:
        >>> call = ast.parse("m.assert_called_with(3, k=x)", mode="eval").body
        >>> falsify(call, "blunt", random.Random(1)) and "k=x" in ast.unparse(call)
        False
    """
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if any(isinstance(arg, ast.Starred) for arg in call.args):
        return False
    change = _CHANGES.get(name)
    if change is not None:
        change(call, variant, chance)
    return change is not None


def _turn(call: ast.Call, variant: Variant, chance: random.Random) -> None:
    if isinstance(call.func, ast.Attribute):
        call.func.attr = _TURNED[call.func.attr]


def _other_arguments(call: ast.Call, variant: Variant, chance: random.Random) -> None:
    if not _changed_arguments(call, variant, chance):
        call.args.append(nobody_returns(chance))


def _changed_arguments(call: ast.Call, variant: Variant, chance: random.Random) -> bool:
    """Change one literal among the arguments, or all of them; return whether there is one.

    Their number stays, so that an argument that equals everything is found out.
    """
    places: list[tuple[Any, Any, ast.expr]] = [
        *((call.args, at, arg) for at, arg in enumerate(call.args)),
        *((vars(word), "value", word.value) for word in call.keywords if word.arg),
    ]
    if variant == "blunt":
        for holder, at, _ in places:
            holder[at] = nobody_returns(chance)
        return bool(places)
    for holder, at, arg in places:
        if is_literal(arg) and (other := changed(arg, chance)) is not None:
            holder[at] = other
            return True
    return False


def _other_calls(call: ast.Call, variant: Variant, chance: random.Random) -> None:
    """Expect other calls than these, or one more, with what nobody gives."""
    words = [one for one in call.keywords if one.arg == "calls"]
    given = call.args[0] if call.args else words[0].value if words else ast.List([], ast.Load())
    for one in given.elts if isinstance(given, (ast.List, ast.Tuple)) else ():
        if isinstance(one, ast.Call) and _is_call(one) and _changed_arguments(one, variant, chance):
            return
    more = ast.Tuple(
        [ast.Tuple([nobody_returns(chance)], ast.Load()), ast.Dict([], [])], ast.Load()
    )
    before = [] if variant == "blunt" else [ast.Starred(given, ast.Load())]
    call.args = [ast.List([*before, more], ast.Load()), *call.args[1:]]
    call.keywords = [one for one in call.keywords if one.arg != "calls"]


def plain_calls(node: ast.expr) -> bool:
    """Return whether an expression is a list of calls of a mock with literals: each one matters.

    Example:
        >>> node = ast.parse("[call(1), mock.call.push(k=2)], [call(f(1))]", mode="eval").body
        >>> [plain_calls(one) for one in node.elts]
        [True, False]
    """
    parts = node.elts if isinstance(node, (ast.List, ast.Tuple)) else [node]
    return bool(parts) and all(
        isinstance(one, ast.Call)
        and _is_call(one)
        and all(map(is_literal, (*one.args, *(word.value for word in one.keywords))))
        for one in parts
    )


def _is_call(node: ast.Call) -> bool:
    """Whether this is `call(...)` or `mock.call.name(...)`, without unpacked arguments."""
    starred = any(isinstance(arg, ast.Starred) for arg in node.args)
    return not starred and "call" in ast.unparse(node.func).split(".")


def _other_second(call: ast.Call, variant: Variant, chance: random.Random) -> None:
    name = last_name(call.func)
    words = [one for one in call.keywords if one.arg == "msg"]
    other = ast.parse(_SECOND[name], mode="eval").body
    first = call.args[0] if call.args else ast.Constant(None)
    call.args, call.keywords = [first, other], words


def _other_first(call: ast.Call, variant: Variant, chance: random.Random) -> None:
    first = ast.unparse(call.args[0]) if call.args else "None"
    made = _FIRST[last_name(call.func)].format(first)
    call.args[:1] = [ast.parse(made, mode="eval").body]


_CHANGES: dict[str, Callable[[ast.Call, Variant, random.Random], None]] = {
    **dict.fromkeys(_TURNED, _turn),
    **dict.fromkeys(_WITH, _other_arguments),
    **dict.fromkeys(_HAS, _other_calls),
    **dict.fromkeys(_SECOND, _other_second),
    **dict.fromkeys(_FIRST, _other_first),
}


def other_warning(call: ast.Call, variant: Variant, chance: random.Random) -> None:
    """Make a block that is to warn or to log claim another warning or logger, in place."""
    name = last_name(call.func)
    given = ast.unparse(call.args[0]) if call.args else ""
    if name in LOGGING:
        other: ast.expr = ast.Constant(chance.choice(("zebra.7b", "north.q", "alpha.zz")))
    elif variant == "blunt":
        other = ast.parse("__rk__.OtherWarning", mode="eval").body
    else:
        known = [one for one in _WARNINGS if one not in given]
        other = ast.Name(chance.choice(known), ast.Load())
    call.args[:1] = [other]
    call.keywords = [
        one for one in call.keywords if one.arg not in ("expected_warning", "logger", "category")
    ]
