"""Where an accepted answer is said in a reply: word by word, in another order, or nearly so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from rewardkit_verifiers.text.answer.tokens import Token, tokens

# Words of an alias in brackets tell it from namesakes: Paul (film).
_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")
_YEAR = re.compile(r"(?:1\d{3}|20\d{2})")
_LONGEST_ALIAS = 24
_MOST_GAP = 2
_FUZZY, _VERY_FUZZY = 7, 11
_FEW = 4
_TITLES = frozenset(("mr", "mrs", "dr", "sir", "lady", "king", "queen", "president", "st", "lord"))
# An alias of several things is none of them.
_SEVERAL = re.compile(r"[,;&/\d]|\b(?:and|or|with)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Alias:
    """An accepted answer as its words."""

    text: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """Where an alias is said: which one, from where to where, and how.

    Attributes:
        alias: The alias.
        start: Where it begins in the reply.
        end: Where it ends.
        how: `words`, `order`, `near` or `part`.
    """

    alias: Alias
    start: int
    end: int
    how: str


def aliases_of(references: Sequence[str]) -> list[Alias]:
    """Return the accepted answers as words, those without any left out.

    Example:
        >>> [alias.forms for alias in aliases_of(["The Hurt Locker (film)", "..."])]
        [('hurt', 'locker')]
    """
    found: dict[tuple[str, ...], Alias] = {}
    for text in references:
        for shape in (_ASIDE.sub("", text) or text, text):
            forms = tuple(token.form for token in tokens(shape))[:_LONGEST_ALIAS]
            if forms:
                found.setdefault(forms, Alias(shape, forms))
                break
    return list(found.values())


def mentions(said: Sequence[Token], aliases: Sequence[Alias]) -> Iterator[Mention]:
    """Yield every place at which an alias is said, the surest way first."""
    at: dict[str, list[int]] = {}
    for index, token in enumerate(said):
        at.setdefault(token.form, []).append(index)
        if len(token.form) == 5 and _YEAR.fullmatch(token.form[:4]):
            at.setdefault(token.form[:4], []).append(index)  # 20161: a year, and source 1
    for alias in aliases:
        yield from _in_order(said, at, alias)
    for alias in aliases:
        if len(alias.forms) > 1:
            yield from _any_order(said, at, alias)
    for alias in aliases:
        yield from _nearly(said, alias)


def _in_order(said: Sequence[Token], at: dict[str, list[int]], alias: Alias) -> Iterator[Mention]:
    size = len(alias.forms)
    for index in at.get(alias.forms[0], ()):
        run = [token.form for token in said[index : index + size]]
        same = len(run) == size and all(
            one == two or index + place in at.get(two, ())
            for place, (one, two) in enumerate(zip(run, alias.forms, strict=True))
        )
        if same:
            yield Mention(alias, said[index].start, said[index + size - 1].end, "words")


def _any_order(said: Sequence[Token], at: dict[str, list[int]], alias: Alias) -> Iterator[Mention]:
    """Yield places where all words of an alias stand close to each other in any order."""
    wanted = set(alias.forms)
    rarest = min(wanted, key=lambda form: len(at.get(form, ())))
    reach = len(wanted) + _MOST_GAP
    for index in at.get(rarest, ())[:50]:
        low = max(0, index - reach + 1)
        for begin in range(low, index + 1):
            window = said[begin : begin + reach]
            if window[0].form in wanted and wanted <= {token.form for token in window}:
                last = max(i for i, token in enumerate(window) if token.form in wanted)
                yield Mention(alias, window[0].start, window[last].end, "order")
                break


def _nearly(said: Sequence[Token], alias: Alias) -> Iterator[Mention]:
    """Yield places where an alias is said but for a letter, or a middle name."""
    size = len(alias.forms)
    if any(len(form) >= _FUZZY and not form[0].isdigit() for form in alias.forms):
        for index in range(len(said) - size + 1):
            run = said[index : index + size]
            if all(_alike(token.form, form) for token, form in zip(run, alias.forms, strict=True)):
                yield Mention(alias, run[0].start, run[-1].end, "near")
    if size > 2 and not _SEVERAL.search(alias.text):
        first, last = alias.forms[0], alias.forms[-1]
        for index, token in enumerate(said[:-1]):
            for after in said[index + 1 : index + 3]:
                if token.form == first and after.form == last and token.capital and after.capital:
                    yield Mention(alias, token.start, after.end, "near")


def _alike(one: str, other: str) -> bool:
    """Whether two long words differ by a letter or two, and not in how they begin or end."""
    if one == other:
        return True
    shortest = min(len(one), len(other))
    if shortest < _FUZZY or one[0] != other[0] or one[-2:] != other[-2:] or one[0].isdigit():
        return False
    most = 2 if shortest >= _VERY_FUZZY else 1
    return DamerauLevenshtein.distance(one, other, score_cutoff=most) <= most


def part(said: Sequence[Token], aliases: Sequence[Alias], asked: frozenset[str]) -> Mention | None:
    """Return the alias of which a reply of a few words leaves out what goes without saying.

    Args:
        said: The words of the reply.
        aliases: The accepted answers.
        asked: The words of the question, which say nothing new.
    """
    forms = {token.form for token in said}
    if not 0 < len(said) <= _FEW or forms <= asked or all(form[0].isdigit() for form in forms):
        return None
    for alias in aliases:
        wanted = set(alias.forms)
        head = {token.form for token in tokens(alias.text.partition(",")[0])}
        # What is left out stands in the question, is a title, or only says where a place is.
        said_enough = wanted - forms <= asked | _TITLES or (forms == head and "," in alias.text)
        numbers = {form for form in wanted if form[0].isdigit()}
        if forms <= wanted and said_enough and numbers <= forms:
            return Mention(alias, said[0].start, said[-1].end, "part")
    return None
