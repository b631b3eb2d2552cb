"""The gate before a judge: does a completion say anything that could be right or wrong?

Judges approve of a lone colon, of "Solution" and of "Let's solve this problem step by step."
(Zhao et al. 2025, arXiv:2507.08794). None of it needs a judge to be seen, so none is asked.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from rewardkit.judge.faults import Fault
from rewardkit.judge.gate.markup import without_markup
from rewardkit.judge.gate.word_lists import ALONE, PHRASES, PHRASES_ALONE, WORDS
from rewardkit.judge.reply import without_reasoning

_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))
# Letters and signs that are drawn as nothing: fillers of Hangul and Khmer, the empty Braille cell.
_BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？])|\n+")
_WORD = re.compile(r"[^\W_]+")
_LABEL = re.compile(r"^\W*[^\W\d_]+(?: [^\W\d_]+)?\s*[:：]\s*")
# "Step 1" announces as much as "step"; the number of a step is no answer.
_NUMBERED = re.compile(
    r"\b(step|schritt|[ée]tape|paso|passo|passaggio|stap|steg|trinn|krok|adım|шаг|крок|bước|langkah)"
    r"\s*(?:no\.?\s*|#\s*)?\d{1,2}(?![\w]|[.,]\d)",
    re.IGNORECASE,
)
# A completion may well repeat so little of the prompt by chance, or because it is the answer.
_LEAST_WORDS, _LEAST_CHARS = 3, 12
_LONG, _MOST = 6, 0.6
# An announcement is short; what ends with a colon after a page of text has said something.
_ANNOUNCEMENT = 16
# Marks on letters are written apart from them, and fall; those of Indic vowels stay.
_FALLING_MARK = "Mn"


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why a completion has no content.

    Attributes:
        reason: `empty`, `unfinished_reasoning`, `copied_prompt` or `no_answer`.
        detail: A sentence.
    """

    reason: str
    detail: str


def visible(text: str) -> str:
    r"""Return the text in normal form NFKC without characters that show nothing.

    Example:
        >>> visible("\u200b４０\u202e")
        '40'
    """
    folded = unicodedata.normalize("NFKC", text)
    return "".join(
        char
        for char in folded
        if char in "\n\t " or (unicodedata.category(char) not in _UNSEEN and char not in _BLANK)
    )


def folded_words(text: str) -> list[str]:
    """Return the words in lower case without accents, apostrophes taken as spaces.

    Example:
        >>> folded_words("Résolvons d'abord!")
        ['resolvons', 'd', 'abord']
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if unicodedata.category(char) != _FALLING_MARK)
    plain = plain.translate(_LETTERS)
    return _WORD.findall(unicodedata.normalize("NFC", plain))


# Letters that no normal form takes apart.
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ı": "i", "ß": "ss", "أ": "ا", "إ": "ا", "ة": "ه"}
)


def content_of(completion: str, prompt: str = "") -> str | Nothing:
    """Return what of a completion may be judged, or why there is nothing.

    Reasoning in a closed block at the start is not part of the answer, and sentences copied from
    the prompt are not the policy's own. The text that is returned is otherwise as it was.

    Example:
        >>> content_of("<think>60 / 1.5</think> 40 km/h")
        '40 km/h'
        >>> content_of("Let's solve this problem step by step.").reason
        'no_answer'
    """
    if not _says_something(visible(without_markup(completion))):
        return Nothing("empty", "the completion has no letter and no digit")
    try:
        text = without_reasoning(completion)
    except Fault:
        return Nothing("unfinished_reasoning", "nothing follows the reasoning")
    own = without_copies(text, prompt)
    if not _says_something(visible(without_markup(own))):
        return Nothing("copied_prompt", "the completion only repeats the prompt")
    if announces(own):
        return Nothing("no_answer", f"{own.strip()[:60]!r} announces an answer and gives none")
    return own


def announces(text: str) -> bool:
    """Whether a text is made only of words that announce an answer, in any language known here.

    Example:
        >>> [announces(text) for text in ("Solution :", "解", "Solution: 40")]
        [True, True, False]
    """
    seen = _NUMBERED.sub(r"\1", visible(without_markup(text)))
    words = folded_words(seen)
    if any(any(map(str.isdigit, word)) for word in words):
        return False
    tail = seen.rstrip().rstrip("*_` ")
    if tail.endswith((":", "：")) and len(words) <= _ANNOUNCEMENT and "\n" not in tail.strip():
        # A short text that ends with a colon announces, unless a sentence before it says more.
        *before, _ = re.split(r"[.!?。！？]\s", tail)
        return all(_known(folded_words(part)) for part in before)
    return _known(words) and (not words or any(map(_marks, words)))


def _known(words: list[str]) -> bool:
    return all(word in _FOLDED_WORDS or _only_phrases(word) for word in words)


def _marks(word: str) -> bool:
    """Whether a word speaks of answering, and does not just go with one that does."""
    if word in _FOLDED_WORDS:
        return word not in _FOLDED_ALONE
    return any(phrase in word for phrase in _MARKING_PHRASES)


def _only_phrases(word: str) -> bool:
    if word.isascii():
        return False
    for phrase in _FOLDED_PHRASES:
        if phrase in word:
            word = word.replace(phrase, "")
            if not word:
                return True
    return False


_FOLDED_WORDS = frozenset(part for word in WORDS for part in folded_words(word))
_FOLDED_ALONE = frozenset(part for word in ALONE for part in folded_words(word))
_FOLDED_PHRASES = tuple(
    sorted({"".join(folded_words(one)) for one in PHRASES}, key=len, reverse=True)
)
_MARKING_PHRASES = tuple("".join(folded_words(one)) for one in PHRASES if one not in PHRASES_ALONE)


def without_copies(text: str, prompt: str) -> str:
    """Return the text without the sentences that it has copied from the prompt.

    A few words of the prompt may well be the answer, such as one of two things it asks about;
    what counts is a whole sentence of it, or most of a long one.

    Example:
        >>> without_copies("What is 2 + 2 in base ten? 4", "Hm! What is 2 + 2 in base ten?")
        '4'
        >>> without_copies("a pound of lead", "What is heavier, a pound of lead or of gold?")
        'a pound of lead'
    """
    known = [
        words
        for piece in _pieces(prompt)
        for part in (piece, _LABEL.sub("", piece))  # "Question: What is ...?"
        if (words := folded_words(visible(part)))
    ]
    pieces = _pieces(text)
    kept = [piece for piece in pieces if not _copied(folded_words(visible(piece)), known)]
    return text if len(kept) == len(pieces) else "\n".join(kept)


def _pieces(text: str) -> list[str]:
    return [piece for piece in _SENTENCE.split(text) if piece and piece.strip()]


def _copied(words: list[str], known: list[list[str]]) -> bool:
    if len(words) < _LEAST_WORDS or len(" ".join(words)) < _LEAST_CHARS:
        return False
    joined = f" {' '.join(words)} "
    for sentence in known:
        if words == sentence:
            return True
        most = len(words) >= max(_LONG, _MOST * len(sentence))
        if most and joined in f" {' '.join(sentence)} ":
            return True
    return False


def _says_something(text: str) -> bool:
    return any(char.isalnum() for char in text)
