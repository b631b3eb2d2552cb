"""Answers told in a few words: a formula in a plain sentence, a number that one ends on."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.extraction.prose.facts import repeats_verb
from rewardkit_verifiers.math.lib.extraction.unmarked import bold_value, numbers_in, without_bold
from rewardkit_verifiers.math.lib.grammar.foreign_units import english_unit
from rewardkit_verifiers.math.lib.grammar.labels import with_plain_unit
from rewardkit_verifiers.math.lib.grammar.measured import is_unit
from rewardkit_verifiers.math.lib.plain_number import has_other_value, is_bounded
from rewardkit_verifiers.math.lib.spoken import number_word
from rewardkit_verifiers.math.lib.word_lists import HEDGES, listed

_LONGEST = 400
_FORMULA = re.compile(r"\$+([^$]+)\$+|\\\((.+?)\\\)")
_WORD = re.compile(r"[A-Za-z]+")
# Words that only say what the formula is; any other might deny, bound or change it.
_PLAIN = frozenset(
    listed(
        "the a an they answer value result solution root point points line lines curve graph "
        "intersect intersects meet meets at is are be equals equal it we get have so thus hence "
        "therefore area volume length width height perimeter total sum product ratio number "
        "probability minimum maximum slope function equation of"
    )
)
_REMARKED = re.compile(r"(.*[A-Za-z\d}$])\s+\(([^()]{1,80})\)\.?", re.DOTALL)
_LEAD = re.compile(
    r"\s*(?:(?:that is(?: to say)?|i\.?\s?e\.?|which (?:is|equals)(?: also)?|namely|or|also"
    r"|equals?|equal to|in other words|equivalently|written as|since|because|from|being|as)"
    r"(?![A-Za-z])[\s.,:]*)?=?\s*",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"\s*\((?:approx\.?|approximately|rounded|exact|exactly|units?"
    r"|in total|altogether|as (?:required|desired|expected))\)\.?\s*$"
)
_CONTRACTED = re.compile(r"n['’]t\b|\?\s*$|[❌✗✘🤔🚫]|\.\.\.|…|[<>≤≥≠]|\\[A-Za-z]|不|或|大约|约|吗")
_MONTH = re.compile(r"(?<=\s)May\b")
_ORDER = re.compile(r"\bthe (?:first|second)\s(?=(?:[a-z]+\s){1,8}(?:is|are|equals)\b)")
_SENTENCE = re.compile(r"(?<=[a-z\d)%][.!。])\s+(?=[A-Z\d$])")
_BESIDE = re.compile(r"[-+*/^×·÷√∛∜±∓≠≈¬|!]\s*$|[A-Za-z]$")
_AFTER = re.compile(
    r"(?![mgslLhJNWVCFKkc])[A-Za-zπ√](?![A-Za-z])|\s?[²³⁴⁵⁶⁷⁸⁹⁰¹ⁿ½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞∞π√]"
    r"|\s*(?:[-+*/^×·÷=](?!\s?[A-Za-z]{3})|!|[A-Za-z]\^|:\d|x\b)"
)
# We get 9π, it is 5 / 6, the slope equals 2x + 1.
_TAIL = re.compile(
    r"\b(?:is|are|equals?|gets?|gives?|obtain|yields?|becomes?|be)\s+(?:simply\s+|just\s+)?"
    r"((?:[^\sA-Za-z]|(?<![A-Za-z])[a-z](?![A-Za-z])|\s"
    r"|(?<![A-Za-z])(?:sqrt|pi|sin|cos|tan|ln|log|exp)(?![a-z])){1,60})$"
)
# (4, -3), [0, 1), {1, 2} at the end of a sentence.
_GROUP = re.compile(r"([(\[{][^()\[\]{}A-Za-z]{1,60},[^()\[\]{}A-Za-z]{1,60}[)\]}])\s*[.!。]?\s*$")
_LEADS = re.compile(
    r"\b(?:is|are|at|coordinates|vector|pair|gets?|gives?|obtain|have|becomes?|yields?"
    r"|equals?|be|point|set|interval|=)\s*(?:the\s+\w+\s+)?$|=\s*$"
)
_COMES_TO = re.compile(
    r"\b(?:comes?|came|amounts?|adds? up|works? out|sums?|equal|rounds?|evaluates?|simplif(?:y|ies)"
    r"|reduces?|converges?|tends?|leads?) to\s*$"
)
_JOINED = re.compile(r"(?:,|\band\b|\bto\b|\bor\b|&|-|–|:|\bof\b|\bx\b|×|\d)\s*[$€£]?\s*$")


def told(answer: str) -> tuple[str, ...]:
    r"""Return the texts that must all say the same for such an answer to say it, or nothing.

    Example:
        >>> told("they meet at $x = 3$"), told("not $x = 3$"), told("42 euros (14*3)")
        (('x = 3',), (), ('42 euros', '14*3'))
        >>> told("She sold 72 clips in May."), told("It is not 72."), told("Either 71 or 72.")
        (('72',), (), ())
    """
    if len(answer) > _LONGEST:
        return ()
    answer = answer.replace("⁄", "/")
    if _REMARK.search(answer):
        value = _REMARK.sub("", answer)
        return told(value) or (value,)
    if (group := _group_told(answer)) is not None:
        return (group,)
    if "**" in answer and (bold := _bold_told(answer)) is not None:
        return (bold,)
    remarked = _REMARKED.fullmatch(answer)
    if remarked is not None and explains(remarked[2]):
        return told(remarked[1]) or (remarked[1],)
    if remarked is not None:
        return remarked[1], without_lead(remarked[2])
    formulas = [one or other for one, other in _FORMULA.findall(answer)]
    around = _FORMULA.sub(" ", answer)
    if len(formulas) == 1 and not any(map(str.isdigit, around)):
        words = {word.lower() for word in _WORD.findall(around)}
        plain = "\\" not in around
        return tuple(formulas) if plain and words and words <= _PLAIN else ()
    if tells_several(answer):
        return ()
    number = (
        _verb_told(answer)
        or _time_told(answer)
        or spoken_value(answer)
        or spoken_end(answer)
        or _number_told(answer)
        or _tail_told(answer)
    )
    return () if number is None else (number,)


# What comes after a value doubts it with fewer words: it "matches our estimate".
_AFTERWARDS = HEDGES - frozenset(
    listed(
        "estimate guess guessing suppose assume assuming under around most least first second "
        "step may unknown"
    )
) | frozenset(("but",))


def _bold_told(answer: str) -> str | None:
    """Return the value in bold in a last sentence that neither doubts nor denies it, or None."""
    sentence = _SENTENCE.split(answer.strip())[-1]
    value = bold_value(sentence)
    if value is None:
        return None
    before, _, after = _ORDER.sub("the ", sentence.replace("**", "")).partition(value)
    hedged = not HEDGES.isdisjoint(word.lower() for word in _WORD.findall(before))
    doubted = not _AFTERWARDS.isdisjoint(word.lower() for word in _WORD.findall(after))
    if hedged or doubted or _CONTRACTED.search(f"{before} {after}"):
        return None
    return None if is_bounded(before) else value


# A remark that explains a value, or goes on about something else: (14 pens at 3 dollars each),
# (and Paul is 10), (it grows without bound).
_ANOTHER = re.compile(
    r"\b(?:answer|real|actual(?:ly)?|true|correct|exact(?:ly)?|should|would|could|result|or|but"
    r"|total|sum"
    r"|rounded|approx\w*|about|equals?|equivalent\w*|ie|also)\b|[=≈<>≤≥~]|\bi\.e",
    re.IGNORECASE,
)
_FEWEST_EXPLAINING = 3


def explains(remark: str) -> bool:
    """Whether a remark in brackets only explains the value before it, and offers no other.

    Example:
        >>> explains("and Paul is 10"), explains("or 73"), explains("it is not sure")
        (True, False, False)
        >>> explains("already in lowest terms"), explains("the answer of 5 pens"), explains("73")
        (True, False, False)
    """
    words = [word.lower() for word in _WORD.findall(remark)]
    if len(words) < _FEWEST_EXPLAINING or not HEDGES.isdisjoint(words) or _ANOTHER.search(remark):
        return False
    if number_word(remark) is not None:
        return False
    return _CONTRACTED.search(remark.replace("\\", "")) is None


def without_lead(remark: str) -> str:
    """Return a remark without the words that introduce it as the same in another form.

    Example:
        >>> without_lead("that is, 10!"), without_lead("or 0.5"), without_lead("= 48 + 24")
        ('10!', '0.5', '48 + 24')
    """
    return _LEAD.sub("", remark, count=1).strip()


def _group_told(answer: str) -> str | None:
    """Return the point, interval or set that the last sentence ends on, or None."""
    sentence = _SENTENCE.split(without_bold(answer).strip())[-1]
    group = _GROUP.search(sentence)
    if group is None or _CONTRACTED.search(sentence.replace(group[1], "")):
        return None
    before = sentence[: group.start(1)]
    words = [word.lower() for word in _WORD.findall(before)]
    if sum(len(word) > 1 for word in words) < 2 or not HEDGES.isdisjoint(words):
        return None
    # Another number or group before it would be a second answer, or the working.
    if any(map(str.isdigit, before)) or not _LEADS.search(before):
        return None
    inside = group[1]
    return f"\\{{{inside[1:-1]}\\}}" if inside[0] == "{" else inside


# It costs 42 dollars to buy 14 pens: the value stands right behind the verb.
_VERBED = re.compile(
    r"[^\d=:(]{2,120}?\b(?:is|are|was|costs?|takes?|took|pays?|paid|equals?|needs?|gets?|makes?"
    r"|earns?|ha[sd]|have"
    r"|weighs?|contains?|becomes?|be|spends?|spent|saves?|sells?|sold|reads?|drives?|travels?"
    r"|walks?|wins?|uses?)"
    r"\s+(?:exactly\s+|precisely\s+)?(?:[$€£]\s?)?(-?\d[\d,]*(?:\.\d+)?(?:/\d+)?%?)((?:\s+(?!in\b"
    r"|to\b|for\b|and\b|or\b)[a-z]{2,14}){0,2})"
    r"(?:\s\w+er than\s[A-Za-z ]{2,40}|,?\s+(?:for|to(?!\s+[$€£]?\d)|in(?!\s+\d)|at|because|since"
    r"|when|after|with|on|by"
    r"|as)\s.{1,120}|\s*\([^()]{3,80}\))[.!]?"
)


def _verb_told(answer: str) -> str | None:
    """Return the number right behind the verb of a last sentence that goes on, or None."""
    sentence = _SENTENCE.split(without_bold(answer).strip())[-1]
    found = _VERBED.fullmatch(sentence)
    if found is None or _CONTRACTED.search(sentence.replace("$", "")):
        return None
    words = [word.lower() for word in _WORD.findall(sentence)]
    bracket = re.search(r"\(([^()]{3,80})\)[.!]?$", sentence)
    if not HEDGES.isdisjoint(words) or (bracket and not explains(bracket[1])):
        return None
    before, after = sentence[: found.start(1)], found[2]
    if is_bounded(before) or has_other_value(after):
        return None
    return with_plain_unit(f"{found[1]}{after}") or found[1]


# They meet at 6:45 PM.
_TIME = re.compile(
    r"(?:[A-Za-z]+\s){1,20}(?:at|is|by|be|until"
    r"|around)\s(\d{1,2}:\d\d(?:\s?[AaPp]\.?\s?[Mm])?)\W{0,3}"
)
# The limit is zero. There are exactly three solutions.
_ENDS_SPOKEN = re.compile(
    r"(?:[A-Za-z]+,?\s){1,20}?(?:is|are|equals|costs?|needs?|takes?|has|have|gets?|pays?"
    r"|makes?)\s(?:exactly\s)?((?:[A-Za-z-]+\s?){1,6})\W{0,3}"
)


_SHARE_SPOKEN = re.compile(r"([a-z-]{3,12})\s(?:in|out of)\s([a-z-]{3,12})", re.IGNORECASE)


def _time_told(answer: str) -> str | None:
    """Return the time of day that a sentence of words ends on, or None."""
    found = _TIME.fullmatch(without_bold(answer).strip())
    if found is None or not HEDGES.isdisjoint(word.lower() for word in _WORD.findall(answer)):
        return None
    return found[1]


def spoken_end(answer: str) -> str | None:
    """Return the number in words that a sentence ends on, with at most one word behind it.

    Example:
        >>> spoken_end("The limit is zero."), spoken_end("There are exactly three solutions.")
        ('0', '3')
        >>> spoken_end("It is not three."), spoken_end("That is the right one.")
        (None, None)
    """
    sentence = without_bold(answer).strip()
    if len(sentence) > _LONGEST or any(map(str.isdigit, sentence)) or _CONTRACTED.search(sentence):
        return None
    found = _ENDS_SPOKEN.fullmatch(_SENTENCE.split(sentence)[-1])
    if found is None or not HEDGES.isdisjoint(word.lower() for word in _WORD.findall(sentence)):
        return None
    words = found[1].split()
    share = _SHARE_SPOKEN.fullmatch(found[1].strip())
    if share is not None:
        top, bottom = number_word(share[1]), number_word(share[2])
        return f"{top}/{bottom}" if top and bottom and top < bottom else None
    # There are three real solutions, it costs forty-two dollars.
    for size in range(len(words), max(len(words) - _MOST_UNIT_WORDS, 0), -1):
        value = number_word(" ".join(words[:size]))
        if value is not None:
            return str(value)
    return None


def spoken_value(answer: str) -> str | None:
    """Return `9 cats` for *nine cats*: a number in words and up to four words behind it."""
    if len(answer) > _LONGEST_SPOKEN or any(map(str.isdigit, answer)) or _CONTRACTED.search(answer):
        return None
    words = without_bold(answer).replace("-", " ").strip(" .!").split()
    if not words or not HEDGES.isdisjoint(word.lower().strip(",") for word in words):
        return None
    if number_word(" ".join(words)) is not None:
        return None
    for size in range(min(len(words) - 1, _MOST_SPOKEN), 0, -1):
        value = number_word(" ".join(words[:size]))
        rest = [word for word in words[size:] if word not in ("of", "a", "an", "the")]
        if value is not None:
            return rf"{value}\text{{ {' '.join(rest)}}}" if len(rest) <= _MOST_UNIT_WORDS else None
    return None


_LONGEST_SPOKEN, _MOST_SPOKEN, _MOST_UNIT_WORDS = 80, 8, 3


def _tail_told(answer: str) -> str | None:
    """Return the formula that the last sentence ends on, behind *is* or *get*, or None."""
    sentence = _SENTENCE.split(without_bold(answer).strip())[-1].rstrip(". 。")
    sentence = sentence.rpartition("; ")[2]
    tail = _TAIL.search(sentence)
    if tail is None or not _SAYS.search(tail[1]) or _CONTRACTED.search(sentence):
        return None
    words = {word.lower() for word in _WORD.findall(sentence[: tail.start(1)])}
    if len(words) < 2 or not words.isdisjoint(HEDGES) or "," in tail[1]:
        return None
    return tail[1].strip()


# 2 h and 45 min is not 45 min.
_OF_PARTS = re.compile(
    r"\d\s*(?:hours?|hrs?|h|minutes?|mins?|min|days?|weeks?|feet|foot|ft|yards?|pounds?|lbs?"
    r"|dollars?)"
    r"\s+(?:and\s+)?$"
)
_ONE_OF = re.compile(
    r"\bone of (?:which|them|these|those)\b|\b(?:including|such as)\b", re.IGNORECASE
)
# The slope is 4 and the intercept is 2: two facts, of which none is the answer.
_TWO_FACTS = re.compile(
    r"\b(?:is|are|equals)\s+[$-]?\d[\d.,/]*,?\s+(?:and|while|whereas|but)\s+[^\d=.]*"
    r"\b(?:is|are|equals)\s+[$-]?\d"
)


def tells_several(sentence: str) -> bool:
    """Whether a sentence tells two facts, or names its number as one of several.

    Example:
        >>> tells_several("The slope is 4 and the intercept is 2."), tells_several("It is 4.")
        (True, False)
    """
    if _TWO_FACTS.search(sentence) is not None or repeats_verb(sentence):
        return True
    return _ONE_OF.search(sentence) is not None


_SAYS = re.compile(r"\w|[∞∅]")


def _number_told(answer: str) -> str | None:
    """Return the number that the last sentence ends on, when it neither doubts nor joins it."""
    sentence = _SENTENCE.split(without_bold(answer).strip())[-1]
    # In May is a month, and the first four primes are no first step.
    words = [word.lower() for word in _WORD.findall(_ORDER.sub("the ", _MONTH.sub("", sentence)))]
    foreign = not sentence.isascii()
    spoken = sum(len(word) > 1 for word in words)
    if (spoken < 2 and not foreign) or not HEDGES.isdisjoint(words):
        return None
    if _CONTRACTED.search(sentence):
        return None
    written = [text.strip() for text in numbers_in(sentence)]
    if not written:
        return None
    last = written[-1]
    at = sentence.rfind(last)
    before, after = sentence[:at].rstrip("$€£"), sentence[at + len(last) :]
    if before.endswith("(") and after.startswith(")"):
        before, after = before[:-1], after[1:]  # -(1/2) x ends on no 1/2
    if last[0] in "+-−" and last[1:2] == " " and before.rstrip()[-1:].isalnum():
        return None  # x² + 2x + 1 ends on no number of its own
    if _OF_PARTS.search(before) or tells_several(sentence) or "∞" in after:
        return None
    chained = before.rstrip().endswith("=")
    if _AFTER.match(after) or has_other_value(after) or is_bounded(_COMES_TO.sub("", before)):
        return None
    if not chained and (
        _BESIDE.search(before) or (len(written) > 1 and _joins(_COMES_TO.sub("is ", before)))
    ):
        return None
    value = last.lstrip("$€£ ")
    after = after.rstrip(" .!。")
    if (measured := with_plain_unit(value + after)) is not None:
        return measured
    if (unit := english_unit(after.strip())) != after.strip():
        return rf"{value}\text{{ {unit}}}"
    if is_unit(after.strip()):
        return rf"{value}\text{{ {after.strip()}}}"
    return value + ("%" if after.lstrip().startswith("%") else "")


def _joins(before: str) -> bool:
    """Whether the number is the last of several: 71 and 72, 3 to 4, 5 of 72."""
    return (
        _JOINED.search(before) is not None
        or re.search(
            r"\d[^.;=]{0,20}\b(?:and|or|to|vs|versus)\s+[$€£]?(?:\w+\s+){0,1}$", before + " "
        )
        is not None
    )
