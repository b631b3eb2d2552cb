"""1 when the final answer says the same as the reference, else 0."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rewardkit import Score, reward
from rewardkit_verifiers.math.lib.asked_unit import compound, has_other_unit, with_unit_behind
from rewardkit_verifiers.math.lib.choices import chosen, is_letter, letter, settled
from rewardkit_verifiers.math.lib.clauses import readings
from rewardkit_verifiers.math.lib.context import asked_for_other, in_context
from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.decide.text import canonical
from rewardkit_verifiers.math.lib.equivalent import assigned, same, several
from rewardkit_verifiers.math.lib.extraction.behind import taken_back
from rewardkit_verifiers.math.lib.extraction.cleaned import cleaned
from rewardkit_verifiers.math.lib.extraction.concluded import leading
from rewardkit_verifiers.math.lib.extraction.conventions import Where, plan
from rewardkit_verifiers.math.lib.extraction.corrected import beside, corrected
from rewardkit_verifiers.math.lib.extraction.extract import extract
from rewardkit_verifiers.math.lib.extraction.found import Found, Missing
from rewardkit_verifiers.math.lib.extraction.grouped import ungrouped
from rewardkit_verifiers.math.lib.extraction.prose.asked_noun import asked_clause
from rewardkit_verifiers.math.lib.extraction.prose.closing import restated
from rewardkit_verifiers.math.lib.grammar.markup import repaired
from rewardkit_verifiers.math.lib.meanings.again import contradicted, meant, said_in_words
from rewardkit_verifiers.math.lib.meanings.unclear import is_unclear
from rewardkit_verifiers.math.lib.meanings.winners import same_winner
from rewardkit_verifiers.math.lib.phrases.compare import is_unsure, phrase, same_phrase
from rewardkit_verifiers.math.lib.policy import Policy
from rewardkit_verifiers.math.lib.policy import policy as policy_of
from rewardkit_verifiers.math.lib.references import reference
from rewardkit_verifiers.math.lib.sentences import told
from rewardkit_verifiers.math.lib.unevaluated import copied

# Conventions that take a text in which no answer is marked.
_UNMARKED = frozenset(("last_line", "bare", "whole", "prose"))
# Conventions that may take a sentence with the answer in it.
_SENTENCES = frozenset(("phrase", "A:"))
# Conventions that take a formula without the words around it.
_FORMULAS = frozenset(("prose", "last_math"))
# What a mark holds is read as it stands.
_TAGGED = frozenset(("boxed", "####"))
_WORDS = re.compile(r"[A-Za-z]{3,}")
_FEWEST_WORDS = 3
# One number is no sentence that could be read again.
_BARE = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
# Words, or a factorial that is worked out.
_MANY = re.compile(r" |\d!=")
_WORDY = frozenset(("unreadable", "words against mathematics"))


def _check(settings: Mapping[str, Any]) -> None:
    policy_of(settings["preset"], settings["policy"])
    if settings["where"] is not None:
        plan(settings["where"])


@reward(range=(0.0, 1.0), check=_check)
def equivalence(
    completion: str,
    answer: object,
    prompt: str = "",
    *,
    preset: str = "default",
    where: Where | None = None,
    policy: dict[str, Any] | None = None,
) -> Score:
    r"""Pay 1 when the final answer is equivalent to the reference, else 0.

    Answers are parsed by a grammar of our own and compared by value: nothing is evaluated as
    code, no step is started whose cost is not bounded beforehand, and no signal is used, so
    that a verdict is the same from any thread and under any load.

    Args:
        completion: Holds the answer where the convention says.
        answer: The reference, in LaTeX or plain text, perhaps inside `\boxed{}` or after `####`.
        prompt: Copies of it do not count, nor does an unevaluated expression out of it.
        preset: `default`, `strict`, `lenient`, `math_verify`, `hendrycks`, `minerva` or `gsm8k`.
        where: Where the answer stands, instead of the preset's conventions.
        policy: Single choices that differ from the preset, such as `{"rounding": None}`.

    Example:
        >>> equivalence.score(completion=r"\boxed{\frac{\sqrt{2}}{2}}", answer="1/sqrt(2)").value
        1.0
        >>> equivalence.score(completion=r"\boxed{[0,1]}", answer="(0,1)").reason
        'wrong'
    """
    rules = policy_of(preset, policy)
    gold = reference(answer if isinstance(answer, str) else _spelt(answer))
    if gold.problem:
        return Score.error("bad_answer", gold.problem)
    written = answer.strip() if isinstance(answer, str) else ""
    whole = completion.strip() == written or phrase(gold.text) is not None
    if whole and (said := _of_the_whole(completion, written, gold.text, where, rules)) is not None:
        return said
    found = extract(repaired(completion), where or rules.where, prompt, gold.text)
    if isinstance(found, Missing):
        missed = found.reason == "no_answer" and rules.compare == "value"
        if missed and said_in_words(gold.text, completion, prompt, rules):
            return Score.ok(1.0, "text", "the same term in other words")
        return Score.unparsed(found.reason, found.detail)
    if found.others:
        found = assigned(found)
    if rules.boxes == "last":
        found = replace(found, others=())
    if found.where == "boxed" and rules.choices and not gold.text[-1].isdecimal():
        found = chosen(gold.text, found, completion)
    if found.where in _SENTENCES and not found.text.isascii():
        # Of the things that a sentence counts, the question names one.
        found = replace(found, text=asked_clause(found.text, prompt) or found.text)
    seen: dict[str, Any] = {"extracted": found.text[:500], "where": found.where}
    if found.times > 1:
        seen["times"] = found.times
    if found.others and (other := several(found, rules)) is not None:
        if found.where == "prose" and meant(gold.text, found, completion, prompt, rules):
            return Score.ok(1.0, "structure", "values listed in a sentence", seen)
        detail = f"{found.where} says {other[:40]!r} and then {found.text[:40]!r}"
        return Score.unparsed("ambiguous", detail, seen)
    if (plain := _at_once(gold.text, found, written, prompt, rules, seen)) is not None:
        return plain
    found, verdict = _decided(gold.text, found, completion, prompt, rules)
    if not verdict.equal and is_letter(gold.text) and _reads_sentences(rules, where):
        verdict = _chosen(gold.text, found, completion, prompt) or verdict
    seen["method"] = verdict.method
    if not verdict.equal and not found.clear:
        detail = "the last sentence holds no clear single value"
        return Score.unparsed("unreadable", detail, seen)
    if verdict.equal is None:
        return _undecided(verdict.note, rules, seen)
    wordy = verdict.note == "words against mathematics" and found.where in _UNMARKED
    if verdict.note == "unreadable" or (wordy and any(map(str.isdigit, gold.text))):
        return Score.unparsed("unreadable", "the answer is neither mathematics nor the words", seen)
    if not verdict.equal:
        if rules.compare == "value" and is_unclear(gold.text, found, completion):
            return Score.unparsed("unreadable", "words that neither say nor deny it", seen)
        return Score.ok(0.0, "wrong", verdict.note, seen)
    return _accepted(gold.text, found, verdict, prompt, rules, seen)


def _at_once(
    gold: str, found: Found, written: str, prompt: str, rules: Policy, seen: dict[str, Any]
) -> Score | None:
    """Return the score of the reference itself, or of another whole number; else None."""
    said = found.text
    if said == written and found.where != "prose":
        return Score.ok(1.0, "text", "the reference itself", seen)
    if prompt or not (gold.isdecimal() and said.isdecimal() and gold.isascii() and said.isascii()):
        return None
    if not found.clear or rules.compare != "value" or gold.lstrip("0") == said.lstrip("0"):
        return None
    return Score.ok(0.0, "wrong", "", {**seen, "method": "exact"})


def _decided(
    gold: str, found: Found, completion: str, prompt: str, rules: Policy
) -> tuple[Found, Verdict]:
    """Compare an answer as it stands, then in other readings of its words; the first equal one."""
    if prompt and rules.compare == "value" and not gold.isdecimal():
        reply = "" if found.where in _TAGGED else completion
        if (won := same_winner(gold, found.text, reply, prompt)) is not None:
            return found, won
    verdict = same(gold, found.text, rules)
    if verdict.equal or found.where in _TAGGED or _BARE.fullmatch(found.text):
        pass
    elif rules.compare == "value":
        found, verdict = _read_again(gold, found, rules, verdict)
    if not verdict.equal and found.where in _FORMULAS and any(map(str.isalpha, gold)):
        full = compound(completion) or with_unit_behind(found.text, found.around[0])
        if full != found.text and (measured := same(gold, full, rules)):
            return replace(found, text=full), measured
    if not verdict.equal and found.where == "last_line" and verdict.note in _WORDY:
        found, verdict = _read_first(gold, found, completion, prompt, rules, verdict)
    if not verdict.equal and prompt and rules.compare == "value":
        verdict = in_context(gold, found.text, prompt, rules) or verdict
    if not verdict.equal and rules.compare == "value":
        reply = "" if found.where in _TAGGED else completion
        if read := meant(gold, found, reply, prompt, rules):
            # Which words mean it is told by no text of its own.
            return replace(found, text=gold), read
    if not verdict.equal and found.where == "prose" and not gold.isdecimal():
        # $375$ cents: the unit stands behind the formula.
        full = with_unit_behind(found.text, found.around[0])
        verdict = (same(gold, full, rules) if full != found.text else None) or verdict
    if not verdict.equal and found.where in _SENTENCES and "." in found.text:
        whole = ungrouped(found.text, completion)
        verdict = (same(gold, whole, rules) if whole else None) or verdict
    if not verdict.equal and found.where in _SENTENCES and _MANY.search(found.text):
        again = restated(found.text, prompt, gold)
        if again:
            verdict = same(gold, again, rules) or verdict
    return found, verdict


def _chosen(gold: str, found: Found, completion: str, prompt: str) -> Verdict | None:
    """Compare the choice of the whole reply with a letter, where none was found."""
    return settled(gold, completion, prompt) if letter(found.text) is None else None


def _reads_sentences(rules: Policy, where: Where | None) -> bool:
    """Whether letters of choices are read, in sentences without a mark too."""
    if not rules.choices or rules.compare != "value":
        return False
    return not _UNMARKED.isdisjoint(plan(where or rules.where))


def _of_the_whole(
    completion: str, written: str, gold: str, where: Where | None, rules: Policy
) -> Score | None:
    """Return the score of a reply that is the reference, or a set phrase against one; else None."""
    if _UNMARKED.isdisjoint(plan(where or rules.where)):
        return None
    # Prose that no convention would take apart is nevertheless its own answer.
    if written and completion.strip() == written:
        return Score.ok(1.0, "text", "the reference itself")
    if rules.compare != "value" or phrase(gold) is None:
        return None
    spoken = same_phrase(gold, completion)
    if spoken is None:
        unsure = is_unsure(completion) and not is_unsure(gold)
        return Score.unparsed("no_answer", "a doubt or an exception") if unsure else None
    return Score.ok(1.0, "text") if spoken else Score.ok(0.0, "wrong", "another phrase")


def _accepted(
    gold: str,
    found: Found,
    verdict: Verdict,
    prompt: str,
    rules: Policy,
    seen: dict[str, Any],
) -> Score:
    """Return the score of an answer of the right value, which may not be what was asked for."""
    if verdict.note in ("choice", "choices") or _is_reference(seen["extracted"], gold):
        return Score.ok(1.0, verdict.method, verdict.note, seen)
    said = found.around[0] if found.where == "prose" else seen["extracted"]
    if apart := contradicted(gold, {said, seen["extracted"]}, prompt, rules):
        return Score.ok(0.0, "wrong", apart, seen)
    if _is_reference(found.text, gold):
        return Score.ok(1.0, verdict.method, verdict.note, seen)
    if found.where not in _TAGGED and rules.compare == "value":
        found = _value_of(gold, found, rules)
    if found.where == "prose" and any(map(str.isalpha, gold)):
        full = with_unit_behind(found.text, said)
        if full != found.text and not same(gold, full, rules):
            return Score.ok(0.0, "wrong", "another unit than that of the reference", seen)
    if prompt and asked_for_other(said, gold, prompt):
        return Score.ok(0.0, "wrong", "the opposite of what the prompt asks for", seen)
    measured = {found.text} if found.where == "prose" else {said, found.text}
    if prompt and any(has_other_unit(one, gold, prompt) for one in measured):
        return Score.ok(0.0, "wrong", "a unit that the prompt does not ask for", seen)
    refused = copied(found.text, gold, prompt, rules)
    if refused:
        return Score.ok(0.0, "unevaluated", refused, seen)
    return Score.ok(1.0, verdict.method, verdict.note, seen)


def _is_reference(answer: str, gold: str) -> bool:
    """Whether an answer is the reference in full, its unit included."""
    return any(map(str.isalpha, gold)) and canonical(answer) == canonical(gold)


def _read_again(gold: str, found: Found, rules: Policy, verdict: Verdict) -> tuple[Found, Verdict]:
    """Compare the last clauses of an answer in words; what was found before where none is equal."""
    for said in readings(found.text):
        again = same(gold, said, rules)
        if again:
            return replace(found, text=said), again
    return found, verdict


def _value_of(gold: str, found: Found, rules: Policy) -> Found:
    """Return the value that an equal sentence states, so that it is looked at without its words."""
    residue = "≡" in found.text or "equiv" in found.text
    if not residue and len(_WORDS.findall(found.text)) < _FEWEST_WORDS:
        return found
    said = told(found.text)
    for text in (*(said if len(said) == 1 else ()), *reversed(readings(found.text))):
        if same(gold, text, rules):
            return replace(found, text=text)
    return found


def _read_first(
    gold: str, found: Found, completion: str, prompt: str, rules: Policy, verdict: Verdict
) -> tuple[Found, Verdict]:
    """Compare the value that a reply begins with, where its last line is no mathematics."""
    text = cleaned(completion, prompt)
    first = leading(text) if isinstance(text, str) else None
    if not isinstance(text, str) or not isinstance(first, Found):
        return found, verdict
    behind = text[text.find(first.text) + len(first.text) :]
    if (
        corrected(behind, first.text)
        or beside(behind, first.text)
        or taken_back(behind, first.text)
    ):
        return found, verdict
    again = same(gold, first.text, rules)
    return (first, again) if again else (found, verdict)


def _spelt(answer: object) -> str:
    missing = isinstance(answer, float) and math.isnan(answer)
    if answer is None or missing:
        return ""
    if isinstance(answer, (list, tuple)):
        return ", ".join(map(str, answer))
    return str(answer)


def _undecided(note: str, rules: Policy, seen: dict[str, Any]) -> Score:
    if rules.undecided == "error":
        return Score.error("undecided", note or "no method decides")
    return Score.ok(0.0, "undecided", note or "no method decides", seen)
