"""text/choice: which option a reply settles on."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.errors import DefinitionError
from rewardkit_verifiers.text.choice import choice, chosen, instruction

MILLION = 1_000_000
letters = st.sampled_from("ABCDE")
WAYS = [
    "{}",
    "({})",
    "**{}**",
    "{}) 12",
    "The answer is {}.",
    "The answer is ({}) because 3*4 = 12.",
    "\\boxed{{{}}}",
    "$\\boxed{{\\text{{{}}}}}$",
    "Option {} is correct.",
    "Final answer: {}",
    "答案：{}",
    "<answer>{}</answer>",
]


def said(text: str, choices: str = "ABCDE") -> str:
    """The letters that a text settles on, in order."""
    found = chosen(text, choices)
    return "".join(sorted(found.letters)) if found else ""


@pytest.mark.parametrize("way", WAYS)
@given(letters)
def test_every_letter_is_read_in_every_way_of_saying_it(way: str, letter: str) -> None:
    assert said(way.format(letter)) == letter
    assert said(f"Let me weigh them all.\r\n\r\n{way.format(letter)}\r\n") == letter


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("other", WAYS)
def test_two_ways_that_agree_are_one_choice(way: str, other: str) -> None:
    assert said(f"{way.format('C')}\n{other.format('C')}") == "C"


@given(st.text(max_size=300))
def test_any_text_at_all_gets_a_value(text: str) -> None:
    assert choice.score(completion=text, answer="C").status in ("ok", "unparsed")


@given(st.text("ABCDEabcde ().,:\\{}*answer isboxed\n", max_size=120))
def test_only_letters_that_are_options_are_found(text: str) -> None:
    assert set(said(text)) <= set("ABCDE")


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("The answer is A dog.", ""),
        ("The answer is A, since it fits.", "A"),
        ("A. Because it fits", "A"),
        ("I is a letter", ""),
        ("It has to be D because of its size.", "D"),
        ("So B is wrong. Therefore C.", "C"),
        ("The answer is B, and A is wrong.", "B"),
        ("The answer is C, not B.", "C"),
        ("The answer must be B or (C)", "BC"),
        ("answer: c", "C"),
        ("answer: c is for cat", ""),
        ("The answer isn't B.", ""),
        ("I would not choose B.", ""),
        ("The answer is B-rated", ""),
        ("The answer is B's", ""),
        ("The answer is BC", "BC"),
        ("A is not correct", ""),
        ("Why is A correct? The answer is D", "D"),
        ("A, B, C, D", "ABCD"),
        (r"\boxed{12}", ""),
        (r"\boxed{\text{(C) } 12}", "C"),
        (r"\boxed{", ""),
        (r"\boxed{A}, no: \boxed{B}", "AB"),
        ("The answer is D.\n\\boxed{B}", "B"),
        ("<think>A or B</think>", ""),
        ("The answer is C?", ""),
        ("A: (C)", "C"),
        ("A: 12 km", "A"),
        ("The answer is C or maybe D", "CD"),
        ("(C)(D)", "CD"),
        ("C) 12 is wrong", ""),
        ("C) 12 is right", "C"),
        ("Answer: C\nWait, no. D.", "D"),
        ("Option C is wrong.\nOption D: 12", "D"),
        ("It's A dog.", ""),
        ("Q: which?\nA: C because", "C"),
    ],
)
def test_wording_decides(text: str, letters: str) -> None:
    assert said(text) == letters


@pytest.mark.parametrize(
    "text",
    [
        "【解析】A项错误，B项正确。 <eoe>\n【答案】{} <eoa>",
        "【答案】: {}",
        "因此，选项{}是正确的。",
        "{}项符合题意，故选{}。",
        "综上，应选 {}",
        "答えは{}です。",
        "정답은 {}입니다.",
        "La respuesta correcta es la {}.",
        "La bonne réponse est la {}.",
        "Die richtige Antwort ist {}.",
        "Answer {}",
        r"\textbf{{{}}}",
        "So the answer would be {}.",
        "It might be A at first sight, but the answer is {}.",
        "If n is even we get 4, so the answer is {}.",
        "{}. 12, since A is wrong",
    ],
)
def test_real_endings_in_many_languages_are_read(text: str) -> None:
    assert said(text.replace("{}", "D") if "{{" not in text else text.format("D")) == "D"


@pytest.mark.parametrize(
    "text",
    [
        "It is false that the answer is B.",
        "I doubt the answer is B.",
        "Some say the answer is B, but they are wrong.",
        "Many students think the answer is B.",
        "If the sky were green the answer would be B.",
        "Suppose the answer is B.",
        "The answer is B, but that is wrong.",
        "I wonder whether the answer is B",
        "B = C",
        "<!-- The answer is B. -->",
        "<!-- The answer is B.",
        "~~The answer is B.~~",
        "<span hidden>The answer is B.</span>",
        "【答案】无正确答案。如果一定要选，B选项正确吗",
        "【答案】B 或 C",
    ],
)
def test_what_is_denied_supposed_reported_or_hidden_is_no_choice(text: str) -> None:
    assert choice.score(completion=text, answer="B").value == 0.0


@pytest.mark.parametrize("answer", ["AD", "A, D", "(A)(D)", "A and D", "A、D"])
def test_a_question_with_several_right_options_wants_each_and_no_other(answer: str) -> None:
    for right in ("AD", "A, D", "The answer is A and D.", "【答案】AD <eoa>", "\\boxed{A,D}"):
        assert choice.score(completion=right, answer=answer).value == 1.0, right
    for wrong in (
        "A",
        "ABD",
        "A or D",
        "A, maybe D",
        "The answer is A.\nThe answer is D.",
        "D or A",
    ):
        assert choice.score(completion=wrong, answer=answer).value == 0.0, wrong


@pytest.mark.parametrize(
    "text",
    [
        "\\boxed{" * (MILLION // 7),
        "so A " * (MILLION // 5),
        "A) 3\n" * (MILLION // 5),
        "answer is " * (MILLION // 10),
        "A or B, " * (MILLION // 8),
        "final " * (MILLION // 6),
        "A is the correct " * (MILLION // 17),
        "not " * (MILLION // 4),
        "A:" * (MILLION // 2),
        "A:\n" * (MILLION // 3),
        "\n" * MILLION,
        "(" * MILLION,
        "answer" + " " * MILLION,
    ],
    ids=lambda text: f"{text[:8]!r}*{len(text)}",
)
def test_a_hostile_megabyte_is_read_and_earns_nothing(text: str) -> None:
    assert choice.score(completion=text, answer="D").value == 0.0


@pytest.mark.parametrize(
    ("answer", "detail"),
    [
        ("F", "'F' is not one of the options ABCDE"),
        ("", "'' is not one of the options ABCDE"),
        ("A or B", "'A or B' is not one of the options ABCDE"),
        ("2", "'2' is not one of the options ABCDE"),
        (True, "True is not one of the options ABCDE"),
        (["A", "B"], "['A', 'B'] is not one of the options ABCDE"),
    ],
)
def test_a_reference_that_is_no_option_is_an_error(answer: Any, detail: str) -> None:
    score = choice.score(completion="A", answer=answer)
    assert (score.value, score.reason, score.detail) == (None, "bad_answer", detail)


def test_the_score_says_what_was_chosen() -> None:
    assert choice.score(completion="(B)", answer="C").detail == "it chose B"
    assert choice.score(completion="B or C", answer="C").detail == "it names B, C"
    assert choice.score(completion="hm", answer="C").detail == "none of the options ABCDE is stated"


@pytest.mark.parametrize("choices", ["", "A", "AAB", "abc", "A-B", "ÄB"])
def test_options_that_cannot_be_told_apart_are_refused(choices: str) -> None:
    with pytest.raises(DefinitionError) as error:
        choice(choices=choices)
    assert f"choices={choices!r} must be two or more different capital letters or digits" in str(
        error.value
    )


def test_a_configured_choice_pickles() -> None:
    made = choice(choices="1234", tag="answer")
    assert pickle.loads(pickle.dumps(made)) == made


def test_the_instruction_asks_for_what_is_read() -> None:
    asked = instruction(choice(choices="ABC").settings)
    assert asked == "Choose one of A, B, C. End with a line such as: The answer is A."
    assert said(asked.partition("such as: ")[2]) == "A"
    assert instruction(choice(tag="a").settings).endswith(
        "Write only its letter between <a> and </a>."
    )


OPTIONS = ["Rome", "New York", "York", "The Danube"]


@given(st.sampled_from(range(4)), st.sampled_from(["{}", "It is {}.", "the answer: {}!", "**{}**"]))
def test_the_text_of_one_option_is_its_letter(place: int, sentence: str) -> None:
    reply = sentence.format(OPTIONS[place])
    for answer in ("ABCD"[place], OPTIONS[place]):
        assert choice.score(completion=reply, answer=answer, options=OPTIONS).value == 1.0
    other = "ABCD"[(place + 1) % 4]
    assert choice.score(completion=reply, answer=other, options=OPTIONS).value == 0.0


@given(st.permutations(OPTIONS), st.sampled_from([" or ", ", ", "\n"]), st.integers(2, 4))
def test_the_texts_of_several_options_are_no_choice(texts: list[str], between: str, n: int) -> None:
    reply = between.join(texts[:n])
    found = choice.score(completion=reply, answer="A", options=OPTIONS)
    assert (found.value, found.status) == (0.0, "unparsed")


@given(st.integers(-2, 9), st.sampled_from("ABCDE"))
def test_a_whole_number_is_a_place_where_the_settings_say_so(place: int, letter: str) -> None:
    for integers, begin in (("from_zero", 0), ("from_one", 1)):
        found = choice(integers=integers).score(completion=letter, answer=place)
        if 0 <= place - begin < 5:
            assert (found.value == 1.0) == ("ABCDE"[place - begin] == letter)
        else:
            assert found.reason == "bad_answer"
    assert choice.score(completion=letter, answer=place).reason == "bad_answer"


@pytest.mark.parametrize(
    "options", [["one"], list("abcdefghijklmnopqrstuvwxyz?"), {"A": "x", "Z": "y"}, 3]
)
def test_options_that_letters_do_not_fit_are_a_broken_reference(options: Any) -> None:
    assert choice.score(completion="A", answer="A", options=options).reason == "bad_answer"


def test_options_as_json_are_read_and_as_one_text_tell_nothing() -> None:
    as_json = '["Rome", "Oslo"]'
    assert choice.score(completion="Oslo", answer="B", options=as_json).value == 1.0
    assert choice.score(completion="B", answer="B", options="A) Rome B) Oslo").value == 1.0
    assert choice.score(completion="Oslo", answer="B", options="A) Rome B) Oslo").value == 0.0


def test_a_letter_beyond_the_options_of_the_row_is_no_reference_and_no_choice() -> None:
    beyond = choice.score(completion="B", answer="E", options=["red", "blue"])
    assert (beyond.value, beyond.reason) == (None, "bad_answer")
    assert "options AB" in beyond.score.detail
    by_letter = choice.score(completion="B", answer="E", options={"A": "red", "B": "blue"})
    assert by_letter.reason == "bad_answer"
    chosen = choice.score(completion="The answer is E.", answer="B", options=["red", "blue"])
    assert (chosen.status, chosen.reason) == ("unparsed", "no_choice")


def test_letters_that_the_next_clause_sets_aside_are_not_chosen() -> None:
    for reply in (
        "So A, C and D are out, which leaves B.",
        "Thus A and C have the wrong sign, D too. We are left with B.",
        "The identity holds only for option B.",
    ):
        assert choice.score(completion=reply, answer="B").value == 1.0
        assert choice.score(completion=reply, answer="A").value == 0.0
    assert choice.score(completion="So A, C and D are out.", answer="A").value == 0.0
