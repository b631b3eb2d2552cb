"""A fingerprint sees the modules of the user's own that a reward's code imports, and no others."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from rewardkit.data.local_imports import local_modules

REWARD = """
from rewardkit import reward
{imports}

@reward
def r(completion: str) -> float:
    {inner}
    return 0.5
"""
ASK = """
import json, sys
sys.path.insert(0, sys.argv[1])
from importlib import import_module
from rewardkit import score
r = import_module(sys.argv[2]).r
rows = [{"completion": "a"}]
found = score(r, rows, cache=sys.argv[1] + "/cache.db")
print(json.dumps([r.fingerprint, found[0].value]))
"""


def ask(folder: Path, module: str = "mine") -> list[object]:
    """The fingerprint and the cached score of a reward, from a process of its own."""
    run = subprocess.run(
        [sys.executable, "-B", "-c", ASK, str(folder), module],
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[object] = json.loads(run.stdout)
    return found


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def test_an_edit_of_a_helper_beside_it_is_another_reward(tmp_path: Path) -> None:
    text = "from rewardkit import reward\nfrom helper import half\n@reward\n"
    text += "def r(completion: str) -> float: return half()\n"
    write(tmp_path, {"mine.py": text, "helper.py": "def half(): return 0.3\n"})
    mark, value = ask(tmp_path)
    assert value == 0.3
    assert ask(tmp_path) == [mark, 0.3]
    write(tmp_path, {"helper.py": "def half(): return 0.6\n"})
    again, value = ask(tmp_path)
    assert value == 0.6  # and not what the cache holds
    assert again != mark


@pytest.mark.parametrize(
    ("imports", "inner", "edited"),
    [
        ("import helper", "pass", "helper.py"),
        ("import first", "pass", "second.py"),  # first imports second
        ("", "import helper", "helper.py"),
        ("from importlib import import_module", "import_module('helper')", "helper.py"),
        ("import pack.part", "pass", "pack/__init__.py"),
        ("import pack.part", "pass", "pack/part.py"),
        ("from pack import part", "pass", "pack/part.py"),
        ("from pack import part", "pass", "pack/deep/inner.py"),  # by a relative import of part
        ("try:\n    import helper\nexcept ImportError:\n    pass", "pass", "helper.py"),
        ("from spaces import one", "pass", "spaces/one.py"),  # a folder without __init__.py
    ],
)
def test_every_way_to_import_is_seen(tmp_path: Path, imports: str, inner: str, edited: str) -> None:
    files = {
        "mine.py": REWARD.format(imports=imports, inner=inner),
        "helper.py": "x = 1\n",
        "first.py": "import second\n",
        "second.py": "import first\n",  # a circle
        "pack/__init__.py": "",
        "pack/part.py": "from .deep import inner\n",
        "pack/deep/__init__.py": "",
        "pack/deep/inner.py": "x = 1\n",
        "spaces/one.py": "x = 1\n",
        "unused.py": "x = 1\n",
    }
    write(tmp_path, files)
    mark = ask(tmp_path)[0]
    write(tmp_path, {"unused.py": "x = 2\n"})
    assert ask(tmp_path)[0] == mark
    write(tmp_path, {edited: files[edited] + "y = 2\n"})
    assert ask(tmp_path)[0] != mark


def test_what_has_a_version_is_left_out(tmp_path: Path) -> None:
    imports = "import json, numpy, rewardkit, rewardkit_verifiers.math, yaml, not_there, sys"
    write(tmp_path, {"mine.py": imports + "\n"})
    assert local_modules("mine", str(tmp_path / "mine.py")) == {}


def test_nothing_is_imported_to_find_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(
        tmp_path,
        {
            "mine.py": "def later():\n    import bomb_a.bomb_b\n",
            "bomb_a/__init__.py": "raise SystemExit('imported')\n",
            "bomb_a/bomb_b.py": "",
        },
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    assert set(local_modules("mine", str(tmp_path / "mine.py"))) == {"bomb_a", "bomb_a.bomb_b"}
    assert "bomb_a" not in sys.modules


@pytest.mark.parametrize("text", ["import (", "\x00", "", "from . import x", "from .... import y"])
def test_a_file_that_cannot_be_parsed_names_nothing(tmp_path: Path, text: str) -> None:
    write(tmp_path, {"mine.py": text})
    assert local_modules("mine", str(tmp_path / "mine.py")) == {}


def test_a_script_is_told_apart_by_its_helpers(tmp_path: Path) -> None:
    text = "from rewardkit import reward\nimport helper\ndef inner(): return 1.0\n@reward\n"
    text += "def r(completion: str) -> float: return inner()\n"
    text += "if __name__ == '__main__':\n    print(r.fingerprint)\n"
    write(tmp_path, {"script.py": text, "helper.py": "x = 1\n"})

    def mark() -> str:
        command = [sys.executable, "-B", str(tmp_path / "script.py")]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    marks = [mark()]
    write(tmp_path, {"helper.py": "x = 2\n"})
    marks.append(mark())
    write(tmp_path, {"script.py": text.replace("return 1.0", "return 0.5")})
    marks.append(mark())
    assert len(set(marks)) == 3
