"""The verifiers of mathematics come with the cases that make them trustworthy."""

from __future__ import annotations

import pytest

from rewardkit.catalogue import catalogue
from rewardkit.catalogue.catalogue import Entry
from rewardkit.testing.cases.model import read_cases
from rewardkit.testing.cases.runner import CaseRun

ENTRIES = [entry for entry in catalogue.entries() if entry.card.family == "math"]
NEEDED = {
    "math/answer": ("box", "two_answers", "empty", "very_long"),
    "math/distance": ("exact", "far", "no_number", "empty", "very_long"),
    "math/equivalence": ("right", "wrong", "unreadable", "empty", "very_long"),
    "math/steps": ("right", "wrong", "unreadable", "empty", "very-long"),
    "math/number": ("right", "wrong", "unreadable", "empty", "very_long"),
}


def named(entry: Entry) -> str:
    """The id of a verifier in test output."""
    return entry.card.id


def test_all_verifiers_are_there() -> None:
    assert {entry.card.id for entry in ENTRIES} == set(NEEDED)


@pytest.mark.parametrize("entry", ENTRIES, ids=named)
def test_a_verifier_has_cases_of_every_needed_kind(entry: Entry) -> None:
    ids = read_cases(entry.cases).ids
    assert len(ids) >= 12
    assert [kind for kind in NEEDED[entry.card.id] if kind not in ids] == []


@pytest.mark.parametrize("entry", ENTRIES, ids=named)
def test_every_case_holds(entry: Entry) -> None:
    run = CaseRun(read_cases(entry.cases))
    failed = {
        outcome.case.id: outcome.trouble or outcome.mismatches
        for outcome in map(run.outcome, run.file.cases)
        if not outcome.passed
    }
    assert failed == {}
