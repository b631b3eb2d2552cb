"""The number that a completion ends with: extraction and reading, one after the other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from rewardkit_verifiers.math.lib.choices import option
from rewardkit_verifiers.math.lib.extraction.conventions import Where, plan
from rewardkit_verifiers.math.lib.extraction.courtesies import without_courtesies
from rewardkit_verifiers.math.lib.extraction.extract import extract
from rewardkit_verifiers.math.lib.extraction.found import Found, Missing
from rewardkit_verifiers.math.lib.extraction.prose.asides import restates
from rewardkit_verifiers.math.lib.extraction.prose.closing import NAME as PROSE
from rewardkit_verifiers.math.lib.extraction.prose.closing import restated
from rewardkit_verifiers.math.lib.extraction.unmarked import numbers_in, without_bold
from rewardkit_verifiers.math.lib.grammar.labels import conclusion, unworded, without_modulus
from rewardkit_verifiers.math.lib.numbers.equalities import last_side
from rewardkit_verifiers.math.lib.numbers.remarks import without_remark
from rewardkit_verifiers.math.lib.numbers.stated import (
    breaks_off,
    formula_value,
    has_rival,
    is_contested,
    leading_number,
    lists_values,
    number_stated,
    order_for,
    says_several,
)
from rewardkit_verifiers.math.lib.plain_number import (
    Number,
    changes_value,
    has_afterthought,
    has_other_value,
    is_bounded,
    read_number,
)
from rewardkit_verifiers.math.lib.sentences import spoken_end, spoken_value
from rewardkit_verifiers.math.lib.spoken import number_word

# Around a number in prose only words may stand: `3!` and `x > 3` are not the number 3.
_PROSE = re.compile(r"[A-Za-z\s,.;:'’\"$€£%*-]*")
# What may introduce the number where only the number was asked for.
_LEAD = re.compile(
    r"(?:\b(?:the|my|our|final|answer|result|solution|value|total|is|are|so|thus|hence|therefore"
    r"|equals|equal|it|of|a|text|textbf|mathbf|remainder|quotient|sum|product|difference|area"
    r"|volume"
    r"|perimeter|length|width|height|distance|speed|average|mean|median|mode|probability|number"
    r"|cost"
    r"|price|profit|there|respuesta|antwort|ergebnis|lautet|ist|resultado|réponse|résultat|est"
    r"|es)\b|[\s:,$*\\{}])*+",
    re.IGNORECASE,
)
# The expected value is 7, her new salary will be 7: up to six words and a verb.
_COPULA = re.compile(
    r"\W*(?:[A-Za-z'’-]{1,20}\s+){1,6}(?:is|are|was|be|equals?|has|have|had|sold|made|takes?"
    r"|needs?)"
    r"[\s:$*]*",
    re.IGNORECASE,
)
_OUT_OF = re.compile(r"\s*(\d{1,9})\s+(?:out of|in every)\s+(\d{1,9})\s*\.?\s*")
_BESIDE = re.compile(
    r"(?:[-+/^<>≤≥≠√∛∜±∓¬!]|[<>!≠]\s{0,4}=|(?<!\*)\*|(?<![A-Za-z'’])[A-Za-z]|\\[A-Za-z]+)\s*$"
)
_CLAUSE_START = re.compile(r".*[.,;:!?=]", re.DOTALL)
_CLAUSE_END = re.compile(r"[.,;:!?](?=\s|$)")
_WORD = re.compile(r"[A-Za-z]{2}")
# 3 of 8, 3 out of 8: not 8.
_PART_OF = re.compile(
    r"\d\s+(?:out\s+)?of\s+(?:the\s+|every\s+)?$|\d\s*,\s*[-+\d.\s]{1,12},\s*$"
    r"|\d\s+(?:hours?|hrs?|h|minutes?|mins?|days?|weeks?|months?|years?|feet|foot|ft|yards?"
    r"|pounds?|lbs?"
    r"|dollars?|degrees?|met(?:er|re)s?|kg)\s+(?:and\s+)?$",
    re.IGNORECASE,
)
# 12, 13 and 12 13: several numbers, of which none is the answer.
_LISTED = re.compile(r"\s*[-+]?\d[\d.]*(?:(?:\s*[,;]\s*|\s+)[-+]?\d[\d.]*)+\s*")
# => 72 and -> 72 point at the answer.
_ARROW = re.compile(r"(?:[=-]>|⇒|→|\\(?:Rightarrow|implies|to))\s*$")
# A question gives no answer: "Is it 10?".
_ASKED = re.compile(r"(?:[^.!?]|\.(?=\d)){0,60}[?？]")
# 72 (48 + 24): the last number stands in a remark on one before it.
_ASIDE = re.compile(r"(.*\d[^()]{0,80}?)\s\([^()]{1,80}\)[\s.!$*]*", re.DOTALL)
_SPOKEN_LEAD = re.compile(
    r"^\W*(?:(?:hence|so|thus|therefore|the answer is|answer)\b\W*)*", re.IGNORECASE
)
_ESTIMATED = re.compile(
    r"\b(?:about|approximately|approx\.?|roughly|around)\s+(?=[$€£−-]?\d+\.\d)|[≈~]\s?(?=\d+\.\d)",
    re.IGNORECASE,
)
# 17です, 17입니다: the verb stands behind the number.
_COPULA_BEHIND = re.compile(
    r"(?<=[\d}$])\s*(?:です|である|となる|になります|입니다|이다|이에요)\s*[。.]?\s*$"
)
_TEXT = re.compile(r"\\text\s?\{\s*([A-Za-z -]{2,60})\s*\}")
# What is only asked: you want to know whether it is 4.
_WHETHER = re.compile(
    r"\b(?:whether|ask(?:s|ed)? (?:if|for|about)|suppose|assum(?:e|ing))\b", re.IGNORECASE
)
_UNMARKED = frozenset(("last_number", PROSE))
# Conventions that may take a sentence with the answer in it.
_SENTENCES = frozenset(("phrase", "A:"))
_LONGEST_WORDS = 80
_LONGEST_PROSE = 2_000


@dataclass(frozen=True, slots=True)
class FinalNumber:
    """A number with the text that holds it and the convention that found the text.

    Attributes:
        number: The number.
        text: What the convention found.
        where: The convention.
        read: All that the number was read from, without a remark behind it.
        line: The line of a last number, else `text`.
    """

    number: Number
    text: str
    where: str
    read: str
    line: str


def final_number(
    completion: str,
    where: Where = "auto",
    prompt: str = "",
    *,
    rounded: bool = False,
    wanted: str = "",
) -> FinalNumber | Missing:
    """Return the one number that a completion gives as its answer, or why there is none.

    Args:
        completion: What the policy wrote.
        where: Preset, convention, tag, or a list of these.
        prompt: Copies of it inside the completion do not count.
        rounded: Whether the reference is a decimal, which an answer may well call approximate.
        wanted: The reference, for whose sort of answer a closing statement is read; without one
            none is read.

    Returns:
        The number; or `Missing`, whose reason may also be `not_a_number` or `ambiguous`.

    Example:
        >>> final_number("<a>062</a>", "<a>").number
        62
        >>> final_number("#### 3 #### 4", "gsm8k").reason
        'ambiguous'
    """
    if rounded:
        completion = _ESTIMATED.sub("", completion)
    order = order_for(completion, where) if wanted else plan(where)
    found = extract(completion, order, prompt, wanted)
    if isinstance(found, Missing):
        return found
    in_line = found.where == "last_number"
    if found.where in _UNMARKED and (spoken := _last_line_in_words(completion)) is not None:
        return spoken
    if in_line and PROSE in order and says_several(completion, prompt):
        return Missing("no_answer", "the last sentences assert no value")
    number = _read_in_line(found) if in_line else _read(found.text, found.where)
    if found.where == PROSE and _leaves_none(found, completion):
        return Missing("not_a_number", f"{found.where} holds a bound: {found.around[0][:60]!r}")
    if number is None and found.where == "concluded":
        # A statement that is no one number leaves the last number of the text.
        others = tuple(name for name in plan(where) if name != "concluded")
        return final_number(completion, others, prompt, rounded=rounded, wanted=wanted)
    if number is None and found.where in _SENTENCES and not has_rival(found.text):
        number = _read(restated(found.text, prompt, wanted) or found.text, PROSE)
    if number is None and found.where == "last_math":
        number = formula_value(completion, found)
    if number is None and found.where == "last_line":
        first = leading_number(completion, prompt, lambda text: _read(text, PROSE))
        if first is not None:
            return FinalNumber(first[0], first[1], "leading", first[1], first[1])
    if number is None:
        several = len(set(_some_numbers(found.text))) > 1
        reason = "ambiguous" if several else "not_a_number"
        held = "more than one number" if several else "what is not one number"
        return Missing(reason, f"{found.where} holds {held}: {found.text[:60]!r}")
    for other in found.others:
        if _read(other, found.where) != number:
            return Missing(
                "ambiguous", f"{found.where} says {other[:30]!r} and then {found.text[:30]!r}"
            )
    line = f"{found.around[0]}{found.text}{found.around[1]}" if in_line else found.text
    read = line if in_line and read_number(found.text) != number else found.text
    return FinalNumber(number, found.text, found.where, without_remark(read) or read, line)


def _leaves_none(found: Found, completion: str) -> bool:
    """Whether what a reply asserts is bounded, one of several, or not the end of it."""
    return is_contested(found) or breaks_off(completion) or lists_values(completion)


def _read(text: str, where: str) -> Number | None:
    if where == PROSE:
        return number_stated(text, lambda said: _read(said, "statement"))
    number = read_number(text)
    if number is not None or len(text) > _LONGEST_PROSE:
        return number
    text = _COPULA_BEHIND.sub("", without_bold(text))
    plain = without_remark(text)
    if plain is None:
        return None
    if plain != text:
        return _read(plain, where)
    if (labelled := option(text)) is not None:
        return _read(labelled[1], where)
    if (implied := conclusion(text)) != text and implied:
        # x(x + 2) = 48 \Rightarrow x = 6 says 6.
        return _read(implied, where)
    if "text" in text and (value := unworded(text)) is not None:
        return read_number(value)
    if "mod" in text and (remainder := without_modulus(text.strip())) is not None:
        return read_number(remainder)
    if "=" in text or "equiv" in text or "≡" in text:
        # `12*3 = 36` holds two numbers more than its answer, all of one value.
        return last_side(text)
    inside = list(_some_numbers(text))
    if not inside:
        return _of_words(text)
    if (ratio := _OUT_OF.fullmatch(text)) is not None and int(ratio[2]):
        return Fraction(int(ratio[1]), int(ratio[2]))
    if len(inside) != 1:
        return None
    before, _, after = text.partition(inside[0])
    if _BESIDE.search(before) or has_other_value(before) or changes_value(after):
        return None
    if is_bounded(before):
        return None
    if where == "boxed" or where[0] == "<":
        # A mark holds the answer alone: an introduction and a unit, no sentence.
        introduced = _LEAD.fullmatch(before) or _COPULA.fullmatch(before)
        return read_number(inside[0] + after) if introduced else None
    if not after.strip() and _LEAD.fullmatch(before):
        return read_number(inside[0])
    return read_number(inside[0]) if _PROSE.fullmatch(f"{before} {after}") else None


def _read_in_line(found: Found) -> Number | None:
    """Read the last number of a text that marks none, unless its line makes it another one."""
    before, after = found.around
    before = _ARROW.sub(" ", before)
    if _ASKED.match(after) or has_afterthought(after):
        return None
    if "(" in after:
        plain = without_remark(f"{found.text}{after}")
        if plain is None:
            return None
        after = plain[len(found.text) :]
    line = f"{before}{found.text}{after}"
    if restates(line):
        return None
    whole = read_number(line)
    if whole is not None:
        return whole
    if _LISTED.fullmatch(line):
        return None
    if "(" in before and (aside := _of_remark(before, found.text, after)) is not None:
        return aside[0]
    clause_before = _CLAUSE_START.sub("", before, count=1)
    exclaimed = after[:1] == "!" and _WORD.search(before) is not None
    end = _CLAUSE_END.search(after)
    clause = after[: end.start()] if end and (after[:1] != "!" or exclaimed) else after
    if _PART_OF.search(before) or _WHETHER.search(clause_before):
        return None
    if _BESIDE.search(before) or is_bounded(clause_before) or changes_value(clause):
        return None
    return read_number(found.text)


def _of_remark(before: str, number: str, after: str) -> tuple[Number | None] | None:
    """Read the number before the brackets that the last one stands in; None for no such brackets.

    `72 (48 + 24)` says 72, and `72 (or 73)` says nothing.
    """
    line = f"{before}{number}{after}"
    match = _ASIDE.fullmatch(line)
    if match is None or match.end(1) > len(before):
        return None
    plain = without_remark(line)
    inside = [] if plain is None else list(_some_numbers(plain))
    if plain is None or not inside:
        return (None,)
    start = plain.rfind(inside[-1])
    around = plain[:start], plain[start + len(inside[-1]) :]
    return (_read_in_line(Found(inside[-1], "last_number", around=around)),)


def is_rounded(reference: Number | None) -> bool:
    """Return whether a reference is a decimal that is no whole number."""
    return isinstance(reference, Decimal) and reference != reference.to_integral_value()


def _last_line_in_words(completion: str) -> FinalNumber | None:
    """Read a last line that is a number in words; digits above it are the working."""
    said = without_courtesies(completion.rstrip())
    line = said[-_LONGEST_WORDS - 1 :].strip().rpartition("\n")[2]
    if any(map(str.isdigit, line)):
        return None
    number = _of_words(line)
    return None if number is None else FinalNumber(number, line, "last_line", line, line)


def _of_words(text: str) -> Number | None:
    """Read a number that is written in words alone, such as `seven` or `three quarters`."""
    if len(text) > _LONGEST_WORDS or not any(map(str.isalpha, text)):
        return None
    text = _TEXT.sub(r"\1", text)
    said = _SPOKEN_LEAD.sub("", text.replace("*", ""))
    if (ended := spoken_end(text)) is not None:
        return read_number(ended)
    if (counted := spoken_value(said)) is not None:
        return read_number(counted)
    spoken = number_word(said)
    if spoken is None and said != text:
        return read_number(said)
    return None if spoken is None else spoken.numerator if spoken.denominator == 1 else spoken


def _some_numbers(text: str) -> list[str]:
    found: list[str] = []
    for one in numbers_in(text[:_LONGEST_PROSE]):
        found.append(one.strip())
        if len(found) > 8:
            break
    return found
