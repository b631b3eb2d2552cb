"""Whether a text takes back the answer that it marks, in the same sentence or the next one."""

from __future__ import annotations

import re
from functools import lru_cache

from rewardkit_verifiers.math.lib.extraction.behind import taken_back
from rewardkit_verifiers.math.lib.extraction.boxes import closing_brace
from rewardkit_verifiers.math.lib.extraction.found import Found

_BEFORE, _AFTER = 120, 200
_SHORT = 40
_SHORTEST_BEHIND = 1
# What stands behind most answers takes nothing back.
_SILENT = " \n\t.$)]}*\\"
# A text around an answer that denies it holds one of these; most hold none.
_HINTS_BEFORE = (
    *("not", "n't", "n’t", "wrong", "false", "incorrect", "doubt", "never", "untrue", "mistake"),
    *("nobody", "no one", "deny"),
)
_HINTS_BEHIND = (
    *("no", "n't", "n’t", "wrong", "false", "incorrect", "mista", "doubt", "never", "untrue"),
    *("invalid", "err", "impossible", "kidding", "scratch", "unlikely", "guess", "inaccurate"),
    *("far from", "strike", "actually", "however", "correction", "rather", "wait", "i mean"),
    *("ignore", "disregard", "rejected", "discarded", "fails", "contradicts", "✗", "❌", "✘"),
    *("could be", "might be", "may be", "unsure", "uncertain", "made", "take", "forget", " off"),
    *("violates", "breaks", " too ", "give or", "more or", "or so", "or more", "or less", "maybe"),
    *("or fewer", "or greater", "thereabouts", "perhaps", "probably", "possibly", "presumably"),
    *(
        "is what",
        "was what",
        "at least",
        "at most",
        "at the",
        "at min",
        "at max",
        "counting",
        "suppose",
        "tops",
        "rough",
    ),
    *("approx", "plus", "minus", "times", "divided", "multiplied", "squared", "cubed", "factorial"),
    *("?", "？", "+", "×", "÷", "^", " * ", "/ ", "\\times", "\\cdot", "- ", "−"),
)
# Conventions whose texts may hold words behind the answer.
_HOLDING_WORDS = frozenset(("bare", "last_line", "phrase", "####", "A:"))
_BOXES = ("\\fbox", "\\framebox", "<|begin_of_box|>")
_OPENERS = re.compile(
    r"(?:[\s$(\[*\"'_{]|\\[(\[]|\\(?:boxed|fbox|framebox)|<\w{1,20}>|<\|begin_of_box\|>)+\Z"
)
_STOP = re.compile(r"[.!?;](?=\s)|\n|[。！？；]")
# The answer with which a longer text begins: 4, which is wrong.
FIRST = re.compile(r"\$[^$\n]{1,80}\$|\*\*[^*\n]{1,80}\*\*|[^\s,;]{0,60}[^\s,;.!]")
# The last value of a line that is a sentence.
_LAST = re.compile(r".*(?:\d|\$)", re.DOTALL)

_TAIL = (
    r"(?:[\s:=]+(?:that|if|whether|it|this|the|my|our|an?|correct|right|final|true|answer|value"
    r"|result|solution|total|is|was|are|be|equals?|equal|to|can|could|would|should|might|must|say"
    r"|claim|conclude|think|believe|here|x)\b)*+[\s:=]*\Z"
)
_LEAD = re.compile(
    rf"(?:(?<!\bno )(?<!hout )\b(?:doubt|deny)|(?:\b(?:not|never|cannot|nobody|no one)|n['’]t)"
    rf"(?:\s+(?:really|quite|actually|at all))?"
    rf"\s+(?:thinks?|believes?|agrees?|says?|claims?|accepts?|sure|certain|convinced"
    r"|true|correct|right|the case)"
    rf"|\b(?P<bad>false|wrong|incorrect|untrue|mistaken)\s+(?:that|to (?:say|claim|answer|think"
    rf"|believe|conclude)))\b{_TAIL}"
    r"|\b(?P<bad_b>false|wrong|incorrect|mistaken)\s+(?:answer|value|result|solution|number)"
    r"(?:\s+here)?\s*(?:is|was|would be|:|=)?\s*\Z"
    r"|^\W*(?P<bad_c>wrong|incorrect|false)(?:\s+answer)?\s*:?\s*\Z",
    re.IGNORECASE,
)
_LEAD_NOT = re.compile(
    r"(?:\b(?:not|cannot|never)\b|n['’]t\b)"
    r"(?:\s+(?:be|been|equals?|to|the|an?|answer|value|possibly|actually|really|correct"
    r"|is))*+\s*\Z",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\b(?:not|cannot|never|except|wrong|incorrect|false|untrue|invalid|impossible|mistake\w*"
    r"|errors?|erroneous)\b|n['’]t\b",
    re.IGNORECASE,
)
# Statement B is false: the box names what the sentence is about.
_NAMED = re.compile(
    r"\b(?:statement|claim|option|choice|assertion|proposition|equation|argument|step|line"
    r"|hypothesis|conjecture)s?\W*(?:is\W*|number\W*)?\Z",
    re.IGNORECASE,
)


def denied(
    text: str, found: Found, begin: int, prompt: str, at: tuple[int, int] | None = None
) -> int:
    r"""Return where the words end that take back a marked answer, or -1 when none do.

    What the question asks for is not held against a reply: it may ask which statement is false.

    Args:
        text: The completion without its reasoning.
        found: Its answer.
        begin: Where the mark of the answer begins, or -1 for the last place of the answer.
        prompt: The question.
        at: Where the answer begins and ends, when that is known.

    Example:
        >>> denied("$4$ is wrong.", Found("4", "last_math"), -1, "")
        12
        >>> denied("Not 5 but $4$.", Found("4", "last_math"), -1, "")
        -1
    """
    whole = found.where in ("bare", "last_line")
    if whole and found.text not in text:
        text = found.text  # bold marks are gone from it
    begin, end = at or place(text, found, begin)
    if begin < 0:
        return -1
    if not _may_deny(text, found.where, begin, end):
        return -1
    value = found.text
    if whole:
        ended = _LAST.match(value)
        value = "" if ended is None else value[: ended.end()].split()[-1]
        begin = text.find(value, begin)
    lead = _OPENERS.sub("", text[max(0, begin - _BEFORE) : begin])
    lead = _STOP.split(f"{lead} ")[-1].rstrip()
    if value[:3] in ("n't", "n’t") or _denied_before(lead, found, prompt):
        return end
    last = begin + len(value) if whole else end
    ends = [last]
    if not whole and (first := FIRST.match(value)) is not None and first.end() < len(value):
        ends.append(begin + first.end())
    asked = prompt.lower()
    for end in ends:
        after = text[end : end + _AFTER]
        closed = end == last and found.where not in _HOLDING_WORDS
        match = taken_back(after, found.text, closed=closed)
        if match is not None and not _is_asked(match, lead, found.text, asked):
            return end + match.end()
    return -1


def _may_deny(text: str, where: str, begin: int, end: int) -> bool:
    """Whether words of denial stand near an answer; a quick look that most texts fail."""
    if where in _HOLDING_WORDS:
        end = begin
    if len(text) - end >= _SHORTEST_BEHIND:
        behind = text[end : end + _AFTER].strip(_SILENT)
        if behind and _may_turn(behind):
            return True
    if where[0] in "#A<":
        # What is marked at the start of a line has nothing before it in its sentence.
        return False
    before = text[max(0, begin - _BEFORE) : begin].lower()
    return any(map(before.__contains__, _HINTS_BEFORE))


def _hints(behind: str) -> bool:
    """Whether a word of denial stands in the words behind an answer."""
    behind = behind.lower()
    return any(map(behind.__contains__, _HINTS_BEHIND))


# What is short behind an answer is most often one of a few units.
_hints_short = lru_cache(maxsize=4_096)(_hints)


def _may_turn(behind: str) -> bool:
    return _hints_short(behind) if len(behind) <= _SHORT else _hints(behind)


def undisputed(text: str, begin: int, end: int) -> bool:
    r"""Whether no word around a box could deny or correct it: a quick look that most pass.

    Example:
        >>> undisputed(r"It is $\boxed{4}$ m.", 7, 16), undisputed(r"\boxed{4}, or 5", 0, 9)
        (True, False)
    """
    if len(text) - end > _AFTER:
        return False
    behind = text[end:].strip(_SILENT)
    if behind and (_DIGIT.search(behind) or _may_turn(behind)):
        return False
    before = text[max(0, begin - _BEFORE) : begin].lower()
    return not any(map(before.__contains__, _HINTS_BEFORE))


_DIGIT = re.compile(r"\d")


def place(text: str, found: Found, begin: int) -> tuple[int, int]:
    """Return where the answer begins and ends in the text; -1 for both where it is not there."""
    if found.at[0] >= 0:
        return found.at
    if found.where == "boxed":
        begin = text.rfind("\\boxed")
        if begin < 0:
            begin = max(map(text.rfind, _BOXES))
        inside = text.find("{", begin)
        end = closing_brace(text, inside + 1) if inside >= 0 else -1
        if end >= 0 and found.text in text[begin:end]:
            return begin, end + 1
    at = text.find(found.text, begin) if begin >= 0 else text.rfind(found.text)
    return (at, at + len(found.text)) if at >= 0 else (-1, -1)


def _denied_before(lead: str, found: Found, prompt: str) -> bool:
    match = _LEAD.search(lead)
    if match is not None and not _is_asked(match, "", found.text, prompt.lower()):
        return True
    # Boxes and phrases know plain denials before them; in a bare text they are compared.
    if found.where in ("boxed", "phrase", "bare") or _NEGATIVE.search(prompt):
        return False
    return _LEAD_NOT.search(lead) is not None


def _is_asked(match: re.Match[str], lead: str, answer: str, asked: str) -> bool:
    """Whether words of denial say what the question asks for, or speak of a named statement."""
    groups = match.groupdict()
    bad = next((word for name, word in groups.items() if name[:3] == "bad" and word), None)
    good = next((word for name, word in groups.items() if name[:4] == "good" and word), None)
    if bad is None and (good is None or good.lower() in ("answer", "result", "it", "one")):
        return False
    if _NAMED.search(lead):
        return True
    if not asked:
        return False
    if not any(map(str.isdigit, answer)):
        return _NEGATIVE.search(asked) is not None
    if bad is not None:
        return bad.lower() in asked
    return re.search(rf"(?:not|n['’]t)\s+(?:an?\s+|the\s+)?{good}\b", asked) is not None
