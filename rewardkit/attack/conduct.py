"""Conduct: errors that a reply causes, chance, state, order, batch, failures hidden in numbers."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from time import monotonic

from rewardkit.attack.accuse import Trial
from rewardkit.attack.elsewhere import SEEDS, place_of, values_elsewhere
from rewardkit.attack.honest import Honest, with_text
from rewardkit.attack.process import OutOfTime, Scorer, Shot
from rewardkit.attack.replaced import without_reference
from rewardkit.attack.result import Conduct
from rewardkit.attack.source_words import swallows_everything
from rewardkit.attack.subject import Subject
from rewardkit.data.sample import Sample
from rewardkit.rewards.base import Composite

SLOW = 2.0
"""Seconds of processor time from which on one short reply is slow."""
_FAULTS = {
    "exception": "raises",
    "not_finite": "not_finite",
    "out_of_range": "out_of_range",
    "bad_return": "bad_return",
    "no_value": "bad_return",
    "wrong_length": "bad_return",
    "hung": "hangs",
    "died": "ends_process",
}
_NOISE = "zzz qqq"
_SAME = 24


def watch(
    subject: Subject,
    honest: Honest,
    trials: Sequence[Trial],
    scorer: Scorer,
    left: Callable[[float], bool],
) -> tuple[list[Conduct], list[str]]:
    """Return the faults of behaviour, and notes."""
    found = list(_errors(honest, trials))
    found += _outside(subject, honest, trials)
    notes = _unpaid(honest)
    if left(0.75):
        found += _in_time(_repeated(subject, honest, trials, scorer))
    if left(0.75):
        found += _in_time(_without_reference(subject, honest, scorer))
    if not any(one.kind == "hangs" for one in found):
        slow = list(_in_time(_slow_trials(honest, trials, scorer)))
        found += slow if slow or not left(0.75) else _in_time(_stress(honest, scorer))
    return found, notes


def never_answers(scorer: Scorer) -> Conduct:
    """Return the fault of a reward that hangs before any honest reply is scored."""
    text = scorer.hung.text if scorer.hung is not None else ""
    label = (scorer.hung.id if scorer.hung is not None else None) or ""
    rest = "and no other reply got one" if scorer.answered == 0 else "while honest replies ran"
    detail = f"no result after {scorer.timeout:.3g} s, {rest} ({scorer.hangs} replies hung)"
    return Conduct("hangs", detail, label, text)


def _in_time(found: Iterable[Conduct]) -> Iterator[Conduct]:
    """Yield what is found until the time is over."""
    try:
        yield from found
    except OutOfTime:
        return


def _unpaid(honest: Honest) -> list[str]:
    known = [shot for shot in honest.shots if shot.value is not None]
    if not known and honest.shots:
        one = honest.shots[0]
        return [f"no honest reply has a number: {one.status} {one.code} {one.detail}".strip()]
    return []


def _errors(honest: Honest, trials: Sequence[Trial]) -> Iterator[Conduct]:
    """Yield one finding for each way in which a reply turns itself into an error."""
    groups: dict[str, list[Trial]] = defaultdict(list)
    for trial in trials:
        fair = honest.shots[trial.row]
        if trial.shot.value is not None or fair.value is None:
            continue
        if kind := _FAULTS.get(trial.shot.code):
            groups[kind].append(trial)
        elif trial.shot.code == "returned_none":
            groups["abstains"].append(trial)
    for fair, row in zip(honest.shots, honest.rows, strict=True):
        if fair.code in ("not_finite", "out_of_range", "hung", "died"):
            yield Conduct(
                _FAULTS[fair.code], fair.detail, row.sample.id or "", row.write(row.answer)
            )
            break
    for kind, group in groups.items():
        one = min(group, key=lambda trial: len(trial.reply.text))
        texts = len({trial.reply.text for trial in group})
        detail = f"{one.shot.detail or one.shot.code} ({texts} replies, such as {one.policy})"
        yield Conduct(kind, detail, honest.rows[one.row].sample.id or "", one.reply.text)


def _outside(subject: Subject, honest: Honest, trials: Sequence[Trial]) -> Iterator[Conduct]:
    stated = subject.stated
    if stated is None:
        return
    shots = [(trial.row, trial.reply.text, trial.shot) for trial in trials]
    shots += [
        (row, text, shot)
        for row, (text, shot) in enumerate(zip(honest.replies, honest.shots, strict=True))
    ]
    for row, text, shot in shots:
        if shot.value is not None and not stated.low - 1e-9 <= shot.value <= stated.high + 1e-9:
            yield Conduct(
                "out_of_range",
                f"returned {shot.value:g}, outside {stated}, which its docstring or the usual range"
                " of a plain function says",
                honest.rows[row].sample.id or "",
                text,
            )
            return


def _repeated(
    subject: Subject, honest: Honest, trials: Sequence[Trial], scorer: Scorer
) -> Iterator[Conduct]:
    """Score the same replies again: in the same process, a fresh one, backwards, as one batch."""
    parts = subject.reward.walk()
    if any(isinstance(one, Composite) and one.options.get("by") == "running" for one in parts):
        return  # a running normaliser keeps a state by design
    step = max(1, len(trials) // _SAME)
    samples = [
        with_text(row.sample, text)
        for row, text in zip(honest.rows[:_SAME], honest.replies[:_SAME], strict=True)
    ]
    samples += [
        with_text(honest.rows[one.row].sample, one.reply.text) for one in trials[::step][:_SAME]
    ]
    changed = scorer.score(samples[:4], traced=True)
    if (at := next((at for at, shot in enumerate(changed) if shot.changed), None)) is not None:
        detail = "the call changes the columns or the reference of its sample"
        yield Conduct("changes_input", detail, samples[at].id or "", samples[at].text)
    scorer.stop()
    first = scorer.score(samples)
    again = scorer.score(samples)
    if subject.chancy:
        yield from _by_chance(honest, scorer)
        return
    if (odd := _unlike(first, again)) is not None:
        scorer.stop()
        fresh = scorer.score(samples)
        same = _unlike(first, fresh) is None
        yield _differs("keeps_state" if same else "nondeterministic", samples, first, again, odd)
        return
    scorer.stop()
    backwards = scorer.score(samples[::-1])[::-1]
    if (odd := _unlike(first, backwards)) is not None:
        yield _differs("depends_on_order", samples, first, backwards, odd)
        return
    for other in _elsewhere(subject, samples, scorer):
        if (odd := _unlike(first, other)) is not None:
            yield _differs("depends_on_process", samples, first, other, odd)
            return
    if not subject.reward.needs_groups:
        together = scorer.score(samples, together=True)
        if (odd := _unlike(first, together)) is not None:
            yield _differs("depends_on_batch", samples, first, together, odd)


def _elsewhere(
    subject: Subject, samples: Sequence[Sample], scorer: Scorer
) -> Iterator[Sequence[Shot]]:
    """Yield the results of other interpreters, each with a hash seed of its own."""
    place = place_of(subject)
    for seed in SEEDS if place else ():
        rest = scorer.deadline - monotonic()
        values = values_elsewhere(place or "", subject, samples, seed, rest) if rest > 0 else None
        if values is None:
            return
        yield [Shot(value, "ok" if value is not None else "none") for value in values]


def _by_chance(honest: Honest, scorer: Scorer) -> Iterator[Conduct]:
    """Yield a finding for a reward declared as not deterministic that prefers nothing."""
    right = [
        with_text(row.sample, text)
        for row, text in zip(honest.rows, honest.replies, strict=True)
        if row.answer
    ][:_SAME]
    blank = [with_text(sample, _NOISE) for sample in right]
    means = []
    values: list[float] = []
    for samples in (right, blank):
        found = [one.value for _ in range(4) for one in scorer.score(samples)]
        known = [value for value in found if value is not None]
        if not known:
            return
        means.append(math.fsum(known) / len(known))
        values += known
    if means[0] - means[1] <= 0.25 * (max(values) - min(values)):
        detail = f"right replies get {means[0]:.3g} on average, noise {means[1]:.3g}"
        yield Conduct("pays_by_chance", detail, right[0].id or "", right[0].text)


def _unlike(one: Sequence[Shot], other: Sequence[Shot]) -> int | None:
    for index, (left, right) in enumerate(zip(one, other, strict=True)):
        if (left.value is None) != (right.value is None):
            return index
        if (
            left.value is not None
            and right.value is not None
            and not math.isclose(left.value, right.value, rel_tol=1e-9, abs_tol=1e-9)
        ):
            return index
    return None


def _differs(
    kind: str, samples: Sequence[Sample], one: Sequence[Shot], other: Sequence[Shot], at: int
) -> Conduct:
    detail = f"the same reply got {_shown(one[at])} and then {_shown(other[at])}"
    return Conduct(kind, detail, samples[at].id or "", samples[at].text)


def _shown(shot: Shot) -> str:
    return shot.status if shot.value is None else f"{shot.value:g}"


def _without_reference(subject: Subject, honest: Honest, scorer: Scorer) -> Iterator[Conduct]:
    """Yield the number that a row without a readable reference gets, where it is full pay."""
    index = next((at for at, row in enumerate(honest.rows) if row.answer), None)
    if index is None or honest.values[index] is None:
        return
    row, top = honest.rows[index], honest.values[index] or 0.0
    broken = [None, "", float("nan")]
    # Of the reference's own kind: an empty set of numbers equals that of a reply without any.
    wrong = row.wrong(1)
    noise = with_text(row.sample, row.write(wrong[0] if wrong else _NOISE))
    shots = scorer.score([without_reference(noise, value) for value in broken])
    low = scorer.score([noise])[0]
    for value, shot in zip(broken, shots, strict=True):
        if shot.value is None or low.value is None or low.value >= top - 1e-9:
            continue
        if shot.value >= top - 1e-9 and shot.value > low.value:
            yield Conduct(
                "missing_reference_paid",
                f"with the reference {value!r} a wrong reply is paid {shot.value:g}",
                row.sample.id or "",
                noise.text,
            )
            return
    broad = [function for function in subject.functions if swallows_everything(function)]
    if broad:
        yield from _swallowed(subject, honest, index, scorer)


def _swallowed(subject: Subject, honest: Honest, index: int, scorer: Scorer) -> Iterator[Conduct]:
    row = honest.rows[index]
    right = with_text(row.sample, honest.replies[index])
    asked = [right, without_reference(right, None), without_reference(right, "")]
    asked.append(without_reference(right, {"no": "text"}))
    shots = scorer.score(asked, traced=True)
    low = scorer.score([with_text(row.sample, row.write(_NOISE))])[0]
    for turn, (sample, shot) in enumerate(zip(asked, shots, strict=True)):
        if shot.value is None or not shot.swallowed:
            continue
        if turn == 0 and (low.value is None or shot.value > low.value):
            continue  # an exception on the way to full pay is a second way to read, no failure
        what = "an honest reply" if turn == 0 else f"the reference {sample.answer!r}"
        yield Conduct(
            "hidden_failure",
            f"{shot.swallowed} is caught and becomes {shot.value:g}, for {what}",
            row.sample.id or "",
            sample.text,
        )
        return


def _slow_trials(honest: Honest, trials: Sequence[Trial], scorer: Scorer) -> Iterator[Conduct]:
    """Yield the reply of a policy that took longest, where it takes very long twice."""
    slow = [trial for trial in trials if trial.shot.seconds > SLOW]
    usual = sorted(trial.shot.seconds for trial in trials)[len(trials) // 2] if trials else 0.0
    if not slow or usual > SLOW / 4:
        return  # none, or a reward that is slow for every reply
    one = max(slow, key=lambda trial: trial.shot.seconds)
    row = honest.rows[one.row]
    again = scorer.score([with_text(row.sample, one.reply.text)])[0]
    if again.status == "hung" or again.seconds > SLOW:
        detail = f"a reply of {len(one.reply.text)} characters takes more than {SLOW:g} s"
        yield Conduct("slow", detail, row.sample.id or "", one.reply.text)


def _stress(honest: Honest, scorer: Scorer) -> Iterator[Conduct]:
    """Yield short replies on which the reward takes very long."""
    row = next((one for one in honest.rows if one.answer), honest.rows[0])
    before = row.form.before
    texts = [text for bad in _EVIL for text in (bad, row.write(bad), before + bad)]
    texts += ["a" * 8000, "(" * 2000, "<answer>" * 800, "\\frac{" * 800, "9" * 4000]
    texts += [row.write(text) for text in ("10^10^10", "9**9**9**9", "2^(2^(2^(2^(2^2))))")]
    patience, scorer.timeout = scorer.timeout, min(scorer.timeout, 6.0)
    before_hangs, scorer.hangs = scorer.hangs, 0
    try:
        for start in range(0, len(texts), 8):
            some = list(dict.fromkeys(texts[start : start + 8]))
            shots = scorer.score([with_text(row.sample, text) for text in some])
            for text, shot in zip(some, shots, strict=True):
                if shot.status == "hung" or shot.seconds > SLOW:
                    again = scorer.score([with_text(row.sample, text)])[0]
                    if again.status == "hung" or again.seconds > SLOW:
                        detail = (
                            f"a reply of {len(text)} characters takes more than "
                            f"{min(SLOW, scorer.timeout):g} s"
                        )
                        yield Conduct("slow", detail, row.sample.id or "", text)
                        return
                if shot.status == "died":
                    yield Conduct("ends_process", shot.detail, row.sample.id or "", text)
                    return
                if shot.code == "exception":
                    yield Conduct("raises", shot.detail, row.sample.id or "", text)
                    return
    finally:
        scorer.timeout = patience
        scorer.hangs += before_hangs


_EVIL = (
    "a" * 48 + "!",
    "1" * 48 + "x",
    " " * 48 + "x",
    "a " * 28 + "!",
    "1," * 28 + "x",
    "ab" * 24 + "\n!",
    "<a>" * 28,
    "a." * 28 + "!",
    "0" * 40 + "." + "0" * 40 + "x",
)
