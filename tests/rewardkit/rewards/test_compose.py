"""Rewards made of rewards: what runs, what is paid, and which expressions mean the same."""

from __future__ import annotations

import math
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import (
    FunctionReward,
    Range,
    Reward,
    Score,
    at_least,
    clip,
    first,
    gate,
    get,
    load,
    maximum,
    minimum,
    reward,
    scale_to,
    score,
    weighted,
    where,
)
from rewardkit.errors import DefinitionError, SpecError
from rewardkit.rewards.operators.pointwise import affine, invert
from rewardkit.rewards.operators.spread import normalise
from rewardkit.trainers.outcome import contributions

RAN: list[str] = []


@reward(range=(-1, 3))
def a(sample: Any) -> Any:
    """Give what the column `a` says."""
    RAN.append("a")
    return sample.columns.get("a", 0.0)


@reward(range=(0, 10))
def b(sample: Any) -> Any:
    """Give what the column `b` says."""
    RAN.append("b")
    return sample.columns.get("b", 0.0)


@reward
def c(sample: Any) -> Any:
    """Give what the column `c` says."""
    RAN.append("c")
    return sample.columns.get("c", 0.0)


@reward(range=(-math.inf, math.inf))
def endless(completion: str) -> float:
    return 0.0


@reward(range=(0, 10))
def length(completion: str) -> float:
    return min(len(completion), 10)


@reward(range=(2, 2))
def point(completion: str) -> float:
    return 2.0


@reward
def unfinished(completion: str, *, level: int) -> float:
    return 0.0


ROWS = [
    {"completion": "", "a": x, "b": y, "c": z}
    for x in (-1.0, -0.25, 0.0, 1.7, 3.0)
    for y in (0.0, 3.3, 10.0)
    for z in (0.0, 0.5, 1.0)
]


def values(made: Reward) -> list[float | None]:
    return [found.value for found in made.score_many(ROWS)]


def close(one: Reward, other: Reward) -> bool:
    pairs = zip(values(one), values(other), strict=True)
    return all(
        x is not None and y is not None and math.isclose(x, y, abs_tol=1e-9) for x, y in pairs
    )


# --- equivalent expressions -------------------------------------------------------------------
EQUIVALENT: dict[str, tuple[Callable[[], Reward], Callable[[], Reward]]] = {
    "inverting twice": (lambda: ~~a, lambda: a),
    "a and a": (lambda: a & a, lambda: a),
    "a or a": (lambda: a | a, lambda: a),
    "sums are associative": (lambda: (a + b) + c, lambda: a + (b + c)),
    "sums commute": (lambda: a + b, lambda: b + a),
    "minimum is associative": (lambda: (a & b) & c, lambda: minimum(a, b, c)),
    "maximum is associative": (lambda: a | (b | c), lambda: maximum(a, b, c)),
    "De Morgan on one range": (
        lambda: ~(scale_to(a, 0, 1) & c),
        lambda: (~scale_to(a, 0, 1)) | (~c),
    ),
    "minus is plus times minus one": (lambda: a - b, lambda: a + b * -1),
    "minus minus": (lambda: -1 * -a, lambda: a),
    "a number from the left": (lambda: 2 * a + 1, lambda: a * 2.0 + 1.0),
    "one minus a": (lambda: 1 - c, lambda: ~c),
    "affine in one step": (lambda: affine(a, 2, 1), lambda: (a * 2) + 1),
    "clipping twice": (lambda: clip(clip(a, 0, 1), 0, 1), lambda: clip(a, 0, 1)),
    "clipping narrower": (lambda: clip(clip(a, 0, 2), 0.5, 1), lambda: clip(a, 0.5, 1)),
    "clipping outside": (lambda: clip(a, -5, 5), lambda: a),
    "scaling twice": (lambda: a.scale_to(-7, 9).scale_to(0, 1), lambda: a.scale_to(0, 1)),
    "scaling to itself": (lambda: a.scale_to(-1, 3), lambda: a),
    "one part of weight one": (lambda: weighted(x=a), lambda: a.scale_to(0, 1)),
    "a static sum is a sum of scaled parts": (
        lambda: weighted(x=(0.7, a), y=(-0.2, b)),
        lambda: a.scale_to(0, 1) * 0.7 + b.scale_to(0, 1) * -0.2,
    ),
    "a raw sum": (lambda: weighted(scale="none", x=a, y=(2, b)), lambda: a + 2 * b),
    "the first that answers": (lambda: first(a, b), lambda: a),
    "a gate that is always open": (lambda: gate(b, a, threshold=0), lambda: a),
    "a gate over two levels": (
        lambda: gate(c, scale_to(a, 0, 1), threshold=0.5, otherwise=0),
        lambda: at_least(c, 0.5) * scale_to(a, 0, 1),
    ),
    "methods and functions": (lambda: a.clip(0, 1), lambda: clip(a, 0, 1)),
    "names change nothing": (lambda: a.named("x") + b, lambda: a + b.named("y")),
}


@pytest.mark.parametrize("case", EQUIVALENT)
def test_equivalent_expressions_give_the_same_values(case: str) -> None:
    one, other = EQUIVALENT[case]
    assert close(one(), other())


def test_rewards_that_differ_are_not_equal() -> None:
    different = [a, b, ~a, a + b, b + a, a & b, a.clip(0, 1), a.clip(0, 2), a.named("x"), -a]
    for index, one in enumerate(different):
        for other in different[index + 1 :]:
            assert one != other
            assert one.fingerprint != other.fingerprint or one.name != other.name


def test_equal_expressions_are_equal_and_hash_alike() -> None:
    one, other = gate(a, weighted(x=(0.5, b))), gate(a, weighted(x=(0.5, b)))
    assert one == other
    assert hash(one) == hash(other)
    assert a != 3


def test_the_name_of_a_part_is_part_of_what_it_is() -> None:
    assert weighted(x=a).fingerprint != weighted(y=a).fingerprint


def test_any_composition_survives_pickling() -> None:
    made = gate(a, weighted(scale="running", x=(0.5, b), y=first(b, c))).named("top")
    back = pickle.loads(pickle.dumps(made))
    assert back == made
    assert back.name == "top"


# --- gate -------------------------------------------------------------------------------------
def test_a_closed_gate_pays_the_low_end_and_does_not_run_what_it_guards() -> None:
    RAN.clear()
    found = gate(c, a).score(completion="", c=0.9)
    assert (found.value, found.status, found.reason) == (-1.0, "ok", "gate_closed")
    assert RAN == ["c"]
    assert found.components == {"c": 0.9, "a": None}
    assert found.children[1].reason == "skipped"


def test_a_gate_opens_at_its_threshold() -> None:
    assert gate(c, b, threshold=0.5).score(completion="", c=0.5, b=7.0).value == 7.0
    assert gate(c, b, threshold=0.5).score(completion="", c=0.49, b=7.0).value == 0.0
    assert gate(c, b).score(completion="", c=1.0, b=7.0).value == 7.0


def test_a_closed_gate_may_pay_something_else() -> None:
    made = gate(c, b, otherwise=-2)
    assert made.range == (-2, 10)
    assert made.score(completion="", c=0.0).value == -2.0


@pytest.mark.parametrize(
    ("given_", "status", "value"),
    [
        (Score.error("down"), "error", None),
        (None, "abstain", None),
        (Score.timeout("slow"), "timeout", None),
        (Score.unparsed("no_tags"), "unparsed", 0.0),
    ],
)
def test_a_gate_that_cannot_tell_carries_the_status(
    given_: Any, status: str, value: float | None
) -> None:
    found = gate(c, b).score(completion="", c=given_, b=7.0)
    assert (found.value, found.status) == (value, status)


def test_an_open_gate_carries_what_happens_behind_it() -> None:
    found = gate(c, b).score(completion="", c=1.0, b=Score.error("down"))
    assert (found.value, found.status, found.reason) == (None, "error", "down")


# --- first ------------------------------------------------------------------------------------
def test_a_fallback_runs_only_where_what_it_stands_in_for_failed() -> None:
    RAN.clear()
    made = first(a, b, c)
    assert made.score(completion="", a=1.0, b=5.0).value == 1.0
    assert RAN == ["a"]
    RAN.clear()
    found = made.score(completion="", a=Score.error("down"), b=5.0)
    assert (found.value, found.reason) == (5.0, "fallback")
    assert "a gave error (down); took b" in found.detail
    assert RAN == ["a", "b"]


def test_an_unparsed_completion_is_no_failure_to_fall_back_from() -> None:
    found = first(a, b).score(completion="", a=Score.unparsed("no_number"), b=5.0)
    assert (found.value, found.status) == (-1.0, "unparsed")


def test_when_every_fallback_fails_the_last_says_why() -> None:
    found = first(a, b).score(completion="", a=Score.error("down"), b=Score.error("late"))
    assert (found.value, found.status, found.reason) == (None, "error", "late")


# --- where ------------------------------------------------------------------------------------
def test_a_column_chooses_the_reward_and_no_other_runs() -> None:
    made = where("kind", math=a, code=b)
    RAN.clear()
    rows = [
        {"completion": "", "kind": "code", "b": 5.0},
        {"completion": "", "kind": "math", "a": 2.0},
    ]
    found = made.score_many(rows)
    assert [one.value for one in found] == [5.0, 2.0]
    assert sorted(RAN) == ["a", "b"]
    assert found[0].components == {"math": None, "code": 5.0}


def test_a_value_without_a_route_is_an_error_or_goes_to_otherwise() -> None:
    found = where("kind", math=a).score(completion="", kind="cod")
    assert (found.value, found.status, found.reason) == (None, "error", "no_route")
    assert "column 'kind' is 'cod'; routes are math" in found.detail
    assert where("kind", math=a, otherwise=b).score(completion="", kind="x", b=4.0).value == 4.0
    assert where("kind", math=a).score(completion="", kind=None).reason == "no_route"


def test_numbers_and_truth_values_choose_by_how_they_are_written() -> None:
    made = where("level", **{"1": a, "True": b})
    assert made.score(completion="", level=1, a=2.0).value == 2.0
    assert made.score(completion="", level=True, b=3.0).value == 3.0
    # In JSON and YAML a truth value is written small.
    assert where("level", true=b).score(completion="", level=True, b=3.0).value == 3.0


# --- weighted ---------------------------------------------------------------------------------
def test_components_are_the_parts_before_weights() -> None:
    found = weighted(x=(0.5, a), y=(2, b)).score(completion="", a=3.0, b=5.0)
    assert found.components == {"x": 3.0, "y": 5.0}
    assert found.value == pytest.approx(0.5 * 1.0 + 2 * 0.5)
    assert [child.weight for child in found.children] == [0.5, 2.0]


def test_a_part_without_a_value_makes_the_sum_an_error_unless_chosen_otherwise() -> None:
    row = {"completion": "", "a": 3.0, "b": Score.error("outage")}
    assert weighted(x=a, y=b).score(**row).status == "error"
    assert weighted(x=a, y=b).score(**row).value is None
    low = weighted(missing="low", x=a, y=b).score(**row)
    assert (low.value, low.reason) == (1.0, "counted_at_low_end")
    skip = weighted(missing="skip", x=a, y=(3, b)).score(**row)
    assert (skip.value, skip.reason) == (4.0, "skipped")


@given(st.lists(st.floats(-5, 5), min_size=2, max_size=2))
def test_weights_are_used_as_given(weights: list[float]) -> None:
    made = weighted(x=(weights[0], a), y=(weights[1], b))
    found = made.score(completion="", a=3.0, b=10.0).value
    assert found == pytest.approx(sum(weights))


def test_a_normalising_scale_normalises_each_part() -> None:
    made = weighted(scale="rank", x=(1, a), y=(2, b))
    assert [child.name for child in made.children] == ["x", "y"]
    rows = [{"completion": "", "prompt": "p", "a": x, "b": y} for x, y in [(0, 9), (1, 8), (2, 7)]]
    assert [one.value for one in made.score_many(rows)] == [2.0, 1.5, 1.0]


# --- what is refused --------------------------------------------------------------------------
REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "no reward": (lambda: a & 3, r"minimum takes rewards, not int: '3'"),  # type: ignore[operator]
    "one minimum": (lambda: minimum(a), r"minimum needs at least two rewards, got 1"),
    "no first": (lambda: first(), r"first needs at least two rewards, got 0"),
    "unfinished": (
        lambda: a + unfinished,
        r"sum: reward 'unfinished' still needs the setting 'level'\. Write unfinished\(level=",
    ),
    "nan": (lambda: a + math.nan, r"\+: the other side must be a finite number, not nan"),
    "truth": (lambda: a * True, r"\*: the other side must be a finite number, not True"),
    "empty interval": (lambda: a.clip(1, 1), r"clip: low 1 must lie below high 1"),
    "infinite interval": (lambda: a.clip(0, math.inf), r"clip: high must be a finite number"),
    "endless scale": (
        lambda: endless.scale_to(0, 1),
        r"scale_to: 'endless' has the unbounded range \[-inf, inf\].* \.clip\(low, high\)",
    ),
    "endless part": (
        lambda: weighted(x=endless),
        r"weighted part 'x': 'endless' has the unbounded",
    ),
    "endless low": (
        lambda: weighted(scale="none", missing="low", x=endless),
        r"weighted part 'x': missing='low' needs a finite low end",
    ),
    "endless invert": (lambda: ~endless, r"invert: 'endless' has the unbounded range"),
    "endless gate": (
        lambda: gate(endless, a),
        r"gate: 'endless' has no finite top; give threshold=",
    ),
    "endless then": (
        lambda: gate(a, endless),
        r"gate: 'endless' has no finite low end; give other",
    ),
    "threshold": (
        lambda: gate(a, b, threshold=4),
        r"gate: threshold 4 lies outside the range \[-1, 3\] of 'a',",
    ),
    "no parts": (lambda: weighted(), r"weighted needs at least one part: name=\(weight, reward\)"),
    "weight": (
        lambda: weighted(x=("1", a)),  # type: ignore[arg-type]
        r"weighted part 'x': weight must be a finite number, not '1'",
    ),
    "a bare number": (
        lambda: weighted(x=0.5),  # type: ignore[arg-type]
        r"weighted part 'x' takes rewards, not float",
    ),
    "scale": (
        lambda: weighted(scale="sttic", x=a),
        r"weighted: scale='sttic' is not known\. Did you mean 'static'\?",
    ),
    "missing": (lambda: weighted(missing="lo", x=a), r"weighted: missing='lo' is not known\. Did"),
    "normaliser": (
        lambda: a.normalise("rnak"),
        r"normalise: by='rnak' is not known\. Did you mean",
    ),
    "clip of a normaliser": (
        lambda: normalise(a, "group", clip=0),
        r"normalise: clip must be positive, not 0",
    ),
    "no routes": (lambda: where("kind"), r"where\('kind'\) needs at least one route: value=reward"),
    "a route": (
        lambda: where("kind", x=3),  # type: ignore[arg-type]
        r"where route 'x' takes rewards, not int",
    ),
    "a threshold": (lambda: at_least(a, math.inf), r"at_least: threshold must be a finite number"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_makes_no_sense_is_refused_with_a_next_step(case: str) -> None:
    build, message = REFUSED[case]
    with pytest.raises(SpecError, match=message):
        build()


def test_a_reward_is_not_a_truth_value() -> None:
    with pytest.raises(DefinitionError, match="Combine rewards with & | ~, not and/or/not"):
        bool(a and b)


def test_a_point_scales_to_the_low_end() -> None:
    assert point.scale_to(0, 1).score(completion="").value == 0.0
    assert invert(point).score(completion="").value == 2.0


def test_a_weight_and_a_reward_may_stand_in_a_list_but_in_this_order() -> None:
    assert weighted(a=[0.5, a]) == weighted(a=(0.5, a))  # type: ignore[arg-type]
    with pytest.raises(SpecError, match=r"\(weight, reward\)"):
        weighted(a=(a, 0.5))  # type: ignore[arg-type]
    assert a.at_least(0.5) == at_least(a, 0.5)


# --- division and deadlines -----------------------------------------------------------------
def test_a_reward_is_divided_by_a_number() -> None:
    half = length / 2
    assert half.range == Range(0.0, 5.0)
    assert half.score(completion="four").value == 2.0
    assert (length / -2).range == Range(-5.0, 0.0)


@pytest.mark.parametrize("by", [0, 0.0, float("nan"), float("inf"), 5e-324, True, "2", None])
def test_a_reward_is_divided_by_nothing_else(by: Any) -> None:
    with pytest.raises(SpecError, match="/: "):
        length / by


def test_nothing_is_divided_by_a_reward_and_the_message_says_what_to_write() -> None:
    other: Any = length
    with pytest.raises(SpecError, match=r"formula\("):
        1 / other
    with pytest.raises(SpecError, match=r"formula\("):
        length / other


def test_a_deadline_is_given_to_every_plain_function_of_a_tree_and_changes_no_fingerprint() -> None:
    tree = weighted(a=(1.0, length), b=(1.0, get("text/exact")))
    timed = tree.with_timeout(2)
    first, second = timed.children
    assert isinstance(first, FunctionReward)
    assert isinstance(second, FunctionReward)
    assert (first.isolated, first.timeout) == (True, 2.0)
    assert (second.isolated, second.timeout) == (False, None)
    assert timed == tree
    assert timed.fingerprint == tree.fingerprint


def test_a_declared_deadline_stays_and_an_async_one_is_not_isolated() -> None:
    @reward(isolated=True, timeout=9)
    def own(completion: str) -> float:
        return 1.0

    @reward
    async def waiting(completion: str) -> float:
        return 1.0

    assert own.with_timeout(2).timeout == 9
    assert (waiting.with_timeout(2).isolated, waiting.with_timeout(2).timeout) == (False, 2.0)


@pytest.mark.parametrize("seconds", [0, -1, float("inf"), float("nan"), "2", None, True])
def test_a_deadline_that_is_none_is_refused(seconds: Any) -> None:
    with pytest.raises(DefinitionError, match="must be seconds > 0"):
        length.with_timeout(seconds)


def test_a_tree_with_a_deadline_has_running_states_of_its_own() -> None:
    running = length.normalise("running")
    timed = running.with_timeout(2)
    score(running, [{"completion": "a"}, {"completion": "abc"}])
    assert timed.state_dict() != running.state_dict()


# --- components -----------------------------------------------------------------------------
def test_a_named_map_of_one_reward_is_a_component_in_place_of_its_leaf() -> None:
    tripled = (length * 3).named("tripled")
    total = tripled + length.named("plain")
    assert total.score(completion="ab").components == {"tripled": 6.0, "plain": 2.0}
    part = total.skipped().leaves()["tripled"]
    assert part.range == Range(0.0, 30.0)
    nested = weighted(x=(1.0, length.clip(0, 5).scale_to(-1, 1)))
    assert nested.score(completion="abcdefgh").components == {"x": 1.0}


def test_an_unnamed_map_and_a_named_total_leave_the_leaf_as_it_is() -> None:
    assert (length * 3 + length.named("b")).score(completion="ab").components.keys() == {
        "length",
        "b",
    }
    assert (length * 3).named("total").score(completion="ab").components == {"length": 2.0}


def test_a_normaliser_is_no_component_for_its_values_say_nothing_alone() -> None:
    total = weighted(scale="running", x=(1.0, length))
    assert total.score(completion="ab").components == {"length": 2.0}


def test_a_named_gate_keeps_its_leaves() -> None:
    total = weighted(right=(1.0, gate(length.scale_to(0, 1), c)))
    found = total.score(completion="abcdefghij")
    assert list(found.components) == ["length", "c"]


def test_a_component_shows_what_the_verifier_below_it_extracted() -> None:
    total = weighted(right=(1.0, get("math/number").scale_to(-1, 1)))
    leaf = total.score(completion="It is 4.", answer="4").leaves()["right"]
    assert (leaf.value, "extracted" in leaf.score.extra or bool(leaf.score.extra)) == (1.0, True)


def test_the_contributions_of_components_add_up_to_the_total() -> None:
    total = (length * 3).named("tripled") + length.named("plain")
    shares = contributions(total, total.score(completion="ab"))
    assert shares == {"tripled": 6.0, "plain": 2.0}


def test_a_spec_file_is_logged_under_its_own_name(tmp_path: Path) -> None:
    total = weighted(a=(1.0, get("text/exact")))
    total.save(tmp_path / "mine.yaml")
    read = load(tmp_path / "mine.yaml")
    assert read == total
    assert (read.__name__, read.name) == ("mine", "weighted")
    assert pickle.loads(pickle.dumps(read)).__name__ == "mine"
    assert read.named("own").__name__ == "own"
    assert (read * 2).__name__ == "affine"
