"""Answers said with less than the reference: initials, a year, a rounded number, a people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from rewardkit_verifiers.text.lib.mentions import Alias, Mention
from rewardkit_verifiers.text.lib.places import COUNTRIES, REGIONS
from rewardkit_verifiers.text.lib.tokens import MONTHS, Token, listed, tokens

_YEAR = re.compile(r"1\d{3}|20\d{2}")
_NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,15})?")
_ADVERBS = {"1": "once", "2": "twice", "3": "thrice"}
_HOW_OFTEN = re.compile(r"\bhow (?:many times|often)\b", re.IGNORECASE)
_LEAST_NAME = 4
_THOUSANDS = re.compile(r"[1-9]\d{3,5}")
_SCALED = re.compile(r"\b(?:thousand|million|billion|trillion)\b", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.?\s?){0,3}[^\W\d_]\.")
_LONGEST_NAME = 4
_LEAST_DIGITS = 2
_CLOSE = 100
# A question for a day or a month is not answered by a year.
_DAY = re.compile(r"\b(?:day|date|month|dates|exact(?:ly)?)\b", re.IGNORECASE)
_WHEN = re.compile(r"\b(?:when|year|how long ago)\b", re.IGNORECASE)
_NATIONALITY = re.compile(r"\b(?:nationality|citizenship)\b", re.IGNORECASE)
_ODD = {
    "argentina": "argentine argentinian", "afghanistan": "afghan", "belgium": "belgian",
    "brazil": "brazilian", "canada": "canadian", "chile": "chilean", "china": "chinese",
    "croatia": "croatian croat", "czech republic": "czech", "denmark": "danish dane",
    "ecuador": "ecuadorian", "egypt": "egyptian", "england": "english", "finland": "finnish",
    "france": "french", "germany": "german", "ghana": "ghanaian", "greece": "greek",
    "hungary": "hungarian", "iceland": "icelandic icelander", "iran": "iranian", "iraq": "iraqi",
    "ireland": "irish", "israel": "israeli", "italy": "italian", "japan": "japanese",
    "jordan": "jordanian", "lebanon": "lebanese", "mexico": "mexican", "morocco": "moroccan",
    "netherlands": "dutch", "new zealand": "kiwi", "norway": "norwegian", "pakistan": "pakistani",
    "panama": "panamanian", "peru": "peruvian", "philippines": "filipino philippine",
    "poland": "polish pole", "portugal": "portuguese", "scotland": "scottish scot",
    "serbia": "serbian serb", "south korea": "korean", "spain": "spanish",
    "sweden": "swedish swede",
    "switzerland": "swiss", "taiwan": "taiwanese", "thailand": "thai", "turkey": "turkish",
    "ukraine": "ukrainian", "united states": "american", "us": "american", "usa": "american",
    "united kingdom": "british", "uk": "british", "great britain": "british",
    "uruguay": "uruguayan", "vietnam": "vietnamese", "wales": "welsh",
}  # fmt: skip


def loosely(
    said: Sequence[Token], aliases: Sequence[Alias], text: str, prompt: str
) -> Iterator[Mention]:
    """Yield where an alias is said with less than all of it, but not as anything else.

    Args:
        said: The words of the reply.
        aliases: The accepted answers.
        text: The reply, in which the words stand.
        prompt: The question.
    """
    if _WHEN.search(prompt) and not _DAY.search(prompt):
        yield from _year(said, aliases)
        yield from _month(said, aliases)
    asked = {token.form for token in tokens(prompt)}
    for alias in aliases:
        yield from _spaced(alias, text)
        yield from _times(alias, text, prompt)
        yield from _without_asked(said, alias, asked)
        yield from _initials(said, alias, text)
        yield from _rounded(said, alias)
    if _NATIONALITY.search(prompt):
        yield from _people(said, aliases)


def _year(said: Sequence[Token], aliases: Sequence[Alias]) -> Iterator[Mention]:
    """Yield the only year of a reply that names no month, where it is that of a fuller date."""
    years = [token for token in said if _YEAR.fullmatch(token.form)]
    if len({token.form for token in years}) != 1 or any(token.form in MONTHS for token in said):
        return
    for alias in aliases:
        of_date = years[0].form in alias.forms and not MONTHS.isdisjoint(alias.forms)
        if of_date and sum(_YEAR.fullmatch(form) is not None for form in alias.forms) == 1:
            for token in years:
                yield Mention(alias, token.start, token.end, "part")


def _month(said: Sequence[Token], aliases: Sequence[Alias]) -> Iterator[Mention]:
    """Yield a month and year without a day, where they are those of a fuller date."""
    months = [
        one for one in pairwise(said) if one[0].form in MONTHS and _YEAR.fullmatch(one[1].form)
    ]
    if len({(month.form, year.form) for month, year in months}) != 1:
        return
    for alias in aliases:
        for month, year in months:
            if len(alias.forms) > 2 and {month.form, year.form} <= set(alias.forms):
                yield Mention(alias, month.start, year.end, "part")


def _initials(said: Sequence[Token], alias: Alias, text: str) -> Iterator[Mention]:
    """Yield places where a first name is written as initials: J.M.W. Turner for Joseph Turner."""
    names = alias.text.split()
    if not 1 < len(names) <= _LONGEST_NAME or not all(name[0].isupper() for name in names):
        return
    first, last = alias.forms[0], alias.forms[-1]
    if len(first) < _LEAST_DIGITS or len(alias.forms) != len(names):
        return
    for before, after in pairwise(said):
        written = text[before.start : after.start].strip()
        same = after.form == last and after.capital and before.form[:1] == first[0]
        if same and before.capital and _INITIALS.fullmatch(written):
            yield Mention(alias, before.start, after.end, "near")


def _spaced(alias: Alias, text: str) -> Iterator[Mention]:
    """Yield where a number is written with a blank for the comma: 384 400 km."""
    number = alias.forms[0]
    if not _THOUSANDS.fullmatch(number) or len(alias.forms) > 1:
        return
    written = rf"(?<![\d.,]){number[:-3]} {number[-3:]}(?![\d])"
    for found in re.finditer(written, text):
        yield Mention(alias, found.start(), found.end(), "near")


def _times(alias: Alias, text: str, prompt: str) -> Iterator[Mention]:
    """Yield once, twice and thrice where the question is how many times."""
    word = _ADVERBS.get(alias.forms[0])
    if word is None or len(alias.forms) > 2 or not _HOW_OFTEN.search(prompt):
        return
    for found in re.finditer(rf"\b{word}\b(?! (?:known|called|a)\b)", text, re.IGNORECASE):
        yield Mention(alias, found.start(), found.end(), "part")


def _without_asked(said: Sequence[Token], alias: Alias, asked: set[str]) -> Iterator[Mention]:
    """Yield a name without the word that the question has: Juno where beaches are asked for."""
    names = [word for word in alias.text.split() if word[:1].isupper()]
    rest = [form for form in alias.forms if form not in asked]
    gone = len(alias.forms) - len(rest)
    if len(names) != len(alias.forms) or gone != 1 or len(rest) != 1 or "city" in alias.forms:
        return
    name = rest[0]
    if len(name) < _LEAST_NAME or name[0].isdigit() or name in COUNTRIES | REGIONS:
        return
    for token in said:
        if token.form == name and token.capital:
            yield Mention(alias, token.start, token.end, "part")


def _rounded(said: Sequence[Token], alias: Alias) -> Iterator[Mention]:
    """Yield places where a decimal of an alias stands rounded, with the same words around it."""
    numbers = [form for form in alias.forms if form[0].isdigit()]
    if len(numbers) != 1 or not _NUMBER.fullmatch(numbers[0]):
        return
    if "." not in numbers[0] and not _SCALED.search(alias.text):
        return
    at = alias.forms.index(numbers[0])
    size = len(alias.forms)
    for begin in range(len(said) - size + 1):
        run = [token.form for token in said[begin : begin + size]]
        number = run[at]
        run[at] = numbers[0]
        around = tuple(run) == alias.forms
        if around and _NUMBER.fullmatch(number) and _is_rounding(number, numbers[0]):
            yield Mention(alias, said[begin].start, said[begin + size - 1].end, "near")


def _is_rounding(number: str, exact: str) -> bool:
    """Whether a number is another to fewer digits, of which it has two or more: 2.2 of 2.18."""
    digits = len(_digits(number))
    if not _LEAST_DIGITS <= digits < len(_digits(exact)):
        return False
    whole, _, places = number.partition(".")
    last = -len(places) if places else len(whole) - len(whole.rstrip("0"))
    off = abs(Fraction(number) - Fraction(exact))
    return off <= min(Fraction(10) ** last / 2, Fraction(exact) / _CLOSE)  # 11 is no 10.5


def _digits(number: str) -> str:
    """Return the digits of a number that count."""
    plain = number.replace(".", "").lstrip("0")
    return plain if "." in number else plain.rstrip("0")


def _people(said: Sequence[Token], aliases: Sequence[Alias]) -> Iterator[Mention]:
    """Yield the word for the people of a country that is accepted: Argentine for Argentina."""
    for alias in aliases:
        country = alias.text.casefold()
        if country not in COUNTRIES:
            continue
        known = {*listed(_ODD.get(country, "")), f"{country.rstrip('a')}an", f"{country}n"}
        for token in said:
            if token.form in known:
                yield Mention(alias, token.start, token.end, "near")
