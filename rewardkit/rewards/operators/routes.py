"""Routes: the reward chosen by the value of a dataset column."""

from __future__ import annotations

from typing import Any, ClassVar

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown, Range, Score
from rewardkit.errors import BindError, SpecError, closest
from rewardkit.rewards.arguments import usable
from rewardkit.rewards.base import Composite, Reward, make
from rewardkit.rewards.binding import has_field, known_fields
from rewardkit.rewards.columns import Columns, composed, value_at
from rewardkit.rewards.combining import breakdown_of
from rewardkit.rewards.interval_arithmetic import hull
from rewardkit.rewards.operator import Operator, enter
from rewardkit.rewards.tree import Asking, Node, Options, Ranges, Samples


class Where(Operator):
    """The reward that the value of a column names."""

    word: ClassVar[str] = "where"
    partial: ClassVar[bool] = True

    def range_of(self, ranges: Ranges, options: Options) -> Range:
        """Return the hull of the ranges."""
        return hull(ranges)

    def fields_read(self, options: Options) -> tuple[str, ...]:
        """Return the name of the column."""
        return (options["column"],)

    def reading(self, options: Options, columns: Columns) -> dict[str, Any]:
        """Return the options with the column at its path."""
        led = composed(columns, {"column": options["column"]})
        return {**options, "column": led["column"]}

    def bind(self, node: Node, samples: Samples) -> None:
        """Check the column, and each route against the samples that take it."""
        column = node.options["column"]
        if samples and not any(_has(sample, column) for sample in samples):
            known = known_fields(samples[0])
            raise BindError(
                f"{node.name!r} routes by the column {column!r}, which the data does not have."
                f"{closest(column.partition('.')[0], known)}",
                advice=f" Say where it is: .with_columns({column}='COLUMN').",
                option=f" Say where it is: --column {column}=COLUMN, or a path as `column` in the "
                "spec.",
            )
        for index, child in enumerate(node.children):
            child.bind([sample for sample in samples if route_of(node, sample) == index])

    async def evaluate(self, node: Node, asking: Asking) -> list[Breakdown]:
        """Evaluate each route on its rows; a row without a route is an error."""
        taken = [route_of(node, sample) for sample in asking.samples]
        rows_of: list[list[int]] = [[] for _ in node.children]
        for row, route in enumerate(taken):
            if route is not None:
                rows_of[route].append(row)
        found: dict[int, Breakdown] = {}
        for child, rows in zip(node.children, rows_of, strict=True):
            found.update(await asking.rows(child, rows))
        blanks = [child.skipped() for child in node.children]
        out = []
        for row, route in enumerate(taken):
            parts = list(blanks)
            if route is None:
                score = _no_route(node, asking.samples[row])
            else:
                parts[route] = found[row]
                score = found[row].score
            out.append(breakdown_of(node, score, parts))
        return out


enter(Where())


def route_of(node: Node, sample: Sample) -> int | None:
    """Return the index of the child that scores a sample, or None."""
    value = _routed_by(node, sample)
    routes: tuple[str, ...] = node.options["routes"]
    if value is not None and str(value) in routes:
        return routes.index(str(value))
    if isinstance(value, bool) and str(value).lower() in routes:
        return routes.index(str(value).lower())  # as JSON and YAML write it
    return len(routes) if node.options["otherwise"] else None


def _routed_by(node: Node, sample: Sample) -> Any:
    column = node.options["column"]
    if has_field(sample, column):
        return sample.field(column)
    return value_at(sample, column) if _has(sample, column) else None


def _has(sample: Sample, column: str) -> bool:
    if has_field(sample, column):
        return True
    try:
        value_at(sample, column)
    except KeyError:
        return False
    return True


def _no_route(node: Node, sample: Sample) -> Score:
    detail = (
        f"column {node.options['column']!r} is {_routed_by(node, sample)!r}; routes are "
        f"{', '.join(node.options['routes'])}"
    )
    return Score.error("no_route", detail)


def where(column: str, *, otherwise: Reward | None = None, **routes: Reward) -> Composite:
    """Choose the reward by the value of a dataset column.

    Args:
        column: The column whose value is the name of a route, or the path of one
            (`metadata.kind`).
        otherwise: The reward for any other value; without it such a sample is an error.
        **routes: The reward for each value.

    Raises:
        SpecError: There is no route.
    """
    if not routes:
        raise SpecError(f"where({column!r}) needs at least one route: value=reward")
    for name, child in routes.items():
        usable(f"where route {name!r}", child)
    children = [child.named(name) for name, child in routes.items()]
    if otherwise is not None:
        children.append(otherwise.named("otherwise"))
    options = {"column": column, "routes": tuple(routes), "otherwise": otherwise is not None}
    return make("where", children, options)
