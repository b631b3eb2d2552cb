"""Turns at the processors: what threads and processes that share an engine hold at one time."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from rewardkit_sandbox import Limits, Program, open_sandbox
from rewardkit_sandbox.slots import Slots, slots_of

pytest.importorskip("fcntl", reason="processes share no turns here")
WORKER = """
import pathlib, sys, time
from rewardkit_sandbox.slots import slots_of
folder = pathlib.Path(sys.argv[1])
most = 0
for n in range(40):
    with slots_of(folder / "turns").turn(2) as had:
        assert had
        mine = folder / f"held-{sys.argv[2]}"
        mine.touch()
        most = max(most, len(list(folder.glob("held-*"))))
        time.sleep(0.002)
        mine.unlink()
print(most)
"""


def test_no_more_than_there_are_turns_run_at_one_time(tmp_path: Path) -> None:
    words = [sys.executable, "-c", WORKER, str(tmp_path)]
    started = [
        subprocess.Popen([*words, str(n)], stdout=subprocess.PIPE, text=True) for n in range(4)
    ]
    most = [int(one.communicate(timeout=120)[0]) for one in started]
    assert all(one.returncode == 0 for one in started)
    assert max(most) == 2


def test_threads_of_one_process_share_them_too(tmp_path: Path) -> None:
    turns = Slots(tmp_path / "turns")
    running: list[int] = []
    most = []

    def work() -> None:
        for _ in range(20):
            with turns.turn(3):
                running.append(1)
                most.append(len(running))
                time.sleep(0.001)
                running.pop()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) <= 3


def test_a_thread_that_has_a_turn_needs_no_second_one(tmp_path: Path) -> None:
    turns = slots_of(tmp_path / "turns")
    with turns.turn(1), turns.turn(1), slots_of(tmp_path / "turns").turn(1) as had:
        assert had
    with turns.turn(1) as had:
        assert had


def test_a_killed_process_gives_its_turn_back(tmp_path: Path) -> None:
    code = "import sys, time, pathlib\nfrom rewardkit_sandbox.slots import slots_of\n"
    code += "with slots_of(pathlib.Path(sys.argv[1])).turn(1):\n"
    code += "    print('held', flush=True)\n    time.sleep(600)"
    words = [sys.executable, "-c", code, str(tmp_path / "turns")]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        turns = slots_of(tmp_path / "turns")
        with turns.turn(1, patience_s=0.05) as had:
            assert not had  # it runs all the same: nobody waits for ever
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
        with turns.turn(1, patience_s=60) as had:
            assert had


def _in_a_child(path: Path, answers: multiprocessing.SimpleQueue[bool]) -> None:
    with slots_of(path).turn(1, patience_s=0.05) as had:
        answers.put(had)


def test_a_forked_child_holds_nothing_of_its_parents(tmp_path: Path) -> None:
    fork = multiprocessing.get_context("fork")
    answers = fork.SimpleQueue()
    path = tmp_path / "turns"
    with slots_of(path).turn(1):
        child = fork.Process(target=_in_a_child, args=(path, answers))
        child.start()
        child.join()
        assert answers.get() is False
    child = fork.Process(target=_in_a_child, args=(path, answers))
    child.start()
    child.join()
    assert answers.get() is True


def test_two_sandboxes_never_run_more_than_the_capacity(tmp_path: Path) -> None:
    code = "import time; t = time.time(); time.sleep(0.3); print(t, time.time())"
    spans: list[tuple[float, float]] = []

    def work(n: int) -> None:
        with open_sandbox("local", size=1, capacity=1, packages=[]) as sandbox:
            run = sandbox.run(Program(code), Limits(wall_s=20))
            start, end = run.stdout.split()
            spans.append((float(start), float(end)))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spans.sort()
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
