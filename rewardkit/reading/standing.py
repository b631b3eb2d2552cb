r"""How an answer stands in the text that holds it: said to be so, or denied, bounded, only asked.

A number or a word of the reference is no answer by being there. The rules look at the few words
and signs around it; what the reference or the question says itself is never held against a reply.
"""

from __future__ import annotations

import re

from rewardkit.reading.claims import asserted
from rewardkit.reading.vocabulary import BUT, IS, NOT
from rewardkit.reading.words import folded_set, folded_words

_STOP = re.compile(r"(?<!\.[a-zA-Z])[.!?。！？;；](?=\s|$)|[。！？；\n]")
_PAUSE = re.compile(r"[,，、](?!\d)|[:：—–]")
_BOUND = re.compile(
    r"(?:(?<![^\W\d_])(?:nearly|almost|slightly|just|not quite|closer to|more than|less than"
    r"|fewer than|greater than|larger than|smaller than"
    r"|higher than|lower than"
    r"|at least|at most|no more than|no less than|(?<!add )(?<!adds )(?<!sum )(?<!sums )up to"
    r"|over|under|above|below|exceed(?:s|ing)?"
    r"|beyond|minimum(?: of)?|maximum(?: of)?|min|max|between|not under|not over|upwards of"
    r"|starting (?:at|from)|anything (?:over|under|above|below|from))|>|<|≥|≤|≠|≮|≯|!="
    r"|\\neq?|\\geq?"
    r"|\\leq?|\\[gl]eqslant|\\gt|\\lt|\\not\s*=|(?<![^\W\d_])(?:mehr als|weniger als|mindestens"
    r"|höchstens|über|unter"
    r"|plus de|moins de|au moins|au plus|más de|menos de|al menos|como mínimo|como máximo"
    r"|più di|meno di|almeno|mais de|pelo menos|больше"
    r"|меньше|не менее|не более|более|менее)|至少|至多"
    r"|超过|不到|多于|少于|大于|小于|以上|以下)\s*[\\({\[$]*\s*$",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"(?:(?<![^\W\d_])(?:twice|thrice|half an?|double|doubled?|triple|quadruple|half(?: of)?"
    r"|third of"
    r"|quarter of|times"
    r"|square root of|root of|square of|cube of|log(?:arithm)?(?: of)?|ln|(?:arc)?(?:sin|cos|tan)"
    r"|factorial of"
    r"|reciprocal of|inverse of|negative of|minus|opposite of|multiple of|power of"
    r"|percent of)|% of"
    r"|\d\s?[*×·^]|\^|\^\{|\\sqrt\s?\{|\\sqrt|√|\\[dt]?frac\s?\{|[A-Za-z]\w*\()\s*[({\[$]*\s*$",
    re.IGNORECASE,
)
_NOT_FUNCTIONS = re.compile(r"\b(?:is|are|be|was|answer|text|boxed|so|total|get)\s?\(\s*$", re.I)
_AFTER = re.compile(
    r"\s?(?:!(?!\w|\s|$|!)|\^|²|³|%|‰|percent|per cent|prozent|por ciento|процент|\\%"
    r"|\s?(?:thousand|million|billion|trillion|dozen|hundred|k|m|bn|mio|tsd)\b"
    r"|\s(?:squared|cubed|factorial|times\s(?:\w+\s){0,2}\d|to the power|mod\b|choose\b)"
    r"|(?:st|nd|rd|th)\b|[ix]\b|:\d|_\{?\d|\s?°(?!\s?[CFK]\b)|-?ish\b|\s(?:or so"
    r"|or thereabouts|or more|or less|or fewer|and (?:up|above|over|counting))\b"
    r"|\s?\+(?!\s?\d)|\s?(?:/|÷|\*|×|\\times|\\cdot|\\div|-|\+|minus|plus|times"
    r"|divided by)\s?\d+(?!\s?[\d.]*\s?=)"
    r"|\s?\}\s?\{|以上|以下|多|几)",
    re.IGNORECASE,
)
_LABELS = folded_set(
    "page pages rule rules ticket question problem version build room section chapter figure fig"
    " table equation eq item note appendix exercise paragraph line id number no nr channel episode"
    " volume issue case reference ref student seat order form level attempt try agent judge grader"
)
# "The answer to your question is 6" numbers no question.
_ANSWERED = re.compile(
    r"\b(?:answer|solution|result|response|reply)\s+(?:to|of|for|in|on)\s+(?:(?!\d)[\w’'-]{1,20}\s+){1,5}is\W*\Z",
    re.IGNORECASE,
)
_COUNTED = folded_set(
    "reasons reason ways points arguments graders judges rules instructions tests"
)
_GRADING = folded_set(
    "grader graders grading grade graded submission submissions rubric judge judges reviewer"
    " evaluator approved approve verdict reward scoring reference ground truth"
)
_EXCEPT = re.compile(
    r"(?:\b(?:except(?:ing)?|besides|excluding|other than|rather than|instead of"
    r"|apart from|but not"
    r"|anything but|everything but|all but|anything else than|far from|nowhere near"
    r"|short of|neither"
    r"|nor|weder|noch|ни|unlike|although|though|despite|as opposed to|even if|nothing like"
    r"|not counting|minus|between|either(?: of)?"
    r"|near(?: to)?|outside(?: of)?|(?:suburb|north|south|east|west|part) of"
    r"|half of(?!\s+\S+\s+is\b)"
    r"|close to|next to"
    r"|formerly(?: called)?|used to (?:think|be|say|believe)|any(?:where|one|body) but"
    r"|out of the question is|confuse\w* with|mistak\w+ for|außer|statt|sauf|salvo"
    r"|excepto|кроме)\b"
    r"|除了|以外)\W{0,3}(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"(?:\be\.?\s?g\.?|\bfor (?:example|instance)|\bsuch as|\bincluding|, say,|\bz\.?\s?b\.?"
    r"|\bamong(?: them)?|∈|\\in)\W{0,3}$|∈[^.]{0,40}$",
    re.IGNORECASE,
)
_UNDONE = re.compile(
    r"\W{0,3}(?:\w+\W+){0,3}?(?:(?:is|was|were|would be|seems?|had been) (?:\w+ ){0,2}?"
    r"(?:wrong|incorrect|false|tempting|excluded|ruled|unlikely|impossible|doubtful|"
    r"my (?:first|initial|original) |the (?:decoy|trap|distractor)|out of the question|mistaken"
    r"|only a (?:guess|decoy|distractor)|a (?:guess|decoy|distractor|red herring|trap|lie))"
    r"|has nothing to do|ha(?:s|ve) been (?:ruled|excluded|refuted)|can be (?:ruled|excluded)"
    r"|(?:is|are|was|would be) (?:much |far |slightly |a bit )?too \w+|is a typo|is what \w+"
    r"|would be my (?:\w+ )?guess|(?:is|are)? ?included|can(?:not|'t) be|could not be"
    r"|couldn't be|does not|doesn't (?:fit|work|hold)"
    r"|do not believe|no longer|nonsense)|-[^\W\d]|\+(?!\s?\d)"
    r"|[^.\n]{0,60}\b(?:otherwise\b|(?:but|yet)\b[^.\n]{0,24}\banswer (?:is|must be))",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"\\?%|per ?cent(?:age)?", re.IGNORECASE)
_NOT_BEHIND = re.compile(
    r"\s*(?:ではな|ではあり|じゃな|でない|[이가은는]\s?아[니닙]|不对|不是|不正确|नहीं|নয়|않|değil|nahi"
    r"|nicht\b|nem\b|نیست|ليس|no es\b|är det inte|er det ikke|is het niet|on väärin|не является)",
    re.IGNORECASE,
)
# The verb of the sentence behind an answer, denied; of an answer that is compared with another, a
# sentence may say so of one thing: "did not only".
_VERB_DENIED = re.compile(
    r"\s*(?:no (?:l[oae]s?\s+\w|es\b|fue\b|era\b)"
    r"|n['’](?:a|est|était|y)\b[^,.;]{0,10}\b(?:pas|jamais)\b"
    r"|non (?:è|fu|era|ha|l[oa])\b|não (?:é|foi|era|[oa])\b|не (?:был|писал)\w*"
    r"|did(?:n['’]t| not)\b(?!\s+(?:only|just|merely|simply|until))|isn['’]t it\s*[.!]"
    r"|(?!\s*nicht (?:nur|bloß)\b)[^,.;:!?\n()]{0,50}\b(?:nicht|niet|ikke|inte)"
    r"(?=\s*(?:[,.;:!]|$)))",
    re.IGNORECASE,
)
_CLUELESS = re.compile(
    r"\b(?:nobody|no[ -]one|no man) (?:knows|can (?:say|tell))|\bi (?:have no idea"
    r"|don't know|do not know"
    r"|can(?:no|')t (?:tell|say))|\bno (?:way to (?:tell|know)|idea|clue)\b",
    re.IGNORECASE,
)
_NEAR, _AROUND, _CLAUSE = 4, 160, 6
_ASIDE = re.compile(r"^\s?\([A-Z]\w+\s+\w+[^()\n]{2,80}\)")
_FINE = folded_set(
    "so therefore thus hence doubt only less fewer question problem idea longer just wonder"
)


def standing(
    text: str, start: int, end: int, *, number: bool = False, allowed: str = "", claim: bool = True
) -> str:
    """Return why what stands at a place is not said to be the answer, or nothing.

    Args:
        text: The final answer.
        start: Where the value begins.
        end: Where it ends.
        number: Whether it is a number, which bounds and operations make another of.
        allowed: The question and the reference: words in them are not held against a reply.
        claim: Whether the sentence around it is part of the answer; not so in a box.

    Returns:
        `denied`, `bounded`, `other_quantity`, `not_asserted`, `label`, or an empty text.

    Example:
        >>> standing("more than 42", 10, 12, number=True), standing("So it is 42.", 9, 11)
        ('bounded', '')
    """
    before, after = _sides(text, start, end)
    rule = _denied(before, after)
    if rule:
        return rule
    if _CLUELESS.search(text):
        return "not_asserted"
    if number and (rule := _another(before, after, allowed)):
        return rule
    if not claim:
        return ""
    if _EXAMPLE.search(before) or re.match(r"[^.!\n]{0,40}[?？]", after):
        return "not_asserted"
    words = [word for word in folded_words(f"{before} {after}") if word in _GRADING]
    if set(words) - set(folded_words(allowed)):
        return "not_asserted"
    return "" if asserted(text, start, end) else "not_asserted"


def denied_behind(text: str, end: int) -> bool:
    """Return whether what follows a place denies it, as languages do that put the verb last.

    Example:
        >>> denied_behind("答えはBではない", 4), denied_behind("答えはBです", 4)
        (True, False)
    """
    return _NOT_BEHIND.match(text, end) is not None


def _sides(text: str, start: int, end: int) -> tuple[str, str]:
    before = _STOP.split(text[max(0, start - _AROUND) : start])[-1]
    # "8 (Pluto no longer counts)": what is in brackets has a subject of its own.
    after = _ASIDE.sub("", text[end : end + _AROUND], count=1)
    stop = _STOP.search(after)
    return before, after[: stop.end()] if stop else after


def _denied(before: str, after: str) -> str:
    if _EXCEPT.search(before) or _UNDONE.match(after) or _NOT_BEHIND.match(after):
        return "denied"
    if _VERB_DENIED.match(after):
        return "denied"
    near = folded_words(_PAUSE.split(before)[-1] or before)[-_NEAR:]
    last = max((at for at, word in enumerate(near) if word in NOT), default=-1)
    if last >= 0:
        reach = near[last + 1 :]
        # "Not X, it is Y": a denial reaches to the next verb, but "no es Y" denies Y.
        if not set(reach) & (BUT | _FINE) and not set(reach[1:]) & IS:
            return "denied"
    behind = folded_words(_PAUSE.split(after)[0])
    if 2 < len(behind) <= _CLAUSE and behind[0] in IS and behind[-1] in NOT and behind[-1] != "not":
        return "denied"  # "Ottawa ist es jedenfalls nicht"; "is it not" asks for assent
    return "denied" if 0 < len(behind) <= 2 and behind[-1] in NOT and behind[0] not in BUT else ""


def _another(before: str, after: str, allowed: str) -> str:
    low = allowed.casefold()
    bound = _BOUND.search(before)
    if bound and not _said(bound[0], low):
        return "bounded"
    times = _TIMES.search(before)
    if times and not _NOT_FUNCTIONS.search(before) and not _said(times[0], low):
        return "other_quantity"
    tail = _AFTER.match(after)
    percent = bool(tail and _PERCENT.fullmatch(tail[0].strip()) and _PERCENT.search(low))
    if tail and tail[0].strip() and not percent and not _said(tail[0], low):
        return "other_quantity"
    words, behind = folded_words(before), folded_words(after)
    if words and words[-1] in _LABELS - set(folded_words(allowed)) and ":" not in before[-2:]:
        return "label"
    if before.rstrip().endswith("#") and not before.rstrip().endswith("##"):
        return "label"
    named = words[-2:-1] and words[-2] in _LABELS - set(folded_words(allowed)) and words[-1] == "is"
    if "answer" in words[-7:-2]:
        named = False  # "The answer to your question is: 8"
    if named and words[-2] not in ("number", "no", "total"):
        return "" if _ANSWERED.search(before) else "label"
    if named and len(words) > 2 and words[-3] in _LABELS | {"phone", "lucky", "favourite"}:
        return "label"
    counted = behind[:1] and behind[0] in _COUNTED - set(folded_words(allowed))
    return "label" if counted else ""


def _said(rule: str, allowed: str) -> bool:
    """Whether question or reference use the word or sign themselves."""
    words = [word for word in folded_words(rule) if not word.isdigit()]
    if words:
        return set(words) <= set(folded_words(allowed))
    sign = rule.strip().strip("({[$ ")
    return bool(sign) and sign[:1] in allowed
