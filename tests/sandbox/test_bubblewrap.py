"""Agents of users who are not root: behind bubblewrap's walls, or the kernel's alone."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import rewardkit_sandbox

FROM_A_THREAD = """
import threading, time
from rewardkit_sandbox import Program, open_sandbox
with open_sandbox("local", size=1, walls="bubblewrap", packages=[]) as sandbox:
    thread = threading.Thread(target=sandbox.warm)
    thread.start()
    thread.join()
    time.sleep(0.2)
    before = sandbox.backend.processes()
    print(len(before), sandbox.run(Program("print(1)")).outcome.value,
          sandbox.backend.processes() == before)
"""
LEFT_BEHIND = """
import sys
from rewardkit_sandbox import Program, open_sandbox
TRY = '''
import os
def attempt(action, *words):
    try: action(*words)
    except OSError: return
    print(action.__name__, *words)
def write(path): open(path, "w").write("the answer")
for folder in ("/dev", "/dev/pts", "/run", "/etc", "/usr", "/var", "/opt"):
    attempt(write, folder + "/note")
    attempt(os.mkdir, folder + "/folder")
    attempt(os.mkfifo, folder + "/pipe")
    attempt(os.symlink, "a", folder + "/link")
attempt(os.unlink, "/dev/stdin")
attempt(os.rename, "/dev/stdout", "/dev/stdin")
attempt(os.chmod, "/dev/null", 0)
open("/dev/shm/note", "w").write("mine")
open("/dev/null", "w").write("anybody may")
'''
LOOK = "import os; print(os.listdir('/dev/shm'), os.listdir('/tmp'), open('/dev/stdin').read())"
with open_sandbox("local", size=1, walls=WALLS, packages=[]) as sandbox:
    first, then = sandbox.run(Program(TRY)), sandbox.run(Program(LOOK), stdin=b"heard")
    print(first.outcome.value, first.stdout, then.stdout)
"""
FULL = """
from rewardkit_sandbox import Limits, Program, open_sandbox
FILL = "with open('big', 'wb') as file:\\n    for _ in range(64): file.write(bytes(1 << 20))"
with open_sandbox("local", size=1, walls=WALLS, packages=[]) as sandbox:
    full = sandbox.run(Program(FILL), Limits(disk_mb=16))
    then = sandbox.run(Program("import os; print(os.listdir('.'))"), Limits(disk_mb=16))
    print(full.outcome.value, then.stdout)
"""
ELSEWHERE = """
import os, shutil
os.makedirs("FOLDER/bin", exist_ok=True)
shutil.copy(shutil.which("bwrap"), "FOLDER/bin/bwrap")
os.environ["PATH"] = "FOLDER/bin:" + os.environ["PATH"]
from rewardkit_sandbox import Program, open_sandbox
with open_sandbox("local", size=1, walls="bubblewrap", packages=[]) as sandbox:
    print(sandbox.run(Program("print(1)")).outcome.value)
"""
KILLED = """
import os, signal
from rewardkit_sandbox import Program, open_sandbox
sandbox = open_sandbox("local", size=1, walls="bubblewrap", packages=[])
sandbox.warm()
print(*sandbox.backend.processes(), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def interpreter() -> str | None:
    """An interpreter that an ordinary user can start; ours may be in a closed folder."""
    code = "import sys; raise SystemExit(sys.version_info < (3, 11))"
    for python in (sys.executable, "/usr/bin/python3"):
        if os.path.exists(python):
            try:
                if not subprocess.run([python, "-c", code], **nobody()).returncode:
                    return python
            except PermissionError:
                continue
    return None


def nobody() -> dict[str, Any]:
    """How to start a process as an ordinary user."""
    if os.geteuid() != 0:
        return {}
    found = pwd.getpwnam("nobody")
    return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": [], "cwd": "/"}


@pytest.fixture
def run() -> Iterator[Callable[[str], str]]:
    """Run code as an ordinary user."""
    python = interpreter() if shutil.which("bwrap") else None
    if python is None:
        pytest.skip("needs bubblewrap, and a Python that an ordinary user can start")
    source = Path(str(rewardkit_sandbox.__file__)).parent
    folder = Path("/var/tmp") / f"rk-bubblewrap-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(source, folder / "rewardkit_sandbox")
    (folder / "home").mkdir()
    (folder / "home").chmod(0o777)

    def start(code: str) -> str:
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(folder)}
        environment["REWARDKIT_SANDBOX_HOME"] = str(folder / "home")
        words = [str(python), "-c", code]
        done = subprocess.run(words, env=environment, capture_output=True, **nobody())
        if b"No permissions to create new namespace" in done.stderr:
            pytest.skip("this machine lets no ordinary user make namespaces")
        assert not done.stderr, done.stderr.decode()
        return str(done.stdout, "utf-8")

    yield start
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize("walls", ["bubblewrap", "kernel"])
def test_nothing_a_program_does_is_there_for_the_next(
    run: Callable[[str], str], walls: str
) -> None:
    found = run(LEFT_BEHIND.replace("WALLS", repr(walls)))
    assert found.split(" ", 2)[:2] == ["ok", "b''"]
    assert "[] ['work'] heard" in found


@pytest.mark.parametrize("walls", ["bubblewrap", "kernel"])
def test_a_program_fills_no_more_than_its_share_of_the_disk(
    run: Callable[[str], str], walls: str
) -> None:
    outcome, left = run(FULL.replace("WALLS", repr(walls))).split(" ", 1)
    assert outcome not in ("ok", "sandbox_error")
    assert left == "b'[]\\n'\n"


def test_bubblewrap_may_stand_in_a_folder_of_the_users_own(run: Callable[[str], str]) -> None:
    folder = Path("/var/tmp") / f"rk-bubblewrap-{os.getpid()}" / "home"
    assert run(ELSEWHERE.replace("FOLDER", str(folder))) == "ok\n"


def test_an_agent_outlives_the_thread_that_started_it(run: Callable[[str], str]) -> None:
    assert run(FROM_A_THREAD) == "1 ok True\n"


def test_a_killed_client_takes_its_agent_along(run: Callable[[str], str]) -> None:
    agents = run(KILLED).split()
    assert agents
    end = time.monotonic() + 20
    while (left := [pid for pid in agents if os.path.exists(f"/proc/{pid}")]) and (
        time.monotonic() < end
    ):
        time.sleep(0.05)
    assert left == []
