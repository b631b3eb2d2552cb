"""Option letters in running text: `(C)`, `**C**`, `C.`, but not the article in `A dog`.

All patterns have bounds on every repeat, and each match is followed by a bounded look ahead, so
that reading takes time in proportion to the length of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rewardkit_verifiers.text.lib.words import stands_alone

# What may stand between a cue and its letter, and around the letter itself.
_LEAD_IN = re.compile(
    r"""\s{1,8}|[:=*_"'`$(\[{<“‘【「『（-]|\\\(|\\(?:text|textbf|mathrm|mathbf|boxed|fbox)\b
    |包括|有|(?:correta|correcta|correct[ae]|corretta|richtige)\b|选项|選項|選択肢|应该是?|应当?是?|就?是|为|為|は|:
    |(?:la|el|die|der|das|den|a(?=\s{1,3}(?:[A-Z]\b|letra|op[cç]|alternativa))|opci[oó]n|op[cç][aã]o|alternativa|lettre|letra|lettera|buchstabe
    |lựa\s{1,3}chọn|phương\s{1,3}án|seçenek|şıkkı|विकल्प|вариант|буква|odpowiedź|statement)\b
    |(?:the|is|be|option|choice|letter|answer|probably|clearly|definitely|still|indeed
    |simply|really|actually|in\s{1,3}fact|surely|just|therefore|thus|either|both|likely|most)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_CLOSERS = re.compile(r"[*_\"'`$)\]}>”’】」』）]{0,6}")
_JOINER = re.compile(
    r"\s{0,3}(?:[,;]?\s{0,3}(?:(?:but|or|and)\s{1,3})?(?:maybe|perhaps|possibly|also|alternatively"
    r"|(?:could|might|may)\s{1,3}(?:also\s{1,3})?be)\b"
    r"|[(\[–—-]{1,2}\s{0,2}(?:and/or|or|maybe|perhaps|possibly|alternatively|also|and)"
    r"(?:\s{1,3}(?:maybe|perhaps|possibly|even|else)){0,3}\b"
    r"|[,;]?\s{0,3}or(?:,?\s{1,3}(?:maybe|perhaps|possibly|even|else|rather|(?:if\s{1,3}(?:not|wrong|need\s{1,3}be)|failing\s{1,3}that),)){1,3}"
    r"|\.{1,3}\s{1,3}(?:or|alternatively|maybe|perhaps|possibly)\b,?|…\s{0,3}or\b|(?<=[)\]])\s{0,3}(?=[(\[])|[,;]\s{0,3}(?:and|or)\b|,"
    r"|/|&|\+|;|、|and/or\b|and\b|or\b|oder\b|und\b|ou\b|et\b|o\b|y\b|e\b|или\b|и\b|lub\b|eller\b"
    r"|或者?|和|与|與|及|か|または|또는|와|과)\s{0,3}"
    r"(?:(?:option|choice)\s{1,3})?[*_\"'`$(\[{]{0,4}",
    re.IGNORECASE,
)
_LINE_END = re.compile(r"\.?[ \t]{0,8}(?:\r?\n|\Z)")
_BESIDE = re.compile(r"[ \t]{1,4}([A-Z])\.?[ \t]{0,4}(?=\n|\Z)")
_NEXT_WORD = re.compile(r"[ \t]{1,4}([^\W\d_]{1,12}|\d)")
# Words that no noun phrase begins with: after them, `A` was no article.
_AFTER_A_LETTER = {"because", "since", "as", "for", "and", "or", "but", "due", "given", "which"}
_AFTER_A_LETTER |= {"so", "by", "from", "not", "if", "when", "rather", "instead", "based"}
_AFTER_A_LETTER |= {"again", "then", "according"}
# After these the letter is what the next clause is about, and not what was chosen.
_VERBS = {"is", "isn", "are", "was", "were", "has", "have", "does", "doesn", "can", "cannot"}
_VERBS |= {"could", "would", "will", "must", "may", "might", "says", "gives", "states", "fails"}
_VERBS |= {"seems"}
_PLURALS = {"are", "aren", "were", "weren", "have", "do", "don", "fail", "all"}
_OPENERS = "([{*_\"'`$<“‘【「『（"
_ENDERS = ")]}*_\"'`$>”’.:】」』）"
_MOST_STEPS = 12


# Joined so, letters are named together; in any other way the reply leaves open which it means.
_TOGETHER = re.compile(
    r"[\s,;、&+*_$)\]}(\[{\"'`]*(?:and|und|et|y|e|и|和|与|與|及|와|과|option|choice)?"
    r"[\s*_$(\[{\"'`]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters named at one place and where the text goes on after them.

    Attributes:
        letters: The letters.
        end: Where the text goes on.
        open: Whether it is left open which of them is meant: "B or C".
    """

    letters: frozenset[str]
    end: int
    open: bool = False


def letters_after(text: str, start: int, choices: str) -> Letters | None:
    """Return the letters that follow a cue, over words and markup that only lead to them.

    Example:
        >>> letters_after("answer is option **(C)** because", 6, "ABCD").letters
        frozenset({'C'})
        >>> letters_after("answer is A dog", 6, "ABCD") is None
        True
    """
    at = start
    for _ in range(_MOST_STEPS):  # of words and marks
        # A letter that is an option goes before a word that begins with it.
        if (found := letters_at(text, at, choices)) is not None:
            return found
        step = _LEAD_IN.match(text, at)
        if step is None:
            return None
        at = step.end()
    return None


def letters_at(text: str, start: int, choices: str) -> Letters | None:
    """Return the letter at this place, with others joined to it by commas, `and` or `or`."""
    end = _one(text, start, choices)
    if end is None:
        return _run(text, start, choices)
    found = {text[start].upper()}
    joined, left_open = True, False
    while joined:
        joined = False
        joiner = _JOINER.match(text, end)
        if joiner is not None:
            at = joiner.end()
            other = _one(text, at, choices)
            if other is not None and _next_word(text, other) in _PLURALS:
                return None  # A, C and D are out: the next clause is about them
            if other is not None and _next_word(text, other) not in _VERBS:
                found.add(text[at].upper())
                left_open = left_open or _TOGETHER.fullmatch(joiner[0]) is None
                end, joined = other, True
    goes_on = _next_word(text, end) in _VERBS and not _heads_a_question(text, end)
    if goes_on or text[end : end + 1] == "?":
        return None
    beside = _BESIDE.match(text, end)
    if beside is not None and beside[1] in choices and beside[1] not in found:
        # "B C" at the end of a line: two letters, and nothing that says which.
        return Letters(frozenset({*found, beside[1]}), beside.end(), True)
    return Letters(frozenset(found), end, left_open)


def _run(text: str, start: int, choices: str) -> Letters | None:
    """Return letters in a run and in their order, as `ACD`, which names several options."""
    end = start
    while end < len(text) and text[end] in choices and (end == start or text[end - 1] < text[end]):
        end += 1
    whole = not _is_wordy(text[end : end + 1]) and not _is_wordy(text[start - 1 : start])
    return Letters(frozenset(text[start:end]), end) if end > start + 1 and whole else None


def _one(text: str, at: int, choices: str) -> int | None:
    letter = text[at : at + 1]
    if not letter or letter.upper() not in choices or _is_wordy(text[at - 1 : at] if at else ""):
        return None
    after = text[at + 1 : at + 2]
    if _is_wordy(after) or (after in "'’-" and after and _is_wordy(text[at + 2 : at + 3])):
        return None
    closed = after != "" and after in _ENDERS
    opened = at > 0 and text[at - 1] in _OPENERS
    if letter not in choices:
        # A small letter is an option only in brackets or marks, or where the line ends.
        bracketed = closed and (opened or after == ")")
        if not bracketed and not _LINE_END.match(text, at + 1):
            return None
    closers = _CLOSERS.match(text, at + 1)
    end = closers.end() if closers else at + 1
    if letter in "AI" and end == at + 1 and not opened:
        word = _next_word(text, end)
        if word and word not in _AFTER_A_LETTER and word not in _VERBS:
            return None  # an article or a pronoun
    return end


def _is_wordy(char: str) -> bool:
    # Hangul has blanks between words, but joins its particles to a letter of another script.
    return char.isalnum() and not stands_alone(char) and not "\uac00" <= char <= "\ud7a3"


def _heads_a_question(text: str, end: int) -> bool:
    """Whether a sentence of its own begins behind a letter, as in "(B) Does wax help?"."""
    closed = text[end - 1] in ")]" or text[end - 3 : end] == ")**"
    return closed and text[end : end + 5].lstrip(" \t")[:1].isupper()


def _next_word(text: str, at: int) -> str:
    word = _NEXT_WORD.match(text, at)
    return word[1].lower() if word else ""
