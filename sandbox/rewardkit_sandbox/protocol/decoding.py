"""The reader of values that `encode` wrote: linear in their length, whoever wrote them."""

from __future__ import annotations

import collections
from collections.abc import Callable
from typing import Any

from rewardkit_sandbox.protocol.bounds import (
    DEEPEST,
    MOST_BITS_BESIDE_DECIMALS,
    MOST_DIGITS,
    NotByValue,
    bounded,
    excess,
    spread,
)
from rewardkit_sandbox.protocol.kinds import VIEWS, Items

_SCALARS = {int, float, str, bool, type(None)}
_LONGEST_NUMBER = 64


def decode(data: Any) -> Any:
    """Return the value that `encode` made this data from.

    Raises:
        NotByValue: The data is not what `encode` makes, or more than a value may hold.

    Example:
        >>> decode({"$set": [1, 2]})
        {1, 2}
    """
    if type(data) in _SCALARS:
        return data
    if found := excess(data):
        raise NotByValue(found)
    try:
        return _Reader().read(data, 0)
    except RecursionError:  # the caller may be deep in calls of its own
        raise NotByValue("nested too deeply to be read here") from None


class _Reader:
    """Reads one value; knows what else was in it, for what must not stand side by side."""

    def __init__(self) -> None:
        self._long = self._decimal = False

    def read(self, data: Any, depth: int) -> Any:
        """Return the value of some data."""
        if depth > DEEPEST:
            raise NotByValue(f"nested more than {DEEPEST} deep")
        if isinstance(data, list):
            return self.items(data, depth)
        if not isinstance(data, dict):
            return data
        if len(data) == 1:
            ((tag, body),) = data.items()
            if tag in _DECODERS:
                try:
                    return _DECODERS[tag](self, body, depth)
                except NotByValue:
                    raise
                except (TypeError, ValueError, ArithmeticError, LookupError) as error:
                    raise NotByValue(f"{tag}: {error}") from None
        if any(key[:1] == "$" for key in data):
            raise NotByValue("a key that begins with $")
        found = {}
        for key, item in data.items():
            found[key] = item if type(item) in _SCALARS else self.read(item, depth + 1)
        return found

    def items(self, body: Any, depth: int) -> list[Any]:
        """Return the items of a list."""
        if not isinstance(body, list):
            raise NotByValue("expected a list")
        if set(map(type, body)) <= _SCALARS:
            return body.copy()
        found = []
        for item in body:  # no comprehension: a frame a level is what a deep caller has to spare
            found.append(item if type(item) in _SCALARS else self.read(item, depth + 1))  # noqa: PERF401
        return found

    def integer(self, body: Any) -> int:
        """Return an integer that was too long for plain JSON."""
        number = int(str(body), 16)
        if number.bit_length() > MOST_BITS_BESIDE_DECIMALS:
            self._long = True
            self._beside()
        return number

    def decimal(self, body: Any) -> Any:
        """Return a Decimal."""
        from decimal import Decimal

        text = str(body)
        if len(text) > MOST_DIGITS:
            raise NotByValue(f"a Decimal of more than {MOST_DIGITS} digits")
        self._decimal = True
        self._beside()
        return Decimal(text)

    def _beside(self) -> None:
        if self._long and self._decimal:
            most = MOST_BITS_BESIDE_DECIMALS
            raise NotByValue(f"a Decimal beside an integer of more than {most} bits")

    def fraction(self, body: Any, depth: int) -> Any:
        """Return a fraction as it was sent: to reduce it would take quadratic time.

        One that a program forged without reducing it equals no fraction but itself.
        """
        from fractions import Fraction

        numerator, denominator = self.items(body, depth)
        if type(numerator) is not int or type(denominator) is not int or denominator <= 0:
            raise NotByValue("$fraction: two integers, the second positive")
        made = Fraction(0)
        made._numerator, made._denominator = numerator, denominator  # type: ignore[attr-defined]
        return made

    def pairs(self, body: Any, depth: int) -> dict[Any, Any]:
        """Return a dict that was sent as a list of pairs."""
        pairs = self.items(body, depth)
        spread([key for key, _ in pairs])
        return dict(pairs)


def _number(text: Any) -> float:
    if len(str(text)) > _LONGEST_NUMBER:
        raise NotByValue("a float of more than 64 characters")
    return float(str(text))


def _view(tag: str) -> Callable[[_Reader, Any, int], Any]:
    def made(reader: _Reader, body: Any, depth: int) -> Any:
        if tag == "$values":
            return dict(enumerate(reader.items(body, depth))).values()
        if tag == "$keys":
            return dict.fromkeys(spread(reader.items(body, depth))).keys()
        return reader.pairs(body, depth).items()

    return made


def _moment(kind: str) -> Callable[[_Reader, Any, int], Any]:
    def made(_: _Reader, body: Any, __: int) -> Any:
        import datetime

        if kind == "timedelta":
            return datetime.timedelta(*(int(part) for part in body))
        return getattr(datetime, kind).fromisoformat(str(body)[:64])

    return made


_DECODERS: dict[str, Callable[[_Reader, Any, int], Any]] = {
    "$int": lambda reader, body, _: reader.integer(body),
    "$float": lambda _, body, __: _number(body),
    "$complex": lambda _, body, __: complex(_number(body[0]), _number(body[1])),
    "$bytes": lambda _, body, __: bytes.fromhex(str(body)),
    "$tuple": lambda reader, body, depth: tuple(reader.items(body, depth)),
    "$set": lambda reader, body, depth: set(spread(reader.items(body, depth))),
    "$frozenset": lambda reader, body, depth: frozenset(spread(reader.items(body, depth))),
    "$dict": _Reader.pairs,
    "$decimal": lambda reader, body, _: reader.decimal(body),
    "$fraction": _Reader.fraction,
    "$range": lambda reader, body, depth: bounded(range(*reader.items(body, depth))),
    "$iter": lambda reader, body, depth: Items(reader.items(body, depth)),
    "$deque": lambda reader, body, depth: collections.deque(reader.items(body[0], depth), body[1]),
    **{tag: _view(tag) for _, tag in VIEWS},
    **{f"${kind}": _moment(kind) for kind in ("date", "datetime", "time", "timedelta")},
}
