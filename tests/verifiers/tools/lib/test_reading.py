"""tools/calls on replies that are Python calls without markup, with and without declared tools."""

from __future__ import annotations

from typing import Any

import pytest

from rewardkit_verifiers.tools.calls import calls

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
