"""Batches hold every row once, in order, and never part of a group."""

from __future__ import annotations

from itertools import chain
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rewardkit import Sample
from rewardkit.data.groups import group_keys
from rewardkit.engine.chunks import batches
from rewardkit.errors import InputError

groups = st.lists(
    st.one_of(st.integers(0, 4), st.none(), st.sampled_from(["bad", "worse"])), max_size=40
)


def made(kinds: list[Any]) -> list[Any]:
    rows: list[Any] = []
    for turn, kind in enumerate(kinds):
        if kind == "bad":
            rows.append({"no": "completion"})
        elif kind == "worse":
            rows.append({"completion": "x", "group": ["not", "hashable"]})
        elif kind is None:
            rows.append({"completion": f"{turn}", "prompt": "pq"[turn % 3 == 0]})
        else:
            rows.append(Sample(f"{turn}", group=kind))
    return rows


@given(groups, st.integers(1, 7))
def test_every_row_comes_once_and_in_order(kinds: list[Any], size: int) -> None:
    rows = made(kinds)
    for whole in (False, True):
        found = list(chain.from_iterable(batches(rows, size, whole)))
        assert len(found) == len(rows)
        for turn, (row, one) in enumerate(zip(rows, found, strict=True)):
            if isinstance(one, InputError):
                assert str(one).startswith(f"row {turn}: ")
            else:
                assert one.text == (row.text if isinstance(row, Sample) else row["completion"])


@given(groups, st.integers(1, 7))
def test_without_groups_batches_are_full(kinds: list[Any], size: int) -> None:
    sizes = [len(batch) for batch in batches(made(kinds), size, False)]
    assert all(one == size for one in sizes[:-1])
    assert all(0 < one <= size for one in sizes[-1:])


@given(groups, st.integers(1, 7))
def test_no_group_of_a_list_is_cut(kinds: list[Any], size: int) -> None:
    rows = made(kinds)
    cut = [[one for one in batch if isinstance(one, Sample)] for batch in batches(rows, size, True)]
    whole = [one for batch in cut for one in batch]
    expected: dict[Any, int] = {}
    for key in group_keys(whole):
        expected[key] = expected.get(key, 0) + 1
    parts: list[int] = []
    for batch in cut:
        sizes: dict[Any, int] = {}
        for key in group_keys(batch):
            sizes[key] = sizes.get(key, 0) + 1
        parts.extend(sizes.values())
    assert sorted(parts) == sorted(expected.values())


def test_a_group_that_cannot_be_looked_up_is_an_error_of_its_row() -> None:
    (batch,) = batches([{"completion": "x", "group": ["g"]}, {"completion": "y"}], 5, True)
    assert isinstance(batch[0], InputError)
    assert str(batch[0]) == "row 0: group must be text or a number, not list"
    assert isinstance(batch[1], Sample)
