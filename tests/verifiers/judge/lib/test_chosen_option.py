"""A question with options: the letter or the text that a reply settles on decides."""

from __future__ import annotations

import pytest

from rewardkit import get

_STEM = "What would happen to the frogs if all the spiders died?"
_OPTIONS = ("frogs would decrease", "frogs would increase", "nothing would happen")
_CHINESE = "如果蜘蛛全部死亡，青蛙会怎样？\n选项：\nA．青蛙减少\nB．青蛙增加\nC．没有变化"
_ANGLE = "Find the angle.\nChoices:\n(A) 20°\n(B) 44°\n(C) 55°\n(D) 64°"
_BED = "Is the bed bigger than the kitten?\nChoices:\n(A) Yes\n(B) No"
same = get("judge/reference", judge={"fake": "approve"})


def _asked(form: str, separator: str, labels: str = "ABC", head: str = "\nChoices:\n") -> str:
    listed = separator.join(
        form % (label, text) for label, text in zip(labels, _OPTIONS, strict=True)
    )
    return f"{_STEM}{head}{listed}"


_FORMS = (
    _asked("(%s) %s", "\n"),
    _asked("%s) %s", "\n", head="\nOptions:\n"),
    _asked("%s. %s", "\n"),
    _asked("%s: %s", "\n", head="\n"),
    _asked("(%s) %s", " ", head=" "),
    _asked("(%s) %s", "\n", labels="abc"),
    _asked("(%s) %s", "\n", labels="123"),
)


@pytest.mark.parametrize("prompt", _FORMS)
def test_a_reply_that_settles_on_the_option_of_the_reference_is_put_to_the_judge(
    prompt: str,
) -> None:
    label = "1" if "(1)" in prompt else "A"
    for reply in (
        f"So the answer is ({label}).",
        f"The correct answer is ({label}). Without spiders there is less food for them.",
        f"({label}) frogs would decrease",
        f"Answer: {label}",
    ):
        found = same.score(completion=reply, answer="frogs would decrease", prompt=prompt)
        assert found.value == 1.0, reply


@pytest.mark.parametrize("prompt", _FORMS)
def test_a_reply_that_settles_on_another_option_is_refused(prompt: str) -> None:
    label = "2" if "(2)" in prompt else "B"
    for reply in (
        f"So the answer is ({label}).",
        f"The correct answer is ({label}). The frogs would decrease in size only.",
        f"({label}) frogs would increase",
    ):
        found = same.score(completion=reply, answer="frogs would decrease", prompt=prompt)
        assert (found.value, found.reason) == (0.0, "wrong_choice"), reply


@pytest.mark.parametrize(
    ("reply", "answer", "prompt"),
    [
        ("A", _OPTIONS[0], _FORMS[0]),
        ("<think>B? No.</think>The answer is A.", _OPTIONS[0], _FORMS[0]),
        ("The answer is A.", ["A", _OPTIONS[0]], _FORMS[0]),
        ("La respuesta correcta es la A.", _OPTIONS[0], _FORMS[0]),
        ("所以选A。", "青蛙减少", _CHINESE),
        ("A．青蛙减少", "青蛙减少", _CHINESE),
        ("The answer is (B). There are 3 kittens and only 2 beds.", "No", _BED),
        ("The bed is twice as long. So the answer is (A).", "Yes", _BED),
        ("The angles 46 and 44 add up to 90.\n\nThe answer is B.", "44°", _ANGLE),
        ("\\boxed{B}", "44°", _ANGLE),
        ("The answer is (A), a decreasing frog count.", "frogs would decrease", _FORMS[0]),
        ("The answer is B.\n[asy]\nA = (10,8);\n[/asy]\nSo it is 90 - 46 = 44.", "44°", _ANGLE),
    ],
)
def test_a_letter_stands_for_the_text_that_is_the_reference(
    reply: str, answer: object, prompt: str
) -> None:
    assert same.score(completion=reply, answer=answer, prompt=prompt).value == 1.0


@pytest.mark.parametrize(
    ("reply", "answer", "prompt"),
    [
        (_FORMS[0], _OPTIONS[0], _FORMS[0]),
        ("Either A or B.", _OPTIONS[0], _FORMS[0]),
        ("- A\n- B", "A", _FORMS[0]),
        ("- A\n- J", "A", _FORMS[0]),
        ("Perhaps A?", _OPTIONS[0], _FORMS[0]),
        ("It is not A.", _OPTIONS[0], _FORMS[0]),
        ("Let's think step by step. Option A:", _OPTIONS[0], _FORMS[0]),
        ("None of the options A, B and C is correct.", "nothing would happen", _FORMS[0]),
        ("The answer is (A), frogs would increase.", _OPTIONS[0], _FORMS[0]),
        ("The answer is (B) 15°.", "44°", _ANGLE),
        ("Therefore the angle is 44°. The answer is D.", "44°", _ANGLE),
        ("The angle is 64°. The answer is B.", "44°", _ANGLE),
        ("The answer is B. So x = \\boxed{77}.", "44°", _ANGLE),
        ("不是A，而是B。", "青蛙减少", _CHINESE),
        ("So the answer is (B).", "Yes", _BED),
    ],
)
def test_a_reply_that_leaves_the_option_open_or_contradicts_it_is_not_paid(
    reply: str, answer: object, prompt: str
) -> None:
    assert same.score(completion=reply, answer=answer, prompt=prompt).value in (None, 0.0)


def test_another_option_is_put_to_the_judge_where_any_content_is() -> None:
    lenient = get("judge/reference", judge={"fake": "approve"}, require="content")
    found = lenient.score(completion="So the answer is (B).", answer=_OPTIONS[0], prompt=_FORMS[0])
    assert found.value == 1.0
