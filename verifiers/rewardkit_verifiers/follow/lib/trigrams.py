"""The sets of three characters in a row of a text, and bounds of how far two of them overlap."""

from __future__ import annotations

from dataclasses import dataclass

# A tuple is made faster than a string.
Trigram = tuple[str, str, str]


def trigrams(text: str) -> set[Trigram]:
    """Return each three characters in a row.

    Example:
        >>> sorted(trigrams("abab"))
        [('a', 'b', 'a'), ('b', 'a', 'b')]
    """
    return set(zip(text, text[1:], text[2:], strict=False))


@dataclass(frozen=True, slots=True)
class Overlap:
    """Bounds of how many trigrams a text has, and of how many of them are among some.

    Attributes:
        shared: The least and the most that are among some.
        total: The least and the most there are.
    """

    shared: tuple[int, int]
    total: tuple[int, int]

    @classmethod
    def of(cls, found: set[Trigram], wanted: set[Trigram]) -> Overlap:
        """Return the exact numbers of a set of trigrams."""
        shared = len(found & wanted)
        return cls((shared, shared), (len(found), len(found)))

    def of_part(self, left_out: int, lost: int) -> Overlap:
        """Return the bounds of a part of the text.

        A trigram of what is left out may stand in the part as well, or not.

        Args:
            left_out: How many trigrams what is left out has.
            lost: How many of them are among the wanted ones.

        Example:
            >>> Overlap.of(trigrams("abcdxyz"), trigrams("abc")).of_part(3, 1)
            Overlap(shared=(0, 1), total=(2, 5))
        """
        shared = self.shared[0] - lost, self.shared[1]
        return Overlap(shared, (self.total[0] - left_out, self.total[1]))

    def without(self, times: int) -> Overlap:
        """Return the bounds once a character is removed in so many places."""
        # Three trigrams hold it, and what stood on both sides of it makes two new ones.
        shared = self.shared[0] - 3 * times, self.shared[1] + 2 * times
        return Overlap(shared, (self.total[0] - 3 * times, self.total[1] + 2 * times))

    def may_be(self, least: float, most: float) -> bool:
        """Return False if the share is certainly not between two numbers.

        Example:
            >>> Overlap((1, 2), (4, 5)).may_be(0.5, 0.6), Overlap((1, 2), (4, 5)).may_be(0.6, 1)
            (True, False)
        """
        low = max(self.shared[0], 0) / max(self.total[1], 1)
        high = self.shared[1] / max(self.total[0], 1)
        return high >= least and low <= most
