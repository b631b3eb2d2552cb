"""Tasks of the training loop made of puzzles; those of several turns bring what answers the policy.

A config names one as `rewardkit_verifiers.puzzle.lib.tasks:wordle`. Answers stand between the tags
of `rewardkit.tasks`, as in all tasks of the loop, so the rewards need `tag: a`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product
from string import ascii_lowercase, digits

from rewardkit.data.sample import Message
from rewardkit.tasks.config import TaskConfig
from rewardkit.tasks.problem import CLOSE, OPEN, Problem, Task, split
from rewardkit.tasks.turns import Environment, converse
from rewardkit_verifiers.puzzle.lib.equations import difference, read_values, unknowns_of
from rewardkit_verifiers.puzzle.lib.generators import make_equation
from rewardkit_verifiers.puzzle.lib.vocabulary import WORDS
from rewardkit_verifiers.puzzle.lib.word_games import HangmanGame, WordleGame, said_by_policy
from rewardkit_verifiers.puzzle.lib.word_problems import (
    hangman_about,
    make_counting,
    wordle_about,
)

_TAG = OPEN.strip("<>")
_GUESSES = 6
_SMALL_LETTERS, _SMALL_LENGTH, _SMALL_GUESSES = "abcd", 3, 4
_KEPT = {"-": 0.3, "y": 0.3, "?": 0.3, "g": 0.8}
_LIVES = 6


def wordle(config: TaskConfig) -> Task:
    """Return Wordle about common words of five letters, in six guesses."""
    words = sorted(word for word in WORDS if len(word) == 5)
    problems = [wordle_about(word, _GUESSES) for word in words]

    def guess(history: Sequence[Message], rng: random.Random) -> str:
        return rng.choice(words)

    return _wordle(config, "wordle", problems, _GUESSES, guess)


def small_wordle(config: TaskConfig) -> Task:
    """Return Wordle about all words of three of four letters, in four guesses.

    A policy of 0.1 million weights learns it: any letters are a word. A message is the bare guess,
    so the reward needs `tag: ""`. The episodes to imitate are careless: `kept_by_chance`.
    """
    return _small_wordle(config, "small_wordle", lambda game: game)


def blind_wordle(config: TaskConfig) -> Task:
    """Return `small_wordle` with all marks hidden: the control, in which nothing can be found out.

    What a policy gains in it, it gains without looking at the marks.
    """
    return _small_wordle(config, "blind_wordle", _Hidden)


def kept_by_chance(history: Sequence[Message], rng: random.Random) -> str:
    """Return a guess by a careless player, who half heeds the marks.

    Each letter of the last guess is kept eight times in ten where its mark is `g`, and three where
    it is any other or hidden; the rest are drawn by chance. So letters in their place are mostly
    kept, and refused ones are tried again; letters elsewhere and older guesses say nothing to it.
    """
    last, marks = "", ""
    if len(history) > 1:
        last, _, marks = str(history[-1]["content"]).partition("\n")
    return "".join(
        last[place] if marks and rng.random() < _KEPT[marks[place]] else rng.choice(_SMALL_LETTERS)
        for place in range(_SMALL_LENGTH)
    )


def _small_wordle(
    config: TaskConfig, name: str, shown: Callable[[WordleGame], Environment]
) -> Task:
    # Short prompts and bare guesses: every turn of a game reads them again.
    words = map("".join, product(_SMALL_LETTERS, repeat=_SMALL_LENGTH))
    problems = [Problem("word:", word, word, word[::-1], {}) for word in words]
    return _wordle(config, name, problems, _SMALL_GUESSES, kept_by_chance, shown, tag="")


class _Hidden:
    """The game with `?` for every mark."""

    def __init__(self, game: WordleGame) -> None:
        self.game = game

    def reply(self, history: Sequence[Message]) -> str | None:
        reply = self.game.reply(history)
        guess, line, marks = (reply or "").partition("\n")
        return f"{guess}\n{'?' * len(marks)}" if line else reply


def _wordle(
    config: TaskConfig,
    name: str,
    problems: list[Problem],
    guesses: int,
    guess: Callable[[Sequence[Message], random.Random], str],
    shown: Callable[[WordleGame], Environment] = lambda game: game,
    tag: str = _TAG,
) -> Task:
    before, after = (OPEN, CLOSE) if tag else ("", "")

    def environment(problem: Problem) -> Environment:
        return shown(WordleGame(problem.answer, guesses, tag=tag))

    def solved(chat: Sequence[Message], problem: Problem) -> bool:
        return WordleGame(problem.answer, guesses, tag=tag).play(said_by_policy(chat)).solved

    def episode(problem: Problem, rng: random.Random) -> Sequence[Message]:
        def write(history: Sequence[Message]) -> str:
            return f"{before}{guess(history, rng)}{after}"

        return converse(environment(problem), problem.prompt, write, guesses)

    task = _dialogue(config, name, problems, guesses, environment, solved)
    return replace(task, episode=episode, tagged=bool(tag))


def hangman(config: TaskConfig) -> Task:
    """Return Hangman about common words, with six lives."""

    def environment(problem: Problem) -> Environment:
        return HangmanGame(problem.answer, _LIVES, _TAG)

    def solved(chat: Sequence[Message], problem: Problem) -> bool:
        return HangmanGame(problem.answer, _LIVES, _TAG).play(said_by_policy(chat)).solved

    problems = [hangman_about(word, _LIVES) for word in sorted(WORDS)]
    longest = max(len(set(word)) for word in WORDS)
    return _dialogue(config, "hangman", problems, longest + _LIVES, environment, solved)


def _dialogue(
    config: TaskConfig,
    name: str,
    problems: list[Problem],
    turns: int,
    environment: Callable[[Problem], Environment],
    solved: Callable[[Sequence[Message], Problem], bool],
) -> Task:
    train, validation, heldout = _parts(config, problems)
    return Task(
        name=name,
        train=train,
        validation=validation,
        heldout=heldout,
        alphabet=_spoken(problems, environment),
        judge=lambda answer, problem: answer.strip().lower() == problem.answer,
        template=config.template,
        environment=environment,
        turns=turns,
        solved=solved,
    )


def _spoken(problems: Sequence[Problem], environment: Callable[[Problem], Environment]) -> str:
    """Return the characters of a conversation: problems, guesses, numbers, and what is asked."""
    blank: list[Message] = [{"role": "assistant", "content": ""}]
    asked = {char for one in problems for char in environment(one).reply(blank) or ""}
    return "".join(sorted(asked | set(_alphabet(problems) + ascii_lowercase + digits)))


def counting(config: TaskConfig) -> Task:
    """Return lists of things to count; `numbers` is the level."""
    return _single(config, "counting", make_counting, _same)


def equation(config: TaskConfig) -> Task:
    """Return equations in two unknowns, three where `numbers` is 4, one where it is 2."""

    def make(rng: random.Random, level: int) -> Problem:
        return make_equation(rng, level - 2)

    return _single(config, "equation", make, _solves)


def _single(
    config: TaskConfig,
    name: str,
    make: Callable[[random.Random, int], Problem],
    judge: Callable[[str, Problem], bool],
) -> Task:
    rng = random.Random(config.split_seed)
    drawn = (make(rng, config.numbers) for _ in range(2 * config.problems))
    # Of problems that are posed twice one would be in training and the other held out.
    problems = list({problem.prompt: problem for problem in drawn}.values())[: config.problems]
    train, validation, heldout = _parts(config, problems)
    alphabet = _alphabet(problems)
    return Task(name, train, validation, heldout, alphabet, judge, config.template)


def _parts(config: TaskConfig, problems: list[Problem]) -> tuple[tuple[Problem, ...], ...]:
    rng = random.Random(config.split_seed)
    return split(problems, config.validation, config.heldout, rng)


def _alphabet(problems: Sequence[Problem]) -> str:
    shown = {char for one in problems for char in one.prompt + one.right + one.wrong}
    return "".join(sorted(shown | set(" _-?\n()")))


def _same(answer: str, problem: Problem) -> bool:
    return answer.strip() == problem.answer


def _solves(answer: str, problem: Problem) -> bool:
    equations = problem.columns["equations"]
    assert isinstance(equations, tuple)
    values = read_values(answer)
    if values is None or set(values) != unknowns_of(list(equations)):
        return False
    return all(difference(one, values) == 0 for one in equations)
