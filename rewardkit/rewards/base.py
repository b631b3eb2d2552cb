"""The Reward: what every leaf and every composition is to its users."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, Unpack

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown, Range
from rewardkit.errors import DefinitionError

if TYPE_CHECKING:
    from rewardkit.engine.options import ScoreOptions
    from rewardkit.rewards.compose import Composite


class Reward:
    """A number for a completion, with a range, a fingerprint and a place in any composition.

    Rewards are immutable. Two are equal when they would score alike: same code, settings,
    structure and names.

    Attributes:
        name: What the reward is called in breakdowns, tables and trainer logs.
        range: The closed interval in which every value lies.
        children: The rewards it is made of; empty for a leaf.
    """

    name: str
    range: Range
    children: tuple[Reward, ...] = ()

    # --- scoring ---------------------------------------------------------------
    def score(self, sample: Sample | None = None, /, **fields: Any) -> Breakdown:
        """Score one completion.

        Args:
            sample: The sample; or give its fields by name instead.
            **fields: `completion`, `prompt`, `answer`, `id`, `group`; the rest are columns.

        Raises:
            BindError: The reward asks for a field that is not there.

        Example:
            >>> from rewardkit import reward
            >>> @reward(range=(0, 1))
            ... def exact(completion: str, answer: str) -> bool:
            ...     return completion.strip() == answer
            >>> exact.score(completion=" 4 ", answer="4").value
            1.0
        """
        return self.score_many([_one(sample, fields)], cache=None)[0]

    async def ascore(self, sample: Sample | None = None, /, **fields: Any) -> Breakdown:
        """Score one completion without blocking the running event loop."""
        from rewardkit.engine.scoring import ascore

        return (await ascore(self, [_one(sample, fields)]))[0]

    def score_many(
        self, samples: Iterable[Sample | Mapping[str, Any]], **options: Unpack[ScoreOptions]
    ) -> list[Breakdown]:
        """Score many completions, in input order; options are those of `rewardkit.score`."""
        from rewardkit.engine.options import check_options
        from rewardkit.engine.scoring import score

        check_options(options)
        return score(self, samples, **options)

    # --- identity --------------------------------------------------------------
    def identity(self) -> dict[str, Any]:
        """Return everything that decides the score, as plain data."""
        raise DefinitionError(f"{type(self).__name__} has no identity; use @reward or an operator")

    @property
    def fingerprint(self) -> str:
        """A content hash of code, settings, structure and versions; stamped on every score."""
        cached: str | None = self.__dict__.get("_fingerprint")
        if cached is None:
            text = json.dumps(self.identity(), sort_keys=True, default=repr)
            cached = hashlib.sha256(text.encode()).hexdigest()[:16]
            self.__dict__["_fingerprint"] = cached
        return cached

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Reward):
            return NotImplemented
        return self is other or (
            self.name == other.name
            and self.range == other.range
            and self.fingerprint == other.fingerprint
        )

    def __hash__(self) -> int:
        return hash((self.name, self.fingerprint))

    @property
    def __name__(self) -> str:
        """Trainers log a reward under its `__name__`."""
        return self.name

    def walk(self) -> Iterator[Reward]:
        """Yield this reward and every reward below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()

    def named(self, name: str) -> Self:
        """Return the same reward under another name."""
        if not name or not isinstance(name, str):
            raise DefinitionError(f"a reward's name must be non-empty text, not {name!r}")
        if name == self.name:
            return self
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__)
        twin.__dict__.pop("_fingerprint", None)
        twin.name = name
        return twin

    # --- saving ----------------------------------------------------------------
    def spec(self) -> dict[str, Any]:
        """Return the declarative form: what `load` reads back to an equal reward."""
        from rewardkit.specs.files import dump

        return dump(self)

    def save(self, path: str | Path) -> None:
        """Write the spec to a `.yaml` or `.json` file."""
        from rewardkit.specs.files import save

        save(self, path)

    # --- the algebra -----------------------------------------------------------
    def __add__(self, other: Reward | float) -> Composite:
        from rewardkit.rewards import compose

        return compose.add(self, other)

    def __radd__(self, other: float) -> Composite:
        return self + other

    def __sub__(self, other: Reward | float) -> Composite:
        return self + (-other)

    def __rsub__(self, other: float) -> Composite:
        return (-self) + other

    def __mul__(self, other: Reward | float) -> Composite:
        from rewardkit.rewards import compose

        return compose.multiply(self, other)

    def __rmul__(self, other: float) -> Composite:
        return self * other

    def __neg__(self) -> Composite:
        return self * -1.0

    def __and__(self, other: Reward) -> Composite:
        from rewardkit.rewards import compose

        return compose.minimum(self, other)

    def __or__(self, other: Reward) -> Composite:
        from rewardkit.rewards import compose

        return compose.maximum(self, other)

    def __invert__(self) -> Composite:
        from rewardkit.rewards import compose

        return compose.invert(self)

    def __bool__(self) -> bool:
        raise DefinitionError(
            f"reward {self.name!r} has no truth value. Combine rewards with & | ~, not and/or/not."
        )

    def clip(self, low: float, high: float) -> Composite:
        """Return this reward with values outside `[low, high]` moved to the nearer end."""
        from rewardkit.rewards import compose

        return compose.clip(self, low, high)

    def scale_to(self, low: float, high: float) -> Composite:
        """Return this reward mapped affinely from its range onto `[low, high]`."""
        from rewardkit.rewards import compose

        return compose.scale_to(self, low, high)

    def at_least(self, threshold: float) -> Composite:
        """Return 1 where this reward reaches the threshold, else 0."""
        from rewardkit.rewards import compose

        return compose.at_least(self, threshold)

    def normalise(self, by: str, clip: float = 10.0) -> Composite:
        """Return this reward in units of its own spread: `group`, `running` or `rank`."""
        from rewardkit.rewards import compose

        return compose.normalise(self, by, clip=clip)

    # --- state of running normalisers --------------------------------------------
    def state_dict(self) -> dict[str, Any]:
        """Return the state of every running normaliser, to be saved with a checkpoint."""
        from rewardkit.rewards.normalisers import collect_state

        return collect_state(self)

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Restore what `state_dict` returned; the reward must have the same structure."""
        from rewardkit.rewards.normalisers import restore_state

        restore_state(self, state)

    # --- trainers --------------------------------------------------------------
    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Be a TRL reward function: keyword lists in, a list of floats or None out."""
        if "completions" not in kwargs or args:
            raise TypeError(
                f"reward {self.name!r} was called directly. Use .score(completion=..., ...) for "
                "one completion; trainers call it with completions=[...] by keyword."
            )
        from rewardkit.trainers.trl import call

        return call(self, **kwargs)

    def for_verl(self, missing: str | float = "raise") -> Callable[..., dict[str, float]]:
        """Return a plain `compute_score` function for verl's custom_reward_function.

        Args:
            missing: What a sample without a number becomes: `"raise"`, `"low"` (the low end
                of the range) or a number. verl cannot carry "unknown", so you choose.
        """
        from rewardkit.trainers.verl import compute_score_for

        return compute_score_for(self, missing)

    def __repr__(self) -> str:
        return f"<{self.name} {self.range}>"


def _one(sample: Sample | None, fields: Mapping[str, Any]) -> Sample:
    if sample is None:
        return Sample.from_row(fields)
    if fields:
        raise TypeError(
            f"give a Sample or fields by name, not both (got {', '.join(sorted(fields))})"
        )
    return sample


def as_samples(rows: Sequence[Sample | Mapping[str, Any]]) -> list[Sample]:
    """Return rows as samples; mappings are read by `Sample.from_row`."""
    return [row if isinstance(row, Sample) else Sample.from_row(row) for row in rows]
