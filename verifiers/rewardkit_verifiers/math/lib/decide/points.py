"""The points at which expressions are compared."""

from __future__ import annotations

import random
import zlib

# Points of which some letters, or all, are negative.
NEGATIVE = frozenset((3, 5, 6))
# Letters that usually count something.
WHOLE = frozenset("nkmNKM")


def coordinate(name: str, point: int) -> float:
    """Return the value of a letter at a numbered point: the same in every process."""
    source = random.Random(zlib.crc32(f"{name}@{point}".encode()))
    low, high = ((1.1, 2.9), (0.12, 0.88), (2.1, 5.7), (-2.9, -0.2), (0.2, 3.3))[
        min(point, 3) if point in NEGATIVE else point % 5
    ]
    found = source.uniform(low, high)
    # At points 5 and 6 every other letter is positive: sqrt(x^2 y) is no x sqrt(y) for all x.
    return -found if point > 3 and point in NEGATIVE and ord(name[0]) % 2 == point % 2 else found
