"""Jobs: descriptions of isolated rewards by which a worker process finds the function."""

from __future__ import annotations

import pickle
import sys
import threading
from dataclasses import dataclass, field
from typing import Any

from rewardkit.data.score import Score
from rewardkit.errors import DefinitionError, describe
from rewardkit.rewards.function import FunctionReward

# The deadline of an isolated reward that declares none: nothing may hang for ever.
DEFAULT_SECONDS = 60.0
LOADING = threading.Event()
"""Set in a worker while it imports the module of a reward."""


@dataclass(frozen=True, slots=True)
class Job:
    """The description of an isolated reward that is sent to a worker process."""

    key: str
    load: dict[str, Any]
    seconds: float
    troubles: list[Score] = field(default_factory=list)
    """Failed loads since the last successful one; loading is not tried for every sample again."""
    kills: list[Score] = field(default_factory=list)
    """Loads since the last successful one that ended because something killed the worker."""


def job_for(leaf: FunctionReward) -> Job:
    """Describe a reward so that another process can load it.

    Raises:
        DefinitionError: Another process cannot find the function, or its settings cannot be sent.
    """
    module, file = _home(leaf)
    try:
        settings = pickle.dumps(leaf.settings)
    except Exception as error:
        raise DefinitionError(
            f"reward {leaf.name!r} is isolated, but its settings cannot be sent to a worker "
            f"process: {describe(error)}. Use plain values."
        ) from error
    request = {
        "module": module,
        "file": file,
        "qualname": leaf.__qualname__,
        "name": leaf.name,
        "range": tuple(leaf.range),
        "settings": settings,
        "kind": {"batched": leaf.batched, "grouped": leaf.grouped},
    }
    key = repr(request)
    load = {"do": "load", "key": key, "paths": list(sys.path), **request}
    return Job(key, load, leaf.timeout or DEFAULT_SECONDS)


def _home(leaf: FunctionReward) -> tuple[str, str | None]:
    name = leaf.__module__
    if "<" in leaf.__qualname__:  # <locals> or <lambda>
        raise DefinitionError(
            f"reward {leaf.name!r} is isolated, but defined inside a function, where a worker "
            "process cannot find it. Move it to the top level of a module."
        )
    module = sys.modules.get(name)
    file = getattr(module, "__file__", None)
    if name != "__main__":
        return name, file
    spec = getattr(module, "__spec__", None)
    if spec is not None:
        return str(spec.name), file  # started by `python -m`
    # Loading a script runs it. Under another name than __main__, the `if __name__` guard keeps its
    # main part from running.
    if file is not None and _guarded(file):
        return "__mp_main__", file
    where, remedy = (
        ("a notebook or prompt", "")
        if file is None
        else (
            "a script that starts working when it is loaded",
            ', or put what the script does under `if __name__ == "__main__"`',
        )
    )
    raise DefinitionError(
        f"reward {leaf.name!r} is isolated, but defined in {where}, which a worker process "
        f"cannot load. Move the reward to a module{remedy}."
    )


def _guarded(file: str) -> bool:
    try:
        with open(file, encoding="utf-8") as script:
            return any(
                line.startswith("if ") and "__name__" in line and "__main__" in line
                for line in script
            )
    except (OSError, UnicodeDecodeError):
        return False
