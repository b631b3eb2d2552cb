"""Find the final answer of a completion, in time linear in its length.

Nothing here knows what the answer means; two answers that are written differently are kept
apart, and the caller decides whether they are the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from rewardkit_verifiers.math.lib.extraction import unmarked
from rewardkit_verifiers.math.lib.extraction.attributed import is_reported
from rewardkit_verifiers.math.lib.extraction.boxes import boxed
from rewardkit_verifiers.math.lib.extraction.cleaned import cleaned
from rewardkit_verifiers.math.lib.extraction.concluded import concluded
from rewardkit_verifiers.math.lib.extraction.conventions import (
    FOREIGN_PHRASES,
    NO_PRAISE,
    PHRASES,
    Where,
    plan,
)
from rewardkit_verifiers.math.lib.extraction.corrected import beside, corrected
from rewardkit_verifiers.math.lib.extraction.denied import FIRST, denied, place, undisputed
from rewardkit_verifiers.math.lib.extraction.found import Found, Missing, finish
from rewardkit_verifiers.math.lib.extraction.json_answer import json_answer
from rewardkit_verifiers.math.lib.extraction.listed import listed
from rewardkit_verifiers.math.lib.extraction.prose.against import without_refused
from rewardkit_verifiers.math.lib.extraction.prose.closing import NAME as PROSE
from rewardkit_verifiers.math.lib.extraction.prose.closing import asserted
from rewardkit_verifiers.math.lib.extraction.superseded import ends_text, refuted, superseding
from rewardkit_verifiers.math.lib.extraction.tagged import tagged
from rewardkit_verifiers.math.lib.extraction.unmarked import last_match

_MARKED = frozenset(("boxed", "####", "A:", "phrase"))
_HOLDING_WORDS = frozenset(("####", "A:", "phrase"))
_HAVING_ENDS = _MARKED | {"last_math"}


def extract(
    completion: str, where: Where = "auto", prompt: str = "", wanted: str = ""
) -> Found | Missing:
    r"""Return the final answer of a completion, or why there is none.

    Args:
        completion: What the policy wrote.
        where: Preset, convention, tag, or a list of these; see `conventions`.
        prompt: Copies of it inside the completion do not count.
        wanted: The reference; its sort decides which part of a sentence is read.

    Example:
        >>> extract(r"so \boxed{\frac{1}{2}}.").text
        '\\frac{1}{2}'
        >>> extract("6*7\n#### 42", "gsm8k")
        Found(text='42', where='####', others=())
        >>> extract("<a>062</a>", "<a>").text
        '062'
    """
    text = cleaned(completion, prompt)
    if isinstance(text, Missing):
        return text
    order = plan(where)
    for name in order:
        if name == PROSE:
            found = json_answer(text) or asserted(text, prompt, wanted)
            if found is not None:
                return found
            continue
        found = tagged(text, name) if name[0] == "<" else _FINDERS[name](text)
        if isinstance(found, Found):
            ends = name != "phrase" or PROSE not in order or ends_text(text, found)
            if not ends and (later := superseding(text, found, last_phrase(text), prompt, wanted)):
                return later
            found = _standing(text, found, where, prompt)
            if isinstance(found, Found):
                return found
        if found is not None:
            if name == "phrase" and found.reason == "no_answer" and PROSE in order:
                return refuted(text, last_phrase(text), prompt, wanted) or found
            return found  # a mark that holds nothing decides too
    return Missing("no_answer", f"no answer was marked; looked for {where!r}")


def _standing(text: str, found: Found, where: Where, prompt: str) -> Found | Missing:
    """Return an answer as the words behind it leave it: as it is, replaced, or taken back."""
    name = found.where
    if found.at[0] >= 0 and undisputed(text, *found.at):
        return found
    ends = _ends_on(text, found)
    if ends and name != "boxed":
        return found  # nothing stands behind the number
    spot = place(text, found, _begin(text, found)) if _has_end(name) else (-1, -1)
    values: tuple[str, ...] = ()
    end = spot[1]
    if name == "boxed" and end >= 0 and undisputed(text, *spot):
        return found
    if 0 <= end < len(text) and not ends and _has_value(text, found, end):
        behind = text[end:]
        if name in _HOLDING_WORDS and (first := FIRST.match(found.text)) is not None:
            said, behind_first = first[0].rstrip(","), found.text[first.end() :] + behind
            other = corrected(behind_first, said)
            behind = behind_first if other is not None else behind
        else:
            other = corrected(behind, found.text)
        if other is not None:
            value, at = other
            marked = _marked_behind(behind[at:], where, prompt)
            return marked if isinstance(marked, Found) else Found(value, name)
        values = (*beside(behind, found.text), *_named_behind(behind, found))
    if (end := _denied(text, found, prompt, spot)) >= 0:
        return _marked_behind(text[end:], where, prompt)
    return replace(found, others=(*found.others, *values)) if values else found


def _has_end(name: str) -> bool:
    """Whether a convention marks where an answer ends."""
    return name in _HAVING_ENDS or name[0] == "<"


def _ends_on(text: str, found: Found) -> bool:
    """Whether an answer is the last of a text, but for the signs that close its formula."""
    if found.where in ("####", "A:"):
        return found.text[-1:].isdecimal() and " " not in found.text and text.endswith(found.text)
    if found.where != "boxed":
        return False
    end = found.at[1] - 1 if found.at[0] >= 0 else text.rfind("}")
    return end > 0 and len(text) - end <= _MOST_CLOSING and not text[end + 1 :].strip(_CLOSING)


_MOST_CLOSING, _CLOSING = 8, " \n$.*)\\]"


def _has_value(text: str, found: Found, end: int) -> bool:
    """Whether a digit stands behind an answer or, with words that it holds, in it."""
    behind = text[end - len(found.text) if found.where in _HOLDING_WORDS else end :]
    return _DIGIT.search(behind) is not None


_DIGIT = re.compile(r"\d")


def _named_behind(behind: str, found: Found) -> tuple[str, ...]:
    """Return the value that a phrase announces behind a box, tag or line that holds another."""
    if found.where == "phrase" or last_phrase(behind) is None:
        return ()
    named = _phrase(behind)
    if not isinstance(named, Found) or not _BEGINS_AS_VALUE.match(named.text):
        return ()
    return (named.text,) if named.text != found.text else ()


def _begin(text: str, found: Found) -> int:
    """Return where the mark of an answer ends, behind which it stands; -1 for the last place."""
    name = found.where
    if name == "phrase":
        last = last_phrase(text)
        return last.end() if last is not None else -1
    return text.rfind(name) + len(name) if name[0] in "#A<" else -1


def _denied(text: str, found: Found, prompt: str, spot: tuple[int, int] | None = None) -> int:
    """Return where the words end that take back an answer, or -1 when it stands."""
    name = found.where
    if name == "whole":
        return -1
    if spot is None or spot[0] < 0:
        begin = _begin(text, found)
        spot = place(text, found, begin) if _has_end(name) else None
    else:
        begin = spot[0]
    if name[0] in "#A<" and len(text) - begin < len(found.text) + 4 and found.text[-1:].isdigit():
        return -1  # nothing stands behind the number
    return denied(text, found, begin, prompt, spot)


def _marked_behind(rest: str, where: Where, prompt: str) -> Found | Missing:
    """Return the answer that is marked behind one that was taken back."""
    for name in plan(where):
        if name[0] != "<" and name not in _MARKED:
            continue
        found = tagged(rest, name) if name[0] == "<" else _FINDERS[name](rest)
        if isinstance(found, Found) and _denied(rest, found, prompt) < 0:
            return found
    return Missing("no_answer", "the only answer that is named is doubted or denied")


def _hashes(text: str) -> Found | Missing | None:
    if "#" not in text or "####" not in text:
        return None
    marks = [match for match in _HASHES.finditer(text) if not _is_heading(match, text)]
    return finish("####", [match[1] for match in marks])


def _is_heading(match: re.Match[str], text: str) -> bool:
    """Whether the mark is a Markdown heading: words, and more text below them."""
    if match[1][:1].isdigit() or not any(map(str.isalpha, match[1])):
        return False
    below = _NEXT_WORD.search(text, match.end())
    return below is not None and not text.startswith("####", below.start())


def _a_line(text: str) -> Found | Missing | None:
    at = text.rfind("A:")
    while at >= 0:
        begin = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at)
        line = text[begin : end if end >= 0 else len(text)].lstrip(" \t*")
        if line.startswith("A:"):
            return finish("A:", [line[2:]])
        at = text.rfind("A:", 0, begin)
    return None


def last_phrase(text: str) -> re.Match[str] | None:
    """Return the last phrase that announces an answer, or None."""
    low = text.lower()
    end = len(low)
    for _ in range(_MOST_HINTS):
        hint = max(low.rfind(word, 0, end) for word in _PHRASE_HINTS)
        if hint < 0:
            return None
        # What stands before and after a hint need not be scanned.
        found = last_match(PHRASE, text, max(0, hint - _LONGEST_LEAD), hint + _LONGEST_PHRASE)
        if found is not None:
            return found
        end = hint
    return last_match(PHRASE, text)


def _phrase(text: str) -> Found | Missing | None:
    last = last_phrase(text)
    if last is None or "#" in text or "**" in text:
        headed = _HEADED.search(text, last.end() if last else 0)
        if headed is not None:
            return finish("phrase", [unmarked.without_bold(headed[1]).strip()])
    if last is None:
        return None
    lead = text[max(0, last.start() - _LONGEST_DOUBT) : last.start()]
    if _ONE_OF_SEVERAL.search(lead) or _CHECKED.search(lead):
        return None
    if _CASES.search(text[max(0, last.start() - _LONGEST_CASES) : last.start()]):
        return Missing("no_answer", "the answer is left to depend on a condition")
    if _DOUBT.search(lead) or is_reported(lead, text[last.start() : last.end() + 200]):
        return Missing("no_answer", "the only answer that is named is doubted or denied")
    rest = text[last.end() :]
    if last[0].endswith("**"):
        rest = rest.replace("**", "", 1)
    rest = _HENCE.sub("", unmarked.without_bold(rest).lstrip(" \t:：*_=}"))
    if not rest.strip() and (earlier := _repeated(text[: last.start()].rstrip())) is not None:
        return earlier
    line = rest.strip().split("\n", 1)[0] if rest.strip() else ""
    if line[:1] in _BULLETS and (values := listed(rest)):
        return finish("phrase", [values])
    return finish("phrase", [without_refused(_sentence(line))])


def _repeated(before: str) -> Found | Missing | None:
    """Return the answer of a loop that breaks off: *The answer is 18. The answer is*."""
    before = _BEGUN.sub("", before).rstrip()
    earlier = last_phrase(before)
    if earlier is None or "\n" in (said := before[earlier.end() :].strip(" .")):
        return None
    return _phrase(before) if said and _sentence(said) == said else None


def _sentence(line: str) -> str:
    """Cut a line at the full stop that ends its first sentence."""
    match = _SENTENCE_END.search(line)
    if match is None:
        return _NOT_ANOTHER.sub("", line.strip()).rstrip("*_")
    # A question stays one.
    end = match.end() if match[0] in "?？" else match.start()
    return _NOT_ANOTHER.sub("", line[:end].strip()).rstrip("*_")


# La réponse est donc 8: the word says nothing of the value.
_HENCE = re.compile(
    r"\A(?:donc|alors|ainsi|daher|somit|folglich|entonces|luego|pues|por (?:lo )?tanto|portanto"
    r"|logo|então|quindi|dunque|perciò|следовательно)\s+",
    re.IGNORECASE,
)
# If it keeps the sign, the result is -5; if it drops the sign, the result is 9.
_CASES = re.compile(
    r"\b[Ii]f\b[^.\n]{1,120}\b(?:is|are|be|equals)\b[^.\n]{1,60}[;,]\s*"
    r"(?:and |but |or )?if\b[^.\n]*\Z"
)
_LONGEST_CASES = 400
# What may stand before a phrase, which a loop leaves behind where it breaks off.
_BEGUN = re.compile(
    r"(?:\b(?:so|thus|hence|therefore|the|my|our|final)\b[\s,]*){0,4}\Z", re.IGNORECASE
)
_BULLETS = ("-", "*", "•", "+", "–", "1", "(")
_BEGINS_AS_VALUE = re.compile(r"[-+−(\[{$*\\\s]*(?:\d|\\[df]?frac|\\sqrt)")
_HASHES = re.compile(r"####[ \t]*([^\n#]*)")
# A heading such as "## Final answer", with one line under it and nothing more.
_NOT_ANOTHER = re.compile(
    r"(?<=[\w$*})])(?:,| )\s?(?:and |but )?(?:not|rather than"
    r"|instead of) [$*\\(]{0,4}-?[\d.,/]{1,20}[$*)]{0,3}$"
)
_HEADED = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]*(?:\*\*)?|\*\*)(?:the[ \t]+)?(?:final[ \t]+)?answer(?:\*\*)?[ \t]*"
    r"\n\s*([^\n]{1,400})\s*\Z",
    re.IGNORECASE | re.MULTILINE,
)
_NEXT_WORD = re.compile(r"\S")
# The answer must be, is clearly, is therefore given by: what the verb may bring along.
_VERB = (
    r"(?: (?:is|are)|(?: (?:must|should|would|will|has to|can only))(?: then)? be)"
    r"(?: (?:simply|clearly|indeed|therefore|thus|then|hence|just|exactly|also|now"
    r"|given by|equal to)){0,3}"
)
PHRASE = re.compile(
    r"(?:\b|(?<=_))(?:"
    + "|".join(PHRASES)
    + rf")(?:{_VERB}|\s*+(?:[*_]++\s*+)?[:=])(?:[ \t]*\*\*)?{NO_PRAISE}"
    r"|\b(?:"
    + "|".join(phrase for phrase in PHRASES if phrase.endswith((" is", " are")))
    + rf")\b:?{NO_PRAISE}"
    r"|" + "|".join(FOREIGN_PHRASES),
    re.IGNORECASE,
)
# Every phrase holds one of these in lower case; "final " is the longest that may precede it.
_PHRASE_HINTS = (
    *("answer", "result", "solution", "option is", "choice is", "réponse", "respuesta", "risposta"),
    *("resposta", "antwort", "ответ", "відповідь", "选", "選", "答案", "答え", "答", "답"),
    *("jawaban", "cevap", "odpowied", "đáp án", "svar"),
)
_LONGEST_LEAD, _LONGEST_PHRASE, _MOST_HINTS = 8, 200, 8
_LONGEST_DOUBT = 80
# I doubt that the answer is, some say the answer is, maybe the answer is; not "we claim that".
_DOUBT = re.compile(
    r"(?:\b(?:doubt|false|untrue|incorrect|wrong|unlikely|impossible|guess|guessing|maybe|perhaps"
    r"|suppose|supposing|assume|assuming|if|possibly|probably|pretend|imagine|wish|unsure|unclear"
    r"|not (?:true|the case|sure|certain|think|believe)|whether"
    r"|(?:some|most|people|they|others|many|everyone)(?: \w+)? (?:say|claim|think|believe)s?)"
    r"|n['’]t (?:think|believe|say|sure|know|true))\b,?\s*(?:that\s+|if\s+|whether\s+|is\s+)?"
    r"(?:the\s+|my\s+|our\s+|an?\s+)?(?:\*\*)?(?:final\s+|correct\s+|right\s+)?\Z",
    re.IGNORECASE,
)
# We may check our answer: 17 * 44 = 748.
_CHECKED = re.compile(
    r"\b(?:check|verify|confirm|test|validate)(?:ing)?\s+(?:(?:our|the|this|my|your|that)\s+)?"
    r"(?:final\s+)?\Z",
    re.IGNORECASE,
)
# Another solution is 5: it announces no answer of its own.
_ONE_OF_SEVERAL = re.compile(
    r"\b(?:another|the other|a second|one|one more|a|some)(?:\s+(?:possible|valid|trivial"
    r"|obvious))?\s+\Z",
    re.IGNORECASE,
)
# The points of i.e. and e.g. end no sentence, that of p.m. only before a capital.
_SENTENCE_END = re.compile(
    r"(?<!\bi\.e)(?<!\be\.g)(?:(?<!\b[ap]\.m)(?:[.?。]|!(?!\s?[=<>]))"
    r"|(?<=\b[ap]\.m)\.(?!\s+[a-z]))(?=\s|$)"
    r"|(?<=[^\s\\]);(?=\s)(?!\s[-\d\\(][^A-Za-z;]{0,30}$)"
)
_FINDERS: dict[str, Callable[[str], Found | Missing | None]] = {
    "boxed": boxed,
    "####": _hashes,
    "A:": _a_line,
    "phrase": _phrase,
    "concluded": concluded,
    "last_math": unmarked.last_math,
    "last_number": unmarked.last_number,
    "last_line": unmarked.last_line,
    "bare": unmarked.bare,
    "whole": unmarked.whole,
}
