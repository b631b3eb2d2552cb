"""Conversations between a policy and an environment."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import Sample
from rewardkit.data.sample import Message
from rewardkit.tasks import Environment, Problem, Task, converse


class Guess:
    """Answers higher or lower, and ends at the secret number or at anything that is no number."""

    def __init__(self, secret: int) -> None:
        self.secret = secret

    def reply(self, history: Sequence[Message]) -> str | None:
        text = history[-1]["content"]
        if not (text.isascii() and text.isdigit()) or int(text) == self.secret:
            return None
        return "higher" if int(text) < self.secret else "lower"


def halving(history: Sequence[Message]) -> str:
    low, high = 0, 64
    for said, answer in zip(history[1::2], history[2::2], strict=True):
        if answer["content"] == "higher":
            low = int(said["content"]) + 1
        else:
            high = int(said["content"])
    return str((low + high) // 2)


@given(st.integers(0, 63))
def test_a_conversation_ends_when_the_environment_has_nothing_to_say(secret: int) -> None:
    chat = converse(Guess(secret), "0 to 63?", halving, turns=7)
    assert chat[-1] == {"role": "assistant", "content": str(secret)}
    assert [one["role"] for one in chat] == ["assistant", "user"] * (len(chat) // 2) + ["assistant"]


@pytest.mark.parametrize("turns", [1, 2, 5])
def test_no_conversation_is_longer_than_its_turns_and_the_policy_has_the_last_word(
    turns: int,
) -> None:
    chat = converse(Guess(3), "?", lambda _: "9", turns=turns)
    assert [one["role"] for one in chat].count("assistant") == turns
    assert chat[-1]["role"] == "assistant"


def test_the_first_message_of_a_history_is_the_prompt_and_the_last_the_policys() -> None:
    seen = []

    class Watching:
        def reply(self, history: Sequence[Message]) -> str | None:
            seen.append([(one["role"], one["content"]) for one in history])
            return "go on"

    environment: Environment = Watching()
    converse(environment, "start", lambda _: "x", turns=3)
    assert seen[-1] == [("user", "start"), ("assistant", "x"), ("user", "go on"), *seen[0][1:]]


def test_what_a_conversation_returns_is_the_completion_of_a_sample() -> None:
    chat = converse(Guess(32), "0 to 63?", halving, turns=7)
    assert Sample(chat, "0 to 63?").text == "32"


def test_success_over_several_turns_is_judged_on_all_of_them_where_the_task_can() -> None:
    problem = Problem("?", "3", "3", "4", {})
    chat = [{"role": "assistant", "content": "<a>3</a>"}, {"role": "assistant", "content": "<a>4"}]
    plain = Task("guess", (problem,), (), (), "34", lambda text, one: text == one.answer)
    whole = Task(
        *("guess", (problem,), (), (), "34", lambda text, one: text == one.answer),
        solved=lambda messages, one: any(one.answer in m["content"] for m in messages),
    )
    assert plain.succeeded("<a>3</a>", problem)
    assert not plain.succeeded(chat, problem)
    assert whole.succeeded(chat, problem)
