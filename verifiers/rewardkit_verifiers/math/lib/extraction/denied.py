"""Whether a text takes back the answer that it marks, in the same sentence or the next one."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.extraction.boxes import closing_brace
from rewardkit_verifiers.math.lib.extraction.found import Found

_BEFORE, _AFTER = 120, 200
_SHORTEST_BEHIND = 4
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
)
# Conventions whose texts may hold words behind the answer.
_HOLDING_WORDS = frozenset(("bare", "last_line", "phrase", "####", "A:"))
_BOXES = ("\\fbox", "\\framebox", "<|begin_of_box|>")
_CLOSERS = re.compile(
    r"(?:[ \t`\"*_}]|\$|\\[)\]]|</\w{1,20}>|<\|end_of_box\|>|\n(?=\s*(?:\$\$|\\\])))*+"
)
_OPENERS = re.compile(
    r"(?:[\s$(\[*\"'_{]|\\[(\[]|\\(?:boxed|fbox|framebox)|<\w{1,20}>|<\|begin_of_box\|>)+\Z"
)
_STOP = re.compile(r"[.!?;](?=\s)|\n|[。！？；]")
# The answer with which a longer text begins: 4, which is wrong.
_FIRST = re.compile(r"\$[^$\n]{1,80}\$|\*\*[^*\n]{1,80}\*\*|[^\s,;]{0,60}[^\s,;.!]")
# The last value of a line that is a sentence.
_LAST = re.compile(r".*(?:\d|\$)", re.DOTALL)

_ADVERB = (
    r"(?:(?:[a-z]{3,12}ly|also|just|only|quite|indeed|still|then|likely to be|unlikely to be"
    r"|in fact|of course|even|very|therefore|thus|the|an?|my|our|final|correct"
    r"|right)\s+)*?"
)
_BAD = (
    r"(?P<bad>wrong|incorrect|false|mistaken|untrue|invalid|erroneous|inaccurate|unlikely|doubtful"
    r"|impossible|nonsense|mistake|error|guess"
    r"|(?:far from|nowhere near|unlikely to be)\s+(?:being\s+)?(?:right|correct|true))\b"
    r"(?!\s+(?:that|to|for|in|if|when|unless|of|on|at)\b)"
)
_GOOD = (
    r"(?P<good>right|correct|true|valid|accurate|answer|solution|result|value|possible|it|one|so)\b"
    r"(?!\s+(?:that|for|of|in|if|when|unless|on|at|[a-z]+ed)\b|\s+to\b(?!\s+th[ei]))"
)
_ENDS = r"(?=\s*[*_)\]]*\s*(?:[.,;!)\]\n]|$))"
_DENIES = (
    rf"(?:(?:is|was|are|were|seems|looks|appears|(?:must|has to|would|could|might|may|should) be"
    rf"|['’]s)\s+{_ADVERB}(?:{_BAD}|(?:not|never)\s+{_ADVERB}{_GOOD.replace('good', 'good_a')})"
    rf"|(?:is|was|are|were)n['’]t\s+{_ADVERB}{_GOOD.replace('good', 'good_b')}"
    rf"|(?:can\s?not|can['’]t|could\s?not|couldn['’]t|must not)(?:\s+possibly)?(?:\s+be)?"
    rf"(?:\s+{_ADVERB}{_GOOD.replace('good', 'good_c')}|{_ENDS})"
    rf"|(?:is|was)(?:\s+not|n['’]t){_ENDS}"
    r"|ha(?:s|d)\s+(?:an?\s+)?(?:mistakes?|errors?)\b"
    rf"|(?:(?:should|must|has to) be|is)\s+(?:rejected|discarded|ignored){_ENDS}"
    rf"|(?:fails|contradicts)\s+(?:the|our)\s+(?:check|test|question|problem|conditions?){_ENDS}"
    rf"|(?:does|did)(?:\s+not|n['’]t)\s+(?:work|hold|fit|make sense|answer){_ENDS})"
)
_ITSELF = (
    r"(?:this|that|it|which|(?:this|that|the|my|our|above)(?:\s+(?:above|final|last|given|boxed"
    r"|stated))?\s+(?:answer|result|solution|value|number|conclusion|claim)"
    r"|(?:the\s+(?:statement|answer|result|claim)\s+|everything\s+|all\s+(?:of\s+)?)?"
    r"(?:the\s+)?above|all of (?:this|that))"
)
_OPENING = (
    r"(?:(?:but|however|actually|wait|hmm+|no|nope|sorry|oops|well|hold on|in fact|still|yet|and"
    r"|though|although|unfortunately|on second thoughts?|ah|oh|clearly|of course"
    r"|i (?:think|believe|know|fear|am sure|see now)(?: that)?)\b"
    r"[\s,.!…–—-]*+){0,4}"
)
_I_DOUBT = (
    rf"i\s+{_ADVERB}(?:(?:strongly|seriously|highly)\s+)?(?:doubt"
    r"|(?:do not|don['’]t|can\s?not|can['’]t)\s+"
    rf"{_ADVERB}(?:think|believe|trust|agree))(?:\s+(?:that|if|whether|with))?"
    rf"(?:\s+(?:so|{_ITSELF}))?"
    rf"(?:{_ENDS}|\s+(?:is|was|can be|could be)\s+{_ADVERB}{_GOOD.replace('good', 'good_d')})"
)
_ALONE = (
    r"(?:(?:wrong|incorrect|false|mistaken|untrue|not\s+(?:correct|right|true|it)|nope|no|not"
    r"|just kidding|(?:scratch|strike|ignore|disregard) (?:that|this|it)|not really"
    r"|there is an? (?:mistake|error) in (?:this|that|it)"
    r"|i(?:['’]m|\s+am|\s+was)\s+(?:wrong|mistaken|incorrect)"
    rf"|i\s+made\s+an?\s+(?:mistake|error))(?:{_ENDS}|(?=\s+[-–—]\s)))"
)
_SAME_SENTENCE = re.compile(
    rf"\s*(?:[,;:(–—-]\s*)*(?:(?:and|but|though|although|however|yet)\b,?\s+)?"
    rf"(?:(?:{_ITSELF})(?:\s+|(?=['’]s)))?{_DENIES}"
    rf"|\s*[,;:(–—-]+\s*(?:(?:and|but|though|although|however|yet|which)\b,?\s+)?(?:{_I_DOUBT}|{_ALONE})",
    re.IGNORECASE,
)
_NEXT_SENTENCE = re.compile(
    rf"(?:[.!?;:。…✗❌✘(\[]|\s|\*)*{_OPENING}(?:{_ITSELF}(?:\s+|(?=['’]s)){_DENIES}|{_I_DOUBT}|{_ALONE})"
    r"|(?:[.!?;:。…]|\s|\*)*(?:(?:no|nope)[,.!]|[✗❌✘])",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    rf"(?:[.!?;:。…]|\s|\*)*(?:so\s+)?{_OPENING}(?:(?P<denies>(?:(?:the\s+)?(?:correct|right|final)\s+"
    rf"answer|{_ITSELF})\s*(?:(?:is|was|['’]s)\s+{_ADVERB}not|(?:is|was)n['’]t"
    r"|(?:can\s?not|can['’]t) be|must not be)"
    r"|i\s+(?:do not|don['’]t)\s+(?:think|believe)\s+(?:that\s+)?(?:it|this|the answer)\s+is)\s+"
    r"|(?P<doubts>i\s+doubt\s+(?:that\s+)?))?[$*]*",
    re.IGNORECASE,
)
# However, it is 5; or rather 5: another value takes the place of the answer.
_INSTEAD = re.compile(
    r"(?:[.!?;:,。…]|\s|\*)*(?:(?:but|or|oh|no)\b[\s,]*)?(?:actually|however|correction|rather|wait"
    r"|sorry|oops|i mean|i meant)\b[\s,.:!…–—-]*(?:(?:actually|no)\b[\s,]*)?"
    r"(?:(?:it|that|this|the answer|the (?:right|correct) answer)\s*(?:is|['’]s|should be|must be)"
    r"\s+)?"
    rf"[$*]*(?P<other>-?\d[\d.,/]*\d|\d)[$*]*{_ENDS}",
    re.IGNORECASE,
)
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
    r"(?:\s+(?:be|been|equals?|to|the|an?|answer|value|possibly|actually|really|correct|is))*+\s*\Z",
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


def denied(text: str, found: Found, begin: int, prompt: str) -> int:
    r"""Return where the words end that take back a marked answer, or -1 when none do.

    What the question asks for is not held against a reply: it may ask which statement is false.

    Args:
        text: The completion without its reasoning.
        found: Its answer.
        begin: Where the mark of the answer begins, or -1 for the last place of the answer.
        prompt: The question.

    Example:
        >>> denied("$4$ is wrong.", Found("4", "last_math"), -1, "")
        12
        >>> denied("Not 5 but $4$.", Found("4", "last_math"), -1, "")
        -1
    """
    whole = found.where in ("bare", "last_line")
    if whole and found.text not in text:
        text = found.text  # bold marks are gone from it
    begin, end = _place(text, found, begin)
    if begin < 0:
        return -1
    if not _may_deny(text, found.where, begin, end):
        return -1
    value = found.text
    if whole:
        last = _LAST.match(value)
        value = "" if last is None else value[: last.end()].split()[-1]
        begin = text.find(value, begin)
    lead = _OPENERS.sub("", text[max(0, begin - _BEFORE) : begin])
    lead = _STOP.split(f"{lead} ")[-1].rstrip()
    if value[:3] in ("n't", "n’t") or _denied_before(lead, found, prompt):
        return end
    ends = [begin + len(value)] if whole else [end]
    if not whole and (first := _FIRST.match(value)) is not None and first.end() < len(value):
        ends.append(begin + first.end())
    asked = prompt.lower()
    for end in ends:
        after = text[end : end + _AFTER]
        match = _behind(after, found.text)
        if match is not None and not _is_asked(match, lead, found.text, asked):
            return end + match.end()
    return -1


def _may_deny(text: str, where: str, begin: int, end: int) -> bool:
    """Whether words of denial stand near an answer; a quick look that most texts fail."""
    if where in _HOLDING_WORDS:
        end = begin
    if len(text) - end >= _SHORTEST_BEHIND:
        behind = text[end : end + _AFTER].lower()
        if any(map(behind.__contains__, _HINTS_BEHIND)):
            return True
    if where[0] in "#A<":
        # What is marked at the start of a line has nothing before it in its sentence.
        return False
    before = text[max(0, begin - _BEFORE) : begin].lower()
    return any(map(before.__contains__, _HINTS_BEFORE))


def _place(text: str, found: Found, begin: int) -> tuple[int, int]:
    """Return where the answer begins and ends in the text; -1 for both where it is not there."""
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


def _behind(after: str, answer: str) -> re.Match[str] | None:
    """Return the words behind an answer that take it back."""
    start = _CLOSERS.match(after)
    at = start.end() if start else 0
    match = _SAME_SENTENCE.match(after, at) or _NEXT_SENTENCE.match(after, at)
    if match is not None:
        return match
    instead = _INSTEAD.match(after, at)
    if instead is not None and instead["other"] not in answer:
        return instead
    # Named again in the next sentence: 4 is wrong, it is not 4.
    again = _AGAIN.match(after, at)
    answer = answer.rpartition("=")[2].strip("$* ")
    if (
        again is None
        or not answer
        or again.end() == at
        or not after.startswith(answer, again.end())
    ):
        return None
    stop = again.end() + len(answer)
    if after[stop : stop + 1].isalnum():
        return None
    if again["denies"] or again["doubts"]:
        return again
    close = _CLOSERS.match(after, stop)
    return _SAME_SENTENCE.match(after, close.end() if close else stop)


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
