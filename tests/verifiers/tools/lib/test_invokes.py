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


@pytest.mark.parametrize(
    "markup",
    [
        "<start_function_call>call:weather{city:<escape>12<escape>,days:3}<end_function_call>",
        '<TOOLCALL>[{"name": "weather", "arguments": {"city": "12", "days": 3}}]</TOOLCALL>',
        '<|tool_call_start|>[weather(city="12", days=3)]<|tool_call_end|>',
        '<|tools_prefix|>[{"weather": {"city": "12", "days": 3}}]<|tools_suffix|>',
    ],
)
def test_the_markups_of_small_models_hold_the_same_call(markup: str) -> None:
    assert calls.score(completion=markup, answer=ONE, tools=TOOLS).value == 1.0
    assert calls.score(completion=markup, answer=[], tools=TOOLS).reason == "needless_call"


def test_functiongemma_nests_lists_and_objects() -> None:
    text = "<start_function_call>call:f{a:[1,{b:<escape>x, }<escape>}],c:true}<end_function_call>"
    wanted = [{"name": "f", "arguments": {"a": [1, {"b": "x, }"}], "c": True}}]
    assert calls.score(completion=text, answer=wanted).value == 1.0
    cut = text[: text.index("true")]
    assert calls.score(completion=cut, answer=wanted).reason == "bad_call"
