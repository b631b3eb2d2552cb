"""Answers in set phrases are compared by what they say, in any language, with their reasons."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.equivalence import equivalence
from rewardkit_verifiers.math.lib.phrases.compare import phrase, same_phrase

NONE, MANY = r"\text{No solution}", "infinitely many solutions"
SAME = [
    ("Yes", "Yes, it always is."), ("Yes", "Yes — the series converges."), ("Yes", "Ja"),
    ("Yes", "Yes. The series converges by the ratio test."), ("Yes", "Sí, siempre."),
    ("Yes", "是"), ("No", "No, it isn't."), ("No", "No, since 7 is prime."), ("No", "нет"),
    ("No", "No! 3 cannot divide 10."), ("True", "The statement is true."), ("False", "Falsch"),
    (NONE, "The system is inconsistent, so it has no solution."), (NONE, "Es gibt keine Lösung."),
    (NONE, "The lines are parallel, so there is no solution."), (NONE, "方程无解"),
    (NONE, "No solution, because the discriminant is negative."), (NONE, "no hay solución"),
    (NONE, r"\emptyset"), (r"\varnothing", "The equation has no real solutions."),
    (NONE, "The solution set is empty."), (MANY, "The system has infinitely many solutions."),
    (MANY, "an infinite number of solutions"), (MANY, "无穷多解"), ("even", "偶函数"),
    ("odd", "It is an odd function."), ("Tuesday", "martes"), ("Tuesday", "It will be a Tuesday."),
    ("March 14, 2015", "14 de marzo de 2015"), ("March 14, 2015", "2015年3月14日"),
    (r"\infty", "positive infinity"), (r"\infty", "无穷大"), (r"-\infty", "menos infinito"),
    (r"\infty", r"The limit is +\infty"), (r"\infty", "It grows without bound."),
    ("cannot be determined", "There is not enough information."),
    ("not enough information", "无法确定"),
    ("March 14, 2015", "3/14/2015"), ("July 4", "le 4 juillet"), ("March", "März"),
]  # fmt: skip
OTHER = [
    ("Yes", "Nein"), ("Yes", "No, nunca."), ("No", "Yes."), ("True", "falsch"),
    (NONE, "unendlich viele Lösungen"), (MANY, "no solution"), ("even", "奇函数"),
    (r"\infty", "minus infinity"), (r"-\infty", "正无穷"),
    ("odd", "neither"), ("Tuesday", "jeudi"), ("March 14, 2015", "14 de mayo de 2015"),
    ("March 14, 2015", "14 de marzo de 2016"), ("July 4", "4 juin"), (r"\emptyset", MANY),
]  # fmt: skip
NEITHER = [
    "Yes and no.", "Yes, but only if n is even.", "Yes or no, depending on x.", "No, wait, yes.",
    "No doubt about it: yes.", "No problem, yes it is.", "Yes, unless x = 0.", "No. 5",
    "It has no solution other than x = 3.", "The system has no unique solution.",
    "There may be no solution.", "no solution; x = 3", "Is there no solution?",
    "For negative a there is no solution.", "not infinitely many", "neither here nor there",
    "the day after Tuesday", "Monday or Tuesday", "3/4/2015", "42", "x = 0", "",
]  # fmt: skip


@pytest.mark.parametrize(("gold", "pred"), SAME)
def test_a_phrase_is_the_same_in_other_words(gold: str, pred: str) -> None:
    assert same_phrase(gold, pred) is True
    assert equivalence(where="answer").score(completion=pred, answer=gold).value == 1.0


@pytest.mark.parametrize(("gold", "pred"), OTHER)
def test_another_phrase_is_wrong(gold: str, pred: str) -> None:
    assert same_phrase(gold, pred) is False
    assert equivalence(where="answer").score(completion=pred, answer=gold).value == 0.0


@pytest.mark.parametrize("text", NEITHER)
def test_what_is_taken_back_or_bound_is_no_phrase(text: str) -> None:
    assert phrase(text) is None


def test_a_boxed_phrase_is_read_like_a_bare_one() -> None:
    said = r"\boxed{\text{The equation has no solution.}}"
    assert equivalence.score(completion=said, answer=NONE).value == 1.0


@pytest.mark.parametrize(
    "said", ["Yes, unless x = 0.", "Some believe the answer is yes.", "Maybe yes."]
)
def test_a_phrase_with_a_doubt_is_not_paid(said: str) -> None:
    assert equivalence(where="answer").score(completion=said, answer="Yes").value != 1.0


@pytest.mark.parametrize(
    "said", ["For negative a there is no solution.", "It is not true that there is no solution."]
)
def test_no_solution_in_one_case_or_denied_is_not_paid(said: str) -> None:
    assert equivalence(where="answer").score(completion=said, answer=NONE).value != 1.0


@pytest.mark.parametrize(
    ("gold", "answer", "expected"),
    [
        ("no real solutions", "no solution", True),
        ("no real solutions", "The equation has no real roots", True),
        ("no real solutions", "no rational solutions", False),
        ("no real solutions", "no positive real solutions", False),
        ("no integer solutions", "no real solutions", False),
        ("no solution", r"\varnothing (the equation has no solutions)", True),
        ("no solution", "无解 (∅)", True),
        (r"\emptyset", r"\emptyset \text{ (no real solutions)}", True),
        ("no solution", r"\varnothing (unless x = 2)", None),
        ("no solution", r"\{\varnothing\}", None),
    ],
)
def test_of_which_numbers_there_are_none_is_part_of_it(
    gold: str, answer: str, expected: bool | None
) -> None:
    assert same_phrase(gold, answer) is expected
