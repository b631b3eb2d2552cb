"""Settings of a sandbox from environment variables, and a package that imports anywhere."""

from __future__ import annotations

import subprocess
import sys

import pytest

from rewardkit_sandbox import BadRequest, open_sandbox
from rewardkit_sandbox.environment import PREFIX, VARIABLES, read

ABSENT = """
import asyncio, ctypes, importlib.metadata, importlib.resources, shutil, subprocess, sys, tempfile
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name in {absent!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
for name in {absent!r}:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Absent())
sys.platform = {platform!r}
import os, select, socket, signal
for module, names in ({removed!r}).items():
    for name in names:
        if hasattr(sys.modules[module], name):
            delattr(sys.modules[module], name)
import rewardkit_sandbox
import rewardkit_sandbox.verdict.compare, rewardkit_sandbox.verdict.rows, rewardkit_sandbox.doctor
import rewardkit_sandbox.clean
from rewardkit_sandbox import Program, SandboxUnavailable, open_sandbox
try:
    open_sandbox("local")
except SandboxUnavailable as error:
    print(error)
"""
WINDOWS = ("fcntl", "resource", "pwd", "grp", "termios", "pty", "tty", "syslog")
NOT_ON_WINDOWS = {
    "os": ("fork", "geteuid", "getuid", "register_at_fork", "uname", "setsid", "memfd_create"),
    "select": ("poll", "epoll"),
    "socket": ("AF_UNIX", "socketpair", "send_fds", "recv_fds"),
    "signal": ("SIGKILL", "SIGCHLD", "alarm"),
}
NOT_ON_MACOS = {
    "os": ("memfd_create", "unshare", "pidfd_open"), "select": ("epoll",),
    "socket": ("SCM_CREDENTIALS", "SO_PASSCRED"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("platform", "absent", "removed"),
    [("win32", WINDOWS, NOT_ON_WINDOWS), ("darwin", (), NOT_ON_MACOS)],
    ids=["windows", "macos"],
)
def test_the_package_imports_where_there_is_no_linux(
    platform: str, absent: tuple[str, ...], removed: dict[str, tuple[str, ...]]
) -> None:
    code = ABSENT.format(platform=platform, absent=absent, removed=removed)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"needs Linux namespaces, and this is {platform}" in done.stdout


def test_a_variable_is_read_as_its_setting() -> None:
    words = {"SIZE": "3", "PACKAGES": "numpy, pandas", "CPUS": "1.5", "IMAGE": "name:tag"}
    found = read({PREFIX + name: text for name, text in words.items()} | {"PATH": "/bin"})
    assert found == {"size": 3, "packages": ("numpy", "pandas"), "cpus": 1.5, "image": "name:tag"}
    assert read({PREFIX + "SIZE": " "}) == {}


@pytest.mark.parametrize(
    ("name", "text"), [("SIZE", "many"), ("SIZE", "0"), ("CPUS", "nan"), ("MEMORY_MB", "-1")]
)
def test_a_variable_that_makes_no_sense_is_named(name: str, text: str) -> None:
    with pytest.raises(BadRequest, match=PREFIX + name):
        read({PREFIX + name: text})


def test_code_comes_before_the_environment_and_names_are_added(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, text in (
        ("SIZE", "3"), ("CAPACITY", "5"), ("PRELOAD", "decimal"), ("MEMORY_MB", "512"),
        ("BACKEND", "local"), ("IMAGE", "of-docker-alone"),
    ):  # fmt: skip
        monkeypatch.setenv(PREFIX + name, text)
    with open_sandbox(packages=[], preload=["fractions"]) as sandbox:
        assert sandbox.backend.name == "local"
        assert (sandbox.pool.settings.size, sandbox.pool.settings.capacity) == (3, 5)
        assert vars(sandbox.backend)["_preload"] == ["fractions", "decimal"]
        assert vars(sandbox.backend)["_memory_mb"] == 512
    with open_sandbox("local", size=1, packages=[], memory_mb=700) as sandbox:
        assert sandbox.pool.settings.size == 1
        assert vars(sandbox.backend)["_memory_mb"] == 700


def test_what_only_docker_has_is_refused_by_name_elsewhere() -> None:
    with pytest.raises(BadRequest, match="runtime='runsc': only the Docker backend"):
        open_sandbox("local", runtime="runsc")


def test_every_variable_is_documented(request: pytest.FixtureRequest) -> None:
    text = (request.config.rootpath / "docs" / "sandbox.md").read_text(encoding="utf-8")
    assert [name for name in VARIABLES if PREFIX + name.upper() not in text] == []
