"""Words behind a marked answer that take it back, in its sentence or in one of the next."""

from __future__ import annotations

import re

CLOSERS = re.compile(
    r"(?:[ \t`\"*_}]|\$|\\[)\]]|</\w{1,20}>|<\|end_of_box\|>|\n(?=\s*(?:\$\$|\\\])))*+"
)
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
    r"|(?:is|was)\s+what\s+(?:others?|some|most|many|people|someone|students|everyone|they)\b"
    r"|(?:is|was)(?:\s+not|n['’]t)\s+(?:quite\s+|really\s+|exactly\s+)?(?:what"
    r"|the\s+\w+(?:\s+that)?)"
    r"\s+(?:we|i|you|they|was|were|is|the\s+(?:question|problem|task|prompt))\b"
    rf"|(?:is|was|seems|looks)\s+(?:(?:much|far|way|a bit|slightly)\s+)?too\s+(?:small|large|big"
    rf"|low|high"
    rf"|few|many|much|little|short|long)\b|(?:is|was|['’]s)\s+off(?:\s+by\s+[\w-]+)?{_ENDS}"
    r"|(?:does|did)(?:\s+not|n['’]t)\s+(?:seem|look|sound"
    r"|feel)\s+(?:to be\s+)?(?:quite\s+)?(?:right"
    rf"|correct|plausible|possible)\b|(?:does|did)(?:\s+not|n['’]t)\s+(?:add up|check out|satisfy"
    r"|answer|match|agree)\b"
    r"|(?:violates|contradicts|breaks|fails)\s+(?:the|our|one of|a|an)\b"
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
    r"(?:(?:but|however|so|therefore|thus|hence|actually|wait|hmm+|no|nope|sorry|oops|well"
    r"|hold on|in fact|still|yet|and"
    r"|though|although|unfortunately|on second thoughts?|ah|oh|clearly|of course"
    r"|i (?:think|believe|know|fear|am sure|see now)(?: that)?)\b"
    r"[\s,.!…–—-]*+){0,4}"
    r"(?:(?:re-?\w{3,12}ing|looking|checking|thinking|after|upon)\b[^.!?\d\n,]{0,40},\s*)?"
)
_I_DOUBT = (
    rf"i\s+{_ADVERB}(?:(?:strongly|seriously|highly)\s+)?(?:doubt"
    r"|(?:do not|don['’]t|can\s?not|can['’]t)\s+"
    rf"{_ADVERB}(?:think|believe|trust|agree))(?:\s+(?:that|if|whether|with))?"
    rf"(?:\s+(?:so|{_ITSELF}))?"
    rf"(?:{_ENDS}|\s+(?:is|was|can be|could be)\s+{_ADVERB}{_GOOD.replace('good', 'good_d')})"
)
_UNSURE = (
    r"(?:(?:i(?:['’]m|\s+am)\s+)?(?:(?:still|really|quite|honestly"
    r"|also)\s+)?(?:not\s+(?:\w+\s+){0,2}?"
    r"(?:sure|certain|confident|convinced)|unsure|uncertain)\b(?!\s+(?:what|how|why|which|if you))"
    r"|i\s+(?:could|might|may)\s+(?:well\s+)?be\s+(?:wrong|mistaken|off|incorrect)\b"
    r"|i\s+(?:just\s+|only\s+)?(?:guessed|made\s+(?:this|that|it)\s+up|take\s+(?:this|that"
    r"|it)\s+back)\b"
    rf"|(?:forget|never\s?mind)(?:\s+(?:it|that|this|about it|what i said))?{_ENDS}"
    rf"|never\s?mind[,:]"
    r"|(?:please|kindly)\s+(?:ignore|disregard|discard)\s+(?:it|that|this|the above|my)\b"
    r"|(?:do not|don['’]t)\s+(?:trust|rely on|use)\s+(?:this|that|it|me|my)\b"
    r"|(?:i\s+(?:\w+\s+){0,2}?(?:that\s+)?)?i(?:\s+(?:have|must have|may have|might have)"
    r"|['’]ve)?\s+made"
    r"\s+an?\s+(?:\w+\s+){0,2}?(?:mistake|error|slip)\b"
    r"|there(?:['’]s|\s+(?:is|was|must be|seems to be|may be|might be))\s+(?:an?"
    r"|some)\s+(?:\w+\s+)?"
    r"(?:mistake|error|flaw|slip|problem)\s+(?:in|with)\s+(?:my|this|that|the\s+(?:above"
    r"|calculation"
    r"|computation|reasoning|answer|solution|work\w*|algebra|arithmetic))\b"
    r"|(?:this|that|it|which)\s+(?:is|was)\s+(?:(?:just|only|merely|purely|more of)\s+)?(?:a|my)\s+"
    r"(?:\w+\s+){0,2}?guess\b)"
)
_ALONE = (
    r"(?:(?:wrong|incorrect|false|mistaken|untrue|not\s+(?:correct|right|true|it)|nope|no|not"
    r"|just kidding|(?:scratch|strike|ignore|disregard) (?:that|this|it)|not really"
    r"|there is an? (?:mistake|error) in (?:this|that|it)"
    r"|i(?:['’]m|\s+am|\s+was)\s+(?:wrong|mistaken|incorrect)"
    rf"|i\s+made\s+an?\s+(?:mistake|error))(?:{_ENDS}|(?=\s+[-–—]\s)))"
)
# Words right behind an answer that bound it, doubt it or go on to compute.
_HEDGED = (
    r"(?:[ \t]*[,(–—-]?[ \t]*\(?(?:or (?:so|more|less|fewer|greater|thereabouts)|more or less"
    r"|give or take"
    r"|and counting|at (?:the )?(?:very )?(?:least|most|minimum|maximum)|maybe|perhaps|probably"
    r"|possibly|presumably|i (?:guess|suppose)|i['’]d (?:guess|say)|not (?:certain|sure)|tops"
    r"|(?P<rough>roughly|approximately|approx\.?)|(?:(?:just|only) )?(?:a|my) (?:\w+ ){0,2}?guess)"
    r"(?=[ \t]*(?:[)?!.,;]|$))|[ \t]*[?？])"
)
# An answer that goes on: it is a part of a formula.
_COMPUTED = re.compile(
    r"[ \t]*(?:[+*/^×÷]|\\times|\\cdot|plus|minus|times|divided by|multiplied by)[ \t]*\$?\d"
    r"|[ \t]*(?:squared|cubed|factorial)\b|(?<=[ \t])[-−][ \t]?\d+[ \t]*(?=[.$]|$)",
    re.IGNORECASE,
)
_SAME_SENTENCE = re.compile(
    rf"\s*(?:[,;:(–—-]\s*)*(?:(?:and|but|though|although|however|yet)\b,?\s+)?"
    rf"(?:(?:{_ITSELF})(?:\s+|(?=['’]s)))?{_DENIES}"
    rf"|\s*[,;:(–—-]+\s*(?:(?:and|but|though|although|however|yet|which)\b,?\s+)?(?:{_I_DOUBT}"
    rf"|{_ALONE}|{_UNSURE})"
    rf"|{_HEDGED}",
    re.IGNORECASE,
)
_NEXT_SENTENCE = re.compile(
    rf"(?:[.!?;:。…✗❌✘(\[]|\s|\*)*{_OPENING}(?:{_ITSELF}(?:\s+|(?=['’]s)){_DENIES}|{_I_DOUBT}"
    rf"|{_ALONE}|{_UNSURE})"
    r"|(?:[.!?;:。…]|\s|\*)*(?:(?:no|nope)[,.!]|[✗❌✘])",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    rf"(?:[.!?;:。…]|\s|\*)*(?:so\s+)?{_OPENING}(?:(?P<denies>(?:(?:the\s+)?(?:correct|right"
    rf"|final)\s+"
    rf"answer|{_ITSELF})\s*(?:(?:is|was|['’]s)\s+{_ADVERB}not|(?:is|was)n['’]t"
    r"|(?:can\s?not|can['’]t) be|must not be)"
    r"|i\s+(?:do not|don['’]t)\s+(?:think|believe)\s+(?:that\s+)?(?:it|this|the answer)\s+is)\s+"
    r"|(?P<doubts>i\s+doubt\s+(?:that\s+)?))?[$*]*",
    re.IGNORECASE,
)
# What is said between an answer and a word that takes it back: the rest of its sentence, and
# sentences of a writer that looks again; none that could be what the word speaks of.
_REST = re.compile(r"[^\d\n$\\.!?;=]{0,60}[.!?;…]+(?=\s)|[^\d\n$\\.!?;=]{0,60}\n")
_LOOKS_AGAIN = re.compile(
    r"\s*(?:(?:but|so|hmm+|wait|hold on|ok(?:ay)?|now|well|let['’]?s?|let me|i|actually|one moment"
    r"|(?:double-?)?check\w*|verify\w*|thinking|on second|looking|oh|ah|sorry|yes|is (?:this|that"
    r"|it))\b"
    r"[^\d\n$\\.!?;=]{0,80})[.!?;…:]+(?=\s)",
    re.IGNORECASE,
)
_MOST_LOOKS = 3


def taken_back(after: str, answer: str, *, closed: bool = False) -> re.Match[str] | None:
    """Return the words behind an answer that take it back, or None.

    Args:
        after: The text behind the answer.
        answer: The answer as it is written.
        closed: Whether its mark has an end, so that an operator behind it goes on.

    Example:
        >>> taken_back(". Hmm. That is wrong.", "4")[0], taken_back(". That is right.", "4")
        ('. Hmm. That is wrong', None)
    """
    start = CLOSERS.match(after)
    at = start.end() if start else 0
    match = _SAME_SENTENCE.match(after, at) or _NEXT_SENTENCE.match(after, at)
    if match is not None and not (match.groupdict().get("rough") and "." in answer):
        return match
    if closed and (computed := _COMPUTED.match(after, at)) is not None:
        return computed
    rest = _REST.match(after, at)
    for _ in range(_MOST_LOOKS):
        if rest is None:
            break
        match = _NEXT_SENTENCE.match(after, rest.end())
        if match is not None:
            return match
        rest = _LOOKS_AGAIN.match(after, rest.end())
    return _named_again(after, at, answer)


def _named_again(after: str, at: int, answer: str) -> re.Match[str] | None:
    """Return the words with which the next sentence names an answer and takes it back."""
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
    close = CLOSERS.match(after, stop)
    return _SAME_SENTENCE.match(after, close.end() if close else stop)
