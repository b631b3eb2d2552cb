"""Another answer given first, the accepted one in passing."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.text.answer import answer


def reason(prompt: str, alias: str, reply: str) -> str:
    return answer.score(completion=reply, answer=alias, prompt=prompt).reason


@pytest.mark.parametrize(
    ("prompt", "alias", "reply"),
    [
        ("who painted it", "Clara Weiss", "Otto Brandt, a friend of Clara Weiss"),
        ("who painted it", "Clara Weiss", "Otto Brandt. Clara Weiss only sold it."),
        ("what bird is it", "swan", "A goose, which looks like a swan"),
        ("when did it open", "3 May 1950", "4 June 1950 (3 May 1950 was a rehearsal)"),
        ("what is the capital of Boria", "Nal", "Tuz is the capital; Nal is a harbour town."),
        ("what is the capital of Boria", "Nal", "The capital of Boria is Tuz. Nal is a harbour."),
        ("who wrote the hymn", "Ann Lee", "The hymn was written by Ida Roy. Ann Lee liked it."),
        (
            "when was the dam built",
            "1931",
            "The dam was built in 1940. The lake was named in 1931.",
        ),
        ("how many legs has it", "6", "It is 8, since 6 would make it an insect."),
    ],
)
def test_what_is_said_about_another_answer_is_not_paid(prompt: str, alias: str, reply: str) -> None:
    assert reason(prompt, alias, reply) in ("several_answers", "hedged", "only_echoed")


@pytest.mark.parametrize(
    ("prompt", "alias", "reply"),
    [
        ("who painted it", "Clara Weiss", "The painter, Clara Weiss, was a friend of Otto Brandt."),
        ("who painted it", "Clara Weiss", "Sure! Clara Weiss painted it."),
        ("who painted it", "Clara Weiss", "Otto Brandt? No, the answer is Clara Weiss."),
        ("who made the film Tide", "Ida Roy", "Tide, made by Ida Roy in 1950"),
        ("what bird is it", "swan", "A large, white swan"),
        ("in what country is Nal", "Boria", "Nal, on the coast of Boria"),
        ("in what country is Nal", "Boria", "Tuz Bay, Boria"),
        ("who was the king", "Rudolf", "Rudi (Rudolf)"),
        ("when did it open", "1950", "It was planned in 1940 and opened in 1950."),
        ("what label was it", "Ocean Records", "In the 80s, they sang on Ocean Records."),
        ("who sang Moon", "Ann Lee", "Moon is a song by Ida Roy. It was sung by Ann Lee."),
    ],
)
def test_an_answer_after_its_frame_a_label_or_more_about_it_is_paid(
    prompt: str, alias: str, reply: str
) -> None:
    assert reason(prompt, alias, reply) == ""
