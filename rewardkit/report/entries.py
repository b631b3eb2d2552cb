"""Entries of a report: one scored completion each, read from result files, runs and attacks."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rewardkit.data.sample_files import read_rows
from rewardkit.errors import InputError
from rewardkit.score_files.stored import read_results


@dataclass(slots=True)
class Entry:
    """One scored completion.

    Attributes:
        group: The prompt, or another key that completions of one prompt share.
        cause: The reason code of the value.
        parts: Values of the components by name; None where a part has none.
        tree: The breakdown as plain data, where the source has one.
        tags: Words a reader may filter by, such as the kind of an exploit.
    """

    id: str
    value: float | None
    status: str = "ok"
    cause: str = ""
    detail: str = ""
    group: str = ""
    prompt: str = ""
    completion: str = ""
    answer: str = ""
    parts: dict[str, float | None] = field(default_factory=dict)
    tree: Mapping[str, Any] | None = None
    tags: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the entry as plain data for the page."""
        found = {key: value for key, value in asdict(self).items() if value not in ("", None, {})}
        if self.cause:
            found["reason"] = found.pop("cause")
        return found


def read_scores(path: str, samples: str | None = None) -> list[Entry]:
    """Read a file of results, as `rewardkit score -o` writes it: lines or a table.

    Args:
        path: The results.
        samples: The file that was scored; prompts and completions are taken from it by `id`.

    Raises:
        InputError: A file cannot be read, or holds no results.
    """
    texts = dict(_numbered((row.id, row.data) for row in read_rows(samples))) if samples else {}
    results = _numbered((row["id"], row) for row in read_results(path))
    found = [_entry({**texts.get(name, {}), **row}, name) for name, row in results]
    if texts and found and not any(one.id in texts for one in found):
        raise InputError(f"{samples}: none of its ids is in {path}; these are other samples")
    return found


def _numbered(rows: Iterable[tuple[str, Mapping[str, Any]]]) -> Iterator[tuple[str, Any]]:
    """Yield rows by a name that no two share: an id that comes again gets `#2`, `#3`, ...

    Both the results and the samples are numbered so, hence the second row of an id in one file
    meets the second one in the other.
    """
    seen: Counter[str] = Counter()
    for name, row in rows:
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name}#{seen[name]}", row


def _entry(data: Mapping[str, Any], name: str) -> Entry:
    prompt = _text(data.get("prompt"))
    return Entry(
        id=name,
        value=data.get("value"),
        status=str(data.get("status", "ok")),
        cause=str(data.get("reason") or ""),
        detail=str(data.get("detail") or ""),
        group=str(data.get("group") or prompt),
        prompt=prompt,
        completion=_text(data.get("completion")),
        answer=_text(data.get("answer")),
        parts=dict(data.get("components") or {}),
    )


def _text(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)


def read_transcripts(path: Path) -> list[Entry]:
    """Read the held-out completions of a run of the bundled loop, with their trees."""
    if not path.exists():
        return []
    found = []
    for at, row in enumerate(_json_lines(path)):
        tree = row["score"]
        entry = _entry({**row, **tree, "components": _leaves(tree)}, str(at))
        entry.tree = tree
        found.append(entry)
    return found


def _leaves(tree: Mapping[str, Any], root: bool = True) -> dict[str, float | None]:
    if not tree.get("children") or (tree.get("component") and not root):
        return {str(tree["name"]): tree.get("value")}
    found: dict[str, float | None] = {}
    for child in tree["children"]:
        found |= _leaves(child, False)
    return found


def read_holes(found: Mapping[str, Any]) -> list[Entry]:
    """Return the findings of an attack as entries: what was paid, and what it was paid for."""
    entries = []
    for at, hole in enumerate(found.get("holes", ())):
        name = str(hole.get("id", at))
        entries.append(
            Entry(
                id=f"{name}#{at}",
                value=hole.get("value"),
                cause=str(hole.get("component") or ""),
                detail=str(hole.get("detail") or hole.get("why") or ""),
                group=str(hole.get("kind", "")),
                completion=_text(hole.get("completion")),
                tags=str(hole.get("policy", "")),
            )
        )
    return entries


def read_metrics(path: Path) -> list[dict[str, Any]]:
    """Read the steps of a run; a last line that is being written is left out."""
    return list(_json_lines(path)) if path.exists() else []


def _json_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            try:
                data = json.loads(line)
            except json.JSONDecodeError:
                return  # the run is still writing this line
            if isinstance(data, dict):
                yield data


def groups_of(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Return entries by group; those without one stand alone and are left out."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.group:
            found.setdefault(entry.group, []).append(entry)
    return {key: some for key, some in found.items() if len(some) > 1}
