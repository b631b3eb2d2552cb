"""A watch over one run: numbers and alarms of each batch, written to sinks."""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from threading import Lock
from typing import Any

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.errors import InputError
from rewardkit.rewards.base import Reward
from rewardkit.rewards.running_states import running_states
from rewardkit.watch.alarms import Alarm, Drift, State, detect
from rewardkit.watch.batch import Batch
from rewardkit.watch.numbers import batch_numbers
from rewardkit.watch.probes import (
    Probe,
    Witness,
    canary_probe,
    label_probe,
    probe,
    twin_probe,
    untouched,
)
from rewardkit.watch.sequential import Detector
from rewardkit.watch.settings import Settings
from rewardkit.watch.sinks import Sink
from rewardkit.watch.standard import Standard, find_standard, is_dear, reached

log = logging.getLogger("rewardkit.watch")
_DEAR_EVERY, _DEAR_ROWS = 5, 8


@dataclass(frozen=True, slots=True)
class Observation:
    """What is known after a batch.

    Attributes:
        numbers: The numbers of the batch by name.
        alarms: The alarms that it gave for the first time.
        state: The state for the next batch.
        standard: What full pay is, as far as it is known.
    """

    numbers: Mapping[str, float]
    alarms: tuple[Alarm, ...]
    state: State
    standard: Standard


def observe(
    reward: Reward,
    batch: Batch,
    state: State | None = None,
    *,
    standard: Standard | None = None,
    twin: Reward | None = None,
    settings: Settings | None = None,
) -> Observation:
    """Return numbers and alarms of a batch; nothing is changed, and nothing is written.

    Args:
        reward: The reward that scored the batch.
        batch: The batch.
        state: The state after the batch before; None begins.
        standard: What full pay is; found from this batch where it is not given.
        twin: A strict reward for the same task, asked about paid completions.
        settings: How much is asked, and how sure an alarm is.

    Example:
        >>> from rewardkit import reward
        >>> @reward
        ... def holed(completion: str, answer: str) -> bool:
        ...     return answer in completion
        >>> rows = [Sample("1 2 3 4 5 6 7 8 9", f"{n}?", str(n)) for n in range(1, 9)]
        >>> found = observe(holed, Batch(1, rows, holed.score_many(rows)))
        >>> [one.kind for one in found.alarms]
        ['own', 'swap']
    """
    chosen = settings or Settings()
    with untouched(reward):
        known = standard or find_standard(reward, batch.samples, batch.breakdowns)
    known = reached(known, reward, batch.breakdowns)
    probes = _probes(reward, known, batch, twin, chosen)
    numbers = batch_numbers(reward, batch)
    for kind, one in probes.items():
        if one.tried:
            numbers[f"probe/{kind}/hits"] = float(one.hits)
            numbers[f"probe/{kind}/tried"] = float(one.tried)
    if known.full is not None and batch.samples:
        paid = sum(b.value is not None and b.value >= known.full - 1e-9 for b in batch.breakdowns)
        numbers["paid"] = paid / len(batch.samples)
    after, alarms = detect(state or State(), batch.step, numbers, chosen)
    since = [one.since for one in after.detectors.values()]
    since += [one.since for one in after.drifts.values()]
    numbers["alarms"] = float(sum(step is not None for step in since))
    told = tuple(_with_witness(one, probes) for one in alarms)
    return Observation(numbers, told, after, known)


def _probes(
    reward: Reward, known: Standard, batch: Batch, twin: Reward | None, settings: Settings
) -> dict[str, Probe]:
    """Return what was asked of a batch, by the kind of the test."""
    found = {"error": _errors(batch)}
    if known.full is None:
        return found
    dear = is_dear(reward)
    every = settings.every or (_DEAR_EVERY if dear else 1)
    # Counted from the first step, so that a hole that is open from the start is told at once.
    if (batch.step - 1) % every == 0:
        most = min(settings.rows, _DEAR_ROWS) if dear else settings.rows
        found |= probe(reward, known, batch, most)
        if twin is not None:
            found["twin"] = twin_probe(twin, batch, known.full, most)
    if batch.right:
        found["label"] = label_probe(batch, known.full)
    found["canary"] = canary_probe(batch, known.full)
    return found


def _errors(batch: Batch) -> Probe:
    """Return how many groups hold a completion on which the reward failed, witness included."""
    hits: list[Witness] = []
    groups = batch.rows_by_group()
    for members in groups.values():
        row = next((r for r in members if batch.breakdowns[r].status in ("error", "timeout")), None)
        if row is not None:
            sample, found = batch.samples[row], batch.breakdowns[row]
            why = f"{found.status} {found.reason} {found.detail}".strip()
            hits.append(Witness(row, sample.prompt_text, sample.text, str(sample.answer), why))
    return Probe(len(hits), len(groups), hits[0] if hits else None)


def _with_witness(alarm: Alarm, probes: Mapping[str, Probe]) -> Alarm:
    seen = probes[alarm.kind].witness if alarm.kind in probes else None
    if seen is None:
        return alarm
    return replace(alarm, completion=seen.completion, reference=seen.reference, other=seen.other)


@dataclass
class Watch:
    """A watch over one run, fed batch by batch.

    Args:
        reward: The reward of the run.
        sinks: Where numbers and alarms go.
        twin: A strict reward for the same task; it is asked about paid completions, never trained
            on.
        settings: How much is asked, and how sure an alarm is.
        on_alarm: Called with each alarm; by default it is logged as a warning.

    Example:
        >>> from rewardkit import get
        >>> watch = Watch(get("text/exact"))
        >>> rows = [{"prompt": "1+1?", "completion": "2", "answer": "2"}]
        >>> samples = [Sample.from_row(row) for row in rows]
        >>> found = watch.see(samples, get("text/exact").score_many(samples))
        >>> found.numbers["reward/mean"], watch.alarms
        (1.0, [])
    """

    reward: Reward
    sinks: Sequence[Sink] = ()
    twin: Reward | None = None
    settings: Settings = field(default_factory=Settings)
    on_alarm: Callable[[Alarm], None] | None = None
    state: State = field(default_factory=State, init=False)
    standard: Standard | None = field(default=None, init=False)
    alarms: list[Alarm] = field(default_factory=list, init=False)
    step: int = field(default=0, init=False)
    _waiting: list[tuple[Sample, Breakdown]] = field(default_factory=list, init=False, repr=False)
    _lock: Lock = field(default_factory=Lock, init=False, repr=False)

    def see(
        self,
        samples: Sequence[Sample],
        breakdowns: Sequence[Breakdown],
        *,
        step: int | None = None,
        groups: Sequence[Hashable] | None = None,
        entropy: float | None = None,
        right: Sequence[bool | None] | None = None,
    ) -> Observation:
        """Observe one batch, tell of its alarms and write to the sinks.

        Args:
            samples: The completions with their rows.
            breakdowns: The score of each.
            step: The number of the step; by default one more than the last.
            groups: The group of each completion.
            entropy: The entropy of the policy.
            right: A trusted label of each completion.
        """
        self.step = self.step + 1 if step is None else step
        batch = Batch(
            self.step, samples, breakdowns, tuple(groups or ()), entropy, tuple(right or ())
        )
        first = self.standard is None
        found = observe(
            self.reward,
            batch,
            self.state,
            # Under a running normaliser the pay of a right reply moves with everything else.
            standard=None if running_states(self.reward) else self.standard,
            twin=self.twin,
            settings=self.settings,
        )
        self.state, self.standard = found.state, found.standard
        for note in found.standard.notes if first else ():
            log.info("%s: %s", self.reward.name, note)
        for alarm in found.alarms:
            self.alarms.append(alarm)
            if self.on_alarm is None:
                log.warning("%s: %s", self.reward.name, alarm)
            else:
                self.on_alarm(alarm)
        for sink in self.sinks:
            sink.write(self.step, found.numbers, found.alarms)
        return found

    def collect(
        self, samples: Sequence[Sample], breakdowns: Sequence[Breakdown]
    ) -> Observation | None:
        """Take what a trainer hands over, and observe it once it makes a batch.

        Args:
            samples: The completions with their rows.
            breakdowns: The score of each.
        """
        if self.settings.batch is None:
            return self.see(samples, breakdowns) if samples else None
        with self._lock:
            self._waiting += zip(samples, breakdowns, strict=True)
            if len(self._waiting) < self.settings.batch:
                return None
            taken, self._waiting = self._waiting, []
        # One by one, those of a prompt need not come together.
        if all(sample.group is not None for sample, _ in taken):
            taken.sort(key=lambda pair: str(pair[0].group))
        else:
            taken.sort(key=lambda pair: pair[0].prompt_text)
        return self.see([sample for sample, _ in taken], [one for _, one in taken])

    def state_dict(self) -> dict[str, Any]:
        """Return the state as plain data, to be saved with a checkpoint."""
        detectors = {kind: asdict(one) for kind, one in self.state.detectors.items()}
        drifts = {kind: asdict(one) for kind, one in self.state.drifts.items()}
        return {"step": self.step, "detectors": detectors, "drifts": drifts}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Restore what `state_dict` returned."""
        self.step = int(state["step"])
        self.state = State(
            {kind: Detector(**one) for kind, one in state["detectors"].items()},
            {
                kind: Drift(tuple(one["first"]), one["beyond"], one["since"])
                for kind, one in state["drifts"].items()
            },
        )

    def fold(self, rows: Iterable[tuple[int, Mapping[str, float]]]) -> list[Alarm]:
        """Take up earlier steps of the same run by their numbers, and return their alarms.

        Nothing is scored or written. A resumed run goes on as if it had not been interrupted.
        """
        found: list[Alarm] = []
        for step, numbers in rows:
            self.state, alarms = detect(self.state, step, numbers, self.settings)
            self.step = step
            found += alarms
        self.alarms += found
        return found

    def close(self) -> None:
        """Close the sinks."""
        for sink in self.sinks:
            sink.close()

    def __getstate__(self) -> dict[str, Any]:
        if self.on_alarm is not None:
            raise InputError("a watch with `on_alarm` stays in its process; leave it out")
        return {name: value for name, value in self.__dict__.items() if name != "_lock"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, _lock=Lock())
