"""The column that holds the completion, where rows name it as the function's parameter does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from rewardkit.attack.plain import COMPLETION, LISTS, PROMPT, REFERENCE, ROW, TURNS
from rewardkit.attack.subject import call_of, constants_of, parameters_of
from rewardkit.data.sample import Sample

_SAID = frozenset(
    (
        *("completion", "response", "output", "reply", "prediction", "pred", "predicted", "said"),
        *("generation", "generated", "candidate", "hypothesis", "hyp", "student", "model"),
        *("assistant", "llm", "summary", "translation", "rewrite", "essay", "report", "draft"),
        *("submission", "attempt", "written", "query", "sql", "code", "program", "patch"),
    )
)
_SOURCE = frozenset(
    (
        *("article", "context", "passage", "document", "documents", "doc", "source", "src", "text"),
        *("table", "schema", "input", "task", "system", "image", "title", "meta", "metadata"),
        *("instruction", "question", "prompt", "problem", "story", "review", "history", "id"),
    )
)
_REFERENCE_WORDS = frozenset(
    (
        *("answer", "gold", "golden", "truth", "gt", "target", "solution", "label", "labels"),
        *("expected", "correct", "reference", "references", "ref", "ideal", "relevance"),
    )
)
_READ = 64


def with_completions(
    function: Callable[..., Any], rows: Sequence[Sample]
) -> tuple[list[Sample], str | None]:
    """Return samples whose completion is the column that the function takes it from.

    Rows without a completion of their own may hold it under the parameter's name: `output`,
    `solution_str`, the last turn of `messages`, or an odd name such as `summary`.

    Returns:
        The samples, and the name of the column; None where nothing was moved.
    """
    if not rows or any(row.completion for row in rows[:_READ]):
        return list(rows), None
    name = _column(function, rows)
    if name is None:
        return list(rows), None
    return [_moved(row, name) for row in rows], name


def _column(function: Callable[..., Any], rows: Sequence[Sample]) -> str | None:
    known = list(dict.fromkeys(name for row in rows[:_READ] for name in row.columns))
    held = [name for name in known if _holds_text(name, rows)]
    code = call_of(function)
    parameters = parameters_of(function)
    named = [
        one.name for one in parameters if one.kind not in (one.VAR_KEYWORD, one.VAR_POSITIONAL)
    ]
    usual = (*COMPLETION, *TURNS)
    lists = [name for name in named if name in LISTS]
    if lists:
        single = [name.removesuffix("s") for name in lists]
        return next((one for one in (*lists, *single, *usual) if one in held), None)
    if any(name in usual and name not in known for name in named):
        # The parameter takes a completion already; rows may keep it under another usual name.
        return next((one for one in usual if one in held and one not in named), None)
    if any(name in ROW for name in named):
        read = constants_of(getattr(code, "__code__", None))
        return next((one for one in usual if one in held and one in read), None) or _odd(
            [name for name in read if name in held]
        )
    taken = [name for name in usual if name in named and name in held]
    if taken:
        return taken[0]
    needed = [
        one.name
        for one in parameters
        if one.default is one.empty and one.kind not in (one.VAR_KEYWORD, one.VAR_POSITIONAL)
    ]
    if not needed or any(name not in known for name in needed):
        return None  # the one that is no column takes the completion
    return _odd([name for name in needed if name in held])


def _odd(names: Sequence[str]) -> str | None:
    """Return the name that sounds most like something a policy wrote, or None."""
    free = [
        name
        for name in names
        if name not in (*PROMPT, *REFERENCE) and not set(_words(name)) & _REFERENCE_WORDS
    ]
    said = [name for name in free if set(_words(name)) & _SAID]
    rest = [name for name in free if not set(_words(name)) & _SOURCE]
    found = said or rest
    return found[0] if found else None


def _words(name: str) -> list[str]:
    return name.lower().split("_")


def _holds_text(name: str, rows: Sequence[Sample]) -> bool:
    """Return True for a column of texts or chats; of an odd name, if they are not all the same."""
    values = [row.columns.get(name) for row in rows[:_READ]]
    if not all(isinstance(value, str) or _is_chat(value) for value in values):
        return False
    usual = name in (*COMPLETION, *TURNS, *LISTS)
    return usual or len(values) == 1 or len({str(value) for value in values}) > 1


def _is_chat(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(one, Mapping) and "role" in one for one in value)
        and value[-1].get("role") == "assistant"
    )


def _moved(row: Sample, name: str) -> Sample:
    value: Any = row.columns.get(name)
    columns = {key: one for key, one in row.columns.items() if key != name}
    if not isinstance(value, list):
        return replace(row, completion=value or "", columns=columns)
    if name in TURNS:
        prompt = row.prompt or list(value[:-1])
        return replace(row, completion=[dict(value[-1])], prompt=prompt, columns=columns)
    return replace(row, completion=[dict(one) for one in value], columns=columns)
