"""Games of several turns: won by finding the word, whatever else the chat says; they always end."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.data.sample import Message
from rewardkit.tasks import Task, TaskConfig, converse
from rewardkit.tasks.tasks import make_task
from rewardkit_verifiers.puzzle.hangman import hangman
from rewardkit_verifiers.puzzle.lib.vocabulary import WORDS
from rewardkit_verifiers.puzzle.lib.word_games import (
    HangmanGame,
    WordleGame,
    marks_of,
    said_by_policy,
)
from rewardkit_verifiers.puzzle.wordle import wordle

FIVE = sorted(word for word in WORDS if len(word) == 5)
TASKS = "rewardkit_verifiers.puzzle.lib.tasks"
TEXTS = st.one_of(
    st.sampled_from(
        [*FIVE[:12], "e", "a", "", "<answer>e</answer>", "crane slate", "<think>", "42"]
    ),
    st.text(max_size=12),
)


def consistent(history: Sequence[Message]) -> str:
    """A player that guesses the first word that fits all marks so far."""
    left = FIVE
    for one, other in zip(history[1::2], history[2::2], strict=False):
        marks = str(other["content"]).split("\n")[1]
        left = [word for word in left if marks_of(str(one["content"]), word) == marks]
    return left[0]


def test_a_player_that_heeds_the_marks_wins_and_is_paid() -> None:
    won = 0
    for word in FIVE[::8]:
        chat = converse(WordleGame(word), "Guess.", consistent, turns=6)
        found = wordle.score(completion=chat, answer=word)
        won += found.value == 1.0
        assert (chat[-1]["content"] == word) == (found.value == 1.0)
    assert won >= 0.9 * len(FIVE[::8])


@pytest.mark.parametrize("word", FIVE[:3])
def test_no_fixed_list_of_guesses_wins_often(word: str) -> None:
    guesses = [word, *FIVE[3:8]]
    chat = [{"role": "assistant", "content": guess} for guess in guesses]
    paid = [wordle.score(completion=chat, answer=one).value for one in FIVE]
    assert sum(filter(None, paid)) == len(guesses)


def reference_marks(guess: str, word: str) -> str:
    """Marks as the rules say them: places first, then the letters left, from the left."""
    marks, pool = [""] * len(word), list(word)
    for place, letter in enumerate(guess):
        if word[place] == letter:
            marks[place] = "g"
            pool.remove(letter)
    for place, letter in enumerate(guess):
        if not marks[place]:
            marks[place] = "y" if letter in pool else "-"
            if letter in pool:
                pool.remove(letter)
    return "".join(marks)


@given(st.text("abc", min_size=5, max_size=5), st.text("abc", min_size=5, max_size=5))
def test_marks_are_those_of_the_rules(guess: str, word: str) -> None:
    assert marks_of(guess, word) == reference_marks(guess, word)


GAMES: list[Any] = [WordleGame("crane"), HangmanGame("crane"), HangmanGame("ice cream", lives=3)]


@given(st.sampled_from(GAMES), st.lists(TEXTS, max_size=30))
def test_any_conversation_ends_and_the_reward_agrees_with_the_game(
    game: Any, texts: list[str]
) -> None:
    def write(history: Sequence[Message]) -> str:
        turn = len(history) // 2
        return texts[turn] if turn < len(texts) else "crane"

    chat = converse(game, "Guess.", write, turns=60)
    assert len(said_by_policy(chat)) < 60
    judge = wordle if isinstance(game, WordleGame) else hangman(lives=game.lives)
    found = judge.score(completion=chat, answer=game.word)
    assert found.value == float(game.play(said_by_policy(chat)).solved)
    # What the other side wrote changes nothing.
    forged = [{**one, "content": game.word} if one["role"] == "user" else one for one in chat]
    assert judge.score(completion=forged, answer=game.word).value == found.value


@given(st.sampled_from(GAMES), st.lists(TEXTS, min_size=1, max_size=8))
def test_equal_histories_get_equal_replies(game: Any, texts: list[str]) -> None:
    chat = [{"role": "assistant", "content": text} for text in texts]
    assert game.reply(chat) == game.reply(list(chat))


def test_the_reply_never_shows_the_hidden_word() -> None:
    for guess in ("slate", "brain", "c", "nonsense guess", ""):
        for game in GAMES:
            reply = game.reply([{"role": "assistant", "content": guess}])
            assert reply is not None
            assert game.word not in reply


@pytest.mark.parametrize("credit", ["solved", "speed", "partial", "places"])
def test_a_lost_game_is_worth_less_than_a_won_one(credit: str) -> None:
    judges = [wordle.configured(credit=credit)]
    if credit != "places":
        judges.append(hangman.configured(credit=credit))
    for judge in judges:
        misses = [{"role": "assistant", "content": text} for text in ("crank", "k", "l", "m", "o")]
        late = judge.score(
            completion=[*misses, {"role": "assistant", "content": "crane"}], answer="crane"
        )
        lost = judge.score(completion=misses, answer="crane")
        assert lost.value is not None
        assert late.value is not None
        assert lost.value < late.value <= 1.0


def written(task: Task, guess: str) -> str:
    """A guess as the policy of a task writes it."""
    return f"<a>{guess}</a>" if task.tagged else guess


class Always:
    """A player that writes one text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __call__(self, history: Sequence[Message]) -> str:
        return self.text


@pytest.mark.parametrize("name", ["wordle", "small_wordle", "blind_wordle", "hangman"])
def test_a_task_of_several_turns_is_solved_by_the_hidden_word_alone(name: str) -> None:
    task = make_task(TaskConfig(name=f"{TASKS}:{name}", validation=20, heldout=30))
    assert not {one.answer for one in task.train} & {one.answer for one in task.heldout}
    problem = task.heldout[0]
    assert task.environment is not None
    assert task.turns > 1
    for text, wins in ((problem.right, True), ("zzz", False)):
        chat = converse(task.environment(problem), "Guess.", Always(written(task, text)), 40)
        assert task.succeeded(chat, problem) is wins


@pytest.mark.parametrize("name", ["wordle", "small_wordle", "blind_wordle", "hangman"])
@pytest.mark.parametrize("said", ["", "no guess at all", "<a>z</a>", "legal"])
def test_the_tiny_policy_has_one_token_for_every_character_of_a_game(name: str, said: str) -> None:
    task = make_task(TaskConfig(name=f"{TASKS}:{name}", validation=4, heldout=20))
    assert len(set(task.alphabet)) == len(task.alphabet)
    assert task.environment is not None
    for problem in task.heldout:
        text = said
        if said == "legal":
            text = written(task, problem.right[0] if name == "hangman" else problem.wrong)
        chat = converse(task.environment(problem), "", Always(text), task.turns)
        read = [str(one["content"]) for one in chat if one["role"] == "user"]
        assert set("".join([task.prompt(problem), *read])) <= set(task.alphabet)


@given(
    st.text("abcd", min_size=3, max_size=3),
    st.lists(st.one_of(st.text("abcd", min_size=3, max_size=3), st.just("no")), max_size=6),
)
def test_places_are_paid_over_all_guesses_and_a_win_counts_as_all_that_follow(
    word: str, said: list[str]
) -> None:
    asked = said[:4]
    if word in asked:
        asked = [*asked[: asked.index(word)], *[word] * 4][:4]
    shares = [sum(map(str.__eq__, guess, word)) / 3 if len(guess) == 3 else 0.0 for guess in asked]
    judge = wordle.configured(guesses=4, credit="places")
    chat = [{"role": "assistant", "content": guess} for guess in said]
    found = judge.score(completion=chat, answer=word).value
    if found is not None and any(len(guess) == 3 for guess in said[:4]):
        assert found == pytest.approx(sum(shares) / 4)
    else:
        assert found == 0.0


@pytest.mark.parametrize("name", ["wordle", "small_wordle", "blind_wordle"])
def test_games_to_imitate_are_legal_and_seldom_won(name: str) -> None:
    task = make_task(TaskConfig(name=f"{TASKS}:{name}", validation=4, heldout=20))
    words = {one.answer for one in (*task.train, *task.validation, *task.heldout)}
    assert task.episode is not None
    rng, won, played = random.Random(0), 0, 0
    for problem in task.train * max(1, 2000 // len(task.train)):
        chat = task.episode(problem, rng)
        guesses = [str(one["content"]) for one in chat[::2]]
        assert set(guesses) <= {written(task, word) for word in words}
        won += task.succeeded(chat, problem)
        played += 1
    # By chance alone: so many different guesses at most, each as likely as any other.
    assert won / played < 3.0 * task.turns / len(words)


def test_the_player_to_imitate_keeps_a_right_letter_eight_times_in_ten_and_others_three() -> None:
    task = make_task(TaskConfig(name=f"{TASKS}:small_wordle", validation=4, heldout=20))
    assert task.episode is not None
    rng, kept = random.Random(0), {"g": [0, 0], "y": [0, 0], "-": [0, 0]}
    for problem in task.train * 60:
        chat = task.episode(problem, rng)
        for own, reply, later in zip(chat[::2], chat[1::2], chat[2::2], strict=False):
            before, after = (str(one["content"]) for one in (own, later))
            for place, mark in enumerate(str(reply["content"]).split("\n")[1]):
                kept[mark][0] += before[place] == after[place]
                kept[mark][1] += 1
    shares = {mark: same / count for mark, (same, count) in kept.items()}
    # A fourth of the letters that are drawn anew are the same.
    for mark, chosen in (("-", 0.3), ("y", 0.3), ("g", 0.8)):
        assert shares[mark] == pytest.approx(chosen + (1 - chosen) / 4, abs=0.03)


def test_the_control_shows_the_guess_and_no_mark() -> None:
    task = make_task(TaskConfig(name=f"{TASKS}:blind_wordle", validation=4, heldout=20))
    assert task.environment is not None
    problem = task.train[0]
    other = "abc" if problem.answer != "abc" else "abd"
    game = task.environment(problem)
    assert game.reply([{"role": "assistant", "content": other}]) == f"{other}\n???"
    asked = game.reply([{"role": "assistant", "content": "what?"}])
    assert asked == "Guess one word of 3 letters."
    assert game.reply([{"role": "assistant", "content": problem.answer}]) is None


@pytest.mark.parametrize("name", ["counting", "equation"])
def test_a_task_of_one_turn_is_solved_by_its_right_answers(name: str) -> None:
    config = TaskConfig(name=f"{TASKS}:{name}", problems=100, validation=20, heldout=30)
    task = make_task(config)
    for problem in task.heldout:
        assert task.correct(f"<a>{problem.right}</a>", problem)
        assert not task.correct(f"<a>{problem.wrong}</a>", problem)
