"""Marin's `verifier.toml` (verifyit): one flat table of a mode and its fields."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from rewardkit.errors import closest
from rewardkit.graders.imported import Data, Import

_EVERYWHERE = ("mode", "output", "empty_output", "workspace")
# Modes without a counterpart, and what would be closest.
_LOST = {
    "unsolvable": "a reply is no ejection of a task",
    "structured_exact": "format/json checks a schema, not a value",
    "predicted_action": "no verifier compares tool calls yet",
    "structure_closure": "no verifier completes a prefix",
    "xml-elements": "no verifier reads XML",
    "csv-columns": "no verifier reads CSV",
    "ifeval": "no verifier of instructions is installed",
    "reasoning-gym": "its datasets score answers themselves",
    "stdio": "cases are files beside the task; code/stdio takes them as a column `tests`",
    "pytest": "tests are files beside the task; code/pytest takes them as a column `tests`",
    "junit": "nothing runs JUnit here; code/report reads its report from a column `report`",
    "gotest": "nothing runs go test here; code/report reads its `-json` from a column `report`",
    "script": "a script runs in a workspace, which a reply is not",
}


def looks_like_verifyit(data: Mapping[str, Any]) -> bool:
    """Return True for a table with a mode of verifyit."""
    return isinstance(data.get("mode"), str) and (data["mode"] in _LOST or data["mode"] in _MODES)


def read_verifyit(data: Mapping[str, Any], to: Import) -> Data:
    """Return the spec of a task's verifier as plain data.

    The expected answer stands in the task and not in the grader: it becomes the reference of each
    row, which a note says.

    Raises:
        InputError: The mode has no counterpart, or a field is of another type.
    """
    mode = to.text(data, "mode")
    if mode in _LOST:
        raise to.error(f"mode {mode!r} cannot be carried over: {_LOST[mode]}")
    if mode not in _MODES:
        raise to.error(f"mode {mode!r} is not known.{closest(mode, {*_LOST, *_MODES})}")
    if "output" in data or "workspace" in data:
        to.note("differs", "no file of a workspace is read: the reply is the answer")
    return _MODES[mode](data, to)


def _answer(answer: object, to: Import) -> None:
    shown = json.dumps(answer, ensure_ascii=False)
    to.note("needed", f"each row of this task needs the column answer: {shown[:200]}")


def _math(data: Mapping[str, Any], to: Import) -> Data:
    to.surplus(data, (*_EVERYWHERE, "expected", "math_type", "profile"))
    _answer(to.text(data, "expected"), to)
    kind, profile = data.get("math_type", "scalar"), data.get("profile", "anchored")
    if kind not in ("scalar", "interval", "set", "tuple", "list", "equation"):
        raise to.error(f"math_type {kind!r} is not known")
    to.note("differs", f"math_type {kind!r} is read off the reference; other grammar, other limits")
    if profile == "boxed":
        return {"use": "math/equivalence", "with": {"where": "boxed"}}
    to.note("differs", f"profile {profile!r}: where the answer stands is found by `where: auto`")
    return {"use": "math/equivalence"}


def _numeric(data: Mapping[str, Any], to: Import) -> Data:
    to.surplus(data, (*_EVERYWHERE, "expected", "tolerance_abs", "tolerance_rel"))
    _answer(to.text(data, "expected"), to)
    wide = [key for key in ("tolerance_abs", "tolerance_rel") if data.get(key, 0) != 0]
    if wide:
        raise to.error(
            f"{wide[0]} = {data[wide[0]]!r} cannot be carried over: math/number is exact, and "
            "math/distance pays by closeness"
        )
    return {"use": "math/number"}


def _mcq(data: Mapping[str, Any], to: Import) -> Data:
    to.surplus(data, (*_EVERYWHERE, "expected", "options"))
    _answer(to.text(data, "expected"), to)
    to.note("differs", "text/choice refuses replies that hedge or name several options")
    return {"use": "text/choice"}


def _exact(data: Mapping[str, Any], to: Import) -> Data:
    own = ("expected", "ignore_case", "ignore_whitespace", "strip_outer_whitespace", "ordered")
    to.surplus(data, (*_EVERYWHERE, *own, "substring"))
    expected = data.get("expected")
    if not isinstance(expected, list) or not expected:
        raise to.error("expected must be a list of texts")
    if data.get("substring"):
        raise to.error("substring = true pays a reply that lists every answer; write it as `like`")
    if len(expected) > 1:
        raise to.error("several expected items are lines of one answer; no verifier compares lines")
    _answer(expected[0], to)
    spaces = "collapse" if data.get("ignore_whitespace", True) else "trim"
    if not data.get("strip_outer_whitespace", True):
        spaces = "keep"
    to.note("differs", "text/exact compares normal forms of Unicode and sets reasoning aside")
    settings = {"ignore_case": bool(data.get("ignore_case", True)), "spaces": spaces}
    return {"use": "text/exact", "with": settings}


def _json_schema(data: Mapping[str, Any], to: Import) -> Data:
    if data.get("format", "json") != "json":
        raise to.error(f"format {data['format']!r} cannot be carried over: only JSON is read")
    to.surplus(data, (*_EVERYWHERE, "schema", "format"))
    to.note("needed", f"the schema of {data.get('schema', 'schema.json')} as the setting `schema`")
    return {"use": "format/json"}


def _judge(data: Mapping[str, Any], to: Import) -> Data:
    rubric = data.get("rubric", "reference")
    setting = to.judge_setting(str(data.get("model") or "unknown"))
    to.surplus(data, (*_EVERYWHERE, "rubric", "model", "references", "criteria", "exact_gate"))
    if rubric == "reference":
        references = data.get("references", [])
        _answer(references[0] if len(references) == 1 else references, to)
        return {"use": "judge/reference", "with": {"judge": setting}}
    if rubric != "checklist":
        raise to.error(f"rubric {rubric!r} cannot be carried over: its labels are free text")
    criteria = data.get("criteria")
    if not isinstance(criteria, list) or not all(isinstance(one, str) for one in criteria):
        raise to.error("criteria must be a list of texts")
    ask = "Does the submission meet this criterion? {}"
    parts = {}
    for index, one in enumerate(criteria):
        messages = [
            {"role": "system", "content": ask.format(one)},
            {"role": "user", "content": "<submission>\n{{ sample.output_text }}\n</submission>"},
        ]
        settings = {"judge": setting, "messages": messages}
        settings |= {"labels": ["yes", "no"], "passing": ["yes"]}
        parts[f"criterion_{index}"] = [1 / len(criteria), {"use": "grader/model", "with": settings}]
    return {"weighted": {"parts": parts}}


_MODES: dict[str, Callable[[Mapping[str, Any], Import], Data]] = {
    "math": _math,
    "numeric": _numeric,
    "mcq": _mcq,
    "exact": _exact,
    "json-schema": _json_schema,
    "judge": _judge,
}
