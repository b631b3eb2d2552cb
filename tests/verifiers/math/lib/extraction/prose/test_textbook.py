"""A sentence of a textbook states the value of its last clause."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.equivalence import equivalence
from rewardkit_verifiers.math.lib.extraction.prose.textbook import closing_value

# Question, sentence, what it states; nothing where that is not certain.
STATED = [
    ("", "This means that $x-18=25$, so $x=43$.", "43"),
    ("", r"We have $24=3r$, which yields $r=\sqrt{15}$.", r"\sqrt{15}"),
    ("", "It follows that we have a total of $90-10$, which is $90-10+1 = 81$.", "81"),
    ("", r"Thus, the maximum value is $9 + \frac{15}{2} = \frac{33}{2}$.", r"\frac{33}{2}"),
    ("", "So $2x=70$ and $x=35$.", "35"),
    ("", "Hence $2x=110$ or $x=55$.", "55"),
    ("", r"This simplifies to $18\cdot17$, or $306$.", "306"),
    ("", "Rounding $78$ to the nearest ten we get $80$.", "80"),
    ("", "There are $28$ tours when $n=3$.", "28"),
    ("What is $a+b+c$?", r"Therefore, $a=4$, $b=\frac14$, and $a+b+c = 3$.", "3"),
    ("What is the least $n$?", "So there must be at least $445$ widgets.", "445"),
    ("", "So there must be at least $445$ widgets.", ""),
    ("", "Hence $x=3$ and $y=4$.", ""),
    ("", "So $x = 7$ or $x = 8$.", ""),
    ("", "So the sum is not $7$.", ""),
    ("", "Thus $x$ is $3$ more than $7$.", ""),
    ("", r"Thus $n \le 7$.", ""),
    ("", "So is $x=7$?", ""),
    ("", "So $x=7$ does not satisfy the equation.", ""),
    ("", "There might be $8$ triples.", ""),
]  # fmt: skip


@pytest.mark.parametrize(("question", "sentence", "value"), STATED)
def test_the_last_clause_of_a_sentence_with_formulas_states_its_value(
    question: str, sentence: str, value: str
) -> None:
    assert closing_value(sentence, question, "value") == value


def test_a_condition_stays_with_an_equation() -> None:
    assert closing_value("Thus $f(t)=t^2$, for all $t = 1$.", "", "equation") == ""


def test_a_value_that_stands_before_the_last_statement_is_not_paid() -> None:
    question = "Find $x$ such that $2x+6=20$."
    for reply in (
        "We have $x=7$ on the one hand. Hence $x=9$.",
        "We get $x=7$, which gives $2x+6=20$, so $x+1=8$.",
        "We have $2x=14$, which implies $x=-7$.",
        "Hence $x$ is at most $7$.",
        "So $x=7$ does not satisfy the equation.",
    ):
        assert equivalence.score(completion=reply, answer="7", prompt=question).value != 1


REPLIES = [
    ("19", "Evaluate $24-(2x-y)$ if $x=4$ and $y=3$.", "We have $24 - (2x-y) = 24 - 5 = 19$."),
    ("89", "Find the residue of $9^{-1}$ modulo 100.",
     r"Then $9 \cdot 11 \equiv -1$, so $9^{-1} \equiv -11 \equiv 89 \pmod{100}$."),
    (r"\$18.90", "What would it cost?",
     r"So $x=\$0.15$ and the total is $54(\$0.15)+27(\$0.40)=\$18.90$."),
    ("280", "How many ways are there?", r"Of $8!$ orders, so there are $8!/144 = 280$ ways."),
    (r"\frac{25}{16}", "What is it?",
     "We halve. It is $\\frac{5}{4}\\cdot\n\\frac{5}{4}=\\frac{25}{16}$."),
    ("243", "Find $b^a$.", "So $a=5$ and $b=3$. Therefore our answer is $b^a = 3^5 = 243$."),
]  # fmt: skip


@pytest.mark.parametrize(("reference", "question", "reply"), REPLIES)
def test_replies_in_the_prose_of_textbooks_are_read(
    reference: str, question: str, reply: str
) -> None:
    assert equivalence.score(completion=reply, answer=reference, prompt=question).value == 1


@pytest.mark.parametrize(
    ("reference", "question", "reply"),
    [
        ("25", "What is the remainder?", r"So $N \not\equiv 25 \pmod{36}$."),
        ("3", "What is $AB$?", "Thus $AB^2=3$."),
        ("5", "What is $a+b$?", "Therefore our answer is $2 + 2 = 4 = 5$."),
    ],
)
def test_a_formula_of_something_else_is_not_what_was_asked_for(
    reference: str, question: str, reply: str
) -> None:
    assert equivalence.score(completion=reply, answer=reference, prompt=question).value != 1


AFTER = [
    ("43", "Find $x$ such that $\\log_5(x-18)=2$.",
     "In exponential form this is $5^2=x-18$. This means that $x-18=25$, so $x=43$."),
    ("16", "What is the sum?", "So $a = 5$ and $b = 11$. Either way, the sum is equal to $16$."),
    ("2", "Find the sum of all $x$.", "Either $x=8$ or $x=-6$. If $x=8$, we have one, and if "
     "not, $x= -6$, so the sum of the values of $x$ is $8+(-6) = 2$."),
    ("102", "What is the largest value?", "Therefore, the largest value is $102$. For example, "
     "this is possible when $n=34$, as $3n=102$ and $2m=1734$."),
    ("5", "Find the least value.", "So the least value is $5.$  Equality occurs when $a = 3.$"),
    ("17", "Find the minimum value of $f(x).$", "So $f(x) \\ge 17.$\n\nNote that $f(2) = 17,$ so "
     "the minimum value of $f(x)$ is $17.$"),
    ("9", "Find $d.$", "So $c = 4.$  Then $d$ has the sum of both.  This implies $d - 5 = 4,$ so "
     "$d = 9.$"),
]  # fmt: skip


@pytest.mark.parametrize(("reference", "question", "reply"), AFTER)
def test_a_remark_that_goes_on_to_a_result_states_it_and_one_of_examples_does_not(
    reference: str, question: str, reply: str
) -> None:
    assert equivalence.score(completion=reply, answer=reference, prompt=question).value == 1


def test_an_example_or_a_case_of_equality_is_not_paid_as_the_answer() -> None:
    question = "How many triples are there?"
    for reply in (
        "There are $5$ triples. In fact, there are $8$ pairs too.",
        "The number of triples is $5$. Equality occurs when $x=8$.",
        "The number of triples is $5$. For these values, we can take $a=8$.",
    ):
        assert equivalence.score(completion=reply, answer="8", prompt=question).value != 1
