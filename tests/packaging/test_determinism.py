"""A green run must not depend on luck: under CI every property test draws the same examples."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parents[2]
# Made when this module is imported, as the settings above a test function are.
AT_IMPORT = hypothesis.settings(max_examples=5)

PROPERTY = """
from hypothesis import given, settings, strategies as st

SHARED = settings(max_examples=7, deadline=None)

@SHARED
@given(st.integers())
def test_drawn(number: int) -> None:
    open("drawn", "a").write(f"{number} ")
"""


def test_settings_made_at_import_take_the_profile_of_the_suite() -> None:
    assert AT_IMPORT.derandomize is bool(os.environ.get("CI"))
    assert AT_IMPORT.deadline is None


def test_no_property_test_of_this_run_leaves_the_profile(request: pytest.FixtureRequest) -> None:
    wanted = bool(os.environ.get("CI"))
    loose = []
    for item in request.session.items:
        function = getattr(item, "obj", None)
        own = getattr(function, "_hypothesis_internal_use_settings", None)
        if own is not None and own.derandomize is not wanted:
            loose.append(item.nodeid)
    assert loose == []


@pytest.mark.parametrize("ci", ["true", ""])
def test_two_runs_draw_the_same_examples_exactly_where_ci_is_set(tmp_path: Path, ci: str) -> None:
    (tmp_path / "conftest.py").write_bytes((ROOT / "tests" / "conftest.py").read_bytes())
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_drawn.py").write_text(PROPERTY)
    drawn = []
    for _ in range(2):
        (tmp_path / "drawn").unlink(missing_ok=True)
        found = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_drawn.py"],
            cwd=tmp_path,
            env={**os.environ, "CI": ci},
            capture_output=True,
            text=True,
        )
        assert found.returncode == 0, found.stdout
        drawn.append((tmp_path / "drawn").read_text())
    assert (drawn[0] == drawn[1]) is bool(ci)


def test_the_script_of_ci_says_that_it_is_ci() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert "export CI=true" in lines
    first_step = next(number for number, line in enumerate(lines) if line.startswith("step "))
    assert lines.index("export CI=true") < first_step
