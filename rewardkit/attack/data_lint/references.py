"""Faults of references and prompts: missing, ambiguous, leaked, twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import regex

from rewardkit.attack.data_lint.findings import Finding, finding
from rewardkit.attack.honest import reference_text
from rewardkit.attack.replies import plain_words
from rewardkit.data.sample import Sample

_UNFIT = {"nan", "none", "null", "n/a", "na", "undefined", "tbd", "todo", "?", "-"}
_DOUBTFUL = regex.compile(r"\b(?:or|approximately|about|either|see above|unknown)\b|\?$|≈")
# References of which more than this share of prompts holds one are labels that a prompt lists.
_LISTED = 0.5


def reference_findings(samples: Sequence[Sample]) -> list[Finding]:
    """Return the faults of references and prompts."""
    texts = [reference_text(sample) for sample in samples]
    ids = [sample.id or str(index) for index, sample in enumerate(samples)]
    if not any(texts):
        return []
    return [
        *finding(
            "missing_reference",
            [one for one, text in zip(ids, texts, strict=True) if not text.strip()],
            "no reference, NaN, or an empty one: such a row is an error or, worse, a number",
        ),
        *finding(
            "unfit_reference",
            [one for one, text in zip(ids, texts, strict=True) if text.strip().lower() in _UNFIT],
            "the reference is a word for no value, as a table writes what is missing",
        ),
        *finding(
            "ambiguous_reference",
            [
                one
                for one, text in zip(ids, texts, strict=True)
                if len(text) < 200 and _DOUBTFUL.search(text)
            ],
            "the reference names several values, or none exactly",
        ),
        *_leaked(samples, texts, ids),
        *_repeated(samples, texts, ids),
    ]


def _leaked(samples: Sequence[Sample], texts: Sequence[str], ids: Sequence[str]) -> list[Finding]:
    """Return the rows whose prompt states the reference, unless prompts list every label."""
    prompts = [f" {plain_words(sample.prompt_text)} " for sample in samples]
    words = [plain_words(text) for text in texts]
    held = [
        bool(word) and f" {word} " in prompt for word, prompt in zip(words, prompts, strict=True)
    ]
    others = Counter(words)
    kept = []
    for index, one in enumerate(ids):
        if not held[index] or len(words[index]) < 2:
            continue  # one letter or digit stands in most prompts by chance
        strangers = [word for word in others if word and word != words[index]][:50]
        named = sum(f" {word} " in prompts[index] for word in strangers)
        if not strangers or named < _LISTED * len(strangers):
            kept.append(one)
    return finding("leaked_reference", kept, "the prompt states the reference: a copy may be paid")


def _repeated(samples: Sequence[Sample], texts: Sequence[str], ids: Sequence[str]) -> list[Finding]:
    groups: dict[str, list[int]] = defaultdict(list)
    for index, sample in enumerate(samples):
        if prompt := plain_words(sample.prompt_text):
            groups[prompt].append(index)
    torn, twice = [], []
    for rows in groups.values():
        known = {plain_words(texts[row]) for row in rows}
        if len(known) > 1:
            torn += [ids[row] for row in rows]
        elif len({samples[row].text for row in rows}) < len(rows):
            twice += [ids[row] for row in rows[1:]]
    return [
        *finding("contradicting_references", torn, "one prompt has several references"),
        *finding("duplicate_rows", twice, "the same prompt and completion as an earlier row"),
    ]
