"""How alike are two texts, by a measure of OpenAI's `text_similarity`?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal

from rapidfuzz import fuzz

from rewardkit import Sample, Score, reward
from rewardkit.errors import MissingExtra
from rewardkit_verifiers.grader.lib.templates import NoValue, check_template, filled

Metric = Literal[
    "fuzzy_match", "bleu", "gleu", "meteor", "rouge_1", "rouge_2", "rouge_3", "rouge_4", "rouge_5",
    "rouge_l",
]  # fmt: skip
# The measures take time in proportion to the product of both lengths.
LONGEST = 20_000


def _check(settings: Mapping[str, Any]) -> None:
    check_template(settings["input"])
    check_template(settings["reference"])


@reward(check=_check)
def text_similarity(
    sample: Sample,
    *,
    input: str = "{{ sample.output_text }}",
    reference: str = "{{ item.answer }}",
    metric: Metric = "fuzzy_match",
    fuzzy: Literal["ratio", "token_sort", "token_set", "weighted"] = "ratio",
) -> Score:
    """Pay a text the more, the more it is like the reference; of words, never of meaning.

    Args:
        sample: The sample.
        input: A template, usually of the reply.
        reference: A template, usually of the row.
        metric: `fuzzy_match` (rapidfuzz), `bleu` (sacrebleu, one sentence), `gleu` and `meteor`
            (nltk, over words between blanks), `rouge_1` to `rouge_5` and `rouge_l` (rouge-score,
            F-measure without stemming).
        fuzzy: The function of rapidfuzz for `fuzzy_match`. OpenAI does not say which one it uses;
            `ratio` is the strictest.

    Returns:
        0 to 1. A text of more than 20,000 characters is unparsed, an empty or such a long
        reference an error.

    Example:
        >>> text_similarity.score(completion="Pariss", answer="Paris").value
        0.909...
    """
    try:
        wanted = filled(reference, sample)
        given = filled(input, sample)
    except NoValue as none:
        return none.score
    if not wanted.strip() or len(wanted) > LONGEST:
        return Score.error("bad_answer", f"the reference has {len(wanted)} characters")
    if len(given) > LONGEST:
        return Score.unparsed("too_long", f"{len(given)} characters; at most {LONGEST} are read")
    try:
        measure = _fuzzy_match(fuzzy) if metric == "fuzzy_match" else _measure(metric)
        value = measure(given, wanted)
    except MissingExtra as error:
        return Score.error("missing_metric", str(error))
    return Score.ok(min(1.0, max(0.0, value)))


def _fuzzy_match(name: str) -> Any:
    function = {
        "ratio": fuzz.ratio,
        "token_sort": fuzz.token_sort_ratio,
        "token_set": fuzz.token_set_ratio,
        "weighted": fuzz.WRatio,
    }[name]
    return lambda given, wanted: function(given, wanted) / 100


@lru_cache
def _measure(metric: str) -> Any:
    """Return the measure of a name; its package is imported at first use."""
    try:
        if metric == "bleu":
            import sacrebleu

            return lambda given, wanted: sacrebleu.sentence_bleu(given, [wanted]).score / 100
        if metric.startswith("rouge"):
            from rouge_score.rouge_scorer import RougeScorer

            name = metric.replace("_", "").replace("rougel", "rougeL")
            scorer = RougeScorer([name])
            return lambda given, wanted: scorer.score(wanted, given)[name].fmeasure
        if metric == "gleu":
            from nltk.translate.gleu_score import sentence_gleu

            return lambda given, wanted: sentence_gleu([wanted.split()], given.split())
        return _meteor()
    except ImportError:
        raise MissingExtra(f"the measure {metric}", "graders") from None


class _NoSynonyms:
    """A stand-in for WordNet in which no word has another meaning."""

    def synsets(self, word: str) -> list[Any]:
        return []


def _meteor() -> Any:
    from nltk.corpus import wordnet
    from nltk.translate.meteor_score import single_meteor_score

    found: Any = wordnet
    try:
        wordnet.synsets("test")
    except LookupError:
        # The data are a download of their own. Without them synonyms count as other words.
        found = _NoSynonyms()
    return lambda given, wanted: single_meteor_score(wanted.split(), given.split(), wordnet=found)
