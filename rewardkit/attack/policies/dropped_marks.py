"""The policy `dropped_marks`: the reference without a sign, point, unit or bracket that decides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rewardkit.attack.meant_numbers import as_number
from rewardkit.attack.replies import AttackRow, Reply

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{1,2})/(\d{1,2})/(\d{4})")
_CLOCK = re.compile(r"(\d{1,2}(?::\d{2})? ?)([aApP]\.?[mM]\.?)")


def replies(row: AttackRow) -> Iterator[Reply]:
    """Yield references whose deciding mark is dropped or turned."""
    answer = row.answer.strip()
    if row.listed:
        return
    for variant, text in _dropped(answer):
        if text and text != answer and _far(answer, text):
            # Among words a dash before a year is punctuation; among numbers it is a sign.
            loose = variant == "minus added" and not _numeric(row)
            yield Reply(row.write(text), variant, "doubtful" if loose else "wrong")


def _numeric(row: AttackRow) -> bool:
    """Return True if most references of the data are numbers."""
    return 2 * sum(as_number(one) is not None for one in row.pool) > len(row.pool)


def _far(answer: str, text: str) -> bool:
    """Return True unless both are numbers that a tolerance of a tenth would join."""
    left, right = as_number(answer), as_number(text)
    return left is None or right is None or abs(left - right) > abs(left) / 10


def _dropped(answer: str) -> Iterator[tuple[str, str]]:
    digits = any(one.isdigit() for one in answer)
    if match := _DATE.fullmatch(answer):
        year, month, day = match[1] or match[6], match[2] or match[4], match[3] or match[5]
        if month != day and int(month) <= 12 and int(day) <= 12:
            turned = f"{year}-{day}-{month}" if match[1] else f"{month}/{day}/{year}"
            yield "day and month turned", turned
    if match := _CLOCK.fullmatch(answer):
        other = {"a": "p", "A": "P", "p": "a", "P": "A"}[match[2][0]] + match[2][1:]
        yield "morning and evening turned", match[1] + other
    number = answer.lstrip("-").replace(".", "").replace(",", "").isdigit()
    if number and answer[0] == "-":
        yield "minus dropped", answer[1:]
    if number and answer[0] != "-" and answer.strip("0."):
        yield "minus added", f"-{answer}"
    if number and "." in answer and answer.replace(".", "").lstrip("-0"):
        yield "point dropped", answer.replace(".", "")
        whole, _, part = answer.partition(".")
        if part.strip("0"):
            yield "decimals dropped", whole or "0"
    if number and "." not in answer and len(answer.lstrip("-")) > 1 and "," not in answer:
        yield "point added", f"{answer[:-1]}.{answer[-1]}" if answer[-1] != "0" else ""
    if digits and "/" in answer:
        yield "slash dropped", answer.replace("/", "")
        top, _, below = answer.partition("/")
        if top.strip().isdigit() and below.strip().isdigit() and top.strip() != below.strip():
            yield "fraction turned", f"{below}/{top}"
    if answer[:1] in "([" and answer[-1:] in ")]" and "," in answer:
        yield (
            "brackets turned",
            {"(": "[", "[": "("}[answer[0]] + answer[1:-1] + ({")": "]", "]": ")"}[answer[-1]]),
        )
    lowered = answer.lower().split()
    if len(lowered) > 1 and lowered[0] in ("not", "no", "non"):
        yield "negation dropped", answer.split(maxsplit=1)[1]
    elif lowered and answer.replace(" ", "").isalpha() and len(answer) > 3:
        yield "negation added", f"not {answer}"
