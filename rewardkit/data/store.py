"""A store of scored rollouts: a folder of parquet files, to which many processes may append.

    STORE/store.json                                  what it is, and the version of its schema
    STORE/rewards/FINGERPRINT.json                    name, range and spec of a reward
    STORE/parts/FINGERPRINT/RUN-ROW-COUNT-DIGEST.parquet

A part is written beside its place and renamed when it is whole, so a writer that is killed leaves
no half of one; its name holds the digest of its content, so a part that is written again is the
same part. A row is known by its run and its number in it, and read once.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.errors import InputError, MissingExtra

log = logging.getLogger("rewardkit")
VERSION = 1
_KIND = "rewardkit store of scored rollouts"
_RUN = re.compile(r"[A-Za-z0-9_.]{1,64}")
_PART = re.compile(r"(?P<run>[A-Za-z0-9_.]+)-(?P<row>\d{12})-(?P<count>\d+)-[0-9a-f]{16}\.parquet")


@dataclass(frozen=True, slots=True)
class Rollout:
    """One stored row: a sample and the score that one reward gave it.

    Attributes:
        run: The call of `score` that wrote it.
        row: Its number in that call, from 0.
        fingerprint: That of the reward.
        sample: The sample; None where the row could not be read, or held what no file can hold.
        components: The value of every leaf by name.
    """

    run: str
    row: int
    fingerprint: str
    sample: Sample | None
    value: float | None
    status: str
    reason: str
    detail: str
    seconds: float
    components: Mapping[str, float | None]


class Store:
    """A folder of scored rollouts, for `store=` of `score` and `rewardkit score --store`.

    Args:
        path: The folder; it is made when it is not there.
        run: The name of the run that appends, to go on with one that was cut off; a new one by
            default.

    Raises:
        InputError: The folder is something else, or its schema is of a newer rewardkit.
        MissingExtra: pyarrow is not installed.
    """

    def __init__(self, path: str | Path, run: str | None = None) -> None:
        self.path = Path(path)
        self.run = run or f"{datetime.now(UTC):%Y%m%dT%H%M%S}.{uuid.uuid4().hex[:12]}"
        self.faults: list[str] = []
        """What could not be read, one sentence for each file."""
        if not _RUN.fullmatch(self.run):
            raise InputError(f"run {self.run!r}: a run is named by letters, digits, `_` and `.`")
        _arrow()
        self._open()

    def _open(self) -> None:
        mark = self.path / "store.json"
        if not mark.exists():
            if self.path.is_file() or (self.path.is_dir() and any(self.path.iterdir())):
                raise InputError(f"{self.path}: is no store of rollouts; name a new folder")
            (self.path / "parts").mkdir(parents=True, exist_ok=True)
            (self.path / "rewards").mkdir(exist_ok=True)
            _write(mark, json.dumps({"kind": _KIND, "version": VERSION}).encode())
            return
        try:
            found = json.loads(mark.read_bytes())
            kind, version = found["kind"], int(found["version"])
        except (OSError, ValueError, KeyError, TypeError):
            raise InputError(f"{mark}: cannot be read; this is no store of rollouts") from None
        if kind != _KIND or version > VERSION:
            raise InputError(
                f"{mark}: {kind} of version {version}; this rewardkit reads version {VERSION}"
            )

    # --- writing -------------------------------------------------------------------------
    def about(self, fingerprint: str, about: Mapping[str, Any]) -> None:
        """Keep what a fingerprint stands for, once."""
        place = self.path / "rewards" / f"{fingerprint}.json"
        if not place.exists():
            _write(place, json.dumps(dict(about), default=repr).encode())

    def append(
        self, fingerprint: str, first: int, samples: Sequence[Any], found: Sequence[Breakdown]
    ) -> None:
        """Append the scores of one chunk; when this returns, they are on the disk.

        Args:
            fingerprint: That of the reward.
            first: The number of the first row in its run.
            samples: The samples; anything else for a row that could not be read.
            found: Their scores.
        """
        if not samples:
            return
        rows = [
            _row(self.run, first + place, sample, one)
            for place, (sample, one) in enumerate(zip(samples, found, strict=True))
        ]
        digest = hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()[:16]
        folder = self.path / "parts" / fingerprint
        folder.mkdir(parents=True, exist_ok=True)
        place = folder / f"{self.run}-{first:012d}-{len(rows)}-{digest}.parquet"
        if place.exists():
            return
        arrow, parquet = _arrow()
        schema = _schema(arrow).with_metadata({"rewardkit_version": str(VERSION)})
        sink = arrow.BufferOutputStream()
        parquet.write_table(arrow.Table.from_pylist(rows, schema), sink, compression="zstd")
        _write(place, sink.getvalue().to_pybytes())

    # --- reading -------------------------------------------------------------------------
    def rewards(self) -> dict[str, dict[str, Any]]:
        """Return name, range and spec of each reward, by fingerprint; empty where unknown."""
        found = {}
        for place in sorted((self.path / "parts").iterdir()):
            try:
                about = json.loads((self.path / "rewards" / f"{place.name}.json").read_bytes())
            except (OSError, ValueError):
                about = {}
            found[place.name] = about if isinstance(about, dict) else {}
        return found

    def rollouts(self, fingerprint: str | None = None) -> Iterator[Rollout]:
        """Yield every stored row once, run by run, in the order in which they were scored.

        A file that cannot be read is left out, logged, and named in `faults`.

        Args:
            fingerprint: Only rows scored by this reward.
        """
        self.faults.clear()
        for name in [fingerprint] if fingerprint is not None else self.rewards():
            ended: dict[str, int] = {}
            for run, place in self._parts(name):
                for row in self._read(place):
                    # A part may have been written twice by a run that was taken up again.
                    if row["row"] >= ended.get(run, 0):
                        yield _rollout(name, row)
                        ended[run] = row["row"] + 1

    def _parts(self, fingerprint: str) -> Iterator[tuple[str, Path]]:
        folder = self.path / "parts" / fingerprint
        for place in sorted(folder.glob("*.parquet")) if folder.is_dir() else ():
            if match := _PART.fullmatch(place.name):
                yield match["run"], place

    def _read(self, place: Path) -> list[dict[str, Any]]:
        arrow, parquet = _arrow()
        try:
            table = parquet.ParquetFile(place).read()
            rows: list[dict[str, Any]] = table.to_pylist()
            if missing := set(_schema(arrow).names) - set(table.column_names):
                raise ValueError(f"without the column {min(missing)!r}")
        except (OSError, ValueError, arrow.ArrowException) as error:
            self.faults.append(f"{place}: left out, for it cannot be read: {error}")
            log.warning("%s", self.faults[-1])
            return []
        return rows


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise MissingExtra("a store of scored rollouts", "parquet") from None
    return pyarrow, parquet


def _schema(arrow: Any) -> Any:
    text, number = arrow.string(), arrow.float64()
    kinds = {
        "run": text, "row": arrow.int64(), "id": text, "group": text,
        "prompt": text, "completion": text, "answer": text, "columns": text,
        "chat": arrow.list_(text), "readable": arrow.bool_(),
        "value": number, "status": text, "reason": text, "detail": text, "seconds": number,
        "components": text,
    }  # fmt: skip
    return arrow.schema(list(kinds.items()))


def _row(run: str, number: int, sample: Any, found: Breakdown) -> dict[str, Any]:
    odd: list[str] = []

    def spelt(value: Any) -> str:
        def plain(inner: Any) -> Any:
            if hasattr(inner, "tolist"):
                return inner.tolist()
            odd.append(type(inner).__name__)
            return repr(inner)

        return json.dumps(value, default=plain)

    given = sample if isinstance(sample, Sample) else Sample(completion="")
    texts = {"prompt": given.prompt, "completion": given.completion}
    chats = [name for name, text in texts.items() if not isinstance(text, str)]
    row = {
        "run": run,
        "row": number,
        "id": given.id,
        "group": None if given.group is None else spelt(given.group),
        **{name: spelt(text) if name in chats else text for name, text in texts.items()},
        "answer": spelt(given.answer),
        "columns": spelt(dict(given.columns)),
        "chat": chats,
        "value": found.value,
        "status": found.status,
        "reason": found.reason,
        "detail": found.detail,
        "seconds": found.seconds,
        "components": json.dumps(found.components),
    }
    row["readable"] = isinstance(sample, Sample) and not odd
    # Lone surrogates, which no UTF-8 file can hold.
    for key, value in row.items():
        if isinstance(value, str) and not _encodable(value):
            row[key] = value.encode("utf-8", "replace").decode()
            row["readable"] = False
    return row


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _rollout(fingerprint: str, row: Mapping[str, Any]) -> Rollout:
    sample = None
    if row["readable"]:
        texts = {
            name: json.loads(row[name]) if name in row["chat"] else row[name]
            for name in ("prompt", "completion")
        }
        sample = Sample(
            **texts,
            answer=json.loads(row["answer"]),
            columns=json.loads(row["columns"]),
            id=row["id"],
            group=None if row["group"] is None else json.loads(row["group"]),
        )
    names = ("run", "row", "value", "status", "reason", "detail", "seconds")
    kept = {name: row[name] for name in names}
    return Rollout(
        fingerprint=fingerprint, sample=sample, components=json.loads(row["components"]), **kept
    )


def _write(place: Path, content: bytes) -> None:
    """Write a file as a whole or not at all, whoever else writes one of that name."""
    beside = place.with_name(f"{place.name}.{uuid.uuid4().hex}.part")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, place)
