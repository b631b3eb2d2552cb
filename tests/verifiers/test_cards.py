"""The card of every verifier that ships agrees with its code and repeats none of it."""

from __future__ import annotations

import pytest

from rewardkit.catalogue import catalogue
from rewardkit.catalogue.catalogue import Entry
from rewardkit.registry import verifiers
from rewardkit.registry.facts import card_faults, facts_of

ENTRIES = [
    entry for entry in catalogue.entries() if entry.package.startswith("rewardkit_verifiers")
]


def named(entry: Entry) -> str:
    """The id of a verifier in test output."""
    return entry.card.id


def test_every_family_ships_cards() -> None:
    families = {entry.card.family for entry in ENTRIES}
    expected = "code control follow format grader ground judge length math plan"
    expected += " proof puzzle text tools"
    assert sorted(families) == expected.split()


def test_the_shortest_verifier_costs_thirty_lines_of_python() -> None:
    lines = {
        entry.card.id: sum(len(path.read_text().splitlines()) for path in entry.folder.glob("*.py"))
        for entry in ENTRIES
    }
    assert min(lines.values()) <= 30, sorted(lines.items(), key=lambda one: one[1])[:3]


@pytest.mark.parametrize("entry", ENTRIES, ids=named)
def test_a_card_contradicts_nothing_that_its_code_says(entry: Entry) -> None:
    assert card_faults(entry.folder, entry.card, verifiers.get(entry.card.id)) == []


@pytest.mark.parametrize("entry", ENTRIES, ids=named)
def test_a_card_repeats_nothing_that_its_code_says(entry: Entry) -> None:
    reward = verifiers.get(entry.card.id)
    whole = "sample" in {parameter.name for parameter in reward.signature.bound}
    # Only the card can name what a reward reads of a whole sample.
    assert (entry.card.inputs is not None) == whole
    assert entry.card.deterministic is None
    told = facts_of(entry.card.model_copy(update={"range": None}), reward).range
    assert entry.card.range != told
