"""References with signs or sentences in them, in replies that say or do not say them."""

from __future__ import annotations

import pytest

from rewardkit import get

same = get("judge/reference", judge={"fake": "approve"})
GOLDS = [
    "J.R.R. Tolkien",
    "Arthur H. Kopp",
    "St. Charles Borromeo",
    "2004-2008",
    "9-11",
    "BC-1001",
    "107-18-6",
    "53rd minute",
    "Lions and Waratahs",
    "....-",
    "Alan Fernando Rubio Fierros",
    "44 minutes & 8 seconds",
    "17 July 1972 - 5 April 1977",
    'Episode 8, "The Vat of Acid Episode"',
    "Austria, Denmark, Monaco, and the United States.",
    "Tom Watson was the manager of Liverpool F.C. in 1901.",
    "Officer of the Order of the British Empire (OBE)",
    "secretary of the irrigation department",
    "约翰·弗里德里希·威廉·赫歇尔",
    "(Mg,Al)8(Al,Si)6O20",
]


@pytest.mark.parametrize("gold", GOLDS)
@pytest.mark.parametrize(
    "frame",
    [
        "{}",
        "It's {}.",
        "**{}**",
        "The answer is {}.",
        "It was {}, as far as the sources say.",
        "It is not Graz but {}.",
    ],
)
def test_a_reference_that_stands_sign_by_sign_is_put_to_the_judge(gold: str, frame: str) -> None:
    reply = frame.format(gold.rstrip("."))
    assert same.score(completion=reply, answer=gold, prompt="Which is it?").value == 1.0


@pytest.mark.parametrize("gold", [one for one in GOLDS if one[0].isalnum()])
@pytest.mark.parametrize(
    "frame",
    [
        "It is not {}.",
        "It is Graz, not {}.",
        "Either {} or Graz.",
        "My friend thinks it is {}; I have no idea.",
        "People often say {}, but the right answer is Graz.",
        "Perhaps {}?",
        "Is it {}?",
    ],
)
def test_a_reference_with_signs_in_it_is_not_said_by_denying_it(gold: str, frame: str) -> None:
    reply = frame.format(gold.rstrip("."))
    assert same.score(completion=reply, answer=gold, prompt="Which is it?").value == 0.0


@pytest.mark.parametrize(
    ("gold", "reply"),
    [
        ("贝利·威利斯(Bailey Willis)", "答案不是贝利·威利斯。"),
        ("贝利·威利斯(Bailey Willis)", "It is not Bailey Willis."),
        ("Sanctuary Cove, Queensland（圣殿湾）", "不是圣殿湾。"),
    ],
)
def test_half_of_a_name_in_two_scripts_is_denied_as_the_name_is(gold: str, reply: str) -> None:
    assert same.score(completion=reply, answer=gold, prompt="是哪一个？").value == 0.0


@pytest.mark.parametrize("reply", ["It is not 18.12.", "Either 18.12 or 7.", "Graz, not 18.12."])
def test_a_decimal_number_is_not_a_time_of_day_that_nothing_can_deny(reply: str) -> None:
    assert same.score(completion=reply, answer="18.12", prompt="Which is it?").value == 0.0


def test_the_letter_of_an_option_is_no_digit_in_base_sixteen() -> None:
    prompt = "Which binary process is it?\n(A) Fission (B) Budding (C) Mitosis"
    assert same.score(completion="It is not C.", answer="C", prompt=prompt).value == 0.0
    assert same.score(completion="It is C.", answer="C", prompt=prompt).value == 1.0


def test_a_numeral_in_base_two_can_be_denied() -> None:
    prompt = "Write 17 in binary."
    assert same.score(completion="It is not 10001.", answer="10001", prompt=prompt).value == 0.0
    assert same.score(completion="16 + 1, so 10001.", answer="10001", prompt=prompt).value == 1.0


def test_reasoning_is_no_answer_to_a_question_about_a_word() -> None:
    reply = "<think>Could it be something else? No.</think>\n\nRochelle"
    prompt = "What character did she play?"
    assert same.score(completion=reply, answer="Rochelle", prompt=prompt).value == 1.0


@pytest.mark.parametrize(
    "gold", ["37th", "4K", "10^6", "E=mc^2", "11 - 5 = 6", "01/02/2003", "(1, 2)", "Jan. 5, 1990"]
)
@pytest.mark.parametrize("frame", ["{}", "It's {}.", "**{}**", "The answer is {}."])
def test_a_reply_that_is_the_reference_is_put_to_the_judge(gold: str, frame: str) -> None:
    assert same.score(completion=frame.format(gold), answer=gold, prompt="Which?").value == 1.0


@pytest.mark.parametrize(
    ("gold", "reply"),
    [
        ("4K", "14K"),
        ("5-7", "4-5-7"),
        ("BC-1001", "BC-10012"),
        ("37th", "It is not the 37th."),
        ("O+", "O++"),
        ("01/02/2003", "11/01/02/2003"),
    ],
)
def test_a_reference_within_a_longer_code_is_not_said(gold: str, reply: str) -> None:
    assert same.score(completion=reply, answer=gold, prompt="Which?").value == 0.0
