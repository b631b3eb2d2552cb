"""Yes and no without the word: It does, by 9 %. That does not follow. Zero is even."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rewardkit.reading.vocabulary import AFTERTHOUGHT, NO, NOT, YES
from rewardkit.reading.words import folded_set, folded_words, visible
from rewardkit_verifiers.judge.lib.number_words import numbers_in_words

_LONGEST, _STEM, _FEW = 400, 4, 8
_CLAUSE = re.compile(r"(?<=[.!?])\s+|[;:(–—\n]|,\s+|\s-\s|\s(?:because|since|as|for|when|if)\s")
_SUBJECT = (
    r"(?:it|that|this|they|these|those|he|she|there|we|you|i|one|so (?:it|they|he|she)"
    r"|(?:this|that|the) (?:statement|claim|conclusion|argument|inference|number|word)"
    r"|all of (?:it|them)|both|each)"
)
_VERB = r"(?:is|are|was|were|does|do|did|can|could|has|have|had|will|would|should|must|may)"
_SURE = (
    r"(?:(?:certainly|definitely|surely|indeed|really|actually|always|of course|absolutely|very"
    r" much|most|in fact|always|clearly|truly|usually|generally) )"
)
_IT_DOES = re.compile(
    rf"(?:(?:so|hence|thus|indeed|well|oh|sure"
    rf"|certainly|of course|absolutely|definitely)\W+)?{_SUBJECT}"
    rf" {_SURE}?{_VERB}(?: (?:indeed|so|certainly|definitely|in fact|of course|actually))?",
    re.IGNORECASE,
)
_NT = (
    r"(?:(?:is|are|was|were|does|do|did|can|could|has|have|had|will|would|should|must)n['’]?t|can['’]t|cannot|won['’]t|"
    + (rf"{_VERB} not)")
)
_FOLLOWS = re.compile(r"^\W*(?:so |therefore |hence |thus )?it follows that\s+", re.IGNORECASE)
_IT_DOES_NOT = re.compile(
    rf"(?:(?:well|oh|sorry|actually|sadly)\W+)?{_SUBJECT} {_SURE}?(?:{_NT}(?: (?:follow|hold"
    r"|necessarily|have to be|need to be|so|be|be so|work|at all|always|true|hold true|actually"
    r"|really|exist|apply|count|matter))?|need not(?: be(?: so)?)?|never (?:is|does|do|are|did"
    r"|can|will|has))",
    re.IGNORECASE,
)
_SURELY_NOT = frozenset(
    (
        *("not necessarily", "not always", "not at all", "not really", "not quite", "not so"),
        *("not true", "not exactly", "not in general", "not any more", "not anymore", "hardly"),
        *("far from it", "on the contrary", "i am afraid not", "i m afraid not", "never"),
        *("by no means", "in no way", "of course not", "certainly not", "definitely not"),
        *("absolutely not", "surely not", "no way", "wrong", "incorrect", "false", "untrue"),
        *("not even close", "not one bit", "negative", "quite the opposite", "the opposite"),
        *("not that i know of", "keineswegs", "auf keinen fall", "nicht unbedingt", "mitnichten"),
        *("pas du tout", "pas forcement", "absolument pas", "en absoluto", "para nada"),
        *("per niente", "de modo nenhum", "niet echt", "вовсе нет", "ни в коем случае"),
    )
)
_SURELY = frozenset(
    (
        *("correct", "right", "true", "exactly", "indeed", "of course", "certainly", "sure"),
        *("absolutely", "definitely", "naturally", "affirmative", "that s right", "that s true"),
        *(
            "that is correct",
            "that is right",
            "that is true",
            "that s correct",
            "you bet",
            "surely",
        ),
        *("without a doubt", "no doubt", "undoubtedly", "always", "necessarily", "by all means"),
        *("very much so", "it must", "quite so", "it follows", "auf jeden fall", "naturlich"),
        *("selbstverstandlich", "stimmt", "genau", "bien sur", "tout a fait", "absolument"),
        *("claro", "por supuesto", "desde luego", "efectivamente", "certo", "certamente"),
        *("esatto", "com certeza", "конечно", "верно", "именно"),
    )
)
_ASKS = re.compile(
    r"(?:.*[.!?,:]\s+)?(?:is|are|was|were|does|do|did|can|could|has|have|had|will|would|must|should)\b",
    re.IGNORECASE | re.DOTALL,
)
_JOINS = frozenset(("or", "but", "oder", "aber", "ou", "mais", "pero", "whether"))
_PLAIN = folded_set(
    "the a an is are was were does do did can could has have had will would must should it they"
    " this that of to be in on at indeed certainly definitely really actually always also both and"
    " so therefore thus when while if as much far way slightly still quite"
)


def assents(text: str, gold: str, prompt: str) -> bool:
    """Return whether a reply says yes or no, as the reference does, without the word.

    Example:
        >>> assents("It does, by roughly 9 % in volume.", "Yes", "Does water expand?")
        True
        >>> assents("Zero is even.", "Yes", "Is 0 an even number?")
        True
        >>> assents("Nope, mammals.", "False", "True or false: whales are fish.")
        True
        >>> assents("Zero is odd.", "Yes", "Is 0 an even number?")
        False
    """
    if len(text) > _LONGEST or "?" in text or not (wanted := _decided(gold, prompt)):
        return False
    if set(folded_words(prompt)) & NOT:
        return False
    clauses = [one.strip(" .!*_\"'`,") for one in _CLAUSE.split(visible(text)) if one]
    said = [_verdict(clause, prompt) for clause in clauses if clause]
    opposite = (NO | {"false", "wrong"}) if wanted == "yes" else (YES | {"true", "right"})
    if not said or set(folded_words(text)) & (opposite - {"no", "e", "o", *folded_words(prompt)}):
        return False
    return said[0] == wanted and len(set(said) - {""}) == 1


def dissents(text: str, gold: str, prompt: str) -> bool:
    """Return whether a reply says the opposite of a reference, wherever the word of that stands.

    Example:
        >>> dissents("It is prime. no cap", "no", "Is 91 a prime number?")
        True
        >>> dissents("No. It is prime that it has no factor.", "no", "Is 91 a prime number?")
        False
    """
    if len(text) > _LONGEST or "?" in text or not (wanted := _decided(gold, prompt)):
        return False
    if set(folded_words(prompt)) & NOT or opens_with(text, gold):
        return False
    clauses = [one.strip(" .!*_\"'`,") for one in _CLAUSE.split(visible(text)) if one]
    said = {_verdict(clause, prompt) for clause in clauses if clause} - {""}
    return said == {"no" if wanted == "yes" else "yes"}


def opens_with(text: str, gold: str) -> bool:
    """Return whether a reply opens with the yes or no that a reference is, and takes nothing back.

    Example:
        >>> opens_with("No – P → Q does not give Q → P.", "No"), opens_with("No one knows.", "No")
        (True, False)
    """
    wanted = folded_words(visible(gold))
    found = _OPENS.match(visible(text))
    if len(wanted) != 1 or wanted[0] not in YES | NO or found is None or "?" in text:
        return False
    if folded_words(found[1]) != wanted:
        return False
    behind = visible(text)[found.end() :]
    if _DECIDES_AGAIN.search(behind):
        return False
    rest = set(folded_words(behind))
    opposite = (NO | {"false"}) if wanted[0] in YES else (YES | {"true"})
    turns = (AFTERTHOUGHT | opposite | _JOINS) - {"no", "e", "o", "ne", "non"} - set(wanted)
    return not rest & turns


_DECIDES_AGAIN = re.compile(r"\b(?:yes|no|non|nein|ja|oui)\b\s*(?:[.,;:!]|$)", re.IGNORECASE)
_OPENS = re.compile(r"\W*([^\W\d_]+)(?:\s*[.,;:!–—]|\s-\s)")


def _decided(gold: str, prompt: str) -> str:
    """Return the verdict that a reference is of a question of yes or no, or of a statement."""
    first = folded_words(visible(gold))[:1]
    if not first:
        return ""
    if first[0] in YES | NO and _ASKS.match(prompt):
        return "yes" if first[0] in YES else "no"
    if first[0] in ("true", "false") and _TRUE_OR_FALSE.search(prompt):
        return "yes" if first[0] == "true" else "no"
    return ""


_TRUE_OR_FALSE = re.compile(
    r"\btrue (?:or|/) ?false\b|\btrue/false\b|\bT/F\b|\bis (?:it|this|that) true\b"
    r"|\bright or wrong\b",
    re.IGNORECASE,
)


def _verdict(clause: str, prompt: str) -> str:
    clause = _FOLLOWS.sub("", clause)
    words = folded_words(clause)
    bare = " ".join(words)
    if words[:1] == ["never"] or (_POSSIBLE.match(prompt) and _IMPOSSIBLE.fullmatch(clause)):
        return "no"
    if words[-1:] and words[-1] in (YES | NO) - {"o", "e", "ne"}:
        return "yes" if words[-1] in YES else "no"
    if bare in _SURELY or _IT_DOES.fullmatch(clause):
        return "yes"
    if bare in _SURELY_NOT or _IT_DOES_NOT.fullmatch(clause):
        return "no"
    return _restated(words, folded_words(visible(_QUESTION.split(prompt)[-1])))


_QUESTION = re.compile(
    r"[.!:,;]\s+(?=(?:is|are|was|were|does|do|did|can|could|has|have|must)\b)", re.I
)


_POSSIBLE = re.compile(r"\s*(?:can|could|is it possible|may|might|does|do|is|are)\b", re.IGNORECASE)
_IMPOSSIBLE = re.compile(
    r"(?:(?:it|that|this)(?:['’]s| is)\s+)?(?:(?:simply|quite|absolutely|just|mathematically)\s+)?"
    r"(?:impossible|not possible|an? (?:\w+ )?(?:fallacy|myth|misconception)|out of the question"
    r"|unmöglich|imposible|impossibile|impossível)",
    re.IGNORECASE,
)


def _restated(words: Sequence[str], asked: Sequence[str]) -> str:
    """Return what a clause says that is the question as a statement, in its order."""
    if len(words) > 2 * _FEW or set(words) & _JOINS or words[:1] == list(asked[:1]):
        return ""
    denied = bool(set(words) & NOT)
    said = [_stem(word) for word in words if word not in _PLAIN and word not in NOT]
    order = [_stem(word) for word in asked if word not in _PLAIN]
    if not said or 2 * len(said) < len(order) - 1:
        return ""
    at = 0
    for word in said:
        while at < len(order) and order[at] != word:
            at += 1
        at += 1
        if at > len(order):
            return ""
    if said[-1] == order[0] and len(order) > 1:
        return ""  # the subject alone
    return "no" if denied else "yes"


def _stem(word: str) -> str:
    number = numbers_in_words(word)
    return str(number[0]) if number else word[:_STEM]
