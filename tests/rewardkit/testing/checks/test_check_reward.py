"""Checks of a reward: each finds the fault it is for, and says nothing of sound rewards."""

from __future__ import annotations

import itertools
import json
import math
import sys
from typing import Any

import pytest

from rewardkit import Reward, Sample, Score, reward, weighted
from rewardkit.errors import InputError
from rewardkit.testing import CHECKS, assert_reward, check_reward
from rewardkit.testing.checks.relations import changed, crlf, trailing_prose

ROWS = [
    Sample("4", answer="4", id="right"),
    Sample("5", answer="4", id="wrong"),
    Sample("It is\n4", answer="4"),
]


@reward
def last_line(completion: str, answer: str) -> Score:
    text = completion.strip().rpartition("\n")[2].strip()
    if not text:
        return Score.unparsed("empty")
    return Score.ok(float(text == answer))


@reward
def naive(completion: str, answer: str) -> bool:
    return completion == answer


@reward
def counts_lines(completion: str) -> float:
    return 1.0 if completion.count("\r") == 0 else 0.0


_turns = itertools.count()


@reward
def drifts(completion: str) -> float:
    return 1.0 / (1 + next(_turns))


@reward(deterministic=False)
def admits_chance(completion: str) -> float:
    return 1.0 / (1 + next(_turns))


@reward(batched=True)
def relative(completion: list[str]) -> list[float]:
    most = max(map(len, completion)) or 1
    return [len(text) / most for text in completion]


@reward(batched=True)
def first_wins(completion: list[str]) -> list[float]:
    return [1.0, *(0.0 for _ in completion[1:])]


@reward(grouped=True)
def longest(completion: list[str]) -> list[bool]:
    return [len(text) == max(map(len, completion)) for text in completion]


@reward
def pays_silence(completion: str, answer: str) -> float:
    return 1.0 if completion in ("", answer) else 0.0


@reward(range=(-math.inf, 0))
def penalty(completion: str) -> float:
    return -float(len(completion))


def failing(one: Reward, rows: list[Sample] | None = None) -> set[str]:
    return {failure.check for failure in check_reward(one, rows or ROWS).failures}


def test_a_sound_reward_fails_only_what_it_must() -> None:
    report = check_reward(last_line, ROWS, skip=["trailing_prose"])
    assert report.ok
    assert report.ran == tuple(name for name in CHECKS if name != "trailing_prose")
    assert report.skipped == {}
    assert (report.reward, report.samples) == ("last_line", 3)


def test_a_composition_is_checked_as_a_whole() -> None:
    both = weighted(one=(0.5, last_line), two=(0.5, last_line.named("again")))
    assert check_reward(both, ROWS, skip=["trailing_prose"]).ok


@pytest.mark.parametrize(
    ("one", "found"),
    [
        (naive, {"leading_whitespace", "trailing_whitespace", "trailing_prose"}),
        (last_line, {"trailing_prose"}),
        (counts_lines, {"crlf", "empty"}),
        (
            pays_silence,
            {"leading_whitespace", "trailing_whitespace", "trailing_prose", "empty"},
        ),
    ],
    ids=lambda one: one.name if isinstance(one, Reward) else "",
)
def test_each_fault_is_found_by_the_check_for_it(one: Reward, found: set[str]) -> None:
    assert failing(one) == found


def test_a_score_that_drifts_is_found() -> None:
    assert {"determinism", "alone", "order"} <= failing(drifts)


def test_a_score_relative_to_the_batch_is_found_alone() -> None:
    report = check_reward(relative, ROWS, only=["alone", "order", "determinism"])
    assert {failure.check for failure in report.failures} == {"alone"}
    assert report.failed("alone")[0].sample == "right"


def test_a_score_that_depends_on_the_place_is_found_by_order() -> None:
    report = check_reward(first_wins, ROWS, only=["order"])
    assert [failure.sample for failure in report.failures] == ["row 2", "right"]


def test_a_failure_says_what_was_expected_and_got_and_where() -> None:
    report = check_reward(naive, ROWS, only=["trailing_whitespace"])
    (failure,) = report.failures
    assert (failure.check, failure.sample) == ("trailing_whitespace", "right")
    assert (failure.expected, failure.got) == ("naive = 1", "naive = 0")
    assert failure.completion == "4  \n\n"
    assert str(failure) == (
        "trailing_whitespace: right: expected naive = 1, got naive = 0  '4  \\n\\n'"
    )


def test_a_difference_in_one_leaf_is_told_of_that_leaf() -> None:
    report = check_reward(weighted(a=last_line, b=drifts), ROWS, only=["determinism"])
    assert report.failures[0].expected.startswith("b = ")


# --- oracle and empty -----------------------------------------------------------------------
def test_the_oracle_is_written_by_a_template() -> None:
    @reward
    def boxed(completion: str, answer: str) -> bool:
        return completion.endswith(f"\\boxed{{{answer}}}")

    assert failing_oracle(boxed, "{answer}") == ["right", "wrong", "row 2"]
    assert failing_oracle(boxed, "so \\boxed{{answer}}") == []
    assert check_reward(
        boxed, ROWS, only=["oracle"], template=lambda s: f"\\boxed{{{s.answer}}}"
    ).ok


def failing_oracle(one: Reward, template: str) -> list[str]:
    return [f.sample for f in check_reward(one, ROWS, only=["oracle"], template=template).failures]


def test_rows_without_an_answer_have_no_oracle() -> None:
    rows = [*ROWS, Sample("x", id="none")]
    assert check_reward(last_line, rows, only=["oracle"]).ok
    report = check_reward(counts_lines, [Sample("x")], only=["oracle"])
    assert report.skipped == {"oracle": "no sample has an answer"}


def test_a_broken_reference_is_a_failure_of_its_row() -> None:
    @reward
    def number(completion: str, answer: float) -> bool:
        return float(completion) == answer

    rows = [Sample("4", answer="4"), Sample("4", answer="four", id="broken")]
    (failure,) = check_reward(number, rows, only=["oracle"]).failures
    assert (failure.sample, failure.got) == ("broken", "no value (error: bad_answer)")


def test_top_and_bottom_may_be_given() -> None:
    @reward
    def half(completion: str, answer: str) -> float:
        return 0.5 if completion == answer else 0.0

    assert not check_reward(half, ROWS, only=["oracle"]).ok
    assert check_reward(half, ROWS, only=["oracle"], top=0.5).ok
    assert not check_reward(half, ROWS, only=["empty"], bottom=0.25).ok


def test_an_infinite_end_has_no_bottom_to_check() -> None:
    report = check_reward(penalty, ROWS, only=["oracle", "empty"], template="")
    assert report.ok
    assert report.skipped == {"empty": "the range [-inf, 0] has no finite bottom; give bottom="}


# --- groups, chance and state ---------------------------------------------------------------
def test_a_reward_of_groups_is_checked_by_whole_groups() -> None:
    rows = [Sample(text, prompt=p) for p, text in [("a", "x"), ("a", "xx"), ("b", "x"), ("b", "")]]
    report = check_reward(longest, rows, only=["alone", "order", "determinism", "crlf"])
    assert report.ok, str(report)


def test_a_group_normaliser_is_checked_but_has_no_top() -> None:
    rows = [Sample(text, prompt="a", answer="4") for text in ("4", "5", "6")]
    report = check_reward(last_line.normalise("group"), rows, skip=["trailing_prose"])
    assert report.ok
    assert set(report.skipped) == {"oracle", "empty"}
    assert "relative to the group" in report.skipped["oracle"]


def test_a_running_normaliser_is_not_fed_by_the_checks() -> None:
    one = last_line.normalise("running")
    before = one.state_dict()
    report = check_reward(one, ROWS)
    assert one.state_dict() == before
    assert set(report.skipped) == set(CHECKS)


def test_a_reward_that_admits_chance_is_not_blamed_for_it() -> None:
    report = check_reward(admits_chance, ROWS, skip=["empty", "oracle"])
    assert report.ok
    assert report.skipped["determinism"] == "'admits_chance' is declared deterministic=False"


def test_a_row_without_the_column_is_no_difference() -> None:
    rows = [Sample("4", answer="4"), Sample("4")]
    assert check_reward(last_line, rows, only=["alone", "order"]).ok


# --- pickling -------------------------------------------------------------------------------
def test_a_reward_inside_a_function_does_not_pickle() -> None:
    @reward
    def local(completion: str) -> float:
        return 0.0

    (failure,) = check_reward(local, ROWS, only=["pickling"]).failures
    assert failure.sample == ""
    assert "DefinitionError: reward 'local' is defined inside a function" in failure.got


def test_a_copy_that_is_another_reward_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "naive", last_line)
    found = naive_before
    (failure,) = check_reward(found, ROWS, only=["pickling"]).failures
    assert "an equal copy" in failure.expected


naive_before = naive


# --- the report and the options -------------------------------------------------------------
def test_the_report_reads_as_text_and_as_data() -> None:
    report = check_reward(naive, ROWS, only=["crlf", "trailing_prose", "empty"])
    text = str(report)
    assert "reward 'naive' on 3 samples" in text
    assert "crlf                 holds" in text
    assert "trailing_prose       1 failed" in text
    data = json.loads(json.dumps(report.to_dict()))
    assert data["ok"] is False
    assert data["failures"][0]["check"] == "trailing_prose"


def test_a_long_list_of_failures_is_cut_in_the_text_only() -> None:
    report = check_reward(naive, [Sample("4", answer="4")] * 30, only=["trailing_prose"])
    assert len(report.failures) == 30
    assert "and 10 more" in str(report)


def test_the_asserting_form_raises_with_the_report() -> None:
    assert assert_reward(last_line, ROWS, skip=["trailing_prose"]).ok
    with pytest.raises(AssertionError, match=r"(?s)reward 'naive'.*trailing_prose: right"):
        assert_reward(naive, ROWS)


@pytest.mark.parametrize("option", ["skip", "only"])
def test_an_unknown_check_names_the_closest(option: str) -> None:
    wrong: dict[str, Any] = {option: ["pickle"]}
    with pytest.raises(InputError, match=r"no check 'pickle'. Did you mean 'pickling'\?"):
        check_reward(naive, ROWS, **wrong)


def test_one_name_may_stand_for_a_list_of_one() -> None:
    assert check_reward(last_line, ROWS, only="crlf").ran == ("crlf",)


def test_no_samples_is_a_mistake() -> None:
    with pytest.raises(InputError, match="at least one sample"):
        check_reward(naive, [])


# --- changes --------------------------------------------------------------------------------
def test_the_last_assistant_message_of_a_chat_is_changed() -> None:
    chat = [
        {"role": "assistant", "content": "first"},
        {"role": "tool", "content": "2"},
        {"role": "assistant", "content": "4"},
    ]
    found = changed(Sample(chat), trailing_prose)
    assert found is not None
    assert found.text == trailing_prose("4")
    assert chat[2]["content"] == "4"


def test_a_change_that_does_nothing_is_no_sample() -> None:
    assert changed(Sample("one line"), crlf) is None
    assert changed(Sample(""), trailing_prose) is None
    assert changed(Sample([{"role": "assistant", "content": None}]), trailing_prose) is None


def test_windows_line_ends_stay_as_they_are() -> None:
    assert crlf("a\r\nb\n") == "a\r\nb\r\n"
    assert changed(Sample("a\r\nb"), crlf) is None
