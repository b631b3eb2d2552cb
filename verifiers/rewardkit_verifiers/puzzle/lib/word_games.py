"""Games of words in several turns, Wordle and Hangman: what answers the policy, and who won.

An outcome is computed from what the policy wrote alone. Messages of the other side are not read, so
that a conversation in which they are missing, or changed, is worth the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rewardkit import Sample, Score
from rewardkit.data.sample import Message, Text
from rewardkit_verifiers.puzzle.lib.answer import answer_of

_EDGES = " .!?,;:*_\"'`[]"


@dataclass(frozen=True, slots=True)
class Play:
    """How a game went."""

    solved: bool
    turns: int
    """Messages that counted, the solving one included."""
    spare: float
    """The share of guesses, or of lives, that was left: 1 before the first, 0 at the end."""
    progress: float
    """The share of the word that was found at best."""
    readable: bool
    """Whether any message was a guess."""
    places: float = 0.0
    """Wordle: the mean share of letters in their place over all guesses that there may be; those
    after the winning one count 1, and those that were not made 0."""


def said_by_policy(messages: Text) -> list[str]:
    """Return the texts of the policy's messages in order; text alone is one message.

    Example:
        >>> said_by_policy([{"role": "assistant", "content": "a"}]), said_by_policy("b")
        (['a'], ['b'])
    """
    if isinstance(messages, str):
        return [messages]
    spoken = [message for message in messages if message.get("role") == "assistant"]
    return [Sample(completion=[message]).text for message in spoken]


def guess_of(text: str, tag: str) -> str | None:
    """Return the one word, or letter, of a message in small letters; None where there is none.

    Example:
        >>> guess_of("I try <answer>Crane</answer>", "answer"), guess_of("crane or slate", "answer")
        ('crane', None)
    """
    found = answer_of(text, tag)
    if isinstance(found, Score):
        return None
    guess = found.strip(_EDGES).lower()
    return guess if guess.isalpha() else None


def marks_of(guess: str, word: str) -> str:
    """Return the marks of a guess: `g` in its place, `y` elsewhere in the word, `-` not in it.

    A letter is marked as often as the word has it, places first.

    Example:
        >>> marks_of("eerie", "elder"), marks_of("crane", "crane")
        ('gyy--', 'ggggg')
    """
    left = Counter(letter for letter, own in zip(word, guess, strict=True) if letter != own)
    marks = ["-"] * len(word)
    for place, (letter, own) in enumerate(zip(guess, word, strict=True)):
        if letter == own:
            marks[place] = "g"
        elif left[letter]:
            left[letter] -= 1
            marks[place] = "y"
    return "".join(marks)


class WordleGame:
    r"""Wordle about one word: each message is a guess, and is answered by its marks.

    Example:
        >>> game = WordleGame("crane")
        >>> game.reply([{"role": "assistant", "content": "react"}])
        'react\nyygy-'
        >>> game.play(["react", "crane"]).solved
        True
    """

    def __init__(
        self,
        word: str,
        guesses: int = 6,
        words: Collection[str] | None = None,
        tag: str = "answer",
    ) -> None:
        self.word = word.strip().lower()
        self.guesses = guesses
        self.words = None if words is None else {one.strip().lower() for one in words}
        self.tag = tag
        if not self.word.isalpha():
            raise ValueError(f"{word[:40]!r} is no word")
        if self.words is not None and self.word not in self.words:
            raise ValueError(f"{word[:40]!r} is not among the words that may be guessed")

    def guess(self, text: str) -> str | None:
        """Return the guess in a message; None where it is no word that may be guessed."""
        guess = guess_of(text, self.tag)
        if guess is None or len(guess) != len(self.word):
            return None
        return guess if self.words is None or guess in self.words else None

    def play(self, said: Sequence[str]) -> Play:
        """Return how a game went by the policy's messages; each one uses up a guess."""
        found, readable, placed = 0.0, False, 0.0
        for turn, text in enumerate(said[: self.guesses], start=1):
            guess = self.guess(text)
            if guess is None:
                continue
            readable = True
            marks = marks_of(guess, self.word)
            found = max(found, (marks.count("g") + marks.count("y") / 2) / len(marks))
            if guess == self.word:
                places = (placed + self.guesses - turn + 1) / self.guesses
                return Play(True, turn, 1 - turn / self.guesses, 1.0, True, places)
            placed += marks.count("g") / len(marks)
        turns = min(len(said), self.guesses)
        return Play(False, turns, 0.0, found, readable, placed / self.guesses)

    def reply(self, history: Sequence[Message]) -> str | None:
        """Return the marks of the last guess, or None when the game is over."""
        said = said_by_policy(history)
        if self.play(said).solved or len(said) >= self.guesses:
            return None
        guess = self.guess(said[-1]) if said else None
        if guess is None:
            return f"Guess one word of {len(self.word)} letters."
        return f"{guess}\n{marks_of(guess, self.word)}"


class HangmanGame:
    """Hangman about one word or phrase: each message is a letter, or the whole of it.

    A message that finds nothing costs a life: a wrong letter or word, a letter that was tried, and
    whatever is no guess. So a game ends, whatever the policy writes.

    Example:
        >>> game = HangmanGame("level")
        >>> game.reply([{"role": "assistant", "content": "e"}])
        '_ e _ e _ (6 lives)'
        >>> game.play(["e", "x", "level"]).solved
        True
    """

    def __init__(self, word: str, lives: int = 6, tag: str = "answer") -> None:
        self.word = " ".join(word.lower().split())
        self.lives = lives
        self.tag = tag
        self.letters = {char for char in self.word if char.isalpha()}
        if not self.letters:
            raise ValueError(f"{word[:40]!r} has no letters")

    def play(self, said: Sequence[str]) -> Play:
        """Return how a game went by the policy's messages."""
        return self._played(said)[0]

    def reply(self, history: Sequence[Message]) -> str | None:
        """Return the word with its found letters, or None when the game is over."""
        play, found, lives = self._played(said_by_policy(history))
        if play.solved or lives <= 0:
            return None
        shown = [char if char in found or not char.isalpha() else "_" for char in self.word]
        return f"{' '.join(shown)} ({lives} {'life' if lives == 1 else 'lives'})"

    def _played(self, said: Sequence[str]) -> tuple[Play, set[str], int]:
        found: set[str] = set()
        lives, readable, turns = self.lives, False, 0
        for text in said:
            turns += 1
            guess = self._guess(text)
            readable = readable or guess is not None
            if guess == self.word:
                found |= self.letters
            elif guess in self.letters and guess not in found:
                found.add(guess)
            else:
                lives -= 1
            if found == self.letters or lives <= 0:
                break
        solved = found == self.letters
        progress = sum(char in found for char in self.word) / sum(map(str.isalpha, self.word))
        return Play(solved, turns, lives / self.lives, progress, readable), found, lives

    def _guess(self, text: str) -> str | None:
        found = answer_of(text, self.tag)
        if isinstance(found, Score):
            return None
        guess = " ".join(found.lower().split())
        if guess == self.word:
            return guess
        guess = guess.strip(_EDGES)
        return guess if guess and all(char.isalpha() or char in " -'" for char in guess) else None


def value_of(play: Play, credit: str) -> float:
    """Return what a game is worth.

    Args:
        play: How it went.
        credit: `solved` for 1 or 0; `speed` for 1/2 to 1 by what was left; `partial` for half of
            what was found in a game that was lost; `places` for the letters in their place over
            all guesses.

    Example:
        >>> lost = Play(False, 6, 0.0, 0.5, True, 0.4)
        >>> value_of(lost, "solved"), value_of(lost, "partial"), value_of(lost, "places")
        (0.0, 0.25, 0.4)
    """
    if credit == "places":
        return play.places
    if not play.solved:
        return play.progress / 2 if credit == "partial" else 0.0
    return 0.5 + play.spare / 2 if credit == "speed" else 1.0
