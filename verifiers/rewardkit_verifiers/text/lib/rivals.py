"""Whether a reply lists candidates of which the answer is one, where the question asks for one."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import islice

from rewardkit_verifiers.text.lib.items import (
    BEGINS,
    OVER,
    TRIM,
    VERBS,
    WORD,
    is_date,
    is_item,
    new,
    rivals,
    same_kind,
    shape,
)
from rewardkit_verifiers.text.lib.tokens import MONTHS

_MARK = "\x00"  # stands for the mention, so that a comma within it parts nothing
_LONGEST_LIST = 4_000
_COMMA = r"(?<!\d),|,(?!\d)|\s[-–—]\s"
_STRONG = re.compile(
    r"[;\n•|/→&]|\s>\s|(?<=[.!?])(?<!\b[A-Z]\.)\s+(?=[^\W\d])"
    r"|\b(?:and|or|plus|then|as well as)\b|[+\\]|\s\([a-h\d]\)\s",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(f"{_COMMA}|{_STRONG.pattern}", re.IGNORECASE)
_FILLER = re.compile(r"^(?:both|also|either|perhaps|maybe)\s+", re.IGNORECASE)
_ARTICLE = re.compile(r"an?\s+(?=\S)", re.IGNORECASE)
_THE = re.compile(r"The\s")
_ASIDE = re.compile(r"\([^()\x00]*\)")
_INLINE_LABEL = re.compile(r"(?<=[.!?])[ \t]+(?=\w{1,20}(?: \d{1,2})?:[ \t])")
_THAT_IS = re.compile(r"\b(?:i\.e|e\.g|a\.k\.a)\.", re.IGNORECASE)
_EXPLAINED = re.compile(r"\x00[^\n:]{0,30}:\s")  # 4 strings: G, D, A and E
_BULLET = re.compile(r"^[ \t]*(?:[-*•]|\(?\d{1,2}[.)]|\(?[a-hA-H][.)])[ \t]+", re.MULTILINE)
_LABEL = re.compile(r"^[ \t]*([^:\n\x00]{1,60}):[ \t]+", re.MULTILINE)
_COUNT = r"(?:two|three|four|five|six|seven|eight|nine|ten|some|several|both|all|many|\d{1,2})"
_PLURAL = r"\w{2,}[^\Wsui]s\b"
# Verbs that end like a plural.
_NO_PLURAL = (
    r"(?!(?:is|was|does|has|makes|causes|gives|comes|means|lies|plays|sings|goes|happens|says|wins"
    r"|hosts|holds|owns|runs|leads|becomes|takes|keeps|controls|produces|features|appears|contains"
    r"|shares|stars|borders|comes|begins|starts|ends|tells|uses|connects|separates|flows|represents"
    r"|refers|describes|belongs|includes|wears|marries|dies|kills|stands|lives|helps|needs"
    r"|forms)\b)"
)
_SEVERAL_ASKED = re.compile(
    r"\b(?:who|what|which)\s+(?:are|were)\b|\b(?:lists?|names|members|cast|all|types|kinds|ways"
    rf"|examples?)\b|\b(?:which|what)\s+{_NO_PLURAL}{_PLURAL}"
    rf"|\b(?:which|what|who|name|list|give|state)\s+(?:the\s+)?{_COUNT}\s+(?:\w+\s+){{0,2}}{_PLURAL}"
    rf"|^\W*{_COUNT}\s+{_PLURAL}|\b(?:type|kind|sort)\s+of\s+(?:\w+\s+){{0,2}}{_PLURAL}"
    rf"|\b(?:name|give|state)\s+(?:the\s+|some\s+)?{_PLURAL}",
    re.IGNORECASE,
)
_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER_ASKED = re.compile(
    rf"(?:^\W*|\b(?:name|list|give|state|(?:what|which|who) are)\s+(?:the\s+)?)"
    rf"(\d{{1,2}}|{'|'.join(_WORDS)})\s+(?:\w+\s+){{0,2}}{_PLURAL}",
    re.IGNORECASE,
)
# What follows is offered and not said: a sentence may end with a list of candidates.
_OFFER = re.compile(
    r"\b(?:(?:one|any|some|either)\s+of|between|among|includ(?:es?|ing)|candidates|options|guesses"
    r"|possibilities|answers|is|are|was|were|be)\b:?\s+(?:either\s+|both\s+|perhaps\s+)?"
    r"(?=[^.]{0,200}\x00)",
    re.IGNORECASE,
)
_MOST_ITEMS, _MOST_OFFERS = 400, 20
_DAY = re.compile(r"(?:[12]?\d|3[01])(?:st|nd|rd|th)?,?")
_FEW_RIVALS, _STRAY = 2, 3
_MANY, _MOSTLY = 12, 0.8  # a long list may hold a few items that look like none


def several_asked(prompt: str) -> bool:
    """Return whether a question asks for several answers.

    Example:
        >>> several_asked("Which planets have rings?"), several_asked("Which gas is it?")
        (True, False)
    """
    return _SEVERAL_ASKED.search(prompt) is not None


def number_asked(prompt: str) -> int:
    """Return how many things a question asks for by a number, or 0.

    Example:
        >>> number_asked("3 candidates for the office"), number_asked("Name three moons of Mars.")
        (3, 3)
        >>> number_asked("Who won 3 gold medals?")
        0
    """
    found = _NUMBER_ASKED.search(prompt)
    if found is None:
        return 0
    word = found[1].casefold()
    return int(word) if word.isdigit() else _WORDS.index(word) + 2


def one_of_several(
    text: str, start: int, end: int, accepted: Collection[str], asked: Collection[str]
) -> bool:
    """Return whether a mention is one of several candidates that a reply lists without a choice.

    A list is a candidate's list where its items are names, words or numbers and no part of a
    sentence. Where a place lies, a date, words of the question and other accepted answers are no
    rivals.

    Args:
        text: The reply.
        start: Where the mention begins.
        end: Where it ends.
        accepted: The words of all accepted answers.
        asked: The words of the question.

    Example:
        >>> one_of_several("Paris, London, Rome", 0, 5, {"paris"}, set())
        True
        >>> one_of_several("Paris, France", 0, 5, {"paris"}, set())
        False
    """
    said = text[start:end]
    low, high = max(0, start - _LONGEST_LIST), end + _LONGEST_LIST
    over = OVER.search(text, end, high)
    high = high if over is None else over.start()
    marked = f"{text[low:start]}{_MARK}{text[end:high]}"
    known = frozenset(accepted) | frozenset(asked)
    sentence = _sentence(marked)
    pieces = [marked, sentence, *_offered(sentence), *_offered(marked)]
    return (
        any(_is_choice(piece, said, known) for piece in pieces)
        or any(_is_bag(piece, said, known) for piece in pieces[:2])
        or _is_frame(marked, said, known)
        or _is_run(sentence, said, known)
    )


def _offered(marked: str) -> list[str]:
    """Return what follows words that offer candidates, to the end of a text."""
    return [marked[offer.end() :] for offer in islice(_OFFER.finditer(marked), _MOST_OFFERS)]


def _sentence(marked: str) -> str:
    """Return the sentence of the mention."""
    ends = re.compile(r"[.!?]\s+(?=[A-Z\"“\x00])|\n")
    at = marked.index(_MARK)
    start = max((one.end() for one in ends.finditer(marked, 0, at)), default=0)
    stop = ends.search(marked, at)
    return marked[start : stop.start() if stop else len(marked)]


def _is_choice(piece: str, said: str, known: Collection[str]) -> bool:
    """Whether a text is nothing but candidates, the mention among them."""
    piece = _BULLET.sub("", _INLINE_LABEL.sub("\n", _THAT_IS.sub("aka", piece)))
    labels = {label.strip(" 0123456789#").casefold() for label in _LABEL.findall(piece)}
    if len(labels) > 1:
        return False  # Capital: Paris, Country: France
    if _EXPLAINED.search(piece) or "=" in piece:
        return False
    parts = _SEPARATOR.split(_LABEL.sub("", piece))[:_MOST_ITEMS]
    items = [item for part in parts if (item := _FILLER.sub("", part.strip(TRIM)))]
    if len(items) > 1 and all(map(_ARTICLE.match, items)):
        items = [_ARTICLE.sub("", item) for item in items]  # a red, a green, a blue
    if len(items) < _FEW_RIVALS:
        return False
    if sum(map(is_item, items)) < (_MOSTLY * len(items) if len(items) >= _MANY else len(items)):
        return False
    index = next((i for i, item in enumerate(items) if _MARK in item), None)
    if index is None:
        return False
    if items[index].split()[0].casefold() in BEGINS | {"of", "to", "for"}:
        return False
    own = items[index].replace(_MARK, said)
    others = rivals(items, index, own, known)
    told = shape(own) == "name" and all(shape(other) in ("word", "mixed") for other in others)
    if len(others) >= (_STRAY if told else _FEW_RIVALS):
        return True  # one more where it may be a name and what its bearer is
    # After a comma may stand more about the answer; a second line is a second answer.
    strong = _STRONG.search(piece.strip(TRIM)) is not None
    return any(
        shape(rival) == shape(own)
        and (
            strong
            or same_kind(rival, own)
            or len(rival.split()) == len(own.split())
            or (_THE.match(rival) and _THE.match(own))  # The Beatles, The Rolling Stones
        )
        for rival in others
    )


def _is_bag(piece: str, said: str, known: Collection[str]) -> bool:
    """Whether a text without marks is words that make no phrase, the mention among them."""
    if _EXPLAINED.search(piece) or "=" in piece:
        return False
    if len(_ASIDE.findall(piece)) == 1:
        piece = _ASIDE.sub(" ", piece)
    words = [plain for word in WORD.findall(piece) if (plain := word.strip(TRIM))]
    lowered = {word.casefold() for word in words}
    if _SEPARATOR.search(piece) or lowered & (VERBS | BEGINS):
        return False
    if _MARK not in words:
        return False
    at = words.index(_MARK)
    before, after = (_stray(part, said, known) for part in (words[:at], words[at + 1 :]))
    every = before + after
    numbers = {word for word in every if word[:1].isdigit()}
    bare = said[:1].isdigit() and all(word == _MARK or word[0].isdigit() for word in words)
    if len(numbers) >= _FEW_RIVALS or (numbers and bare):
        return lowered.isdisjoint(MONTHS) or _beside_date(words) >= _FEW_RIVALS
    capitals = sum(word[:1].isupper() for word in (said, *every))
    alike = capitals in (0, len(every) + 1)
    if not before or not after:
        return alike and len(after) >= _STRAY  # a full name may have many words before it
    return len(every) >= (_FEW_RIVALS if alike else _STRAY)


def _beside_date(words: Sequence[str]) -> int:
    """Return how many numbers stand beside a date, and not in it: 8849 50 2 September 1945."""
    inside: set[int] = set()
    for at, word in enumerate(words):
        if word.casefold() in MONTHS:
            first, after = (words[at - 1] if at else ""), [*words[at + 1 : at + 3], "", ""]
            if _DAY.fullmatch(first):
                inside.update((at - 1, at + 1))
            else:
                inside.update((at + 1, at + 2) if _DAY.fullmatch(after[0]) else (at + 1,))
    return sum(word[:1].isdigit() and at not in inside for at, word in enumerate(words))


def _stray(words: Sequence[str], said: str, known: Collection[str]) -> list[str]:
    """Return words that are neither the question's, nor an answer's, nor a title, unit or date."""
    number, dated = said[:1].isdigit(), is_date(new(said, ()))
    return [
        word
        for word in words
        if (fresh := new(word, known, titles=False)) and (number or dated or not is_date(fresh))
    ]


def _is_frame(piece: str, said: str, known: Collection[str]) -> bool:
    """Whether two sentences say two answers in the same words: It is Rome. It is Oslo."""
    sentences = [part.strip(TRIM) for part in re.split(r"[.!?]\s+|\n", piece)[:_MOST_ITEMS]]
    own = next((part for part in sentences if _MARK in part), "")
    frame, _, tail = own.partition(_MARK)
    if tail.strip(TRIM) or len(frame.split()) < _FEW_RIVALS:
        return False
    rest = [part[len(frame) :].strip(TRIM) for part in sentences if part.startswith(frame)]
    items = [item for item in rest if item]
    others = [item for item in items if shape(item) == shape(said) and is_item(item)]
    index = items.index(_MARK)
    return bool(set(others).intersection(rivals(items, index, said, known)))


def _is_run(piece: str, said: str, known: Collection[str]) -> bool:
    """Whether the mention is one of three or more items of its kind within a sentence."""
    if said.count(",") or len(piece) > _LONGEST_LIST:
        return False
    items = [part.strip(TRIM) for part in re.split(r",|\band\b|\bor\b", piece)]
    items = [item for item in items if item]
    index = next((i for i, item in enumerate(items) if _MARK in item), None)
    if index is None:
        return False
    kind = shape(said)
    low, high = index, index
    if items[index].startswith(_MARK):
        while low and shape(items[low - 1]) == kind and is_item(items[low - 1]):
            low -= 1
        low -= low > 0 and _edge(items[low - 1], -1, kind)
    if items[index].endswith(_MARK):
        while high + 1 < len(items) and shape(items[high + 1]) == kind and is_item(items[high + 1]):
            high += 1
        high += high + 1 < len(items) and _edge(items[high + 1], 0, kind)
    run = items[low : high + 1]
    if low < index and shape(run[0]) != kind:
        run[0] = run[0].split()[-1]
    return len(run) > 2 and len(rivals(run, index - low, said, known)) >= _FEW_RIVALS


def _edge(item: str, word: int, kind: str) -> bool:
    """Whether the word of a piece that touches a list is its first or last item."""
    words = item.split()
    return kind in ("name", "number") and len(words) > 1 and shape(words[word]) == kind
