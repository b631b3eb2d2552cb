"""The bridge between a reward and any trainer: rows in, outcomes out, numbers by a named policy.

An adapter reads the rows of its trainer, asks the bridge, and writes what its trainer expects.
Nothing here imports a trainer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Unpack

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown, Range, Score
from rewardkit.engine.leaf_calls import waits
from rewardkit.engine.scoring import ascore
from rewardkit.errors import BindError, DefinitionError, InputError, closest
from rewardkit.rewards.base import Reward
from rewardkit.rewards.binding import NullField
from rewardkit.rewards.ports import BridgeOptions, Observed, ScoreOptions
from rewardkit.rewards.running_states import running_states
from rewardkit.trainers.coalesce import Coalescer
from rewardkit.trainers.contract import PYTHON, Contract
from rewardkit.trainers.failures import Failures
from rewardkit.trainers.lowering import checked_policy, lowered
from rewardkit.trainers.outcome import Outcome, outcome_of
from rewardkit.trainers.rows import Grouping, Row, guessed, sample_of

__all__ = ["Bridge", "BridgeOptions", "Outcome"]

_DEFAULTS = BridgeOptions(
    columns=None,
    missing=None,
    group_size=None,
    group_by=None,
    breaker_share=0.5,
    breaker_after=256,
    cache=None,
    workers=None,
    concurrency=64,
    store=None,
    watch=None,
)


class Bridge:
    """A reward with everything that a trainer's adapter needs beside it; it can be pickled.

    A copy that was pickled starts with a fresh count of failures.

    Args:
        reward: The reward.
        contract: The facts about the trainer.
        **options: `columns` maps fields to paths in the row (`{"answer": "spec.gold"}`);
            `missing` is the policy for a sample without a number; `group_size` or `group_by` say
            which rows are the completions of one prompt; `breaker_share` and `breaker_after`
            stop a run in which more than that share of the latest rows failed; `watch` is a
            `rewardkit.watch.Watch`, which sees every batch that is trained on; `cache`,
            `workers`, `concurrency` and `store` are those of `rewardkit.score`.

    Raises:
        DefinitionError: An option is unknown or cannot work with this reward or trainer.

    Example:
        >>> from rewardkit import reward
        >>> @reward
        ... def exact(completion: str, answer: str) -> bool:
        ...     return completion == answer
        >>> bridge = Bridge(exact, columns={"answer": "spec.gold"}, missing="low")
        >>> found = bridge.outcomes([{"completion": "4", "spec": {"gold": "4"}}])
        >>> bridge.lower(found)
        [1.0]
    """

    def __init__(
        self, reward: Reward, contract: Contract = PYTHON, **options: Unpack[BridgeOptions]
    ) -> None:
        _check(reward, options)
        chosen: BridgeOptions = {**_DEFAULTS, **options}
        self.reward = reward
        self.contract = contract
        self.options = options
        self.columns: Mapping[str, str] = dict(chosen["columns"] or {})
        self.grouping = Grouping(chosen["group_size"], chosen["group_by"])
        self.missing = checked_policy(reward.name, reward.range, chosen["missing"], contract)
        if reward.needs_groups and not contract.groups:
            raise DefinitionError(
                f"reward {reward.name!r} compares the completions of one group, and "
                f"{contract.trainer} shows a reward one sample at a time. Use scale='static', and "
                f"let {contract.trainer} normalise the group."
            )
        blank = reward.skipped().leaves()
        self.keys: tuple[str, ...] = tuple(blank)
        self.ranges: Mapping[str, Range] = {name: leaf.range for name, leaf in blank.items()}
        self.waits = waits(reward)
        self._breaker = (chosen["breaker_share"], chosen["breaker_after"])
        self.failures = Failures(reward.name, *self._breaker)
        self._scoring = ScoreOptions(
            cache=chosen["cache"],
            workers=chosen["workers"],
            concurrency=chosen["concurrency"],
            store=chosen["store"],
        )
        self._together = Coalescer(self.aoutcomes)
        self._bound = False
        self._guess_told = False
        self._watch = chosen["watch"]
        self._evaluating = False
        self.observed: Observed | None = None
        """What the watch said of the latest batch."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (self.reward, self.contract, dict(self.options))

    # --- scoring ---------------------------------------------------------------------
    def outcomes(
        self, rows: Sequence[Row], groups: Sequence[Hashable] | None = None
    ) -> list[Outcome]:
        """Score a batch.

        Args:
            rows: Samples, or mappings with a `completion`.
            groups: The group of each row, where the trainer says so itself.

        Raises:
            BindError: The reward asks for a field that no row has; only before any row was scored.
            InputError: No row can be read, or the batch is not made of whole groups.
            ScoringError: Too many rows failed.
        """
        samples, readable = self._samples(rows, groups)
        try:
            found = self.reward.score_many(samples, **self._options(rows)) if samples else []
        except BindError as error:
            return self._unbound(error, rows)
        self._observe(samples, found)
        return self._seen(
            [outcome_of(self.reward, one, self.keys) for one in found], readable, rows
        )

    async def aoutcomes(
        self, rows: Sequence[Row], groups: Sequence[Hashable] | None = None
    ) -> list[Outcome]:
        """Score a batch without blocking the running event loop; otherwise as `outcomes`."""
        samples, readable = self._samples(rows, groups)
        try:
            found = await ascore(self.reward, samples, **self._options(rows)) if samples else []
        except BindError as error:
            return self._unbound(error, rows)
        if self._watch is not None:
            # Probes score more rows; the event loop goes on meanwhile.
            await asyncio.to_thread(self._observe, samples, found)
        return self._seen(
            [outcome_of(self.reward, one, self.keys) for one in found], readable, rows
        )

    async def aoutcome(self, row: Row) -> Outcome:
        """Score one row; calls that wait at the same time become one batch."""
        if self.reward.needs_groups:
            raise DefinitionError(
                f"reward {self.reward.name!r} compares the completions of one group; score whole "
                "groups with aoutcomes"
            )
        return await self._together(row)

    def lower(
        self, outcomes: Sequence[Outcome], groups: Sequence[Hashable] | None = None
    ) -> list[float | None]:
        """Return a number for each outcome by the policy; None only where it is `unknown`.

        Raises:
            ScoringError: The policy is `raise`, and an outcome has no value.
        """
        name, span = self.reward.name, self.reward.range
        return lowered(name, span, outcomes, self.missing, self.contract, groups)

    def number(self, outcome: Outcome) -> float:
        """Return the number of one outcome, for a trainer that has no unknown.

        Raises:
            ScoringError: The policy is `raise`, and there is no value.
        """
        value = self.lower([outcome])[0]
        assert value is not None, "the policy `unknown` is refused for such a trainer"
        return value

    def groups(self, rows: Sequence[Row]) -> list[Hashable] | None:
        """Return the group of each row as `group_size` or `group_by` say; None without them."""
        return self.grouping.keys(rows)

    def begin(self) -> None:
        """Forget what was counted: another run begins with the same reward."""
        self.failures = Failures(self.reward.name, *self._breaker)
        self._bound = False

    # --- running normalisers -----------------------------------------------------------
    @contextmanager
    def evaluation(self, frozen: bool = True) -> Iterator[None]:
        """Keep running normalisers as they are while evaluation rows are scored."""
        self._evaluating = frozen
        states = running_states(self.reward) if frozen else []
        before = [state.frozen for state in states]
        for state in states:
            state.frozen = True
        try:
            yield
        finally:
            self._evaluating = False
            for state, was in zip(states, before, strict=True):
                state.frozen = was

    def state_dict(self) -> dict[str, Any]:
        """Return the state of the running normalisers, to be saved with a checkpoint."""
        return self.reward.state_dict()

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Restore what `state_dict` returned."""
        self.reward.load_state_dict(state)

    # --- inside ------------------------------------------------------------------------
    def _samples(
        self, rows: Sequence[Row], groups: Sequence[Hashable] | None
    ) -> tuple[list[Sample], list[Sample | InputError]]:
        """Return the samples to score, and for each row its sample or the reason for none."""
        keys = groups if groups is not None else self.groups(rows)
        read: list[Sample | InputError] = []
        for at, row in enumerate(rows):
            try:
                read.append(sample_of(row, self.columns, None if keys is None else keys[at]))
            except InputError as error:
                read.append(error)
        samples = [one for one in read if isinstance(one, Sample)]
        if rows and not samples and not self._bound:
            raise next(one for one in read if isinstance(one, InputError))
        if keys is None and self.reward.needs_groups and not self._guess_told:
            self._guess_told = True
            guessed(self.reward.name, samples)
        return samples, read

    def _observe(self, samples: Sequence[Sample], found: Sequence[Breakdown]) -> None:
        if self._watch is not None and not self._evaluating:
            self.observed = self._watch.collect(samples, found)

    def _options(self, rows: Sequence[Row]) -> ScoreOptions:
        # A group may lie anywhere in the batch, and a chunk would cut it.
        return {**self._scoring, "chunk": max(1024, len(rows))}

    def _unbound(self, error: BindError, rows: Sequence[Row]) -> list[Outcome]:
        # On the first rows the dataset lacks the field: stop. Later these are rows with a gap,
        # and so they are at once where the field is there and null.
        null = isinstance(error, NullField)
        first = not self._bound and not null
        if first or (self.contract.whole_columns and not null) or self.missing == "raise":
            raise error
        gap = self._failed("missing_answer" if null else "missing_column", str(error))
        bound = self._bound
        found = self._seen([gap] * len(rows), [Sample("")] * len(rows), rows)
        self._bound = bound  # other columns were not looked at yet
        return found

    def _failed(self, reason: str, detail: str) -> Outcome:
        blank = replace(self.reward.skipped(), score=Score.error(reason, detail))
        return outcome_of(self.reward, blank)

    def _seen(
        self,
        found: Sequence[Outcome],
        read: Sequence[Sample | InputError],
        rows: Sequence[Row],
    ) -> list[Outcome]:
        self._bound = self._bound or bool(found)
        scored = iter(found)
        out = [
            next(scored) if isinstance(one, Sample) else self._failed("bad_row", str(one))
            for one in read
        ]
        self.failures.see(out, rows)
        return out


def _check(reward: object, options: Mapping[str, Any]) -> None:
    if not isinstance(reward, Reward):
        raise TypeError(f"a bridge takes a Reward, not {type(reward).__name__}")
    if reward.missing_settings:
        setting = reward.missing_settings[0]
        raise DefinitionError(
            f"reward {reward.name!r} still needs the setting {setting!r}. "
            f"Write {reward.name}({setting}=...)."
        )
    for name in options:
        if name not in _DEFAULTS:
            raise DefinitionError(f"no option {name!r}.{closest(name, _DEFAULTS)}")
    for field, path in (options.get("columns") or {}).items():
        if not isinstance(path, str) or not path:
            raise DefinitionError(
                f"columns: {field!r} is read at a path such as 'spec.gold', not at {path!r}"
            )
    share, after = options.get("breaker_share", 0.5), options.get("breaker_after", 256)
    if not 0 <= share <= 1:
        raise DefinitionError(f"breaker_share={share!r} must lie between 0 and 1")
    if not isinstance(after, int) or isinstance(after, bool) or after < 1:
        raise DefinitionError(f"breaker_after={after!r} must be a whole number of at least 1")


def _restored(reward: Reward, contract: Contract, options: BridgeOptions) -> Bridge:
    return Bridge(reward, contract, **options)
