"""Ctrl-C finishes what runs, says how to go on and leaves nothing behind; progress is seen."""

from __future__ import annotations

import io
import os
import pty
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from rewardkit import Sample, reward, score
from rewardkit.engine.progress import first_interrupt_waits, progress_shown

SCRIPT = """
import os, sys, time
from rewardkit import reward, stream

@reward(range=(0, 100))
def plain(completion: str) -> float:
    open("started", "a").write(completion + "\\n")
    time.sleep({pause})
    return float(completion)

@reward(range=(0, 100))
async def awaited(completion: str) -> float:
    import asyncio
    open("started", "a").write(completion + "\\n")
    await asyncio.sleep({pause})
    return float(completion)

@reward(range=(0, 100), isolated=True)
def apart(completion: str) -> float:
    open("workers", "a").write(str(os.getpid()) + "\\n")
    open("started", "a").write(completion + "\\n")
    time.sleep({pause})
    return float(completion)

if __name__ == "__main__":
    one = {{"plain": plain, "awaited": awaited, "apart": apart}}[sys.argv[1]]
    rows = [{{"completion": str(n)}} for n in range(40)]
    try:
        for found in stream(one, rows, chunk=4, concurrency=2, workers=2, cache="v.db"):
            print(found.value, flush=True)
    except KeyboardInterrupt:
        print("stopped", flush=True)
        sys.exit(130)
"""


def started(folder: Path) -> list[str]:
    path = folder / "started"
    return path.read_text().split() if path.exists() else []


def interrupt(
    folder: Path, kind: str, times: int, pause: float, after: int
) -> tuple[int, list[str], str]:
    """Press Ctrl-C so many times, first when so many rows have begun."""
    (folder / "script.py").write_text(SCRIPT.format(pause=pause))
    running = subprocess.Popen(
        [sys.executable, "script.py", kind],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while len(started(folder)) < after:
        time.sleep(0.01)
    for _ in range(times):
        running.send_signal(signal.SIGINT)
        time.sleep(0.2)
    out, err = running.communicate(timeout=60)
    return running.returncode, out.split(), err


@pytest.mark.parametrize("kind", ["plain", "awaited", "apart"])
def test_ctrl_c_finishes_the_chunk_and_says_how_to_go_on(kind: str, tmp_path: Path) -> None:
    code, out, err = interrupt(tmp_path, kind, times=1, pause=0.1, after=6)
    assert code == 130
    done = len(out) - 1
    assert out == [*(f"{n}.0" for n in range(done)), "stopped"]
    assert done in (8, 12)  # whole chunks
    assert "finishing the rows that are running; Ctrl-C again stops at once" in err
    assert f"interrupted after {done} of 40 rows; their verdicts are kept in v.db" in err
    assert sorted(map(int, started(tmp_path))) == list(range(done))
    # And it does go on from there.
    (tmp_path / "started").unlink()
    again = subprocess.run(
        [sys.executable, "script.py", kind], cwd=tmp_path, capture_output=True, text=True
    )
    assert again.stdout.split() == [f"{n}.0" for n in range(40)]
    assert sorted(map(int, started(tmp_path))) == list(range(done, 40))


@pytest.mark.parametrize("kind", ["plain", "awaited", "apart"])
def test_ctrl_c_twice_stops_at_once_and_leaves_no_worker(kind: str, tmp_path: Path) -> None:
    code, out, _ = interrupt(tmp_path, kind, times=2, pause=30.0, after=1)
    assert (code, out[-1]) == (130, "stopped")
    workers = tmp_path / "workers"
    for pid in workers.read_text().split() if workers.exists() else ():
        assert not os.path.exists(f"/proc/{pid}") or _zombie(pid)


def _zombie(pid: str) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


def test_without_a_cache_the_note_says_what_would_have_helped(
    capsys: pytest.CaptureFixture[str],
) -> None:
    @reward
    def presses(completion: str) -> float:
        if completion == "x":
            os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.01)
        return 1.0

    rows = [Sample(completion="x"), Sample(completion="y")]
    with pytest.raises(KeyboardInterrupt):
        score(presses, rows, concurrency=1)
    err = capsys.readouterr().err
    assert err == (
        "interrupted after 2 of 2 rows; give cache=PATH to be able to go on from such a point\n"
    )
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_single_row_is_interrupted_at_once() -> None:
    with first_interrupt_waits(1):
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_handler_of_the_program_is_left_in_place() -> None:
    def mine(*_: object) -> None:
        """Stand for the handler of a trainer."""

    before = signal.signal(signal.SIGINT, mine)
    try:
        with first_interrupt_waits(5):
            assert signal.getsignal(signal.SIGINT) is mine
    finally:
        signal.signal(signal.SIGINT, before)


def test_other_threads_do_not_touch_signals() -> None:
    seen = []

    def work() -> None:
        with first_interrupt_waits(5):
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [signal.default_int_handler]


@reward
def half(completion: str) -> float | None:
    """Abstain from half of the rows."""
    return 1.0 if int(completion) % 2 else None


ROWS = [Sample(completion=str(n)) for n in range(10)]


def test_progress_is_a_line_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    score(half, ROWS, progress=True, chunk=2)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("scored 10 of 10 rows, ")
    assert err.endswith("5 without a value\n")


def test_nothing_is_shown_unless_asked(capsys: pytest.CaptureFixture[str]) -> None:
    score(half, ROWS)
    assert capsys.readouterr() == ("", "")


def test_progress_is_a_bar_on_a_terminal() -> None:
    code = textwrap.dedent("""
        from rewardkit import reward, score
        @reward
        def one(completion: str) -> float:
            return 1.0
        score(one, [{"completion": "x"}] * 10, progress=True, chunk=2)
    """)
    front, back = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-c", code], stderr=back, env={**os.environ, "TERM": "xterm"}
    )
    os.close(back)
    shown_text = b""
    while True:
        try:
            part = os.read(front, 4096)
        except OSError:  # how the end of a terminal is told on Linux
            break
        if not part:
            break
        shown_text += part
    os.close(front)
    assert running.wait(30) == 0
    assert b"scored" in shown_text
    assert b"10/10" in shown_text


def test_a_stream_shows_how_many_without_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rewardkit.engine.progress._LINE_EVERY_SECONDS", 0.0)
    said = io.StringIO()
    monkeypatch.setattr("sys.stderr", said)
    with progress_shown(True, None) as advance:
        advance(5, 1)
        advance(5, 0)
    first, second = said.getvalue().splitlines()
    assert first.startswith("scored 5 rows, ")
    assert second.startswith("scored 10 rows, ")
    assert second.endswith(", 1 without a value")
