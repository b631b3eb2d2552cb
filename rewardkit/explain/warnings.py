"""The warnings of `rewardkit explain`: one function for each."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from rewardkit.explain.influence import Step, moved, reach, share
from rewardkit.rewards.base import Composite, Reward
from rewardkit.rewards.function import FunctionReward

# Verifiers of these kinds alone can pay a completion that does not address the question; a control
# does so unless it reads the answer.
FORM_KINDS = ("form", "penalty")
# Fields of plain text: a reward that reads no other field cannot know the answer.
TEXT_FIELDS = {"completion", "prompt", "messages"}
# Contributions that differ by this factor are no longer of one scale.
UNLIKE = 2.0


@dataclass(frozen=True, slots=True)
class Warn:
    """One warning: a property of a reward that its author may not have intended.

    Attributes:
        code: A stable word: `never_matters`, `dominates`, `unlike_scales`, `low_scores_equal`,
            `reads_no_answer`, `pays_without_answer` or `normalised_twice`.
        path: Where in the tree, as names from the root.
        message: What it means and what to do.
    """

    code: str
    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Found:
    """One reward of the tree and the path to it."""

    reward: Reward
    steps: tuple[Step, ...]
    path: str


def warnings_of(reward: Reward, dominant: float) -> Iterator[Warn]:
    """Yield every warning about a reward, from the root down, kind by kind."""
    tree = list(_walk(reward, (), ""))
    for found in tree:
        yield from _never_matters(found)
    for found in tree:
        yield from _uneven_sum(found, dominant)
    for found in tree:
        yield from _low_scores_equal(found, tree)
    yield from _reads_no_answer(tree)
    yield from _pays_without_answer(tree)
    for found in tree:
        yield from _normalised_twice(found)


def _walk(reward: Reward, steps: tuple[Step, ...], above: str) -> Iterator[Found]:
    path = f"{above}.{reward.name}" if above else reward.name
    yield Found(reward, steps, path)
    if isinstance(reward, Composite):
        for index, child in enumerate(reward.children):
            yield from _walk(child, (*steps, Step(reward, index)), path)


# --- a child that can never matter ---------------------------------------------------------
def _never_matters(found: Found) -> Iterator[Warn]:
    reward, steps = found.reward, found.steps
    if reward.range.span == 0 and not reward.children:
        yield Warn(
            "never_matters",
            found.path,
            f"its range is the single point {reward.range.low:g}: every completion gets the same",
        )
        return
    if not steps or reward.range.span == 0 or moved(steps[-1], reward.range.span) > 0:
        return
    parent, index = steps[-1].parent, steps[-1].index
    yield Warn("never_matters", found.path, parent.operator.why_never(parent, index))


# --- sums whose parts are unlike -------------------------------------------------------------
def _uneven_sum(found: Found, dominant: float) -> Iterator[Warn]:
    reward = found.reward
    if not isinstance(reward, Composite) or not reward.operator.sums:
        return
    if found.steps and reward.op == "sum" and found.steps[-1].parent.op == "sum":
        return  # a + b + c is one sum
    parts = [(name, width, span) for name, width, span in _parts(reward, 1.0) if width > 0]
    if len(parts) < 2:
        return
    whole = sum(width for _, width, _ in parts)
    name, width, _ = max(parts, key=lambda part: part[1])
    portion = 1.0 if math.isinf(width) else width / whole
    spans = [span for _, _, span in parts]
    raw = not reward.operator.maps_range(reward)
    widths = [part[1] for part in parts]
    # Weights that even out unlike ranges were chosen on purpose.
    unlike = max(spans) >= UNLIKE * min(spans) and max(widths) >= UNLIKE * min(widths)
    if raw and unlike:
        each = ", ".join(f"{n} over {w:g}" for n, w, _ in parts)
        yield Warn(
            "unlike_scales",
            found.path,
            f"rewards of unlike scale are summed as they are ({each}): {name!r} would dominate "
            f"with {portion:.0%} of the sum. Use weighted(..., scale='static'), or .scale_to().",
        )
    elif portion > dominant:
        yield Warn(
            "dominates",
            found.path,
            f"{name!r} makes up {portion:.0%} of what this sum can move; the others hardly count",
        )


def _parts(node: Composite, times: float) -> Iterator[tuple[str, float, float]]:
    for index, child in enumerate(node.children):
        if node.op == "sum" and isinstance(child, Composite) and child.op == "sum":
            yield from _parts(child, times)
            continue
        span = child.range.span
        yield child.name, moved(Step(node, index), span) if span else 0.0, span


# --- a gate behind which every low score is the same -------------------------------------------
def _low_scores_equal(found: Found, tree: list[Found]) -> Iterator[Warn]:
    gate = found.reward
    if not isinstance(gate, Composite) or len(gate.children) != 2:
        return
    when, then = gate.children
    # None where nothing is ever closed, which another warning reports.
    if gate.operator.closed_pay(gate) != then.range.low or not then.range.span:
        return
    if _knows_answer(when):
        return
    elsewhere = {
        leaf.fingerprint
        for other in tree
        if not _below(other, gate)
        for leaf in _leaves(other.reward)
    }
    if any(leaf.fingerprint in elsewhere for leaf in _leaves(when)):
        return  # a reward outside the gate still distinguishes the two
    yield Warn(
        "low_scores_equal",
        found.path,
        f"a closed gate and the worst {then.name!r} both pay {then.range.low:g}. Where nothing "
        f"passes {when.name!r}, or all that passes is wrong, a group has no spread and teaches "
        f"nothing. Give the gate an otherwise= below {then.range.low:g}, or pay {when.name!r} a "
        "little outside it.",
    )


def _below(found: Found, ancestor: Reward) -> bool:
    # Nodes above the gate hold it too; only rewards beside it count as elsewhere.
    return (
        found.reward is ancestor
        or any(step.parent is ancestor for step in found.steps)
        or bool(found.reward.children)
    )


# --- a tree in which nothing reads an answer -----------------------------------------------------
def _reads_no_answer(tree: list[Found]) -> Iterator[Warn]:
    root = tree[0].reward
    leaves = list(_leaves(root))
    if root.range.span and all(map(_is_form, leaves)):
        yield Warn(
            "reads_no_answer",
            tree[0].path,
            "nothing in it reads an answer: any completion of the right form is paid in full. Add "
            "a reward that reads one, or a judge; keep it as it is only as a control.",
        )


# --- form that is paid without an answer ---------------------------------------------------------
def _pays_without_answer(tree: list[Found]) -> Iterator[Warn]:
    root = tree[0].reward
    if not _knows_answer(root):
        return
    for found in tree:
        leaf = found.reward
        if leaf.children or not _is_form(leaf) or not _adds(found):
            continue
        width = reach(leaf, found.steps)
        portion = share(leaf, found.steps)
        if not width:
            continue
        part = "" if portion is None else f", {portion:.0%} of the total range"
        yield Warn(
            "pays_without_answer",
            found.path,
            f"it reads no answer and adds up to {width:g}{part}, to wrong answers too. Put it "
            "behind a gate on the answer, or keep it small.",
        )


def _adds(found: Found) -> bool:
    """Return True if a form reward is added to an answer reward without depending on it."""
    beside = False
    for step in reversed(found.steps):
        parent, index = step.parent, step.index
        others = [one for at, one in enumerate(parent.children) if at != index]
        operator = parent.operator
        if operator.is_condition(index):
            return False  # it is not paid itself
        if operator.depends and any(map(_knows_answer, others)):
            return False
        if operator.penalises(parent, index):
            return False
        beside |= operator.pays_beside and any(map(_knows_answer, others))
    return beside


def _is_form(leaf: Reward) -> bool:
    if not isinstance(leaf, FunctionReward):
        return False
    kind = leaf.card.kind if leaf.card is not None else None
    if kind in FORM_KINDS:
        return True
    return kind in (None, "control") and not _reads_more(leaf)


def _knows_answer(reward: Reward) -> bool:
    return any(_reads_more(leaf) and not _is_form(leaf) for leaf in _leaves(reward))


def _reads_more(leaf: FunctionReward) -> bool:
    return any(one.name not in TEXT_FIELDS for one in leaf.signature.bound)


def _leaves(reward: Reward) -> Iterator[FunctionReward]:
    return (part for part in reward.walk() if isinstance(part, FunctionReward))


def form_widths(reward: Reward) -> dict[str, float]:
    """Return the leaves that read no answer, by name, each with the width of its range.

    A name that several leaves share is left out.
    """
    names = [leaf.name for leaf in _leaves(reward)]
    return {
        leaf.name: leaf.range.span
        for leaf in _leaves(reward)
        if _is_form(leaf) and names.count(leaf.name) == 1
    }


# --- normalising twice ---------------------------------------------------------------------------
def _normalised_twice(found: Found) -> Iterator[Warn]:
    if not _is_normalised(found.reward):
        return
    by = getattr(found.reward, "options", {}).get("by")
    for step in reversed(found.steps):
        parent = step.parent
        if parent.op == "normalise":
            yield Warn(
                "normalised_twice",
                found.path,
                f"it is normalised by {by!r} here and by {parent.options['by']!r} above. "
                "Remove one of them.",
            )
            return
        if parent.operator.maps_range(parent) and by != "rank" and parent is found.steps[-1].parent:
            yield Warn(
                "normalised_twice",
                found.path,
                f"it is normalised by {by!r} and then mapped from {found.reward.range} by "
                f"{parent.op}, which makes its usual spread {2 / found.reward.range.span:.0%} of "
                "the range. Use weighted(scale='none') around normalised rewards.",
            )
            return


def _is_normalised(reward: Reward) -> bool:
    return isinstance(reward, Composite) and reward.op == "normalise"
