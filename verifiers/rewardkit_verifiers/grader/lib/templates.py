"""Templates such as `{{ item.answer }}` and `{{ sample.output_json.name }}`.

`item` is the row of the dataset, `sample` the reply. A part that the *row* lacks is the fault of
the data or of the grader, an error; a part that the *reply* lacks is the policy's fault, unparsed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from rewardkit import Sample, Score
from rewardkit.data.strict_json import NotStrict, strict_json

LONGEST = 200_000
_SLOT = re.compile(r"\{\{([^{}]*)\}\}")
_STEP = re.compile(r"\.?([^\W\d]\w*)|\[\s*(\d{1,9}|'[^']*'|\"[^\"]*\")\s*\]")
_ROOTS = {
    "sample": ("output_text", "output_json", "output_tools"),
    "item": (),
}
Path = tuple[str | int, ...]


class BadTemplate(ValueError):
    """A template names nothing that a sample has."""


class NoValue(Exception):
    """A template has no value for one sample; `score` says why."""

    def __init__(self, score: Score) -> None:
        super().__init__(score.detail)
        self.score = score


@lru_cache(maxsize=512)
def read_template(text: str) -> tuple[str | Path, ...]:
    """Return the texts and the paths of a template, in order.

    Raises:
        BadTemplate: A slot is no path, or begins with something else than `item` or `sample`.
    """
    parts: list[str | Path] = []
    end = 0
    for slot in _SLOT.finditer(text):
        parts.append(text[end : slot.start()])
        parts.append(_path(slot[1].strip()))
        end = slot.end()
    parts.append(text[end:])
    return tuple(part for part in parts if part != "")


def check_template(text: str) -> None:
    """Raise BadTemplate, a ValueError, if a text is no template."""
    read_template(text)


def filled(text: str, sample: Sample) -> str:
    """Return the text of a template for one sample.

    Raises:
        NoValue: A part that it names is not there.
    """
    try:
        parts = read_template(text)
    except BadTemplate as error:
        raise NoValue(Score.error("bad_template", str(error))) from None
    return "".join(part if isinstance(part, str) else _text(_value(part, sample)) for part in parts)


def item_of(sample: Sample) -> Mapping[str, Any]:
    """Return the row of the dataset: the column `item` where there is one, else all fields."""
    item = sample.columns.get("item")
    if isinstance(item, Mapping):
        return item
    own = {"answer": sample.answer, "prompt": sample.prompt or None, "id": sample.id}
    return {**{key: value for key, value in own.items() if value is not None}, **sample.columns}


def reply_of(sample: Sample) -> dict[str, Any]:
    """Return the reply as `output_text`, with JSON and tool calls where it has them."""
    found: dict[str, Any] = {"output_text": sample.text, "output_tools": _tools(sample)}
    try:
        found["output_json"] = strict_json(sample.text)
    except NotStrict:
        found["output_json"] = None
    return found


def _path(slot: str) -> Path:
    steps: list[str | int] = []
    at = 0
    while at < len(slot):
        found = _STEP.match(slot, at)
        if found is None or (at == 0 and not found[1]) or (at and slot[at] not in ".["):
            raise BadTemplate(f"{{{{ {slot[:80]} }}}} is no path such as item.answer")
        word = found[1] or found[2]
        steps.append(int(word) if word.isdigit() else word.strip("'\""))
        at = found.end()
    if not steps or steps[0] not in _ROOTS:
        raise BadTemplate(f"{{{{ {slot[:80]} }}}} must begin with item or sample")
    known = _ROOTS[str(steps[0])]
    if len(steps) < 2 or (known and steps[1] not in known):
        names = ", ".join(known) or "a column"
        raise BadTemplate(f"{{{{ {slot[:80]} }}}}: after {steps[0]} comes {names}")
    return tuple(steps)


def _value(path: Path, sample: Sample) -> Any:
    shown = ".".join(map(str, path))
    if path[0] == "item":
        found = _step(item_of(sample), path[1:])
        if found is _NONE:
            raise NoValue(Score.error("missing_column", f"the row has no {shown}"))
        return found
    if len(sample.text) > LONGEST:
        raise NoValue(Score.unparsed("too_long", f"{len(sample.text)} characters"))
    if path[1] == "output_text":
        return sample.text if len(path) == 2 else _lacks(shown)
    if path[1] == "output_json":
        try:
            data = strict_json(sample.text)
        except NotStrict as error:
            raise NoValue(Score.unparsed("not_json", f"the reply is not JSON: {error}")) from None
    else:
        data = _tools(sample)
    found = _step(data, path[2:])
    return _lacks(shown) if found is _NONE else found


def _lacks(shown: str) -> Any:
    raise NoValue(Score.unparsed("missing_path", f"the reply has no {shown}"))


_NONE = object()


def _step(data: Any, path: Sequence[str | int]) -> Any:
    for step in path:
        if isinstance(data, Mapping) and str(step) in data:
            data = data[str(step)]
        elif isinstance(step, int) and isinstance(data, list | tuple) and step < len(data):
            data = data[step]
        else:
            return _NONE
    return data


def _tools(sample: Sample) -> list[Any]:
    for message in reversed(sample.messages):
        if message.get("role") == "assistant":
            calls = message.get("tool_calls")
            return list(calls) if isinstance(calls, list | tuple) else []
    return []


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):
        raise NoValue(Score.unparsed("missing_path", "a value that no text can show")) from None
