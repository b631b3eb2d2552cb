"""Podman's service speaks the engine's language, but for a few words that the backend knows."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rewardkit_sandbox import Job, Outcome, Program, open_sandbox

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("podman") is None, reason="podman is not installed"),
    pytest.mark.skipif(os.geteuid() != 0, reason="its service is started as root here"),
]


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    pytest.importorskip("docker")
    tmp_path = Path(tempfile.mkdtemp(prefix="rk-"))  # Podman refuses a path of some length
    host = f"unix://{tmp_path}/podman.sock"
    words = ["podman", "--root", f"{tmp_path}/root", "--runroot", f"{tmp_path}/run"]
    words += ["--storage-driver", "vfs", "--cgroup-manager", "cgroupfs"]
    with open(tmp_path / "log", "w") as log:
        process = subprocess.Popen(
            [*words, "system", "service", "-t", "0", host], stdout=log, stderr=log
        )
    end = time.monotonic() + 30
    while not (tmp_path / "podman.sock").exists():
        assert process.poll() is None, (tmp_path / "log").read_text()
        assert time.monotonic() < end
        time.sleep(0.1)
    monkeypatch.setenv("DOCKER_HOST", host)
    yield host
    process.terminate()
    process.wait()
    shutil.rmtree(tmp_path, ignore_errors=True)


def test_programs_run_behind_the_same_walls_with_podman(service: str) -> None:
    look = "import os\nprint(os.getuid() != 0, len(os.listdir('/tmp')), sum(map(int, input().split())))"  # noqa: E501
    with open_sandbox("docker", size=1) as sandbox:
        job = Job(Program(look), inputs=(b"1 2", b"3 4"))
        done = sandbox.do(job)
        assert done.outcome is Outcome.OK, done.runs[0].detail
        assert [run.stdout.split() for run in done.runs] == [
            [b"True", b"1", b"3"], [b"True", b"1", b"7"],
        ]  # fmt: skip
