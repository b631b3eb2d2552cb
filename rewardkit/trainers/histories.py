"""Chats that trainers hand over as one history, read as rows with a prompt and a completion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rewardkit.data.paths import look_up, null_on_way
from rewardkit.data.sample import SPLITS, Sample
from rewardkit.errors import InputError

Split = str | int


def row_of(history: Sequence[Any], split: Split, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row whose prompt and completion are the two parts of a history.

    A history that holds no completion gives a row without one, which costs that row alone.

    Args:
        history: Messages as mappings, or as objects with `model_dump`.
        split: The start of the completion; see `Sample.from_messages`.
        fields: The other fields of the row; a completion among them is left out.

    Raises:
        InputError: There is no such word for a split.
    """
    row = {key: value for key, value in fields.items() if key != "completion"}
    chat = [as_message(one) for one in history]
    try:
        sample = Sample.from_messages(chat, split)
    except InputError:
        if isinstance(split, str) and split not in SPLITS:
            raise
        return {**row, "prompt": chat}
    return {**row, "prompt": sample.prompt, "completion": sample.completion}


def as_message(message: Any) -> Mapping[str, Any]:
    """Return a message as a mapping; choices of the OpenAI API hold theirs inside."""
    if isinstance(message, Mapping):
        return message
    inner = getattr(message, "message", message)
    return plain_fields(inner)


def plain_fields(value: Any) -> Mapping[str, Any]:
    """Return the fields of a mapping, a pydantic model, a dataclass or any other object."""
    if value is None:
        return {}
    if isinstance(value, Mapping):
        return value
    if hasattr(value, "model_dump"):
        found: Mapping[str, Any] = value.model_dump()
        return found
    if hasattr(value, "_asdict"):
        return dict(value._asdict())
    return {key: one for key, one in vars(value).items() if not key.startswith("_")}


def with_answer(row: dict[str, Any], *paths: str) -> dict[str, Any]:
    """Fill `answer` from the first of these paths that leads somewhere, where it is not given.

    Where all that are there hold None, so does `answer`: a gap of this row, not a missing column.
    """
    if row.get("answer") is not None:
        return row
    for path in paths:
        try:
            found = look_up(row, path)
        except KeyError:
            if not null_on_way(row, path):
                continue
            found = None
        row["answer"] = found
        if found is not None:
            break
    return row
