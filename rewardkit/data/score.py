"""The score of one sample: a number, or a reason code where there is no number."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple, get_args

from rewardkit.data import notebook
from rewardkit.data.steps import Steps, levels, written

Status = Literal["ok", "unparsed", "abstain", "error", "timeout"]
STATUSES: tuple[Status, ...] = get_args(Status)
# Which status a composed score takes when its children differ: the leftmost wins.
PRECEDENCE: tuple[Status, ...] = ("error", "timeout", "abstain", "unparsed", "ok")
_NOTHING: Mapping[str, Any] = {}


class Range(NamedTuple):
    """The closed interval in which the values of a reward lie; an end may be infinite.

    Example:
        >>> Range(-1.0, 3.0).span
        4.0
        >>> Range(0.0, 1.0).hull(Range(-2.0, 0.5))
        Range(low=-2.0, high=1.0)
    """

    low: float
    high: float

    @property
    def span(self) -> float:
        """The width of the interval."""
        return self.high - self.low

    @property
    def bounded(self) -> bool:
        """Whether both ends are finite."""
        return math.isfinite(self.low) and math.isfinite(self.high)

    def hull(self, other: Range) -> Range:
        """Return the smallest interval that holds both."""
        return Range(min(self.low, other.low), max(self.high, other.high))

    def __str__(self) -> str:
        return f"[{self.low:g}, {self.high:g}]"


UNIT = Range(0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Score:
    """The result of one reward on one sample.

    A failure is never a zero: `error` and `abstain` carry no number at all.

    | status | value | meaning |
    | --- | --- | --- |
    | `ok` | a number in the range | judged; *wrong* is ok with the low end |
    | `unparsed` | the low end | the completion cannot be parsed: the policy's fault |
    | `abstain` | None | the reward does not apply to this sample |
    | `error` | None | the reward or its infrastructure failed |
    | `timeout` | None, or the low end where the time limit is part of the task | too slow |

    Example:
        >>> Score.ok(0.5)
        Score(value=0.5, status='ok', reason='', detail='', seconds=0.0)
        >>> Score.error("judge_outage").value is None
        True
    """

    value: float | None
    status: Status = "ok"
    reason: str = ""
    """A short stable code, such as `no_number`; empty when there is nothing to say."""
    detail: str = ""
    """A sentence for a person; not stable."""
    seconds: float = field(default=0.0, compare=False)
    extra: Mapping[str, Any] = field(default_factory=lambda: _NOTHING, compare=False, repr=False)
    """Anything else the verifier wants to show, such as what was extracted from where."""
    steps: Steps = field(default=(), repr=False)
    """Values of parts of the completion: `(end offset, value)` pairs with rising ends."""

    @classmethod
    def ok(
        cls,
        value: float,
        reason: str = "",
        detail: str = "",
        extra: Mapping[str, Any] = _NOTHING,
        steps: Steps = (),
    ) -> Score:
        """Return a judged score."""
        return cls(float(value), "ok", reason, detail, extra=extra, steps=steps)

    @classmethod
    def unparsed(cls, reason: str, detail: str = "", extra: Mapping[str, Any] = _NOTHING) -> Score:
        """Return the score of an unparsable completion; the Reward fills in its low end."""
        return cls(None, "unparsed", reason, detail, extra=extra)

    @classmethod
    def abstain(cls, reason: str, detail: str = "") -> Score:
        """Return the score of a sample to which the reward does not apply."""
        return cls(None, "abstain", reason, detail)

    @classmethod
    def error(cls, reason: str, detail: str = "") -> Score:
        """Return the score of a sample on which the reward or its infrastructure failed."""
        return cls(None, "error", reason, detail)

    @classmethod
    def timeout(cls, reason: str, detail: str = "", value: float | None = None) -> Score:
        """Return the score of a sample that took too long."""
        return cls(value, "timeout", reason, detail)


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A score as a tree, with the scores of its components.

    Example:
        >>> print(Breakdown("exact", Score.ok(1.0), range=Range(0.0, 1.0)))
        exact  1  in [0, 1]
    """

    name: str
    score: Score
    children: tuple[Breakdown, ...] = ()
    weight: float | None = None
    range: Range = UNIT
    fingerprint: str = field(default="", repr=False)
    component: bool = field(default=False, repr=False)
    """Whether its author named this map of one reward, so that it is logged instead of the leaf."""

    @property
    def value(self) -> float | None:
        """The total, or None when there is none."""
        return self.score.value

    @property
    def status(self) -> Status:
        """The status of the total."""
        return self.score.status

    @property
    def reason(self) -> str:
        """The reason code of the total."""
        return self.score.reason

    @property
    def detail(self) -> str:
        """The sentence that explains the total."""
        return self.score.detail

    @property
    def seconds(self) -> float:
        """Wall-clock seconds spent on this score, children included."""
        return self.score.seconds

    @property
    def steps(self) -> Steps:
        """The values of parts of the completion as `(end offset, value)`; empty without any."""
        return self.score.steps

    def values_at(self, ends: Sequence[int]) -> list[float] | None:
        """Return the value of the step at each of some rising offsets, such as ends of tokens.

        Past the last step, and without steps, it is the total; None where there is no total.

        Example:
            >>> found = Breakdown("r", Score.ok(0.5, steps=((4, 1.0), (9, 0.0))))
            >>> found.values_at([2, 4, 7, 12])
            [1.0, 1.0, 0.0, 0.5]
        """
        return None if self.value is None else levels(self.steps, self.value, ends)

    @property
    def components(self) -> dict[str, float | None]:
        """The value of every leaf by name, dotted where names repeat; the same keys every time.

        A map of one reward (`scale_to`, `clip`, `times` and `plus`, ...) that was given a name
        stands for its leaf.
        """
        return {name: node.score.value for name, node in self._nodes().items()}

    def leaves(self) -> dict[str, Breakdown]:
        """Return the breakdowns behind `components`, keyed by their names."""
        found = self._nodes().items()
        return {name: _with_extra(node) if node.children else node for name, node in found}

    def _nodes(self) -> dict[str, Breakdown]:
        found = list(_walk(self, ()))
        plain = [path[-1] for path, _ in found]
        named: dict[str, Breakdown] = {}
        for path, leaf in found:
            name = path[-1] if plain.count(path[-1]) == 1 else ".".join(path)
            base, turn = name, 2
            while name in named:
                name, turn = f"{base}#{turn}", turn + 1
            named[name] = leaf
        return named

    def to_dict(self) -> dict[str, Any]:
        """Return the tree as plain data for JSON; `steps` stands only where there are some."""
        steps = {"steps": [list(step) for step in self.steps]} if self.steps else {}
        return {
            "name": self.name,
            "value": self.value,
            "status": self.status,
            "reason": self.reason,
            "detail": self.detail,
            "seconds": self.seconds,
            "weight": self.weight,
            "range": list(self.range),
            **steps,
            "children": [child.to_dict() for child in self.children],
            **({"component": True} if self.component else {}),
        }

    def renamed(self, name: str, weight: float | None = None) -> Breakdown:
        """Return the same tree under another name."""
        return replace(self, name=name, weight=weight)

    def __str__(self) -> str:
        return "\n".join(_lines(self, "", ""))

    def _repr_html_(self) -> str:
        """Return the tree for a notebook: values as bars in their ranges, and the reasons."""
        heads = ("part", "value", "range", "", "weight", "why")
        return notebook.table(heads, list(_html_rows(self, 0)))


def _html_rows(node: Breakdown, depth: int) -> Iterator[list[str]]:
    why: list[str] = [node.status] if node.status != "ok" else []
    why += [part for part in (node.reason, node.detail) if part]
    yield [
        notebook.indented(node.name, depth),
        notebook.number(node.value),
        notebook.text(node.range),
        notebook.bar(node.value, node.range.low, node.range.high),
        "" if node.weight is None else notebook.number(node.weight),
        notebook.text(": ".join(why)),
    ]
    for child in node.children:
        yield from _html_rows(child, depth + 1)


def is_component(node: Breakdown, root: bool) -> bool:
    """Return True for a leaf, and for a named map of one reward; the total is never such a map."""
    return not node.children or (node.component and not root)


def _walk(node: Breakdown, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Breakdown]]:
    here = (*path, node.name)
    if is_component(node, root=not path):
        yield here, node
        return
    for child in node.children:
        yield from _walk(child, here)


def _with_extra(node: Breakdown) -> Breakdown:
    """Return a named map as a leaf that shows what the verifier below it extracted."""
    below = node
    while below.children:
        below = below.children[0]
    return replace(node, score=replace(node.score, extra=below.score.extra), children=())


def _lines(node: Breakdown, lead: str, below: str) -> Iterator[str]:
    value = "none" if node.value is None else f"{node.value:.4g}"
    parts = [f"{node.name}  {value}  in {node.range}"]
    if node.weight is not None:
        parts.append(f"x {node.weight:g}")
    if node.status != "ok":
        parts.append(node.status)
    if node.reason:
        parts.append(f"({node.reason}{': ' + node.detail if node.detail else ''})")
    if node.steps:
        parts.append(f"steps {written(node.steps)}")
    yield lead + "  ".join(parts)
    for index, child in enumerate(node.children):
        last = index == len(node.children) - 1
        yield from _lines(
            child, below + ("└─ " if last else "├─ "), below + ("   " if last else "│  ")
        )
