"""Full pay: the value from which on a completion counts as paid, and what may be asked of it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from rewardkit.attack.forms import all_forms
from rewardkit.attack.honest import reference_text, with_text
from rewardkit.attack.replaced import with_reference
from rewardkit.attack.replies import Form, differ
from rewardkit.attack.source_words import text_constants
from rewardkit.attack.subject import Subject, as_subject, reads_reference
from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.engine.leaf_calls import waits
from rewardkit.rewards.base import Reward
from rewardkit.rewards.function import FunctionReward

log = logging.getLogger("rewardkit.watch")
TINY = 1e-9
_TRIED = 8
_DEAR = ("judge", "code", "sandbox")


@dataclass(frozen=True, slots=True)
class Standard:
    """What is known about the pay of a reward on this data.

    Attributes:
        full: The value from which on a completion is paid in full; None where it is not known.
        swap: Whether another row's reference may be asked about.
        own: Whether another value of the reply may be asked about: it may where the pay follows
            the reference alone, and not other columns beside it.
        notes: Sentences that say what is not asked, and why.
    """

    full: float | None
    swap: bool = True
    own: bool = True
    notes: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether reference probes can be asked at all."""
        return self.full is not None and (self.swap or self.own)


def is_dear(reward: Reward) -> bool:
    """Return True if one more call of the reward costs much: judges, sandboxes, async leaves."""
    leaves = [part for part in reward.walk() if isinstance(part, FunctionReward)]
    return waits(reward) or any(one.card and one.card.family in _DEAR for one in leaves)


def find_standard(
    reward: Reward, samples: Sequence[Sample], breakdowns: Sequence[Breakdown]
) -> Standard:
    """Return the standard of a reward, from one batch and from references written as replies.

    Full pay is the median pay of references in the form that is paid best, if that is above the
    middle of the range; else the top of the range, if any completion reaches it.

    Args:
        reward: The reward.
        samples: The completions of a batch.
        breakdowns: Their scores.
    """
    subject = as_subject(reward)
    if reason := _not_asked(subject, samples):
        return Standard(_top_reached(reward, breakdowns), swap=False, own=False, notes=(reason,))
    # The completions of a group share their reference; one row of each says more.
    apart = {text: one for one in samples if (text := reference_text(one)).strip()}
    known = list(apart.values())[:_TRIED]
    if is_dear(reward):
        top = _top_reached(reward, breakdowns)
        return Standard(top, own=False, notes=("a dear reward: only whole rows are swapped",))
    forms = _forms(subject, samples)
    best, full = _best(reward, known, forms, breakdowns)
    if full is None:
        return Standard(_top_reached(reward, breakdowns))
    # A hole may pay some of the forms whatever they hold.
    if any(follows_answer(reward, known, form, full) for form in best[:_TRIED]):
        return Standard(full)
    note = "the pay does not follow the answer alone: only whole rows are swapped"
    return Standard(full, own=False, notes=(note,))


def _not_asked(subject: Subject, samples: Sequence[Sample]) -> str:
    if not reads_reference(subject, samples):
        return "no part of the reward reads a reference, so any completion may be paid"
    if not subject.exclusive:
        return "several references may be right for one reply: no reference probes"
    if subject.reward.needs_groups:
        return "the reward compares the completions of a group: no reference probes"
    if not any(reference_text(one).strip() for one in samples):
        return "no row has a reference that a reply could state: no reference probes"
    return ""


def _top_reached(reward: Reward, breakdowns: Sequence[Breakdown]) -> float | None:
    top = reward.range.high
    reached = any(one.value is not None and one.value >= top - TINY for one in breakdowns)
    return top if reward.range.bounded and reached else None


def _forms(subject: Subject, samples: Sequence[Sample]) -> Sequence[Form]:
    # The tags of the policy's own replies are forms too; a task need not name them in its prompt.
    texts = [one.prompt_text for one in samples[:4]]
    texts += list(dict.fromkeys(one.text[:2000] for one in samples))[:4]
    return all_forms(texts, text_constants(subject), [])


def _best(
    reward: Reward,
    samples: Sequence[Sample],
    forms: Sequence[Form],
    breakdowns: Sequence[Breakdown],
) -> tuple[list[Form], float | None]:
    """Return the forms in which references are paid best, and their pay if that is full pay."""
    asked = [with_text(one, form.fill(reference_text(one))) for form in forms for one in samples]
    found = [one.value for one in reward.score_many(asked, cache=None)]
    best: list[Form] = []
    most: float | None = None
    for turn, form in enumerate(forms):
        values = found[turn * len(samples) : (turn + 1) * len(samples)]
        known = [value for value in values if value is not None]
        if 2 * len(known) <= len(values):
            continue
        if most is None or median(known) > most + TINY:
            best, most = [], median(known)
        if median(known) >= most - TINY:
            best.append(form)
    if most is None:
        return best, None
    paid = [one.value for one in breakdowns if one.value is not None]
    span = reward.range
    middle = (span.low + span.high) / 2 if span.bounded else median(paid) if paid else most
    return best, most if most > middle + TINY else None


def follows_answer(reward: Reward, samples: Sequence[Sample], form: Form, full: float) -> bool:
    """Return True if most references lose their pay when the answer alone becomes another row's.

    Where they do not, the reference stands in another column too, and an answer that is changed
    alone proves nothing.
    """
    asked = []
    for turn, sample in enumerate(samples):
        own = reference_text(sample)
        rest = [reference_text(one) for one in [*samples[turn + 1 :], *samples[:turn]]]
        other = next((text for text in rest if differ(text, own)), None)
        changed = None if other is None else with_reference(sample, other)
        if changed is not None:
            asked.append(with_text(changed, form.fill(own)))
    if not asked:
        return False
    values = [one.value for one in reward.score_many(asked, cache=None)]
    kept = sum(value is not None and value >= full - TINY for value in values)
    return 2 * kept <= len(asked)


def reached(standard: Standard, reward: Reward, breakdowns: Sequence[Breakdown]) -> Standard:
    """Return the standard with the top of the range as full pay, once a completion reaches it."""
    if standard.full is not None:
        return standard
    return replace(standard, full=_top_reached(reward, breakdowns))
