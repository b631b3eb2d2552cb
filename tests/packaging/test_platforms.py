"""What a system lacks that is not Linux is looked for before it is used: all modules import.

Windows has no fcntl, no resource, no fork and no process groups; macOS has no namespaces and no
affinity of processors. Neither is at hand, so both are imitated in a process of their own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = {
    "rewardkit": "rewardkit",
    "rewardkit_verifiers": "verifiers/rewardkit_verifiers",
    "rewardkit_sandbox": "sandbox/rewardkit_sandbox",
    "rewardkit_kernels": "kernels/rewardkit_kernels",
}
# What runs inside a Linux sandbox alone.
LINUX = ("rewardkit_sandbox.agent",)
# Other people's packages, loaded before anything is taken away: they know their systems.
FIRST = """
import asyncio, concurrent.futures, json, logging, multiprocessing, random, socket, sqlite3
import subprocess, sys, tempfile, threading
import os, select, signal
for name in ("pydantic", "regex", "rapidfuzz", "typer", "rich.table", "rich.progress", "yaml",
             "numpy", "sympy", "torch", "triton", "transformers", "docker", "openai", "httpx",
             "stamina", "jsonschema", "pyarrow.parquet", "pytest", "tensorboard"):
    try:
        __import__(name)
    except ImportError:
        pass
"""
GONE = {
    "windows": """
for name in ("fcntl", "resource", "pwd", "grp", "termios", "pty", "tty"):
    sys.modules[name] = None
for name in ("fork", "forkpty", "register_at_fork", "killpg", "setsid", "getpgid", "setpgid",
             "getuid", "geteuid", "getgid", "getegid", "setuid", "sched_getaffinity", "uname",
             "mkfifo", "statvfs", "memfd_create", "pidfd_open", "WNOHANG", "O_CLOEXEC",
             "getloadavg"):
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGKILL", "SIGALRM", "SIGUSR1", "SIGUSR2", "SIGHUP", "SIGSTOP", "SIGCHLD",
             "alarm", "setitimer", "pthread_sigmask"):
    if hasattr(signal, name):
        delattr(signal, name)
for name in ("poll", "epoll"):
    if hasattr(select, name):
        delattr(select, name)
""",
    "macos": """
for name in ("sched_getaffinity", "memfd_create", "pidfd_open"):
    if hasattr(os, name):
        delattr(os, name)
if hasattr(select, "epoll"):
    del select.epoll
""",
}
IMPORT = """
from importlib import import_module
faults = {}
for name in json.loads(sys.stdin.read()):
    try:
        import_module(name)
    except BaseException as error:
        faults[name] = f"{type(error).__name__}: {error}"
print(json.dumps(faults))
"""
EXAMPLE = """
import rewardkit
from rewardkit import gate, get, reward, score, weighted
close = weighted(right=(0.8, get("math/equivalence")), form=(0.2, get("format/tags")))
rows = [{"completion": "<think>1/2</think><answer>0.5</answer>", "answer": r"\\\\frac{1}{2}"}]
found = score(gate(get("format/tags"), close), rows)
assert found[0].value == 1.0, found[0]
assert get("math/number").score(completion="#### 4", answer="4").value == 1.0
assert get("text/choice").score(completion="The answer is B.", answer="B").value == 1.0
"""


def run(code: str, given: str = "") -> str:
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        input=given,
        capture_output=True,
        text=True,
        timeout=250,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    return ran.stdout


def modules() -> list[str]:
    found = []
    for package, folder in PACKAGES.items():
        for path in sorted((ROOT / folder).rglob("*.py")):
            parts = path.relative_to(ROOT / folder).with_suffix("").parts
            name = ".".join((package, *parts)).removesuffix(".__init__")
            if "template" not in parts and parts[-1] != "__main__" and not name.startswith(LINUX):
                found.append(name)
    return found


@pytest.mark.parametrize("system", sorted(GONE))
def test_every_module_imports(system: str) -> None:
    names = modules()
    assert len(names) > 250
    out = run(FIRST + GONE[system] + IMPORT, json.dumps(names))
    assert json.loads(out.splitlines()[-1]) == {}


@pytest.mark.parametrize("system", sorted(GONE))
def test_rewards_score(system: str) -> None:
    run(FIRST + GONE[system] + EXAMPLE)
