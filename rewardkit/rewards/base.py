"""The base class of rewards, and the composite: a tree of leaves and operators."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Never, Self, Unpack, cast

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown, Range, Score
from rewardkit.errors import BindError, DefinitionError, SpecError
from rewardkit.rewards import columns, deadlines, for_trainers, notebook
from rewardkit.rewards.arguments import divisor, no_quotient, number, usable
from rewardkit.rewards.given import one_sample
from rewardkit.rewards.operator import OPERATORS, Operator
from rewardkit.rewards.ports import ScoreOptions, ports
from rewardkit.rewards.running_states import (
    collect_state,
    restore_state,
    state_of,
    with_distinct_states,
    with_own_states,
)
from rewardkit.rewards.tree import Samples


class Reward:
    """A function from a completion to a number, with a range and a fingerprint; composable.

    Rewards are immutable. Two are equal when they would score alike: same code, settings,
    structure and names.

    Attributes:
        name: The name in breakdowns, tables and trainer logs.
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
        return ports().score_one(self, one_sample(sample, fields))

    async def ascore(self, sample: Sample | None = None, /, **fields: Any) -> Breakdown:
        """Score one completion without blocking the running event loop."""
        return (await ports().ascore(self, [one_sample(sample, fields)]))[0]

    def score_many(
        self, samples: Iterable[Sample | Mapping[str, Any]], **options: Unpack[ScoreOptions]
    ) -> list[Breakdown]:
        """Score many completions, in input order; options are those of `rewardkit.score`."""
        return ports().score(self, samples, options)

    # --- facts that callers need of a tree -----------------------------------------------
    @property
    def missing_settings(self) -> list[str]:
        """Required settings that have not been given; only a leaf has any."""
        return []

    @property
    def compares(self) -> bool:
        """Whether this reward itself compares the completions of one prompt."""
        return False

    @property
    def needs_groups(self) -> bool:
        """Whether a batch may not be cut inside a group."""
        return any(part.compares for part in self.walk())

    def skipped(self) -> Breakdown:
        """Return the breakdown of this reward for a sample on which it was not run."""
        score = Score(None, "abstain", "skipped")
        return Breakdown(self.name, score, (), None, self.range, self.fingerprint)

    def bind(self, samples: Samples) -> None:
        """Check that the samples have every field the reward needs, before anything is scored.

        Raises:
            BindError: A field or column is in no sample, or the reward needs groups and the samples
                have none.
        """
        nameless = all(sample.group is None and not sample.prompt for sample in samples)
        if nameless and len(samples) > 1 and self.compares:
            raise BindError(
                f"{self.name!r} compares the completions of one prompt, and no row says which "
                "that is. Give each row a `group` or a `prompt`."
            )

    # --- identity --------------------------------------------------------------
    def identity(self) -> dict[str, Any]:
        """Return code, settings and structure as plain data: all that decides the score."""
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
        """The name in trainer logs; a spec file that names no root is called like the file."""
        unnamed = self.name == getattr(self, "op", None)
        return str(self.__dict__.get("origin") or self.name) if unnamed else self.name

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

    # --- the places of fields in rows --------------------------------------------
    with_columns = columns.with_columns

    def reading(self, columns: Mapping[str, str]) -> Reward:
        """Return this reward for rows whose fields lie at other paths; others are ignored."""
        return self

    def fields_read(self) -> tuple[str, ...]:
        """Return the names of the fields that this reward itself, not a child, reads."""
        return ()

    with_timeout = deadlines.with_timeout

    # --- saving ----------------------------------------------------------------
    def spec(self) -> dict[str, Any]:
        """Return the declarative form, which `load` reads back to an equal reward."""
        return ports().dump(self)

    def save(self, path: str | Path) -> None:
        """Write the spec to a `.yaml` or `.json` file."""
        ports().save(self, path)

    # --- the algebra -----------------------------------------------------------
    def __add__(self, other: Reward | float) -> Composite:
        if isinstance(other, Reward):
            return make("sum", (self, other), {})
        return make("affine", (self,), {"times": 1.0, "plus": number("+", "the other side", other)})

    def __radd__(self, other: float) -> Composite:
        return self + other

    def __sub__(self, other: Reward | float) -> Composite:
        return self + (-other)

    def __rsub__(self, other: float) -> Composite:
        return (-self) + other

    def __mul__(self, other: Reward | float) -> Composite:
        if isinstance(other, Reward):
            return make("product", (self, other), {})
        return make("affine", (self,), {"times": number("*", "the other side", other), "plus": 0.0})

    def __rmul__(self, other: float) -> Composite:
        return self * other

    def __truediv__(self, other: float) -> Composite:
        return make("affine", (self,), {"times": 1 / divisor(self.name, other), "plus": 0.0})

    def __rtruediv__(self, other: Never) -> Composite:
        raise SpecError(no_quotient(self.name))

    def __neg__(self) -> Composite:
        return self * -1.0

    def __and__(self, other: Reward) -> Composite:
        return make("minimum", (self, other), {})

    def __or__(self, other: Reward) -> Composite:
        return make("maximum", (self, other), {})

    def __invert__(self) -> Composite:
        return make("invert", (self,), {})

    def __bool__(self) -> bool:
        raise DefinitionError(
            f"reward {self.name!r} has no truth value. Combine rewards with & | ~, not and/or/not."
        )

    def clip(self, low: float, high: float) -> Composite:
        """Return this reward with values outside `[low, high]` moved to the nearer end."""
        return make("clip", (self,), {"low": low, "high": high})

    def scale_to(self, low: float, high: float) -> Composite:
        """Return this reward mapped affinely from its range onto `[low, high]`."""
        return make("scale_to", (self,), {"low": low, "high": high})

    def at_least(self, threshold: float) -> Composite:
        """Return 1 where this reward reaches the threshold, else 0."""
        return make("at_least", (self,), {"threshold": threshold})

    def normalise(self, by: str, clip: float = 10.0) -> Composite:
        """Return this reward in units of its own spread: `group`, `running` or `rank`."""
        return make("normalise", (self,), {"by": by, "clip": clip})

    # --- state of running normalisers --------------------------------------------
    def state_dict(self) -> dict[str, Any]:
        """Return the state of every running normaliser, to be saved with a checkpoint."""
        return collect_state(self)

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Restore what `state_dict` returned; the reward must have the same structure."""
        restore_state(self, state)

    # --- trainers --------------------------------------------------------------
    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Score a batch for TRL: keyword lists in, a list of floats or None out."""
        if "completions" not in kwargs or args:
            raise TypeError(
                f"reward {self.name!r} was called directly. Use .score(completion=..., ...) for "
                "one completion; trainers call it with completions=[...] by keyword."
            )
        return ports().trl(self, kwargs)

    for_trl = for_trainers.for_trl
    for_verl = for_trainers.for_verl
    for_openrlhf = for_trainers.for_openrlhf
    for_skyrl = for_trainers.for_skyrl
    for_slime = for_trainers.for_slime
    for_nemo_rl = for_trainers.for_nemo_rl
    for_nemo_gym = for_trainers.for_nemo_gym
    for_verifiers = for_trainers.for_verifiers
    for_art = for_trainers.for_art
    for_rllm = for_trainers.for_rllm
    for_tinker = for_trainers.for_tinker
    for_ms_swift = for_trainers.for_ms_swift
    for_areal = for_trainers.for_areal
    for_openenv = for_trainers.for_openenv
    for_atropos = for_trainers.for_atropos

    __repr__ = notebook.short
    _repr_html_ = notebook.html


class Composite(Reward):
    """A reward that combines others by one operator.

    Attributes:
        op: The operator's word, a key of `rewardkit.rewards.operator.OPERATORS`.
        operator: The operator itself.
        options: Its options, such as weights or thresholds.
    """

    def __init__(self, op: str, children: Sequence[Reward], options: Mapping[str, Any]) -> None:
        self.op = op
        self.operator: Operator = OPERATORS[op]
        self.name = op
        self.children = tuple(children)
        for child in self.children:
            usable(op, child)
        self.options = self.operator.check(self.children, options)
        self.range = self.operator.range_of([child.range for child in self.children], self.options)
        if math.isnan(self.range.low) or math.isnan(self.range.high):
            raise SpecError(f"{op}: the range of the result is not a number; clip its children")

    @property
    def weights(self) -> tuple[float, ...]:
        """The weight of each child; empty where the operator has none."""
        return cast("tuple[float, ...]", self.options.get("weights", ()))

    @property
    def component(self) -> bool:
        """Whether it is a map of one reward that was given a name of its own."""
        return self.operator.pointwise and self.name != self.op

    @property
    def compares(self) -> bool:
        """Whether the operator compares the completions of one prompt."""
        return self.operator.compares(self.options)

    def bind(self, samples: Samples) -> None:
        """Check that the samples have every field that a child needs."""
        super().bind(samples)
        self.operator.bind(self, samples)

    def reading(self, columns: Mapping[str, str]) -> Composite:
        """Return this reward for rows whose fields lie at other paths; others are ignored."""
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__)
        twin.__dict__.pop("_fingerprint", None)
        twin.children = tuple(child.reading(columns) for child in self.children)
        twin.options = self.operator.reading(self.options, columns)
        return twin

    def fields_read(self) -> tuple[str, ...]:
        """Return the name of the column by which the operator chooses, if it does."""
        return self.operator.fields_read(self.options)

    def identity(self) -> dict[str, Any]:
        """Return operator, options and the identities and names of the children."""
        return {
            "op": self.op,
            "options": {key: value for key, value in self.options.items() if key != "state"},
            "children": [[child.name, child.identity()] for child in self.children],
        }

    def skipped(self) -> Breakdown:
        """Return the breakdown of this composition for a sample on which it was not run."""
        weights = self.weights
        children = tuple(
            child.skipped().renamed(child.name, weights[index] if weights else None)
            for index, child in enumerate(self.children)
        )
        blank, mark = Score(None, "abstain", "skipped"), self.fingerprint
        return Breakdown(self.name, blank, children, None, self.range, mark, self.component)

    def __reduce__(self) -> tuple[Any, ...]:
        options = {key: value for key, value in self.options.items() if key != "state"}
        state = self.options.get("state")
        seen = None if state is None else state.state_dict()
        kept = {"origin": self.__dict__.get("origin")}
        return _rebuild, (self.op, self.children, options, self.name, seen), kept

    def named(self, name: str) -> Self:
        """Return the same reward under another name.

        Its running normalisers start as copies of those of this reward and are independent
        afterwards.
        """
        twin = super().named(name)
        if twin is self or not any(map(state_of, self.walk())):
            return twin
        return with_own_states(twin)


def make(op: str, children: Sequence[Reward], options: Mapping[str, Any]) -> Composite:
    """Build a composition by its operator's word; running normalisers start without state.

    Raises:
        SpecError: A child is no usable reward, or the operator refuses children or options.
    """
    made = Composite(op, children, options)
    made.children = tuple(with_distinct_states(made.children))
    return made


def _rebuild(
    op: str,
    children: Sequence[Reward],
    options: Mapping[str, Any],
    name: str,
    seen: Mapping[str, float] | None = None,
) -> Reward:
    made = make(op, children, options)
    made.name = name
    if seen is not None:
        made.options["state"].load_state_dict(seen)
    return made
