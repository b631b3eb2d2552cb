"""The policy `wrong_fields`: an object with the right names and wrong values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from rewardkit.attack.objects import object_of, wrong_value
from rewardkit.attack.replies import AttackRow, Proof, Reply

FIELDS = 8


def replies(row: AttackRow) -> Iterator[Reply]:
    """Yield objects of which no value is right, or only one; then doubtful ones."""
    right = object_of(row.answer)
    if right is None:
        return
    for variant, value, proof in _objects(right):
        if value != right:
            yield Reply(row.write(json.dumps(value, ensure_ascii=False)), variant, proof)
    yield from _as_the_completion(row.sample.text, right)


def _as_the_completion(text: str, right: dict[str, Any]) -> Iterator[Reply]:
    """Yield the row's own completion with its values exchanged, where it states each once."""
    said = {key: str(value) for key, value in right.items()}
    if any(not value or isinstance(right[key], (dict, list)) for key, value in said.items()):
        return
    if len(set(said.values())) < len(said):
        return
    exact = re.compile(
        r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(said.values(), key=len)[::-1])) + r")(?!\w)"
    )
    if sorted(exact.findall(text)) != sorted(said.values()):
        return
    kept: list[tuple[str, set[str]]] = [("all values wrong, as the completion", set())]
    if len(said) > 1:
        kept += [
            (f"only field {turn + 1} right, as the completion", {value})
            for turn, value in enumerate(list(said.values())[:FIELDS])
        ]
    wrong = {value: str(wrong_value(right[key])) for key, value in said.items()}
    for variant, same in kept:
        others = {**wrong, **{value: value for value in same}}
        yield Reply(_exchanged(exact, others, text), variant)


def _exchanged(exact: re.Pattern[str], others: dict[str, str], text: str) -> str:
    return exact.sub(lambda found: others[found[0]], text)


def _objects(right: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], Proof]]:
    wrong = {key: wrong_value(value) for key, value in right.items()}
    yield "all values wrong", wrong, "wrong"
    yield "names alone, empty", dict.fromkeys(right, ""), "wrong"
    yield "names alone, null", dict.fromkeys(right, None), "wrong"
    yield "all values wrong, more names", {**wrong, "zzq": "zzq", "qzz": 1}, "wrong"
    yield "right values, other names", {f"zzq_{key}": one for key, one in right.items()}, "wrong"
    if len(right) > 1:
        turned = [*list(right.values())[1:], *list(right.values())[:1]]
        yield "values turned", dict(zip(right, turned, strict=True)), "wrong"
        for turn, key in enumerate(list(right)[:FIELDS]):
            one = {**wrong, key: right[key]}
            yield f"only field {turn + 1} right", one, "wrong"
        for turn, key in enumerate(list(right)[:FIELDS] if len(right) > 2 else []):
            one = {**right, key: wrong[key]}
            # A field may be there that no reward is meant to compare, such as an explanation.
            yield f"only field {turn + 1} wrong", one, "doubtful"
        yield "a name missing", dict(list(right.items())[:-1]), "doubtful"
    yield "more names", {**right, "zzq": "zzq"}, "doubtful"
