"""Calls in tags of their own, and as ReAct has them."""

from __future__ import annotations

from typing import Any

import pytest

from rewardkit_verifiers.tools.calls import calls

TOOLS = [
    {
        "name": "weather",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
        },
    }
]
ONE = [{"name": "weather", "arguments": {"city": "12", "days": 3}}]
TWO = [*ONE, {"name": "weather", "arguments": {"city": "Bern"}}]


def invoked(mark: str = "") -> str:
    return (
        f'<{mark}function_calls>\n<{mark}invoke name="weather">\n'
        f'<{mark}parameter name="city">12</{mark}parameter>\n'
        f'<{mark}parameter name="days">3</{mark}parameter>\n'
        f"</{mark}invoke>\n</{mark}function_calls>"
    )


@pytest.mark.parametrize(
    "reply",
    [
        invoked(),
        invoked("｜DSML｜"),
        f"<minimax:tool_call>{invoked()}</minimax:tool_call>",
        '<|action_start|><|plugin|>{"name": "weather", "parameters": {"city": "12", "days": 3}}'
        "<|action_end|>",
        "<function_calls>weather(city='12', days=3)</function_calls>",
        'Thought: I need it.\nAction: weather\nAction Input: {"city": "12", "days": 3}',
    ],
)
def test_a_call_is_read_with_its_types_and_is_needless_where_none_is_expected(reply: str) -> None:
    assert calls.score(completion=reply, answer=ONE, tools=TOOLS).value == 1.0
    assert calls.score(completion=reply, answer=[], tools=TOOLS).reason == "needless_call"
    assert calls.score(completion=reply, answer=TWO, tools=TOOLS).value == 0.0


@pytest.mark.parametrize(
    "lines", ["<function_calls>{}</function_calls>", "```tool_code\n{}\n```", "```python\n{}\n```"]
)
def test_calls_on_lines_of_their_own_are_all_read(lines: str) -> None:
    reply = lines.format("weather(city='12', days=3)\nweather(city='Bern')")
    assert calls.score(completion=reply, answer=TWO, tools=TOOLS).value == 1.0
    assert calls.score(completion=reply, answer=ONE, tools=TOOLS).reason == "extra_call"


@pytest.mark.parametrize(
    "reply",
    [
        '<invoke name="weather"><parameter name="city">12',
        '<invoke name="weather"><parameter name="city">12</parameter>',
        '<invoke name="weather"><parameter name="city">1</parameter>'
        '<parameter name="city">12</parameter></invoke>',
        "<invoke name=weather></invoke>",
        "<function_calls>weather(city='12'",
        '<|action_start|><|plugin|>{"name": "weather"',
        "<|action_start|><|interpreter|>print(1)",
    ],
)
def test_a_call_that_is_begun_and_cannot_be_read_is_unparsed(reply: str) -> None:
    score = calls.score(completion=reply, answer=ONE, tools=TOOLS)
    assert (score.status, score.reason) == ("unparsed", "bad_call")


def test_prose_about_an_action_is_no_call() -> None:
    reply: Any = "Action: think\nAction Input: none. It is noon."
    assert calls.score(completion=reply, answer=[], tools=TOOLS).value == 1.0
