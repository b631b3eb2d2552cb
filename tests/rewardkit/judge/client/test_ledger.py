"""The books: every call before it is made, and what becomes of those nobody saw the end of."""

from __future__ import annotations

import json
import logging
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from rewardkit.cli import main
from rewardkit.errors import JudgeError
from rewardkit.judge.client.ledger import Ledger, Outcome, Spent
from rewardkit.judge.client.process_identity import runs, this_process
from rewardkit.judge.endpoint import Budget
from rewardkit.judge.faults import Fault

OPEN = (
    "import sys; from rewardkit.judge.client.ledger import Ledger; "
    "from rewardkit.judge.endpoint import Budget; book = Ledger(sys.argv[1]); "
    "[book.reserve(f'key{n}', 'question', 'e', 100, 0.5, Budget()) for n in range(3)]; "
    "print('open', flush=True); sys.stdin.read()"
)


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "ledger.db")


def one_that_is_killed(path: str) -> None:
    """Leave three calls open."""
    words = [sys.executable, "-c", OPEN, path]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        process.kill()


def test_calls_that_were_open_at_a_kill_are_unknown_and_stay_booked(
    path: str, caplog: pytest.LogCaptureFixture
) -> None:
    one_that_is_killed(path)
    book = Ledger(path)
    with caplog.at_level(logging.WARNING):
        assert book.counts() == {"unknown": 3}
    assert "3 calls were open when their process ended" in caplog.text
    assert book.spent("e") == Spent(3, 300, 1.5)
    with pytest.raises(Fault, match="budget.tokens=350"):
        book.reserve("key0", "question", "e", 100, 0.5, Budget(tokens=350))
    book.close()


def test_calls_of_a_process_that_still_runs_are_left_open(path: str) -> None:
    words = [sys.executable, "-c", OPEN, path]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        book = Ledger(path)
        assert book.counts() == {"open": 3}
        book.close()
        process.kill()


def test_a_call_that_has_ended_is_not_touched(path: str) -> None:
    book = Ledger(path)
    call = book.reserve("k", "question", "e", 100, 0.0, Budget())
    book.settle(call, Outcome("ok", usage=(5, 1)), "k", "none", "{}")
    book.close()
    one_that_is_killed(path)
    assert Ledger(path).counts() == {"ok": 1, "unknown": 3}


def test_a_ledger_of_an_earlier_version_is_carried_on(path: str) -> None:
    book = Ledger(path)
    book.reserve("k", "question", "e", 100, 0.0, Budget())
    book.close()
    with sqlite3.connect(path) as db:
        db.execute("UPDATE attempts SET state = 'sent'")
        db.execute("ALTER TABLE attempts DROP COLUMN owner")
    db.close()
    book = Ledger(path)
    assert book.counts() == {"unknown": 1}
    book.reserve("l", "question", "e", 100, 0.0, Budget())
    assert book.counts() == {"open": 1, "unknown": 1}
    book.close()


def test_a_number_that_was_given_to_another_process_is_not_the_same_process() -> None:
    mine = this_process(os.getpid())
    assert runs(mine)
    host, pid, begun = mine.split("/")
    assert not runs(f"{host}/{pid}/{int(begun) - 1 if begun else 1}") or not begun
    assert runs(f"another-machine/{pid}/{begun}")
    assert not runs("no process at all")


def test_the_command_shows_the_books(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    book = Ledger(path)
    good = book.reserve("k", "question", "http://x m", 100, 0.0, Budget())
    book.settle(good, Outcome("ok", usage=(5, 1), usd=0.25))
    bad = book.reserve("l", "question", "http://x m", 100, 0.0, Budget())
    book.settle(bad, Outcome("failed", "judge_timeout"))
    book.close()
    one_that_is_killed(path)

    def shown(*words: str) -> str:
        with pytest.raises(SystemExit) as ended:
            main(["judge", "ledger", path, *words])
        assert not ended.value.code
        return capsys.readouterr().out

    found = json.loads(shown("--json"))
    assert found["calls"] == {"ok": 1, "failed": 1, "unknown": 3}
    assert found["failures"] == {"judge_timeout": 1}
    assert found["endpoints"]["http://x m"] == {"calls": 2, "tokens": 106, "usd": 0.25}
    assert "unknown  3" in shown()


def test_a_ledger_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["judge", "ledger", "nowhere.db"])
    assert ended.value.code == 2
    assert "there is no such ledger" in capsys.readouterr().err
    assert not Path("nowhere.db").exists()


def test_a_full_disk_is_named_and_the_ledger_goes_on_when_there_is_room(path: str) -> None:
    book = Ledger(path)
    call = book.reserve("key", "question", "e", 100, 0.0, Budget())
    db = book.connected()
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages + 1}")
    for _ in range(2):
        with pytest.raises(JudgeError, match="full"):
            book.settle(call, Outcome("ok", usage=(1, 1)), "key", "none", "x" * 200_000)
    db.execute("PRAGMA max_page_count = 100000")
    book.settle(call, Outcome("ok", usage=(1, 1)), "key", "none", "x" * 200_000)
    assert book.recall("key") is not None
