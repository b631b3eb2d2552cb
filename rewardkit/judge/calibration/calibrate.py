"""Calibration of a judge: its scores compared with human labels."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import combinations
from typing import Any

from rewardkit.data.labels import number_of
from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.errors import InputError, closest
from rewardkit.judge.calibration import stats
from rewardkit.judge.prompt.question import take
from rewardkit.judge.verdict.votes import effective_votes
from rewardkit.rewards.base import Reward

DRAWS = 1000
_EXCERPT = 80


@dataclass(frozen=True, slots=True)
class Rated:
    """One labelled sample with the judge's score.

    Attributes:
        value: The score, its range mapped onto 0 to 1.
        label: The human label, mapped the same way.
        good: Whether the human label is positive.
        length: Characters of the completion.
        group: The key of its prompt.
        excerpt: The beginning of the completion.
    """

    id: str
    value: float
    label: float
    good: bool
    length: int
    group: str
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its bootstrap interval; None where it is undefined."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(slots=True)
class Calibration:
    """The result of a comparison with labels.

    Attributes:
        reward: Name of the reward.
        fingerprint: The fingerprint of the reward.
        samples: The number of labelled samples.
        failed: The number of samples without a value, by reason; they are in no estimate.
        threshold: From which score on a sample counts as accepted, in 0 to 1.
        estimates: Each measure with its interval.
        reliability: Mean score, share of good samples, count, by bins of the score.
        worst: The samples with the largest difference of score and label.
    """

    reward: str
    fingerprint: str
    samples: int
    failed: dict[str, int]
    threshold: float
    estimates: dict[str, Estimate] = field(default_factory=dict)
    reliability: list[tuple[float, float, int]] = field(default_factory=list)
    worst: list[dict[str, Any]] = field(default_factory=list)
    beats_length: bool | None = None
    rated: list[Rated] = field(default_factory=list, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the calibration as plain data for JSON."""
        found = asdict(self)
        del found["rated"]
        return found


Measure = Callable[..., float | None]
MEASURES: dict[str, Measure] = {
    "agreement": lambda rows, cut: stats.agreement(_accepted(rows, cut), _good(rows)),
    "kappa": lambda rows, cut: stats.kappa(_accepted(rows, cut), _good(rows)),
    "weighted_kappa": lambda rows, cut: stats.weighted_kappa(_values(rows), _labels(rows)),
    "auroc": lambda rows, cut: stats.auroc(_values(rows), _good(rows)),
    "brier": lambda rows, cut: stats.brier(_values(rows), _good(rows)),
    "ece": lambda rows, cut: stats.calibration_error(_values(rows), _good(rows)),
    "false_accepts": lambda rows, cut: _share(rows, cut, good=False),
    "false_rejects": lambda rows, cut: _share(rows, cut, good=True),
    "length_correlation_of_errors": lambda rows, cut: stats.correlation(
        [float(row.length) for row in rows], [row.value - row.label for row in rows]
    ),
}


def calibrate(
    reward: Reward,
    samples: Sequence[Sample],
    *,
    label: str = "label",
    threshold: float = 0.5,
    repeat: int = 1,
    draws: int = DRAWS,
) -> Calibration:
    """Compare a reward with labels.

    Args:
        reward: The judge, or any other reward of bounded range.
        samples: Labelled samples.
        label: The column of labels: true and false as `rewardkit.data.labels.truth_of` reads
            them, or numbers on any scale.
        threshold: From which score on a sample counts as accepted, in 0 to 1; also for labels
            on a scale.
        repeat: How many times every question is asked again, to measure self-consistency.
        draws: Bootstrap draws behind each interval; whole prompts are drawn, since answers to
            one prompt are not independent of each other.

    Raises:
        InputError: A sample has no usable label, or the labels are all the same.

    Example:
        >>> from rewardkit import reward
        >>> @reward
        ... def short(completion: str) -> bool:
        ...     return len(completion) < 4
        >>> rows = [Sample(text, columns={"label": text != "long one"})
        ...         for text in ("yes", "no", "long one", "long one") * 5]
        >>> calibrate(short, rows, draws=50).estimates["agreement"].value
        1.0
    """
    if not reward.range.bounded or not reward.range.span:
        raise InputError(f"reward {reward.name!r} has the range {reward.range}; it must be bounded")
    labels = read_labels(samples, label)
    first = reward.score_many(list(samples))
    rated = _rated(reward, samples, first, labels, threshold)
    failed = Counter(one.reason or one.status for one in first if one.value is None)
    found = Calibration(reward.name, reward.fingerprint, len(samples), dict(failed), threshold)
    found.rated = rated
    if not rated:
        return found
    groups = [row.group for row in rated]
    for name, measure in MEASURES.items():
        part = partial(measure, cut=threshold)
        found.estimates[name] = _estimate(rated, part, draws, groups)
    _pairs(found, rated, draws)
    _positions(found, first)
    _panel(found, first, labels, threshold)
    _again(found, reward, samples, first, repeat)
    found.reliability = stats.reliability(_values(rated), _good(rated))
    apart = sorted(rated, key=lambda row: -abs(row.value - row.label))[:20]
    found.worst = [asdict(row) for row in apart if row.value != row.label]
    return found


def read_labels(samples: Sequence[Sample], column: str) -> list[float]:
    """Return the labels of samples, the least mapped to 0 and the greatest to 1.

    Raises:
        InputError: A sample has no usable label, or the labels are all the same.
    """
    found: list[float] = []
    for index, sample in enumerate(samples):
        where = sample.id or f"row {index}"
        if column not in sample.columns:
            raise InputError(f"{where} has no column {column!r}.{closest(column, sample.columns)}")
        value = sample.columns[column]
        number = number_of(value)
        if number is None:
            raise InputError(f"{where}: label {value!r:.60} is neither true, false nor a number")
        found.append(number)
    if len(set(found)) < 2:
        raise InputError(f"all {len(found)} labels are the same; nothing can be learnt of a judge")
    low, high = min(found), max(found)
    return [(value - low) / (high - low) for value in found]


def _rated(
    reward: Reward,
    samples: Sequence[Sample],
    scores: Sequence[Breakdown],
    labels: Sequence[float],
    threshold: float,
) -> list[Rated]:
    low, span = reward.range.low, reward.range.span
    return [
        Rated(
            sample.id or str(index),
            (one.value - low) / span,
            label,
            label >= threshold,
            len(sample.text),
            str(sample.group if sample.group is not None else sample.prompt_text),
            sample.text[:_EXCERPT],
        )
        for index, (sample, one, label) in enumerate(zip(samples, scores, labels, strict=True))
        if one.value is not None
    ]


def _estimate(
    rows: Sequence[Any],
    measure: Callable[[Sequence[Any]], float | None],
    draws: int,
    groups: Sequence[str],
) -> Estimate:
    value = measure(rows)
    if value is None:
        return Estimate(None)
    ends = stats.interval(rows, measure, draws, groups=groups)
    return Estimate(value) if ends is None else Estimate(value, *ends)


def _pairs(found: Calibration, rated: Sequence[Rated], draws: int) -> None:
    """Add pairwise accuracy within prompts, of the judge and of the longer-answer rule."""
    groups: dict[str, list[Rated]] = defaultdict(list)
    for row in rated:
        groups[row.group].append(row)
    judge: list[float] = []
    longer: list[float] = []
    prompts: list[str] = []
    for rows in groups.values():
        for left, right in combinations(rows[:50], 2):
            if left.label == right.label:
                continue
            better, worse = (left, right) if left.label > right.label else (right, left)
            judge.append(_wins(better.value, worse.value))
            longer.append(_wins(better.length, worse.length))
            prompts.append(left.group)
    if not judge:
        return
    found.estimates["pairs_ranked_rightly"] = _estimate(judge, _mean, draws, prompts)
    found.estimates["longer_answer_rule"] = _estimate(longer, _mean, draws, prompts)
    found.beats_length = sum(judge) > sum(longer)


def _wins(better: float, worse: float) -> float:
    return 1.0 if better > worse else 0.5 if better == worse else 0.0


def _positions(found: Calibration, scores: Sequence[Breakdown]) -> None:
    """Add the share of pairwise verdicts that are the same after the swap."""
    seen = [
        bool(leaf.score.extra["consistent"])
        for one in scores
        for leaf in one.leaves().values()
        if "consistent" in leaf.score.extra
    ]
    if seen:
        found.estimates["position_consistency"] = Estimate(sum(seen) / len(seen))


def _panel(
    found: Calibration, scores: Sequence[Breakdown], labels: Sequence[float], threshold: float
) -> None:
    rows, truth = [], []
    for one, label in zip(scores, labels, strict=True):
        for leaf in one.leaves().values():
            if "votes" in leaf.score.extra:
                rows.append(leaf.score.extra["votes"])
                truth.append(label >= threshold)
    if rows and len({len(row) for row in rows}) == 1:
        found.estimates["effective_votes"] = Estimate(effective_votes(rows, truth))


def _again(
    found: Calibration,
    reward: Reward,
    samples: Sequence[Sample],
    first: Sequence[Breakdown],
    repeat: int,
) -> None:
    """Add the share of questions that, asked again, get the same answers."""
    same: list[float] = []
    for number in range(1, repeat):
        with take(number):
            again = reward.score_many(list(samples))
        same += [
            float(one.value == two.value)
            for one, two in zip(first, again, strict=True)
            if one.value is not None and two.value is not None
        ]
    if same:
        found.estimates["test_retest"] = Estimate(_mean(same))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _values(rows: Sequence[Rated]) -> list[float]:
    return [row.value for row in rows]


def _labels(rows: Sequence[Rated]) -> list[float]:
    return [row.label for row in rows]


def _good(rows: Sequence[Rated]) -> list[bool]:
    return [row.good for row in rows]


def _accepted(rows: Sequence[Rated], threshold: float) -> list[bool]:
    return [row.value >= threshold for row in rows]


def _share(rows: Sequence[Rated], threshold: float, good: bool) -> float | None:
    """Return the share of good (or bad) samples that the judge misjudges."""
    of = [row for row in rows if row.good is good]
    if not of:
        return None
    return sum((row.value >= threshold) is not good for row in of) / len(of)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two judges on the same labels.

    Attributes:
        first: The calibration of one.
        second: Of the other.
        both: The number of samples that both scored.
        only_first: Samples that only the first judged rightly.
        only_second: Samples that only the second judged rightly.
        p: Chance of a difference this large between judges that err equally often (McNemar).
        differences: Second minus first, on the samples that both scored, with intervals.
    """

    first: Calibration
    second: Calibration
    both: int
    only_first: int
    only_second: int
    p: float
    differences: Mapping[str, Estimate]

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as plain data for JSON."""
        return {
            "first": self.first.to_dict(),
            "second": self.second.to_dict(),
            "both": self.both,
            "only_first": self.only_first,
            "only_second": self.only_second,
            "p": self.p,
            "differences": {name: asdict(one) for name, one in self.differences.items()},
        }


def compare(
    first: Reward,
    second: Reward,
    samples: Sequence[Sample],
    *,
    label: str = "label",
    threshold: float = 0.5,
    draws: int = DRAWS,
) -> Comparison:
    """Compare two prompts or two models on the same labelled samples; see `calibrate`.

    Raises:
        InputError: As `calibrate`.
    """
    one = calibrate(first, samples, label=label, threshold=threshold, draws=draws)
    two = calibrate(second, samples, label=label, threshold=threshold, draws=draws)
    right = {row.id: row for row in two.rated}
    pairs = [(row, right[row.id]) for row in one.rated if row.id in right]

    def hit(row: Rated) -> bool:
        return (row.value >= threshold) == row.good

    only_first = sum(hit(a) and not hit(b) for a, b in pairs)
    only_second = sum(hit(b) and not hit(a) for a, b in pairs)
    differences = {}
    for name, measure in MEASURES.items() if pairs else ():

        def change(rows: Sequence[tuple[Rated, Rated]], measure: Any = measure) -> float | None:
            before = measure([a for a, _ in rows], threshold)
            after = measure([b for _, b in rows], threshold)
            return None if before is None or after is None else after - before

        differences[name] = _estimate(pairs, change, draws, [a.group for a, _ in pairs])
    p = stats.mcnemar(only_first, only_second)
    return Comparison(one, two, len(pairs), only_first, only_second, p, differences)
