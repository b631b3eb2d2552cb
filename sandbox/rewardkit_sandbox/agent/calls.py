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
    while True:
        order, _ = orders.read()
        if "stop" in order:
            return 0
        answer = call(module, order)
        try:
            sys.stdout.flush()
        except BaseException:  # noqa: BLE001 - its output is not what is asked for here
            os.write(2, b"(standard output could not be flushed)\n")
        orders.tell({"nonce": order["nonce"], **answer})


def call(module: types.ModuleType, order: dict[str, Any]) -> dict[str, Any]:
    """Make one call; return its answer, or the class of what it raised."""
    try:
        function = find(module, order["call"])
        answer = function(*values.decode(order["args"]), **values.decode(order["kwargs"]))
    except BaseException as error:  # noqa: BLE001 - SystemExit and its like are answers too
        return {"raised": type(error).__name__[:80], "detail": text_of(error)}
    try:
        return {"value": values.encode(answer)}
    except values.NotByValue as error:
        return {"unsendable": str(error)[:200]}
    except BaseException as error:  # noqa: BLE001 - methods of the answer are the program's code
        return {"unsendable": f"{type(error).__name__} while its value was read"}


def find(module: types.ModuleType, name: str) -> Any:
    """Return a function of the program.

    `Class.method`, or `Class().method`, belongs to a new object of the class.
    """
    first, *rest = name.replace("()", "").split(".")
    solution = module.__dict__.get("Solution")
    own = isinstance(solution, type) and first in vars(solution)
    if not rest and solution is not None and (own or first not in module.__dict__):
        # Also where a star import or a function of the same name is there: the class was asked for.
        first, rest = "Solution", [first]
    found = module.__dict__[first]
    for part in rest:
        found = getattr(found() if isinstance(found, type) else found, part)
    return found
