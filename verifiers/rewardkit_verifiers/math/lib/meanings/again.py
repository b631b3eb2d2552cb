"""The answer and its reference once more, by what their words or notations mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from rewardkit_verifiers.math.lib.choices import is_letter
from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.described import is_described, same_description
from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.extraction.cleaned import cleaned
from rewardkit_verifiers.math.lib.extraction.found import Found
from rewardkit_verifiers.math.lib.meanings.antiderivatives import has_constant, same_antiderivative
from rewardkit_verifiers.math.lib.meanings.concepts import is_concept, same_concept
from rewardkit_verifiers.math.lib.meanings.conditions import (
    has_condition,
    same_conditioned,
    under_other_condition,
)
from rewardkit_verifiers.math.lib.meanings.functions import rule, same_rule
from rewardkit_verifiers.math.lib.meanings.indexed import is_of_several, same_indexed
from rewardkit_verifiers.math.lib.meanings.integers import has_integers, same_integers
from rewardkit_verifiers.math.lib.meanings.labelled import (
    has_labels,
    other_labels,
    same_labels,
)
from rewardkit_verifiers.math.lib.meanings.lattices import is_family, same_points
from rewardkit_verifiers.math.lib.meanings.lines import is_line, same_line
from rewardkit_verifiers.math.lib.meanings.numbered import has_parts, same_parts
from rewardkit_verifiers.math.lib.meanings.offered import same_choice
from rewardkit_verifiers.math.lib.meanings.opposites import (
    asks_direction,
    contradicts,
    has_direction,
    same_change,
    states_change,
)
from rewardkit_verifiers.math.lib.meanings.periodic import is_periodic, same_intervals
from rewardkit_verifiers.math.lib.meanings.ranges import may_be_range, spelt_range
from rewardkit_verifiers.math.lib.meanings.ratios import has_ratio, is_turned
from rewardkit_verifiers.math.lib.meanings.restricted import may_restrict, otherwise_restricted
from rewardkit_verifiers.math.lib.meanings.signed import may_be_signed, same_signed
from rewardkit_verifiers.math.lib.meanings.spans import has_span, same_span
from rewardkit_verifiers.math.lib.meanings.spellings import (
    has_other_base,
    may_be_spelt,
    same_spelling,
)
from rewardkit_verifiers.math.lib.meanings.statements import (
    has_statements,
    other_trends,
    same_statements,
)
from rewardkit_verifiers.math.lib.meanings.terms import is_of_terms, same_terms
from rewardkit_verifiers.math.lib.meanings.tuples import is_of_tuples, same_tuples
from rewardkit_verifiers.math.lib.meanings.values import is_of_values, same_values
from rewardkit_verifiers.math.lib.policy import Policy

_LONGEST = 2_000
Reader = Callable[[str, str, str, Policy], Verdict | None]


def meant(gold: str, found: Found, completion: str, prompt: str, policy: Policy) -> Verdict | None:
    """Return that an answer means the same as its reference, or None where nothing says so.

    Args:
        gold: The reference, which the answer does not equal as it is written.
        found: The answer.
        completion: The reply; empty where a mark says which words are its answer.
        prompt: The task.
        policy: What to do where the field disagrees.
    """
    if policy.choices and prompt and is_letter(gold) != is_letter(found.text):
        return same_choice(gold, found.text, prompt, policy)
    readers = _readers(gold)
    if not readers or len(found.text) > _LONGEST:
        return None
    reply = cleaned(completion, prompt) if completion else ""
    for text in _said(found, reply if isinstance(reply, str) else ""):
        for reader in readers:
            if (verdict := reader(gold, text, prompt, policy)) is not None:
                return verdict
    return None


def contradicted(gold: str, said: set[str], prompt: str, policy: Policy) -> str:
    """Return what makes an answer of the right value another one; an empty text where nothing does.

    Args:
        gold: The reference.
        said: The answer, and the sentence that states it.
        prompt: The task.
        policy: What to do where the field disagrees.
    """
    if not _may_contradict(gold) and not (prompt and asks_direction(prompt)):
        return ""
    for text in said:
        if contradicts(gold, text, prompt):
            return "the other direction"
        if has_other_base(gold, text):
            return "another base"
        if other_labels(gold, text, policy):
            return "another value of the same name"
        if prompt and has_ratio(gold) and is_turned(text, prompt):
            return "the ratio of the other order"
        if other_trends(gold, text, policy):
            return "the intervals of rise and fall are exchanged"
        if under_other_condition(gold, text, policy) or otherwise_restricted(gold, text, prompt):
            return "under another condition"
    return ""


@lru_cache(maxsize=8192)
def _may_contradict(gold: str) -> bool:
    """Whether a reference has a direction, base, names or condition that an answer may not have."""
    if len(gold) > _LONGEST or _NUMBER.fullmatch(gold):
        return False
    return (
        has_direction(gold)
        or "_" in gold
        or has_labels(gold)
        or has_statements(gold)
        or has_condition(gold)
        or has_ratio(gold)
        or may_restrict(gold)
    )


def said_in_words(gold: str, completion: str, prompt: str, policy: Policy) -> Verdict | None:
    """Return that the last line of a reply without an answer of its own says the reference.

    Args:
        gold: The reference; only one that is a term in words is looked for.
        completion: The reply.
        prompt: The task.
        policy: What to do where the field disagrees.
    """
    reply = cleaned(completion, prompt) if is_concept(gold) else ""
    if not isinstance(reply, str):
        return None
    return same_concept(gold, reply.rpartition("\n")[2].strip(), prompt, policy)


@lru_cache(maxsize=8192)
def _readers(gold: str) -> tuple[Reader, ...]:
    """Return what may read answers to a reference: most are numbers, which nothing here reads."""
    if len(gold) > _LONGEST or _NUMBER.fullmatch(gold):
        return ()
    found: list[Reader] = []
    if states_change(gold):
        found.append(_by_change)
    if rule(gold) is not None:
        found.append(same_rule)
    if _LISTS.search(gold):
        found.append(_by_lead)
    if is_of_tuples(gold):
        found.append(same_tuples)
    if has_parts(gold):
        found.append(same_parts)
    if is_concept(gold):
        found.append(same_concept)
    if is_described(gold):
        found.append(same_description)
    if has_condition(gold):
        found.append(same_conditioned)
    if is_family(gold):
        found.append(same_points)
    if is_of_several(gold):
        found.append(same_indexed)
    if has_integers(gold):
        found.append(same_integers)
    if is_of_terms(gold):
        found.append(same_terms)
    if is_line(gold):
        found.append(same_line)
    if has_span(gold):
        found.append(same_span)
    if has_constant(gold):
        found.append(same_antiderivative)
    if has_labels(gold):
        found.append(same_labels)
    if has_statements(gold):
        found.append(same_statements)
    if is_of_values(gold):
        found.append(same_values)
    if may_be_spelt(gold):
        found.append(same_spelling)
    if may_be_signed(gold):
        found.append(same_signed)
    if is_periodic(gold):
        found.append(same_intervals)
    if may_be_range(gold):
        found.append(_by_range)
    return tuple(found)


# A number or a fraction without a sign means nothing else.
_NUMBER = re.compile(r"[$\s]*(?:\d[\d,.]*|\\[dt]?frac\s?\{\d+\}\s?\{\d+\})[$\s]*")


def _said(found: Found, reply: str) -> Iterator[str]:
    """Yield what states the answer: its words, its sentence, and the last line of a reply."""
    texts = [found.text, found.around[0] if found.where == "prose" else ""]
    end = reply.rstrip()[-_LONGEST:]
    fenced = _FENCED.search(end)
    texts += [end.rpartition("\n")[2].strip(), fenced[1] if fenced else end.rpartition("\n\n")[2]]
    yield from dict.fromkeys(filter(None, texts))


_FENCED = re.compile(r"```[a-z]{0,12}[ \t]*\n([^`]*)\n?```\s*\Z")


def _by_change(gold: str, said: str, prompt: str, policy: Policy) -> Verdict | None:
    return same_change(gold, said, policy)


def _by_range(gold: str, said: str, prompt: str, policy: Policy) -> Verdict | None:
    wanted, spelt = spelt_range(gold), spelt_range(said)
    if (spelt or wanted) and same(wanted or gold, spelt or said, policy):
        return Verdict(True, "structure", "a set told in words")
    return None


# Either 3 or 7, all x > 2: the words only say that there are several.
_LEAD = re.compile(
    r"^\W{0,3}(?:either|both|all|any|every)\s+(?=[$\\({\[]{0,3}\s?-?[\dA-Za-z\\](?![a-z]))"
)
_LISTS = re.compile(
    r"[,;<>≤≥≠±]|\b(?:or|and|either|both|all|any|every)\b|\\(?:pm|[gln]e)",
)


def _by_lead(gold: str, said: str, prompt: str, policy: Policy) -> Verdict | None:
    wanted, spelt = _LEAD.sub("", gold), _LEAD.sub("", said)
    if (wanted, spelt) != (gold, said) and same(wanted, spelt, policy):
        return Verdict(True, "structure", "either of two")
    return None
