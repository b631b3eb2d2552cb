"""Isolated rewards: whatever they do costs their own sample and nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from rewardkit import Breakdown, Sample, Score, ascore, reward, score
from rewardkit.engine.workers.job import job_for
from rewardkit.engine.workers.pool import Pool, pool, shutdown
from rewardkit.engine.workers.process import MEMORY_ENV
from rewardkit.errors import DefinitionError


@reward(isolated=True, timeout=1.0)
def hostile(completion: str) -> Any:
    """Do what the completion says."""
    match completion:
        case "loop":
            while True:
                pass
        case "regex":  # holds the interpreter lock inside C all the while
            re.match(r"(a+)+$", "a" * 40 + "b")
        case "power":
            return 9**9**9
        case "sleep":
            time.sleep(100)
        case "_exit":
            os._exit(3)
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "stopped":
            os.kill(os.getpid(), signal.SIGSTOP)
        case "segfault":
            ctypes.string_at(0)
        case "memory":
            return bytearray(1 << 40) and 1.0
        case "exit":
            sys.exit(0)
        case "raise":
            raise RuntimeError("on purpose")
        case "print":
            print("noise on standard output" * 1000)
        case "unreadable":
            return Score.unparsed("no_number")
        case "odd":
            return object()
        case "circular":
            extra: dict[str, Any] = {}
            extra["self"] = extra
            return Score.ok(1.0, extra=extra)
        case "noise":  # on every pipe it can find, as a hostile extension might
            for number in range(3, 20):
                with contextlib.suppress(OSError):
                    os.write(number, b"\xff" * 64)
            time.sleep(100)
        case "signal":
            os.kill(os.getpid(), 40)
        case "pid":
            return Score.ok(1.0, extra={"pid": os.getpid()})
        case "daemon":  # in a session of its own, as a server detaches itself
            words = [sys.executable, "-c", "import time; time.sleep(100)"]
            child = subprocess.Popen(words, start_new_session=True)
            Path(os.environ["ORPHAN_FILE"]).write_text(str(child.pid))
            time.sleep(100)
        case "orphan":  # would outlive a worker that is killed alone
            child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(100)"])
            Path(os.environ["ORPHAN_FILE"]).write_text(str(child.pid))
            time.sleep(100)
    return float(len(completion) % 2)


@reward(isolated=True, timeout=30.0, range=(0, 100))
def slow_to_kill(completion: str) -> float:
    """Say where this runs, then wait to be killed."""
    Path(completion).write_text(str(os.getpid()))
    time.sleep(60)
    return 1.0


@reward(isolated=True)
def typed(completion: str, answer: float, level: int = 3, *, factor: float = 1.0) -> bool:
    """Take converted arguments, a default and a setting."""
    return float(completion) * factor == answer and level == 3


@reward(isolated=True, batched=True)
def longest(completion: list[str]) -> list[float]:
    """Take lists; one word of them ends the process."""
    if "_exit" in completion:
        os._exit(1)
    return [float(len(text) % 2) for text in completion]


@reward(isolated=True, grouped=True)
def tallest(completion: list[str]) -> list[bool]:
    """Compare the members of a group."""
    best = max(map(len, completion))
    return [len(text) == best for text in completion]


def say(*completions: str, workers: int = 2) -> list[Breakdown]:
    return score(hostile, [Sample(completion=text) for text in completions], workers=workers)


def gone(pid: int, seconds: float = 5.0) -> bool:
    """Whether a process is no more, or only a zombie that waits for its parent."""
    for _ in range(int(seconds / 0.05)):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.05)
    return False


def test_every_way_to_misbehave_costs_its_own_sample_only() -> None:
    bad = {
        "loop": ("timeout", "deadline"),
        "regex": ("timeout", "deadline"),
        "power": ("timeout", "deadline"),
        "sleep": ("timeout", "deadline"),
        "stopped": ("timeout", "deadline"),
        "_exit": ("error", "worker_died"),
        "killed": ("error", "worker_died"),
        "segfault": ("error", "worker_died"),
        "noise": ("error", "worker_died"),
        "signal": ("error", "worker_died"),
        "memory": ("error", "out_of_memory"),
        "exit": ("error", "exception"),
        "raise": ("error", "exception"),
        "odd": ("error", "bad_return"),
        "circular": ("error", "bad_return"),
    }
    rows = [text for word in bad for text in (word, f"fine after {word}")]
    found = dict(zip(rows, say(*rows), strict=True))
    assert {word: (found[word].status, found[word].reason) for word in bad} == bad
    for text in rows:
        if text in bad:
            assert found[text].value is None
        else:
            assert found[text].score == Score.ok(len(text) % 2)


def test_the_detail_says_what_became_of_the_worker() -> None:
    died, killed, late, raised = say("_exit", "killed", "sleep", "raise")
    assert died.detail == "the worker process ended with exit status 3"
    assert killed.detail == "the worker process was killed by SIGKILL"
    assert late.detail == "stopped after 1 s"
    assert "RuntimeError: on purpose (test_pool.py:" in raised.detail


def test_a_row_whose_workers_are_killed_from_outside_is_given_up_after_three(
    tmp_path: Path,
) -> None:
    marks = [tmp_path / "one", tmp_path / "two"]
    found: list[Breakdown] = []
    rows = [Sample(completion=str(mark)) for mark in marks]
    scoring = threading.Thread(
        target=lambda: found.extend(score(slow_to_kill, rows, workers=2)), daemon=True
    )
    scoring.start()
    for mark in marks:
        killed = ""
        for _ in range(3):  # every worker that holds the row is killed
            while not (mark.exists() and mark.read_text() not in ("", killed)):
                time.sleep(0.01)
            killed = mark.read_text()
            os.kill(int(killed), signal.SIGKILL)
    scoring.join(20)
    assert [(one.status, one.reason) for one in found] == [("error", "worker_died")] * 2
    assert say("a")[0].value == 1.0


def test_an_idle_worker_that_died_costs_nothing() -> None:
    workers = Pool(1)
    job = job_for(hostile)
    first = workers.run(job, {"completion": "pid"})
    assert not isinstance(first, Score)
    os.kill(first[0].extra["pid"], signal.SIGKILL)
    assert gone(first[0].extra["pid"])
    again = workers.run(job, {"completion": "a"})
    assert not isinstance(again, Score)
    assert again[0].value == 1.0
    workers.close()


@pytest.mark.parametrize("kind", ["orphan", "daemon"])
def test_what_a_worker_started_dies_with_it(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ORPHAN_FILE", str(tmp_path / "pid"))
    shutdown()  # workers have the environment of when they were started
    assert say(kind)[0].reason == "deadline"
    assert gone(int((tmp_path / "pid").read_text()))


def test_waiting_for_a_free_worker_counts_against_no_deadline() -> None:
    # Three rows of a second each behind one worker: the third would be late if it did.
    found = say("sleep", "sleep", "a", workers=1)
    assert [one.reason for one in found] == ["deadline", "deadline", ""]


def test_printing_disturbs_nothing() -> None:
    assert say("print", "a")[1].value == 1.0


def test_unparsed_gets_the_low_end_also_from_a_worker() -> None:
    found = say("unreadable")[0]
    assert (found.status, found.value, found.reason) == ("unparsed", 0.0, "no_number")


def test_arguments_settings_and_defaults_reach_the_worker() -> None:
    configured = typed(factor=2.0)
    assert configured.score(completion="2", answer="4").value == 1.0
    assert typed.score(completion="2", answer="4").value == 0.0
    assert configured.score(completion="2", answer="4", level=4).value == 0.0
    assert typed.score(completion="2", answer="four").reason == "bad_answer"


def test_a_batch_that_kills_its_worker_is_halved_until_the_culprit_stands_alone() -> None:
    rows = ["a", "bb", "ccc", "_exit", "dddd", "e"]
    found = score(longest, [Sample(completion=text) for text in rows])
    assert [one.value for one in found] == [1.0, 0.0, 1.0, None, 0.0, 1.0]
    assert found[3].reason == "worker_died"


def test_groups_are_isolated_too() -> None:
    rows = [Sample(completion="x" * n, group=g) for g in (1, 2) for n in (1, 3, 2)]
    assert [one.value for one in score(tallest, rows)] == [0.0, 1.0, 0.0] * 2


def test_what_cannot_be_sent_is_an_error_of_its_row() -> None:
    job, workers = job_for(typed), pool(2)
    found = workers.run(job, {"completion": "1", "answer": threading.Lock()})
    assert isinstance(found, Score)
    assert found.reason == "not_sendable"
    assert "cannot be sent to a worker" in found.detail
    found = workers.run(job, {"completion": "1", "answer": Unreadable()})
    assert isinstance(found, Score)
    assert found.reason == "not_sendable"
    assert "the worker cannot read the arguments" in found.detail


class Unreadable:
    """Pickles, and then does not unpickle."""

    def __reduce__(self) -> tuple[Any, ...]:
        return int, ("not a number",)


def test_a_local_function_is_refused_before_anything_runs() -> None:
    @reward(isolated=True)
    def local(completion: str) -> float:
        raise AssertionError("it ran")

    with pytest.raises(DefinitionError, match="'local' is isolated, but defined inside a function"):
        local.score(completion="x")


def test_settings_that_cannot_be_sent_are_refused_before_anything_runs() -> None:
    with pytest.raises(DefinitionError, match="its settings cannot be sent"):
        score(picky(what=threading.Lock()), [Sample(completion="x")])


@reward(isolated=True)
def picky(completion: str, *, what: Any = None) -> float:
    """Take any setting."""
    return 1.0


def test_a_module_that_a_worker_cannot_import_is_an_error_that_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = (
        "import os\nfrom rewardkit import reward\n"
        "if 'PARENT' not in os.environ: raise OSError('not here')\n"
        "@reward(isolated=True)\ndef only_there(completion: str) -> float:\n    return 1.0\n"
    )
    (tmp_path / "only_in_the_parent.py").write_text(code)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PARENT", "1")
    import only_in_the_parent  # type: ignore[import-not-found]

    monkeypatch.delenv("PARENT")
    shutdown()
    found = score(only_in_the_parent.only_there, [Sample(completion="x")] * 5)
    assert {one.reason for one in found} == {"worker_cannot_load"}
    assert "OSError: not here" in found[0].detail


# --- wherever it is called from ------------------------------------------------------------
def test_the_deadline_holds_from_many_threads_at_once() -> None:
    found: dict[int, list[Breakdown]] = {}

    def work(turn: int) -> None:
        found[turn] = say("a", "sleep" if turn == 7 else "bb")

    threads = [threading.Thread(target=work, args=(turn,)) for turn in range(64)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(found) == 64
    for turn, (one, two) in found.items():
        assert one.value == 1.0
        assert two.reason == ("deadline" if turn == 7 else "")


def test_the_deadline_holds_inside_a_running_loop_as_in_a_notebook() -> None:
    async def cell() -> list[Breakdown]:
        return say("loop", "a")

    assert [one.reason for one in asyncio.run(cell())] == ["deadline", ""]


def test_awaiting_isolated_rewards_leaves_the_loop_free() -> None:
    async def both() -> tuple[list[Breakdown], int]:
        ticks = 0
        job = asyncio.ensure_future(ascore(hostile, [Sample(completion="regex")]))
        while not job.done():
            await asyncio.sleep(0.01)
            ticks += 1
        return job.result(), ticks

    found, ticks = asyncio.run(both())
    assert found[0].reason == "deadline"
    assert ticks > 5


def _in_daemon(queue: Any) -> None:
    queue.put([(one.status, one.value) for one in say("loop", "a")])


@pytest.mark.skipif(sys.platform != "linux", reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_the_deadline_holds_in_a_daemonic_process_forked_after_the_pool_started() -> None:
    assert say("a")[0].value == 1.0  # the child inherits a pool that is not its own
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    child = context.Process(target=_in_daemon, args=(queue,), daemon=True)
    child.start()
    try:
        assert queue.get(timeout=30) == [("timeout", None), ("ok", 1.0)]
    finally:
        child.join(20)
    assert say("a")[0].value == 1.0


SCRIPT = """
import sys
from rewardkit import reward

@reward(isolated=True)
def here(completion: str) -> float:
    return 1.0

{guard}
"""
RUN = "print(here.score(completion='x').score)"


def run_script(tmp_path: Path, guard: str) -> subprocess.CompletedProcess[str]:
    script = tmp_path / "train.py"
    script.write_text(SCRIPT.format(guard=guard))
    return subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=False
    )


def test_a_guarded_script_can_define_isolated_rewards(tmp_path: Path) -> None:
    done = run_script(tmp_path, f'if __name__ == "__main__":\n    {RUN}')
    assert "Score(value=1.0" in done.stdout, done.stderr


def test_an_unguarded_script_is_told_how_to_do_it(tmp_path: Path) -> None:
    done = run_script(tmp_path, RUN)
    assert "put what the script does under `if __name__" in done.stderr


def test_an_unguarded_script_can_use_isolated_rewards_of_a_module(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(SCRIPT.format(guard=""))
    script = tmp_path / "train.py"
    script.write_text(f"from mine import here\nprint('started')\n{RUN}\n")
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.count("started") == 1
    assert "Score(value=1.0" in done.stdout, done.stderr


def test_a_reward_typed_at_a_prompt_is_told_to_move() -> None:
    code = SCRIPT.format(guard=RUN)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert "defined in a notebook or prompt" in done.stderr


def test_a_worker_outlives_neither_its_parent_nor_its_deadline(tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    (tmp_path / "mine.py").write_text(
        "import os, re\nfrom rewardkit import reward\n"
        "@reward(isolated=True, timeout=1.0)\n"
        "def stuck(completion: str) -> float:\n"
        "    open(completion, 'w').write(str(os.getpid()))\n"
        "    re.match(r'(a+)+$', 'a' * 50 + 'b')\n"
        "    return 1.0\n"
    )
    code = f"from mine import stuck\nstuck.score(completion={str(mark)!r})"
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path)
    while not (mark.exists() and mark.read_text()):
        time.sleep(0.01)
    parent.kill()
    parent.wait()
    assert gone(int(mark.read_text()), seconds=10.0)


def test_the_memory_of_a_worker_is_bounded_by_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(MEMORY_ENV, "300")
    shutdown()
    try:
        found = score(hungry, [Sample(completion="200"), Sample(completion="400")])
        assert [one.reason for one in found] == ["", "out_of_memory"]
    finally:
        shutdown()


@reward(isolated=True)
def hungry(completion: str) -> float:
    """Take so many MB."""
    return float(len(bytearray(int(completion) << 20)) > 0)


def test_workers_with_a_name_are_not_those_of_isolated_rewards() -> None:
    assert pool(2, "somebody") is pool(2, "somebody")
    assert pool(2, "somebody") is not pool(2)


@reward(isolated=True)
def steady(completion: str) -> float:
    """Give 1, after a moment in which it can be killed."""
    time.sleep(0.002)
    return 1.0


def test_kills_at_random_lose_hardly_a_row() -> None:
    found: list[Breakdown] = []
    rows = [Sample(completion=str(number)) for number in range(1500)]
    scoring = threading.Thread(
        target=lambda: found.extend(score(steady, rows, workers=2)), daemon=True
    )
    scoring.start()
    killed: set[int] = set()
    while scoring.is_alive() and len(killed) < 5:
        time.sleep(0.15)
        for worker in list(pool(2).workers)[:1]:
            if worker.alive and worker.process.pid not in killed:
                killed.add(worker.process.pid)
                os.kill(worker.process.pid, signal.SIGKILL)
    scoring.join(60)
    assert len(killed) == 5
    assert len(found) == len(rows)
    assert sum(one.value is None for one in found) <= 5


def test_loads_that_fail_now_and_then_do_not_count_together(tmp_path: Path) -> None:
    (tmp_path / "flaky_load.py").write_text(
        "import os, pathlib\n"
        "from rewardkit import reward\n"
        "here = pathlib.Path(__file__).parent\n"
        "if os.environ.get('FLAKY'):\n"
        "    turn = len(list(here.glob('load-*')))\n"
        "    (here / f'load-{turn}').touch()\n"
        "    if turn in (1, 3):\n"
        "        os._exit(9)\n"
        "@reward(isolated=True)\n"
        "def ends(completion: str) -> float:\n"
        "    if completion == 'end':\n"
        "        os._exit(3)\n"
        "    return 1.0\n"
    )
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import os, flaky_load; from rewardkit import score\n"
        "os.environ['FLAKY'] = '1'\n"
        "rows = [{'completion': 'end' if n in (2, 5) else 'x'} for n in range(40)]\n"
        "found = score(flaky_load.ends, rows, workers=1)\n"
        "print(*[one.reason or 'ok' for one in found])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, timeout=60
    )
    reasons = done.stdout.split()
    assert len(reasons) == 40, done.stderr
    assert reasons.count("worker_died") == 2
    assert reasons.count("worker_cannot_load") <= 2
    assert reasons.count("ok") >= 36


@reward(isolated=True)
def forging(completion: str) -> float:
    """Write a well-formed answer to every pipe that is open, then give 0."""
    if completion == "forge":
        payload = b'{"scores": [[1.0, "ok", "", "", 0.0, {}]]}'
        for number in range(3, 64):
            with contextlib.suppress(OSError):
                os.write(number, len(payload).to_bytes(8, "big") + payload)
    return 0.0


def test_a_forged_answer_is_refused_and_moves_no_other_row() -> None:
    rows = [Sample(completion=text) for text in ("a", "forge", "b", "c", "forge", "d")]
    found = score(forging, rows, workers=1)
    reasons = [(one.value, one.reason) for one in found]
    assert reasons == [
        (0.0, ""),
        (None, "bad_reply"),
        (0.0, ""),
        (0.0, ""),
        (None, "bad_reply"),
        (0.0, ""),
    ]
    assert say("a")[0].value == 1.0


@reward(isolated=True, timeout=1.0)
def holding(completion: str) -> float:
    """Leave a thread behind that never lets go of the interpreter."""
    if completion == "hold":
        late = threading.Timer(0.2, re.match, args=(r"(a+)+$", "a" * 40 + "b"))
        late.daemon = True
        late.start()
    return 1.0


def test_a_worker_that_reads_no_more_is_given_up_at_the_deadline() -> None:
    assert score(holding, [{"completion": "hold"}], workers=1)[0].value == 1.0
    time.sleep(0.6)  # the thread now holds the interpreter of the idle worker
    found = score(holding, [{"completion": "x" * 300_000}], workers=1)
    assert (found[0].status, found[0].reason) == ("timeout", "deadline")
    assert score(holding, [{"completion": "y"}], workers=1)[0].value == 1.0


@reward(isolated=True)
def leaking(completion: str) -> float:
    """Keep 200 MB of each call for ever."""
    _LEAK.append(bytearray(200 << 20))
    return 1.0


_LEAK: list[bytearray] = []


def test_memory_that_earlier_rows_leaked_costs_no_later_row(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(MEMORY_ENV, "700")
    shutdown()
    try:
        found = score(leaking, [{"completion": str(n)} for n in range(9)], workers=1)
    finally:
        shutdown()
    assert [one.value for one in found] == [1.0] * 9


def test_a_script_that_scores_while_it_is_loaded_starts_no_chain_of_workers(tmp_path: Path) -> None:
    script = tmp_path / "chain.py"
    script.write_text(
        '"""A script.\n\nif __name__ == "__main__" stands only in this text.\nif __name__ and '
        '"__main__": it looks like a guard.\n"""\n'
        "from rewardkit import reward, score\n"
        "@reward(isolated=True)\n"
        "def r(completion: str) -> float:\n"
        "    return 1.0\n"
        "found = score(r, [{'completion': 'x'}])\n"
        "print(found[0].reason, found[0].detail)\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60)
    assert "worker_cannot_load" in done.stdout, done.stderr
    assert "starts workers without end" in done.stdout or "start workers without end" in done.stdout


def test_pools_of_every_size_share_their_workers() -> None:
    shutdown()
    rows = [Sample(completion="a")] * 8
    for workers in (1, 2, 3, 1, 2):
        score(steady, rows, workers=workers)
    assert len(pool(3).workers) <= 3
    assert pool(1).workers is pool(3).workers
    assert pool(3).busy == 0
