"""Problems about words made from a seed: Wordle, Hangman, crossword clues, counted objects."""

from __future__ import annotations

import random
from collections.abc import Collection

from rewardkit.tasks.problem import Problem
from rewardkit_verifiers.puzzle.lib.vocabulary import CLUES, OBJECTS, WORDS

_NUMBERS = [
    "zero",
    "a",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]


def make_wordle(
    rng: random.Random, level: int = 1, words: Collection[str] = WORDS, guesses: int = 6
) -> Problem:
    """Return a hidden word of 3 letters, one more for each level, up to 6.

    Example:
        >>> len(make_wordle(random.Random(1), level=2).answer)
        5
    """
    return wordle_about(rng.choice(_of_length(words, min(3 + level, 6))), guesses)


def wordle_about(word: str, guesses: int = 6) -> Problem:
    """Return the problem of Wordle about one word."""
    prompt = f"Guess my word of {len(word)} letters in {guesses} guesses."
    return Problem(prompt, word, word, word[::-1] if word != word[::-1] else word[1:], {})


def make_hangman(
    rng: random.Random, level: int = 1, words: Collection[str] = WORDS, lives: int = 6
) -> Problem:
    """Return a hidden word of 6 letters, one fewer for each level, down to 3: short is hard.

    Example:
        >>> make_hangman(random.Random(1), level=0).prompt
        '_ _ _ _ _ _ (6 lives)'
    """
    word = rng.choice(_of_length(words, max(6 - level, 3)))
    return hangman_about(word, lives)


def hangman_about(word: str, lives: int = 6) -> Problem:
    """Return the problem of Hangman about one word."""
    return Problem(f"{' '.join('_' * len(word))} ({lives} lives)", word, word, word[1:], {})


def _of_length(words: Collection[str], length: int) -> list[str]:
    found = sorted(word for word in words if len(word) == length)
    if not found:
        raise ValueError(f"there is no word of {length} letters")
    return found


def make_crossword(rng: random.Random, level: int = 1) -> Problem:
    """Return a clue with its number of letters; below level 2 with half of the crossing letters.

    Example:
        >>> make_crossword(random.Random(3), level=2).columns["pattern"]
        '_____'
    """
    clue, word = rng.choice(CLUES)
    letters = word.replace(" ", "")
    share = 0.0 if level >= 2 else 0.5
    pattern = "".join(char if rng.random() < share else "_" for char in letters)
    other = rng.choice([one for _, one in CLUES if one != word])
    columns = {"pattern": pattern}
    return Problem(f"{clue} ({len(letters)} letters): {pattern}", word, word, other, columns)


def make_counting(rng: random.Random, level: int = 1) -> Problem:
    """Return a list of things of which those of one kind are counted.

    The answer is drawn first, evenly, so that no constant is right more often than another.

    Example:
        >>> make_counting(random.Random(1), level=0).prompt
        'I have two goats, two bananas, a pear and a cat. How many fruits do I have?'
    """
    kind, *others = rng.sample(sorted(OBJECTS), 2 + min(level, 3))
    total = left = rng.randint(1, 5 + 4 * min(level, 8))
    things: dict[str, int] = {}
    while left:
        name = rng.choice(OBJECTS[kind])
        number = min(rng.randint(1, 3), left, 12 - things.get(name, 0))
        things[name] = things.get(name, 0) + number
        left -= number
    for other in others:
        for name in rng.sample(OBJECTS[other], rng.randint(1, 2 + level)):
            things[name] = rng.randint(1, 3)
    listed = [_counted(name, number) for name, number in things.items() if number]
    rng.shuffle(listed)
    prompt = f"I have {_joined(listed)}. How many {kind} do I have?"
    return Problem(prompt, str(total), str(total), str(total + 1), {})


def _counted(name: str, number: int) -> str:
    if number == 1:
        return f"an {name}" if name[0] in "aeiou" else f"a {name}"
    irregular = {"strawberry": "strawberries", "potato": "potatoes", "peach": "peaches"}
    plural = irregular.get(name, f"{name}es" if name.endswith(("ch", "sh")) else f"{name}s")
    return f"{_NUMBERS[number]} {plural}"


def _joined(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]
