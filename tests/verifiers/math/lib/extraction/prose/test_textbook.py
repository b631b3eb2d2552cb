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
    ("280", "How many ways are there?", r"There are $8!$ orders, so there are $8!/144 = 280$ ways."),
    (r"\frac{25}{16}", "What is it?",
     "We halve it. Thus it is $\\frac{5}{4}\\cdot\n\\frac{5}{4}=\\frac{25}{16}$."),
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
