"""All constraints: importing this module declares them."""

from __future__ import annotations

from rewardkit_verifiers.follow.lib import (
    ifbench_counts,
    ifbench_form,
    ifbench_sentences,
    ifbench_tasks,
    ifbench_words,
    ifeval_form,
    ifeval_words,
    iftrain_copy,
    iftrain_form,
    iftrain_words,
)
from rewardkit_verifiers.follow.lib.constraint import find, known_ids

MODULES = (
    ifbench_counts,
    ifbench_form,
    ifbench_sentences,
    ifbench_tasks,
    ifbench_words,
    ifeval_form,
    ifeval_words,
    iftrain_copy,
    iftrain_form,
    iftrain_words,
)

__all__ = ["MODULES", "find", "known_ids"]
