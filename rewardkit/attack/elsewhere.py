"""Scoring in a fresh interpreter with another hash seed, for rewards that a file holds."""

from __future__ import annotations

import base64
import inspect
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rewardkit.attack.subject import Subject, as_subject, call_of
from rewardkit.attack.target import find_target
from rewardkit.data.sample import Sample

_SECONDS = 15
SEEDS = (1, 2, 3)
"""The hash seeds of the other interpreters: what depends on one of them differs among these."""


def place_of(subject: Subject) -> str | None:
    """Return `FILE.py:NAME` of a reward that is one function at the top of a file, or None."""
    if len(subject.functions) != 1:
        return None
    function = call_of(subject.functions[0])
    name = getattr(function, "__qualname__", "")
    if function.__module__ == "__main__":
        return None  # a script that attacks would start itself again
    module = sys.modules.get(getattr(function, "__module__", ""))
    held = getattr(module, name, None)
    if held is None or (held is not subject.functions[0] and held is not subject.reward):
        return None
    try:
        file = inspect.getsourcefile(function)
    except TypeError:
        return None
    return f"{file}:{name}" if file and file.endswith(".py") and Path(file).is_file() else None


def values_elsewhere(
    place: str, subject: Subject, samples: Sequence[Sample], seed: int, seconds: float = _SECONDS
) -> list[float | None] | None:
    """Return the values in another interpreter, or None where it does not get that far.

    Args:
        place: The file and name of the reward.
        subject: The reward, for how its parameters are filled.
        samples: The samples.
        seed: The hash seed of the interpreter.
        seconds: Seconds it may take.
    """
    blob = base64.b64encode(pickle.dumps(list(samples))).decode()
    environment = {
        **os.environ,
        "PYTHONHASHSEED": str(seed),
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    try:
        done = subprocess.run(
            [sys.executable, "-c", "from rewardkit.attack.elsewhere import main; main()"],
            input=json.dumps(
                {
                    "place": place,
                    "samples": blob,
                    "columns": subject.columns,
                    "borrowed": subject.borrowed,
                    "moved": subject.moved,
                }
            ),
            capture_output=True,
            text=True,
            timeout=min(seconds, _SECONDS),
            env=environment,
        )
        found = json.loads(done.stdout.rpartition("\n#values ")[2])
    except (subprocess.SubprocessError, ValueError, OSError):
        return None
    return found if isinstance(found, list) and len(found) == len(samples) else None


def main() -> None:
    """Score the samples that standard input holds, and print their values."""
    asked: dict[str, Any] = json.loads(sys.stdin.read())
    # Written by the process that started this one.
    samples: list[Sample] = pickle.loads(base64.b64decode(asked["samples"]))
    target = find_target(asked["place"])
    reward = as_subject(
        target, asked["columns"], borrowed=asked["borrowed"], moved=asked["moved"]
    ).reward
    values = [reward.score(sample).value for sample in samples]
    print("\n#values " + json.dumps(values))
