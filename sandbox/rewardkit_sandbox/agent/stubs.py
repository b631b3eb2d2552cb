"""What stands for the submission in the process of the trusted tests: stubs that ask for it.

Functions and classes are asked for by name. An object that is no plain value stays with the
submission, and the tests get a proxy for it.
"""

from __future__ import annotations

import builtins
import sys
from typing import Any

from rewardkit_sandbox.agent.child_protocol import Orders
from rewardkit_sandbox.protocol import values


class SubmissionFailed(Exception):
    """The submission raised an exception that has no harmless twin here."""


class NoValue(BaseException):
    """A call came back with what is no value. No `except Exception` of a test may excuse that."""


class SubmissionGone(BaseException):
    """The submission ended, or took too long: there is nobody to ask any more."""


class CannotAsk(BaseException):
    """A test passes an argument that cannot be sent: it is the test that cannot be used."""


class Asker:
    """Asks the submission, which is elsewhere, and gives its answers as plain values."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self.exceptions: dict[str, type[Exception]] = {}
        self.refused = ""

    def ask(self, name: str, args: Any = (), kwargs: Any = None, **more: Any) -> Any:
        """Return the answer of one call, or raise what it raised."""
        try:
            ask = {
                "call": name,
                "args": [values.encode(as_sent(arg)) for arg in args],
                "kwargs": {key: values.encode(as_sent(v)) for key, v in (kwargs or {}).items()},
            }
        except values.NotByValue as error:
            self.refused = f"CannotAsk: an argument of {name}: {error}"
            raise CannotAsk(self.refused) from None
        self._orders.tell({"ask": {**ask, **more}})
        answer, _ = self._orders.read()
        if answer.get("stdout") and sys.stdout is not sys.__stdout__:  # a test wants to see it
            sys.stdout.write(answer["stdout"])
        if "value" in answer:
            return self._as_seen(values.decode(answer["value"]), args)
        raise self._raised(answer)

    def _as_seen(self, value: Any, args: Any) -> Any:
        """The value as the tests see it."""
        if type(value) is values.Items:
            return iter(value)
        if type(value) is values.Ref:
            return Proxy(value.number, self)
        if type(value) is values.After:
            for before, after in zip(args, value, strict=False):
                change(before, after)
            return None
        return value

    def _raised(self, answer: dict[str, Any]) -> BaseException:
        """Return an exception that means what became of a call.

        Only plain errors keep their class. One that a test framework gives a meaning to, or that
        ends a process, must not get out of the submission into the tests.
        """
        name, detail = str(answer.get("error", "")), str(answer.get("detail", ""))
        detail = detail.removeprefix(f"{name}: ")
        if answer.get("end") == "failed":
            return NoValue(detail)
        if answer.get("end") != "raised":
            return SubmissionGone(detail)
        kind = self.exceptions.get(name) or getattr(builtins, name, None)
        if not isinstance(kind, type) or not issubclass(kind, BaseException):
            return SubmissionFailed(f"{name}: {detail}")
        if not issubclass(kind, Exception):
            return SubmissionGone(f"{name}: {detail}")
        if kind in (StopIteration, StopAsyncIteration):
            return SubmissionFailed(f"{name}: {detail}")
        try:
            return kind(detail)
        except TypeError:  # UnicodeDecodeError and its like want more than a message
            return SubmissionFailed(f"{name}: {detail}")


def as_sent(value: Any) -> Any:
    """An argument as it goes out: an object of the submission's own goes back as its number."""
    return values.Ref(value._number) if type(value) in (Proxy, Made) else value


def change(before: Any, after: Any) -> None:
    """Make an argument in place what the submission made of it."""
    if isinstance(before, (list, bytearray)):
        before[:] = after
    elif isinstance(before, (dict, set)):
        before.clear()
        before.update(after)


class Stub:
    """Stands for one function of the submission."""

    def __init__(self, name: str, asker: Asker) -> None:
        self.__name__ = name.rpartition(".")[2]
        self._name = name
        self._asker = asker

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Ask the submission and return its answer, or raise what it raised."""
        return self._asker.ask(self._name, args, kwargs)


class StubClass:
    """Stands for a class of the submission: makes objects, and has methods of its own."""

    def __init__(self, name: str, asker: Asker) -> None:
        self._stub_name = name
        self._asker = asker

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Have the submission make an object, which stays there."""
        made = self._asker.ask(self._stub_name, args, kwargs)
        return Made(made._number, self._asker) if type(made) is Proxy else made

    def __getattr__(self, method: str) -> Stub:
        """Return the stub of a method."""
        return Stub(f"{self._stub_name}.{method}", self._asker)


class Proxy:
    """Stands for an object that stays with the submission.

    Its attributes and methods are asked for, and what they answer comes by value. It has no
    arithmetic and no comparison of its own making, which would let it pass for any value.
    """

    def __init__(self, number: int, asker: Asker) -> None:
        self._number = number
        self._asker = asker

    def __getattr__(self, name: str) -> Any:
        """Ask for an attribute."""
        if name.startswith("__"):
            raise AttributeError(name)
        return self._asker.ask(f"@{self._number}.{name}", get=True)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it."""
        return self._asker.ask(f"@{self._number}", args, kwargs)

    def __eq__(self, other: object) -> bool:
        """Whether both stand for the same object."""
        return isinstance(other, Proxy) and other._number == self._number

    def __hash__(self) -> int:
        return hash((Proxy, self._number))


class Made(Proxy):
    """An object that a test made itself: it may have a length, items and a text."""

    def __len__(self) -> int:
        return self._size(self._asker.ask(f"@{self._number}.__len__"))

    def __bool__(self) -> bool:
        return True

    def _size(self, size: Any) -> int:
        return size if type(size) is int else -1  # which `len` refuses

    def __getitem__(self, key: Any) -> Any:
        return self._asker.ask(f"@{self._number}.__getitem__", (key,))

    def __setitem__(self, key: Any, value: Any) -> None:
        self._asker.ask(f"@{self._number}.__setitem__", (key, value))

    def __contains__(self, item: Any) -> bool:
        return self._asker.ask(f"@{self._number}.__contains__", (item,)) is True

    def __iter__(self) -> Any:
        return iter(self._asker.ask(f"@{self._number}.__iter__"))

    def __str__(self) -> str:
        return str(self._asker.ask(f"@{self._number}.__str__"))

    def __repr__(self) -> str:
        return str(self._asker.ask(f"@{self._number}.__repr__"))
