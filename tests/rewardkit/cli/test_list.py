"""`rewardkit list` and `rewardkit show`: what is installed and what each verifier is."""

from __future__ import annotations

import json
from typing import Any

import pytest

from rewardkit import get, reward
from rewardkit.catalogue import catalogue
from rewardkit.catalogue.card import COSTS, Card
from rewardkit.registry.describe import description, instruction, settings_of

Run = Any


def test_list_names_every_verifier_for_people_and_machines(cli: Run) -> None:
    found = cli("list", "--json").json
    ids = [one["id"] for one in found["verifiers"]]
    assert {"format/tags", "math/number", "text/exact"} <= set(ids)
    assert ids == sorted(ids)
    table = cli("list").out
    assert all(f"{name}@1" in table for name in ids)


def test_list_can_be_cut_down_to_one_family(cli: Run) -> None:
    found = cli("list", "--family", "math", "--json").json
    assert {one["id"].split("/")[0] for one in found["verifiers"]} == {"math"}
    assert cli("list", "math", "--json").json == found
    assert "rewardkit show math/number" in cli("list", "math/number").err
    assert cli("list", "math", "--family", "text").code == 2
    wrong = cli("list", "--family", "maths")
    assert wrong.code == 2
    assert "there is no family 'maths'. Did you mean 'math'?" in wrong.err


def test_show_gives_card_settings_cases_and_instruction(cli: Run) -> None:
    found = cli("show", "format/tags", "--json").json
    assert found["id"] == "format/tags@1"
    assert found["default_range"] == [0.0, 1.0]
    assert found["cases"] >= 12
    assert found["instruction"].startswith("Reply exactly as <think>")
    settings = {one["name"]: one for one in found["settings"]}
    assert settings["tags"]["default"] == ["think", "answer"]
    assert settings["credit"]["type"] == "Literal['exact', 'partial']"
    assert all(one["help"] for one in found["settings"])
    text = cli("show", "format/tags").out
    for part in ("known failures", "system prompt", "prefilled", "= False"):
        assert part in text


SHIPPED = [one.card for one in catalogue.entries() if one.package.startswith("rewardkit_verifiers")]


@pytest.mark.parametrize("card", SHIPPED, ids=lambda card: card.id)
def test_list_and_show_say_what_each_verifier_costs_needs_and_cannot_do(
    cli: Run, card: Card
) -> None:
    listed = cli("list", "--family", card.family, "--json").json["verifiers"]
    [row] = [one for one in listed if one["id"] == card.id]
    assert (row["cost"], tuple(row["needs"])) == (card.cost, card.needs)
    shown = " ".join(cli("show", card.id).out.split())
    assert f"cost {card.cost}: {COSTS[card.cost]}" in shown
    assert f"needs {', '.join(card.needs) or 'nothing'}" in shown
    assert card.known_failures
    for line in (*card.known_failures, card.summary, card.judges):
        assert " ".join(line.split()) in shown
        assert line.endswith(".")
        assert len(line.split()) > 4, "a sentence that says what happens, and when"


def test_show_of_an_unknown_id_names_the_closest_one(cli: Run) -> None:
    found = cli("show", "format/tag")
    assert found.code == 2
    assert "Did you mean 'format/tags'?" in found.err


@pytest.mark.parametrize("name", ["format/tags", "math/distance", "text/choice", "length/overlong"])
def test_every_setting_of_a_shipped_verifier_is_explained(name: str) -> None:
    assert [one["name"] for one in description(name)["settings"] if not one["help"]] == []


@pytest.mark.parametrize("card", SHIPPED, ids=lambda card: card.id)
def test_show_explains_the_columns_of_a_shipped_verifier(cli: Run, card: Card) -> None:
    columns = cli("show", card.id, "--json").json["columns"]
    if card.family in ("code", "grader"):
        return  # they name the columns of the data sets that they read
    assert columns
    for column in columns:
        assert column["help"], column["name"]
        assert "see `" not in column["help"], "a stranger has nothing but this text"
    shown = " ".join(cli("show", card.id).out.split())
    for column in columns:
        assert " ".join(column["help"].split()) in shown


@reward
def asking(
    completion: str, *, level: int, words: tuple[str, ...] = ("a",), top: float = float("inf")
) -> bool:
    """Ask for something.

    Args:
        completion: The reply.
        level: How strict
            it is, from 1.
        words: These.

    Returns:
        Nothing: not a setting.
    """
    return True


def test_settings_have_type_default_and_help() -> None:
    assert settings_of(asking) == [
        {
            "name": "level",
            "type": "int",
            "required": True,
            "default": None,
            "help": "How strict it is, from 1.",
        },
        {
            "name": "words",
            "type": "tuple[str, ...]",
            "required": False,
            "default": ["a"],
            "help": "These.",
        },
        {"name": "top", "type": "float", "required": False, "default": "inf", "help": ""},
    ]
    json.dumps(settings_of(asking), allow_nan=False)


def test_a_reward_without_an_instruction_has_none() -> None:
    assert instruction(asking) == ""
    assert instruction(get("text/exact")) == ""


@pytest.mark.parametrize(
    ("word", "advice"),
    [("tags", "Did you mean 'format/tags'?"), ("math", "`rewardkit list math` shows")],
)
def test_half_an_id_names_the_whole(cli: Run, word: str, advice: str) -> None:
    found = cli("show", word)
    assert (found.code, advice in found.err) == (2, True)
