"""Importing the library is cheap: nothing heavy comes along unasked."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

NEVER = {"torch", "triton", "transformers", "sympy", "docker", "openai", "numpy", "pyarrow"}
NOT_FOR_AUTHORING = {"pydantic", "rich", "typer", "jsonschema", "pluggy", "yaml"}


def loaded_by(statement: str, folder: Path) -> tuple[set[str], float]:
    """Run one statement in a fresh Python; returns the top-level modules and its CPU seconds."""
    code = (
        "import sys, time; start = time.process_time()\n"
        f"{statement}\n"
        "seconds = time.process_time() - start; import json\n"
        "print(json.dumps([sorted({m.partition('.')[0] for m in sys.modules}), seconds]))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr
    modules, seconds = json.loads(result.stdout.splitlines()[-1])
    return set(modules), float(seconds)


def test_importing_the_library_loads_nothing_heavy(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    modules, seconds = loaded_by("import rewardkit", tmp_path)
    # The time is for the record only: a busy machine must not fail a build.
    record_property("import_cpu_seconds", seconds)
    print(f"import rewardkit: {seconds:.3f} CPU seconds")
    assert modules & (NEVER | NOT_FOR_AUTHORING) == set()


@pytest.mark.parametrize(
    "package", ["rewardkit_verifiers", "rewardkit_sandbox", "rewardkit_kernels"]
)
def test_importing_a_package_beside_it_loads_nothing_heavy(tmp_path: Path, package: str) -> None:
    modules, _ = loaded_by(f"import {package}", tmp_path)
    assert modules & NEVER == set()


def test_the_help_of_the_command_line_needs_nothing_heavy(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    modules, seconds = loaded_by(
        "from rewardkit.cli import main\n"
        "sys.argv = ['rewardkit', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    sys.stdout.flush()",
        tmp_path,
    )
    record_property("help_cpu_seconds", seconds)
    print(f"rewardkit --help: {seconds:.3f} CPU seconds")
    assert modules & NEVER == set()


@pytest.mark.parametrize(
    ("package", "name", "inner"),
    [
        ("rewardkit.attack", "attack", "rewardkit.attack.run"),
        ("rewardkit.attack", "lint", "rewardkit.attack.data_lint.run"),
        ("rewardkit.watch", "Watch", "rewardkit.watch.watcher"),
        ("rewardkit.watch", "trl_callback", "rewardkit.watch.trl"),
        ("rewardkit.data", "Store", "rewardkit.data.store"),
    ],
)
def test_a_room_hands_on_its_names_without_loading_what_is_behind_them(
    tmp_path: Path, package: str, name: str, inner: str
) -> None:
    loaded_by(
        f"import {package} as room\n"
        f"assert {inner!r} not in sys.modules\n"
        f"from {package} import {name}\n"
        f"assert sys.modules[{inner!r}].{name} is {name} is room.{name}\n"
        "assert not [one for one in room.__all__ if getattr(room, one, None) is None]\n"
        "assert getattr(room, 'nothing', None) is None",
        tmp_path,
    )
