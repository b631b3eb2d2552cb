"""Words behind an answer that doubt it, bound it or go on to compute, and words that do not."""

from __future__ import annotations

import time

import pytest

from rewardkit import get
from rewardkit_verifiers.math.lib.extraction.behind import taken_back

EQUAL, NUMBER = get("math/equivalence"), get("math/number")
MARKED = ("The answer is {}", r"Thus $\boxed{{{}}}$", "Hence $x={}$", "#### {}", "**Answer:** {}")
DOUBTED = (
    *(" is not what we want.", " is not the value we are looking for.", " is too small."),
    *(". Hmm, this doesn't seem right.", ", though I'm not sure.", ". I am not confident."),
    *(". I could be wrong.", ". I made this up.", ". I take that back.", ". Forget it."),
    *(". There's an error in my calculation.", ". I realize I made an arithmetic error."),
    *(". On second thought, that's off by one.", ". Never mind, this is wrong."),
    *(
        ". Let me double check. That is wrong.",
        ". Hmm. Wait. This is not right.",
        ". Hmm, rereading it, that is not right.",
    ),
    *(". But this violates the constraint.", ". So this is not a valid solution."),
    *(", give or take.", ", I guess.", " (probably).", ", maybe.", " or so.", " at least."),
    *("?", ". Please ignore that.", ". This is just a wild guess.", ". Don't trust this."),
)
STANDS = (
    *(". This checks out.", ". Let me double-check: yes, it works.", ", as required.", "!"),
    *(". There is no mistake in this.", ". A common mistake is to forget the sign.", " ✓"),
    *(". I am sure.", ". I'm not sure what else to add.", ". This is not a guess."),
    *(". Some think the total is larger. That is wrong.", ". Note that this is an integer."),
)


@pytest.mark.parametrize("words", DOUBTED)
def test_an_answer_that_is_doubted_behind_its_mark_is_not_paid(words: str) -> None:
    for marked in MARKED:
        said = marked.format("4") + words
        assert EQUAL.score(completion=said, answer="4").value != 1.0, said
        assert NUMBER.score(completion=said, answer="4").value != 1.0, said


@pytest.mark.parametrize("words", STANDS)
def test_other_words_behind_an_answer_leave_it_as_it_is(words: str) -> None:
    for marked in MARKED[:3]:
        said = marked.format("4") + words
        assert EQUAL.score(completion=said, answer="4").value == 1.0, said


def test_a_box_that_is_a_part_of_a_formula_is_no_answer() -> None:
    for words in (" + 1", r" \times 10", " squared", " plus 1", " - 1."):
        said = rf"So it is \boxed{{4}}{words}"
        assert EQUAL.score(completion=said, answer="4").value != 1.0, said
    for words in (" apples", " - as we wanted.", " times as many", r"\%", " (units)"):
        said = rf"So it is \boxed{{4}}{words}"
        assert EQUAL.score(completion=said, answer="4").value == 1.0, said


def test_an_approximate_decimal_may_be_called_so() -> None:
    assert EQUAL.score(completion=r"\boxed{3.14}, approximately.", answer="3.14").value == 1.0
    assert EQUAL.score(completion=r"\boxed{300}, approximately.", answer="300").value != 1.0


def test_what_stands_behind_an_answer_is_read_in_linear_time() -> None:
    for piece in ("hmm. ", "not the ", "i made a ", "there is a ", "or maybe ", "so wait but "):
        start = time.process_time()
        for _ in range(50):
            taken_back(piece * 40, "4", closed=True)
        EQUAL.score(completion=r"\boxed{4}. " + piece * 20_000, answer="4")
        assert time.process_time() - start < 5
