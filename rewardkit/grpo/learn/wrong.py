"""Proof that a paid completion is wrong, without a label: nothing doubtful counts.

A completion is surely wrong where it does not state the reference at all, nor a number near it; or
where it is paid in full under two references, of which it can state one at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import regex

from rewardkit.attack.honest import Honest
from rewardkit.attack.meant_numbers import as_number
from rewardkit.attack.replies import AttackRow, differ, plain_words

_NUMBER = regex.compile(r"-?(?:\d[\d,]{0,30}(?:\.\d{1,20})?|\.\d{1,20})")
_NEAR = Fraction(1, 50)
_READ = 20_000
# Formulas, fractions and times are written in many ways, so what is not one of them is not known.
_FORMULA = regex.compile(r"\d\s*[/:^*+=]|[\\^=√π{}]")


@dataclass(frozen=True, slots=True)
class Paid:
    """One completion that is paid, with the place of its row."""

    row: int
    text: str


def states(text: str, row: AttackRow) -> bool:
    """Return True if a completion may well state the reference of its row.

    Of a reference that lists parts, one part is enough; of a number, one within two per cent.

    Example:
        >>> from rewardkit.attack.replies import Form
        >>> from rewardkit.data.sample import Sample
        >>> row = AttackRow(Sample(""), "7", (), ("7",), Form("plain"), (), ())
        >>> states("so 7.0", row), states("17", row)
        (True, False)
    """
    answer = row.answer.strip()
    words = f" {plain_words(text[:_READ])} "
    parts = [plain_words(one) for one in regex.split(r"[|;\n]", answer)] if row.listed else []
    known = [one for one in [plain_words(answer), *parts] if one]
    if not known:
        # A reference of signs alone is looked for as it stands.
        return not answer or answer in text
    if any(f" {one} " in words for one in known):
        return True
    number = as_number(answer)
    if number is None:
        return bool(_FORMULA.search(answer)) or _is_option(text, row)
    return any(abs(one - number) <= abs(number) * _NEAR for one in _numbers(text))


def _is_option(text: str, row: AttackRow) -> bool:
    """Return True if a reference is a letter and the completion quotes the prompt's options."""
    said = plain_words(text[:_READ])
    quoted = bool(said) and said in plain_words(row.sample.prompt_text)
    return len(row.answer.strip()) == 1 and quoted


def _numbers(text: str) -> list[Fraction]:
    found = (as_number(one.rstrip(",")) for one in _NUMBER.findall(text[:_READ])[:200])
    return [one for one in found if one is not None]


def says_nothing(text: str, row: AttackRow) -> bool:
    """Return True if a completion states no reference of the data, and so no answer at all."""
    words = f" {plain_words(text[:_READ])} "
    return not any((one := plain_words(answer)) and f" {one} " in words for answer in row.pool)


def other_rows(honest: Honest, row: int, count: int = 3) -> Sequence[AttackRow]:
    """Return rows whose references surely differ, for a completion that is paid on this one."""
    own = honest.rows[row]
    turned = [*honest.rows[row + 1 :], *honest.rows[:row]]
    # A list of parts may well be extended, so that two lists exclude each other in nothing.
    if own.listed:
        return []
    apart = (one for one in turned if one.answer and differ(one.answer, own.answer))
    found: dict[str, AttackRow] = {}
    for one in apart:
        found.setdefault(one.answer, one)
        if len(found) == count:
            break
    return list(found.values())
