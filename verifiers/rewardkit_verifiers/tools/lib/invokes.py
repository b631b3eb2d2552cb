"""Calls in the tags of Anthropic and MiniMax, of InternLM and OLMo, and as ReAct has them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rewardkit_verifiers.tools.lib.call import DEEPEST, BadCall, Call, Tool
from rewardkit_verifiers.tools.lib.json_calls import after_space, described, json_at, named
from rewardkit_verifiers.tools.lib.pythonic import read_pythonic
from rewardkit_verifiers.tools.lib.typed_text import typed_text

Tools = Mapping[str, Tool]
Found = tuple[list[Call], int]
INVOKE = "<invoke name="
# DeepSeek has the same tags with its own mark in them.
INVOKE_DEEPSEEK = "<｜DSML｜invoke name="
_NAME = r"[A-Za-z_][\w.\-]{0,127}"
_INVOKED = re.compile(rf"\"({_NAME})\"\s*>")
_PARAMETER = re.compile(
    r"\s*<(?:｜DSML｜)?parameter name=\"([\w.\-]{1,128})\"(?:\s+string=\"(true|false)\")?\s*>"
)
_END = re.compile(r"</(?:｜DSML｜)?parameter>")
_GEMMA = re.compile(rf"\s*call:\s*({_NAME})\s*(?=\{{)")
_GEMMA_KEY = re.compile(r"\s*([\w.\-]{1,128})\s*:")
_GEMMA_BARE = re.compile(r"[^,{}\[\]<>]{1,1000}")
_ESCAPE = "<escape>"
_ACTION = re.compile(rf"(?:^|\n)Action:[ \t]*({_NAME})[ \t]*$")


def invoke(text: str, at: int, tools: Tools) -> Found:
    """Read what follows `<invoke name=`: a name, and a tag for each argument.

    Raises:
        BadCall: There is no name, an argument has no end or is given twice.
    """
    name = _INVOKED.match(text, at)
    if name is None:
        raise BadCall("the tag of a call has no name")
    arguments: dict[str, Any] = {}
    at = name.end()
    while (found := _PARAMETER.match(text, at)) is not None:
        stop = _END.search(text, found.end())
        if stop is None:
            raise BadCall("an argument has no end")
        if found[1] in arguments:
            raise BadCall(f"the argument {found[1]!r} is given twice")
        schema = tools[name[1]].schema(found[1]) if name[1] in tools else {}
        given = text[found.end() : stop.start()].removeprefix("\n").removesuffix("\n")
        arguments[found[1]] = given if found[2] == "true" else typed_text(given, schema)
        at = stop.end()
    at = after_space(text, at)
    if not text.startswith(("</invoke>", "</｜DSML｜invoke>"), at):
        raise BadCall("the tag of a call has no end")
    return [Call(name[1], arguments)], at


def action(text: str, at: int, tools: Tools) -> Found:
    """Read what follows `<|action_start|>` of InternLM: JSON behind `<|plugin|>`.

    Raises:
        BadCall: It is no call in JSON.
    """
    at = after_space(text, at)
    at = at + len("<|plugin|>") if text.startswith("<|plugin|>", at) else at
    if text.startswith("<|interpreter|>", at):
        raise BadCall("a program is no call")
    value, end = json_at(text, at)
    calls = described(value, marked=True)
    if calls is None:
        raise BadCall("the JSON in the markup of a call is none")
    return calls, end


def call_lines(text: str, at: int, tools: Tools) -> Found:
    """Read what follows `<function_calls>` of OLMo: a call in Python on each line.

    Raises:
        BadCall: A line is no call.
    """
    start = after_space(text, at)
    if text.startswith("<", start):
        return [], start  # the markers of calls inside are read as their own
    if text[start : start + 1] in ("{", "["):
        value, end = json_at(text, start)
        return described(value, marked=True) or [], end
    end = text.find("</function_calls>", at)
    if end < 0:
        raise BadCall("the calls have no end")
    return read_pythonic(text[at:end].strip(), tools), end


def react(text: str, at: int, tools: Tools) -> Found:
    """Read what follows `Action Input:` where a line before names the action.

    Raises:
        BadCall: A tool is named and its input is no object in JSON.
    """
    line = text.rfind("\n", 0, at)
    name = _ACTION.search(text, max(0, line - 200), line)
    if name is None or (tools and name[1] not in tools):
        return [], at
    value, end = json_at(text, at)
    return named(name[1], value), end


def gemma(text: str, at: int, tools: Tools) -> Found:
    """Read what follows `<start_function_call>` of FunctionGemma: `call:f{a:<escape>x<escape>}`.

    Raises:
        BadCall: It is no call.
    """
    name = _GEMMA.match(text, at)
    if name is None:
        raise BadCall("the markup of a call holds no call")
    value, end = _gemma_value(text, name.end(), 0)
    return named(name[1], value), end


def _gemma_value(text: str, at: int, depth: int) -> tuple[Any, int]:
    at = after_space(text, at)
    if depth > DEEPEST:
        raise BadCall("a call is nested too deeply")
    if text.startswith(_ESCAPE, at):
        end = text.find(_ESCAPE, at + len(_ESCAPE))
        if end < 0:
            raise BadCall("a text has no end")
        return text[at + len(_ESCAPE) : end], end + len(_ESCAPE)
    if text[at : at + 1] not in ("{", "["):
        bare = _GEMMA_BARE.match(text, at)
        if bare is None:
            raise BadCall("a value is missing")
        return typed_text(bare[0].strip(), {}), bare.end()
    close = "}" if text[at] == "{" else "]"
    fields: dict[str, Any] = {}
    items: list[Any] = []
    at = after_space(text, at + 1)
    while not text.startswith(close, at):
        key = _GEMMA_KEY.match(text, at) if close == "}" else None
        if close == "}" and (key is None or key[1] in fields):
            raise BadCall("an argument has no name, or one that was given before")
        value, at = _gemma_value(text, key.end() if key else at, depth + 1)
        if key:
            fields[key[1]] = value
        else:
            items.append(value)
        at = after_space(text, at)
        if text.startswith(",", at):
            at = after_space(text, at + 1)
        elif not text.startswith(close, at):
            raise BadCall("a call has no end")
    return (fields if close == "}" else items), at + 1
