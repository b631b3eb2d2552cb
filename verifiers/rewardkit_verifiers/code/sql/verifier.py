"""Does a query return the rows that it should?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from rewardkit import Score, reward
from rewardkit_verifiers.code.lib.drivers import Ask, check_driven, drive, trouble
from rewardkit_verifiers.code.lib.extract import NoCode, Policy, extract_code
from rewardkit_verifiers.code.lib.sandboxes import Backend, Role, SandboxFailed

if TYPE_CHECKING:
    from rewardkit_sandbox import RunResult

Order = Literal["auto", "keep", "ignore"]
MOST_ROWS = 100_000
_DRIVER = """
import sqlite3

READS = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, 33}

def judge(script, query, most):
    base = sqlite3.connect(":memory:", isolation_level=None)
    try:
        base.executescript(script)
    except sqlite3.Error as error:
        return {"broken": str(error)[:200]}
    denied = []

    def guard(action, *rest):
        if action in READS and rest[1] != "load_extension":
            return sqlite3.SQLITE_OK
        denied.append(action)
        return sqlite3.SQLITE_DENY

    base.set_authorizer(guard)
    try:
        cursor = base.execute(query)
        rows = [list(row) for row in cursor.fetchmany(most + 1)]
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
        return {"denied" if denied else "error": str(error)[:200]}
    if cursor.description is None:
        return {"error": "it returns no rows at all"}
    return {"rows": rows}
"""  # 33 is SQLITE_RECURSIVE, which older versions of the module do not name
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|--[^\n]*|/\*[^*]*(?:\*(?!/)[^*]*)*\*/")


@dataclass(frozen=True, slots=True)
class _Task:
    """A query and what is known of its reference."""

    query: str
    scripts: tuple[str, ...]
    reference: str | tuple[Any, ...]


@reward(batched=True, check=check_driven)
def sql(
    completion: list[str],
    database: list[Any],
    answer: list[Any],
    *,
    order: Order = "auto",
    tolerance: float = 1e-6,
    score: Literal["all", "fraction"] = "all",
    blocks: Policy = "last",
    strict: bool = False,
    time_s: float = 2.0,
    memory_mb: int = 256,
    backend: Backend = "auto",
) -> list[Score]:
    """Pay an SQL query that returns the rows of the reference, on every database of the task.

    Queries run in SQLite, in a sandbox, and may only read. A reference query runs in a sandbox
    of its own; rows are compared here, by value and by position, whatever the columns are
    called.

    Args:
        completion: The replies, with the query in a code block or bare.
        database: The script that makes the database, or a list of such scripts: the more
            databases, the fewer wrong queries return the right rows by chance.
        answer: The reference query; or its rows, as a list of lists, for one database.
        order: Whether the order of rows matters: `auto` where the reference query orders them.
        tolerance: How far floats may be off.
        score: `all`, or the `fraction` of databases on which the rows are right.
        blocks: Which code block counts, where there are several.
        strict: Read only closed fences, and only one block.
        time_s: Seconds of processor time for each database; of real time, twice that.
        memory_mb: MiB for a query beyond what the interpreter needs.
        backend: `docker`, `local`, or `auto`: Docker where an engine answers.

    Returns:
        Scores between 0 and 1: reason `wrong_rows`, `sql_error`, `not_read_only`, or
        `too_many_rows`. Status `timeout` past the time. A reference or a database that does not
        work is an error `bad_answer` or `bad_database`.

    Example:
        >>> base = "create table t (a); insert into t values (1), (2);"
        >>> task = {"database": base, "answer": "select sum(a) from t"}
        >>> sql.score(completion="select 3", **task).value  # doctest: +SKIP
        1.0
        >>> sql.score(completion="It is three.", **task).reason
        'no_code'
    """
    made = [
        _task(text, base, wanted, blocks, strict)
        for text, base, wanted in zip(completion, database, answer, strict=True)
    ]
    tasks = [one for one in made if isinstance(one, _Task)]
    limits = {"time_s": time_s, "memory_mb": memory_mb}
    try:
        found = _run([(one.query, one.scripts) for one in tasks], "program", backend, limits)
        asked = [(one.reference, one.scripts) for one in tasks if isinstance(one.reference, str)]
        references = iter(_run(asked, "oracle", backend, limits))
    except SandboxFailed as error:
        failed = Score.error("sandbox_error", str(error))
        return [failed if isinstance(one, _Task) else one for one in made]
    scores = iter(
        [
            _scored(task, runs, _wanted(task, references), order, tolerance, score)
            for task, runs in zip(tasks, found, strict=True)
        ]
    )
    return [next(scores) if isinstance(one, _Task) else one for one in made]


def _task(text: str, base: Any, wanted: Any, blocks: Policy, strict: bool) -> _Task | Score:
    scripts = _plain(base)
    scripts = [scripts] if isinstance(scripts, str) else scripts
    if (
        not isinstance(scripts, list)
        or not scripts
        or not all(isinstance(one, str) for one in scripts)
    ):
        said = f"a script or a list of scripts is wanted, not {str(base)[:60]!r}"
        return Score.error("bad_database", said)
    wanted = _plain(wanted)
    if isinstance(wanted, list) and all(isinstance(row, (list, tuple)) for row in wanted):
        if len(scripts) != 1:
            said = f"rows are the answer for one database, and there are {len(scripts)}"
            return Score.error("bad_answer", said)
        wanted = tuple(list(row) for row in wanted)
    elif not isinstance(wanted, str) or not wanted.strip():
        said = f"a query or a list of rows is wanted, not {str(wanted)[:60]!r}"
        return Score.error("bad_answer", said)
    query = extract_code(text, language="sql", policy=blocks, strict=strict)
    if isinstance(query, NoCode):
        return Score.unparsed(query.reason, query.detail)
    return _Task(query.text, tuple(scripts), wanted)


def _plain(value: Any) -> Any:
    value = value.tolist() if hasattr(value, "tolist") else value
    return list(value) if isinstance(value, tuple) else value


def _run(
    queries: Sequence[tuple[str, Sequence[str]]],
    role: Role,
    backend: Backend,
    limits: dict[str, Any],
) -> list[list[RunResult]]:
    asks = [Ask((script, query, MOST_ROWS)) for query, scripts in queries for script in scripts]
    runs = iter(drive(_DRIVER, asks, backend=backend, role=role, **limits))
    return [[next(runs) for _ in scripts] for _, scripts in queries]


def _wanted(task: _Task, references: Any) -> list[list[Any]] | Score:
    """Return the rows that are expected of each database, or why there are none."""
    if not isinstance(task.reference, str):
        return [list(task.reference)]
    wanted = []
    for run in next(references):
        failed = trouble(run)
        if failed is not None:
            if failed.status == "error":
                return failed
            return Score.error("bad_answer", f"the reference query: {failed.reason}")
        if "broken" in run.value:
            return Score.error("bad_database", str(run.value["broken"]))
        if "rows" not in run.value:
            said = next(iter(run.value.values()))
            return Score.error("bad_answer", f"the reference query: {said}")
        wanted.append(run.value["rows"])
    return wanted


def _scored(
    task: _Task,
    runs: Sequence[RunResult],
    wanted: list[list[Any]] | Score,
    order: Order,
    tolerance: float,
    score: str,
) -> Score:
    if isinstance(wanted, Score):
        return wanted
    keep = order == "keep" or (order == "auto" and orders_rows(task.reference))
    verdicts = [
        _verdict(run, rows, keep, tolerance) for run, rows in zip(runs, wanted, strict=True)
    ]
    bad = [one for one in verdicts if one is not None]
    if not bad:
        return Score.ok(1.0)
    worst = next((one for one in bad if one.status == "error"), bad[0])
    if worst.status == "error" or (score == "all" or len(bad) == len(verdicts)):
        return worst
    return Score.ok(1 - len(bad) / len(verdicts), worst.reason, worst.detail)


def _verdict(run: RunResult, wanted: list[Any], keep: bool, tolerance: float) -> Score | None:
    """Return None where the rows are right, else the score of a query that has only these."""
    failed = trouble(run)
    if failed is not None:
        return failed
    for key, reason in (("error", "sql_error"), ("denied", "not_read_only")):
        if key in run.value:
            return Score.ok(0.0, reason, str(run.value[key]))
    if "broken" in run.value:
        return Score.error("bad_database", str(run.value["broken"]))
    from rewardkit_sandbox.verdict.compare import same_value

    rows = run.value["rows"]
    if len(rows) > MOST_ROWS:
        return Score.ok(0.0, "too_many_rows", f"more than {MOST_ROWS}")
    if same_value(wanted, rows, tolerance=tolerance, ordered=keep):
        return None
    return Score.ok(0.0, "wrong_rows", f"{len(rows)} rows, and {len(wanted)} are expected")


def orders_rows(reference: str | tuple[Any, ...]) -> bool:
    """Whether a reference query orders its rows, at its outermost level.

    Example:
        >>> orders_rows("select a from t order by a")
        True
        >>> orders_rows("select a from (select a from t order by a)")
        False
    """
    if not isinstance(reference, str):
        return False
    text = _QUOTED.sub(" ", reference)
    depth = 0
    outer = []
    for char in text:
        depth += (char == "(") - (char == ")")
        if depth == 0:
            outer.append(char)
    return re.search(r"\border\s+by\b", "".join(outer), re.IGNORECASE) is not None
