"""Closing remarks of chat models: courtesies, notes and words that the work is done.

They are no part of the answer above them, whether they stand on lines of their own or behind it.
"""

from __future__ import annotations

import re
from string import ascii_letters

from rewardkit_verifiers.math.lib.extraction.fenced import unfenced

_MOST_LINES, _MOST_SENTENCES, _SHORTEST, _LONGEST = 6, 5, 6, 300
_ASKS = (
    r"(?:please\s+|just\s+)*(?:let me know|(?:feel free|(?:do not|don't) hesitate) to"
    r" (?:ask|reach out|contact|let me know)|ask\b"
    r"|(?:i'm|i am|i'd be|i'll be) (?:always |more than )?(?:here|happy|glad|ready) to"
    r" (?:help|assist|explain|clarify)|i can (?:also )?(?:show|explain|walk|give|provide|help))"
)
# How a sentence begins that closes a chat; what follows in it is words alone.
_COURTESY = re.compile(
    r"(?:i )?(?:really |sincerely )?hope (?:this|that|it|the|my)\b"
    r"(?=.*\b(?:help(?:s|ed|ful)?|useful|clear|clarif(?:ies|y)|clears|makes? sense|answers)\b)"
    rf"|{_ASKS}|(?:if|should) (?:you|there|anything|something)\b(?=.*\b{_ASKS})"
    r"|is there anything else\b|(?:always )?(?:happy|glad|here) to (?:help|assist)\b"
    r"|happy (?:studying|learning|solving|calculating)|(?:good|best of) luck\b"
    r"|(?:many )?thank(?:s| you)\b|you(?:'re| are) (?:very |most )?welcome\b|not a problem\b"
    r"|no problem\b"
    r"|have an? (?:great|nice|good|wonderful|lovely) (?:day|one|time|evening|weekend)"
    r"|(?:best|kind) regards|cheers\b|does (?:this|that) (?:help|make sense)\b"
    r"|(?:(?:what a )?(?:great|good|nice|fun|neat|interesting) (?:question|problem|exercise"
    r"|puzzle|job|work)"
    r"|well done|keep (?:practi[cs]ing|going|it up|up the)|you(?:'ve| have) got this)\b"
    r"|(?:would|do) you (?:like|want|need|have) (?:me to|to|more|further|another|any|an?)\b"
    r"|espero (?:que|ter|haber)|¿?(?:te ayudo|puedo ayudarte|necesitas|alguna otra)|¡?(?:suerte"
    r"|saludos)"
    r"|j'espère que|n'hésite[zs]?|bonne (?:journée|chance)|ich hoffe|(?:viel erfolg|gern geschehen)"
    r"|(?:kann ich|falls du|wenn du)\b(?=.*\b(?:helfen|fragen|frag|hilfe)\b)|spero che|надеюсь"
    r"|если (?:есть|будут)"
    r"|希望|如果您?你?(?:还|有)|还有(?:什么|其他)|お役に立|도움이"
)
# How a sentence begins that says no more than that the work is done and right.
_DONE = re.compile(
    r"(?:(?:so|therefore|thus|hence|and|yes|indeed)\b,? ?)*(?:(?:this|that|it|everything"
    r"|which) (?:all )?(?:checks? out"
    r"|works|is (?:indeed |also |therefore |thus )?(?:correct|right|consistent"
    r"|our (?:final )?answer|all|it"
    r"|the (?:final|only|required|desired|unique) (?:answer|solution|value|result|one))"
    r"|completes (?:the|our|this)|concludes (?:the|our|this)|(?:matches|agrees with|satisfies"
    r"|meets|fits|confirms)"
    r" (?:the|our|all|both)\b)|(?:we|you|i) can (?:easily |also |quickly )?(?:verify|check"
    r"|confirm) (?:this|that|it"
    r"|the|our|by)\b|(?:the|our) (?:solution|calculation|proof) is (?:complete|done|correct)"
    r"|(?:there (?:is|are) )?no (?:other|further|more)(?: real| valid)? (?:solutions?|values?"
    r"|answers?|steps?|work)"
    r"(?: works?| exists?| (?:is|are) (?:needed|required|possible|necessary))?$"
    r"|(?:we(?:'re| are) |and )?(?:all )?done$|q\.?e\.?d$|that(?:'s| is) (?:it|all|that)$|solved$"
    r"|voil[aà]$"
    r"|i(?:'m| am) (?:\w+ )?(?:sure|confident|certain)(?: (?:of|in|about|that) (?:this|it|that"
    r"|the|my)\b.*)?$"
    r"|(?:let me |wait,? )*(?:double-?)?(?:check|verif)\w*(?: (?:this|that|it"
    r"|the answer))?[,:]? ?(?:yes|it|this|that)?$"
    r"|(?:please )?(?:note|remember|recall|keep in mind|don't forget)\b(?: that| to)?\b)"
)
_STOP = re.compile(r"[.!?…:;]+|[。！？]")
# Letters of pleasant words and what decorates them, and nothing that could be mathematics.
_WORDS = re.compile(r"[^\d$\\=+<>/^_|{}\[\]]*")
# A courtesy takes nothing back.
_TURNS = re.compile(
    r"\b(?:wrong|mistak\w*|errors?|incorrect|(?<!do )not|actually|instead|rather|disagree"
    r"|but|however|(?:answer|it|result) is(?! (?:indeed |also )?(?:right|correct|our|the final))"
    r"|it's"
    r"|different|other (?:answer|value|result)(?! (?:works|exists|is possible)))\b"
)
_LETTERS = re.compile(r"[^\W\d_]")
_RULE = re.compile(r"(?:[-*_]\s*){3,}")
_SURE = re.compile(r"i(?:'m| am) 100 ?% (?:sure|certain|confident)[.!]?")
# Where a sentence begins behind an answer on the same line.
_BOUNDARY = re.compile(
    r"(?:[.!?。！？][)\]*_\"”]*|[✅✔✓∎□■]\s)\s+(?=\S)|(?<=[\d}$*)])\s+(?=[A-Z][a-z]+ [a-z])"
    r"|(?<=[。！？])"
)
# A quick look that most lines fail: a capital letter behind a stop, a number or a formula.
_MAY_END = re.compile(r"[.!?*_)\"”\d}$✅✔✓∎□■]\s+[^\W\d_(¿¡😀-🙏]|[。！？]|[.!?]\s+[^\w\s]")
# A note in brackets under the answer may hold numbers; it must not hold another answer.
_NOTE = re.compile(
    r"[*_]{0,2}\((?:[*_]{0,2})(?:note|as a check|to check|check|n\.?b|remark|recall|here"
    r"|for reference|aside"
    r"|verification|for comparison|by the way|fyi|alternatively)\b.*\)[*_.]{0,3}"
    r"|[*_]{1,2}note\b[^*_]{1,200}[*_]{1,2}",
    re.IGNORECASE,
)
_NOTE_TURNS = re.compile(
    r"\b(?:wrong|mistak\w*|errors?|incorrect|actually|instead|should|(?:answer|result"
    r"|value) (?:is|was|should|may)"
    r"|correct (?:answer|value)|sure|guess\w*|really is|might|may|could|unless|or)\b|[?？]",
    re.IGNORECASE,
)


def without_courtesies(text: str) -> str:
    r"""Return a text without the remarks that close it, if anything stands before them.

    A fence of code around the value on which it then ends is taken off.

    Example:
        >>> without_courtesies("3\n\nI hope this helps! Let me know if you have any questions.")
        '3'
        >>> without_courtesies("The answer is 3. Hope this helps!")
        'The answer is 3.'
        >>> without_courtesies("I hope this helps!"), without_courtesies("3\nI hope it is 4.")
        ('I hope this helps!', '3\nI hope it is 4.')
    """
    end = len(text)
    for _ in range(_MOST_LINES):
        at = text.rfind("\n", 0, end)
        if at < 0 or end - at > _LONGEST:
            break
        line = text[at + 1 : end].strip()
        closing = _is_closing(line) or _is_note(line)
        if not closing and (end == len(text) or not _RULE.fullmatch(line)):
            break
        end = len(text[:at].rstrip())
    kept = text if end == len(text) or not end else text[:end]
    return unfenced(_without_sentences(kept))


def _without_sentences(text: str) -> str:
    """Return a text without the closing sentences at the end of its last line."""
    begin = max(text.rfind("\n") + 1, len(text) - _LONGEST)
    line = text[begin:]
    if len(line) < 2 * _SHORTEST or not _MAY_END.search(line):
        return text
    ends = [match.end() for match in _BOUNDARY.finditer(line)][-_MOST_SENTENCES:]
    cut = len(line)
    for end in reversed(ends):
        if not _is_closing(line[end:cut].strip()):
            break
        cut = end
    return text[: begin + cut].rstrip() if 0 < cut < len(line) else text


def _is_note(line: str) -> bool:
    return _NOTE.fullmatch(line) is not None and _NOTE_TURNS.search(line) is None


def _is_closing(line: str) -> bool:
    if not any(map(str.isalnum, line)):
        return bool(line) and _WORDS.fullmatch(line) is not None and not line.isascii()
    plain = line.lower().replace("’", "'").strip("*_ ")
    if _SURE.fullmatch(plain):
        return True
    if len(line) < _SHORTEST - 2 or not _WORDS.fullmatch(line):
        return False
    if _TURNS.search(plain):
        return False
    sentences = [part.strip(" *_,-–—\"'()") for part in _STOP.split(plain)]
    said = [part for part in sentences if _LETTERS.search(part)]
    return bool(said) and all(_COURTESY.match(part) or _DONE.match(part) for part in said)


def ends_on_unit(text: str) -> bool:
    """Return whether a text ends on a value and plain words, of which no sentence can be cut off.

    Example:
        >>> ends_on_unit("It is 4 km."), ends_on_unit("It is 4. done"), ends_on_unit("4 Good luck")
        (True, False, False)
    """
    tail = text[-_LONGEST_UNIT:]
    value = tail.rstrip(_UNIT)
    if value[-1:] not in _VALUE_ENDS and not value.endswith("\\)"):
        return False
    words = tail[len(value) :]
    stop = words.find(".")
    opens = words.lstrip(" ")[:1]
    return value != "" and not opens.isupper() and (stop < 0 or stop == len(words) - 1)


_LONGEST_UNIT = 120
_UNIT, _VALUE_ENDS = f" .,'{ascii_letters}", "0123456789}$"
