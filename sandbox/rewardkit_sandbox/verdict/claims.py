"""Claims that a method of the tests makes by itself, such as `m.assert_called_with(3)`, changed.

A variant asks the same method for something that does not hold, so that a method which a
submission has put out of order is found out. `raise AssertionError` beside it would find nothing.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Callable

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
    if variant == "blunt":
        call.args, call.keywords = [nobody_returns(chance)], []
        return
    for number, arg in enumerate(call.args):
        if is_literal(arg) and (other := changed(arg, chance)) is not None:
            call.args[number] = other
            return
    for word in call.keywords:
        if is_literal(word.value) and (other := changed(word.value, chance)) is not None:
            word.value = other
            return
    call.args.append(nobody_returns(chance))


def _other_calls(call: ast.Call, variant: Variant, chance: random.Random) -> None:
    """Expect one more call, with what nobody gives."""
    words = [one for one in call.keywords if one.arg == "calls"]
    given = call.args[0] if call.args else words[0].value if words else ast.List([], ast.Load())
    more = ast.Tuple(
        [ast.Tuple([nobody_returns(chance)], ast.Load()), ast.Dict([], [])], ast.Load()
    )
    before = [] if variant == "blunt" else [ast.Starred(given, ast.Load())]
    made = ast.List([*before, more], ast.Load())
    call.args = [made, *call.args[1:]]
    call.keywords = [one for one in call.keywords if one.arg != "calls"]


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
