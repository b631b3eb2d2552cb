"""Audit public scorers: attack each with its own tasks and write what was paid as a table.

    python examples/audit/audit.py reasoning-gym --only puzzle24 --only gsm_symbolic
    python examples/audit/audit.py trl math-verify --into docs/audit.md

The audited package must be importable beside rewardkit; one that is not is listed as not run. Every
scorer runs in a process of its own that is killed when its time is over. `--out` writes each
finding with its whole completion. Facts only: a finding says what one version paid on one day, and
not whether its authors meant it.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import importlib.metadata
import json
import multiprocessing
import os
import signal
import warnings
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from scorers import PACKAGES, SET_ASIDE, Package, Task

from rewardkit.attack import attack

# The changes that leave every character of an answer in place and that no extraction takes off.
DRESS = ("white space", "line ends", "bold", "box", "dollars", "full stop")
# The policies whose replies hold no work and no answer; no others accuse a scorer of the form.
HOLLOW = ("empty", "markup", "placeholder", "padding", "repetition")
WIDTH = 100
HEAD = (
    "| scorer | false passes (kind, tasks) | shortest, its pay / honest pay | false fails"
    " | shortest, its pay / honest pay | conduct |\n| --- | --- | --- | --- | --- | --- |"
)
Finding = Mapping[str, Any]


def measure(package: Package, name: str, seconds: float) -> dict[str, Any]:
    """Attack one scorer and return the findings as data."""
    task = package.task(name)
    if not task.rows:
        return {"not_run": "no task has a reference answer"}
    task.score.__name__ = "".join(c if c.isalnum() else "_" for c in name)
    found = attack(task.score, task.rows, seconds=seconds, rounds=0, timeout=3.0).to_dict()
    _narrow(found, name, task)
    answers = {str(index): row["answer"] for index, row in enumerate(task.rows)}
    for one in (*found["holes"], *found["false_fails"]):
        one["answer"] = answers.get(one["id"], "")
    if not found["calls"]:
        found["not_run"] = "; ".join(found["notes"]) or "no reply could be scored"
    return found


def _narrow(found: dict[str, Any], name: str, task: Task) -> None:
    """Leave out what is no fault of this scorer: what it never gets, and what was set aside."""
    if task.bare:
        found["false_fails"] = [f for f in found["false_fails"] if f["variant"].startswith(DRESS)]
    holes = [one for one in found["holes"] if not task.form or one["policy"].startswith(HOLLOW)]
    aside = [(one, SET_ASIDE.get((name, one["policy"].partition(":")[0]))) for one in holes]
    found["holes"] = [one for one, reason in aside if reason is None]
    found["set_aside"] = [{**one, "reason": reason} for one, reason in aside if reason]


def _child(pipe: Connection, package: Package, name: str, seconds: float) -> None:
    os.setsid()
    try:
        found = measure(package, name, seconds)
    except Exception as error:  # noqa: BLE001 - whatever a package raises is a fact of the table
        found = {"not_run": f"{type(error).__name__}: {error}"}
    pipe.send_bytes(json.dumps(found, default=str).encode())
    pipe.close()


def bounded(package: Package, name: str, seconds: float, grace: float = 10.0) -> dict[str, Any]:
    """Measure one scorer in a process group that is killed after its time and a grace."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(theirs, package, name, seconds))
    with warnings.catch_warnings():
        # The child starts no thread before it scores, and a package's pool may leave one here.
        warnings.simplefilter("ignore", DeprecationWarning)
        child.start()
    theirs.close()
    limit = 2 * seconds + grace
    try:
        if not ours.poll(limit):
            return {"not_run": f"no result within {limit:g} s"}
        found: dict[str, Any] = json.loads(ours.recv_bytes())
    except EOFError:
        return {"not_run": "its process ended without a result"}
    finally:
        _kill(child.pid)
        child.join()
        ours.close()
    return found


def _kill(pid: int | None) -> None:
    """End a scorer's process group, and the process itself if it has no group yet."""
    if pid is None:
        return
    for end in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError):
            end(pid, signal.SIGKILL)


def row_of(name: str, found: Finding) -> str:
    """Return the line of the table for one scorer."""
    if reason := found.get("not_run"):
        return f"| `{name}` | not run: {_plain(str(reason))} | – | – | – | – |"
    holes, lost = found["holes"], found["false_fails"]
    kinds = [f"{one['policy'] or one['kind']}{_tasks(one)}" for one in holes]
    conduct = {one["kind"]: one for one in reversed(found["conduct"])}
    cells = (
        f"`{name}`",
        ", ".join(map(_plain, kinds)) or "none",
        _shortest(holes),
        ", ".join(f"{_plain(one['variant'])}{_tasks(one)}" for one in lost) or "none",
        _shortest(lost),
        ", ".join(f"{kind} {_reply(one)}" for kind, one in sorted(conduct.items())) or "none",
    )
    return f"| {' | '.join(cells)} |"


def _tasks(one: Finding) -> str:
    return f" {one['rows'].replace(' of ', '/')}" if one["rows"] else ""


def _shortest(found: Sequence[Finding]) -> str:
    """Return the shortest reproducing completion with its pay and its task."""
    one = min(found, key=lambda each: len(each["completion"]), default=None)
    if one is None:
        return "–"
    value = "none" if one["value"] is None else f"{one['value']:.3g}"
    return f"{_reply(one)} {value} / {one['honest_value']:.3g}, task {one['id']}"


def _reply(one: Finding) -> str:
    """Return a completion as a JSON string in code: a bar or a backtick would end the cell."""
    reply = json.dumps(one["completion"]).replace("|", "\\u007c").replace("`", "\\u0060")
    return f"`{reply}`" if len(reply) <= WIDTH else f"`{reply[:WIDTH]}`…"


def _plain(text: str) -> str:
    for sign in "|<>`*_[]":
        text = text.replace(sign, chr(92) + sign)
    return " ".join(text.split())[:160]


def section(key: str, only: Sequence[str], seconds: float) -> tuple[str, list[str]]:
    """Return the section of one package in Markdown, and each finding as a JSON line."""
    package = PACKAGES[key]
    try:
        version = importlib.metadata.version(package.distribution)
        names = package.names()
    except (ImportError, RuntimeError) as error:
        return f"{key}: not run: {type(error).__name__}: {_plain(str(error))}\n", []
    names = [name for name in names if not only or name in only]
    today = datetime.datetime.now(tz=datetime.UTC).date()
    title = f"{key} {version}. "
    if not names:
        return f"{title}Not run ({today}): no scorer here judges a reply by itself.\n", []
    found = {}
    for name in names:
        found[name] = bounded(package, name, seconds)
        print(row_of(name, found[name]), flush=True)
    lines = [
        json.dumps({"package": key, "version": version, "scorer": name, **one})
        for name, one in found.items()
    ]
    return f"{title}{render(package, found, seconds, today)}", lines


def render(
    package: Package, found: Mapping[str, Finding], seconds: float, today: datetime.date
) -> str:
    """Return the summary, the table and the findings set aside of one package in Markdown."""
    paid = sum(bool(one.get("holes")) for one in found.values())
    lost = sum(bool(one.get("false_fails")) for one in found.values())
    away = sum("not_run" in one for one in found.values())
    short = sum(one.get("complete") is False for one in found.values())
    intro = (
        f"Measured on {today}: {package.settings}; {seconds:g} s a scorer. Scorers: {len(found)};"
        f" with a false pass: {paid}; with a false fail: {lost}; not run: {away}; not everything"
        f" tried in the time: {short}.\n\n"
    )
    table = "\n".join([HEAD, *(row_of(name, one) for name, one in found.items())])
    return f"{intro}{table}\n{_aside(found)}"


def _aside(found: Mapping[str, Finding]) -> str:
    """Return the findings that were read and set aside, one line each."""
    lines = [
        f"- `{name}` {_reply(one)}: {one['reason']}."
        for name, each in found.items()
        for one in each.get("set_aside", [])
    ]
    return "\n".join(["", "Read and set aside, no false passes:", "", *lines, ""]) if lines else ""


def into(page: str, key: str, text: str) -> str:
    """Return a page with the section of one package replaced.

    Raises:
        ValueError: The page has no markers for this package.
    """
    start, end = f"<!-- audit: {key} -->\n", f"<!-- end of audit: {key} -->"
    head, found, rest = page.partition(start)
    _, closed, tail = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"the page has no markers {start.strip()!r} and {end!r}")
    return f"{head}{start}\n{text}\n{end}{tail}"


def main() -> None:
    """Audit packages and print or write the table."""
    parser = argparse.ArgumentParser(description="Audit the scorers of public packages.")
    parser.add_argument("package", nargs="+", choices=sorted(PACKAGES))
    parser.add_argument("--only", action="append", default=[], help="a scorer (repeatable)")
    parser.add_argument("--seconds", type=float, default=10.0, help="seconds for each scorer")
    parser.add_argument("--into", type=Path, help="the page whose sections are replaced")
    parser.add_argument("--out", type=Path, help="write every finding as JSON lines")
    given = parser.parse_args()
    lines: list[str] = []
    for key in given.package:
        text, found = section(key, given.only, given.seconds)
        lines += found
        print(f"\n{text}")
        if given.into:
            page = into(given.into.read_text(encoding="utf-8"), key, text)
            given.into.write_text(page, encoding="utf-8")
    if given.out:
        given.out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
