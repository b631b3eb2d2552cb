"""Likeness to a reference summary by ROUGE."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal

from rewardkit import Score, reward
from rewardkit.errors import MissingExtra
from rewardkit_verifiers.text.lib.reply_text import reply_and_reasoning
from rewardkit_verifiers.text.lib.wording import references

Metric = Literal["rouge1", "rouge2", "rougeL"]
# The longest common subsequence takes the product of both lengths.
_LONGEST = 1_500


@lru_cache(maxsize=8)
def _scorer(metric: Metric, stem: bool) -> Any:
    try:
        from rouge_score.rouge_scorer import RougeScorer
    except ModuleNotFoundError:
        raise MissingExtra("ROUGE", "text") from None
    return RougeScorer([metric], use_stemmer=stem)


@reward
def summary(
    completion: str,
    answer: Any,
    source: str = "",
    *,
    metric: Metric = "rougeL",
    stem: bool = True,
) -> Score:
    """Pay a summary for its likeness to a reference: the F1 of ROUGE, which charges for length.

    Args:
        completion: The reply: the summary and nothing else; reasoning is set aside.
        answer: The reference summary, or a list of which the best counts.
        source: The column with the text to sum up; a reply as long as it is no summary.
        metric: `rouge1`, `rouge2` or `rougeL`.
        stem: Whether English endings are left out of the comparison.

    Returns:
        From 0 to 1.

    Raises:
        MissingExtra: rouge-score is not installed.

    Example:
        >>> summary.score(completion="A dog sleeps.", answer="A dog is sleeping.").value > 0.8
        True
    """
    try:
        accepted = references(answer)
    except ValueError as error:
        return Score.error("bad_answer", str(error))
    parts = reply_and_reasoning(completion)
    if isinstance(parts, Score):
        return parts
    words = len(parts[0].split())
    if words > _LONGEST or any(len(str(one).split()) > _LONGEST for one in accepted):
        return Score.unparsed("too_long", f"at most {_LONGEST} words are read")
    if source and words >= len(str(source).split()):
        return Score.ok(0.0, "copied_source", "it is as long as the text to sum up")
    scorer = _scorer(metric, stem)
    best = max(scorer.score(str(one), parts[0])[metric].fmeasure for one in accepted)
    return Score.ok(min(1.0, float(best)))
