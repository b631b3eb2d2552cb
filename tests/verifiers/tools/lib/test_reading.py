"""tools/calls on replies that are Python calls without markup, with and without declared tools."""

from __future__ import annotations

from typing import Any

import pytest

from rewardkit_verifiers.tools.calls import calls
from rewardkit_verifiers.tools.lib.call import BadCall, Call, Tool
from rewardkit_verifiers.tools.lib.reading import text_calls

TOOLS = [{"name": "get_weather", "parameters": {"properties": {"city": {"type": "string"}}}}]
BARE = [
    'get_weather(city="Oslo")',
    '```python\nget_weather(city="Oslo")\n```',
    '```tool_code\nweather.get(city="Oslo")\n```',
    'get_weather(city="Oslo")\nget_weather(city="Bergen")',
    'get_weather(city="Oslo"); weather(city="Bergen");',
    'get_weather(city="Oslo"), get_time(city="Oslo")',
    'weather(city="Oslo")',
    "get_time()",
    "clock.now()",
]


@pytest.mark.parametrize("text", BARE)
@pytest.mark.parametrize("tools", [None, TOOLS])
def test_a_reply_of_python_calls_alone_is_a_needless_call_where_none_is_expected(
    text: str, tools: Any
) -> None:
    found = calls.score(completion=text, answer=[], tools=tools)
    assert (found.value, found.reason) == (0.0, "needless_call")


def test_a_bare_python_call_is_read_without_a_column_of_tools() -> None:
    wanted = [{"name": "get_weather", "arguments": {"city": "Oslo"}}]
    for text in BARE[:2]:
        assert calls.score(completion=text, answer=wanted).value == 1.0
    assert calls.score(completion=BARE[3], answer=wanted).reason == "extra_call"


@pytest.mark.parametrize(
    "text",
    [
        'print("hello")',
        '```python\nprint("hello")\n```',
        "exit()",
        "```python\nx = get_weather(city='Oslo')\n```",
        "get_weather(city='Oslo') is how the tool is called.",
        "```python\nget_weather(city='Oslo')\nprint(1)\n```",
        "Paris(s) (the capital).",
    ],
)
@pytest.mark.parametrize("tools", [None, TOOLS])
def test_python_in_an_answer_about_python_is_no_call(text: str, tools: Any) -> None:
    assert calls.score(completion=text, answer=[], tools=tools).value == 1.0


CITY = {"get_weather": Tool("get_weather", {"city": {}, "days": {}}, (), ("city", "days"))}
OSLO = Call("get_weather", {"city": "Oslo"})


@pytest.mark.parametrize(
    "text",
    [
        'get_weather("Oslo")',
        '[get_weather("Oslo")]',
        '```tool_code\nprint(get_weather("Oslo"))\n```',
        'I look that up.\n```tool_code\nget_weather(city="Oslo")\n```',
        'The call is:\n\n```json\n{"name": "get_weather", "arguments": {"city": "Oslo"}}\n```',
        'One moment.\n{"name": "get_weather", "parameters": {"city": "Oslo"}}',
        'Action: ```json\n[{"tool_name": "get_weather", "parameters": {"city": "Oslo"}}]\n```',
        'get_weather\n{"city": "Oslo"}',
        '{"get_weather": {"city": "Oslo"}}',
    ],
)
def test_a_declared_tool_is_called_in_the_forms_of_models_without_markup(text: str) -> None:
    assert text_calls(text, CITY) == [OSLO]


def test_arguments_by_place_take_the_names_of_the_declared_tool() -> None:
    assert text_calls('get_weather("Oslo", days=3)', CITY)[0].arguments == {
        "city": "Oslo",
        "days": 3,
    }
    for broken in ('"Oslo", 3, 4', 'days=3, "Oslo"', '"Oslo", city="Oslo"'):
        with pytest.raises(BadCall):
            text_calls(f"get_weather({broken})", CITY)


@pytest.mark.parametrize(
    "text",
    [
        'As in:\n```json\n{"name": "get_weather", "arguments": {"city": "Oslo"}}\n```\nNo need.',
        'Use get_weather("Oslo").',
        'get_weather("Oslo") is what you want.',
        '```json\n{"name": "get_weather", "arguments": {}}\n```\nor\n```json\n{"name": "now"}\n```',
        'Here:\n```json\n{"name": "unknown", "arguments": {}}\n```',
    ],
)
def test_words_around_an_example_of_a_call_are_words(text: str) -> None:
    assert text_calls(text, CITY) == []


def test_objects_in_a_row_are_calls_each() -> None:
    one = '{"name": "get_weather", "arguments": {"city": "Oslo"}}'
    for between in ("; ", "\n", ", "):
        assert text_calls(one + between + one, {}) == [OSLO, OSLO]
        assert text_calls(f"<tool_call>{one}{between}{one}</tool_call>", {}) == [OSLO, OSLO]


def test_nothing_but_calls_stands_in_the_markup_of_a_call() -> None:
    one = '{"name": "get_weather", "arguments": {"city": "Oslo"}}'
    with pytest.raises(BadCall, match="something follows"):
        text_calls(f"<tool_call>{one} or Bergen</tool_call>", {})


def test_arguments_given_twice_are_read_neither_way() -> None:
    with pytest.raises(BadCall, match="given twice"):
        text_calls(
            '<tool_call>{"name": "f", "arguments": {}, "parameters": {"a": 1}}</tool_call>', {}
        )


def test_a_recipient_that_a_message_only_speaks_of_is_not_called() -> None:
    call = "to=functions.now <|constrain|>json<|message|>{}"
    spoken = f"<|channel|>analysis<|message|>I write {call}<|end|>"
    assert (
        text_calls(f"{spoken}<|start|>assistant<|channel|>final<|message|>No.<|return|>", {}) == []
    )
    called = f"<|start|>assistant<|channel|>commentary {call}<|call|>"
    assert text_calls(spoken + called + called, {}) == [Call("now", {})] * 2
