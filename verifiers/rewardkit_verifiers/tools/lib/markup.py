"""Tool calls in the markup of a model: Hermes, Qwen, Llama, Mistral, DeepSeek and others.

Each reader takes the text and the place behind an opening marker, and returns the calls there
and the place from which to read on. All of them move forward only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from rewardkit_verifiers.tools.lib.call import MOST_CALLS, BadCall, Call, Tool
from rewardkit_verifiers.tools.lib.invokes import (
    INVOKE,
    INVOKE_DEEPSEEK,
    action,
    call_lines,
    gemma,
    invoke,
    react,
)
from rewardkit_verifiers.tools.lib.json_calls import (
    after_space,
    described,
    json_at,
    keyed,
    named,
    objects_at,
)
from rewardkit_verifiers.tools.lib.pythonic import is_call_list, read_pythonic
from rewardkit_verifiers.tools.lib.typed_text import typed_text

Tools = Mapping[str, Tool]
Found = tuple[list[Call], int]
_NAME = r"[A-Za-z_][\w.\-]{0,127}"
_FUNCTION = re.compile(rf"<function=\"?({_NAME})\"?>")
_PARAMETER = re.compile(r"\s*<parameter=\"?([\w.\-]{1,128})\"?>")
_GLM_NAME = re.compile(rf"\s*({_NAME})\s*(?=<arg_key>|</tool_call>|$)")
_GLM_ARGUMENT = re.compile(r"\s*<arg_key>([^<>]{1,128})</arg_key>\s*<arg_value>")
_MISTRAL = re.compile(rf"\s*({_NAME})\s*(?:\[CALL_ID\]\w{{1,40}})?\s*(?:\[ARGS\])?\s*(?=\{{)")
_DEEPSEEK = re.compile(
    rf"\s*(?:function<｜tool▁sep｜>)?({_NAME})(?:<｜tool▁sep｜>)?\s*(?:```json)?\s*"
)
_KIMI = re.compile(rf"\s*(?:functions\.)?({_NAME})(?::\d+)?\s*<\|tool_call_argument_begin\|>")
_HARMONY = re.compile(
    rf"to=(?:functions\.)?({_NAME})\s*"
    r"(?:<\|(?:channel|constrain)\|>[\w ]{0,30}){0,2}(?:json)?\s*<\|message\|>"
)


_HARMONY_BREAKS = ("<|start|>", "<|channel|>", "<|end|>", "<|call|>", "<|return|>")


def harmony_calls(text: str) -> list[Call] | None:
    """Return the calls of a gpt-oss turn, which stand in a channel of their own; None if none.

    Raises:
        BadCall: A call cannot be read.
    """
    if "<|message|>" not in text or "to=" not in text:
        return None
    found: list[Call] = []
    before, inside = 0, False
    for match in _HARMONY.finditer(text):
        start = match.start()
        last = max(text.rfind(mark, before, start) for mark in _HARMONY_BREAKS)
        message = text.rfind("<|message|>", before, start)
        inside = message > last if max(message, last) >= 0 else inside
        if not inside:  # what stands in a message only speaks of a recipient
            arguments, _ = json_at(text, match.end())
            found += named(match[1], arguments)
        before, inside = match.end(), True
    return found or None


def _tagged(text: str, at: int, tools: Tools) -> Found:
    """Read what follows `<tool_call>` and its like: JSON, or the tags of Qwen3-Coder or GLM."""
    at = after_space(text, at)
    if text.startswith("```", at):
        at = after_space(text, text.find("\n", at) + 1 or len(text))
    if text[at : at + 1] in ("{", "["):
        if is_call_list(text[at : at + 200]):
            return _pythonic(text, at, tools)
        return _objects(text, at, tools)
    if text.startswith("<function=", at):
        return [], at  # the marker of a function is read as one of its own
    return _glm(text, at, tools)


def _objects(text: str, at: int, tools: Tools) -> Found:
    values, end = objects_at(text, at)
    found: list[Call] = []
    for value in values:
        calls = described(value, marked=True) or keyed(value, tools)
        if calls is None and value != []:
            raise BadCall("the JSON in the markup of a call is none")
        found += calls or []
    close = _CLOSE.search(text, end)
    if close is not None and text[end : close.start()].strip() not in ("", "```"):
        raise BadCall("something follows the JSON in the markup of a call")
    return found, end


def _glm(text: str, at: int, tools: Tools) -> Found:
    name = _GLM_NAME.match(text, at)
    if name is None:
        raise BadCall("the markup of a call holds no call")
    at, arguments = name.end(), {}
    while (found := _GLM_ARGUMENT.match(text, at)) is not None:
        end = text.find("</arg_value>", found.end())
        if end < 0:
            raise BadCall("an argument has no end")
        key = found[1].strip()
        if key in arguments:
            raise BadCall(f"the argument {key!r} is given twice")
        schema = tools[name[1]].schema(key) if name[1] in tools else {}
        arguments[key] = typed_text(text[found.end() : end], schema)
        at = end + len("</arg_value>")
    return [Call(name[1], arguments)], at


def _function(text: str, at: int, tools: Tools) -> Found:
    """Read `<function=name>` with JSON (Llama) or with a tag for each argument (Qwen3-Coder)."""
    opened = text.rfind("<function=", 0, at + 1)
    name = _FUNCTION.match(text, opened)
    if name is None:
        raise BadCall("the tag of a function has no name")
    at = after_space(text, name.end())
    if text[at : at + 1] == "{":
        value, end = json_at(text, at)
        return named(name[1], value), end
    arguments: dict[str, Any] = {}
    while (found := _PARAMETER.match(text, at)) is not None:
        end = text.find("</parameter>", found.end())
        if end < 0:
            raise BadCall("an argument has no end")
        if found[1] in arguments:
            raise BadCall(f"the argument {found[1]!r} is given twice")
        schema = tools[name[1]].schema(found[1]) if name[1] in tools else {}
        bare = text[found.end() : end].removeprefix("\n").removesuffix("\n")
        arguments[found[1]] = typed_text(bare, schema)
        at = end + len("</parameter>")
    at = after_space(text, at)
    if at < len(text) and not text.startswith("</function>", at):
        raise BadCall("the tag of a function holds something else than arguments")
    return [Call(name[1], arguments)], at


def _mistral(text: str, at: int, tools: Tools) -> Found:
    """Read what follows `[TOOL_CALLS]`: a JSON list, or names before their arguments."""
    start = after_space(text, at)
    if text[start : start + 1] in ("[", "{"):
        return _tagged(text, start, tools)
    found: list[Call] = []
    while (name := _MISTRAL.match(text, at)) is not None:
        value, at = json_at(text, name.end())
        found += named(name[1], value)
    if not found:
        raise BadCall("no call follows [TOOL_CALLS]")
    return found, at


def _llama(text: str, at: int, tools: Tools) -> Found:
    """Read what follows `<|python_tag|>`: JSON objects with semicolons between, or Python."""
    start = after_space(text, at)
    if text[start : start + 1] != "{":
        return _pythonic(text, start, tools)
    return _tagged(text, start, tools)


def _pythonic(text: str, at: int, tools: Tools) -> Found:
    ends = [text.find(mark, at) for mark in ("<|", "</tool_call>", "</function_call>")]
    end = min((one for one in ends if one >= 0), default=len(text))
    return read_pythonic(text[at:end].strip(), tools), end


def _deepseek(text: str, at: int, tools: Tools) -> Found:
    name = _DEEPSEEK.match(text, at)
    if name is None:
        raise BadCall("a call has no name")
    value, end = json_at(text, name.end())
    return named(name[1], value), end


def _kimi(text: str, at: int, tools: Tools) -> Found:
    name = _KIMI.match(text, at)
    if name is None:
        raise BadCall("a call has no name")
    value, end = json_at(text, name.end())
    return named(name[1], value), end


_READERS: dict[str, Callable[[str, int, Tools], Found]] = {
    INVOKE: invoke,
    INVOKE_DEEPSEEK: invoke,
    "<|action_start|>": action,
    "<function_calls>": call_lines,
    "\nAction Input:": react,
    "<tool_call>": _tagged,
    "<tool_calls>": _tagged,
    "<function_call>": _tagged,
    "<TOOLCALL>": _tagged,
    "<|tools_prefix|>": _tagged,
    "<|tool_call|>": _tagged,
    "<|tool_call_start|>": _tagged,
    "<start_function_call>": gemma,
    "<|START_ACTION|>": _tagged,
    "functools[": lambda text, at, tools: _tagged(text, at - 1, tools),
    "<function=": _function,
    "[TOOL_CALLS]": _mistral,
    "<|python_tag|>": _llama,
    "<|python_start|>": _llama,
    "<｜tool▁call▁begin｜>": _deepseek,
    "<|tool_call_begin|>": _kimi,
}
_MARK = re.compile("|".join(map(re.escape, _READERS)))
# The end of a call, or the beginning of the next.
_CLOSE = re.compile(rf"</(?:tool_calls?|function_call|TOOLCALL)>|{_MARK.pattern}")


def marked_calls(text: str, tools: Tools) -> list[Call] | None:
    """Return all calls that stand in markup, in order; None where there is no markup.

    Raises:
        BadCall: One of them cannot be read, or there are more than `MOST_CALLS`.

    Example:
        >>> marked_calls('<tool_call>{"name": "f", "arguments": {"a": 1}}</tool_call>', {})
        [Call(name='f', arguments={'a': 1})]
        >>> marked_calls("Nothing to call.", {}) is None
        True
    """
    found: list[Call] = []
    mark = _MARK.search(text)
    if mark is None:
        return None
    for _ in range(4 * MOST_CALLS):
        if mark is None:
            return found
        calls, end = _READERS[mark[0]](text, mark.end(), tools)
        found += calls
        mark = _MARK.search(text, max(end, mark.end()))
        if len(found) > MOST_CALLS:
            break
    raise BadCall(f"the reply has more than {MOST_CALLS} calls")
