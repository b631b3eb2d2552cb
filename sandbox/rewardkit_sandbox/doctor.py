"""Look at each backend of this machine: what it enforces, what it cannot, and what to do.

Nothing is taken on trust: an agent is started and a program looks at its walls from inside.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from rewardkit_sandbox.channel.link import FLOOR, AgentLost
from rewardkit_sandbox.sandbox import open_sandbox
from rewardkit_sandbox.types import BadRequest, Limits, Program, SandboxUnavailable

# Runs as any program does, and says what it could do. Keys are those of WALLS.
LOOK = """
import ctypes, json, os, socket, sys
libc = ctypes.CDLL(None, use_errno=True)
def may(action, *args):
    try: return action(*args) not in (-1, False)
    except OSError: return False
status = dict(line.rstrip().split(":", 1) for line in open("/proc/self/status") if ":" in line)
print(json.dumps({
    "network": not may(lambda: socket.socket(socket.AF_INET)),
    "user": os.getuid() != 0 and status["CapEff"].strip() == "0" * 16,
    "privileges": status.get("NoNewPrivs", "").strip() == "1",
    "calls": status.get("Seccomp", "").strip() == "2" and libc.ptrace(16, 1, 0, 0) == -1,
    "namespaces": libc.unshare(0x10000000) == -1,
    "processes": max(int(p) for p in os.listdir("/proc") if p.isdigit()) < 100,
    "files": not any(
        os.access(p, os.W_OK) for p in ("/", "/usr", "/etc", "/dev", "/run", os.__file__)
    ),
    "own_files": sorted(os.listdir("/tmp")) == ["work"] and os.listdir("/dev/shm") == [],
}))
"""
WALLS = {
    "network": "no network",
    "user": "no user of this machine, no capability",
    "privileges": "no privilege to be gained by starting a program",
    "calls": "dangerous system calls answer with an error",
    "namespaces": "no namespaces of its own, so no capabilities in them",
    "processes": "sees and signals none but its own processes",
    "files": "cannot write outside its own folders",
    "own_files": "starts with empty folders that vanish with it",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's report: `ok` is None for what is only good to know."""

    backend: str
    name: str
    ok: bool | None
    detail: str

    def to_dict(self) -> dict[str, Any]:
        """The line as plain data."""
        return asdict(self)


def examine(backends: tuple[str, ...] = ("docker", "local")) -> Iterator[Finding]:
    """Yield what is found out about each backend."""
    for backend in backends:
        yield from _examine_one(backend)


def usable(findings: list[Finding], backend: str) -> bool:
    """Whether a backend can run untrusted programs."""
    return any(one.backend == backend and one.name == "usable" and one.ok for one in findings)


def _examine_one(backend: str) -> Iterator[Finding]:
    try:
        with open_sandbox(backend, size=1, isolation="none", patience_s=0.0) as sandbox:
            for name, value in sandbox.backend.describe().items():
                if name != "backend":
                    yield Finding(backend, name, None, str(value))
            with sandbox.pool.lend() as agent:
                hello, missing = agent.hello, agent.missing
            yield Finding(backend, "python", None, str(hello.get("python")))
            for name in FLOOR:
                detail = "its own, for every program" if name not in missing else "shared"
                yield Finding(backend, f"{name} namespace", name not in missing, detail)
            landlock = [f for f in hello.get("features", ()) if f.startswith("landlock")]
            said = "not needed: the mount namespace does its work" if "mount" not in missing else ""
            yield Finding(backend, "landlock", None, f"{''.join(landlock) or 'absent'}; {said}")
            run = sandbox.run(Program(LOOK), Limits())
    except (SandboxUnavailable, BadRequest, AgentLost) as error:
        yield Finding(backend, "usable", False, str(error))
        return
    if not run.ok:
        said = run.detail or run.stderr.decode("utf-8", "replace")[-300:]
        yield Finding(backend, "usable", False, f"a first program did not run: {said}")
        return
    seen = json.loads(run.stdout)
    for name, meaning in WALLS.items():
        yield Finding(backend, name, seen[name], meaning)
    good = not missing and all(seen[name] for name in WALLS)
    yield Finding(backend, "usable", good, _advice(good, hello))


def _advice(good: bool, hello: dict[str, Any]) -> str:
    if good:
        return "untrusted programs can be run"
    trouble = hello.get("trouble") or "a wall is missing"
    return (
        f"below the floor: {trouble}. Unprivileged user namespaces must be allowed "
        "(sysctl kernel.unprivileged_userns_clone=1, user.max_user_namespaces > 0; on Ubuntu "
        "kernel.apparmor_restrict_unprivileged_userns=0)"
    )
