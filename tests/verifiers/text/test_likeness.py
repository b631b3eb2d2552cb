"""Translations and summaries get the figures of sacrebleu and rouge-score."""

from __future__ import annotations

from typing import Any

import pytest

from rewardkit_verifiers.text.summary import summary
from rewardkit_verifiers.text.translation import translation

PAIRS = [
    ("Der Hund schläft.", "Der Hund schlief."),
    ("Ein ganz anderer Satz.", "Der Hund schläft im Garten."),
    ("Der Hund schläft im Garten.", "Der Hund schläft im Garten."),
]


@pytest.mark.parametrize(("reply", "reference"), PAIRS)
def test_a_translation_gets_what_sacrebleu_gives(reply: str, reference: str) -> None:
    import sacrebleu

    chrf = sacrebleu.sentence_chrf(reply, [reference]).score / 100
    bleu = sacrebleu.sentence_bleu(reply, [reference]).score / 100
    assert translation.score(completion=reply, answer=reference).value == pytest.approx(chrf)
    found = translation(metric="bleu").score(completion=reply, answer=reference)
    assert found.value == pytest.approx(bleu)


@pytest.mark.parametrize("metric", ["rouge1", "rouge2", "rougeL"])
def test_a_summary_gets_what_rouge_score_gives(metric: Any) -> None:
    from rouge_score.rouge_scorer import RougeScorer

    reply, reference = "Two villages were flooded.", "Rain flooded two small villages."
    wanted = RougeScorer([metric], use_stemmer=True).score(reference, reply)[metric].fmeasure
    found = summary(metric=metric).score(completion=reply, answer=reference)
    assert found.value == pytest.approx(wanted)


def test_a_copy_is_paid_where_the_reference_is_the_copy() -> None:
    row = {"answer": "Taxi", "source": "taxi"}
    assert translation.score(completion="Taxi", **row).value == 1.0
