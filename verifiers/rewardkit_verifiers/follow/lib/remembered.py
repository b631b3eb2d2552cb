"""Values that are made as they are asked for, each once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Remembered(Generic[Value]):
    """The values of an iterator, which can be gone through more than once.

    Example:
        >>> squares = Remembered(n * n for n in range(3))
        >>> next(iter(squares)), list(squares), list(squares)
        (0, [0, 1, 4], [0, 1, 4])
    """

    def __init__(self, source: Iterator[Value]) -> None:
        self._source = source
        self._known: list[Value] = []

    def __iter__(self) -> Iterator[Value]:
        place = 0
        while True:
            while place < len(self._known):
                yield self._known[place]
                place += 1
            try:
                self._known.append(next(self._source))
            except StopIteration:
                return
