"""Tasks of the training loop made of puzzles; those of several turns bring what answers the policy.

A config names one as `rewardkit_verifiers.puzzle.lib.tasks:wordle`. Answers stand between the tags
of `rewardkit.tasks`, as in all tasks of the loop, so the rewards need `tag: a`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Sequence
from itertools import product

from rewardkit.data.sample import Message
from rewardkit.tasks.config import TaskConfig
from rewardkit.tasks.problem import OPEN, Problem, Task, split
from rewardkit.tasks.turns import Environment
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
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_GUESSES = 6
_LIVES = 6


def wordle(config: TaskConfig) -> Task:
    """Return Wordle about common words of five letters, in six guesses."""
    return _wordle(config, "wordle", [word for word in WORDS if len(word) == 5], _GUESSES)


def small_wordle(config: TaskConfig) -> Task:
    """Return Wordle about all words of three of six letters, in five guesses.

    A policy of a few thousand weights learns it: any letters are a word.
    """
    words = ["".join(letters) for letters in product("abcdef", repeat=3)]
    return _wordle(config, "small_wordle", words, 5)


def _wordle(config: TaskConfig, name: str, words: Collection[str], guesses: int) -> Task:
    def environment(problem: Problem) -> Environment:
        return WordleGame(problem.answer, guesses, tag=_TAG)

    def solved(chat: Sequence[Message], problem: Problem) -> bool:
        return WordleGame(problem.answer, guesses, tag=_TAG).play(said_by_policy(chat)).solved

    problems = [wordle_about(word, guesses) for word in sorted(words)]
    return _dialogue(config, name, problems, guesses, environment, solved)


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
        alphabet=_alphabet(problems) + _LETTERS,
        judge=lambda answer, problem: answer.strip().lower() == problem.answer,
        template=config.template,
        environment=environment,
        turns=turns,
        solved=solved,
    )


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
    return "".join(sorted(shown | set(" _-\n()")))


def _same(answer: str, problem: Problem) -> bool:
    return answer.strip() == problem.answer


def _solves(answer: str, problem: Problem) -> bool:
    equations = problem.columns["equations"]
    assert isinstance(equations, tuple)
    values = read_values(answer)
    if values is None or set(values) != unknowns_of(list(equations)):
        return False
    return all(difference(one, values) == 0 for one in equations)
