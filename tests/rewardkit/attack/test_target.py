"""A target is found in a file, a package, a class or an object."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from rewardkit.attack import attack
from rewardkit.attack.target import find_target
from rewardkit.errors import SpecError

ROWS = [{"prompt": f"{n}+{n}?", "answer": str(2 * n)} for n in range(3, 11)]
CODE = """
class Exact:
    def pay(self, completion, answer):
        return float(completion.strip() == answer)

    @staticmethod
    def still(completion, answer):
        return float(completion.strip() == answer)


def named(**kwargs):
    return float(kwargs["completion"].strip() == kwargs["answer"])


def listed(**kwargs):
    return [float(c.strip() == a) for c, a in zip(kwargs["completions"], kwargs["answer"])]
"""


@pytest.mark.parametrize("name", ["Exact.pay", "Exact.still", "named", "listed"])
def test_a_method_and_a_function_of_keywords_are_attacked(tmp_path: Path, name: str) -> None:
    (tmp_path / "of_keywords.py").write_text(CODE)
    found = attack(find_target(f"{tmp_path}/of_keywords.py:{name}"), ROWS, seconds=30, rounds=1)
    assert (found.holes, found.conduct, found.notes) == ((), (), ())


def test_a_file_of_a_package_may_import_its_neighbours_relatively(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "pack_of_rewards"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "base.py").write_text("def same(a, b):\n    return float(a.strip() == b)\n")
    (folder / "mine.py").write_text(
        "from .base import same\n\n"
        "def pay(completion, answer):\n    return same(completion, answer)\n"
    )
    monkeypatch.setattr("sys.path", list(sys.path))
    judge: Any = find_target(f"{folder}/mine.py:pay")
    assert (judge("4 ", "4"), judge("5", "4")) == (1.0, 0.0)


def test_a_file_that_breaks_says_why(tmp_path: Path) -> None:
    (tmp_path / "broken_file.py").write_text("from .base import same\n")
    with pytest.raises(SpecError, match="relative import"):
        find_target(f"{tmp_path}/broken_file.py:same")
    with pytest.raises(SpecError, match="no such file"):
        find_target(f"{tmp_path}/none.py:same")
