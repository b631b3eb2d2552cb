"""text/choice on replies whose last sentence is an option and no more, or two under conditions."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.text.choice import choice

PROSE = [
    "",
    "The mass is conserved, and the heat flows out. ",
    "The mass is conserved.\n\n",
    "We add 2 and 2, so x = 4. ",
    "A cat sat here. ",
    "Options A and C are wrong. ",
    "Iron melts at 1538 °C. ",
]
ENDINGS = [
    "Hence option (B).",
    "Therefore, option B",
    "Selected: B",
    "Definitely B.",
    r"\textbf{(B)}",
    r"\text{B}",
    r"\(B\)",
    r"\( \textbf{(B)} \)",
    "Statement B is true.",
    "Option B",
    "option (B)",
    "Choice B",
    "[B]",
    "$B$",
    "**Option (B)**.",
    "Thus, clearly option B.",
    "My chosen option: (B)",
]


@pytest.mark.parametrize("prose", PROSE)
@pytest.mark.parametrize("last", ENDINGS)
def test_a_last_sentence_that_is_an_option_chooses_it(prose: str, last: str) -> None:
    assert choice.score(completion=prose + last, answer="B").value == 1.0
    assert choice.score(completion=prose + last, answer="D").value == 0.0


def test_a_last_letter_behind_a_list_of_options_leaves_them_all() -> None:
    found = choice.score(completion="A. Cats\nB. Dogs\nOption B", answer="B")
    assert found.reason == "ambiguous_choice"


def test_a_clause_that_concludes_chooses_too() -> None:
    for reply in ("We have 2+2=4, i.e. option (B).", "The ice does not melt, hence option B."):
        assert choice.score(completion=reply, answer="B").value == 1.0


@pytest.mark.parametrize("prose", [*PROSE[:3], "The heat flows out: "])
@pytest.mark.parametrize(
    "last",
    [
        "Option B says that iron rusts.",
        "Unlike option B, iron rusts.",
        "not option B",
        "It is not option B.",
        "Definitely not B.",
        "between A and B",
        "If option B were true, iron would rust.",
        "Consider option B.",
        "Then option B.",
        "Hence not option B.",
        "Option B?",
        "Statement B is true of cats only.",
        "Statement B is true but statement C is too.",
        "Suppose statement B is true.",
        "Rejected: B",
        "Not selected: B",
        "Vitamin B",
        "The field is $B$.",
        "See Fig. (B).",
        "Compare e.g. option B.",
        "Cats are worst, i.e. option B.",
        "Students think that mass is lost, hence option (B).",
        "A fits. Hence option (B).",
        "Hence option (A). Hence option (B).",
        "Option A. Option B.",
    ],
)
def test_an_option_that_is_only_named_at_the_end_is_not_chosen(prose: str, last: str) -> None:
    assert choice.score(completion=prose + last, answer="B").value == 0.0


def test_a_box_and_a_last_sentence_that_differ_are_a_hedge() -> None:
    for reply in (
        r"\boxed{C} Hence option (B).",
        "Final answer: C\nDefinitely B.",
        "The answer is C. Hence option (B).",
    ):
        for letter in "BC":
            assert choice.score(completion=reply, answer=letter).reason == "ambiguous_choice"


def test_a_true_statement_is_not_chosen_where_the_false_one_is_asked_for() -> None:
    question = "Which statement is NOT true?\nA. Cats bark\nB. Dogs bark"
    said = {"Statement B is true.": 0.0, "Cats meow. Hence option (B).": 1.0}
    for reply, value in said.items():
        assert choice.score(completion=reply, answer="B", prompt=question).value == value


def test_the_place_of_a_citation_or_of_a_list_is_no_choice() -> None:
    digits = choice(choices="1234")
    for reply in ("This was shown before. [2]", "Question 3. 2"):
        assert digits.score(completion=reply, answer="2").reason == "no_choice"


@pytest.mark.parametrize(
    "reply",
    [
        "Choose B for full marks, or C if graded otherwise.",
        "Pick B when the key is old, and C when it is new.",
        "The answer is B, but C if the sign is flipped.",
        "The answer is B; otherwise C if the key is old.",
        "The answer is B for now, or option C should the key differ.",
    ],
)
def test_two_choices_under_conditions_are_a_hedge(reply: str) -> None:
    for letter in "BC":
        assert choice.score(completion=reply, answer=letter).reason == "ambiguous_choice"


@pytest.mark.parametrize(
    "reply",
    [
        "The answer is B, unlike C when cooled.",
        "The answer is B, not C if we read it right.",
        "The answer is B, and I if asked would say so again.",
    ],
)
def test_another_letter_under_a_condition_may_be_one_that_is_not_offered(reply: str) -> None:
    assert choice.score(completion=reply, answer="B").value == 1.0


def test_a_whole_number_as_reference_is_told_the_setting_that_reads_it() -> None:
    detail = choice.score(completion="C", answer=2).detail
    assert detail.endswith('set integers="from_zero" or "from_one"')
    assert choice(integers="from_zero").score(completion="C", answer=2).value == 1.0
    # No setting reads a number in a text.
    assert "integers" not in choice.score(completion="C", answer="2").detail


def test_the_end_of_a_very_long_line_is_read() -> None:
    assert choice.score(completion="Heat flows. " * 20_000 + "Hence (B).", answer="B").value == 1.0
