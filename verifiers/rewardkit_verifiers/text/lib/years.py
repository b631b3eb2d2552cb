"""Whether a year is that of another date, or one of several years."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from rewardkit_verifiers.text.lib.mentions import Alias, Mention
from rewardkit_verifiers.text.lib.tokens import MONTHS, Token

_YEAR = re.compile(r"1\d{3}|20\d{2}")
_DAY = re.compile(r"[12]?\d|3[01]")
_END = re.compile(r"[.!?](?=\s+[A-Z\"“]|\s*$)|\n")
_NEAR = 25


def other_date(said: Sequence[Token], aliases: Sequence[Alias], mention: Mention) -> bool:
    """Return whether only the year is right, where another alias names the month too.

    Args:
        said: The words of the reply.
        aliases: The accepted answers.
        mention: Where one of them is said.
    """
    forms = mention.alias.forms
    if len(forms) != 1 or not _YEAR.fullmatch(forms[0]):
        return False
    dates = [set(one.forms) for one in aliases if forms[0] in one.forms and len(one.forms) > 1]
    near = {token.form for token in said if abs(token.start - mention.start) < _NEAR}
    named = {form for form in near if form in MONTHS or _DAY.fullmatch(form)}
    if not dates or MONTHS.isdisjoint(named):
        return False
    return any(MONTHS & date for date in dates) and not any(
        named & date & MONTHS and (named & date - MONTHS or not _days(date) or not _days(named))
        for date in dates
    )


def _days(forms: Iterable[str]) -> set[str]:
    """Return the days of a month among words."""
    return {form for form in forms if _DAY.fullmatch(form)}


def many_years(text: str, said: Sequence[Token], known: Collection[str], mention: Mention) -> bool:
    """Return whether a year is one of three or more in its sentence that are not all known.

    Args:
        text: The reply.
        said: Its words.
        known: The words of the question and of the accepted answers.
        mention: Where one of these is said.
    """
    if len(mention.alias.forms) != 1 or not _YEAR.fullmatch(mention.alias.forms[0]):
        return False
    start = max((end.end() for end in _END.finditer(text, 0, mention.start)), default=0)
    stop = _END.search(text, mention.end)
    end = stop.start() if stop else len(text)
    others = {token.form for token in said if start <= token.start < end} - set(known)
    return sum(_YEAR.fullmatch(form) is not None for form in others) > 1
