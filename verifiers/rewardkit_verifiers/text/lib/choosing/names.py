r"""The texts of options as words, and where a reply says them.

A text is taken apart into words, numbers and the signs that change a value, so that case, accents,
marks of emphasis and LaTeX commands do not count. Of two texts of which one holds the other, the
longer is what was said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rewardkit_verifiers.text.lib.tokens import listed
from rewardkit_verifiers.text.lib.words import stands_alone

_PIECE = re.compile(
    r"\\[A-Za-z]{1,20}|\}\s?\{|\d+(?:[.,]\d+)*|[^\W\d_]+|[-+=<>≤≥≠/^*%√±!]",
)
# Commands that only set type.
_TYPE = frozenset(
    listed(
        "text textbf textit textrm mathrm mathbf mathcal mathsf mathit mathbb boldsymbol"
        " operatorname boxed fbox left right quad qquad displaystyle frac dfrac tfrac"
        " ce bf rm it ldots dots"
    )
)
_SIGNS = {"times": "*", "cdot": "*", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠"}
_SIGNS |= {"neq": "≠", "sqrt": "√", "pm": "±", "pi": "π", "infty": "∞", "degree": "", "circ": ""}
_DASHES = str.maketrans({"−": "-", "–": "-", "—": "-", "‑": "-", "×": "*", "·": "*", "÷": "/"})
_POWERS = {ord(char): f"^{plain}" for char, plain in zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True)}
_INDEX = re.compile(r"_\{?(?:\\(?:mathrm|text|rm)\{)?")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_COUNTS = "zero one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = {word: str(at) for at, word in enumerate(_COUNTS.split())}
_WORDS = {"percent": "%", "prozent": "%"} | _NUMBERS
_ARTICLE = re.compile(
    r"\s*(?:(?:the|an?|el|la|los|las|le|les|une?|una|der|die|das|den|eine?|il|lo|gli|os|as|uma?|het|een|det)"
    r"\s+|[ld]['’])(?=\w{2})",
    re.IGNORECASE,
)
# Said of anything: an option that is no more than such a word is only read where it stands alone.
_COMMON = frozenset(
    listed(
        "yes no true false both neither none all some never always ja nein oui non si sim nao"
        " да нет richtig falsch vrai faux verdadero falso vero и s t more less same other it not"
        " and or correct incorrect right wrong good bad first second third last here there"
        " up down this that answer option choice statement"
    )
)
_SPECIES = re.compile(r"[A-Z][a-z]{3,20} [a-z]{4,24}")
_REASON = re.compile(
    r"(?:because|since|porque|weil|parce\s{1,3}qu(?:e\s|['’])|perché|потому\s{1,3}что)\s{0,3}|因为",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*[(（]([^()（）]{1,40})[)）]\s*$")
_ENDINGS = (("on", "a"), ("um", "a"), ("us", "i"), ("is", "es"), ("y", "ies"), ("a", "ae"))
_OPERATORS = frozenset("/^*√")
_LONGEST_NAME, _SURNAME, _STEM = 4, 4, 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, number or sign of a text: its plain form, and where it begins and ends."""

    form: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """A way to say an option: its letter and its words; whether they are too short to be sure."""

    letter: str
    forms: tuple[str, ...]
    weak: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reply names an option.

    Attributes:
        letter: The letter of the option.
        start: Where the name begins.
        end: Where it ends.
        kind: `text`, `letter` or `place`, as in "the third option".
        weak: Whether it names the option only where it stands as an answer.
    """

    letter: str
    start: int
    end: int
    kind: str = "text"
    weak: bool = False


def raised(text: str) -> str:
    """Return a text in which raised digits are written as powers, which NFKC would make factors.

    Example:
        >>> raised("10⁵ m/s²")
        '10^5 m/s^2'
    """
    return text if text.isascii() else text.translate(_POWERS)


def pieces(text: str) -> list[Piece]:
    r"""Return the words, numbers and signs of a text.

    Example:
        >>> [one.form for one in pieces("$\\mathcal{O}(\\log n)$, x = -2 or 1,000 m/s")]
        ['o', 'log', 'n', 'x', '=', '-2', 'or', '1000', 'm', '/', 's']
    """
    text = text.translate(_DASHES)
    found: list[Piece] = []
    sign = -1  # where a minus stands that belongs to the next number
    for match in _PIECE.finditer(text):
        start, end, raw = match.start(), match.end(), match[0]
        if raw[0].isdigit():
            number = raw.replace(",", "" if _THOUSANDS.fullmatch(raw) else ".")
            signed = sign >= 0 and not text[sign + 1 : start].strip()
            found.append(Piece("-" * signed + number, sign if signed else start, end))
        elif raw[0].isalpha():
            words = _words(raw, start)
            if found and words and _INDEX.fullmatch(text, found[-1].end, start):
                words[0] = Piece(found[-1].form + words[0].form, found[-1].start, words[0].end)
                found.pop()  # N of S_N2
            found += words
        elif raw == "-" and _is_unary(text, start):
            sign = start
            continue
        elif (form := _sign(text, raw, start, end)) is not None:
            found.append(Piece(form, start, end))
        sign = -1
    return found


def _words(raw: str, start: int) -> list[Piece]:
    if raw.isascii():
        low = raw.lower()
        return [Piece(_WORDS.get(low, low), start, start + len(raw))]
    found: list[Piece] = []
    begin = 0
    for at in range(len(raw) + 1):
        alone = at < len(raw) and stands_alone(raw[at])
        if at == len(raw) or alone:
            if at > begin:
                found.append(Piece(_folded(raw[begin:at]), start + begin, start + at))
            if alone:
                found.append(Piece(raw[at], start + at, start + at + 1))
            begin = at + 1
    return found


@lru_cache(maxsize=4096)
def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    kept = "".join(char for char in plain if not "\u0300" <= char <= "\u036f")
    return unicodedata.normalize("NFC", kept)


def _is_unary(text: str, at: int) -> bool:
    before = text[:at][-3:].rstrip()
    following = text[at + 1 : at + 3].lstrip("$ ")[:1]
    glued = bool(before) and (before[-1].isalnum() or before[-1] in ")]}")
    spaced = glued and text[at - 1 : at].isspace() and not text[at + 1 : at + 2].isspace()
    # "speed -3" has a sign, "5 - 3" and "n-1" an operation.
    return following.isdigit() and (not glued or (spaced and before[-1].isalpha()))


def _sign(text: str, raw: str, start: int, end: int) -> str | None:
    if raw[0] == "\\":
        name = raw[1:].lower()
        return None if name in _TYPE else (_SIGNS.get(name, name) or None)
    if raw[0] == "}":
        return "/" if "frac" in text[max(0, start - 40) : start] else None
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    near = (text[:start][-2:].rstrip()[-1:], text[end : end + 2].lstrip()[:1])
    if raw == "-":
        return "-" if near[0].isdigit() or near[1].isdigit() else None
    if raw == "*":
        return "*" if near[0].isdigit() and near[1].isdigit() else None
    if raw == "^":
        return "^" if before.isdigit() else None
    if raw == "+":
        return "+" if before.strip() or (near[0].isalnum() and near[1].isalnum()) else None
    if raw == "!":
        return "!" if before.isdigit() and not after.strip() and after else None
    return raw


def names_of(options: Mapping[str, str]) -> list[Name]:
    """Return the ways to say each option, without those that two options share.

    Example:
        >>> sorted({(one.letter, *one.forms) for one in names_of({"A": "The cat", "B": "Bo Ek"})})
        [('A', 'cat'), ('B', 'bo', 'ek')]
        >>> names_of({"A": "7", "B": "Skinner"})[0].weak
        True
    """
    found: dict[tuple[str, ...], set[str]] = {}
    for letter, text in options.items():
        for shape in _shapes(raised(text)):
            forms = tuple(piece.form for piece in pieces(unicodedata.normalize("NFKC", shape)))
            # "a" as the text of an option is not told from the letter A.
            if forms and not (len(forms) == 1 and forms[0].upper() in options):
                found.setdefault(forms, set()).add(letter)
    for letter, forms in (*_surnames(options).items(), *_distinct(options).items()):
        if not any(set(forms) <= set(other) for other in found if letter not in found[other]):
            found.setdefault(forms, set()).add(letter)
    return [
        Name(next(iter(letters)), forms, _is_weak(forms))
        for forms, letters in found.items()
        if len(letters) == 1
    ]


def _without_article(text: str) -> str:
    found = _ARTICLE.match(text)
    return text[found.end() :] if found else text


def _shapes(text: str) -> list[str]:
    bare = _without_article(text)
    found = [bare]
    aside = _ASIDE.search(bare)
    # f(x) is no f, and "Potassium (K)" is potassium.
    if aside is not None and bare[: aside.start()].strip() and aside[0][0].isspace():
        found.append(bare[: aside.start()])
    reason = _REASON.match(text)
    if reason is not None:
        found.append(_without_article(text[reason.end() :]))
    return found


def _surnames(options: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for letter, text in options.items():
        if _SPECIES.fullmatch(text):
            found[letter] = (text[0].lower(), text.split()[1])  # N. meningitidis
            continue
        words = text.split()
        if not 1 < len(words) <= _LONGEST_NAME or not all(word[0].isupper() for word in words):
            continue
        last = words[-1]
        if len(last) >= _SURNAME and last.isalpha() and not last.isupper():
            found[letter] = (_folded(last),)
    return found


def _distinct(options: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the options without a last word that all share: the Pacific of "Pacific Ocean"."""
    words = {letter: _without_article(text).split() for letter, text in options.items()}
    if len({one[-1].lower() for one in words.values() if one}) != 1 or len(words) < 2:
        return {}
    firsts = {letter: one[0] for letter, one in words.items() if len(one) == 2}
    long = all(len(one) >= _SURNAME and one.isalpha() for one in firsts.values())
    return {letter: (_folded(one),) for letter, one in firsts.items()} if long else {}


def _is_weak(forms: tuple[str, ...]) -> bool:
    letters = sum(len(form) for form in forms if form[0].isalpha())
    if sum(form.isdigit() and len(form) > 2 for form in forms):
        return False  # a year
    wide = any(stands_alone(form[0]) for form in forms)
    common = all(form in _COMMON or not form[0].isalpha() for form in forms)
    digits = any(form[0].isdigit() for form in forms)
    return common or letters <= (1 if wide or digits else 2)


def places(text: str, names: list[Name]) -> list[Place]:
    """Return where a text says options, the longest name where one holds another.

    Example:
        >>> names = names_of({"A": "O(n)", "B": "O(n log n)", "C": "metal"})
        >>> [one.letter for one in places("Not O(n): O(n log n). A non-metal.", names)]
        ['A', 'B']
    """
    by_first: dict[str, list[Name]] = {}
    for name in sorted(names, key=lambda one: -len(one.forms)):
        by_first.setdefault(name.forms[0], []).append(name)
    by_stem: dict[str, list[Name]] = {}
    for name in names:
        by_stem.setdefault(name.forms[0][:_STEM], []).append(name)
    said = pieces(text)
    found: list[Place] = []
    reach = 0
    for index, piece in enumerate(said):
        options = by_first.get(piece.form) or [
            one for one in by_stem.get(piece.form[:_STEM], ()) if _alike(one.forms[0], piece.form)
        ]
        for name in options:
            size = len(name.forms)
            run = tuple(one.form for one in said[index : index + size])
            if len(run) < size or not _inflected(name.forms, run):
                continue
            end = said[index + size - 1].end
            if end <= reach or _joined(text, piece.start, end, said, index, size):
                continue
            found.append(Place(name.letter, piece.start, end, "text", name.weak))
            reach = end
            break
    return found


def _inflected(forms: tuple[str, ...], run: tuple[str, ...]) -> bool:
    """Whether words are those of a name, the last perhaps with the ending of a plural or case."""
    return forms[:-1] == run[:-1] and _alike(forms[-1], run[-1])


def _alike(last: str, said: str) -> bool:
    """Whether a word is that of a name, perhaps with the ending of a plural or case."""
    if last == said:
        return True
    if len(last) < 2 or not last[0].isalpha():
        return False
    if any(
        last.endswith(one) and said == last[: -len(one)] + other and len(last) > 4
        for one, other in _ENDINGS
    ):
        return True
    if not said.startswith(last):
        return False
    # Korean joins its particles to a word.
    hangul = "\uac00" <= last[0] <= "\ud7a3" and len(said) <= len(last) + 4
    return hangul or (len(last) > 3 and said[len(last) :] in ("s", "es"))


def _joined(text: str, start: int, end: int, said: list[Piece], index: int, size: int) -> bool:
    """Whether a name is a part of a longer word or of a longer formula."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if len(before) == 2 and before[1] == "-" and before[0].isalnum() and text[start].isalpha():
        return True
    if len(after) == 2 and after[0] == "-" and after[1].isalpha() and text[end - 1].isalpha():
        return True
    # 1_0 holds no 1.
    if len(before) == 2 and before[1] == "_" and before[0].isalnum():
        return True
    if len(after) == 2 and after[0] == "_" and after[1].isalnum():
        return True
    left = said[index - 1] if index else None
    right = said[index + size] if index + size < len(said) else None
    if left is not None and left.form in _OPERATORS and start - left.end <= 1:
        return True
    if right is None or right.start - end > 1:
        return False
    if right.form in _OPERATORS or right.form in ("%", "+"):
        return True
    # 5 of 5x, s of s2.
    digit = text[end - 1].isdigit()
    return right.start == end and digit != text[end].isdigit() and text[end].isascii()
