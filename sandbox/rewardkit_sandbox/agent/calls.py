"""Load a Python program once and answer calls of its functions, by value."""

from __future__ import annotations

import dis
import os
import sys
import types
from typing import TYPE_CHECKING, Any

from rewardkit_sandbox.agent.child_protocol import Orders
from rewardkit_sandbox.agent.python import compile_program, fresh_main, guarded, text_of
from rewardkit_sandbox.agent.starter import Nodes, usual_names
from rewardkit_sandbox.protocol import values
from rewardkit_sandbox.protocol.bounds import MOST_ITEMS

if TYPE_CHECKING:
    import asyncio


def serve_calls(source: bytes, nonce: str, orders: Orders, *, awaits: bool) -> int:
    """Load the program once, then call its functions as asked and send the answers by value."""
    code, end = compile_program(source)
    module = fresh_main()
    if code is not None:
        # A module, not a script: the code below `if __name__ == "__main__"` is for people.
        module.__dict__["__name__"] = "solution"
        module.__dict__.update(usual_names(code))
        sys.modules["solution"] = module
        end = guarded(code, module, ends=False)
        if end["code"] == 0 and end["end"] == "exit":
            end = {"end": "loaded", "error": "", "code": 0}
    orders.tell({"nonce": nonce, **end})
    waited = Awaited() if awaits else None
    while True:
        order, _ = orders.read()
        if "stop" in order:
            return 0
        answer = call(module, order, waited)
        try:
            sys.stdout.flush()
        except BaseException:  # noqa: BLE001 - its output is not what is asked for here
            os.write(2, b"(standard output could not be flushed)\n")
        orders.tell({"nonce": order["nonce"], **answer})


def call(module: types.ModuleType, order: dict[str, Any], waited: Awaited | None) -> dict[str, Any]:
    """Make one call; return its answer, or the class of what it raised.

    A function that returns nothing by its form goes with its first argument as it is then.
    """
    try:
        function = find(module, order["call"])
        args, kwargs = values.decode(order["args"]), values.decode(order["kwargs"])
        if isinstance(function, type) and (steps := steps_of(order["call"], args)):
            return {"value": values.encode(replay(function, *steps, waited))}
        nodes = Nodes(function, module)
        args = nodes.given(args)
        answer = function(*args, **kwargs)
        if waited is not None:
            answer = waited.value(answer)
        elif isinstance(answer, types.CoroutineType):
            # Python's own comparison of it with a value fails, and so does this one.
            answer.close()
            return {"unsendable": "a coroutine, which nobody awaited"}
    except values.NotByValue as error:
        return {"unsendable": str(error)[:200]}
    except BaseException as error:  # noqa: BLE001 - SystemExit and its like are answers too
        return {"raised": type(error).__name__[:80], "detail": text_of(error)}
    try:
        if answer is None and args and returns_nothing(function):
            return {"value": None, "changed": [values.encode(nodes.answer(args[0]))]}
        return {"value": values.encode(nodes.answer(answer))}
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


def steps_of(name: str, args: list[Any]) -> tuple[list[str], list[Any]] | None:
    """Return the names and arguments of calls of one object, if a test has that shape.

    Tests of a class have it: `[["Stack", "push", "top"], [[], [3], []]]`.
    """
    if len(args) != 2 or not all(type(part) is list for part in args):
        return None
    names, given = args
    whole = len(names) == len(given) and names[:1] == [name.rpartition(".")[2]]
    fits = whole and all(type(one) is str for one in names)
    return (names, given) if fits and all(type(one) is list for one in given) else None


def replay(kind: type, names: list[str], given: list[Any], waited: Awaited | None) -> list[Any]:
    """Make an object and call its methods one by one; return None and what each returned."""
    made = kind(*given[0])
    found: list[Any] = [None]
    for name, args in zip(names[1:], given[1:], strict=True):
        answer = getattr(made, name)(*args)
        found.append(answer if waited is None else waited.value(answer))
    return found


class Awaited:
    """Waits for what asynchronous functions return, in one event loop for all calls.

    A lock or queue that a program makes once belongs to the loop that used it first.
    """

    def __init__(self) -> None:
        self._runner: asyncio.Runner | None = None

    def value(self, answer: Any) -> Any:
        """Return the result of a coroutine, the items of a generator, or else the answer."""
        if isinstance(answer, types.AsyncGeneratorType):
            answer = _items(answer)
        if not isinstance(answer, types.CoroutineType):
            return answer
        import asyncio  # costs a tenth of a second, which only programs that use it pay

        if self._runner is None:
            self._runner = asyncio.Runner()
        return self._runner.run(answer)


async def _items(generator: types.AsyncGeneratorType[Any, None]) -> list[Any]:
    found = []
    async for item in generator:
        found.append(item)
        if len(found) > MOST_ITEMS:
            raise values.NotByValue(f"a generator of more than {MOST_ITEMS} items")
    return found


def returns_nothing(function: Any) -> bool:
    """Whether a function says that it returns nothing: by `-> None`, or by having no `return x`.

    One that would return something, such as `return items.sort()`, only failed to.
    """
    function = getattr(function, "__func__", function)
    code = getattr(function, "__code__", None)
    if not isinstance(code, types.CodeType):
        return False
    notes = getattr(function, "__annotations__", {})
    if "return" in notes:
        return notes["return"] in (None, type(None), "None")
    before: Any = None
    for step in dis.get_instructions(code):
        if step.opname == "RETURN_CONST" and step.argval is not None:
            return False
        nothing = before is not None and before.opname == "LOAD_CONST" and before.argval is None
        if step.opname == "RETURN_VALUE" and not nothing:
            return False
        before = step
    return True
