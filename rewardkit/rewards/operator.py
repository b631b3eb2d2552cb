"""The base class of operators: argument check, range, value, schedule and influence.

An operator is written in one file of `rewardkit.rewards.operators` and entered in `OPERATORS`
there; the engine, specs and `explain` use only this interface.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from rewardkit.data.score import Breakdown, Range, Score
from rewardkit.rewards.combining import combined, finished
from rewardkit.rewards.tree import Asking, Node, Options, Ranges, Samples


class Operator:
    """The meaning of one word of the DSL.

    Attributes:
        word: Its name in Python and in specs.
        partial: Whether children may get only some rows of a batch, so that group keys must be
        fixed before.
        sums: Whether the parts are added to one total.
        pays_beside: Whether a part is paid whatever the values of the other parts are.
        depends: Whether what a part pays is limited by the other parts.
        pointwise: Whether it maps each value of one reward to another.
    """

    word: ClassVar[str]
    partial: ClassVar[bool] = False
    sums: ClassVar[bool] = False
    pays_beside: ClassVar[bool] = False
    depends: ClassVar[bool] = False
    pointwise: ClassVar[bool] = False

    # --- before anything runs -------------------------------------------------------
    def check(self, children: Sequence[Any], options: Options) -> dict[str, Any]:
        """Return the options, checked and complete.

        Raises:
            SpecError: The operator cannot work with these children and options.
        """
        return dict(options)

    def range_of(self, ranges: Ranges, options: Options) -> Range:
        """Return the range of the result from those of the children."""
        raise TypeError(f"operator {self.word!r} declares no range")

    def compares(self, options: Options) -> bool:
        """Return True if the completions of one prompt are compared with each other."""
        return False

    def bind(self, node: Node, samples: Samples) -> None:
        """Check that the samples have every field that the children need.

        Raises:
            BindError: A field or column is in no sample.
        """
        for child in node.children:
            child.bind(samples)

    def fields_read(self, options: Options) -> tuple[str, ...]:
        """Return the names of the fields that the operator itself reads."""
        return ()

    def reading(self, options: Options, columns: Mapping[str, str]) -> dict[str, Any]:
        """Return the options for rows whose fields lie at other paths."""
        return dict(options)

    def written(self, node: Node) -> dict[str, Any]:
        """Return the options that a spec must hold to be read back to an equal reward."""
        return {key: value for key, value in node.options.items() if key != "state"}

    # --- values ---------------------------------------------------------------------
    def combine(self, children: Sequence[Breakdown], options: Options) -> float:
        """Return the value from the children's breakdowns, all of which have values."""
        raise TypeError(f"operator {self.word!r} declares no value")

    def score(self, children: Sequence[Breakdown], options: Options) -> Score:
        """Return the score from the children's breakdowns; a missing value is propagated."""
        return combined(self.combine, children, options)

    async def evaluate(self, node: Node, asking: Asking) -> list[Breakdown]:
        """Return a breakdown for each sample; by default every child scores every sample."""
        columns = await asking.every(node.children)
        return [finished(node, self.score, parts) for parts in zip(*columns, strict=True)]

    # --- contributions ----------------------------------------------------------------
    def shares(
        self, node: Node, parts: Sequence[Breakdown], value: float
    ) -> list[tuple[float, float]]:
        """Return a factor and an addend for each child: `factor * child + addend` adds up to it.

        By default a child that equals the value carries all of it (the last one of several: an
        open gate's `then`), an only child is moved to it, and several share it alike.

        Args:
            node: The composition.
            parts: The breakdown of each child.
            value: The value of the composition.
        """
        found = [(0.0, 0.0)] * len(parts)
        known = [at for at, part in enumerate(parts) if part.score.value is not None]
        equal = [at for at in known if parts[at].score.value == value]
        if equal or len(known) == 1:
            at = equal[-1] if equal else known[0]
            found[at] = (1.0, value - (parts[at].score.value or 0.0))
            return found
        for at in known or range(len(parts)):
            found[at] = (0.0, value / len(known or parts))
        return found

    # --- influence ------------------------------------------------------------------
    def moved(self, node: Node, index: int, width: float) -> float:
        """Return the largest change of a node when one child changes by `width` at most."""
        return width

    def why_never(self, node: Node, index: int) -> str:
        """Return the reason why a child can never change the node's value."""
        return "what it is multiplied with is always 0"

    def is_condition(self, index: int) -> bool:
        """Return True if a child only decides whether another one is paid."""
        return False

    def penalises(self, node: Node, index: int) -> bool:
        """Return True if a higher value of a child lowers the node."""
        return False

    def closed_pay(self, node: Node) -> float | None:
        """Return the value of a closed gate; None if the operator never closes one."""
        return None

    def maps_range(self, node: Node) -> bool:
        """Return True if values are mapped from the declared range of a child."""
        return False


OPERATORS: dict[str, Operator] = {}
"""Every operator by its word; filled by the modules of `rewardkit.rewards.operators`."""


def enter(operator: Operator) -> Operator:
    """Register an operator in `OPERATORS` and return it.

    Raises:
        ValueError: Its word is taken.
    """
    if operator.word in OPERATORS:
        raise ValueError(f"two operators are called {operator.word!r}")
    OPERATORS[operator.word] = operator
    return operator
