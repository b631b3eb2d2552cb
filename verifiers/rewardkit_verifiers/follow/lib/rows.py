"""The constraints of a row, from the columns of IFEval, IFBench and their training sets."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from rewardkit.data.strict_json import NotStrict, strict_json
from rewardkit_verifiers.follow.lib.catalogue import find
from rewardkit_verifiers.follow.lib.constraint import BadInstruction, Constraint

Wanted = tuple[Constraint, Mapping[str, Any]]
_LONGEST_LABEL = 200_000


def wanted_of(ids: Any, kwargs: Any, prompt: str) -> list[Wanted]:
    """Return the constraints of a row with their parameters.

    Args:
        ids: `instruction_id_list`: a list of ids, or JSON text of one.
        kwargs: One mapping for each id, or JSON text of the list; None where none has any.
        prompt: The prompt, which `combination:repeat_prompt` repeats where the row does not say
            what.

    Raises:
        BadInstruction: An id is unknown, or parameters are missing or broken.
    """
    names = _list(ids, "instruction_id_list")
    given = [None] * len(names) if kwargs is None else _list(kwargs, "kwargs")
    if not names:
        raise BadInstruction("instruction_id_list is empty")
    if len(names) != len(given):
        raise BadInstruction(f"{len(names)} ids have {len(given)} kwargs")
    found: list[Wanted] = []
    for name, some in zip(names, given, strict=True):
        if not isinstance(name, str) or not (some is None or isinstance(some, Mapping)):
            raise BadInstruction(f"no id with parameters: {str((name, some))[:80]}")
        one = find(name)
        if (
            "prompt_to_repeat" in one.parameters
            # What is copied is a part of the prompt, which only the row can name.
            and not name.startswith(("copy:", "new:"))
            and prompt
            and not (some or {}).get("prompt_to_repeat")
        ):
            some = {**(some or {}), "prompt_to_repeat": prompt}
        found.append((one, one.read(some)))
    return found


def labels_of(ground_truth: Any) -> tuple[Any, Any]:
    """Return the ids and the parameters in the `ground_truth` of IFBench's training set.

    It is a list of one mapping with `instruction_id` and `kwargs`, or text of it, as Python
    literals or JSON.

    Raises:
        BadInstruction: It is not.

    Example:
        >>> labels_of("[{'instruction_id': ['count:numbers'], 'kwargs': [{'N': 2}]}]")
        (['count:numbers'], [{'N': 2}])
    """
    shown = _literal(ground_truth) if isinstance(ground_truth, str) else ground_truth
    if hasattr(shown, "tolist"):
        shown = shown.tolist()
    if isinstance(shown, list | tuple) and len(shown) == 1:
        # The mapping within may be JSON text.
        shown = _literal(shown[0]) if isinstance(shown[0], str) else shown[0]
    if not isinstance(shown, Mapping) or "instruction_id" not in shown:
        raise BadInstruction(f"ground_truth has no instruction_id: {str(ground_truth)[:60]!r}")
    return shown["instruction_id"], shown.get("kwargs")


@lru_cache(maxsize=4096)
def _literal(text: str) -> Any:
    try:
        return strict_json(text)
    except NotStrict:
        pass
    try:
        return ast.literal_eval(text) if len(text) <= _LONGEST_LABEL else None
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None


def _list(given: Any, what: str) -> Sequence[Any]:
    if isinstance(given, str):
        given = _read(given)
    if hasattr(given, "tolist"):
        given = given.tolist()
    if not isinstance(given, list | tuple):
        raise BadInstruction(f"{what} is no list: {str(given)[:60]!r}")
    return given


@lru_cache(maxsize=4096)
def _read(text: str) -> Any:
    try:
        return strict_json(text)
    except NotStrict:
        # One id may stand bare.
        return [text]
