"""A replay pays what the new reward pays for the stored completions, run by run."""

from __future__ import annotations

from pathlib import Path

import pytest

from rewardkit import Sample, reward, score, stream
from rewardkit.data.store import Store
from rewardkit.errors import InputError
from rewardkit.score_files.replay import Replayed, replay

pytest.importorskip("pyarrow")


@reward
def old(completion: str) -> float:
    """Pay by length."""
    return min(len(completion) / 10, 1.0)


@reward
def new(completion: str) -> float:
    """Pay by length, and fail on one text."""
    if completion == "broken":
        raise ValueError("no")
    return min(len(completion) / 5, 1.0)


@reward(grouped=True)
def best(completion: list[str]) -> list[float]:
    """Pay the longest of a group."""
    return [float(len(one) == max(map(len, completion))) for one in completion]


def test_every_row_is_scored_again_beside_its_old_score(tmp_path: Path) -> None:
    texts = ["a", "abc", "broken", "abcdefghijkl"]
    score(old, [{"completion": text} for text in texts], store=str(tmp_path))
    pairs = list(replay(Store(str(tmp_path)), new))
    assert [one.value for one, _ in pairs] == [0.1, 0.3, 0.6, 1.0]
    assert [two.value if two else None for _, two in pairs] == [0.2, 0.6, None, 1.0]
    tally = Replayed("f", "old")
    for pair in pairs:
        tally.add(*pair)
    found = tally.to_dict()
    assert (found["rows"], found["compared"], found["up"], found["down"]) == (4, 3, 2, 0)
    assert found["no_value"] == {"exception": 1}
    assert [one["completion"] for one in found["changed_most"]] == ["abc", "a"]


def test_groups_of_two_runs_do_not_mix(tmp_path: Path) -> None:
    for texts in (["a", "abc"], ["abcd", "ab"]):
        rows = [Sample(text, prompt="same") for text in texts]
        list(stream(old, rows, store=str(tmp_path)))
    found = [two.value for _, two in replay(Store(str(tmp_path)), best) if two]
    # Runs have no order; the rows of one keep theirs.
    assert found in ([0.0, 1.0, 1.0, 0.0], [1.0, 0.0, 0.0, 1.0])


def test_a_row_without_its_sample_keeps_its_place(tmp_path: Path) -> None:
    rows = [Sample("a"), Sample("\ud800"), Sample("c"), Sample("\ud800")]
    score(old, rows, store=str(tmp_path))
    found = [two is not None for _, two in replay(Store(str(tmp_path)), new)]
    assert found == [True, False, True, False]


def test_an_unknown_reward_or_an_empty_store_is_said_to_be_so(
    tmp_path: Path,
) -> None:
    store = Store(str(tmp_path))
    with pytest.raises(InputError, match="there are no rollouts"):
        list(replay(store, new))
    score(old, [Sample("a")], store=store)
    with pytest.raises(InputError, match=r"no reward 'zzz' in this store; it has .* \(old\)"):
        list(replay(store, new, "zzz"))
    assert len(list(replay(store, new, old.fingerprint))) == 1
