"""Load a Python program once and answer calls of its functions, by value."""

from __future__ import annotations

import os
import sys
import types
from typing import Any

from rewardkit_sandbox.agent.child_protocol import Orders
from rewardkit_sandbox.agent.python import compile_program, fresh_main, guarded, text_of
from rewardkit_sandbox.protocol import values


def serve_calls(source: bytes, nonce: str, orders: Orders) -> int:
    """Load the program once, then call its functions as asked and send the answers by value."""
    code, end = compile_program(source)
    module = fresh_main()
    if code is not None:
        # A module, not a script: the code below `if __name__ == "__main__"` is for people.
        module.__dict__["__name__"] = "solution"
        sys.modules["solution"] = module
        end = guarded(code, module, ends=False)
        if end["code"] == 0 and end["end"] == "exit":
            end = {"end": "loaded", "error": "", "code": 0}
    orders.tell({"nonce": nonce, **end})
    kept: list[Any] = []
    while True:
        order, _ = orders.read()
        if "stop" in order:
            return 0
        answer = call(module, order, kept)
        try:
            sys.stdout.flush()
        except BaseException:  # noqa: BLE001 - its output is not what is asked for here
            os.write(2, b"(standard output could not be flushed)\n")
        orders.tell({"nonce": order["nonce"], **answer})


def call(module: types.ModuleType, order: dict[str, Any], kept: list[Any]) -> dict[str, Any]:
    """Make one call; return its answer, or the class of what it raised.

    With `keep`, an answer that is no plain value stays here, and a number is sent in its place.
    """
    keep = "keep" in order
    try:
        function = find(module, order["call"], kept)
        if "get" in order:
            answer, args = function, []
        else:
            args = [_back(arg, kept) for arg in values.decode(order["args"])]
            kwargs = {key: _back(arg, kept) for key, arg in values.decode(order["kwargs"]).items()}
            answer = function(*args, **kwargs)
    except BaseException as error:  # noqa: BLE001 - SystemExit and its like are answers too
        return {"raised": type(error).__name__[:80], "detail": text_of(error)}
    try:
        if keep and isinstance(function, type) and "get" not in order:
            return {"value": _kept(answer, kept)}
        if keep and answer is None and (changed := _changed(args, order.get("args"))):
            return {"value": {"$after": changed}}
        return {"value": values.encode(answer)}
    except values.NotByValue as error:
        if keep and not hasattr(type(answer), "__next__"):
            return {"value": _kept(answer, kept)}
        return {"unsendable": str(error)[:200]}
    except BaseException as error:  # noqa: BLE001 - methods of the answer are the program's code
        return {"unsendable": f"{type(error).__name__} while its value was read"}


def _back(value: Any, kept: list[Any]) -> Any:
    return kept[value.number] if type(value) is values.Ref else value


def _kept(answer: Any, kept: list[Any]) -> dict[str, Any]:
    number = next((n for n, one in enumerate(kept) if one is answer), len(kept))
    if number == len(kept):
        kept.append(answer)
    return values.encode(values.Ref(number, type(answer).__name__))  # type: ignore[no-any-return]


def _changed(args: list[Any], before: Any) -> list[Any]:
    """The arguments as they are now, or nothing if they are as they were."""
    if not any(isinstance(arg, (list, dict, set, bytearray)) for arg in args):
        return []
    after = [
        values.encode(arg if isinstance(arg, (list, dict, set, bytearray)) else None)
        for arg in args
    ]
    same = all(
        arg is None or one == other for arg, one, other in zip(args, after, before, strict=True)
    )
    return [] if same else after


def find(module: types.ModuleType, name: str, kept: list[Any]) -> Any:
    """Return a function of the program.

    `Class.method` or `Class().method` belongs to a new object of the class, `@3.method` to what was kept as 3.
    """
    first, *rest = name.replace("()", "").split(".")
    if first[:1] == "@":
        found = kept[int(first[1:])]
        for part in rest:
            found = getattr(found, part)
        return found
    solution = module.__dict__.get("Solution")
    own = isinstance(solution, type) and first in vars(solution)
    if not rest and solution is not None and (own or first not in module.__dict__):
        # Also where a star import or a function of the same name is there: the class was asked for.
        first, rest = "Solution", [first]
    found = module.__dict__[first]
    for part in rest:
        found = getattr(found() if isinstance(found, type) else found, part)
    return found
