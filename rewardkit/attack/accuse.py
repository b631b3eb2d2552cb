"""From paid replies to holes: who is paid without deserving it, and by how much."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from rewardkit.attack.honest import Honest, with_text
from rewardkit.attack.process import Shot
from rewardkit.attack.replies import Reply
from rewardkit.attack.result import Hole
from rewardkit.attack.subject import Aim
from rewardkit.data.score import Range

BOUND = 0.25
"""The share of the honest pay that a reply without an answer may earn."""
# Values strictly between nothing and full pay, for one row, from which on a reward is graded.
_LEVELS = 6
_TINY = 1e-9
_LIKE_AN_ECHO = 0.5
_MOST_ROWS = 0.8
_TAGS = re.compile(r"<[^<>]{0,80}>")


@dataclass(frozen=True, slots=True)
class Trial:
    """One reply to one row, scored."""

    row: int
    policy: str
    reply: Reply
    shot: Shot


@dataclass(frozen=True, slots=True)
class Scale:
    """The pay of each row: its lowest value over everything tried, and the honest one."""

    floors: tuple[float, ...]
    tops: tuple[float | None, ...]
    graded: bool
    echo: bool = False
    """Whether a reward without a reference pays for the words of the prompt."""

    def share(self, row: int, value: float) -> float | None:
        """Return the part of the way from the lowest to the honest pay; None where they meet."""
        top = self.tops[row]
        if top is None or top - self.floors[row] <= _TINY:
            return None
        return (value - self.floors[row]) / (top - self.floors[row])

    def gain(self, row: int, value: float) -> float | None:
        """Return the part of the honest pay, from nothing where wrong replies lose something.

        A reward of -1 for wrong, 0 for no answer and 1 for right gives nothing for no answer.
        """
        top = self.tops[row]
        if top is None or not self.floors[row] < 0.0 < top:
            return self.share(row, value)
        return value / top


def scale_of(honest: Honest, trials: Sequence[Trial], aim: Aim, span: Range) -> Scale:
    """Return the scale on which pay is measured.

    Where no honest reply is known to be paid, full pay is the top of the declared range; of a
    reward of the form alone, the highest pay of anything; of an undeclared reward of another
    column, such as tests, the highest pay of anything that is at least 1.
    """
    values: dict[int, set[float]] = defaultdict(set)
    for trial in trials:
        if trial.shot.value is not None:
            values[trial.row].add(round(trial.shot.value, 9))
    tops = list(honest.values)
    for row, top in enumerate(tops):
        if top is not None:
            values[row].add(round(top, 9))
    everywhere = min((min(found) for found in values.values()), default=0.0)
    floors = tuple(min(values[row], default=everywhere) for row in range(len(tops)))
    best = max((max(found) for found in values.values() if found), default=0.0)
    for row, top in enumerate(tops):
        if top is None or top - floors[row] <= _TINY:
            if aim == "form" and best > floors[row] + _TINY:
                tops[row] = best
            elif span.bounded and span.high > floors[row] + _TINY:
                tops[row] = span.high
            elif aim == "constraint" and best >= 1.0 > floors[row] + _TINY:
                tops[row] = best
    inside = [
        sum(floors[row] < value < top for value in values[row])
        for row, top in enumerate(tops)
        if top is not None and len(values[row]) > 1
    ]
    scale = Scale(floors, tuple(tops), bool(inside) and median(inside) >= _LEVELS)
    return replace(scale, echo=aim in ("form", "constraint") and _pays_echoes(trials, scale))


def _pays_echoes(trials: Sequence[Trial], scale: Scale) -> bool:
    """Return True if copies of the prompt are paid in full, and half of all else below a half.

    A reward of the prompt's language, say, pays most replies to some rows alike; one of shared
    words does so on no row.
    """
    copies: list[float] = []
    others: dict[int, list[float]] = defaultdict(list)
    for trial in trials:
        if trial.shot.value is None or (
            (share := scale.share(trial.row, trial.shot.value)) is None
        ):
            continue
        if _is_echo(trial):
            copies.append(share)
        else:
            others[trial.row].append(share)
    low = [median(shares) < _LIKE_AN_ECHO for shares in others.values()]
    paid = bool(copies) and median(copies) >= 1 - _TINY
    return paid and bool(low) and sum(low) >= _MOST_ROWS * len(low)


def _is_echo(trial: Trial) -> bool:
    return (trial.policy, trial.reply.variant) == ("prompt_copy", "prompt")


def accuse(
    honest: Honest,
    trials: Sequence[Trial],
    scale: Scale,
    *,
    bound: float,
    aim: Aim,
    form_alone: bool = False,
) -> tuple[list[Hole], list[str]]:
    """Return the holes that trials prove, one for each policy and kind, and notes.

    Args:
        honest: The honest replies.
        trials: The scored replies.
        scale: The scale of pay.
        bound: The share that a reply without an answer may earn.
        aim: What the reward judges, which decides which replies are wrong.
        form_alone: Whether the author says that the form alone is judged: then an empty form that
            is paid is a note.
    """
    if aim == "penalty" or is_penalty(trials, honest):
        return [], ["a penalty: it never pays more than nothing, so an empty reply keeps it all"]
    if (whole := _constant(honest, trials, scale)) is not None:
        return [whole], []
    groups: dict[tuple[str, str], list[Trial]] = defaultdict(list)
    for trial in trials:
        if trial.shot.value is not None and scale.share(trial.row, trial.shot.value) is not None:
            groups[trial.policy, trial.reply.variant].append(trial)
    found: dict[tuple[str, str], tuple[float, Hole]] = {}
    doubtful: dict[str, list[str]] = defaultdict(list)
    for (policy, variant), group in groups.items():
        for kind, paid, needed in _verdicts(group, scale, bound, aim, policy):
            if len(paid) < needed:
                continue
            if group[0].reply.proof == "doubtful" or (
                aim == "form" and form_alone and group[0].reply.text.strip()
            ):
                doubtful[policy].append(variant)
                continue
            hole = _hole(kind, f"{policy}: {variant}", paid, len(group), honest, scale)
            weight = len(paid) / len(group) + 1e-6 * hole.share - 1e-9 * len(hole.completion)
            key = kind, policy
            if key not in found or weight > found[key][0]:
                found[key] = weight, hole
    notes = [f"{policy} is paid: {', '.join(which)}" for policy, which in doubtful.items()]
    full = {policy for kind, policy in found if kind == "false_pass"}
    kept = [
        hole
        for (kind, policy), (_, hole) in found.items()
        if kind != "free_pay" or policy not in full
    ]
    return sorted(kept, key=lambda one: (-one.share, one.policy)), notes


def is_penalty(trials: Sequence[Trial], honest: Honest) -> bool:
    """Return True if nothing is ever paid, honest replies included, and something is deducted."""
    shots = [*(trial.shot for trial in trials), *honest.shots, *honest.own]
    values = [shot.value for shot in shots if shot.value is not None]
    return bool(values) and min(values) < max(values) - _TINY and max(values) <= _TINY


def enough(tried: int) -> int:
    """Return the number of rows that must be paid for an accusation.

    Each reply is wrong by construction; a second row guards against one odd reference.
    """
    return tried if tried <= 2 else max(2, math.ceil(0.05 * tried))


def _verdicts(
    group: Sequence[Trial], scale: Scale, bound: float, aim: Aim, policy: str
) -> Iterable[tuple[str, list[Trial], int]]:
    proof = group[0].reply.proof
    if aim == "form" and not (
        proof == "vacuous"
        or (proof == "filler" and policy == "markup" and _is_bare(group[0].reply.text))
        or (scale.echo and _is_echo(group[0]))
    ):
        return
    if aim == "constraint" and not (
        policy in ("code_tricks", "shortcut", "denied_terms", "repeated_item")
        or (policy == "empty" and not group[0].reply.text.strip())
        or (scale.echo and _is_echo(group[0]))
    ):
        return  # a reply without content may well keep to a number of words
    shares = {id(one): scale.share(one.row, one.shot.value or 0.0) or 0.0 for one in group}
    tried = len(group)
    full = [one for one in group if shares[id(one)] >= 1 - _TINY]
    yield "false_pass", full, enough(tried)
    if policy == "empty" and not group[0].reply.text.strip():
        # Of a reward that never falls low, nearly all is paid for nothing.
        kept = [one for one in group if _kept(one, scale) > 3 * bound + _TINY]
        yield "free_pay", kept, max(min(2, tried), math.ceil(0.8 * tried))
    if aim != "answer" or proof not in ("vacuous", "filler"):
        return
    if scale.graded and proof == "filler":
        return
    # A graded reward pays every text a little; three times the bound is no likeness.
    allowed = 3 * bound if scale.graded else bound if proof == "vacuous" else 2 * bound
    part = [
        one
        for one in group
        if (scale.gain(one.row, one.shot.value or 0.0) or 0.0) > allowed + _TINY
    ]
    yield "free_pay", part, max(min(2, tried), math.ceil(0.8 * tried))


def _kept(trial: Trial, scale: Scale) -> float:
    """Return the part of the honest pay that a reply earns, measured from zero."""
    top, value = scale.tops[trial.row] or 0.0, trial.shot.value or 0.0
    return value / top if top > _TINY and scale.floors[trial.row] >= -_TINY else 0.0


def _is_bare(text: str) -> bool:
    """Return True if a reply has nothing but tags and signs: what a form is to hold is missing.

    A reward of the form alone cannot tell a placeholder from an answer.
    """
    return not any(sign.isalnum() for sign in _TAGS.sub("", text))


def _constant(honest: Honest, trials: Sequence[Trial], scale: Scale) -> Hole | None:
    """Return the hole of a reward that pays every reply to a row alike."""
    seen: dict[int, set[float]] = defaultdict(set)
    for trial in trials:
        if trial.shot.value is not None:
            seen[trial.row].add(round(trial.shot.value, 9))
    for row, top in enumerate(honest.values):
        if top is not None and seen[row]:
            seen[row].add(round(top, 9))
    if not seen or any(len(values) > 1 for values in seen.values()):
        return None
    told = [trial for trial in trials if trial.shot.value is not None]
    if len({trial.reply.text for trial in told}) < 5:
        return None
    one = min(told, key=lambda trial: (-(trial.shot.value or 0.0), len(trial.reply.text)))
    if (
        len({trial.shot.value for trial in told}) == 1
        and (one.shot.value or 0.0) <= scale.floors[0]
    ):
        lowest = min(scale.floors)
        if one.shot.value == lowest <= 0.0:
            return None  # nothing is ever paid: a note says so, nobody is accused
    value = one.shot.value or 0.0
    return Hole(
        "constant",
        f"{one.policy}: {one.reply.variant}",
        _label(honest, one.row),
        one.reply.text,
        value,
        value,
        1.0,
        component_of(one.shot),
        f"{len(seen)} of {len(seen)}",
        floor=value - 1.0,
        sample=with_text(honest.rows[one.row].sample, one.reply.text),
    )


def _hole(
    kind: str, policy: str, paid: Sequence[Trial], tried: int, honest: Honest, scale: Scale
) -> Hole:
    def order(one: Trial) -> tuple[float, int]:
        return -(scale.share(one.row, one.shot.value or 0.0) or 0.0), len(one.reply.text)

    best = min(paid, key=order)
    value, top = best.shot.value or 0.0, scale.tops[best.row] or 0.0
    return Hole(
        kind,
        policy,
        _label(honest, best.row),
        best.reply.text,
        value,
        top,
        round(scale.share(best.row, value) or 0.0, 4),
        component_of(best.shot),
        f"{len(paid)} of {tried}",
        floor=scale.floors[best.row],
        sample=with_text(honest.rows[best.row].sample, best.reply.text),
    )


def component_of(shot: Shot) -> str:
    """Return the component with the highest value, or an empty text for a reward of one part."""
    known = {name: value for name, value in shot.parts.items() if value is not None}
    return max(known, key=lambda name: known[name]) if known else ""


def _label(honest: Honest, row: int) -> str:
    return honest.rows[row].sample.id or str(row)
