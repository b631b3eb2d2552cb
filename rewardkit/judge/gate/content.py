"""The gate before a judge: does a completion say anything that could be right or wrong?

Judges approve of a lone colon, of "Solution" and of "Let's solve this problem step by step."
(Zhao et al. 2025, arXiv:2507.08794). None of it needs a judge to be seen, so none is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rewardkit.judge.gate.markup import without_markup
from rewardkit.judge.gate.stubs import asks_for_form, asks_for_prose, is_stub, unspaced
from rewardkit.judge.gate.word_lists import ALONE, PHRASES, PHRASES_ALONE, WORDS
from rewardkit.reading.hidden import seen
from rewardkit.reading.reasoning import Unfinished, after_reasoning
from rewardkit.reading.vocabulary import NO, YES
from rewardkit.reading.words import folded_words, visible

_SENTENCE = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？])|\n+")
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
# What may stand around a copy of the prompt without making it an answer.
_FRAME = frozenset(
    ("q", "a", "question", "answer", "prompt", "task", "done", "explained", "described", "written")
)
# Bold, a fence or a command of LaTeX around an announcement is not what it announces.
_LAYOUT = re.compile(
    r"</?[a-zA-Z][^<>\n]{0,60}>|(?:```|~~~)[\w+-]{0,20}|\\(?:text\w{0,6}|math\w{2,4}|boxed|section\*?)\b"
)
_YES_OR_NO = re.compile(
    r"\s*(?:is|are|was|were|do|does|did|can|could|has|have|had|will|would|should|must)\b", re.I
)
# An announcement is short; what ends with a colon after a page of text has said something.
_ANNOUNCEMENT = 16


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why a completion has no content.

    Attributes:
        reason: `empty`, `unfinished_reasoning`, `copied_prompt` or `no_answer`.
        detail: A sentence.
    """

    reason: str
    detail: str


def content_of(completion: str, prompt: str = "", prose: bool | None = None) -> str | Nothing:
    """Return what of a completion may be judged, or why there is nothing.

    Reasoning in a closed block at the start is not part of the answer, and sentences copied from
    the prompt are not the policy's own. The text that is returned is otherwise as it was.

    Args:
        completion: What the policy wrote.
        prompt: The task.
        prose: Whether a text is asked for, where that is known better than from the prompt: of
            "Write 12/16 as a decimal" the answer is a value, and of a text a lone number is none.

    Example:
        >>> content_of("<think>60 / 1.5</think> 40 km/h")
        '40 km/h'
        >>> content_of("Let's solve this problem step by step.").reason
        'no_answer'
    """
    if asks_for_form(prompt) and visible(without_markup(completion)).strip():
        # "Print three dashes", "Translate 'solution'": the form is the content.
        return without_thought(completion)
    if not _says_something(visible(without_markup(seen(completion)))):
        return Nothing("empty", "the completion has no letter and no digit that shows")
    try:
        text = after_reasoning(completion)
    except Unfinished as why:
        return Nothing("unfinished_reasoning", str(why))
    own = without_copies(text, prompt)
    if not _says_something(visible(without_markup(own))):
        return Nothing("copied_prompt", "the completion only repeats the prompt")
    if is_stub(seen(own), prose=asks_for_prose(prompt) if prose is None else prose):
        return Nothing("no_answer", f"{own.strip()[:60]!r} stands where an answer should")
    if announces(own) and not _decides(own, prompt):
        return Nothing("no_answer", f"{own.strip()[:60]!r} announces an answer and gives none")
    return own


def without_thought(completion: str) -> str:
    """Return a completion without a closed block of reasoning, if anything stands behind it.

    Example:
        >>> without_thought("<think>60 / 1.5</think>40"), without_thought("<think>60 / 1.5")
        ('40', '<think>60 / 1.5')
    """
    try:
        text = after_reasoning(completion)
    except Unfinished:
        return completion
    return text if visible(without_markup(text)).strip() else completion


def _decides(text: str, prompt: str) -> bool:
    """Whether a text opens with yes or no where that was asked: "Yes, your answer is correct."."""
    words = folded_words(text)
    return bool(words) and words[0] in YES | NO and _YES_OR_NO.match(prompt) is not None


def announces(text: str) -> bool:
    """Whether a text is made only of words that announce an answer, in any language known here.

    Example:
        >>> [announces(text) for text in ("Solution :", "解", "Solution: 40")]
        [True, True, False]
    """
    shown = _NUMBERED.sub(r"\1", visible(without_markup(unspaced(_LAYOUT.sub(" ", text)))))
    words = folded_words(shown)
    if any(any(map(str.isdigit, word)) for word in words):
        return False
    if not words:
        words = folded_words(text)  # "<step>" announces as much as "step"
    tail = shown.rstrip().rstrip("*_` ")
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
    bag = sorted(set(words) - _FRAME)
    for sentence in known:
        # In another order, or within "Q: ... A:", it is still only the prompt.
        if words == sentence:
            return True
        if len(bag) >= _LEAST_WORDS and bag == sorted(set(sentence) - _FRAME):
            return True
        most = len(words) >= max(_LONG, _MOST * len(sentence))
        if most and joined in f" {' '.join(sentence)} ":
            return True
    return False


def _says_something(text: str) -> bool:
    return any(char.isalnum() for char in text)
