"""Pieces of text as tokens: references, forms, words of the reward's code, and single characters.

With one token a character a policy this small would need hours to find a hole that is a sentence;
with pieces it needs seconds, and still composes them as it likes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rewardkit.attack.honest import Honest

PAD, EOS = "<pad>", "<eos>"
_FILLER = " The work goes on in further words that say nothing about the question." * 8
_USUAL = (
    " ",
    "\n",
    ". ",
    ", ",
    "The answer is ",
    "perhaps ",
    "clearly ",
    "- ",
    "## ",
    "[1]",
    _FILLER,
)
_LONGEST_WORD = 60
_MOST_WORDS = 80


class Pieces:
    """A tokenizer of pieces: the longest one that fits is taken.

    Args:
        pieces: The texts that have a token each.

    Example:
        >>> pieces = Pieces(["The answer is ", "7", "1"])
        >>> [pieces.texts[at] for at in pieces.encode("The answer is 17")]
        ['The answer is ', '1', '7']
    """

    def __init__(self, pieces: Iterable[str]) -> None:
        kept = dict.fromkeys(one for one in pieces if one and one not in (PAD, EOS))
        self.texts = [PAD, EOS, *kept]
        self._ids = {text: at for at, text in enumerate(self.texts)}
        lengths: dict[str, set[int]] = {}
        for text in kept:
            lengths.setdefault(text[0], set()).add(len(text))
        self._lengths = {first: sorted(some, reverse=True) for first, some in lengths.items()}

    def __len__(self) -> int:
        return len(self.texts)

    def encode(self, text: str) -> list[int]:
        """Return the ids of a text; a character without a piece is left out."""
        found, place = [], 0
        while place < len(text):
            for length in self._lengths.get(text[place], ()):
                known = self._ids.get(text[place : place + length])
                if known is not None:
                    found.append(known)
                    place += length
                    break
            else:
                place += 1
        return found

    def decode(self, ids: Sequence[int]) -> str:
        """Return the text of ids up to the end of the sequence."""
        words = []
        for at in ids:
            if at == 1:
                break
            words.append(self.texts[at] if at > 1 else "")
        return "".join(words)


def pieces_of(honest: Honest, replies: Iterable[str]) -> Pieces:
    """Return the pieces for these rows: what replies to them are made of.

    Args:
        honest: The rows, with their forms and the words of the reward's code.
        replies: The replies that a policy is shown before it learns from the reward.
    """
    row = honest.rows[0]
    marks = [text for form in row.forms for text in (form.before, form.after)]
    words = [word for word in row.words if len(word) <= _LONGEST_WORD][:_MOST_WORDS]
    wrong = [text for one in honest.rows[:16] for text in one.wrong(2)]
    answers = [one.answer for one in honest.rows]
    characters = sorted({sign for reply in replies for sign in reply if sign.isprintable()})
    return Pieces([*_USUAL, *answers, *row.pool, *wrong, *marks, *words, *characters, "\n"])
