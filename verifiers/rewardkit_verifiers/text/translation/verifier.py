"""Likeness to a reference translation: chrF, chrF++ or BLEU."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal

from rewardkit import Score, reward
from rewardkit.errors import MissingExtra
from rewardkit_verifiers.text.lib.reply_text import reply_and_reasoning
from rewardkit_verifiers.text.lib.wording import references

Metric = Literal["chrf", "chrf++", "bleu"]
_LONGEST = 20_000


@lru_cache(maxsize=8)
def _scorer(metric: Metric) -> Any:
    try:
        from sacrebleu.metrics import BLEU, CHRF
    except ModuleNotFoundError:
        raise MissingExtra("chrF and BLEU", "text") from None
    if metric == "bleu":
        return BLEU(effective_order=True)
    return CHRF(word_order=2 if metric == "chrf++" else 0)


@reward
def translation(
    completion: str, answer: Any, source: str = "", *, metric: Metric = "chrf"
) -> Score:
    """Pay a translation for its likeness to a reference, by sacrebleu on the sentence level.

    Args:
        completion: The reply: the translation and nothing else; reasoning is set aside.
        answer: The reference translation, or a list of several.
        source: The column with the text to translate; a copy of it is worth nothing.
        metric: `chrf`, `chrf++` (with words), or `bleu` with its effective order.

    Returns:
        From 0 to 1: the metric over 100.

    Raises:
        MissingExtra: sacrebleu is not installed.

    Example:
        >>> translation.score(completion="Der Hund schläft.", answer="Der Hund schläft.").value
        1.0
        >>> row = {"answer": "Der Hund schläft.", "source": "The dog sleeps."}
        >>> translation.score(completion="The dog sleeps.", **row).reason
        'copied_source'
    """
    try:
        accepted = references(answer)
    except ValueError as error:
        return Score.error("bad_answer", str(error))
    parts = reply_and_reasoning(completion)
    if isinstance(parts, Score):
        return parts
    reply = parts[0]
    if len(reply) > _LONGEST:
        return Score.unparsed("too_long", f"at most {_LONGEST} characters are read")
    if source and _same(reply, source) and not any(_same(one, source) for one in accepted):
        return Score.ok(0.0, "copied_source")
    value = float(_scorer(metric).sentence_score(reply, _texts(accepted)).score) / 100
    return Score.ok(min(1.0, max(0.0, value)))


def _texts(accepted: Sequence[Any]) -> list[str]:
    return [str(one) for one in accepted]


def _same(left: str, right: str) -> bool:
    return left.casefold().split() == str(right).casefold().split()
