"""The frame: verbs, exit codes, and errors of one paragraph."""

from __future__ import annotations

import errno
import sys
import types
from pathlib import Path
from typing import Any

import pytest

from rewardkit import errors
from rewardkit.cli.app import VERBS

Run = Any


def test_help_names_every_verb_and_imports_none(cli: Run) -> None:
    for verb in VERBS:
        sys.modules.pop(f"rewardkit.cli.{verb}", None)
    found = cli("--help")
    assert found.code == 0
    for verb, summary in VERBS.items():
        assert verb in found.out
        assert " ".join(summary.split()[:3]) in found.out
        assert f"rewardkit.cli.{verb}" not in sys.modules


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_of_its_own(cli: Run, verb: str) -> None:
    found = cli(verb, "-h")
    assert found.code == 0
    assert f"Usage: rewardkit {verb}" in found.out


def test_the_version_is_printed(cli: Run) -> None:
    from importlib.metadata import version

    assert cli("--version").out == f"rewardkit {version('rewardkit')}\n"


def test_an_unknown_verb_names_the_closest_one(cli: Run) -> None:
    found = cli("scroe")
    assert found.code == 2
    assert "No such command 'scroe'" in found.err
    assert "'score'" in found.err


def test_no_verb_shows_help_and_is_a_usage_error(cli: Run) -> None:
    assert cli().code == 2


@pytest.fixture
def verb(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """A module in place of `list` whose command a test may choose."""
    module = types.ModuleType("rewardkit.cli.list")
    module.__spec__ = sys.modules["rewardkit.cli"].__spec__
    monkeypatch.setitem(sys.modules, "rewardkit.cli.list", module)
    return module


def raising(error: BaseException) -> Any:
    def command() -> None:
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.SpecError("bad spec"), 2),
        (errors.InputError("bad file"), 2),
        (errors.BindError("no column"), 2),
        (errors.DefinitionError("bad setting"), 2),
        (errors.RegistryError("no verifier"), 2),
        (errors.CaseError("bad case"), 2),
        (errors.SandboxError("no docker"), 3),
        (errors.JudgeError("no reply"), 3),
        (errors.PluginError("broken"), 3),
        (errors.ScoringError("stopped"), 3),
        (errors.MissingExtra("this", "that"), 3),
    ],
)
def test_an_expected_error_is_one_paragraph_and_an_exit_code(
    cli: Run, verb: Any, error: Exception, code: int
) -> None:
    verb.command = raising(error)
    found = cli("list")
    assert (found.code, found.out, found.err) == (code, "", f"error: {error}\n")


def test_every_error_class_has_an_exit_code_on_purpose() -> None:
    from rewardkit.cli.app import _OUTSIDE

    inside = {
        "DefinitionError",
        "SpecError",
        "BindError",
        "RegistryError",
        "CaseError",
        "InputError",
    }
    known = inside | {kind.__name__ for kind in _OUTSIDE}
    assert {kind.__name__ for kind in errors.RewardkitError.__subclasses__()} == known


def test_debug_shows_the_traceback(cli: Run, verb: Any) -> None:
    verb.command = raising(errors.SpecError("bad spec"))
    found = cli("--debug", "list")
    assert found.code == 2
    assert "Traceback" in found.err
    assert "SpecError: bad spec" in found.err


def test_ctrl_c_exits_with_130(cli: Run, verb: Any) -> None:
    verb.command = raising(KeyboardInterrupt())
    assert cli("list").code == 130


def test_a_bug_is_no_failed_gate(cli: Run, verb: Any) -> None:
    verb.command = raising(ZeroDivisionError("a bug of ours"))
    found = cli("list")
    assert found.code == 3
    assert "ZeroDivisionError: a bug of ours" in found.err


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "out.jsonl"), "out.jsonl: no space left"),
        (OSError(errno.ENOSPC, "No space left on device"), "standard output: no space left"),
        (OSError("something else"), "something else"),
    ],
)
def test_a_full_disk_says_what_could_not_be_written(
    cli: Run, verb: Any, error: OSError, message: str
) -> None:
    verb.command = raising(error)
    found = cli("list")
    assert found.code == 3
    assert found.err.startswith(f"error: {message}")


def test_a_reader_that_leaves_early_is_no_error(
    cli: Run, verb: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", sys.stdout)
    verb.command = raising(BrokenPipeError())
    assert cli("list").code == 0
    sys.stdout.close()  # what stands for the reader that has gone


def test_the_module_runs_as_a_program(tmp_path: Path) -> None:
    import subprocess

    result = subprocess.run(
        [sys.executable, "-m", "rewardkit.cli", "explain", "text/exact", "--json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
