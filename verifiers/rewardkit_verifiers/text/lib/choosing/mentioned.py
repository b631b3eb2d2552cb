"""Every place at which a reply names an option: by its text, its letter or its number."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from rewardkit_verifiers.text.lib.choosing.names import Name, Place, places
from rewardkit_verifiers.text.lib.choosing.wordlists import NOUN

_BEFORE = re.compile(rf"\b{NOUN}[\s:*_(\[\"'`]{{1,6}}$", re.IGNORECASE)
_BEHIND = re.compile(r"\s{0,2}(?:选项|選項|项|項|が|は|를|을|가|이|번|입니다|예요|이다|です|だ)")
_WIDE = re.compile(
    r"[\u0900-\u0dff\u0e00-\u0eff\u1000-\u10ff\u1200-\u137f\u3040-\u9fff\uac00-\ud7a3]"
)
_ORDINALS = (
    "first|1st|primera|première|premier|erste|prima|primeira|первый|第一|eerste|första",
    "second|2nd|segunda|deuxième|seconde|zweite|seconda|второй|第二|tweede|andra",
    "third|3rd|tercera|troisième|dritte|terza|terceira|третий|第三|derde|tredje",
    "fourth|4th|cuarta|quatrième|vierte|quarta|четв[её]ртый|第四|vierde|fjärde",
    "fifth|5th|quinta|cinquième|fünfte|пятый|第五|vijfde|femte",
)
_LAST = "last|última|dernière|letzte|ultima|последний|最后|最後|laatste|sista"
_THING = (
    r"(?:option|alternative|statement|one|choice|opci[oó]n|alternativa|r[ée]ponse|proposition|antwort"
    r"|möglichkeit|opzione|risposta|op[cç][aã]o|resposta|вариант|optie|antwoord|alternativet|个?选项|个|项|項|個)"
)
_CARDINALS = ["one", "two", "three", "four", "five"]
_IN_ORDER = re.compile(
    rf"\b(?:(?P<last>{_LAST})|"
    + "|".join(f"(?P<o{at}>{one})" for at, one in enumerate(_ORDINALS))
    + rf")(?:\s{{1,3}}(?:answer\s{{1,3}})?|(?<=[一二三四五后後])){_THING}"
    r"(?!\w*\s{1,3}(?:i|you|we|that\s{1,3}i)\b)"
    rf"|\b(?:option|choice|alternative)\s{{1,3}}(?:number\s{{1,3}})?"
    rf"(?P<count>{'|'.join(_CARDINALS)}|[1-9])\b(?![.,]\d)",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"\b(?:the|choose|pick|select|option)\s{1,3}$", re.IGNORECASE)
_JOINER = re.compile(
    r"[\s*_$)\]}(\[{\"'`“”’‘.:]*(?:[,;/&、]|(?:and/or|and|or|und|oder|et|ou|y|o|u|e|и|или|en|of|och|eller|lub|i"
    r"|veya|ve|và|hoặc|atau|dan|または|或者|或|和|与|및|또는|και|ή|أو|و|या|और|maybe|perhaps|possibly|also|as\s{1,3}well\s{1,3}as"
    r"|(?:but\s{1,3})?(?:it\s{1,3})?(?:could|might|may)\s{1,3}(?:also\s{1,3})?be|alternatively|nor)(?=\W))?"
    r"(?:[\s*_$)\]}(\[{\"'`“”’‘,]|\b(?:and|or|maybe|perhaps|possibly|even|also|the|a|an|either|both|option|le|la|el"
    r"|der|die|das|it|might|could|may|be|to|as|nor)\b)*",
    re.IGNORECASE,
)
_LONGEST_JOINER, _MOST = 60, 300
_DIGITS = 2
_PRONOUN = re.compile(
    r"\b(?:the|this|that|which|right|correct|best|only|no|any|last|other)\s{1,3}$", re.IGNORECASE
)
_ITEM_NUMBER = re.compile(r"(?m)^[ \t>*_]{0,6}(?P<number>\d{1,2})[.)][*_]{0,2}[ \t]{1,4}(?=\S)")


def mentioned(text: str, options: Mapping[str, str], names: Sequence[Name]) -> list[Place]:
    """Return the places at which a reply names an option, in order.

    Args:
        text: The reply.
        options: The texts of the options by letter.
        names: The ways to say the options, of `names_of`.

    Example:
        >>> from rewardkit_verifiers.text.lib.choosing.names import names_of
        >>> options = {"A": "Rome", "B": "Oslo", "C": "Vitamin A"}
        >>> [(one.letter, one.kind) for one in mentioned("(A) Rome, the last option", options,
        ...     names_of(options))]
        [('A', 'text'), ('C', 'place')]
    """
    texts = _without_numbering(text, places(text, list(names)), options)
    found = [*texts, *_letters(text, options, texts), *_in_order(text, options)]
    found.sort(key=lambda one: (one.start, -one.end))
    return _merged(text, found)


def _without_numbering(text: str, found: list[Place], options: Mapping[str, str]) -> list[Place]:
    """Return places, of the numbers that count the items of a list and of "the one" none."""
    numbers = {one.start("number") for one in _ITEM_NUMBER.finditer(text)}
    several = len(numbers) > 1
    kept = []
    for one in found:
        counts = one.start in numbers and one.end - one.start <= _DIGITS
        if counts and (several or not any(char.isdigit() for char in options[one.letter])):
            continue
        said = text[one.start : one.end].lower()
        if said == "one" and _PRONOUN.search(text, max(0, one.start - 12), one.start):
            continue
        kept.append(one)
    return kept


def joined(text: str, found: Sequence[Place]) -> list[bool]:
    """Return for each place whether only a word such as `or` stands between it and the one before.

    Example:
        >>> joined("Rome or Oslo", [Place("A", 0, 4), Place("B", 8, 12)])
        [False, True]
    """
    return [False, *(_joins(text[one.end : two.start]) for one, two in pairwise(found))][
        : len(found)
    ]


def _joins(between: str) -> bool:
    short = len(between) <= _LONGEST_JOINER and "\n" not in between.strip(" ")
    return short and _JOINER.fullmatch(between) is not None and bool(between.strip())


def _merged(text: str, found: list[Place]) -> list[Place]:
    """Return places, of a letter with the text of its option beside it only one."""
    kept: list[Place] = []
    for one in found:
        last = kept[-1] if kept else None
        if last is not None and one.start < last.end:
            continue
        if last is not None and last.letter == one.letter and last.kind == "letter" != one.kind:
            between = text[last.end : one.start]
            if len(between) <= 8 and not any(char.isalnum() for char in between):
                kept[-1] = Place(one.letter, last.start, one.end, one.kind)
                continue
        kept.append(one)
    return kept


@lru_cache(maxsize=64)
def _letter(choices: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![A-Za-z0-9_°\\'’+-])(?P<open>[(\[{{*\"'`“]{{0,4}})(?P<l>[{choices}])"
        rf"(?P<close>[)\]}}*\"'`”]{{0,4}}[.:]?[)*]{{0,3}})(?![A-Za-z0-9_+-]|['’](?!(?:d[ıiuü]r|t[ıiuü]r)\b))"
        rf"|(?<![A-Za-z0-9_])\((?P<small>[{choices.lower()}])\)",
    )


def _letters(text: str, options: Mapping[str, str], texts: Sequence[Place]) -> list[Place]:
    choices = "".join(options)
    found = []
    taken = iter(texts)
    text_place = next(taken, None)
    for match in deque(_letter(choices).finditer(text), maxlen=_MOST):
        group = "l" if match["l"] else "small"
        at = match.start(group)
        while text_place is not None and text_place.end <= at:
            text_place = next(taken, None)
        if text_place is not None and text_place.start < at < text_place.end:
            continue  # vitamin C
        letter = match[group].upper()
        start = match.start() + (0 if match["open"] is None else len(match["open"]))
        end = match.end() - (1 if match.end() > at + 1 and text[match.end() - 1] == "." else 0)
        found.append(Place(letter, start, end, "letter", not _is_marked(text, match, at)))
    return found


def _is_marked(text: str, match: re.Match[str], at: int) -> bool:
    """Whether a letter is sure to be that of an option."""
    if match["small"]:
        return True
    marks = (match["open"] or "") + (match["close"] or "")
    if any(char in marks for char in "([)]*:"):
        return True
    if _BEFORE.search(text[max(0, at - 40) : at]) or _BEHIND.match(text, at + 1):
        return True
    return _WIDE.search(text[max(0, at - 3) : at + 4]) is not None


def _in_order(text: str, options: Mapping[str, str]) -> list[Place]:
    letters, texts = sorted(options), {text.strip() for text in options.values()}
    found = []
    for match in _IN_ORDER.finditer(text):
        if match[0].lower().endswith("choice") and not _DEFINITE.search(
            text[max(0, match.start() - 12) : match.start()]
        ):
            continue  # "Second choice: helium" ranks helium
        group = match.lastgroup or ""
        if group == "count":
            said = match["count"].lower()
            if said.isdigit() and said in texts:
                continue  # "option 3" may be the option whose text is 3
            index = int(said) - 1 if said.isdigit() else _CARDINALS.index(said)
        else:
            index = len(letters) - 1 if group == "last" else int(group[1:])
        if index < len(letters):
            found.append(Place(letters[index], match.start(), match.end(), "place"))
    return found
