"""Words for the values of options in `--help`: `SPEC` and `FILE` rather than types of Python."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

from typer.models import ArgumentInfo, OptionInfo

# Of parameters whose name is not the word for their value.
WORDS = {
    "agree": "COLUMN",
    "against": "OUT",
    "baseline": "FILE",
    "cache": "FILE",
    "column": "FIELD=PATH",
    "config": "FILE",
    "corpus": "FILE",
    "data": "SAMPLES",
    "html": "FILE",
    "instance": "KEY=VALUE",
    "label": "COLUMN",
    "labels": "FILE",
    "layout": "NAME",
    "map_": "FIELD=COLUMN",
    "missing": "POLICY",
    "of": "FINGERPRINT",
    "on_error": "POLICY",
    "out": "FILE",
    "first": "SPEC",
    "second": "SPEC",
    "old": "SPEC",
    "new": "SPEC",
    "resume": "FOLDER",
    "reward": "SPEC",
    "sarif": "FILE",
    "set_": "KEY=VALUE",
    "store": "FOLDER",
    "with_": "SPEC",
    "write": "FILE",
}
_BY_TYPE = {int: "N", float: "NUMBER", Path: "PATH"}


def with_words(command: Callable[..., Any]) -> inspect.Signature:
    """Return the signature of a command in which each option has a word for its value."""
    signature = inspect.signature(command, eval_str=True)
    for name, parameter in signature.parameters.items():
        kind, *notes = get_args(parameter.annotation) or (parameter.annotation,)
        if get_origin(parameter.annotation) is not Annotated or _plain(kind) is bool:
            continue
        for note in notes:
            if isinstance(note, OptionInfo | ArgumentInfo) and note.metavar is None:
                note.metavar = WORDS.get(name) or _BY_TYPE.get(_plain(kind)) or _upper(name)
    return signature


def _upper(name: str) -> str:
    return name.strip("_").upper()


def _plain(kind: Any) -> Any:
    """Return the type of one value: without None and list."""
    kind = _not_none(kind)
    return get_args(kind)[0] if get_origin(kind) is list else kind


def _not_none(kind: Any) -> Any:
    some = [one for one in get_args(kind) if one is not type(None)]
    return some[0] if type(None) in get_args(kind) else kind
