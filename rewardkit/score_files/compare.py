"""Comparison of two rewards on the same samples: order inside groups, advantages, cost."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from rewardkit.data.groups import group_keys
from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.engine.scoring import score
from rewardkit.rewards.base import Reward

_SHOWN = 20
# Of a larger group, so many members, evenly spaced, are compared in pairs.
_PAIRED = 400
_CLIP = 2000
# Values that differ by less, as a share of the range, are equal: rounding is no preference.
_EQUAL = 1e-9


@dataclass(frozen=True, slots=True)
class Flip:
    """Two completions of one group that the two rewards order differently.

    Attributes:
        preferred: The place of the completion that the first reward prefers.
        other: The place of the completion that the second reward prefers.
        by: The smaller of the two differences, each as a share of its reward's range.
    """

    group: str
    preferred: int
    other: int
    by: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """The comparison of two rewards.

    Attributes:
        first: The values of the first reward, None where it gave none.
        second: Those of the second.
        correlation: The mean of Kendall's tau-b over groups in which both have an order.
        ordered: The number of such groups.
        flips: Pairs that are ordered differently, the clearest first.
        pairs: The number of pairs that both order.
        signs_changed: Rows whose advantage (value less the mean of the group) changes its sign.
        seconds: The time that each spent on a row.
    """

    samples: Sequence[Sample]
    first: Sequence[float | None]
    second: Sequence[float | None]
    groups: int
    correlation: float | None
    ordered: int
    flips: Sequence[Flip]
    pairs: int
    signs_changed: int
    dead: tuple[int, int]
    seconds: tuple[float, float]
    failures: tuple[Mapping[str, str], Mapping[str, str]]

    @property
    def both(self) -> int:
        """The number of rows that have two values."""
        pairs = zip(self.first, self.second, strict=True)
        return sum(one is not None and two is not None for one, two in pairs)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data for JSON, with the completions of the clearest flips."""
        return {
            "rows": len(self.samples),
            "both": self.both,
            "groups": self.groups,
            "rank_correlation": self.correlation,
            "ordered_groups": self.ordered,
            "pairs": self.pairs,
            "flipped": len(self.flips),
            "signs_changed": self.signs_changed,
            "dead_groups": list(self.dead),
            "seconds": list(self.seconds),
            "failures": [dict(one) for one in self.failures],
            "flips": [self.shown(flip) for flip in self.flips[:_SHOWN]],
        }

    def shown(self, flip: Flip) -> dict[str, Any]:
        """Return a flip with its completions and values."""
        rows = {"first_prefers": flip.preferred, "second_prefers": flip.other}
        return {"group": flip.group, "by": flip.by} | {
            name: {
                "row": row,
                "id": self.samples[row].id,
                "first": self.first[row],
                "second": self.second[row],
                "completion": self.samples[row].text[:_CLIP],
            }
            for name, row in rows.items()
        }


def compare_rewards(
    first: Reward, second: Reward, samples: Sequence[Sample], **options: Any
) -> Comparison:
    """Score samples with two rewards and compare.

    Samples of one group compete; where no group has two members, all samples are one group.

    Args:
        first: A reward.
        second: Another.
        samples: The samples.
        **options: Those of `rewardkit.score`.
    """
    one, two = (score(reward, samples, **options) for reward in (first, second))
    values = [found.value for found in one], [found.value for found in two]
    groups: dict[Any, list[int]] = {}
    for row, key in enumerate(group_keys(samples)):
        groups.setdefault(key, []).append(row)
    if all(len(rows) == 1 for rows in groups.values()):
        groups = {("all", 0): list(range(len(samples)))}
    widths = _width(first), _width(second)
    flips: list[Flip] = []
    taus: list[float] = []
    pairs = changed = 0
    dead = [0, 0]
    for key, rows in groups.items():
        both = [row for row in rows if values[0][row] is not None and values[1][row] is not None]
        mine = [_scaled(values[0], both, widths[0]), _scaled(values[1], both, widths[1])]
        for place in (0, 1):
            dead[place] += len(both) > 1 and max(mine[place]) - min(mine[place]) <= _EQUAL
        step = math.ceil(len(both) / _PAIRED)
        both = both[::step] if step > 1 else both
        mine_of_pairs = [values_of[::step] if step > 1 else values_of for values_of in mine]
        order = list(_pairs(*mine_of_pairs))
        pairs += sum(bool(a and b) for _, _, a, b in order)
        for left, right, a, b in order:
            if a * b < 0:
                better, worse = (left, right) if a > 0 else (right, left)
                by = min(abs(a), abs(b))
                flips.append(Flip(str(key[1]), both[better], both[worse], by))
        tau = _tau([(a, b) for _, _, a, b in order])
        if tau is not None:
            taus.append(tau)
        changed += _changed_signs(*mine)
    return Comparison(
        samples=samples,
        first=values[0],
        second=values[1],
        groups=len(groups),
        correlation=math.fsum(taus) / len(taus) if taus else None,
        ordered=len(taus),
        flips=sorted(flips, key=lambda flip: -flip.by),
        pairs=pairs,
        signs_changed=changed,
        dead=(dead[0], dead[1]),
        seconds=(_mean_seconds(one), _mean_seconds(two)),
        failures=(_failures(one), _failures(two)),
    )


def _width(reward: Reward) -> float:
    width = reward.range.high - reward.range.low
    return width if math.isfinite(width) and width > 0 else 1.0


def _scaled(values: Sequence[float | None], rows: Sequence[int], width: float) -> list[float]:
    return [value / width for row in rows if (value := values[row]) is not None]


def _pairs(one: Sequence[float], two: Sequence[float]) -> Iterator[tuple[int, int, float, float]]:
    """Yield two places and the differences of both rewards; 0 for equal values."""
    for left, right in combinations(range(len(one)), 2):
        a, b = one[left] - one[right], two[left] - two[right]
        yield left, right, a if abs(a) > _EQUAL else 0.0, b if abs(b) > _EQUAL else 0.0


def _tau(differences: Sequence[tuple[float, float]]) -> float | None:
    """Return Kendall's tau-b; None where one reward ties all."""
    agree = sum((a > 0) - (a < 0) == (b > 0) - (b < 0) for a, b in differences if a and b)
    differ = sum(1 for a, b in differences if a and b) - agree
    first, second = (sum(1 for pair in differences if pair[place]) for place in (0, 1))
    return (agree - differ) / math.sqrt(first * second) if first and second else None


def _changed_signs(one: Sequence[float], two: Sequence[float]) -> int:
    if not one:
        return 0
    means = math.fsum(one) / len(one), math.fsum(two) / len(two)
    signs = [(_sign(a - means[0]), _sign(b - means[1])) for a, b in zip(one, two, strict=True)]
    return sum(a != b for a, b in signs)


def _sign(value: float) -> int:
    return 0 if abs(value) <= _EQUAL else 1 if value > 0 else -1


def _mean_seconds(found: Sequence[Breakdown]) -> float:
    return math.fsum(one.seconds for one in found) / len(found) if found else 0.0


def _failures(found: Sequence[Breakdown]) -> dict[str, str]:
    """Return the first detail of each reason of a row without a value."""
    told: dict[str, str] = {}
    for one in found:
        if one.value is None:
            told.setdefault(one.reason or one.status, one.detail)
    return told
