"""Case files: what they may say, and what each mistake in them is called."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from rewardkit.errors import CaseError
from rewardkit.testing import Expect, read_cases

Write = Callable[[str, str], Path]
RIGHT = {"id": "right", "completion": "4", "answer": "4", "expect": {"value": 1.0}}


@pytest.fixture
def lines(write: Write) -> Callable[..., Path]:
    """Write rows as a case file."""

    def rows(*data: Any) -> Path:
        texts = [one if isinstance(one, str) else json.dumps(one) for one in data]
        return write("cases.jsonl", "\n".join(texts) + "\n")

    return rows


def trouble(path: Path) -> str:
    with pytest.raises(CaseError) as error:
        read_cases(path)
    return str(error.value)


def test_a_row_is_a_sample_with_an_id_and_what_must_hold(lines: Callable[..., Path]) -> None:
    row = {**RIGHT, "prompt": "2+2?", "level": 3, "note": "plain"}
    case = read_cases(lines(row)).cases[0]
    assert (case.id, case.line, case.note) == ("right", 1, "plain")
    assert (case.sample.prompt, case.sample.answer) == ("2+2?", "4")
    assert case.sample.columns == {"level": 3}
    assert case.expect.value == 1.0


def test_a_row_without_an_id_is_called_by_its_line(lines: Callable[..., Path]) -> None:
    path = lines(RIGHT, "", {"completion": "", "expect": {"status": "ok"}})
    assert read_cases(path).ids == ["right", "line-3"]


def test_chat_completions_are_cases_too(lines: Callable[..., Path]) -> None:
    chat = [{"role": "assistant", "content": None}, {"role": "assistant", "content": "4"}]
    assert read_cases(lines({**RIGHT, "completion": chat})).cases[0].sample.text == "4"


def test_the_header_names_the_reward_and_rows_may_override_it(lines: Callable[..., Path]) -> None:
    path = lines(
        {"reward": "text/exact", "with": {"case": "fold", "trim": True}, "note": "about exact"},
        RIGHT,
        {**RIGHT, "id": "settings", "with": {"trim": False}},
        {**RIGHT, "id": "other", "reward": "my.py:mine"},
    )
    first, second, third = read_cases(path).cases
    assert (first.reward, first.settings) == ("text/exact", {"case": "fold", "trim": True})
    assert (second.reward, second.settings) == ("text/exact", {"case": "fold", "trim": False})
    assert (third.reward, third.settings) == ("my.py:mine", {})


def test_settings_alone_may_be_a_header(lines: Callable[..., Path]) -> None:
    case = read_cases(lines({"with": {"trim": False}}, RIGHT)).cases[0]
    assert (case.reward, case.settings) == (None, {"trim": False})


def test_a_first_row_with_a_completion_is_a_case(lines: Callable[..., Path]) -> None:
    assert read_cases(lines({**RIGHT, "reward": "text/exact"})).cases[0].reward == "text/exact"


def test_yaml_says_the_same_with_lines(write: Write) -> None:
    path = write(
        "cases.yaml",
        """
        reward: text/exact
        with: {trim: true}
        cases:
          - id: right
            completion: "4"
            answer: 12:30
            expect: {value: 1}
          - completion: |
              two
              lines
            expect: {better_than: [right]}
        """,
    )
    first, second = read_cases(path).cases
    assert (first.reward, first.settings, first.line) == ("text/exact", {"trim": True}, 4)
    assert first.sample.answer == "12:30"
    assert (second.id, second.sample.text) == ("line-8", "two\nlines\n")
    assert second.expect.better_than == ("right",)


def test_yaml_may_be_a_bare_list_as_the_lines_of_jsonl_would_be(write: Write) -> None:
    text = "- reward: text/exact\n- {id: a, completion: '4', answer: '4', expect: {value: 1}}\n"
    (case,) = read_cases(write("cases.yaml", text)).cases
    assert (case.id, case.line, case.reward) == ("a", 2, "text/exact")
    assert "cases.yaml:2: a case is a mapping" in trouble(
        write("cases.yaml", "- reward: a/b\n- 3\n")
    )


def test_a_yaml_file_of_another_layout_is_shown_the_right_one(write: Write) -> None:
    said = trouble(write("cases.yaml", "reward: text/exact\n"))
    layout = said.partition("looks like this:\n")[2]
    assert read_cases(write("other.cases.yaml", layout)).ids == ["right"]


def test_a_reward_may_be_a_whole_spec(write: Write) -> None:
    path = write(
        "cases.yaml",
        """
        reward: {clip: {low: 0, high: 0.5, of: text/exact}}
        cases: [{completion: a, answer: a, expect: {value: 0.5}}]
        """,
    )
    reward = read_cases(path).cases[0].reward
    assert isinstance(reward, dict)
    assert set(reward) == {"clip"}


@pytest.mark.parametrize(
    ("expect", "message"),
    [
        ({"vlaue": 1}, "expect has no 'vlaue'. Did you mean 'value'?"),
        ({}, "expects nothing; say at least one of value, range, status"),
        ({"tolerance": 0.1}, "expects nothing"),
        ({"status": "ok", "tolerance": 0.1}, "tolerance is for value and components"),
        ({"value": "1"}, "expect.value = '1': input should be a valid number"),
        ({"value": True}, "expect.value = True: input should be a valid number"),
        ({"status": "fine"}, "expect.status = 'fine': input should be 'ok', 'unparsed'"),
        ({"range": [1]}, "expect.range = [1]: field required"),
        ({"range": [1, 0]}, "range [1.0, 0.0] has its low end above its high end"),
        ({"status": "error", "value": 0}, "status 'error' has no value to expect"),
        ({"value": 1, "tolerance": -1}, "expect.tolerance = -1: input should be greater"),
        ({"components": {"a": "x"}}, "expect.components = {'a': 'x'}"),
        ("1.0", "expect = '1.0' must be a mapping such as {'value': 1.0}"),
    ],
)
def test_what_makes_no_sense_in_expect_is_named(
    lines: Callable[..., Path], expect: Any, message: str
) -> None:
    said = trouble(lines({**RIGHT, "expect": expect}))
    assert "cases.jsonl:1: case 'right'" in said
    assert message in said


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"id": "a", "complete": "x", "expect": {"value": 1}}, "case 'a' has no 'completion'. Did"),
        ({"id": "a", "completion": "x", "expct": {}}, "no 'expect'. Did you mean 'expct'?"),
        ({"id": "a", "completion": 4, "expect": {"value": 1}}, "text or a list of chat messages"),
        ({**RIGHT, "id": True}, "id = True must be text"),
        ({**RIGHT, "id": " "}, "id = ' ' must be text"),
        ({**RIGHT, "reward": 3}, "reward = 3 must be a spec file"),
        ({**RIGHT, "with": [1]}, "with = [1] must be a mapping of settings"),
        ("{", "not JSON: "),
        ("[1]", "a line is an object such as {...}, not [1]"),
        ('{"completion": "a", "completion": "b"}', "the key 'completion' is given twice"),
        ('{"completion": "a", "x": NaN}', "NaN is not JSON"),
    ],
)
def test_a_row_that_is_no_case_is_named_with_its_line(
    lines: Callable[..., Path], row: Any, message: str
) -> None:
    said = trouble(lines(RIGHT | {"id": "first"}, row))
    assert "cases.jsonl:2:" in said
    assert message in said


def test_an_id_is_used_once(lines: Callable[..., Path]) -> None:
    assert "cases.jsonl:2: the id 'right' is already that of line 1" in trouble(lines(RIGHT, RIGHT))


def test_better_than_names_a_case_of_the_file(lines: Callable[..., Path]) -> None:
    row = {"id": "x", "completion": "", "expect": {"better_than": "rihgt"}}
    assert "'rihgt', which is no case of this file. Did you mean 'right'?" in trouble(
        lines(RIGHT, row)
    )


def test_a_case_is_not_better_than_itself(lines: Callable[..., Path]) -> None:
    said = trouble(lines({**RIGHT, "expect": {"better_than": ["right"]}}))
    assert "case 'right' cannot be better than itself" in said


def test_an_odd_key_in_the_header_is_named(lines: Callable[..., Path]) -> None:
    said = trouble(lines({"reward": "text/exact", "wiht": {}}, RIGHT))
    assert "cases.jsonl:1: unknown key 'wiht' beside `reward`. Did you mean 'with'?" in said


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- 1\n", "cases.yaml:1: a case is a mapping, not 1"),
        ("reward: a/b\n", "looks like this"),
        ("cases: []\n", "there are no cases in it"),
        ("cases: [4]\n", ":1: a case is a mapping, not 4"),
        ("cases: [\n", "not valid YAML"),
        ("rewrd: a/b\ncases: [{}]\n", "unknown key 'rewrd' beside `reward`. Did you mean 'reward'"),
    ],
)
def test_a_yaml_file_that_is_no_case_file_says_why(write: Write, text: str, message: str) -> None:
    assert message in trouble(write("cases.yaml", text))


def test_an_empty_file_has_no_cases(write: Write) -> None:
    assert "there are no cases in it" in trouble(write("cases.jsonl", "\n\n"))


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    assert "cases.jsonl: cannot be read: No such file" in trouble(tmp_path / "cases.jsonl")


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    assert "cases are in a .jsonl or .yaml file, not '.csv'" in trouble(tmp_path / "cases.csv")


def test_text_that_is_not_utf8_is_named_with_its_byte(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_bytes(b'{"completion": "\xff"}')
    assert "not UTF-8 text (byte 16)" in trouble(path)


def test_a_line_separator_inside_a_completion_does_not_end_the_line(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    row = {**RIGHT, "completion": "a\u2028b\x85c\x0cd"}
    path.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    assert read_cases(path).cases[0].sample.text == "a\u2028b\x85c\x0cd"


def test_null_as_a_value_expects_that_there_is_none() -> None:
    assert Expect.model_validate({"value": None}).names_value
    assert not Expect(status="ok").names_value


@given(
    st.dictionaries(
        st.sampled_from(["value", "range", "status", "reason", "better_than", "components"]),
        st.none() | st.booleans() | st.floats() | st.text(max_size=3) | st.lists(st.integers()),
    )
)
def test_any_expectation_is_read_or_refused_and_never_crashes(data: dict[str, Any]) -> None:
    with suppress(ValidationError):
        assert isinstance(Expect.model_validate(data), Expect)
