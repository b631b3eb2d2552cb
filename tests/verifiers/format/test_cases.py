"""Every verifier of these families comes with the cases that make it trustworthy."""

from __future__ import annotations

import pytest

from rewardkit.catalogue import catalogue
from rewardkit.catalogue.catalogue import Entry
from rewardkit.testing.cases.model import read_cases
from rewardkit.testing.cases.runner import CaseRun

FAMILIES = {"format", "text", "length", "control"}
EXPECTED = 20
ENTRIES = [entry for entry in catalogue.entries() if entry.card.family in FAMILIES]
NEEDED = ("right", "wrong", "unreadable", "empty", "very-long")


def named(entry: Entry) -> str:
    """The id of a verifier in test output."""
    return entry.card.id


def test_all_verifiers_are_there() -> None:
    assert len(ENTRIES) == EXPECTED


@pytest.mark.parametrize("entry", ENTRIES, ids=named)
def test_a_verifier_has_at_least_twelve_cases_of_every_needed_kind(entry: Entry) -> None:
    ids = read_cases(entry.cases).ids
    assert len(ids) >= 12
    missing = [kind for kind in NEEDED if not any(one.startswith(kind) for one in ids)]
    assert missing == []


@pytest.mark.parametrize("entry", ENTRIES, ids=named)
def test_every_case_holds_and_holds_again(entry: Entry) -> None:
    for _ in range(2):
        run = CaseRun(read_cases(entry.cases))
        failed = {
            outcome.case.id: outcome.trouble or outcome.mismatches
            for outcome in map(run.outcome, run.file.cases)
            if not outcome.passed
        }
        assert failed == {}


@pytest.mark.parametrize("entry", ENTRIES, ids=named)
def test_the_card_says_whether_there_is_a_system_prompt(entry: Entry) -> None:
    package = __import__(entry.package, fromlist=["instruction"])
    assert hasattr(package, "instruction") == entry.card.system_prompt
