"""What a caller may give for a sample, and what is said of anything else."""

from __future__ import annotations

from typing import Any

import pytest

from rewardkit import Sample, reward


@reward
def exact(completion: str, answer: str) -> bool:
    return completion == answer


loose: Any = exact


def test_a_sample_a_mapping_and_fields_by_name_are_the_same() -> None:
    row = {"completion": "4", "answer": "4"}
    found = [exact.score(**row), loose.score(row), exact.score(Sample("4", answer="4"))]
    assert [one.value for one in found] == [1.0, 1.0, 1.0]


@pytest.mark.parametrize("given", ["text", 4, ["4"], object()])
def test_anything_else_is_told_what_to_write(given: object) -> None:
    with pytest.raises(TypeError, match=r"a Sample, a mapping, or fields by name"):
        loose.score(given)


def test_a_sample_and_fields_at_once_are_refused() -> None:
    with pytest.raises(TypeError, match=r"not both \(got answer\)"):
        loose.score(Sample("4"), answer="4")


def test_a_call_without_prompts_names_the_convention_and_the_way_for_lists() -> None:
    with pytest.raises(TypeError, match=r"TRL's convention.*\.score_many\(rows\)"):
        loose(completions=["4"], answer=["4"])


def test_a_single_row_where_rows_belong_is_told_of_score() -> None:
    with pytest.raises(TypeError, match=r"Use \.score\(\.\.\.\) for a single one"):
        loose.score_many({"completion": "4", "answer": "4"})


class Frame:
    """A table that is iterated over the names of its columns, as data frames are."""

    def __iter__(self) -> Any:
        return iter(["completion", "answer"])

    def iterrows(self) -> None:
        """Stand for the method by which pandas is known."""


def test_a_data_frame_is_told_how_its_rows_are_had() -> None:
    with pytest.raises(TypeError, match=r'Write \.to_dict\("records"\) behind it'):
        exact.score_many(Frame())
