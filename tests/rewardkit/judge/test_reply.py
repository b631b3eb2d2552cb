"""Strict reading: a number comes from a whole and well-formed reply, or not at all."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import get
from rewardkit.judge.faults import Fault
from rewardkit.judge.prompt.verdict_schema import Field, Form, read_json
from rewardkit.judge.reply import Reply, Token, read_body, read_tokens, reply_text
from rewardkit.judge.verdict.expectation import expectation, token_at

FORM = Form((Field("reason", "text"), Field("score", "int", 1, 5)))

UNUSABLE = [
    "",
    "null",
    "{}",
    "5",
    '"5"',
    "[]",
    '[{"reason": "", "score": 5}]',
    '{"reason": "good"}',
    '{"score": 5}',
    '{"reason": "", "score": "five"}',
    '{"reason": "", "score": "5"}',
    '{"reason": "", "score": 5.0}',
    '{"reason": "", "score": 0}',
    '{"reason": "", "score": 6}',
    '{"reason": "", "score": -1}',
    '{"reason": "", "score": NaN}',
    '{"reason": "", "score": Infinity}',
    '{"reason": "", "score": -Infinity}',
    '{"reason": "", "score": 1e999}',
    '{"reason": "", "score": true}',
    '{"reason": "", "score": null}',
    '{"reason": "", "score": [5]}',
    '{"reason": "", "score": {"score": 5}}',
    '{"reason": "", "score": 5, "score": 5}',
    '{"reason": "", "score": 5, "grade": 5}',
    '{"reason": "", "Score": 5}',
    '{"reason": "", "score": 5',
    '{"reason": "", "score": 5}}',
    '{"reason": "", "score": 5} {"reason": "", "score": 1}',
    'Sure: {"reason": "", "score": 5}',
    '```json\n{"reason": "", "score": 6}\n```',
    "{'reason': '', 'score': 5}",
    '{"reason": null, "score": 5}',
    "Score: 5",
    "I'm sorry, I can't help with that.",
    "[" * 100_000,
    '{"reason": "", "score": ' + "9" * 5000 + "}",
]


@pytest.mark.parametrize("reply", UNUSABLE, ids=range(len(UNUSABLE)))
def test_a_reply_that_is_not_of_the_form_is_a_fault(reply: str) -> None:
    with pytest.raises(Fault, match="judge_"):
        FORM.read(reply)


@pytest.mark.parametrize("reply", UNUSABLE, ids=range(len(UNUSABLE)))
def test_and_the_score_of_the_verifier_is_an_error(reply: str) -> None:
    judge = {"fake": [reply], "attempts": 1}
    found = get("judge/score", judge=judge, low=1, high=5).score(completion="Thank you.")
    assert (found.value, found.status) == (None, "error")


@given(st.text(max_size=200))
def test_no_text_at_all_becomes_a_number_unless_it_is_the_form(text: str) -> None:
    try:
        found = FORM.read(text)
    except Fault:
        return
    assert type(found["score"]) is int
    assert 1 <= found["score"] <= 5


LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
KEYS = st.sampled_from(["reason", "score", "x"])


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3)


@given(st.recursive(LEAVES, nested))
def test_any_json_is_either_of_the_form_or_a_fault(data: Any) -> None:
    try:
        found = FORM.read(json.dumps(data))
    except Fault:
        return
    assert set(found) == {"reason", "score"}


def test_reading_keeps_what_json_says() -> None:
    assert read_json('{"a": [1, {"b": null}]}') == {"a": [1, {"b": None}]}


def body(**choice: Any) -> dict[str, Any]:
    return {"choices": [{"index": 0, "finish_reason": "stop", **choice}]}


@pytest.mark.parametrize(
    ("choice", "reason"),
    [
        ({"message": {"content": None}}, "judge_empty"),
        ({"message": {"content": " \n"}}, "judge_empty"),
        ({"message": {"content": None, "refusal": "no"}}, "judge_refusal"),
        ({"message": {"content": "x"}, "finish_reason": "content_filter"}, "judge_refusal"),
        ({"message": {"content": "x"}, "finish_reason": "length"}, "judge_truncated"),
        ({"message": {"content": None, "reasoning_content": "5"}}, "judge_reasoning_only"),
        ({"message": {"content": "", "reasoning": "5"}}, "judge_reasoning_only"),
        ({"message": {"content": "<think>5"}}, "judge_reasoning_only"),
        ({"message": {"content": "<think>5</think> "}}, "judge_reasoning_only"),
        ({"message": {"content": [{"text": "5"}]}}, "judge_bad_body"),
    ],
)
def test_a_message_without_a_whole_answer_is_a_fault(choice: Any, reason: str) -> None:
    with pytest.raises(Fault) as caught:
        reply_text(body(**choice))
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    "text", ["", "<html>", "[]", "{}", '{"choices": 3}', '{"choices": []}', '{"choices": [1]}']
)
def test_a_body_that_is_no_completion_is_a_fault_worth_a_retry(text: str) -> None:
    with pytest.raises(Fault) as caught:
        read_body(text)
    assert caught.value.retryable


def logprobs(*tokens: tuple[str, dict[str, float]]) -> dict[str, Any]:
    content = [
        {"token": text, "top_logprobs": [{"token": t, "logprob": v} for t, v in top.items()]}
        for text, top in tokens
    ]
    return body(message={"content": "x"}, logprobs={"content": content})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 0.5, "0", None, True])
def test_a_log_probability_that_is_none_is_a_fault(value: Any) -> None:
    with pytest.raises(Fault, match="judge_bad_logprobs"):
        read_tokens(logprobs(("5", {"5": value})))


def test_an_expectation_without_support_is_a_fault_and_not_zero() -> None:
    token = Token("The", {"The": -0.01, "5": -9.0})
    with pytest.raises(Fault, match="judge_low_support"):
        expectation(token, "0123456789", 0.5)


def test_no_alternatives_at_all_is_a_fault() -> None:
    with pytest.raises(Fault, match="judge_no_logprobs"):
        expectation(Token("5", {}), "0123456789", 0.5)


def test_the_label_is_found_by_place_and_not_by_its_digit() -> None:
    tokens = [Token(text, {}) for text in ("It", " is", " 4", "0", ".", "\n", "Grade:", " ", "3")]
    whole = "".join(token.text for token in tokens)
    reply = Reply(whole, whole, tokens)
    assert token_at(reply, whole.rindex("3"), "3") is tokens[-1]


def test_a_label_inside_a_longer_token_is_a_fault() -> None:
    reply = Reply("Grade: 10", "Grade: 10", [Token("Grade:", {}), Token(" 10", {})])
    with pytest.raises(Fault, match="judge_label_not_a_token"):
        token_at(reply, 7, "1")


def test_tokens_that_do_not_add_up_are_a_fault() -> None:
    reply = Reply("Grade: 1", "Grade: 1", [Token("Gra", {}), Token("x", {})])
    with pytest.raises(Fault, match="do not add up"):
        token_at(reply, 7, "1")
