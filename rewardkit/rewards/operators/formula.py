"""`formula`: named rewards combined by a formula that is written as text."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from rewardkit.data.score import Breakdown, Range
from rewardkit.errors import SpecError, closest
from rewardkit.rewards.base import Composite, Reward, make
from rewardkit.rewards.combining import values
from rewardkit.rewards.formulas import (
    BadFormula,
    Term,
    range_of_formula,
    read_formula,
    value_of,
)
from rewardkit.rewards.operator import Operator, enter
from rewardkit.rewards.tree import Node, Options, Ranges


class Formula(Operator):
    """Rewards combined by a formula."""

    word: ClassVar[str] = "formula"
    depends: ClassVar[bool] = True

    def check(self, children: Sequence[Any], options: Options) -> dict[str, Any]:
        """Return the formula and the names of the children; the names must be the formula's.

        Raises:
            SpecError: The text is no formula, or it and the parts name different things.
        """
        names = [child.name for child in children]
        text = options["expression"]
        if not isinstance(text, str):
            raise SpecError(f"formula: the expression must be text, not {text!r}")
        try:
            term = read_formula(text)
        except BadFormula as error:
            raise SpecError(f"formula {text[:60]!r}: {error}") from None
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise SpecError(f"formula: two parts are called {twice[0]!r}")
        for name in sorted(term.names()):
            if name not in names:
                raise SpecError(f"formula: no part is called {name!r}.{closest(name, names)}")
        for name in names:
            if name not in term.names():
                raise SpecError(f"formula: the part {name!r} does not occur in {text[:60]!r}")
        return {"expression": text, "names": tuple(names)}

    def range_of(self, ranges: Ranges, options: Options) -> Range:
        """Return a range that holds every value, by interval arithmetic."""
        return range_of_formula(_term(options), _named(options, ranges))

    def combine(self, children: Sequence[Breakdown], options: Options) -> float:
        """Return the value; an unreadable child counts at whichever end makes it lowest."""
        numbers = values(children)
        if all(child.score.status != "unparsed" for child in children):
            return value_of(_term(options), _named(options, numbers))
        ends = [
            child.range if child.score.status == "unparsed" else Range(value, value)
            for child, value in zip(children, numbers, strict=True)
        ]
        low = range_of_formula(_term(options), _named(options, ends)).low
        return low if math.isfinite(low) else value_of(_term(options), _named(options, numbers))

    def written(self, node: Node) -> dict[str, Any]:
        """Return the formula; the names are those of the parts."""
        return {"expression": node.options["expression"]}

    def moved(self, node: Node, index: int, width: float) -> float:
        """Return the share of the range that the child can cover while the others stand still."""
        ranges = [child.range for child in node.children]
        if not all(one.bounded for one in ranges) or not ranges[index].span:
            return float(node.range.span)
        widest = 0.0
        for corner in range(2 ** min(len(ranges), 6)):
            fixed = [
                one if at == index else Range(*(2 * (one[corner >> at & 1],)))
                for at, one in enumerate(ranges)
            ]
            found = range_of_formula(_term(node.options), _named(node.options, fixed))
            widest = max(widest, found.span)
        return float(min(node.range.span, widest) * min(1.0, width / ranges[index].span))

    def why_never(self, node: Node, index: int) -> str:
        """Say that the formula is constant in the child."""
        return "the formula gives the same value whatever it is"


def _term(options: Options) -> Term:
    return read_formula(options["expression"])


def _named(options: Options, things: Sequence[Any]) -> Mapping[str, Any]:
    return dict(zip(options["names"], things, strict=True))


enter(Formula())


def formula(expression: str, /, **parts: Reward) -> Composite:
    """Combine rewards by a formula of their names.

    The formula knows `+ - * / ^`, parentheses, and `min max abs floor ceil exp sqrt log`. It is
    parsed, and never run as code. Where it has no value, as after a division by zero, the result
    is the error `not_finite`.

    Args:
        expression: The formula, such as `"0.7 * right + 0.3 * min(short, clear)"`.
        **parts: The rewards by the names that the formula uses.

    Raises:
        SpecError: It is no formula, or names other parts than were given.
    """
    named = [part.named(name) for name, part in parts.items()]
    return make("formula", named, {"expression": expression})
