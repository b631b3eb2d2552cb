"""Conditions under which a test fails itself, written as the assertions that they are.

`if f(1) != 2: pytest.fail("no")` becomes `assert f(1) == 2, "no"`, so that 2 stays with the judge.
"""

from __future__ import annotations

import ast

from rewardkit_sandbox.verdict.forms import caught_in
from rewardkit_sandbox.verdict.reach import last_name

_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_OWNERS = ("self", "cls", "pytest")


def as_assertions(tree: ast.Module) -> None:
    """Replace `if` statements that do nothing but fail by assertions, in place.

    What a test catches itself is left alone, since another exception would be caught.

    Example:
        >>> tree = ast.parse("if a != b or not c: raise AssertionError('x')")
        >>> as_assertions(tree)
        >>> ast.unparse(tree)
        "assert a == b and c, 'x'"
    """
    caught = caught_in(tree)
    for node in ast.walk(tree):
        for name, body in ast.iter_fields(node):
            if name in ("body", "orelse", "finalbody") and isinstance(body, list):
                body[:] = [new for one in body for new in _written(one, caught)]


def _written(node: ast.stmt, caught: set[int]) -> list[ast.stmt]:
    if not isinstance(node, ast.If) or id(node) in caught or len(node.body) != 1:
        return [node]
    failing, message = _fails(node.body[0])
    if not failing:
        return [node]
    made = ast.copy_location(ast.Assert(_opposite(node.test), message), node)
    rest = [new for one in node.orelse for new in _written(one, caught)]
    return [made, *rest]


def _fails(node: ast.stmt) -> tuple[bool, ast.expr | None]:
    """Return whether a statement only fails the test, and what it says then."""
    if isinstance(node, ast.Assert):
        return isinstance(node.test, ast.Constant) and not node.test.value, node.msg
    if isinstance(node, ast.Raise) and node.exc is not None:
        raised = node.exc
        args = raised.args if isinstance(raised, ast.Call) else []
        kind = raised.func if isinstance(raised, ast.Call) else raised
        return last_name(kind) == "AssertionError", args[0] if len(args) == 1 else None
    call = node.value if isinstance(node, ast.Expr) else None
    if not isinstance(call, ast.Call) or last_name(call.func) != "fail":
        return False, None
    owner = getattr(getattr(call.func, "value", None), "id", "")
    known = isinstance(call.func, ast.Name) or owner in _OWNERS
    return known, call.args[0] if len(call.args) == 1 else None


def _opposite(test: ast.expr) -> ast.expr:
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and type(test.ops[0]) in _OPPOSITE:
        return ast.Compare(test.left, [_OPPOSITE[type(test.ops[0])]()], test.comparators)
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
        return ast.BoolOp(ast.And(), [_opposite(one) for one in test.values])
    return ast.UnaryOp(ast.Not(), test)
