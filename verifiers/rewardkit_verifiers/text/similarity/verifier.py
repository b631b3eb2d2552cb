"""How like the reference answer is a reply?"""

from __future__ import annotations

from typing import Any, Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler, Levenshtein

from rewardkit import Score, reward
from rewardkit_verifiers.text.lib.wording import Punctuation, Unicode, judged, normal, references

Method = Literal["ratio", "partial", "token_sort", "token_set", "levenshtein", "jaro_winkler"]
# Comparing takes time in proportion to the product of both lengths.
LONGEST = 20_000
LONGEST_PARTIAL = 1_000
# Blanks and decomposed marks, which do not count, are allowed for before the text is normalised.
LONGEST_RAW = 10 * LONGEST


@reward
def similarity(
    completion: str,
    answer: Any,
    *,
    method: Method = "ratio",
    ignore_case: bool = False,
    unicode: Unicode = "NFC",
    punctuation: Punctuation = "keep",
    tag: str = "",
) -> Score:
    """Pay a reply the more, the more its characters are those of the reference answer.

    Likeness of spelling, not of meaning: `not guilty` is like `guilty`. Good for transcription,
    copying and recall; for facts and numbers use a verifier that knows right from wrong.

    Args:
        completion: The reply; blanks at its ends and runs of them do not matter.
        answer: The reference answer, or a list of them, of which the most alike counts.
        method: `ratio`: the share of characters in the longest common subsequence.
            `levenshtein`: edits over the longer length. `jaro_winkler`: for names; a common
            start counts more. `token_sort`: `ratio` over sorted words. `token_set`: over sets
            of words. `partial`: the best stretch of the reply, so text around it is free; easy
            to please with a list of guesses, so only with a `length` reward beside it, and for
            reference answers of at most 1,000 characters.
        ignore_case: Whether upper and lower case are the same.
        unicode: The normal form in which both are compared.
        punctuation: `keep` it, `trim` it off both ends, or `drop` it all.
        tag: Judge what this block of the reply holds, instead of the whole reply.

    Returns:
        0 to 1. An empty reply, or one of more than 20,000 characters, is unparsed; a reference
        answer that is empty or that long is an error `bad_answer`.

    Example:
        >>> similarity.score(completion="Pariss", answer="Paris").value
        0.909...
        >>> similarity(method="token_sort").score(completion="b a", answer="a b").value
        1.0

    References:
        The measures are those of rapidfuzz. `partial` and `token_set` differ in one thing: a
        reply shorter than the answer is compared whole, because there a single word would
        be a perfect part of any answer that has it.
    """
    form: dict[str, Any] = {
        "ignore_case": ignore_case,
        "unicode": unicode,
        "punctuation": punctuation,
    }
    try:
        wanted = [normal(one, **form) for one in references(answer)]
    except ValueError as error:
        return Score.error("bad_answer", str(error))
    if not all(wanted):
        return Score.error("bad_answer", f"nothing is left of {answer!r} under these settings")
    longest = LONGEST_PARTIAL if method == "partial" else LONGEST
    if max(map(len, wanted)) > longest:
        detail = f"a reference answer has more than {longest} characters, the most for {method!r}"
        return Score.error("bad_answer", detail)
    text = judged(completion, tag)
    if isinstance(text, Score):
        return text
    if len(text) > LONGEST_RAW:
        return Score.unparsed("too_long", f"{len(text)} characters; at most {LONGEST} are read")
    text = normal(text, **form)
    if not text:
        return Score.unparsed("empty", "nothing is left of the reply under these settings")
    if len(text) > LONGEST:
        return Score.unparsed("too_long", f"{len(text)} characters; at most {LONGEST} are read")
    return Score.ok(max(_alike(text, one, method) for one in wanted))


def _alike(text: str, wanted: str, method: Method) -> float:
    if method == "levenshtein":
        return Levenshtein.normalized_similarity(text, wanted)
    if method == "jaro_winkler":
        return JaroWinkler.similarity(text, wanted)
    if method == "token_sort":
        return fuzz.token_sort_ratio(text, wanted) / 100
    if method == "token_set":
        if set(text.split()) < set(wanted.split()):
            return fuzz.token_sort_ratio(text, wanted) / 100
        return fuzz.token_set_ratio(text, wanted) / 100
    if method == "partial" and len(text) > len(wanted):
        return fuzz.partial_ratio(text, wanted) / 100
    return fuzz.ratio(text, wanted) / 100
