"""A reward that no other process can import travels with its code."""

from __future__ import annotations

import importlib.util
import os
import pickle
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from rewardkit import reward, weighted
from rewardkit.errors import DefinitionError
from rewardkit.rewards import by_value

SOURCE = """
from rewardkit import reward

def helper(text):
    return len(text) / 10

@reward(range=lambda settings: (0, settings["top"]))
def inline(completion: str, *, top: float = 1.0) -> float:
    return min(helper(completion), top)
"""


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A file that was loaded under a name of the trainer's choice, as verl does."""
    pytest.importorskip("cloudpickle")
    path = tmp_path / "reward.py"
    path.write_text(SOURCE)
    spec = importlib.util.spec_from_file_location("custom_module_1", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "custom_module_1", module)
    spec.loader.exec_module(module)
    return module


def in_a_fresh_process(stored: bytes, then: str) -> str:
    code = f"import pickle, sys; one = pickle.loads(sys.stdin.buffer.read()); print({then})"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, input=stored, capture_output=True, env=os.environ, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().strip()


def test_an_inline_reward_works_in_a_process_that_lacks_its_file(loaded: ModuleType) -> None:
    both = weighted(a=loaded.inline(top=0.5), b=loaded.inline)
    stored, mark = pickle.dumps(both), both.fingerprint
    here = both.score(completion="abc").value
    Path(str(loaded.__file__)).unlink()
    found = in_a_fresh_process(stored, "one.score(completion='abc').value, one.fingerprint")
    assert found == f"{here} {mark}"


def test_a_reward_of_a_script_travels_by_value(tmp_path: Path) -> None:
    pytest.importorskip("cloudpickle")
    script = tmp_path / "script.py"
    script.write_text(
        f"{SOURCE}\nimport pickle, sys\nsys.stdout.buffer.write(pickle.dumps(inline))\n"
    )
    stored = subprocess.run(
        [sys.executable, str(script)], capture_output=True, check=True, env=os.environ
    ).stdout
    assert in_a_fresh_process(stored, "one.score(completion='abc').value") == "0.3"


def test_a_reward_of_an_importable_module_travels_by_name() -> None:
    from rewardkit_verifiers.text.exact.verifier import exact

    assert by_value.findable(exact.__module__)
    assert b"rewardkit_verifiers.text.exact.verifier" in pickle.dumps(exact)


def test_a_file_that_hides_another_of_its_name_is_not_found_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json_of_mine.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert by_value.findable("json_of_mine")
    other = ModuleType("json_of_mine")
    other.__file__ = str(tmp_path / "elsewhere" / "json_of_mine.py")
    monkeypatch.setitem(sys.modules, "json_of_mine", other)
    assert not by_value.findable("json_of_mine")
    assert not by_value.findable("json_of_mine.inner")


def test_without_cloudpickle_the_message_says_what_to_do(
    loaded: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_value, "_cloudpickle", lambda: None)
    with pytest.raises(DefinitionError, match="custom_module_1.*pip install cloudpickle"):
        pickle.dumps(loaded.inline)


def test_a_reward_inside_a_function_is_still_refused() -> None:
    @reward
    def local(completion: str) -> float:
        return 1.0

    with pytest.raises(DefinitionError, match="inside a function"):
        pickle.dumps(local)
