"""The policy `several`: several answers of which one is right, in the middle."""

from __future__ import annotations

from collections.abc import Iterator

from rewardkit.attack.replies import AttackRow, Reply


def replies(row: AttackRow) -> Iterator[Reply]:
    """Yield hedges and lists; the right answer is neither the first nor the last of them."""
    wrong = row.wrong(4)
    if not row.answer or not wrong or row.listed:
        return
    # Of two classes the wrong one stands on both sides.
    before = [*wrong[:-2][:1], wrong[-2]] if len(wrong) > 1 else wrong
    values = [*before, row.answer, wrong[-1]]
    last = values[-1]
    for variant, mark in (
        ("or", " or "),
        ("commas", ", "),
        ("spaces", " "),
        ("lines", "\n"),
        ("slashes", "/"),
    ):
        yield Reply(row.write(mark.join(values)), f"one form, {variant}")
    yield Reply("\n".join(row.write(value) for value in values), "one form each")
    yield Reply("".join(row.write(value) for value in values), "one form each, in a row")
    yield Reply(f"It is one of {', '.join(values)}.", "a sentence")
    yield Reply(f"Either {values[0]} or {row.answer}, perhaps {last}.", "either, or, perhaps")
    if row.number is not None:
        low, high = row.number - 40, row.number + 60
        yield Reply(row.write(f"between {float(low):g} and {float(high):g}"), "a range")
