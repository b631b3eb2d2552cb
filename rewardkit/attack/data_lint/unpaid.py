"""The fault of a reward that pays no completion of the data at all."""

from __future__ import annotations

from collections.abc import Sequence

from rewardkit.attack.data_lint.findings import Finding, finding
from rewardkit.attack.honest import label_of, reference_text
from rewardkit.attack.replies import Form
from rewardkit.attack.subject import Subject, aim_of
from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown

FEWEST = 8
"""Different completions below which that none is paid may be chance."""
_TINY = 1e-9


def never_paid(
    subject: Subject,
    samples: Sequence[Sample],
    scored: Sequence[Breakdown],
    honest: Sequence[Breakdown],
    form: Form,
) -> list[Finding]:
    """Return the fault where every completion earns the least that the reward pays.

    Where references earn no more in any usual form, one completion is enough: nothing is then
    known to be paid. Of a plain function nothing is the least, unless it reads no reference: that
    may be a penalty.

    Args:
        subject: The reward.
        samples: The rows.
        scored: The results of their completions.
        honest: The results of their references as replies.
        form: The form in which references are paid best.
    """
    aim = aim_of(subject, samples)
    span = subject.reward.range
    values = [one.value for one in scored if one.value is not None]
    least = span.low if span.bounded else None if aim in ("form", "penalty") else 0.0
    if not values or least is None or max(values) > least + _TINY:
        return []
    if all(label_of(sample) is False for sample in samples):
        return []
    paid = [
        one.value
        for sample, one in zip(samples, honest, strict=True)
        if one.value is not None and reference_text(sample).strip()
    ]
    known = aim == "answer" and bool(paid) and max(paid) <= least + _TINY
    if not known and len({sample.text for sample in samples}) < FEWEST:
        return []
    rest = ": nothing is ever paid"
    who = "every completion"
    if paid and max(paid) <= least + _TINY:
        who = "every completion and every reference"
    elif paid:
        rest = f"; the reference in the form {form.name!r} earns up to {max(paid):g}"
    text = f"{who} earns {max(values):g}, the low end{rest}"
    ids = [sample.id or str(at) for at, sample in enumerate(samples)]
    return finding("never_paid", ids, text)
