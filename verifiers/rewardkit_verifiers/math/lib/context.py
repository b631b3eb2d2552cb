"""Answers that are right for what a prompt asks, though not the reference as it stands."""

from __future__ import annotations

import re
from decimal import Decimal

from rewardkit.reading.vocabulary import IS, NOT, OR
from rewardkit.reading.words import folded_set, folded_words
from rewardkit_verifiers.math.lib.clock import as_clock, asks_clock
from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.estimated import unestimated
from rewardkit_verifiers.math.lib.plain_number import read_number
from rewardkit_verifiers.math.lib.policy import Policy
from rewardkit_verifiers.math.lib.spoken import number_word

# Where a function rises or falls on an interval, it does so with and without its ends.
_MONOTONE = re.compile(
    r"\b(?:monoton\w*|increasing|decreasing)\s+(?:\w+\s+){0,2}intervals?\b"
    r"|\bintervals?\b[^.?]{0,80}\b(?:increas|decreas|monoton)|单调\w{0,4}区间",
    re.IGNORECASE,
)
_APPROXIMATE = re.compile(
    r"\b(?:approximat\w*|about (?:how|what)|roughly|estimate)\b", re.IGNORECASE
)
_ESTIMATE = re.compile(
    r"^\W{0,4}(?:about|approximately|approx\.?|roughly|around|nearly|almost)\b\s*", re.IGNORECASE
)
_APPROXIMATE_DIGITS = 3
_BRACKETS = str.maketrans("[]", "()")
_ASKED = re.compile(r"\b(?:who|whom|whose|which)\b", re.IGNORECASE)
_COMMAND = re.compile(r"\\(?:text|textbf|mathrm|mbox)\s?\{([^{}]*)\}")
_FILLERS = folded_set(
    "a an the of to in on at by for from with and that this it its will would did do does has have"
    " had can"
)
_ALONE = {"positive": ">", "negative": "<", "nonnegative": ">=", "non-negative": ">="}
_SIGNS = {
    **dict.fromkeys(("less", "smaller", "lower", "below", "<", "\\lt"), "<"),
    **dict.fromkeys(("greater", "more", "larger", "bigger", "above", ">", "\\gt"), ">"),
    **dict.fromkeys(("at most", "\\le", "\\leq", "≤", "less than or equal"), "<="),
    **dict.fromkeys(("at least", "\\ge", "\\geq", "≥", "greater than or equal"), ">="),
    **_ALONE,
}
_WORDS = {"zero": "0", "one": "1", "two": "2"}
_COMPARED = re.compile(
    r"(?:\b(?:is|are|be)\s+(?:always\s+|strictly\s+)?"
    r"((?:less|greater) than or equal to|(?:less|smaller|lower|greater|more|larger|bigger) than"
    r"|at most|at least|above|below|positive|negative|non-?negative)"
    r"|(?<![<>=\\-])([<>]|≤|≥|\\(?:leq?|geq?|lt|gt)(?![a-z])))"
    r"(?:\s*(zero|one|two|-?\d{1,9}(?:\.\d{1,9})?))?$",
    re.IGNORECASE,
)
# A sentence with a subject, a verb and what it is compared with.
_SAID = re.compile(r"[A-Za-z]{2,}\s+(?:is|are|be)\s+[a-z]", re.IGNORECASE)
_RELATIONS = re.compile(r"[<>=≤≥≠]|\\(?:leq?|geq?|lt|gt|neq?)(?![a-z])")
_UNDECIDED = re.compile(r"\b(?:not|or(?! equal)|maybe|either|never|perhaps)\b|n['’]t\b|\?")
_LONGEST_NAME, _SHORTEST_SENTENCE, _LONGEST = 3, 4, 300
_STEM = 4


def in_context(gold: str, pred: str, prompt: str, policy: Policy) -> Verdict | None:
    """Compare again what a prompt makes the same, or return None where it makes nothing so.

    Args:
        gold: The reference, which the answer does not equal without the prompt.
        pred: The answer.
        prompt: The task.
        policy: What to do where the field disagrees.
    """
    if max(len(gold), len(pred)) > _LONGEST:
        return None
    verdict: Verdict | None = None
    if _MONOTONE.search(prompt) and "," in gold and "," in pred:
        verdict = same(gold.translate(_BRACKETS), pred.translate(_BRACKETS), policy)
    elif policy.rounding is not None and _APPROXIMATE.search(prompt):
        fewer = min(policy.rounding, _APPROXIMATE_DIGITS)
        said = _ESTIMATE.sub("", pred)
        verdict = same(gold, said, policy.model_copy(update={"rounding": fewer}))
        if not verdict and rounds(gold, said):
            verdict = Verdict(True, "rounding", "the prompt asks for an approximation")
    elif estimated := unestimated(pred, prompt):
        verdict = same(gold, estimated, policy)
    elif asks_clock(prompt) and (times := (as_clock(gold), as_clock(pred))) != (gold, pred):
        verdict = same(*times, policy)
    elif _SAID.search(gold) and (claim := compared(gold)) is not None and claim == compared(pred):
        verdict = Verdict(True, "text", "the same comparison with a number")
    elif _ASKED.search(prompt) and names(gold, pred, prompt):
        verdict = Verdict(True, "text", "the name that the sentence begins with")
    return verdict if verdict else None


def asked_for_other(pred: str, gold: str, prompt: str) -> bool:
    """Return whether an answer in words names the opposite end of what a prompt asks for.

    Example:
        >>> asked = "Find the eigenvalues, and give the larger one."
        >>> [asked_for_other(one, "3", asked) for one in ("The smaller is 3.", "The larger is 3.")]
        [True, False]
    """
    ends = [bool(end.search(prompt)) for end in _ENDS]
    if ends[0] == ends[1]:
        return False
    wanted, other = _ENDS if ends[0] else _ENDS[::-1]
    return bool(other.search(pred)) and not wanted.search(pred) and not other.search(gold)


_ENDS = (
    re.compile(
        r"\b(?:larger|largest|greater|greatest|maximum|maximal|biggest|bigger|highest)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:smaller|smallest|least|minimum|minimal|lowest|lower)\b", re.IGNORECASE),
)


def compared(text: str) -> tuple[str, Decimal] | None:
    """Return the sign and the number that a short statement ends on, or None.

    Example:
        >>> compared("The sum is less than zero."), compared("f(1) + f(2) < 0"), compared("x")
        (('<', Decimal('0')), ('<', Decimal('0')), None)
    """
    text = _COMMAND.sub(r" \1 ", text).replace("\\left", "").replace("\\right", "").strip(" .$")
    match = _COMPARED.search(text)
    if match is None or _UNDECIDED.search(text) or len(_RELATIONS.findall(text)) > 1:
        return None
    said = " ".join((match[1] or match[2]).lower().split()).removesuffix(" than")
    sign, number = _SIGNS[said.removesuffix(" to")], match[3]
    if (said in _ALONE) != (number is None):
        return None
    # Positive and negative say the number themselves.
    return sign, Decimal(0) if number is None else Decimal(_WORDS.get(number.lower(), number))


def rounds(gold: str, pred: str) -> bool:
    r"""Whether a number is a decimal reference, rounded to three significant digits or more.

    Example:
        >>> rounds("117.95\\%", "118\\%"), rounds("117.95", "117"), rounds("1.27", "1.3")
        (True, False, False)
    """
    if ("%" in gold) != ("%" in pred) and "%" in pred:
        return False
    wanted, said = read_number(gold), read_number(pred)
    if not isinstance(wanted, Decimal) or not isinstance(said, int | Decimal):
        return False
    said = Decimal(said)
    digits, places = said.as_tuple().digits, said.as_tuple().exponent
    if not isinstance(places, int) or len(digits) < _APPROXIMATE_DIGITS or not -20 < places <= 0:
        return False
    return Decimal(-20) < wanted.adjusted() < Decimal(20) and abs(wanted - said) <= Decimal(
        5
    ).scaleb(places - 1)


def names(gold: str, pred: str, prompt: str) -> bool:
    """Whether an answer is the name in a sentence that otherwise repeats the question.

    Example:
        >>> prompt = "Who serves the ball first, Ann or Bea?"
        >>> gold = "Ann serves the ball first."
        >>> [names(gold, one, prompt) for one in ("Ann", "Bea", "serves")]
        [True, False, False]
    """
    wanted, said = (_words(one) for one in (gold, pred))
    size = len(said)
    if not 0 < size <= _LONGEST_NAME or len(wanted) <= size or wanted[:size] != said:
        return False
    if len(wanted) < _SHORTEST_SENTENCE and not _is_verb(gold, wanted[size]):
        return False
    asked = {*folded_words(prompt)}
    if not set(said) <= asked or {*said} & (NOT | OR | IS) or {*wanted} & NOT:
        return False
    if _is_person(gold, pred, prompt):
        return True
    rest = {*wanted[size:]} - IS - _FILLERS
    return bool(rest) and all(_is_asked(word, asked) for word in rest)


def _is_person(gold: str, pred: str, prompt: str) -> bool:
    """Whether one of the persons of a prompt that asks *who* is the subject of a sentence.

    The sentence names no other person of the prompt, and denies nothing.
    """
    subject, said = _SUBJECT.match(gold.strip()), _COMMAND.sub(r"\1", pred).strip(" .$")
    if subject is None or subject[1] != said or not _WHO.search(prompt):
        return False
    persons = {name for name in _PERSON.findall(prompt) if name not in _OPENERS}
    return subject[1] in persons and not (persons - {subject[1]}) & {*_PERSON.findall(gold)}


_WHO = re.compile(r"\b[Ww]ho\b")
_SUBJECT = re.compile(
    r"([A-Z][a-z]{1,14})\s+(?:will|can|is|was|has|had|wins?|won|gets?|should|must)\b"
)
_PERSON = re.compile(r"(?<![.?!]\s)(?<!^)\b[A-Z][a-z]{1,14}\b")
_OPENERS = frozenset(("The", "If", "Who", "Can", "What", "When", "In", "For"))


def _is_verb(gold: str, word: str) -> bool:
    """Whether a word of a short sentence may be its verb: *wins*, and no *Alpha* or *thirds*."""
    return word in gold.split() and word.endswith("s") and number_word(word) is None


def _words(text: str) -> list[str]:
    if not text.isascii() or any(map(str.isdigit, text)):
        return []
    plain = _COMMAND.sub(r" \1 ", text)
    if "\\" in plain or "$" in plain:
        return []
    words = folded_words(plain)
    while words and words[0] in ("a", "an", "the"):
        words = words[1:]
    return words


def _is_asked(word: str, asked: set[str]) -> bool:
    """Whether a prompt has a word, perhaps with another ending."""
    if word in asked:
        return True
    stem = word[: max(_STEM, len(word) - 3)]
    return len(word) > _STEM and any(other.startswith(stem) for other in asked)
