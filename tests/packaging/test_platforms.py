"""The packages import where the system has no forks, no file locks and no limits of resources."""

from __future__ import annotations

import subprocess
import sys

# What Windows lacks, or macOS in part, is taken away before anything of ours is imported.
_WITHOUT_POSIX = """
import os, signal, socket, sys
for name in ("fcntl", "resource", "termios", "pwd", "grp", "pty"):
    sys.modules[name] = None
for holder, names in (
    (os, "fork register_at_fork sched_getaffinity getuid geteuid setsid killpg getpgid"),
    (signal, "SIGKILL SIGALRM SIGHUP SIGSTOP pthread_sigmask"),
    (socket, "AF_UNIX"),
):
    for name in names.split():
        if hasattr(holder, name):
            delattr(holder, name)
import rewardkit, rewardkit_sandbox, rewardkit_verifiers
import rewardkit.engine.workers.pool
from rewardkit.catalogue import catalogue
from rewardkit import get
for name in catalogue.registry().entries:
    get(name) if name.startswith(("math/", "text/", "format/")) else None
assert get("math/equivalence").score(completion=r"\\boxed{2x}", answer="x+x").value == 1.0
assert get("text/exact").score(completion="a", answer="a").value == 1.0
os._exit(0)
"""


def test_verifiers_import_and_score_without_posix() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT_POSIX], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
