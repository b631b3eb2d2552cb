"""The ledger: a record of every call, written before it is made, its cost and raw reply.

A call is recorded as `open`, at its worst-case cost, in the same transaction that checks the
budget; afterwards it becomes `ok` or `failed` with its actual cost. So a process that is killed
leaves no unrecorded call, and a reply that was received is never paid for again. Calls that were
open when their process ended become `unknown` when the ledger is opened next: they may have been
billed, so their worst-case cost stays reserved.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import sqlite3
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from rewardkit.errors import JudgeError
from rewardkit.judge.client.process_identity import runs, this_process
from rewardkit.judge.endpoint import Budget
from rewardkit.judge.faults import Fault

log = logging.getLogger("rewardkit")
APPLICATION = 0x726B6A6C
_TABLES = """
CREATE TABLE IF NOT EXISTS attempts (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL, kind TEXT NOT NULL, endpoint TEXT NOT NULL,
  started REAL NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '',
  http INTEGER NOT NULL DEFAULT 0, prompt_tokens INTEGER, completion_tokens INTEGER,
  tokens INTEGER NOT NULL, usd REAL NOT NULL, seconds REAL, owner TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS totals (
  endpoint TEXT PRIMARY KEY, calls INTEGER NOT NULL, tokens INTEGER NOT NULL, usd REAL NOT NULL);
CREATE TABLE IF NOT EXISTS replies (
  key TEXT PRIMARY KEY, mode TEXT NOT NULL, body TEXT NOT NULL, checksum TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS servers (endpoint TEXT PRIMARY KEY, mode TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Spent:
    """The cost of an endpoint so far; open calls count at their worst-case cost."""

    calls: int = 0
    tokens: int = 0
    usd: float = 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one attempt.

    Attributes:
        usage: Prompt and completion tokens; None when unknown, so that the worst-case cost stays
        reserved; (0, 0) when the server refused to serve it.
    """

    state: str
    reason: str = ""
    http: int = 0
    usage: tuple[int, int] | None = None
    usd: float | None = None
    seconds: float = 0.0


class Ledger:
    """A ledger in a file, or in the memory of this process.

    Raises:
        JudgeError: The file cannot be used; calls are never made without being recorded.
    """

    def __init__(self, path: str | None) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._db: sqlite3.Connection | None = None
        self._process = os.getpid()
        # What open calls of this process have reserved, so that settling them need not look.
        self._reserved: dict[int, tuple[str, int, float]] = {}

    # --- calls ------------------------------------------------------------------
    def reserve(
        self, key: str, kind: str, endpoint: str, tokens: int, usd: float, budget: Budget
    ) -> int:
        """Record a call at its worst-case cost and return its number.

        Raises:
            Fault: It might exceed the budget; nothing was recorded.
        """
        with self._write() as db:
            bounded = (budget.calls, budget.tokens, budget.usd) != (None, None, None)
            spent = _spent(db, endpoint) if bounded else Spent()
            for word, bound, used, more in (
                ("calls", budget.calls, spent.calls, 1),
                ("tokens", budget.tokens, spent.tokens, tokens),
                ("usd", budget.usd, spent.usd, usd),
            ):
                if bound is not None and used + more > bound:
                    raise Fault(
                        "judge_budget",
                        f"budget.{word}={bound:g}: {used:g} are spent, and this call may take "
                        f"{more:g}",
                    )
            cursor = db.execute(
                "INSERT INTO attempts (key, kind, endpoint, started, state, tokens, usd, owner) "
                "VALUES (?, ?, ?, ?, 'open', ?, ?, ?)",
                (key, kind, endpoint, time.time(), tokens, usd, this_process(os.getpid())),
            )
            db.execute(
                "INSERT INTO totals VALUES (?, 1, ?, ?) ON CONFLICT(endpoint) DO UPDATE SET "
                "calls = calls + 1, tokens = tokens + excluded.tokens, usd = usd + excluded.usd",
                (endpoint, tokens, usd),
            )
            number = int(cursor.lastrowid or 0)
        self._reserved[number] = (endpoint, tokens, usd)
        return number

    def settle(
        self, attempt: int, outcome: Outcome, key: str = "", mode: str = "", body: str = ""
    ) -> None:
        """Record the outcome of a call and, in the same transaction, its reply."""
        with self._write() as db:
            endpoint, tokens, usd = (
                self._reserved.pop(attempt, None)
                or db.execute(
                    "SELECT endpoint, tokens, usd FROM attempts WHERE id = ?", (attempt,)
                ).fetchone()
            )
            used, cost = tokens, usd
            prompt = completion = None
            if outcome.usage is not None:
                prompt, completion = outcome.usage
                used, cost = prompt + completion, outcome.usd or 0.0
            db.execute(
                "UPDATE attempts SET state = ?, reason = ?, http = ?, prompt_tokens = ?, "
                "completion_tokens = ?, tokens = ?, usd = ?, seconds = ? WHERE id = ?",
                (
                    outcome.state,
                    outcome.reason,
                    outcome.http,
                    prompt,
                    completion,
                    used,
                    cost,
                    outcome.seconds,
                    attempt,
                ),
            )
            db.execute(
                "UPDATE totals SET tokens = tokens + ?, usd = usd + ? WHERE endpoint = ?",
                (used - tokens, cost - usd, endpoint),
            )
            if body:
                db.execute(
                    "INSERT OR REPLACE INTO replies VALUES (?, ?, ?, ?)",
                    (key, mode, body, _checksum(key, body)),
                )

    def spent(self, endpoint: str) -> Spent:
        """Return the cost of an endpoint."""
        with self._read() as db:
            return _spent(db, endpoint)

    def counts(self) -> dict[str, int]:
        """Return the number of calls in each state: `open`, `ok`, `failed` and `unknown`."""
        with self._read() as db:
            return dict(db.execute("SELECT state, count(*) FROM attempts GROUP BY state"))

    def endpoints(self) -> dict[str, Spent]:
        """Return the cost of each endpoint."""
        with self._read() as db:
            rows = db.execute("SELECT endpoint, calls, tokens, usd FROM totals ORDER BY endpoint")
            return {name: Spent(*numbers) for name, *numbers in rows}

    def failures(self) -> dict[str, int]:
        """Return the number of failed calls, by reason."""
        with self._read() as db:
            rows = db.execute(
                "SELECT reason, count(*) FROM attempts WHERE state = 'failed' GROUP BY reason"
            )
            return dict(rows)

    # --- replies ----------------------------------------------------------------
    def recall(self, key: str) -> tuple[str, str] | None:
        """Return mode and body of a recorded reply."""
        with self._read() as db:
            row = db.execute(
                "SELECT mode, body, checksum FROM replies WHERE key = ?", (key,)
            ).fetchone()
        if row is None or _checksum(key, row[1]) != row[2]:
            return None
        return row[0], row[1]

    def mode(self, endpoint: str) -> str | None:
        """Return the recorded mode in which a server enforces forms."""
        with self._read() as db:
            row = db.execute("SELECT mode FROM servers WHERE endpoint = ?", (endpoint,)).fetchone()
        return row[0] if row else None

    def remember_mode(self, endpoint: str, mode: str) -> None:
        """Record the mode in which a server enforces forms."""
        with self._write() as db:
            db.execute("INSERT OR REPLACE INTO servers VALUES (?, ?)", (endpoint, mode))

    # --- the file -----------------------------------------------------------------
    def close(self) -> None:
        """Close the file; a later use opens it again."""
        with self._lock:
            if self._db is not None and self._process == os.getpid():
                self._db.close()
            self._db = None

    def _write(self) -> _Transaction:
        return _Transaction(self)

    def _read(self) -> _Transaction:
        return _Transaction(self, "")  # one statement, which does not wait for writers

    def connected(self) -> sqlite3.Connection:
        """Return the connection of this process, opened when first needed."""
        if self._db is not None and self._process == os.getpid():
            return self._db
        self._process = os.getpid()
        if self.path is not None:
            Path(self.path).parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(
            self.path or ":memory:", timeout=30.0, check_same_thread=False, isolation_level=None
        )
        try:
            found = db.execute("PRAGMA application_id").fetchone()[0]
            tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if tables and found != APPLICATION:
                raise JudgeError(f"ledger {self.path}: is a SQLite database of something else")
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute(f"PRAGMA application_id = {APPLICATION}")
            db.executescript(_TABLES)
            _account(db, self.path or "in memory")
        except BaseException:
            db.close()
            raise
        self._db = db
        return db

    @property
    def lock(self) -> threading.Lock:
        """Held during a transaction."""
        return self._lock


class _Transaction:
    """One transaction, which commits unless something was raised; or one reading statement."""

    def __init__(self, ledger: Ledger, begin: str = "BEGIN IMMEDIATE") -> None:
        self.ledger = ledger
        self.begin = begin

    def __enter__(self) -> sqlite3.Connection:
        self.ledger.lock.acquire()
        try:
            self.db = self.ledger.connected()
            if self.begin:
                self.db.execute(self.begin)
        except (sqlite3.Error, OSError) as error:
            self.ledger.lock.release()
            raise JudgeError(
                f"ledger {self.ledger.path}: cannot be used ({error}). Calls are not made without "
                "being recorded; move the file away or name another one."
            ) from error
        except BaseException:
            self.ledger.lock.release()
            raise
        return self.db

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        try:
            # A full disk may have ended the transaction already.
            if self.begin and self.db.in_transaction:
                self.db.execute("COMMIT" if kind is None else "ROLLBACK")
        except sqlite3.Error as problem:
            error = problem
            with contextlib.suppress(sqlite3.Error):
                self.db.execute("ROLLBACK")  # the next call must be able to begin one
        finally:
            self.ledger.lock.release()
        if isinstance(error, sqlite3.Error):
            raise JudgeError(f"ledger {self.ledger.path}: {error}") from error


def _spent(db: sqlite3.Connection, endpoint: str) -> Spent:
    row = db.execute(
        "SELECT calls, tokens, usd FROM totals WHERE endpoint = ?", (endpoint,)
    ).fetchone()
    return Spent(*row) if row else Spent()


def _account(db: sqlite3.Connection, path: str) -> None:
    """Mark calls as unknown that were open when their process ended."""
    if not any(row[1] == "owner" for row in db.execute("PRAGMA table_info(attempts)")):
        db.execute("ALTER TABLE attempts ADD COLUMN owner TEXT NOT NULL DEFAULT ''")
    waiting = "state IN ('open', 'sent')"  # earlier versions wrote `sent`
    owners = db.execute(f"SELECT DISTINCT owner FROM attempts WHERE {waiting}").fetchall()
    gone = [owner for (owner,) in owners if not runs(owner)]
    lost = 0
    for owner in gone:
        done = db.execute(
            "UPDATE attempts SET state = 'unknown', reason = 'process_ended' "
            f"WHERE {waiting} AND owner = ?",
            (owner,),
        )
        lost += done.rowcount
    if lost:
        log.warning(
            "ledger %s: %d calls were open when their process ended. It is unknown whether they "
            "were served: their worst case stays booked, and they are asked again.",
            path,
            lost,
        )


def _checksum(key: str, body: str) -> str:
    return hashlib.sha256(f"{key}\n{body}".encode("utf-8", "surrogatepass")).hexdigest()


_LEDGERS: dict[str, Ledger] = {}
_LEDGERS_LOCK = threading.Lock()


def ledger_at(path: str | None) -> Ledger:
    """Return the ledger of a file, one object for each file of this process."""
    name = ":memory:" if path is None else str(Path(path).resolve())
    with _LEDGERS_LOCK:
        if name not in _LEDGERS:
            _LEDGERS[name] = Ledger(None if path is None else name)
        return _LEDGERS[name]
