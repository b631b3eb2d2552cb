"""A mention counts where its reply answers, and is unclear where it only occurs."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.text.answer import answer

PAINTER = "Who painted Guernica?"
CAPITAL = "What is the capital of Norway?"
WHEN = "When did the tower open?"


@pytest.mark.parametrize(
    ("reply", "gold", "prompt"),
    [
        (
            "Picasso lived from 1881 to 1973 and spent most of his life in France.",
            "Picasso",
            PAINTER,
        ),
        ("The Picasso Museum in Barcelona holds more than 4,000 works.", "Picasso", PAINTER),
        ("A student of Pablo Picasso.", "Pablo Picasso", PAINTER),
        ("Someone of the same generation as Pablo Picasso. I forgot.", "Pablo Picasso", PAINTER),
        ("Oslo hosted the winter games in 1952.", "Oslo", CAPITAL),
        ("Oslo exports timber.", "Oslo", CAPITAL),
        ("Visitors bought tickets online in 1931.", "1931", WHEN),
    ],
)
def test_a_mention_in_a_sentence_that_answers_nothing_is_unclear(
    reply: str, gold: str, prompt: str
) -> None:
    score = answer.score(completion=reply, answer=gold, prompt=prompt)
    assert (score.value, score.status, score.reason) == (0.0, "unparsed", "unclear")
    judged = answer(undecided="abstain").score(completion=reply, answer=gold, prompt=prompt)
    assert (judged.value, judged.reason) == (None, "unclear")
    assert answer.score(completion=reply, answer=gold).value == 1.0  # nothing was asked


@pytest.mark.parametrize(
    ("reply", "gold", "prompt"),
    [
        ("Picasso", "Picasso", PAINTER),
        ("Pablo Ruiz Picasso!", "Picasso", PAINTER),
        ("**Picasso** did, in 1937.", "Picasso", PAINTER),
        ("That would be Picasso 🎨 — he worked on it for five weeks.", "Picasso", PAINTER),
        ("Artist: Picasso", "Picasso", PAINTER),
        ("Picasso. He worked on it for five weeks.", "Picasso", PAINTER),
        ("The artist is Picasso.", "Picasso", PAINTER),
        ("With all that grey, it's Picasso.", "Picasso", PAINTER),
        ("Picasso took five weeks. He painted it in Paris.", "Picasso", PAINTER),
        ("Picasso and nobody else could have done it.", "Picasso", PAINTER),
        ("Det er Oslo.", "Oslo", CAPITAL),
        ("Norges hovedstad heter Oslo.", "Oslo", CAPITAL),
        ("It went up in 1931 🗼", "1931", WHEN),
        ("the end of June 1931", "June 1931", WHEN),
        ("1931, after two years of work", "1931", WHEN),
    ],
)
def test_a_mention_where_answers_stand_is_paid_without_a_word_of_the_question(
    reply: str, gold: str, prompt: str
) -> None:
    assert answer.score(completion=reply, answer=gold, prompt=prompt).value == 1.0
