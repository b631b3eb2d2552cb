"""Rows laid one after the other, and cut again."""

from __future__ import annotations

import torch
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.grpo.rollout.batch import Kind, Rollout, Segment, cut, pack

SEGMENTS = st.tuples(
    st.sampled_from(["read", "wrote", "foreign"]), st.lists(st.integers(0, 99), max_size=4)
)
ROWS = st.lists(st.lists(SEGMENTS, min_size=1, max_size=4), min_size=1, max_size=6)


def rollout(*parts: tuple[Kind, list[int]]) -> Rollout:
    segments = tuple(
        Segment(tuple(ids), kind, tuple(-float(i) for i in ids) if kind == "wrote" else ())
        for kind, ids in parts
    )
    return Rollout(segments, "text", "eos")


@given(ROWS)
def test_a_batch_holds_every_token_once_and_marks_what_was_written(
    rows: list[list[tuple[Kind, list[int]]]],
) -> None:
    rollouts = [rollout(*row) for row in rows]
    batch = pack(rollouts, range(len(rows)))
    assert batch.tokens.tolist() == [i for row in rows for _, ids in row for i in ids]
    written = [(n, kind, i) for n, row in enumerate(rows) for kind, ids in row for i in ids]
    written = [one for one in written if one[1] != "read"]
    assert batch.ids.tolist() == [i for _, _, i in written]
    assert batch.row.tolist() == [n for n, _, _ in written]
    assert batch.foreign.tolist() == [kind == "foreign" for _, kind, _ in written]
    assert batch.old.tolist() == [0.0 if k == "foreign" else -float(i) for _, k, i in written]
    assert batch.lengths.tolist() == [one.length for one in rollouts]


@given(ROWS, st.integers(1, 7))
def test_the_parts_of_a_batch_are_its_rows_and_no_others(
    rows: list[list[tuple[Kind, list[int]]]], size: int
) -> None:
    batch = pack([rollout(*row) for row in rows], range(len(rows)))
    batch = batch.with_columns(weight=torch.arange(len(batch.at)).float())
    parts = list(batch.parts(size))
    assert all(part.rows <= size for part in parts)
    assert torch.equal(torch.cat([part.tokens for part in parts]), batch.tokens)
    assert torch.equal(torch.cat([part.ids for part in parts]), batch.ids)
    assert torch.equal(torch.cat([part.weight for part in parts]), batch.weight)
    first = 0
    for part in parts:
        assert torch.equal(
            part.row + first, batch.row[(batch.row >= first) & (batch.row < first + part.rows)]
        )
        first += part.rows


@given(st.lists(st.integers(1, 5), min_size=1, max_size=8), st.integers(1, 9))
def test_whole_groups_are_never_cut_and_parts_are_as_large_as_they_may_be(
    sizes: list[int], most: int
) -> None:
    groups = [group for group, size in enumerate(sizes) for _ in range(size)]
    runs = list(cut(groups, most, whole_groups=True))
    assert [first for first, _ in runs] == [0, *(last for _, last in runs[:-1])]
    assert runs[-1][1] == len(groups)
    for first, last in runs:
        assert last == len(groups) or groups[last] != groups[last - 1]
        assert last - first <= most or len(set(groups[first:last])) == 1


def test_the_turns_of_a_rollout_and_what_was_written_are_counted() -> None:
    one = rollout(("read", [1, 2]), ("wrote", [3]), ("read", [4]), ("wrote", [5, 6]))
    assert (one.length, one.turns, one.own) == (3, 2, True)
    assert not rollout(("read", [1]), ("foreign", [2])).own
