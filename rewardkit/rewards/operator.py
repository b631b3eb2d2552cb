"""One word of the DSL: what an operator checks, gives, runs and moves.

An operator is written in one file of `rewardkit.rewards.operators` and entered in `OPERATORS`
there; nothing else in the engine, in specs or in `explain` knows it by its word.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from rewardkit.data.score import Breakdown, Range, Score
from rewardkit.rewards.combining import combined, finished
from rewardkit.rewards.tree import Asking, Node, Options, Ranges, Samples


class Operator:
    """What one word of the DSL means.

    Attributes:
        word: What it is called in Python and in specs.
        partial: Whether children see only some rows of a batch, so that groups must be written
            down before.
        sums: Whether the parts are added to one total.
        pays_beside: Whether a part is paid whatever the other parts come to.
        depends: Whether what a part pays is limited by the other parts.
    """

    word: ClassVar[str]
    partial: ClassVar[bool] = False
    sums: ClassVar[bool] = False
    pays_beside: ClassVar[bool] = False
    depends: ClassVar[bool] = False

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
        """Return whether the completions of one prompt are compared with each other."""
        return False

    def bind(self, node: Node, samples: Samples) -> None:
        """Check that the samples have what the children ask for.

        Raises:
            BindError: A field or column is in no sample.
        """
        for child in node.children:
            child.bind(samples)

    def written(self, node: Node) -> dict[str, Any]:
        """Return the options that a spec must hold to be read back to an equal reward."""
        return {key: value for key, value in node.options.items() if key != "state"}

    # --- values ---------------------------------------------------------------------
    def combine(self, children: Sequence[Breakdown], options: Options) -> float:
        """Return the value from the children's breakdowns, all of which have values."""
        raise TypeError(f"operator {self.word!r} declares no value")

    def score(self, children: Sequence[Breakdown], options: Options) -> Score:
        """Return the score from the children's breakdowns; a missing value is carried on."""
        return combined(self.combine, children, options)

    async def evaluate(self, node: Node, asking: Asking) -> list[Breakdown]:
        """Return a breakdown for each sample; by default every child sees every sample."""
        columns = await asking.every(node.children)
        return [finished(node, self.score, parts) for parts in zip(*columns, strict=True)]

    # --- influence ------------------------------------------------------------------
    def moved(self, node: Node, index: int, width: float) -> float:
        """Return the most a node moves when one child moves by up to `width`, others at will."""
        return width

    def why_never(self, node: Node, index: int) -> str:
        """Say why a child can never move the node."""
        return "what it is multiplied with is always 0"

    def is_condition(self, index: int) -> bool:
        """Return whether a child only decides if another one is paid."""
        return False

    def penalises(self, node: Node, index: int) -> bool:
        """Return whether a higher value of a child lowers the node."""
        return False

    def closed_pay(self, node: Node) -> float | None:
        """Return what is paid behind a closed gate; None where nothing is ever closed."""
        return None

    def maps_range(self, node: Node) -> bool:
        """Return whether values are mapped from the declared range of a child."""
        return False


OPERATORS: dict[str, Operator] = {}
"""Every operator by its word; filled by the modules of `rewardkit.rewards.operators`."""


def enter(operator: Operator) -> Operator:
    """Enter an operator in the table and return it.

    Raises:
        ValueError: Its word is taken.
    """
    if operator.word in OPERATORS:
        raise ValueError(f"two operators are called {operator.word!r}")
    OPERATORS[operator.word] = operator
    return operator
