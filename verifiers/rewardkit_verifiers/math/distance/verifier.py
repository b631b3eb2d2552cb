"""Pay by distance from the reference answer: for 2 + 2, the reply 5 beats 0, and 0 beats "D"."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from rewardkit import Score, reward
from rewardkit_verifiers.math.distance.closeness import Mode, Pay, payment
from rewardkit_verifiers.math.distance.shapes import Bag, Row, Shape, Span, pay_between, shape_of
from rewardkit_verifiers.math.lib.asked_unit import contradicts_unit, has_other_unit
from rewardkit_verifiers.math.lib.extraction.conventions import Where, plan
from rewardkit_verifiers.math.lib.extraction.extract import extract
from rewardkit_verifiers.math.lib.extraction.found import Missing
from rewardkit_verifiers.math.lib.numbers.final_number import FinalNumber, final_number, is_rounded
from rewardkit_verifiers.math.lib.numbers.reference import number_of_reference, reference_text
from rewardkit_verifiers.math.lib.plain_number import Number, is_doubted
from rewardkit_verifiers.math.lib.unevaluated import to_work_out

# What exact, far and unread default to: the ratio bands keep their published scale.
_BANDED = (5.0, -2.5, -4.5)
_GRADED = (1.0, 0.1, 0.0)
_LONGEST_LINE = 2_000
Bands = tuple[tuple[float, float], ...]
_PUBLISHED: Bands = ((0.1, 2.0), (0.2, 1.5))


def _ends(settings: Mapping[str, Any]) -> tuple[float, float, float]:
    usual = _BANDED if settings["mode"] == "bands" else _GRADED
    given = settings["exact"], settings["far"], settings["unread"]
    exact, far, unread = (
        default if one is None else one for one, default in zip(given, usual, strict=True)
    )
    return exact, far, unread


def _bands(bands: Bands | None, far: float) -> Bands:
    """Return the bands that are asked for, or the published ones with two more behind them.

    The published scale pays everything beyond a fifth alike, so that 5 would be worth no more
    than 0 where 4 is right; half and a quarter of the way up from `far` keep the nearer ahead.
    """
    if bands is not None:
        return bands
    up = _PUBLISHED[-1][1] - far
    return (*_PUBLISHED, (0.5, far + up / 2), (0.9, far + up / 4))


def _range(settings: Mapping[str, Any]) -> tuple[float, float]:
    exact, _, unread = _ends(settings)
    return unread, exact


def _check(settings: Mapping[str, Any]) -> None:
    plan(settings["where"])
    exact, far, unread = _ends(settings)
    if not all(map(math.isfinite, (exact, far, unread))):
        raise ValueError("exact, far and unread must be finite numbers")
    if not (settings["scale"] > 0 and math.isfinite(settings["scale"])):
        raise ValueError(f"scale={settings['scale']!r} must be a finite number above 0")
    # The reciprocal never reaches `far`, so no number is paid as little as none.
    if unread > far or (unread == far and settings["mode"] != "reciprocal"):
        raise ValueError(
            f"unread={unread:g} must be below far={far:g}: a reply that is no number must be paid "
            "less than a wrong number"
        )
    if settings["mode"] != "bands":
        if not far < exact:
            raise ValueError(f"far={far:g} must be below exact={exact:g}")
        return
    steps = [(0.0, exact), *_bands(settings["bands"], far), (math.inf, far)]
    for (width, pay), (wider, less) in pairwise(steps):
        if not width < wider:
            raise ValueError(f"band widths must grow from 0: {wider:g} comes after {width:g}")
        if not pay >= less:
            raise ValueError(
                f"a band of width {wider:g} pays {less:g}, more than the nearer one ({pay:g})"
            )


@reward(range=_range, check=_check)
def distance(
    completion: str,
    answer: object,
    prompt: str = "",
    *,
    mode: Mode = "bands",
    where: Where = "auto",
    exact: float | None = None,
    far: float | None = None,
    unread: float | None = None,
    bands: Bands | None = None,
    scale: float = 1.0,
) -> Score:
    """Pay by the distance of the final number from the reference; closer is never paid less.

    By default for 2 + 2 the reply 4 is paid 5, 5 is paid -0.5, 0 is paid -2.5 and "D" -4.5.
    The scale is that of Unsloth's GRPO notebook: 5 when exact, 2 when the error is at most a
    tenth of the truth, 1.5 at most a fifth, -2.5 further off, -4.5 for no number. Where the
    notebook pays everything beyond a fifth alike, and so tells 5 from 0 no more than 100 from 0,
    two more bands follow here: -0.5 up to a half, -1.5 up to nine tenths. Two faults are mended:
    a truth of 0 has bands too, and a reply that is no number is always paid least.
    `bands=((0.1, 2.0), (0.2, 1.5))` gives the notebook's bands alone.

    Args:
        completion: Holds the number where `where` says.
        answer: The reference: a number, or text such as `"1,234"` or `"-1/2"`.
        prompt: Copies of it inside the completion do not count.
        mode: `bands`, or a smooth closeness between `far` and `exact`: `relative` (1 - error /
            |truth|), `reciprocal` (1 / (1 + error / scale)), `log` (1 / (1 + |ln ratio|)) or
            `digits` (leading digits that agree, of 8).
        where: Preset, convention, tag such as `<a>`, or a list of these.
        exact: Paid for equality: 5 in bands, else 1.
        far: Paid for a number outside every band, or of closeness 0: -2.5 in bands, else 0.1.
        unread: Paid when there is no number: -4.5 in bands, else 0. The low end of the range.
        bands: Pairs of relative width and pay, the nearest first; the default's last two stand
            half and a quarter of the way from `far` up to 1.5.
        scale: The unit of the error: for `reciprocal`, and in every mode for a truth of 0.

    Example:
        >>> [distance.score(completion=text, answer=4).value for text in ("4", "5", "D")]
        [5.0, -0.5, -4.5]
        >>> published = distance(bands=((0.1, 2.0), (0.2, 1.5)))
        >>> [published.score(completion=text, answer=4).value for text in ("4", "5", "D")]
        [5.0, -2.5, -4.5]
        >>> near = distance(mode="reciprocal", far=0, unread=0, scale=2, where="<a>")
        >>> near.score(completion="<a>060</a>", answer=62).value
        0.5
    """
    truth = number_of_reference(answer)
    if truth is None:
        shape = shape_of(reference_text(answer))
        if shape is None:
            return Score.error("bad_answer", f"the reference {str(answer)[:60]!r} has no number")
    gold = reference_text(answer)
    wanted = gold if truth is not None else ""
    found = final_number(completion, where, prompt, rounded=is_rounded(truth), wanted=wanted)
    usual = _BANDED if mode == "bands" else _GRADED
    best = usual[0] if exact is None else exact
    least = usual[1] if far is None else far
    pay = payment(mode, best, least, _bands(bands, least), scale)
    if truth is not None and isinstance(found, FinalNumber):
        if barred := _barred(found, truth, gold, prompt):
            return Score.unparsed(*barred)
        value = pay(found.number, truth)
        seen = {"extracted": found.text[:200], "where": found.where}
        reason = "exact" if value == best else "far" if value == least else "near"
        return Score.ok(value, reason, extra=seen)
    if isinstance(found, Missing) and found.reason not in ("not_a_number", "ambiguous"):
        return Score.unparsed(found.reason, found.detail)
    target = truth if truth is not None else shape
    assert target is not None
    refused = _left_undone(completion, where, prompt, answer, found)
    if refused:
        return Score.unparsed("unevaluated", refused)
    return _of_shapes(completion, where, prompt, target, pay, (best, least), found)


def _barred(number: FinalNumber, truth: Number, gold: str, prompt: str) -> tuple[str, str] | None:
    """Return the reason and detail why a number is no answer to the task, or None."""
    refused = to_work_out(number.read, gold, prompt)
    if refused:
        return "unevaluated", refused
    if prompt and has_other_unit(number.line, gold, prompt):
        return "not_a_number", "a unit that the prompt does not ask for"
    if number.number == truth and contradicts_unit(number.line, gold):
        return "not_a_number", "another unit than that of the reference"
    return None


def _left_undone(
    completion: str, where: Where, prompt: str, answer: object, number: FinalNumber | Missing
) -> str:
    """Say what is left to do in an answer that is no plain number, or return an empty text."""
    found = extract(completion, where, prompt)
    if isinstance(found, Missing) or isinstance(number, FinalNumber):
        return ""
    line = f"{found.around[0]}{found.text}{found.around[1]}"
    return to_work_out(line, reference_text(answer), prompt)


def _of_shapes(
    completion: str,
    where: Where,
    prompt: str,
    truth: Number | Shape,
    pay: Pay,
    ends: tuple[float, float],
    number: FinalNumber | Missing,
) -> Score:
    """Pay an answer or a reference that is more than one plain number."""
    found = extract(completion, where, prompt)
    if isinstance(found, Missing):
        return Score.unparsed(found.reason, found.detail)
    several = isinstance(number, Missing) and number.reason == "ambiguous"
    if found.others and isinstance(number, Missing) and several:
        return Score.unparsed("ambiguous", number.detail)
    # A last number was refused for what stands beside it, so that the whole line is measured.
    line = f"{found.around[0]}{found.text}{found.around[1]}"
    doubted = len(line) < _LONGEST_LINE and (is_doubted(line) or line.rstrip().endswith("?"))
    guess: Number | Shape | None = number.number if isinstance(number, FinalNumber) else None
    if guess is None and not doubted:
        guess = shape_of(line)
    seen = {"extracted": found.text[:200], "where": found.where}
    best, least = ends
    if guess is None and isinstance(number, Missing) and several:
        return Score.unparsed("ambiguous", number.detail, seen)
    if guess is None:
        detail = f"{found.where} holds no number that can be measured: {found.text[:60]!r}"
        return Score.unparsed("not_a_number", detail, seen)
    single = not isinstance(truth, (Row, Bag, Span))
    if single != (not isinstance(guess, (Row, Bag, Span))):
        if single:
            # A list of guesses is no better than none: it must not pay to write many.
            return Score.unparsed("wrong_structure", "several numbers where one is wanted", seen)
        return Score.ok(least, "wrong_structure", "one number where several are wanted", seen)
    if isinstance(guess, (Row, Bag, Span)) and isinstance(truth, (Row, Bag, Span)):
        paid = pay_between(guess, truth, pay, lambda part: least + (best - least) * part)
        if paid is None:
            return Score.ok(least, "wrong_structure", "another number of parts or shape", seen)
    else:
        assert not isinstance(guess, (Row, Bag, Span))
        assert not isinstance(truth, (Row, Bag, Span))
        paid = pay(guess, truth)
    return Score.ok(
        paid, "exact" if paid == best else "near" if paid > least else "far", extra=seen
    )
