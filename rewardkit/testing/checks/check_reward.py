"""Checks that any reward should pass, run on the caller's samples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from rewardkit.data.groups import group_keys
from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.errors import InputError, closest
from rewardkit.rewards.base import Composite, Reward
from rewardkit.rewards.function import FunctionReward
from rewardkit.testing.cases.compare import shown
from rewardkit.testing.cases.diff import excerpt
from rewardkit.testing.checks import invariance
from rewardkit.testing.checks.invariance import Difference, Subject
from rewardkit.testing.checks.relations import RELATIONS

Template = str | Callable[[Sample], str]
SHOWN = 20
CHECKS: tuple[str, ...] = (
    "determinism",
    "alone",
    "order",
    *RELATIONS,
    "oracle",
    "empty",
    "pickling",
)


@dataclass(frozen=True, slots=True)
class Failure:
    """One check that does not hold for one sample.

    Attributes:
        check: Its name.
        sample: Id of the sample, or `row 3`; empty when the check is of the reward as a whole.
        expected: The expectation.
        got: The actual result.
        completion: The completion that was scored, shortened.
    """

    check: str
    sample: str
    expected: str
    got: str
    completion: str = ""

    def __str__(self) -> str:
        where = f" {self.sample}:" if self.sample else ""
        shown_text = f"  {self.completion!r}" if self.completion else ""
        return f"{self.check}:{where} expected {self.expected}, got {self.got}{shown_text}"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The result of the checks of a reward.

    Attributes:
        reward: Its name.
        samples: How many samples it was checked on.
        ran: Names of the checks that ran.
        skipped: The reason a check did not run, by name.
        failures: Every failed check.
    """

    reward: str
    samples: int
    ran: tuple[str, ...]
    skipped: Mapping[str, str] = field(default_factory=dict)
    failures: tuple[Failure, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether every check that ran holds."""
        return not self.failures

    def failed(self, check: str) -> list[Failure]:
        """Return the failures of one check."""
        return [failure for failure in self.failures if failure.check == check]

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data for JSON."""
        return {**asdict(self), "ok": self.ok}

    def __str__(self) -> str:
        lines = [f"reward {self.reward!r} on {self.samples} samples"]
        for check in self.ran:
            count = len(self.failed(check))
            lines.append(f"  {check:<20} {f'{count} failed' if count else 'holds'}")
        lines += [f"  {check:<20} skipped: {why}" for check, why in self.skipped.items()]
        if self.failures:
            lines += ["", *(f"  {failure}" for failure in self.failures[:SHOWN])]
            if len(self.failures) > SHOWN:
                lines.append(f"  and {len(self.failures) - SHOWN} more")
        return "\n".join(lines)


def check_reward(
    reward: Reward,
    samples: Iterable[Sample | Mapping[str, Any]],
    *,
    skip: Iterable[str] = (),
    only: Iterable[str] | None = None,
    template: Template = "{answer}",
    top: float | None = None,
    bottom: float | None = None,
    tolerance: float = 1e-9,
) -> CheckReport:
    """Run the checks that any reward should pass.

    | check | what must hold |
    | --- | --- |
    | `determinism` | the same samples get the same scores twice |
    | `alone` | a sample (or a group) scores the same alone as in the batch |
    | `order` | the order of the batch does not matter |
    | `leading_whitespace`, `trailing_whitespace` | white space does not change the value |
    | `crlf` | line ends of Windows do not change the value |
    | `trailing_prose` | a polite last sentence does not change the value |
    | `oracle` | the reference answer scores the top, for every row that has one |
    | `empty` | the empty completion scores the bottom, for every row |
    | `pickling` | a copy that went through pickle is equal and scores the same |

    Some rewards rightly fail one of them: a strict format may forbid trailing prose. Name such
    checks in `skip`, with a comment that gives the reason.

    Args:
        reward: The reward.
        samples: Samples or rows; real completions, good and bad, are the most effective.
        skip: Names of checks to leave out.
        only: Names of the checks to run; all by default.
        template: The oracle's completion: text in which `{answer}` is replaced, such as
            `"<answer>{answer}</answer>"`, or a function of the sample.
        top: The score required of the oracle; the top of the reward's range by default.
        bottom: The score required of the empty completion; the bottom of the range by default.
        tolerance: The largest allowed difference of values.

    Returns:
        The report; failures are data in it, nothing is raised for them.

    Raises:
        InputError: There are no samples, or a name in `skip` or `only` is no check.
        BindError: The samples lack a field that the reward needs.

    Example:
        >>> from rewardkit import get
        >>> rows = [{"completion": "4", "answer": "4"}, {"completion": "5", "answer": "4"}]
        >>> report = check_reward(get("text/exact"), rows, skip=["trailing_prose"])
        >>> report.ok
        True
    """
    names = _chosen(skip, only)
    batch = _grouped(
        reward, [row if isinstance(row, Sample) else Sample.from_row(row) for row in samples]
    )
    if not batch:
        raise InputError("check_reward needs at least one sample")
    ends = (
        reward.range.low if bottom is None else bottom,
        reward.range.high if top is None else top,
    )
    skipped = {name: why for name in names if (why := _why_not(name, reward, batch, ends))}
    ran = [name for name in names if name not in skipped]
    needs_base = any(name not in ("oracle", "empty") for name in ran)
    base = reward.score_many(batch, cache=None) if needs_base else []
    subject = Subject(reward, batch, base, tolerance)
    failures: list[Failure] = []
    for name in ran:
        if name == "oracle":
            found = _ends(subject, [_oracle(one, template) for one in batch], ends[1])
        elif name == "empty":
            found = _ends(subject, [replace(one, completion="") for one in batch], ends[0])
        else:
            found = invariance.differences(name, subject)
        failures += [_failure(name, difference) for difference in found]
    return CheckReport(reward.name, len(batch), tuple(ran), skipped, tuple(failures))


def assert_reward(
    reward: Reward, samples: Iterable[Sample | Mapping[str, Any]], **options: Any
) -> CheckReport:
    """Assert that `check_reward` finds nothing; takes the same options.

    Raises:
        AssertionError: A check does not hold; lists every failure.
    """
    __tracebackhide__ = True
    report = check_reward(reward, samples, **options)
    if not report.ok:
        raise AssertionError(str(report))
    return report


def _chosen(skip: Iterable[str], only: Iterable[str] | None) -> list[str]:
    # A single string would be iterated letter by letter.
    left_out = [skip] if isinstance(skip, str) else list(skip)
    wanted = [only] if isinstance(only, str) else None if only is None else list(only)
    for name in [*left_out, *(wanted or [])]:
        if name not in CHECKS:
            raise InputError(f"there is no check {name!r}.{closest(name, CHECKS)}")
    return [name for name in CHECKS if name not in left_out and (wanted is None or name in wanted)]


def _grouped(reward: Reward, samples: Sequence[Sample]) -> list[Sample]:
    # Groups found by adjacency would change with the order.
    if not reward.needs_groups:
        return list(samples)
    numbers: dict[object, int] = {}
    return [
        replace(sample, group=numbers.setdefault(key, len(numbers)))
        for sample, key in zip(samples, group_keys(samples), strict=True)
    ]


def _why_not(
    name: str, reward: Reward, samples: Sequence[Sample], ends: tuple[float, float]
) -> str:
    normalisers = {
        part.options["by"]
        for part in reward.walk()
        if isinstance(part, Composite) and part.op == "normalise"
    }
    if "running" in normalisers:
        return "a running normaliser's values depend on all it saw before"
    if name in ("oracle", "empty"):
        if normalisers:
            return f"values relative to the {normalisers.pop()} have no fixed top and bottom"
        end = ends[1] if name == "oracle" else ends[0]
        if end in (float("inf"), float("-inf")):
            word = "top" if name == "oracle" else "bottom"
            return f"the range {reward.range} has no finite {word}; give {word}="
        if name == "oracle" and all(sample.answer is None for sample in samples):
            return "no sample has an answer"
        return ""
    chancy = [
        part.name
        for part in reward.walk()
        if isinstance(part, FunctionReward) and not part.deterministic
    ]
    return f"{chancy[0]!r} is declared deterministic=False" if chancy else ""


def _oracle(sample: Sample, template: Template) -> Sample | None:
    if sample.answer is None:
        return None
    text = (
        template(sample) if callable(template) else template.replace("{answer}", str(sample.answer))
    )
    return replace(sample, completion=text)


def _ends(subject: Subject, rows: Sequence[Sample | None], wanted: float) -> Iterator[Difference]:
    asked = [(index, sample) for index, sample in enumerate(rows) if sample is not None]
    found = subject.reward.score_many([sample for _, sample in asked], cache=None)
    for (index, sample), one in zip(asked, found, strict=True):
        if one.value is None or abs(one.value - wanted) > subject.tolerance:
            yield Difference(index, sample, shown(wanted), _verdict(one))


def _verdict(found: Breakdown) -> str:
    why = f" ({found.status}: {found.reason or found.detail})" if found.status != "ok" else ""
    return f"{shown(found.value)}{why}"


def _failure(check: str, difference: Difference) -> Failure:
    sample = difference.sample
    if sample is None:
        return Failure(check, "", difference.expected, difference.got)
    label = sample.id or f"row {difference.index}"
    return Failure(check, label, difference.expected, difference.got, excerpt(sample.text, 80))
