"""Every code verifier comes with the cases that make it trustworthy, and they hold."""

from __future__ import annotations

import pytest

from rewardkit.catalogue import catalogue
from rewardkit.catalogue.catalogue import Entry
from rewardkit.registry import verifiers
from rewardkit.testing.cases.model import read_cases
from rewardkit.testing.cases.runner import CaseRun

NAMES = {
    "dataset", "static", "stdio", "function", "asserts", "pytest", "regex", "report", "sql",
}  # fmt: skip
ENTRIES = [entry for entry in catalogue.entries() if entry.card.family == "code"]
NEEDED = ("right", "wrong", "unreadable", "empty", "very-long", "attack")


def named(entry: Entry) -> str:
    """The id of a verifier in test output."""
    return entry.card.id


def test_all_verifiers_are_there() -> None:
    assert {entry.card.name for entry in ENTRIES} == NAMES


@pytest.mark.parametrize("entry", ENTRIES, ids=named)
def test_a_verifier_has_at_least_twelve_cases_of_every_needed_kind(entry: Entry) -> None:
    ids = read_cases(entry.cases).ids
    assert len(ids) >= 12
    assert [kind for kind in NEEDED if not any(one.startswith(kind) for one in ids)] == []


@pytest.mark.parametrize("entry", ENTRIES, ids=named)
def test_every_case_holds_on_every_backend(entry: Entry, backend: str) -> None:
    reward = verifiers.get(entry.card.id)
    if "backend" not in reward.settings:
        pytest.skip(f"{entry.card.id} runs nothing")
    for case in read_cases(entry.cases).cases:
        found = reward.configured(**{**case.settings, "backend": backend}).score(case.sample)
        expected = case.expect
        where = f"{case.id}: {found}"
        if expected.status is not None:
            assert found.status == expected.status, where
        if expected.reason is not None:
            assert found.reason == expected.reason, where
        if expected.names_value:
            assert found.value == pytest.approx(expected.value, abs=1e-6), where


@pytest.mark.parametrize("entry", ENTRIES, ids=named)
def test_every_case_holds_as_its_file_says(entry: Entry) -> None:
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
