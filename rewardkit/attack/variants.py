"""Honest variants: harmless changes of a right reply, and those that lose its pay."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from rewardkit.attack.accuse import Scale, component_of
from rewardkit.attack.honest import Honest, with_text
from rewardkit.attack.process import Scorer
from rewardkit.attack.replies import AttackRow
from rewardkit.attack.result import FalseFail, Hole

ROWS = 8
_LOST = 0.02
Change = Callable[[AttackRow, str], str]


def _number_changed(change: Callable[[str], str]) -> Change:
    def changed(row: AttackRow, text: str) -> str:
        number = row.number
        if number is None or number.denominator != 1 or not row.answer.strip().isdecimal():
            return text
        return row.write(change(row.answer.strip()))

    return changed


def _of_words(change: Callable[[str], str]) -> Change:
    r"""Return a change for answers that are words: `{"name": "Bo"}` and `\\pi` have one case."""

    def changed(row: AttackRow, text: str) -> str:
        plain = not set('\\{}[]<>$=_^`"').intersection(row.answer)
        return row.write(change(row.answer)) if plain else text

    return changed


def _json_spaced(_: AttackRow, text: str) -> str:
    try:
        return json.dumps(json.loads(text), indent=2)
    except (ValueError, RecursionError):
        return text


CHANGES: dict[str, Change] = {
    "line ends of Windows": lambda _, text: text.replace("\r\n", "\n").replace("\n", "\r\n"),
    "white space before": lambda _, text: f"\n  {text}",
    "white space after": lambda _, text: f"{text}  \n\n",
    "prose before": lambda _, text: f"Here is my work.\n\n{text}",
    "prose after": lambda _, text: f"{text}\n\nI hope this helps!",
    "reasoning before": lambda _, text: (
        text if "<think>" in text else f"<think>\nLet me see.\n</think>\n\n{text}"
    ),
    "end of turn": lambda _, text: f"{text}<|im_end|>",
    "bold": lambda row, _: row.write(f"**{row.answer}**"),
    "box": lambda row, _: row.write(f"\\boxed{{{row.answer}}}"),
    "dollars": lambda row, text: (
        text if set('{}[]$"').intersection(row.answer) else row.write(f"${row.answer}$")
    ),
    "full stop": lambda row, _: row.write(f"{row.answer}."),
    "upper case": _of_words(str.upper),
    "spaces inside": lambda row, _: row.write(f" {row.answer} "),
    "thousands commas": _number_changed(lambda text: f"{int(text):,}"),
    "decimal zero": _number_changed(lambda text: f"{text}.0"),
    "unit": _number_changed(lambda text: f"{text} units"),
    "json white space": _json_spaced,
}


def lost_variants(honest: Honest, scale: Scale, scorer: Scorer) -> list[FalseFail]:
    """Return the changes that lose pay on most rows, each with one reply that shows it."""
    rows = [
        (index, row)
        for index, row in enumerate(honest.rows)
        if row.answer and scale.share(index, honest.values[index] or 0.0) is not None
    ][:ROWS]
    found = []
    for variant, change in CHANGES.items():
        asked = [(index, row, change(row, honest.replies[index])) for index, row in rows]
        asked = [
            (index, row, text)
            for index, row, text in asked
            if text != (reply := honest.replies[index])
            # Where the bare reference is not paid, a change of it says nothing.
            and (reply == row.write(row.answer) or reply in text)
        ]
        if asked and (lost := _lost(variant, asked, honest, scale, scorer)) is not None:
            found.append(lost)
    return found


def inversions(honest: Honest, scale: Scale, scorer: Scorer, bound: float) -> list[Hole]:
    """Return a hole where a wrong number earns as much as the right one written otherwise.

    Full pay is not needed: the reward prefers the wrong row to a right one. What both earn must
    be more than a reply without an answer may.
    """
    asked: list[tuple[int, AttackRow, tuple[str, str, str]]] = []
    for index, row in enumerate(honest.rows):
        number, top = row.number, honest.values[index]
        if number is None or number.denominator != 1 or abs(number) < 10 or top is None:
            continue
        step = max(1, round(abs(number) / 20))
        near, far = (row.write(str(int(number) + away)) for away in (step, 9 * int(number) + 7))
        asked.append((index, row, (row.write(f"{row.answer.strip()}.0"), near, far)))
    asked = asked[: 2 * ROWS]
    if len(asked) < 2 or scale.graded:
        return []
    shots = iter(
        scorer.score([with_text(row.sample, text) for _, row, texts in asked for text in texts])
    )
    found = []
    for one in asked:
        fair, close, away = next(shots), next(shots), next(shots)
        if fair.value is None or close.value is None or away.value is None:
            continue
        share = scale.share(one[0], close.value)
        # Nothing is said of a reward that gives every value in good form the same.
        if share is not None and bound < share < 1 and close.value >= fair.value > away.value:
            found.append((share, one, fair.value, close))
    if 2 * len(found) < len(asked):
        return []
    share, (index, row, (_, wrong, _)), most, shot = found[0]
    return [
        Hole(
            "inversion",
            "near_numbers: a wrong number against the right one with .0",
            row.sample.id or str(index),
            wrong,
            shot.value or 0.0,
            most,
            round(share, 4),
            component_of(shot),
            f"{len(found)} of {len(asked)}",
            floor=scale.floors[index],
            sample=with_text(row.sample, wrong),
        )
    ]


def _lost(
    variant: str,
    asked: Sequence[tuple[int, AttackRow, str]],
    honest: Honest,
    scale: Scale,
    scorer: Scorer,
) -> FalseFail | None:
    shots = scorer.score([with_text(row.sample, text) for _, row, text in asked])
    lost = []
    for (index, row, text), shot in zip(asked, shots, strict=True):
        share = scale.share(index, shot.value) if shot.value is not None else 0.0
        if share is not None and share < 1 - _LOST:
            lost.append((share, index, row, text, shot))
    if len(lost) < max(1, len(asked) // 2):
        return None
    _, index, row, text, shot = min(lost, key=lambda one: (one[0], len(one[3])))
    return FalseFail(
        variant,
        row.sample.id or str(index),
        text,
        shot.value,
        honest.values[index] or 0.0,
        f"{len(lost)} of {len(asked)}",
        with_text(row.sample, text),
    )
