"""Samples: text and chat alike, rows of any dataset."""

from __future__ import annotations

from typing import Any

import pytest

from rewardkit.data.sample import Sample
from rewardkit.errors import InputError

CHAT: list[dict[str, Any]] = [
    {"role": "assistant", "content": None, "tool_calls": [{"name": "calc"}]},
    {"role": "tool", "content": "4"},
    {"role": "assistant", "content": "It is 4."},
]


def test_plain_text_is_its_own_text() -> None:
    assert Sample("It is 4.").text == "It is 4."


def test_a_chat_reads_as_its_last_assistant_message() -> None:
    assert Sample(CHAT).text == "It is 4."


def test_a_final_tool_call_without_content_is_an_empty_reply() -> None:
    assert Sample(CHAT[:1]).text == ""


def test_a_tool_result_is_never_taken_for_the_reply() -> None:
    assert Sample(CHAT[:2]).text == ""


def test_content_blocks_are_joined_and_images_left_out() -> None:
    blocks = [{"type": "text", "text": "a"}, {"type": "image", "url": "x"}, {"text": "b"}, "c"]
    assert Sample([{"role": "assistant", "content": blocks}]).text == "abc"


def test_an_empty_chat_is_empty_text() -> None:
    assert Sample([]).text == ""


def test_messages_join_prompt_and_completion() -> None:
    sample = Sample(CHAT, prompt="What is 2+2?")
    assert sample.messages == [{"role": "user", "content": "What is 2+2?"}, *CHAT]
    assert Sample("4", prompt=[{"role": "system", "content": "Be brief."}]).messages == [
        {"role": "system", "content": "Be brief."},
        {"role": "assistant", "content": "4"},
    ]


def test_a_chat_prompt_reads_as_all_its_contents() -> None:
    prompt = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "2+2?"}]
    assert Sample("4", prompt=prompt).prompt_text == "Be brief.\n2+2?"


def test_keys_of_a_row_that_are_not_fields_become_columns() -> None:
    sample = Sample.from_row({"completion": "4", "answer": "4", "level": 3, "id": 7})
    assert (sample.answer, sample.columns, sample.id) == ("4", {"level": 3}, "7")


def test_columns_can_be_renamed() -> None:
    row = {"output": "4", "gold": "5"}
    sample = Sample.from_row(row, {"output": "completion", "gold": "answer"})
    assert (sample.completion, sample.answer) == ("4", "5")
    assert row == {"output": "4", "gold": "5"}


def test_two_columns_can_change_places() -> None:
    row = {"answer": "a long text", "completion": "4", "prompt": "2+2?"}
    sample = Sample.from_row(row, {"completion": "answer", "answer": "completion"})
    assert (sample.completion, sample.answer) == ("a long text", "4")
    chain = {"prompt": "completion", "completion": "answer", "answer": "note"}
    moved = Sample.from_row(row, chain)
    assert (moved.completion, moved.answer, moved.prompt) == ("2+2?", "4", "")
    assert moved.columns == {"note": "a long text"}


def test_a_renamed_column_replaces_the_one_of_that_name() -> None:
    sample = Sample.from_row({"completion": "4", "answer": "x", "gold": "4"}, {"gold": "answer"})
    assert (sample.answer, sample.columns) == ("4", {})


def test_a_row_without_a_completion_names_the_closest_column() -> None:
    with pytest.raises(InputError, match="Did you mean 'completions'") as caught:
        Sample.from_row({"completions": "4"})
    assert "columns={'NAME': 'completion'}" in str(caught.value)
    assert "--column completion=NAME" in caught.value.on_command_line


def test_renaming_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match="no column 'gold' to read as 'answer'"):
        Sample.from_row({"completion": "4", "golden": "5"}, {"gold": "answer"})


@pytest.mark.parametrize("content", [{"text": "4"}, 5, True, b"4", {"text"}])
def test_a_message_whose_content_is_something_else_is_refused(content: object) -> None:
    chat = [{"role": "assistant", "content": content}]
    with pytest.raises(InputError, match="the content of a message is"):
        Sample.from_row({"completion": chat})
    with pytest.raises(InputError, match="the content of a message is"):
        Sample.from_row({"completion": "4", "prompt": chat})
    with pytest.raises(InputError, match="the content of a message is"):
        _ = Sample(completion=chat).text


@pytest.mark.parametrize("wrong", [4, None, {"role": "assistant"}, ["a"]])
def test_a_completion_that_is_neither_text_nor_chat_is_refused(wrong: object) -> None:
    with pytest.raises(InputError, match="completion"):
        Sample.from_row({"completion": wrong, "other": 1})


def test_the_key_changes_with_everything_a_reward_can_see() -> None:
    base = Sample("4", "2+2?", "4", {"level": 1}, group=1)
    others = [
        Sample("5", "2+2?", "4", {"level": 1}, group=1),
        Sample("4", "2+3?", "4", {"level": 1}, group=1),
        Sample("4", "2+2?", "5", {"level": 1}, group=1),
        Sample("4", "2+2?", "4", {"level": 2}, group=1),
        Sample("4", "2+2?", 4, {"level": 1}, group=1),
        Sample("4", "2+2?", "4", {"level": 1}, group=2),
        Sample("4", "2+2?", "4", {"level": 1}, group=1, id="other"),
    ]
    keys = {sample.key() for sample in [base, *others]}
    assert len(keys) == 8
    assert Sample("4", "2+2?", "4", {"level": 1}, group=1).key() == base.key()


def test_lone_surrogates_and_nul_bytes_have_a_key() -> None:
    assert Sample("\ud800\x00").key() != Sample("\ud801\x00").key()


# --- paths and whole chats -------------------------------------------------------------------


def test_a_column_is_read_from_a_path_inside_another() -> None:
    row = {"completion": "4", "spec": {"gold": "4", "level": 2}}
    found = Sample.from_row(row, {"spec.gold": "answer"})
    assert found.answer == "4"
    assert found.columns["spec"] == {"gold": "4", "level": 2}
    with pytest.raises(InputError, match="no column 'spec.gol'"):
        Sample.from_row(row, {"spec.gol": "answer"})


HISTORY: list[dict[str, Any]] = [
    {"role": "system", "content": "s"},
    {"role": "user", "content": "q"},
    {"role": "assistant", "content": "a"},
    {"role": "user", "content": "p"},
    {"role": "assistant", "content": "x"},
]


@pytest.mark.parametrize(
    ("split", "turns"), [("first_assistant", 3), ("last_user", 1), (2, 3), (4, 1), (0, 5)]
)
def test_a_chat_is_split_where_it_is_said(split: str | int, turns: int) -> None:
    found = Sample.from_messages(HISTORY, split, answer="x", level=1)
    assert len(found.completion) == turns
    assert (found.text, found.answer, found.columns["level"]) == ("x", "x", 1)
    assert found.messages == HISTORY


@pytest.mark.parametrize("split", ["first", 5, -1, True])
def test_a_split_that_is_no_place_is_refused(split: Any) -> None:
    with pytest.raises(InputError, match="split="):
        Sample.from_messages(HISTORY, split)


def test_a_chat_without_a_reply_holds_no_completion() -> None:
    with pytest.raises(InputError, match="no completion"):
        Sample.from_messages(HISTORY[:2])
    with pytest.raises(InputError, match="no completion"):
        Sample.from_messages(HISTORY[:4], "last_user")
