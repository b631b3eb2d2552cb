"""The result of an attack: holes, lost right replies, conduct and notes, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from rewardkit.data.sample import Sample


@dataclass(frozen=True, slots=True)
class Hole:
    """One reply that is paid and does not deserve it.

    Attributes:
        kind: `false_pass` earns at least the honest reply's pay; `free_pay` earns a large part of
            it without any answer; `constant` ignores the completion; `two_truths`, `swap`, `near`
            and `part` are paid under two references; `inversion` is a wrong number that earns as
            much as the right one written otherwise.
        policy: The policy and its variant.
        id: The row.
        completion: The reply.
        value: Its pay.
        honest_value: The pay of the honest reply to this row.
        share: The part of the way from the lowest pay of the row to the honest one.
        component: The component that paid.
        rows: How many rows paid this variant, of how many it was tried on.
        reference: The other reference under which a reply is paid too.
        floor: The lowest pay that any reply to this row got.
        sample: The row with the reply.
    """

    kind: str
    policy: str
    id: str
    completion: str
    value: float
    honest_value: float
    share: float
    component: str
    rows: str = ""
    reference: str = ""
    floor: float = 0.0
    sample: Sample | None = field(default=None, repr=False)

    @property
    def key(self) -> str:
        """The name of the hole in a baseline: kind and policy, without the variant."""
        return f"{self.kind}:{self.policy.partition(':')[0]}"


@dataclass(frozen=True, slots=True)
class FalseFail:
    """A harmless change of a right reply that loses its pay."""

    variant: str
    id: str
    completion: str
    value: float | None
    honest_value: float
    rows: str = ""
    sample: Sample | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Conduct:
    """Something a reward does that no reward should do, with the reply that shows it."""

    kind: str
    detail: str
    id: str = ""
    completion: str = ""
    rows: str = ""


@dataclass(frozen=True, slots=True)
class Attack:
    """The result of an attack.

    Attributes:
        reward: The name of the reward.
        fingerprint: Its fingerprint.
        rows: How many rows it was attacked on.
        holes: Paid replies that do not deserve it.
        false_fails: Harmless changes that lose the pay; they do not fail the attack.
        conduct: Faults of behaviour.
        notes: Sentences that accuse nobody, such as the width of a tolerance.
        known: Keys of findings that the baseline names; they are left out above.
        calls: How many replies were scored.
        seconds: Seconds it took.
        complete: Whether everything was tried within the budget.
    """

    reward: str
    fingerprint: str
    rows: int
    holes: tuple[Hole, ...] = ()
    false_fails: tuple[FalseFail, ...] = ()
    conduct: tuple[Conduct, ...] = ()
    notes: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    calls: int = 0
    seconds: float = 0.0
    complete: bool = True

    @property
    def ok(self) -> bool:
        """Whether nothing was found that the baseline does not know."""
        return not self.holes and not self.conduct

    def without(self, known: Mapping[str, object]) -> Attack:
        """Return the result without the findings of a baseline."""
        holes = tuple(one for one in self.holes if one.key not in known)
        conduct = tuple(one for one in self.conduct if f"conduct:{one.kind}" not in known)
        gone = [one.key for one in self.holes if one.key in known]
        gone += [f"conduct:{one.kind}" for one in self.conduct if f"conduct:{one.kind}" in known]
        return replace(self, holes=holes, conduct=conduct, known=tuple(dict.fromkeys(gone)))

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data for JSON."""
        return {
            "reward": self.reward,
            "fingerprint": self.fingerprint,
            "rows": self.rows,
            "holes": [_data(one) for one in self.holes],
            "false_fails": [_data(one) for one in self.false_fails],
            "conduct": [_data(one) for one in self.conduct],
            "notes": list(self.notes),
            "known": list(self.known),
            "calls": self.calls,
            "seconds": round(self.seconds, 3),
            "complete": self.complete,
        }

    def __str__(self) -> str:
        lines = [f"reward {self.reward!r} on {self.rows} rows: {len(self.holes)} holes"]
        lines += [
            f"  {one.kind} {one.policy} pays {one.value:g} of {one.honest_value:g}"
            f"  {one.completion[:80]!r}"
            for one in self.holes
        ]
        lines += [f"  {one.kind}: {one.detail}" for one in self.conduct]
        return "\n".join(lines)


def _data(one: Hole | FalseFail | Conduct) -> dict[str, Any]:
    found = asdict(replace(one, sample=None)) if not isinstance(one, Conduct) else asdict(one)
    found.pop("sample", None)
    return found
