"""Items of a list in a reply: which are candidates for an answer, and which tell more about it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import takewhile

from rewardkit_verifiers.text.lib.places import COUNTRIES, REGIONS
from rewardkit_verifiers.text.lib.tokens import MONTHS, listed, tokens

TRIM = " \t.!?\"'“”*_()[]{}:`#"
WORD = re.compile(r"[^\s\x00]+|\x00")
# An item that begins with or holds one of these is a piece of a sentence and no candidate.
BEGINS = frozenset(
    listed(
        "a an in on at by from with which who whose where when that this these those it he she they"
        " i we you as born since until because if but so not also known located formerly including"
        " about around approximately roughly nearly aka called named"
    )
)
VERBS = frozenset(
    listed(
        "is are was were be been being am has have had do does did can could will would shall may"
        " might must should it's that's isn't wasn't means became becomes won wins wrote sang sings"
        " lies lives lived plays played stars starred invented discovered painted made makes uses"
        " use used belongs belonged refers stands comes came goes went says said means equals"
        " contains includes features founded directed composed created built gave gives took takes"
        " holds held"
    )
)
_SMALL = frozenset(listed("the of de da di la le el du van von der den and y al bin"))
_TITLES = frozenset(
    listed(
        "mr mrs ms dr sir lady lord king queen emperor prince princess president prime minister"
        " saint st pope general captain professor jr sr iii ii iv degree year day hour minute"
        " second meter kilometer mile foot inch pound dollar percent total celsius fahrenheit"
    )
)
# What follows is compared with the answer.
OVER = re.compile(
    r"\W{0,3}\b(?:ahead of|followed by|then come|compared (?:to|with)|beating|defeating)\b"
)
_COMPARES = frozenset(listed("ahead followed unlike before compared then beating"))
_SHORT_ITEM, _SHORT_WORDS = 5, 3


def rivals(items: Sequence[str], index: int, own: str, known: Collection[str]) -> list[str]:
    """Return the items that are other answers, not more about the same one."""
    country = own.casefold() in COUNTRIES
    region = country or own.casefold() in REGIONS
    dated = own[:1].isdigit() or own.casefold() in MONTHS
    found: list[str] = []
    # Miami, Florida: the town before the place that it lies in.
    town = index - 1
    town -= country and town > 0 and items[town].casefold() in REGIONS
    lies = region and town >= 0 and items[town].casefold() not in COUNTRIES | REGIONS
    before = items[:town] if lies else items[:index]
    for item in (*before, *takewhile(_goes_on, items[index + 1 :])):
        plain = item.casefold().removeprefix("the ")
        fresh = new(item, known)
        if not fresh or item.split()[0].casefold() in BEGINS:
            continue
        if plain in COUNTRIES and not country:
            country = True
        elif plain in REGIONS and not region:
            region = True
        elif is_date(fresh) and not (
            dated and (own[:1].isalpha() or not MONTHS.intersection(fresh))
        ):
            dated = True
        elif not _measured(own, item):
            found.append(item)
    return found


def _goes_on(item: str) -> bool:
    """Whether an item does not begin a comparison: saffron, ahead of vanilla and cardamom."""
    return item.split()[0].casefold() not in _COMPARES


def same_kind(one: str, other: str) -> bool:
    """Return whether two items are two countries or two regions."""
    pair = {one.casefold(), other.casefold()}
    return pair <= COUNTRIES or pair <= REGIONS


def is_date(forms: Sequence[str]) -> bool:
    """Return whether there is a year or a month among words."""
    year = any(re.fullmatch(r"1\d{3}|20\d{2}", form) for form in forms)
    return year or not MONTHS.isdisjoint(forms)


def _measured(own: str, item: str) -> bool:
    """Whether an item measures the answer, or is its size in another unit: 100 km, 62 miles."""
    if not item[:1].isdigit():
        return False
    mine, other = (
        {token.form for token in tokens(text) if not token.form[0].isdigit()}
        for text in (own, item)
    )
    return bool(other) and (not own[:1].isdigit() or (bool(mine) and mine != other))


def is_item(item: str) -> bool:
    """Return whether a piece is short, and a name, a number or a few words without a verb."""
    words = [word.casefold() for word in WORD.findall(item)]
    if words[:1] in (["the"], ["a"], ["an"]):
        words = words[1:]
    if not 0 < len(words) <= _SHORT_ITEM or not VERBS.isdisjoint(words):
        return False
    if BEGINS.intersection(WORD.findall(item)[1:]):  # The Who is a band
        return False
    return shape(item) in ("name", "number") or len(words) <= _SHORT_WORDS


def shape(text: str) -> str:
    """Return what a piece looks like: `number`, `name` (all capitals), `word` or `mixed`."""
    words = [word.strip(TRIM) for word in text.split()]
    words = [word for word in words if word and word.casefold() not in _SMALL]
    if not words:
        return "mixed"
    if words[0][0].isdigit():
        return "number"
    capital = [word[0].isupper() for word in words]
    if all(capital):
        return "name"
    return "mixed" if any(capital) else "word"


def new(text: str, known: Collection[str], *, titles: bool = True) -> list[str]:
    """Return the words that were neither asked nor accepted, titles and units among them or not."""
    return [
        token.form
        for token in tokens(text)
        if token.form not in known
        and token.form not in _SMALL
        and (titles or token.form not in _TITLES)
    ]
