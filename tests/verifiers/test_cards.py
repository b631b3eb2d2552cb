"""The card of every verifier that ships says what its reward reads."""

from __future__ import annotations

import pytest

from rewardkit.catalogue import catalogue
from rewardkit.catalogue.catalogue import Entry
from rewardkit.registry import verifiers

ENTRIES = [
    entry for entry in catalogue.entries() if entry.package.startswith("rewardkit_verifiers")
]


def named(entry: Entry) -> str:
    """The id of a verifier in test output."""
    return entry.card.id


def test_every_family_ships_cards() -> None:
    families = {entry.card.family for entry in ENTRIES}
    assert families == {"code", "control", "format", "judge", "length", "math", "text"}


@pytest.mark.parametrize("entry", ENTRIES, ids=named)
def test_a_card_names_the_inputs_that_its_reward_reads(entry: Entry) -> None:
    reward = verifiers.get(entry.card.id)
    bound = {parameter.name for parameter in reward.signature.bound} - {"sample"}
    assert bound <= set(entry.card.inputs)
    if "sample" not in {parameter.name for parameter in reward.signature.bound}:
        # Whoever takes whole samples may read more of them than a signature can say.
        assert set(entry.card.inputs) - bound == set()
