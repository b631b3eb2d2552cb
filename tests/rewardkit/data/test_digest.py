"""What a fingerprint is made of: two settings that differ anywhere are never one."""

from __future__ import annotations

import gc
import importlib
import json
import os
import re
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from rewardkit import reward
from rewardkit.data import digest
from rewardkit.data.digest import code_digest, stable


@reward
def wants(completion: str, *, value: Any = None) -> bool:
    return bool(completion)


def marks(*values: Any) -> set[str]:
    return {wants(value=value).fingerprint for value in values}


def test_arrays_that_differ_in_the_middle_have_two_fingerprints() -> None:
    numpy = pytest.importorskip("numpy")
    one, other = numpy.zeros(5000), numpy.zeros(5000)
    other[2500] = 1.0
    assert repr(one) == repr(other)
    assert len(marks(one, other)) == 2
    assert len(marks(one, numpy.zeros(5000))) == 1


def test_arrays_of_another_type_or_shape_have_two_fingerprints() -> None:
    numpy = pytest.importorskip("numpy")
    flat = numpy.zeros(4)
    assert len(marks(flat, flat.astype("int64"), flat.reshape(2, 2))) == 3


def test_long_patterns_that_differ_at_the_end_have_two_fingerprints() -> None:
    one, other = re.compile("a" * 400 + "b"), re.compile("a" * 400 + "c")
    assert repr(one) == repr(other)
    assert len(marks(one, other)) == 2
    assert len(marks(re.compile("x"), re.compile("x", re.IGNORECASE))) == 2


class Shy:
    """Says the same of every value."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __repr__(self) -> str:
        return "Shy()"


def test_objects_are_told_apart_by_their_content_and_not_their_repr() -> None:
    assert len(marks(Shy(1), Shy(2))) == 2
    assert len(marks(Shy(1), Shy(1))) == 1


def test_objects_that_cannot_be_pickled_are_equal_to_themselves_alone() -> None:
    one, other = Shy(threading.Lock()), Shy(threading.Lock())
    assert len(marks(one, other)) == 2
    assert len(marks(one, one)) == 1


def test_two_lambdas_of_one_module_have_two_fingerprints() -> None:
    assert len(marks(lambda x: x + 1, lambda x: x + 2)) == 2


def test_a_function_that_closes_over_itself_has_a_digest() -> None:
    def down(turn: int) -> int:
        return down(turn - 1) if turn else 0

    assert code_digest(down) == code_digest(down)


def test_bytes_paths_sets_and_functions_are_plain_data() -> None:
    for value in (b"ab", Path("a/b"), {3, 1}, len, code_digest, Shy):
        assert json.loads(json.dumps(stable(value))) == stable(value)
    assert stable({3, 1}) == stable({1, 3})
    assert len(marks(len, sorted, code_digest, stable)) == 4


def test_a_reward_edited_and_reloaded_has_another_fingerprint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "edited_reward.py"
    text = "from rewardkit import reward\n@reward\ndef r(completion: str) -> bool: return {}\n"
    file.write_text(text.format(True))
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    module = importlib.import_module("edited_reward")
    before = module.r.fingerprint
    assert module.r.score(completion="").value == 1.0
    file.write_text(text.format(False))
    later = file.stat().st_mtime_ns + 1_000_000_000
    os.utime(file, ns=(later, later))
    module = importlib.reload(module)
    assert module.r.score(completion="").value == 0.0
    assert module.r.fingerprint != before


def test_values_that_cannot_be_pickled_are_let_go_with_their_rewards() -> None:
    def fingerprints() -> set[str]:
        return {wants(value=threading.Lock()).fingerprint for _ in range(300)}

    gc.collect()
    before = len(digest._WEAK)
    assert len(fingerprints()) == 300
    gc.collect()
    assert len(digest._WEAK) <= before + 1


def test_values_without_weak_references_are_held_up_to_a_bound() -> None:
    class Odd:
        __slots__ = ()

        def __reduce__(self) -> str:
            raise TypeError("not this one")

    kept = [Odd() for _ in range(digest._HELD_AT_MOST + 100)]
    seen = {str(stable(one)) for one in kept}
    assert len(seen) == len(kept)
    assert stable(kept[-1]) == stable(kept[-1])
    assert len(digest._HELD) == digest._HELD_AT_MOST
