"""Other values behind a marked answer: one that takes its place, or that stands beside it."""

from __future__ import annotations

import re
from fractions import Fraction

from rewardkit_verifiers.math.lib.extraction.behind import CLOSERS
from rewardkit_verifiers.math.lib.extraction.redone import redone

_WINDOW = 300
_MOST = 4
_VALUE = r"[$*]*\\?\$?(?P<value{0}>-?(?:\d[\d,]*\.?\d*(?:/\d+)?|\.\d+)(?<![.,]))(?:\\?%)?[$*]*"
_ENDS = r"(?=[ \t]*[)\]*_]*[ \t]*(?:[.!?;,](?!\d)|\n|$))"
_IT = (
    r"(?:it|that|this|x|the (?:correct |right |final |actual |real |true )?(?:answer|result|value"
    r"|solution|number|total))"
)
_CUE = (
    r"(?:no|nope|wait|actually|sorry|oops|whoops|ah|oh|hmm+|edit|update|correction|corrected"
    r"|however"
    r"|(?:or )?rather|i mean|i meant|hold on|my (?:bad|mistake)|(?:scratch|strike|make) that"
    r"|on second thoughts?|(?:up)?on (?:further |closer |a second )?(?:review|reflection"
    r"|inspection|look)"
    r"|after (?:double-?|re-?)?(?:check|comput|calculat|review)ing(?: it| that| this| again)?"
    r"|re-?(?:check|comput|calculat|do)ing(?: it| that| this)?|let me correct (?:that|this|it"
    r"|myself)"
    r"|i(?:['’]ll| will| must) correct (?:that|this|it|myself)|but)"
)
_GLUE = (
    rf"(?:{_IT}\s*(?:is|was|['’]s|should (?:have been|be)|must be|has to be|comes to|equals)"
    r"|should be|must be|(?:i|we) (?:now )?(?:get|got|find|obtain)|gives?|yields?)"
)
_START = r"(?:^(?:-\s)?|[.!?;:…,()—–\n]|\s-|→|=>)[\s*_($}]*"
# Sorry, I miscounted: it is 5.
_RECOUNT = (
    rf"(?:actually|wait|hold on|no|sorry|oops"
    rf"|but)\b[^.!?\n\d]{{3,60}}(?:\d[^.!?\n\d]{{1,30}})?[,:]\s*(?:so\s+)?"
    rf"{_IT}\s*(?:is|['’]s|should be|must be)\s+"
)
# No, it is 5; oops, 5; it should be 5; not 4 but 5.
_CORRECTION = re.compile(
    rf"{_START}(?:(?:{_CUE}\b[\s,.:;!…–—]*(?:-\s+)?){{1,4}}(?:(?:{_GLUE}\s+(?:actually |really "
    rf"|exactly )?)"
    + _VALUE.format("_a")
    + rf"(?:\s[a-z]{{1,12}})?{_ENDS}|"
    + _VALUE.format("_b")
    + rf"{_ENDS})|(?:{_IT} |the )?(?:should|must) (?:actually |really )?(?:have been|be) "
    + _VALUE.format("_c")
    + rf"{_ENDS}|not \S{{1,20}},? but (?:rather )?"
    + _VALUE.format("_d")
    + rf"{_ENDS}|{_RECOUNT}"
    + _VALUE.format("_e")
    + rf"(?:\s[a-z]{{1,12}})?{_ENDS})",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    rf"{_START}(?:(?:so )?(?:or|alternatively|perhaps|maybe|possibly)\b[,\s]+(?:(?:is it|it is"
    rf"|it['’]s"
    r"|maybe|perhaps|possibly|even|it (?:could|might|may) be|else)\s+)?"
    + _VALUE.format("_a")
    + rf"{_ENDS}|(?:or )?it (?:could|might|may) (?:also |well |instead |just as well )*be "
    + _VALUE.format("_b")
    + r"(?: instead| as well| too)?"
    + rf"{_ENDS}|(?:another|the other|a second|one more) (?:possible )?(?:answer|solution|value"
    rf"|possibility|root) (?:is|would be) "
    + _VALUE.format("_c")
    + rf"{_ENDS}|(?:and |but )?"
    + _VALUE.format("_d")
    + r" (?:is|works|would be|could be|might be) (?:also|another|an alternative|possible|too)\b"
    r"(?: an?| the)?(?: possible| correct| valid| right)?(?: answer| solution| possibility| value)?"
    + rf"{_ENDS}|both \S{{1,20}} and "
    + _VALUE.format("_e")
    + r" (?:work|are (?:possible|solutions|correct|right|valid|answers)))",
    re.IGNORECASE,
)
# Right behind the answer: 4 or 5, 4 and 5.
_JOINED = re.compile(
    r"(?:[ \t`\"*_}]|\$|\\[)\]]|</\w{1,20}>)*,?\s*(?:or|and|,)\s+(?:(?:maybe|perhaps|possibly"
    r"|even)\s+)?" + _VALUE.format("_a") + _ENDS,
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?(?:/\d+)?")
_CLOSE = Fraction(1, 100)


def corrected(behind: str, answer: str) -> tuple[str, int] | None:
    """Return the last value that takes the place of an answer, with where it ends, or None.

    Args:
        behind: The text behind the answer.
        answer: The answer as it is written.

    Example:
        >>> corrected(". No, it is 5.", "4"), corrected(". Yes, 4.", "4")
        (('5', 13), None)
    """
    found: tuple[str, int] | None = None
    begin = CLOSERS.match(behind)
    start = begin.end() if begin is not None else 0
    window = behind[start:_WINDOW]
    for count, match in enumerate(_CORRECTION.finditer(window)):
        if count >= _MOST:
            break
        value = _value(match)
        # A correction back to the answer is one too; the answer in another form is none.
        same = found is None and value != answer and _alike(value, answer)
        found = None if same else (value, start + match.end())
    if found is None and (again := redone(window)) is not None and not _alike(again[0], answer):
        return again[0], start + again[1]
    return found


def beside(behind: str, answer: str) -> tuple[str, ...]:
    """Return values behind an answer that are offered as well.

    Example:
        >>> beside(", or 5.", "4"), beside(". Another solution is 5.", "4"), beside(" apples.", "4")
        (('5',), ('5',), ())
    """
    window = behind[:_WINDOW]
    values = [_value(match) for match in _BESIDE.finditer(window)][:_MOST]
    if (joined := _JOINED.match(window)) is not None:
        values.append(_value(joined))
    return tuple(dict.fromkeys(value for value in values if not _alike(value, answer)))


def _value(match: re.Match[str]) -> str:
    return next(text for name, text in match.groupdict().items() if text is not None)


def _alike(value: str, answer: str) -> bool:
    """Whether a value may be the answer in another form: equal, or a decimal close to it."""
    answer = answer.rpartition("=")[2].strip("$* ")
    if value == answer:
        return True
    one, other = _number(value), _number(answer)
    if one is None or other is None:
        return "." in value
    if "." in value or "." in answer:
        return abs(one - other) <= _CLOSE * max(abs(one), abs(other))
    return one == other


def _number(text: str) -> Fraction | None:
    if len(text) > 40 or not _PLAIN.fullmatch(text):
        return None
    try:
        return Fraction(text.replace(",", "").replace("−", "-"))
    except (ValueError, ZeroDivisionError):
        return None
