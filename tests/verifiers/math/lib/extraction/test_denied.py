r"""Answers that are marked and then, or before, denied: `$4$ is wrong`, `I doubt that it is 4`."""

from __future__ import annotations

import time

import pytest

from rewardkit import get
from rewardkit_verifiers.math.lib.extraction.denied import denied, undisputed
from rewardkit_verifiers.math.lib.extraction.found import Found

EQUAL, NUMBER = get("math/equivalence"), get("math/number")
MARKED = (
    *("The answer is 4", "The answer is $4$", "The answer $4$", "$4$", "$x=4$", r"\boxed{4}"),
    *(r"The answer is $\boxed{4}$", "#### 4", "**4**", "Answer: 4", "<answer>4</answer>", "x = 4"),
)
BEHIND = (
    *(" is not the answer.", " is false.", " is wrong.", " is incorrect.", " isn't correct."),
    *(" can't be right.", " cannot be right; the answer is 5.", ", which is wrong.", " (wrong)"),
    *(", but I doubt it.", " is mistaken.", " must be wrong.", ", wrong.", " does not work."),
    *(". This is wrong.", ". No, it is 5.", "\nwrong", ". That isn't right.", ". I doubt this."),
    *(". But this is not correct.", ". My answer is wrong.", ". I don't think this is right."),
    *(". However, it is 5.", ". Correction: 5.", ". It is certainly not 4.", ". Strike that."),
    *(" is far from correct.", ". I think this is wrong.", ". (This is false.)", ". 4 is wrong."),
    *(" should be rejected.", ". Everything above is wrong.", ". I doubt that 4 is right."),
    *(". No.", ". Actually, that's wrong.", "\n\nThis answer is incorrect.", ". It is not 4."),
)
BEFORE = (
    *("I do not think it is {}.", "I don't believe it is {}.", "I doubt that it is {}."),
    *("The wrong answer is {}.", "It is false that it is {}.", "It is wrong to say {}."),
    *("It cannot be {}.", "The answer isn't {}.", "It is not true that the answer is {}."),
    *("Incorrect answer: {}", "Nobody believes it is {}.", "It is never {}."),
)
STANDS = (
    r"\boxed{4}. This is not 5 because 5 is odd.",
    r"A common wrong answer is 5. \boxed{4}",
    r"Not 5 but \boxed{4}",
    r"3 squared is -1, which is a contradiction, so \boxed{4}",
    r"We check that 3 is wrong. \boxed{4}",
    r"The statement is false. \boxed{4}",
    "The answer is $4$. Note that 5 is wrong, since it is odd.",
    "I was wrong earlier. The answer is 4.",
    r"\boxed{4}. It is impossible to get 5.",
    r"\boxed{4}. There is no doubt that this is right.",
    r"Without doubt it is \boxed{4}.",
    r"\boxed{4}. I do not think there is a shorter way.",
    r"I doubt that it is 5; it is \boxed{4}.",
    r"\boxed{4}, which is not equal to 5.",
    r"\boxed{4}. Is 5 possible? No.",
    r"\boxed{4}. It is not a prime number.",
    "The answer is 4. No other value works.",
    r"\boxed{4}. Wrong approaches give 5.",
    r"\boxed{4} is not wrong.",
    r"\boxed{4}. Actually, it is 4.",
    r"\boxed{4}. However, 3 of them are odd.",
    r"\boxed{4}. The case x = 5 should be rejected.",
    "It can't be 5, so it must be $4$.",
)


@pytest.mark.parametrize("marked", MARKED)
def test_an_answer_that_is_taken_back_behind_its_mark_is_not_paid(marked: str) -> None:
    for words in BEHIND:
        assert EQUAL.score(completion=marked + words, answer="4").value != 1.0, words
        assert NUMBER.score(completion=marked + words, answer="4").value != 1.0, words


@pytest.mark.parametrize("words", BEFORE)
def test_an_answer_that_is_denied_before_its_mark_is_not_paid(words: str) -> None:
    for value in ("4", "$4$", r"\boxed{4}", "$x=4$"):
        assert EQUAL.score(completion=words.format(value), answer="4").value != 1.0
        assert NUMBER.score(completion=words.format(value), answer="4").value != 1.0


@pytest.mark.parametrize("text", STANDS)
def test_words_of_denial_about_something_else_deny_no_answer(text: str) -> None:
    assert EQUAL.score(completion=text, answer="4").value == 1.0
    assert NUMBER.score(completion=text, answer="4").value == 1.0


def test_the_answer_marked_behind_a_denied_one_is_the_answer() -> None:
    for text in (r"\boxed{4} cannot be right; the answer is 5.", r"$4$ is wrong. The answer is 5."):
        assert EQUAL.score(completion=text, answer="5").value == 1.0
        assert EQUAL.score(completion=text, answer="4").value != 1.0


def test_a_question_for_what_is_false_may_be_answered_with_it() -> None:
    for text in (
        r"The false one is \boxed{B}. It is false, since 2 is even.",
        r"\boxed{B} is false.",
    ):
        asked = "Which of the statements is false?"
        assert EQUAL.score(completion=text, answer="B", prompt=asked).value == 1.0
    assert EQUAL.score(completion=r"Statement \boxed{3} is false.", answer="3").value == 1.0
    assert EQUAL.score(completion=r"\boxed{B} is wrong.", answer="B").value != 1.0


def test_denials_are_read_in_time_linear_in_the_text() -> None:
    for piece in (
        "The answer is 4. This is wrong. ",
        "not the answer is ",
        "$4$ no, ",
        "4 is the ",
    ):
        start = time.process_time()
        EQUAL.score(completion=piece * 20_000, answer="4")
        assert time.process_time() - start < 5
    assert denied("$4$ is wrong.", Found("4", "last_math"), -1, "") == 12


def test_what_could_deny_or_correct_a_box_is_never_passed_over_by_the_quick_look() -> None:
    box = r"It is $\boxed{4}$"
    for behind in (" m.", ".", " dollars per month.", ""):
        assert undisputed(box + behind, 7, 16)
    for behind in (
        ", no wait, 5.",
        " or 5",
        " is wrong.",
        "? I guess.",
        ". Not really.",
        " squared",
    ):
        assert not undisputed(box + behind, 7, 16)
        assert EQUAL.score(completion=box + behind, answer="4").value != 1.0
    assert not undisputed(r"It is not $\boxed{4}$.", 11, 20)
