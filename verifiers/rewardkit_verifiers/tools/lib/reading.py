"""The tool calls of a completion: chat fields, markup, Python or plain JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rewardkit import Sample
from rewardkit.reading.reasoning import after_reasoning
from rewardkit.reading.reply import trimmed, unfenced
from rewardkit_verifiers.tools.lib.call import MOST_CALLS, BadCall, Call, Tool, call_from
from rewardkit_verifiers.tools.lib.json_calls import described, json_at, keyed, named, objects_at
from rewardkit_verifiers.tools.lib.markup import harmony_calls, marked_calls
from rewardkit_verifiers.tools.lib.pythonic import is_bare_call, is_call_list, read_pythonic

Tools = Mapping[str, Tool]
_LANGUAGES = ("", "json", "python", "py", "tool_code", "tool_call")
_ONLY_FENCE = re.compile(r"^(?:Action: ?)?```(\w*)[ \t]*\n(.*?)```\Z", re.DOTALL | re.MULTILINE)
_LINE_OF_JSON = re.compile(
    r"^[ \t]{0,20}\[?\s{0,20}\{\s{0,20}\"(?:name|type|function|tool_name|id)\"", re.MULTILINE
)
_ALONE = re.compile(r"([\w.\-]{1,128})\([^()\n]*\)")
_PRINTED = re.compile(r"print\((.*)\)", re.DOTALL)


def calls_of(sample: Sample, tools: Tools) -> list[Call]:
    """Return every tool call of a completion, in order.

    Of chat messages the fields `tool_calls` and `function_call` and blocks of type `tool_use`
    count, and what the text of an assistant holds in markup counts beside them.

    Args:
        sample: The sample.
        tools: The declared tools by name; they type arguments that stand between tags.

    Raises:
        BadCall: A call is begun and cannot be read.
        Unfinished: The reply ends inside its reasoning.
    """
    found: list[Call] = []
    if isinstance(sample.completion, str):
        found += text_calls(sample.completion, tools)
    for message in () if isinstance(sample.completion, str) else sample.completion:
        if message.get("role", "assistant") != "assistant":
            continue
        found += _field_calls(message)
        found += _content_calls(message.get("content"), tools)
    if len(found) > MOST_CALLS:
        raise BadCall(f"the completion has more than {MOST_CALLS} calls")
    return found


def _field_calls(message: Mapping[str, Any]) -> list[Call]:
    given: Any = message.get("tool_calls")
    if hasattr(given, "tolist"):
        given = given.tolist()
    calls = [_field(one) for one in given or ()]
    # The field that OpenAI had before tool_calls.
    old = message.get("function_call")
    return [*calls, _field(old)] if old else calls


def _field(value: Any) -> Call:
    found = call_from(value, marked=True)
    if found is None:
        raise BadCall(f"a tool call without a name: {str(value)[:60]!r}")
    return found


def _content_calls(content: Any, tools: Tools) -> list[Call]:
    if content is None:
        return []
    if isinstance(content, str):
        return text_calls(content, tools)
    found: list[Call] = []
    for block in content:
        if isinstance(block, str):
            found += text_calls(block, tools)
        elif block.get("type") in ("tool_use", "function_call"):
            found.append(_field(block))
        elif isinstance(block.get("text"), str):
            found += text_calls(block["text"], tools)
    return found


def text_calls(text: str, tools: Tools) -> list[Call]:
    """Return the tool calls of a reply that is text; none where it is only words.

    Markup of calls counts wherever it stands after the reasoning. Without any, a reply counts
    that is JSON of calls as a whole, or Python calls: a list of them, or calls in a row. In a row
    each must name its arguments, or have a name with a dot or an underscore, unless the first is
    a declared tool. A reply in words may end with calls of declared tools.

    Raises:
        BadCall: A call is begun and cannot be read.
        Unfinished: The reply ends inside its reasoning.

    Example:
        >>> text_calls('[f(a=1)]', {})
        [Call(name='f', arguments={'a': 1})]
        >>> text_calls('print("hello")', {})
        []
        >>> text_calls('I could call f(a=1).', {})
        []
    """
    calls = harmony_calls(text)
    if calls is not None:
        return calls
    text = after_reasoning(text)
    calls = marked_calls(text, tools)
    if calls is not None:
        return calls
    text = trimmed(text)
    inside = unfenced(text, _LANGUAGES)
    found = _whole(text if inside is None else inside.strip(), tools)
    return found or (_last(text, tools) if tools else [])


def _whole(text: str, tools: Tools) -> list[Call]:
    """Return the calls that a text is as a whole."""
    if text[:1] in ("{", "["):
        if is_call_list(text[:200]):
            return read_pythonic(text, tools)
        return _json_calls(text, tools)
    name, _, rest = text.partition("\n")
    if name.strip() in tools and rest.lstrip()[:1] == "{":
        # GLM-4 writes the name on a line of its own, and its arguments below.
        value, end = json_at(rest, 0)
        return named(name.strip(), value) if not rest[end:].strip() else []
    return _bare_calls(text, tools) if is_bare_call(text) else []


def _last(text: str, tools: Tools) -> list[Call]:
    """Return the calls of declared tools with which a reply in words ends.

    They stand in its only code fence, or are JSON that begins on a line of its own; what follows
    them makes them an example.
    """
    fence = _ONLY_FENCE.search(text) if text.count("```") == 2 else None
    if fence is not None and fence[1].lower() in _LANGUAGES:
        inside = fence[2].strip()
    else:
        begins = _LINE_OF_JSON.search(text)
        if begins is None or "```" in text:
            return []
        inside = text[begins.start() :].strip()
    try:
        calls = _whole(inside, tools)
    except BadCall:
        return []
    return calls if all(call.name in tools for call in calls) else []


def _bare_calls(text: str, tools: Tools) -> list[Call]:
    """Return the Python calls that a text without brackets is; none where it is words or code."""
    shown = _PRINTED.fullmatch(text)
    try:
        calls = read_pythonic(shown[1] if shown is not None else text, tools)
    except BadCall:
        alone = _ALONE.fullmatch(text)
        if alone is not None and alone[1] in tools:
            raise
        return []  # a sentence about the tool, or code with `print("hello")`
    if calls[0].name in tools or all(_like_a_tool(call) for call in calls):
        return calls
    return []


def _like_a_tool(call: Call) -> bool:
    """Whether a call of a name that no column declares is more than `exit()` in words on Python."""
    return bool(call.arguments) or "_" in call.name.strip("_") or "." in call.name


def _json_calls(text: str, tools: Tools) -> list[Call]:
    try:
        values, end = objects_at(text, 0)
        if text[end:].strip():
            raise BadCall("a call is no JSON: text follows it")
    except BadCall:
        # Broken JSON that names a function was meant as a call.
        if '"name"' in text[:200] or '"function"' in text[:200]:
            raise
        return []
    if len(values) == 1:
        return described(values[0], marked=False) or keyed(values[0], tools) or []
    found = described(values, marked=False)
    return found if found is not None else []
