"""An answer may be said with less than the reference, and must not be said as another."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.text.answer import answer
from rewardkit_verifiers.text.lib.choosing.pressed import unpressed
from rewardkit_verifiers.text.lib.loosely import loosely
from rewardkit_verifiers.text.lib.mentions import aliases_of
from rewardkit_verifiers.text.lib.shapes import shapes
from rewardkit_verifiers.text.lib.tokens import plain, tokens


def said(alias: str, reply: str, prompt: str = "") -> list[str]:
    """What of a reply says the alias, with less than all of it."""
    text = plain(reply)
    found = loosely(tokens(text), aliases_of([alias]), text, prompt)
    return [text[one.start : one.end] for one in found]


@pytest.mark.parametrize(
    ("alias", "reply", "prompt", "expected"),
    [
        ("June 23, 1991", "It came out in 1991.", "when did it come out", ["1991"]),
        ("June 23, 1991", "It came out in 1991.", "on what day did it come out", []),
        ("June 23, 1991", "It came out in July 1991.", "when did it come out", []),
        ("June 23, 1991", "In 1990 or 1991.", "when did it come out", []),
        ("from 1991 to June 1993", "In 1991.", "when was it", []),
        ("Joseph Turner", "by J.M.W. Turner", "", ["J.M.W. Turner"]),
        ("Joseph Turner", "by W. Turner", "", []),
        ("Joseph Turner", "by James Turner", "", []),
        ("Joseph Turner", "by Jo Turner", "", []),
        ("224.7 days", "some 225 days", "", ["225 days"]),
        ("224.7 days", "some 224 days", "", []),
        ("224.7 days", "some 225 weeks", "", []),
        ("2.18 billion", "2.2 billion", "", ["2.2 billion"]),
        ("2.18 billion", "2 billion", "", []),
        ("2.18 billion", "2.19 billion", "", []),
        ("Argentina", "He was Argentine.", "what nationality was he", ["Argentine"]),
        ("Argentina", "He was Argentine.", "where was he born", []),
        ("Germany", "She was Austrian.", "what nationality was she", []),
    ],
)
def test_less_than_the_reference_is_said(
    alias: str, reply: str, prompt: str, expected: list[str]
) -> None:
    assert said(alias, reply, prompt) == expected


@pytest.mark.parametrize(
    ("alias", "shape"),
    [
        ('James "Jamie" Doe', "Jamie Doe"),
        ("Michel (Albert) Roux", "Michel Roux"),
        ("(North Atlantic) Gannet", "Gannet"),
        ("Painter Ada Lind", "Ada Lind"),
        ("20-year period", "20-year"),
        ("for a rich man to enter. The words are his.", "for a rich man to enter"),
    ],
)
def test_an_alias_has_shorter_forms(alias: str, shape: str) -> None:
    assert shape in list(shapes(alias))


@pytest.mark.parametrize(
    "alias", ["President Street", "Iron Man", "The Cardinal Rule of Law School"]
)
def test_a_name_that_begins_like_an_occupation_keeps_its_words(alias: str) -> None:
    assert list(shapes(alias)) == [alias]


def test_numbers_in_words_seasons_and_decades_have_one_form() -> None:
    text = "Twenty-seven and forty two, thirty"
    assert [one.form for one in tokens(text)] == ["27", "42", "30"]
    assert plain("1998–99, the '90s, 1990-91") == "1998-1999, the 1990s, 1990-1991"
    assert plain("the horseMedia Puzzle on an iPhone") == "the horse Media Puzzle on an iPhone"


def test_a_condition_that_holds_becomes_a_word_of_its_length() -> None:
    for text in ("If asked, C.", "I would say C if pressed.", "If it were up to me: C"):
        assert len(unpressed(text)) == len(text)
        assert "if" not in unpressed(text).casefold()
    assert unpressed("If asked about cats, C.") == "If asked about cats, C."


@pytest.mark.parametrize(
    ("reply", "gold", "prompt"),
    [
        ("On average 384 400 km.", "384400", "How far is it?"),
        ("They have won it twice.", "2", "How many times have they won?"),
        ("It was Juno.", "Juno Beach", "Which beach was the third?"),
        ("Solids, liquids and gases.", "solid, liquid, gas", "Which states of matter are there?"),
    ],
)
def test_blanks_for_commas_adverbs_and_words_of_the_question_say_the_same(
    reply: str, gold: str | list[str], prompt: str
) -> None:
    assert answer.score(completion=reply, answer=gold, prompt=prompt).value == 1.0


def test_a_city_that_is_named_after_a_state_is_not_the_state() -> None:
    asked = "Which city is it?"
    assert (
        answer.score(completion="It is in Kansas.", answer="Kansas City", prompt=asked).value == 0
    )
