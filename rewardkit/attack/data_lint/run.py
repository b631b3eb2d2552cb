"""A lint: references, constant replies, components, dead groups and cost of a reward on data."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import fmean
from time import perf_counter
from typing import Any

from rewardkit.attack.data_lint.findings import Finding, LintReport, finding
from rewardkit.attack.data_lint.references import reference_findings
from rewardkit.attack.data_lint.unpaid import FEWEST, never_paid
from rewardkit.attack.forms import USUAL
from rewardkit.attack.honest import label_of, reference_text, with_text
from rewardkit.attack.layout import stated_column, subject_and_rows
from rewardkit.attack.process import Shot
from rewardkit.attack.replies import Form
from rewardkit.attack.unscored import check_bound
from rewardkit.data.deviation import sample_deviation
from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.errors import InputError
from rewardkit.rewards.base import Reward
from rewardkit.rewards.columns import by_name
from rewardkit.rewards.function import FunctionReward

MOST = 2000
"""The number of rows that are scored; references are checked on all."""
_TRIED = 8
_ALIKE = 1 - 1e-9


class _InProcess:
    """The reward, called in this process."""

    def __init__(self, reward: Reward) -> None:
        self.reward = reward

    def score(self, samples: Sequence[Sample]) -> list[Shot]:
        """Score samples in order."""
        found = self.reward.score_many(samples, cache=None)
        return [Shot(one.value, one.status, one.reason) for one in found]


def lint(
    reward: Reward | Callable[..., Any],
    rows: Iterable[Sample | Mapping[str, Any]],
    *,
    group: int = 8,
    rollouts: int | None = None,
) -> LintReport:
    """Check a reward against the data it will be trained on.

    Args:
        reward: The reward, or a plain function of one completion or, as trainers call it, of lists.
        rows: Samples or rows of the data set; completions are not needed, and give more.
        group: The number of completions of a prompt in training, for the share of dead groups.
        rollouts: The number of completions of the whole run, for a forecast of seconds.

    Raises:
        InputError: There are no rows.
        BindError: The reward asks for a column that the data does not have.

    Example:
        >>> from rewardkit import get
        >>> data = [{"prompt": "2+2?", "answer": "4"}, {"prompt": "3+3?", "answer": ""}]
        >>> [one.code for one in lint(get("text/exact"), data).findings]
        ['missing_reference']
    """
    samples = [
        row if isinstance(row, Sample) else Sample.from_row({"completion": "", **row})
        for row in rows
    ]
    if not samples:
        raise InputError("a lint needs at least one row")
    if isinstance(reward, Reward):
        reward, samples = by_name(reward, samples)
    subject, samples = subject_and_rows(reward, samples)
    check_bound(subject, samples)
    reward = subject.reward
    samples = stated_column(subject, samples, _InProcess(reward))
    found = reference_findings(samples)
    some = samples[:MOST]
    form = _best_form(reward, some)
    facts: dict[str, Any] = {"form": form.name}
    honest, seconds = _timed(reward, [_answered(sample, form) for sample in some])
    found += _unreadable(some, honest)
    facts |= _constant_reply(reward, some, honest, form)
    if any(sample.text for sample in some):
        scored, seconds = _timed(reward, some)
        found += never_paid(subject, some, scored, honest, form)
        if (why := _too_alike(some, scored, honest, reward)) is None:
            found += _components(scored)
        else:
            facts["components_not_judged"] = why
        facts |= _groups(some, scored, reward, group)
    facts |= _forecast(reward, seconds, rollouts)
    return LintReport(reward.name, len(samples), tuple(found), facts)


def _answered(sample: Sample, form: Form) -> Sample:
    return with_text(sample, form.fill(reference_text(sample)))


def _timed(reward: Reward, samples: Sequence[Sample]) -> tuple[list[Breakdown], float]:
    start = perf_counter()
    found = reward.score_many(samples, cache=None)
    return found, (perf_counter() - start) / len(samples)


def _best_form(reward: Reward, samples: Sequence[Sample]) -> Form:
    """Return the usual form in which references are paid best."""
    known = [sample for sample in samples if reference_text(sample).strip()][:_TRIED]
    best, most = USUAL[0], -math.inf
    for form in USUAL if known else ():
        scores = reward.score_many([_answered(sample, form) for sample in known], cache=None)
        values = [one.value for one in scores if one.value is not None]
        if values and (mean := math.fsum(values) / len(known)) > most + 1e-9:
            best, most = form, mean
    return best


def _unreadable(samples: Sequence[Sample], honest: Sequence[Breakdown]) -> list[Finding]:
    """Return the references that the reward cannot read, and those it does not pay itself."""
    broken: dict[str, list[str]] = defaultdict(list)
    unpaid = []
    values = [one.value for one in honest if one.value is not None]
    top, low = max(values, default=0.0), min(values, default=0.0)
    for index, (sample, one) in enumerate(zip(samples, honest, strict=True)):
        label = sample.id or str(index)
        if one.status == "error" and reference_text(sample).strip():
            broken[one.reason].append(label)
        elif one.value is not None and one.value < top - 0.5 * (top - low) and top > low:
            unpaid.append(label)
    found = []
    for reason, ids in broken.items():
        found += finding("unreadable_reference", ids, f"the reward gives the error {reason!r}")
    if len(unpaid) <= 0.5 * len(samples):
        text = "the reference, as the reply, earns less than half of what others earn"
        found += finding("unpaid_reference", unpaid, text)
    return found


def _constant_reply(
    reward: Reward, samples: Sequence[Sample], honest: Sequence[Breakdown], form: Form
) -> dict[str, Any]:
    """Return what always giving the commonest reference earns, beside the reference itself."""
    counts = Counter(text for sample in samples if (text := reference_text(sample).strip()))
    if not counts:
        return {}
    text, count = counts.most_common(1)[0]
    paid = reward.score_many([with_text(sample, form.fill(text)) for sample in samples], cache=None)
    return {
        "constant_reply": text[:80],
        "constant_reply_is_right": count / len(samples),
        "constant_reply_earns": _mean(paid),
        "references_earn": _mean(honest),
    }


def _mean(found: Sequence[Breakdown]) -> float | None:
    values = [one.value for one in found if one.value is not None]
    return fmean(values) if values else None


def _too_alike(
    samples: Sequence[Sample],
    scored: Sequence[Breakdown],
    honest: Sequence[Breakdown],
    reward: Reward,
) -> str | None:
    """Return the reason why these completions cannot show a component that never varies.

    Worked answers are such: a part that pays for form, or for the answer, is full on each of them,
    and varies as soon as a policy writes the completions.
    """
    if len({sample.text for sample in samples}) < FEWEST:
        return f"fewer than {FEWEST} different completions"
    labels = [label_of(sample) for sample in samples]
    if any(label is False for label in labels):
        return None
    if all(labels):
        return "every completion is labelled right"
    values = [one.value for one in scored if one.value is not None]
    top = max(values, default=0.0)
    best = max((one.value for one in honest if one.value is not None), default=top)
    full = reward.range.high if reward.range.bounded else max(best, top)
    if values and min(values) == top <= 0.0 and not reward.range.bounded:
        return f"every completion earns {top:g}"
    if values and min(values) >= top - 1e-9 and top >= full - 1e-9:
        return "every completion earns full pay"
    return None


def _components(scored: Sequence[Breakdown]) -> list[Finding]:
    """Return the components that never vary, or that rise and fall with another."""
    parts = [one.components for one in scored]
    if not parts or len(parts[0]) < 2:
        return []
    columns = {name: [part[name] for part in parts] for name in parts[0]}
    known = {
        name: [value for value in column if value is not None] for name, column in columns.items()
    }
    flat = [name for name, values in known.items() if len(values) > 1 and len(set(values)) == 1]
    found = [
        Finding("never_varies", len(parts), f"{name!r} is {known[name][0]:g} on every row")
        for name in flat
    ]
    names = [name for name in columns if name not in flat]
    for turn, one in enumerate(names):
        for other in names[turn + 1 :]:
            if _correlation(columns[one], columns[other]) >= _ALIKE:
                text = f"{one!r} and {other!r} rise and fall together on every row"
                found.append(Finding("same_information", len(parts), text))
    return found


def _correlation(one: Sequence[float | None], other: Sequence[float | None]) -> float:
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a is not None and b is not None]
    if len(pairs) < 3:
        return 0.0
    left, right = [a for a, _ in pairs], [b for _, b in pairs]
    spread = sample_deviation(left) * sample_deviation(right)
    if not spread:
        return 0.0
    means = fmean(left), fmean(right)
    moment = math.fsum((a - means[0]) * (b - means[1]) for a, b in pairs) / (len(pairs) - 1)
    return moment / spread


def _groups(
    samples: Sequence[Sample], scored: Sequence[Breakdown], reward: Reward, size: int
) -> dict[str, Any]:
    """Return the share of groups without any spread that training should expect.

    Each prompt's rate of high pay is estimated with one success and one failure added, so that
    a prompt with few completions is not taken for decided.
    """
    values = [one.value for one in scored if one.value is not None]
    if not values or min(values) == max(values):
        return {"dead_groups": 1.0, "group": size} if values else {}
    middle = (min(values) + max(values)) / 2
    rates: dict[str, list[bool]] = defaultdict(list)
    for sample, one in zip(samples, scored, strict=True):
        if one.value is not None:
            rates[str(sample.group or sample.prompt_text)].append(one.value > middle)
    dead = [
        rate**size + (1 - rate) ** size
        for passed in rates.values()
        for rate in [(sum(passed) + 1) / (len(passed) + 2)]
    ]
    return {"dead_groups": fmean(dead), "group": size, "prompts": len(rates)}


def _forecast(reward: Reward, seconds: float, rollouts: int | None) -> dict[str, Any]:
    leaves = [part for part in reward.walk() if isinstance(part, FunctionReward)]
    judges = sum(leaf.card is not None and leaf.card.family == "judge" for leaf in leaves)
    found: dict[str, Any] = {"seconds_a_row": seconds, "judge_calls_a_row": judges}
    if rollouts:
        found |= {
            "rollouts": rollouts,
            "seconds_of_scoring": seconds * rollouts,
            "judge_calls": judges * rollouts,
        }
    return found
