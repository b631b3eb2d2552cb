"""A store keeps every scored rollout once, whoever writes it and however the writers end."""

from __future__ import annotations

import asyncio
import json
import math
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rewardkit import Sample, ascore, get, reward, score, stream
from rewardkit.data.store import VERSION, Store
from rewardkit.errors import InputError

pytest.importorskip("pyarrow")
HERE = __name__


@reward
def size(completion: str) -> float:
    """Score by length; a long one fails."""
    if len(completion) > 50:
        raise ValueError("too long")
    return len(completion) / 50


def rows(count: int, start: int = 0) -> list[dict[str, Any]]:
    return [{"id": f"r{n}", "completion": "x" * (n % 40)} for n in range(start, start + count)]


def kept(path: Path) -> list[tuple[str, int]]:
    store = Store(path)
    found = [(one.run, one.row) for one in store.rollouts()]
    assert store.faults == []
    return found


# --- what is kept ----------------------------------------------------------------------------
def test_every_scored_row_is_kept_with_its_score(tmp_path: Path) -> None:
    data = [*rows(5), {"completion": "y" * 60, "answer": ["a", {"b": 1.5}], "group": 3, "level": 2}]
    found = score(size, data, store=tmp_path / "s")
    stored = list(Store(tmp_path / "s").rollouts())
    assert [one.value for one in stored] == [one.value for one in found]
    assert [one.row for one in stored] == list(range(6))
    assert [one.sample for one in stored] == [Sample.from_row(row) for row in data]
    assert {one.fingerprint for one in stored} == {size.fingerprint}
    assert (stored[5].status, stored[5].reason) == ("error", "exception")
    assert stored[5].detail.startswith("ValueError: too long")
    assert stored[0].components == {"size": 0.0}


def test_a_second_call_is_a_second_run_and_another_reward_has_a_place_of_its_own(
    tmp_path: Path,
) -> None:
    score(size, rows(3), store=tmp_path)
    score(size, rows(3), store=tmp_path)
    list(stream(get("text/exact"), [{"completion": "a", "answer": "a"}], store=tmp_path))
    store = Store(tmp_path)
    assert len({(one.run, one.row) for one in store.rollouts()}) == 7
    assert len(list(store.rollouts(size.fingerprint))) == 6
    about = store.rewards()[get("text/exact").fingerprint]
    assert about["spec"]["reward"] == {"use": "text/exact@1"}
    assert about["name"] == "exact"


@pytest.mark.parametrize("chunk", [1, 2, 1000])
def test_chunks_are_parts_and_rows_keep_their_order(tmp_path: Path, chunk: int) -> None:
    score(size, rows(7), store=tmp_path, chunk=chunk)
    assert [one.sample.id for one in Store(tmp_path).rollouts() if one.sample] == [
        f"r{n}" for n in range(7)
    ]


def test_an_awaited_run_is_kept_too(tmp_path: Path) -> None:
    asyncio.run(ascore(size, rows(4), store=tmp_path))
    assert len(kept(tmp_path)) == 4


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False)
    | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)  # fmt: skip
chats = st.lists(st.fixed_dictionaries({"role": st.just("user"), "content": st.text(max_size=5)}))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    completion=st.text(max_size=20) | chats,
    prompt=st.text(max_size=5) | chats,
    answer=plain,
    columns=st.dictionaries(st.text(max_size=4), plain, max_size=2),
    group=st.none() | st.integers(0, 9) | st.text(max_size=3),
)
def test_any_sample_reads_back_equal_or_is_known_as_unreadable(
    tmp_path: Path, completion: Any, prompt: Any, answer: Any, columns: Any, group: Any
) -> None:
    sample = Sample(completion, prompt, answer, columns, None, group)
    store = Store(tmp_path)
    store.append("f", 0, [sample], [size.skipped()])
    (one,) = (one for one in store.rollouts("f") if one.run == store.run)
    assert one.sample is None or one.sample == sample
    lone = any("\ud800" <= c <= "\udfff" for c in repr((completion, prompt)))
    assert (one.sample is None) <= lone or "\\ud" in repr(sample)


def test_what_no_file_can_hold_is_kept_as_a_score_without_its_sample(tmp_path: Path) -> None:
    data: list[Any] = [
        Sample("a", columns={"odd": object()}),
        Sample("\ud800"),
        Sample("c", answer=math.nan),
        {"completion": 7},
    ]
    score(size, data, store=tmp_path)
    stored = list(Store(tmp_path).rollouts())
    assert [one.sample is not None for one in stored] == [False, False, True, False]
    assert [one.value for one in stored] == [0.02, 0.02, 0.02, None]
    assert stored[3].reason == "bad_row"


# --- folders ---------------------------------------------------------------------------------
def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("...")
    with pytest.raises(InputError, match="is no store of rollouts"):
        Store(tmp_path)
    with pytest.raises(InputError, match="is no store of rollouts"):
        Store(tmp_path / "thesis.tex")


def test_a_newer_schema_is_refused_and_not_guessed_at(tmp_path: Path) -> None:
    score(size, rows(1), store=tmp_path)
    mark = json.loads((tmp_path / "store.json").read_text())
    (tmp_path / "store.json").write_text(json.dumps({**mark, "version": VERSION + 1}))
    with pytest.raises(InputError, match=f"reads version {VERSION}"):
        Store(tmp_path)


def test_an_option_of_another_type_is_refused() -> None:
    with pytest.raises(TypeError, match="store=3 must be a path"):
        score(size, rows(1), store=3)  # type: ignore[arg-type]


# --- writers that end badly ------------------------------------------------------------------
def test_a_part_cut_off_by_a_crash_costs_its_own_rows_and_is_named(tmp_path: Path) -> None:
    score(size, rows(6), store=tmp_path, chunk=2)
    parts = sorted((tmp_path / "parts" / size.fingerprint).iterdir())
    whole = parts[1].read_bytes()
    for cut in (b"", whole[: len(whole) // 2], b"x" * len(whole)):
        parts[1].write_bytes(cut)
        store = Store(tmp_path)
        assert [one.row for one in store.rollouts()] == [0, 1, 4, 5]
        assert len(store.faults) == 1
        assert parts[1].name in store.faults[0]
    (parts[0].parent / f"{parts[0].name}.abc.part").write_bytes(b"half")
    parts[1].write_bytes(whole)
    assert [row for _, row in kept(tmp_path)] == [0, 1, 2, 3, 4, 5]


def test_a_run_that_is_taken_up_again_adds_no_row_twice(tmp_path: Path) -> None:
    list(
        zip(stream(size, rows(10), store=Store(tmp_path, "run1"), chunk=4), range(5), strict=False)
    )
    score(size, rows(10), store=Store(tmp_path, "run1"), chunk=4)
    score(size, rows(10), store=Store(tmp_path, "run1"), chunk=3)  # cut otherwise
    assert [row for _, row in kept(tmp_path)] == list(range(10))


WRITER = """
import sys
from rewardkit import reward, score
from rewardkit.data.store import Store
from store_reward import size
path, run, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
data = [{"id": f"{run} {n}", "completion": "x" * (n % 40)} for n in range(count)]
print("ready", flush=True)
score(size, data, store=Store(path, run), chunk=25)
"""
MODULE = """
from rewardkit import reward
@reward
def size(completion: str) -> float:
    return len(completion) / 50
"""


@pytest.mark.parametrize("seed", [1, 2])
def test_ten_processes_append_while_one_is_killed(tmp_path: Path, seed: int) -> None:
    (tmp_path / "store_reward.py").write_text(MODULE)
    path, count = tmp_path / "store", 1000
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}

    def writer(run: str) -> subprocess.Popen[str]:
        words = [sys.executable, "-c", WRITER, str(path), run, str(count)]
        return subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment)

    writers = {f"run{n}": writer(f"run{n}") for n in range(10)}
    victim = writers["run3"]
    assert victim.stdout is not None
    assert victim.stdout.readline() == "ready\n"
    generator = random.Random(seed)
    while len(list(path.glob("parts/*/run3-*.parquet"))) < generator.randint(1, 20):
        time.sleep(0.005)
    os.kill(victim.pid, signal.SIGKILL)
    for one in writers.values():
        one.communicate()
    assert [run for run, one in writers.items() if one.returncode] == ["run3"]
    found = kept(path)
    assert len(found) == len(set(found))
    of_victim = [row for run, row in found if run == "run3"]
    assert of_victim == list(range(len(of_victim)))  # whole chunks, and nothing of a half
    assert 0 < len(of_victim) < count
    for run in writers:
        if run != "run3":
            assert [row for one, row in found if one == run] == list(range(count))
    again = writer("run3")  # taken up again
    again.communicate()
    assert again.returncode == 0
    found = kept(path)
    assert len(found) == len(set(found)) == 10 * count
