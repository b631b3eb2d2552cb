"""Alarms from the numbers of each step: sequential tests of shares, and drifts from the start.

The state is a fold over the numbers, so a resumed run, or a file of metrics, gives it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from statistics import fmean
from types import MappingProxyType

from rewardkit.watch.sequential import Detector, threshold_of
from rewardkit.watch.settings import Settings

Kind = str
TESTED: Mapping[Kind, str] = MappingProxyType(
    {
        "own": "completions stay paid in full when another value that they state is the reference",
        "swap": "completions stay paid in full under another row's reference",
        "twin": "completions are paid in full that the strict twin refuses",
        "label": "completions are paid in full that are labelled wrong",
        "canary": "completions of canary rows are paid in full",
        "error": "the reward fails on rows",
    }
)
"""The shares that are tested against chance, each with what a hit means."""
_UP: Mapping[Kind, str] = MappingProxyType(
    {
        "length": "completions grew to {now:.3g} from {then:.3g}",
        "entropy": "the entropy of the policy rose to {now:.3g} from {then:.3g}",
        "truncated": "{now:.0%} of completions are cut at the limit, {then:.0%} at first",
        "repetition": "the share of repeated runs of words rose to {now:.3g} from {then:.3g}",
        "unparsed": "{now:.0%} of completions cannot be read, {then:.0%} at first",
        "dead_wrong": "{now:.0%} of groups are all wrong, {then:.0%} at first",
    }
)
_SHARES = ("truncated", "repetition", "unparsed", "dead_wrong")


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm, given once a run.

    Attributes:
        kind: A key of `TESTED`, or the name of a number that drifted.
        step: The step at which it was given.
        message: A sentence.
        exploit: Whether it says that wrong completions are paid; a drift may be harmless.
        completion: A completion that shows it, where there is one.
        reference: The reference of its row.
        other: The other reference under which it is paid, or the verdict against it.
    """

    kind: Kind
    step: int
    message: str
    exploit: bool = True
    completion: str = ""
    reference: str = ""
    other: str = ""

    def __str__(self) -> str:
        shown = f" {self.completion[:120]!r} is paid for {self.reference[:40]!r}"
        against = (
            f" and for {self.other[:40]!r}"
            if self.kind in ("own", "swap")
            else (f": {self.other[:60]}" if self.other else "")
        )
        return f"step {self.step}: {self.message}" + (
            f";{shown}{against}" if self.completion else ""
        )


@dataclass(frozen=True, slots=True)
class Drift:
    """The state of one number that may drift: its first steps, and how long it is beyond them."""

    first: tuple[float, ...] = ()
    beyond: int = 0
    since: int | None = None


@dataclass(frozen=True, slots=True)
class State:
    """Everything that alarms of later steps depend on."""

    detectors: Mapping[Kind, Detector] = field(default_factory=dict)
    drifts: Mapping[Kind, Drift] = field(default_factory=dict)


def detect(
    state: State, step: int, numbers: Mapping[str, float], settings: Settings
) -> tuple[State, list[Alarm]]:
    """Return the state after a step, and the alarms that its numbers give for the first time.

    Example:
        >>> state, found = State(), []
        >>> for step in range(1, 4):
        ...     numbers = {"probe/own/hits": 9.0, "probe/own/tried": 16.0}
        ...     state, alarms = detect(state, step, numbers, Settings())
        ...     found += alarms
        >>> [(one.kind, one.step) for one in found]
        [('own', 1)]
    """
    limit = threshold_of(settings.budget, settings.steps, len(TESTED))
    alarms: list[Alarm] = []
    detectors = dict(state.detectors)
    for kind, meaning in TESTED.items():
        tried = int(numbers.get(f"probe/{kind}/tried", 0))
        if tried:
            before = detectors.get(kind, Detector())
            after = before.after(int(numbers[f"probe/{kind}/hits"]), tried, step, limit)
            detectors[kind] = after
            if after.since is not None and before.since is None:
                message = f"{meaning} ({after.hits} of {after.seen})"
                alarms.append(Alarm(kind, step, message, exploit=kind != "error"))
    drifts = dict(state.drifts)
    for kind, text in _UP.items():
        if kind in numbers:
            then, drifts[kind] = (
                drifts.get(kind, Drift()),
                _drifted(drifts.get(kind, Drift()), kind, numbers[kind], step, settings),
            )
            if drifts[kind].since is not None and then.since is None:
                message = text.format(now=numbers[kind], then=fmean(then.first))
                alarms.append(Alarm(kind, step, message, exploit=False))
    return State(detectors, drifts), alarms


def _drifted(drift: Drift, kind: Kind, now: float, step: int, settings: Settings) -> Drift:
    """Return the drift after a step: beyond its first values by a margin, steps in a row.

    Not a test: a number of a healthy run moves too, and what is much depends on the task. The
    margin is an effect that is worth a look, and one odd batch is none.
    """
    if drift.since is not None:
        return drift
    if len(drift.first) < settings.first_steps:
        return replace(drift, first=(*drift.first, now))
    if kind in _SHARES:
        bar = max(drift.first) + settings.share_rise
    else:
        bar = max(drift.first) * settings.growth
    beyond = drift.beyond + 1 if now > bar else 0
    since = step if beyond >= settings.in_a_row else None
    return replace(drift, beyond=beyond, since=since)
