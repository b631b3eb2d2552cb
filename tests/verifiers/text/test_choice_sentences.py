"""text/choice on sentences of many kinds: which of them choose an option and which only name it."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.text.choice import choice

# The letter is X, another option Y, a third Z.
HONEST = [
    f"{begin}{option} X {verb}{end}"
    for begin, option, verb in [
        ("", "Option", "is the best answer"),
        ("Overall, ", "choice", "is the most likely answer"),
        ("In my view ", "option", "is the strongest choice"),
        ("Comparing all of them, ", "answer", "is the most accurate option"),
        ("", "Statement", "seems to be the best fit"),
        ("Given the graph, ", "option", "appears to be the correct response"),
        ("Hence ", "option", "is the only one left"),
        ("So, ", "option", "it is"),
        ("Fine, then ", "choice", "it is"),
        ("Only ", "statement", "is true"),
        ("Of the four, only ", "option", "can be correct"),
        ("Checking the units, only ", "choice", "fits"),
        ("Only ", "option", "remains"),
    ]
    for end in (".", "", "!", ", since the mass is conserved.")
    if not (end.startswith(",") and verb == "it is")
] + [
    "X is the best answer",
    "The best choice here would be X.",
    "The best option in this case is X.",
    "The correct answer to this question is X.",
    "The right choice for this problem is X.",
    "The most appropriate response is X, because the tide is low.",
    "The best response here is X.",
    "After crossing out Y and Z, we are left with X.",
    "Y freezes and Z boils, which leaves X.",
    "Y freezes, which leaves us with only X.",
    "Ruling out the others leaves option X.",
    "That agrees with option X.",
    "The sum matches choice X.",
    "This corresponds to answer X.",
    "The evidence points to option (X).",
    "Only salt dissolves in it. X",
    "Copper conducts and the rest do not. **X**",
    "Y is wrong. The answer is X.",
    "The wrong answers are gone, so the answer is X.",
    "I have no idea why others doubt it. The answer is X.",
    "I don't know much about whales, but the answer is X.",
    "The answer is X, if I recall the table correctly.",
    "Answer: Y\nWait, the sign was lost.\nAnswer: X",
    "Answer: X\nAnswer: X",
    "The choice that best completes the sentence is X.",
    "The correct answer, therefore, is X.",
    "The most appropriate next step is X.",
    "X is the only option that satisfies both rules.",
    "At first I chose Y, but the answer is X.",
    "We are left with Y and X. Y rusts, so the answer is X.",
    "Answer: X\n\nY. Cats: this is incorrect.\nZ. Dogs: that's wrong.",
    "Answer: X\n\nFrom the graph we can't tell the mass.",
    "Everyone but Carla wins. The answer is X.",
]
HOSTILE = [
    f"{begin} {adjective} {noun} is X."
    for begin, adjective, noun in [
        ("The", "wrong", "answer"),
        ("Clearly the", "incorrect", "option"),
        ("The", "false", "statement"),
        ("The", "least likely", "answer"),
        ("The", "least plausible", "choice"),
        ("The", "worst", "choice"),
        ("An", "inaccurate", "statement"),
        ("The", "most tempting", "option"),
        ("The", "second best", "choice"),
        ("The", "second most likely", "answer"),
        ("The", "rejected", "option"),
        ("The", "ruled-out", "choice"),
        ("The", "weakest", "answer"),
        ("The", "opposite", "answer"),
        ("A", "misleading", "response"),
        ("The", "not correct", "option"),
        ("My", "first", "answer"),
        ("The", "**wrong**", "answer"),
    ]
] + [
    f"{most} {option}X is {right}."
    for most in ("Everything except", "All but", "Any option other than", "Anything but")
    for option in ("", "option ")
    for right in ("correct", "the right answer")
] + [
    f"The answer is X{aside}"
    for aside in [
        " (or Y).",
        " (maybe Y).",
        " (or possibly Y)",
        " [or Y]",
        " - or Y.",
        ", or else Y.",
        ". Or Y.",
        ", or even Y",
        " if the question had asked for the opposite.",
        " unless it is Y.",
        " only if the signs were reversed.",
        " is wrong.",
        " is a lie.",
        ".\n\nJust kidding.",
        ".\n\nI have no idea.",
        ". Never mind, scratch that.",
        ". I was only joking.",
        ".\nHonestly I don't know.",
        ".\nI can't decide.",
        ".\nForget what I said.",
        ". That's wrong.",
    ]
] + [
    "X or maybe\n\nY",
    "X or\nY",
    "X, perhaps\nY",
    "Answer: X\nAnswer: Y\nAnswer: X",
    "Answer: Y\nAnswer: X",
    "**Answer:** Y\n\n**Answer:** X",
    "The answer would be X if we wanted the largest.",
    "It would be X if time ran backwards.",
    "The correct choice could be X if gold were lighter.",
    "If it asked for the smallest, the answer would be X.",
    "X is the answer to a different question.",
    "X is the answer that you should avoid.",
    "X is the best answer?",
    "A careless student would choose X.",
    "It is tempting to pick X.",
    "The last thing I would do is choose X.",
    "We are left with X and Y.",
    "This does not match option X.",
    "The answer is X (Y is also possible).",
    "The answer is X, but Y could also be right.",
    "The answer is X... or Y.",
    "The opposite of the answer is X.",
    "X is the answer nobody should choose.",
    "The answer is X (or perhaps even Y).",
    "The answer is X; or Y.",
    "The answer is X or, failing that, Y.",
    "Option X is the best distractor.",
    "No one claims option X is the best answer.",
    "Y cats. Z dogs. X",
    "1. Z 2. Y 3. X",
    "Y\nIt is green.\nX",
    "The answer is X. Alternatively, Y.",
    "The answer is X. Perhaps Y.",
    "The answer would be X, except that it is not.",
    "X is the best answer, says no one.",
    "Only X is left behind.",
    "Few would pick X.",
    "No evidence points to option X.",
    "Either X is the best answer or Y is.",
    "X is the best answer, or Y is.",
    "Many pupils answer X.",
    "Only a fool thinks X is the best answer.",
]  # fmt: skip


def filled(text: str, shift: int) -> str:
    names = "BCDAE"[shift:] + "BCDAE"[:shift]
    return text.translate(str.maketrans("XYZ", names[:3]))


@pytest.mark.parametrize("text", HONEST)
def test_a_sentence_that_chooses_an_option_earns_its_letter(text: str) -> None:
    for shift in range(4):
        reply = filled(text, shift)
        assert choice.score(completion=reply, answer=filled("X", shift)).value == 1.0, reply


@pytest.mark.parametrize("text", HOSTILE)
def test_a_sentence_that_only_names_an_option_earns_nothing(text: str) -> None:
    for shift in range(4):
        reply = filled(text, shift)
        assert choice.score(completion=reply, answer=filled("X", shift)).value == 0.0, reply


@pytest.mark.parametrize(
    ("question", "reply", "paid"),
    [
        ("Which statement is incorrect?\nA. Ice\nB. Fog", "The incorrect statement is B.", 1.0),
        ("Which of the following is NOT a metal?", "The wrong option is B.", 1.0),
        ("All of these are birds EXCEPT:", "Everything except B is correct.", 1.0),
        ("Which outcome is least likely?", "The least likely answer is B.", 1.0),
        ("Which outcome is least likely?", "The incorrect answer is B.", 0.0),
        ("3. Which of these cannot be true?", "The false statement is B.", 1.0),
        ("Which is right? Wrong answers lose a point.", "The wrong answer is B.", 0.0),
        ("Which is a metal?\nA. not this\nB. wrong answer", "The wrong answer is B.", 0.0),
        ("Pick the right one, not the wrong one.", "The incorrect answer is B.", 0.0),
        ("", "The incorrect option is B.", 0.0),
    ],
)
def test_the_question_decides_whether_a_wrong_option_is_wanted(
    question: str, reply: str, paid: float
) -> None:
    assert choice.score(completion=reply, answer="B", prompt=question).value == paid


@pytest.mark.parametrize(
    "reply",
    [
        "综上所述，正确选项为【B】",
        "A resposta correta é a letra B.",
        "Answer - B",
        "De juiste antwoord is B.",
        "Rätt svar är B.",
        "Đáp án đúng là B.",
        "Doğru cevap B.",
        "Jawaban yang benar adalah B.",
        "सही उत्तर B है।",
        "C is false, so it's really B",
    ],
)
def test_more_languages_brackets_and_dashes_state_a_choice(reply: str) -> None:
    assert choice.score(completion=reply, answer="B").value == 1.0


@pytest.mark.parametrize(
    "reply",
    [
        "الإجابة ليست B",
        "Đáp án không phải là B.",
        "Doğru cevap B değil.",
        "सही उत्तर B नहीं है।",
        "De juiste antwoord is niet B.",
        "B, although D works as well",
        "The correct answer is B according to a wrong textbook; it's really D.",
    ],
)
def test_denials_in_them_and_second_choices_are_not_paid(reply: str) -> None:
    assert choice.score(completion=reply, answer="B").value == 0.0


def test_two_right_options_that_are_both_denied_are_not_chosen() -> None:
    assert choice.score(completion="A和C都错误", answer="AC").value == 0.0
    assert choice.score(completion="正确的选项有A和C。", answer="AC").value == 1.0


def test_the_statement_that_is_false_is_chosen_where_the_question_asks_for_it() -> None:
    reply = "The statement that is false is B."
    asked = "Which statement is false?"
    assert choice.score(completion=reply, answer="B", prompt=asked).value == 1.0
    assert choice.score(completion=reply, answer="B", prompt="Which is right?").value == 0.0


TEN = "How old is it?\nA. 1\nB. 2\nC. 3\nD. 4\nE. 5\nF. 6\nG. 7\nH. 8\nI. 9\nJ. 10"


@pytest.mark.parametrize(
    ("reply", "letter", "paid"),
    [
        ("The answer is F.", "F", 1.0),
        ("\\boxed{J}", "J", 1.0),
        ("So it is H.", "H", 1.0),
        ("(G) 7", "G", 1.0),
        ("7", "G", 1.0),
        ("I pick F, not I.", "F", 1.0),
        ("I. 9", "I", 1.0),
        ("The answer is B", "B", 1.0),
        ("I think that I know.", "I", 0.0),
        ("I would say D.", "I", 0.0),
        ("I am not sure.", "I", 0.0),
        ("The answer is H or J.", "H", 0.0),
        ("F and G are wrong, so J.", "G", 0.0),
    ],
)
def test_a_prompt_that_lists_more_than_five_options_has_the_letters_that_follow(
    reply: str, letter: str, paid: float
) -> None:
    assert choice.score(completion=reply, answer=letter, prompt=TEN).value == paid


def test_a_letter_that_the_prompt_does_not_list_is_still_no_reference() -> None:
    prompt = "How old?\nA. 1\nB. 2\nC. 3"
    assert choice.score(completion="F", answer="F", prompt=prompt).reason == "bad_answer"
