"""The verdict cache: scores of deterministic rewards, kept in a SQLite file.

The cache may lose a verdict but never return a wrong one: every row carries a checksum of its key
and content, and a row that fails it is scored again. When the disk is full or the file is locked or
broken, scoring continues without the cache and one warning is logged.
"""

from __future__ import annotations

import hashlib
import json
import logging
import math
import os
import platform
import sys
import threading
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from rewardkit.data.digest import file_digest
from rewardkit.data.sample import Sample
from rewardkit.data.score import Range, Score
from rewardkit.data.steps import read_steps
from rewardkit.engine.list_calls import bound
from rewardkit.rewards.function import FunctionReward

if TYPE_CHECKING:
    import sqlite3

log = logging.getLogger("rewardkit")
_APPLICATION = 0x52574B31  # "RWK1"
_MAGIC = b"SQLite format 3\x00"
_AT_ONCE = 500
_LOCKED_SECONDS = 5.0
_MODULES_AT_MOST = 4000
_TABLE = """
    CREATE TABLE IF NOT EXISTS verdicts
        (key BLOB PRIMARY KEY, verdict BLOB, checksum BLOB) WITHOUT ROWID
"""


class VerdictCache:
    """A SQLite file of verdicts, safe for several threads and processes.

    The key of a verdict holds all that decided it: the code of the reward and of its package, its
    settings and range, and the arguments of the call. Only rewards that are declared deterministic
    are kept, and only scores that are `ok` or `unparsed`.

    Args:
        path: The file; it and its folder are made when they are not there.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder, VerdictCache(folder + "/v.db") as cache:
        ...     cache.keep({"key": Score.ok(0.25)})
        ...     cache.recall(["key", "other"], Range(0, 1))
        {'key': Score(value=0.25, status='ok', reason='', detail='', seconds=0.0)}
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._lock = threading.Lock()
        self._db: sqlite3.Connection | None = None
        self._process = os.getpid()
        self._off = False
        self._warned: set[str] = set()

    # --- keys -----------------------------------------------------------------------
    def stamp(self, leaf: FunctionReward) -> str | None:
        """Return the key prefix of a reward's verdicts, or None when they may not be kept."""
        if self._off or not leaf.deterministic or leaf.grouped:
            return None
        return _stamp(leaf)

    def key(self, stamp: str, leaf: FunctionReward, sample: Sample) -> str | None:
        """Return the key of one verdict, or None when the arguments cannot be distinguished."""
        arguments = bound(leaf, sample)
        if isinstance(arguments, Score):
            return None
        text = _exact(arguments)
        if text is None:
            return None
        whole = f"{stamp}\n{text}".encode("utf-8", "surrogatepass")
        return hashlib.sha256(whole).hexdigest()

    # --- reading and writing ----------------------------------------------------------
    def recall(self, keys: Sequence[str | None], span: Range) -> dict[str | None, Score]:
        """Return the stored verdicts, each checked against its checksum and range."""
        wanted = list(dict.fromkeys(key for key in keys if key is not None))
        found: dict[str | None, Score] = {}
        with self._lock:
            for start in range(0, len(wanted), _AT_ONCE):
                some = [key.encode() for key in wanted[start : start + _AT_ONCE]]
                marks = ",".join("?" * len(some))
                query = f"SELECT key, verdict, checksum FROM verdicts WHERE key IN ({marks})"
                for row in self._execute(query, some):
                    self._read(row, span, found)
        return found

    def keep(self, verdicts: Mapping[str, Score]) -> None:
        """Write verdicts in one transaction; those that may not be kept are left out."""
        rows = []
        for key, score in verdicts.items():
            if (text := _written(score)) is not None:
                name = key.encode()
                rows.append((name, text, _checksum(name, text)))
        if rows:
            with self._lock:
                self._execute("INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?)", rows, many=True)

    def close(self) -> None:
        """Close the file; a later use opens it again."""
        with self._lock:
            self._disconnect()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # --- failures -----------------------------------------------------------------------
    def _execute(self, statement: str, values: Sequence[Any], many: bool = False) -> list[Any]:
        try:
            import sqlite3
        except ImportError as error:  # a Python that was built without it
            self._give_up(str(error))
            return []
        for _ in range(2):
            if self._off:
                return []
            try:
                db = self._connected()
                with db:
                    if many:
                        db.executemany(statement, values)
                        return []
                    return db.execute(statement, values).fetchall()
            except (sqlite3.Error, UnicodeDecodeError) as error:
                # sqlite3 quotes the damaged schema in its message, and may fail to decode it.
                # A broken file is renamed and a new one begun; for a file that cannot be written, a
                # new one would not help.
                code = getattr(error, "sqlite_errorcode", None)
                damaged = isinstance(error, UnicodeDecodeError)
                if damaged or code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                    self._set_aside(error)
                else:
                    self._give_up(str(error))
            except OSError as error:
                self._give_up(str(error))
        return []

    def _connected(self) -> sqlite3.Connection:
        import sqlite3

        if self._db is not None and self._process == os.getpid():
            return self._db
        # A connection must not be used, nor even closed, in a forked child.
        self._process = os.getpid()
        self._refuse_strangers()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(self.path, timeout=_LOCKED_SECONDS, check_same_thread=False)
        db.text_factory = bytes  # invalid UTF-8 must not raise while it is read
        try:
            if not _ours(db):
                _claim(db)
            try:
                db.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                # Another process is switching the journal mode, or has just begun to.
                log.debug("verdict cache %s: %s", self.path, error)
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("PRAGMA cell_size_check = ON")
        except BaseException:
            db.close()
            raise
        self._db = db
        return db

    def _refuse_strangers(self) -> None:
        if self.path.exists() and self.path.stat().st_size:
            with self.path.open("rb") as file:
                if file.read(len(_MAGIC)) != _MAGIC:
                    raise OSError("it is not a SQLite database")

    def _disconnect(self) -> None:
        db, self._db = self._db, None
        if db is None or self._process != os.getpid():
            return
        try:
            db.close()
        except Exception as error:  # noqa: BLE001 - the scores are there; closing may not lose them
            self._warn("close", f"could not be closed ({error})")

    def _set_aside(self, error: Exception) -> None:
        self._disconnect()
        turn = 1
        while (target := self.path.with_name(f"{self.path.name}.corrupt-{turn}")).exists():
            turn += 1
        try:
            for suffix in ("", "-wal", "-shm"):
                part = self.path.with_name(self.path.name + suffix)
                if part.exists():
                    part.rename(target.with_name(target.name + suffix))
        except OSError as failure:
            self._give_up(f"it is damaged ({error}) and cannot be moved aside: {failure}")
        else:
            self._warn("corrupt", f"is damaged ({error}); moved to {target.name} and begun anew")

    def _give_up(self, cause: str) -> None:
        self._off = True
        self._disconnect()
        self._warn("off", f"cannot be used ({cause}); scoring goes on without it")

    def _warn(self, kind: str, text: str) -> None:
        # Logged and not issued as a Python warning: that one may be turned into an exception.
        if kind not in self._warned:
            self._warned.add(kind)
            log.warning("verdict cache %s %s", self.path, text)

    def _read(self, row: Any, span: Range, found: dict[str | None, Score]) -> None:
        score = None
        if all(isinstance(part, bytes) for part in row) and _checksum(row[0], row[1]) == row[2]:
            score = _parsed(row[1], span)
        if score is None:
            self._warn("row", "holds a damaged verdict; it is asked for again")
        else:
            found[row[0].decode()] = score


def _ours(db: sqlite3.Connection) -> bool:
    return bool(db.execute("PRAGMA application_id").fetchone()[0] == _APPLICATION)


def _claim(db: sqlite3.Connection) -> None:
    # Checked again under the lock: another process may have claimed it meanwhile.
    db.execute("BEGIN IMMEDIATE")
    if not _ours(db):
        if db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise OSError("it is a SQLite database of something else")
        db.execute(_TABLE)
        db.execute(f"PRAGMA application_id = {_APPLICATION}")
    db.commit()


def _written(score: Score) -> bytes | None:
    if score.status not in ("ok", "unparsed"):
        return None
    extra = dict(score.extra)
    # Older rows have five items; only a score with steps needs a sixth.
    steps = [[list(step) for step in score.steps]] if score.steps else []
    try:
        text = json.dumps([score.value, score.status, score.reason, score.detail, extra, *steps])
        if extra and json.loads(text)[4] != extra:
            return None  # it would not be read back unchanged
    except (TypeError, ValueError, RecursionError):
        return None
    return text.encode()


def _parsed(text: bytes, span: Range) -> Score | None:
    try:
        value, status, reason, detail, extra, *more = json.loads(text)
        value = float(value)
        steps = read_steps(more[0], *span) if more else ()
        if status not in ("ok", "unparsed") or not math.isfinite(value):
            return None
    except (TypeError, ValueError, RecursionError):
        return None
    if not span.low <= value <= span.high:
        return None
    return Score(value, status, str(reason), str(detail), extra=dict(extra), steps=steps)


def _checksum(key: bytes, text: bytes) -> bytes:
    return hashlib.sha256(key + b"\n" + text).hexdigest().encode()


# --- what identifies a verdict ----------------------------------------------------------
def _stamp(leaf: FunctionReward) -> str | None:
    code = getattr(leaf.fn, "__code__", None)
    if code is None or leaf.fn.__closure__ or not os.path.isfile(code.co_filename):
        return None  # its code is in no file that can be compared
    settings = _exact(leaf.settings)
    if settings is None:
        return None
    place = f"{leaf.__module__}:{leaf.__qualname__}"
    parts = [leaf.fingerprint, place, settings, repr(tuple(leaf.range)), platform.python_version()]
    for name in sorted({leaf.__module__.partition(".")[0], "rewardkit"}):
        parts += [
            _folder_digest(folder) for folder in getattr(sys.modules.get(name), "__path__", ())
        ]
    parts.append(file_digest(code.co_filename))
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=64)
def _folder_digest(folder: str) -> str:
    # A reward calls other modules of its package, so a change to any of them is a new reward.
    digest = hashlib.sha256()
    for path in sorted(Path(folder).rglob("*.py"))[:_MODULES_AT_MOST]:
        digest.update(str(path.relative_to(folder)).encode("utf-8", "surrogateescape"))
        digest.update(path.read_bytes())
    return digest.hexdigest()


_PLAIN = (str, int, float, bool, bytes, type(None))
# Modules of types whose repr represents a value completely.
_SPOKEN = ("datetime", "decimal", "fractions", "uuid")


def _exact(value: Any) -> str | None:
    """Return text that is equal only for equal values of plain types, or None for others."""
    try:
        return _spelt(value)
    except (RecursionError, ValueError):  # nested too deep, or an integer too long to write
        return None


def _spelt(value: Any) -> str | None:
    kind = type(value)
    if kind in _PLAIN or kind.__module__ in _SPOKEN:
        return repr(value)
    if kind is Sample:
        value = [getattr(value, name) for name in Sample.__dataclass_fields__]
    elif kind is dict:
        value = [part for pair in value.items() for part in pair]
    elif hasattr(value, "tolist"):  # an array or a tensor
        value = [str(getattr(value, "dtype", "")), value.tolist()]
    elif kind not in (list, tuple):
        return None
    parts = [_spelt(part) for part in value]
    known = [part for part in parts if part is not None]
    return f"{kind.__qualname__}({','.join(known)})" if len(known) == len(parts) else None
