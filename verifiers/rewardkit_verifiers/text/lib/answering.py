"""Whether an accepted answer stands where a reply answers its question.

"Picasso lived in France" says Picasso and answers nothing. A mention answers where its sentence
takes up a word of the question, or where an answer needs none: alone, at the beginning, behind a
colon or a mark, or as what "it", "that" or "he" is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rewardkit_verifiers.text.lib.clauses import stem
from rewardkit_verifiers.text.lib.items import VERBS
from rewardkit_verifiers.text.lib.mentions import Mention
from rewardkit_verifiers.text.lib.overshadowed import Told, kind_of, rivals_of
from rewardkit_verifiers.text.lib.sentences import Sentence, sentence_of, words_in
from rewardkit_verifiers.text.lib.tokens import listed, tokens

_LED_IN = re.compile(
    r"[:：=→⇒>|]\W{0,6}(?:the\s|an?\s)?\W{0,4}$|[*_`\"“«「『]{1,3}(?:the\s)?$|boxed\s?\{(?:\\\w+\{)?$",
    re.IGNORECASE,
)
# A mark follows, or nothing: "Oslo, which", "Oslo 🏆", "Oslo did."
_ENDS = re.compile(
    r"\s?(?:did|does|do|was|is|were|has|had)?\W*$|[\s*_]{0,3}[^\w\s'’-]|\s-\s|'s\W{0,3}$"
)
_DID = re.compile(r"\s(?:did|does|do|was|is)\W?[,.;!]")
# "It went down in", "There are", "So he was": the subject is what the question speaks of.
_SPOKEN_OF = re.compile(
    r"\W*(?:\w+,?\s+){0,2}?(?:it|he|she|they|this|that|these|those|there"
    r"|you(?:'ll|\s(?:will|can))?\s(?:find|see|visit|meet))\b",
    re.IGNORECASE,
)
# "The author is", "My answer, then, is": the complement is what somebody asked for.
_SAID_OF = re.compile(
    r"\W*(?:(?:since|on|in|at|by|with|for|from|today|so)\b[^.;]{0,40}?)?"
    r"\b(?:the|my|our|its|his|her|their)\b[^.,;]{1,60}"
    r"\b(?:(?:is|was|are|were|remains)|(?:belongs|goes|falls|passed|went)\sto)\s\W{0,4}"
    r"(?:(?:the|an?)\s\W{0,4})?$",
    re.IGNORECASE,
)
_DONE_BY = re.compile(
    r"\b(?:was|were|been|is|are)\s(?:[^.;]{1,60}\s)?by\s[^.;,]{0,40}$", re.IGNORECASE
)
_WHO = re.compile(r"\b(?:who|whom|which|what)\b", re.IGNORECASE)
_OF_ANOTHER = re.compile(
    r"(?:\b(?:like|unlike|than|not|under|with|against|alongside|beside)"
    r"|\b(?:an?|some\w*|one|the\s(?:same|student|pupil|friend|wife|husband|son|daughter|brother"
    r"|sister|father|mother|rival|successor|predecessor|era|time|generation|age|days))\b.{0,40}"
    r"\b(?:of|to|as))\s\W{0,3}$",
    re.IGNORECASE,
)
# "X did it", "X it is", "X patented it", "X has the most"; but not "X turned it down".
_THERE = re.compile(
    r"\b(?:there|first|it\s(?:is|was)|(?:did|do|does|done|made|make)\s(?:it|so|that|this))\b"
    r"|^\s(?!(?:turn|reject|declin|refus|miss|s[eo]l[dl]|lik|prais|read|review|criti|hat|lov|own"
    r"|b[uo]y)"
    r")[a-z]{3,14}\s(?:it|them)\b(?!\s(?:down|off|away|back))"
    r"|^\s(?:has|have|had|is|was)\s(?:by\sfar\s)?the\s(?:most|least|\w{2,10}est)(?=\s?(?:[,.;!]|with\b|$))",
    re.IGNORECASE,
)
_IT_IS = re.compile(
    r"\b(?:it|that|this|he|she|they)(?:'s|\s(?:is|was|were|are|would\sbe|must\sbe|has\sto\sbe))\s"
    r"(?:\w+ly\s)?(?:(?:the|an?)\s)?\W{0,3}$",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[,;:\d]")
_IT = re.compile(r"\b(?:it|them|they)\b", re.IGNORECASE)
# A mention at the very beginning and one of these is no sentence: Oslo in Norway.
_NO_SENTENCE = re.compile(
    r"\s(?:in|at|on|with|by|from|of|per|during|near|since|for|around|[a-z]{3,12}ing)\s"
)
_ENGLISH = re.compile(r"\b(?:the|of|is|was|are|were|and|it|with|this|that|he|she|by)\b", re.I)
_FOREIGN = re.compile(
    r"\b(?:nicht|sondern|der|die|das|und|ist|wurde|von|le|la|les|des|du|est|et|un|une|el|los|las"
    r"|es|por|y|il"
    r"|di|che"
    r"|del|della|os|da|do|uma|foi|och|var|som|og|ble|heter|het|een|en|van|jest|na|jest|bir|dan|yang"
    r"|adalah)\b|[\u0370-\u1fff\u3040-\ud7a3]",
    re.IGNORECASE,
)
_BUT = re.compile(
    r"\b(?:sondern|aber|sino|pero|mais|mas|ma|maar|men|ale|но|а)\b|而是|ではなく", re.IGNORECASE
)
_PIECE = re.compile(r"[,;:—–(]\s?|\s-\s")
_HIM = re.compile(r"\b(?:he|she|it|they|his|her|their|who)\b", re.IGNORECASE)
_LEADS = frozenset(
    listed(
        "answer name is was are were be been would will must should has had have being 's called"
        " named known by in on at from to of as with the a an so thus hence therefore then but"
        " actually namely either probably definitely certainly surely indeed simply just only since"
        " since i'd say i say think i'm sure yes no ok okay well sure great good question let me"
        " see"
        " my short final correct right of course around about roughly approximately sir dr mr mrs"
        " lady lord st saint king queen"
    )
)
_FEW, _FRAGMENT = 3, 6


def answers(reply: Told, sentences: Sequence[Sentence], mention: Mention) -> bool:
    """Return whether a mention stands where the question is answered.

    Args:
        reply: The reply.
        sentences: Its sentences.
        mention: Where an accepted answer is said.
    """
    if not reply.question:
        return True
    one = sentence_of(sentences, mention.start)
    own = {stem(token.form) for token in tokens(reply.text[mention.start : mention.end])}
    return bool(one.asked - own) or needs_no_words(reply, sentences, mention)


def needs_no_words(reply: Told, sentences: Sequence[Sentence], mention: Mention) -> bool:
    """Return whether a mention stands where an answer needs no word of the question.

    Args:
        reply: The reply.
        sentences: Its sentences.
        mention: Where an accepted answer is said.
    """
    at = sentences.index(sentence_of(sentences, mention.start))
    one = sentences[at]
    before = reply.text[one.start : mention.start]
    after = reply.text[mention.end : max(one.end, mention.end)]
    led = words_in(before)
    if _LED_IN.search(reply.text[max(0, one.start - 8) : mention.start]):
        return True
    if _FOREIGN.search(reply.text) and not _ENGLISH.search(reply.text):
        return _is_first(reply, mention)  # its words are not those of the question
    if _is_alone(before, after) or (_WHO.search(reply.prompt) and _DONE_BY.search(before)):
        return True
    titled = len(led) <= _FEW and VERBS.isdisjoint(led) and not _PARTS.search(before)
    titled = titled and not _OF_ANOTHER.search(before)
    if _IT_IS.search(before) or (
        _IT.search(before) and kind_of(mention, reply.text) in ("date", "number")
    ):
        return True
    if at == 0 and titled and (_ENDS.match(after) or _NO_SENTENCE.match(after)):
        return True  # The late Ann Lee, who
    if at == 0 and not words_in(_PIECE.split(before)[-1]) and _THERE.search(_PIECE.split(after)[0]):
        return True
    return _is_fragment(reply, before, after) or _is_taken_up(reply, sentences, at, led)


def _is_first(reply: Told, mention: Mention) -> bool:
    """Whether no other answer of its kind stands before a mention, but one that is denied."""
    if _BUT.search(reply.text, 0, mention.start):
        return True
    kind = kind_of(mention, reply.text)
    before = [one for part in reply.parts for one in part.said if one.end <= mention.start]
    return kind == "word" or not rivals_of(before[1:], kind, reply.known)


def _is_alone(before: str, after: str) -> bool:
    """Whether a mention is what it, that or the author is, or has nothing but a mark beside it."""
    ends = bool(_ENDS.match(after) or _DID.match(after))
    for text in (before, _PIECE.split(before)[-1]):
        words = words_in(text)
        if all(word in _LEADS for word in words) and (
            _is_predicate(words) or (ends and (words or text is before))
        ):
            return True
        if _SPOKEN_OF.match(text) or (ends and _SAID_OF.match(text)):
            return True
    return False


def _is_predicate(led: Sequence[str]) -> bool:
    """Whether words lead to what the answer is: is, was, by."""
    return bool({"is", "was", "are", "were", "be", "been", "by"}.intersection(led))


def _is_fragment(reply: Told, before: str, after: str) -> bool:
    """Whether a sentence is the answer and a few words of its name or kind: the end of Season 4."""
    behind = re.findall(r"[^\W\d_]+", after)
    rest = [word for word in (*words_in(before), *words_in(after)) if not word.isdigit()]
    ended = before.count(" ") > _FEW and after.lstrip('*_"”').startswith(".")
    whole = len(rest) <= (_FEW if behind or ended else _FRAGMENT)
    if not whole or any(word in VERBS for word in rest):
        return False
    small = [word for word in behind if word.islower() and word not in reply.known]
    if len(small) > 1 or any(word.endswith("ed") for word in small):
        return False  # Nigeria exports oil.
    return _OF_ANOTHER.search(before) is None


def _is_taken_up(reply: Told, sentences: Sequence[Sentence], at: int, led: Sequence[str]) -> bool:
    """Whether the next sentence says of the subject of this one what is asked."""
    if len(led) > _FEW:
        return False
    for one in sentences[at + 1 : at + 3]:
        if one.asked:
            return _HIM.search(reply.text, one.start, one.end) is not None
    return False
