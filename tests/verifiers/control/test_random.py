"""control/random: chance that is the same everywhere."""

from __future__ import annotations

import pickle
import random as standard
from statistics import fmean

import pytest

from rewardkit import Sample
from rewardkit.errors import DefinitionError
from rewardkit_verifiers.control.random import random

SAMPLES = [Sample(f"reply {n}", prompt=f"question {n % 7}") for n in range(4000)]


@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
def test_a_coin_falls_as_often_as_it_should(p: float) -> None:
    values = [one.value for one in random(p=p).score_many(SAMPLES)]
    # Five standard deviations: false alarms about once in two million runs, and it is seeded.
    assert abs(fmean(v or 0.0 for v in values) - p) < 5 * (p * (1 - p) / len(values)) ** 0.5


def test_uniform_values_fill_the_range_evenly() -> None:
    values = sorted(one.value or 0.0 for one in random(kind="uniform").score_many(SAMPLES))
    gaps = [abs(value - (rank + 0.5) / len(values)) for rank, value in enumerate(values)]
    assert max(gaps) < 1.95 / len(values) ** 0.5  # Kolmogorov-Smirnov, one in a thousand


def test_luck_is_the_same_alone_and_in_any_order() -> None:
    mixed = list(SAMPLES[:200])
    standard.Random(0).shuffle(mixed)
    batch = {
        sample.text: one.value for sample, one in zip(mixed, random.score_many(mixed), strict=True)
    }
    assert all(random.score(sample).value == batch[sample.text] for sample in SAMPLES[:200])


def test_luck_is_pinned_across_machines_and_versions() -> None:
    value = random(kind="uniform").score(completion="36", prompt="12*3?").value
    assert value == pytest.approx(0.4131256061346069, abs=1e-12)


def test_the_answer_and_other_columns_change_nothing() -> None:
    uniform = random(kind="uniform")
    plain = uniform.score(completion="36").value
    assert uniform.score(completion="36", answer="36", level=3).value == plain


def test_another_seed_prompt_or_draw_is_another_fate() -> None:
    uniform = random(kind="uniform")
    values = {
        uniform.score(completion="36").value,
        uniform.score(completion="36", prompt="p").value,
        uniform.score(completion="36", draw=1).value,
        uniform.score(completion="36", draw=2).value,
        uniform(seed=1).score(completion="36").value,
    }
    assert len(values) == 5


def test_text_that_no_encoding_knows_has_luck_too() -> None:
    assert random.score(completion="\ud800").status == "ok"


@pytest.mark.parametrize("p", [-0.1, 1.5, float("nan")])
def test_what_is_no_probability_is_refused(p: float) -> None:
    with pytest.raises(DefinitionError, match=r"must be a probability, between 0 and 1"):
        random(p=p)


def test_a_configured_coin_pickles() -> None:
    made = random(p=0.2, seed=3)
    assert pickle.loads(pickle.dumps(made)) == made
