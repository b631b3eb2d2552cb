"""One number out of what a reply without a marker asserts at its end."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import islice

from rewardkit_verifiers.math.lib.clauses import readings
from rewardkit_verifiers.math.lib.extraction.behind import taken_back
from rewardkit_verifiers.math.lib.extraction.cleaned import cleaned
from rewardkit_verifiers.math.lib.extraction.concluded import leading
from rewardkit_verifiers.math.lib.extraction.conventions import Where, plan
from rewardkit_verifiers.math.lib.extraction.corrected import beside, corrected
from rewardkit_verifiers.math.lib.extraction.found import Found
from rewardkit_verifiers.math.lib.extraction.prose.closing import NAME as PROSE
from rewardkit_verifiers.math.lib.extraction.prose.displays import ending
from rewardkit_verifiers.math.lib.extraction.prose.tokens import LETTER
from rewardkit_verifiers.math.lib.plain_number import (
    Number,
    has_afterthought,
    has_other_value,
    is_bounded,
    read_number,
)

_FEWEST_SPACES = 2
_LONGEST_LONE, _LONGEST, _AROUND, _MOST_PLACES = 40, 600, 300, 20
# Words of other languages behind a number: 1500 рублей, 36 años, 20%引きです.
_COUNTED = re.compile(
    r"(?P<number>[-+−]?\s?[$€£¥₹＄]?\s?\d[\d.,\s]*(?:/\s?\d+)?)\s?%?\s*"
    rf"(?P<words>{LETTER}+(?:[-/\s]{LETTER}+){{0,3}}[²³]?)[\s.。!]*"
)
_GREEK = re.compile("[α-ωΑ-Ω]")
# They make another number of it: 3 万, 2 тысячи, 5 millones, zweieinhalb.
_SIZE = re.compile(
    r"[万萬億亿千百十兆半倍만억천백조]|\b(?:тыс\w*|млн\w*|млрд\w*|милли\w+|трилли\w+|сот\w*|половин\w+|дюжин\w*"
    r"|mil|mill(?:ón|on|ones|ión|ionen|ions?|iards?|iarden|iarde|ioni|iardi)|mld|mrd|mio|tausend"
    r"|hundert|dutzend|mille|mila|cent(?:o|os|aines?)|milhar(?:es)?|milh(?:ão|ões)|bilh(?:ão|ões)"
    r"|cientos?|docenas?|dúzias?|douzaines?|dozzine?|tysi\w+|nghìn|triệu|bin|milyon|milyar"
    r"|juta|ribu|mal|fois|veces|vezes|volte|раза?)\b",
    re.IGNORECASE,
)
# 72 (or 73); a unit inside says the same once more: 300 000 J (or 300 kJ).
_RIVAL = re.compile(r"[\s*$]*\(\s*(?:or|maybe|perhaps|possibly)\s+[-$\d.,]+\s*\)", re.IGNORECASE)
_CLAUSE = re.compile(r".*(?:[,;:!?]|\.(?!\d))", re.DOTALL)
# It converges to 5/3, the sum of 4 and 6 is 10: they bound nothing; close to 5/3 does.
_JOINS = re.compile(r"\b(?:and|through)\b|(?<!close )(?<!near )(?<!nearer )(?<!up )\bto\b")
# 12 more than 5, 12+, 12^: left to be worked out, or a bound.
_GROWS = re.compile(
    r"[*_$\s]*(?:\w+\s)?(?:more|less|fewer|greater|short|shy|away)\s(?:than|of|from)\s[$€£]?\d|[*_$]*[+^]",
    re.IGNORECASE,
)
# 2x = 12 and x + 3 = 12 are not solved.
_NUMBER = re.compile(r"\A[^\d]{0,4}\d[\d.,]*")
_STEPS = re.compile(
    r"[,;:→⇒⟹\n]|\.\s|\\\\|=>|\\(?:implies|Rightarrow|iff|quad)(?![a-z])|\b(?:so|thus|hence|then)\b",
    re.IGNORECASE,
)
_UNSOLVED = re.compile(
    r"(?:^|[\s$&({])(?![a-z]\s*\Z)(?:-?\d+(?:\.\d+)?\s?/?\s?)?\|?[a-z](?:\s?\^\s?\{?\d\}?|[²³])?\|?"
    r"(?:\s?[-+−–*/]\s?\d+)?[\s&]*\Z"
)
_LET = re.compile(r"\b(?:let|assume|suppose)\s[^.=]{1,30}=\W*\Z", re.IGNORECASE)
# Several values on lines of their own: none of them is the answer.
_BARE_ITEMS = re.compile(
    r"(?:(?:^|\n)[ \t]*(?:[-*•]|\(?\d{1,2}[.)])[ \t]+[*$]*[-+]?\d[\d.,/%]*[*$]*[ \t]*){2,}\s*\Z"
)
_LONGEST_ITEMS = 200
# 44 m, roughly the height of a house.
_LIKENED = re.compile(r"[^\d.;(]{0,30}[,;–—-]\s?[a-z]{4,15}\s+(?:the|an?|as|[$\d])", re.IGNORECASE)
# 36²: left to be worked out, and no unit.
_POWER = re.compile(
    r"(?<![\d.])(?!10\)?\s?[\^*⁰¹²³⁴⁵⁶⁷⁸⁹⁻])\d[\d.,]*\)?\s?(?:\^|\*\*(?=[\d(])|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻])"
)
# $15.00, the soup is $9.00, and with the tip the order comes to $29.00.
_GOES_ON = re.compile(
    r".{0,200},.{0,80}\b(?:comes? to|adds? up to|amounts? to|totals)\s+[$€£]?\d",
    re.IGNORECASE,
)
_FORMULA_MARKS = 8
_SEVERAL = re.compile(r"\n|[a-z\d)][.!?]\s+[A-Z]")
# So, the final answer
_BREAKS_OFF = re.compile(
    r"\b(?:the|my|our|final|correct)\s(?:answer|result|value|solution)(?:\sis)?\s*\Z", re.IGNORECASE
)
_AT_END = 40


@lru_cache(maxsize=256)
def order(where: Where) -> tuple[str, ...]:
    """Return the conventions of a setting; what a reply asserts stands before its last number.

    Example:
        >>> order("auto").index("prose") < order("auto").index("last_number")
        True
        >>> order("gsm8k") == plan("gsm8k"), order("last_number")
        (True, ('last_number',))
    """
    names = plan(where)
    if PROSE in names or "concluded" not in names:
        return names
    at = names.index("concluded")
    return (*names[:at], PROSE, *names[at:])


def order_for(completion: str, where: Where) -> tuple[str, ...]:
    """Return the conventions for a completion; a number that stands alone needs no reading.

    Args:
        completion: What the policy wrote.
        where: Preset, convention, tag, or a list of these.
    """
    lone = len(completion) < _LONGEST_LONE and completion.count(" ") < _FEWEST_SPACES
    if lone and completion.isascii() and "\n" not in completion:
        return plan(where)
    return order(where)


def number_stated(text: str, read: Callable[[str], Number | None]) -> Number | None:
    """Return the one number that a statement gives, or None where it gives none or several.

    Args:
        text: What a reply asserts.
        read: How a text that is one number is read.

    Example:
        >>> number_stated("1500 рублей", read_number), number_stated("3 万", read_number)
        (1500, None)
    """
    if len(text) > _LONGEST or _SIZE.search(text) or _POWER.search(text):
        return None
    number = read(text)
    if number is None and (counted := _COUNTED.fullmatch(text)) is not None:
        words = counted["words"]
        if words.isascii() or _GREEK.search(words) or has_other_value(words):
            return None
        return read(counted["number"].strip())
    if number is not None:
        return number
    said = {one for one in map(read, readings(text)) if one is not None}
    return said.pop() if len(said) == 1 else None


def breaks_off(completion: str) -> bool:
    """Return whether a completion ends where it was about to name its answer.

    Example:
        >>> breaks_off("It is 13. So, the final answer"), breaks_off("13 is the final answer.")
        (True, False)
    """
    return _BREAKS_OFF.search(completion, max(0, len(completion) - _AT_END)) is not None


def says_several(completion: str, prompt: str) -> bool:
    r"""Return whether a completion is more than one sentence or line, without its courtesies.

    Args:
        completion: What the policy wrote.
        prompt: Copies of it inside the completion do not count.

    Example:
        >>> says_several("It is 3.\nThank you!", ""), says_several("We add 3. Then we stop.", "")
        (False, True)
    """
    text = cleaned(completion, prompt)
    return isinstance(text, str) and _SEVERAL.search(text.strip()) is not None


def lists_values(completion: str) -> bool:
    r"""Return whether a completion ends on a list of bare numbers.

    Example:
        >>> lists_values("We get:\n1. 10\n2. 11"), lists_values("1. We get 10.\n2. So 11.")
        (True, False)
    """
    return _BARE_ITEMS.search(completion, max(0, len(completion) - _LONGEST_ITEMS)) is not None


def is_contested(found: Found) -> bool:
    """Return whether the sentence of a stated value bounds it, or names a rival beside it.

    Args:
        found: What a reply asserts, with the sentence that it stands in.
    """
    sentence = found.around[0].replace("＄", "$")
    whole = re.compile(rf"(?<![\d.,]){re.escape(found.text)}(?!\d|[.,]\d)")
    places = list(islice(whole.finditer(sentence), _MOST_PLACES))
    return bool(places) and all(
        _leaves_open(sentence[max(0, one.start() - _AROUND) : one.start()], found.text, after)
        for one in places
        for after in (sentence[one.end() : one.end() + _AROUND],)
    )


def _leaves_open(before: str, value: str, after: str) -> bool:
    """Whether the words around a value make it no answer, or another one."""
    if _is_bounded(before, after) or _is_unsolved(before):
        return True
    return _GROWS.match(_NUMBER.sub("", f"{value}{after}", count=1)) is not None


def has_rival(text: str) -> bool:
    """Return whether a second value in brackets is offered beside the first.

    Example:
        >>> has_rival("72 (or 73)"), has_rival("300 J (or 0.3 kJ)")
        (True, False)
    """
    return _RIVAL.search(text) is not None


def _is_bounded(before: str, after: str) -> bool:
    """Whether the words around a value bound or doubt it, or name another one."""
    if _RIVAL.match(after) or (has_afterthought(after) and not _LIKENED.match(after)):
        return True
    if _GOES_ON.match(after):
        return True
    before = before.rstrip("*_`$\\( ")
    if before.endswith("="):
        return False
    clause = _JOINS.sub(" ", _CLAUSE.sub("", before, count=1))
    return is_bounded(f"{clause} ")


def _is_unsolved(before: str) -> bool:
    """Whether a value is the right side of an equation that is not solved for its letter."""
    if not before.rstrip("*_`$\\( ").endswith("="):
        return False
    if _LET.search(before):
        return True
    left = _STEPS.split(before)[-1].partition("=")[0].rstrip("& ")
    return _UNSOLVED.search(left) is not None


def formula_value(completion: str, found: Found) -> Number | None:
    """Return the number on which a chain of equalities ends that is all of a completion.

    Args:
        completion: What the policy wrote.
        found: Its last formula.
    """
    if "=" not in found.text or len(completion.strip()) - len(found.text) > _FORMULA_MARKS:
        return None
    last = ending(found.text)
    return read_number(last) if last != found.text else None


def leading_number(
    completion: str, prompt: str, read: Callable[[str], Number | None]
) -> tuple[Number, str] | None:
    """Return the number that a completion begins with, where what follows only explains it.

    Args:
        completion: What the policy wrote.
        prompt: Copies of it inside the completion do not count.
        read: How a text that is one number is read.
    """
    text = cleaned(completion, prompt)
    first = leading(text) if isinstance(text, str) else None
    if not isinstance(text, str) or not isinstance(first, Found):
        return None
    behind = text[text.find(first.text) + len(first.text) :]
    if any(doubt(behind, first.text) for doubt in (corrected, beside, taken_back)):
        return None
    number = read(first.text)
    return None if number is None else (number, first.text)
