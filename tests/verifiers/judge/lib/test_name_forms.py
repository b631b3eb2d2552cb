"""Names written in another form than a reference has."""

from __future__ import annotations

from rewardkit_verifiers.judge.lib.name_forms import written_otherwise


def test_a_name_with_of_may_be_turned() -> None:
    turned = written_otherwise("Treaty of Versailles", "So: the Versailles Treaty")
    assert ["versailles", "treaty"] in turned
    assert written_otherwise("Versailles Treaty", "the Treaty of Versailles")


def test_another_name_with_of_is_not_turned() -> None:
    assert written_otherwise("Treaty of Versailles", "the Trianon Treaty") == []
