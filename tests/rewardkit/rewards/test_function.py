"""Rewards as decorated functions: declaring, configuring, binding, judging."""

from __future__ import annotations

import functools
import math
import pickle
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import Sample, Score, reward
from rewardkit.errors import BindError, DefinitionError


@reward(range=(-1, 3))
def near(completion: str, answer: float, *, slack: float = 0.0) -> float:
    """Pay 3 for a number close to the answer."""
    return 3.0 if abs(float(completion) - answer) <= slack else -1.0


def _limits(settings: Mapping[str, Any]) -> tuple[float, float]:
    return 0.0, float(settings["top"])


def _refuse_negative(settings: Mapping[str, Any]) -> None:
    if settings["top"] < 0:
        raise ValueError(f"top={settings['top']:g} must not be negative")


@reward(range=_limits, check=_refuse_negative)
def upto(completion: str, *, top: float = 1.0, words: tuple[str, ...] = ("a",)) -> float:
    """Pay the top for a wanted word."""
    return top if completion in words else 0.0


@reward
def needs_setting(completion: str, *, must: str) -> bool:
    """Whether the completion holds a word."""
    return must in completion


def returning(value: object) -> Score:
    @reward(range=(-1, 1))
    def one(completion: str) -> Any:
        """Return what the test wants."""
        return value

    return one.score(completion="x").score


# --- declaring ---------------------------------------------------------------------
def test_a_function_becomes_a_reward_with_its_name_range_and_docstring() -> None:
    assert (near.name, near.range, near.__name__) == ("near", (-1, 3), "near")
    assert near.__doc__ == "Pay 3 for a number close to the answer."


@pytest.mark.parametrize("wrong", [(1, 0), (0,), "ab", (0, "x"), None, (math.nan, 1)])
def test_a_range_that_is_no_interval_is_refused(wrong: Any) -> None:
    with pytest.raises(DefinitionError, match="range"):
        reward(range=wrong)(lambda completion: 1.0)


def test_a_function_that_swallows_names_is_refused() -> None:
    with pytest.raises(DefinitionError, match=r"takes \*\*rest, which would swallow"):

        @reward
        def loose(completion: str, **rest: Any) -> float:
            return 0.0


def test_a_function_that_reads_nothing_is_refused() -> None:
    with pytest.raises(DefinitionError, match="reads nothing of the sample"):

        @reward
        def blind(*, setting: int = 1) -> float:
            return 0.0


def test_a_positional_only_parameter_is_refused() -> None:
    with pytest.raises(DefinitionError, match="by position only"):

        @reward
        def shy(completion: str, /) -> float:
            return 0.0


def test_asking_for_the_trainer_plural_names_the_field() -> None:
    with pytest.raises(DefinitionError, match="Ask for 'completion'"):

        @reward
        def plural(completions: list[str]) -> float:
            return 0.0


def test_a_deadline_that_nothing_could_enforce_is_refused() -> None:
    with pytest.raises(DefinitionError, match="Add isolated=True"):
        reward(timeout=1.0)(lambda completion: 1.0)


@pytest.mark.parametrize("seconds", [0, -1, math.inf])
def test_a_deadline_must_be_positive_seconds(seconds: float) -> None:
    with pytest.raises(DefinitionError, match="must be seconds > 0"):
        reward(timeout=seconds, isolated=True)(lambda completion: 1.0)


def test_async_and_isolated_exclude_each_other() -> None:
    async def slow(completion: str) -> float:
        return 0.0

    with pytest.raises(DefinitionError, match="async and isolated"):
        reward(isolated=True)(slow)


def test_decorating_something_that_is_no_function_is_refused() -> None:
    with pytest.raises(DefinitionError, match="@reward is for functions, not int"):
        reward(3)  # type: ignore[call-overload]


# --- configuring -------------------------------------------------------------------
def test_calling_a_reward_with_settings_gives_a_configured_one() -> None:
    loose = near(slack=2)
    assert loose.settings == {"slack": 2.0}
    assert near.settings == {"slack": 0.0}
    assert loose.score(completion="5", answer=4).value == 3.0


def test_the_range_can_follow_the_settings() -> None:
    assert upto(top=7).range == (0.0, 7.0)


def test_a_setting_is_read_by_its_annotation() -> None:
    assert upto.configured(words=["a", "b"]).settings["words"] == ("a", "b")


def test_an_unknown_setting_names_the_closest() -> None:
    with pytest.raises(DefinitionError, match="no setting 'slac'. Did you mean 'slack'"):
        near.configured(slac=1)


def test_a_setting_of_the_wrong_type_names_setting_and_value() -> None:
    with pytest.raises(DefinitionError, match="setting 'slack' = 'wide'"):
        near.configured(slack="wide")


def test_a_reward_can_refuse_its_settings() -> None:
    with pytest.raises(DefinitionError, match="'upto': top=-1 must not be negative"):
        upto(top=-1)


def test_calling_a_reward_like_its_function_says_what_to_do() -> None:
    called: Any = near  # a type checker refuses such a call
    with pytest.raises(TypeError, match=r"Use \.score\(completion=\.\.\.\)"):
        called(completion="4", answer=4)
    with pytest.raises(TypeError, match=r"Use \.score\(completion"):
        called("4", 4)


def test_a_reward_that_lacks_a_setting_cannot_be_composed() -> None:
    with pytest.raises(ValueError, match=r"needs the setting 'must'.*needs_setting\(must="):
        needs_setting.clip(0, 1)


# --- binding -----------------------------------------------------------------------
def test_arguments_are_bound_by_name_from_fields_and_columns() -> None:
    @reward
    def all_of_it(
        answer: str, level: int, completion: str, prompt: str, messages: Any, sample: Any
    ) -> bool:
        return (answer, level, completion, prompt) == ("4", 3, "4", "2+2?") and (
            len(messages) == 2 and isinstance(sample, Sample)
        )

    assert all_of_it.score(completion="4", answer=4, prompt="2+2?", level="3").value == 1.0


def test_a_missing_column_names_the_closest_one() -> None:
    @reward
    def asks(completion: str, difficulty: int) -> float:
        return 1.0

    with pytest.raises(BindError, match="asks for 'difficulty'.*Did you mean 'dificulty'"):
        asks.score(completion="4", dificulty=2)


def test_a_parameter_with_a_default_may_be_missing() -> None:
    @reward
    def eased(completion: str, level: int = 3) -> bool:
        return level == 3

    assert eased.score(completion="4").value == 1.0


def test_one_row_without_the_column_is_an_error_and_the_others_are_scored() -> None:
    rows: list[dict[str, Any]] = [
        {"completion": "4", "answer": 4},
        {"completion": "4"},
        {"completion": "5", "answer": 4},
    ]
    first, second, third = near.score_many(rows)
    assert (first.value, third.value) == (3.0, -1.0)
    assert (second.value, second.status, second.reason) == (None, "error", "missing_answer")


@pytest.mark.parametrize("broken", ["four", "", "nan", True, [4], "inf"])
def test_a_broken_reference_answer_is_an_error_not_a_wrong_completion(broken: object) -> None:
    found = near.score(completion="4", answer=broken)
    assert (found.value, found.status, found.reason) == (None, "error", "bad_answer")


def test_a_broken_column_is_an_error_that_names_it() -> None:
    @reward
    def graded(completion: str, level: int) -> float:
        return 1.0

    found = graded.score(completion="x", level=2.5)
    assert (found.status, found.reason) == ("error", "bad_column")
    assert "level '2.5'" in found.detail


def test_an_optional_annotation_lets_none_through() -> None:
    @reward
    def eased(completion: str, level: float | None = None) -> bool:
        return level is None

    assert eased.score(completion="x", level=None).value == 1.0


# --- judging -----------------------------------------------------------------------
@pytest.mark.parametrize(("value", "number"), [(True, 1.0), (0, 0.0), (0.5, 0.5), (-1, -1.0)])
def test_numbers_and_truth_values_become_scores(value: object, number: float) -> None:
    assert returning(value) == Score.ok(number)


def test_returning_nothing_abstains() -> None:
    assert returning(None).status == "abstain"


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_finite_is_an_error(value: float) -> None:
    score = returning(value)
    assert (score.value, score.status, score.reason) == (None, "error", "not_finite")


@pytest.mark.parametrize("value", [1.1, -2, pytest.param(10**400, id="huge")])
def test_a_number_outside_the_range_is_an_error_that_names_it(value: float) -> None:
    score = returning(value)
    assert (score.value, score.status) == (None, "error")


def test_rounding_at_an_end_of_the_range_is_forgiven() -> None:
    assert returning(1.0 + 1e-12) == Score.ok(1.0)


@pytest.mark.parametrize("value", ["1.0", [1.0], {}, object()])
def test_anything_else_is_an_error(value: object) -> None:
    score = returning(value)
    assert (score.value, score.status, score.reason) == (None, "error", "bad_return")


def test_an_unparsed_completion_gets_the_low_end() -> None:
    assert returning(Score.unparsed("no_number")) == Score(-1.0, "unparsed", "no_number")


def test_an_unparsed_completion_of_a_reward_without_a_low_end_is_an_error() -> None:
    @reward(range=(-math.inf, 0))
    def endless(completion: str) -> Score:
        return Score.unparsed("no_number")

    assert endless.score(completion="x").reason == "no_low_end"


def test_status_ok_without_a_number_is_an_error() -> None:
    assert returning(Score(None)).reason == "no_value"


def test_a_score_out_of_range_is_an_error_too() -> None:
    assert returning(Score.ok(2.0)).reason == "out_of_range"


def test_an_exception_is_an_error_that_says_where() -> None:
    @reward
    def broken(completion: str) -> float:
        raise KeyError("oops")

    found = broken.score(completion="x")
    assert (found.value, found.status, found.reason) == (None, "error", "exception")
    assert "KeyError: 'oops' (test_function.py:" in found.detail


@given(st.one_of(st.floats(), st.integers(), st.text(), st.none(), st.booleans()))
def test_whatever_is_returned_the_value_is_in_range_or_there_is_none(value: object) -> None:
    score = returning(value)
    assert score.value is None or -1 <= score.value <= 1
    assert (score.value is None) == (score.status in ("error", "abstain"))


# --- many at once --------------------------------------------------------------------
def test_an_async_reward_scores_like_a_plain_one() -> None:
    @reward
    async def later(completion: str) -> bool:
        return completion == "yes"

    assert [one.value for one in later.score_many([Sample("yes"), Sample("no")])] == [1.0, 0.0]


def test_a_batched_reward_sees_lists() -> None:
    @reward(range=(0, 10), batched=True)
    def sizes(completion: Sequence[str]) -> list[float]:
        return [float(len(one)) for one in completion]

    assert [one.value for one in sizes.score_many([Sample("ab"), Sample("abc")])] == [2.0, 3.0]


def test_a_grouped_reward_sees_the_completions_of_one_prompt_at_a_time() -> None:
    @reward(grouped=True)
    def longest(completion: Sequence[str]) -> list[bool]:
        top = max(map(len, completion))
        return [len(one) == top for one in completion]

    rows = [Sample("a", "p"), Sample("abc", "p"), Sample("ab", "q")]
    assert [one.value for one in longest.score_many(rows)] == [0.0, 1.0, 1.0]


# --- identity ------------------------------------------------------------------------
def test_a_configured_reward_pickles_with_its_settings_and_name() -> None:
    twin = pickle.loads(pickle.dumps(near(slack=2).named("close")))
    assert twin == near(slack=2).named("close")
    assert twin.settings == {"slack": 2.0}


def test_a_reward_inside_a_function_says_why_it_does_not_pickle() -> None:
    @reward
    def local(completion: str) -> float:
        return 0.0

    with pytest.raises(DefinitionError, match="Move it to the top level of a module"):
        pickle.dumps(local)


def test_the_fingerprint_follows_settings_and_not_names() -> None:
    assert near(slack=1).fingerprint == near(slack=1).fingerprint
    assert near(slack=1).fingerprint != near.fingerprint
    assert near.named("other").fingerprint == near.fingerprint
    assert near.named("other") != near


def test_the_fingerprint_follows_what_a_function_closes_over() -> None:
    def made(word: str) -> Any:
        @reward
        def holds(completion: str) -> bool:
            return word in completion

        return holds

    assert made("a").fingerprint == made("a").fingerprint
    assert made("a").fingerprint != made("b").fingerprint


def test_the_fingerprint_follows_the_declared_range() -> None:
    def zero(completion: str) -> float:
        return 0.0

    assert reward(range=(0, 1))(zero).fingerprint != reward(range=(0, 2))(zero).fingerprint


def test_every_breakdown_is_stamped_with_the_fingerprint() -> None:
    assert near.score(completion="4", answer=4).fingerprint == near.fingerprint


def test_a_reward_has_no_truth_value() -> None:
    with pytest.raises(DefinitionError, match="Combine rewards with & | ~"):
        bool(near)


def test_a_sample_and_fields_by_name_exclude_each_other() -> None:
    with pytest.raises(TypeError, match="a Sample or fields by name"):
        near.score(Sample("4"), answer=4)


def test_an_empty_name_is_refused() -> None:
    with pytest.raises(DefinitionError, match="non-empty"):
        near.named("")


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"status": "okay"}, "status 'okay'"),
        ({"status": ["ok"]}, "status"),
        ({"reason": 7}, "reason is int"),
        ({"detail": None}, "detail is NoneType"),
        ({"extra": [1]}, "extra is list"),
        ({"value": "1"}, "value is str"),
    ],
)
def test_a_malformed_score_is_an_error_and_no_number(fields: dict[str, Any], word: str) -> None:
    made: Any = Score

    @reward
    def odd(completion: str) -> Any:
        return made(**{"value": 1.0, **fields})

    found = odd.score(completion="a")
    assert (found.value, found.status, found.reason) == (None, "error", "bad_return")
    assert word in found.detail


class Instance:
    def __call__(self, completion: str) -> float:
        return 1.0


@pytest.mark.parametrize(
    "odd", [functools.partial(str.count, "a"), functools.lru_cache(len), Instance()]
)
def test_what_is_no_plain_function_is_refused(odd: Any) -> None:
    with pytest.raises(DefinitionError, match="put @reward on a plain function"):
        reward(odd)


def test_a_truth_value_is_read_from_text() -> None:
    @reward
    def flagged(completion: str, flag: bool) -> bool:
        return flag

    found = [flagged.score(completion="", flag=x).value for x in ("true", "False", True, 0)]
    assert found == [1.0, 0.0, 1.0, 0.0]
    assert flagged.score(completion="", flag="maybe").reason == "bad_column"


@pytest.mark.parametrize("seconds", ["long", math.nan, math.inf, None, [1]])
def test_a_score_whose_seconds_are_no_number_is_a_bad_return(seconds: Any) -> None:
    found = returning(Score(0.5, seconds=seconds))
    assert (found.status, found.reason) == ("error", "bad_return")
    assert "seconds" in found.detail
