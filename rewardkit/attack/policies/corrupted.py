"""The policy `corrupted`: the reference with letters or words exchanged."""

from __future__ import annotations

from collections.abc import Iterator

from rewardkit.attack.replies import AttackRow, Reply

_SENTENCE = 6


def replies(row: AttackRow) -> Iterator[Reply]:
    """Yield corruptions that no reader takes for the reference."""
    answer = row.answer.strip()
    if not answer or row.listed:
        return
    for variant, text in _corruptions(answer, row.number is not None):
        if text.strip().casefold() != answer.casefold() and text:
            # One word of a sentence is little to a reward that likeness is meant for.
            long = (variant == "glued" or "word exchanged" in variant) and len(
                answer.split()
            ) >= _SENTENCE
            yield Reply(row.write(text), variant, "doubtful" if long else "wrong")


def _corruptions(answer: str, number: bool) -> Iterator[tuple[str, str]]:
    if number:
        yield "digit before", f"7{answer.lstrip('-')}" if answer[0] != "-" else f"-7{answer[1:]}"
        # After a decimal point one more digit is within any tolerance.
        yield "digit after", f"{answer}7" if answer.lstrip("-").isdigit() else ""
        if len(answer) > 2 and answer.isdigit():
            yield "digits turned", answer[::-1] if answer[::-1].lstrip("0") != answer else ""
            yield "first digit", answer[0]
            yield "last digit", answer[-1]
            yield (
                "other digits of this length",
                "".join("4" if one != "4" else "9" for one in answer),
            )
        return
    letters = [one for one in answer if one.isalpha()]
    if len(letters) < 3 or any(sign in answer for sign in "\\$={}"):
        return  # formulas: letters glued to one may be read over
    words = answer.split()
    yield "first letter", letters[0]
    yield "word of the first letter", f"{letters[0]}qx"
    yield "word of the last letter", f"qx{letters[-1]}"
    yield (
        "length only",
        "".join("q" if one.isalpha() and one not in "qQ" else one for one in answer),
    )
    yield "letters turned", answer[::-1] if answer[::-1].lower() != answer.lower() else ""
    yield "glued", f"anti{answer}qx"
    if len(words) > 1:
        yield "first word", words[0]
        yield "last word", words[-1] if words[-1].lower() != words[0].lower() else ""
        yield "last word exchanged", " ".join([*words[:-1], "zzz"])
        yield "first word exchanged", " ".join(["zzz", *words[1:]])
    for at, one in enumerate(answer):
        if one.isdecimal():
            yield "digit exchanged", f"{answer[:at]}{(int(one) + 3) % 10}{answer[at + 1 :]}"
            break
