"""The pay of sampled completions, and which of those that are paid are surely wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rewardkit.attack.accuse import Scale
from rewardkit.attack.honest import Honest, with_text
from rewardkit.attack.process import Scorer
from rewardkit.data.sample import Sample
from rewardkit.errors import InputError
from rewardkit.grpo.learn.wrong import other_rows, says_nothing, states
from rewardkit.rewards.base import Reward

_TINY = 1e-9
_CHECKED = 16


@dataclass(frozen=True, slots=True)
class Seen:
    """One sampled completion with its pay.

    Attributes:
        row: The place of its row.
        text: The completion.
        value: Its pay; None where the reward gave none.
        share: The part of the way to the honest pay, at most 1.
        kind: How it is known to be paid wrongly; empty where it is not.
        right: Whether the oracle calls it right.
    """

    row: int
    text: str
    value: float | None
    share: float
    kind: str = ""
    right: bool = False


@dataclass
class Judge:
    """The oracle beside the reward.

    Args:
        honest: The rows.
        scale: The pay of each row.
        scorer: Scores the reward in a process of its own.
        bound: The share that a completion without any answer may earn.
        oracle: A trusted reward; without one only what is surely wrong counts.
    """

    honest: Honest
    scale: Scale
    scorer: Scorer
    bound: float
    oracle: Reward | None = None
    _known: dict[tuple[int, str], str] = field(default_factory=dict, init=False)

    def see(self, rows: Sequence[int], texts: Sequence[str]) -> list[Seen]:
        """Score completions, and tell which of them are paid wrongly."""
        samples = [
            with_text(self.honest.rows[row].sample, text)
            for row, text in zip(rows, texts, strict=True)
        ]
        values = self._values(rows, texts, samples)
        trusted = self._trusted(samples)
        found = []
        self._left = _CHECKED
        for row, text, value, right in zip(rows, texts, values, trusted, strict=True):
            share = 0.0 if value is None else self._share(row, value)
            kind = "" if value is None else self._kind(row, text, value, share, right)
            if right is None:
                right = not kind and share >= 1 - _TINY and states(text, self.honest.rows[row])
            found.append(Seen(row, text, value, share, kind, right))
        return found

    def _values(
        self, rows: Sequence[int], texts: Sequence[str], samples: Sequence[Sample]
    ) -> list[float | None]:
        """Return the pay of each completion; equal ones are scored once."""
        keys = list(zip(rows, texts, strict=True))
        once = dict(zip(keys, samples, strict=True))
        shots = dict(zip(once, self.scorer.score(list(once.values())), strict=True))
        return [shots[key].value for key in keys]

    def _trusted(self, samples: Sequence[Sample]) -> list[bool | None]:
        if self.oracle is None:
            return [None] * len(samples)
        span = self.oracle.range
        if not span.bounded:
            raise InputError(f"the oracle {self.oracle.name!r} has no bounded range")
        middle = (span.low + span.high) / 2
        found = self.oracle.score_many(samples, cache=None)
        return [None if one.value is None else one.value >= middle for one in found]

    def _share(self, row: int, value: float) -> float:
        share = self.scale.share(row, value)
        if share is None:
            # Nothing that was tried on this row is paid more or less than the honest reply.
            top = self.scale.tops[row]
            return float(top is not None and value >= top - _TINY)
        return max(0.0, min(1.0, share))

    def _kind(self, row: int, text: str, value: float, share: float, right: bool | None) -> str:
        its = self.honest.rows[row]
        if not its.answer or self.honest.values[row] is None:
            return ""
        full = share >= 1 - _TINY
        if right is not None:
            return "oracle" if full and not right else ""
        if full and not states(text, its):
            return "absent"
        if full and self._two_truths(row, text):
            return "two_truths"
        free = share > self.bound + _TINY and not self.scale.graded
        return "free_pay" if free and not states(text, its) and says_nothing(text, its) else ""

    def _two_truths(self, row: int, text: str) -> bool:
        """Return True if a completion is paid in full on another row, whose reference differs."""
        key = row, text
        if key not in self._known:
            if self._left <= 0:
                return False
            self._left -= 1
            others = other_rows(self.honest, row)
            shots = self.scorer.score([with_text(one.sample, text) for one in others])
            places = {id(one): at for at, one in enumerate(self.honest.rows)}
            paid = [
                shot.value is not None and self._share(places[id(one)], shot.value) >= 1 - _TINY
                for one, shot in zip(others, shots, strict=True)
            ]
            self._known[key] = "two_truths" if any(paid) else ""
        return bool(self._known[key])

    _left: int = field(default=_CHECKED, init=False)


def lowered(found: Sequence[Seen], group: int) -> list[float]:
    """Return the pay to learn from: a completion without a number gets the mean of its group."""
    pay: list[float] = []
    for at in range(0, len(found), group):
        some = found[at : at + group]
        known = [one.value for one in some if one.value is not None]
        mean = sum(known) / len(known) if known else 0.0
        pay += [mean if one.value is None else one.value for one in some]
    return pay


def commonest(found: Sequence[Seen]) -> Seen | None:
    """Return the wrong completion that is paid most often, the shortest where several are."""
    counts: Mapping[str, int] = {
        one.text: sum(other.text == one.text for other in found if other.kind)
        for one in found
        if one.kind
    }
    wrong = [one for one in found if one.kind]
    return max(wrong, key=lambda one: (counts[one.text], -len(one.text)), default=None)
