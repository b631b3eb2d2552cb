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
