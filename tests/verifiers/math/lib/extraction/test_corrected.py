"""Other values behind a marked answer: corrections, which count, and alternatives, which hedge."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rewardkit import get
from rewardkit_verifiers.math.lib.extraction.corrected import beside, corrected

EQUAL, NUMBER = get("math/equivalence"), get("math/number")
MARKED = ("The answer is {}", r"Thus $\boxed{{{}}}$", "Hence $x={}$", "<answer>{}</answer>")
CORRECTED = (
    *(". No, it is 5.", ". No, 5.", ". Wait, no, 5.", ". Scratch that, 5.", ". Sorry, 5."),
    *(". Make that 5.", ". Correction: the answer is 5.", ". Let me correct that: it is 5."),
    *(". Should be 5.", ". It should be 5.", ". Edit: 5.", ". My bad, it's 5.", ". Not 4 but 5."),
    *(". Upon review, the answer is 5.", ". After checking, it should be 5.", ". Oops, 5."),
    *(
        ". Hold on, recomputing gives 5.",
        ". On reflection, it's 5.",
        ". Sorry, I miscounted: it is 5.",
        " → no, 5.",
        ". I mean 5.",
    ),
)
BESIDE = (
    *(" or 5.", ", or maybe 5.", ". Or is it 5?", ". Alternatively 5.", ". It could also be 5."),
    *(". 5 is also a solution.", ". Another solution is 5.", ". Both 4 and 5 work.", " and 5."),
    *(". The other answer is 5.", ". It might be 5 instead."),
)
SAME = (
    *(". Wait, let me check: 2 + 2 = 4. Yes, 4.", ". Actually, 4."),
    *(". However, 3 of them are odd.", ". But 5 is not even.", " or 4.0.", ". Edit: 4."),
    *(". Or, as a decimal, 4.0.", ". No 5 is needed.", ". Here 5 is also a prime factor of 10."),
)


@pytest.mark.parametrize("words", CORRECTED)
def test_a_value_that_takes_the_place_of_an_answer_is_the_answer(words: str) -> None:
    for marked in MARKED:
        said = marked.format("4") + words
        assert EQUAL.score(completion=said, answer="5").value == 1.0, said
        assert EQUAL.score(completion=said, answer="4").value != 1.0, said
        assert NUMBER.score(completion=said, answer="4").value != 1.0, said


@pytest.mark.parametrize("words", BESIDE)
def test_a_second_value_beside_an_answer_makes_it_ambiguous(words: str) -> None:
    for marked in MARKED[1:]:
        for answer in ("4", "5"):
            said = marked.format("4") + words
            assert EQUAL.score(completion=said, answer=answer).value != 1.0, said
            assert NUMBER.score(completion=said, answer=answer).value != 1.0, said


@pytest.mark.parametrize("words", SAME)
def test_other_numbers_behind_an_answer_leave_it_as_it_is(words: str) -> None:
    said = r"Thus $\boxed{4}$" + words
    assert EQUAL.score(completion=said, answer="4").value == 1.0


def test_a_phrase_behind_a_box_that_names_another_value_makes_it_ambiguous() -> None:
    said = r"\boxed{4} is the number of sides; the answer is 5."
    assert EQUAL.score(completion=said, answer="4").reason == "ambiguous"
    for same in (
        "The answer is 4 apples.",
        "The final answer is $4$.",
        "The answer is an integer.",
    ):
        assert EQUAL.score(completion=rf"\boxed{{4}}. {same}", answer="4").value == 1.0


@given(st.integers(-999, 999), st.integers(-999, 999))
@example(0, 4)
def test_the_last_of_several_corrections_counts(first: int, last: int) -> None:
    said = rf"\boxed{{4}}. No, {first}. Sorry, {last}."
    assert EQUAL.score(completion=said, answer=str(last)).value == 1.0


@given(st.text(max_size=120), st.text(max_size=12))
def test_any_text_is_read(behind: str, answer: str) -> None:
    corrected(behind, answer)
    beside(behind, answer)


def test_corrections_are_read_in_linear_time() -> None:
    for piece in ("no, ", "wait ", "or ", ". not 4 but ", "sorry, it is ", "5 is "):
        start = time.process_time()
        EQUAL.score(completion=r"\boxed{4}. " + piece * 20_000, answer="4")
        assert time.process_time() - start < 5
