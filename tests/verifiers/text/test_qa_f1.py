"""text/qa_f1: the numbers of the evaluation script of SQuAD 1.1."""

from __future__ import annotations

import re
import string
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.text.qa_f1 import qa_f1
from rewardkit_verifiers.text.qa_f1.verifier import f1, normalize_answer

TEXTS = st.text("abcthen .,'A", max_size=30)


def published_f1(prediction: str, ground_truth: str) -> float:
    """The formula of the published script, step by step."""

    def normal(text: str) -> str:
        kept = "".join(char for char in text.lower() if char not in set(string.punctuation))
        return " ".join(re.sub(r"\b(a|an|the)\b", " ", kept).split())

    said, wanted = normal(prediction).split(), normal(ground_truth).split()
    same = sum((Counter(said) & Counter(wanted)).values())
    if same == 0:
        return 0.0
    precision, recall = 1.0 * same / len(said), 1.0 * same / len(wanted)
    return (2 * precision * recall) / (precision + recall)


@given(TEXTS, TEXTS)
def test_f1_is_that_of_the_published_script(prediction: str, truth: str) -> None:
    assert f1(prediction, truth) == published_f1(prediction, truth)


@given(TEXTS, TEXTS)
def test_exact_match_compares_normalised_texts(prediction: str, truth: str) -> None:
    found = qa_f1(metric="exact").score(completion=prediction, answer=truth)
    if found.status == "ok":
        assert found.value == float(normalize_answer(prediction) == normalize_answer(truth))


@given(st.lists(TEXTS.filter(str.strip), min_size=1, max_size=4), TEXTS)
def test_the_best_reference_counts(truths: list[str], prediction: str) -> None:
    found = qa_f1.score(completion=prediction, answer=truths)
    if found.status == "ok":
        assert found.value == max(published_f1(prediction, truth) for truth in truths)
