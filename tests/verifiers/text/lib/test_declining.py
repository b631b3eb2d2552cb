"""Replies that choose none: of a list of letters, and behind what looked like a choice."""

from __future__ import annotations

import time

import pytest

from rewardkit_verifiers.text.choice import choice
from rewardkit_verifiers.text.lib.choosing.declining import declined, listed_as_wrong, offers_none

PERIMETER = "Find the perimeter.\n(A) 14 cm\n(B) 28 cm\n(C) 10 cm\n(D) 20 cm"
GAS = "Which gas is it?\nA. Oxygen\nB. Hydrogen\nC. Helium\nD. Neon"
NONE = "Find x.\nA. 1\nB. 2\nC. 3\nD. None of the above"
UNKNOWN = "Find x.\nA. 1\nB. 2\nC. 3\nD. Cannot be determined"
INJECTIVE = "Is it injective?\n(A) Yes\n(B) No"
DECLINES = [
    (PERIMETER, "Therefore, none of the options A, B, C, D is correct.", "D"),
    (PERIMETER, "None of A, B, C or D is correct.", "D"),
    (PERIMETER, "None of (A), (B), (C) and (D) is the right answer.", "D"),
    (PERIMETER, "Neither A nor B is correct, and neither is C. No answer.", "B"),
    (PERIMETER, "Neither A, B, C nor D is correct.", "D"),
    (PERIMETER, "No option among A, B, C, D is correct.", "D"),
    (PERIMETER, "No choice of A, B, C, D is right.", "D"),
    (PERIMETER, "Not one of A, B, C, D is correct.", "D"),
    (PERIMETER, "Not a single option of A, B, C, D is correct.", "D"),
    (PERIMETER, "Keine der Optionen A, B, C, D ist richtig.", "D"),
    (PERIMETER, "Weder A noch B noch C noch D ist richtig.", "D"),
    (PERIMETER, "Aucune des options A, B, C, D n'est correcte.", "D"),
    (PERIMETER, "Aucune des réponses A, B, C, D est correcte.", "D"),
    (PERIMETER, "Ninguna de las opciones A, B, C, D es correcta.", "D"),
    (PERIMETER, "Nenhuma das opções A, B, C, D é correta.", "D"),
    (PERIMETER, "Nessuna delle opzioni A, B, C, D è corretta.", "D"),
    (PERIMETER, "Ни один из вариантов A, B, C, D не верен.", "D"),
    (PERIMETER, "Żadna z opcji A, B, C, D nie jest poprawna.", "D"),
    (PERIMETER, "Geen van de opties A, B, C, D is juist.", "D"),
    (PERIMETER, "Inget av alternativen A, B, C, D är rätt.", "D"),
    (PERIMETER, "A、B、C、D都不正确。", "D"),
    (PERIMETER, "选项A、B、C、D均不正确。", "D"),
    (PERIMETER, "没有一个选项A、B、C、D是正确的。", "D"),
    (PERIMETER, "A、B、C、Dのどれも正しくない。", "D"),
    (PERIMETER, "A, B, C, D 중 어느 것도 정답이 아니다.", "D"),
    (PERIMETER, "A, B, C, D seçeneklerinden hiçbiri doğru değil.", "D"),
    (
        PERIMETER,
        (
            "The perimeter = 9 + 5 = 14 cm - 14 cm = 0. However, this is not an "
            "option in the given choices."
        ),
        "A",
    ),
    (
        PERIMETER,
        (
            "We get 14 + 14 = 28 cm. That is not one of the options listed, so "
            "there is a mistake in the problem."
        ),
        "B",
    ),
    (
        PERIMETER,
        (
            "The sum is 28 cm. But none of the given options match the area, so "
            "the question is flawed."
        ),
        "B",
    ),
    (PERIMETER, "The answer is D. Wait, none of the options is correct.", "D"),
    (PERIMETER, "The answer is D. However, none of the provided choices matches my result.", "D"),
    (PERIMETER, "AB = 28 cm. The correct answer is not among the options.", "B"),
    (
        PERIMETER,
        "The perimeter is 28 cm. There is not enough information to determine the answer.",
        "B",
    ),
    (
        PERIMETER,
        (
            "The perimeter is at least 28 cm. The answer cannot be determined from "
            "the given information."
        ),
        "B",
    ),
    (GAS, "It might be neon. The text does not provide enough information to answer.", "D"),
    (GAS, "Neon is a gas. Therefore the answer cannot be determined.", "D"),
    (GAS, "Neon glows, but the gas can't be determined from the information given.", "D"),
    (GAS, "The tube glows like neon. None of the above is correct.", "D"),
    (GAS, "The answer is neon. However, none of the options is correct.", "D"),
    (GAS, "Neither oxygen nor hydrogen nor helium nor neon is correct.", "D"),
    (GAS, "No option is correct: oxygen, hydrogen, helium, neon.", "D"),
    (GAS, "Aucune des réponses n'est correcte, même pas le néon (D).", "D"),
    (GAS, "Es ist Neon. Nein, keine der Antworten ist richtig.", "D"),
    (GAS, "No hay suficiente información: ninguna opción es correcta, ni siquiera D.", "D"),
    (GAS, "没有正确的选项，D也不对。", "D"),
    (PERIMETER, "AB + BC = 14, so the perimeter is 28 cm. This value is not listed.", "B"),
    (PERIMETER, "So it is 28 cm, which does not appear in the options.", "B"),
    (PERIMETER, "We get 28 cm. This does not match any of the given choices.", "B"),
    (PERIMETER, "28 cm is the perimeter of the small one, but this isn't among the choices.", "B"),
    (
        PERIMETER,
        "The perimeter is 28 cm. However, the given options do not include this value.",
        "B",
    ),
    (PERIMETER, "The perimeter is 28 cm, but there seems to be no correct option.", "B"),
    (PERIMETER, "The perimeter would be 28 cm. There is no correct answer among the options.", "B"),
    (PERIMETER, "2 * 14 = 28 cm; there is a mistake in the question or the options.", "B"),
    (GAS, "Neon? The question does not provide enough information.", "D"),
    (
        GAS,
        "It looks like neon, but without more information, it is impossible to determine the gas.",
        "D",
    ),
    (GAS, "Hydrogen and helium are light. The correct answer is not listed.", "C"),
    (GAS, "Helium is light. I cannot answer this question.", "C"),
    (GAS, "Helium is light. Therefore, it is not possible to answer the question.", "C"),
    (GAS, "Es könnte Neon sein. Die Frage kann nicht beantwortet werden.", "D"),
    (GAS, "Il s'agit peut-être du néon. On ne peut pas répondre à la question.", "D"),
    (GAS, "可能是Neon。但无法确定答案。", "D"),
    (GAS, "可能是D。题目信息不足，无法判断。", "D"),
    (GAS, "D. 以上选项都不正确。", "D"),
    (
        GAS,
        "The answer is D. Unfortunately, there is insufficient information to answer the question.",
        "D",
    ),
    (GAS, "The answer cannot be determined, so I choose none of A, B, C, D.", "D"),
    (INJECTIVE, "No, I cannot answer that.", "B"),
    (INJECTIVE, "No information is given, so it cannot be determined.", "B"),
    (INJECTIVE, "No. The question can't be answered.", "B"),
    (INJECTIVE, "There is no way to tell. No answer.", "B"),
    (INJECTIVE, "Yes or no cannot be determined.", "A"),
    (INJECTIVE, "I have no information to say yes.", "A"),
    (INJECTIVE, "Without more information, we cannot say yes.", "A"),
    (GAS, "The options A, B, C and D are all wrong.", "D"),
    (GAS, "All of A, B, C and D are incorrect.", "D"),
    (GAS, "A, B, C, D are all incorrect.", "D"),
    (GAS, "Options A through D are wrong. D is not right either.", "D"),
    (GAS, "Neither option D nor any other is correct.", "D"),
    (GAS, "None: not A, not B, not C, not D.", "D"),
    (GAS, "Nothing among A, B, C, D fits.", "D"),
]
CHOOSES = [
    (PERIMETER, "None of A, B or C is correct. D is correct.", "D"),
    (PERIMETER, "Neither A nor B is correct, C is too small, so D is correct.", "D"),
    (PERIMETER, "The answer is D. None of the other options is correct.", "D"),
    (PERIMETER, "The answer is D. None of A, B, C fits.", "D"),
    (PERIMETER, "D is correct; none of the remaining choices matches.", "D"),
    (
        PERIMETER,
        "None of the options is exactly 19.8 cm, but D is closest, so the answer is D.",
        "D",
    ),
    (
        PERIMETER,
        "The answer is D, since none of the options is exactly 19.8 cm and 20 is closest.",
        "D",
    ),
    (PERIMETER, "This is 24, which is not an option. Rechecking, the answer is (D) 20 cm.", "D"),
    (PERIMETER, "The perimeter is 20 cm. 24 cm is not an option anyway.", "D"),
    (NONE, "The answer is D, none of the above.", "D"),
    (NONE, "So x = 7. None of the above.", "D"),
    (
        NONE,
        "x = 7 is not one of the options, so the answer is D. None of the above is correct.",
        "D",
    ),
    (UNKNOWN, "The answer is D. The value cannot be determined.", "D"),
    (UNKNOWN, "There is not enough information, so the answer is D.", "D"),
    (UNKNOWN, "x cannot be determined.", "D"),
    (PERIMETER, "D is correct. None of the options A, B, C is correct.", "D"),
    (PERIMETER, "Keine der Optionen A, B, C ist richtig. Die Antwort ist D.", "D"),
    (PERIMETER, "Aucune des options A, B, C n'est correcte, donc la réponse est D.", "D"),
    (PERIMETER, "Ninguna de las otras opciones es correcta. La respuesta es D.", "D"),
    (PERIMETER, "A、B、C都不正确，所以答案是D。", "D"),
    (GAS, "The answer is neon. None of the other gases glows red.", "D"),
    (
        GAS,
        "The mass cannot be determined from the colour, but the gas can: the answer is neon.",
        "D",
    ),
    (GAS, "There is not enough information to be certain, but the most likely answer is D.", "D"),
    (GAS, "The answer is D. Whether it is pure cannot be determined.", "D"),
    (GAS, "Neon (D). None of these other gases emits red light.", "D"),
    (PERIMETER, "The answer is D. No other option is correct.", "D"),
    (PERIMETER, "No option other than D is correct.", "D"),
    (PERIMETER, "None but D is correct.", "D"),
    (PERIMETER, "None of the options except D is correct.", "D"),
    (INJECTIVE, "No, the function is not injective, since f(1) = f(-1) cannot be told apart.", "B"),
    (INJECTIVE, "No. There is not enough evidence of injectivity.", "B"),
    (GAS, "The answer is D. The others cannot be right.", "D"),
    (GAS, "D. The spectrum does not match any of the other gases.", "D"),
    (GAS, "The answer is D because the lines do not match any of the other options.", "D"),
    (PERIMETER, "The perimeter is 20 cm, which is option D. 19 cm is not listed.", "D"),
    (PERIMETER, "20 cm. This is listed as D.", "D"),
    (PERIMETER, "The exact value is 19.9 cm, which is not an option, so the closest is D.", "D"),
    (
        PERIMETER,
        "The exact value 19.9 is not among the options; the closest one is (D) 20 cm.",
        "D",
    ),
    (PERIMETER, "We cannot determine AB alone, but the perimeter is 20 cm. The answer is D.", "D"),
    (GAS, "Oxygen, hydrogen and helium are all wrong. The answer is neon.", "D"),
    (GAS, "A, B and C are all incorrect, so D is correct.", "D"),
]


@pytest.mark.parametrize(("prompt", "reply", "letter"), DECLINES)
def test_a_reply_that_says_that_no_option_is_right_earns_none(
    prompt: str, reply: str, letter: str
) -> None:
    assert choice.score(completion=reply, answer=letter, prompt=prompt).value == 0.0


@pytest.mark.parametrize(("prompt", "reply", "letter"), CHOOSES)
def test_a_reply_that_sets_only_the_others_aside_earns_its_letter(
    prompt: str, reply: str, letter: str
) -> None:
    assert choice.score(completion=reply, answer=letter, prompt=prompt).value == 1.0


@pytest.mark.parametrize(
    "none",
    [
        "Neither of the options is correct.",
        "Keine der Optionen stimmt.",
        "Nenhuma das opções é correta.",
        "Nessuna delle opzioni è corretta.",
        "Ninguna de las opciones es correcta.",
        "Aucune des options n'est correcte.",
        "Ни один из вариантов не верен.",
        "Żadna z podanych opcji nie jest poprawna.",
        "Geen van de opties is juist.",
        "Inget av alternativen är rätt.",
        "没有正确的选项。",
        "选项都不对。",
        "選択肢には正解がない。",
        "선택지 중에 정답이 없다.",
    ],
)
def test_it_is_said_in_many_languages(none: str) -> None:
    assert declined(f"D. {none}", 2, "D")


def test_an_option_that_is_none_of_the_above_may_be_chosen() -> None:
    assert offers_none(["1", "以上都不对"])
    assert not offers_none(["1", "a knot"])


def test_a_letter_named_again_behind_is_kept() -> None:
    said = "It is D. None of the options is exact, but D comes near."
    assert not declined(said, 7, "D")
    assert declined(said, 7, "C")
    assert not listed_as_wrong("Of the options A, B, C", 21)


@pytest.mark.parametrize("part", ["none of the options ", "No option of A, B ", "if it is not an "])
def test_long_replies_take_linear_time(part: str) -> None:
    start = time.process_time()
    choice.score(completion="The answer is D. " + part * 20_000, answer="D", prompt=GAS)
    assert time.process_time() - start < 5.0
