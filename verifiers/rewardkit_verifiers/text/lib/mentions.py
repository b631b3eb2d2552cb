"""Where an accepted answer is said in a reply: word by word, in another order, or nearly so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz.distance import DamerauLevenshtein

from rewardkit_verifiers.text.lib.places import COUNTRIES, is_another_place
from rewardkit_verifiers.text.lib.shapes import SEVERAL, shapes
from rewardkit_verifiers.text.lib.tokens import MONTHS, Token, listed, plain, tokens

# Words of an alias in brackets tell it from namesakes: Paul (film).
_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")
_YEAR = re.compile(r"(?:1\d{3}|20\d{2})")
_PARTS = re.compile(r",|\band\b|&")
_MOST_PARTS, _CLOSE = 6, 300
_YEAR_AND_SOURCE = (5, 6)
_APART = frozenset(("or", "not", "nor", "but", "sharp", "flat"))
# Words of a letter's difference that are two words.
_PAIRS = (
    ("hypo", "hyper"), ("inter", "intra"), ("macro", "micro"), ("endo", "exo"), ("ate", "ite"),
    ("ide", "ate"), ("ide", "ite"), ("ane", "ene"), ("ane", "yne"), ("ene", "yne"), ("ple", "pli"),
    ("ic", "ous"), ("pre", "pro"),
)  # fmt: skip
_LONGEST_ALIAS = 24
_RUNS = (1, 2, 3, 4, 5)
_MOST_GAP = 2
_FUZZY, _VERY_FUZZY = 7, 11
_FEW, _LONGEST_NAME, _SURNAME = 4, 3, 5
UNITS = frozenset(
    listed(
        "year old day hour minute second week month age mile kilometer meter foot inch pound dollar"
        " percent % s mph kph km"
    )
)
_TITLES = frozenset(("mr", "mrs", "dr", "sir", "lady", "king", "queen", "president", "st", "lord"))


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
        >>> [alias.text for alias in aliases_of(["hit points or health points"])]
        ['hit points or health points', 'hit points', 'health points']
    """
    found: dict[tuple[str, ...], Alias] = {}
    for text in map(plain, references):
        for shape in shapes(_ASIDE.sub("", text) or text):
            forms = tuple(token.form for token in tokens(shape))[:_LONGEST_ALIAS]
            if forms:
                found.setdefault(forms, Alias(shape, forms))
    return list(found.values())


def mentions(said: Sequence[Token], aliases: Sequence[Alias]) -> Iterator[Mention]:
    """Yield every place at which an alias is said, the surest way first."""
    years = {form for alias in aliases for form in alias.forms if _YEAR.fullmatch(form)}
    # 20161 is a year with the number of a source behind it.
    said = [
        replace(token, form=token.form[:4])
        if index
        and len(token.form) in _YEAR_AND_SOURCE
        and token.form[:4] in years
        and token.form[4] != "0"
        else token
        for index, token in enumerate(said)
    ]
    at: dict[str, list[int]] = {}
    for index, token in enumerate(said):
        at.setdefault(token.form, []).append(index)
    plainly: dict[Alias, list[Mention]] = {}
    for alias in aliases:
        plainly[alias] = list(_in_order(said, at, alias))
        yield from plainly[alias]
    for alias in aliases:
        if len(alias.forms) > 1:
            # Of "4 kg, 5 kg" only the second is 5 kg, and "kg, 5" is none.
            yield from (
                one for one in _any_order(said, at, alias) if not _meets(one, plainly[alias])
            )
    for alias in aliases:
        yield from _all_parts(said, at, alias)
    joined = _joined(said)
    for alias in aliases:
        run = joined.get("".join(alias.forms))
        if run is not None:
            yield Mention(alias, run[0], run[1], "near")
        yield from _nearly(said, alias)


def _meets(one: Mention, others: Sequence[Mention]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


def _joined(said: Sequence[Token]) -> dict[str, tuple[int, int]]:
    """Return words that are long enough to be known when the blanks between them are lost."""
    found: dict[str, tuple[int, int]] = {}
    for index in range(len(said)):
        for size in _RUNS:
            run = said[index : index + size]
            text = "".join(token.form for token in run)
            if len(run) == size and len(text) >= _FUZZY and text.isalpha():
                found.setdefault(text, (run[0].start, run[-1].end))
    return found


def _in_order(said: Sequence[Token], at: dict[str, list[int]], alias: Alias) -> Iterator[Mention]:
    size = len(alias.forms)
    for index in at.get(alias.forms[0], ()):
        if tuple(token.form for token in said[index : index + size]) == alias.forms:
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
            if window[0].form not in wanted:
                continue
            left, token = set(wanted), window[0]
            for token in window:
                left.discard(token.form)
                if token.form in _APART - wanted or not left:
                    break
            end = said.index(token, begin) + 1
            run = said[begin:end]
            if left or _joins_names(run, alias) or _joins_numbers(run, alias):
                continue
            if not _crosses_items(said, begin, end, alias):
                yield Mention(alias, window[0].start, token.end, "order")
                break


def _joins_names(run: Sequence[Token], alias: Alias) -> bool:
    """Whether words come from two names: Little Oslo of `Little Lima, Great Oslo`.

    The name of a person may have a middle name more; Great Lima Oslo market is not Great Oslo
    market.
    """
    foreign = any(
        token.capital and len(token.form) > 1 and token.form not in alias.forms for token in run
    )
    return foreign and (_has_gap(run) or not _is_name(alias.text))


def _joins_numbers(run: Sequence[Token], alias: Alias) -> bool:
    """Whether another number stands between the words of an amount: 3:30 pm is not 3 pm."""
    if not any(form[0].isdigit() for form in alias.forms) or not MONTHS.isdisjoint(alias.forms):
        return False
    return any(one.form[0].isdigit() and one.form not in alias.forms for one in run)


def _crosses_items(said: Sequence[Token], begin: int, end: int, alias: Alias) -> bool:
    """Whether a name turned round is the end of an item and the beginning of the next.

    `Armstrong, Neil` is a name, `Little Havana, Great Lima` says nothing of Great Havana.
    """
    if not _has_gap(said[begin:end]) or any(form[0].isdigit() for form in alias.forms):
        return False
    before, after = said[max(0, begin - 1) : begin + 1], said[end - 1 : end + 1]
    return any(
        len(two) > 1 and not _has_gap(two) and outer.capital and outer.form not in _TITLES
        and len(outer.form) > 1
        for two, outer in ((before, before[0]), (after, after[-1]))
    )  # fmt: skip


def _has_gap(run: Sequence[Token]) -> bool:
    """Whether more than a blank stands between two words."""
    return any(two.start - one.end > 1 for one, two in pairwise(run))


def _all_parts(said: Sequence[Token], at: dict[str, list[int]], alias: Alias) -> Iterator[Mention]:
    """Yield the place where everyone of `Ann Lee and Bob Ray` is said, if they all are."""
    parts = [part for part in _PARTS.split(alias.text) if part.strip()]
    if not 1 < len(parts) <= _MOST_PARTS:
        return
    spans: list[Mention] = []
    for part in parts:
        one = Alias(part, tuple(token.form for token in tokens(part)))
        # The year of a date that stands elsewhere is no part of the date.
        dated = all(form[0].isdigit() for form in one.forms)
        found = None if dated else next(_in_order(said, at, one), None)
        if found is None:
            return
        spans.append(found)
    start, end = min(one.start for one in spans), max(one.end for one in spans)
    if end - start <= _CLOSE:
        yield Mention(alias, start, end, "order")


def _nearly(said: Sequence[Token], alias: Alias) -> Iterator[Mention]:
    """Yield places where an alias is said but for a letter, or a middle name."""
    size = len(alias.forms)
    if any(len(form) >= _FUZZY and not form[0].isdigit() for form in alias.forms):
        for index in range(len(said) - size + 1):
            run = said[index : index + size]
            if all(_alike(token.form, form) for token, form in zip(run, alias.forms, strict=True)):
                yield Mention(alias, run[0].start, run[-1].end, "near")
    if size > 2 and not SEVERAL.search(alias.text) and _is_name(alias.text):
        first, last = alias.forms[0], alias.forms[-1]
        for index, token in enumerate(said[:-1]):
            for after in said[index + 1 : index + 3]:
                if token.form == first and after.form == last and token.capital and after.capital:
                    yield Mention(alias, token.start, after.end, "near")


def _is_name(text: str) -> bool:
    """Whether every word of a text begins with a capital, as in the name of a person."""
    return all(word[0].isupper() for word in text.split())


def _alike(one: str, other: str) -> bool:
    """Whether two long words differ by a letter or two, and not in how they begin or end."""
    if one == other:
        return True
    shortest = min(len(one), len(other))
    if shortest < _FUZZY or one[0] != other[0] or one[-2:] != other[-2:] or one[0].isdigit():
        return False
    if one in COUNTRIES or any(
        one.replace(left, right, 1) == other or one.replace(right, left, 1) == other
        for left, right in _PAIRS
    ):
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
    if not 0 < len(said) <= _FEW or forms <= asked:
        return None
    for alias in aliases:
        wanted = set(alias.forms)
        if (
            not forms - _TITLES <= wanted
            or not {form for form in wanted if form[0].isdigit()} <= forms
        ):
            continue
        if _goes_without_saying(wanted - forms, forms, alias, asked):
            return Mention(alias, said[0].start, said[-1].end, "part")
    return None


def _goes_without_saying(
    left: set[str], forms: set[str], alias: Alias, asked: frozenset[str]
) -> bool:
    """Whether words of an alias that a reply leaves out tell nothing new of it."""
    if all(form[0].isdigit() for form in forms):
        return left <= UNITS  # nine, of nine years
    if left == {"st"} and len(alias.forms) == 2 and is_another_place(alias.forms, asked):
        return False  # Louis is not Saint Louis, and Peter is Saint Peter where a person is asked
    head = {token.form for token in tokens(alias.text.partition(",")[0])}
    if left <= asked | _TITLES or (forms == head and "," in alias.text):
        return True
    # A surname stands for its bearer; Upper Lima is not Lima.
    if is_another_place(alias.forms, asked):
        return False
    last = alias.forms[-1]
    forms = forms - _TITLES
    name = alias.text[:1].isupper() and 1 < len(alias.forms) <= _LONGEST_NAME
    return name and forms == {last} and len(last) >= _SURNAME and alias.text.istitle()
