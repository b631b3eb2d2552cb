"""The reason codes of the verifiers that ask a judge."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "bad_rival": "The completion to compare with has no content; correct it in the data.",
    "bad_rubric": "The criteria of the row or the settings cannot be read; correct them.",
    "below_floor": "The total of the criteria lies below the floor and was raised to it.",
    "bounded": "The reply gives the reference as a bound, as in `more than 42`.",
    "denied": "The reply says that the reference is not the answer.",
    "different": "The reply was read, and its answer is not the reference.",
    "equal": "The two texts are equal, so that no judge was asked.",
    "group_too_large": "The group has more completions than one question can hold.",
    "half_answer": "The reply says that it does not know a part of the answer.",
    "judge_no_majority": "The judges of a panel do not reach the majority that was asked for.",
    "judge_not_guided": "The server does not enforce the form that this score needs.",
    "label": "The reference stands in the reply only as a label, a count or an item of a list.",
    "no_rubric": "Neither the settings nor the row say what to judge by.",
    "not_asserted": "The reference is only asked about, not given as the answer.",
    "order_disagreement": "The judge prefers another text when their order is exchanged.",
    "other_quantity": "The reply states another quantity made of the reference, as in `twice 42`.",
    "partial_group": "Some completions of the group have no content and were not compared.",
    "reference_absent": "The answer of the reply does not hold the reference.",
    "rejected": "The panel rejects the answer.",
    "several_answers": "The reply gives several answers, or hedges or denies the one it gives.",
    "steps_hold": "No step of the solution that was checked is wrong.",
    "tie": "The judge finds the two texts equally good.",
    "wrong_choice": "The reply chooses another option than the reference.",
    "wrong_step": "A step of the solution is wrong; the detail says which is the first.",
}
