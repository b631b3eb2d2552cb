"""How an answer stands in the text that holds it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.reading.standing import standing


def stands(text: str, value: str = "42", allowed: str = "", *, number: bool = True) -> str:
    at = text.index(value)
    return standing(text, at, at + len(value), number=number, allowed=allowed)


@pytest.mark.parametrize(
    "text",
    [
        "42",
        "It is 42.",
        "So there are 42 jars, not 48.",
        "Not 48 but 42.",
        "It isn't 48; it is 42.",
        "No doubt it is 42",
        "A total of 42 jars (6 rows of 7)",
        "If each row has 7 jars, there are 42.",
        "If I recall correctly, it was 42.",
        "People say 48, but it is 42.",
    ],
)
def test_an_answer_that_is_stated_stands(text: str) -> None:
    assert stands(text) == ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("It cannot be 42", "denied"),
        ("Anything but 42", "denied"),
        ("Bukan 42", "denied"),
        ("42 değil", "denied"),
        ("42ではありません", "denied"),
        ("no es 42", "denied"),
        ("42 is too high", "denied"),
        ("more than 42", "bounded"),
        ("≥ 42", "bounded"),
        ("nearly 42", "bounded"),
        ("42 million", "other_quantity"),
        ("42%", "other_quantity"),
        (r"\sqrt{42}", "other_quantity"),
        ("log(42)", "other_quantity"),
        ("the 42nd", "other_quantity"),
        ("Is it 42?", "not_asserted"),
        ("Some say 42", "not_asserted"),
        ("numbers, e.g. 42", "not_asserted"),
        ("If there were 6 more it would be 42", "not_asserted"),
        ("The grader wants 42", "not_asserted"),
        ("Rule 42", "label"),
        ("There are 42 reasons to pass", "label"),
    ],
)
def test_an_answer_that_is_not_stated_does_not_stand(text: str, reason: str) -> None:
    assert stands(text) == reason


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("at least 42", "at least 42"),
        ("42 million", "How many million people live there?"),
        ("42%", "What percentage? 42%"),
        ("page 42", "On which page is it?"),
    ],
)
def test_what_the_question_or_the_reference_says_is_not_held_against_it(
    text: str, allowed: str
) -> None:
    assert stands(text, allowed=allowed) == ""


@given(st.text(max_size=60), st.text(max_size=60), st.booleans())
def test_any_text_around_a_value_is_read(before: str, after: str, number: bool) -> None:
    text = f"{before}42{after}"
    found = standing(text, len(before), len(before) + 2, number=number)
    assert found in ("", "denied", "bounded", "other_quantity", "not_asserted", "label")


@pytest.mark.parametrize("part", ["not ", "more than ", "some say ", "a ", "(", "42 "])
def test_a_megabyte_around_a_value_is_read(part: str) -> None:
    text = part * (500_000 // len(part))
    assert isinstance(standing(text + "42" + text, len(text), len(text) + 2, number=True), str)
