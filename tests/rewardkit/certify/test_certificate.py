"""No family is worse than its certificate, and a certificate says what it was measured on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rewardkit.certify.certificate import (
    DATA,
    PAGE,
    LabelledSet,
    Line,
    measure,
    read_certificate,
    read_sets,
    worse,
    write_certificate,
)
from rewardkit.certify.certificate_page import certificate_page
from rewardkit.errors import InputError

HOME = Path(__file__).parents[3] / "docs" / "certificates"
SETS = read_sets(HOME / "sets.yaml")
OLD = Line("math", "pairs", 4, ("a",), 5, ("b", "c"), ())


def named(one: LabelledSet) -> str:
    """The name of a set in test output."""
    return one.name


@pytest.mark.parametrize("one", SETS, ids=named)
def test_no_family_is_worse_than_its_certificate(one: LabelledSet) -> None:
    kept = [line for line in read_certificate(HOME / DATA) if line.set == one.name]
    assert kept, "the set has no certificate: rewardkit certify --sets ... --write"
    assert worse(kept, list(measure([one], HOME))) == []


def test_the_page_is_that_of_the_figures() -> None:
    lines = read_certificate(HOME / DATA)
    assert (HOME / PAGE).read_text(encoding="utf-8") == certificate_page(lines)
    assert {line.set for line in lines} == {one.name for one in SETS}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"false_passes": ("a", "d")}, "2 false passes instead of 1; new: d"),
        ({"false_fails": ("b", "c", "e")}, "3 false fails instead of 2; new: e"),
        ({"unscored": ("f",)}, "1 unscored instead of 0; new: f"),
        ({"right_rows": 4}, "fewer rows than before"),
        ({"wrong_rows": 3}, "fewer rows than before"),
        ({"set": "others"}, "is no longer measured"),
    ],
)
def test_what_is_worse_is_named(change: dict[str, Any], said: str) -> None:
    assert worse([OLD], [replace(OLD, **change)]) == [f"math on pairs: {said}"]


@pytest.mark.parametrize(
    "change", [{}, {"false_passes": ()}, {"false_fails": ("d", "e")}, {"right_rows": 9}]
)
def test_what_is_as_good_or_better_is_not(change: dict[str, Any]) -> None:
    assert worse([OLD], [replace(OLD, **change)]) == []


def test_a_certificate_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_certificate(tmp_path / DATA, [OLD])
    assert read_certificate(tmp_path / DATA) == [OLD]
    (tmp_path / DATA).write_text('{"version": 2, "lines": []}')
    with pytest.raises(InputError, match="is no certificate"):
        read_certificate(tmp_path / DATA)


@pytest.mark.parametrize(
    ("sets", "message"),
    [
        ("sets: [{name: a, colour: red}]", "no right 'colour'"),
        ("sets: [{name: a, file: x.jsonl, family: f, map: {right: r}}]", "map and reward"),
        ("sets: [{name: a, layout: math-pairs}]", "needs a file and the family"),
        ("[]", "is no list of sets"),
        ("sets: [", "is no list of sets"),
    ],
)
def test_a_list_that_makes_no_sense_is_refused(tmp_path: Path, sets: str, message: str) -> None:
    path = tmp_path / "sets.yaml"
    path.write_text(sets)
    with pytest.raises(InputError, match=message):
        read_sets(path)
