"""Remarks that go on to a result are told from those that do not."""

from __future__ import annotations

from rewardkit_verifiers.math.equivalence import equivalence
from rewardkit_verifiers.math.lib.extraction.prose.leads import answers, holds_several, leads_on


def test_a_remark_leads_on_where_a_value_stands_behind_its_connective() -> None:
    assert leads_on("This means that $x-18=25$, so $x=43$.", "", "value")
    assert not leads_on("Putting it back, $28-7=21$, so the solution checks out.", "", "value")
    assert answers("Note that $f(2)=7$, so the minimum is $7$.", "Find the minimum.")
    assert not answers("Note that $2 \\cdot 3=6$, so $6$ is even.", "Find the minimum.")


def test_a_sentence_of_several_values_is_unparsed_and_not_wrong() -> None:
    assert holds_several("Hence, $r = 2,$ and $s = 3.$")
    reply = "We solve the system.  Hence, $r = 2,$ and $s = 3.$"
    score = equivalence.score(completion=reply, answer="3", prompt="Find the larger root.")
    assert (score.score.status, score.score.reason) == ("unparsed", "unreadable")


def test_a_word_set_in_a_formula_is_the_one_that_answers() -> None:
    reply = "As 706 days are 100 weeks and 6 days, it is $\\text{Friday}$, 6 days after Saturday."
    for reference, paid in (("\\text{Friday}", 1), ("\\text{Saturday}", 0)):
        score = equivalence.score(completion=reply, answer=reference, prompt="On what day?")
        assert (score.value == 1) == bool(paid)


def test_a_sentence_that_works_on_the_value_before_it_states_the_new_one() -> None:
    for question, reply, reference in (
        ("Round the sum to the nearest ten.",
         "We get $26+52=78$. Rounding $78$ to the nearest ten we get $80$.", "80"),
        ("Find all integer roots.", "Only $\\pm 1$ and $\\pm 3$ fit. Checking, we find that $1,-3$"
         " are the only integer roots.", "1,-3"),
        ("What is the greatest common factor?", "So the answer is $5!=120$.", "120"),
    ):  # fmt: skip
        assert equivalence.score(completion=reply, answer=reference, prompt=question).value == 1
