"""Every attack gets a verdict it must get and does not do what it must not; honest ones pass.

The attacks are run as they would be in training, in every mode that they can be run in, and
each is then looked for where it would have left its mark: in its output, in the files and the
processes of this machine, on a listening socket of ours, in the job that comes after it.
"""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rewardkit_sandbox import Outcome, PooledSandbox, Program, RunResult
from rewardkit_sandbox.types import Job, Limits
from rewardkit_sandbox.verdict.rows import Judged, RowJudge

DATA = Path(__file__).parent / "data"
# Far over every limit: a busy machine that kills late is no escape, a program that runs on is.
ESCAPED_S = 60.0
SECRET = "RK_HOST_SECRET"


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text().split("\n") if line]


ATTACKS = read("attacks.jsonl") + read("more_attacks.jsonl")
CONTROLS = read("controls.jsonl") + read("more_controls.jsonl")


def in_every_mode(rows: list[dict[str, Any]]) -> Iterator[Any]:
    for row in rows:
        modes = [row["mode"]]
        if len(row.get("tests", ())) == 1:
            yield pytest.param(row, id=row["id"])
            continue
        if row["mode"] in ("any_fn", "unittest"):
            modes = ["function", "assert", "unittest"]
        for mode in modes:
            yield pytest.param({**row, "mode": mode}, id=f"{row['id']}-{mode}")


class Bait:
    """What the attacks go for on this machine: a secret, a file, listening sockets."""

    def __init__(self, folder: Path) -> None:
        self.canary = folder / "canary"
        self.canary.write_text("rk-canary")
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.abstract = f"rk-{os.getpid()}"
        self.unix = socket.socket(socket.AF_UNIX)
        self.unix.bind(f"\0{self.abstract}")
        self.unix.listen()
        for listener in (self.tcp, self.unix):
            listener.setblocking(False)

    def put_into(self, text: str) -> str:
        port = str(self.tcp.getsockname()[1])
        text = text.replace("@@PORT@@", port).replace("@@ABS@@", self.abstract)
        return text.replace("@@CANARY@@", str(self.canary))

    def taken(self) -> bool:
        for listener in (self.tcp, self.unix):
            try:
                connection, _ = listener.accept()
            except BlockingIOError:
                continue
            connection.close()
            return True
        return False

    def close(self) -> None:
        self.tcp.close()
        self.unix.close()


@pytest.fixture(scope="module")
def bait(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bait]:
    os.environ[SECRET] = "rk-secret"
    made = Bait(tmp_path_factory.mktemp("bait"))
    yield made
    made.close()
    del os.environ[SECRET]


@pytest.fixture(scope="module")
def judge(sandbox: PooledSandbox) -> RowJudge:
    return RowJudge(sandbox)


def marks_of(row: dict[str, Any], judged: Judged, bait: Bait) -> list[str]:
    """What the attack managed to do."""
    found = []
    if any(b"RK_PWNED" in run.stdout + run.stderr for run in judged.runs):
        found.append("it says so itself")
    if Path(f"/tmp/rk_ev_{row['id']}").exists():
        found.append("a file of this machine")
    if bait.taken():
        found.append("a connection to this machine")
    probe = row.get("probe") or {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            name, words = (path / "comm").read_text(), (path / "cmdline").read_bytes()
        except OSError:
            continue
        sleeper = words.split(b"\0")[:2] == [b"sleep", str(probe.get("argv")).encode()]
        if name.strip() == probe.get("comm") or sleeper:
            found.append("a process that outlived it")
    if "deadline" in probe.get("kind", "") and judged.seconds > row["limits"]["wall_s"] + ESCAPED_S:
        found.append(f"it ran for {judged.seconds:.1f} s")
    return found


@pytest.mark.parametrize("row", list(in_every_mode(ATTACKS)))
def test_an_attack_gets_nothing(row: dict[str, Any], judge: RowJudge, bait: Bait) -> None:
    row = {**row, "code": bait.put_into(row["code"])}
    judged = judge.judge(row)
    assert judged.verdict in row["must"], judged.detail
    assert marks_of(row, judged, bait) == []


@pytest.mark.parametrize("row", list(in_every_mode(CONTROLS)))
def test_an_honest_program_passes(row: dict[str, Any], judge: RowJudge) -> None:
    judged = judge.judge(row)
    assert judged.verdict in row["must"], judged.detail
    assert judged.tests_passed == judged.tests_total


@pytest.mark.parametrize(
    "row",
    [row for row in ATTACKS + CONTROLS if row["mode"] == "stdio"],
    ids=lambda row: row["id"],
)
def test_one_fork_for_all_tests_judges_the_same(
    row: dict[str, Any], sandbox: PooledSandbox
) -> None:
    judged = RowJudge(sandbox, fork="problem").judge(row)
    assert judged.verdict in row["must"], judged.detail


def test_a_later_input_cannot_be_found_in_the_process(sandbox: PooledSandbox) -> None:
    hunt = """
import ctypes, gc, os, re
first = input()
found = set()
for line in open("/proc/self/maps"):
    low, high = (int(x, 16) for x in line.split()[0].split("-"))
    if "r" not in line.split()[1] or high - low > 64 << 20 or "[v" in line:
        continue
    try:
        with open("/proc/self/mem", "rb") as memory:
            memory.seek(low)
            found |= set(re.findall(rb"SECRET_INPUT_[0-9]{4}", memory.read(high - low)))
    except (OSError, ValueError, OverflowError):
        pass
print(sorted(x for x in found if x != first.encode()))
"""
    inputs = tuple(b"SECRET_INPUT_%d\n" % n for n in range(1000, 1004))
    for fork in ("test", "problem"):
        done = sandbox.do(Job(Program(hunt), inputs=inputs, fork=fork))
        assert [run.outcome for run in done.runs] == [Outcome.OK] * 4
        for number, run in enumerate(done.runs):
            seen = {int(text[13:17]) for text in run.stdout.decode().split("'") if "SECRET" in text}
            assert not {n for n in seen if n > 1000 + number}, "an input it has not been given yet"
            if fork == "test":
                assert not seen, "an input of another test"


def test_what_a_job_wrote_cannot_be_found_by_the_next(sandbox: PooledSandbox) -> None:
    sandbox.run(Program("print('ANSWER_OF_' + 'SOMEBODY_ELSE' * 50)"))
    hunt = """
hits, needle = 0, bytes(reversed(b"ESLE_YDOBEMOS")) * 2
for line in open("/proc/self/maps"):
    low, high = (int(x, 16) for x in line.split()[0].split("-"))
    try:
        with open("/proc/self/mem", "rb") as memory:
            memory.seek(low)
            hits += memory.read(high - low).count(needle * 3)
    except (OSError, ValueError, OverflowError):
        pass
print(hits)
"""
    assert sandbox.run(Program(hunt)).stdout == b"0\n"


def test_the_files_of_a_job_are_fetched_without_following_links(
    sandbox: PooledSandbox, bait: Bait
) -> None:
    code = f"""
import os
open("plain.txt", "w").write("mine")
os.symlink({str(bait.canary)!r}, "link.txt")
os.symlink("/etc", "folder")
os.mkfifo("pipe")
open("big.bin", "wb").truncate(8 << 20)
"""
    fetch = ("plain.txt", "link.txt", "folder/passwd", "pipe", "big.bin", "absent")
    result: RunResult = sandbox.run(Program(code, fetch=fetch))
    assert result.outcome is Outcome.OK
    assert sorted(result.files) == ["big.bin", "plain.txt"]
    assert result.files["plain.txt"] == b"mine"


def test_jobs_that_run_at_the_same_time_see_nothing_of_each_other(
    sandbox: PooledSandbox, other: PooledSandbox
) -> None:
    code = "import os, time\nopen('/tmp/mine', 'x')\ntime.sleep(0.2)\nprint(os.listdir('/tmp'))"
    results: list[RunResult] = []
    threads = [
        threading.Thread(target=lambda box: results.append(box.run(Program(code))), args=(box,))
        for box in (sandbox, other)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(sorted(eval(run.stdout)) == ["mine", "work"] for run in results)


def test_an_endless_program_ends_soon_after_its_limit(sandbox: PooledSandbox) -> None:
    began = time.monotonic()
    limits = Limits(wall_s=0.3)
    result = sandbox.run(Program("while True: pass"), limits)
    assert result.outcome is Outcome.TIMEOUT
    assert time.monotonic() - began < 60
