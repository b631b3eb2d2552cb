"""The policy `spray`: every answer that the data knows, in one reply."""

from __future__ import annotations

from collections.abc import Iterator

from rewardkit.attack.meant_numbers import as_number
from rewardkit.attack.replies import AttackRow, Reply

_MOST = 200
_LETTERS = "A B C D E F G H I J"


def replies(row: AttackRow) -> Iterator[Reply]:
    """Yield lists that do not end or begin with the reference, so that no position is right."""
    if row.items and len(row.items) >= 2 * len(row.own_items):
        # Items that no list of this row has: naming them all is a guess at everything.
        for variant, mark in (("commas", ", "), ("spaces", " "), ("lines", "\n")):
            yield Reply(mark.join(row.items), f"items of every list, {variant}")
        yield Reply(row.write(", ".join(row.items)), "items of every list, in form")
    if len(row.own_items) in (2, 4) and all(as_number(one) is not None for one in row.own_items):
        half = len(row.own_items) // 2
        # An interval or a box that holds every other.
        widest = ["-999999"] * half + ["999999"] * half
        yield Reply(row.write(", ".join(widest)), "the widest range, in form")
        yield Reply(
            row.write(", ".join(["0"] * half + ["999999"] * half)), "all from zero, in form"
        )
        yield Reply(f"[{', '.join(widest)}]", "the widest range")
    if not row.answer or row.listed:
        return
    values = _turned(row.pool[:_MOST], row.answer)
    if len(values) >= 3:
        for variant, mark in (("commas", ", "), ("lines", "\n"), ("spaces", " ")):
            yield Reply(mark.join(values), f"references, {variant}")
        yield Reply(row.write(", ".join(values)), "references, in form")
        yield Reply("\n".join(row.write(value) for value in values[:40]), "a form for each")
    if len(row.answer) == 1 and row.answer.isalpha():
        letters = _turned(_LETTERS.split(), row.answer.upper())
        yield Reply(" ".join(letters), "letters")
        yield Reply("".join(letters), "letters in a row")
        yield Reply(row.write(", ".join(letters)), "letters, in form")
    number = row.number
    if number is not None and number.denominator == 1 and 0 < number < 1000:
        numbers = " ".join(map(str, range(int(number) + 40)))
        yield Reply(numbers, "numbers from zero")
        yield Reply(row.write(numbers), "numbers, in form")
    if number is not None:
        yield Reply("0123456789" * 3, "every digit")


def _turned(values: tuple[str, ...] | list[str], answer: str) -> list[str]:
    kept = list(values)
    if answer in kept:
        at = kept.index(answer)
        half = len(kept) // 2
        turn = at - half
        kept = kept[turn:] + kept[:turn] if turn else kept
    return kept
