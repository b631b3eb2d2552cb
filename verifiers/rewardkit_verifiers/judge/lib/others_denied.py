"""Replies that say first, or behind, what the answer is not: "Not Sydney, not Melbourne: Canberra".

What is set aside is no rival and denies nothing of what stands beside it, as long as it is not a
reference itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from rewardkit.reading.vocabulary import NO, YES
from rewardkit.reading.words import folded_set, folded_words, visible
from rewardkit_verifiers.judge.lib.number_words import numbers_in_words
from rewardkit_verifiers.judge.lib.values import numbers_at

_MOST = 4
_LONGEST = 600
_NOT = (
    r"(?:(?:it|that|this|he|she)(?:['’]s| is| was)? (?:isn['’]t|wasn['’]t|not)|it isn['’]t|isn['’]t"
    r"|not|neither|nicht|weder|es ist nicht|pas|ce n['’]est pas|no es|non è|não é|не)"
)
_ITEM = r"[^,;:.!?()\n–—]{1,40}?"
_FIRST = re.compile(
    rf"^\W*{_NOT}\s+(?P<items>{_ITEM}(?:,?\s+(?:and\s+)?(?:{_NOT}|nor|or|noch|oder|ni|ou)\s+{_ITEM})"
    rf"{{0,4}}(?:\s+either)?)\s*(?:[:;.!–—]\s*|\s-\s|,\s+(?=(?:but|sondern|mais|sino|ma|mas|it['’]s"
    r"|it is|а)\b))(?=\s*\S)",
    re.IGNORECASE,
)
_PAIR = re.compile(
    rf"^\W*(?:not|nicht|pas)\s+(?P<items>{_ITEM}),\s*(?=[^,;:.!?\n]{{1,30}}[.!]?$)", re.IGNORECASE
)
_BEHIND = re.compile(
    r"\s*\((?P<items>(?:no longer|not|and not|never|formerly|previously|nicht(?: mehr)?|früher|pas"
    r"|no|non)\s[^()\n]{1,80})\)"
    rf"|,\s+(?:and\s+)?(?:not|neither|nicht|pas)\s+(?P<more>{_ITEM}(?:\s+(?:nor|or|noch|oder)\s+"
    rf"{_ITEM})?)(?=[.!]?\s*$)",
    re.IGNORECASE,
)
_CONCEDES = re.compile(
    r"^\W*(?P<items>(?:although|though|even though|while|whilst|whereas|despite|in spite of"
    r"|contrary to|obwohl|während|bien que|aunque|sebbene|embora)\b[^,.;:!?\n]{1,100}),\s+(?=\S)",
    re.IGNORECASE,
)
_REPORTS = re.compile(
    r"^\W*(?P<items>(?:many|most|some|lots of|a lot of)?\s?(?:people|of us|everyone|everybody|they"
    r"|others|students|folks|many|most|some)?\s?(?:might|may|will|would|often|usually|tend to"
    r"|wrongly)?\s?(?:say|says|think|thinks|believe|believes|answer|guess|guesses|assume|name"
    r"|expect)\b[^.,;:!?\n]{1,60})[,;.]\s+(?:but|yet|in truth|in fact|in reality|actually|however"
    r"|really)\b,?\s*(?=\S)",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"^\W*(?:wait|hmm|well|so)?\W*(?P<items>[^.,;:!?\n]{1,40})\?\s*(?:no|nope|nein|non)\b"
    r"[,.:;!–—-]*\s+(?=\S)",
    re.IGNORECASE,
)
_OPENS = re.compile(
    rf"^\W*(?:{_NOT}|although|though|even|while|whilst|whereas|despite|in spite"
    r"|contrary|obwohl|während|bien que|aunque|sebbene|embora)\b",
    re.IGNORECASE,
)
_UNSURE = folded_set(
    "sure certain necessarily really exactly quite clear known only just always true correct right"
    " wrong possible enough given stated that so yet sicher unbedingt nur a an much many clue idea"
)
_TRUTH = YES | NO | {"true", "false", "wahr", "falsch"}


def without_denied(text: str, golds: Sequence[object], numbers: Sequence[Fraction]) -> str:
    """Return a reply without what it says the answer is not, or grants before it.

    Args:
        text: The reply.
        golds: The references.
        numbers: The references that are numbers.

    Example:
        >>> without_denied("Not Sydney, not Melbourne either: it's Canberra.", ["Canberra"], [])
        "it's Canberra."
        >>> without_denied("Not Canberra: it's Sydney.", ["Canberra"], [])
        "Not Canberra: it's Sydney."
    """
    if len(text) > _LONGEST or not (
        "(" in text or ", " in text or ";" in text or _OPENS.match(text) or "?" in text
    ):
        return text
    wanted = [folded_words(visible(str(gold))) for gold in golds]
    if any(not one or one[0] in _TRUTH for one in wanted):
        return text
    for _ in range(_MOST):
        ways = (_FIRST, _PAIR, _CONCEDES, _REPORTS, _ASKED)
        found = next((one for way in ways if (one := way.match(text))), None)
        if found is None or not _sets_aside(found["items"], wanted, numbers):
            break
        text = text[found.end() :]
    behind = _BEHIND.search(text)
    if behind and _sets_aside(behind["items"] or behind["more"], wanted, numbers):
        rest = text[: behind.start()] + text[behind.end() :]
        text = rest if _holds(rest, wanted, numbers) else text
    return text


def _sets_aside(items: str, wanted: Sequence[list[str]], numbers: Sequence[Fraction]) -> bool:
    words = folded_words(visible(items))
    return bool(words) and words[0] not in _UNSURE and not _holds(items, wanted, numbers)


def _holds(text: str, wanted: Sequence[list[str]], numbers: Sequence[Fraction]) -> bool:
    shown = visible(text)
    if numbers:
        given = {value for spot in numbers_at(shown) for value in spot[2]}
        return bool(set(numbers) & (given | set(numbers_in_words(shown))))
    said = f" {' '.join(folded_words(shown))} "
    return any(f" {' '.join(one)} " in said for one in wanted)


def only_granted(text: str, golds: Sequence[object], prompt: str) -> bool:
    """Return whether a reference stands only in what a reply grants before it says another.

    Example:
        >>> asked = "What is the capital of Australia?"
        >>> only_granted("While Canberra is nicer, Sydney is the capital.", ["Canberra"], asked)
        True
        >>> only_granted("While Canberra is the capital, Sydney is larger.", ["Canberra"], asked)
        False
    """
    found = _CONCEDES.match(text) if len(text) <= _LONGEST else None
    if found is None:
        return False
    wanted = [folded_words(visible(str(gold))) for gold in golds]
    rest = text[found.end() :]
    if not _holds(found["items"], wanted, []) or _holds(rest, wanted, []):
        return False
    asked = {word for word in folded_words(prompt) if len(word) > _MOST}
    return bool(asked & (set(folded_words(rest)) - set(folded_words(found["items"]))))
